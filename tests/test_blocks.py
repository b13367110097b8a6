"""The contact block: what it says, how it looks, and that it reads back as the same contacts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from builders import communique, contact, institution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from offices import DAY, answer, answers, offices, person

import crm
from crm import availability, blocks, coverage, reading
from crm.answers import who
from crm.blocks import Style, Wording, block, content_of
from crm.blocks.escaping import markdown
from crm.blocks.wording import one_line
from crm.errors import InvalidChoice, InvalidCountry, TemplateInvalid
from crm.models import (
    Affiliation,
    Communique,
    ContactPhone,
    Coverage,
    CoverageSnapshot,
    Institution,
    PressContact,
    PrintedCoordinate,
)

README = Path(__file__).parents[1] / "README.md"
EXAMPLE = README.parent / "examples" / "communiques" / "02-laboratoire-des-forets.md"

LANGUAGES = ("fr", "en", "de", "es")
PAIRS = [(language, format_) for language in LANGUAGES for format_ in blocks.FORMATS]
SPACES = [{}, {"no_break": True}, {"narrow": True}]

VALMONT = Institution(id=1, name="Université de Valmont")
ORME = Institution(id=2, name="ORME")


def anne(**values):
    return answer(
        person("Anne Le Goff"),
        VALMONT,
        **{"emails": ("anne.legoff@example.org",), "phones": ("01 99 00 12 34",), **values},
    )


# --- what it says -----------------------------------------------------------------------------------------------------


def test_a_block_by_institution():
    desk = answer(PressContact.desk("Service de presse"), ORME, phones=("01 99 00 56 78 poste 7",))
    assert block(answers(anne(role="attachée de presse"), desk), "fr") == (
        "Contacts presse\n\n"
        "Université de Valmont\n\n"
        "Anne Le Goff – attachée de presse\nTél. : 01 99 00 12 34\nCourriel : anne.legoff@example.org\n\n"
        "ORME\n\n"
        "Service de presse\nTél. : 01 99 00 56 78 poste 7\n"
    )


@pytest.mark.parametrize(
    ("language", "heading", "phone", "email"),
    [
        ("fr", "Contact presse", "Tél. : 01 99 00 12 34 poste 7", "Courriel : "),
        ("en", "Press contact", "Tel.: 01 99 00 12 34 ext. 7", "Email: "),
        ("de-AT", "Pressekontakt", "Tel.: 01 99 00 12 34 Durchwahl 7", "E-Mail: "),
        ("ES", "Contacto de prensa", "Tel.: 01 99 00 12 34 ext. 7", "Correo electrónico: "),
    ],
)
def test_the_words_of_each_language(language, heading, phone, email):
    lines = block(answers(anne(phones=("01 99 00 12 34 poste 7",))), language).splitlines()
    assert lines[0] == heading
    assert phone in lines
    assert f"{email}anne.legoff@example.org" in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words(language):
    assert set(Wording(language).say) == set(Wording("fr").say)
    roles = {str(role): Wording(language).role(role) for role in crm.models.CoverageRole}
    assert {role for role, words in roles.items() if words is None} == {"press", "other"}


@pytest.mark.parametrize("language", ["it", "", "français", 'fr-"><b>', "x"])
def test_a_language_without_words_is_refused(language):
    with pytest.raises(InvalidChoice, match="no contact block"):
        block(answers(anne()), language)


def test_a_format_and_a_region_that_are_none_are_refused():
    with pytest.raises(InvalidChoice, match="no contact block"):
        block(answers(anne()), "fr", "rtf")
    with pytest.raises(InvalidCountry):
        block(answers(anne()), "fr", region="France")


def test_numbers_are_printed_as_at_home_and_from_abroad():
    found = answers(anne(phones=("01 99 00 12 34", "+44 20 7946 0123")))
    assert re.findall(r"Tel\.: (.*)", block(found, "en")) == ["01 99 00 12 34", "+44 20 7946 0123"]
    assert re.findall(r"Tel\.: (.*)", block(found, "en", region="gb")) == ["+33 1 99 00 12 34", "020 7946 0123"]


def test_a_number_that_would_be_read_as_another_at_home_is_printed_with_its_code():
    """06 39 90 … is a mobile of Mayotte to whoever reads it, and +33 6 39 90 … is not."""
    assert "Tel.: +33 6 39 90 12 34\n" in block(answers(anne(phones=("+33 6 39 90 12 34",))), "en")


def test_spaces_break_unless_asked():
    found = answers(
        replace(anne(phones=("01 99 00 12 34 poste 7",), role="attachée"), standing_in_for=person("Io Valmont"))
    )
    usual, no_break, narrow = (block(found, "fr", **spaces) for spaces in SPACES)
    assert "\u00a0" not in usual
    assert "\u202f" not in usual
    assert "Tél.\u00a0: 01\u00a099\u00a000\u00a012\u00a034\u00a0poste\u00a07\n" in no_break
    assert "Anne Le Goff\u00a0– attachée\n" in no_break
    assert narrow == no_break.replace("\u00a0", "\u202f")
    assert "Tel.: 01\u00a099\u00a000\u00a012\u00a034" in block(found, "en", no_break=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Anne Astier", "d’Anne Astier"),
        ("Hélène Astier", "d’Hélène Astier"),
        ("Hugo Astier", "de Hugo Astier"),
        ("Éric Astier", "d’Éric Astier"),
        ("Yves Astier", "d’Yves Astier"),
        ("Yann Astier", "de Yann Astier"),
        ("Œnone Astier", "d’Œnone Astier"),
        ("Paul Astier", "de Paul Astier"),
    ],
)
def test_french_elides_before_a_name(name, said):
    found = answers(replace(anne(), standing_in_for=person(name)))
    assert f"(en l’absence {said})\n" in block(found, "fr")


def test_standing_in_for_a_desk_is_said_without_de():
    found = answers(replace(anne(), standing_in_for=PressContact.desk("Bureau de presse")))
    assert "(remplace « Bureau de presse »)\n" in block(found, "fr")
    assert "(remplace «\u202fBureau de presse\u202f»)\n" in block(found, "fr", narrow=True)


def test_braces_in_a_name_are_text():
    found = answers(replace(anne(), standing_in_for=person("Io {de} {name}"), also_for=(Institution(name="{0} {x}"),)))
    assert "(en l’absence d’Io {de} {name})" in block(found, "fr")
    assert "(également pour : {0} {x})" in block(found, "fr")


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("fr", ["A", "B", "C"], "A, B et C"),
        ("de", ["A", "B"], "A und B"),
        ("es", ["Ana", "Inés"], "Ana e Inés"),
        ("es", ["Ana", "Hilda"], "Ana e Hilda"),
        ("es", ["Ana", "Hielo"], "Ana y Hielo"),
        ("es", ["Inés", "Ana"], "Inés y Ana"),
        ("en", ["A"], "A"),
    ],
)
def test_enumerations(language, names, said):
    assert Wording(language).listed(names) == said


def test_a_desk_names_who_is_there_and_one_without_a_name_is_called_one():
    desk = answer(
        PressContact.desk(), ORME, phones=("01 99 00 12 34",), staff=(person("Mme Io Valmont"), person("Zoé Roy"))
    )
    assert "Pressestelle\n(mit Io Valmont und Zoé Roy)\nTel.: " in block(answers(desk), "de")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("Mme Anne Le Goff", "Anne Le Goff"), ("Frau Prof. Dr. Io Halden", "Prof. Dr. Io Halden"), ("Zoé", "Zoé")],
)
def test_a_title_is_printed_and_a_civility_is_not(typed, printed):
    text = block(answers(answer(person(typed), ORME, phones=("01 99 00 12 34",))), "de")
    assert f"\n{printed}\nTel.: " in text


def test_absences_stand_ins_and_desks_of_a_database(session):
    orme = institution(session, "ORME")
    away, instead = (contact(session, name, phones=("+33199001234",), at=orme) for name in ("Anne Roy", "Io Roy"))
    desk = PressContact.desk("Bureau de presse", phones=[ContactPhone(value="+33199005678")])
    session.add(desk)
    release = communique(session, "Une alliance", orme)
    for one in (away, desk):
        coverage.assign(session, release, one, on_behalf_of=orme)
    availability.away(session, away, DAY, DAY, stand_ins=[instead])
    availability.staff(session, desk, instead)
    session.expunge_all()
    found = who(session, session.get_one(Communique, release.id), on=DAY)
    assert block(found, "fr").partition("ORME\n\n")[2] == (
        "Io Roy\n(en l’absence d’Anne Roy)\nTél. : 01 99 00 12 34\n\n"
        "Bureau de presse\n(avec Io Roy)\nTél. : 01 99 00 56 78\n"
    )
    found = who(session, session.get_one(Communique, release.id), on=DAY + dt.timedelta(days=1))
    assert "\nAnne Roy\nTél. : " in block(found, "fr")


def test_other_institutions_are_named_beside_the_first():
    found = answers(replace(anne(), also_for=(ORME, Institution(id=3, name="Ville de Brisecourt"))))
    assert "(also for: ORME and Ville de Brisecourt)\n" in block(found, "en")


def test_the_role_is_that_of_the_job_of_the_day():
    one = anne()
    past, now, later = "stagiaire", "attachée de presse", "directrice"
    one.contact.affiliations.extend(
        [
            Affiliation(institution_id=1, role=past, ends_on=DAY - dt.timedelta(days=1)),
            Affiliation(institution_id=2, role="présidente"),
            Affiliation(institution_id=1, role=now, starts_on=DAY, ends_on=DAY),
            Affiliation(institution_id=1, role=later, starts_on=DAY + dt.timedelta(days=1)),
        ]
    )
    assert "Anne Le Goff – attachée de presse\n" in block(answers(one), "en")


def test_without_a_job_the_role_is_that_of_the_coverage():
    assert "Anne Le Goff – porte-parole\n" in block(answers(anne(covers="spokesperson")), "fr")
    assert "Anne Le Goff\n" in block(answers(anne()), "fr")


def test_whoever_stands_in_from_outside_does_not_bring_their_title():
    one = replace(anne(), standing_in_for=person("Io Valmont"))
    one.contact.affiliations.append(Affiliation(institution_id=2, role="présidente"))
    assert "présidente" not in block(answers(one), "fr")
    successor = anne()
    successor.contact.affiliations.append(Affiliation(institution_id=2, role="présidente"))
    assert "Anne Le Goff – présidente\n" in block(answers(successor), "fr")


def test_one_name_for_two_roles():
    first = anne(covers="spokesperson")
    second = replace(first, role="regional_press")
    assert "Anne Le Goff – spokesperson, regional press\n" in block(answers(first, second), "en")
    assert block(answers(first, second), "en").startswith("Press contact\n")


def test_two_who_share_a_number_and_a_list_that_is_long():
    people = [answer(person(f"{name} Valmont"), ORME, phones=("01 99 00 12 34",)) for name in ("Anne", "Paul")]
    people += [answer(person(f"Zoé Halden{chr(97 + n)}"), ORME, phones=(f"01 99 00 20 {n:02}",)) for n in range(26)]
    read = crm.read(block(answers(*people), "fr").encode(), format="text", region="FR").contacts
    assert [one.name for one in read] == [str(one.contact.name) for one in people]
    assert [str(one.phones[0]) for one in read[:2]] == ["+33199001234"] * 2


# --- nobody -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", blocks.FORMATS)
def test_of_nobody_nothing_is_printed(format_):
    assert block(answers(), "fr", format_) == ""
    assert block(answers(answer(person("Anne Le Goff"), ORME)), "fr", format_) == ""


def test_who_cannot_be_reached_is_left_out_and_told():
    content = content_of(answers(anne(), answer(person("Io Valmont"), ORME)), "fr")
    assert [group.name for group in content.groups] == ["Université de Valmont"]
    assert content.left_out == ("Io Valmont",)
    assert content.heading == "Contact presse"


# --- it reads back ----------------------------------------------------------------------------------------------------


def expected(found, language):
    wording = Wording(language)
    return sorted(
        (
            (
                None if one.contact.kind == "desk" else str(one.contact.name),
                group.name,
                tuple(str(email.value) for email in one.emails),
                tuple(str(phone.value) for phone in one.phones),
                None if one.contact.kind == "desk" else _role(one) or wording.role(one.role),
            )
            for group in found.groups
            for one in group.answers
        ),
        key=repr,
    )


def _role(one):
    return next((job.role for job in one.contact.affiliations), None)


def read_back(text, format_):
    return sorted(
        (
            (
                one.name if one.kind == "person" else None,
                one.institution,
                tuple(map(str, one.emails)),
                tuple(map(str, one.phones)),
                one.role if one.kind == "person" else None,
            )
            for one in crm.read(text.encode(), format=format_, region="FR").contacts
        ),
        key=repr,
    )


@pytest.mark.parametrize(("language", "format_"), PAIRS)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(found=offices(), spaces=st.sampled_from(SPACES))
def test_a_block_reads_back_as_the_same_contacts(language, format_, found, spaces):
    assert read_back(block(found, language, format_, **spaces), format_) == expected(found, language)


@pytest.mark.parametrize(("language", "format_"), PAIRS)
def test_what_cannot_be_read_is_no_warning(language, format_):
    staff = (person("Marta Soler"), person("Yves Astier"), person("Inés Vidal"))
    desk = answer(PressContact.desk(), ORME, emails=("presse@orme.example.net",), staff=staff)
    away = replace(
        anne(role="directrice"), standing_in_for=person("Hugo Ravelli"), also_for=(ORME, Institution(name="Cerval"))
    )
    reading = crm.read(block(answers(away, desk), language, format_).encode(), format=format_, region="FR")
    assert [(one.kind, one.institution) for one in reading.contacts] == [("person", VALMONT.name), ("desk", ORME.name)]
    assert [one for one in reading.warnings if one.code.startswith("contact")] == []


# --- as printed -------------------------------------------------------------------------------------------------------


def test_what_was_printed_stays_whatever_changes(session):
    orme = institution(session, "ORME")
    someone = contact(session, "Anne Valmont", emails=("anne@example.org",), phones=("+33199001234;ext=5",))
    release = communique(session, "Une alliance", orme)
    coverage.assign(session, release, someone, on_behalf_of=orme, role="spokesperson")
    desk = PressContact.desk(phones=[ContactPhone(value="+33199005678")])
    session.add(desk)
    coverage.assign(session, release, desk)
    coverage.freeze(session, release)
    someone.name, someone.phones[0].value, orme.name = "Io Roy", "+33199009999", "CERVAL"
    session.flush()
    coverage.assign(session, release, contact(session, "Zoé Roy", phones=("+33199001111",)))
    covering = session.scalars(coverage.of(release)).all()
    assert blocks.printed_block(covering, "fr", no_break=True) == (
        "Contacts presse\n\nORME\n\nAnne Valmont\u00a0– porte-parole\n"
        "Tél.\u00a0: 01\u00a099\u00a000\u00a012\u00a034\u00a0poste\u00a05\nCourriel\u00a0: anne@example.org\n\n"
        "Service de presse\nTél.\u00a0: 01\u00a099\u00a000\u00a056\u00a078\n"
    )


def test_what_was_not_printed_is_nothing(session):
    release = communique(session)
    coverage.assign(session, release, contact(session, phones=("+33199001234",)))
    assert blocks.printed_block(session.scalars(coverage.of(release)).all(), "fr", "html") == ""


# --- a house's own style ----------------------------------------------------------------------------------------------


def test_a_template_of_the_house_goes_before_ours_and_a_missing_one_falls_back(tmp_path):
    (tmp_path / "text.j2").write_text("{% for g in groups %}{{ g.name }}: {{ g.contacts[0].name }}\n{% endfor %}")
    found, style = answers(anne()), Style(tmp_path)
    assert block(found, "fr", style=style) == "Université de Valmont: Anne Le Goff\n"
    assert block(found, "fr", "html", style=style) == block(found, "fr", "html")


def test_ours_can_be_included(tmp_path):
    (tmp_path / "text.j2").write_text("--\n{% include 'crm/text.j2' %}")
    assert block(answers(anne()), "fr", style=Style(tmp_path)) == f"--\n{block(answers(anne()), 'fr')}"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{{ heading }}\n{% for x in %}\n", 2),
        ("{{ heading }}\n\n{{ nothing }}\n", 3),
        ("{{ groups[0].nothing }}", 1),
        ("\n{{ 1 / 0 }}", 2),
        ("\n{{ ''.__class__.__mro__ }}", 2),
        ("\n\n{{ say.update({'phone': 'x'}) }}", 3),
        ("{{ groups.append(1) }}", 1),
        ("{% for x in range(999999999) %}{% endfor %}", 1),
        ("{% include '../secret.j2' %}", 1),
        ("{% include 'secret.j2' %}", 1),
        ("\n{{ heading | nothing }}", 2),
        ("{% set x = cycler.__init__.__globals__.os.popen('id') %}{{ x }}", 1),
    ],
)
def test_a_wrong_template_is_refused_with_its_line(tmp_path, template, line):
    (tmp_path / "style").mkdir()
    (tmp_path / "secret.j2").write_text("secret")
    (tmp_path / "style" / "text.j2").write_text(template)
    with pytest.raises(TemplateInvalid, match=rf"text\.j2, line {line}, is wrong") as refused:
        block(answers(anne()), "fr", style=Style(tmp_path / "style"))
    assert refused.value.code == "template.invalid"


def test_a_template_that_is_no_text_or_never_ends_is_refused(tmp_path):
    (tmp_path / "text.j2").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "html.j2").write_text("{% include 'html.j2' %}")
    for format_ in ("text", "html"):
        with pytest.raises(TemplateInvalid, match="is wrong"):
            block(answers(anne()), "fr", format_, style=Style(tmp_path))


def test_what_a_template_includes_is_escaped_too(tmp_path):
    (tmp_path / "html.j2").write_text("{% include 'card.j2' %}")
    (tmp_path / "markdown.j2").write_text("{% include 'card.j2' %}")
    (tmp_path / "card.j2").write_text("{{ groups[0].name }}")
    found = answers(answer(person("Anne Le Goff"), Institution(id=1, name="<b>*x*"), phones=("01 99 00 12 34",)))
    assert block(found, "fr", "html", style=Style(tmp_path)) == "&lt;b&gt;*x*"
    assert block(found, "fr", "markdown", style=Style(tmp_path)) == r"\<b\>\*x\*"


# --- nothing gets out of its place ------------------------------------------------------------------------------------

HOSTILE = (
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<!-- ", "&lt;b&gt;", "</p></section>"),
    *(
        "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        "<https://example.org>",
        "[x]: https://example.org",
    ),
    *("https://example.org/x", "www.example.org", "ftp://example.org", "javascript:alert(1)"),
    *("# x", "x\n# y", "x\n\n# y", "x\n===", "x\n---", "===", "---", "- x", "1. x", "+ x", "    x", "> x", "| a | b |"),
    *(
        "**x**",
        "_x_",
        "`x`",
        "~~x~~",
        "\\",
        "x\\",
        "\\[x](y)",
        "a\u2028# b",
        "a\x85b",
        "\u202ex",
        "a\tb",
        "***",
        "* * *",
    ),
)
hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join),
    st.text(st.sampled_from("<>&\"'`*_[]()#!|~\\/:.-+=@ \n\tax1"), min_size=1, max_size=30),
    st.text(min_size=1, max_size=20),
).filter(lambda text: any(sign.isalnum() for sign in text))

COORDINATES = (("email", "anne@example.org"), ("phone", "+33199001234"))
OURS = {
    "html": {"section", "h2", "div", "h3", "p", "strong", "span", "br", "a"},
    "markdown": {"p", "strong", "br", "a"},
}


def hostile_block(name, institution_name, role, format_):
    """Return a block whose every word that is not ours is one of these; a snapshot takes any."""
    mail, phone = ({"position": 0, "kind": kind, "value": value} for kind, value in COORDINATES)
    snapshot = CoverageSnapshot(
        name=name,
        institution=institution_name,
        role=role,
        coordinates=[PrintedCoordinate(**mail), PrintedCoordinate(**phone)],
    )
    content = blocks.printed_of([Coverage(role="press", printed=snapshot)], "fr")
    (group,), wording, clean = content.groups, Wording("fr"), one_line(name)
    said = {
        "standing_in": wording.standing_in(clean),
        "also_for": wording.also_for([clean]),
        "staffed_by": wording.staffed_by([clean, clean]),
    }
    (printed,) = group.contacts
    group = replace(group, contacts=(replace(printed, **said),))
    return Style().render(format_, replace(content, groups=(group,)))


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(hostile, hostile, hostile)
def test_no_word_of_others_adds_a_tag_a_link_or_a_heading(name, institution_name, role):
    page = hostile_block(name, institution_name, role, "html")
    rendered = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(
        hostile_block(name, institution_name, role, "markdown")
    )
    for format_, text in (("html", page), ("markdown", rendered)):
        assert {tag.lower() for tag in re.findall(r"<\s*/?\s*([a-zA-Z!?][a-zA-Z0-9]*)", text)} <= OURS[format_]
        links = set(re.findall(r'href="([^"]*)"', text))
        assert links <= {"mailto:anne@example.org", "tel:+33-1-99-00-12-34"}
        assert text.count("<h2>") == text.count("<h3>") == (1 if format_ == "html" else 0)
    assert len(re.findall(r"<p[ >]", rendered)) == 3


@pytest.mark.parametrize("format_", blocks.FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_stays_on_its_line(text, format_):
    usual = hostile_block("x", "x", "x", format_).count("\n")
    assert hostile_block(text, text, text, format_).count("\n") == usual
    assert not {"\u2028", "\x85", "\u202e", "\t"} & set(hostile_block(text, text, text, format_))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(hostile)
def test_markdown_shows_what_is_printed(text):
    """A reader of the rendered block sees the name as it is: nothing is swallowed, nothing added."""
    shown = MarkdownIt("commonmark").renderInline(markdown(one_line(text)))
    assert not re.search(r"<[a-z]", shown)
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert plain == one_line(text)


def test_links_of_a_page():
    found = answers(anne(emails=("o'brien+presse@example.org",), phones=("01 99 00 12 34 poste 7",)))
    page = block(found, "fr", "html", no_break=True)
    assert 'href="mailto:o%27brien%2Bpresse@example.org"' in page
    assert 'href="tel:+33-1-99-00-12-34;ext=7"' in page
    assert page.startswith('<section class="press-contacts" lang="fr">')


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(crm, migrated_url, database):
    with database.begin() as session:
        orme = institution(session, "ORME")
        release = communique(session, "Une alliance", orme, language="fr")
        someone = contact(session, "Anne Valmont", phones=("+33199001234",))
        coverage.assign(session, release, someone, on_behalf_of=orme)
        coverage.freeze(session, release)
        someone.phones[0].value = "+33199009999"
        communique(session, "Sans personne", orme)
        quiet = communique(session, "Injoignable", orme)
        coverage.assign(session, quiet, contact(session, "Io Roy"), on_behalf_of=orme)
    return lambda *words: crm("block", "--db", migrated_url, *words)


def test_the_command_prints_the_block_of_today_and_as_printed(stored):
    assert stored("alliance") == (0, "Contact presse\n\nORME\n\nAnne Valmont\nTél. : 01 99 00 99 99\n", "")
    status, printed, _ = stored("alliance", "--printed", "--language", "en", "--narrow")
    assert (status, printed.splitlines()[-1]) == (0, "Tel.: 01\u202f99\u202f00\u202f12\u202f34")
    assert stored("alliance", "--format", "markdown")[1].startswith("**Contact presse**\n")


def test_the_command_says_when_there_is_nobody(stored):
    status, printed, told = stored("personne")
    assert (status, printed, told) == (1, "", "crm: there is nobody to print: nobody answers for it\n")
    status, printed, told = stored("Injoignable")
    assert (status, printed) == (1, "")
    assert told.startswith("crm: left out Io Roy: nothing is known to reach them by\n")
    assert stored("personne", "--printed")[0] == 1


def test_the_command_refuses_what_contradicts_itself_and_names_a_wrong_template(stored, tmp_path):
    assert stored("alliance", "--printed", "--on", "2025-01-17")[0] == 2
    (tmp_path / "text.j2").write_text("{{ nothing }}")
    status, printed, told = stored("alliance", "--style", tmp_path)
    assert (status, printed) == (2, "")
    assert "text.j2, line 1, is wrong" in told


def test_the_readme_shows_a_real_one(crm, migrated_url):
    shown = re.search(
        r"<!-- contact block -->\n```console\n\$ crm (.*?)\n(.*?)```", README.read_text("utf-8"), re.DOTALL
    )
    assert crm("ingest", "--db", migrated_url, EXAMPLE)[0] == 0
    words, printed = shown[1].split(), shown[2]
    assert crm(*words, "--db", migrated_url) == (0, printed, "")
    names = ("Marius Tessandier", "Claire Fontanel")
    assert tuple(one.name for one in reading.read(printed, region="FR").contacts) == names
