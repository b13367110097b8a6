"""Pages with more blank lines than they mean, and paragraphs that were filled to a width."""

from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import read
from crm.reading.filled import joined_lines
from crm.reading.gaps import with_usual_gaps
from crm.reading.lines import lines_of

PROSE = (
    "The institute of Merelford has opened a laboratory that will watch the glaciers with the towns of the valley. "
    "It has taken samples since the spring and compared them with what the archives of the county hold on the matter. "
)
ASKED = "For more information, please contact Beatrix Wexcombe, Press Officer, at beatrix.wexcombe@merel.example.org."
CARD = "Media contact\n\nAnne Quint\nPress Officer\nanne@merel.example.org\n+44 20 7946 0001"
PAGE = f"# A new laboratory for the glaciers\n\nMerelford, 17 January 2025\n\n{PROSE}\n\n{PROSE}\n\n{CARD}\n"


def seen(text):
    return [(one.name, [str(mail) for mail in one.emails], len(one.phones)) for one in read(text).contacts]


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE.replace("\n\n", "\n\n\n"),
        PAGE.replace("\n\n", "\n\n\n\n"),
        PAGE.replace("\n", "\n\n"),
        PAGE.replace("\n\n", "\n").replace("\n", "\n\n"),
    ],
)
def test_gaps_of_any_size(page):
    assert seen(page) == [("Anne Quint", ["anne@merel.example.org"], 1)]


def test_lines_keep_their_numbers():
    page = PAGE.replace("\n", "\n\n")
    (contact,) = read(page).contacts
    first, last = contact.lines
    assert page.split("\n")[first - 1] == "Anne Quint"
    assert page.split("\n")[last - 1] == "+44 20 7946 0001"


@given(st.lists(st.sampled_from(["", "", "words", "other words"]), max_size=30))
def test_only_blank_lines_are_left_out(printed):
    lines = lines_of("\n".join(printed))
    found = with_usual_gaps(lines)
    assert [line.number for line in found if not line.is_blank] == [line.number for line in lines if not line.is_blank]
    assert with_usual_gaps(found) == found


@pytest.mark.parametrize("width", [60, 66, 72, 80, 96])
def test_a_sentence_broken_anywhere(width):
    lines = wrap(PROSE + ASKED, width, break_on_hyphens=False, break_long_words=False)
    page = "# A new laboratory for the glaciers\n\nMerelford, 17 January 2025\n\n" + "\n".join(lines) + "\n"
    (contact,) = read(page).contacts
    assert (contact.name, contact.emails[0]) == ("Beatrix Wexcombe", "beatrix.wexcombe@merel.example.org")
    assert contact.lines[1] == 4 + len(lines)
    assert "beatrix.wexcombe@merel.example.org" in contact.printed


def test_lines_that_end_where_they_may_are_not_joined():
    contacts = [
        "Press contact: Anne Quint, Halden Foundation, anne.quint@halden.example.org",
        "Press contact: Hugo Lehn, Halden Foundation, hugo.lehnert@halden.example.org",
        "Press contact: Zoé Varrick, Halden Foundation, zoe.varrick@halden.example.org",
    ]
    lines = lines_of("\n".join(contacts))
    assert joined_lines(lines) == lines


def test_prose_that_leads_to_nobody_is_left_as_it_is():
    lines = lines_of("\n".join(wrap(PROSE * 2, 72)))
    assert joined_lines(lines) == lines
