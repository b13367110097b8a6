"""What stands beside the likely institutions: their parts, their wholes, and records of the same name and place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.institutions import shelves
from crm.institutions.comparing import Agreement
from crm.institutions.covering import covering
from crm.institutions.naming import is_long
from crm.institutions.ranking import decided, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.institutions.context import Context
    from crm.institutions.ranking import Scores
    from crm.institutions.resolution import Resolution
    from crm.institutions.shelves import Query

__all__ = ["add_twins", "cover", "forgive_parts", "is_part_of_all", "long_keys"]

_MOST_COVERING: Final = 30
"""How many of the likely are looked at more closely, with all that they are a part of."""
_LIKELY: Final = 0.7
"""The least score of a whole beside which its part stands."""


def forgive_parts(context: Context, best: Scores) -> None:
    """Let what is a part of the best be no rival of it: the whole may be called by itself."""
    first = next((one for one, _ in ranked(best)), None)
    for one, found in best.items():
        if found.is_rival and first in context.shelf.parents.get(one, ()):
            best[one] = found._replace(is_rival=False)


def add_twins(context: Context, best: Scores) -> None:
    """Let records of one place that share a long name, as registries have some, stand in each other's way."""
    one = decided(best)
    if one is None:
        return
    mine = long_keys(context, one)
    shelves.fetch_bearers(context.session, context.shelf, mine)
    for row in (row for key in mine for row in context.shelf.bearers[key]):
        if row.institution != one and row.city == context.shelf.names[one][0].city:
            best[row.institution] = Agreement(best[one].score, f"also called {row.text}")


def long_keys(context: Context, one: int) -> list[str]:
    """Return the keys of the long names of an institution, in the order of the alphabet."""
    return sorted({name.key for name in context.shelf.names.get(one, ()) if is_long(name)})


def cover(context: Context, query: Query, best: Scores) -> None:
    """Count the institutions of whose names, place and wholes together the text says nothing else."""
    likely = [one for one, _ in ranked(best)[:_MOST_COVERING]]
    context.complete(likely)
    context.complete({above for one in likely for above in context.shelf.parents[one]})
    for one in likely:
        above = [row for whole in context.shelf.parents[one] for row in context.shelf.names[whole]]
        found = covering(query, context.shelf.names[one], above)
        if found is not None and found.score > best[one].score:
            best[one] = found


def is_part_of_all(context: Context, part: Resolution, wholes: Sequence[Resolution]) -> bool:
    """Whether the best of each of `wholes` stands above what `part` means for sure."""
    if part.institution is None or not wholes:
        return False
    above = context.above(part.institution.id)
    likely = (whole.candidates[0] if whole.candidates else None for whole in wholes)
    return all(one is not None and one.score >= _LIKELY and one.institution.id in above for one in likely)
