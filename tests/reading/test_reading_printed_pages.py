"""Lines as they were set become lines as they were meant."""

import pytest

from crm.reading.forms.printed_pages import Printed, PrintedPage, lines_of_pages

FULL = "Les deux fours du musée seront rallumés samedi par les apprentis du"


def page(*texts: str | tuple[str, dict[str, object]], mails=()) -> PrintedPage:
    lines, y = [], 700.0
    for text in texts:
        said, more = text if isinstance(text, tuple) else (text, {})
        y -= more.pop("gap", 12)
        lines.append(Printed(said, **{"height": 10.0, "x": 40.0, "y": y, **more}))
    return PrintedPage(lines, mails)


def lines(*pages: PrintedPage) -> list[list[str]]:
    return [[line for line in texts if line] for texts in lines_of_pages(pages)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([FULL, "lycée voisin."], [f"{FULL} lycée voisin."]),
        ([FULL[:-3] + "ap-", "prentis du lycée."], [f"{FULL[:-3]}apprentis du lycée."]),
        ([FULL[:-3] + "ap\u00ad", "prentis du lycée."], [f"{FULL[:-3]}apprentis du lycée."]),
        ([FULL + ", c'est-à-", "dire ici."], [f"{FULL}, c'est-à-dire ici."]),
        ([FULL, "Anne-", "Sophie"], [f"{FULL} Anne-", "Sophie"]),
        ([FULL + ".", "Lycée voisin."], [f"{FULL}.", "Lycée voisin."]),
        ([FULL, "• lycée voisin"], [FULL, "• lycée voisin"]),
        ([FULL, ("lycée voisin", {"gap": 40})], [FULL, "lycée voisin"]),
        (["Anne Le Goff", "chargée de presse"], ["Anne Le Goff", "chargée de presse"]),
        (["anne@univ-", "valmont.example.org"], ["anne@univ-valmont.example.org"]),
        (["anne@example", ".org"], ["anne@example.org"]),
        (["Écrire à anne@example.org.", "pour la presse"], ["Écrire à anne@example.org.", "pour la presse"]),
        (["anne@example.org.", "www.example.org"], ["anne@example.org.", "www.example.org"]),
        (["anne@example.", "org"], ["anne@example.org"]),
        (["anne@example.org -", "01 99 00 12 34"], ["anne@example.org -", "01 99 00 12 34"]),
        (["anne@example.org", "zoe@example.org"], ["anne@example.org", "zoe@example.org"]),
        (["anne@example.org", "www.example.org"], ["anne@example.org", "www.example.org"]),
    ],
)
def test_what_was_broken_for_want_of_room_is_whole(texts, expected):
    assert lines(page(*texts))[0] == expected


def test_a_link_tells_where_an_address_goes_on():
    found = lines(page("anne@exam", "ple.org", mails=[("anne@example.org", 600, 700)]))
    assert found[0] == ["anne@example.org"]


def test_an_address_that_a_link_hides_is_shown():
    found = lines(page("Anne Le Goff", "Ville de Valmont", mails=[("anne@example.org", 685, 695)]))
    assert found[0] == ["Anne Le Goff anne@example.org", "Ville de Valmont"]


def test_cells_of_a_row_are_told_by_the_room_between_them():
    row, prose = Printed(), Printed()
    for text, x in (("Anne Le Goff", 40), (" Ville de Valmont", 160), ("01 99 00 12 34", 300)):
        row.take(text, 12, (x, 500), is_bold=False)
    for text, x in (("Les fours du musée ", 40), ("rallumés", 148), (" samedi", 198)):
        prose.take(text, 12, (x, 480), is_bold=False)
    assert lines(PrintedPage([row, prose]))[0] == [
        "Anne Le Goff | Ville de Valmont | 01 99 00 12 34", "Les fours du musée rallumés samedi",
    ]  # fmt: skip


def test_headings_are_told_by_their_height_and_bold_lines_by_their_letters():
    big, bold = {"height": 18.0, "is_bold": True}, {"is_bold": True}
    texts = [("Une forêt de mille", dict(big)), ("ans rouvre", dict(big, gap=20)), FULL, ("Anne Le Goff", bold)]
    assert lines(page(*texts))[0] == ["# Une forêt de mille ans rouvre", FULL, "**Anne Le Goff**"]


def test_headers_come_once_footers_last_and_numbers_never():
    pages = [
        page("Ville de Valmont", "Communiqué", "12 mars", f"Le texte de la page {word}.", "Encore.", "www.example.org",
             f"Page {number} / 3")
        for number, word in enumerate(("un", "deux", "trois"), start=1)
    ]  # fmt: skip
    assert lines(*pages) == [
        ["Ville de Valmont", "Communiqué", "12 mars", "Le texte de la page un."],
        ["Le texte de la page deux."],
        ["Le texte de la page trois."],
        ["Encore.", "www.example.org"],
    ]


def test_no_page_has_no_lines():
    assert lines() == [[]]
    assert lines(PrintedPage([])) == [[], []]
