"""The last revision that gave names their keys makes the same keys as the library does, for any text."""

from __future__ import annotations

import importlib.util
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.values.institutions import keys_of, name_words
from crm.values.institutions.words import vocabulary

FILE = next((Path(__file__).parent.parent / "alembic" / "versions").glob("0008_*.py"))
VARIANTS = sorted(vocabulary().canonical)


def revision() -> Any:
    spec = importlib.util.spec_from_file_location("revision_0008", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KEYS = revision()._keys_of_name


def assert_same_keys(text: str) -> None:
    keys = keys_of(text)
    found = KEYS(text)
    assert found == {
        "core_key": keys.core,
        "head_key": keys.head,
        "initials": keys.initials,
        "anchor": keys.anchor,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Centre d'histoire du XIXe siècle",
        "Center for 19th-Century History",
        "ORME UMR 9997 / EA HALDEN 0012",
        "Halden U999",
        unicodedata.normalize("NFD", "Centre Méditerranéen de Médecine"),
        "Unité mixte de recherche Œnologie",
        "Electrochemical Palaeontology Centre",
        "INSTITUT INTERUNIVERSITAIRE DE VALMONT",
    ],
)
def test_the_keys_of_the_revision(text: str) -> None:
    assert_same_keys(text)


@given(st.lists(st.sampled_from(VARIANTS), min_size=1, max_size=8).map(" ".join))
def test_the_keys_of_the_revision_for_words_that_are_listed(text: str) -> None:
    assert_same_keys(text.title())
    assert_same_keys(text)


@given(st.text(max_size=60))
def test_the_keys_of_the_revision_for_any_text(text: str) -> None:
    assert_same_keys(text)


SAME = [
    ("Centre d'histoire du XIXe siècle", "Centre for 19th-Century History", "Centro de Historia del Siglo XIX"),
    ("Institut d'électrochimie", "Institute of Electrochemistry"),
    ("Laboratoire de spectroscopie infrarouge quantique", "Quantum Spectroscopy Infrarouge Laboratory"),
    ("Société des maladies inflammatoires", "Society of Inflammatory Diseases"),
    ("Unité mixte de recherche Halden", "Joint Research Unit Halden"),
    ("Laboratoire inter-universitaire de Halden", "Interuniversity Laboratory of Halden"),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0])
def test_the_same_words_in_several_languages(texts: tuple[str, ...]) -> None:
    assert len({name_words(text).all for text in texts}) == 1


def test_accents_of_their_own_break_no_word() -> None:
    text = "Médecine à Valmont"
    apart = unicodedata.normalize("NFD", text)
    assert name_words(apart).all == name_words(text).all
    first = name_words(apart).tokens[0]
    assert apart[first.start : first.end] == unicodedata.normalize("NFD", "Médecine")


@pytest.mark.parametrize("text", ["ORME UMR 9997", "UMR ORME 9997", "Halden UMR 9997", "ORME HALDEN UMR 9997"])
def test_anybody_may_have_the_unit(text: str) -> None:
    assert name_words(text).all == {"umr9997"}


def test_a_kind_of_body_before_a_unit_is_kept() -> None:
    assert name_words("Institut UMR 9997").all == {"institut", "umr9997"}
    assert name_words("Chimie UMR 9997").all == {"chimie", "umr9997"}
