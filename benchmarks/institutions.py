"""How well institutions are recognised, and how fast. Prints figures, asserts nothing.

python benchmarks/institutions.py REGISTRY [--all-wrong] [--scale N] [--postgresql URL]

REGISTRY is a dump that `crm institutions load` takes. Records whose identifier has an even CRC are the ones the rules
were tuned on; the odd half is reported apart.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, delete, select

from crm import institutions
from crm.database import Database
from crm.institutions.comparing import is_acronym
from crm.institutions.shelves import NameRow
from crm.models import Institution, InstitutionDomain, InstitutionIdentifier, InstitutionName, NameKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HALVES = ("even", "odd")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("registry")
    parser.add_argument("--show", choices=["wrong", "unsure"], help="print each, of the even half")
    parser.add_argument("--only", default="", help="names, absent, lines, domains, scale")
    parser.add_argument("--scale", type=int, default=120_000)
    parser.add_argument("--postgresql", metavar="URL", help="an empty database to measure as well")
    options = parser.parse_args()
    with Database.create(":memory:") as database:
        with database.begin() as session:
            institutions.load(session, options.registry)
        with database.session() as session:
            for name, job in {"names": held_out, "absent": absent, "lines": lines, "domains": domains}.items():
                if options.only in ("", name):
                    print(f"\n{name}: {(job.__doc__ or '').splitlines()[0]}")
                    job(session, options.show)
    if options.only in ("", "scale"):
        for url in filter(None, (":memory:", options.postgresql)):
            scale(url, options.registry, options.scale)


def half_of(session: Session) -> dict[int, str]:
    table = InstitutionIdentifier
    return {
        one: HALVES[zlib.crc32(f"https://ror.org/{value}".encode()) % 2]
        for one, value in session.execute(select(table.institution_id, table.value).where(table.scheme == "ror"))
    }


def names_of(session: Session) -> dict[int, list[InstitutionName]]:
    found: dict[int, list[InstitutionName]] = {}
    for name in session.scalars(select(InstitutionName).order_by(InstitutionName.id)):
        found.setdefault(name.institution_id, []).append(name)
    return found


def kind_of(name: InstitutionName) -> str:
    row = NameRow(name.institution_id, name.text, name.kind, name.key, None, None, None)
    if name.core_key and name.core_key == name.core_key.replace(" ", "") and name.core_key[-3:].isdigit():
        return "unit number"
    return "acronym" if name.kind is NameKind.ACRONYM or is_acronym(row) else "name"


def held_out(session: Session, show: str | None) -> None:
    """each name of each record with two or more is taken away, and asked for."""
    counts: Counter[tuple[str, str, str]] = Counter()
    halves = half_of(session)
    for one, names in names_of(session).items():
        for name in names if len(names) > 1 else ():
            asked, number, kind = name.text, name.id, kind_of(name)
            with session.begin_nested() as nested:
                session.execute(delete(InstitutionName).where(InstitutionName.id == number))
                found = institutions.resolve(session, asked)
                verdict = judged(found, one)
                if show == verdict and halves[one] == "even":
                    print(f"  {kind}: {asked} | {[n.text for n in names if n is not name]} | {_short(found)}")
                nested.rollback()
            counts[halves[one], kind, verdict] += 1
    report(counts)


def absent(session: Session, show: str | None) -> None:
    """each institution is taken away altogether, and every one of its names asked for: any answer is wrong."""
    counts: Counter[tuple[str, str, str]] = Counter()
    halves = half_of(session)
    for one, names in names_of(session).items():
        asked = [(name.text, kind_of(name)) for name in names]
        with session.begin_nested() as nested:
            session.execute(delete(InstitutionName).where(InstitutionName.institution_id == one))
            for text, kind in asked:
                found = institutions.resolve(session, text)
                verdict = "wrong" if found.institution is not None else "unsure"
                if show == verdict == "wrong" and halves[one] == "even":
                    print(f"  {kind}: {text} | {_short(found)}")
                counts[halves[one], kind, verdict] += 1
            nested.rollback()
    report(counts)


def judged(found: institutions.Resolution, right: int) -> str:
    if found.institution is None:
        return "unsure"
    return "right" if found.institution.id == right else "wrong"


def _short(found: institutions.Resolution) -> list[tuple[str, float, str]]:
    return [(one.institution.name[:50], round(one.score, 2), one.reasons[0][:70]) for one in found.candidates[:2]]


def report(counts: Counter[tuple[str, str, str]]) -> None:
    for half in (*HALVES, None):
        kinds = sorted({kind for _, kind, _ in counts})
        for kind in (*kinds, None):
            some = Counter[str]()
            for (a, b, verdict), number in counts.items():
                if half in (None, a) and kind in (None, b):
                    some[verdict] += number
            total = sum(some.values())
            if total:
                shares = ", ".join(f"{what} {100 * some[what] / total:.2f} %" for what in ("right", "wrong", "unsure"))
                print(f"  {half or 'both':<5} {kind or 'all':<12} {total:5d}: {shares} ({some['wrong']} wrong)")


def lines(session: Session, show: str | None) -> None:
    """lines that name several institutions, as affiliations do."""


def domains(session: Session, show: str | None) -> None:
    """the domain of each record, and subdomains of it."""


def scale(url: str, registry: str, how_many: int) -> None:
    pass


if __name__ == "__main__":
    main()
