"""The report: its figures are those of the database, and its page is one file that asks for nothing."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from builders import communique, contact, institution
from sqlalchemy import event

from crm import availability, coverage, report

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 6, 30)


@pytest.fixture
def valmont(session):
    return institution(session)


@pytest.fixture
def office(session, valmont):
    """Two people, three communiqués in two months, one of them covered by both, and one by nobody."""
    anne = contact(session, "Anne Valmont", phones=("+33199001234",), at=valmont)
    paul = contact(session, "Paul <Martel>", emails=("paul@example.org",), at=valmont)
    for title, day, who in (
        ("Un", dt.date(2025, 1, 17), [anne]),
        ("Deux", dt.date(2025, 1, 30), [anne, paul]),
        ("Trois", dt.date(2025, 3, 3), [anne]),
        ("Hors période", dt.date(2024, 12, 31), [anne]),
    ):
        made = communique(session, title, valmont, dated_on=day)
        for one in who:
            coverage.assign(session, made, one, on_behalf_of=valmont)
    communique(session, "Personne", valmont, dated_on=dt.date(2025, 5, 2))
    availability.away(session, paul, dt.date(2025, 2, 27), dt.date(2025, 3, 4))
    return anne, paul


class TestFigures:
    def test_what_was_covered_when(self, session, office):
        found = report.figures_of(session, FIRST, LAST)
        assert [span.label for span in found.spans] == [f"2025-0{month}" for month in range(1, 7)]
        assert found.communiques == 4
        [place] = found.places
        assert (place.name, place.counts) == ("Université de Valmont", (2, 0, 1, 0, 0, 0))
        assert [(line.label, line.counts) for line in place.lines] == [
            ("Anne Valmont", (2, 0, 1, 0, 0, 0)),
            ("Paul <Martel>", (1, 0, 0, 0, 0, 0)),
        ]
        assert place.lines[1].away == (False, True, True, False, False, False)
        assert not any(place.lines[0].away)

    def test_how_the_work_is_shared(self, session, office):
        found = report.figures_of(session, FIRST, LAST)
        assert found.workload == (("Anne Valmont", 3, 1), ("Paul <Martel>", 1, 1))
        assert found.others == 0

    def test_what_is_missing(self, session, office):
        found = {gap.code: gap for gap in report.figures_of(session, FIRST, LAST).gaps}
        assert (found["unanswered"].count, found["unanswered"].shown) == (1, ("Personne",))
        assert found["issuers_without_contact"].shown == ("Personne: Université de Valmont",)
        assert found["unreachable"].count == 0

    @pytest.mark.parametrize(
        ("first", "last", "labels"),
        [
            (dt.date(2025, 2, 15), dt.date(2025, 2, 15), ["2025-02"]),
            (dt.date(2024, 11, 30), dt.date(2025, 1, 1), ["2024-11", "2024-12", "2025-01"]),
            (
                dt.date(2020, 2, 1),
                dt.date(2024, 12, 31),
                [f"{year} Q{q}" for year in range(2020, 2025) for q in (1, 2, 3, 4)],
            ),
            (dt.date(2001, 5, 1), dt.date(2025, 1, 1), [str(year) for year in range(2001, 2026)]),
        ],
    )
    def test_columns_are_months_quarters_or_years(self, session, first, last, labels):
        assert [span.label for span in report.figures_of(session, first, last).spans] == labels

    def test_the_number_of_statements_does_not_grow(self, session, valmont):
        def statements(size: int) -> int:
            for number in range(size):
                made = communique(session, f"Titre {number}", valmont, dated_on=FIRST)
                name = f"Anne {'abcdefghijklmnopqrst'[number]}ernard"
                coverage.assign(session, made, contact(session, name, at=valmont), on_behalf_of=valmont)
            session.commit()
            session.expunge_all()
            seen = []
            event.listen(session.get_bind(), "before_cursor_execute", lambda *args: seen.append(args[2]))
            report.figures_of(session, FIRST, LAST)
            return len(seen)

        assert statements(2) == statements(12)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.urls += [value for name, value in attrs if name in {"src", "href", "srcset", "action", "data"}]


class TestPage:
    def test_it_asks_for_nothing_and_runs_nothing(self, session, office):
        text = report.page(session, FIRST, LAST)
        page = _Page(text)
        assert page.urls == ["data:,"]
        assert not {"script", "iframe", "object", "form"} & set(page.tags)
        assert "url(" not in text
        assert "@import" not in text

    def test_what_it_shows_is_escaped(self, session, office):
        text = report.page(session, FIRST, LAST)
        assert "Paul &lt;Martel&gt;" in text
        assert "<Martel>" not in text

    def test_an_empty_period_says_so(self, session):
        text = report.page(session, dt.date(1990, 1, 1), dt.date(1990, 1, 31))
        assert "Nobody covered anything." in text
        assert "None." in text

    def test_every_row_has_as_many_cells_as_the_head(self, session, office):
        text = report.page(session, FIRST, LAST)
        table = text[text.index('<table class="time">') : text.index("</table>")]
        widths = {len(re.findall("<t[hd]", row)) for row in table.split("<tr")[1:]}
        assert widths == {8}

    def test_the_same_figures_make_the_same_page(self, session, office):
        assert report.page(session, FIRST, LAST) == report.page(session, FIRST, LAST)


class TestCommand:
    def test_it_writes_the_page(self, migrated_url, crm, tmp_path):
        target = tmp_path / "report.html"
        status, out, _ = crm(
            "report", "--db", migrated_url, "--html", target, "--from", "2025-01-01", "--to", "2025-06-30"
        )
        assert (status, out) == (0, f"{target}: 2025-01-01 to 2025-06-30\n")
        assert target.read_text(encoding="utf-8").startswith("<!doctype html>")

    def test_a_period_that_ends_before_it_begins_is_refused(self, migrated_url, crm, tmp_path):
        target = tmp_path / "report.html"
        status, _, err = crm(
            "report", "--db", migrated_url, "--html", target, "--from", "2025-02-01", "--to", "2025-01-01"
        )
        assert status == 2
        assert "comes after" in err
        assert not target.exists()
