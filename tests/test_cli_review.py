"""``crm read --explain`` and ``--report``: what they print and write, and how the command leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMUNIQUES = sorted((Path(__file__).parent.parent / "examples" / "communiques").iterdir())


class TestExplain:
    def test_it_prints_the_text_with_what_was_read(self, crm):
        status, out, _ = crm("read", "--explain", COMMUNIQUES[0])
        assert status == 0
        assert out.splitlines()[0] == str(COMMUNIQUES[0])
        assert "   27  claire.fontanel@univ-valmont.example.org\n       └ Contact 1 e-mail" in out
        assert "lines of text …" in out
        assert "\x1b" not in out

    def test_all_lines_may_be_asked_for(self, crm):
        _, out, _ = crm("read", "--explain", "--all-lines", COMMUNIQUES[0])
        assert "lines of text …" not in out
        assert "   21  « Une rivière" in out

    def test_all_lines_go_with_explain(self, crm):
        status, out, err = crm("read", "--all-lines", COMMUNIQUES[0])
        assert (status, out) == (2, "")
        assert "--all-lines goes with --explain" in err

    def test_as_json_it_is_the_evidence(self, crm):
        _, out, _ = crm("read", "--json", "--explain", COMMUNIQUES[0])
        evidence = json.loads(out)["evidence"]
        assert {"kind", "lines", "text", "value", "confidence", "reason", "contact"} == evidence[0].keys()
        phones = [(one["lines"], one["text"], one["contact"]) for one in evidence if one["kind"] == "contact.phone"]
        assert phones == [([28, 28], "01 99 00 12 34", 0), ([33, 33], "01 99 00 56 78", 1)]

    def test_without_it_the_json_has_no_evidence(self, crm):
        assert "evidence" not in json.loads(crm("read", "--json", COMMUNIQUES[0])[1])

    def test_orders_to_the_terminal_are_shown_and_not_followed(self, crm, tmp_path):
        sly = tmp_path / "sly.txt"
        sly.write_text("Un titre \x9b31m\u202e sournois\n", encoding="utf-8")
        _, out, _ = crm("read", "--explain", sly)
        assert "Un titre ⟨U+009B⟩31m⟨U+202E⟩ sournois" in out


class TestReport:
    def test_it_writes_a_page_and_says_how_much_is_in_it(self, crm, tmp_path):
        target = tmp_path / "out.html"
        status, out, _ = crm("read", *COMMUNIQUES, "--report", target)
        assert status == 0
        assert out.startswith(f"{target}: {len(COMMUNIQUES)} files, ")
        assert len(out.splitlines()) == 1
        html = target.read_text(encoding="utf-8")
        assert html.count("<article ") == len(COMMUNIQUES)
        assert all(str(path) in html for path in COMMUNIQUES)
        assert [path.name for path in tmp_path.iterdir()] == ["out.html"]

    def test_a_file_that_could_not_be_read_is_in_it(self, crm, tmp_path):
        target = tmp_path / "out.html"
        status, out, err = crm("read", COMMUNIQUES[0], tmp_path / "absent.txt", "--report", target)
        assert status == 1
        assert "2 files" in out
        assert "1 not read" in out
        assert "[source.missing]" in err
        assert "absent.txt" in target.read_text(encoding="utf-8")

    def test_when_none_could_be_read_it_says_so_and_so_does_the_page(self, crm, tmp_path):
        target = tmp_path / "out.html"
        assert crm("read", tmp_path / "absent.txt", "--report", target)[0] == 2
        assert "source.missing" in target.read_text(encoding="utf-8")

    def test_json_and_explain_go_with_it(self, crm, tmp_path):
        target = tmp_path / "out.html"
        status, out, _ = crm("read", "--json", COMMUNIQUES[0], "--report", target)
        assert status == 0
        assert json.loads(out)["title"]
        assert target.exists()
        _, out, _ = crm("read", "--explain", COMMUNIQUES[0], "--report", target)
        assert "└ Title" in out
        assert out.splitlines()[-1].startswith(f"{target}: 1 file, ")

    @pytest.mark.parametrize("name", ["release.txt", "release", "release.html", "absent/out.html", "directory.html"])
    def test_where_no_page_can_be_it_refuses_before_reading(self, crm, tmp_path, name):
        kept = [tmp_path / "release.txt", tmp_path / "release.html"]
        for path in kept:
            path.write_text("<p>a communiqué</p>", encoding="utf-8")
        (tmp_path / "directory.html").mkdir()
        status, out, err = crm("read", COMMUNIQUES[0], "--report", tmp_path / name)
        assert (status, out) == (2, "")
        assert "--report" in err
        assert {path.read_text(encoding="utf-8") for path in kept} == {"<p>a communiqué</p>"}

    def test_an_earlier_page_and_an_empty_file_are_replaced(self, crm, tmp_path):
        target = tmp_path / "out.html"
        target.touch()
        for path in COMMUNIQUES[:2]:
            assert crm("read", path, "--report", target)[0] == 0
            assert str(path) in target.read_text(encoding="utf-8")

    def test_a_page_that_could_not_be_finished_leaves_the_old_one(self, crm, tmp_path, monkeypatch):
        target = tmp_path / "out.html"
        assert crm("read", COMMUNIQUES[1], "--report", target)[0] == 0
        old = target.read_bytes()

        def full(*_):
            raise OSError(28, "No space left on device")
            yield

        monkeypatch.setattr("crm.cli.reviews.page", full)
        status, _, err = crm("read", COMMUNIQUES[0], "--report", target)
        assert status == 2
        assert "No space left on device" in err
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.html", old)]

    def test_it_needs_no_database(self, tmp_path):
        words = ["crm", "read", str(COMMUNIQUES[0]), "--report", str(tmp_path / "out.html")]
        code = f"import sys; sys.argv = {words!r}; from crm.cli import run\ntry: run()\nexcept SystemExit: pass\n"
        code += "sys.exit('sqlalchemy' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
