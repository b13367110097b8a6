"""Every example runs, on each engine, and prints what it promises."""

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


@pytest.mark.parametrize("name", sorted(PROMISED.keys() - WITHOUT_DATABASE))
def test_it_runs(name, empty_url, tmp_path):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-W", "error", str(EXAMPLES / name), empty_url]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert PROMISED[name] in done.stdout


@pytest.mark.parametrize("name", PROMISED)
def test_it_needs_no_argument(name, tmp_path):
    words = [sys.executable, "-W", "error", str(EXAMPLES / name)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert PROMISED[name] in done.stdout
    assert list(tmp_path.iterdir()) == []
