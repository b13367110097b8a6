"""Cards in and out: vCard 2.1, 3.0 and 4.0, jCard and JSContact."""

from __future__ import annotations

from crm.exchange.cards.jscontacts_out import jscontact_of
from crm.exchange.cards.reading import cards_of
from crm.exchange.cards.reasons import with_reasons
from crm.exchange.cards.recognition import is_card
from crm.exchange.cards.vcards_out import jcard_of, vcard_of

__all__ = ["cards_of", "is_card", "jcard_of", "jscontact_of", "vcard_of", "with_reasons"]
