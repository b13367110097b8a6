"""``crm institutions``: load, resolve, mentioned, who-is, reindex."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from test_institutions_loading import record, write

from crm.cli import main
from crm.database import Database
from crm.models import Institution, InstitutionDomain

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str):
    return CliRunner().invoke(main, ["institutions", *arguments], standalone_mode=False)


@pytest.fixture
def filled(migrated_url: str) -> str:
    with Database.open(migrated_url) as database, database.begin() as session:
        one = Institution(name="Université de Valmont")
        one.domains.append(InstitutionDomain(domain="valmont.example.org"))
        session.add(one)
    return migrated_url


def test_load_says_what_it_did(migrated_url: str, tmp_path: Path) -> None:
    file = str(write(tmp_path, record(1), {"id": "odd"}))
    result = run("load", file, "--db", migrated_url)
    assert result.return_value == 1
    assert "2 records: 1 created, 0 updated, 0 unchanged, 1 rejected" in result.output
    assert "record 2" in result.stderr
    again = json.loads(run("load", file, "--db", migrated_url, "--json").stdout)
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 1, 1)


def test_load_stores_nothing_of_a_damaged_file(migrated_url: str, tmp_path: Path) -> None:
    file = tmp_path / "cut.json"
    file.write_text(json.dumps([record(1)])[:-1], encoding="utf-8")
    result = run("load", str(file), "--db", migrated_url)
    assert result.exception.code == "source.damaged"
    with Database.open(migrated_url) as database, database.session() as session:
        assert session.query(Institution).count() == 0


def test_load_makes_a_database(tmp_path: Path) -> None:
    result = run("load", str(write(tmp_path, record(1))), "--db", str(tmp_path / "new.db"))
    assert result.return_value == 0
    assert (tmp_path / "new.db").exists()


@pytest.mark.parametrize(("content", "code"), [(None, "source.missing"), ("no dump", "source.format_unknown")])
def test_load_makes_no_database_for_what_cannot_be_read(tmp_path: Path, content: str | None, code: str) -> None:
    file = tmp_path / "registry.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    result = run("load", str(file), "--db", str(tmp_path / "new.db"))
    assert result.exception.code == code
    assert not (tmp_path / "new.db").exists()


def test_resolve_prints_the_reasons(filled: str) -> None:
    result = run("resolve", "Valmont University", "--db", filled)
    assert result.return_value == 0
    assert "→  1 Université de Valmont" in result.output
    assert "0.97" in result.output
    assert "Because" in result.output


def test_resolve_says_that_it_is_not_sure(filled: str) -> None:
    result = run("resolve", "Université Halden", "--db", filled)
    assert result.return_value == 1
    assert "not sure" in result.output
    answer = json.loads(run("resolve", "Université Halden", "--db", filled, "--json").stdout)
    assert (answer["text"], answer["institution"]) == ("Université Halden", None)


def test_mentioned_lists_them_in_order(filled: str) -> None:
    answer = json.loads(run("mentioned", "Univ. Valmont, Institut Halden", "--db", filled, "--json").stdout)
    assert [(one["start"], one["institution"] and one["institution"]["name"]) for one in answer] == [
        (0, "Université de Valmont"),
        (15, None),
    ]
    nothing = run("mentioned", "rien", "--db", filled)
    assert "no institution" in nothing.output
    assert nothing.return_value == 1


def test_who_is(filled: str) -> None:
    assert "Université de Valmont" in run("who-is", "anne@valmont.example.org", "--db", filled).output
    assert run("who-is", "anne@gmail.com", "--db", filled).return_value == 1


def test_reindex(filled: str) -> None:
    assert "every name has its keys" in run("reindex", "--db", filled).output
    assert json.loads(run("reindex", "--db", filled, "--json").stdout) == {"changed": 0}
