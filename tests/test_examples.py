"""Every example runs, on each engine (without an argument on SQLite, in memory), and prints what it promises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
PROMISED = {
    "01_first_contact.py": "refused [email.",
    "02_a_joint_communique.py": "phones printed +33199001234, now +33199009999",
    "03_read_a_folder.py": "Claire Fontanel · Université de Valmont · claire.fontanel@univ-valmont.example.org",
    "04_migrate_and_embed.py": "Zoé Quint interviews Anne Le Goff",
    "05_clean_a_list.py": "line 2, '01 99 00 3O OO': it has letters where digits belong: is it 01 99 00 30 00?",
    "06_read_anything.py": "Eulalie Brossard eulalie.brossard@orchestre-tressan.example.com +33639985566 (page 1, line",
    "07_import_a_spreadsheet.py": "5 rows = 3 created + 0 updated + 0 unchanged + 1 rejected + 1 blank",
    "08_address_book_both_ways.py": "Mme Anne LE GOFF: 01 99 00 12 34, 06 39 98 12 34, 01 99 00 56 78",
    "09_who_covers_what.py": "Claire Fontanel, 01 99 00 77 00: Claire Fontanel is assigned to it",
    "10_handover.py": "refused [handover.changed_since]",
}
WITHOUT_DATABASE = {"05_clean_a_list.py", "06_read_anything.py"}


def test_every_example_is_run_here():
    assert sorted(PROMISED) == sorted(path.name for path in EXAMPLES.glob("*.py"))


def run(name, folder, *words):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-W", "error", str(EXAMPLES / name), *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert PROMISED[name] in done.stdout


@pytest.mark.parametrize("name", sorted(PROMISED.keys() - WITHOUT_DATABASE))
@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_it_runs_on_a_server(name, empty_url, tmp_path):
    run(name, tmp_path, empty_url)


@pytest.mark.parametrize("name", ["01_first_contact.py", "03_read_a_folder.py"])
def test_it_runs_on_a_file(name, tmp_path):
    run(name, tmp_path, f"sqlite:///{tmp_path / 'press.db'}")
    assert [path.name for path in tmp_path.iterdir()] == ["press.db"]


@pytest.mark.parametrize("name", PROMISED)
def test_it_runs_in_memory(name, tmp_path):
    run(name, tmp_path)
    assert list(tmp_path.iterdir()) == []
