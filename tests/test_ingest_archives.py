"""Archives: members in memory, within limits; whatever is wrong with one is said, and the others are read."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import CrmError
from crm.ingest import Limits, gather

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = "COMMUNIQUÉ DE PRESSE\n\nUne serre ouvre\n".encode()


def zipped(path: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, files: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def seen(path: Path, limits: Limits | None = None) -> dict[str, bytes | str]:
    """Return what comes out: the bytes of each piece, or the code of why not."""
    found: dict[str, bytes | str] = {}
    for piece in gather([path], limits):
        name = piece.name.removeprefix(f"{path.parent}/")
        assert name not in found
        try:
            found[name] = piece.content() if piece.skip is None else piece.skip.code
        except CrmError as error:
            found[name] = error.code
    return found


MAKERS = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda path, files: tarred(path, files, "w:gz"),
    "a.TGZ": lambda path, files: tarred(path, files, "w:gz"),
}


@pytest.fixture(params=MAKERS)
def make(request, tmp_path):
    """Make an archive of one kind out of names and bytes."""
    return lambda files: MAKERS[request.param](tmp_path / request.param, files)


class TestAnyArchive:
    def test_members_are_called_by_archive_and_path(self, make):
        path = make({"./a/un é\u0301té.txt": RELEASE, "b.md": b"# B"})
        assert seen(path) == {f"{path.name}!a/un é\u0301té.txt": RELEASE, f"{path.name}!b.md": b"# B"}

    def test_what_is_not_read_is_said(self, make):
        path = make({"photo.jpg": b"x", ".hidden/a.txt": b"x", "__MACOSX/a.txt": b"x", "z.txt": RELEASE})
        assert seen(path) == {
            f"{path.name}!photo.jpg": "source.format_unknown",
            f"{path.name}!.hidden/a.txt": "source.hidden",
            f"{path.name}!__MACOSX/a.txt": "source.hidden",
            f"{path.name}!z.txt": RELEASE,
        }

    @pytest.mark.parametrize("name", ["/etc/a.txt", "../a.txt", "a/../../b.txt", "..\\a.txt", "C:\\a.txt"])
    def test_a_path_that_leads_out_is_refused(self, make, name):
        path = make({name: RELEASE, "z.txt": RELEASE})
        codes = list(seen(path).values())
        assert sorted(codes, key=str) == sorted(["source.unsafe_name", RELEASE], key=str)

    def test_an_empty_one_says_so(self, make):
        path = make({})
        assert seen(path) == {path.name: "source.empty"}

    def test_a_truncated_one_says_so_after_what_could_be_read(self, make):
        path = make({f"{number}.txt": RELEASE * 40 + bytes([number]) for number in range(30)})
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        found = seen(path)
        assert found.pop(path.name) == "source.damaged"
        assert all(data == "source.damaged" or RELEASE in data for data in found.values())

    def test_bytes_that_are_none_say_so(self, make):
        path = make({})
        for junk in (b"", b"no archive", bytes(7), b"PK\x03\x04" + bytes(40), b"\x1f\x8b" + bytes(40)):
            path.write_bytes(junk)
            assert set(seen(path)) == {path.name}
            assert seen(path)[path.name] in {"source.damaged", "source.empty"}

    def test_a_name_prints_as_one_line(self, make):
        path = make({"a\n\u202eb.txt": RELEASE})
        assert list(seen(path)) == [f"{path.name}!a\ufffd\ufffdb.txt"]


class TestLimits:
    def test_of_members(self, make):
        path = make({f"{number}.txt": RELEASE for number in range(5)})
        found = seen(path, Limits(members=3))
        assert list(found.values()) == [RELEASE] * 3 + ["source.too_large"]

    def test_of_one_member(self, make):
        path = make({"a.txt": bytes(range(256)) * 8, "b.txt": RELEASE})
        assert list(seen(path, Limits(member_bytes=2047)).values()) == ["source.too_large", RELEASE]
        assert list(seen(path, Limits(member_bytes=2048)).values()) == [bytes(range(256)) * 8, RELEASE]

    def test_of_all_members_together(self, make):
        path = make({f"{number}.txt": bytes([65 + number]) * 1000 for number in range(40)})
        found = seen(path, Limits(total_bytes=20_000))
        read = [data for data in found.values() if isinstance(data, bytes)]
        assert 0 < sum(map(len, read)) <= 20_000
        assert "source.too_large" in found.values()

    @pytest.mark.parametrize("name", ["a.zip", "a.tgz"])
    def test_a_bomb_is_not_unpacked(self, tmp_path, name):
        make = zipped if name.endswith("zip") else MAKERS["a.TGZ"]
        path = make(tmp_path / name, {"bomb.txt": bytes(30_000_000)})
        found = seen(path)
        assert set(found.values()) == {"source.too_large"}

    def test_a_member_that_lies_about_its_size_is_damaged(self, tmp_path):
        path = zipped(tmp_path / "a.zip", {"a.txt": bytes(5000)})
        data = path.read_bytes()
        path.write_bytes(data.replace(struct.pack("<L", 5000), struct.pack("<L", 50)))
        assert seen(path) == {"a.zip!a.txt": "source.damaged"}

    def test_a_directory_that_would_fill_the_memory_is_not_read(self, tmp_path):
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(80):
                archive.writestr(f"{number}{'x' * 65_000}.txt", b"")
        assert seen(path, Limits(members=10)) == {"a.zip": "source.too_large"}
        assert len(seen(path)) == 80

    def test_archives_in_archives_are_opened_so_deep_and_no_deeper(self, tmp_path):
        deepest = zipped(tmp_path / "c.zip", {"c.txt": RELEASE}).read_bytes()
        middle = tarred(tmp_path / "b.tgz", {"b.txt": RELEASE, "c.zip": deepest}, "w:gz").read_bytes()
        path = zipped(tmp_path / "a.zip", {"a.txt": RELEASE, "b.tgz": middle})
        found = {"a.zip!a.txt": RELEASE, "a.zip!b.tgz!b.txt": RELEASE, "a.zip!b.tgz!c.zip": "source.nested"}
        assert seen(path) == found
        assert seen(path, Limits(depth=0)) == {"a.zip!a.txt": RELEASE, "a.zip!b.tgz": "source.nested"}
        assert seen(path, Limits(depth=2))["a.zip!b.tgz!c.zip!c.txt"] == RELEASE

    def test_what_is_inside_counts_for_the_outer_one(self, tmp_path):
        inner = zipped(tmp_path / "b.zip", {f"{number}.txt": RELEASE for number in range(5)}).read_bytes()
        path = zipped(tmp_path / "a.zip", {"b.zip": inner, "c.txt": RELEASE})
        found = seen(path, Limits(members=4))
        assert list(found.values()) == [RELEASE] * 3 + ["source.too_large"] * 2


class TestOddMembers:
    def test_an_encrypted_one_is_refused_and_the_others_are_read(self, tmp_path):
        path = zipped(tmp_path / "a.zip", {"a.txt": RELEASE, "b.txt": RELEASE}, zipfile.ZIP_STORED)
        data = bytearray(path.read_bytes())
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + place] |= 1
        path.write_bytes(bytes(data))
        assert seen(path) == {"a.zip!a.txt": "source.encrypted", "a.zip!b.txt": RELEASE}

    def test_links_and_devices_are_passed_over(self, tmp_path):
        path = tmp_path / "a.tar"
        with tarfile.open(path, "w") as archive:
            for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
                info = tarfile.TarInfo(f"{name}.txt")
                info.type, info.linkname = kind, "/etc/hosts"
                archive.addfile(info)
        assert set(seen(path).values()) == {"source.special"}
        link = zipfile.ZipInfo("s.txt")
        link.external_attr = 0o120777 << 16
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr(link, "/etc/hosts")
        assert seen(tmp_path / "a.zip") == {"a.zip!s.txt": "source.special"}

    def test_an_unknown_compression_is_one_members_matter(self, tmp_path):
        path = zipped(tmp_path / "a.zip", {"a.txt": RELEASE, "b.txt": RELEASE}, zipfile.ZIP_STORED)
        data = bytearray(path.read_bytes())
        for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            data[data.index(mark) + place] = 97
        path.write_bytes(bytes(data))
        assert seen(path) == {"a.zip!a.txt": "source.damaged", "a.zip!b.txt": RELEASE}

    def test_the_bytes_of_a_damaged_member_are_not_given_out(self, tmp_path):
        path = zipped(tmp_path / "a.zip", {"a.txt": RELEASE, "b.txt": RELEASE}, zipfile.ZIP_STORED)
        path.write_bytes(path.read_bytes().replace(b"serre", b"terre", 1))
        assert seen(path) == {"a.zip!a.txt": "source.damaged", "a.zip!b.txt": RELEASE}

    def test_a_member_that_lost_its_name_is_told(self, tmp_path):
        path = zipped(tmp_path / "a.zip", {"a.txt": RELEASE, "b.txt": RELEASE})
        data = path.read_bytes()
        listed = data.rindex(b"a.txt")
        path.write_bytes(data[:listed] + b"\0" + data[listed + 1 :])
        found = seen(path)
        assert found.pop("a.zip!b.txt") == RELEASE
        assert len(found) == 1
        assert RELEASE not in found.values()


@settings(max_examples=150, deadline=None)
@given(data=st.data(), name=st.sampled_from(["a.zip", "a.tar", "a.tgz"]))
def test_damage_anywhere_never_raises(tmp_path_factory, data, name):
    path = tmp_path_factory.getbasetemp() / name
    files = {"a.txt": RELEASE, "b/c.txt": RELEASE * 9}
    (zipped if name == "a.zip" else tarred)(path, files)
    damaged = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=9)):
        damaged[place] = data.draw(st.integers(0, 255))
    path.write_bytes(gzip.compress(bytes(damaged)) if name == "a.tgz" else bytes(damaged))
    for content in seen_all(path):
        assert isinstance(content, bytes | str)


def seen_all(path: Path) -> list[bytes | str]:
    found: list[bytes | str] = []
    for piece in gather([path]):
        try:
            found.append(piece.content() if piece.skip is None else piece.skip.code)
        except CrmError as error:
            found.append(error.code)
    return found
