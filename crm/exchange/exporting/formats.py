"""What is written in which format."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from crm.errors import TargetError
from crm.exchange.exporting.targets import is_path

if TYPE_CHECKING:
    from crm.exchange.exporting.targets import TargetLike

__all__ = ["FORMATS", "GRIDS", "What", "format_of"]

What: TypeAlias = Literal["contacts", "institutions", "communiques", "coverage"]

GRIDS: Final = ("csv", "tsv", "xlsx")

FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "contacts": (*GRIDS, "vcard", "vcard3", "jcard", "jscontact", "jsonld", "json"),
    "institutions": (*GRIDS, "jsonld", "json"),
    "communiques": (*GRIDS, "ninjs", "jsonld", "json"),
    "coverage": (*GRIDS, "json"),
}
"""The formats of each kind of list; ``vcard`` is version 4.0, ``vcard3`` 3.0."""

_SUFFIXES: Final = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".vcf": "vcard",
    ".vcard": "vcard",
    ".json": "json",
    ".jsonld": "jsonld",
}


_ALSO: Final = {"vcard4": "vcard", "vcf": "vcard", "json-ld": "jsonld"}


def format_of(what: str, format: str | None, target: TargetLike) -> str:  # noqa: A002 - the word for it
    """Return the format that is meant: the one that is said, else what the suffix tells, else CSV.

    Raises:
        TargetError: there is no such list, it is not written in that format, or the suffix tells nothing.
    """
    known = FORMATS.get(what)
    if known is None:
        raise TargetError(f"there is no list of {what!r}", code="export.what", hint=f"one of {', '.join(FORMATS)}")
    meant = (
        _SUFFIXES.get(_suffix(target), _suffix(target)) or "csv"
        if format is None
        else _ALSO.get(format.lower(), format.lower())
    )
    if meant not in known:
        raise TargetError(
            f"{what} are not written as {meant.lstrip('.')!r}", code="export.format", hint=f"one of {', '.join(known)}"
        )
    return meant


def _suffix(target: TargetLike) -> str:
    """The suffix in lower case; nothing for what has none or is no file."""
    name = target if is_path(target) else getattr(target, "name", None)
    return Path(name).suffix.lower() if isinstance(name, str | PathLike) else ""
