"""HTML becomes lines: pages, tables, templates, XML; what only looks like HTML stays text."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import read
from crm.reading.forms.html import html_lines
from crm.reading.forms.html_signs import is_html
from crm.reading.forms.programs import without_program
from crm.reading.forms.protected import unprotected
from crm.reading.forms.registry import FORMS


def lines(text: str) -> list[str]:
    return [line for line in html_lines(text).split("\n") if line]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Anne<br>Le Goff<p>Ville", ["Anne", "Le Goff", "Ville"]),
        ("<div>Anne</div><div>Ville</div>", ["Anne", "Ville"]),
        ("<h1>Une <em>forêt</em></h1><h3>Contact<br>presse</h3>", ["# Une forêt", "### Contact presse"]),
        ("<p><b>Contact presse</b></p><p><strong>Anne</strong> Le Goff</p>", ["**Contact presse**", "Anne Le Goff"]),
        ("<ul><li>un<li><b>deux</b></ul>", ["- un", "- deux"]),
        ("<ul><li></li></ul><p>un</p><ul><li><p>deux</p></ul>", ["un", "- deux"]),
        ("<p>1<sup>er</sup> mars&nbsp;: l&#39;&eacute;t&eacute;", ["1er mars\u00a0: l'été"]),
        ("<p>a\n  b\t c", ["a b c"]),
        ("<pre>un\ndeux</pre>", ["un", "deux"]),
        ("<p>x<script>y</script><style>z</style><!-- w --><svg><title>v</title></svg>", ["x"]),
        ("<p>&lt;anne@example.org&gt; <zoe@example.org>", ["<anne@example.org> <zoe@example.org>"]),
        ("<p>5 < 7 et 7 > 5", ["5 < 7 et 7 > 5"]),
        ("<p title='a > b'>x</p>", ["x"]),
        ("<P>x</P\n>y", ["x", "y"]),
        ("<p><script>jamais fermé</p><p>x", ["jamais fermé", "x"]),
        ("<p><!-- jamais fermé <p>x", ["jamais fermé", "x"]),
    ],
)
def test_blocks_are_lines(page, expected):
    assert lines(page) == expected


def test_paragraphs_are_parted_and_lines_are_not():
    assert html_lines("<p>a<p>b</p><div>c</div><div>d</div>x<br>y<br><br>z").rstrip() == "a\n\nb\n\nc\nd\nx\ny\n\nz"


def test_the_paragraphs_of_a_word_processor_are_lines():
    texts = ("Contact presse", "&nbsp;", "Anne Le Goff", "01 99 00 12 34")
    page = "".join(f"<p class=MsoNormal>{text}<o:p></o:p></p>\n" for text in texts)
    assert html_lines(page) == "Contact presse\n\u00a0\nAnne Le Goff\n01 99 00 12 34\n\n"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("<a href='mailto:anne@example.org'>Anne Le Goff</a>", "Anne Le Goff anne@example.org"),
        ("<a href='mailto:anne@example.org?subject=x'>anne@example.org</a>", "anne@example.org"),
        ("<a href='mailto:a@example.org'>b@example.org</a>", "b@example.org"),
        ("<a href='mailto:%61@example.org'><img src='x'></a>", "a@example.org"),
        ("<a href='m&#97;ilto:a@example.org'>Anne</a>", "Anne a@example.org"),
        ("<a href='tel:+33199001234'>Appeler</a>", "Appeler +33199001234"),
        ("<a href='tel:+33199001234'>01 99 00 12 34</a>", "01 99 00 12 34"),
        ("Écrire à <a href='https://example.org/x'>la presse</a>", "Écrire à la presse"),
        ("<a href='/cdn-cgi/l/email-protection#0a'>[email&#160;protected]</a>", "[email\u00a0protected]"),
        ("<a href='mailto:a@example.org'>Anne</a><i>Presse</i>", "Anne a@example.org Presse"),
        ("<a href='/contact'>Contact</a>", "[Contact](/contact)"),
    ],
)
def test_links_show_the_addresses_they_hide(link, expected):
    assert lines(f"<p>{link}</p>") == [expected]


class TestTables:
    def test_a_row_of_short_cells_is_a_line(self):
        page = "<table><tr><th>Nom<th>Courriel<tr><td>Anne Le Goff<td>a@example.org<tr><td>Zoé Quint<td>z@example.org"
        assert lines(page) == ["Nom | Courriel", "Anne Le Goff | a@example.org", "Zoé Quint | z@example.org"]

    def test_labels_keep_their_values(self):
        assert lines("<table><tr><td><b>Tél. :</b></td><td>01 99 00 12 34</td></tr></table>") == [
            "Tél. : 01 99 00 12 34"
        ]

    def test_cells_of_several_lines_are_paragraphs(self):
        page = "<table><tr><td>Anne Le Goff<br>a@example.org</td><td>Zoé Quint<br>z@example.org</td></tr></table>"
        assert lines(page) == ["Anne Le Goff", "a@example.org", "Zoé Quint", "z@example.org"]

    def test_columns_of_persons_are_read_one_after_the_other(self):
        page = (
            "<h2>Contacts presse</h2><table><tr><td>Anne Le Goff</td><td>Zoé Quint</td></tr>"
            "<tr><td>anne.legoff@example.org</td><td>zoe.quint@example.org</td></tr>"
            "<tr><td>01 99 00 12 34</td><td>01 99 00 56 78</td></tr></table>"
        )
        assert [(one.name, str(one.emails[0]), str(one.phones[0])) for one in read(page, region="FR").contacts] == [
            ("Anne Le Goff", "anne.legoff@example.org", "+33199001234"),
            ("Zoé Quint", "zoe.quint@example.org", "+33199005678"),
        ]

    def test_an_address_of_the_person_and_one_of_the_office_are_of_one_row(self):
        page = "<table><tr><td>Anne Le Goff<td>a@example.org<td>presse@example.org<tr><td>Zoé<td>z@example.org<td>"
        assert lines(page) == ["Anne Le Goff | a@example.org | presse@example.org", "Zoé | z@example.org"]

    def test_tables_within_tables(self):
        page = "<table><tr><td>gauche</td><td><table><tr><td>a</td><td>b</td></tr></table>c</td></tr></table>fin"
        assert lines(page) == ["gauche", "a | b", "c", "fin"]


class TestTitle:
    def test_the_title_of_the_page_is_the_title_without_a_heading(self):
        assert read("<html><title>Une forêt de mille ans | Ville de Valmont</title><p>Elle rouvre.").title == (
            "Une forêt de mille ans"
        )

    def test_the_heading_that_the_page_repeats_wins_over_the_name_of_the_site(self):
        page = (
            "<html><head><meta property='og:title' content='Une forêt de mille ans'></head>"
            "<h1>Ville de Valmont</h1><h2>Une forêt de mille ans</h2><p>Elle rouvre."
        )
        assert read(page).title == "Une forêt de mille ans"

    @pytest.mark.parametrize("page", ["<html><title>Mille chênes<p>La forêt rouvre", "<title>Mille chênes"])
    def test_a_title_that_never_ends_hides_nothing(self, page):
        assert lines(page) == ["# Mille chênes", "La forêt rouvre"][: page.count("<p>") + 1]

    def test_a_title_with_guillemets_is_whole(self):
        assert read("<html><title>« Mille chênes » ouvre ses portes</title><p>x").title == (
            "« Mille chênes » ouvre ses portes"
        )


class TestWhatIsHtml:
    @pytest.mark.parametrize(
        "text",
        [
            "<!DOCTYPE html>\n<p>x",
            "\n<!-- x -->\n<html>x",
            "<?xml version='1.0'?><release><title>x</title></release>",
            "#use wml\n<p>un</p>\n\n<p>deux</p>\n\n<p>trois</p>\n",
        ],
    )
    def test_a_page_saved_as_text(self, text):
        assert is_html(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Contact : Anne Le Goff <anne@example.org>, Zoé <zoe@example.org>\n" * 9,
            "# Une forêt\n\n<p align='center'>x</p>\n\nUn texte.<br>\n\nEncore.\n\n- un\n\n- deux\n",
            "Le prix <Mille chênes> de la ville",
            "",
        ],
    )
    def test_a_text_with_a_few_tags(self, text):
        assert not is_html(text)
        if text:
            assert read(text).text == text

    def test_it_can_be_had_as_it_is(self):
        page = "<html><p>Contact presse</p></html>"
        assert read(page, format="text").text == page
        assert read(page).text == "Contact presse\n\n"

    def test_a_template(self):
        text = (
            '#use wml::site::news maintainer="Anne"\n<define-tag pagetitle>Une forêt de <q>mille</q> ans</define-tag>\n'
            "<define-tag release_date>2025-03-14</define-tag>\n\n<p>La forêt rouvre.</p>\n\n<h3>Contacts presse</h3>\n"
            '<p>Anne Le Goff, <newsurl "mailto:anne@example.org"></p>\n'
        )
        assert lines(text) == [
            "# Une forêt de mille ans", "2025-03-14", "La forêt rouvre.", "### Contacts presse",
            "Anne Le Goff, anne@example.org",
        ]  # fmt: skip

    def test_a_program(self):
        text = "<?php\n$page_title = 'Une forêt de mille ans';\nif ($a > 1) { $b->c(); }\n?>\n<p>La forêt rouvre.</p>\n"
        assert lines(text) == ["# Une forêt de mille ans", "La forêt rouvre."]

    def test_xml_whose_body_is_escaped_html(self):
        text = (
            "<?xml version='1.0'?><release><title>Une forêt</title>"
            "<body>&lt;p&gt;Un &amp;eacute;t&amp;eacute;&lt;/p&gt;&lt;p&gt;Deux</body>"
            "<contact>Anne Le Goff\nanne@example.org</contact><other><![CDATA[<p>Fin</p>]]></other></release>"
        )
        assert lines(text) == ["# Une forêt", "Un été", "Deux", "Anne Le Goff", "anne@example.org", "Fin"]


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Forêt, 5 €"),
        ("iso-8859-1", "Forêt"),
        ("iso-8859-2", "Łódź, źródło"),
        ("windows-1251", "Пресс-служба"),
        ("shift_jis", "広報担当"),
        ("utf-16", "Forêt, 5 €"),
    ],
)
def test_the_charset_that_the_page_names(charset, text):
    data = f"<!doctype html><meta charset='{charset}'><p>{text}</p>".encode(charset)
    assert read(data).text.strip() == text


def test_a_charset_that_does_not_fit_is_not_believed():
    data = "<!doctype html><meta charset='iso-8859-1'><p>Forêt</p>".encode()
    assert read(data).text.strip() == "Forêt"
    data = "<!doctype html><meta charset='idna'><p>Forêt</p>".encode("cp1252")
    assert read(data).text.strip() == "Forêt"


words = st.text("abcdeéÀ '’-", min_size=1).map(str.strip).filter(lambda text: text[:1].isalpha())


@given(st.lists(words, min_size=1))
def test_no_paragraph_is_lost(paragraphs):
    page = "".join(f"<p>{text}</p>" for text in paragraphs)
    assert lines(page) == [" ".join(text.split()) for text in paragraphs]


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "</td>",
                "<p>",
                "<h1>",
                "</h1>",
                "<pre>",
                "<li>",
                "<a href='mailto:a@example.org'>",
                "</a>",
                "<b>",
                "</b>",
                "<br>",
            ]
        )
    )
)
def test_no_word_is_lost_whatever_the_nesting(tags):
    page = "".join(f"{tag}mot{index} " for index, tag in enumerate(tags))
    found = html_lines(page).replace("*", " ").split()
    assert all(f"mot{index}" in found for index in range(len(tags)))


@given(st.text("<>/!-?\"'= apbtdr&;[]\n", max_size=300))
def test_any_soup_is_read(soup):
    assert FORMS["html"].extract(soup.encode()).text == html_lines(soup)


def _protected(address, key=0x42):
    return bytes((key, *(key ^ byte for byte in address.encode()))).hex()


@pytest.mark.parametrize(
    "printed",
    [
        '<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{}">[email&#160;protected]</a>',
        '<span class="__cf_email__" data-cfemail="{}">[email&#160;protected]</span>',
        '<a href="/cdn-cgi/l/email-protection#{}">Écrire</a>',
    ],
)
def test_an_address_hidden_from_robots_is_read(printed):
    hidden = printed.format(_protected("anne.legoff@univ-valmont.example.org"))
    page = f"<html><body><h1>Une forêt</h1><h2>Contact presse</h2><p>Anne Le Goff<br>{hidden}</p></body></html>"
    (contact,) = read(page).contacts
    assert (contact.name, [str(one) for one in contact.emails]) == (
        "Anne Le Goff",
        ["anne.legoff@univ-valmont.example.org"],
    )


def test_letters_that_no_browser_shows_are_no_part_of_an_address():
    page = (
        "<html><body><h1>Une forêt</h1><h2>Contact presse</h2><p>Anne Le Goff<br>anne"
        '<span style="display:none">NOSPAM</span>@univ-valmont.example.org</p></body></html>'
    )
    assert [str(one) for one in read(page).contacts[0].emails] == ["anne@univ-valmont.example.org"]


@given(st.text(alphabet="<>a=\"'0fdisplay:none-cfemail#/ ", max_size=200))
def test_no_page_breaks_the_search_for_hidden_addresses(text):
    assert isinstance(unprotected(f'<a data-cfemail="{text}"><span style="display:none{text}'), str)


class TestDeclaredDay:
    """What a page declares of its publication, where nobody sees it."""

    TEXT = "<h1>Une forêt de mille ans</h1><p>La Ville de Valmont ouvre une forêt de mille arbres.</p>"

    @pytest.mark.parametrize(
        "head",
        [
            '<html newsdate="2025-03-03"><body>',
            '<html><head><meta property="article:published_time" content="2025-03-03T09:12:44+01:00"></head><body>',
            '<html><head><meta name="DC.date" content="2025-03-03"></head><body>',
            '<html><head><script type="application/ld+json">{"datePublished": "2025-03-03T08"}</script></head><body>',
            '<html><body><article data-date="2025-03-03">',
        ],
    )
    def test_is_the_date(self, head):
        assert read(f"{head}{self.TEXT}</body></html>".encode()).date.value == datetime.date(2025, 3, 3)

    def test_what_is_printed_is_surer(self):
        page = f'<html newsdate="2025-03-03"><body><p>Valmont, le 1er mars 2025</p>{self.TEXT}</body></html>'
        assert read(page.encode()).date.value == datetime.date(2025, 3, 1)

    @pytest.mark.parametrize("value", ["", "hier", "03/04/2025", '2025-03-03"onload="x', "2025-03-03 et plus"])
    def test_anything_else_is_left_out(self, value):
        page = f"<html><head><meta name=date content='{value}'></head><body>{self.TEXT}</body></html>"
        assert read(page.encode()).date is None


class TestPrograms:
    def test_a_document_in_a_program_is_read(self):
        page = (
            '<?php\n$pageTitle = "Une forêt de mille ans";\n$html = <<<PAGE\n<h1>$pageTitle</h1>\n'
            "<p><strong>Orme, le 3 mars 2025</strong> - La Ville de Valmont ouvre une forêt.</p>\n"
            "<p>Contact presse : Anne Corvel, anne.corvel@example.org</p>\nPAGE;\nshow($html);\n?>\n"
        )
        reading = read(page.encode())
        assert (reading.title, reading.date.value) == ("Une forêt de mille ans", datetime.date(2025, 3, 3))
        assert [contact.name for contact in reading.contacts] == ["Anne Corvel"]
        assert "show(" not in reading.text

    @pytest.mark.parametrize("shown", ["<?=$pageTitle?>", "<?php echo $pageTitle; ?>", "<?= $pageTitle ?>"])
    def test_a_heading_that_the_program_shows(self, shown):
        page = (
            f'<?php\n$pageTitle = "Une forêt de mille ans";\n?>\n<h2>Communiqué</h2><h1>{shown}</h1>\n'
            "<h2>Mille arbres pour les écoles</h2><p>La Ville de Valmont ouvre une forêt.</p>\n"
        )
        assert read(page.encode()).title == "Une forêt de mille ans"

    @given(st.text(alphabet="<?php>PAGE;\n $", max_size=200))
    def test_no_program_breaks_it(self, text):
        assert isinstance(without_program(f"<?php\n$a = <<<EO\n{text}"), str)


def test_the_foot_of_a_page_is_nobody_s():
    card = "<h3>{}</h3><p>Media Officer</p><p>{}@merel.example.org</p><p>+44 20 7946 000{}</p>"
    cards = card.format("Anne Quint", "anne", 1) + card.format("Hugo Lehn", "hugo", 2)
    foot = "<footer><p>Merel Foundation, 12 Tanners Row. +44 20 7946 0100 info@merel.example.org</p></footer>"
    page = f"<html><body><h1>A new map of the glaciers</h1><h2>Press contacts</h2>{cards}{foot}</body></html>"
    assert [(one.name, len(one.emails), len(one.phones)) for one in read(page).contacts] == [
        ("Anne Quint", 1, 1),
        ("Hugo Lehn", 1, 1),
    ]


def test_press_contacts_in_the_foot_of_a_page():
    foot = "<footer><p>Press contact: Anne Quint, anne@merel.example.org</p></footer>"
    page = f"<html><body><h1>A new map of the glaciers</h1><p>It was drawn.</p>{foot}</body></html>"
    assert [one.name for one in read(page).contacts] == ["Anne Quint"]


def test_words_that_only_a_style_parts():
    assert html_lines("<p><span>Anne Quint</span><span>Head of Maps</span></p>").strip() == "Anne Quint Head of Maps"
    assert html_lines("<p><span>W</span>ASHINGTON <span>e</span><span>t</span></p>").strip() == "WASHINGTON et"
