import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm.errors import InvalidChoice, InvalidText
from crm.exchange import read_grid, write_grid
from crm.exchange.grids.guards import freed, guarded, guarded_in_workbook

tricky = st.text(alphabet=";,\t|\"'=+-@ 0123456789eE\r\n\ufeffé\u2028\x0b\x85\x01", max_size=8)
cells = st.text(max_size=8) | tricky | st.sampled_from(["sep=;", "ID", "GIF8", "=1+1", "'=1", '="0"', "+33199001234"])
grids = st.lists(st.lists(cells.filter(lambda cell: "\0" not in cell), max_size=4), max_size=4)


def written(rows, **options):
    target = io.BytesIO()
    write_grid(rows, target, **options)
    return target.getvalue()


@settings(max_examples=300, deadline=None)
@given(grids, st.sampled_from([";", ",", "\t", "|"]), st.sampled_from([None, "fr"]))
@example([["PK\x03\x04"]], ",", None)
@example([["\ufeffa"]], ",", None)
@example([["sep=,"], ["a;b"]], ";", None)
@example([[""], [], ["", ""]], "\t", None)
def test_any_text_comes_back(rows, delimiter, excel):
    assert read_grid(written(rows, delimiter=delimiter, excel=excel)).rows == rows


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_text_that_a_workbook_can_hold_comes_back(rows):
    try:
        data = written(rows, format="xlsx")
    except InvalidText:
        return
    back = read_grid(data).rows
    assert [_bare(row) for row in _bare_rows(back)] == [_bare(row) for row in _bare_rows(rows)]


def _bare(row):
    """A row without the empty cells at its end, which a workbook does not hold."""
    while row and not row[-1]:
        row = row[:-1]
    return row


def _bare_rows(rows):
    """A sheet without its empty columns on the left, and rows at its end."""
    rows = list(rows)
    while rows and not any(rows[-1]):
        rows.pop()
    while rows and all(not row[:1] or not row[0] for row in rows):
        rows = [row[1:] for row in rows]
    return rows


@given(cells)
def test_a_guard_is_put_on_and_taken_off(cell):
    assert freed(guarded(cell)) == cell
    assert freed(guarded_in_workbook(cell)) == cell


@given(st.text(max_size=3), st.sampled_from("=+-@\t\r＝＋－＠"), st.text(max_size=5))
def test_no_cell_begins_like_a_formula(space, sign, rest):
    blank = "".join(c for c in space if c.isspace() or c == "\ufeff")
    assert guarded(f"{blank}{sign}{rest}").startswith("'")


def test_excel_in_french_opens_it_with_a_double_click():
    data = written([["Nom", "Tél."], ["Élise", "+33199001234"]], excel="fr")
    assert data == "\ufeffNom;Tél.\r\nÉlise;'+33199001234\r\n".encode()


def test_the_name_says_the_format(tmp_path):
    rows = [["Nom", "Tél."], ["Anne", "0199001234"]]
    for name, kind in (("a.csv", "csv"), ("a.tsv", "tsv"), ("a.xlsx", "xlsx")):
        assert write_grid(iter(rows), tmp_path / name) == 2
        grid = read_grid(tmp_path / name)
        assert (grid.format, grid.rows) == (kind, rows)


def test_a_workbook_keeps_text_as_text():
    rows = [
        ["a", "b", "c", "d"],
        ["=1+1", "+33199001234", "0199001234", "https://example.org"],
        ["007", "1E5", "'x", "@a"],
    ]
    assert read_grid(written(rows, format="xlsx")).rows == rows


@pytest.mark.parametrize("cell", ["a\0b", "\ud800"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_no_list_can_hold_is_refused(cell, kind):
    with pytest.raises(InvalidText) as refused:
        written([["a"], [cell]], format=kind)
    assert refused.value.code == "cell.unstorable"


def test_what_an_encoding_or_a_workbook_cannot_hold_is_refused():
    with pytest.raises(InvalidText) as refused:
        written([["Ж"]], encoding="cp1252")
    assert refused.value.code == "cell.encoding"
    with pytest.raises(InvalidText) as refused:
        written([["x" * 40_000]], format="xlsx")
    assert refused.value.code == "cell.too_long"


@pytest.mark.parametrize("options", [{"format": "pdf"}, {"delimiter": ":"}, {"encoding": "klingon"}, {"delimiter": ""}])
def test_what_there_is_not_is_refused(options):
    if options.get("delimiter") == "":
        assert written([["a", "b"]], **options) == b"a,b\r\n"
        return
    with pytest.raises(InvalidChoice):
        written([["a"]], **options)
