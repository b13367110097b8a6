"""From what is known to who answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from crm.answers.answer import Answer, Answers, Group, Reason, Unanswered
from crm.answers.grouping import in_issuer_order
from crm.answers.known import Known, called
from crm.clocks import today
from crm.models import ContactEmail, ContactPhone
from crm.places import name_on
from crm.presence import DEPTH

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.models import Absence, Communique, Coverage, PressContact, UsualContact

__all__ = ["who"]

C = TypeVar("C", ContactEmail, ContactPhone)


def who(session: Session, communique: Communique, *, on: dt.date | None = None) -> Answers:
    """Return who covers `communique` on that day, today by default, grouped by institution in issuer order.

    Nobody is named twice in the same role, and nobody whose work for the institution had ended, or not begun.
    """
    day = on or today()
    known = Known.of(session, communique, day)
    found = [_Deciding(known).answered(one) for one in known.coverages]
    return Answers(communique, day, tuple(_grouped(_once(found), known)))


# --- groups -----------------------------------------------------------------------------------------------------------


def _once(found: Sequence[Answer | Unanswered]) -> list[Answer | Unanswered]:
    """Name each contact once in a role: what else they answer for is said beside the first.

    Who is assigned, and answers instead of others beside that, answers in their own right.
    """
    kept: dict[object, Answer | Unanswered] = {}
    for one in found:
        key = (one.contact.id, one.role) if isinstance(one, Answer) else one
        first = kept.get(key)
        if isinstance(first, Answer) and isinstance(one, Answer):
            is_own = _is_instead(first) and not _is_instead(one)
            kept[key] = _joined(one, first) if is_own else _joined(first, one)
        else:
            kept[key] = one
    return list(kept.values())


def _is_instead(one: Answer) -> bool:
    return one.standing_in_for is not None or one.usual_of is not None


def _joined(first: Answer, second: Answer) -> Answer:
    others = [*first.also_for, *([second.institution] if second.institution else []), *second.also_for]
    return replace(
        first,
        emails=_distinct((*first.emails, *second.emails)),
        phones=_distinct((*first.phones, *second.phones)),
        reasons=tuple(dict.fromkeys((*first.reasons, *second.reasons))),
        also_for=tuple(dict.fromkeys(one for one in others if one is not first.institution)),
    )


def _grouped(found: Sequence[Answer | Unanswered], known: Known) -> Iterator[Group]:
    by_place: dict[int | None, list[Answer | Unanswered]] = {}
    for one in found:
        by_place.setdefault(_place(one), []).append(one)
    names = {issuer.institution_id: issuer.institution for issuer in known.issuers}
    names |= {one.institution.id: one.institution for one in map(_covering, found) if one.institution is not None}
    for place in in_issuer_order(list(by_place), [issuer.institution_id for issuer in known.issuers], known.places):
        institution = None if place is None else names[place]
        mine = by_place.get(place, [])
        yield Group(
            institution,
            None if institution is None else name_on(institution, known.day, known.language),
            tuple(one for one in mine if isinstance(one, Answer)),
            tuple(one for one in mine if isinstance(one, Unanswered)),
        )


def _covering(one: Answer | Unanswered) -> Coverage:
    return one.coverage


def _place(one: Answer | Unanswered) -> int | None:
    return one.coverage.institution_id


# --- one coverage -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Deciding:
    """The decision about one coverage."""

    known: Known

    def answered(self, one: Coverage) -> Answer | Unanswered:
        """Return who answers for a coverage, or why nobody does."""
        gone = self.known.gone(one.contact, one.institution)
        if gone is not None:
            return self._usually(one, (gone,))
        assigned = Reason("assigned", f"{called(one.contact)} is assigned to it")
        if one.standing_in_for is not None:
            assigned = Reason("standing_in", f"{called(one.contact)} stands in for {called(one.standing_in_for)}")
        found = self._present(one, one.contact, one.standing_in_for, (assigned,), frozenset())
        return found if isinstance(found, Answer) else self._usually(one, found.reasons)

    def _present(
        self,
        one: Coverage,
        contact: PressContact,
        instead_of: PressContact | None,
        reasons: tuple[Reason, ...],
        asked: frozenset[int],
    ) -> Answer | Unanswered:
        """Return `contact` as the answer, or whoever stands in while they are away."""
        away = self.known.away(contact, one.institution)
        if not away:
            return self._answer(one, contact, instead_of, reasons)
        told = (_away_reason(contact, away[0]), *reasons)
        failed: list[Reason] = []
        for absence in away if len(asked) < DEPTH else ():
            found = self._stand_in(one, absence, instead_of or contact, told, asked | {contact.id})
            if isinstance(found, Answer):
                return found
            failed += found
        return Unanswered(one, tuple(dict.fromkeys(why for why in (*told, *failed) if why.code != "assigned")))

    def _stand_in(
        self, one: Coverage, absence: Absence, instead_of: PressContact, told: tuple[Reason, ...], asked: frozenset[int]
    ) -> Answer | tuple[Reason, ...]:
        """Return who stands in for that absence, or why nobody does."""
        instead = absence.stand_in
        if instead is None or instead.id in asked:
            return ()
        gone = self.known.gone(instead, one.institution)
        if gone is not None:
            return (gone,)
        reason = Reason("standing_in", f"{called(instead)} stands in for {called(absence.contact)}")
        found = self._present(one, instead, instead_of, (reason, *told), asked)
        return found if isinstance(found, Answer) else found.reasons

    def _usually(self, one: Coverage, why: tuple[Reason, ...]) -> Answer | Unanswered:
        """Return who usually answers for the institution of somebody who has left, or is away with no stand-in."""
        failed: list[Reason] = []
        for usual in self._usual_for(one):
            there = self.known.gone(usual.contact, one.institution)
            if there is not None:
                failed.append(there)
                continue
            instead = f"{called(usual.contact)} is the usual contact of {usual.institution.name}"
            reason = Reason("usual", f"{instead}, because {why[0].message}")
            told = (reason, *(one for one in why if one.code != "standing_in"))
            found = self._present(one, usual.contact, None, told, frozenset())
            if isinstance(found, Answer):
                return replace(found, usual_of=usual.institution)
            failed += found.reasons
        return Unanswered(one, tuple(dict.fromkeys((*why, *(reason for reason in failed if reason.code != "usual")))))

    def _usual_for(self, one: Coverage) -> Iterator[UsualContact]:
        """Yield who usually answers in that role for an institution, or for what it has become, the nearest first."""
        for institution in self.known.places.family(one.institution):
            for usual in self.known.usual.get(institution, ()):
                if usual.role == one.role and usual.language in {None, self.known.language}:
                    yield usual

    def _answer(
        self, one: Coverage, contact: PressContact, instead_of: PressContact | None, reasons: tuple[Reason, ...]
    ) -> Answer:
        place = one.institution
        emails = _distinct(email for email in contact.emails if self.known.is_current(email, contact, place))
        phones = _distinct(phone for phone in contact.phones if self.known.is_current(phone, contact, place))
        staff = tuple(
            staffing.person
            for staffing in self.known.staffing.get(contact.id, ())
            if not self.known.away(staffing.person, one.institution)
            and self.known.gone(staffing.person, one.institution) is None
        )
        more = () if emails or phones else (Reason("unreachable", f"nothing is known to reach {called(contact)} by"),)
        return Answer(
            contact,
            one.role,
            one.institution,
            one,
            emails,
            phones,
            (*reasons, *more),
            instead_of if instead_of is not contact else None,
            staff,
        )


def _away_reason(contact: PressContact, absence: Absence) -> Reason:
    until = f"until {absence.ends_on}" if absence.ends_on else "and nobody knows until when"
    return Reason("away", f"{called(contact)} is away {until}")


def _distinct(coordinates: Iterable[C]) -> tuple[C, ...]:
    """Leave out a coordinate that is there a second time, for another job."""
    first: dict[object, C] = {}
    for coordinate in coordinates:
        first.setdefault(coordinate.value, coordinate)
    return tuple(first.values())
