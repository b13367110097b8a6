"""A communiqué under embargo is stored under embargo, until its instant, whenever it is looked at again."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import func, select

from crm import coverage, history, publishing
from crm.base import utc_now
from crm.database import Database
from crm.ingest import ingest, ingest_many
from crm.models import Communique, CommuniqueStatus, CoverageSnapshot, StatusStep

TEXT = """\
{embargo}

COMMUNIQUÉ DE PRESSE

L'Université de Valmont ouvre ses serres

Brisecourt, le 9 mai 2025 – L'Université de Valmont ouvre ses serres au public, tous les dimanches.

CONTACTS PRESSE

Université de Valmont
Claire Fontanel
claire.fontanel@univ-valmont.example.org
01 99 00 99 99
"""
MAY = "SOUS EMBARGO JUSQU'AU 12 MAI 2025 À 20H00 (HEURE DE PARIS)"
EVE, LIFT, AFTER = (dt.date(2025, 5, number) for number in (11, 12, 13))


def release(embargo=MAY):
    return TEXT.format(embargo=embargo).encode()


def stored(session, today, embargo=MAY):
    return ingest(session, release(embargo), today=today)


def steps(session, one):
    return [
        (step.status_before, step.status_after, step.note) for step in session.scalars(publishing.steps_of(one)).all()
    ]


@pytest.mark.parametrize("today", [EVE, LIFT])
def test_it_is_under_embargo_until_its_day_has_passed(session, today):
    report = stored(session, today)
    one = report.communique
    assert (one.status, one.embargo_zone) == (CommuniqueStatus.EMBARGOED, "Europe/Paris")
    assert one.embargo_at == dt.datetime(2025, 5, 12, 18, tzinfo=dt.UTC)
    assert steps(session, one) == [("draft", "embargoed", "ingested")]
    assert ("embargo", "until 2025-05-12 20:00 Europe/Paris") in [(e.what, e.name) for e in report.having("added")]


def test_it_is_out_when_its_day_has_passed(session):
    one = stored(session, AFTER).communique
    assert one.status == CommuniqueStatus.PUBLISHED
    assert one.embargo_at == dt.datetime(2025, 5, 12, 18, tzinfo=dt.UTC)
    assert steps(session, one) == [("draft", "published", "ingested")]


def test_its_day_is_that_of_its_zone(session):
    """On the evening of the 12th in New York it is the 13th in Paris, and on Réunion."""
    embargo = "EMBARGO UNTIL 12 MAY 2025, 20:00 US EASTERN TIME"
    one = stored(session, AFTER, embargo).communique
    assert (one.status, one.embargo_zone) == (CommuniqueStatus.PUBLISHED, "America/New_York")
    assert one.embargo_at == dt.datetime(2025, 5, 13, 0, tzinfo=dt.UTC)


def test_by_the_clock_unless_a_day_is_given(session):
    year = dt.datetime.now(dt.UTC).year
    texts = [f"SOUS EMBARGO JUSQU'AU 12 MAI {year + number} À 20H00 (HEURE DE PARIS)" for number in (-1, 2)]
    found = [ingest(session, release(text)).communique.status for text in texts]
    # the second is the same release by its title and its day: what is known keeps its status
    assert found == [CommuniqueStatus.PUBLISHED] * 2
    later = release(texts[1]).replace(b"ses serres", b"ses vergers")
    assert ingest(session, later).communique.status == CommuniqueStatus.EMBARGOED


@pytest.mark.parametrize(
    ("embargo", "today", "status"),
    [
        # an hour that comes twice, and one that the clocks skip
        ("SOUS EMBARGO JUSQU'AU 26 OCTOBRE 2025 À 2H30 (HEURE DE PARIS)", EVE, "draft"),
        ("SOUS EMBARGO JUSQU'AU 30 MARS 2025 À 2H30 (HEURE DE PARIS)", dt.date(2025, 3, 1), "draft"),
        ("SOUS EMBARGO JUSQU'AU 26 OCTOBRE 2025 À 2H30 (HEURE DE PARIS)", dt.date(2025, 10, 27), "published"),
        # the name of winter time in summer
        ("EMBARGO: 12 MAY 2025, 20:00 EST", EVE, "draft"),
        ("EMBARGO: 12 MAY 2025, 20:00 EST", dt.date(2025, 5, 14), "published"),
        # an embargo that says no instant: out when the day of the release has passed
        ("SOUS EMBARGO JUSQU'À LUNDI", dt.date(2025, 5, 9), "draft"),
        ("SOUS EMBARGO JUSQU'À LUNDI", dt.date(2025, 5, 10), "published"),
    ],
)
def test_what_nobody_could_tell_stays_a_draft_until_somebody_says(session, embargo, today, status):
    report = stored(session, today, embargo)
    assert report.communique.status == status
    unsure = [entry for entry in report.having("unsure") if entry.what == "embargo"]
    assert [entry.note for entry in unsure] == (["stored as a draft: say until when"] if status == "draft" else [])
    assert len(steps(session, report.communique)) == (status != "draft")


def test_a_release_without_an_embargo_is_out(session):
    assert stored(session, dt.date(2025, 5, 1), "").communique.status == CommuniqueStatus.PUBLISHED


def test_the_second_time_changes_nothing_even_after_the_lift(session):
    one = stored(session, EVE).communique
    again = stored(session, AFTER)
    assert (again.outcome, again.communique, one.status) == ("unchanged", one, CommuniqueStatus.EMBARGOED)
    assert session.scalar(select(func.count()).select_from(StatusStep)) == 1


def test_another_document_of_it_changes_no_status(session):
    one = stored(session, EVE).communique
    again = ingest(session, release() + b"\n", today=AFTER)
    assert (again.outcome, again.communique, one.status) == ("recognised", one, CommuniqueStatus.EMBARGOED)


def test_what_the_document_printed_is_what_is_printed_when_it_goes_out(session):
    """The document is out with the journalists: its contacts are printed, and going out prints them no second time."""
    one = stored(session, EVE).communique
    [before] = session.scalars(select(CoverageSnapshot)).all()
    printed = (before.name, before.text, before.frozen_at, [one.value for one in before.coordinates])
    [covering] = session.scalars(coverage.of(one)).all()
    covering.contact.phones[0].value = "+33199001111"
    assert publishing.publish(session, one, utc_now()) == []
    [after] = session.scalars(select(CoverageSnapshot)).all()
    assert (after.name, after.text, after.frozen_at, [one.value for one in after.coordinates]) == printed
    assert [step[1] for step in steps(session, one)] == ["embargoed", "published"]


def test_who_took_it_in_is_said_where_it_is_known(session):
    with history.by(session, "Zoé Quint"):
        one = stored(session, EVE).communique
    [step] = session.scalars(publishing.steps_of(one)).all()
    assert step.stepped_by == "Zoé Quint"


def test_the_files_of_a_folder_are_taken_in_as_of_the_day(migrated_url, tmp_path):
    (tmp_path / "serres.txt").write_bytes(release())
    with Database.open(migrated_url) as database:
        for today, outcome in ((EVE, "added"), (AFTER, "unchanged")):
            [report] = ingest_many(database, [tmp_path], today=today)
            assert report.outcome == outcome
        with database.session() as session:
            assert session.scalars(select(Communique.status)).all() == [CommuniqueStatus.EMBARGOED]


def test_the_command_says_until_when(crm, migrated_url, tmp_path):
    year = dt.datetime.now(dt.UTC).year + 2
    path = tmp_path / "serres.txt"
    path.write_bytes(release(f"SOUS EMBARGO JUSQU'AU 12 MAI {year} À 20H00 (HEURE DE PARIS)"))
    status, out, err = crm("ingest", path, "--db", migrated_url)
    assert (status, err) == (0, "")
    assert f"  + embargo until {year}-05-12 20:00 Europe/Paris\n" in out
    status, out, _ = crm("ingest", path, "--db", migrated_url, "--json")
    assert (status, json.loads(out)["files"][0]["outcome"]) == (0, "unchanged")
