"""Titles of pages without a headline, or with more than one: for journalists, of programs, below what is another's."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import read
from crm.reading.forms.html_signs import is_html
from crm.reading.forms.scripts import is_script, titles_of_script, without_code, without_script
from crm.reading.lines import lines_of
from crm.reading.sites import opens_with_label

HEADLINE = "New reading rooms open at Brisecourt library"
LEAD = (
    "The town of Brisecourt today opened the new reading rooms of its public library, which had been closed for two "
    "years while the roof was repaired and a lift put in for visitors."
)
PITCH = (
    "Orvane Wire is a cheap and simple service for councils, museums, schools and societies that want what they have "
    "to say to be read by those who write about it, day after day."
)
KITS = [
    ("da", "Pressekit", "Om biblioteket"),
    ("de", "Pressemappe", "Die Bibliothek in Zahlen"),
    ("en", "Press kit", "The library in figures"),
    ("es", "Sala de prensa", "La biblioteca en cifras"),
    ("fr", "Espace presse", "La bibliothèque en chiffres"),
    ("it", "Area stampa", "La biblioteca in cifre"),
    ("nl", "Perskit", "De bibliotheek in cijfers"),
    ("no", "Pressekit", "Biblioteket i tall"),
    ("pt", "Sala de imprensa", "A biblioteca em números"),
]


def title(*blocks):
    return read("\n\n".join(blocks)).title


def sureness(reading):
    return next(one.confidence for one in reading.evidence if one.kind == "title")


@pytest.mark.parametrize(("language", "name", "section"), KITS)
def test_a_page_for_journalists_is_called_by_its_heading(language, name, section):
    assert title(f"# {name}", "presse@example.org", f"## {section}", LEAD) == name, language


@pytest.mark.parametrize(
    "name", ["Press & Public Relations", "Newsroom", "Press kit — Orvane", "Press and media contacts"]
)
def test_the_heading_of_such_a_page_may_have_other_words(name):
    page = title(
        f"# {name}", "## Contact", "Zoe Quint\nzoe@example.org", "## Older news", f"**{HEADLINE}**", "3 March 2025"
    )
    assert page == name


@pytest.mark.parametrize("section", ["Newsroom", "Press release", "Espace presse"])
def test_a_headline_under_such_a_heading_is_the_title(section):
    assert title(f"# {section}", f"## {HEADLINE}", "3 March 2025", LEAD) == HEADLINE
    assert title(f"# {section}", HEADLINE, "3 March 2025", LEAD) == HEADLINE


def test_what_every_release_is_called_is_a_title_only_where_there_is_no_other():
    matter = '---\nlayout: post\ntitle: "Media Statement"\n---'
    assert title(matter, f"{LEAD}", LEAD) == "Media Statement"
    assert title(matter, f"# {HEADLINE}", LEAD) == HEADLINE
    assert sureness(read(f"{matter}\n\n{LEAD}\n\n{LEAD}")) < 0.6


@pytest.mark.parametrize("tag", ["[Communiqué]", "[Press release]", "[Pressemitteilung]"])
def test_a_label_in_brackets_is_printed_and_the_tag_of_a_list_is_not(tag):
    assert title(f"---\ntitle: '{tag} {HEADLINE}'\ndate: 2025-03-03\n---", LEAD) == f"{tag} {HEADLINE}"
    assert title(f"---\ntitle: '[orvane-news] {HEADLINE}'\ndate: 2025-03-03\n---", LEAD) == HEADLINE


@given(st.text(max_size=40))
def test_a_label_is_told_whatever_stands_in_brackets(text):
    assert opens_with_label(f"[{text}") is False or "]" in text
    assert opens_with_label(text) in (True, False)


def test_the_institution_of_a_title_is_found_behind_its_label():
    page = "---\ntitle: '[Communiqué] Orvane Lecture suspend sa collecte'\ndate: '2025-03-03T11:16:05'\n---\n\n" + LEAD
    plain = page.replace("[Communiqué] ", "")
    assert [one.name for one in read(page).institutions] == [one.name for one in read(plain).institutions]


PAGE = """import { Container } from "@orvane/parts";

export const metadata = {
  title: "Press | Orvane Trust",
  description: "All there is for journalists.",
};

export default function Press() {
  return (
    <Container style={{ color: "red" }} onClick={(e) => { e.stop(); }}>
      {/* the head */}
      %s
      <p>Questions: <a href={"mailto:press@example.org"}>write to us</a></p>
      <h2>The library in figures</h2>
      <p>%s</p>
      <p>%s</p>
    </Container>
  );
}
"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<h1>Press kit</h1>", "Press kit"),
        ('<h1 className="big">{text("head", "New reading rooms open")}</h1>', "New reading rooms open"),
        ("<h1>\n        {'New reading rooms open'}\n      </h1>", "New reading rooms open"),
        ("<h1>{`New reading rooms open`}</h1>", "New reading rooms open"),
        ('<Hero badge="News" title="New reading rooms open" />', "New reading rooms open"),
        ("<Hero />", "Press"),
    ],
)
def test_a_page_drawn_by_a_program_has_the_title_that_it_shows(head, expected):
    reading = read(PAGE % (head, LEAD, LEAD))
    assert reading.title == expected
    assert "className" not in reading.text
    assert "stop()" not in reading.text
    assert [str(mail) for one in reading.contacts for mail in one.emails] == ["press@example.org"]


def test_a_part_that_says_it_is_a_heading_is_one():
    part = '<Text variant="h1" sx={{ mb: 2 }}>Press kit</Text><Text variant="body">More of it</Text>'
    assert read(PAGE % (part, LEAD, LEAD)).title == "Press kit"


@pytest.mark.parametrize("head", ["<h1>{t('press.title')}</h1>", "<h1>{{press.title}}</h1>", "<h1>{% title %}</h1>"])
def test_the_name_of_words_that_stand_elsewhere_is_no_title(head):
    shown = read(PAGE.replace("title:", "name:") % (head, LEAD, LEAD)).title
    assert shown is None or "title" not in shown


def test_a_page_names_itself_in_a_variable():
    page = f"""<?php
$PageName = 'Press kit of Orvane';
?>
<div><h1><?php echo "$PageName";?></h1>
<p>{LEAD}</p><p>{LEAD}</p></div>
"""
    assert read(page).title == "Press kit of Orvane"


def test_a_text_with_a_part_that_is_drawn_stays_a_text():
    page = f"import Wrapper from './wrapper';\n\n# {HEADLINE}\n\n{LEAD}\n\n<Wrapper>\n\n**Contact**\n\n</Wrapper>\n"
    assert not is_html(page)
    assert read(page).title == HEADLINE


@pytest.mark.parametrize("text", ["", "Une forêt", "a = {b", "<p>{", "={'", '={"a" + b}', "{ {'x' }"])
def test_what_is_no_program_stays_as_it_is(text):
    assert without_script(text).count("\n") == text.count("\n")
    assert without_code("Une forêt\n\nimport the books; today") == "Une forêt\n\nimport the books; today"
    assert not is_script(text)
    assert titles_of_script(text) == []


@given(st.text(alphabet="={}'\"`()<>ab \n/*,", max_size=200))
def test_a_program_in_pieces_is_read_all_the_same(text):
    assert isinstance(without_script(text), str)
    assert isinstance(titles_of_script(text), list)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (f'EN_TITLE = "{HEADLINE}"\nBODY = """', HEADLINE),
        (f'const title = "{HEADLINE}";', HEADLINE),
        (f'const copy = {{\n  title: "Newsroom",\n  item: {{\n    title: "{HEADLINE}",\n    body: [', HEADLINE),
        (f'const copy = {{\n  title: "{HEADLINE}",\n  others: [{{\n    title: "Old news of ours",\n', HEADLINE),
        ('    <Page\n      title="Press release about reading rooms"\n    >', "Press release about reading rooms"),
    ],
)
def test_what_a_program_assigns_is_the_title(program, expected):
    assert title(program, LEAD, LEAD) == expected


def test_a_line_that_says_title_is_no_program():
    assert title("Title: a word about books, and more", "3 March 2025", LEAD) == "a word about books, and more"


@pytest.mark.parametrize("rule", ["=", "-"])
def test_a_line_over_a_rule_is_a_heading(rule):
    line = lines_of(f"{HEADLINE}\n{rule * len(HEADLINE)}\n\n{LEAD}")[0]
    assert line.level == {"=": 1, "-": 2}[rule]
    assert title(f"Orvane Trust\n\n{HEADLINE}\n{rule * len(HEADLINE)}", LEAD) == HEADLINE


def test_a_heading_between_two_rules_comes_before_those_over_one():
    levels = [line.level for line in lines_of("=====\nPress\n=====\n\nFollow us\n=========\n\nMore\n====")]
    assert [level for level in levels if level] == [1, 2, 2]


@pytest.mark.parametrize(
    "text",
    ["Anne Le Goff\n---", "one\ntwo\n===", "---\ntitle: x\n---", "- item\n------", "a | b\n--- | ---", "===\n==="],
)
def test_a_rule_that_only_parts_makes_no_heading(text):
    assert not any(line.level for line in lines_of(text))


@pytest.mark.parametrize("dateline", ["BRISECOURT, March 3, 2025 – ", "BRISECOURT, March 3 /Orvane Wire/ -- "])
def test_a_release_may_begin_below_what_is_somebody_elses(dateline):
    above = [PITCH, "Find out how to begin to use Orvane Wire", "Orvane Wire LLC\n1 Tanner Street\n(202) 555-0142"]
    assert title(*above, HEADLINE, "Contact: Zoe Quint, 202-555-0143", f"{dateline}{LEAD}") == HEADLINE


def test_a_label_with_its_date_begins_a_release_below_a_description():
    above = ["# Writing books with a machine", "## How it works", PITCH, PITCH]
    release = f"# PRESS RELEASE\n**Brisecourt, 3 March 2025**\n**{HEADLINE}**"
    assert title(*above, release, LEAD) == HEADLINE


def test_a_release_with_its_own_heading_begins_with_it():
    assert title(f"# {HEADLINE}", LEAD, "## Reading and more", f"BRISECOURT, March 3, 2025 – {LEAD}") == HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "date 2025-03 press release",
        "Aktuelle Pressemitteilungen",
        "Tag archives: library",
    ],
)
def test_what_is_no_headline_is_none(line):
    assert title(line, LEAD, LEAD) != line


def test_two_sentences_under_each_other_are_text():
    first = "Brisecourt invites all of its readers to the opening of the new rooms on the square."
    second = "The rooms are the first of their kind in the valley, and everybody may use them."
    assert title(f"{first}\n{second}", "The programme:", LEAD) is None


def test_a_line_that_text_goes_on_from_is_none():
    wrapped = "The old reading room of the library,\nopened again on Monday after two years of work on the roof,"
    visited = (
        "was visited on its first day by a thousand people, among whom were\nmany who had come from far to see it."
    )
    assert title(f"{wrapped}\n{visited}") != "The old reading room of the library,"


def test_a_title_told_again_with_words_around_it_is_the_first():
    again = f"Live now {HEADLINE}"
    assert title("Home page", HEADLINE, "Filed under: Orvane", LEAD, again, LEAD) == HEADLINE


def test_a_title_told_again_behind_a_department_is_the_short_one():
    short, long = "Harbour Cleanup Funding", "DEPARTMENT OF HARBOURS--Harbour Cleanup Funding Approved"
    assert title("News release", short, long, LEAD) == short


def test_a_dated_label_with_a_colon_may_open_a_title():
    line = f"Press release 2025-03-03: {HEADLINE}"
    reading = read(f"{line}\n\nDear all,\n\nThe rooms are open!\n\n{LEAD}")
    assert reading.title == line
    assert str(reading.date.value) == "2025-03-03"


@pytest.mark.parametrize(
    "line",
    [
        "Hackathon am 16. und 17. Juni am Campus Riedberg",
        "Open house on 3 June in the Orvane Institute",
        "Fête du livre le 3 juin à Brisecourt",
    ],
)
def test_a_day_amid_a_phrase_makes_no_date_line(line):
    assert title("3 March 2025", line, f"What is new: {LEAD}") == line


def test_a_line_in_capitals_may_end_with_the_colon_of_what_it_announces():
    line = "THE BOARD OF THE ORVANE READING TRUST INFORMS ITS READERS THAT:"
    assert title("PRESS RELEASE", "Brisecourt, 3 March 2025", line, LEAD) == line


def test_the_heading_about_somebody_is_a_title_only_where_it_comes_first():
    assert title("## About Orvane", LEAD, LEAD) == "About Orvane"
    assert title("## Contact", "press@example.org", "## About Orvane", LEAD) is None


def test_a_page_without_a_headline_is_called_by_its_first_line():
    reading = read(f"Alert the Editors\n\nWrite to us when you have news.\n\n{LEAD}")
    assert reading.title == "Alert the Editors"
    assert sureness(reading) < 0.6
    assert title("Orvane Trust", f"The Orvane Trust opens its rooms today. {LEAD}") is None
    assert title("Zoe Quint", LEAD) is None


def test_the_title_of_a_page_may_have_more_signs_than_letters():
    assert (
        read(f"<html><head><title>RAL=ISO 26300</title></head><body><p>{LEAD}</p></body></html>").title
        == "RAL=ISO 26300"
    )


def test_a_title_far_above_the_others_is_surer_than_one_that_is_not():
    sure = read(f"# {HEADLINE}\n\n3 March 2025\n\n{LEAD}")
    rival = read(f"{HEADLINE}\n\nFestival of books at Brisecourt begins with readings for children\n\n{LEAD}")
    assert sureness(rival) < sureness(sure)


LINES = [
    "The town of Brisecourt today opened the new reading rooms of its public library,",
    "which had been closed for two years while the roof was repaired. Visitors of all",
    "ages are welcome on the square, and the rooms may be reached with the new lift.",
]


@pytest.mark.parametrize(
    "text", [f"{LEAD}\n{LEAD}", "\n".join(LINES), "\n".join((f"BRISECOURT, March 3, 2025 – {LINES[0]}", *LINES[1:]))]
)
def test_a_title_directly_above_the_text_is_no_part_of_it(text):
    headline = "Brisecourt opens its new reading rooms after two years"
    assert title(f"PRESS RELEASE\n{headline}\n{text}") == headline


def test_a_line_that_goes_on_is_a_part_of_its_paragraph():
    assert (
        title("\n".join(("The new rooms of the library, which are on the square", "and " + LINES[0], *LINES[1:])))
        is None
    )


NOTICE = (
    "We use cookies to give you the best experience on our website and to understand how you use it, day after day, "
    "and you may change that at any time."
)
AVIS = (
    "Ce site utilise des cookies pour vous offrir la meilleure expérience possible et comprendre comment il est lu, "
    "ce que vous pouvez changer à tout moment."
)
WAY = (
    "Home > News > Brisecourt opens the new reading rooms of its library with a feast for all children of the valley "
    "and their parents on the square"
)


@pytest.mark.parametrize("notice", [NOTICE, AVIS, WAY])
def test_a_notice_of_the_page_is_not_its_text(notice):
    reading = read(f"{notice}\n\nPRESS RELEASE\n\n{HEADLINE}\n\n3 March 2025\n\n{LEAD}")
    plain = read(f"PRESS RELEASE\n\n{HEADLINE}\n\n3 March 2025\n\n{LEAD}")
    assert reading.title == plain.title == HEADLINE
    assert reading.date.value == plain.date.value


def test_a_release_about_cookies_has_a_text():
    lead = LEAD.replace("public library", "public library, whose cookies everybody likes")
    assert title(HEADLINE, "3 March 2025", lead) == HEADLINE


def test_a_list_of_news_above_a_release_is_not_its_title():
    news = (
        "Orvane welcomes its thousandth reader this year\n1 March 2025\n\nFestival of books for all\n27 February 2025"
    )
    assert title("Latest news", news, HEADLINE, f"What is new: {LEAD}", LEAD) == HEADLINE


def test_the_site_behind_a_bar_is_no_part_of_a_title_further_down():
    assert title("Menu", "Search", f"{HEADLINE} | Orvane Wire", "3 March 2025", LEAD) == HEADLINE


def test_a_page_of_one_line_may_stand_under_a_menu():
    flat = f"Press release | {HEADLINE} | Brisecourt, 3 March 2025 {' '.join([LEAD] * 6)}"
    assert read(flat).title == HEADLINE
    assert title("Home\nNews\nContact us\nDonate", flat) == HEADLINE


BODY = f"<p>{LEAD}</p>\n<p>{LEAD}</p>\n"
DRAWN = f"%s\nexport default function P() {{\n  return (\n<main><h1>{{%s}}</h1>{BODY}</main>\n  )\n}}"
DATA = {"id": 12, "slug": "rooms", "title": HEADLINE, "date": "2025-03-03", "content": BODY}
RENDERED = {"id": 3, "date": "2025-03-03T10:00:00", "title": {"rendered": HEADLINE}, "content": {"rendered": BODY}}


@pytest.mark.parametrize(
    "page",
    [
        json.dumps(DATA),
        json.dumps(DATA, indent=2),
        json.dumps([DATA]),
        json.dumps({"data": {"attributes": DATA}}),
        json.dumps(RENDERED),
        json.dumps(RENDERED, indent=2),
        f"<template>\n<div>\n<h1>{HEADLINE}</h1>\n{BODY}</div>\n</template>\n<script>\nexport default {{}}\n</script>",
        f"@extends('page')\n@section('title', '{HEADLINE}')\n@section('content')\n{BODY}@endsection",
        f"{{% extends 'page' %}}\n{{% block title %}}{HEADLINE}{{% endblock %}}\n{BODY}",
        f"%h1 {HEADLINE}\n%p {LEAD}\n",
        f"= {HEADLINE} =\n\n{LEAD}\n",
        DRAWN % (f"const title = '{HEADLINE}'", "title"),
        DRAWN % (f"const one = {{\n  title: '{HEADLINE}',\n}};", "one.title"),
    ],
)
def test_data_and_templates_say_their_title(page):
    assert read(page).title == HEADLINE


def test_a_template_within_a_page_is_not_shown():
    assert "hidden" not in read(f"<html><body><h1>{HEADLINE}</h1><template>hidden</template>{BODY}</body></html>").text
