"""Values: valid or not made."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import (
    InvalidCountry,
    InvalidEmail,
    InvalidIdentifier,
    InvalidLanguage,
    InvalidName,
    InvalidPhone,
    InvalidValue,
    MissingExtra,
)
from crm.values import CountryCode, EmailAddress, Identifier, LanguageTag, PersonName, PhoneNumber, fold, folded_words
from crm.values.folding import folded_lines

FRENCH_NUMBERS = st.integers(0, 9999).map(lambda n: f"+3319900{n:04d}")


class TestEmailAddress:
    def test_is_text_in_its_normal_form(self):
        address = EmailAddress("Anne.Le-Goff@Univ-Valmont.Example.ORG")
        assert isinstance(address, str)
        assert str(address) == "Anne.Le-Goff@univ-valmont.example.org"
        assert address.domain == "univ-valmont.example.org"

    def test_case_does_not_make_another_mailbox(self):
        one, other = EmailAddress("Anne@example.org"), EmailAddress("ANNE@EXAMPLE.ORG")
        assert one == other
        assert hash(one) == hash(other)
        assert one == "anne@example.org"
        assert len({one, other}) == 1
        assert one != EmailAddress("jeanne@example.org")

    def test_both_spellings_of_an_international_domain_are_one(self):
        assert EmailAddress("a@exämple.org") == EmailAddress("a@xn--exmple-cua.org")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "email.no_at"),
            ("anne", "email.no_at"),
            ("anne@", "email.no_domain"),
            ("anne@exa mple.org", "email.domain_characters"),
            ("anne@localhost", "email.domain_no_period"),
            ("a" * 400 + "@example.org", "email.too_long"),
            (None, "email.not_text"),
            (7, "email.not_text"),
        ],
    )
    def test_what_is_no_address_is_refused_with_its_reason(self, text, code):
        with pytest.raises(InvalidEmail) as refused:
            EmailAddress(text)
        assert refused.value.code == code
        assert refused.value.reason
        assert refused.value.reason in str(refused.value)

    @pytest.mark.parametrize(
        "text", ["presse@example.org", "service.presse@example.org", "dr99.com@example.org", "newsroom@example.org"]
    )
    def test_a_post_is_a_shared_mailbox(self, text):
        assert EmailAddress(text).is_shared

    @pytest.mark.parametrize("text", ["anne.le-goff@example.org", "presser@example.org", "comte@example.org"])
    def test_a_person_is_not(self, text):
        assert not EmailAddress(text).is_shared

    def test_survives_copying_and_pickling(self):
        address = EmailAddress("Anne@example.org")
        for other in (copy.copy(address), copy.deepcopy(address), pickle.loads(pickle.dumps(address))):
            assert other == address
            assert other.key == "anne@example.org"


class TestPhoneNumber:
    @pytest.mark.parametrize("text", ["01 99 00 12 34", "01.99.00.12.34", "+33 1 99 00 12 34", "0033199001234"])
    def test_is_e164_whatever_it_was_written_like(self, text):
        assert PhoneNumber.parse(text, "FR") == PhoneNumber("+33199001234")

    def test_keeps_its_extension_apart(self):
        number = PhoneNumber.parse("+33 1 99 00 12 34;ext=56")
        assert (number.e164, number.extension) == ("+33199001234", "56")
        assert str(number) == "+33199001234;ext=56"
        assert number != PhoneNumber("+33199001234")

    def test_prints_at_home_abroad_and_as_a_link(self):
        number = PhoneNumber("+33199001234")
        assert number.national == "01 99 00 12 34"
        assert number.international == "+33 1 99 00 12 34"
        assert number.rfc3966 == "tel:+33-1-99-00-12-34"
        assert number.region == "FR"
        assert number.is_valid

    @pytest.mark.parametrize(
        ("text", "region", "code"),
        [
            ("01 99 00 12 34", None, "phone.no_region"),
            ("01 99", "FR", "phone.too_short"),
            ("01 99 00 12 34 56 78 90", "FR", "phone.too_long"),
            ("0000000000", "FR", "phone.unassigned"),
            ("+999 12345678", None, "phone.country_code"),
            ("presse", "FR", "phone.invalid"),
            ("", "FR", "phone.invalid"),
            ("1" * 300, "FR", "phone.too_long"),
            (None, "FR", "phone.not_text"),
        ],
    )
    def test_what_is_no_number_is_refused_with_its_reason(self, text, region, code):
        with pytest.raises(InvalidPhone) as refused:
            PhoneNumber.parse(text, region)
        assert refused.value.code == code

    @pytest.mark.parametrize(("e164", "extension"), [("0199001234", None), ("+33199001234", "x1"), ("+0", None)])
    def test_is_not_made_in_another_shape(self, e164, extension):
        with pytest.raises(InvalidPhone):
            PhoneNumber(e164, extension)

    def test_a_number_no_plan_knows_any_more_can_still_be_held(self):
        assert not PhoneNumber("+33000000000").is_valid

    @given(FRENCH_NUMBERS, st.none() | st.from_regex(r"[0-9]{1,7}", fullmatch=True))
    def test_its_text_reads_back(self, e164, extension):
        number = PhoneNumber(e164, extension)
        assert PhoneNumber.parse(str(number)) == number
        assert PhoneNumber.parse(number.rfc3966) == number


class TestPersonName:
    @pytest.mark.parametrize(
        ("printed", "title", "given", "family"),
        [
            ("Anne Valmont", None, "Anne", "Valmont"),
            ("Mme Anne VALMONT", "Mme", "Anne", "VALMONT"),
            ("VALMONT Anne", None, "Anne", "VALMONT"),
            ("Valmont, Anne", None, "Anne", "Valmont"),
            ("Anne Le Goff", None, "Anne", "Le Goff"),
            ("Le Goff Anne", None, "Anne", "Le Goff"),
            ("Inès d'Almeida", None, "Inès", "d'Almeida"),
            ("JEAN-ÉRIC DE LA TOUR", None, "JEAN-ÉRIC", "DE LA TOUR"),
            ("Prof. Dr. Hans von Berg", "Prof. Dr.", "Hans", "von Berg"),
            ("M. Martin", "M.", None, "Martin"),
        ],
    )
    def test_is_taken_apart_and_kept_as_printed(self, printed, title, given, family):
        name = PersonName.parse(printed)
        assert (name.printed, name.title, name.given, name.family) == (printed, title, given, family)

    def test_its_key_ignores_order_case_accents_and_titles(self):
        keys = {
            PersonName.parse(text).key
            for text in ("Églantine Valmont", "VALMONT Eglantine", "Mme E\u0301glantine Valmont")
        }
        assert len(keys) == 1

    def test_no_accent_is_invented(self):
        assert PersonName.parse("EGLANTINE VALMONT").given == "EGLANTINE"

    def test_a_desk_is_not_taken_apart(self):
        name = PersonName.verbatim("Service de  presse")
        assert (name.printed, name.given, name.family) == ("Service de presse", None, None)

    @pytest.mark.parametrize(
        ("text", "code"), [("", "name.empty"), (" 12 ", "name.empty"), ("a" * 201, "name.too_long")]
    )
    def test_what_is_no_name_is_refused(self, text, code):
        with pytest.raises(InvalidName) as refused:
            PersonName.parse(text)
        assert refused.value.code == code

    @given(st.text(max_size=220))
    def test_any_text_is_a_name_or_is_refused(self, text):
        try:
            name = PersonName.parse(text)
        except InvalidName:
            return
        assert name.printed == " ".join(text.split())


class TestCodes:
    def test_a_country_is_in_capitals(self):
        assert CountryCode(" fr ") == "FR"

    @pytest.mark.parametrize("text", ["", "F", "FRA", "ZZ", "UK", None])
    def test_an_unknown_country_is_refused(self, text):
        with pytest.raises(InvalidCountry):
            CountryCode(text)

    @pytest.mark.parametrize(
        ("text", "tag"),
        [
            ("FR", "fr"),
            ("fr_ca", "fr-CA"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("fra", "fr"),
            ("es-419", "es-419"),
            ("gsw", "gsw"),
        ],
    )
    def test_a_language_is_in_its_conventional_case(self, text, tag):
        assert str(LanguageTag(text)) == tag
        assert LanguageTag(text).language == tag.partition("-")[0]

    @pytest.mark.parametrize("text", ["", "f", "français", "fr-", "xx", "fr-ZZ", "fr FR", "a" * 40, None])
    def test_an_unknown_language_is_refused(self, text):
        with pytest.raises(InvalidLanguage):
            LanguageTag(text)


class TestIdentifier:
    @pytest.mark.parametrize(
        ("scheme", "text", "value"),
        [
            ("ror", "https://ror.org/02feahw73", "02feahw73"),
            ("isni", "0000 0001 2103 4996", "0000000121034996"),
            ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000000218250097"),
            ("siren", "732 829 320", "732829320"),
            ("siret", "732 829 320 00074", "73282932000074"),
            ("siret", "356 000 000 00048", "35600000000048"),
            ("wikidata", "https://www.wikidata.org/wiki/Q42", "Q42"),
            ("rnsr", "200012345A", "200012345A"),
        ],
    )
    def test_is_compact(self, scheme, text, value):
        assert Identifier.parse(scheme, text).value == value

    @pytest.mark.parametrize(
        ("scheme", "text", "code"),
        [
            ("ror", "02feahw74", "identifier.checksum"),
            ("isni", "0000 0001 2103 4997", "identifier.checksum"),
            ("siren", "732829321", "identifier.checksum"),
            ("siret", "73282932000075", "identifier.checksum"),
            ("siren", "73282932", "identifier.form"),
            ("ror", "12feahw73", "identifier.form"),
            ("isbn", "x", "identifier.scheme"),
        ],
    )
    def test_a_wrong_one_is_refused(self, scheme, text, code):
        with pytest.raises(InvalidIdentifier) as refused:
            Identifier.parse(scheme, text)
        assert refused.value.code == code

    @given(st.integers(0, 10**8 - 1), st.integers(1, 9))
    def test_one_wrong_digit_is_always_noticed(self, number, shift):
        good = next(s for s in (f"{number:08d}{d}" for d in range(10)) if _accepted("siren", s))
        bad = f"{(int(good[0]) + shift) % 10}{good[1:]}"
        assert not _accepted("siren", bad)


def _accepted(scheme: str, text: str) -> bool:
    try:
        Identifier.parse(scheme, text)
    except InvalidIdentifier:
        return False
    return True


class TestFolding:
    @given(st.text())
    def test_folding_twice_is_folding_once(self, text):
        assert fold(fold(text)) == fold(text)

    def test_case_accents_and_punctuation_do_not_count(self):
        assert fold("L’ÉCOLE — Œuvre  d'Été") == "l ecole oeuvre d ete"

    @given(st.text(st.sampled_from("aZ9 é’—…“œßŁ½дЖ中\u0301\u200b?_"), max_size=12))
    def test_a_text_folds_as_its_characters_do(self, text):
        assert "".join(folded_words(text)) == "".join("".join(folded_words(letter)) for letter in text)

    @given(st.lists(st.text(st.sampled_from("aZ9 é’—…œßŁ½д中?"), max_size=12), max_size=5))
    def test_lines_fold_all_at_once_as_each_does_alone(self, lines):
        assert folded_lines(lines) == [folded_words(line) for line in lines]


def test_errors_travel_between_processes():
    for error in (InvalidEmail("x", "because", code="email.odd", hint="mend it"), MissingExtra("cli", "click")):
        other = pickle.loads(pickle.dumps(error))
        assert type(other) is type(error)
        assert (other.as_dict(), str(other)) == (error.as_dict(), str(error))


def test_every_invalid_value_is_a_value_error_with_a_dotted_code():
    for leaf in InvalidValue.__subclasses__():
        error = leaf("x", "because")
        assert isinstance(error, ValueError)
        assert "." in error.code
