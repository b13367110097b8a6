"""The persons that a line names: one, or several joined by *et*, a slash, a comma."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidName
from crm.values.folding import fold
from crm.values.names.given import is_given, is_given_surely
from crm.values.names.words import is_capitals, is_initials, is_title, opens_family
from crm.values.roles import is_role_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.values.names.person import PersonName

__all__ = [
    "INSTITUTIONS",
    "JOINING",
    "ParsedName",
    "core_of",
    "holds_several",
    "joins_persons",
    "may_hold_several",
    "parse_names",
    "read_names",
]


@dataclass(frozen=True, slots=True)
class ParsedName:
    """One person of a text: the `value`, or None and the `error`; where it is printed, and what is uncertain."""

    value: PersonName | None
    error: InvalidName | None
    text: str
    start: int
    end: int
    warnings: tuple[str, ...] = ()


_Span = tuple[int, int]
JOINING: Final = frozenset("al alii and autres avec coll et oder or others ou puis und".split())
"""The words, of two letters and more, of the three patterns below."""
_JOINS: Final = re.compile(
    r"\s{1,4}(?:et|and|und(?!\s+zu\b)|ou|or|oder|avec|puis|&|\+|•)\s{1,4}|\s{0,4}[/;|\n\r\t]\s{0,4}", re.IGNORECASE
)
_WEAK_JOINS: Final = re.compile(r"\s{1,4}[ye–—-]\s{1,4}")
"""What joins words of one name as well (*García y López*) or an office (*Anne Martin - Presse*)."""
_COMMA: Final = re.compile(r"\s{0,4},\s{0,4}")
_OTHERS: Final = re.compile(r"[\s,]{1,4}(?:(?:et|and)\s{1,4})?(?:al\.?|alii|coll\.?|autres|others)\s*\Z", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_MAX_LENGTH: Final = 2000
_PLURAL: Final = frozenset("mm mmes mlles drs prs messieurs mesdames mesdemoiselles".split())
"""*MM. Martin et Petit*: one title for several."""

INSTITUTIONS: Final = frozenset(
    """
    agence association centre center college delegation departement department direction ecole faculte faculty
    fondation foundation institut institute laboratoire laboratory mairie ministere museum observatoire office pole
    prefecture region relations societe society unit unite universite university ville
    """.split()
)
"""Words of institutions and their desks: *Direction de la communication et des relations presse* is nobody's name."""


def parse_names(text: str) -> list[ParsedName]:
    """Return every person that `text` names, in order. A couple shares its family name, and each is told so.

    >>> [str(found.value) for found in parse_names("Mme A. Martin et M. Paul Petit")]
    ['Mme A. Martin', 'M. Paul Petit']
    >>> [(found.text, found.value.family, found.warnings) for found in parse_names("Anne et Paul Martin")]
    [('Anne', 'Martin', ('name.family_shared',)), ('Paul Martin', 'Martin', ())]
    """
    from crm.values.names.lane import LANE

    return next(LANE.read_all((text,)))


def read_names(text: str) -> list[ParsedName]:
    """Return what `parse_names` does, by reading the whole text: what the fast lane is held to."""
    from crm.values.names.person import PersonName, read_name

    if not isinstance(text, str) or len(text) > _MAX_LENGTH:
        return [_refused(text)]
    spans = _persons(text)
    found = []
    for start, end in spans:
        piece = text[start:end]
        shared = _shared_family(text, spans) if not _has_family(piece) and (start, end) != spans[-1] else None
        warnings = ("name.family_shared",) if shared else ()
        try:
            value, doubts = read_name(PersonName, f"{piece} {shared}" if shared else piece)
        except InvalidName as refused:
            found.append(ParsedName(None, refused, piece, start, end))
        else:
            found.append(ParsedName(value, None, piece, start, end, (*warnings, *doubts)))
    return found


def _refused(text: object) -> ParsedName:
    if not isinstance(text, str):
        return ParsedName(None, InvalidName(text, "it is not text", code="name.not_text"), "", 0, 0)
    error = InvalidName(f"{text[:40]}…", f"it is longer than {_MAX_LENGTH} characters", code="name.too_long")
    return ParsedName(None, error, text, 0, len(text))


def holds_several(text: str) -> bool:
    """Tell whether `text` names more than one person beyond doubt; a desk's name never does.

    >>> [holds_several(text) for text in ("A. Martin et B. Petit", "M. et Mme Martin", "Presse et communication")]
    [True, True, False]
    """
    return len(text) <= _MAX_LENGTH and len(_persons(text)) > 1


def core_of(text: str) -> str:
    """Return what is left of one person's line without *et al.* or *et son équipe*; all of it when it names several.

    >>> core_of("Anne Martin et son équipe"), core_of("Anne et Paul Martin")
    ('Anne Martin', 'Anne et Paul Martin')
    """
    spans = _persons(text) if len(text) <= _MAX_LENGTH else []
    return text[slice(*spans[0])] if len(spans) == 1 else text


def may_hold_several(text: str) -> bool:
    """Tell whether a word that joins persons stands in a text that is taken for one.

    >>> may_hold_several("Anne Martin et Paul"), may_hold_several("Anne Martin")
    (True, False)
    """
    return _JOINS.search(text.strip()) is not None


def joins_persons(word: str) -> bool:
    """Tell a word that may join or end a list of persons: *et*, *y*, *al.*."""
    return (
        any(pattern.search(f"x {word} x") for pattern in (_JOINS, _WEAK_JOINS))
        or _OTHERS.search(f"x {word}") is not None
    )


@lru_cache(maxsize=16)  # one name asks up to three times
def _persons(text: str) -> list[_Span]:
    """Return where each person stands; the whole text when it is one, or when it cannot be told."""
    end = len(text)
    if (others := _OTHERS.search(text)) is not None and text[: others.start()].strip():
        end = others.start()
    pieces = list(_split(text, _JOINS, 0, end))
    names = [span for span in pieces if not _is_said_in_small(text, span)]
    if len(names) == len(pieces) and len(pieces) > 1 and not _are_persons(text, names):
        names = [(0, end)]
    names = [each for span in names for each in _by_weak_joins(text, span)]
    commas = [each for span in names for each in _by_commas(text, span, is_list=len(names) > 1)]
    return [_trimmed(text, span) for span in commas] or ([_trimmed(text, (0, end))] if text.strip() else [])


def _by_weak_joins(text: str, span: _Span) -> list[_Span]:
    """Split only where each piece is beyond doubt a whole name."""
    spans = list(_split(text, _WEAK_JOINS, *span))
    return spans if len(spans) > 1 and all(_is_whole(text[start:end]) for start, end in spans) else [span]


def _is_whole(piece: str) -> bool:
    """Tell a name by a title, a common given name, or capitals before one."""
    words = piece.split()
    if not 2 <= len(words) <= 5 or not _is_full(piece) or _is_of_institution(piece):
        return False
    return is_title(words[0]) or is_given(words[0]) or (is_capitals(words[0]) and is_given(words[-1]))


def _split(text: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[_Span]:
    last = start
    for match in pattern.finditer(text, start, end):
        if text[last : match.start()].strip():
            yield last, match.start()
        last = match.end()
    if text[last:end].strip():
        yield last, end


def _is_said_in_small(text: str, span: _Span) -> bool:
    """Tell a piece that names nobody beside names in capitals: *Anne Martin et son équipe*."""
    piece = text[span[0] : span[1]]
    return not any(letter.isupper() for letter in piece) and any(letter.isupper() for letter in text)


def _are_persons(text: str, spans: list[_Span]) -> bool:
    pieces = [text[start:end] for start, end in spans]
    if any(_is_of_institution(piece) for piece in pieces):
        return False
    if fold(pieces[0].split()[0]) in _PLURAL and len(pieces[0].split()) > 1:
        return True
    if not _is_full(pieces[-1]):
        return any(is_title(piece.split()[0]) for piece in pieces) and all(len(piece.split()) > 1 for piece in pieces)
    return all(_is_full(piece) or len(piece.split()) == 1 or _is_initials_only(piece) for piece in pieces)


def _is_of_institution(piece: str) -> bool:
    return any(word in INSTITUTIONS or is_role_word(word) for word in fold(piece).split())


def _is_initials_only(piece: str) -> bool:
    return all(is_initials(word) or is_title(word) for word in piece.split())


def _is_full(piece: str) -> bool:
    """Tell a given name or a title with a family name."""
    words = [word for word in piece.replace(",", " ").split() if any(c.isalpha() for c in word)]
    if words and is_title(words[0]):
        return not all(is_title(word) for word in words)
    if len(words) < 2 or all(is_initials(word) for word in words):
        return False
    return not (opens_family(words[0]) and len(words) == 2) and len(words) <= 7


def _has_family(piece: str) -> bool:
    return _is_full(piece) or (opens_family(piece.split()[0]) and len(piece.split()) > 1)


def _shared_family(text: str, spans: list[_Span]) -> str | None:
    """Return the family name of the last person, which *Anne et Paul Martin* has in common."""
    from crm.values.names.person import PersonName, read_name

    try:
        last, _ = read_name(PersonName, text[slice(*spans[-1])])
    except InvalidName:
        return None
    return last.family if last.given is not None or last.title is not None else None


def _by_commas(text: str, span: _Span, *, is_list: bool) -> list[_Span]:
    """Split a list of whole names, and leave *Martin, Anne* and *Anne Martin, directrice* together."""
    spans = list(_split(text, _COMMA, *span))
    pieces = [text[start:end] for start, end in spans]
    if len(pieces) < 2 or any(_is_of_institution(piece) for piece in pieces):
        return [span]
    if not is_list and _is_inverted(pieces):
        return [span]
    if all(_is_full(piece) for piece in pieces) and (is_list or _reads_as_list(pieces)):
        return spans
    return [span]


def _is_inverted(pieces: list[str]) -> bool:
    """Tell *García López, María José*: only given names behind, and none in front."""
    if len(pieces) != 2:
        return False
    before, after = (piece.split() for piece in pieces)
    if any(is_given(word) or is_title(word) for word in before) or not is_given_surely(after[-1]):
        return False
    return len(after) <= 3 and all(is_given(word) for word in after)


def _reads_as_list(pieces: list[str]) -> bool:
    """Tell whole names by a title, an initial or a given name before each; capitals behind say the same."""
    if all(is_title(piece.split()[0]) for piece in pieces):
        return True
    words = [piece.split() for piece in pieces]
    if all(is_initials(each[0]) and not is_initials(each[-1]) for each in words):
        return True
    capitals = {(is_capitals(each[0]), is_capitals(each[-1])) for each in words}
    if capitals in ({(True, False)}, {(False, True)}):
        return True
    is_plain = all(not is_capitals(word) and not opens_family(word) for each in words for word in each[:1])
    return is_plain and all(len(each) == 2 and each[0][0].isupper() and each[1][0].isupper() for each in words)


def _trimmed(text: str, span: _Span) -> _Span:
    words = list(_WORD.finditer(text, *span))
    if not words:
        return span
    end = words[-1].end()
    while end > words[0].start() + 1 and text[end - 1] in ",;:":
        end -= 1
    return words[0].start(), end
