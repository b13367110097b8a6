"""What a line was broken in the middle of: links and numbers are whole, and everything else is as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import read
from crm.reading.wrapped import unwrapped

TEXT = "# Une forêt de mille ans\n\nLa Ville de Valmont ouvre une forêt de mille arbres, plantée par ses écoles.\n\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Contact : +44(0)", "7700900123"], ["Contact : +44(0) 7700900123", ""]),
        (["Anne Corvel +44 (0) 7700", "900123"], ["Anne Corvel +44 (0) 7700 900123", ""]),
        (["Tél. +33 1 99", "00 12 34"], ["Tél. +33 1 99 00 12 34", ""]),
        (["[anne@communes-", "orme.example.org](mailto:x)"], ["[anne@communes-orme.example.org](mailto:x)", ""]),
        (["![la", "forêt](/img/2025/03/14/a.jpg){:.img} et"], ["![la forêt](/img/2025/03/14/a.jpg){:.img}", "et"]),
    ],
)  # fmt: skip
def test_what_was_broken_is_whole(lines, expected):
    assert unwrapped(lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["Tél. +33 1 99 00 12 34", "01 99 00 12 35"],
        ["08-465 004 12", "08-465 004 13"],
        ["Depuis 2003", "12 500 arbres"],
        ["[1] Une note", "[2](https://example.org)"],
        ["Une [liste", "", "de choses](https://example.org)"],
        ["+33 1 99", "2025, une année"],
        ["1 + 1", "123456789"],
    ],
)
def test_what_is_whole_stays_apart(lines):
    assert unwrapped(lines) == lines


@given(st.lists(st.text(alphabet="[]()+0123456789 a\t-", max_size=40), max_size=6))
def test_no_letter_is_lost_and_no_line(lines):
    found = unwrapped(lines)
    assert len(found) == len(lines)
    assert "".join("".join(found).split()) == "".join("".join(lines).split())


def test_a_release_that_was_broken_to_a_width():
    contacts = (
        "Contacts presse :\n\nVille de Valmont : Anne Corvel\n[anne@example.org](mailto:anne@example.org) +44(0)\n"
        "7700900123\n\nOrme : Hugo Peyrelade [hugo@example.org](mailto:hugo@example.org) +44(0) 7700\n900124\n"
    )
    picture = "![la\nforêt](/assets/img/presse/2025/03/14/foret.jpg){:.img-fluid}\n\n"
    reading = read((TEXT + picture + contacts).encode())
    assert [(one.name, [phone.e164 for phone in one.phones]) for one in reading.contacts] == [
        ("Anne Corvel", ["+447700900123"]),
        ("Hugo Peyrelade", ["+447700900124"]),
    ]
