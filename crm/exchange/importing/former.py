"""What contacts were before: a list that says so is older than what is held, and undoes nothing.

A value that a record had and that was changed since, an address that was held and deleted since: what an older list
says again is a conflict and not news. What an import changed that was undone counts for nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from crm.exchange.importing.held import subject_of
from crm.exchange.importing.lookups import among
from crm.models import Change, ChangeAction, ImportRun, RunStatus
from crm.models.changes import RANGE
from crm.models.recorded import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.orm import Session

    from crm.exchange.importing.held import HeldContact, HeldCoordinate, HeldJob, Image, Place
    from crm.exchange.importing.known import Known

__all__ = ["Former"]

_GOING: Final = ("affiliation", "contact_email", "contact_phone")


class Former:
    """The former values of the contacts of a batch, fetched when the first of them matters."""

    def __init__(self, session: Session, *, as_of: dt.datetime | None = None) -> None:
        self._session = session
        self._dialect = session.get_bind().dialect.name
        self._as_of = as_of
        self._known: Known | None = None
        self._values: dict[Image, list[tuple[dict[str, Any], dt.datetime | None]]] = {}
        self._deleted: dict[int, set[tuple[str, Any]]] = {}
        self._looked = False

    def of(self, known: Known) -> Former:
        """Return the same, to be asked about those who are `known`."""
        self._known = known
        return self

    def note(self, image: Image, before: Mapping[str, Any]) -> None:
        """Remember what a row of this batch has changed."""
        self._values.setdefault(image, []).append(({name: plain(value) for name, value in before.items()}, None))

    def had(self, image: Image, field: str, value: Any) -> bool:
        """Return whether `image` had this value before, or was changed there after the day the list is of."""
        self._look()
        wanted = plain(value)
        for before, changed_at in self._values.get(image, ()):
            if field in before and (before[field] == wanted or self._is_later(changed_at)):
                return True
        return self._as_of is not None and image.id is not None and self._is_made_later(image)

    def had_coordinate(self, contact: HeldContact, kind: str, identity: str) -> bool:
        """Return whether `contact` was reached there before, and is not any more."""
        self._look()
        if contact.id is not None and (f"contact_{kind}", identity) in self._deleted.get(contact.id, ()):
            return True
        held = contact.emails if kind == "email" else contact.phones
        return any(
            _identity(f"contact_{kind}", before) == identity for one in held for before, _ in self._values.get(one, ())
        )

    def had_job(self, contact: HeldContact, place: Place) -> bool:
        """Return whether `contact` worked there, as it was said before, and is said to no more."""
        if place.id is None:
            return False
        self._look()
        if contact.id is not None and ("affiliation", place.id) in self._deleted.get(contact.id, ()):
            return True
        return any(
            before.get("institution_id") == place.id for job in contact.jobs for before, _ in self._values.get(job, ())
        )

    # -- statements --------------------------------------------------------------------------------------------------

    def _is_later(self, changed_at: dt.datetime | None) -> bool:
        return self._as_of is not None and changed_at is not None and changed_at > self._as_of

    def _is_made_later(self, image: Image) -> bool:
        key = image.id
        made = select(Change.changed_at).where(
            Change.subject == subject_of(image),
            Change.action == ChangeAction.CREATED,
            Change.subject_id <= key,
            Change.last_id.between(key, (key or 0) + RANGE),
        )
        return self._is_later(self._session.scalar(made))

    def _look(self) -> None:
        """Fetch all that a batch may ask, once."""
        if self._looked or self._known is None:
            return
        self._looked = True
        contacts = self._known.contacts.values()
        for subject, images in _by_subject(contacts).items():
            self._look_at(subject, images)
        if self._known.contacts:
            self._look_at_deleted()

    def _look_at(self, subject: str, images: dict[int, Image]) -> None:
        statement = (
            _standing(select(Change.last_id, Change.before, Change.changed_at))
            .where(Change.subject == subject, Change.action == ChangeAction.UPDATED)
            .where(among(self._dialect, Change.__table__.c.last_id, images.keys()))
            .order_by(Change.id)
        )
        for key, before, changed_at in self._session.execute(statement):
            self._values.setdefault(images[key], []).append((json.loads(before), changed_at))

    def _look_at_deleted(self) -> None:
        statement = _standing(select(Change.subject, Change.before)).where(
            Change.subject.in_(_GOING), Change.action == ChangeAction.DELETED
        )
        assert self._known is not None  # noqa: S101 - nobody looks before
        known = self._known.contacts
        for subject, text in self._session.execute(statement):
            before = json.loads(text)
            if before.get("contact_id") in known:
                key = before.get("institution_id") if subject == "affiliation" else _identity(subject, before)
                self._deleted.setdefault(before["contact_id"], set()).add((subject, key))


def _standing(statement: Any) -> Any:
    """Leave out what an import did that was undone."""
    return statement.outerjoin(ImportRun, ImportRun.id == Change.run_id).where(
        or_(Change.run_id.is_(None), ImportRun.status != RunStatus.UNDONE)
    )


def _by_subject(contacts: Iterable[HeldContact]) -> dict[str, dict[int, Image]]:
    found: dict[str, dict[int, Image]] = {}
    for contact in contacts:
        for image in _with_all(contact):
            if image.id is not None:
                found.setdefault(subject_of(image), {})[image.id] = image
    return found


def _with_all(contact: HeldContact) -> Iterator[HeldContact | HeldJob | HeldCoordinate]:
    yield contact
    yield from contact.jobs
    yield from contact.emails
    yield from contact.phones


def _identity(subject: str, before: Mapping[str, Any]) -> str | None:
    """Return what told apart the coordinate that `before` describes; None where its value is not among it."""
    if subject == "contact_email":
        key = before.get("address_key")
        return key or (f"\0{before['text']}" if "text" in before and "error_code" in before else None)
    number = before.get("e164")
    if number is None:
        return f"\0{before['text']}" if "text" in before and "error_code" in before else None
    extension = before.get("extension")
    return f"{number};ext={extension}" if extension else str(number)
