"""Whatever way something is written, the history says what was there before and what came instead."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import builders
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Insert,
    Integer,
    Text,
    bindparam,
    cast,
    create_engine,
    delete,
    event,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from crm import history
from crm.database import configure
from crm.errors import SnapshotFrozen, Unrecordable
from crm.models import (
    Affiliation,
    Boilerplate,
    Change,
    ChangeAction,
    Communique,
    ContactEmail,
    ContactPhone,
    Coverage,
    CoverageSnapshot,
    Document,
    Institution,
    InstitutionName,
    PressContact,
    PrintedCoordinate,
    recording,
)
from crm.models.recorded import RECORDED, key_of, subject_of

Rows = dict[tuple[str, int], dict[str, Any]]
TABLE = PressContact.__table__


def everything(session: Session) -> Rows:
    """Return every row of every recorded table, past the objects that the session holds."""
    session.flush()
    return {
        (subject_of(table), row[key_of(table).key]): dict(row)
        for table in RECORDED.values()
        for row in session.execute(select(table)).mappings()
    }


def last_change(session: Session) -> int:
    session.flush()
    return session.scalar(select(func.max(Change.id))) or 0


def taken_back(now: Rows, changes: list[Change]) -> Rows:
    """Return what was there before `changes`, told from nothing but them."""
    then = {place: dict(row) for place, row in now.items()}
    for change in reversed(changes):
        before, after = history.values(change)
        places = [(change.subject, number) for number in range(change.subject_id, change.last_id + 1)]
        for place in places:
            if change.action == ChangeAction.CREATED:
                assert then.pop(place) is not None
            elif change.action == ChangeAction.DELETED:
                assert place not in then
                then[place] = before
            else:
                assert {name: then[place][name] for name in after} == after
                assert all(before[name] != after[name] for name in after)
                then[place].update(before)
    return then


def of_types(rows: Rows) -> list[Any]:
    """Return rows with the types of their values, to be compared to the letter."""
    return [
        (place, [(name, type(row[name]), row[name]) for name in sorted(row)]) for place, row in sorted(rows.items())
    ]


def check(session: Session, write: Callable[[Session], object]) -> list[Change]:
    """Write, and return the changes recorded, having seen that they tell exactly what was there before."""
    before, last = everything(session), last_change(session)
    write(session)
    now = everything(session)
    session.expire_all()
    changes = list(session.scalars(select(Change).where(Change.id > last).order_by(Change.id)))
    assert of_types(taken_back(now, changes)) == of_types(before)
    touched = {(one.subject, number) for one in changes for number in range(one.subject_id, one.last_id + 1)}
    assert touched == {place for place in {*before, *now} if before.get(place) != now.get(place)}
    return changes


@pytest.fixture
def house(session: Session) -> Institution:
    """A house with everything in it: two contacts with jobs and coordinates, a communiqué, a boilerplate, a parent."""
    parent = builders.institution(session, "Région Orvane", country="FR")
    builders.institution(session, "Éphémère", boilerplates=[Boilerplate(text="Un temps")])
    house = builders.institution(session, city="Valmont", website="https://valmont.example.org")
    session.add(Boilerplate(institution=house, text="Depuis 1970…", language="fr", starts_on=dt.date(2020, 1, 1)))
    for name in ("Anne Valmont", "Basile Orvane"):
        first = name.split()[0].lower()
        builders.contact(session, name, emails=(f"{first}@example.org",), phones=("+33199001234",), at=house)
    release = builders.communique(
        session,
        "Une alliance",
        house,
        parent,
        language="fr",
        embargo_at=dt.datetime(2025, 1, 17, 20, tzinfo=dt.UTC),
        embargo_zone="Europe/Paris",
    )
    anne = contacts(session)[0]
    session.add(Coverage(communique=release, contact=anne, institution=house))
    session.flush()
    return house


def contacts(session: Session) -> list[PressContact]:
    return list(session.scalars(select(PressContact).order_by(PressContact.id)))


def people(*names: str) -> list[dict[str, Any]]:
    return [{"printed_name": name} for name in names]


def from_select(session: Session) -> None:
    names = select(InstitutionName.institution_id, literal("alias"), literal("Valmont"), literal("valmont"))
    session.execute(insert(InstitutionName).from_select(["institution_id", "kind", "text", "key"], names))


def upsert(session: Session) -> Callable[..., Any]:
    return sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert


def nothing_twice(session: Session) -> None:
    known = {"id": contacts(session)[0].id, "printed_name": "Someone Else"}
    session.execute(upsert(session)(TABLE).on_conflict_do_nothing(), [known, {"id": 900_000, "printed_name": "New"}])


INSERTS: dict[str, Callable[[Session], object]] = {
    "flush one": lambda s: s.add(PressContact(name="Clara Nivet")),
    "flush many": lambda s: s.add_all([PressContact(name=f"Clara {name}") for name in ("Nivet", "Orvane", "Aubrac")]),
    "flush a tree": lambda s: s.add(
        PressContact(
            name="Clara Nivet", emails=[ContactEmail(value="c@example.org"), ContactEmail(value="d@example.org")]
        )
    ),
    "merge": lambda s: s.merge(PressContact(id=800_000, name="Clara Nivet")),
    "orm insert": lambda s: s.execute(insert(PressContact).values(name="Clara Nivet")),
    "orm insert of a list": lambda s: s.execute(insert(PressContact), people("A B", "C D", "E F")),
    "orm insert returning": lambda s: s.scalars(
        insert(PressContact).returning(PressContact), people("A B", "C D")
    ).all(),
    "core insert": lambda s: s.execute(insert(TABLE).values(printed_name="Clara Nivet")),
    "core insert of a list": lambda s: s.execute(insert(TABLE), people("A B", "C D", "E F")),
    "core insert of values": lambda s: s.execute(insert(TABLE).values(people("A B", "C D", "E F"))),
    "core insert returning": lambda s: s.execute(insert(TABLE).returning(TABLE.c.uid, TABLE.c.id), people("A B")).all(),
    "core insert with keys": lambda s: s.execute(
        insert(TABLE), [{"id": 700_000, "printed_name": "A B"}, {"id": 700_005, "printed_name": "C D"}]
    ),
    "from select": from_select,
    "on conflict do nothing": nothing_twice,
    "on a connection": lambda s: s.connection().execute(insert(TABLE), people("A B", "C D")),
    "bulk_save_objects": lambda s: s.bulk_save_objects([PressContact(name="A B"), PressContact(name="C D")]),
    "bulk_insert_mappings": lambda s: s.bulk_insert_mappings(PressContact, people("A B", "C D")),
    "nothing at all": lambda s: s.execute(
        insert(InstitutionName).from_select(["text"], select(literal("x")).where(False))
    ),
}


def rename(session: Session) -> None:
    session.scalars(select(Institution)).first().name = "Université nouvelle"


def swap(session: Session) -> None:
    """Change columns of every kind on one object."""
    communique = session.scalars(select(Communique)).one()
    communique.title, communique.language, communique.dated_on = "Autre", "en", dt.date(2024, 2, 29)
    communique.embargo_at += dt.timedelta(hours=1)
    communique.status = "published"


def reorder(session: Session) -> None:
    anne = contacts(session)[0]
    anne.emails.insert(0, ContactEmail(value="first@example.org"))
    session.flush()


def orphan(session: Session) -> None:
    anne = contacts(session)[0]
    anne.emails.clear()
    session.flush()


def stale(session: Session) -> None:
    """Change what somebody else has changed behind the back of the session."""
    anne = contacts(session)[0]
    session.execute(text("UPDATE crm_contact SET language = 'de'"))
    anne.language = "fr"


def each_by_key(session: Session) -> list[dict[str, Any]]:
    return [{"id": one.id, "language": "en"} for one in contacts(session)]


def with_parameters(session: Session) -> None:
    statement = update(TABLE).where(TABLE.c.printed_name == bindparam("who")).values(language=bindparam("tag"))
    session.connection().execute(statement, [{"who": one.name.printed, "tag": "nl"} for one in contacts(session)])


UPDATES: dict[str, Callable[[Session], object]] = {
    "attribute": lambda s: setattr(contacts(s)[0], "language", "fr"),
    "attributes of every kind": swap,
    "a composite": lambda s: setattr(contacts(s)[0], "name", "Anne d'Almery"),
    "no change": lambda s: setattr(contacts(s)[0], "language", None),
    "an expression": lambda s: setattr(s.scalars(select(ContactEmail)).first(), "position", ContactEmail.position + 3),
    "what a listener writes": rename,
    "reorder": reorder,
    "orm update": lambda s: s.execute(
        update(PressContact).where(PressContact.language.is_(None)).values(language="es")
    ),
    "orm update of a composite": lambda s: s.execute(update(PressContact).values(name="Anne Orvane")),
    "orm update by keys": lambda s: s.execute(update(PressContact), each_by_key(s)),
    "orm update returning": lambda s: s.scalars(
        update(PressContact).values(language="it").returning(PressContact)
    ).all(),
    "core update": lambda s: s.execute(update(TABLE).values(title=TABLE.c.printed_name)),
    "core update from": lambda s: s.execute(
        update(TABLE).where(TABLE.c.id == ContactEmail.contact_id).values(title=ContactEmail.text)
    ),
    "core update of a list": with_parameters,
    "of nothing": lambda s: s.execute(update(TABLE).where(TABLE.c.id < 0).values(language="fr")),
    "bulk_update_mappings": lambda s: s.bulk_update_mappings(PressContact, each_by_key(s)),
}


def tree(session: Session) -> None:
    """Delete what has names and boilerplates, which the database deletes with it."""
    for house in session.scalars(select(Institution).where(Institution.name == "Éphémère")):
        session.delete(house)


def one_by_one(session: Session) -> None:
    numbers = [{"number": one.id} for one in session.scalars(select(ContactPhone))]
    session.connection().execute(delete(ContactPhone).where(ContactPhone.id == bindparam("number")), numbers)


DELETES: dict[str, Callable[[Session], object]] = {
    "session.delete": lambda s: s.delete(contacts(s)[1]),
    "an orphan": orphan,
    "a tree": tree,
    "orm delete": lambda s: s.execute(delete(PressContact).where(PressContact.printed_name == "Basile Orvane")),
    "core delete": lambda s: s.execute(delete(TABLE).where(TABLE.c.printed_name.like("Bas%"))),
    "core delete of a list": one_by_one,
    "a job with its coordinates": lambda s: s.execute(delete(Affiliation)),
    "orm delete returning": lambda s: s.scalars(delete(ContactEmail).returning(ContactEmail.id)).all(),
    "of nothing": lambda s: s.execute(delete(TABLE).where(TABLE.c.id < 0)),
}


class TestEveryWayOfWriting:
    @pytest.mark.parametrize("way", INSERTS)
    def test_insert(self, session, house, way):
        changes = check(session, INSERTS[way])
        assert {one.action for one in changes} <= {ChangeAction.CREATED}
        assert bool(changes) == (way != "nothing at all")

    @pytest.mark.parametrize("way", UPDATES)
    def test_update(self, session, house, way):
        changes = check(session, UPDATES[way])
        actions = {one.action for one in changes}
        created = {ChangeAction.CREATED} if way in ("what a listener writes", "reorder") else set()
        assert actions == created | (set() if way in ("no change", "of nothing") else {ChangeAction.UPDATED})

    @pytest.mark.parametrize("way", DELETES)
    def test_delete(self, session, house, way):
        changes = check(session, DELETES[way])
        assert (ChangeAction.DELETED in {one.action for one in changes}) == (way != "of nothing")

    def test_what_somebody_else_wrote_meanwhile_is_what_stood_there_before(self, session, house):
        last = last_change(session)
        stale(session)
        session.flush()
        change = session.scalars(select(Change).where(Change.id > last)).one()
        assert history.values(change) == ({"language": "de"}, {"language": "fr"})

    def test_thousands_at_once(self, session):
        made = check(session, lambda s: s.execute(insert(TABLE), people(*(f"Anne {number}" for number in range(2600)))))
        assert [one.last_id - one.subject_id for one in made] == [999, 999, 599]
        assert len(check(session, lambda s: s.execute(update(TABLE).values(language="fr")))) == 2600
        assert len(check(session, lambda s: s.execute(delete(TABLE)))) == 2600


class TestWhatIsNotRecorded:
    def test_documents_and_the_history_itself(self, session):
        def write(session: Session) -> None:
            session.add(Document(sha256="0" * 64, name="a.txt", text="x"))

        assert check(session, write) == []

    def test_a_loader_that_keeps_its_own_history(self, session):
        last = last_change(session)
        session.execute(insert(TABLE), people("A B", "C D"), execution_options=history.OWN)
        assert last_change(session) == last
        numbers = [one.id for one in contacts(session)]
        history.record_created(session, PressContact, numbers)
        history.record_updated(session, PressContact, [(numbers[0], {"language": None}, {"language": "fr"})])
        made, changed = session.scalars(select(Change).where(Change.id > last).order_by(Change.id))
        assert (made.subject_id, made.last_id) == (numbers[0], numbers[1])
        assert history.values(changed) == ({"language": None}, {"language": "fr"})

    def test_a_flush_of_others_costs_no_statement(self, engine):
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE visit (id INTEGER PRIMARY KEY)"))
        with Session(engine) as session, counting(engine) as statements:
            session.execute(text("INSERT INTO visit VALUES (1)"))
            session.scalars(select(Institution)).all()
            session.commit()
        assert [one for one in statements if "crm_change" in one] == []

    def test_a_flush_costs_one_statement_more(self, engine):
        with Session(engine) as session:
            builders.contact(session, "Anne Valmont")
            with counting(engine) as statements:
                house = Institution(name="Éphémère", boilerplates=[Boilerplate(text="x"), Boilerplate(text="y")])
                session.add_all([house, PressContact(name="Clara Nivet"), PressContact(name="Denis Nivet")])
                session.flush()
        written = [one for one in statements if one.startswith("INSERT INTO crm_change")]
        assert len(written) == 1
        assert len(statements) == len([one for one in statements if one.startswith("INSERT")])


class counting:  # noqa: N801
    """The statements that an engine executes meanwhile."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.seen: list[str] = []

    def _see(self, *given: Any) -> None:
        self.seen.append(given[2])

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._see)
        return self.seen

    def __exit__(self, *raised: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._see)


class TestRefused:
    def test_an_insert_that_updates(self, session, house):
        made = upsert(session)(TABLE).values(id=contacts(session)[0].id, printed_name="X")
        with pytest.raises(Unrecordable):
            session.execute(made.on_conflict_do_update(index_elements=["id"], set_={"printed_name": "X"}))

    def test_an_insert_that_replaces(self, session):
        with pytest.raises(Unrecordable):
            session.execute(insert(TABLE).prefix_with("OR REPLACE").values(printed_name="X"))

    def test_a_row_that_is_returned_without_its_key(self, session):
        with pytest.raises(Unrecordable) as refused, session.begin_nested():
            session.execute(insert(TABLE).values(printed_name="X").returning(TABLE.c.uid))
        assert "id" in refused.value.hint

    def test_a_new_key(self, session, house):
        with pytest.raises(Unrecordable):
            session.execute(update(TABLE).values(id=TABLE.c.id + 1000))

    @pytest.mark.parametrize("model", [CoverageSnapshot, PrintedCoordinate])
    @pytest.mark.parametrize("statement", [update, delete])
    @pytest.mark.parametrize("options", [{}, history.OWN])
    def test_what_was_printed_cannot_be_changed_in_bulk(self, session, model, statement, options):
        made = statement(model)
        if statement is update:
            made = made.values(coverage_id=1)
        with pytest.raises(SnapshotFrozen):
            session.execute(made, execution_options=options)
        with pytest.raises(SnapshotFrozen):
            session.connection().execute(made, execution_options=options)


class TestTransactions:
    def test_what_is_rolled_back_was_never_recorded(self, engine):
        with Session(engine) as session:
            builders.contact(session)
            session.execute(update(TABLE).values(language="fr"))
            session.rollback()
            assert last_change(session) == 0

    def test_nor_what_a_savepoint_takes_back(self, session, house):
        def write(session: Session) -> None:
            session.add(PressContact(name="Clara Nivet"))
            session.flush()
            inner = session.begin_nested()
            session.execute(update(TABLE).values(language="fr"))
            session.add(PressContact(name="Denis Nivet"))
            session.flush()
            inner.rollback()
            session.execute(update(TABLE).values(language="it"))

        assert len(check(session, write)) == 4

    def test_nor_a_statement_or_a_flush_that_fails(self, session, house):
        known = contacts(session)[0].id

        def write(session: Session) -> None:
            for statement in (insert(TABLE).values(id=known, printed_name="X"), delete(Institution)):
                with pytest.raises(IntegrityError), session.begin_nested():
                    session.execute(statement)
            with pytest.raises(IntegrityError), session.begin_nested():
                session.add_all([PressContact(name="Clara Nivet"), Affiliation(contact_id=known, institution_id=-1)])
                session.flush()
            session.bulk_insert_mappings(PressContact, people("A B"))

        assert len(check(session, write)) == 1

    def test_what_a_session_holds_may_be_old(self, engine):
        with Session(engine, expire_on_commit=False) as first:
            anne = builders.contact(first)
            first.commit()
            with Session(engine) as second:
                second.get_one(PressContact, anne.id).language = "de"
                second.commit()
            anne.language = "fr"
            first.commit()
            told = [history.values(one) for one in first.scalars(history.of(anne))]
        assert told == [
            (None, None),
            ({"language": None}, {"language": "de"}),
            ({"language": "de"}, {"language": "fr"}),
        ]

    def test_writers_at_the_same_time(self, engine):
        with Session(engine) as session:
            number = builders.contact(session, title="0").id
            session.commit()

        def write(_: int) -> None:
            for _ in range(10):
                with Session(engine) as session:
                    session.execute(
                        update(PressContact).values(title=cast(cast(PressContact.title, Integer) + 1, Text))
                    )
                    session.commit()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(4)))
        with Session(engine) as session:
            changes = session.scalars(history.of((PressContact, number))).all()[1:]
            steps = [(history.values(one)[0]["title"], history.values(one)[1]["title"]) for one in changes]
        assert steps == [(str(step), str(step + 1)) for step in range(40)]

    def test_an_async_session(self, migrated_url):
        async def use() -> list[Any]:
            engine = create_async_engine(migrated_url.replace("sqlite:", "sqlite+aiosqlite:"))
            configure(engine.sync_engine)
            try:
                async with AsyncSession(engine, expire_on_commit=False) as session:
                    session.info["crm_by"] = "zoe@example.org"
                    anne = PressContact(name="Anne Valmont")
                    session.add(anne)
                    await session.commit()
                    anne.language = "fr"
                    await session.commit()
                    await session.execute(update(PressContact).values(language="en"))
                    await session.execute(insert(PressContact), people("A B", "C D"))
                    await session.delete(anne)
                    await session.commit()
                    found = await session.scalars(select(Change).order_by(Change.id))
                    return [(one.action.value, one.subject_id, one.last_id, one.changed_by) for one in found]
            finally:
                await engine.dispose()

        by = "zoe@example.org"
        expected = [("created", 1, 1), ("updated", 1, 1), ("updated", 1, 1), ("created", 2, 3), ("deleted", 1, 1)]
        assert asyncio.run(use()) == [(*one, by) for one in expected]

    def test_an_engine_of_somebody_else(self, migrated_url):
        engine = configure(create_engine(migrated_url))
        with engine.connect().execution_options(crm_by="zoe@example.org") as connection:
            connection.execute(insert(TABLE), people("A B", "C D"))
            connection.commit()
            told = connection.execute(select(Change.subject_id, Change.last_id, Change.changed_by)).all()
        engine.dispose()
        assert told == [(1, 2, "zoe@example.org")]

    def test_listening_twice_records_once(self, session):
        recording.keep_history()
        assert len(check(session, lambda s: s.add(PressContact(name="Clara Nivet")))) == 1

    def test_the_rows_of_whoever_asked_for_them_are_still_theirs(self, session):
        made: Insert = insert(TABLE).returning(TABLE.c.id, TABLE.c.printed_name)
        result = session.execute(made, people("A B", "C D", "E F"))
        assert [name for _, name in result] == ["A B", "C D", "E F"]
        assert session.execute(insert(TABLE).values(printed_name="X Y").returning(TABLE.c.id)).scalar_one() > 0
        assert session.execute(insert(TABLE).values(people("A B", "C D"))).rowcount == 2


# --- any sequence of writes, in any ways ------------------------------------------------------------------------------

WAYS = {**INSERTS, **UPDATES, **DELETES}


def write_some(session: Session, way: str) -> None:
    """Write, with somebody there to write about; what the database refuses has not happened."""
    for model in (ContactEmail, ContactPhone):
        if session.scalar(select(func.count(model.contact_id.distinct()))) < 2:
            builders.contact(session, "Clara Nivet", emails=("clara@example.org",), phones=("+33199005678",))
            builders.contact(session, "Denis Nivet", emails=("denis@example.org",), phones=("+33199005679",))
    with session.begin_nested() as inner:
        try:
            WAYS[way](session)
            session.flush()
        except IntegrityError:
            inner.rollback()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=6))
def test_every_day_is_remembered(session, house, monkeypatch, ways):
    moments = (dt.datetime(2030, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=n) for n in range(10**6))
    monkeypatch.setattr(recording, "utc_now", lambda: next(moments))
    with session.begin_nested() as outer:
        known: list[tuple[dt.datetime, Rows]] = [(next(moments), everything(session))]
        for way in ways:
            write_some(session, way)
            session.expire_all()
            known.append((next(moments), everything(session)))
        places = {place for _, rows in known for place in rows}
        models = {subject_of(mapper.local_table): mapper.class_ for mapper in PressContact.registry.mappers}
        for moment, rows in known:
            for subject, number in places:
                assert history.as_of(session, (models[subject], number), moment) == rows.get((subject, number))
        outer.rollback()
    session.expire_all()
