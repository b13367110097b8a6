import builtins
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from crm.errors import CrmError, InvalidChoice, MissingExtra, SourceDamaged, SourceEncrypted, SourceTooLarge
from crm.exchange import Limits, read_grid, read_records

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODS = "urn:oasis:names:tc:opendocument:xmlns"


def package(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def xlsx(rows):
    return package(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1"'
            f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1"'
            ' r:id="r1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def ods(rows):
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return package(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODS}:manifest:1.0"><manifest:file-entry'
            f' manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
            "content.xml": f'<office:document-content xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0"'
            f' xmlns:text="{ODS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="A">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def cell(place, value="1"):
    return f'<c r="{place}"><v>{value}</v></c>'


def written(fill):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        fill(book)
    return packed.getvalue()


def test_numbers_days_and_truths_become_text():
    def fill(book):
        sheet = book.add_worksheet("Presse")
        sheet.write_row(0, 0, ["Nom", "Tél.", "Depuis", "Actif", "Ratio"])
        sheet.write(1, 0, "Anne")
        sheet.write(1, 1, 383593000)
        sheet.write_datetime(1, 2, dt.date(2024, 9, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write(1, 3, True)
        sheet.write(1, 4, 1.5)
        sheet.write(2, 1, 33383593000)
        sheet.write(2, 0, "Bruno")

    grid = read_grid(written(fill))
    assert grid.rows[1:] == [["Anne", "383593000", "2024-09-01", "TRUE", "1.5"], ["Bruno", "33383593000", "", "", ""]]
    assert (grid.format, grid.sheet, grid.encoding) == ("xlsx", "Presse", None)
    assert [str(record.phones[0]) for record in read_records(written(fill))] == ["+33383593000", "+33383593000"]


def test_the_first_sheet_that_holds_something_or_the_one_that_is_named():
    def fill(book):
        book.add_worksheet("Vide")
        book.add_worksheet("Un").write(0, 0, "a")
        book.add_worksheet("Deux").write(0, 0, "b")

    data = written(fill)
    assert (read_grid(data).rows, read_grid(data, sheet="Deux").rows, read_grid(data, sheet="Vide").rows) == (
        [["a"]],
        [["b"]],
        [],
    )
    with pytest.raises(InvalidChoice) as refused:
        read_grid(data, sheet="Trois")
    assert (refused.value.code, refused.value.hint) == ("sheet.unknown", "the sheets are Vide, Un, Deux")


def test_rows_keep_their_numbers():
    grid = read_grid(xlsx(f'<row r="3">{cell("B3")}</row><row r="5">{cell("C5")}</row>'))
    assert (grid.lines, grid.rows) == ([1, 2, 3, 4, 5], [[], [], ["1", ""], [], ["", "1"]])


def test_a_failed_formula_stays_and_rejects_its_row():
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Tél.</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Anne</t></is></c><c r="B2" t="e"><f>C1</f><v>#REF!</v></c></row>'
    )
    assert read_grid(xlsx(rows)).rows[1] == ["Anne", "#REF!"]
    (record,) = read_records(xlsx(rows))
    assert [problem.code for problem in record.problems if problem.rejects] == ["cell.formula_error"]


@pytest.mark.parametrize(
    "data",
    [
        xlsx(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'),
        xlsx(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("ALL1048576")}</row>'),
        xlsx(f'<row r="1">{cell("XFD1")}</row>').replace(b'"', b'"'),
        xlsx("<row r='1'><c r='XFD1'><v>1</v></c></row>"),
        xlsx("<row>" + "<c><v>1</v></c>" * 1_001 + "</row>"),
        ods(
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell'
            ' table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>'
        ),
        ods(
            '<table:table-row><table:table-cell table:number-columns-repeated="16000"/><table:table-cell>'
            "<text:p>x</text:p></table:table-cell></table:table-row>"
        ),
        xlsx(f'<row r="1">{cell("A1", "1" + " " * 30_000_000)}</row>'),
        package({"xl/workbook.xml": "", **{f"xl/{number}.xml": "" for number in range(10_001)}}),
    ],
    ids=["corner", "area", "column", "quotes", "unnumbered", "repeated", "far", "bomb", "parts"],
)
def test_what_would_fill_the_memory_is_refused_before_it_is_opened(data):
    with pytest.raises(SourceTooLarge):
        read_grid(data)


def test_limits_of_rows_and_cells():
    data = xlsx("".join(f'<row r="{number}">{cell(f"A{number}", "12345")}</row>' for number in range(1, 6)))
    assert len(read_grid(data).rows) == 5
    for limits in (Limits(rows=4), Limits(cell_chars=4), Limits(unpacked_bytes=1000)):
        with pytest.raises(SourceTooLarge):
            read_grid(data, limits=limits)


def test_empty_cells_with_a_style_are_not_counted():
    assert read_grid(xlsx(f'<row r="1">{cell("A1")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>')).rows == [
        ["1"]
    ]


def test_the_empty_rest_of_an_open_document_is_not_counted():
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    row = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    row = row.replace("<table:table-cell>", '<table:table-cell office:value-type="string">')
    rest = f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    assert read_grid(ods(row + rest)).rows == [["x"]]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 rubbish",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 3000,
        xlsx("")[:-30],
        xlsx("<row><c></row>"),
        ods("<table:table-row>"),
        package({"xl/workbook.xml": "<x/>"}),
        package({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": "<a/>".encode("utf-16")}),
    ],
)
def test_a_broken_workbook_is_told(data):
    with pytest.raises(SourceDamaged):
        read_grid(data)


@pytest.mark.parametrize("place", [30, 44, 48, 60, 68, 72, 76])
def test_an_xls_with_a_broken_head_never_ends_the_program(place):
    data = bytearray((Path(__file__).parent / "files" / "libreoffice.xls").read_bytes())
    data[place : place + 4] = b"\xf0\xff\xff\x7f"
    try:
        assert read_grid(bytes(data)).format == "xls"
    except CrmError as error:
        assert error.code.startswith("source.")  # noqa: PT017 - it may be read as well


def test_an_encrypted_part_is_told():
    data = bytearray(xlsx(f'<row r="1">{cell("A1")}</row>'))
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    with pytest.raises(SourceEncrypted):
        read_grid(bytes(data))


def test_without_the_extra_the_error_names_it(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name in ("python_calamine", "xlsxwriter"):
            raise ImportError(name)
        return real(name, *rest)

    data = xlsx(f'<row r="1">{cell("A1")}</row>')
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtra) as refused:
        read_grid(data)
    assert refused.value.extra == "xlsx"


@pytest.fixture
def two_sheets(tmp_path):
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Presse", "Vide", "Radio"):
            sheet = book.add_worksheet(name)
            if name != "Vide":
                sheet.write_row(0, 0, ["Nom", "Tél."])
                sheet.write_row(1, 0, [f"Anne {name}", "01 99 00 12 34"])
    return path


def test_the_sheets_that_are_not_read_are_told(two_sheets):
    grid = read_grid(two_sheets)
    assert [(note.code, note.value) for note in grid.problems] == [("grid.sheet_unread", "Radio")]
    assert read_grid(two_sheets, sheet="Radio").problems == []


def test_a_sheet_is_taken_in_by_its_name(crm, migrated_url, two_sheets):
    status, printed, _ = crm("import", two_sheets, "--db", migrated_url)
    assert (status, "the sheet 'Radio' is not read, only 'Presse'" in printed) == (0, True)
    crm("import", two_sheets, "--sheet", "Radio", "--db", migrated_url)
    _, printed, _ = crm("export", "contacts", "--format", "json", "--db", migrated_url)
    assert '"name": "Anne Presse"' in printed
    assert '"name": "Anne Radio"' in printed
