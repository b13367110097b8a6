"""A hundred hostile texts read in both forms: each ends in a Reading or in a CrmError, and in how long.

python benchmarks/hostile_reading.py [--size 1000000] [--limit 20] [--growth] [--only mailto]

--growth reads a quarter of each text as well: 4 times its seconds are linear, 16 times quadratic.
"""

from __future__ import annotations

import argparse
import signal
import time
from random import Random
from typing import TYPE_CHECKING

import crm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNITS = {
    # signs that open or part something
    "at signs": "@",
    "opening brackets": "(",
    "brackets": "()",
    "squares": "[",
    "angles": "<",
    "stars": "*",
    "underscores": "_",
    "backticks": "`",
    "bars": "|",
    "dashes": " – ",
    "hyphens": "-",
    "slashes": "/",
    "colons": ": ",
    "commas": ", ",
    "bullets": "• ",
    "tabs": "\t",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "dots": ".",
    "hashes": "#",
    "quotes": "\"'",
    "backslashes": "\\",
    "plus signs": "+",
    "percent": "%",
    "ampersands": "&amp;",
    # digits
    "digits": "1",
    "digits and spaces": "1 ",
    "zeros and brackets": "(0)",
    "numbers": "01 99 00 12 34 ",
    "numbers without a gap": "0199001234",
    "numbers and slashes": "01 99 00 12 34/",
    "country codes": "+33 ",
    "many countries": "+33 (0)1+49 30+44 20",
    "dates": "12/11/2024 ",
    "years": "2019-2024 ",
    "amounts": "1 450 300 € ",
    "extensions": "poste 12 ",
    "number and letters": "1a",
    "tel links": "tel:+33199001234 ",
    "unclosed asides": "1 (",
    "short numbers": "3949 ",
    "faxes": "Fax 01 99 00 12 34 ",
    # addresses
    "half addresses": "a@",
    "addresses": "a@example.org ",
    "addresses without a gap": "a@example.org",
    "dotted addresses": "a.b.c.d.e.f@g.h.i.j.",
    "local parts": "a.",
    "long labels": "a-",
    "mailto": "mailto:",
    "mailto flood": "[x](mailto:a@example.org) ",
    "mailto in tags": '<a href="mailto:a@example.org">x</a>',
    "unclosed mailto in tags": '<a href="mailto:a',
    "spelled at": "a (at) ",
    "spelled out": "a arobase b point ",
    "spelled in squares": "a [at] b [dot] ",
    "autolinks": "<a@example.org>",
    "angles and at": "<a@",
    "web addresses": "https://www.example.org/a ",
    "host names": "a.example.org/",
    "www": "www.",
    # names and words
    "names": "Anne Le Goff ",
    "names and commas": "Anne Le Goff, ",
    "names and lines": "Anne Le Goff\n",
    "names joined": "Anne Le Goff et ",
    "initials": "A. ",
    "capitals": "ANNE ",
    "capital letters": "A",
    "particles": "de la ",
    "apostrophes": "d'",
    "civilities": "Mme ",
    "hyphenated": "Anne-",
    "roles": "attachée de presse, ",
    "desks": "Service de presse ",
    "institutions": "Université de ",
    "caseless": "山",
    "letters": "a",
    "long words": "a" * 5000 + " ",
    # lines
    "contact lines": "Contact:\n",
    "headings": "Contact presse\n",
    "inline headings": "Contact presse : Anne Le Goff\n",
    "about headings": "À propos de nous\n",
    "blank lines": "\n",
    "carriage returns": "\r",
    "bullet lines": "* a\n",
    "rules": "---\n",
    "marked headings": "# Contact presse\n",
    "contacts": "Anne Le Goff, 01 99 00 12 34, a@example.org\n",
    "desk lines": "Service de presse\na@example.org\n",
    "embargoes": "Sous embargo jusqu'au 3 mars 2025 à 14h\n",
    "dates in lines": "Paris, le 3 mars 2025\n",
    "emails under names": "Anne Le Goff\na@example.org\n\n",
    # tables, links, tags
    "row of cells": "| a ",
    "table lines": "| Anne Le Goff | a@example.org |\n",
    "table rule": "|---",
    "links": "[a](b)",
    "unclosed links": "[a](",
    "link texts": "[a",
    "images": "![a](b",
    "tags": "<b>",
    "unclosed tags": "<a ",
    "closing tags": "</b>",
    "comments": "<!--",
    "bold": "**a** ",
    "unclosed bold": "**a",
    "scripts": "<script>a</script>",
    # signs that are hardly seen
    "combining marks": "\u0301",
    "letters with marks": "e\u0301\u0301\u0301",
    "joiners": "\u200d",
    "zero width": "a\u200b",
    "bidi": "\u202ea\u202c",
    "byte order marks": "\ufeff",
    "emoji": "👤",
    "replacement": "\ufffd",
    "soft hyphens": "a\u00ad",
    "controls": "\x01a",
    "nul": "\x00",
    "nul between": "a\x00b ",
    "surrogates": "\ud800",
    "line separators": "a\u2028",
    "form feeds": "a\x0c",
    "full-width": "０１ ９９ ００ ",
    "ligatures": "ﬁ",
    "astral": "\U0001d400",
}

HEADED = ("names", "numbers", "addresses", "contacts", "names and lines", "dashes", "brackets", "spelled out", "digits")
"""Read a second time below a heading, where the reader takes a closer look."""
PROSE = "Le laboratoire ouvre ses portes au public dans la ville et les écoles de la région.\n\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=20, help="seconds after which a text is given up")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _give_up)
    rows = []
    for title, make in _texts().items():
        if options.only in title:
            rows.append(_row(title, make, options))
            print(rows[-1][1], flush=True)
    print("\nthe worst")
    for _, row in sorted(rows, reverse=True)[:10]:
        print(row)


def _texts() -> dict[str, Callable[[int], str | bytes]]:
    """Return every text by its title, as a function of its size."""
    texts: dict[str, Callable[[int], str | bytes]] = {title: _repeated(unit) for title, unit in UNITS.items()}
    texts |= {f"{title}, headed": _repeated(UNITS[title], f"{PROSE}Contact presse\n") for title in HEADED}
    return texts | {
        "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
        "nested squares": lambda size: "[" * (size // 2) + "]" * (size // 2),
        "nested links": lambda size: "[a" * (size // 8) + "](b)" * (size // 8),
        "nested tags": lambda size: "<b>" * (size // 7) + "</b>" * (size // 7),
        "wide tables": _wide,
        "wide headed table": lambda size: f"{PROSE}Contact presse\n\n{_wide(size)}",
        "far brackets": lambda size: "01 99 00 12 34 (" + "a" * size,
        "address without end": lambda size: "a" * size + "@example.org",
        "host without end": lambda size: "a@" + "b." * (size // 2) + "org",
        "bytes at random": lambda size: Random(1).randbytes(size),
        "high bytes": lambda size: bytes(Random(2).choices(range(0x80, 0x100), k=size)),
        "signs at random": lambda size: "".join(Random(3).choices("@.,:;()[]<>*_|/-+ 01a\n", k=size)),
        "latin bytes": lambda size: ("é à ç " * (size // 6)).encode("cp1252"),
        "wide characters": lambda size: ("Contact presse\n" * (size // 30)).encode("utf-16"),
        "cut in a character": lambda size: ("é" * (size // 2)).encode()[:-1],
        "pieces of contacts": _pieces,
        "nothing": lambda _: "",
    }


def _repeated(unit: str, before: str = "") -> Callable[[int], str]:
    return lambda size: before + unit * (size // len(unit))


def _wide(size: int) -> str:
    """Return a table of 10,000 columns."""
    columns = 10_000
    rows = ["|" + "|".join(cell for _ in range(columns)) + "|\n" for cell in ("Nom", "---", "Anne Le Goff")]
    text = "".join(rows)
    return text + rows[2] * max(0, (size - len(text)) // len(rows[2]))


def _pieces(size: int) -> str:
    random = Random(4)
    pieces = ["Contact presse\n", "Anne Le Goff", ", ", " – ", "01 99 00 12 34", "a@example.org", "\n", " (", ")", "| "]
    return "".join(random.choices(pieces, k=size // 6))


def _row(title: str, make: Callable[[int], str | bytes], options: argparse.Namespace) -> tuple[float, str]:
    seconds, ends = 0.0, []
    for form in _forms(make(options.size)):
        spent, end = _read(form, options.limit)
        seconds, ends = max(seconds, spent), [*ends, end]
        if spent > options.limit:
            break
    row = f"{seconds:7.3f} s  {title:26} {' | '.join(dict.fromkeys(ends))}"
    if options.growth:
        quarter = max(_read(form, options.limit)[0] for form in _forms(make(options.size // 4)))
        row += f"  {seconds / max(quarter, 1e-6):.1f} times a quarter of it"
    return seconds, row


def _forms(text: str | bytes) -> Iterator[str | bytes]:
    """Yield a text as itself and as bytes; a lone surrogate has bytes as well, which are no UTF-8."""
    yield text
    yield text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text.decode("utf-8", "surrogateescape")


class _GivenUpError(BaseException):
    """The time of a text is over; nothing that is read may catch it."""


def _give_up(*_: object) -> None:
    raise _GivenUpError


def _read(source: str | bytes, limit: float) -> tuple[float, str]:
    """Return the seconds it took and what came of it; any error but a CrmError is a fault, and said so."""
    start = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        found = crm.read(source, format="text")
        end = f"{len(found.contacts)} contacts, {len(found.warnings)} warnings"
    except crm.CrmError as error:
        end = type(error).__name__
    except _GivenUpError:
        end = "FAULT given up"
    except Exception as error:  # whatever it is, it is what this script looks for
        end = f"FAULT {type(error).__name__}: {str(error)[:60]}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - start, end


if __name__ == "__main__":
    main()
