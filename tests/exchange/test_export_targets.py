"""Where a list goes: a path that is replaced whole or not at all, an open file, standard output; and the command."""

from __future__ import annotations

import inspect
import io
import json
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from builders import contact
from exchange.office import office

from crm import exchange
from crm.database import Database
from crm.errors import TargetError

pytestmark = pytest.mark.usefixtures("backend")


@pytest.fixture
def anne(session):
    return contact(session, "Anne Valmont", emails=("anne@valmont.example.org",), phones=("+33199001234",))


# Targets --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("list.csv", b"Anne Valmont"),
        ("list.tsv", b"\t"),
        ("list.xlsx", b"PK"),
        ("list.VCF", b"BEGIN:VCARD\r\nVERSION:4.0"),
        ("list.json", b"[\n{"),
        ("list.jsonld", b'{"@context": "https://schema.org"'),
        ("list", b"Anne Valmont"),
    ],
)
def test_the_suffix_tells_the_format(session, anne, tmp_path, name, sign):
    assert exchange.export(session, "contacts", tmp_path / name) == 1
    data = (tmp_path / name).read_bytes()
    assert sign in data
    assert list(tmp_path.iterdir()) == [tmp_path / name]


@pytest.mark.parametrize(
    ("what", "name", "options", "code"),
    [
        ("contacts", "list.pdf", {}, "export.format"),
        ("contacts", "list.csv", {"format": "ninjs"}, "export.format"),
        ("coverage", "list.vcf", {}, "export.format"),
        ("people", "list.csv", {}, "export.what"),
        ("contacts", "list.csv", {"excel": "en"}, "export.option"),
        ("contacts", "list.json", {"excel": "fr"}, "export.option"),
        ("contacts", "list.csv", {"status": "draft"}, "export.option"),
        ("institutions", "list.csv", {"language": "fr"}, "export.option"),
        ("contacts", "-", {"format": "xlsx"}, "export.stdout"),
        ("contacts", "nowhere/list.csv", {}, "target.unwritable"),
        ("contacts", "a\0b.csv", {}, "target.unwritable"),
    ],
)
def test_what_cannot_be_written_is_said_beforehand(session, tmp_path, monkeypatch, what, name, options, code):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TargetError) as caught:
        exchange.export(session, what, name, **options)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_other_list(session):
    with pytest.raises(TargetError, match="'people'"):
        exchange.chosen_of(session, "people")


def test_a_folder_is_no_file(session, tmp_path):
    with pytest.raises(TargetError):
        exchange.export(session, "contacts", tmp_path, format="csv")
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_it_fails(session, anne, tmp_path, monkeypatch):
    from crm.exchange.exporting import writing

    path = tmp_path / "list.json"
    path.write_text("what was there")

    def fails(record):
        raise RuntimeError("half way")

    monkeypatch.setitem(writing._DICTS, "contacts", fails)
    with pytest.raises(RuntimeError, match="half way"):
        exchange.export(session, "contacts", path)
    assert path.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_is_replaced_with_its_rights(session, anne, tmp_path):
    path = tmp_path / "list.json"
    path.write_text("what was there")
    path.chmod(0o600)
    exchange.export(session, "contacts", path)
    assert json.loads(path.read_bytes())[0]["name"] == "Anne Valmont"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_stays_a_link(session, anne, tmp_path):
    (tmp_path / "below").mkdir()
    link = tmp_path / "list.json"
    link.symlink_to(tmp_path / "below" / "real.json")
    exchange.export(session, "contacts", link)
    assert link.is_symlink()
    assert json.loads((tmp_path / "below" / "real.json").read_bytes())[0]["name"] == "Anne Valmont"


def test_an_open_file_stays_open(session, anne):
    for file in (io.BytesIO(), io.StringIO()):
        assert exchange.export(session, "contacts", file, format="json") == 1
        assert "Anne Valmont" in json.loads(file.getvalue())[0]["name"]
        file.write(file.getvalue()[:0])


def test_text_that_was_cut_within_a_letter_is_put_together(session):
    contact(session, "Éléonore Œuvrard")
    file = io.StringIO()
    exchange.export(session, "contacts", file, format="csv")
    assert "Éléonore Œuvrard" in file.getvalue()


@pytest.mark.parametrize("what", exchange.FORMATS)
def test_an_empty_list_is_valid(session, what):
    for kind in exchange.FORMATS[what]:
        file = io.BytesIO()
        assert exchange.export(session, what, file, format=kind) == 0
        if kind in ("json", "jcard", "jscontact", "ninjs"):
            assert json.loads(file.getvalue()) == []
        if kind == "jsonld":
            assert json.loads(file.getvalue())["@graph"] == []


def test_each_record_is_written_before_the_next_is_made():
    from crm.exchange.exporting.json_lists import write_list

    file, seen = io.BytesIO(), []

    def items():
        for number in range(3):
            seen.append(file.getvalue().decode())
            yield number

    write_list(items(), file)
    assert seen == ["[", "[\n0", "[\n0,\n1"]
    assert json.loads(file.getvalue()) == [0, 1, 2]


@pytest.mark.parametrize("what", exchange.FORMATS)
def test_a_reader_that_leaves_leaves_no_statement_open(session, monkeypatch, what):
    from crm.exchange.exporting import writing

    class Left(io.BytesIO):
        def write(self, data):
            raise BrokenPipeError

    office(session)
    made, kept = writing._items, []
    monkeypatch.setattr(writing, "_items", lambda *words: kept.append(made(*words)) or kept[0])
    with pytest.raises(BrokenPipeError):
        exchange.export(session, what, Left(), format="json")
    assert inspect.getgeneratorstate(kept[0]) == inspect.GEN_CLOSED


def test_a_pipe_is_written_to(session, anne, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        exchange.export(session, "contacts", pipe, format="json")
        assert json.loads(read.result())[0]["name"] == "Anne Valmont"
    assert pipe.is_fifo()


def test_progress_ends_with_the_number(session, anne):
    told = []
    exchange.export(session, "contacts", io.BytesIO(), format="json", progress=told.append)
    assert told[-1] == 1


def test_excel_in_france(session, anne):
    file = io.BytesIO()
    exchange.export(session, "contacts", file, format="csv", excel="fr")
    data = file.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    heading, row, *_ = data.decode("utf-8-sig").split("\r\n")
    assert heading.count(";") == row.count(";") > 3
    assert [record.name for record in exchange.read_records(data)] == ["Anne Valmont"]


# The command ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def url(migrated_url):
    with Database.open(migrated_url) as opened, opened.begin() as session:
        office(session)
    return migrated_url


def test_csv_goes_to_standard_output(crm, url):
    status, out, err = crm("export", "contacts", "--db", url)
    assert (status, err) == (0, "")
    assert "Mme Anne LE GOFF" in out
    assert [record.name for record in exchange.read_records(out)] == ["Mme Anne LE GOFF", "Service de presse"]


def test_a_file_is_told_of(crm, url, tmp_path):
    status, out, err = crm("export", "contacts", "le", "goff", "-o", tmp_path / "anne.vcf", "--db", url)
    assert (status, out, err) == (0, f"{tmp_path / 'anne.vcf'}: 1 contact\n", "")
    assert "VERSION:4.0" in (tmp_path / "anne.vcf").read_text(encoding="utf-8")


def test_json_is_one_document(crm, url, tmp_path):
    status, out, err = crm("export", "institutions", "--json", "--db", url)
    assert (status, err, len(json.loads(out))) == (0, "", 2)
    path = tmp_path / "list.csv"
    status, out, err = crm("export", "communiques", "-o", path, "--json", "--db", url)
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "file": str(path),
        "what": "communiques",
        "written": 2,
        "withheld": 0,
        "private": False,
    }


def test_an_embargo_is_told_of(crm, migrated_url):
    import datetime as dt

    from crm.models import Communique

    with Database.open(migrated_url) as opened, opened.begin() as session:
        later = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
        values = {"embargo_at": later, "embargo_zone": "Europe/Paris", "status": "embargoed", "body": "Le secret."}
        session.add(Communique(title="Une étoile", **values))
    status, out, err = crm("export", "communiques", "--format", "ninjs", "--db", migrated_url)
    assert (status, json.loads(out)[0]["pubStatus"]) == (0, "withheld")
    assert "secret" not in out
    assert "1 communiqué not to be published yet: the text stays in" in err
    status, out, err = crm("export", "communiques", "--format", "ninjs", "--private", "--db", migrated_url)
    assert (status, json.loads(out)[0]["bodies"][0]["value"]) == (0, "Le secret.")
    assert "marked" in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["contacts", "nobody"], "record.not_found"),
        (["contacts", "--format", "pdf"], "export.format"),
        (["contacts", "--format", "xlsx"], "export.stdout"),
        (["contacts", "--since", "2026-01-01"], "export.option"),
        (["contacts", "--institution", "nowhere"], "record.not_found"),
        (["communiques", "--status", "printed"], "choice.unknown"),
        (["contacts", "--language", "klingon!"], "language.invalid"),
        (["contacts", "-o", "nowhere/list.csv"], "target.unwritable"),
    ],
)
def test_what_cannot_be_done_is_said(crm, url, words, code):
    status, out, err = crm("export", *words, "--db", url)
    assert (status, out) == (2, "")
    assert f"[{code}]" in err


def test_the_command_narrows(crm, url):
    status, out, _ = crm("export", "coverage", "--since", "2026-01-17", "--status", "published", "--json", "--db", url)
    assert (status, len(json.loads(out))) == (0, 2)
    status, out, _ = crm("export", "contacts", "--private", "--on", "2020-08-31", "--json", "--db", url)
    anne = json.loads(out)[0]
    assert [job["institution"] for job in anne["affiliations"]] == ["Institut Orvane"]
    assert "anne@home.example.net" in [entry["text"] for entry in anne["emails"]]


def test_a_bar_is_shown_to_who_watches_and_only_for_a_file(crm, url, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    status, out, err = crm("export", "contacts", "-o", tmp_path / "list.csv", "--db", url)
    assert (status, out) == (0, f"{tmp_path / 'list.csv'}: 2 contacts\n")
    assert "exporting" in err
    status, _, err = crm("export", "contacts", "--db", url)
    assert (status, err) == (0, "")
