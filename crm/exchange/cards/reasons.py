"""A card that comes back says why, to be mended and read again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from crm.exchange.cards.jscontacts import VENDOR
from crm.exchange.cards.properties import Property, escaped
from crm.exchange.cards.vcards_out import folded, line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["with_reasons"]

_REASON: Final = re.compile(
    r"^X-CRM-REASON[:;].*(?:\r?\n|\r|\Z)(?:[ \t].*(?:\r?\n|\r|\Z))*", re.MULTILINE | re.IGNORECASE
)
_END: Final = re.compile(r"^END[ \t]*:[ \t]*VCARD[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_ENDING: Final = re.compile(r"\r\n?|\n")
_NAME: Final = "X-CRM-REASON"


def with_reasons(card: str, format: str, reasons: Sequence[str]) -> str:  # noqa: A002 - what every function calls it
    """Return a card with why it comes back, a property for each reason; the reader passes them over.

    What an earlier run wrote there is replaced. JSON that is no card, or cannot be read, stands in one. A vCard ends
    its lines as RFC 6350 section 3.2 says.
    """
    return _in_vcard(card, reasons) if format == "vcard" else _in_json(card, reasons)


def _in_vcard(card: str, reasons: Sequence[str]) -> str:
    text = _REASON.sub("", _ENDING.sub("\r\n", card))
    if not text.endswith("\r\n"):
        text += "\r\n"
    ends = list(_END.finditer(text))
    place = ends[-1].start() if ends else len(text)
    written = (folded(line_of(Property(_NAME, escaped(reason)))) for reason in reasons)
    return text[:place] + "".join(f"{line}\r\n" for line in written) + text[place:]


def _in_json(card: str, reasons: Sequence[str]) -> str:
    try:
        found: Any = json.loads(card)
    except (ValueError, RecursionError):
        found = {"x-crm-text": card}
    return json.dumps(_told(found, reasons), ensure_ascii=False)


def _told(card: Any, reasons: Sequence[str]) -> Any:
    if isinstance(card, dict):
        return {**card, f"{VENDOR}reasons": list(reasons)}
    if not (isinstance(card, list) and len(card) > 1 and isinstance(card[1], list)):
        return _told({"x-crm-card": card}, reasons)
    kept = [one for one in card[1] if not (isinstance(one, list) and one[:1] == [_NAME.lower()])]
    return [card[0], kept + [[_NAME.lower(), {}, "text", reason] for reason in reasons], *card[2:]]
