"""The README tells the truth: its code prints what it shows, its tables and commands are those there are."""

from __future__ import annotations

import io
import re
import tomllib
from contextlib import redirect_stdout
from pathlib import Path

from click import Group
from click.testing import CliRunner

import crm.models  # noqa: F401 - the tables
from crm.base import Base
from crm.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, text: str = README) -> str:
    return re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)[1]


def test_its_code_prints_what_it_shows(monkeypatch):
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(block("python"), "README.md", "exec"), {})
    assert printed.getvalue() == block("text")


def test_its_session_is_a_real_one(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("CRM_DATABASE_URL", str(tmp_path / "press.db"))
    for part in block("console").strip().split("\n\n$ "):
        command, _, shown = part.removeprefix("$ ").partition("\n")
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)][1:]
        paths = [str(path) for word in words for path in (sorted(ROOT.glob(word)) if "*" in word else [word])]
        result = CliRunner().invoke(main, paths, standalone_mode=False)
        assert result.exception is None
        for line in shown.replace("…\n", "").splitlines():
            assert line in result.output.splitlines(), line


def test_its_diagram_is_that_of_the_tables():
    shown = {line.strip() for line in block("mermaid").splitlines()[1:]}
    assert shown == {_line(key) for table in Base.metadata.tables.values() for key in table.foreign_keys}


def _line(key) -> str:
    one = "o|" if key.parent.nullable else "||"
    many = "o|" if key.parent.primary_key else "o{"
    name = key.parent.name.removesuffix("_id")
    return f"{_short(key.column.table.name)} {one}--{many} {_short(key.parent.table.name)} : {name}"


def _short(name: str) -> str:
    return name.removeprefix("crm_")


def test_it_names_every_command_extra_and_example():
    for name, command in main.commands.items():
        assert f"`crm {name}" in README, name
        for below in command.commands if isinstance(command, Group) else ():
            assert below in README, below
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in project["optional-dependencies"].keys() - {"bench", "test", "dev"}:
        assert f"`{extra}`" in README, extra
    for example in (ROOT / "examples").glob("*.py"):
        assert f"(examples/{example.name})" in README


def test_its_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
