"""What is told sooner by a shortcut is what the long way tells."""

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from crm.reading.candidates import is_candidate, is_cut_at_colon, whole
from crm.reading.designations import is_institution
from crm.reading.digits import at_most, has_shape, runs
from crm.reading.domains import Domains
from crm.reading.echoes import echo_of, first_words_of
from crm.reading.lines import Line, lines_of
from crm.reading.local_parts import is_of_one, resembles, squeezed
from crm.reading.names import has_given_name, is_person
from crm.reading.page import page_of
from crm.reading.printed_dates import DATELINE, every_date
from crm.reading.ranking import MAX_LEAD, _looks, _most_looks, ranked
from crm.reading.remembered import remembered
from crm.reading.standing import most_of, standing

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("0123456789?٣ .-/ab\n"), max_size=60)
WORDS = st.sampled_from(
    """Communiqué de presse|Valmont, le 3 mars 2025|La bibliothèque de Valmont rouvre ses portes|# Une école ouvre
    |**Contact presse**|Anne Le Goff|01 99 00 12 34|anne.le-goff@example.org|Actualités | Presse | Contact|* Accueil||
    |La Ville de Valmont ouvre lundi une bibliothèque pour tous les habitants de la vallée et des villages voisins.
    |UNE FORÊT DE MILLE ANS|Source : Ville de Valmont|(en bref)|www.example.org|mardi 4 mars|Orme lance une carte :
    |une carte des sources de la vallée|Communiqué de presse de la Ville|1. Accueil|Lire la suite|# Espace presse|=====
    |## À propos de Valmont|Une fête le 3 juin à Valmont|Il y a là plus de cent livres neufs.|# Presse|11:09"""
    .replace("\n    |", "|")
    .split("|")
)  # fmt: skip
PAGES = st.lists(WORDS, min_size=1, max_size=25).map("\n".join)


@given(TEXTS, st.integers(0, 80))
def test_runs_of_digits_are_those_of_the_pattern(text, end):
    assert list(runs(text, end)) == [found.span() for found in re.compile(r"\d+").finditer(text, 0, end)]


def test_a_text_of_another_script_is_searched_by_the_pattern():
    text = "年" * 300 + "2025" + "年" * 10 + "3"
    assert list(runs(text, len(text))) == [(300, 304), (314, 315)]


@given(TEXTS)
def test_there_are_never_more_digits_than_counted(text):
    assert at_most(text) >= sum(c.isdecimal() for c in text)
    assert has_shape(text, b"000-0") or re.search(r"\d{3}[-. ]\d", text) is None


@given(st.lists(st.sampled_from("le 3 mars 2025|4 mars|mardi 5 mars|de|orme|12/03/2025|2025".split("|")), max_size=60))
def test_the_first_dates_of_a_paragraph_are_those_of_all(pieces):
    text = " ".join(pieces)
    early = [date for date in every_date(text) if date.start <= DATELINE]
    assert [date for date in every_date(text, end=DATELINE) if date.start <= DATELINE] == early


@given(st.text(max_size=40) | PAGES)
def test_lines_taken_in_at_once_are_what_each_says_of_itself(text):
    lines = lines_of(text)
    for line in lines:
        alone = Line(line.number, line.printed)
        if line.level != alone.level:  # told by the rule under it
            assert set(lines[line.number].printed.strip()) <= set("=-")
            continue
        for name in ("plain", "said", "folded", "level", "is_bullet", "is_strong", "is_link", "is_blank", "has_cue"):
            assert getattr(line, name) == getattr(alone, name), name
        assert (line.has_coordinates, line.heading) == (alone.has_coordinates, alone.heading)


def _size(page, index):
    return sum(1 for _ in whole(page, index))


@given(PAGES)
def test_no_line_has_more_points_than_it_is_thought_to_have_at_most(text):
    page = page_of(lines_of(text))
    counts = dict.fromkeys((place.key for place in page), 1)
    for index, (place, most) in enumerate(zip(page, most_of(page), strict=True)):
        if not place.is_prose:
            looks = sum(points for reason, points in _looks(place) if points > 0 or reason in ("level", "length"))
            assert looks <= _most_looks(place) + 1e-9
            assert sum(points for _, points in standing(page, index, _size(page, index), "", counts)) <= most + 1e-9


@given(PAGES)
def test_only_lines_far_behind_the_best_are_left_out(text):
    page = page_of(lines_of(text))
    counts = Counter(place.key for place in page if not place.is_prose)
    found = {one.place: one.score for one in ranked(page, None)}
    best, echo = max(found.values(), default=0.0), first_words_of(page)
    for index, place in enumerate(page):
        if index not in found and (is_candidate(place) or is_cut_at_colon(page, index)):
            points = {**dict(_looks(place)), **dict(standing(page, index, _size(page, index), "", counts))}
            again = echo_of(list(whole(page, index)), echo) if echo else 0.0
            assert sum(points.values()) + again < best - MAX_LEAD


def test_an_address_among_several_is_found_as_by_itself():
    locals_ = ["presse", "a.legoff", "m-quint2"]
    for name in ("Anne Le Goff", "Marc Quint", "Zoé Dalmeida", "Ann Resse", ""):
        assert is_of_one(name, list(map(squeezed, locals_))) == any(resembles(one, name) for one in locals_), name


def test_a_name_is_not_found_across_two_addresses():
    assert not is_of_one("Zoé Ssea", ["presse", "anne"])


def test_names_that_no_domain_begins_like_have_no_points():
    domains = Domains({"valmont-ville": 1.4, "orme": 1.0})
    names = ("Valmont Ville", "Ville de Valmont", "Orme", "Agence Orme", "Halden", "Élan Valmont Ville", "OV Orme")
    assert [domains.points_of(name) for name in names] == [1.4, 0, 1.0, 0, 0, 1.4, 0]
    assert domains.names_in("Halden et l'Orme, avec Anne") == ["Orme"]


def test_a_domain_of_hyphens_is_no_brand():
    assert Domains({"----": 1.0}).names_in("Une carte ---- de la vallée") == []


def test_answers_about_long_texts_are_not_remembered():
    asked = []
    question = remembered(lambda text: bool(asked.append(text)))
    for text in ("Anne", "Anne", "a" * 500, "a" * 500):
        question(text)
    assert asked == ["Anne", "a" * 500, "a" * 500]


@given(st.text(max_size=30) | WORDS)
def test_a_remembered_answer_is_the_answer(text):
    for question in (is_person, has_given_name, is_institution):
        assert question(text) == question(text) == question.__wrapped__(text)
