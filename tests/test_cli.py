"""The command line: what it prints, how it leaves, and that it never shows a traceback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from crm import schema
from crm.cli import main
from crm.database import Database
from crm.errors import InvalidName
from crm.ingest import ingest_many, store
from crm.models import ContactPhone

COMMUNIQUES = sorted((Path(__file__).parent.parent / "examples" / "communiques").iterdir())


def fill(url):
    with Database.open(url) as database:
        assert [report.outcome for report in ingest_many(database, COMMUNIQUES)] == ["added"] * len(COMMUNIQUES)


@pytest.fixture
def filled(databases):
    return databases.filled(fill)


class TestAnswers:
    def test_who_covers_a_communique(self, crm, filled):
        status, out, _ = crm("who", "forêts", "--db", filled)
        lines = [" ".join(line.split()) for line in out.splitlines()]
        assert status == 0
        assert lines[0] == "L'ORME et l'Université de Valmont renouvellent leur laboratoire commun sur les forêts"
        assert lines[1] == "2025-02-14 · fr · ORME, Université de Valmont · published"
        assert lines[3:] == [
            "Contact For Role E-mail Phone",
            (
                "Marius Tessandier Délégation ORME Haut-Valmont press delegation.com@orme.example.net (shared)"
                " 01 99 00 21 43"
            ),
            "Claire Fontanel Université de Valmont press claire.fontanel@univ-valmont.example.org 01 99 00 12 34",
        ]

    def test_numbers_of_other_countries_are_printed_as_abroad(self, crm, filled):
        _, out, _ = crm("who", "forêts", "--db", filled, "--region", "BE")
        assert "+33 1 99 00 21 43" in out

    def test_who_as_json(self, crm, filled):
        _, out, err = crm("who", "forêts", "--db", filled, "--json")
        answer = json.loads(out)
        assert err == ""
        assert answer["communique"]["dated_on"] == "2025-02-14"
        marius = answer["contacts"][0]
        assert (marius["name"], marius["phones"]) == ("Marius Tessandier", ["+33199002143"])
        assert marius["printed"]["phones"] == ["+33199002143"]
        assert marius["differences"] == []

    def test_who_finds_it_by_number_uid_and_file(self, crm, filled):
        uid = json.loads(crm("who", "2", "--db", filled, "--json")[1])["communique"]["uid"]
        words = ("2", uid, "02-laboratoire-des-forets.md")
        titles = {crm("who", word, "--db", filled)[1].splitlines()[0] for word in words}
        assert len(titles) == 1

    def test_a_changed_phone_is_shown_beside_what_was_printed(self, crm, filled):
        with Database.open(filled) as database, database.begin() as session:
            for phone in session.query(ContactPhone).where(ContactPhone.value == "+33199002143"):
                phone.value = "+33199002199"
        _, now, _ = crm("who", "forêts", "--db", filled)
        _, printed, _ = crm("who", "forêts", "--db", filled, "--printed")
        assert "Marius Tessandier, phones: 01 99 00 21 43 → 01 99 00 21 99" in now
        assert "01 99 00 21 43" in printed
        assert "01 99 00 21 99" not in printed

    def test_what_a_contact_covers(self, crm, filled):
        for name in ("Hugo Peyrelade", "peyrelade", "hugo.peyrelade@orvane.example.org", "+33 1 99 00 56 78"):
            status, out, _ = crm("covers", name, "--db", filled)
            assert status == 0
            assert [line.split()[0] for line in out.splitlines()[3:]] == ["6", "3", "1"]
        _, out, _ = crm("covers", "peyrelade", "--db", filled, "--json")
        assert [one["id"] for one in json.loads(out)["communiques"]] == [6, 3, 1]

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("who", "nothing like that"), "record.not_found"),
            (("who", "Valmont"), "record.ambiguous"),
            (("who", "%"), "record.not_found"),
            (("covers", "nobody"), "record.not_found"),
            (("covers", "el"), "record.ambiguous"),
            (("covers", "nobody@"), "email.no_domain"),
            (("who", "999999999999999999"), "record.not_found"),
        ],
    )
    def test_what_answers_to_nothing_or_too_much_says_so(self, crm, filled, words, code):
        status, out, err = crm(*words, "--db", filled)
        assert (status, out) == (2, "")
        assert f"[{code}]" in err

    def test_lists_and_counts(self, crm, filled):
        assert json.loads(crm("show", "--db", filled, "--json")[1])["communiques"] == 10
        for kind, something in (("communiques", "forêts"), ("contacts", "Nora"), ("institutions", "Halden")):
            assert something in crm("show", kind, "--db", filled)[1]
            assert len(json.loads(crm("show", kind, "--db", filled, "--json")[1])) >= 6

    def test_the_database_may_be_named_first_or_by_the_environment(self, crm, filled, monkeypatch):
        assert crm("--db", filled, "show")[1] == crm("show", "--db", filled)[1]
        monkeypatch.setenv("CRM_DATABASE_URL", filled)
        assert crm("show")[0] == 0


class TestFiles:
    def test_read_prints_one_object_for_one_file_and_a_list_for_several(self, crm):
        one = json.loads(crm("read", COMMUNIQUES[0], "--json")[1])
        several = json.loads(crm("read", *COMMUNIQUES[:2], "--json")[1])
        assert one == several[0]
        assert [contact["name"] for contact in one["contacts"]] == ["Claire Fontanel", "Hugo Peyrelade"]

    def test_read_prints_something_a_person_likes(self, crm):
        status, out, _ = crm("read", *COMMUNIQUES)
        assert status == 0
        assert "fr · 2025-03-04 (event, assumed: year) · Université de Valmont, Orvane" in out
        assert "no press contact" in out

    def test_read_takes_standard_input(self, crm, monkeypatch):
        with COMMUNIQUES[0].open("rb") as source:
            monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": source}))
            assert "Claire Fontanel" in crm("read", "-")[1]

    def test_read_does_not_import_sqlalchemy(self):
        code = f"import sys; from crm.cli import main; main(['read', {str(COMMUNIQUES[0])!r}], standalone_mode=False)"
        checked = f"{code}; sys.exit('sqlalchemy' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", checked], capture_output=True, check=False).returncode == 0

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    @pytest.mark.parametrize("words", [("read", COMMUNIQUES[0]), ("read", COMMUNIQUES[0], "--json"), ("--help",)])
    def test_a_full_disk_is_said(self, words):
        command = [sys.executable, "-m", "crm", *map(str, words)]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, done.stderr.startswith("crm: "), len(done.stderr.splitlines())) == (2, True, 1)

    def test_without_a_standard_output_nothing_breaks(self):
        command = f"{sys.executable} -m crm read --json {COMMUNIQUES[0]} >&-"
        done = subprocess.run(["/bin/sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")

    def test_a_missing_file_among_others_is_reported(self, crm, tmp_path):
        missing = tmp_path / "missing.txt"
        status, out, err = crm("read", COMMUNIQUES[0], missing, "--json")
        assert status == 1
        assert [entry.get("error", {}).get("code") for entry in json.loads(out)] == [None, "source.missing"]
        assert "missing.txt" in err
        assert crm("read", missing)[0] == 2

    def test_a_file_that_cannot_be_read_makes_no_database(self, crm, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert crm("ingest", "missing.txt", "--db", "press.db")[0] == 2
        assert list(tmp_path.iterdir()) == []

    def test_ingest_goes_on_after_a_file_it_cannot_store(self, crm, empty_url, monkeypatch):
        def refuse(session, reading, **how):
            if reading.file.startswith(str(COMMUNIQUES[0])):
                raise InvalidName("x" * 300, "it is longer than 200 characters", code="name.too_long")
            return store(session, reading, **how)

        monkeypatch.setattr("crm.ingest.many.store", refuse)
        status, out, err = crm("ingest", *COMMUNIQUES[:2], "--db", empty_url)
        assert status == 1
        assert "[name.too_long]" in err
        assert "1 communiqué, 2 contacts, 3 institutions added" in out

    def test_a_binary_file_is_refused(self, crm, tmp_path, empty_url):
        image = tmp_path / "image.txt"
        image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        for words in (("read", image), ("ingest", image, "--db", empty_url)):
            status, out, err = crm(*words)
            assert (status, out) == (2, "")
            assert "[source.not_text]" in err

    def test_ingest_sets_up_an_empty_database_and_reports(self, crm, empty_url):
        status, out, _ = crm("ingest", *COMMUNIQUES, "--db", empty_url)
        assert status == 0
        assert out.splitlines()[-1] == (
            "10 communiqués, 10 contacts, 12 institutions added, 0 of 10 files unchanged, 1 to check"
        )
        status, out, _ = crm("ingest", *COMMUNIQUES, "--db", empty_url)
        assert status == 0
        assert out.splitlines()[-1] == "nothing changed: 10 files read, all known"

    def test_ingest_goes_on_after_a_file_it_cannot_read(self, crm, empty_url, tmp_path):
        status, out, err = crm("ingest", tmp_path / "missing.txt", COMMUNIQUES[0], "--db", empty_url, "--json")
        answer = json.loads(out)
        assert status == 1
        assert [report["outcome"] for report in answer["files"]] == ["added"]
        assert answer["rejected"][0]["error"]["code"] == "source.missing"
        assert "[source.missing]" in err


class TestValues:
    @pytest.mark.parametrize(
        ("kind", "line", "values"),
        [
            ("phone", "01.99.00.12.34 / 06 39 98 12 34 poste 7", ["+33199001234", "+33639981234;ext=7"]),
            ("email", "Anne <Anne@Example.ORG>; presse (at) example.org", ["Anne@example.org", "presse@example.org"]),
            ("name", "Mme A. Martin et M. Paul Petit", ["Mme A. Martin", "M. Paul Petit"]),
        ],
    )
    def test_a_line_is_answered_by_an_object(self, crm, tmp_path, kind, line, values):
        file = tmp_path / "values.txt"
        file.write_text(f"{line}\n", encoding="utf-8")
        status, out, err = crm("check-values", file, "--kind", kind, "--json")
        answer = json.loads(out)
        assert (status, err) == (0, "")
        assert list(answer) == ["text", "values", "repairs", "warnings", "error"]
        assert (answer["text"], answer["values"], answer["error"]) == (line, values, None)

    def test_every_line_is_answered_in_order(self, crm, monkeypatch):
        source = io.BytesIO(b"01 99 00 12 34\r\n\nrien\n01 99 00 3O OO\n")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(source))
        status, out, _ = crm("check-values", "--kind", "phone", "--json")
        answers = [json.loads(line) for line in out.splitlines()]
        assert status == 1
        assert [answer["text"] for answer in answers] == ["01 99 00 12 34", "", "rien", "01 99 00 3O OO"]
        codes = [answer["error"] and answer["error"]["code"] for answer in answers]
        assert codes == [None, None, codes[2], "phone.letters"]
        assert codes[2] in {"value.none", "phone.invalid"}
        assert answers[3]["error"]["hint"]

    def test_an_old_export_is_read_too(self, crm, tmp_path):
        file = tmp_path / "values.txt"
        for charset in ("cp1252", "utf-16", "utf-8-sig"):
            file.write_bytes("Mme Zoé Quint\nInès d'Almeida\n".encode(charset))
            answers = [
                json.loads(line) for line in crm("check-values", file, "--kind", "name", "--json")[1].splitlines()
            ]
            assert [answer["text"] for answer in answers] == ["Mme Zoé Quint", "Inès d'Almeida"]

    def test_a_region_that_is_none_is_refused(self, crm, tmp_path):
        file = tmp_path / "values.txt"
        file.write_text("01 99 00 12 34\n")
        status, out, err = crm("check-values", file, "--kind", "phone", "--region", "ZZ")
        assert (status, out) == (2, "")
        assert "[country.invalid]" in err


class TestDatabases:
    def test_init_makes_an_empty_database_once(self, crm, empty_url):
        assert "ready" in crm("init", "--db", empty_url)[1]
        assert "was ready already" in crm("init", "--db", empty_url)[1]
        assert json.loads(crm("init", "--db", empty_url, "--json")[1])["created"] is False

    def test_schema_up_down_and_up_again(self, crm, empty_url):
        assert crm("schema", "upgrade", "0001", "--db", empty_url)[0] == 0
        assert crm("schema", "current", "--db", empty_url)[1] == f"0001 (newest: {schema.head()})\n"
        assert crm("show", "--db", empty_url)[0] == 2
        assert crm("schema", "upgrade", "--db", empty_url)[0] == 0
        assert crm("schema", "check", "--db", empty_url)[1] == "the schema is what it should be\n"
        assert json.loads(crm("schema", "downgrade", "base", "--db", empty_url, "--json")[1])["after"] is None
        assert "nothing" in crm("schema", "upgrade", "--db", empty_url)[1]

    def test_schema_prints_sql(self, crm):
        status, out, _ = crm("schema", "upgrade", "--sql")
        assert status == 0
        assert "CREATE TABLE crm_contact" in out
        assert "DROP TABLE crm_contact" in crm("schema", "downgrade", "base", "--sql")[1]

    def test_a_drifted_schema_is_found_wrong(self, crm, migrated_url):
        engine = create_engine(migrated_url)
        with engine.begin() as connection:
            connection.execute(text("DROP INDEX ix_crm_contact_name_key"))
        engine.dispose()
        status, out, _ = crm("schema", "check", "--db", migrated_url)
        assert status == 1
        assert "ix_crm_contact_name_key" in out

    @pytest.mark.parametrize(
        ("url", "code"),
        [
            ("nothing-there.db", "database.missing"),
            ("nonsense://x", "database.unreadable"),
            ("://", "database.unreadable"),
            ("postgresql://nobody:secret@127.0.0.1:1/nothing", "database.unreadable"),
        ],
    )
    def test_an_unusable_database_is_refused(self, crm, tmp_path, monkeypatch, url, code):
        monkeypatch.chdir(tmp_path)
        for words in (("show",), ("who", "x"), ("schema", "current")):
            status, out, err = crm(*words, "--db", url)
            assert (status, out) == (2, "")
            assert f"[{code}]" in err
            assert "secret" not in err
        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_is_no_database_is_refused(self, crm, tmp_path):
        note = tmp_path / "note.db"
        note.write_text("Bonjour. " * 200)
        status, _, err = crm("show", "--db", note)
        assert status == 2
        assert "[database.unreadable]" in err
        assert note.read_text() == "Bonjour. " * 200

    def test_somebody_elses_database_is_left_alone(self, crm, empty_url):
        engine = create_engine(empty_url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE invoice (id INTEGER PRIMARY KEY)"))
        engine.dispose()
        for words in (("show",), ("init",), ("ingest", COMMUNIQUES[0])):
            status, _, err = crm(*words, "--db", empty_url)
            assert status == 2
            assert "[database.not_ours]" in err

    @pytest.mark.parametrize(("revision", "code"), [("0001", "schema.behind"), ("9999", "schema.ahead")])
    def test_a_schema_behind_or_ahead_is_refused(self, crm, migrated_url, revision, code):
        engine = create_engine(migrated_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE crm_alembic_version SET version_num = :it"), {"it": revision})
        engine.dispose()
        status, out, err = crm("show", "--db", migrated_url)
        assert (status, out) == (2, "")
        assert f"[{code}]" in err


class TestItself:
    def test_wrong_words_are_explained_without_a_traceback(self, crm):
        for words in (("whom",), ("who",), ("show", "everything"), ("covers", "x", "--on", "yesterday")):
            status, out, err = crm(*words)
            assert (status, out) == (2, "")
            assert "Usage" in err

    def test_every_command_explains_itself(self):
        for name, command in main.commands.items():
            assert command.help, name
            for parameter in command.params:
                assert parameter.help, f"{name} {parameter.name}"

    def test_it_says_its_version(self, crm):
        assert crm("--version")[1].startswith("crm, version 0.")

    def test_without_the_extra_it_says_which_one(self):
        code = "import sys; sys.modules['click'] = None; from crm.__main__ import main; main()"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "press-contact-crm[cli]" in done.stderr
        assert "Traceback" not in done.stderr
