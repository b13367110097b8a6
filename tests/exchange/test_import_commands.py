"""``crm import``, ``crm imports`` and ``crm undo-import``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from contextlib import suppress

import exchange_lists
import pytest
from sqlalchemy import func, select

from crm.database import Database
from crm.exchange import read_grid
from crm.models import Institution, PressContact

LIST = (
    "Nom;Prénom;Courriel;Téléphone;Organisation;Pointure\n"
    "LE GOFF;Anne;anne.legoff@univ.example.org;01 99 00 12 34;Institut Tessan;38\n"
    "Quint;Zoé;zoe@@example;;Institut Tessan;\n"
    "\n"
)
LAW = "3 rows = 1 created + 0 updated + 0 unchanged + 1 rejected + 1 blank"


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "list.csv"
    made.write_text(LIST, "utf-8")
    return made


def contacts(url):
    with Database.open(url) as database, database.session() as session:
        return session.scalar(select(func.count()).select_from(PressContact))


def test_the_law_is_always_printed(crm, migrated_url, path):
    status, printed, said = crm("import", path, "--db", migrated_url)
    assert (status, said) == (1, "")
    assert LAW in printed
    assert "rejected: row 2, line 3, Courriel 'zoe@@example'" in printed
    assert "Pointure" in printed
    status, printed, _ = crm("import", path, "--db", migrated_url)
    assert "3 rows = 0 created + 0 updated + 1 unchanged + 1 rejected + 1 blank" in printed


def test_a_dry_run_writes_nothing(crm, migrated_url, path):
    status, printed, _ = crm("import", path, "--db", migrated_url, "--dry-run")
    assert (status, f"dry run: {LAW}" in printed) == (1, True)
    assert contacts(migrated_url) == 0


def test_a_dry_run_needs_no_database(crm, path, tmp_path):
    status, printed, _ = crm("import", path, "--db", tmp_path / "none.db", "--dry-run", "--json")
    answer = json.loads(printed)
    assert (status, answer["created"], answer["run"], answer["dry_run"]) == (1, 1, None, True)
    assert not (tmp_path / "none.db").exists()


def test_an_import_makes_the_database(crm, empty_url, path):
    status, printed, _ = crm("import", path, "--db", empty_url, "--json")
    answer = json.loads(printed)
    assert (status, answer["rows"], answer["rejections"][0]["row"]) == (1, 3, 2)
    assert contacts(empty_url) == 1


def test_rejected_rows_come_back(crm, migrated_url, path, tmp_path):
    target = tmp_path / "rejected.csv"
    _, printed, _ = crm("import", path, "--db", migrated_url, "--rejected", target)
    assert f"the rejected rows are in {target}: correct them there, and import it" in printed
    assert "zoe@@example" in read_grid(target).rows[1]
    target.write_text(target.read_text("utf-8").replace("zoe@@example", "zoe@example.org"), "utf-8")
    status, printed, _ = crm("import", target, "--db", migrated_url)
    assert (status, "1 row = 1 created" in printed) == (0, True)


def test_rejected_rows_of_a_mapped_list_come_back_with_it(crm, migrated_url, path, tmp_path):
    target = tmp_path / "rejected.csv"
    words = ("--map", "Pointure=department", "--rejected", target)
    _, printed, _ = crm("import", path, "--db", migrated_url, *words)
    assert f"{target}: correct them there, and import it with the same --map" in printed


def test_a_column_and_an_institution_can_be_told(crm, migrated_url, path):
    with Database.open(migrated_url) as database, database.begin() as session:
        session.add_all([Institution(name="Institut Tessan"), made := Institution(name="Institut Tessan")])
        session.flush()
        uid = made.uid
    status, printed, _ = crm("import", path, "--db", migrated_url)
    assert "institution.ambiguous" in printed
    words = ("--institution", f"Institut Tessan={uid}", "--map", "Pointure=role", "--keep-invalid")
    status, printed, _ = crm("import", path, "--db", migrated_url, *words)
    assert (status, "3 rows = 2 created" in printed) == (0, True)


@pytest.mark.parametrize(
    "words", [("--map", "Pointure"), ("--institution", "=x"), ("--as-of", "soon"), ("--format", "doc")]
)
def test_what_cannot_be_understood_is_said(crm, migrated_url, path, words):
    status, printed, said = crm("import", path, "--db", migrated_url, *words)
    assert (status, printed) == (2, "")
    assert said


def test_a_missing_file_is_said(crm, migrated_url, tmp_path):
    status, _, said = crm("import", tmp_path / "none.csv", "--db", migrated_url)
    assert (status, "source.missing" in said) == (2, True)


def test_imports_are_listed_and_undone(crm, migrated_url, path):
    crm("import", path, "--db", migrated_url, "--by", "Zoé")
    _, printed, _ = crm("imports", "--db", migrated_url, "--json")
    [run] = json.loads(printed)["imports"]
    assert (run["source"], run["status"], run["rows"], run["started_by"]) == ("list.csv", "finished", 3, "Zoé")
    status, printed, _ = crm("undo-import", run["uid"], "--db", migrated_url, "--json")
    assert (status, json.loads(printed)["removed"]) == (0, 6)
    assert contacts(migrated_url) == 0
    status, _, said = crm("undo-import", "list.csv", "--db", migrated_url)
    assert (status, "import.undone" in said) == (2, True)
    _, printed, _ = crm("imports", "--db", migrated_url)
    assert "undone" in printed


def test_what_would_be_lost_is_named(crm, migrated_url, path):
    crm("import", path, "--db", migrated_url)
    with Database.open(migrated_url) as database, database.begin() as session:
        session.scalars(select(PressContact)).one().name = "Anne Martin"
    status, printed, said = crm("undo-import", "1", "--db", migrated_url)
    assert (status, printed) == (2, "")
    assert "contact 1: " in said
    assert contacts(migrated_url) == 1


# --- what a person sees, and a pipe does not --------------------------------------------------------------------------

DOUBTFUL = "Nom;Courriel\n" + "".join(f"Anne{'abcdefgh'[n]} MARTIN;anne{n} (at) example.org\n" for n in range(8))


def test_warnings_are_shown_and_come_back(crm, migrated_url, tmp_path):
    path, target = tmp_path / "list.csv", tmp_path / "warnings.csv"
    path.write_text(DOUBTFUL, "utf-8")
    status, printed, said = crm("import", path, "--db", migrated_url, "--warnings", target)
    assert (status, said) == (0, "")
    assert "warning: row 1, line 2, Courriel 'anne0 (at) example.org'" in printed
    assert f"11 more; they are all in {target}" in printed
    assert f"the doubtful rows that were taken in are in {target}" in printed
    assert "11 more; --warnings FILE writes them all" in crm("import", path, "--db", migrated_url, "--dry-run")[1]
    heading, *rows = read_grid(target).rows
    assert len(rows) == 8
    assert dict(zip(heading, rows[0], strict=True)) == {
        "Import warning": (
            "Courriel: read as anne0@example.org; Courriel: it is taken as it stands, and looks doubtful: reserved"
            " domain"
        ),
        "Import warning code": "email.spelled_out email.reserved_domain",
        "Nom": "Annea MARTIN",
        "Courriel": "anne0 (at) example.org",
    }


def test_a_guess_is_told(crm, migrated_url, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Anne MARTIN;anne@example.org\n", "utf-8")
    assert "column 1 as name, column 2 as email" in crm("import", path, "--db", migrated_url)[1]


def started(path, url, **streams):
    words = [sys.executable, "-m", "crm", "import", str(path), "--db", url]
    environment = {**os.environ, "TERM": "xterm", "FORCE_COLOR": "1", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(words, env=environment, check=False, timeout=120, **streams)


def test_a_pipe_gets_nothing_of_the_bar(empty_url, path):
    done = started(path, empty_url, capture_output=True)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\x1b" not in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_shows_rows_and_the_time_left(empty_url, tmp_path):
    import pty

    path = exchange_lists.write(tmp_path / "list.csv", 9_000)
    ours, theirs = pty.openpty()
    seen = bytearray()

    def read():
        with suppress(OSError):  # Linux says so when the other end is closed
            while data := os.read(ours, 65_536):
                seen.extend(data)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = started(path, empty_url, stdout=subprocess.PIPE, stderr=theirs)
    finally:
        os.close(theirs)
        reader.join(timeout=60)
        os.close(ours)
    shown = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", bytes(seen)).decode()
    assert re.search(r"importing \S+ +9000/9001 rows [-\d]:[-\d]{2}:[-\d]{2}", shown), shown[-500:]
    assert b"9,000 rows = " in done.stdout
    assert b"importing" not in done.stdout


@pytest.mark.parametrize("option", ["--rejected", "--warnings"])
def test_what_cannot_be_written_back_is_said_before_anything_is_taken_in(crm, migrated_url, path, tmp_path, option):
    for target in (tmp_path / "none" / "x.csv", tmp_path, path):
        status, printed, said = crm("import", path, "--db", migrated_url, option, target)
        assert (status, printed) == (2, "")
        assert said.startswith(f"crm: {target.name} ")
    assert contacts(migrated_url) == 0
    assert path.read_text("utf-8") == LIST


def test_one_file_does_not_hold_both_that_come_back(crm, migrated_url, path, tmp_path):
    target = tmp_path / "back.csv"
    words = ("--rejected", target, "--warnings", tmp_path / "." / "back.csv")
    status, printed, said = crm("import", path, "--db", migrated_url, *words)
    assert (status, printed, "target.twice" in said) == (2, "", True)
    assert contacts(migrated_url) == 0


def test_a_charset_and_a_separator_can_be_told(crm, migrated_url, tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes("Nom|Prénom\nDvořáková|Žofie\n".encode("cp1250"))
    status, _, _ = crm("import", path, "--encoding", "cp1250", "--delimiter", "|", "--db", migrated_url)
    _, printed, _ = crm("export", "contacts", "--format", "json", "--db", migrated_url)
    assert (status, [one["name"] for one in json.loads(printed)]) == (0, ["Žofie Dvořáková"])


def test_a_charset_that_there_is_not_is_said(crm, migrated_url, path):
    status, printed, said = crm("import", path, "--encoding", "klingon", "--db", migrated_url)
    assert (status, printed, "encoding.unknown" in said) == (2, "", True)


def test_no_name_is_no_list(crm, migrated_url):
    status, printed, said = crm("import", "", "--db", migrated_url)
    assert (status, printed, "empty" in said) == (2, "", True)
