"""The words of names of institutions: the same word in every language, and the keys they are stored under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.values.institutions import keys_of, name_words
from crm.values.institutions.words import stem, vocabulary

SAME = [
    ("Université de Valmont", "UNIVERSITÉ DE VALMONT", "University of Valmont", "Univ. Valmont", "Universität Valmont"),
    ("Institut de mathématiques", "Institute of Mathematics", "Inst. mathématique"),
    ("Centre hospitalier universitaire de Valmont", "CHU Valmont", "Valmont University Hospital"),
    ("Valmont 3", "Valmont III", "VALMONT 3", "Valmont Three"),
    ("UMR 9997", "UMR9997", "ORME UMR 9997", "UMR ORME 9997", "umr-9997"),
    ("U 999", "U999", "UMR_S 999", "UMRS999", "Halden U999", "ORME UMR_S 999"),
    ("École d'été de Saint-Orme", "ECOLE D'ETE DE ST-ORME", "Ecole d’été de Saint Orme"),
]
APART = [
    ("Université Valmont 2", "Université Valmont 3"),
    ("Université de Valmont", "École de Valmont"),
    ("UMR 9997", "UPR 9997"),
    ("EA 999", "U 999"),
    ("Institut d'histoire", "Institut de géographie"),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0])
def test_the_same_words(texts: tuple[str, ...]) -> None:
    assert len({name_words(text).all for text in texts}) == 1


@pytest.mark.parametrize("texts", APART, ids=lambda texts: texts[0])
def test_other_words(texts: tuple[str, str]) -> None:
    left, right = texts
    assert name_words(left).all != name_words(right).all


def test_places_are_those_of_the_text() -> None:
    text = "L'Université de Valmont (UDV)"
    assert [text[one.start : one.end] for one in name_words(text).tokens] == ["Université", "Valmont", "UDV"]


def test_a_name_of_nothing_but_articles_keeps_them() -> None:
    assert name_words("La").all == {"la"}
    assert name_words("").all == name_words("?!").all == frozenset()


def test_keys() -> None:
    keys = keys_of("Institut des rivières de Valmont - Orme")
    assert (keys.core, keys.head, keys.initials) == ("orme rivier valmont", "rivier valmont", "irvo")
    assert keys_of("O-RME").head == "orme"
    assert keys_of("Orme").initials is None
    assert keys_of("Orme").anchor is None


@given(st.text(max_size=400))
def test_any_text_has_keys_that_fit(text: str) -> None:
    keys = keys_of(text)
    assert all(len(key) <= 320 for key in (keys.core, keys.head, keys.anchor) if key)
    assert len(keys.initials or "") <= 40
    assert keys == keys_of(text)


@given(st.sampled_from(sorted(vocabulary().canonical)))
def test_every_word_of_the_lists_is_folded_and_means_what_it_says(word: str) -> None:
    from crm.values import fold

    assert fold(word) == word
    assert stem(vocabulary().canonical[word])


def test_no_word_says_nothing_and_something() -> None:
    words = vocabulary()
    assert not words.stop & set(words.canonical)
    assert words.parts <= words.heads
    assert words.mild <= words.heads
