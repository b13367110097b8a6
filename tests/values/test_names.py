"""Names: taken apart as printed, in whichever order, and several in one line told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidName
from crm.values import PersonName, parse_names

JOINS = ("avec", "puis", "oder", "y", "e", "•", "-", "–")
GIVEN = st.sampled_from("Anne Jean-Éric Zoé Inès Paul Noël A. J.-P. Anne-Marie".split())
FAMILY = st.sampled_from(["Martin", "Le Goff", "de la Tour", "d'Almeida", "van der Berg", "Petit-Quint", "O'Brien"])


@pytest.mark.parametrize(
    ("printed", "title", "given_name", "family"),
    [
        ("Anne MARTIN", None, "Anne", "MARTIN"),
        ("MARTIN Anne", None, "Anne", "MARTIN"),
        ("LE GOFF Anne-Marie", None, "Anne-Marie", "LE GOFF"),
        ("Le Goff Anne Marie", None, "Anne Marie", "Le Goff"),
        ("JEAN-ÉRIC DE LA TOUR", None, "JEAN-ÉRIC", "DE LA TOUR"),
        ("EGLANTINE MARTIN", None, "EGLANTINE", "MARTIN"),
        ("Le Goff, Anne", None, "Anne", "Le Goff"),
        ("Le Goff, Mme Anne", "Mme", "Anne", "Le Goff"),
        ("MARTIN (Mme) Anne", "(Mme)", "Anne", "MARTIN"),
        ("Inès d'ALMEIDA", None, "Inès", "d'ALMEIDA"),
        ("d’Almeida Inès", None, "Inès", "d’Almeida"),
        ("A. Martin", None, "A.", "Martin"),
        ("J.-P. MARTIN", None, "J.-P.", "MARTIN"),
        ("Martin A.", None, "A.", "Martin"),
        ("Blanc, M.", None, "M.", "Blanc"),
        ("M. Dupont", "M.", None, "Dupont"),
        ("M. Paul Dupont", "M.", "Paul", "Dupont"),
        ("M.-C. Blanc", None, "M.-C.", "Blanc"),
        ("M.-M. Blanc", None, "M.-M.", "Blanc"),
        ("Me Anne Petit", "Me", "Anne", "Petit"),
        ("Pr Anne Petit", "Pr", "Anne", "Petit"),
        ("Prof. Dr. Hans von Berg", "Prof. Dr.", "Hans", "von Berg"),
        ("Dr. rer. nat. Eva Stein", "Dr. rer. nat.", "Eva", "Stein"),
        ("Dipl.-Ing. Karl Berg", "Dipl.-Ing.", "Karl", "Berg"),
        ("Mme la Professeure Anne Martin", "Mme la Professeure", "Anne", "Martin"),
        ("Mme de la Tour du Pin", "Mme", None, "de la Tour du Pin"),
        ("Anne van 't Hoff", None, "Anne", "van 't Hoff"),
        ("Van der Berg Jan", None, "Jan", "Van der Berg"),
        ("Karl von und zu Berg", None, "Karl", "von und zu Berg"),
        ("José García y López", None, "José", "García y López"),
        ("M. Ben Ali", "M.", None, "Ben Ali"),
        ("M.Dupont", "M.", None, "Dupont"),
        ("P.Martin", None, "P.", "Martin"),
        ("Dr. h.c. Karl Berg", "Dr. h.c.", "Karl", "Berg"),
        ("Trần Văn An", None, "Trần Văn", "An"),
        ("Le Goff", None, None, "Le Goff"),
        ("Martin", None, None, "Martin"),
        ("Anne Martin :", None, "Anne", "Martin"),
        ("García López, María José", None, "María José", "García López"),
        ("Martin Petit, Anne Claire", None, "Anne Claire", "Martin Petit"),
        ("GARCIA LOPEZ, Zed Kip", None, "Zed Kip", "GARCIA LOPEZ"),
        ("Petit-Quint, Anne Marie", None, "Anne Marie", "Petit-Quint"),
        ("Martin Anne", None, "Anne", "Martin"),
        ("Martin Jean-Pierre", None, "Jean-Pierre", "Martin"),
        ("Mme Martin Anne", "Mme", "Anne", "Martin"),
        ("DUPONT JEAN", None, "JEAN", "DUPONT"),
        ("JEAN DUPONT", None, "JEAN", "DUPONT"),
        ("Jean Claude Dupont", None, "Jean Claude", "Dupont"),
        ("Eglantine Bernard", None, "Eglantine", "Bernard"),
        ("Dr. Anne Martin-Le Goff", "Dr.", "Anne", "Martin-Le Goff"),
        ("Paul D Almeida", None, "Paul", "D Almeida"),
        ("D ALMEIDA PAUL", None, "PAUL", "D ALMEIDA"),
        ("Saint-Exupéry Antoine de", None, "Antoine", "de Saint-Exupéry"),
        ("Saint-Exupéry, Antoine de", None, "Antoine", "de Saint-Exupéry"),
        ("Goff (Le) Anne", None, "Anne", "Le Goff"),
        ("María José García López", None, "María José", "García López"),
        ("Mme la Présidente Anne Martin", "Mme la Présidente", "Anne", "Martin"),
        ("Anne MARTIN Dr", "Dr", "Anne", "MARTIN"),
        ("Martin Mme", "Mme", None, "Martin"),
        ("Marie (Mme)", "(Mme)", None, "Marie"),
        ("Martin (Anne)", None, "Anne", "Martin"),
        ("Anne Martin épouse Dupont", None, "Anne", "Martin"),
        ("JP Martin", None, "JP", "Martin"),
        ("JP Le Goff", None, "JP", "Le Goff"),
        ("NG Anne", None, "Anne", "NG"),
        ("LI Wei", None, "Wei", "LI"),
        ("Sig. Rossi", "Sig.", None, "Rossi"),
        ("Sig.ra Anna Rossi", "Sig.ra", "Anna", "Rossi"),
        ("Dott.ssa Anna Rossi", "Dott.ssa", "Anna", "Rossi"),
        ("Père Paul Martin", "Père", "Paul", "Martin"),
        ("Pere Martin", None, "Pere", "Martin"),
        ("Sœur Anne Martin", "Sœur", "Anne", "Martin"),
        ("Lt-Col Paul Petit", "Lt-Col", "Paul", "Petit"),
        ("Col. Petit", "Col.", None, "Petit"),
        ("Gal Petit", None, "Gal", "Petit"),
        ("Gal Paul Petit", "Gal", "Paul", "Petit"),
        ("Le Gal Anne", None, "Anne", "Le Gal"),
        ("Mw. Jansen", "Mw.", None, "Jansen"),
        ("Ana María García y López", None, "Ana María", "García y López"),
    ],
)
def test_a_name_is_taken_apart_as_printed(printed, title, given_name, family):
    name = PersonName.parse(printed)
    assert (name.title, name.given, name.family) == (title, given_name, family)
    assert name.printed == printed


@pytest.mark.parametrize(
    ("printed", "suffix"),
    [
        ("John Smith Jr.", "Jr."),
        ("Smith, John, Jr.", "Jr."),
        ("Anne Le Goff, Ph.D.", "Ph.D."),
        ("Alexandre Petit fils", "fils"),
    ],
)
def test_a_suffix_is_apart(printed, suffix):
    assert PersonName.parse(printed).suffix == suffix


@pytest.mark.parametrize(
    ("printed", "particles"),
    [("Anne de la Tour", "de la"), ("Jan van 't Hoff", "van 't"), ("Anne Martin", None), ("LE GOFF Anne", "LE")],
)
def test_particles_are_known(printed, particles):
    assert PersonName.parse(printed).particles == particles


@pytest.mark.parametrize(
    ("printed", "warning"),
    [
        ("M. C. Blanc", "name.civility_or_initial"),
        ("Ben Smith", "name.particle_or_given"),
        ("Anne Martin née Dupont", "name.birth_name"),
        ("Anne Martin (Valmont)", "name.aside"),
        ("Anne Martin, directrice de la communication", "name.extra_text"),
        ("Anne Martin, Attachée de presse", "name.extra_text"),
        ("Anne Martin, ORME", "name.extra_text"),
        ("Anne Martin et al.", "name.extra_text"),
        ("Anne Martin et son équipe", "name.extra_text"),
        ("Mme", "name.title_only"),
        ("Anne Martin et Paul", "name.maybe_several"),
        ("Anne Martin - Presse", "name.extra_text"),
        ("Contact : Anne Martin", "name.extra_text"),
        ("Anne Martin - Musée Orme", "name.extra_text"),
        ("Jean Claude", "name.order_unsure"),
        ("Service de presse", "name.maybe_desk"),
    ],
)
def test_what_is_not_certain_is_marked(printed, warning):
    name = PersonName.parse(printed)
    assert warning in name.warnings
    assert name.is_unsure


@pytest.mark.parametrize("printed", ["Anne Martin, directrice", "Anne Martin (Valmont)", "Anne Martin et son équipe"])
def test_what_is_no_name_is_not_in_the_key(printed):
    assert PersonName.parse(printed).key == PersonName.parse("Martin Anne").key


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("anne@example.org", "name.not_a_name"),
        ("Anne Martin 01 99 00 11 22", "name.not_a_name"),
        ("Anne\x00Martin", "name.characters"),
        ("Anne \ud800 Martin", "name.characters"),
    ],
)
def test_what_is_no_name_is_refused(printed, code):
    with pytest.raises(InvalidName) as refused:
        PersonName.parse(printed)
    assert refused.value.code == code


def test_what_was_stored_before_stays_readable():
    assert PersonName("anne@example.org", key="anne example org").printed == "anne@example.org"


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("Inès dʼAlmeida", "Inès d'Almeida"),
        ("Paul D Almeida", "Paul d'Almeida"),
        ("Anne MARTIN Dr", "Anne Martin"),
        ("Martin (Anne)", "Anne Martin"),
        ("Goff (Le) Anne", "Anne Le Goff"),
        ("Antoine de Saint-Exupéry", "Saint-Exupéry Antoine de"),
    ],
)
def test_two_ways_of_printing_have_one_key(printed, same):
    assert PersonName.parse(printed).key == PersonName.parse(same).key


class TestSeveral:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("A. Martin et B. Petit", ["A. Martin", "B. Petit"]),
            ("Mme X et M. Y", ["Mme X", "M. Y"]),
            ("Anne et Paul Martin", ["Anne Martin", "Paul Martin"]),
            ("M. et Mme Martin", ["M. Martin", "Mme Martin"]),
            ("A. et B. Martin", ["A. Martin", "B. Martin"]),
            ("Mme Anne Martin, M. Paul Petit", ["Mme Anne Martin", "M. Paul Petit"]),
            ("A. Martin, B. Petit et C. Durand", ["A. Martin", "B. Petit", "C. Durand"]),
            ("MARTIN Anne, PETIT Paul", ["MARTIN Anne", "PETIT Paul"]),
            ("Anne MARTIN, Paul PETIT", ["Anne MARTIN", "Paul PETIT"]),
            ("Anne Martin / Paul Petit", ["Anne Martin", "Paul Petit"]),
            ("Anne Martin\nPaul Petit", ["Anne Martin", "Paul Petit"]),
            ("ANNE MARTIN ET PAUL PETIT", ["ANNE MARTIN", "PAUL PETIT"]),
            ("MM. Martin et Petit", ["MM. Martin", "Petit"]),
            ("Anne Martin, Bob Petit", ["Anne Martin", "Bob Petit"]),
            ("Valmont Orme, Zed Kip", ["Valmont Orme", "Zed Kip"]),
            *((f"Anne Martin {join} Bob Petit", ["Anne Martin", "Bob Petit"]) for join in JOINS),
            ("Jean-Éric et Zoé de la Tour", ["Jean-Éric de la Tour", "Zoé de la Tour"]),
        ],
    )
    def test_are_told_apart(self, text, names):
        found = parse_names(text)
        assert [str(each.value) for each in found] == names
        assert all(text[each.start : each.end] == each.text for each in found)
        with pytest.raises(InvalidName) as refused:
            PersonName.parse(text)
        assert refused.value.code == "name.several"

    @pytest.mark.parametrize(
        "text",
        [
            "Martin, Anne", "Martin, Jean Paul", "García y López", "Service presse et communication", "Anne Martin",
            "Direction de la Communication et des Relations Presse", "Jean-Pierre de la Tour du Pin",
            "Smith, John, Jr.",
        ],
    )  # fmt: skip
    def test_one_stays_one(self, text):
        assert len(parse_names(text)) == 1
        assert PersonName.parse(text).printed == text

    def test_a_couple_is_told_that_it_shares(self):
        first, second = parse_names("Anne et Paul Martin")
        assert (first.text, first.warnings, second.warnings) == ("Anne", ("name.family_shared",), ())

    def test_nothing_is_nobody(self):
        assert parse_names("") == parse_names(" \n") == []

    def test_what_is_no_text_is_told_as_data(self):
        assert parse_names(None)[0].error.code == "name.not_text"


class TestProperties:
    @given(GIVEN, FAMILY, st.sampled_from(["", "Mme ", "Dr ", "Prof. Dr. "]))
    def test_the_key_is_the_same_in_every_order(self, first, family, title):
        printed = [
            f"{title}{first} {family}",
            f"{family}, {first}",
            f"{family.upper()} {first}",
            f"{first} {family}".upper(),
        ]
        assert len({PersonName.parse(text).key for text in printed}) == 1

    @given(GIVEN, FAMILY)
    def test_the_parts_are_the_same_in_every_order(self, first, family):
        for text in (f"{first} {family}", f"{family}, {first}", f"Mme {first} {family}"):
            name = PersonName.parse(text)
            assert (name.given, name.family) == (first, family)

    @given(st.one_of(st.text(max_size=60), st.text(alphabet="AéaMm.,'- et/()\u200b\n", max_size=40)))
    def test_any_text_is_read_or_refused(self, text):
        for found in parse_names(text):
            assert text[found.start : found.end] == found.text
            assert (found.value is None) == (found.error is not None)
        try:
            name = PersonName.parse(text)
        except InvalidName:
            return
        letters = "".join(name.printed.split())
        parts = "".join(filter(None, (name.title, name.given, name.family, name.suffix)))
        assert set(parts) - {" "} <= set(letters), "a part holds a letter that was not printed"
        assert name.key


class TestOrderToldByGivenNames:
    @pytest.mark.parametrize(
        ("printed", "title", "given", "family"),
        [
            ("García López, María José", None, "María José", "García López"),
            ("Martin Anne", None, "Anne", "Martin"),
            ("Mme Martin Jean-Pierre", "Mme", "Jean-Pierre", "Martin"),
            ("VALMONT JEAN", None, "JEAN", "VALMONT"),
            ("Dr. Anne Martin-Le Goff", "Dr.", "Anne", "Martin-Le Goff"),
            ("Paul D Almeida", None, "Paul", "D Almeida"),
            ("Martin (Anne)", None, "Anne", "Martin"),
        ],
    )
    def test_common_given_names_decide(self, printed, title, given, family):
        name = PersonName.parse(printed)
        assert (name.title, name.given, name.family) == (title, given, family)

    def test_two_given_names_are_a_question(self):
        assert PersonName.parse("Jean Paul").warnings == ("name.order_unsure",)

    @pytest.mark.parametrize(
        "text", ["Anne Martin avec Bob Petit", "Anne Martin, Bob Petit", "Anne Martin • Bob Petit"]
    )
    def test_two_persons_are_two(self, text):
        with pytest.raises(InvalidName) as refused:
            PersonName.parse(text)
        assert refused.value.code == "name.several"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("anne@example.org", "name.not_a_name"),
            ("Anne 01 99 00 12 34", "name.not_a_name"),
            ("An\0ne", "name.characters"),
        ],
    )
    def test_what_is_no_name_is_refused(self, text, code):
        with pytest.raises(InvalidName) as refused:
            PersonName.parse(text)
        assert refused.value.code == code


@pytest.mark.parametrize("title", ["Ir.", "ir.", "Dña.", "Drs."])
def test_titles_of_other_countries(title):
    name = PersonName.parse(f"{title} Ana Gil")
    assert (name.title, name.given, name.family) == (title, "Ana", "Gil")
