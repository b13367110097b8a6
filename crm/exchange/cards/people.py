"""Who a card is about: the name as printed and in parts, and whether it is somebody or a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.errors import InvalidName
from crm.exchange.records import Problem
from crm.values import PersonName, fold
from crm.values.names.text import holds_several, may_hold_several
from crm.values.roles import is_common_name, is_role_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.exchange.cards.properties import Property
    from crm.exchange.records import ContactRecord

__all__ = ["read_kind", "read_name"]

_KINDS: Final = {
    "individual": "person", "person": "person", "org": "desk", "organization": "desk", "group": "desk",
    "desk": "desk", "company": "desk",
}  # fmt: skip
_JOINING: Final = frozenset("a and at aux d de des du e et in l la le les of the und y".split())
_PARTS: Final = 5


def read_name(record: ContactRecord, by_name: Mapping[str, Sequence[Property]]) -> None:
    """Fill in the name and its parts from FN and N; one is made of the other where it is missing."""
    printed = next((one for one in by_name.get("FN", ()) if one.text.strip()), None)
    is_derived = printed is not None and "X-CRM-DERIVED" in printed.params
    if printed is not None and not is_derived:
        record.name = printed.text.strip()
    given, family, title, suffix = _parts(by_name.get("N", ()))
    record.given, record.family, record.title, record.suffix = given, family, title, suffix
    if record.name is None and not is_derived:
        record.name = " ".join(part for part in (title, given, family, suffix) if part) or None
    addresses = (one.text.strip() for one in by_name.get("EMAIL", ()))
    if record.name is not None and "@" in record.name and record.name in addresses:
        record.name = record.given = record.family = None


def _parts(names: Sequence[Property]) -> tuple[str | None, ...]:
    """Return given name, family name, title and suffix; further given names are given names."""
    for one in names:
        parts = [part.strip() for part in one.parts] + [""] * _PARTS
        if any(parts):
            family, given, additional, title, suffix = parts[:_PARTS]
            return " ".join(filter(None, (given, additional))) or None, family or None, title or None, suffix or None
    return None, None, None, None


def read_kind(record: ContactRecord, by_name: Mapping[str, Sequence[Property]]) -> None:
    """Fill in the kind, stated or told from name and addresses; take a person's name apart that the card does not."""
    stated = _stated(by_name, record.problems)
    record.kind = stated or _told(record)  # type: ignore[assignment]
    if stated is None and record.kind == "desk":
        record.given = record.family = None
    if record.name is None or record.kind == "desk":
        return
    is_in_parts = record.given is not None or record.family is not None
    is_whole = any("X-CRM-PARTS" in one.params for one in by_name.get("FN", ()))
    try:
        if is_in_parts or is_whole:
            _refuse_several(record.name)
        else:
            _take_apart(record, PersonName.parse(record.name))
    except InvalidName as error:
        record.problems.append(Problem(error.code, error.reason, "FN", record.name, error.hint, rejects=True))


def _refuse_several(name: str) -> None:
    if may_hold_several(name) and holds_several(name):
        raise InvalidName(name, "it names more than one person", code="name.several", hint="one name at a time")


def _take_apart(record: ContactRecord, name: PersonName) -> None:
    record.given, record.family = name.given, name.family
    record.title = record.title or name.title
    record.suffix = record.suffix or name.suffix


def _stated(by_name: Mapping[str, Sequence[Property]], problems: list[Problem]) -> str | None:
    for name in ("X-CRM-KIND", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"):
        for one in by_name.get(name, ()):
            text = one.text.strip()
            kind = _KINDS.get(text.lower())
            if kind is not None:
                return kind
            if text:
                hint = "individual, org or group"
                problems.append(
                    Problem("kind.unknown", "it is neither a person nor a desk", name, text, hint, rejects=True)
                )
    return None


def _told(record: ContactRecord) -> str:
    """Tell a desk by its name, or by its having none."""
    if record.name is None:
        return "desk"
    words = [word for word in fold(record.name).split() if word not in _JOINING]
    posts = [is_role_word(word) for word in words]
    is_person = record.given is not None and record.family is not None
    if record.institution is not None and fold(record.institution) == fold(record.name) and not is_person:
        return "desk"
    if is_person or (words and is_common_name(words[0])):
        return "desk" if words and all(posts) else "person"
    return "desk" if any(posts) else "person"
