"""Names by the hundred thousand: the fast lane says what the reader says; names put together of columns."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.errors import InvalidName
from crm.values import ParsedName, PersonName, parse_many_names, parse_names
from crm.values.names import lane, looks
from crm.values.names.given import GIVEN_NAMES
from crm.values.names.lane import Lane
from crm.values.names.parts import POSTS
from crm.values.names.text import INSTITUTIONS, JOINING, joins_persons, read_names
from crm.values.names.words import SMALL_WORDS
from crm.values.roles import ROLE_WORDS

GIVEN = "Anne Zoé INÈS Paul Jean-Éric Anne-Marie".split()
PLAIN = ("Anne Zoé INÈS paul Jean-Éric Anne-Marie Martin MARTIN Berg Petit-Quint PETIT-QUINT d'Almeida D’ALMEIDA Voß"
    " O'Brien McDonald LeROY Ng NG LI JP XZ Lt-Col Dott-ssa Mon-Sieur").split()  # fmt: skip
SMALL = ("M. Mme Dr Prof. Don Gal Père de du van der Le LE la D d ben A. J.-P. M.-C. Jr. fils II rer. nat. et al. né"
    " y").split()  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(SMALL),
    st.sampled_from(sorted(GIVEN_NAMES | SMALL_WORDS | ROLE_WORDS)).flatmap(
        lambda word: st.sampled_from((word, word.title(), word.upper()))
    ),
    st.text(alphabet="aéßœÅZĳſıİ.'’-,ʼ()1\u0301", min_size=1, max_size=6),
)
NAMES = st.builds(
    lambda words, commas: " ".join(word + "," * comma for word, comma in zip(words, commas, strict=True)),
    st.lists(WORDS, min_size=4, max_size=4),
    st.lists(st.sampled_from((0, 0, 0, 1)), min_size=4, max_size=4),
)
TEXTS = st.one_of(NAMES, NAMES.map(lambda name: name.partition(" ")[2]), st.text(max_size=30), st.none())


def said(found: list[ParsedName]) -> list[tuple[object, ...]]:
    return [
        (
            one.value and one.value.__composite_values__(),
            one.error and (one.error.code, str(one.error)),
            (one.text, one.start, one.end, one.warnings),
        )
        for one in found
    ]


def assert_same(texts, of):
    for text, found in zip(texts, of(texts), strict=True):
        assert said(found) == said(read_names(text)), text


@given(st.lists(TEXTS, max_size=6))
@example(["Martin Martin", "Anne Martin", "Martin Martin", "Martin Anne"])
@example(["Anne d'Almeida", "d'Almeida Anne", "Anne, d'Almeida", "Anne,", "Mme,", "Dr, Anne"])
@example(["Anne  Martin", " Anne Martin", "Anne Martin\n", "Anne\u00a0Martin", "Anne et Paul Martin", "x" * 101, "?"])
def test_the_lane_gives_the_verdicts_of_the_reader(texts):
    assert_same(texts, parse_many_names)
    assert_same(texts * 2, lambda every: Lane().read_all(every))


def test_every_word_that_the_reader_looks_for_is_known_to_the_lane():
    warm = Lane()
    list(warm.read_all(f"{one} {two}" for one in PLAIN for two in PLAIN))
    listed = sorted(SMALL_WORDS | POSTS | INSTITUTIONS | JOINING | ROLE_WORDS | set(sorted(GIVEN_NAMES)[::9]))
    spelled = [spell(word) for word in listed for spell in (str.lower, str.title, str.upper)]
    assert_same([f"Zed {word} Valmont" for word in spelled] + [f"Valmont, {word}" for word in spelled], warm.read_all)


def test_words_that_join_are_listed():
    assert all(map(joins_persons, JOINING))


def test_the_memory_starts_afresh(monkeypatch):
    monkeypatch.setattr(looks, "_MAX_WORDS", 2)
    monkeypatch.setattr(lane, "_MAX_SHAPES", 3)
    fresh = Lane()
    for one in PLAIN:
        for two in ("Martin", "PETIT-QUINT", "de", "Berg,"):
            assert_same([f"{one} {two}"], fresh.read_all)
            held = len(fresh._looks), len(fresh._looks.folds), len(fresh._shapes)
            assert held[0] <= 2
            assert held[1] <= 2 + 2  # and the two of the name at hand
            assert held[2] <= 3


def test_bulk_is_lazy():
    def endless():
        while True:
            yield "Anne Martin"

    assert [str(one.value) for one in next(parse_many_names(endless()))] == ["Anne Martin"]


def test_an_answer_is_the_askers_own():
    found = parse_names("Anne Martin")
    found.clear()
    assert len(parse_names("Anne Martin")) == 1


@pytest.mark.parametrize("text", [None, 7, b"Anne Martin", "", " ", "1", "x" * 2001, "anne@example.org", "An\0ne"])
def test_what_is_no_name_is_answered_alike(text):
    assert_same([text], parse_many_names)


@pytest.mark.parametrize("make", [PersonName.one, PersonName.parse])
def test_a_kind_of_name_of_ones_own_stays_one(make):
    class Name(PersonName):
        __slots__ = ()

    made = make.__func__(Name, "Anne Martin")
    assert type(made) is Name
    assert made.__composite_values__() == make("Anne Martin").__composite_values__()


class TestOfParts:
    def test_nothing_is_taken_apart_again(self):
        name = PersonName.of_parts(" Jean  Claude", "Martin\u00a0Petit", title="Mme ", suffix="")
        assert name.__composite_values__() == (
            "Jean Claude Martin Petit", "Mme", "Jean Claude", "Martin Petit", None, "claude jean martin petit",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("given_name", "family"), [("Anne", None), (None, "Martin"), ("", "Martin"), ("Anne", "  ")]
    )
    def test_one_part_is_enough(self, given_name, family):
        name = PersonName.of_parts(given_name, family)
        assert name.printed in ("Anne", "Martin")
        assert (name.given, name.family) in (("Anne", None), (None, "Martin"))
        assert name.key == name.printed.lower()

    @pytest.mark.parametrize(
        ("given_name", "family", "code"),
        [
            (None, None, "name.empty"),
            ("", " ", "name.empty"),
            ("1", "-", "name.empty"),
            ("a" * 101, "b" * 100, "name.too_long"),
            ("Anne", "01 99 00 12 34", "name.not_a_name"),
            ("Anne", "anne@example.org", "name.not_a_name"),
            ("An\0ne", "Martin", "name.characters"),
            ("Anne", "\ud800", "name.characters"),
        ],
    )
    def test_what_is_no_name_is_refused(self, given_name, family, code):
        with pytest.raises(InvalidName) as refused:
            PersonName.of_parts(given_name, family)
        assert refused.value.code == code

    @given(st.sampled_from(GIVEN), st.sampled_from([*PLAIN[6:14], "Le Goff", "de la Tour", "van der Berg"]))
    def test_the_key_is_the_one_that_reading_makes(self, given_name, family):
        made = PersonName.of_parts(given_name, family)
        assert made.key == PersonName.one(made.printed).key == PersonName.one(f"{family}, {given_name}").key
        assert made == PersonName(made.printed, None, given_name, family)


_SAID = st.none() | st.sampled_from(["", "Anne", "de la Tour", "L\u02bcHerbier", "Mme", "\u0153" * 170])


@given(st.sampled_from(PLAIN) | st.text(max_size=210), _SAID, _SAID, _SAID, _SAID)
@example("  Anne\u00a0 Martin ", None, None, None, None)
@example("a" * 201, None, None, None, None)
def test_a_name_that_is_told_is_the_one_that_the_constructor_makes(printed, title, given_name, family, suffix):
    parts = title, given_name, family, suffix
    told = outcome(lambda: PersonName.told(printed, *parts))
    assert told == outcome(lambda: PersonName(" ".join(printed.split()), *parts))


def outcome(make):
    try:
        return make()
    except InvalidName as error:
        return error.code
