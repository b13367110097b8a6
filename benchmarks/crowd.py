"""A large invented press office: contacts, communiqués and coverages by the million, written as fast as the driver can.

Indexes are made after the rows. Nothing here goes through the library: it is what the library is asked about.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text
from sqlalchemy.schema import CreateIndex, DropIndex

from crm.base import Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Engine, Table

INSTITUTIONS = 2_000
SYLLABLES = (
    "ba be bi bo bu da de di do du la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru ta te ti to tu".split()
)
FIRST_DAY = dt.date(2005, 1, 1)
DAYS = 7_000
CHUNK = 20_000


def fill(engine: Engine, size: int) -> None:
    """Put `size` contacts and communiqués, and three times as many coverages, into an empty migrated database."""
    tables = Base.metadata.tables
    rows = {
        "crm_institution": _institutions(),
        "crm_contact": _contacts(size),
        "crm_affiliation": _affiliations(size),
        "crm_contact_email": _emails(size),
        "crm_contact_phone": _phones(size),
        "crm_communique": _communiques(size),
        "crm_issuer": _issuers(size),
        "crm_coverage": _coverages(size),
    }
    indexes = [index for name in rows for index in tables[name].indexes]
    with engine.begin() as connection:
        for index in indexes:
            connection.execute(DropIndex(index))
    for name, many in rows.items():
        _write(engine, tables[name], many)
    with engine.begin() as connection:
        for index in indexes:
            connection.execute(CreateIndex(index))
        connection.execute(text("ANALYZE"))


def _write(engine: Engine, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names = list(first)
    write = _copy if engine.dialect.name == "postgresql" else _insert
    with engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        write(driver, table.name, names, _values(first, rows))
        if engine.dialect.name == "postgresql":
            last = connection.scalar(select(func.max(table.c.id)))
            connection.execute(text(f"SELECT setval('{table.name}_id_seq', {last})"))


def _values(first: dict[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    yield tuple(first.values())
    for row in rows:
        yield tuple(row.values())


def _copy(driver: Any, table: str, names: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    with driver.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert(driver: Any, table: str, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    while chunk := list(islice(rows, CHUNK)):
        driver.executemany(statement, [tuple(map(_plain, row)) for row in chunk])


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, dt.date) else value


def name_of(number: int) -> tuple[str, str]:
    """Return an invented given and family name, others for each number."""
    base = len(SYLLABLES)
    first, rest = SYLLABLES[number % base] + SYLLABLES[number // base % base], number // base**2
    family = (
        "".join(SYLLABLES[(rest // base**place + number * 7) % base] for place in range(4)) + SYLLABLES[number % base]
    )
    return first.title(), family.title()


def _institutions() -> Iterator[dict[str, Any]]:
    for number in range(1, INSTITUTIONS + 1):
        yield {"id": number, "uid": uuid.UUID(int=number), "name": f"Institut {number}", "kind": "research"}


def _contacts(size: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        given, family = name_of(number)
        yield {
            "id": number,
            "uid": uuid.UUID(int=number),
            "kind": "person",
            "printed_name": f"{given} {family}",
            "given_name": given,
            "family_name": family,
            "name_key": " ".join(sorted((given.lower(), family.lower()))),
        }


def _affiliations(size: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        yield {"id": number, "contact_id": number, "institution_id": 1 + number % INSTITUTIONS}


def _emails(size: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        address = f"{'.'.join(name_of(number)).lower()}{number}@institut{1 + number % INSTITUTIONS}.example.org"
        yield {
            "id": number,
            "contact_id": number,
            "affiliation_id": number,
            "position": 0,
            "address": address,
            "address_key": address,
            "text": address,
            "is_public": True,
            "is_shared": False,
        }


def line_of(number: int, size: int) -> tuple[str, str | None]:
    """Return a contact's number and extension: a hundred have the same switchboard, at any size up to a million."""
    lines = max(1, min(10_000, size // 100))
    return f"+3319900{number % lines:04d}", str(number // lines) if number >= lines else None


def _phones(size: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        e164, extension = line_of(number, size)
        yield {
            "id": number,
            "contact_id": number,
            "affiliation_id": number,
            "position": 0,
            "e164": e164,
            "extension": extension,
            "text": e164,
            "is_public": True,
        }


def _communiques(size: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(5)
    for number in range(1, size + 1):
        title = f"Communiqué {' '.join(name_of(number))} {number}"
        yield {
            "id": number,
            "uid": uuid.UUID(int=number),
            "title": title,
            "title_key": title.lower().replace("é", "e"),
            "language": "fr",
            "status": "published",
            "dated_on": (day := FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))),
            "date_key": day,
            "date_kind": "published",
            "date_precision": "day",
        }


def _issuers(size: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size + 1):
        institution = 1 + number % INSTITUTIONS
        yield {"id": number, "communique_id": number, "institution_id": institution, "position": 0, "role": "issuer"}


def _coverages(size: int) -> Iterator[dict[str, Any]]:
    """Yield three of each communiqué but one in a hundred, and many of a few contacts."""
    chance, key = random.Random(7), 0
    for communique in range(1, size + 1):
        if communique % 100 == 50:
            continue
        for position in range(3):
            key += 1
            contact = 1 + int(size * chance.random() ** 2) if position else 1 + chance.randrange(max(1, size // 60))
            yield {
                "id": key,
                "uid": uuid.UUID(int=key),
                "communique_id": communique,
                "contact_id": min(contact, size),
                "institution_id": 1 + communique % INSTITUTIONS,
                "role": "press",
                "position": position,
            }
