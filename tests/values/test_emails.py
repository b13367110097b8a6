"""E-mails read from text: every kind of thing a press office types, pastes or prints."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import InvalidEmail
from crm.values import EmailAddress, ParsedEmail, parse_emails, parse_many_emails
from crm.values.emails.plain import plain_verdict

NAMES = st.from_regex(r"[a-z]{1,8}([._-][a-z0-9]{1,8}){0,2}", fullmatch=True)
DOMAINS = st.from_regex(r"[a-z]{2,9}(-[a-z]{1,5})?\.example\.(org|net|com)", fullmatch=True)
ADDRESSES = st.builds("{}@{}".format, NAMES, DOMAINS)
MESSY = st.text(
    alphabet=st.sampled_from("ab.@<>()[]{}\"',;:/ \n\u00a0\u200b-_＠é&#64%40?= at dot point arobase mailto"),
    max_size=60,
)


def values(text: str) -> list[str]:
    return [str(found.value) for found in parse_emails(text) if found.value is not None]


def only(text: str) -> ParsedEmail:
    (found,) = parse_emails(text)
    return found


def outcome(found: EmailAddress | InvalidEmail) -> tuple[object, ...]:
    if isinstance(found, InvalidEmail):
        return found.code, found.message, found.hint
    return str(found), found.key


def single(text: str) -> tuple[object, ...]:
    try:
        return outcome(EmailAddress.parse(text))
    except InvalidEmail as refused:
        return outcome(refused)


class TestCleaning:
    @pytest.mark.parametrize(
        ("text", "repair"),
        [
            (" anne@example.org ", "email.space_removed"),
            ("\u00a0anne@example.org\u202f", "email.space_removed"),
            ("anne\u00a0@example.org", "email.space_removed"),
            ("anne@\u202fexample.org", "email.space_removed"),
            ("anne@exam\u00a0ple.org", "email.space_removed"),
            ("anne @ example.org", "email.space_removed"),
            ("\u200banne@example.org", "email.invisible_removed"),
            ("an\u200bne@exam\u00adple.org\ufeff", "email.invisible_removed"),
            ("mailto:anne@example.org", "email.mailto_removed"),
            ("MAILTO:anne@example.org?subject=Bonjour", "email.query_removed"),
            ("mailto:anne%40example.org", "email.percent_decoded"),
            ("<anne@example.org>", "email.brackets_removed"),
            ("Anne Le Goff <anne@example.org>", "email.display_name_removed"),
            ('"Le Goff, Anne" <anne@example.org>', "email.display_name_removed"),
            ("anne(bureau)@example.org", "email.comment_removed"),
            ("anne@example.org.", "email.punctuation_removed"),
            ("anne@example.org;", "email.punctuation_removed"),
            (".anne@example.org", "email.punctuation_removed"),
            (",anne@example.org", "email.punctuation_removed"),
            ("mailto:?to=anne@example.org", "email.extracted"),
            ("anne@example.org,", "email.punctuation_removed"),
            ("anne@example.org>", "email.punctuation_removed"),
            ("anne@example.org)", "email.punctuation_removed"),
            ("'anne@example.org'", "email.punctuation_removed"),
            ("**anne@example.org**", "email.punctuation_removed"),
            ("« anne@example.org »", "email.punctuation_removed"),
            ("anne＠example.org", "email.at_sign"),
            ("ａｎｎｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "email.at_sign"),
            ("anne&#64;example&#46;org", "email.entity_decoded"),
            ("[Anne](mailto:anne@example.org)", "email.mailto_removed"),
            ("[anne@example.org](mailto:anne@example.org)", "email.repeated"),
            ('<a href="mailto:anne@example.org">anne@example.org</a>', "email.repeated"),
            ("E-mail : anne@example.org", "email.extracted"),
            ("Presse : anne@example.org", "email.label_removed"),
            ("Écrire à anne@example.org avant midi.", "email.extracted"),
        ],
    )
    def test_what_surrounds_an_address_is_taken_away_and_told(self, text, repair):
        found = only(text)
        assert (str(found.value), found.error) == ("anne@example.org", None)
        assert repair in found.repairs
        assert EmailAddress.parse(text) == "anne@example.org"

    @pytest.mark.parametrize(
        "text", ["anne@example.org", "Anne.X@EXAMPLE.org", "anne/x@example.org", "rené@exämple.org"]
    )
    def test_what_needs_no_repair_is_not_repaired(self, text):
        found = only(text)
        assert found.repairs == ()
        assert str(found.value) == validate_email(text, check_deliverability=False).normalized

    @pytest.mark.parametrize(
        "text",
        [
            "name (at) inst.fr", "name(at)inst.fr", "name[at]inst.fr", "name {at} inst.fr", "name AT inst.fr",
            "name [arobase] inst.fr", "name arobase inst point fr", "name arobas inst.fr", "name at inst dot fr",
            "name (at) inst (dot) fr", "name[at]inst[point]fr", "name AT inst DOT fr", "name@inst[.]fr",
            "name@inst (point) fr", "name_at_inst.fr", "name (@) inst.fr", "Contact : name arobase inst point fr.",
        ],
    )  # fmt: skip
    def test_an_address_spelled_out_is_read(self, text):
        found = only(text)
        assert (str(found.value), found.repairs[-1]) == ("name@inst.fr", "email.spelled_out")

    def test_words_are_read_on_both_sides(self):
        text = "anne point legoff arobase univ tiret valmont point fr"
        assert values(text) == ["anne.legoff@univ-valmont.fr"]

    @pytest.mark.parametrize(
        "text",
        [
            "Look at example.org", "Visit us at example.org or call.", "meet us at the dot com bubble", "AT",
            "The press office is at example.org", "Suivez @valmont", "https://social.example.org/@anne", "12 @ 3",
            "faites le point", "", " ", "Anne Le Goff", "Presse:;",
        ],
    )  # fmt: skip
    def test_prose_holds_no_address(self, text):
        assert values(text) == []
        with pytest.raises(InvalidEmail):
            EmailAddress.parse(text)

    @pytest.mark.parametrize(
        ("text", "code", "meant"),
        [
            ("name at inst.fr", "email.unsure_at", "name@inst.fr"),
            ("anne.legoff at example.org", "email.unsure_at", "anne.legoff@example.org"),
            ("anne@exa mple.org", "email.unsure_space", "anne@example.org"),
            ("anne\u00a0legoff@example.org", "email.unsure_space", "annelegoff@example.org"),
            ("Anne Martin (at) example.org", "email.unsure_space", "anne.Martin@example.org"),
            ("jean-pierre dupont [at] example.org", "email.unsure_space", "jean-pierre.dupont@example.org"),
            ("anne martin@example.org", "email.unsure_space", "anne.martin@example.org"),
            ("anne. martin@example.org", "email.unsure_space", "anne.martin@example.org"),
            ("anne,martin@example.org", "email.unsure_space", "martin@example.org"),
            ("Presse : anne martin@example.org", "email.unsure_space", "anne.martin@example.org"),
            ("Email anne martin@example.org", "email.unsure_space", "anne.martin@example.org"),
            ("anne marie martin@example.org", "email.unsure_space", "anne.marie.martin@example.org"),
            ("anne.martin, b.petit@example.org", "email.unsure_space", "b.petit@example.org"),
            ("anne.martin@example.orgTél. 01 99 00 12 34", "email.unsure_end", "anne.martin@example.org"),
            ("Tel:0199001234anne@example.org", "email.unsure_end", "anne@example.org"),
            ("anne@@example.org", "email.several_at", "anne@example.org"),
            ("anne..legoff@example.org", "email.dots", "anne.legoff@example.org"),
            ("anne@example,org", "email.domain_no_period", "anne@example.org"),
            ("anne@gmail", "email.domain_no_period", "anne@gmail.com"),
            ("anne@ex_ample.org", "email.domain_characters", "anne@ex-ample.org"),
            ("@anne@social.example.org", "email.handle", "anne@social.example.org"),
            ('"anne"@example.org', "email.quoted", "anne@example.org"),
        ],
    )
    def test_what_is_not_certain_is_a_question_and_never_a_guess(self, text, code, meant):
        found = only(text)
        assert (found.value, found.error.code) == (None, code)
        assert meant in found.alternatives
        with pytest.raises(InvalidEmail) as refused:
            EmailAddress.parse(text)
        assert refused.value.code == code
        assert meant in refused.value.hint

    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("Anne Martin anne.martin@example.org", "anne.martin@example.org"),
            ("Anne Martin amartin@example.org", "amartin@example.org"),
            ("Anne Martin jpm@example.org", "jpm@example.org"),
            ("Martin a.martin@example.org", "a.martin@example.org"),
            ("Martin, Anne anne@example.org", "anne@example.org"),
            ("MARTIN anne@example.org", "anne@example.org"),
            ("Valmont anne@valmont.example", "anne@valmont.example"),
            ("Anne : martin@example.org", "martin@example.org"),
            ("Anne; martin@example.org", "martin@example.org"),
            ("e-mail martin@example.org", "martin@example.org"),
            ("Courriel à l'adresse martin@example.org", "martin@example.org"),
            ("Mme martin@example.org", "martin@example.org"),
            ("Contactez martin@example.org", "martin@example.org"),
            ("Bourges accueil@example.org", "accueil@example.org"),
            ("Le mieux est encore d'appeler Anne ou de lui écrire martin@example.org", "martin@example.org"),
            ("Demandez martin@example.org avant la fin de la semaine", "martin@example.org"),
            (" Anne@Example.ORG ", "Anne@example.org"),
        ],
    )
    def test_a_name_or_a_word_before_a_whole_address_is_no_question(self, text, address):
        assert values(text) == [address]


class TestSplitting:
    @pytest.mark.parametrize(
        "text",
        [
            "a@example.org;c@example.net", "a@example.org / c@example.net", "a@example.org/c@example.net",
            "a@example.org•c@example.net", "a@example.org·c@example.net",
            "a@example.org, c@example.net", "a@example.org,c@example.net", "a@example.org ou c@example.net",
            "a@example.org\nc@example.net", "a@example.org|c@example.net", "a@example.org et c@example.net",
            "a@example.org c@example.net", "a@example.org & c@example.net", "mailto:a@example.org,c@example.net",
            "Anne <a@example.org>, Paul <c@example.net>", "Presse: a@example.org, c@example.net;",
            "a (at) example.org ; c (at) example.net", "a@example.org；c@example.net", "a@example.org，c@example.net",
            "a@example.org、c@example.net", "a@example.org//c@example.net", "mailto:a@example.org?cc=c@example.net",
            "mailto:?to=a@example.org&bcc=c@example.net&subject=x", "mailto:?to=a%40example.org%2Cc%40example.net",
        ],
    )  # fmt: skip
    def test_two_addresses_are_two_in_order(self, text):
        assert values(text) == ["a@example.org", "c@example.net"]
        assert all("email.split" in found.repairs for found in parse_emails(text))
        with pytest.raises(InvalidEmail) as refused:
            EmailAddress.parse(text)
        assert refused.value.code == "email.several"

    def test_the_same_address_twice_is_one_to_parse(self):
        assert EmailAddress.parse("A@example.org, a@example.org") == "a@example.org"

    def test_a_group_gives_its_name_to_its_members(self):
        found = parse_emails("Presse: a@example.org, Anne <c@example.net>;")
        assert [each.label for each in found] == ["Presse", "Anne"]
        assert all("email.group_expanded" in each.repairs for each in found)

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("presse : a@example.org", "presse"),
            ("E-mail : a@example.org", None),
            ("a@example.org (standard)", "standard"),
            ("Le Goff, Anne <a@example.org>", "Le Goff, Anne"),
            ("Merci de nous contacter à a@example.org", None),
            ("[Anne](mailto:a@example.org)", "Anne"),
            ("Presse\u00a0:\u00a0a@example.org", "Presse"),
        ],
    )
    def test_a_label_is_kept(self, text, label):
        assert only(text).label == label

    def test_a_broken_one_does_not_hide_the_others(self):
        found = parse_emails("a@example.org, b@@example.org, c@example.net")
        assert [each.value is not None for each in found] == [True, False, True]


class TestDoubts:
    @pytest.mark.parametrize(
        ("text", "warning"),
        [
            ("x" * 65 + "@example.org", "email.local_too_long"),
            ("anne@\u0131nst.fr", "email.lookalike_domain"),
            ("anne@ex\u0430mple.fr", "email.lookalike_domain"),
            ("\u0430nne@example.org", "email.lookalike_local"),
            ("anne@example.org", "email.reserved_domain"),
            ("anne@press.valmont.example", "email.reserved_domain"),
            ("presse@valmont.fr", "email.shared_mailbox"),
            ("noreply@valmont.fr", "email.no_reply"),
            ("anne@gmial.com", "email.domain_typo"),
            ("anne@valmont.con", "email.domain_typo"),
            ("rené@valmont.fr", "email.needs_smtputf8"),
            ("'anne@valmont.fr", "email.leading_punctuation"),
            ("tel/anne@valmont.fr", "email.unusual_local"),
        ],
    )
    def test_is_accepted_with_a_warning(self, text, warning):
        found = only(text)
        assert found.value is not None
        assert warning in found.warnings

    @pytest.mark.parametrize("text", ["anne@exämple.org", "anne@пример.org", "anne@münchen.fr", "anne@ışık.com.tr"])
    def test_a_name_in_its_own_letters_is_no_look_alike(self, text):
        assert "email.lookalike_domain" not in only(text).warnings

    def test_what_may_be_meant_is_offered_and_not_applied(self):
        found = only("anne@\u0131nst.fr")
        assert str(found.value) == "anne@\u0131nst.fr"
        assert found.alternatives == (EmailAddress("anne@inst.fr"),)

    @pytest.mark.parametrize(
        ("address", "why"),
        [
            ("webmaster@valmont.fr", "RFC 2142"),
            ("service.presse@valmont.fr", "press offices"),
            ("servicepresse@valmont.fr", "press offices"),
            ("dr06.com@valmont.fr", "press offices"),
            ("accueil@valmont.fr", "several people"),
            ("pr@valmont.fr", "press offices"),
            ("rédaction.valmont@valmont.fr", "press offices"),
            ("ufficiostampa@valmont.fr", "press offices"),
            ("medienstelle@valmont.fr", "press offices"),
            ("voorlichting@valmont.fr", "press offices"),
            ("presse.valmont@valmont.fr", "press offices"),
            ("press.office@valmont.fr", "press offices"),
            ("communication.lille@valmont.fr", "press offices"),
            ("enquiries@valmont.fr", "several people"),
            ("dg@valmont.fr", "several people"),
            ("no-reply@valmont.fr", "nobody"),
        ],
    )
    def test_a_shared_mailbox_says_why(self, address, why):
        assert why in EmailAddress(address).shared_because

    @pytest.mark.parametrize(
        "name",
        [
            "anne.le-goff", "pr.valmont", "presser", "comte", "infante", "newsome", "stampaert", "com.nguyen",
            "martin.com", "pierre.presse", "a.info", "marie.contact", "hélène.media", "dg.valmont",
        ],
    )  # fmt: skip
    def test_a_person_does_not(self, name):
        assert EmailAddress(f"{name}@valmont.fr").shared_because is None


class TestCodes:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "email.none"),
            ("anne", "email.none"),
            ("@example.org", "email.no_local"),
            ("anne@", "email.no_domain"),
            ("anne@localhost", "email.domain_no_period"),
            ("anne@valmont.test", "email.domain_special_use"),
            ("anne@valmont.123", "email.domain_no_tld"),
            ("anne@-valmont.fr", "email.domain_hyphens"),
            ("anne@va--lmont.fr", "email.domain_hyphens"),
            ("anne@xn--zz.fr", "email.domain_idna"),
            ("anne@[192.0.2.1]", "email.domain_literal"),
            ("anne@" + "x" * 64 + ".fr", "email.domain_too_long"),
            ("x" * 250 + "@example.org", "email.too_long"),
            ("x" * 4000 + "@example.org", "email.too_long"),
            (None, "email.not_text"),
        ],
    )
    def test_each_reason_has_its_own(self, text, code):
        with pytest.raises(InvalidEmail) as refused:
            EmailAddress.parse(text)
        assert refused.value.code == code

    def test_what_is_no_text_is_told_as_data(self):
        assert only(None).error.code == "email.not_text"


class TestProperties:
    @given(st.one_of(st.text(max_size=80), MESSY))
    def test_any_text_is_read_or_refused(self, text):
        last = 0
        for found in parse_emails(text):
            assert text[found.start : found.end] == found.text
            assert last <= found.start < found.end
            assert (found.value is None) == (found.error is not None)
            last = found.end

    @given(st.one_of(st.text(max_size=40), MESSY, ADDRESSES))
    def test_unrepaired_is_what_email_validator_says(self, text):
        try:
            normal = validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            normal = None
        found = parse_emails(text)
        whole = len(found) == 1 and found[0].value is not None and not found[0].repairs
        assert (str(found[0].value) if whole else None) == normal

    @given(
        st.text(st.sampled_from("aB9.-_+'é"), min_size=1, max_size=6),
        st.text(st.sampled_from("aB9-.é"), min_size=1, max_size=12),
        st.sampled_from([".org", ".ORG", ".o-1", ".test", ".Local", ".o1", "", "-.org", ".xn--zz"]),
    )
    def test_a_plain_address_needs_no_library_and_has_its_verdict(self, local, domain, end):
        text = f"{local}@{domain}{end}"
        try:
            found = validate_email(text, check_deliverability=False)
        except EmailNotValidError:
            assert plain_verdict(text) is None
        else:
            key = f"{found.local_part.casefold()}@{found.ascii_domain}"
            assert plain_verdict(text) in (None, (found.normalized, key))

    @given(ADDRESSES)
    def test_most_addresses_are_plain(self, text):
        assert plain_verdict(text) == (text, text)

    @given(
        ADDRESSES,
        st.sampled_from(
            [
                "{}", " {} ", "\u00a0{}\u202f", "mailto:{}", "mailto:{}?subject=a%20b", "<{}>", "Anne Le Goff <{}>",
                '"Le Goff, Anne" <{}>', "{}.", "{};", "({})", "Presse : {}", "[Anne](mailto:{})", "[{}]", "“{}”",
            ]
        ),
    )  # fmt: skip
    def test_a_dressed_address_reads_back(self, address, dress):
        assert values(dress.format(address)) == [address]

    @given(ADDRESSES, st.sampled_from([" (at) ", "(at)", "[at]", " [at] ", "{at}", " arobase ", " (arobase) ", "(@)"]))
    def test_a_spelled_out_address_reads_back(self, address, sign):
        assert values(address.replace("@", sign)) == [address]

    @given(ADDRESSES, ADDRESSES, st.sampled_from([";", ", ", " / ", "/", " ou ", "\n", " ; ", " et "]))
    def test_two_addresses_read_back(self, one, other, separator):
        assert values(one + separator + other) == [one, other]

    @given(st.lists(st.one_of(ADDRESSES, MESSY, st.text(max_size=20), st.none()), max_size=6))
    def test_bulk_gives_the_verdicts_of_the_single_parse(self, texts):
        assert_same(texts)


def assert_same(texts):
    """Bulk says what the single reader says: values to the letter and by key, errors, places, repairs and warnings."""
    for text, found in zip(texts, parse_many_emails(texts), strict=True):
        alone = parse_emails(text)
        assert found == alone
        for one, other in zip(found, alone, strict=True):
            assert (one.value and (str(one.value), one.value.key)) == (
                other.value and (str(other.value), other.value.key)
            )
            assert (one.warnings, one.alternatives) == (other.warnings, other.alternatives)


class TestBulk:
    def test_is_lazy(self):
        def endless():
            while True:
                yield "anne@example.org"

        assert [str(one.value) for one in next(parse_many_emails(endless()))] == ["anne@example.org"]

    @pytest.mark.parametrize(
        "text",
        [
            "INFO@Example.ORG", "anne@EXÄMPLE.org", "anne@xn--exmple-cua.org", "a" * 242 + "@example.org",
            "a" * 243 + "@example.org", "a@" + "x" * 63 + ".fr", "a@" + "x" * 64 + ".fr", "a@xx--y.fr",
            "a@xn--y.fr", b"a@b.fr",
        ],
    )  # fmt: skip
    def test_agrees_at_the_edges(self, text):
        assert_same([text])
