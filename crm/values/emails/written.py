"""Addresses written with an @ in a piece of text, the punctuation around them left out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Written", "written"]

_TOKEN: Final = re.compile(r"""[^\s<>()\[\]",;:|\\«»“”„‹›–—…；，、：•]+""")
"""What holds no character that an address outside quotes cannot hold. Source: RFC 5322 section 3.2.3 (atext)."""

_SEPARATOR: Final = re.compile(r"[/&·]+")
_QUERY: Final = re.compile(r"\?(?=[\w%.-]{1,40}=)|\?$")
_RECIPIENTS: Final = re.compile(r"[?&](?:to|b?cc)=([^&]*)", re.IGNORECASE)
"""The fields of a ``mailto:`` that hold addresses. Source: RFC 6068 section 2, read 2026-11-20."""
_RECIPIENT: Final = re.compile(r"(?:%2C)?((?:(?!%2C).)+)", re.IGNORECASE)
_AFTER_DOMAIN: Final = re.compile(r"[/&?'’*!=`}\\]")
_WRAPPERS: Final = frozenset("'’‘*_`~{")
_MAILTO: Final = re.compile(r"mailto:[ \t\u00a0/]{0,3}\Z", re.IGNORECASE)
_IN_URL: Final = re.compile(r"(?<!mailto)://[^\s;,<>\"()]{0,80}\Z", re.IGNORECASE)
_LITERAL: Final = re.compile(r"\[[\w.:]{1,60}\]")
_NAME: Final = re.compile(r"[\w.+'-]+")
_BRACES: Final = re.compile(
    r"\{([\w.+'-]{1,64}(?:\s?[,;|/]\s?[\w.+'-]{1,64}){1,20})\}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
)
_MAX_TOKEN: Final = 2000
_MAX_QUOTED: Final = 100


class Written(NamedTuple):
    """A piece of text with an @: the `address` to be checked, where it is, and a code when it cannot be one."""

    start: int
    end: int
    address: str
    code: str | None = None
    is_repaired: bool = False
    """Whether punctuation, a query or an escape was taken away."""


def written(text: str) -> Iterator[Written]:
    """Yield every piece of `text` that has an @ and is meant as an address, in order."""
    if "@" not in text:
        return
    end = 0
    for braces in _BRACES.finditer(text) if "}@" in text else ():
        yield from _plain(text, end, braces.start())
        yield from _expanded(braces)
        end = braces.end()
    yield from _plain(text, end, len(text))


def _expanded(braces: re.Match[str]) -> Iterator[Written]:
    """The way papers print their authors: ``{a.martin, b.petit}@example.org`` is two addresses."""
    for name in _NAME.finditer(braces[1]):
        start = braces.start(1) + name.start()
        yield Written(start, start + len(name[0]), f"{name[0]}@{braces[2]}")


def _plain(text: str, start: int, end: int) -> Iterator[Written]:
    for token in _TOKEN.finditer(text, start, end):
        if "@" in token[0]:
            unusual = _unusual(text, token.start(), token[0])
            yield from _of_token(text, token.start(), token[0]) if unusual is None else (unusual,)


def _unusual(text: str, start: int, token: str) -> Written | None:
    """Return a quoted local part or an IP address as domain, which RFC 5321 knows and nobody uses, with its code."""
    if token[0] == "@" and start > 0 and text[start - 1] == '"':
        opening = text.rfind('"', max(0, start - _MAX_QUOTED), start - 1)
        if opening >= 0:
            address = text[opening : start + len(token)]
            return Written(opening, start + len(token), address, "email.quoted")
    literal = _LITERAL.match(text, start + len(token)) if token[-1] == "@" and len(token) > 1 else None
    if literal is not None:
        return Written(start, literal.end(), text[start : literal.end()], "email.domain_literal")
    return None


def _of_token(text: str, start: int, token: str) -> Iterator[Written]:
    is_link = _MAILTO.search(text, max(0, start - 12), start) is not None
    is_link = is_link or (token.startswith("//") and text[max(0, start - 7) : start].lower() == "mailto:")
    if not is_link and (token.startswith("//") or _IN_URL.search(text, max(0, start - 100), start) is not None):
        return
    stripped = token.lstrip("/") if is_link else token
    start += len(token) - len(stripped)
    query = _QUERY.search(stripped)
    kept = stripped[: query.start()] if query else stripped
    copies = list(_recipients(start + query.start(), stripped[query.start() :])) if query else []
    if "@" not in kept and not copies:
        kept = stripped
    for found in (*(_addresses(start, kept) if "@" in kept else ()), *copies):
        if is_link and "%" in found.address:
            yield found._replace(address=unquote(found.address))
        else:
            yield found


def _recipients(start: int, query: str) -> Iterator[Written]:
    for field in _RECIPIENTS.finditer(query):
        for one in _RECIPIENT.finditer(query, field.start(1), field.end(1)):
            if "@" in one[1]:
                yield from _addresses(start + one.start(1), one[1])


def _addresses(start: int, token: str) -> Iterator[Written]:
    if len(token) > _MAX_TOKEN:
        yield Written(start, start + len(token), token, "email.too_long")
        return
    if token[0] == "@":
        yield _without_local(start, token)
        return
    parts = token.split("@")
    cuts = [_SEPARATOR.search(part) for part in parts[1:-1]]
    if not all(cuts):
        yield Written(start, start + len(token), token, "email.several_at")
        return
    place, piece = start, parts[0]
    for part, cut in zip(parts[1:-1], cuts, strict=True):
        assert cut is not None  # noqa: S101 - all(cuts) above, for the type checker
        yield _trimmed(place, piece, part[: cut.start()])
        place += len(piece) + 1 + cut.end()
        piece = part[cut.end() :]
    yield _trimmed(place, piece, parts[-1])


def _without_local(start: int, token: str) -> Written:
    """A handle of a social network is no address; ``@name@server`` looks so much like one that it is refused aloud."""
    if token.strip("@.") and token.count("@") == 2 and "." in token.rpartition("@")[2].strip("."):
        return Written(start, start + len(token), token, "email.handle")
    return Written(start, start + len(token), token, "email.no_local")


def _trimmed(start: int, local: str, rest: str) -> Written:
    """Return what is left of a token when wrappers, signs and final punctuation are taken away."""
    lead = 0
    after = rest.rstrip(".!?")
    while lead < len(local) - 1 and after and _is_wrapper(local[lead], after):
        after = after[:-1] if after.endswith(_closing(local[lead])) else after
        lead += 1
    while lead < len(local) - 1 and local[lead] == ".":
        lead += 1
    cut = _AFTER_DOMAIN.search(after)
    domain = (after[: cut.start()] if cut else after).rstrip(".-·•")
    end = start + len(local) + 1 + len(domain)
    return Written(start + lead, end, f"{local[lead:]}@{domain}", None, is_repaired=lead > 0 or domain != rest)


def _is_wrapper(sign: str, rest: str) -> bool:
    """Tell a sign that closes what it opens, or that is no letter, digit or sign of ASCII at all."""
    if sign in _WRAPPERS:
        return sign in "‘’" or rest.endswith(_closing(sign))
    return not sign.isascii() and unicodedata.category(sign)[0] in "PSZC"


def _closing(sign: str) -> str:
    return {"‘": "’", "{": "}"}.get(sign, sign)
