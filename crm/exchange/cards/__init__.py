"""Cards in and out: vCard 2.1, 3.0 and 4.0, jCard and JSContact."""

from __future__ import annotations

from crm.exchange.cards.reading import cards_of
from crm.exchange.cards.recognition import is_card

__all__ = ["cards_of", "is_card"]
