"""What a contact block says: the answers of a day in the words of a language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.blocks.block import Block, Group, Printed
from crm.blocks.wording import Wording, academic, one_line
from crm.models import ContactKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from crm.answers import Answer, Answers
    from crm.models import Affiliation, PressContact

__all__ = ["block_of", "content_of"]


def content_of(
    found: Answers, language: str, *, region: str = "FR", no_break: bool = False, narrow: bool = False
) -> Block:
    """Return what the contact block of these answers says in `language`; numbers of `region` as at home.

    `no_break` and `narrow` are those of `crm.blocks.Wording`. Somebody whom nothing is known to reach by is left out,
    and named in `left_out`.

    Raises:
        InvalidChoice: there are no words for the language.
        InvalidCountry: the region is no country.
    """
    wording = Wording(language, region, no_break, narrow)
    return block_of(
        [
            Group(
                None if group.name is None else one_line(group.name),
                tuple(_printed(one, wording, found.on) for one in group.answers),
            )
            for group in found.groups
        ],
        wording,
    )


def block_of(groups: Iterable[Group], wording: Wording) -> Block:
    """Return the block of these groups: without who cannot be reached, and without the groups this leaves empty."""
    all_groups = list(groups)
    left_out = [one.name for group in all_groups for one in group.contacts if not _is_reachable(one)]
    kept = [replace(group, contacts=_once(filter(_is_reachable, group.contacts))) for group in all_groups]
    shown = tuple(group for group in kept if group.contacts)
    many = sum(len(group.contacts) for group in shown) > 1
    heading = wording.say["heading_many" if many else "heading_one"]
    return Block(wording.language, heading, shown, wording.say, tuple(dict.fromkeys(left_out)))


def _is_reachable(one: Printed) -> bool:
    return bool(one.emails or one.phones)


def _once(contacts: Iterable[Printed]) -> tuple[Printed, ...]:
    """Name once, with both roles, who answers in two roles for the same institution."""
    kept: dict[Printed, Printed] = {}
    for one in contacts:
        same = replace(one, role=None)
        roles = dict.fromkeys(filter(None, (kept[same].role if same in kept else None, one.role)))
        kept[same] = replace(one, role=", ".join(roles) or None)
    return tuple(kept.values())


def _printed(one: Answer, wording: Wording, day: dt.date) -> Printed:
    absent = one.standing_in_for
    return Printed(
        _name(one.contact, wording),
        _role(one, wording, day),
        tuple(str(email.value) for email in one.emails if email.value is not None),
        tuple(wording.phone(phone.value) for phone in one.phones if phone.value is not None),
        None if absent is None else _standing_in(absent, wording),
        wording.also_for([one_line(other.name) for other in one.also_for]),
        wording.staffed_by([_name(person, wording) for person in one.staff]),
    )


def _standing_in(absent: PressContact, wording: Wording) -> str:
    return wording.standing_in(_name(absent, wording), is_desk=absent.kind == ContactKind.DESK)


def _name(contact: PressContact, wording: Wording) -> str:
    """Return the name; of a person with titles and without the civility, which no two languages write alike."""
    name = contact.name
    if name is None:
        return wording.say["desk"]
    if contact.kind == ContactKind.DESK or not (name.given and name.family):
        return one_line(name.printed)
    return one_line(" ".join(part for part in (academic(name.title), name.given, name.family, name.suffix) if part))


def _role(one: Answer, wording: Wording, day: dt.date) -> str | None:
    """Return the role of the job they do there on that day, as printed, else the words for what they answer for.

    The name of a desk says what it is for.
    """
    if one.contact.kind == ContactKind.DESK:
        return None
    job = _job(one, [job for job in one.contact.affiliations if _holds(job, day)])
    printed = one_line(job.role or "") if job is not None else ""
    return printed or wording.role(one.role)


def _job(one: Answer, jobs: Sequence[Affiliation]) -> Affiliation | None:
    """Return the job at the institution, or at what it has become; whoever stands in from outside has none there."""
    if one.institution is not None:
        there = [job for job in jobs if job.institution_id == one.institution.id]
        if there or one.standing_in_for is not None:
            return next((job for job in there if job.role), None)
    return jobs[0] if len(jobs) == 1 else None


def _holds(job: Affiliation, day: dt.date) -> bool:
    return (job.starts_on is None or job.starts_on <= day) and (job.ends_on is None or day <= job.ends_on)
