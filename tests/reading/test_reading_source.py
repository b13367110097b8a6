"""Sources: paths, bytes and text, in every charset, and each way of refusing one."""

import codecs
import datetime
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import crm.reading
from crm.errors import (
    InvalidCountry,
    InvalidValue,
    SourceError,
    SourceFormatUnknown,
    SourceMissing,
    SourceNotText,
    SourceTooLarge,
)
from crm.reading import read

TEXT = (
    "L'Université de Valmont présente « Été », à l'œuvre dès août : 5 € — où, là-bas, ça dégèle\n\n"
    "CONTACT PRESSE\n\nZoé d'Été\n"
)


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_charset(charset):
    reading = read(TEXT.encode(charset))
    assert reading.text == TEXT
    assert codecs.lookup(reading.charset).name.startswith(codecs.lookup(charset).name)


def test_dos_charset():
    text = "La Ville de Brisecourt a rénové le théâtre, où la forêt était très présente."
    reading = read(text.encode("cp850"))
    assert (reading.text, reading.charset) == (text, "cp850")


def test_sha256_is_that_of_the_bytes_read(tmp_path):
    data = TEXT.encode("cp1252")
    path = tmp_path / "été un.txt"
    path.write_bytes(data)
    reading = read(str(path))
    assert (reading.file, reading.sha256) == (str(path), hashlib.sha256(data).hexdigest())
    assert read(TEXT).sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_text_bytes_and_path_say_the_same(tmp_path):
    path = tmp_path / "communique"
    path.write_text(TEXT, encoding="utf-8", newline="")
    answers = [{**read(source).as_dict(), "file": None} for source in (TEXT, TEXT.encode(), path)]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    "text", ["Une seule ligne de texte, sans retour.", "Contact presse : anne@example.org", "x" * 9000]
)
def test_one_line_of_text_is_text(text):
    assert read(text).text == text


@pytest.mark.parametrize(
    "name", ["absent.txt", "dossier/absent.md", "absent.pdf", "absent.xyz", "un dossier/mon absent.txt"]
)
def test_a_path_that_is_not_there(name, tmp_path):
    with pytest.raises(SourceMissing) as caught:
        read(str(tmp_path / name))
    assert caught.value.code == "source.missing"


def test_a_directory(tmp_path):
    with pytest.raises(SourceMissing, match="directory"):
        read(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "secret.txt"
    path.write_text("x")

    def refuse(*args, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceMissing, match="cannot be read"):
        read(path)


@pytest.mark.parametrize("suffix", [".xls", ".pptx", ".zip"])
def test_a_suffix_that_is_not_read(suffix, tmp_path):
    path = tmp_path / f"communique{suffix}"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(SourceFormatUnknown, match=suffix):
        read(path)
    assert read(path, format="text").text == TEXT


def test_a_format_that_is_not_known():
    with pytest.raises(SourceFormatUnknown, match="'word'"):
        read(TEXT, format="word")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n",
        bytes(range(32)) * 4,
        b"text\0with a nul",
        os.urandom(64) + bytes(8),
    ],
    ids=["png", "controls", "nul", "random"],
)
def test_bytes_that_are_no_text(data):
    with pytest.raises(SourceNotText) as caught:
        read(data)
    assert caught.value.code == "source.not_text"


def test_more_than_five_megabytes(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * 5_000_001)
    for source in (path, path.read_bytes(), "a" * 5_000_001):
        with pytest.raises(SourceTooLarge):
            read(source)


def test_as_dict_is_the_shape_of_the_contract():
    text = (
        "# La Ville de Brisecourt rouvre\n\nSous embargo jusqu'au 12 septembre 2025 à 18h00 (heure de Paris)\n\n"
        "Brisecourt, le 11 septembre 2025\n\nMis à jour le 12/09/2025\n\n"
        "Contact presse\nZoé Quint, chargée de presse\nzoe.quint@example.org\n01 99 00 12 34 poste 12\n01 99 00\n\n"
        "À propos de Brisecourt\n"
        "Brisecourt compte 31 000 habitants sur les deux rives de la Serlette, et quatre musées.\n"
    )
    answer = json.loads(json.dumps(read(text, region="FR", today=datetime.date(2026, 1, 1)).as_dict()))
    assert list(answer) == [
        "file", "language", "title", "subtitle", "date", "updated", "embargo",
        "institutions", "contacts", "boilerplates", "warnings",
    ]  # fmt: skip
    assert answer["date"] == {
        "value": "2025-09-11", "kind": "published", "precision": "day", "text": "11 septembre 2025", "assumed": [],
    }  # fmt: skip
    assert answer["updated"]["value"] == "2025-09-12"
    assert answer["embargo"]["value"] == "2025-09-12T18:00:00+02:00"
    assert answer["institutions"] == [{"name": "Ville de Brisecourt", "lines": [1, 1]}]
    (contact,) = answer["contacts"]
    confidence = contact.pop("confidence")
    assert 0 < confidence <= 1
    assert contact == {
        "name": "Zoé Quint", "kind": "person", "institution": None, "role": "chargée de presse",
        "emails": ["zoe.quint@example.org"], "phones": ["+33199001234;ext=12"], "lines": [10, 12],
    }  # fmt: skip
    assert answer["boilerplates"] == [{"institution": "Brisecourt", "lines": [16, 16]}]
    assert all(list(warning) == ["code", "lines", "message"] for warning in answer["warnings"])


def test_the_exported_names_are_a_sorted_list():
    assert crm.reading.__all__ == sorted(crm.reading.__all__)
    assert all(hasattr(crm.reading, name) for name in crm.reading.__all__)


def test_reading_modules_never_import_sqlalchemy():
    """In an interpreter of its own, with the package `crm` itself standing empty."""
    package = Path(crm.reading.__file__).parents[1]
    program = (
        "import sys, types; root = types.ModuleType('crm');"
        f"root.__path__ = [{str(package)!r}]; sys.modules['crm'] = root;"
        "import crm.reading; crm.reading.read('Contact presse : Zoé Quint, 01 99 00 12 34');"
        "assert 'sqlalchemy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("empty", ["", " \n\t\u00a0\n", "\u200b\ufeff", b"", b"\n\n"])
def test_a_blank_text_is_no_communique(empty):
    with pytest.raises(SourceError) as caught:
        read(empty)
    assert caught.value.code == "source.empty"


@pytest.mark.parametrize("text", ["Contact presse\n\ud800", "\udce9", "un mot \ud800 seul"])
def test_half_a_character_is_no_text(text):
    with pytest.raises(SourceNotText):
        read(text)


def test_the_name_of_a_file_is_text_whatever_its_bytes(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(TEXT, encoding="utf-8", newline="")
    reading = read(str(path))
    assert reading.file == str(tmp_path / "caf\ufffd.txt")
    json.dumps(reading.as_dict(), ensure_ascii=False).encode()


@pytest.mark.parametrize("name", [os.fsdecode(b"absent-\xe9.txt"), "absent-\ud800.txt", os.fsdecode(b"x.\xe9xyz")])
def test_the_name_of_a_missing_file_can_be_printed(name, tmp_path):
    with pytest.raises(SourceMissing) as caught:
        read(tmp_path / name)
    caught.value.message.encode()


def test_a_device_is_not_read():
    with pytest.raises(SourceError, match="neither a file nor a pipe") as caught:
        read(Path("/dev/zero"))
    assert caught.value.code == "source.unreadable"


def test_a_pipe_is_read(tmp_path):
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    with subprocess.Popen([sys.executable, "-c", f"open({str(path)!r}, 'wb').write({TEXT.encode()!r})"]):
        assert read(path).text == TEXT


def test_an_open_file_is_read_as_far_as_the_bound():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += min(size, 70_000)
            return b"a" * min(size, 70_000)

    endless = Endless()
    with pytest.raises(SourceTooLarge):
        read(endless)
    assert endless.given == 5_000_001
    reading = read(io.BytesIO(TEXT.encode()))
    assert (reading.text, reading.file) == (TEXT, None)


@pytest.mark.parametrize("region", ["", "France", "UK", "ZZ"])
def test_a_region_that_is_no_country(region):
    with pytest.raises(InvalidCountry):
        read(TEXT, region)


def test_today_is_a_date():
    with pytest.raises(InvalidValue, match=r"datetime\.date"):
        read(TEXT, today="2025-01-17")


@pytest.mark.parametrize("line", ["1", "1 2 3 4 ", "01 99 00 12 34 ", "lundi 4 mars ", "(a", "Université de Valmont "])
def test_a_line_without_end_is_read(line):
    assert len(read(f"Contact presse\n{line * (200_000 // len(line))}", region="FR").contacts) <= 1


@pytest.mark.parametrize("form", ["txt", ".txt", "TXT", "text", "md", "markdown"])
def test_a_format_may_be_said_by_a_suffix(form):
    assert read(TEXT.encode(), format=form).text == TEXT


def test_what_is_open_as_text_and_any_bytes_are_read(tmp_path):
    path = tmp_path / "communique.txt"
    path.write_text(TEXT, encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        found = [read(file), read(io.StringIO(TEXT, newline="")), read(bytearray(TEXT.encode()))]
    assert [one.text for one in found] == [TEXT] * 3


@pytest.mark.parametrize("source", [None, 3, ["Contact presse"]])
def test_what_is_no_source_is_said(source):
    with pytest.raises(TypeError, match=type(source).__name__):
        read(source)
