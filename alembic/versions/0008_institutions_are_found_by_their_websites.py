"""Institutions are found by what their websites are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEYS = ("site_key", "site_first", "site_last")
LENGTH = 100
BATCH = 5000


def upgrade() -> None:
    for column in KEYS:
        op.add_column("crm_institution", sa.Column(column, sa.String(LENGTH), nullable=True))
    if not op.get_context().as_sql:  # a script cannot ask what is there: `crm institutions reindex` does it then
        _fill(op.get_bind())
    for column in KEYS:
        op.create_index(op.f(f"ix_crm_institution_{column}"), "crm_institution", [column])


def downgrade() -> None:
    for column in reversed(KEYS):
        op.drop_index(op.f(f"ix_crm_institution_{column}"), "crm_institution")
        op.drop_column("crm_institution", column)


def _fill(connection: sa.Connection) -> None:
    """Give every institution the keys of its website, in the order of their numbers."""
    columns = [sa.column("id", sa.BigInteger), sa.column("website", sa.Text), *(sa.column(key) for key in KEYS)]
    table = sa.table("crm_institution", *columns)
    bound = {key: sa.bindparam(f"new_{key}") for key in KEYS}
    fill = sa.update(table).where(table.c.id == sa.bindparam("row")).values(**bound)
    last = 0
    while True:
        some = sa.select(table.c.id, table.c.website).where(table.c.id > last, table.c.website.is_not(None))
        found = connection.execute(some.order_by(table.c.id).limit(BATCH)).all()
        if not found:
            return
        last = found[-1].id
        rows = [{"row": one.id, **{f"new_{key}": value for key, value in _keys(one.website).items()}} for one in found]
        connection.execute(fill, rows)


# --- how an address was read on the day of this revision -------------------------------------------------------------

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"})
WEB = re.compile(r"(?:www?[0-9]*|w[0-9])(?:$|-)")
SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
PAGES = frozenset(
    """accueil web site sites page pages home index default main content contact welcome about presentation node spip
    php html fr en de es it nl pt us uk eng fra english french francais anglais deutsch
    ecole ecoles hub labo labos laboratoire laboratoires lab labs recherche research ufr unite unites""".split()
)


def _keys(website: str) -> dict[str, str | None]:
    words = next(_telling(website), [])
    key = "".join(words)[:LENGTH] or None
    several = len(words) > 1
    return {
        "site_key": key,
        "site_first": words[0][:LENGTH] if key else None,
        "site_last": words[-1][:LENGTH] if key and several else None,
    }


def _telling(website: str) -> Iterator[list[str]]:
    try:
        address = urlsplit(website if "//" in website else f"//{website}")
        host = address.hostname or ""
    except ValueError:
        return
    parts = [SUFFIX.sub("", segment) for segment in reversed(unquote(address.path).split("/"))]
    parts += [WEB.sub("", label) for label in host.split(".")[:-1]]
    for part in parts:
        words = _fold(part).split()
        letters = "".join(words)
        if len(letters) >= 2 and not set(words) <= PAGES and not letters.isdecimal():
            yield words


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    kept = (c if c.isalnum() else " " for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
