"""How well institutions are recognised, and how fast. Prints figures, asserts nothing.

python benchmarks/institutions.py REGISTRY [--only WHAT] [--show wrong] [--scale N] [--postgresql URL]

REGISTRY is a dump that `crm institutions load` takes. Records whose identifier has an even CRC are the ones the rules
were tuned on; the odd half is reported apart.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sqlalchemy import delete, func, select, text

from crm import institutions
from crm.base import folded
from crm.database import Database
from crm.institutions.dump import records_of
from crm.institutions.naming import is_acronym
from crm.institutions.shelves import NameRow
from crm.institutions.spelling import spells
from crm.models import Institution, InstitutionDomain, InstitutionIdentifier, InstitutionName, NameKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

HALVES = ("even", "odd")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("registry")
    parser.add_argument("--show", choices=["wrong", "unsure"], help="print each, of the even half")
    parser.add_argument("--only", default="", help="listed, names, absent, lines, domains, scale")
    parser.add_argument("--scale", type=int, default=120_000)
    parser.add_argument("--postgresql", metavar="URL", help="an empty database to measure as well")
    options = parser.parse_args()
    with Database.create(":memory:") as database:
        with database.begin() as session:
            institutions.load(session, options.registry)
        with database.session() as session:
            session.info["registry"] = {one["id"].rpartition("/")[2]: one for one in records_of(options.registry)}
            jobs = {"listed": listed, "names": held_out, "absent": absent, "lines": lines, "domains": domains}
            for name, job in jobs.items():
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
    """Return the names that the registry lists, by institution, in an order that is the same in every database."""
    found: dict[int, list[InstitutionName]] = {}
    table = InstitutionIdentifier
    statement = select(InstitutionName, table.value).join(table, table.institution_id == InstitutionName.institution_id)
    ordered = statement.where(table.scheme == "ror").order_by(table.value, InstitutionName.text)
    for name, ror in session.execute(ordered):
        if any(" ".join(one["value"].split()) == name.text for one in session.info["registry"][ror]["names"]):
            found.setdefault(name.institution_id, []).append(name)
    return found


def said_elsewhere(session: Session, name: InstitutionName) -> InstitutionName | None:
    """Return the name again when the record would still say it without listing it: its encyclopedia's article does."""
    table = InstitutionIdentifier
    ror = session.scalar(select(table.value).where(table.scheme == "ror", table.institution_id == name.institution_id))
    links = [link if isinstance(link, str) else link["value"] for link in session.info["registry"][ror]["links"]]
    titles = {folded(unquote(link.rpartition("/wiki/")[2])) for link in links if "wikipedia.org" in link}
    if name.key not in titles:
        return None
    return InstitutionName(institution_id=name.institution_id, text=name.text, kind=NameKind.ALIAS)


def kind_of(name: InstitutionName) -> str:
    row = NameRow(name.institution_id, name.text, name.kind, name.key, None, None, None)
    if name.core_key and name.core_key == name.core_key.replace(" ", "") and name.core_key[-3:].isdigit():
        return "unit number"
    return "acronym" if name.kind is NameKind.ACRONYM or is_acronym(row) else "name"


def held_out(session: Session, show: str | None) -> None:
    """each name of each record is taken away, and asked for; then one of each record, drawn several times."""
    counts: Counter[tuple[str, str, str]] = Counter()
    halves, named = half_of(session), names_of(session)
    verdicts: dict[int, dict[int, str]] = {}
    for one, names in named.items():
        for name in names:
            asked, number = name.text, name.id
            others = [other for other in names if other is not name]
            kinds, again = kinds_of(name, others), said_elsewhere(session, name)
            kinds += ["by its article"] if again is not None else []
            with session.begin_nested() as nested:
                session.execute(delete(InstitutionName).where(InstitutionName.id == number))
                if again is not None:
                    session.add(again)
                    session.flush()
                found = institutions.resolve(session, asked)
                verdict = judged(found, one)
                if show == verdict and halves[one] == "even":
                    print(f"  {kinds[0]}: {asked} | {[other.text for other in others]} | {_short(found)}")
                nested.rollback()
            verdicts.setdefault(one, {})[number] = verdict
            if others:
                counts.update((halves[one], kind, verdict) for kind in kinds)
                counts[halves[one], "", verdict] += 1
    report(counts)
    by_record(halves, named, verdicts)


DRAWS = 20


def by_record(halves: Mapping[int, str], named: Mapping[int, Sequence[InstitutionName]],
              verdicts: Mapping[int, Mapping[int, str]]) -> None:  # fmt: skip
    """Print what comes of drawing one name of each record and asking for it; records of one name keep none."""
    lone = sum(len(names) == 1 for names in named.values())
    print(f"  one name of each record, the mean of {DRAWS} draws; {lone} of {len(named)} records have no other name:")
    for half in (*HALVES, None):
        every = [one for one in named if half in (None, halves[one])]
        keeping = [one for one in every if len(named[one]) > 1]
        worded = [one for one in keeping if any(kind_of(name) == "name" for name in named[one])]
        for what, ids in (("another is kept", keeping), ("no unit, no acronym", worded), ("every record", every)):
            drawn = [_drawn(random.Random(seed), ids, named, what.startswith("no ")) for seed in range(DRAWS)]
            shares = []
            for verdict in ("right", "wrong", "unsure"):
                each = [100 * sum(verdicts[one][name] == verdict for one, name in some) / len(some) for some in drawn]
                shares.append(f"{verdict} {statistics.mean(each):.2f} % ({min(each):.2f} to {max(each):.2f})")
            print(f"  {half or 'both':<5} {what:<21} {len(ids):5d}: {', '.join(shares)}")


def _drawn(chance: random.Random, ids: Sequence[int], named: Mapping[int, Sequence[InstitutionName]],
           worded: bool) -> list[tuple[int, int]]:  # fmt: skip
    """Return one name of each record; of the `worded`, none that is an acronym or a unit's number."""
    return [
        (one, chance.choice([name for name in named[one] if not worded or kind_of(name) == "name"]).id) for one in ids
    ]


def kinds_of(name: InstitutionName, others: Sequence[InstitutionName]) -> list[str]:
    """Return the rows of the table that the question is counted in."""
    if not others:
        return ["the only name"]
    kinds = [class_of(name, others)]
    kinds += ["names only"] if kind_of(name) == "name" else []
    return kinds + (["in two languages"] if kind_of(name) == "name" and in_another_language(name, others) else [])


def class_of(name: InstitutionName, others: Sequence[InstitutionName]) -> str:
    """Say what the names that stay have to do with the one that is taken away."""
    kind, key = kind_of(name), name.key.replace(" ", "")
    long = [other for other in others if kind_of(other) == "name"]
    if kind == "unit number":
        return f"unit, {'' if any(other.core_key == name.core_key for other in others) else 'not '}listed"
    if kind == "acronym":
        return "acronym, spelled" if any(spells(key, other.text) for other in long) else "acronym, other"
    if not long:
        acronyms = [other.key.replace(" ", "") for other in others if kind_of(other) == "acronym"]
        return f"no other, {'' if any(spells(one, name.text) for one in acronyms) else 'not '}spelled"
    said = set(name.key.split())
    alike = max(len(said & set(other.key.split())) / len(said | set(other.key.split())) for other in long)
    return "alike" if alike >= 0.4 else "translated" if in_another_language(name, others) else "quite different"


def in_another_language(name: InstitutionName, others: Sequence[InstitutionName]) -> bool:
    languages = {other.language for other in others if kind_of(other) == "name"} - {None}
    return name.language is not None and bool(languages) and name.language not in languages


def listed(session: Session, show: str | None) -> None:
    """each name that is there is asked for."""
    counts: Counter[tuple[str, str, str]] = Counter()
    halves = half_of(session)
    for one, names in names_of(session).items():
        for name in names:
            found = institutions.resolve(session, name.text)
            verdict = judged(found, one)
            counts[halves[one], kind_of(name), verdict] += 1
            if show == verdict and halves[one] == "even":
                print(f"  {name.text} | {_short(found)}")
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
    """Print the shares by half and kind; the kind "" has everything, or they are all counted once."""
    kinds = sorted({kind for _, kind, _ in counts} - {""})
    for half in (*HALVES, None):
        for kind in (*kinds, ""):
            some = Counter[str]()
            for (a, b, verdict), number in counts.items():
                everything = kind == "" and (b == "" or not any(one == "" for _, one, _ in counts))
                if half in (None, a) and (b == kind or everything):
                    some[verdict] += number
            total = sum(some.values())
            if total:
                shares = ", ".join(f"{what} {100 * some[what] / total:.2f} %" for what in ("right", "wrong", "unsure"))
                print(f"  {half or 'both':<5} {kind or 'all':<21} {total:5d}: {shares} ({some['wrong']} wrong)")


SEPARATORS = (", ", ", ", ", ", " / ", " - ", " et ", "; ")
NOISE = ("UMR 9999", "F-99000", "France", "99000 {city}", "{city}", "{city}, France", "Equipe 4", "cedex")


def lines(session: Session, show: str | None) -> None:
    """lines that name several institutions, as affiliations do: what is known, and one name in five held out."""
    chance = random.Random(20261121)
    halves, named = half_of(session), names_of(session)
    cities = dict(session.execute(select(Institution.id, Institution.city)).all())
    counts: Counter[str] = Counter()
    for half in HALVES:
        ids = [one for one in named if halves[one] == half]
        for _ in range(500):
            chosen = chance.sample(ids, chance.randint(2, 4))
            texts = [(one, chance.choice(named[one])) for one in chosen]
            hidden = texts[0][1] if chance.random() < 0.2 * len(texts) and len(named[texts[0][0]]) > 1 else None
            pieces = [name.text for _, name in texts]
            city = cities[chosen[0]] or "Valmont"
            pieces += [piece.format(city=city) for piece in chance.sample(NOISE, chance.randint(0, 2))]
            line = "".join(f"{piece}{chance.choice(SEPARATORS)}" for piece in pieces)[:-2].rstrip(" -/,;")
            with session.begin_nested() as nested:
                if hidden is not None:
                    session.execute(delete(InstitutionName).where(InstitutionName.id == hidden.id))
                found = institutions.mentioned(session, line)
                sure = {one.institution.id for one in found if one.institution is not None}
                wanted = {one for one, _ in texts}
                nested.rollback()
            counts[half, "right"] += len(sure & wanted)
            counts[half, "wrong"] += len(sure - wanted)
            counts[half, "wanted"] += len(wanted)
            counts[half, "hidden"] += hidden is not None
            if show == "wrong" and sure - wanted and half == "even":
                wrong = [
                    (one.text, _short(one)) for one in found if one.institution and one.institution.id not in wanted
                ]
                print(f"  {line} | {wrong}")
            if show == "unsure" and wanted - sure and half == "even" and hidden is None:
                print(f"  {line} | {[named[one][0].text for one in wanted - sure]}")
    for half in HALVES:
        right, wrong, wanted = (counts[half, what] for what in ("right", "wrong", "wanted"))
        print(
            f"  {half:<5} {wanted} named ({counts[half, 'hidden']} under a hidden name): precision"
            f" {right / (right + wrong):.4f} ({wrong} wrong), recall {right / wanted:.3f}"
        )


def domains(session: Session, show: str | None) -> None:
    """the domains of each record, below them a subdomain, and what their names would make of one."""
    owners: dict[str, set[int]] = {}
    table = InstitutionDomain
    for domain, one in session.execute(select(table.domain, table.institution_id)):
        owners.setdefault(domain, set()).add(one)
    counts: Counter[tuple[str, str, str]] = Counter()
    for domain, ids in sorted(owners.items()):
        kind = "shared" if len(ids) > 1 else "own"
        for what, address in ((kind, f"x@{domain}"), (f"{kind}, below", f"x@labo.{domain}")):
            found = institutions.of_email(session, address)
            verdict = "unsure" if found.institution is None else "right" if found.institution.id in ids else "wrong"
            counts["both", what, verdict] += 1
            if show and (show == verdict or kind == "shared") and "below" not in what:
                print(f"  {address}: {verdict} {found.institution and found.institution.name} | {_short(found)}")
        with session.begin_nested() as nested:
            session.execute(delete(table).where(table.domain == domain))
            found = institutions.of_email(session, f"x@{domain}")
            verdict = "unsure" if found.institution is None else "right" if found.institution.id in ids else "other"
            if show and verdict in ("right", "other"):
                print(f"  unlisted {domain}: {verdict} {found.institution and found.institution.name}")
            counts["both", "taken away", verdict] += 1
            nested.rollback()
    for (_, what, verdict), number in sorted(counts.items()):
        print(f"  {what:<12} {verdict:<7} {number}")


SYLLABLES = (
    "ba bre cal cor dan dor fe fal gar gan hel jor kel lan lor mar mel nor nov par per quil ral ros sal ser tan tor val"
    " ver vil zor"
).split()
HEADS = ("Université de {}", "Institut de {s} de {}", "Laboratoire de {s} {}", "Centre de recherche en {s} de {}",
         "University of {}", "{} Institute of {s}", "Hôpital {}", "École de {s} de {}")  # fmt: skip
SUBJECTS = "chimie physique droit mathématiques biologie géologie histoire économie informatique santé".split()


def invented(chance: random.Random, how_many: int) -> Iterator[dict[str, Any]]:
    """Yield records of institutions that do not exist, as a registry writes them."""
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    for number in range(how_many):
        place = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        name = chance.choice(HEADS).format(place, s=chance.choice(SUBJECTS))
        drawn = 400_000_000 + number
        letters = "".join(alphabet[drawn >> 5 * step & 31] for step in reversed(range(6)))
        acronym = "".join(word[0] for word in name.split() if word[0].isupper()) + place[:3].upper()
        yield {
            "id": f"https://ror.org/0{letters}{98 - drawn * 100 % 97:02d}",
            "names": [
                {"value": name, "types": ["label", "ror_display"], "lang": "fr"},
                {"value": acronym, "types": ["acronym"], "lang": None},
                {"value": f"{name} ({acronym})", "types": ["alias"], "lang": None},
            ],
            "locations": [{"geonames_details": {"name": place, "country_code": "FR"}}],
            "domains": [f"{place.lower()}{number}.example.org"],
            "links": [],
            "relationships": [],
            "types": ["education"],
            "status": "active",
        }


def scale(url: str, registry: str, how_many: int) -> None:
    """Load that many invented institutions and the registry, and time what is asked of them."""
    chance = random.Random(20261121)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dump.json"
        with file.open("w", encoding="utf-8") as out:
            for number, one in enumerate(invented(chance, how_many)):
                out.write(f"{',' if number else '['}\n{json.dumps(one)}")
            out.write("]")
        target = f"sqlite:///{folder}/press.db" if url == ":memory:" else url
        with Database.create(target) as database:
            size = file.stat().st_size / 1e6
            print(f"\n{database.engine.dialect.name}, {how_many} invented institutions, {size:.0f} MB")
            with database.begin() as session:
                before, begun = peak(), time.perf_counter()
                loaded = institutions.load(session, file)
                institutions.load(session, registry)
                spent = time.perf_counter() - begun
            print(f"  load: {loaded.records / spent:.0f} records/s, {peak() - before:.0f} MB more at the peak")
            with database.session() as session:
                measure(session, chance)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(session: Session, chance: random.Random) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
    last = session.scalar(select(func.max(InstitutionName.id))) or 1
    some = [chance.randint(1, last) for _ in range(200)] + list(range(last - 200, last))
    names = list(session.scalars(select(InstitutionName.text).where(InstitutionName.id.in_(some))))
    hosts = list(session.scalars(select(InstitutionDomain.domain).limit(200)))
    lines = [", ".join(chance.sample(names, 4)) for _ in range(100)]
    jobs: dict[str, tuple[Callable[[str], Any], list[str]]] = {
        "resolve, listed": (lambda name: institutions.resolve(session, name), names),
        "resolve, unlisted": (lambda name: institutions.resolve(session, f"{name} Nord"), names),
        "mentioned, four in a line": (lambda line: institutions.mentioned(session, line), lines),
        "of_email": (lambda host: institutions.of_email(session, f"x@labo.{host}"), hosts),
    }
    for what, (job, asked) in jobs.items():
        times = []
        for one in asked:
            begun = time.perf_counter()
            job(one)
            times.append(1000 * (time.perf_counter() - begun))
        times.sort()
        print(f"  {what:<26} median {statistics.median(times):6.1f} ms, p95 {times[int(len(times) * 0.95)]:6.1f} ms")


if __name__ == "__main__":
    main()
