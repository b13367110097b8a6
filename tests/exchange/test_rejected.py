import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.exchange import Limits, Problem, read_grid, read_rows, rejected_writer
from crm.exchange.sources import opened

REASON = Problem(
    "email.none", "there is no address in it", "Courriel", "foo", "write it as name@example.org", rejects=True
)
DOUBT = Problem("phone.lost_zero", "read as +33199001234", "Tél.", "199001234")


def rows_of(source):
    with opened(source, Limits()) as file:
        stream = read_rows(file)
        return stream, list(stream)


def rejects(stream, rows):
    target = io.BytesIO()
    with rejected_writer(target, stream.header, stream.delimiter, columns=stream.columns) as writer:
        for row in rows:
            if row.record is not None and row.record.is_rejected:
                writer.write(row.cells, row.record.problems)
    return target.getvalue()


def test_a_rejected_row_comes_back_and_is_taken_in_when_it_is_corrected():
    stream, rows = rows_of("Nom;Courriel;Ville\nAnne Martin;foo;Évry\nB Petit;b@example.org;x\n")
    data = rejects(stream, rows)
    grid = read_grid(data)
    assert grid.rows[0] == ["Rejection reason", "Rejection code", "Nom", "Courriel", "Ville"]
    assert grid.rows[1][1:] == ["email.none", "Anne Martin", "foo", "Évry"]
    again, found = rows_of(data.replace(b"foo", b"anne@example.org"))
    assert [row.record.emails for row in found] == [["anne@example.org"]]
    assert found[0].record.unplaced == {"Ville": "Évry"}
    assert not found[0].record.is_rejected
    assert [note.field for note in again.notes] == ["Ville"]


def test_rejecting_twice_keeps_one_reason():
    stream, rows = rows_of("Nom;Courriel\nAnne Martin;foo\n")
    first = rejects(stream, rows)
    second = rejects(*rows_of(first))
    assert second == first


def test_a_row_of_another_length_stays_as_it_is():
    stream, rows = rows_of("Nom;Courriel;Tél.\nAnne;a@example.org;;x;y\nB\n")
    grid = read_grid(rejects(stream, rows))
    assert [row[2:] for row in grid.rows[1:]] == [["Anne", "a@example.org", "", "x", "y"], ["B"]]
    assert [row[1] for row in grid.rows[1:]] == ["row.too_long", "row.too_short"]


def test_a_list_without_a_heading_gets_one():
    stream, rows = rows_of("Anne Martin,a@example.org,01 99 00 00 01\nB C,c@example.org,3.83593E+10\n")
    data = rejects(stream, rows)
    heading, row = read_grid(data).rows
    assert heading[2:] == ["name", "email", "phone"]
    assert row[0].startswith("phone: ")
    assert [row.record.name for row in rows_of(data)[1]] == ["B C"]


def test_only_what_rejects_is_a_reason(tmp_path):
    with rejected_writer(tmp_path / "r.xlsx", ["Nom", "Courriel"]) as writer:
        writer.write(["Anne", "foo"], [DOUBT, REASON])
        assert writer.count == 1
    assert read_grid(tmp_path / "r.xlsx").rows[1] == [
        "Courriel: there is no address in it (write it as name@example.org)",
        "email.none",
        "Anne",
        "foo",
    ]


def test_of_a_cell_that_holds_more_the_value_is_told_and_a_reason_once():
    target = io.BytesIO()
    twice = [Problem("phone.lost_zero", "it looks doubtful", "Tél.", value) for value in ("1", "2", "2")]
    with rejected_writer(target, ["Nom", "Tél."], doubts=True) as writer:
        writer.write(["Anne", "1 / 2"], [*twice, REASON])
        writer.write(["Anne", " 1 "], twice[:1])
    heading, first, second = read_grid(target.getvalue()).rows
    assert heading == ["Import warning", "Import warning code", "Nom", "Tél."]
    assert first[:2] == ["Tél. '1': it looks doubtful; Tél. '2': it looks doubtful", "phone.lost_zero"]
    assert second[0] == "Tél.: it looks doubtful"


def test_warnings_of_rejected_rows_and_the_other_way_round_have_one_pair_of_columns():
    first, second = io.BytesIO(), io.BytesIO()
    with rejected_writer(first, ["Nom"], doubts=True) as writer:
        writer.write(["Anne"], [DOUBT])
    stream, [row] = rows_of(first.getvalue())
    with rejected_writer(second, stream.header) as writer:
        writer.write(row.cells, [REASON])
    assert read_grid(second.getvalue()).rows[0] == ["Rejection reason", "Rejection code", "Nom"]
    assert read_grid(second.getvalue()).rows[1][1:] == ["email.none", "Anne"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=6), min_size=1))
def test_any_cells_come_back(cells):
    target = io.BytesIO()
    with rejected_writer(target, ["Nom"], ";") as writer:
        writer.write(cells, [REASON])
    assert read_grid(target.getvalue()).rows[1][2:] == cells


def test_a_card_says_why_before_its_end():
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anne\nX-CRM-REASON:old\n and longer\nEND:VCARD\n"
    target = io.BytesIO()
    with rejected_writer(target, None, format="vcard") as writer:
        writer.write([card], [REASON])
        writer.write(["BEGIN:VCARD\nFN:broken"], [REASON])
    lines = target.getvalue().decode().split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:3.0", "FN:Anne"]
    said = "X-CRM-REASON:email.none: Courriel: there is no address in it (write it as name@example.org)"
    assert lines[3] + lines[4][1:] == said
    assert lines[5:8] == ["END:VCARD", "BEGIN:VCARD", "FN:broken"]
    assert lines[8] + lines[9][1:] == said
    assert "old" not in target.getvalue().decode()
    assert all(len(line) <= 75 for line in lines)


@pytest.mark.parametrize(
    ("card", "place"),
    [
        ({"@type": "Card", "name": {"full": "Anne"}}, lambda found: found["press-contact-crm.example.org:reasons"][0]),
        (["vcard", [["fn", {}, "text", "Anne"]]], lambda found: found[1][-1][3]),
    ],
)
def test_cards_of_json_say_why(card, place):
    target = io.BytesIO()
    with rejected_writer(target, None, format="jscontact") as writer:
        writer.write([json.dumps(card)], [REASON])
        writer.write(["{broken"], [REASON])
    first, second = json.loads(target.getvalue())
    assert place(first).startswith("email.none: Courriel: there is no address in it")
    assert second["x-crm-text"] == "{broken"


def test_no_rejected_card_is_an_empty_array():
    target = io.BytesIO()
    rejected_writer(target, None, format="jcard").close()
    assert json.loads(target.getvalue()) == []
