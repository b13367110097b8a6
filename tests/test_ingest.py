"""Ingest: what is known is recognised, what is not is added, what is doubtful is said to be, and never twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from builders import contact, institution
from sqlalchemy import func, select, text

from crm import coverage, institutions, provenance
from crm.base import Base
from crm.errors import SourceMissing, SourceNotText
from crm.ingest import ingest, store
from crm.models import (
    Affiliation,
    Boilerplate,
    Communique,
    ContactEmail,
    ContactKind,
    ContactPhone,
    CoordinateKind,
    Coverage,
    Document,
    Institution,
    InstitutionName,
    Issuer,
    NameKind,
    PressContact,
    Provenance,
)
from crm.reading import read
from crm.values import PhoneNumber

COMMUNIQUES = Path(__file__).parent.parent / "examples" / "communiques"

ALLIANCE = """\
COMMUNIQUÉ DE PRESSE

L'Université de Valmont et Orvane : une alliance pour les rivières

Brisecourt, le 4 mars 2025 – L'Université de Valmont et Orvane ont signé une convention de cinq ans.

CONTACTS PRESSE

Université de Valmont
Claire Fontanel
claire.fontanel@univ-valmont.example.org
01 99 00 12 34
"""

SEQUEL = """\
COMMUNIQUÉ DE PRESSE

L'Université de Valmont ouvre ses serres

Brisecourt, le 9 mai 2025 – L'Université de Valmont ouvre ses serres au public, tous les dimanches.

CONTACTS PRESSE

Université de Valmont
Claire Fontanel
claire.fontanel@univ-valmont.example.org
01 99 00 99 99
"""


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def counts(session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }


@pytest.fixture
def folder(session):
    return [ingest(session, path) for path in sorted(COMMUNIQUES.iterdir())]


class TestAFolder:
    def test_every_document_becomes_a_communique(self, session, folder):
        assert [report.outcome for report in folder] == ["added"] * 10
        assert count(session, Communique) == count(session, Document) == 10

    def test_a_person_in_several_of_them_is_there_once(self, session, folder):
        hugo = session.scalars(select(PressContact).where(PressContact.name == "Hugo Peyrelade")).one()
        assert len(session.scalars(coverage.communiques_of(hugo)).all()) == 3

    def test_a_second_time_changes_nothing(self, session, folder):
        before = counts(session)
        again = [ingest(session, path) for path in sorted(COMMUNIQUES.iterdir())]
        assert [report.outcome for report in again] == ["unchanged"] * 10
        assert [report.communique for report in again] == [report.communique for report in folder]
        assert all(report.entries == [] for report in again)
        assert counts(session) == before

    def test_parts_are_parts_of_their_parents_where_the_text_says_so(self, session, folder):
        def parents(name):
            return [
                parent.name for parent in session.scalars(institutions.parents_of(institutions.find(session, name)))
            ]

        assert parents("Centre Orvane de l'Université de Valmont") == ["Orvane"]
        assert parents("Délégation ORME Haut-Valmont") == ["ORME"]
        assert parents("Université de Valmont") == []

    def test_a_shared_mailbox_is_known_as_one(self, session, folder):
        shared = session.scalars(select(ContactEmail.value).where(ContactEmail.is_shared).order_by(ContactEmail.id))
        assert [str(address) for address in shared] == [
            "delegation.com@orme.example.net",
            "presse@ville-brisecourt.example.org",
        ]

    def test_a_desk_is_a_desk(self, session, folder):
        desk = session.scalars(select(PressContact).where(PressContact.kind == ContactKind.DESK)).one()
        assert desk.phones[0].value.national == "01 99 00 40 40"

    def test_issuers_boilerplates_and_embargo_are_kept(self, session, folder):
        first, _, _, _, town, *_ = (report.communique for report in folder)
        issuers = (
            select(Institution.name).join(Issuer).where(Issuer.communique_id == first.id).order_by(Issuer.position)
        )
        assert session.scalars(issuers).all() == ["Université de Valmont", "Orvane"]
        assert town.embargo_at == dt.datetime(2025, 9, 12, 16, tzinfo=dt.UTC)
        assert town.embargo_zone == "Europe/Paris"
        assert count(session, Boilerplate) >= 4

    def test_what_was_inferred_is_said_to_be(self, session, folder):
        assert [entry.what for entry in folder[0].having("unsure")] == ["date"]
        assert folder[0].communique.date_assumed == "year"
        assert folder[0].communique.date_text

    def test_every_record_knows_its_document_and_lines(self, session, folder):
        for model in (Communique, Institution, PressContact, Affiliation, ContactEmail, ContactPhone, Coverage):
            for record in session.scalars(select(model)):
                origins = session.scalars(provenance.of(record)).all()
                assert origins, record
                assert all(origin.document.name for origin in origins)
        phone = session.scalars(select(ContactPhone)).first()
        origin = session.scalars(provenance.of(phone)).first()
        lines = origin.document.text.splitlines()[origin.first_line - 1 : origin.last_line]
        assert any(phone.value.national in line for line in lines)


class TestSnapshots:
    def test_what_was_printed_is_frozen(self, session):
        report = ingest(session, ALLIANCE)
        one = session.scalars(coverage.of(report.communique)).one()
        assert one.printed.name == "Claire Fontanel"
        assert one.printed.printed_values(CoordinateKind.PHONE) == ["+33199001234"]
        assert "Claire Fontanel" in one.printed.text

    def test_somebody_printed_twice_covers_once(self, session):
        reading = read(ALLIANCE)
        [claire] = reading.contacts
        twice = dataclasses.replace(claire, phones=(PhoneNumber("+33199001235"),), lines=(20, 23))
        report = store(session, dataclasses.replace(reading, contacts=(claire, twice)))
        one = session.scalars(coverage.of(report.communique)).one()
        assert one.printed.printed_values(CoordinateKind.PHONE) == ["+33199001234"]
        assert (count(session, PressContact), count(session, Affiliation), count(session, ContactPhone)) == (1, 1, 2)
        assert len(session.scalars(provenance.of(one)).all()) == 2
        assert report.having("news") == []

    def test_the_text_as_printed_stays_beside_the_value(self, session):
        ingest(session, ALLIANCE.replace("01 99 00 12 34", "Tél. : 01.99.00.12.34"))
        claire = session.scalars(select(PressContact)).one()
        assert [phone.text for phone in claire.phones] == ["01.99.00.12.34"]
        assert [email.text for email in claire.emails] == ["claire.fontanel@univ-valmont.example.org"]

    def test_news_are_added_and_nothing_is_overwritten(self, session):
        alliance, sequel = ingest(session, ALLIANCE).communique, ingest(session, SEQUEL).communique
        claire = session.scalars(select(PressContact)).one()
        assert [phone.value.national for phone in claire.phones] == ["01 99 00 12 34", "01 99 00 99 99"]
        printed = [
            session.scalars(coverage.of(one)).one().printed.printed_values(CoordinateKind.PHONE)
            for one in (alliance, sequel)
        ]
        assert printed == [["+33199001234"], ["+33199009999"]]


class TestRecognising:
    def test_an_institution_under_any_of_its_names(self, session):
        valmont = institution(session, "Valmont University")
        session.add(InstitutionName(institution=valmont, text="Université de Valmont", language="fr"))
        session.flush()
        report = ingest(session, ALLIANCE)
        assert "Valmont University" in [entry.name for entry in report.having("recognised")]
        assert session.scalars(coverage.of(report.communique)).one().institution is valmont

    @pytest.mark.parametrize("printed", ["University of Valmont", "Université Valmont"])
    def test_an_institution_under_a_name_that_is_not_listed(self, session, printed):
        valmont = institution(session, "Université de Valmont")
        report = ingest(session, SEQUEL.replace("Université de Valmont\n", f"{printed}\n"))
        covering = session.scalars(coverage.of(report.communique)).one()
        assert (covering.institution, covering.printed.institution) == (valmont, printed)
        assert (count(session, Institution), report.having("unsure")) == (1, [])
        told = [(entry.name, entry.note) for entry in report.having("recognised")]
        assert told == [("Université de Valmont", None), ("Université de Valmont", f"printed as {printed}")]

    @pytest.mark.parametrize("printed", ["Fondation Université de Valmont", "Institut de Valmont", "Ville de Valmont"])
    def test_what_is_only_called_alike_is_another(self, session, printed):
        valmont = institution(session, "Université de Valmont")
        report = ingest(session, SEQUEL.replace("Université de Valmont\n", f"{printed}\n"))
        found = session.scalars(coverage.of(report.communique)).one().institution
        assert (found is valmont, found.name) == (False, printed)

    def test_an_acronym_too_short_to_be_sure_of(self, session):
        printed = SEQUEL.replace("Université de Valmont\n", "MAE\n")
        reports = [ingest(session, printed.replace("mai", month)) for month in ("mai", "juin")]
        first, second = (session.scalars(coverage.of(report.communique)).one().institution for report in reports)
        assert first is second
        assert reports[1].having("unsure") == []
        other = institution(session, "Maison des arts et des eaux")
        session.add(InstitutionName(institution=other, text="MAE", kind=NameKind.ACRONYM))
        session.flush()
        report = ingest(session, printed.replace("mai", "juillet"))
        assert session.scalars(coverage.of(report.communique)).one().institution not in {first, other}
        asked = {one.id for entry in report.having("unsure") for one in entry.candidates}
        assert asked == {first.id, other.id}

    def test_of_two_institutions_of_one_name_none_is_chosen(self, session):
        institution(session, "Université de Valmont")
        institution(session, "Université de Valmont")
        report = ingest(session, SEQUEL)
        assert [entry.what for entry in report.having("unsure")][:1] == ["institution"]
        assert count(session, Institution) == 3

    def test_a_name_of_several_is_asked_about_each_time_and_added_once(self, session):
        first, second = institution(session, "Université de Valmont"), institution(session, "Université de Valmont")
        reports = [ingest(session, ALLIANCE), ingest(session, SEQUEL)]
        assert count(session, Institution) == 4  # the two, Orvane, and the one kept apart
        for report in reports:
            [entry] = [entry for entry in report.having("unsure") if entry.what == "institution"]
            assert [(one.id, one.name) for one in entry.candidates] == [
                (first.id, first.name),
                (second.id, second.name),
            ]
            assert entry.as_dict()["candidates"][0] == {"id": first.id, "name": "Université de Valmont"}
            assert f"may be {first.id} Université de Valmont, {second.id}" in entry.note
        covering = [session.scalars(coverage.of(report.communique)).one() for report in reports]
        assert covering[0].institution is covering[1].institution
        assert covering[0].institution not in {first, second}

    def test_it_is_never_joined_to_one_that_came_from_a_document_unasked(self, session):
        ingest(session, ALLIANCE)
        other = institution(session, "Institut de Brisecourt")
        session.add(InstitutionName(institution=other, text="Université de Valmont"))
        session.flush()
        known = session.scalars(institutions.named("Université de Valmont")).all()
        report = ingest(session, SEQUEL)
        assert session.scalars(coverage.of(report.communique)).one().institution not in known

    def test_when_the_name_means_one_again_it_is_that_one(self, session):
        institution(session, "Université de Valmont")
        twin = institution(session, "Université de Valmont")
        apart = session.scalars(coverage.of(ingest(session, ALLIANCE).communique)).one().institution
        for name in session.scalars(select(InstitutionName).where(InstitutionName.institution_id != twin.id)):
            name.text, name.key = "Une autre", "une autre"
        session.flush()
        report = ingest(session, SEQUEL)
        assert session.scalars(coverage.of(report.communique)).one().institution is twin
        assert apart is not twin
        assert "institution" not in [entry.what for entry in report.having("unsure")]

    def test_a_person_by_address(self, session):
        claire = contact(session, "Mme Claire FONTANEL", emails=("Claire.Fontanel@univ-valmont.example.org",))
        report = ingest(session, ALLIANCE)
        assert session.scalars(coverage.contacts_of(report.communique)).all() == [claire]

    def test_a_person_by_name_and_institution(self, session):
        claire = contact(session, "FONTANEL Claire", at=institution(session, "Université de Valmont"))
        report = ingest(session, ALLIANCE)
        assert session.scalars(coverage.contacts_of(report.communique)).all() == [claire]

    def test_a_name_alone_tells_nobody(self, session):
        contact(session, "Claire Fontanel", at=institution(session, "Institut Exemple"))
        report = ingest(session, ALLIANCE)
        assert count(session, PressContact) == 2
        assert "the name of contact" in report.having("unsure")[0].note

    def test_an_address_under_another_name_is_a_question(self, session):
        contact(session, "Paul Martel", emails=("claire.fontanel@univ-valmont.example.org",))
        report = ingest(session, ALLIANCE)
        assert count(session, PressContact) == 2
        assert "under another name" in report.having("unsure")[0].note

    def test_a_shared_mailbox_tells_nobody(self, session):
        contact(session, "Claire Fontanel", emails=("presse@univ-valmont.example.org",))
        ingest(session, ALLIANCE.replace("claire.fontanel@", "presse@"))
        assert count(session, PressContact) == 2

    def test_the_same_communique_in_another_file(self, session):
        first = ingest(session, ALLIANCE)
        second = ingest(session, ALLIANCE + "\n")
        assert second.outcome == "recognised"
        assert second.communique is first.communique
        assert (count(session, Communique), count(session, Document), count(session, Coverage)) == (1, 2, 1)
        assert second.having("unsure") == []
        third = ingest(session, ALLIANCE + "\nCentre Orvane\nPaul Martel\npaul@orvane.example.org\n")
        assert [entry.name for entry in third.having("unsure")] == ["Paul Martel"]
        assert count(session, Coverage) == 1


class TestAgain:
    def test_a_reissue_with_another_number_is_a_question(self, session):
        first = ingest(session, ALLIANCE)
        again = ingest(session, ALLIANCE.replace("01 99 00 12 34", "01 99 00 12 35"))
        assert (again.outcome, again.communique) == ("recognised", first.communique)
        assert "+33199001235" in again.having("unsure")[0].note
        assert count(session, ContactPhone) == 1

    def test_a_recognised_document_is_known_the_next_time(self, session):
        first = ingest(session, ALLIANCE)
        ingest(session, ALLIANCE + "\n")
        again = ingest(session, ALLIANCE + "\n")
        assert (again.outcome, again.communique) == ("unchanged", first.communique)

    def test_one_title_without_a_date_is_not_one_communique(self, session):
        undated = ALLIANCE.replace("Brisecourt, le 4 mars 2025 – ", "")
        first, second = ingest(session, undated), ingest(session, undated.replace("cinq", "six"))
        assert second.outcome == "added"
        assert second.communique is not first.communique
        assert "kept apart" in second.having("unsure")[0].note

    def test_a_document_whose_communique_is_gone_is_read_again(self, session):
        gone = ingest(session, ALLIANCE).communique
        for table in ("crm_printed_coordinate", "crm_coverage_snapshot", "crm_coverage", "crm_communique"):
            session.execute(text(f"DELETE FROM {table}"))
        session.expunge(gone)
        again = ingest(session, ALLIANCE)
        assert again.outcome == "added"
        assert (count(session, Document), count(session, Communique), count(session, PressContact)) == (1, 1, 1)

    def test_an_older_release_does_not_revive_an_ended_job(self, session):
        ingest(session, SEQUEL)
        session.scalars(select(Affiliation)).one().ends_on = dt.date(2025, 6, 1)
        ingest(session, ALLIANCE)
        assert session.scalars(select(Affiliation.ends_on)).all() == [dt.date(2025, 6, 1)]
        later = ALLIANCE.replace("4 mars 2025", "2 juillet 2025").replace("rivières", "forêts")
        ingest(session, later)
        jobs = select(Affiliation.ends_on).order_by(Affiliation.id)
        assert session.scalars(jobs).all() == [dt.date(2025, 6, 1), None]


class TestAtOnce:
    def test_several_who_ingest_the_same_files_store_them_once(self, database):
        files = sorted(COMMUNIQUES.iterdir())
        with database.begin() as session:
            ingest(session, files[0])

        def take_in(turn: int) -> list[str]:
            outcomes = []
            for file in files[turn:] + files[:turn]:
                with database.begin() as session:
                    outcomes.append(ingest(session, file).outcome)
            return outcomes

        with ThreadPoolExecutor(4) as pool:
            outcomes = [outcome for taken in pool.map(take_in, range(4)) for outcome in taken]
        assert (outcomes.count("added"), outcomes.count("unchanged")) == (9, 31)
        with database.session() as session:
            assert count(session, Communique) == count(session, Document) == 10
            hugo = session.scalars(select(PressContact).where(PressContact.name == "Hugo Peyrelade")).all()
            names = session.scalars(select(InstitutionName.key)).all()
            assert len(hugo) == 1
            assert len(names) == len(set(names))


class TestRefusing:
    def test_a_file_that_cannot_be_read_writes_nothing(self, session, tmp_path):
        binary = tmp_path / "image.txt"
        binary.write_bytes(bytes(range(256)) * 20)
        with pytest.raises(SourceNotText):
            ingest(session, binary)
        with pytest.raises(SourceMissing):
            ingest(session, tmp_path / "nothing.txt")
        assert set(counts(session).values()) == {0}

    def test_a_text_without_anything_is_stored_as_a_document_with_nothing_found(self, session):
        report = ingest(session, "Bonjour.\n")
        assert report.outcome == "added"
        assert report.communique.body == "Bonjour.\n"
        assert count(session, PressContact) == 0

    def test_a_reading_can_be_looked_at_before_it_is_stored(self, session):
        reading = read(ALLIANCE)
        assert count(session, Communique) == 0
        assert store(session, reading).as_dict()["communique"]["title"] == reading.title

    def test_it_never_commits(self, session):
        session.commit()
        ingest(session, ALLIANCE)
        session.rollback()
        assert count(session, Provenance) == 0


class TestUnreadable:
    def test_a_coordinate_that_cannot_be_read_stays_with_its_contact(self, session):
        report = ingest(session, ALLIANCE.replace("01 99 00 12 34", "01 99 00 12 34 56 78 90"))
        claire = session.scalars(coverage.contacts_of(report.communique)).one()
        [phone] = claire.phones
        assert (phone.value, phone.error_code) == (None, "phone.too_long")
        assert "01 99 00 12 34 56 78 90" in phone.text
        assert "phone" in {entry.what for entry in report.having("unsure")}
        assert coverage.phones_of(session.scalars(coverage.of(report.communique)).one()) == []
