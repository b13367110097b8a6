"""Who is it? The contact that a row is about: found by stated keys, one after the other, and never guessed.

1. its uid; one that nobody has is never that of a contact which a row before has made;
2. an address of its own with the same name: the same address under another name is a question;
3. its name with one of its institutions;
4. its name with any same address or number.

A shared mailbox is a desk's key and never a person's, and so is an address that two contacts have. A bare name means
only a contact of whom nothing else is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from crm.exchange.importing.asked import Refused
from crm.exchange.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.exchange.importing.asked import Asked
    from crm.exchange.importing.held import HeldContact
    from crm.exchange.importing.known import Known

__all__ = ["Met", "meet"]

_SHOWN = 5


class Met(NamedTuple):
    """The contact that is known, or None for a new one; and what is odd about it."""

    contact: HeldContact | None
    remark: Problem | None = None


def meet(known: Known, one: Asked) -> Met:
    """Return whom the row is about.

    Raises:
        Refused: several may be meant, or what the row states does not go together.
    """
    if one.uid is None:
        return _met(known, one)
    stated = known.by_uid.get(one.uid)
    if stated is not None:
        return Met(stated)
    try:
        other = _met(known, one)
    except Refused as refused:
        if any(problem.code == "contact.ambiguous" for problem in refused.problems):
            raise
        return Met(None)  # the same address under another name: the uid says that it is somebody else
    if other.contact is not None:
        raise Refused(_uid_differs(one, other.contact))
    return other


def _met(known: Known, one: Asked) -> Met:
    if one.name is None:
        return Met(_only(known, one, _nameless(known, one)))
    found = _only(known, one, _addressed(known, one))
    bearers = known.by_name.get(one.name.key)
    if bearers is None:
        return Met(found)
    alike = [held for held in bearers if held.kind == one.kind]
    if found is None and alike:
        found = (
            _only(known, one, _colleagues(one, alike))
            or _only(known, one, _reached_alike(one, alike))
            or _only(known, one, _bare(one, alike))
        )
    if found is None and bearers and one.uid is None:
        return Met(None, _namesake(one, bearers))
    return Met(found)


def _only(known: Known, one: Asked, found: list[HeldContact]) -> HeldContact | None:
    if not found:
        return None
    if one.uid is not None:  # of two rows of a list, each with a uid of its own, none speaks of the other's contact
        found = [held for held in found if not known.is_new(held)]
    if len(found) > 1:
        raise Refused(_ambiguous(one, found))
    return found[0] if found else None


# --- by address -------------------------------------------------------------------------------------------------------


def _addressed(known: Known, one: Asked) -> list[HeldContact]:
    """Return the contacts of that name who alone have one of the addresses, or the desk that has the mailbox."""
    same: list[HeldContact] = []
    others: list[HeldContact] = []
    for said in one.emails:
        holders = known.by_coordinate.get(said.identity)
        if said.key is None or holders is None:
            continue
        if said.is_shared:
            _add(same, _desks(one, holders))
        elif len(holders) == 1:
            _add(same if _goes_by(one, holders[0]) else others, holders)
    if not same and others:
        raise Refused(_name_differs(one, others))
    return same


def _goes_by(one: Asked, held: HeldContact) -> bool:
    """Whether it may be the same name; one that is not known yet is."""
    return held.name_key is None or (one.name is not None and held.name_key == one.name.key)


def _desks(one: Asked, holders: list[HeldContact]) -> list[HeldContact]:
    """Return the desk of that name, else those without one."""
    if one.kind != "desk" or one.name is None:
        return []
    desks = [held for held in holders if held.kind == "desk"]
    named = [held for held in desks if held.name_key == one.name.key]
    return named or [held for held in desks if held.name_key is None]


def _nameless(known: Known, one: Asked) -> list[HeldContact]:
    """Return whom an address alone tells; else the desk without a name that has the number or the institution."""
    found: list[HeldContact] = []
    for said in one.emails:
        holders = known.by_coordinate.get(said.identity, []) if said.key is not None else []
        _add(found, [held for held in holders if held.kind == "desk"] if said.is_shared else holders)
    if found or any(said.key is not None for said in one.emails):
        return found
    for said in one.coordinates:
        _add(found, [held for held in known.by_coordinate.get(said.identity, []) if held.name_key is None])
    if not found and not (one.emails or one.phones):
        places = one.places
        desks = [held for held in known.unnamed if held.name_key is None and not (held.emails or held.phones)]
        _add(found, [held for held in desks if any(job.place in places for job in held.jobs)])
    return found


# --- by name ----------------------------------------------------------------------------------------------------------


def _colleagues(one: Asked, alike: list[HeldContact]) -> list[HeldContact]:
    places = one.places
    return [held for held in alike if any(job.place in places for job in held.jobs)] if places else []


def _reached_alike(one: Asked, alike: list[HeldContact]) -> list[HeldContact]:
    identities = {said.identity for said in one.coordinates}
    return [held for held in alike if any(own.identity in identities for own in (*held.emails, *held.phones))]


def _bare(one: Asked, alike: list[HeldContact]) -> list[HeldContact]:
    return [held for held in alike if held.is_bare][:1] if one.is_bare else []


def _add(found: list[HeldContact], more: Iterable[HeldContact]) -> None:
    found.extend(held for held in more if held not in found)


# --- what is asked ----------------------------------------------------------------------------------------------------


def _called(held: HeldContact) -> str:
    return f"{held.printed_name or 'a desk without a name'} ({UUID(held.uid)})"


def _listed(found: Iterable[HeldContact]) -> str:
    called = sorted(_called(held) for held in found)
    return "; ".join(called[:_SHOWN]) + ("; …" if len(called) > _SHOWN else "")


def _name(one: Asked) -> str | None:
    return None if one.name is None else one.name.printed


def _ambiguous(one: Asked, found: list[HeldContact]) -> Problem:
    message = f"several contacts may be meant: {_listed(found)}"
    return Problem(
        "contact.ambiguous", message, "name", _name(one), "give the uid of the one that is meant", rejects=True
    )


def _name_differs(one: Asked, found: list[HeldContact]) -> Problem:
    message = f"its address belongs to {_listed(found)}"
    hint = "correct the name; or give the contact's uid, or a new uid for another contact with that address"
    return Problem("contact.name_differs", message, "name", _name(one), hint, rejects=True)


def _uid_differs(one: Asked, held: HeldContact) -> Problem:
    message = f"nobody has this uid, and the row speaks of {_called(held)}"
    return Problem(
        "contact.uid_differs", message, "uid", str(one.record.uid), "correct the uid, or leave it out", rejects=True
    )


def _namesake(one: Asked, found: list[HeldContact]) -> Problem:
    message = f"it has the name of {_listed(found)}, and nothing else in common: kept apart"
    return Problem("contact.namesake", message, "name", _name(one), "give the uid if it is the same contact")
