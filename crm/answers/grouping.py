"""The order of the institutions that a communiqué's contacts answer for: that of its issuers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.answers.places import Places

__all__ = ["in_issuer_order"]


def in_issuer_order(named: Sequence[int | None], issuers: Sequence[int], places: Places) -> list[int | None]:
    """Return the keys of the issuers and of all else that is `named` (in printed order), each once.

    What is a part of an issuer, or has become it, comes right after it. Anything else keeps its place before the
    issuers that are named after it, and comes last when there are none.
    """
    order: list[int | None] = list(dict.fromkeys(issuers))
    after: dict[int | None, int] = {}
    for number, place in enumerate(named):
        if place in order:
            continue
        over = None if place is None else next((one for one in issuers if one in places.over(place)), None)
        if over is not None:
            after[over] = after.get(over, 0) + 1
            order.insert(order.index(over) + after[over], place)
            continue
        later = [order.index(one) for one in named[number + 1 :] if one in order]
        order.insert(min(later, default=len(order)), place)
    return order
