"""The checks, by the code of their rule: each says in words what is wrong, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from crm.models import CommuniqueStatus, ContactKind, IssuerRole
from crm.reading.printed_dates import printed_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.models import ContactEmail, ContactPhone, Issuer
    from crm.readiness.facts import Facts
    from crm.readiness.ruleset import Check

__all__ = ["CHECKS", "missing"]


def missing(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield that a field of the communiqué is empty."""
    name = figures["missing"]
    value = getattr(facts.communique, name)
    if value is None or not str(value).strip():
        yield f"it has no {name.replace('_', ' ')}"


def _no_contact(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    if not facts.coverages:
        yield "nobody is assigned to it"


def _unreachable(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    found = list(facts.answers)
    if found and not any(answer.emails or answer.phones for answer in found):
        yield "nobody who answers for it has a public address or number"


def _no_phone(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    found = list(facts.answers)
    if found and not any(answer.phones for answer in found):
        yield "nobody who answers for it has a public number"


def _left(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    reasons = [reason for answer in facts.answers for reason in answer.reasons]
    reasons += [reason for one in facts.answers.unanswered for reason in one.reasons]
    yield from dict.fromkeys(reason.message for reason in reasons if reason.code == "left")


def _nobody_available(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:
    first, last = (facts.on + dt.timedelta(days=days) for days in (-figures["days_before"], figures["days_after"]))
    for day in facts.around:
        if first <= day.on <= last and facts.coverages and not list(day):
            why = dict.fromkeys(reason.message for one in day.unanswered for reason in one.reasons)
            yield f"nobody is there on {day.on}: {'; '.join(why)}" if why else f"nobody is there on {day.on}"


def _only_desk(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    found = list(facts.answers)
    if found and all(answer.contact.kind == ContactKind.DESK and not answer.staff for answer in found):
        yield "only desks answer for it, and nobody is known to staff them"


def _issuer_without_contact(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    """Who is assigned and cannot answer on the day leaves an issuer without a contact, too."""
    if not facts.coverages:
        return
    names = [issuer.name for issuer in facts.uncovered]
    helped = {place.id for answer in facts.answers for place in (answer.institution, *answer.also_for) if place}
    issuing = {issuer.institution_id for issuer in _issuing(facts)}
    left = [group.institution for group in facts.answers.groups if group.institution and group.unanswered]
    names += [place.name for place in left if place.id in issuing - helped]
    for name in dict.fromkeys(names):
        yield f"nobody answers for {name}"


def _no_issuer(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    if not _issuing(facts):
        yield "no institution issues it"


def _issuing(facts: Facts) -> list[Issuer]:
    return [issuer for issuer in facts.issuers if issuer.role == IssuerRole.ISSUER]


def _no_boilerplate(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    language = facts.communique.language
    for issuer in _issuing(facts):
        held = [one for one in facts.boilerplates if one.institution_id == issuer.institution_id]
        if not any(_speaks(one.language, language) and _holds(one, facts.on) for one in held):
            yield f"{issuer.institution.name} has no boilerplate{f' in {language}' if language else ''}"


def _speaks(held: str | None, wanted: str | None) -> bool:
    return wanted is None or (held is not None and held.partition("-")[0] == wanted.partition("-")[0])


def _no_date(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    if facts.communique.dated_on is None and facts.communique.embargo_at is None:
        yield "it has no date"


def _wrong_weekday(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    day, text = facts.communique.dated_on, facts.communique.date_text
    weekdays = [printed.weekday for printed in printed_dates(text or "") if printed.weekday is not None]
    if day is not None and weekdays and day.weekday() not in weekdays:
        yield f"{text!r} names a weekday that {day} is not"


def _embargo_past(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    lifts, zone = facts.communique.embargo_at, facts.communique.embargo_zone
    is_out = facts.communique.status not in {CommuniqueStatus.DRAFT, CommuniqueStatus.EMBARGOED}
    if lifts is not None and zone is not None and lifts <= facts.at and not is_out:
        yield f"its embargo lifted on {lifts.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}"


def _embargo_incomplete(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    one = facts.communique
    if one.embargo_text is not None and one.embargo_at is None:
        yield f"{one.embargo_text!r} says no instant"


def _clock_change(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:
    lifts, zone = facts.communique.embargo_at, facts.communique.embargo_zone
    if lifts is None or zone is None or lifts <= facts.at:
        return
    for name in dict.fromkeys((zone, *figures["zones"])):
        day = _change_near(lifts, name, figures["days"])
        if day is not None:
            yield f"the clocks of {name} change on {day}"


def _change_near(moment: dt.datetime, zone: str, days: int) -> dt.date | None:
    """Return the day, at most so many days from `moment`, on which the clocks of a zone are put forward or back."""
    there = ZoneInfo(zone)
    first = moment.astimezone(there).date() - dt.timedelta(days=days)
    for number in range(2 * days + 1):
        day = first + dt.timedelta(days=number)
        noons = [dt.datetime.combine(day - dt.timedelta(days=ago), dt.time(12), there) for ago in (1, 0)]
        if noons[0].utcoffset() != noons[1].utcoffset():
            return day
    return None


def _unverified(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:
    oldest = facts.on - dt.timedelta(days=round(figures["months"] * 30.44))
    for answer in facts.answers:
        held: list[ContactEmail | ContactPhone] = [*answer.emails, *answer.phones]
        for coordinate in held:
            if coordinate.verified_on is None or coordinate.verified_on < oldest:
                last = coordinate.verified_on
                verified = f"was last verified on {last}" if last else "was never verified, as far as is known"
                yield f"{coordinate.value} of {answer.contact.name or 'the desk'} {verified}"


def _translation_differs(facts: Facts, figures: Mapping[str, Any]) -> Iterator[str]:  # noqa: ARG001
    if facts.differs:
        yield "another language version has other contacts"


def _holds(record: Any, day: dt.date) -> bool:
    return (record.starts_on is None or record.starts_on <= day) and (record.ends_on is None or day <= record.ends_on)


CHECKS: Final[Mapping[str, Check]] = {
    "contact.none": _no_contact,
    "contact.unreachable": _unreachable,
    "contact.no_phone": _no_phone,
    "contact.left": _left,
    "contact.nobody_available": _nobody_available,
    "contact.only_desk": _only_desk,
    "issuer.no_contact": _issuer_without_contact,
    "issuer.none": _no_issuer,
    "issuer.no_boilerplate": _no_boilerplate,
    "date.missing": _no_date,
    "date.contradicts_weekday": _wrong_weekday,
    "embargo.past": _embargo_past,
    "embargo.incomplete": _embargo_incomplete,
    "embargo.clock_change": _clock_change,
    "coordinate.unverified": _unverified,
    "translation.differs": _translation_differs,
}
