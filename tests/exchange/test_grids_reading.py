import codecs
import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import CrmError, InvalidChoice, SourceFormatUnknown, SourceNotText, SourceTooLarge
from crm.exchange import Limits, read_grid

FRENCH = "Nom;Prénom;Ville\nLE GOFF;Anne-Élise;Évry — œuvre\nPETIT;Bruno;l’Haÿ\n"
ROWS = [["Nom", "Prénom", "Ville"], ["LE GOFF", "Anne-Élise", "Évry — œuvre"], ["PETIT", "Bruno", "l’Haÿ"]]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (FRENCH.encode(), "utf-8"),
        (codecs.BOM_UTF8 + FRENCH.encode(), "utf-8-sig"),
        (FRENCH.encode("cp1252"), "cp1252"),
        (FRENCH.encode("mac_roman"), "mac_roman"),
        (FRENCH.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"), "utf-16"),
        (FRENCH.encode("utf-16-le"), "utf-16-le"),
        (FRENCH.encode("utf-16-be"), "utf-16-be"),
        (FRENCH.encode("utf-32"), "utf-32"),
    ],
)
def test_every_encoding_that_offices_use(data, name):
    grid = read_grid(data)
    assert (grid.rows, grid.encoding, grid.delimiter) == (ROWS, name, ";")


def test_dos_letters():
    grid = read_grid("Prénom;Société\nÉlise;Hôtel à l'été, garçon\n".encode("cp850"))
    assert (grid.rows[1], grid.encoding) == (["Élise", "Hôtel à l'été, garçon"], "cp850")


def test_letters_far_behind_a_long_plain_beginning_decide():
    plain = "a;b\n" * 400_000
    grid = read_grid((plain + "été;Société générale\n").encode("cp1252"))
    assert (grid.encoding, grid.rows[-1]) == ("cp1252", ["été", "Société générale"])


def test_one_bad_byte_at_the_end_of_much_utf8_is_told_and_does_no_harm():
    data = ("é;à\n" * 200_000).encode() + "fin;été\n".encode("cp1252")
    grid = read_grid(data)
    assert (grid.encoding, grid.rows[0], grid.rows[-1]) == ("utf-8", ["é", "à"], ["fin", "été"])
    assert [problem.code for problem in grid.problems] == ["grid.mixed_encoding"]


def test_a_character_across_two_blocks_is_one():
    for shift in range(3):
        grid = read_grid(b"a" * (65_536 - 1 - shift) + "é;€\n".encode() + b"b;c\n", limits=Limits(cell_chars=70_000))
        assert (grid.encoding, grid.rows[0][0][-1], grid.rows[0][1]) == ("utf-8", "é", "€")


def test_the_encoding_can_be_stated():
    assert read_grid("é;à".encode("cp850"), encoding="cp850").rows == [["é", "à"]]
    with pytest.raises(InvalidChoice) as refused:
        read_grid(b"a;b", encoding="klingon")
    assert refused.value.code == "encoding.unknown"


@pytest.mark.parametrize("name", ["rot13", "base64", "hex", "", "\0"])
def test_a_codec_that_is_no_encoding_is_refused(name):
    if name:
        with pytest.raises(InvalidChoice):
            read_grid(b"a;b", encoding=name)
    else:
        assert read_grid(b"a;b", encoding=name).encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_what_separates_is_told_by_a_constant_width(delimiter):
    rows = [["Nom", "Adresse", "Note"], ["Le Goff, Anne", "1, rue X; bât. 2", 'dit "oui"'], ["Petit", "", "a\nb"]]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    grid = read_grid(written.getvalue().encode())
    assert (grid.rows, grid.delimiter) == (rows, delimiter)


def test_a_french_list_with_commas_in_every_cell():
    grid = read_grid("Nom;Ville\nLe Goff, Anne;Évry, Essonne\nPetit, Bruno;Nancy\n")
    assert (grid.delimiter, grid.rows[1]) == (";", ["Le Goff, Anne", "Évry, Essonne"])


def test_excels_own_first_line_says_the_delimiter_and_is_no_row():
    grid = read_grid("sep=|\r\na;b|c,d\r\n")
    assert (grid.delimiter, grid.rows, grid.lines) == ("|", [["a;b", "c,d"]], [2])


def test_the_format_can_be_stated():
    grid = read_grid("a;b\tc\n", format="tsv")
    assert (grid.rows, grid.format) == ([["a;b", "c"]], "tsv")
    with pytest.raises(InvalidChoice):
        read_grid("a\nb", format="docx")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(end):
    grid = read_grid(end.join(["a;b", 'c;"d', 'e"', "", "f;g"]) + end)
    assert grid.rows == [["a", "b"], ["c", f"d{end}e"], [], ["f", "g"]]
    assert grid.lines == [1, 2, 4, 5]


def test_line_ends_of_several_kinds_in_one_list():
    assert read_grid("a;b\r\nc;d\re;f\ng;h").rows == [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]


def test_separators_that_only_unicode_takes_for_line_ends_stay_in_their_cells():
    assert read_grid("a\u2028b;c\x0bd\ne;f\x85g\n").rows == [["a\u2028b", "c\x0bd"], ["e", "f\x85g"]]


def test_an_unclosed_quote_ends_with_its_line_and_swallows_nothing():
    grid = read_grid('Nom;Note\n"Anne;x\nBruno;"y\nz"\n"Chloé";w\n')
    assert grid.rows == [["Nom", "Note"], ['"Anne', "x"], ["Bruno", "y\nz"], ["Chloé", "w"]]
    assert [(problem.code, problem.rejects) for problem in grid.problems] == [("cell.quote_unclosed", True)]


def test_an_unclosed_quote_in_front_of_a_million_quoted_cells():
    grid = read_grid('a;"b\n' + '"c";"d"\n' * 100_000)
    assert (len(grid.rows), grid.rows[0], grid.rows[-1]) == (100_001, ["a", '"b'], ["c", "d"])


def test_many_unclosed_quotes_cost_no_more_than_their_lines():
    grid = read_grid('a;"b\nc;d\n' * 50_000)
    assert len(grid.rows) == 100_000


def test_quotes_inside_a_quoted_cell_that_are_not_doubled():
    assert read_grid('a;b\n"Le "Grand" Journal";x\n').rows[1] == ['Le "Grand" Journal', "x"]


def test_a_quote_in_the_middle_of_a_cell_is_a_letter():
    assert read_grid('a;5" x;b\nc;d;e\n').rows[0] == ["a", '5" x', "b"]


def test_quoted_cells_after_a_comma_and_a_space():
    assert read_grid('a, "b, c", d\ne, "f, g", h\n').rows[0] == ["a", "b, c", "d"]


def test_guards_of_spreadsheets_are_taken_off():
    grid = read_grid("a;b;c;d\n=\"0199001234\";'+33199001234;'t Hooft;'0612\n")
    assert grid.rows[1] == ["0199001234", "+33199001234", "'t Hooft", "0612"]


def test_a_stray_nul_is_left_out_and_told():
    grid = read_grid(b"a;b\nc\0;" + b"d" * 200 + b"\n")
    assert grid.rows[1] == ["c", "d" * 200]
    assert [problem.code for problem in grid.problems] == ["grid.nul_left_out"]


def test_blank_and_ragged_rows_stay_as_they_are():
    assert read_grid("a;b\n\n;;\nc\nd;e;f\n").rows == [["a", "b"], [], ["", "", ""], ["c"], ["d", "e", "f"]]


def test_a_list_of_nothing():
    assert (read_grid(b"").rows, read_grid(b"\n").rows, read_grid(codecs.BOM_UTF8).rows) == ([], [[]], [])


def test_from_a_path_and_from_open_files(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(FRENCH.encode("cp1252"))
    with path.open("rb") as binary, io.StringIO(FRENCH) as text:
        assert read_grid(path).rows == read_grid(binary).rows == read_grid(text).rows == ROWS
        assert not binary.closed


@pytest.mark.parametrize(
    ("limits", "data"),
    [
        (Limits(rows=2), b"a\nb\nc\n"),
        (Limits(columns=3), b"a;b;c;d\n"),
        (Limits(cell_chars=5), b"a;bcdefgh\n"),
        (Limits(row_chars=50), b"x" * 200),
        (Limits(row_chars=50), b"a\n" * 400 + b"x" * 200),
        (Limits(file_bytes=3), b"abcd"),
    ],
)
def test_beyond_its_limits_a_list_is_refused(limits, data):
    with pytest.raises(SourceTooLarge):
        read_grid(data, limits=limits)


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"\x1f\x8b\x08", b"SQLite format 3\0", b"{\\rtf1"])
def test_other_files_are_told(data):
    with pytest.raises(SourceFormatUnknown):
        read_grid(data)


def test_another_zip_is_told():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    with pytest.raises(SourceFormatUnknown):
        read_grid(packed.getvalue())


def test_a_program_is_no_list():
    with pytest.raises(SourceNotText):
        read_grid(bytes(range(256)) * 20)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet=";,\t|\"\r\n'=aé\0", max_size=60).map(str.encode))
def test_any_bytes_are_rows_or_an_error(data):
    try:
        grid = read_grid(data)
    except CrmError:
        return
    assert len(grid.lines) == len(grid.rows)
    assert grid.lines == sorted(set(grid.lines))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet=';"aé ', max_size=12), max_size=12))
def test_every_line_is_in_exactly_one_row(lines):
    """The rows of a list begin where the one before ended: no line is read twice, and none is skipped."""
    grid = read_grid("".join(f"{line}\n" for line in lines).encode(), delimiter=";")
    ends = [*grid.lines[1:], len(lines) + 1][: len(grid.lines)]
    breaks = [sum(cell.count("\n") for cell in cells) for cells in grid.rows]
    assert [end - start for start, end in zip(grid.lines, ends, strict=True)] == [1 + count for count in breaks]
    assert grid.lines[:1] == ([1] if lines else [])


FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize("path", sorted(FILES.glob("libreoffice*")), ids=lambda path: path.name)
def test_what_libreoffice_writes(path):
    """One table, saved by LibreOffice in every format and encoding; files/README.md says how."""
    rows = [[" ".join(cell.split()) for cell in row] for row in read_grid(path).rows]
    assert rows[0] == ["Nom", "Prénom", "Courriel", "Tél.", "Organisme", "Fonction", "Depuis", "Note"]
    assert [row[:2] for row in rows[1:] if any(row)] == [
        ["LE GOFF", "Anne"],
        ["PETIT", "Bruno"],
        ["D'ALMEIDA", "Élise"],
    ]
    assert not any(rows[3])
    assert rows[1][7] == "dit « l’œuvre » sur deux lignes" or path.name.endswith("cp850.csv")
    assert rows[4][4] == "Ville; de Valmont"
