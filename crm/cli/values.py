"""The command that tries values: ``crm check-values``."""

from __future__ import annotations

import codecs
import json
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from crm.cli.printing import say, write_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["check_values"]

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@click.command("check-values")
@click.argument("file", type=click.File("rb"), default="-", help="One value a line; nothing, or -, for standard input.")
@click.option("--kind", type=click.Choice(["phone", "email", "name"]), required=True, help="What the lines should be.")
@click.option(
    "--region", default="FR", show_default=True, metavar="CC", help="Read national numbers as of this country."
)
@click.option("--json", "as_json_", is_flag=True, help="Print one JSON object a line and nothing else.")
def check_values(file: BinaryIO, kind: str, region: str, as_json_: bool) -> int:
    """Say of each line what it holds, what was repaired and what is wrong; exit status 1 when a line was refused."""
    show = _json_line if as_json_ else _plain_line
    if as_json_:
        write_utf8()
    refused = False
    for line, found in _read(kind, _lines(file), region):
        verdict = _verdict(line, found)
        refused = refused or verdict["error"] is not None
        say(show(verdict))
    return 1 if refused else 0


def _lines(file: BinaryIO) -> Iterator[str]:
    """Yield the lines one by one; only UTF-16 must be read whole, because its line ends are not single bytes."""
    from crm.reading.charset import decode

    first = file.readline()
    if first.startswith(_UTF_16) or b"\0" in first:
        yield from decode(first + file.read())[0].splitlines()
        return
    for line in chain([first] if first else [], file):
        yield _line(line)


def _line(line: bytes) -> str:
    """Return the text in UTF-8, or else in the code page of old French exports."""
    text = line.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n")
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")


def _read(kind: str, lines: Iterable[str], region: str) -> Iterator[tuple[str, Sequence[Any]]]:
    from crm import values

    country = values.CountryCode(region)
    parsers: dict[str, Callable[[str], Sequence[Any]]] = {
        "phone": lambda line: values.parse_phones(line, country),
        "email": values.parse_emails,
        "name": values.parse_names,
    }
    parse = parsers[kind]
    return ((line, parse(line)) for line in lines)


def _verdict(line: str, found: Sequence[Any]) -> dict[str, Any]:
    """Return the answer for one line; one that should hold something and does not is refused."""
    error = next((one.error for one in found if one.error is not None), None)
    if not found and line.strip():
        refusal: dict[str, Any] | None = {
            "code": "value.none",
            "message": "nothing was found in the line",
            "hint": None,
        }
    else:
        refusal = None if error is None else error.as_dict()
    return {
        "text": line,
        "values": [str(one.value) for one in found if one.value is not None],
        "repairs": _distinct(found, "repairs"),
        "warnings": _distinct(found, "warnings"),
        "error": refusal,
    }


def _distinct(found: Sequence[Any], name: str) -> list[str]:
    return list(dict.fromkeys(code for one in found for code in getattr(one, name, ())))


def _json_line(verdict: dict[str, Any]) -> str:
    return json.dumps(verdict, ensure_ascii=False)


def _plain_line(verdict: dict[str, Any]) -> str:
    """Return the values, or why there are none, with what a person should look at."""
    error, notes = verdict["error"], [*verdict["repairs"], *verdict["warnings"]]
    said = ", ".join(verdict["values"])
    if error is not None:
        hint = f" ({error['hint']})" if error["hint"] else ""
        said = f"{said + '; ' if said else ''}refused [{error['code']}] {error['message']}{hint}"
    return f"{verdict['text']}  →  {said or '(blank)'}{f'  · {chr(44).join(notes)}' if notes else ''}"
