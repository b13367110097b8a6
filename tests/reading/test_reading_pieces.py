"""A line that holds several things is cut up; whatever it holds, nothing is invented."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading.glued import form_label, is_glued, may_be_glued, unglued
from crm.reading.lines import lines_of
from crm.reading.pieces import pieces_of

SENTENCE = "La Ville de Brisecourt rouvre la bibliothèque des Tanneurs après deux ans de travaux dans la vallée."


def pieces(text):
    return [piece.plain for piece in pieces_of(lines_of(text))]


@pytest.mark.parametrize("text", ["", "Anne Le Goff", "Contact presse : Anne Le Goff", "a@example.org", SENTENCE])
def test_a_line_that_says_one_thing_stays(text):
    lines = lines_of(text)
    assert pieces_of(lines) == lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anne Le GoffTel: 01 99 00 12 34", ["Anne Le Goff | Tel: 01 99 00 12 34"]),
        ("Anne Le GoffEmail: a@example.org", ["Anne Le Goff | Email: a@example.org"]),
        ("0199001234anne@example.org", ["0199001234 | anne@example.org"]),
        ("PressekontaktZoé Quint", ["Pressekontakt", "Zoé Quint"]),
        ("Contact presseZoé Quint", ["Contact presse", "Zoé Quint"]),
    ],
)
def test_glued_fields_come_apart(text, expected):
    assert pieces(text) == expected


@pytest.mark.parametrize("text", ["LeBlanc", "iPhone", "Motel: 12", "McTelford (2)", "Kontakt", "Tel: 01 99 00 12 34"])
def test_what_only_looks_glued(text):
    assert not is_glued(text)
    assert unglued(text) == text
    assert form_label(text) is None


def test_a_wide_gap_in_a_short_line_parts_columns():
    assert pieces("Anne Le Goff    01 99 00 12 34") == ["Anne Le Goff | 01 99 00 12 34"]
    assert pieces("Anne Le Goff  01 99 00 12 34") == ["Anne Le Goff 01 99 00 12 34"]
    assert pieces("Voilà.    Anne Le Goff") == ["Voilà. Anne Le Goff"]


def test_a_release_in_one_line_is_cut_at_its_gaps():
    text = f"{SENTENCE}      {SENTENCE}      Contact presse      Anne Le Goff      01 99 00 12 34"
    assert pieces(text) == [SENTENCE, SENTENCE, "Contact presse", "Anne Le Goff", "01 99 00 12 34"]


def test_a_label_inside_a_long_line_begins_a_piece():
    found = pieces(f"{SENTENCE} {SENTENCE[:-1]} Contact presse : Anne Le Goff, 01 99 00 12 34")
    assert found == [SENTENCE, SENTENCE[:-1], "Contact presse : Anne Le Goff, 01 99 00 12 34"]


def test_what_follows_the_last_number_of_a_long_line_is_a_piece():
    found = pieces(f"Contact presse : Anne Le Goff, 01 99 00 12 34 {SENTENCE[:-1]} {SENTENCE}")
    assert found[0] == "Contact presse : Anne Le Goff, 01 99 00 12 34"
    assert " ".join(found[1:]) == f"{SENTENCE[:-1]} {SENTENCE}"


def test_prose_without_contacts_is_not_cut():
    text = f"{SENTENCE} {SENTENCE}"
    assert pieces(text) == [text]


def test_a_line_of_damage_is_not_cut():
    text = f"Contact presse {'x' * 20_001}. Anne Le Goff 01 99 00 12 34"
    assert pieces(text) == [text]


def test_pieces_keep_the_number_of_their_line():
    found = pieces_of(lines_of(f"Titre\nContact presseAnne Le Goff\n{SENTENCE}"))
    assert [piece.number for piece in found] == [1, 2, 2, 3]


WORDS = [
    "Contact presse",
    " : ",
    "Anne",
    " ",
    "     ",
    "Tel: ",
    "01 99 00 12 34",
    "a@example.org",
    ". ",
    "Vallée",
    "\t",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_no_letter_is_invented(text):
    """Columns are read one after the other, so only how many there are of each is sure."""
    printed, read = (Counter(re.findall(r"\w", one)) for one in (text, " ".join(pieces(text))))
    assert read <= printed


@given(st.lists(st.sampled_from([word for word in WORDS if word.lower() == word]), max_size=40).map("".join))
def test_no_letter_is_lost_where_there_is_no_table(text):
    assert Counter(re.findall(r"\w", " ".join(pieces(text)))) == Counter(re.findall(r"\w", text))


@given(
    st.lists(
        st.sampled_from(
            ["Anne Le Goff", "Contact presse", "contact", "Tel: ", "Tél. ", "Phone:", "01 99 00 12 34", "+33 1 99",
             "a.quint@example.org", "presse", "http://", "https:", "Verreval Inc.", "É", "ß", "œ", " ", ": "]
        ),
        max_size=5,
    ).map("".join)
)  # fmt: skip
def test_no_field_is_glued_where_no_letter_meets_another_kind_of_character(text):
    if not may_be_glued(text):
        assert form_label(text) is None
        assert not is_glued(text)
        assert unglued(text) == text
