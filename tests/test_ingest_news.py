"""What a release prints of a known contact, and was not known, is news: kept, told, never in the way of what holds."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from builders import contact, institution
from sqlalchemy import select

from crm import coordinates, coverage, provenance
from crm.ingest import ingest
from crm.models import ContactEmail, ContactPhone, CoordinateKind, PressContact

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def release(
    day: str | None, *phones: str, name: str = "Anne Le Goff", email: str = "anne.le-goff@univ-valmont.example.org"
) -> str:
    year, month, number = map(int, (day or "2025-01-01").split("-"))
    dateline = f"Brisecourt, le {number} {MONTHS[month - 1]} {year} – " if day else ""
    return "\n".join(
        [
            f"COMMUNIQUÉ DE PRESSE\n\nUne serre ouvre, épisode {day} {' '.join(phones)[-2:]}\n",
            f"{dateline}L'Université de Valmont ouvre ses serres aux enfants de la ville, pour une journée.\n",
            f"CONTACTS PRESSE\n\nUniversité de Valmont\n{name}\n{email}",
            *phones,
            "",
        ]
    )


def anne(session) -> PressContact:
    return session.scalars(select(PressContact)).one()


def phones(session) -> list[str]:
    return [phone.value.national[-5:].replace(" ", "") for phone in anne(session).phones]


def news(report) -> list[tuple[str, str]]:
    return [(entry.what, entry.name) for entry in report.having("news")]


class TestNews:
    def test_what_the_first_release_prints_is_no_news(self, session):
        report = ingest(session, release("2025-03-03", "01 99 00 12 34", "06 39 98 12 34"))
        assert news(report) == []
        assert session.scalars(coordinates.news_phones_of(anne(session))).all() == []

    def test_a_new_number_comes_last_and_is_told_with_what_is_known(self, session):
        ingest(session, release("2025-01-03", "01 99 00 12 34"))
        report = ingest(session, release("2025-03-03", "01 99 00 12 99"))
        assert phones(session) == ["1234", "1299"]
        [entry] = report.having("news")
        assert (entry.what, entry.name) == ("phone", "+33199001299")
        assert entry.note == "Anne Le Goff, printed on 2025-03-03, was not known; known: +33199001234"
        assert "+33199001299" not in [one.name for one in report.having("added")]
        assert report.as_dict()["news"][0]["name"] == "+33199001299"

    def test_it_knows_its_document_and_lines(self, session):
        ingest(session, release("2025-01-03", "01 99 00 12 34"))
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        [phone] = session.scalars(coordinates.news_phones_of(anne(session)))
        origin = session.scalars(provenance.of(phone)).first()
        lines = origin.document.text.splitlines()[origin.first_line - 1 : origin.last_line]
        assert phone.value.national in lines

    def test_a_new_address_is_news_too(self, session):
        ingest(session, release("2025-01-03"))
        report = ingest(session, release("2025-03-03", email="anne@serres.example.net"))
        assert news(report) == [("e-mail", "anne@serres.example.net")]
        [email] = session.scalars(coordinates.news_emails_of(anne(session).id))
        assert email.value == "anne@serres.example.net"

    def test_of_all_contacts(self, session):
        ingest(session, release("2025-01-03", "01 99 00 12 34"))
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        hugo = {"name": "Hugo Peyrelade", "email": "hugo@univ-valmont.example.org"}
        ingest(session, release("2025-04-03", "01 99 00 56 78", **hugo))
        ingest(session, release("2025-05-03", "01 99 00 56 99", **hugo))
        every = session.scalars(coordinates.news_phones_of()).all()
        assert [phone.value.e164 for phone in every] == ["+33199001299", "+33199005699"]
        assert session.scalars(coordinates.news_phones_of(every[0].contact_id)).all() == every[:1]

    def test_it_is_news_once(self, session):
        ingest(session, release("2025-01-03", "01 99 00 12 34"))
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        assert news(ingest(session, release("2025-04-03", "01 99 00 12 99"))) == []

    def test_what_somebody_entered_stays_first(self, session):
        contact(session, "Anne Le Goff", emails=("anne.le-goff@univ-valmont.example.org",), phones=("+33199001234",))
        report = ingest(session, release("2025-03-03", "01 99 00 12 99"))
        assert phones(session) == ["1234", "1299"]
        assert news(report) == [("phone", "+33199001299")]
        assert [one.value.e164 for one in session.scalars(coordinates.news_phones_of(anne(session)))] == [
            "+33199001299"
        ]

    @pytest.mark.parametrize("how", ["verified", "edited"])
    def test_it_stops_being_news_when_somebody_has_looked(self, session, how):
        ingest(session, release("2025-01-03", "01 99 00 12 34"))
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        [phone] = session.scalars(coordinates.news_phones_of(anne(session)))
        if how == "verified":
            phone.verified_on = dt.date(2025, 4, 1)
        else:
            provenance.record(session, phone, by="the press office")
        session.flush()
        assert session.scalars(coordinates.news_phones_of(anne(session))).all() == []

    def test_a_number_printed_for_a_second_job_is_no_news(self, session):
        ingest(session, release("2025-01-03", "01 99 00 12 34"))
        other = release("2025-03-03", "01 99 00 12 34").replace(
            "CONTACTS PRESSE\n\nUniversité", "CONTACTS PRESSE\n\nInstitut"
        )
        assert news(ingest(session, other)) == []
        assert [len(anne(session).emails), len(anne(session).phones)] == [2, 2]
        assert session.scalars(coordinates.news_emails_of()).all() == []
        assert session.scalars(coordinates.news_phones_of()).all() == []

    def test_a_role_that_was_not_known_is_told_once_and_overwrites_nothing(self, session):
        valmont = institution(session)
        anne = contact(session, "Anne Le Goff", at=valmont)
        text = release("2025-03-03").replace("Anne Le Goff", "Anne Le Goff, attachée de presse")
        report = ingest(session, text)
        assert [(entry.what, entry.name) for entry in report.having("news") if entry.what == "role"] == [
            ("role", "attachée de presse")
        ]
        again = ingest(session, text.replace("épisode", "chapitre"))
        assert "role" not in [entry.what for entry in again.having("news")]
        assert session.scalars(coverage.of(again.communique)).one().printed.role == "attachée de presse"
        assert session.scalars(select(PressContact)).one() is anne


class TestAge:
    def test_an_older_release_makes_nothing_old_look_current(self, session):
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        report = ingest(session, release("2019-01-03", "01 99 00 12 34"))
        assert phones(session) == ["1299", "1234"]
        assert "older than what held on 2025-03-03, so not public" in report.having("news")[0].note
        for one in session.scalars(coverage.of_contact(anne(session))):
            assert [phone.value.e164 for phone in coverage.phones_of(one)] == ["+33199001299"]
        assert session.scalars(coverage.of(report.communique)).one().printed.printed_values(CoordinateKind.PHONE) == [
            "+33199001234"
        ]

    def test_a_newer_release_that_prints_it_makes_it_public_again(self, session):
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        ingest(session, release("2019-01-03", "01 99 00 12 34"))
        between = ingest(session, release("2023-01-03", "01 99 00 12 34"))
        assert news(between) == []
        assert not anne(session).phones[1].is_public
        after = ingest(session, release("2026-01-03", "01 99 00 12 34"))
        assert news(after) == [("phone", "+33199001234")]
        assert anne(session).phones[1].is_public

    def test_what_somebody_made_private_stays_private(self, session):
        ingest(session, release("2025-01-03", "01 99 00 12 34"))
        anne(session).phones[0].is_public = False
        ingest(session, release("2026-01-03", "01 99 00 12 34"))
        assert not anne(session).phones[0].is_public

    def test_what_was_verified_since_is_not_older(self, session):
        ingest(session, release("2019-01-03", "01 99 00 12 34"))
        anne(session).phones[0].verified_on = dt.date(2024, 5, 1)
        report = ingest(session, release("2023-01-03", "01 99 00 12 99"))
        assert "older than what held on 2024-05-01" in report.having("news")[0].note
        assert [phone.is_public for phone in anne(session).phones] == [True, False]

    def test_what_is_printed_for_one_job_says_nothing_of_another(self, session):
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        other = release("2019-01-03", "01 99 00 12 34").replace("PRESSE\n\nUniversité", "PRESSE\n\nInstitut")
        report = ingest(session, other)
        assert ("phone", "+33199001234") in news(report)
        assert [phone.is_public for phone in anne(session).phones] == [True, True]

    def test_an_address_is_not_older_than_a_number(self, session):
        ingest(session, release("2025-03-03"))
        report = ingest(session, release("2019-01-03", "01 99 00 12 34"))
        assert news(report) == [("phone", "+33199001234")]
        assert anne(session).phones[0].is_public

    def test_a_release_without_a_date_is_not_older(self, session):
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        report = ingest(session, release(None, "01 99 00 12 34"))
        assert "printed without a date" in report.having("news")[0].note
        assert phones(session) == ["1299", "1234"]

    def test_whatever_the_order_the_newest_number_is_given_out(self, session):
        releases = [release(f"20{year}-03-03", f"01 99 00 12 {year}") for year in (19, 22, 25)]
        for order in permutations(releases):
            nested = session.begin_nested()
            reports = [ingest(session, text) for text in order]
            given_out = [
                phone.text[-2:]
                for phone in coverage.phones_of(session.scalars(coverage.of(reports[0].communique)).one())
            ]
            assert "25" in given_out
            assert sorted(phones(session)) == ["1219", "1222", "1225"]
            nested.rollback()
            session.expunge_all()


class TestPrintings:
    def test_first_and_last_day_and_how_often(self, session):
        for day, number in (("2024-01-03", "34"), ("2025-03-03", "99"), ("2024-06-03", "34")):
            ingest(session, release(day, f"01 99 00 12 {number}"))
        rows = session.execute(coordinates.printings_of(anne(session))).all()
        mail, new, old = rows
        assert tuple(new) == (CoordinateKind.PHONE, "+33199001299", dt.date(2025, 3, 3), dt.date(2025, 3, 3), 1)
        assert tuple(old) == (CoordinateKind.PHONE, "+33199001234", dt.date(2024, 1, 3), dt.date(2024, 6, 3), 2)
        assert mail[1:] == ("anne.le-goff@univ-valmont.example.org", dt.date(2024, 1, 3), dt.date(2025, 3, 3), 3)

    def test_each_coordinate_with_its_origin(self, session):
        known = contact(
            session, "Anne Le Goff", emails=("Anne.Le-Goff@univ-valmont.example.org",), phones=("+33199001234",)
        )
        ingest(session, release("2025-03-03", "01 99 00 12 99"))
        mail, entered, printed = coordinates.held_by(session, known)
        assert (mail.document, mail.is_news, mail.printing.last_on) == (None, False, dt.date(2025, 3, 3))
        assert (entered.document, entered.lines, entered.printing) == (None, None, None)
        assert printed.document.name == "(text)"
        assert printed.lines[0] > 8
        assert (printed.is_news, printed.is_held_back, printed.printing.times) == (True, False, 1)

    def test_a_contact_without_any_has_none(self, session):
        known = contact(session)
        assert coordinates.held_by(session, known) == []
        assert session.scalars(coordinates.news_emails_of(known)).all() == []
        assert session.execute(coordinates.printings_of(known)).all() == []


class TestUnreadable:
    def test_it_is_kept_once_however_often_it_is_printed(self, session):
        for day in ("2024-01-03", "2025-01-03"):
            ingest(session, release(day, "01 99 00 12 34 56 78 90"))
        assert len(session.scalars(select(ContactPhone)).all()) == 1
        assert len(session.scalars(select(ContactEmail)).all()) == 1
