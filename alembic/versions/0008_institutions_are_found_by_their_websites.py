"""Institutions are found by what their websites are called, and their names by more words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_SITE = ("site_key", "site_first", "site_last")
OF_NAME = ("core_key", "head_key", "initials", "anchor")
LENGTH = 100
BATCH = 5000


def upgrade() -> None:
    for column in OF_SITE:
        op.add_column("crm_institution", sa.Column(column, sa.String(LENGTH), nullable=True))
    if not op.get_context().as_sql:  # a script cannot ask what is there: `crm institutions reindex` does it then
        _fill(op.get_bind(), "crm_institution", "website", OF_SITE, _keys_of_site)
        _fill(op.get_bind(), "crm_institution_name", "text", OF_NAME, _keys_of_name)
    for column in OF_SITE:
        op.create_index(op.f(f"ix_crm_institution_{column}"), "crm_institution", [column])


def downgrade() -> None:
    """Keep the keys of names: they are derived, and the earlier release makes its own by `crm institutions reindex`."""
    for column in reversed(OF_SITE):
        op.drop_index(op.f(f"ix_crm_institution_{column}"), "crm_institution")
        op.drop_column("crm_institution", column)


def _fill(
    connection: sa.Connection,
    name: str,
    source: str,
    keys: tuple[str, ...],
    derive: Callable[[str], dict[str, str | None]],
) -> None:
    """Give every row that is there the keys that follow from its source, in the order of their numbers."""
    columns = [sa.column("id", sa.BigInteger), sa.column(source, sa.Text), *(sa.column(key, sa.String) for key in keys)]
    table = sa.table(name, *columns)
    bound = {key: sa.bindparam(f"new_{key}") for key in keys}
    fill = sa.update(table).where(table.c.id == sa.bindparam("row")).values(**bound)
    last = 0
    while True:
        some = sa.select(table.c.id, table.c[source]).where(table.c.id > last, table.c[source].is_not(None))
        found = connection.execute(some.order_by(table.c.id).limit(BATCH)).all()
        if not found:
            return
        last = found[-1].id
        rows = [
            {"row": number, **{f"new_{key}": value for key, value in derive(text).items()}} for number, text in found
        ]
        connection.execute(fill, rows)


# --- how names were compared on the day of this revision -------------------------------------------------------------

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"})
WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|(?:[^\W_][\u0300-\u036f]*)+")
HEAD = re.compile(r"(.*?[^\W_].*?)\s*(?:\s[-–—]\s|\s?:\s|\s?\(|\s?\[)")
GLUED = re.compile(r"([a-z]+)([0-9]{2,5})")
ORDINAL = re.compile(r"([0-9]{1,2})(?:th|st|nd|rd|er?|ere|eme)|([ivx]{2,5})(?:e|eme|th)")
NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split()
ROMAN = {roman: str(number) for number, roman in enumerate(NUMERALS, start=1)}
ENDINGS = (
    ("ographiques", "ograph"), ("ographique", "ograph"), ("ographical", "ograph"), ("ographies", "ograph"),
    ("ographic", "ograph"), ("ographie", "ograph"), ("ography", "ograph"), ("ografia", "ograph"),
    ("ologiques", "olog"), ("ologique", "olog"), ("ological", "olog"), ("ologies", "olog"), ("ologie", "olog"),
    ("ology", "olog"), ("ologia", "olog"), ("ionnelles", "ional"), ("ionnelle", "ional"), ("ionnels", "ional"),
    ("ionnel", "ional"), ("istiques", "ist"), ("istique", "ist"), ("istics", "ist"), ("istic", "ist"),
    ("iques", "i"), ("ique", "i"), ("icales", "i"), ("ical", "i"), ("ics", "i"), ("ica", "i"), ("ico", "i"),
    ("ic", "i"),
    ("ites", "it"), ("ities", "it"), ("ite", "it"), ("ity", "it"), ("elles", "al"), ("elle", "al"), ("els", "al"),
    ("el", "al"), ("aux", "al"), ("ales", "al"), ("ale", "al"), ("aires", "ar"), ("aire", "ar"), ("aries", "ar"),
    ("ary", "ar"), ("oires", "or"), ("oire", "or"), ("ories", "or"), ("ory", "or"), ("euses", "eu"), ("euse", "eu"),
    ("eux", "eu"), ("ous", "eu"), ("ives", "iv"), ("ive", "iv"), ("ifs", "iv"), ("if", "iv"), ("ysis", "ys"),
    ("yses", "ys"), ("yse", "ys"), ("esis", "es"), ("eses", "es"), ("ese", "es"), ("ization", "isation"),
    ("ies", ""), ("ie", ""), ("y", ""), ("es", ""), ("e", ""), ("s", ""),
)  # fmt: skip


@cache
def _words() -> dict[str, Any]:
    table = tomllib.loads(Path(__file__).with_name("0008_words.toml").read_text(encoding="utf-8"))
    names = ("stop", "neutral", "heads", "common", "fillers")
    sets: dict[str, Any] = {key: frozenset(table[key].split()) for key in names}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, canonical in table["phrases"].items():
        phrases.setdefault(phrase.split()[0], []).append((tuple(phrase.split()), canonical))
    return {
        **sets,
        "units": table["units"],
        "canonical": {word: canon for canon, words in table["canonical"].items() for word in words.split()},
        "phrases": {first: sorted(found, key=lambda one: -len(one[0])) for first, found in phrases.items()},
    }


def _keys_of_name(text: str) -> dict[str, str | None]:
    tokens = _tokens(text)
    core = _core(tokens)
    initials = "".join(word[0] for words, _ in tokens for word in words.split())
    key = _joined(core)
    found = HEAD.match(text)
    head = _joined(_core(_tokens(found[1]))) if found and found.end() < len(text) else _letters(text)
    return {
        "core_key": key,
        "head_key": None if head == key else head,
        "initials": initials[:40] if len(initials) >= 3 else None,
        "anchor": _anchor(core) if len(core) > 1 else None,
    }


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    kept = (c if c.isalnum() else " " for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def _joined(words: frozenset[str]) -> str:
    return " ".join(sorted(words))[:320]


def _letters(text: str) -> str | None:
    letters = _fold(text).replace(" ", "")
    is_acronym = sum(map(str.isupper, text)) > sum(map(str.islower, text)) and len(letters) <= 16
    return letters[:320] if is_acronym else None


def _core(tokens: list[tuple[str, str]]) -> frozenset[str]:
    every = frozenset(canonical for _, canonical in tokens)
    return (every - _words()["heads"] - _words()["neutral"]) or every


def _anchor(core: frozenset[str]) -> str:
    own = {word for word in core if word not in _words()["common"] and not word.isdecimal()}
    return max(own or core, key=lambda word: (len(word), word))[:320]


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return each word folded, or all that a phrase consists of, and as all languages share it."""
    shouted = sum(map(str.isupper, text)) > 4 * sum(map(str.islower, text))
    plain: list[tuple[str, str]] = []
    for found in WORD.finditer(text):
        raw = found[0].replace(".", "")
        word = _fold(raw).replace(" ", "")
        if word:
            plain.append((ROMAN[raw] if raw in ROMAN and plain and not shouted else _ordinal(word, raw), raw))
    stop = _words()["stop"]
    said = [
        (word, raw)
        for place, (word, raw) in enumerate(plain)
        if word not in stop
        or (not shouted and raw.isupper() and len(raw) > 2)
        or (raw == "S" and place > 0 and plain[place - 1][0] == "umr")
    ] or plain
    words, joined, place = [word for word, _ in said], [], 0
    while place < len(words):
        plainly = _shared(*said[place], shouted=shouted and len(plain) > 1)
        canonical, length = _unit(words, place) or _phrase(words, place) or (plainly, 1)
        joined.append((" ".join(words[place : place + length]), canonical))
        place += length
    return joined


def _ordinal(word: str, raw: str) -> str:
    found = ORDINAL.fullmatch(word)
    if found and found[2] and word in _words()["canonical"] and not raw[:2].isupper():
        return word
    return word if found is None else found[1] or ROMAN.get(found[2].upper(), word)


def _shared(word: str, raw: str, *, shouted: bool) -> str:
    if word.isdecimal():
        return word.lstrip("0") or "0"
    known = _words()["canonical"]
    if word in known:
        return known[word]
    is_acronym = not shouted and sum(map(str.isupper, raw)) > 1 and len(word) <= 8
    return word if is_acronym else known.get(_stem(word)) or _stem(word)


def _stem(word: str) -> str:
    if len(word) < 6 or not word.isalpha():
        return word
    for spelling, instead in (("chemi", "chimi"), ("ae", "e"), ("oe", "e")):
        word = word.replace(spelling, instead)
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: len(word) - len(ending)] + instead
    return word


def _phrase(words: list[str], place: int) -> tuple[str, int] | None:
    for phrase, canonical in _words()["phrases"].get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return canonical, len(phrase)
    return None


def _unit(words: list[str], place: int) -> tuple[str, int] | None:
    fillers, units, start = _words()["fillers"], _words()["units"], place
    while start == 0 and place < len(words) and place < 2 and _is_body(words[place]):
        place += 1
    if place == len(words):
        return None
    glued = GLUED.fullmatch(words[place])
    if glued and glued[1] in units:
        return units[glued[1]] + (glued[2].lstrip("0") or "0"), place - start + 1
    label = units.get(words[place])
    for step in range(place + 1, min(place + 4, len(words)) if label else place):
        word = words[step]
        number = word.lstrip("amus") if len(word) <= 6 else word
        if number.isdecimal() and 1 < len(number) <= 5:
            return label + (number.lstrip("0") or "0"), step - start + 1
        if word == "s" and label == "umr":
            label = "u"
        elif word not in fillers and not _is_body(word):
            return None
    return None


def _is_body(word: str) -> bool:
    is_label = word in _words()["units"] or word in _words()["canonical"]
    return not is_label and word.isalpha() and 2 < len(word) < 9


# --- how an address was read on that day ----------------------------------------------------------------------------

WEB = re.compile(r"(?:www?[0-9]*|w[0-9])(?:$|-)")
SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
PAGES = frozenset(
    """accueil web site sites page pages home index default main content contact welcome about presentation node spip
    php html fr en de es it nl pt us uk eng fra english french francais anglais deutsch
    ecole ecoles hub labo labos laboratoire laboratoires lab labs recherche research ufr unite unites""".split()
)


def _keys_of_site(website: str) -> dict[str, str | None]:
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
