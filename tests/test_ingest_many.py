"""Many files: folders and archives, each file in a transaction of its own, nothing passed over in silence."""

from __future__ import annotations

import io
import os
import tracemalloc
import unicodedata
import zipfile
from pathlib import Path

import pytest
import releases
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker

from crm.database import Database, configure
from crm.errors import DatabaseUnreadable, InvalidCountry, InvalidName
from crm.ingest import Limits, gather, ingest_many
from crm.ingest import many as many_module
from crm.models import Communique, Document

TEXTS = [text for _, text in releases.releases(3)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return releases.write(tmp_path / "releases", 3)


def taken(target, *sources, **values) -> list[tuple[str, str]]:
    return [(report.name, report.outcome) for report in ingest_many(target, sources, **values)]


def outcomes(target, *sources, **values) -> list[str]:
    return [outcome for _, outcome in taken(target, *sources, **values)]


def reasons(*sources) -> dict[str, str]:
    return {Path(piece.name).name: piece.skip.code for piece in gather(sources) if piece.skip is not None}


def count(database, model) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(model))


class TestFolders:
    def test_all_that_is_below_in_order(self, database, tmp_path):
        for name in ("b/2.txt", "b/10.txt", "a.md", "c.TXT"):
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(TEXTS[0] + name)
        names = [Path(name).name for name, outcome in taken(database, tmp_path / "in")]
        assert names == ["a.md", "10.txt", "2.txt", "c.TXT"]

    def test_what_is_passed_over_is_said_with_its_reason(self, tmp_path):
        (tmp_path / ".hidden.txt").touch()
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / "config.txt").touch()
        (tmp_path / "photo.jpg").touch()
        (tmp_path / "nowhere.txt").symlink_to("gone.txt")
        (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
        os.mkfifo(tmp_path / "pipe.txt")
        assert reasons(tmp_path) == {
            ".hidden.txt": "source.hidden",
            ".git": "source.hidden",
            "photo.jpg": "source.format_unknown",
            "nowhere.txt": "source.link",
            "loop": "source.link",
            "pipe.txt": "source.special",
        }

    def test_a_link_to_a_file_is_followed(self, database, folder, tmp_path):
        (tmp_path / "links").mkdir()
        (tmp_path / "links" / "a.txt").symlink_to(folder / "000" / "0001.txt")
        assert outcomes(database, tmp_path / "links") == ["added"]

    def test_an_empty_folder_says_so(self, tmp_path):
        assert reasons(tmp_path) == {tmp_path.name: "source.empty"}

    def test_a_folder_that_may_not_be_read_is_refused_and_the_others_are_read(self, database, folder, monkeypatch):
        def listing(path):
            if Path(path).name == "locked":
                raise PermissionError(13, "Permission denied")
            return found(path)

        found = os.listdir
        (folder / "locked").mkdir()
        monkeypatch.setattr(os, "listdir", listing)
        *read, (name, outcome) = taken(database, folder)
        assert [outcome for _, outcome in read] == ["added"] * 3
        assert (Path(name).name, outcome) == ("locked", "rejected")

    def test_what_is_named_is_refused_where_what_is_found_is_passed_over(self, database, tmp_path):
        photo = tmp_path / "photo.jpg"
        photo.write_bytes(b"\xff\xd8\xff" + bytes(50))
        plain = tmp_path / "photo"
        plain.write_bytes(photo.read_bytes())
        table = tmp_path / "table.csv"
        table.write_text(TEXTS[0])
        [report] = ingest_many(database, [table])
        assert (report.outcome, report.error.code) == ("rejected", "source.format_unknown")
        false = tmp_path / "false.txt"
        false.write_bytes(photo.read_bytes())
        assert outcomes(database, photo, plain) == ["rejected", "rejected"]
        assert taken(database, tmp_path) == [
            (str(false), "rejected"),
            (str(plain), "skipped"),
            (str(photo), "skipped"),
            (str(table), "skipped"),
        ]

    def test_nothing_is_looked_into_before_its_turn(self, folder):
        pieces = gather([folder, folder / "missing.txt"])
        assert next(pieces).content().decode() == TEXTS[0]


class TestNames:
    def test_that_cannot_be(self, database):
        for name in ("x" * 5000, "a\0b.txt", "nowhere/a.txt", "x" * 300 + ".zip", "half \ud800.txt"):
            reports = list(ingest_many(database, [name]))
            assert [(one.outcome, one.error.code) for one in reports] == [("rejected", "source.missing")]

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_in_any_script_and_form(self, database, tmp_path, form):
        name = unicodedata.normalize(form, "communiqué d'été – 日本語.txt")
        (tmp_path / name).write_text(TEXTS[0])
        [report] = ingest_many(database, [tmp_path])
        assert report.name == report.report.file == str(tmp_path / name)
        with database.session() as session:
            assert session.scalars(select(Document.name)).one() == name

    def test_that_are_no_unicode(self, database, tmp_path):
        with open(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt", "w") as file:  # noqa: PTH123
            file.write(TEXTS[0])
        [report] = ingest_many(database, [tmp_path])
        assert (report.name, report.outcome) == (str(tmp_path / "\ufffdt\ufffd.txt"), "added")

    def test_a_document_from_an_archive_is_called_by_its_own_name(self, database, tmp_path):
        with zipfile.ZipFile(tmp_path / "a!b.zip", "w") as archive:
            for number, name in enumerate(("enfin!.txt", "sous/été.txt", "c.txt")):
                archive.writestr(name, TEXTS[number])
        assert [name for name, _ in taken(database, tmp_path)] == [
            f"{tmp_path}/a!b.zip!{name}" for name in ("c.txt", "enfin!.txt", "sous/été.txt")
        ]
        with database.session() as session:
            assert set(session.scalars(select(Document.name))) == {"enfin!.txt", "été.txt", "c.txt"}


class TestEachOnItsOwn:
    def test_the_same_bytes_under_two_names_are_stored_once(self, database, tmp_path):
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(TEXTS[0])
        first, second = ingest_many(database, [tmp_path])
        assert (first.outcome, second.outcome) == ("added", "unchanged")
        assert first.report.communique.id == second.report.communique.id
        assert second.report.file.endswith("b.txt")
        assert count(database, Document) == 1

    def test_a_folder_and_the_archive_of_it_are_the_same(self, database, folder, tmp_path):
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for path in sorted(folder.rglob("*.txt")):
                archive.write(path, path.name)
        assert outcomes(database, folder, tmp_path / "all.zip") == ["added"] * 3 + ["unchanged"] * 3

    def test_a_file_that_goes_before_its_turn_is_refused(self, database, folder):
        reports = ingest_many(database, [folder])
        assert next(reports).outcome == "added"
        (folder / "000" / "0002.txt").unlink()
        second, third = reports
        assert (second.outcome, second.error.code) == ("rejected", "source.missing")
        assert third.outcome == "added"

    def test_one_that_cannot_be_stored_leaves_nothing_and_stops_nothing(self, database, folder, monkeypatch):
        def refuse(session, reading, **how):
            report = store(session, reading, **how)
            if reading.file.endswith("0002.txt"):
                raise InvalidName("x" * 300, "it is longer than 200 characters", code="name.too_long")
            return report

        store = many_module.store
        monkeypatch.setattr(many_module, "store", refuse)
        assert outcomes(database, folder) == ["added", "rejected", "added"]
        assert count(database, Document) == 2

    @pytest.mark.parametrize(("times", "expected"), [(1, ["added"] * 3), (2, ["rejected", "added", "added"])])
    def test_what_the_database_refuses_is_tried_again_once(self, database, folder, monkeypatch, times, expected):
        def refuse(session, reading, **how):
            report = store(session, reading, **how)
            if refusals:
                raise IntegrityError("INSERT", {}, refusals.pop())
            return report

        refusals = [Exception("somebody else\nwas first")] * times
        store = many_module.store
        monkeypatch.setattr(many_module, "store", refuse)
        first, *others = ingest_many(database, [folder])
        assert [first.outcome, *(one.outcome for one in others)] == expected
        if first.error is not None:
            assert first.error.code == "source.refused"
            assert first.error.message == "the database refuses it: somebody else"

    def test_what_is_known_is_not_read_again(self, database, folder, monkeypatch):
        assert outcomes(database, folder) == ["added"] * 3

        def read(*arguments):
            raise AssertionError("read again")

        monkeypatch.setattr(many_module, "read", read)
        assert outcomes(database, folder) == ["unchanged"] * 3

    def test_each_is_committed_before_it_is_told(self, database, folder):
        for number, _ in enumerate(ingest_many(database, [folder]), 1):
            assert count(database, Communique) == number

    def test_an_open_file_has_no_name(self, database):
        [report] = ingest_many(database, [io.BytesIO(TEXTS[0].encode())])
        assert (report.name, report.outcome, report.report.file) == ("-", "added", None)

    def test_one_that_is_too_large_is_refused(self, database, folder):
        assert outcomes(database, folder, limits=Limits(member_bytes=100)) == ["rejected"] * 3

    def test_a_region_that_is_none_is_refused_at_once(self, database, folder):
        with pytest.raises(InvalidCountry):
            next(ingest_many(database, [folder], region="ZZ"))


class TestTargets:
    def test_a_hosts_engine_and_sessions(self, migrated_url, folder):
        engine = configure(create_engine(migrated_url))
        try:
            assert outcomes(engine, folder) == ["added"] * 3
            assert outcomes(sessionmaker(engine), folder) == ["unchanged"] * 3
            with sessionmaker(engine)() as session:
                assert len(session.scalars(select(Communique)).all()) == 3
        finally:
            engine.dispose()

    def test_a_hosts_sessions_store(self, migrated_url, folder):
        engine = configure(create_engine(migrated_url))
        try:
            [first, *_] = list(ingest_many(sessionmaker(engine), [folder]))
            assert (first.outcome, first.report.communique.id) == ("added", 1)
        finally:
            engine.dispose()

    def test_a_function_is_called_when_there_is_something_to_store(self, empty_url, folder, tmp_path):
        made = []

        def create() -> Database:
            made.append(Database.create(empty_url))
            return made[-1]

        assert outcomes(create, tmp_path / "missing.txt") == ["rejected"]
        assert made == []
        assert outcomes(create, folder) == ["added"] * 3
        assert len(made) == 1
        made[0].close()

    def test_a_database_that_goes_away_ends_it(self, folder, tmp_path):
        def fail() -> Database:
            raise DatabaseUnreadable("gone")

        with pytest.raises(DatabaseUnreadable):
            list(ingest_many(fail, [folder]))


class TestMemory:
    def test_nothing_is_kept_behind_the_iteration(self, files, tmp_path):
        text = TEXTS[0].encode() + b"Les serres ouvrent. " * 5000
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for number in range(40):
                archive.writestr(f"{number:02d}.txt", text)
        with Database.open(files.migrated()) as database:
            assert outcomes(database, tmp_path / "all.zip")[:2] == ["added", "unchanged"]
            tracemalloc.start()
            try:
                for _ in ingest_many(database, [tmp_path / "all.zip"]):
                    pass
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert peak < 20 * len(text)
