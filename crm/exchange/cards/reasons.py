"""A card that was rejected goes back with the reasons in it, to be mended and read again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from crm.exchange.cards.jscontacts import VENDOR
from crm.exchange.cards.properties import Property, escaped
from crm.exchange.cards.vcards_out import folded, line_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.exchange.records import Problem

__all__ = ["with_reason"]

_REASON: Final = re.compile(
    r"^X-CRM-REASON[:;].*(?:\r?\n|\r|\Z)(?:[ \t].*(?:\r?\n|\r|\Z))*", re.MULTILINE | re.IGNORECASE
)
_END: Final = re.compile(r"^END[ \t]*:[ \t]*VCARD[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_NAME: Final = "X-CRM-REASON"


def with_reason(card_text: str, problems: Iterable[Problem]) -> str:
    """Return a card with why it was rejected, one property for each problem that rejects; the reader passes them over.

    What an earlier run wrote there is replaced. JSON that cannot be read comes back as it is.
    """
    reasons = [f"{one.code}: {_said(one)}" for one in problems if one.rejects]
    if card_text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
        return _in_json(card_text, reasons)
    text = _REASON.sub("", card_text)
    ending = "\r\n" if "\r\n" in text else "\n"
    written = [folded(line_of(Property(_NAME, escaped(reason)))).replace("\r\n", ending) for reason in reasons]
    ends = list(_END.finditer(text))
    place = ends[-1].start() if ends else len(text)
    before = text[:place] if not place or text[place - 1] in "\r\n" else text[:place] + ending
    return before + "".join(f"{line}{ending}" for line in written) + text[place:]


def _said(one: Problem) -> str:
    return " - ".join(part for part in (one.field, one.message, one.hint) if part)


def _in_json(card_text: str, reasons: list[str]) -> str:
    try:
        card: Any = json.loads(card_text)
    except (ValueError, RecursionError):
        return card_text
    if isinstance(card, dict):
        card[f"{VENDOR}reasons"] = reasons
    elif len(card) > 1 and isinstance(card[1], list):
        kept = [one for one in card[1] if not (isinstance(one, list) and one and one[0] == _NAME.lower())]
        card[1] = kept + [[_NAME.lower(), {}, "text", reason] for reason in reasons]
    else:
        return card_text
    return json.dumps(card, ensure_ascii=False)
