"""``crm ingest`` of folders and archives, and ``crm show contacts NAME``: what they print and how they leave."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import releases

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three releases, one of them in an archive, and something else."""
    made = releases.write(tmp_path / "in", 2)
    [*_, (name, text)] = releases.releases(3)
    with zipfile.ZipFile(made / "old.zip", "w") as archive:
        archive.writestr(name, text)
        archive.writestr("logo.png", b"\x89PNG")
    (made / "photo.jpg").touch()
    return made


class TestAFolder:
    def test_a_line_for_every_file_and_a_summary(self, crm, folder, migrated_url):
        status, out, err = crm("ingest", folder, "--db", migrated_url)
        assert (status, err) == (0, "")
        files = [line.removeprefix(f"{folder}/") for line in out.splitlines() if line.startswith(str(folder))]
        assert [line.split("  ")[:2] for line in files] == [
            ["000/0001.txt", "added"],
            ["000/0002.txt", "added"],
            ["old.zip!0003.txt", "added"],
            ["old.zip!logo.png", "skipped"],
            ["photo.jpg", "skipped"],
        ]
        assert "files of the format .jpg are not read [source.format_unknown]" in files[-1]
        assert out.splitlines()[-1].startswith("3 communiqués, ")
        assert out.splitlines()[-1].endswith("0 of 3 files unchanged, 0 to check, 2 skipped")

    def test_again_nothing_changes(self, crm, folder, migrated_url):
        crm("ingest", folder, "--db", migrated_url)
        status, out, _ = crm("ingest", folder, "--db", migrated_url)
        assert status == 0
        assert out.splitlines()[-1] == "nothing changed: 3 files read, all known, 2 skipped"

    def test_as_one_json_document(self, crm, folder, migrated_url):
        (folder / "zero.txt").touch()
        status, out, err = crm("ingest", folder, "--db", migrated_url, "--json")
        answer = json.loads(out)
        assert status == 1
        assert list(answer) == ["files", "rejected", "skipped", "summary"]
        assert [one["outcome"] for one in answer["files"]] == ["added"] * 3
        assert [one["error"]["code"] for one in answer["rejected"]] == ["source.empty"]
        assert [Path(one["file"]).name for one in answer["skipped"]] == ["old.zip!logo.png", "photo.jpg"]
        summary = answer["summary"]
        assert (summary["added"], summary["rejected"], summary["skipped"], summary["communiques"]) == (3, 1, 2, 3)
        assert "[source.empty]" in err

    def test_nothing_but_what_is_not_read_is_no_fault(self, crm, tmp_path, empty_url):
        (tmp_path / "photo.jpg").touch()
        status, out, err = crm("ingest", tmp_path, "--db", empty_url, "--json")
        assert (status, err) == (0, "")
        assert json.loads(out)["files"] == []
        assert crm("ingest", tmp_path, "--db", empty_url)[1].splitlines()[-1] == "nothing read, 1 skipped"

    def test_nothing_but_refusals_print_no_answer(self, crm, tmp_path, empty_url):
        (tmp_path / "broken.zip").write_bytes(b"no archive")
        for words in ((), ("--json",)):
            status, out, err = crm("ingest", tmp_path, *words, "--db", empty_url)
            assert (status, out) == (2, "")
            assert "broken.zip: it is damaged, or no such archive" in err
            assert "[source.damaged]" in err

    def test_standard_input_among_others(self, crm, folder, migrated_url, monkeypatch):
        [*_, (_, text)] = releases.releases(4)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        status, out, _ = crm("ingest", "-", folder, "--db", migrated_url)
        assert status == 0
        assert out.startswith("(standard input)  added  communiqué 1: ")

    def test_an_ambiguous_institution_is_asked_about(self, crm, folder, migrated_url):
        from builders import institution

        from crm.database import Database

        with Database.open(migrated_url) as database, database.begin() as session:
            for name in [*releases.HOUSES, *releases.HOUSES]:
                institution(session, name)
        _, out, _ = crm("ingest", folder, "--db", migrated_url)
        assert "  ? institution " in out
        assert ": may be " in out


class TestATerminal:
    def test_progress_is_for_whoever_watches_and_the_answer_for_the_pipe(self, folder, files):
        theirs, ours = pty.openpty()
        try:
            done = subprocess.run(
                [sys.executable, "-m", "crm", "ingest", str(folder), "--db", files.migrated()],
                stdout=subprocess.PIPE,
                stderr=ours,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", "COLUMNS": "100"},
                check=False,
            )
            shown = os.read(theirs, 100_000).decode()
        finally:
            os.close(ours)
            os.close(theirs)
        assert done.returncode == 0
        assert "ingesting" in shown
        assert "/5" in shown
        assert "ingesting" not in done.stdout.decode()
        assert done.stdout.decode().splitlines()[-1].endswith("2 skipped")


RELEASE = """\
COMMUNIQUÉ DE PRESSE

L'Université de Valmont ouvre ses serres, chapitre {chapter}

Brisecourt, le 9 mai {year} – L'Université de Valmont ouvre ses serres au public, tous les dimanches.

CONTACTS PRESSE

Université de Valmont
Claire Fontanel
claire.fontanel@univ-valmont.example.org
{phone}
"""


class TestOneContact:
    @pytest.fixture
    def filled(self, crm, tmp_path, migrated_url):
        printed = [
            (2024, "01 99 00 12 34"),
            (2025, "01 99 00 12 99"),
            (2019, "01 99 00 12 00"),
            (2025, "01 99 00 12 34 56 78 90"),
        ]
        for chapter, (year, phone) in enumerate(printed):
            path = tmp_path / f"{chapter}.txt"
            path.write_text(RELEASE.format(chapter=chapter, year=year, phone=phone), encoding="utf-8")
            status, out, _ = crm("ingest", path, "--db", migrated_url)
            assert status == 0
            if chapter == 1:
                assert (
                    "  * phone +33199001299: Claire Fontanel, printed on 2025-05-09, was not known; "
                    "known: +33199001234" in out
                )
                assert "1 news" in out.splitlines()[-1]
        return migrated_url

    def test_where_each_coordinate_comes_from_and_when_it_was_last_printed(self, crm, filled):
        status, out, _ = crm("show", "contacts", "Claire Fontanel", "--db", filled)
        assert status == 0
        assert [" ".join(line.split()) for line in out.splitlines()] == [
            "1 Claire Fontanel",
            "",
            "Coordinate From Printed Note",
            "claire.fontanel@univ-valmont.example.org 0.txt, line 10 4 times, last on 2025-05-09",
            "+33 1 99 00 12 34 0.txt, line 10 1 time, last on 2024-05-09",
            "+33 1 99 00 12 99 1.txt, line 10 1 time, last on 2025-05-09 news",
            "+33 1 99 00 12 00 2.txt, line 10 1 time, last on 2019-05-09 news, older than what holds",
            "01 99 00 12 34 56 78 90 3.txt, line 10 never news, cannot be read [phone.too_long]",
        ]

    def test_all_that_is_news(self, crm, filled):
        status, out, _ = crm("show", "news", "--db", filled)
        assert status == 0
        assert [" ".join(line.split()) for line in out.splitlines()] == [
            "No Contact News From Printed Note",
            "1 Claire Fontanel +33 1 99 00 12 99 1.txt, line 10 1 time, last on 2025-05-09",
            "1 Claire Fontanel +33 1 99 00 12 00 2.txt, line 10 1 time, last on 2019-05-09 older than what holds",
            "1 Claire Fontanel 01 99 00 12 34 56 78 90 3.txt, line 10 never cannot be read [phone.too_long]",
        ]
        assert json.loads(crm("show", "news", "--db", filled, "--json")[1])[0]["contact"] == "Claire Fontanel"

    def test_nothing_is_news_yet(self, crm, migrated_url):
        assert crm("show", "news", "--db", migrated_url)[1] == "no news yet\n"

    def test_as_json(self, crm, filled):
        answer = json.loads(crm("show", "contacts", "1", "--db", filled, "--json")[1])
        assert answer["name"] == "Claire Fontanel"
        old = answer["coordinates"][3]
        assert (old["value"], old["news"], old["older"], old["public"]) == ("+33199001200", True, True, False)
        assert (old["document"], old["last_printed_on"], old["times_printed"]) == ("2.txt", "2019-05-09", 1)

    def test_an_old_number_is_not_given_out(self, crm, filled):
        _, out, _ = crm("who", "chapitre 1", "--db", filled)
        assert "01 99 00 12 34" in out
        assert "01 99 00 12 99" in out
        assert "01 99 00 12 00" not in out

    def test_only_of_contacts(self, crm, filled):
        status, out, err = crm("show", "institutions", "Valmont", "--db", filled)
        assert (status, out) == (2, "")
        assert "Usage" in err
        assert crm("show", "contacts", "nobody", "--db", filled)[0] == 2
