"""Telephone numbers as a press office types, pastes and prints them. Every number here reaches nobody."""

import pickle
from contextlib import suppress

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidPhone
from crm.values import (
    LineType,
    ParsedPhone,
    PhoneLabel,
    PhoneNumber,
    PhoneStyle,
    parse_many_phones,
    parse_phones,
)

MOBILE = "+33639981234"
LANDLINE = "+33199001234"


def read(text, region="FR"):
    """What `text` holds: canonical text of the values, codes of the refusals."""
    return [str(one.value) if one.error is None else one.error.code for one in parse_phones(text, region)]


def only(text, region="FR"):
    [one] = parse_phones(text, region)
    return one


class TestOneNumberManyWays:
    @pytest.mark.parametrize(
        "text",
        [
            "06 39 98 12 34",
            "06.39.98.12.34",
            "06-39-98-12-34",
            "0639981234",
            "06 39 981 234",
            "06/39/98/12/34",
            "(06) 39 98 12 34",
            "+33 (0)6 39 98 12 34",
            "+33(0)639981234",
            "+33 0 6 39 98 12 34",
            "+33.6.39.98.12.34",
            "0033 6 39 98 12 34",
            "0033 (0)6 39 98 12 34",
            "00 33 6 39 98 12 34",
            "33 6 39 98 12 34",
            "33639981234",
            "(+33) 06 39 98 12 34",
            "(+33) 6 39 98 12 34",
            "+(33) 6 39 98 12 34",
            "(0033) 6 39 98 12 34",
            "++33 6 39 98 12 34",
            "tel:+33-6-39-98-12-34",
            "tel:06-39-98-12-34;phone-context=+33",
            "tel:+33%206%2039%2098%2012%2034",
            "TEL:+33639981234",
            "Tél. : 06 39 98 12 34",
            "Tél: 06 39 98 12 34",
            "Te\u0301l. : 06 39 98 12 34",
            "TÉLÉPHONE 06 39 98 12 34",
            "T +33 (0)6 39 98 12 34",
            "T. 06 39 98 12 34",
            "T06 39 98 12 34",
            "☎ 06 39 98 12 34",
            "n° 06 39 98 12 34",
            "  06 39 98 12 34\n",
            "« 06 39 98 12 34 »",
            "06 39 98 12 34.",
            "=0639981234",
            "'0639981234",
        ],
    )
    def test_is_the_same_number(self, text):
        assert read(text) == [MOBILE]
        assert PhoneNumber.parse(text, "FR").e164 == MOBILE

    @pytest.mark.parametrize("separator", "\u00a0\u202f\u2009\u2007\u200a\u2002\u3000\t·•∙|_‐‑–—−・/,~'")
    def test_whatever_parts_its_digits(self, separator):
        one = only(separator.join(["06", "39", "98", "12", "34"]))
        assert one.e164 == MOBILE
        spaced = only(f" {separator} ".join(["06", "39", "98", "12", "34"]))
        assert spaced.e164 == MOBILE

    @pytest.mark.parametrize("invisible", "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202c")
    def test_whatever_hides_between_them(self, invisible):
        text = f"{invisible}06{invisible} 39 9{invisible}8 12 34{invisible}"
        one = only(text)
        assert (one.e164, one.repairs) == (MOBILE, ("phone.invisible_characters",))
        assert text[one.start : one.end] == one.text

    @pytest.mark.parametrize("zero", "０٠०۰๐𝟎𝟬")
    def test_in_the_digits_of_any_script(self, zero):
        text = "".join(chr(ord(zero) + int(c)) for c in "0639981234")
        assert only(text).e164 == MOBILE
        assert only(text).repairs == ("phone.digits",)

    @pytest.mark.parametrize(
        ("text", "repairs"),
        [
            ("06 39 98 12 34", ()),
            ("06\u202f39\u202f98\u202f12\u202f34", ("phone.separators",)),
            ("+33 (0)6 39 98 12 34", ("phone.trunk_prefix",)),
            ("33 6 39 98 12 34", ("phone.missing_plus",)),
            ("639981234", ("phone.lost_zero",)),
            ("639981234.0", ("phone.spreadsheet_decimals", "phone.lost_zero")),
            ("0262 16 12 34", ("phone.overseas",)),
        ],
    )
    def test_what_was_repaired_is_said(self, text, repairs):
        assert only(text).repairs == repairs


class TestExtensions:
    @pytest.mark.parametrize(
        "printed",
        [
            "poste 1234", "(poste 1234)", "Poste: 1234", "poste n° 1234", ", poste 1234", "- poste 1234", "p. 1234",
            "p 1234", "p.1234", "int. 1234", "interne 1234", "ext. 1234", "ext 1234", "Ext: 1234", "extension 1234",
            "x1234", "x 1234", "X1234", "#1234", "# 1234", ";ext=1234", "Durchwahl 1234", "DW 1234", "App. 1234",
            "extensión 1234", "poste 12 34", "anexo 1234", "interno 1234", "(int. 1234)", "poste1234",
            "\nposte 1234", ",,1234",
        ],
    )  # fmt: skip
    def test_stays_apart_from_the_number(self, printed):
        text = f"01 99 00 12 34 {printed}" if printed[0] not in ";," else f"01 99 00 12 34{printed}"
        one = only(text)
        assert (one.e164, one.extension) == (LANDLINE, "1234")
        assert one.text == text
        assert one.value.rfc3966 == "tel:+33-1-99-00-12-34;ext=1234"

    def test_a_uri_keeps_it(self):
        assert read("tel:+33-1-99-00-12-34;ext=12") == [f"{LANDLINE};ext=12"]
        assert read("tel:01-99-00-12-34;ext=12;phone-context=+33") == [f"{LANDLINE};ext=12"]
        assert read("tel:+33199001234;phone-context=example.org", None) == [LANDLINE]

    def test_a_label_may_stand_before_it(self):
        one = only("01 99 00 12 34 (standard, poste 12)")
        assert (one.extension, one.label) == ("12", "standard")
        assert only("01 99 00 12 34 standard poste 12").label == "standard"
        assert read("01 99 00 12 34 / poste 12") == [f"{LANDLINE};ext=12"]

    def test_another_number_is_none(self):
        assert read("01 99 00 12 34 p. 06 39 98 12 34") == [LANDLINE, MOBILE]
        assert read("01 99 00 12 34 P 0639981234") == [LANDLINE, MOBILE]

    def test_belongs_to_the_number_before_it(self):
        assert read("06 39 98 12 34 / 01 99 00 12 34 poste 7") == [MOBILE, f"{LANDLINE};ext=7"]
        assert read("01 99 00 12 34 poste 7 / 06 39 98 12 34") == [f"{LANDLINE};ext=7", MOBILE]


class TestExtensionsThatAreUnsure:
    @pytest.mark.parametrize(
        "printed",
        ["poste no 1234", "poste no. 1234", "poste numéro 1234", "poste nº 1234", "poste #1234", "pste 1234",
         "et poste 1234", "demander le poste 1234", "(n° interne 1234)", "ext.#1234", "x#1234", "binnen 1234",
         "wew. 1234", "p/1234"],
    )  # fmt: skip
    def test_other_spellings_are_sure(self, printed):
        one = only(f"01 99 00 12 34 {printed}")
        assert (one.extension, one.label) == ("1234", None)
        assert "phone.extension_unsure" not in one.warnings

    @pytest.mark.parametrize("between", [" ", " / ", ", ", " ou ", " + "])
    def test_a_whole_number_may_follow(self, between):
        assert read(f"01 99 00 12 34 poste 12{between}06 39 98 12 34") == [f"{LANDLINE};ext=12", MOBILE]

    @pytest.mark.parametrize(
        "printed", ["poste 12/13", "(poste 12 ou 13)", "poste 12, 13", "(postes 12 et 13)", "poste 12 - 13"]
    )
    def test_the_first_of_two_is_kept_and_the_other_said(self, printed):
        one = only(f"01 99 00 12 34 {printed}")
        assert one.extension == "12"
        assert "phone.extension_unsure" in one.warnings

    @pytest.mark.parametrize("printed", ["poste 12a", "poste 123 456 789", "ext. l2"])
    def test_what_cannot_be_read_is_said(self, printed):
        one = only(f"01 99 00 12 34 {printed}")
        assert (one.e164, one.extension) == (LANDLINE, None)
        assert "phone.extension_unsure" in one.warnings
        assert list(parse_many_phones([f"01 99 00 12 34 {printed}"] * 2)) == [[one], [one]]

    def test_an_address_is_none(self):
        assert "phone.extension_unsure" not in only("01 99 00 12 34 poste 12, 75005 Paris").warnings


class TestLabels:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("06 39 98 12 34 (mobile)", "mobile"),
            ("06 39 98 12 34 (Mobile uniquement)", "mobile"),
            ("06 39 98 12 34 mobile", "mobile"),
            ("06 39 98 12 34 - portable", "mobile"),
            ("Mobile : 06 39 98 12 34", "mobile"),
            ("Tél. portable : 06 39 98 12 34", "mobile"),
            ("Port. 06 39 98 12 34", "mobile"),
            ("Mob.: 06 39 98 12 34", "mobile"),
            ("M : 06 39 98 12 34", "mobile"),
            ("P. 06 39 98 12 34", "mobile"),
            ("Handy: 06 39 98 12 34", "mobile"),
            ("móvil 06 39 98 12 34", "mobile"),
            ("cellulare 06 39 98 12 34", "mobile"),
            ("Cell: 06 39 98 12 34", "mobile"),
            ("📱 06 39 98 12 34", "mobile"),
            ("01 99 00 12 34 (standard)", "standard"),
            ("Standard : 01 99 00 12 34", "standard"),
            ("switchboard 01 99 00 12 34", "standard"),
            ("Fax : 01 99 00 12 34", "fax"),
            ("Télécopie 01 99 00 12 34", "fax"),
            ("F. 01 99 00 12 34", "fax"),
            ("01 99 00 12 34 (fax)", "fax"),
            ("Ligne directe : 01 99 00 12 34", "direct"),
            ("Tél. direct 01 99 00 12 34", "direct"),
            ("Direct line: 01 99 00 12 34", "direct"),
            ("01 99 00 12 34 [ligne directe]", "direct"),
            ("Fixe : 01 99 00 12 34", "landline"),
            ("01 99 00 12 34 (fixe)", "landline"),
            ("Secrétariat : 01 99 00 12 34", "secretariat"),
            ("Standard téléphonique : 01 99 00 12 34", "standard"),
            ("Bureau 01 99 00 12 34", "office"),
            ("Tél. : 01 99 00 12 34", None),
            ("Tél./Fax : 01 99 00 12 34", None),
            ("M. Martin 01 99 00 12 34", None),
            ("01 99 00 12 34 (9 h – 18 h)", None),
            ("01 99 00 12 34 (1)", None),
            ("01 99 00 12 34¹", None),
            ("01 99 00 12 34 24h/24", None),
            ("01 99 00 12 34 7j/7", None),
            ("1. 01 99 00 12 34", None),
            ("N° vert : 0 800 12 34 56", "toll_free"),
        ],
    )
    def test_is_one_of_a_closed_list(self, text, label):
        one = only(text)
        assert one.label == label
        assert one.label is None or one.label in PhoneLabel

    def test_a_word_between_two_numbers_belongs_to_the_second(self):
        found = parse_phones("Tél. 01 99 00 12 34 Fax 01 99 00 12 35 Mob. 06 39 98 12 34")
        assert [one.label for one in found] == [None, "fax", "mobile"]
        found = parse_phones("01 99 00 12 34 (standard) / 06 39 98 12 34 (mobile)")
        assert [one.label for one in found] == ["standard", "mobile"]

    def test_a_fax_is_pointed_out(self):
        assert "phone.fax" in only("Fax : 01 99 00 12 34").warnings


class TestSeveral:
    @pytest.mark.parametrize(
        "between",
        [" / ", "/", " ou ", " or ", " et ", " and ", " und ", "; ", ";", ", ", ",", "\n", "\r\n", "\u2028", " - ",
         " – ", " | ", "|", " • ", "  ", " ", "\t", " (", ") ", " // ", " puis le ", " o ", " + "],
    )  # fmt: skip
    def test_come_in_order(self, between):
        text = f"01 99 00 12 34{between}06 39 98 12 34"
        assert read(text) == [LANDLINE, MOBILE]
        for one in parse_phones(text):
            assert text[one.start : one.end] == one.text

    def test_international_ones_need_nothing_between_them(self):
        assert read("+33 1 99 00 12 34+44 7700 900123") == [LANDLINE, "+447700900123"]

    def test_more_than_two(self):
        assert read("01 99 00 12 34 / 06 39 98 12 34 / +44 7700 900123") == [LANDLINE, MOBILE, "+447700900123"]

    def test_are_refused_where_one_is_asked_for(self):
        with pytest.raises(InvalidPhone) as refused:
            PhoneNumber.parse("01 99 00 12 34 / 06 39 98 12 34", "FR")
        assert refused.value.code == "phone.several"
        assert refused.value.hint

    def test_the_end_of_another_is_suggested_never_made(self):
        number, end = parse_phones("01 99 00 12 34 / 35")
        assert number.e164 == LANDLINE
        assert (end.value, end.error.code) == (None, "phone.suffix")
        assert end.alternatives == (PhoneNumber("+33199001235"),)

    @pytest.mark.parametrize(
        "end", [" ou 35", " et 35", " ou 12 35", " - 35", " – 35", " à 35", " o 35", " / 35", " /-35"]
    )
    def test_however_it_is_joined(self, end):
        number, rest = parse_phones(f"01 99 00 12 34{end}")
        assert (number.e164, rest.error.code) == (LANDLINE, "phone.suffix")
        assert rest.alternatives == (PhoneNumber("+33199001235"),)

    @pytest.mark.parametrize("end", [" à 17 h", " et 12 personnes", " - 35 rue des Lilas"])
    def test_a_quantity_is_no_end(self, end):
        assert read(f"01 99 00 12 34{end}") == [LANDLINE]

    def test_a_german_direct_line_is_the_end_of_another(self):
        assert read("030 20001234/-35", "DE") == ["+493020001234", "phone.suffix"]

    def test_a_short_number_beside_another_is_said(self):
        assert read("01 99 00 12 34 ou 3949") == [LANDLINE, "phone.short_number"]

    def test_a_half_dialled_country_code_suggests_no_other_number(self):
        assert only("033 1 99 00 12 34").alternatives == (PhoneNumber(LANDLINE),)

    def test_a_digit_too_many_is_not_cut_off(self):
        one = only("01 99 00 12 34 12")
        assert (one.value, one.error.code) == (None, "phone.too_long")
        assert one.alternatives == (PhoneNumber(LANDLINE),)


class TestLetters:
    @pytest.mark.parametrize(
        "text",
        ["01 99 OO 12 34", "O1 99 00 12 34", "o1 99 00 12 34", "l1 99 00 12 34", "01 99 00 I2 34", "01 99 0O 12 34",
         "01.99.OO.12.34", "0I 99 00 12 34", "01 99 00 l2 34", "01990O1234", "+33 1 99 OO 12 34", "O199001234",
         "+33 (O)1 99 00 12 34", "Ol 99 00 12 34", "\u041e1 99 \u041e\u041e 12 34"],
    )  # fmt: skip
    def test_are_refused_with_a_suggestion(self, text):
        one = only(text)
        assert (one.value, one.error.code) == (None, "phone.letters")
        assert one.alternatives == (PhoneNumber(LANDLINE),)
        with pytest.raises(InvalidPhone):
            PhoneNumber.parse(text, "FR")

    def test_a_word_beside_a_number_is_no_part_of_it(self):
        assert read("Il répond au 06 39 98 12 34 Il rappelle") == [MOBILE]

    def test_spelled_numbers_are_not_dialled(self):
        one = only("1-800-FLOWERS", "US")
        assert (one.value, one.error.code) == (None, "phone.letters")
        assert one.alternatives


class TestOverseas:
    @pytest.mark.parametrize(
        ("text", "e164", "region"),
        [
            ("0262 16 12 34", "+262262161234", "RE"),
            ("0692 12 34 56", "+262692123456", "RE"),
            ("0693 01 00 00", "+262693010000", "RE"),
            ("0269 60 12 34", "+262269601234", "YT"),
            ("0639 01 23 45", "+262639012345", "YT"),
            ("0590 20 12 34", "+590590201234", "GP"),
            ("0690 00 12 34", "+590690001234", "GP"),
            ("0594 10 12 34", "+594594101234", "GF"),
            ("0694 20 12 34", "+594694201234", "GF"),
            ("0596 30 12 34", "+596596301234", "MQ"),
            ("0696 20 12 34", "+596696201234", "MQ"),
            ("0508 41 01 23", "+508410123", "PM"),
        ],
    )
    @pytest.mark.parametrize("shape", ["{}", "Tél. : {}", "{} (standard)"])
    def test_is_read_in_its_own_region(self, text, e164, region, shape):
        one = only(shape.format(text))
        assert (one.e164, one.region) == (e164, region)
        assert one.value.is_valid
        assert "phone.overseas" in one.repairs
        assert only(text.replace(" ", "")).e164 == e164

    @pytest.mark.parametrize("text", ["0596 30 12 34", "0269 60 12 34", "0508 41 01 23"])
    def test_another_reading_is_reported(self, text):
        one = only(text)
        assert one.alternatives == (PhoneNumber(f"+33{text.replace(' ', '')[1:]}"),)
        assert "phone.ambiguous" in one.warnings

    @pytest.mark.parametrize("text", ["0692 12 34 56", "0690 00 12 34"])
    def test_a_mobile_that_several_territories_share_is_reported(self, text):
        assert "phone.ambiguous" in only(text).warnings

    @pytest.mark.parametrize(("text", "e164"), [("262161234", "+262262161234"), ("692123456", "+262692123456")])
    def test_its_zero_may_be_lost(self, text, e164):
        one = only(text)
        assert (one.e164, one.repairs) == (e164, ("phone.lost_zero", "phone.overseas"))

    def test_a_service_number_stays_french(self):
        assert read("0800 12 34 56") == ["+33800123456"]
        assert read("0806 12 34 56") == ["+33806123456"]

    @pytest.mark.parametrize("text", ["+33 692 12 34 56", "+33 (0)692 12 34 56", "0033 692 12 34 56"])
    def test_the_country_code_of_the_mainland_is_questioned(self, text):
        one = only(text)
        assert "phone.not_valid" in one.warnings
        assert one.alternatives == (PhoneNumber("+262692123456"),)

    @pytest.mark.parametrize("text", ["+33 5 96 30 12 34", "0033 5 96 30 12 34", "+33 (0)5 96 30 12 34"])
    def test_also_where_the_mainland_has_the_number(self, text):
        one = only(text)
        assert (one.e164, one.alternatives) == ("+33596301234", (PhoneNumber("+596596301234"),))
        assert "phone.ambiguous" in one.warnings

    def test_overseas_one_reads_the_mainland(self):
        assert read("01 99 00 12 34", "RE") == [LANDLINE]
        assert read("0262 16 12 34", "RE") == ["+262262161234"]
        assert read("0596 30 12 34", "GP") == ["+596596301234"]


class TestNotForDialling:
    @pytest.mark.parametrize("text", ["3949", "39 49", "17", "15", "112", "115", "1013", "118 218", "3615", "116 000"])
    def test_a_short_number_is_recognised_as_one(self, text):
        assert read(text) == ["phone.short_number"]
        assert read(f"Tél. : {text}")[:1] in (["phone.short_number"], [])

    @pytest.mark.parametrize("text", ["75005", "34000", "2020", "12"])
    def test_a_postcode_or_a_year_is_not(self, text):
        assert read(text) == ["phone.too_short"]

    @pytest.mark.parametrize("text", ["1.99001E+8", "1,99001E+08", "3.83593E+10", "3.83593e10", "3,83593E+10"])
    def test_what_a_spreadsheet_rounded_is_refused_with_its_reason(self, text):
        one = only(text)
        assert (one.value, one.error.code, one.alternatives) == (None, "phone.spreadsheet", ())
        assert "spreadsheet" in str(one.error)

    @pytest.mark.parametrize("text", ["3.83593E +10", "3.83593*10^10", "3,83593 x 10^10"])
    def test_however_the_exponent_is_written(self, text):
        assert read(text) == ["phone.spreadsheet"]

    def test_a_rounded_number_beside_another_is_said(self):
        assert read("3,36751E+10 / 06 39 98 12 34") == ["phone.spreadsheet", MOBILE]

    @pytest.mark.parametrize("text", ["732829320", "362 521 879", "100 000 000", "100000000", "1 234 567,89"])
    def test_what_may_be_an_amount_or_a_company_is_questioned(self, text):
        one = only(text)
        assert one.value is None or "phone.ambiguous" in one.warnings

    def test_an_amount_is_no_number(self):
        assert parse_phones("1 234 567,89 €") == []

    @pytest.mark.parametrize("text", ["SAMU : 15", "Composez le 3949"])
    def test_a_short_number_after_its_word(self, text):
        assert read(text) == ["phone.short_number"]

    def test_what_it_shows_in_full_is_suggested(self):
        assert only("3.3199001234E+10").alternatives == (PhoneNumber(LANDLINE),)

    @pytest.mark.parametrize(
        "text", ["199001234", "199001234.0", "199001234,00", "33199001234", "33199001234.0", "+33199001234.0"]
    )
    def test_what_it_took_for_a_quantity_is_read(self, text):
        assert read(text) == [LANDLINE]

    @pytest.mark.parametrize(
        ("text", "region"),
        [("06 39 98 12 34", "FR"), ("01 99 00 12 34", "FR"), ("+44 7700 900123", None), ("+44 20 7946 0123", None),
         ("+1 201 555 0123", None), ("(201) 555-0123", "US"), ("07700 900123", "GB"), ("+61 491 570 156", None),
         ("030 23125 123", "DE")],
    )  # fmt: skip
    def test_a_range_for_fiction_is_a_value_with_a_warning(self, text, region):
        one = only(text, region)
        assert one.value is not None
        assert one.warnings == ("phone.reserved_for_fiction",)

    def test_what_reads_as_a_date_where_numbers_have_eight_digits_is_questioned(self):
        assert "phone.ambiguous" in only("2019-2024", "DK").warnings
        assert only("20.12.34", "NC").warnings == ()

    def test_possible_is_enough(self):
        one = only("+33 7 00 00 00 00")
        assert (one.e164, one.warnings) == ("+33700000000", ("phone.not_valid",))
        assert one.value.is_possible
        assert not one.value.is_valid


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "region", "code"),
        [
            ("01 99 00 12", "FR", "phone.too_short"),
            ("01 99 00 12 3", "FR", "phone.too_short"),
            ("01 99 00 12 345", "FR", "phone.too_long"),
            ("01 99 00 12 34 56 78 90", "FR", "phone.too_long"),
            ("1" * 200, "FR", "phone.too_long"),
            ("00 00 00 00 00", "FR", "phone.unassigned"),
            ("+999 12345678", None, "phone.country_code"),
            ("+999 12345678", "FR", "phone.country_code"),
            ("01 99 00 12 34", None, "phone.no_region"),
            ("01 99 00 12 34", "XX", "phone.no_region"),
            ("555-0123", "US", "phone.local_only"),
            ("01:99:00:12:34", "FR", "phone.separators"),
            ("01;99;00;12;34", "FR", "phone.separators"),
            ("12/11/2024", "FR", "phone.date"),
            ("2024-11-12", "FR", "phone.date"),
            ("732 829 320 00074", "FR", "phone.identifier"),
            ("presse", "FR", "phone.invalid"),
            ("", "FR", "phone.invalid"),
            ("n/a", "FR", "phone.invalid"),
        ],
    )
    def test_have_a_stable_code_a_place_and_a_hint(self, text, region, code):
        with pytest.raises(InvalidPhone) as refused:
            PhoneNumber.parse(text, region)
        assert refused.value.code == code
        assert refused.value.hint
        for one in parse_phones(text, region):
            assert one.error.code == code
            assert one.error.position == (one.start, one.end)

    @pytest.mark.parametrize("value", [None, 199001234, b"01 99 00 12 34", 1.99e8])
    def test_of_what_is_no_text(self, value):
        for read_it in (parse_phones, PhoneNumber.parse, lambda one: list(parse_many_phones([one]))):
            with pytest.raises(InvalidPhone) as refused:
                read_it(value)
            assert refused.value.code == "phone.not_text"

    def test_of_another_country_suggest_it(self):
        assert only("44 20 7946 0123").alternatives == (PhoneNumber("+442079460123"),)


class TestProse:
    @pytest.mark.parametrize(
        "text",
        [
            "Le 12/11/2024 à 14h30, de 9h-12h à 14:00-15:00.",
            "Entre 2019-2024, puis 2025/2026 et le 12.11.24.",
            "75005 Paris, CS 12345, BP 90123, 67000 Strasbourg cedex 9",
            "Un budget de 1 234 567 € pour 12 345 678 habitants, 45 000 000 euros et 3,5 milliards",
            "SIRET 732 829 320 00074, SIREN : 732829320, RCS Paris B 732 829 320, TVA FR 12 732 829 320",
            "IBAN FR76 3000 6000 0112 3456 7890 189, BIC AGRIFRPP",
            "ISBN 978-2-07-036822-8, ISSN 0028-0836, DOI 10.1038/s41586-021-03819-2, arXiv:2101.12345",
            "https://example.org/0199001234?tel=0199001234 et www.example.org/0639981234",
            "jean.0199001234@example.org, 0199001234@example.org, a@0199001234.example.org",
            "ORCID 0000-0002-1825-0097, 192.168.1.10, réf. 0199001234, commande 0639981234",
            "Page 12, article 3, 45 %, 10 000 visiteurs, +10 000 abonnés, + 25 %, -3,5 points",
            "fichier_0199001234.pdf, IMG_20241112_0199001234, #0199001234, AB0199001234",
            "3.8E+10 molécules, 12e, 1er, 2e et 3e, 100 000, 1 à 10, 12-15 ans",
            "En 2024, 150 chercheurs, 12 laboratoires, 3 000 m² et 45 000 étudiants",
        ],
    )
    def test_invents_nothing(self, text):
        assert parse_phones(text) == []
        assert parse_phones(text, None) == []

    def test_finds_what_is_there(self):
        text = (
            "Contact presse : Anne Martin, 12 rue des Lilas, 75005 Paris, tél. 01 99 00 12 34 (standard), "
            "du 12/11/2024 au 15/11/2024, portable 06 39 98 12 34, SIRET 732 829 320 00074."
        )
        assert [(one.e164, one.label) for one in parse_phones(text)] == [(LANDLINE, "standard"), (MOBILE, "mobile")]

    def test_a_postcode_beside_a_number(self):
        assert read("Tél. 01 99 00 12 34 75005 Paris") == [LANDLINE]
        assert read("75005 Paris 01 99 00 12 34") == [LANDLINE]
        assert read("12/11/2024 01 99 00 12 34") == [LANDLINE]
        assert read("0 892 12 34 56 (0,34 €/min)") == ["+33892123456"]

    def test_what_is_broken_is_not_passed_over(self):
        assert read("Anne Martin, 01 99 00 12, anne@example.org") == ["phone.too_short"]
        assert read("Anne Martin, 01 99 OO 12 34") == ["phone.letters"]
        assert read("Appelez le 3949") == ["phone.short_number"]
        assert read("3949 (service gratuit)") == ["phone.short_number"]
        assert read("3949 ou 01 99 00 12 34") == ["phone.short_number", LANDLINE]


class TestStyles:
    NUMBER = PhoneNumber(LANDLINE)

    @pytest.mark.parametrize(
        ("style", "printed"),
        [
            (PhoneStyle.NATIONAL, "01 99 00 12 34"),
            (PhoneStyle.NATIONAL_NO_BREAK, "01\u00a099\u00a000\u00a012\u00a034"),
            (PhoneStyle.NATIONAL_NARROW, "01\u202f99\u202f00\u202f12\u202f34"),
            (PhoneStyle.NATIONAL_DOTS, "01.99.00.12.34"),
            (PhoneStyle.INTERNATIONAL, "+33 1 99 00 12 34"),
            (PhoneStyle.INTERNATIONAL_TRUNK, "+33 (0)1 99 00 12 34"),
            (PhoneStyle.E164, "+33199001234"),
            (PhoneStyle.RFC3966, "tel:+33-1-99-00-12-34"),
        ],
    )
    def test_print_as_asked(self, style, printed):
        assert self.NUMBER.formatted(style) == printed
        assert self.NUMBER.formatted(str(style)) == printed

    def test_elsewhere(self):
        american = PhoneNumber("+12015550123", "7")
        assert american.formatted(PhoneStyle.NATIONAL_DOTS) == "201.555.0123 ext. 7"
        assert american.formatted(PhoneStyle.INTERNATIONAL_TRUNK) == american.international
        assert PhoneNumber("+390612345678").formatted("international_trunk") == "+39 06 1234 5678"

    def test_an_unknown_one_is_refused(self):
        with pytest.raises(ValueError, match="morse"):
            self.NUMBER.formatted("morse")

    @given(
        st.sampled_from(["US", "GB", "DE", "IT", "ES", "BE", "CH", "RE", "JP", "BR", "FR", "SN", "CA", "PF"]),
        st.sampled_from(PhoneStyle),
        st.none() | st.from_regex(r"[0-9]{1,7}", fullmatch=True),
        st.sampled_from([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE]),
    )
    def test_every_style_reads_back(self, region, style, extension, kind):
        example = phonenumbers.example_number_for_type(region, kind)
        e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        number = PhoneNumber(e164, extension)
        assert PhoneNumber.parse(number.formatted(style), region) == number


class TestFacts:
    def test_come_with_the_version_of_the_plans(self):
        number = PhoneNumber(MOBILE)
        assert number.is_possible
        assert not number.is_valid
        assert number.metadata_version == phonenumbers.__version__

    @pytest.mark.parametrize(
        ("e164", "line_type"),
        [(LANDLINE, "fixed_line"), ("+33612345678", "mobile"), ("+33801234567", "toll_free"), (MOBILE, "unknown"),
         ("+33891123456", "premium_rate"), ("+12015550123", "fixed_line_or_mobile"), ("+33912345678", "voip")],
    )  # fmt: skip
    def test_the_line_type(self, e164, line_type):
        assert PhoneNumber(e164).line_type is LineType(line_type)

    def test_are_at_hand_on_what_was_read(self):
        one = only("01 99 00 12 34 poste 7")
        assert (one.e164, one.extension, one.region, one.line_type) == (LANDLINE, "7", "FR", LineType.FIXED_LINE)
        refusal = only("01 99")
        assert (refusal.e164, refusal.extension, refusal.region, refusal.line_type) == (None, None, None, None)

    def test_a_value_survives_a_pickle(self):
        one = only("01 99 00 12 34")
        assert pickle.loads(pickle.dumps(one)) == one


NUMBERLIKE = st.lists(
    st.sampled_from([*"0123456789 +()./-OolI\n;,·_|#x", "01 99 00 12 34", "06 39 98 12 34", "+33 ", "(0)", "poste ",
                     "poste 12", "#", " - 35", "tel:", ";ext=", "Fax ", "(mobile)", "12/11/2024", "E+10", "\u200b",
                     "\u202f", "٠", " ou ", "@"]),
    max_size=14,
).map("".join)  # fmt: skip
REGIONS = st.sampled_from(["FR", "US", "GB", "RE", "PM", "IT", "BR", "AR", "SG", "NC", "DE", None, "XX"])


class TestProperties:
    @given(st.text() | NUMBERLIKE, REGIONS)
    def test_any_text_is_read_or_refused(self, text, region):
        end = 0
        for one in parse_phones(text, region):
            assert isinstance(one, ParsedPhone)
            assert (one.value is None) != (one.error is None)
            assert text[one.start : one.end] == one.text
            assert one.text
            assert end <= one.start
            end = one.end
        with suppress(InvalidPhone):
            PhoneNumber.parse(text, region)

    @given(st.lists(NUMBERLIKE, max_size=8), REGIONS)
    def test_many_are_read_as_one_by_one(self, texts, region):
        assert list(parse_many_phones(texts, region)) == [parse_phones(text, region) for text in texts]

    @given(
        st.sampled_from(
            [
                "Tél. : {} (mobile)",
                "Fax {}",
                "{} €",
                "M. {}",
                "réf. {}",
                "{} standard",
                "{} Il",
                "{} poste 7",
                "{} (p. 12)",
                "{}x5",
                "{}h",
                "≈{}¹",
            ]
        ),
        st.lists(st.from_regex(r"(?:00 33 |\\+33 |0|9)[1-9](?: [0-9]{2}){4}", fullmatch=True), max_size=12),
        REGIONS,
    )
    def test_the_words_around_them_are_read_once_and_rightly(self, words, numbers, region):
        texts = [words.format(number) for number in numbers]
        assert list(parse_many_phones(texts, region)) == [parse_phones(text, region) for text in texts]

    @given(NUMBERLIKE, REGIONS)
    def test_the_fast_lane_says_what_the_reader_says(self, text, region):
        from crm.values.phones.reader import read_phones

        assert parse_phones(text, region) == read_phones(text, region)

    @given(st.from_regex(r"0[1-9](?:[ .\-]?[0-9]{2}){4}", fullmatch=True))
    def test_a_plain_number_is_what_the_library_says(self, text):
        from crm.values.phones.reader import read_phones

        [one] = parse_phones(text)
        assert [one] == read_phones(text, "FR")
        if not one.repairs and one.value is not None:
            number = phonenumbers.parse(text, "FR")
            assert one.e164 == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            assert one.value.is_valid == phonenumbers.is_valid_number(number)


class TestBulk:
    def test_is_lazy(self):
        def endless():
            while True:
                yield "01 99 00 12 34"

        numbers = parse_many_phones(endless())
        assert [str(next(numbers)[0].value) for _ in range(3)] == [LANDLINE] * 3

    def test_answers_do_not_share_a_list(self):
        first, second = parse_many_phones(["n° 01 99 00 12 34"] * 2)
        first.clear()
        assert len(second) == 1
