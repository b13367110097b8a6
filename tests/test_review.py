"""What a reading shows for a person to check: nothing read goes unshown, and nothing of the text acts."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crm
from crm.errors import SourceMissing
from crm.reading import Evidence, ReadWarning
from crm.review import Refused, explain, look_at, marks_of, page
from crm.review.places import annotate
from crm.review.visible import visible

COMMUNIQUES = sorted((Path(__file__).parent.parent / "examples" / "communiques").iterdir())
HOSTILE = (
    """</script></style></title><img src=x onerror="alert(1)"><svg onload=alert(1)>"'`--><script>alert(1)</script>"""
)
RELEASE = """Ouverture du nouveau port

Brisecourt, le 11 septembre 2025 - Le port ouvre ses quais.

Contact presse
Anne Le Goff
anne.le-goff@univ-valmont.example.org
01 99 00 12 34
"""
VOID = {"meta", "link", "img", "input", "br"}


def reading(text: str = RELEASE, **changes):
    """Return a reading that has the evidence it is given and none of its own."""
    return dataclasses.replace(crm.read(text, region="FR"), **{"evidence": (), **changes})


def evidence(kind: str, line: int, text: str, **more) -> Evidence:
    given = {"lines": (line, line), "value": text, "confidence": 0.8, "reason": "because"} | more
    return Evidence(kind=kind, text=text, **given)


def html_of(*readings) -> str:
    return "".join(page(readings))


class Parsed(HTMLParser):
    """A page as a browser takes it: its elements, and the text in those of a class."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.closed: list[tuple[str, dict[str, str], str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        opened, attributes, text = self.open.pop()
        assert opened == tag
        self.closed.append((tag, attributes, "".join(text)))

    def handle_data(self, data):
        for _, _, text in self.open:
            text.append(data)

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    def texts(self, name: str) -> list[str]:
        """Return the texts of the elements of a class."""
        return [text for _, attributes, text in self.closed if name in (attributes.get("class") or "").split()]


class TestMarks:
    @pytest.mark.parametrize("path", COMMUNIQUES, ids=lambda path: path.name)
    def test_every_finding_is_a_mark_whether_or_not_there_is_evidence(self, path):
        read = crm.read(path)
        for one in (read, dataclasses.replace(read, evidence=())):
            marks = marks_of(one)
            values = {(mark.kind, mark.value) for mark in marks}
            assert one.title is None or any(mark.kind == "title" for mark in marks)
            assert {i.name for i in one.institutions} <= {v for kind, v in values if kind == "institution"}
            for number, contact in enumerate(one.contacts):
                own = {mark.value for mark in marks if mark.contact == number}
                assert {*map(str, contact.emails), *map(str, contact.phones)} <= own
            assert [mark.value for mark in marks if mark.kind == "warning"] == [w.message for w in one.warnings]

    def test_evidence_takes_the_place_of_the_field_it_tells_of_and_of_no_other(self):
        plain = reading()
        told = evidence("contact.email", 7, str(plain.contacts[0].emails[0]), contact=0, reason="an address")
        marks = marks_of(dataclasses.replace(plain, evidence=(told,)))
        assert [mark.reason for mark in marks if mark.kind == "contact.email"] == ["an address"]
        assert [mark.kind for mark in marks] == [mark.kind for mark in marks_of(plain)]

    def test_a_second_address_that_no_evidence_tells_of_is_not_lost(self):
        plain = reading(RELEASE.replace("01 99", "bureau@univ-valmont.example.org\n01 99"), evidence=())
        first, second = plain.contacts[0].emails
        marks = marks_of(dataclasses.replace(plain, evidence=(evidence("contact.email", 7, str(first), contact=0),)))
        assert [mark.value for mark in marks if mark.kind == "contact.email"] == [first, second]

    def test_lines_that_are_not_there_are_nowhere(self):
        made = reading(evidence=(evidence("date", 900, "x"), evidence("decoy", 8, "01 99", lines=(8, 99))))
        lines = {mark.kind: mark.lines for mark in marks_of(made)}
        assert lines["date"] is None
        assert lines["decoy"] == (8, len(annotate(made).lines))

    def test_the_marks_are_numbered_in_the_order_of_the_page(self):
        marks = marks_of(reading())
        assert [mark.number for mark in marks] == list(range(1, len(marks) + 1))
        assert [mark.lines[0] for mark in marks if mark.lines] == sorted(m.lines[0] for m in marks if m.lines)

    def test_what_calls_for_a_look(self):
        fine = reading(
            evidence=(evidence("institution", 3, "port"),), institutions=crm.read(COMMUNIQUES[0]).institutions
        )
        assert look_at(fine, ()).reasons == ()
        doubted = dataclasses.replace(
            fine, title=None, date=None, contacts=(), institutions=(), warnings=(ReadWarning("x", (1, 1), "y"),),
            evidence=(evidence("decoy", 1, "x", confidence=0.1), evidence("dateline", 3, "x", confidence=0.5)),
        )  # fmt: skip
        look = look_at(doubted, marks_of(doubted))
        assert look.lowest == 0.5
        assert look.reasons == (
            "no press contact", "no title", "no date", "no issuer", "1 warning", "confidence down to 50%",
        )  # fmt: skip

    def test_a_contact_nobody_can_reach_calls_for_a_look(self):
        plain = reading()
        mute = dataclasses.replace(plain.contacts[0], emails=(), phones=())
        assert (
            "1 contact without address or number" in look_at(dataclasses.replace(plain, contacts=(mute,)), ()).reasons
        )


class TestPlaces:
    def test_lines_count_as_the_reader_counts_them(self):
        text = "a\r\nb\nc\rd\x0be\x85f\u2028g\x1ch\n\ni"
        shown = ["".join(piece.text for piece in line.pieces) for line in annotate(reading(text)).lines]
        assert shown == re.split(r"\r\n|\n|\r", text)

    def test_words_are_marked_where_they_stand(self):
        made = reading("Titre\n  Écrire à anne@example.org.", evidence=(evidence("decoy", 2, "anne@example.org"),))
        pieces = annotate(made).lines[1].pieces
        assert [(piece.text, [mark.kind for mark in piece.marks]) for piece in pieces] == [
            ("  Écrire à ", []), ("anne@example.org", ["decoy"]), (".", []),
        ]  # fmt: skip

    def test_the_same_words_twice_are_two_places(self):
        twice = (evidence("decoy", 1, "01 99 00 12 34"), evidence("decoy", 1, "01 99 00 12 34", reason="again"))
        pieces = annotate(reading("01 99 00 12 34 ou 01 99 00 12 34", evidence=twice)).lines[0].pieces
        assert [len(piece.marks) for piece in pieces] == [1, 0, 1]

    def test_a_short_word_is_not_found_within_another(self):
        made = reading("Mme Martine Mart", evidence=(evidence("decoy", 1, "Mart"),), title=None, institutions=())
        assert [piece.text for piece in annotate(made).lines[0].pieces if piece.marks] == ["Mart"]
        assert annotate(made).lines[0].pieces[0].text == "Mme Martine "

    def test_marks_that_overlap_share_a_piece_the_shortest_first(self):
        both = (evidence("decoy", 1, "abc def"), evidence("dateline", 1, "def ghi"))
        pieces = annotate(reading("abc def ghi jkl", evidence=both, title=None, institutions=())).lines[0].pieces
        assert [(piece.text, len(piece.marks)) for piece in pieces] == [
            ("abc ", 1),
            ("def", 2),
            (" ghi", 1),
            (" jkl", 0),
        ]

    def test_words_that_are_not_found_mark_the_line(self):
        made = reading("**Titre** du jour", evidence=(evidence("title", 1, "Titre du jour"),))
        assert [piece.text for piece in annotate(made).lines[0].pieces if piece.marks] == ["**Titre** du jour"]

    def test_a_line_among_those_of_a_contact_of_which_nothing_was_read_is_residue(self):
        plain = reading()
        wide = dataclasses.replace(plain.contacts[0], lines=(5, 8))
        lines = annotate(dataclasses.replace(plain, contacts=(wide,))).lines
        assert [line.number for line in lines if line.is_residue] == [5]

    @given(st.text(st.sampled_from("ab \r\n<&é"), max_size=40), st.lists(st.text("ab <é", min_size=1), max_size=5))
    def test_the_pieces_of_a_line_are_the_line(self, text, words):
        made = dataclasses.replace(reading(), text=text, evidence=tuple(evidence("decoy", 1, word) for word in words))
        shown = ["".join(piece.text for piece in line.pieces) for line in annotate(made).lines]
        assert shown == re.split(r"\r\n|\n|\r", text)


class TestPage:
    def test_each_finding_leads_to_its_place_and_back(self):
        everything = [dataclasses.replace(crm.read(path), file=path.name) for path in COMMUNIQUES]
        parsed = Parsed(html_of(*everything))
        ids = parsed.all("id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in parsed.all("href") if href.startswith("#")} <= set(ids)
        for number, one in enumerate(everything, start=1):
            for mark in marks_of(one):
                assert f"f{number}-m{mark.number}" in ids
                assert (f"f{number}-s{mark.number}" in ids) is (mark.lines is not None)

    def test_what_was_read_is_on_the_cards(self):
        one = reading(evidence=(
            evidence("title", 1, "Ouverture du nouveau port", confidence=0.97, reason="the first heading"),
            evidence("decoy", 3, "quais", reason="of no contact"),
            evidence("contact.unread", 8, "01 99", reason="too short", contact=0),
            evidence("never.heard_of", 2, "?", reason="a kind of tomorrow"),
        ))  # fmt: skip
        findings = Parsed(html_of(one)).texts("findings")[0]
        for text in ("97%", "the first heading", "of no contact", "too short", "a kind of tomorrow", "Never heard of"):
            assert text in findings
        for text in (
            "Anne Le Goff",
            "anne.le-goff@univ-valmont.example.org",
            "+33199001234",
            "printed “01 99 00 12 34”",
        ):
            assert text in findings

    def test_the_source_is_all_there_line_by_line(self):
        shown = [
            re.sub('<span class="tags">.*?</span></div>', "</div>", line) for line in html_of(reading()).splitlines()
        ]
        parsed = Parsed("\n".join(line for line in shown if line.startswith('<div class="l')))
        assert parsed.texts("l") == RELEASE.split("\n")

    @given(st.text(min_size=1, max_size=60) | st.just(HOSTILE))
    def test_no_text_acts(self, text):
        plain = reading()
        contact = dataclasses.replace(plain.contacts[0], name=text, role=text, institution=text)
        hostile = dataclasses.replace(
            plain, text=f"{text}\nanne@example.org", file=text, title=text, subtitle=text, contacts=(contact,),
            warnings=(ReadWarning(text, (1, 1), text),), evidence=(evidence("decoy", 1, text, reason=text),),
        )  # fmt: skip
        parsed = Parsed(html_of(hostile, Refused(text, SourceMissing(text, hint=text))))
        harmless = Parsed(html_of(plain, Refused("x", SourceMissing("x", hint="x"))))
        assert {tag for tag, _ in parsed.elements} <= {tag for tag, _ in harmless.elements} | {"i"}
        assert {name for _, attributes in parsed.elements for name in attributes} <= {
            name for _, attributes in harmless.elements for name in attributes
        } | {"data-m", "role"}
        assert [tag for tag, _ in parsed.elements].count("script") == 1
        assert visible(text) in parsed.texts("value")
        html_of(hostile).encode("utf-8")

    def test_it_asks_for_nothing_outside_itself(self):
        html = html_of(*(crm.read(path) for path in COMMUNIQUES))
        parsed = Parsed(html)
        assert not {"img", "iframe", "object", "embed", "form", "video", "audio"} & {tag for tag, _ in parsed.elements}
        assert not parsed.all("src")
        assert {href for href in parsed.all("href") if not href.startswith("#")} == {"data:,"}
        template = "".join(
            (files("crm.review") / f"page.{suffix}").read_text("utf-8") for suffix in ("html", "css", "js")
        )
        assert not re.search(r"https?:|//[a-z]|url\(|@import|fetch|XMLHttp|innerHTML|eval|document\.write", template)

    def test_its_policy_lets_run_what_it_brings_and_nothing_else(self):
        html = html_of(reading())
        policy = next(a["content"] for tag, a in Parsed(html).elements if "http-equiv" in a and tag == "meta")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        for tag in ("style", "script"):
            (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not [
            name for _, attributes in Parsed(html).elements for name in attributes if name.startswith(("on", "style"))
        ]
        assert "@@" not in html

    def test_the_same_readings_make_the_same_page(self):
        assert html_of(reading(), reading()) == html_of(reading(), reading())

    def test_one_reading_is_asked_for_at_a_time(self):
        asked = []

        def readings():
            for number in range(3):
                asked.append(number)
                yield reading()

        pieces = page(readings())
        next(pieces)
        assert asked == []
        next(pieces)
        assert asked == [0]

    def test_a_file_that_could_not_be_read_is_there_with_its_reason(self):
        html = html_of(Refused("absent <b>.txt", SourceMissing("there is no file", hint="look elsewhere")))
        (said,) = Parsed(html).texts("error")
        assert said == "there is no filelook elsewheresource.missing"
        assert "absent &lt;b&gt;.txt" in html

    def test_without_a_single_file_it_is_a_page_all_the_same(self):
        assert not Parsed(html_of()).texts("file")

    def test_what_was_reviewed_is_to_be_reviewed_again_once_it_reads_differently(self):
        keys = [Parsed(html_of(one)).all("data-key")[0] for one in (reading(), reading(), reading(title="Autre"))]
        assert keys[0] == keys[1] != keys[2]

    def test_what_is_missing_is_said(self):
        bare = reading("Rien", title=None, date=None, contacts=(), institutions=())
        assert Parsed(html_of(bare)).texts("absent") == ["no title", "no date", "no issuer", "no press contact"]

    def test_the_page_grows_with_the_findings_and_not_with_an_endless_line_or_endless_lines(self):
        ordinary = len(html_of(reading()))
        endless = dataclasses.replace(reading(), text=RELEASE + "A" * 300_000)
        many = dataclasses.replace(reading(), text=RELEASE + "une ligne\n" * 30_000)
        assert len(html_of(endless)) < ordinary + 20_000
        assert "292,000 more characters" in html_of(endless)
        assert len(html_of(many)) < ordinary + 40_000
        assert "29,701 lines of text not shown (lines 159 to 29859)" in html_of(many)


class TestExplain:
    def test_what_was_read_stands_under_its_line_with_the_reason(self):
        told = (evidence("title", 1, "Ouverture du nouveau port", confidence=0.97, reason="the first line"),)
        lines = explain(reading(evidence=told, file="port.txt")).splitlines()
        assert lines[0] == "port.txt"
        assert lines[3:5] == ["    1  Ouverture du nouveau port", "       └ Title  (97%, the first line)"]
        assert "    8  01 99 00 12 34" in lines
        assert any(line.startswith("       └ Contact 1 phone: +33199001234") for line in lines)

    def test_warnings_stand_at_their_lines(self):
        lines = explain(reading(warnings=(ReadWarning("date.odd", (3, 3), "a strange day"),))).splitlines()
        place = lines.index("       └ Warning: a strange day  (date.odd)")
        assert max(line for line in lines[:place] if re.match(r" +\d", line)).startswith("    3  ")

    def test_runs_of_lines_that_say_nothing_are_folded_unless_asked_for(self):
        made = reading(RELEASE.replace("Contact presse", "Une phrase.\n\n" * 34 + "Contact presse"))
        assert "    …  … 35 lines of text …" in explain(made).splitlines()
        assert "Une phrase." not in explain(made)
        assert explain(made, all_lines=True).count("Une phrase.") == 34

    def test_a_few_lines_are_not_folded(self):
        assert "lines of text" not in explain(reading(RELEASE.replace("Contact presse", "Une.\n\nContact presse")))

    def test_a_line_of_which_nothing_was_read_says_so(self):
        plain = reading()
        wide = dataclasses.replace(plain.contacts[0], lines=(5, 8))
        shown = explain(dataclasses.replace(plain, contacts=(wide,)))
        assert "    5  Contact presse  ← nothing was read from this line\n" in shown

    def test_a_long_line_shows_what_is_around_its_findings(self):
        text = f"Titre\n{'avant ' * 200}Le 3 mai{' après' * 200}"
        shown = explain(reading(text, evidence=(evidence("decoy", 2, "Le 3 mai"),)), all_lines=True)
        line = next(line for line in shown.splitlines() if "Le 3 mai" in line and "└" not in line)
        assert line.count("more characters") == 2
        assert len(line) < 250
        assert "avant Le 3 mai après" in line

    @given(st.text(max_size=80))
    def test_no_text_reaches_the_terminal_as_an_order(self, text):
        made = dataclasses.replace(reading(), text=text, title=text, file=text, evidence=(evidence("decoy", 1, text),))
        shown = explain(made, all_lines=True)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", shown)

    @pytest.mark.parametrize("path", COMMUNIQUES, ids=lambda path: path.name)
    def test_everything_read_is_said(self, path):
        read = crm.read(path)
        shown = explain(read)
        for contact in read.contacts:
            assert all(str(value) in shown for value in (*contact.emails, *contact.phones))
