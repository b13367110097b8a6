"""A registry is stored once, whatever file it comes in; nothing that is there is erased, and odd records are told."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from crm import institutions
from crm.errors import SourceError, SourceFormatUnknown, SourceMissing, SourceNotText
from crm.institutions import dump
from crm.institutions.dump import records_of
from crm.models import (
    DomainUse,
    Institution,
    InstitutionIdentifier,
    InstitutionKind,
    InstitutionName,
    InstitutionRelation,
    InstitutionStatus,
    NameKind,
    RelationKind,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def ror(number: int) -> str:
    """Return an identifier that has a right checksum, and that nobody has been given."""
    drawn = 900_000_000 + number
    letters = "".join(_ALPHABET[drawn >> 5 * step & 31] for step in reversed(range(6)))
    return f"https://ror.org/0{letters}{98 - drawn * 100 % 97:02d}"


def record(number: int = 1, name: str = "Université de Valmont", **values: Any) -> dict[str, Any]:
    return {
        "id": ror(number),
        "names": [
            {"value": name, "types": ["label", "ror_display"], "lang": "fr"},
            {"value": f"V{number}X", "types": ["acronym"], "lang": None},
            {"value": f"University {number} of Valmont", "types": ["alias"], "lang": "en"},
        ],
        "locations": [{"geonames_details": {"name": "Valmont", "country_code": "FR"}}],
        "domains": [f"valmont{number}.example.org"],
        "links": [{"type": "website", "value": f"https://www.v{number}.example.net/"}],
        "relationships": [],
        "types": ["education", "funder"],
        "status": "active",
        **values,
    }


def write(folder: Path, *records: Any) -> Path:
    file = folder / "dump.json"
    file.write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def counted(session: Session) -> list[int]:
    tables = (Institution, InstitutionName, InstitutionIdentifier, InstitutionRelation)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def only(session: Session) -> Institution:
    everything = (
        selectinload(Institution.names),
        selectinload(Institution.domains),
        selectinload(Institution.identifiers),
    )
    return session.scalars(select(Institution).options(*everything).execution_options(populate_existing=True)).one()


def test_a_record_becomes_an_institution(session: Session, tmp_path: Path) -> None:
    report = institutions.load(session, write(tmp_path, record()))
    assert (report.records, report.created, report.names, report.rejected) == (1, 1, 3, 0)
    one = only(session)
    assert (one.name, one.country, one.city) == ("Université de Valmont", "FR", "Valmont")
    assert (one.kind, one.status) == (InstitutionKind.UNIVERSITY, InstitutionStatus.ACTIVE)
    assert one.website == "https://www.v1.example.net/"
    assert {(name.text, name.kind, name.language) for name in one.names} == {
        ("Université de Valmont", NameKind.OFFICIAL, "fr"),
        ("V1X", NameKind.ACRONYM, None),
        ("University 1 of Valmont", NameKind.ALIAS, "en"),
    }
    assert {(domain.domain, domain.use) for domain in one.domains} == {
        ("valmont1.example.org", DomainUse.MAIL),
        ("v1.example.net", DomainUse.WEBSITE),
    }
    assert [identifier.value for identifier in one.identifiers] == [ror(1).removeprefix("https://ror.org/")]
    assert institutions.resolve(session, "Valmont University").institution is one


def test_the_second_time_changes_nothing(session: Session, tmp_path: Path) -> None:
    related = {"relationships": [{"type": "parent", "id": ror(2), "label": "x"}]}
    file = write(tmp_path, record(1, **related), record(2, "Office des eaux"), {"id": "odd"})
    first = institutions.load(session, file)
    before = counted(session)
    second = institutions.load(session, file)
    assert (first.created, first.relations, first.rejected) == (2, 1, 1)
    assert (second.created, second.updated, second.unchanged, second.rejected) == (0, 0, 2, 1)
    assert (second.names, second.relations) == (0, 0)
    assert counted(session) == before


def test_flat_lines_are_read_as_well(session: Session, tmp_path: Path) -> None:
    line = {**record(), "city": "Halden", "country": "DE", "links": ["https://halden.example.net"]}
    del line["locations"]
    file = tmp_path / "registry.jsonl"
    file.write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    institutions.load(session, file)
    assert (only(session).city, only(session).country) == ("Halden", "DE")


def test_what_is_new_is_added_and_nothing_erased(session: Session, tmp_path: Path) -> None:
    institutions.load(session, write(tmp_path, record()))
    mine = only(session)
    mine.website = "https://mine.example.org"
    mine.names.append(InstitutionName(text="La Valmontoise", kind=NameKind.SHORT))
    session.flush()
    changed = record(name="Université Valmont Halden", status="inactive", domains=["new.example.org"])
    report = institutions.load(session, write(tmp_path, changed))
    assert (report.updated, report.names) == (1, 1)
    one = only(session)
    assert one.name == "Université Valmont Halden"
    assert {name.text: name.kind for name in one.names} == {
        "Université de Valmont": NameKind.FORMER,
        "Université Valmont Halden": NameKind.OFFICIAL,
        "La Valmontoise": NameKind.SHORT,
        "V1X": NameKind.ACRONYM,
        "University 1 of Valmont": NameKind.ALIAS,
    }
    assert one.website == "https://mine.example.org"
    assert one.status is InstitutionStatus.INACTIVE
    assert {domain.domain for domain in one.domains} == {
        "valmont1.example.org", "v1.example.net", "new.example.org"
    }  # fmt: skip


def test_relations_need_both_ends_and_no_circle(session: Session, tmp_path: Path) -> None:
    def to(kind: str, number: int) -> dict[str, str]:
        return {"type": kind, "id": ror(number), "label": "x"}

    file = write(
        tmp_path,
        record(1, relationships=[to("parent", 2), to("child", 3), to("parent", 99), to("related", 3)]),
        record(2, "Office des eaux", relationships=[to("child", 1), to("parent", 3)]),
        record(3, "Institut Halden", relationships=[to("successor", 2)]),
    )
    report = institutions.load(session, file)
    names = dict(session.execute(select(Institution.id, Institution.name)).all())
    relations = session.scalars(select(InstitutionRelation)).all()
    assert {(names[one.institution_id], one.kind, names[one.related_id]) for one in relations} == {
        ("Université de Valmont", RelationKind.PART_OF, "Office des eaux"),
        ("Institut Halden", RelationKind.PART_OF, "Université de Valmont"),
        ("Office des eaux", RelationKind.SUCCESSOR_OF, "Institut Halden"),
    }
    assert report.refused_relations == 1


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({}, "identifier.form"),
        ({"id": "https://ror.org/0abcdef00"}, "identifier.checksum"),
        ({"id": ror(5)}, "record.name_missing"),
        ({"id": ror(5), "names": [{"value": " ", "types": ["label"]}]}, "record.name_missing"),
        ({"id": ror(5), "names": "none"}, "record.name_missing"),
        ([], "record.name_missing"),
        (7, "record.name_missing"),
    ],
)
def test_an_odd_record_is_told_and_the_others_stored(session: Session, tmp_path: Path, odd: Any, code: str) -> None:
    report = institutions.load(session, write(tmp_path, record(1), odd, record(2, "Office des eaux")))
    assert (report.records, report.created, report.rejected) == (3, 2, 1)
    assert [(one.number, one.error.code) for one in report.rejections] == [(2, code)]
    assert report.as_dict()["rejections"][0]["record"] == 2


def test_odd_details_are_left_out(session: Session, tmp_path: Path) -> None:
    odd = {
        "locations": [None, {"geonames_details": {"name": 7, "country_code": "XYZ"}}],
        "domains": [None, "no host", 3],
        "links": [{"type": "website"}, {"type": "wikipedia", "value": "https://en.wikipedia.org/wiki/X"}, 5],
        "relationships": [{"type": "parent", "id": "nobody"}, "x"],
        "external_ids": [{"type": "isni", "all": ["0000 0001 2103 4997"]}, {"type": "grid", "all": ["grid.1"]}, 1],
        "status": "dreaming",
        "types": None,
    }
    report = institutions.load(session, write(tmp_path, record(**{**odd, "types": []})))
    one = only(session)
    assert report.created == 1
    assert (one.country, one.city, one.website, one.status, one.domains) == (None, None, None, None, [])
    assert len(one.identifiers) == 1


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("https://www.orme.example/", "orme.example"),
        ("http://en.orme.example/en", "orme.example"),
        ("https://fr.example/", "fr.example"),
        ("https://orme.example/labs/forests", None),
        ("orme.example", "orme.example"),
        ("https://[", None),
    ],
)
def test_a_website_is_a_domain_when_it_is_all_there_is(session: Session, tmp_path: Path, site, host) -> None:
    institutions.load(session, write(tmp_path, record(domains=[], links=[{"type": "website", "value": site}])))
    assert [domain.domain for domain in only(session).domains] == ([host] if host else [])


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("https://en.wikipedia.org/wiki/Valmont_River_University", [("Valmont River University", "en")]),
        ("https://fr.wikipedia.org/wiki/Universit%C3%A9_des_rivi%C3%A8res#Lieu", [("Université des rivières", "fr")]),
        ("http://de.m.wikipedia.org/wiki/Fluss-Universit%C3%A4t_(Valmont)", [("Fluss-Universität (Valmont)", "de")]),
        ("https://fr.wikipedia.org/wiki/UNIVERSITE_DE_VALMONT", []),
        ("https://en.wikipedia.org/wiki/", []),
        ("https://en.wikipedia.org/wiki/%20_", []),
        ("https://www.example.org/wiki/Valmont_River_University", []),
    ],
)
def test_the_title_of_an_article_is_a_name(session: Session, tmp_path: Path, link: str, names: list[Any]) -> None:
    given = record(links=[{"type": "wikipedia", "value": link}])
    institutions.load(session, write(tmp_path, given))
    listed = {one["value"] for one in given["names"]}
    found = select(InstitutionName.text, InstitutionName.language, InstitutionName.kind)
    new = [(text, language) for text, language, kind in session.execute(found) if text not in listed]
    assert new == names
    flat = {**given, "links": [link]}
    again = institutions.load(session, write(tmp_path, flat))
    assert (again.names, again.unchanged) == (0, int("wikipedia" in link))


def test_progress_is_told(session: Session, tmp_path: Path) -> None:
    told: list[int] = []
    file = write(tmp_path, *(record(number, f"Institut {number}") for number in range(1200)))
    report = institutions.load(session, file, progress=told.append)
    assert report.created == 1200
    assert told == [500, 1000, 1200]


class TestDump:
    @given(
        records=st.lists(
            st.dictionaries(st.text(max_size=5), st.text(max_size=30) | st.integers() | st.none(), max_size=4),
            min_size=1,
        ),
        lines=st.booleans(),
        chunk=st.integers(1, 40),
    )
    @settings(max_examples=60, deadline=None)
    def test_any_records_come_back_whatever_the_chunk(self, tmp_path_factory, records, lines, chunk) -> None:
        file = tmp_path_factory.mktemp("dump") / "x.json"
        text = "\n".join(map(json.dumps, records)) if lines else json.dumps(records, ensure_ascii=False)
        file.write_text(text, encoding="utf-8", newline="")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dump, "_CHUNK", chunk)
            assert list(records_of(file)) == records

    def test_a_zip_holds_the_newest_schema_among_others(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "dump.zip", "w") as archive:
            archive.writestr("v1.0-ror-data.json", json.dumps([{"id": "old"}] * 50))
            archive.writestr("v1.0-ror-data_schema_v2.json", json.dumps([{"id": "new"}]))
            archive.writestr("v1.0-ror-data.csv", "id\n")
        assert list(records_of(tmp_path / "dump.zip")) == [{"id": "new"}]

    @pytest.mark.parametrize(
        ("content", "error"),
        [
            (b"", SourceFormatUnknown),
            (b"id;name\n", SourceFormatUnknown),
            (b"[{}, {", SourceError),
            (b"[{}", SourceError),
            (b'{"a": 1}\n{"a"', SourceError),
            (b"[" * 100_000, SourceError),
            (b'[{"a": "\xff"}]', SourceNotText),
            (b"PK\x03\x04 not really", SourceError),
        ],
    )
    def test_what_is_no_dump(self, tmp_path: Path, content: bytes, error: type[SourceError]) -> None:
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(error):
            list(records_of(tmp_path / "x"))

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SourceMissing):
            list(records_of(tmp_path / "nothing"))
        with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
            archive.writestr("readme.txt", "x")
        with pytest.raises(SourceFormatUnknown):
            list(records_of(tmp_path / "empty.zip"))
