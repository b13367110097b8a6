"""What was done to a printed address to read it: stable codes, found by looking at it and at what stands around it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from crm.values.emails.cleaning import HYPHENS
from crm.values.folding import INVISIBLE

__all__ = ["Printed", "repairs_of"]


_LINK: Final = re.compile(r"mailto:[ /\u00a0]*\Z", re.IGNORECASE)


class Printed(NamedTuple):
    """An address as printed, with the text since the one before it and up to the one after it."""

    text: str
    before: str
    after: str
    is_first: bool
    is_last: bool

    @property
    def is_only(self) -> bool:
        """Whether the text holds no other address."""
        return self.is_first and self.is_last

    @property
    def is_linked(self) -> bool:
        """Whether ``mailto:`` stands before it."""
        return self.before[-12:].lower().rstrip(" \u00a0/").endswith("mailto:")

    @property
    def is_bracketed(self) -> bool:
        """Whether ``<`` stands before it."""
        return _LINK.sub("", self.before[-20:]).rstrip()[-1:] == "<"


_QUERY: Final = re.compile(r"\?[\w%.-]{1,40}=")
_ENDING: Final = frozenset(".;,>):!?")


def repairs_of(printed: Printed, address: str, label: str | None, done: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the codes of all that was done to make `address` of what is printed, sorted; `done` is known already.

    >>> repairs_of(Printed("a@example.org", "Anne <", ">", True, True), "a@example.org", "Anne")
    ('email.brackets_removed', 'email.display_name_removed')
    """
    codes = {*done, *_inside(printed.text, address, done)}
    if any(c in INVISIBLE for c in printed.before) or any(c in INVISIBLE for c in printed.after):
        codes.add("email.invisible_removed")
    codes.update(code for code, holds in _around(printed).items() if holds)
    if "email.group_expanded" in codes:
        codes.discard("email.punctuation_removed")
    elif printed.is_bracketed and label is not None:
        codes.add("email.display_name_removed")
    elif printed.is_only and _says_more(printed) and "email.repeated" not in codes:
        codes.add("email.extracted" if label is None else "email.label_removed")
    if not codes and (printed.before or printed.after or printed.text != address):
        codes.add("email.punctuation_removed")  # brackets, quotes, bars: whatever is left out is told
    return tuple(sorted(codes))


def _inside(text: str, address: str, done: tuple[str, ...]) -> set[str]:
    rules = {
        "email.invisible_removed": any(c in INVISIBLE for c in text),
        "email.space_removed": "email.spelled_out" not in done and any(c.isspace() for c in text),
        "email.hyphen_replaced": any(c in HYPHENS for c in text),
        "email.at_sign": "＠" in text or "﹫" in text,
        "email.braces_expanded": address.partition("@")[0] == text,
        "email.entity_decoded": "&" in text and "&" not in address,
        "email.percent_decoded": "%" in text and "%" not in address,
        "email.comment_removed": "(" in text and "email.spelled_out" not in done,
    }
    return {code for code, holds in rules.items() if holds}


def _around(printed: Printed) -> dict[str, bool]:
    before, after = printed.before, printed.after
    has_query = _QUERY.match(after) is not None
    ends = after[:1] in _ENDING if printed.is_last else after[:2].rstrip() in {".", ")", ">"}
    at_edge = (printed.is_first and before[:1].isspace()) or (printed.is_last and after[-1:].isspace())
    return {
        "email.space_removed": at_edge,
        "email.mailto_removed": printed.is_linked,
        "email.query_removed": has_query,
        "email.brackets_removed": printed.is_bracketed,
        "email.punctuation_removed": bool(after) and ends and not printed.is_bracketed and not has_query,
        "email.split": not printed.is_only,
    }


def _says_more(printed: Printed) -> bool:
    before = printed.before.lower().replace("mailto:", "") if printed.is_linked else printed.before
    after = "" if _QUERY.match(printed.after) else printed.after
    return any(c.isalnum() for c in before) or any(c.isalnum() for c in after)
