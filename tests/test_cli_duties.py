"""The commands about who is there, who takes over, what is missing, and what goes out."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from builders import communique, contact, institution
from sqlalchemy import select

from crm import coverage, publishing
from crm.database import Database
from crm.models import Communique, Institution

VALMONT = "Université de Valmont"


@pytest.fixture
def office(migrated_url):
    """A university with two press officers, a desk, and one communiqué that Anne answers for."""
    with Database.open(migrated_url) as database, database.begin() as session:
        valmont = institution(session)
        anne = contact(session, "Anne Valmont", phones=("+33199001234",), at=valmont)
        contact(session, "Paul Martel", phones=("+33199001235",), at=valmont)
        contact(session, "Service de presse", kind="desk", emails=("presse@example.org",), at=valmont)
        one = communique(session, "Une alliance", valmont, language="fr", dated_on=None)
        coverage.assign(session, one, anne, on_behalf_of=valmont)
    return migrated_url


@pytest.fixture
def run(crm, office):
    """Run a command on the office; its output must be what the status says."""

    def call(*words, status=0):
        left, out, err = crm(*words, "--db", office)
        assert left == status, (out, err)
        return out if status != 2 else err

    return call


def answered(run, day):
    return [one["name"] for one in json.loads(run("who", "alliance", "--on", day, "--json"))["contacts"]]


class TestAway:
    def test_a_stand_in_answers(self, run):
        said = run(
            "away", "Anne", "--from", "2025-03-01", "--to", "2025-03-09", "--stand-in", "Paul", "--note", "congés"
        )
        assert said == "1 Anne Valmont is away from 2025-03-01 to 2025-03-09; Paul Martel stands in\n"
        assert [answered(run, f"2025-03-{day}") for day in ("01", "09", "10")] == [
            ["Paul Martel"],
            ["Paul Martel"],
            ["Anne Valmont"],
        ]
        shown = run("who", "alliance", "--on", "2025-03-02")
        assert "  Paul Martel stands in for Anne Valmont\n  Anne Valmont is away until 2025-03-09" in shown

    def test_nobody_answers_and_why(self, run):
        run("away", "Anne", "--from", "2025-03-01")
        shown = run("who", "alliance", "--on", "2025-03-02")
        assert "nobody covers it" in shown
        assert "nobody answers for Université de Valmont: Anne Valmont is away and nobody knows until when" in shown
        found = json.loads(run("who", "alliance", "--on", "2025-03-02", "--json"))
        assert found["contacts"] == []
        assert [reason["code"] for reason in found["unanswered"][0]["reasons"]] == ["away"]
        assert [(one["name"], one["contacts"]) for one in found["institutions"]] == [("Université de Valmont", [])]

    def test_absences_are_listed(self, run):
        assert run("absences") == "nobody is away\n"
        run("away", "Anne", "--from", "2025-03-01", "--to", "2025-03-09", "--stand-in", "Paul", "--for", VALMONT)
        assert "Anne Valmont   2025-03-01   2025-03-09   Paul Martel   Université de Valmont" in run("absences", "Anne")
        assert json.loads(run("absences", "--on", "2025-04-01", "--json")) == []
        assert json.loads(run("absences", "--on", "2025-03-09", "--json"))[0]["name"] == "Anne Valmont"

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (("Anne", "--from", "2025-03-09", "--to", "2025-03-01"), "[period.reversed]"),
            (("Anne", "--from", "2025-03-01", "--stand-in", "Anne"), "[coverage."),
            (("Nobody", "--from", "2025-03-01"), "[record.not_found]"),
            (("Anne", "--from", "soon"), "soon"),
            (("Anne",), "--from"),
        ],
    )
    def test_nonsense_is_refused(self, run, words, why):
        assert why in run("away", *words, status=2)
        assert run("absences") == "nobody is away\n"


class TestDesksAndUsualContacts:
    def test_a_desk_is_staffed(self, run):
        assert "nobody is known to staff" in run("staff", "Service de presse")
        assert (
            run("staff", "Service de presse", "Paul", "--from", "2025-01-01")
            == "2 Paul Martel staffs 3 Service de presse\n"
        )
        assert "2 Paul Martel   2025-01-01" in run("staff", "Service de presse")
        assert json.loads(run("staff", "Service de presse", "--json"))[0]["starts_on"] == "2025-01-01"
        assert "[coverage.not_a_desk]" in run("staff", "Anne", "Paul", status=2)

    def test_usual_contacts_fill(self, run, office):
        assert "has no usual contacts" in run("usual", VALMONT)
        run("usual", VALMONT, "Paul", "--role", "regional_press", "--territory", "La Réunion")
        run("usual", VALMONT, "Service de presse")
        assert "2 Paul Martel         regional press   La Réunion" in run("usual", VALMONT)
        assert [one["role"] for one in json.loads(run("usual", VALMONT, "--json"))] == ["regional_press", "press"]
        assert run("fill", "alliance") == "1 Une alliance: 0 added\n"
        with Database.open(office) as database, database.begin() as session:
            communique(session, "Les rivières", *session.scalars(select(Institution)))
        assert "3 Service de presse for Université de Valmont (press)" in run("fill", "rivières")
        assert json.loads(run("fill", "rivières", "--json")) == []
        assert "[choice." in run("usual", VALMONT, "Paul", "--role", "boss", status=2)


class TestHandovers:
    def test_previewed_done_and_taken_back(self, run):
        words = ("handover", "Anne", "Paul", "--on", "2025-03-01", "--leaves")
        proposed = [line.split() for line in run("handover", "Anne", "--on", "2025-03-01").splitlines()[2:]]
        assert proposed[0] == ["2", "Paul", "Martel", "works", "there"]
        assert proposed[1][0] == "3"
        shown = run(*words)
        assert "     1 coverage\n     1 job ends\nnothing is written yet: add --yes to do it" in shown
        assert answered(run, "2025-03-02") == ["Anne Valmont"]
        assert run("handovers") == "nothing was handed over\n"
        done = json.loads(run(*words, "--yes", "--by", "Zoé", "--json"))
        assert [item["what"] for item in done["items"]] == ["coverage", "affiliation"]
        assert [answered(run, day) for day in ("2025-02-28", "2025-03-01")] == [["Anne Valmont"], ["Paul Martel"]]
        assert "Anne Valmont   Paul Martel   2025-03-01   Zoé" in run("handovers", "Paul")
        assert run("undo-handover", done["handover"], "--by", "Lou") == f"handover {done['handover']} is taken back\n"
        assert answered(run, "2025-03-02") == ["Anne Valmont"]
        assert json.loads(run("handovers", "--json"))[0]["undone_by"] == "Lou"
        assert "[handover.undone]" in run("undo-handover", done["handover"], status=2)

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (("handover", "Anne", "Anne", "--on", "2025-03-01"), "[handover.same_contact]"),
            (("handover", "Anne", "Paul"), "--on"),
            (("undo-handover", "7"), "[record.not_found]"),
        ],
    )
    def test_nonsense_is_refused(self, run, words, why):
        assert why in run(*words, status=2)

    def test_a_leaver_who_stands_in_for_others(self, run):
        run("away", "Paul", "--from", "2025-02-01", "--to", "2025-04-30", "--stand-in", "Anne")
        words = ("handover", "Anne", "Service de presse", "--on", "2025-03-01")
        told = "Anne Valmont is to stand in for Paul Martel on 2025-03-01: name another stand-in"
        assert f"  ! {told}  [handover.stands_in]\n" in run(*words)
        plan = json.loads(run(*words, "--json"))
        assert {"code": "handover.stands_in", "message": told} in plan["doubts"]
        assert "     1 time to stand in\n" in run(*words, "--stand-ins", "--yes")
        shown = run("absences", "Paul")
        assert "Service de presse" in shown
        run("undo-handover", "1")
        assert "Service de presse" not in run("absences", "Paul")


class TestGaps:
    def test_none_and_some(self, run):
        assert run("gaps", "--on", "2025-03-01") == "no gaps\n"
        run("handover", "Anne", "Paul", "--on", "2025-03-01", "--leaves", "--yes")
        run("publish", "alliance", "--on", "2025-02-01")
        shown = run("gaps", "--on", "2025-03-02", status=1)
        assert shown == "Printed, and no longer valid:\n  +33199001234 of 1 Anne Valmont, on 1 communiqué\n\n"
        found = json.loads(run("gaps", "--on", "2025-03-02", "--json", status=1))
        assert [one["value"] for one in found["stale_coordinates"]] == ["+33199001234"]
        assert (found["without_contacts"], found["unanswered"]) == ([], [])
        assert found["stale_coordinates"][0]["name"] == "Anne Valmont"

    def test_more_than_are_shown(self, run, office):
        with Database.open(office) as database, database.begin() as session:
            for place in range(2):
                communique(session, f"Le glacier numéro {place}", session.scalar(select(Institution)))
        shown = run("gaps", "--limit", "1", status=1)
        assert shown.count("Le glacier numéro") == 2
        assert shown.splitlines().count("  …; --limit shows more") == 2
        found = json.loads(run("gaps", "--json", status=1))
        assert len(found["without_contacts"]) == len(found["issuers_without_contact"]) == 2

    def test_nobody_answers_while_all_are_away(self, run):
        run("away", "Anne", "--from", "2025-03-01", "--to", "2025-03-07")
        assert run("gaps", "--on", "2025-03-07", status=1).startswith("Nobody answers for:\n  1 Une alliance")
        found = json.loads(run("gaps", "--on", "2025-03-07", "--json", status=1))
        assert ([one["communique"] for one in found["unanswered"]], found["without_contacts"]) == ([1], [])

    def test_workload(self, run):
        run("publish", "alliance", "--on", "2025-02-01")
        words = ("workload", "--from", "2025-01-01", "--to")
        assert run(*words, "2025-12-31").splitlines()[1].split() == ["1", "Anne", "Valmont", "1", "1"]
        assert [one["communiques"] for one in json.loads(run(*words, "2025-12-31", "--json"))] == [1]
        assert [one["name"] for one in json.loads(run(*words, "2025-12-31", "--json"))] == ["Anne Valmont"]
        assert run(*words, "2025-01-31") == "nobody answered for anything\n"
        assert "comes after" in run(*words, "2024-12-31", status=2)


class TestGoingOut:
    def test_what_was_printed_stays_when_all_else_changes(self, run):
        run("publish", "alliance", "--on", "2025-02-01", "--by", "Zoé")
        printed = run("who", "alliance", "--printed")
        assert "Anne Valmont   Université de Valmont   01 99 00 12 34" in printed
        run("handover", "Anne", "Paul", "--on", "2025-03-01", "--leaves", "--yes")
        assert run("who", "alliance", "--printed") == printed
        found = json.loads(run("who", "alliance", "--printed", "--json"))
        assert found["as_of"] is None
        assert [one["printed"]["phones"] for one in found["contacts"]] == [["+33199001234"]]
        assert "--printed or --on" in run("who", "alliance", "--printed", "--on", "2025-03-01", status=2)

    def test_ready_says_what_stops_it(self, run, tmp_path):
        at = ("--at", "2025-02-03T12:00+01:00")
        shown = run("ready", "alliance", *at)
        assert shown.startswith("1 Une alliance: ready\n  ! ")
        assert "[issuer.no_boilerplate]" in shown
        run("away", "Anne", "--from", "2025-02-01")
        found = json.loads(run("ready", "alliance", *at, "--json", status=1))
        assert found["ready"] is False
        assert found["findings"][0]["code"] == "contact.nobody_available"
        house = tmp_path / "house.toml"
        house.write_text('["contact.nobody_available"]\nseverity = "note"\n', encoding="utf-8")
        assert "· nobody is there on 2025-02-03" in run("ready", "alliance", *at, "--rules", house)
        house.write_text('["contact.nobody"]\n', encoding="utf-8")
        assert "[rule.invalid]" in run("ready", "alliance", *at, "--rules", house, status=2)
        assert "says no zone" in run("ready", "alliance", "--at", "2025-02-03T12:00", status=2)

    def test_an_embargo_holds_and_the_steps_are_refused_out_of_order(self, run):
        words = ("embargo", "alliance", "2099-03-16T14:00", "--zone")
        assert "embargoed until 2099-03-16 14:00 America/New_York (18:00 UTC)" in run(*words, "America/New_York")
        assert "[communique.embargoed]" in run("publish", "alliance", status=2)
        assert "[communique.wrong_step]" in run("correct", "alliance", "a figure", status=2)
        moved = json.loads(run("embargo", "alliance", "2099-03-16T20:00", "--json"))
        assert (moved["status"], moved["embargo_at"]) == ("embargoed", "2099-03-16T19:00:00+00:00")
        assert "1 printed" in run("publish", "alliance", "--on", "2099-03-17")
        assert "corrected" in run("correct", "alliance", "a figure", "--on", "2099-03-18")
        assert json.loads(run("withdraw", "alliance", "wrong", "--json"))["status"] == "withdrawn"
        assert "[communique.withdrawn]" in run("publish", "alliance", status=2)

    def test_nothing_lifts_before_its_instant(self, run):
        assert run("embargoes") == "nothing is under embargo\n"
        assert run("lift") == "no embargo has lifted\n"
        run("embargo", "alliance", "2099-03-16T14:00", "--zone", "America/New_York")
        assert run("lift") == "no embargo has lifted\n"
        told = "2099-03-16 14:00 EDT in America/New_York (2099-03-16 18:00 UTC)"
        assert run("embargoes").splitlines()[1].split("   ") == ["1 Une alliance", told]
        shown = run("lift", "--dry-run", "--at", "2099-03-16T19:00+01:00")
        assert shown == f"1 Une alliance: would be published; its embargo lifted on {told}\n"
        assert run("lift", "--dry-run", "--at", "2099-03-16T18:59:59+01:00") == "no embargo has lifted\n"
        assert "--dry-run" in run("lift", "--at", "2099-03-16T19:00+01:00", status=2)
        assert "says no zone" in run("lift", "--at", "2099-03-16T19:00", status=2)
        [one] = json.loads(run("embargoes", "--json", "--at", "2099-03-16T18:00Z"))
        assert (one["embargo_at"], one["is_due"]) == ("2099-03-16T18:00:00+00:00", True)
        assert (one["embargo_local"], one["status"]) == ("2099-03-16T14:00:00-04:00", "embargoed")

    def test_what_is_due_goes_out_once(self, run, office):
        with Database.open(office) as database, database.begin() as session:
            one = session.scalars(select(Communique)).one()
            asked = dt.datetime(2025, 1, 10, 12, tzinfo=dt.UTC)
            publishing.put_under_embargo(session, one, dt.datetime(2025, 1, 12, 20), "Europe/Paris", at=asked)  # noqa: DTZ001
        assert "due" in run("embargoes")
        dry = json.loads(run("lift", "--dry-run", "--json"))
        assert [(one["status"], one["printed"]) for one in dry["lifted"]] == [("embargoed", None)]
        done = json.loads(run("lift", "--at", "2025-01-12T19:00Z", "--by", "Zoé", "--json"))
        assert (done["at"], done["dry_run"]) == ("2025-01-12T19:00:00+00:00", False)
        assert [(one["status"], one["printed"]) for one in done["lifted"]] == [("published", 1)]
        assert run("lift") == "no embargo has lifted\n"
        assert json.loads(run("lift", "--json"))["lifted"] == []

    @pytest.mark.parametrize(
        ("until", "zone", "code"),
        [
            ("2025-03-30T02:30", "Europe/Paris", "embargo.clock_skips"),
            ("2025-10-26T02:30", "Europe/Paris", "embargo.clock_repeats"),
            ("2025-03-10T02:30", "Paris", "embargo.zone_unknown"),
            ("2025-03-10T02:30", "Europe/Paris", "embargo.past"),
        ],
    )
    def test_an_embargo_that_nobody_can_keep_is_refused(self, run, until, zone, code):
        assert f"[{code}]" in run("embargo", "alliance", until, "--zone", zone, status=2)

    def test_the_block_is_printed(self, run):
        shown = run("block", "alliance", "--on", "2025-03-01")
        assert "Anne Valmont" in shown
        assert "01 99 00 12 34" in shown


class TestWhatCannotBeDone:
    def test_a_page_that_cannot_be_written(self, run, tmp_path):
        assert "[target.unwritable]" in run("report", "--html", tmp_path / "none" / "out.html", status=2)

    def test_a_page_is_told_as_json(self, run, tmp_path):
        words = ("report", "--html", tmp_path / "out.html", "--from", "2025-01-01", "--to", "2025-12-31", "--json")
        assert json.loads(run(*words)) == {"file": str(tmp_path / "out.html"), "from": "2025-01-01", "to": "2025-12-31"}

    @pytest.mark.parametrize("step", ["correct", "withdraw"])
    def test_a_step_without_its_reason(self, run, step):
        assert "say what, and why" in run(step, "alliance", " ", status=2)

    def test_the_block_as_json(self, run):
        printed = run("block", "alliance", "--on", "2025-03-01", "--format", "markdown")
        told = json.loads(run("block", "alliance", "--on", "2025-03-01", "--format", "markdown", "--json"))
        assert (told["block"], told["language"], told["format"]) == (printed, "fr", "markdown")
        assert told["communique"]["title"] == "Une alliance"
