"""From what is known to who answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from crm.answers.answer import Answer, Answers, Group, Reason, Unanswered
from crm.answers.known import DEPTH, Known, called, name_on
from crm.models import ContactEmail, ContactPhone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.models import Absence, Communique, Coverage, Institution, PressContact

__all__ = ["who"]

C = TypeVar("C", ContactEmail, ContactPhone)


def who(session: Session, communique: Communique, *, on: dt.date | None = None) -> Answers:
    """Return who covers `communique` on that day, today by default, grouped by institution in issuer order.

    Nobody is named twice in the same role, and nobody whose work for the institution had ended, or not begun.
    """
    day = on or dt.datetime.now().astimezone().date()
    known = Known.of(session, communique, day)
    found = [_Deciding(known).answered(one) for one in known.coverages]
    issuers = [issuer.institution for issuer in known.issuers]
    return Answers(communique, day, tuple(_grouped(_once(found), issuers, day)))


# --- groups -----------------------------------------------------------------------------------------------------------


def _once(found: Sequence[Answer | Unanswered]) -> list[Answer | Unanswered]:
    """Name each contact once in a role: what else they answer for is said beside the first."""
    kept: dict[object, Answer | Unanswered] = {}
    for one in found:
        key = (one.contact.id, one.role) if isinstance(one, Answer) else one
        first = kept.get(key)
        kept[key] = _joined(first, one) if isinstance(first, Answer) and isinstance(one, Answer) else one
    return list(kept.values())


def _joined(first: Answer, second: Answer) -> Answer:
    others = [*first.also_for, *([second.institution] if second.institution else [])]
    return replace(
        first,
        emails=_distinct((*first.emails, *second.emails)),
        phones=_distinct((*first.phones, *second.phones)),
        reasons=tuple(dict.fromkeys((*first.reasons, *second.reasons))),
        also_for=tuple(dict.fromkeys(one for one in others if one is not first.institution)),
    )


def _grouped(found: Sequence[Answer | Unanswered], issuers: Sequence[Institution], day: dt.date) -> Iterator[Group]:
    order: dict[int | None, Institution | None] = {issuer.id: issuer for issuer in issuers}
    for one in found:
        order.setdefault(*_key(one))
    for key, institution in order.items():
        mine = [one for one in found if _key(one)[0] == key]
        yield Group(
            institution,
            None if institution is None else name_on(institution, day),
            tuple(one for one in mine if isinstance(one, Answer)),
            tuple(one for one in mine if isinstance(one, Unanswered)),
        )


def _key(one: Answer | Unanswered) -> tuple[int | None, Institution | None]:
    institution = one.institution if isinstance(one, Answer) else one.coverage.institution
    return None if institution is None else institution.id, institution


# --- one coverage -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Deciding:
    """The decision about one coverage."""

    known: Known

    def answered(self, one: Coverage) -> Answer | Unanswered:
        """Return who answers for a coverage, or why nobody does."""
        gone = self.known.gone(one.contact, one.institution)
        if gone is not None:
            return self._usually(one, gone)
        assigned = Reason("assigned", f"{called(one.contact)} is assigned to it")
        if one.standing_in_for is not None:
            assigned = Reason("standing_in", f"{called(one.contact)} stands in for {called(one.standing_in_for)}")
        return self._present(one, one.contact, one.standing_in_for, (assigned,), frozenset())

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
        if len(asked) < DEPTH:
            for absence in away:
                found = self._stand_in(one, absence, contact, told, asked | {contact.id})
                if isinstance(found, Answer):
                    return found
        return Unanswered(one, told)

    def _stand_in(
        self, one: Coverage, absence: Absence, contact: PressContact, told: tuple[Reason, ...], asked: frozenset[int]
    ) -> Answer | Unanswered | None:
        instead = absence.stand_in
        if instead is None or instead.id in asked or self.known.gone(instead, one.institution) is not None:
            return None
        reason = Reason("standing_in", f"{called(instead)} stands in for {called(contact)}")
        return self._present(one, instead, one.standing_in_for or contact, (reason, *told), asked)

    def _usually(self, one: Coverage, gone: Reason) -> Answer | Unanswered:
        """Return who usually answers for the institution of somebody who has left."""
        if one.institution_id is not None:
            for institution in self.known.family(one.institution):
                for usual in self.known.usual.get(institution, ()):
                    if usual.role == one.role and usual.language in {None, self.known.language}:
                        reason = Reason(
                            "usual", f"{called(usual.contact)} usually answers for {usual.institution.name}"
                        )
                        found = self._present(one, usual.contact, one.contact, (reason, gone), frozenset())
                        if isinstance(found, Answer) and self.known.gone(usual.contact, one.institution) is None:
                            return found
        return Unanswered(one, (gone,))

    def _answer(
        self, one: Coverage, contact: PressContact, instead_of: PressContact | None, reasons: tuple[Reason, ...]
    ) -> Answer:
        place = one.institution
        emails = _distinct(email for email in contact.emails if self.known.is_current(email, contact, place))
        phones = _distinct(phone for phone in contact.phones if self.known.is_current(phone, contact, place))
        staff = tuple(
            staffing.person
            for staffing in self.known.staffing.get(contact.id, ())
            if not self.known.away(staffing.person, one.institution) and self.known.gone(staffing.person, None) is None
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
