"""Addresses spelled out to escape harvesters, or with spaces around the @: ``anne (at) inst.fr``, *arobase*, *point*.

A bracketed *at*, and *arobase*, are never prose. A bare *at* or a spaced @ may be: it is believed only when nothing
else stands on the line, else it is a question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.values.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Spelled", "is_address_like", "spelled"]

_SPACE: Final = "[ \\t\u00a0]"
_OPEN, _CLOSE = r"[\[({<*]", r"[\])}>*]"
_AT: Final = re.compile(
    rf"(?P<bracketed>{_SPACE}{{0,2}}(?:[\[({{|*]{_SPACE}?(?:at|ät|a|à|chez|arr?obas[ez]?|arobaze?|arroba|chiocciola|@)"
    rf"{_SPACE}?[\])}}|*]|<{_SPACE}?(?:at|arr?obase?|@){_SPACE}?>){_SPACE}{{0,2}})"
    rf"|(?P<word>{_SPACE}{{1,2}}(?:arr?obas[ez]?|arobaze?|arroba|chiocciola|klammeraffe|ät|a commercial)"
    rf"{_SPACE}{{1,2}}|_at_)"
    r"|(?P<caps>(?<=[^\W_])(?-i:(?<=[a-z\d])AT(?=[a-z\d])))"
    rf"|(?P<at>{_SPACE}{{1,2}}at{_SPACE}{{1,2}})"
    rf"|(?P<sign>{_SPACE}{{0,2}}@{_SPACE}{{0,2}})",
    re.IGNORECASE,
)
_DOT_WORDS: Final = "dot|point|punkt|punktum|punto|ponto|punt"
_DOT_BRACKETED: Final = rf"{_SPACE}?{_OPEN}{_SPACE}?(?:{_DOT_WORDS}|\.){_SPACE}?{_CLOSE}{_SPACE}?"
_DOT_SPELLED: Final = rf"{_SPACE}(?:{_DOT_WORDS}|\.){_SPACE}"
_LOW_LINE: Final = rf"{_SPACE}(?:underscore|tiret bas|souligné){_SPACE}"
_HYPHEN: Final = rf"{_SPACE}(?:tiret|trait d['’]union|dash|hyphen){_SPACE}"
_ATOM: Final = r"[\w.+'’-]{1,64}"
_LABEL: Final = r"[^\W_][\w-]{0,62}"
_LOCAL: Final = re.compile(
    rf"{_ATOM}(?:(?:{_DOT_BRACKETED}|{_DOT_SPELLED}|{_LOW_LINE}|{_HYPHEN}){_ATOM}){{0,5}}\Z", re.IGNORECASE
)
_PLAIN_LOCAL: Final = re.compile(r"[\w.+'’-]{1,64}\Z")
_WRITTEN: Final = re.compile(rf"{_LABEL}(?:(?:\.|{_DOT_BRACKETED}){_LABEL}){{1,8}}", re.IGNORECASE)
_SPOKEN: Final = re.compile(
    rf"{_LABEL}(?:(?:\.|{_DOT_BRACKETED}|{_DOT_SPELLED}|{_HYPHEN}){_LABEL}){{1,8}}", re.IGNORECASE
)
_AS_SIGNS: Final = (
    (re.compile(_DOT_BRACKETED, re.IGNORECASE), "."),
    (re.compile(_DOT_SPELLED, re.IGNORECASE), "."),
    (re.compile(_LOW_LINE, re.IGNORECASE), "_"),
    (re.compile(_HYPHEN, re.IGNORECASE), "-"),
)
_DOT_IS_SPELLED: Final = re.compile(rf"(?:{_DOT_WORDS}|[\[({{<]{_SPACE}?\.|{_SPACE}\.{_SPACE})", re.IGNORECASE)
_WINDOW: Final = 200
_SENTENCE: Final = frozenset(
    """
    a an available call catch contact email find go have here him information it join live look mail me meet meeting
    more now office online open read registration see someone speak talk the them there us visit was work works write
    you
    """.split()
)
"""Words before or after an *at* that is the English preposition."""
_STOPS_BEFORE: Final = frozenset(":;,/|(<[\"'«•·>–—=")
_STOPS_AFTER: Final = frozenset("<;,/|)>]\"'».–—")
_JOINED_BEFORE: Final = re.compile(r"(?<!\w)(?:ou|et|or|and|und|oder)\Z")
_JOINED_AFTER: Final = re.compile(r"(?:ou|et|or|and|und|oder)\b")


class Spelled(NamedTuple):
    """An `address` as it would be typed, where it is spelled out, and whether that is beyond doubt."""

    start: int
    end: int
    address: str
    is_sure: bool
    is_sign: bool
    """Whether there is a real @."""
    repairs: tuple[str, ...]


def spelled(text: str) -> Iterator[Spelled]:
    """Yield every address spelled out in `text`, in order, the doubtful ones too; plain ones are not among them."""
    has_spelled_dots = _DOT_IS_SPELLED.search(text) is not None
    last = 0
    for at in _AT.finditer(text):
        if at.lastgroup == "sign" and len(at[0]) == 1 and not has_spelled_dots:
            continue
        found = _around(text, at, last)
        last = at.end() if found is None else found.end
        if found is not None:
            yield found


def _around(text: str, at: re.Match[str], last: int) -> Spelled | None:
    kind = at.lastgroup
    domain = _WRITTEN.match(text, at.end()) or _SPOKEN.match(text, at.end())
    if domain is None:
        return None
    is_worded = kind in ("bracketed", "word") or not _is_plain(domain[0])
    before = text[max(last, at.start() - _WINDOW) : at.start()]
    local = (_LOCAL if is_worded else _PLAIN_LOCAL).search(before)
    if local is None:
        return None
    start, end = at.start() - len(before) + local.start(), domain.end()
    if kind == "sign" and len(at[0]) == 1 and _is_plain(domain[0]):
        return None
    is_sure = _is_believed(text, at, start, end, local[0], domain[0])
    if is_sure is None:
        return None
    codes = ("email.spelled_out",) if is_worded or kind == "at" else ("email.space_removed",)
    return Spelled(start, end, f"{_signs(local[0])}@{_signs(domain[0])}", is_sure, kind == "sign", codes)


def _is_plain(domain: str) -> bool:
    return not any(pattern.search(domain) for pattern, _ in _AS_SIGNS)


def _signs(words: str) -> str:
    for pattern, sign in _AS_SIGNS:
        words = pattern.sub(sign, words)
    return words.replace("’", "'")


def _is_believed(text: str, at: re.Match[str], start: int, end: int, local: str, domain: str) -> bool | None:
    """Tell True for an address, False for a question, None for prose."""
    is_alone = _starts_alone(text, start) and _ends_alone(text, end)
    is_spoken = _has(_DOT_SPELLED, domain)
    is_prose = at.lastgroup == "at" and (fold(local) in _SENTENCE or domain.split()[0].casefold() in _SENTENCE)
    if is_prose or (is_spoken and not _ends_alone(text, end)):
        return False if at.lastgroup != "at" else None
    if at.lastgroup in ("bracketed", "word"):
        return _starts_alone(text, start) or not _has(f"{_DOT_SPELLED}|{_HYPHEN}|{_LOW_LINE}", local)
    if at.lastgroup == "caps":
        return False
    if at.lastgroup == "sign":
        return is_alone or is_address_like(local) or is_spoken or len(at[0]) == 1
    if at[0].strip().isupper() and not (local.isupper() and domain.isupper()):
        return True
    if is_alone and _spells_its_dots(domain):
        return True
    is_question = (
        _spells_its_dots(domain) or is_address_like(local) or (is_alone and (local.islower() or local.isupper()))
    )
    return False if is_question else None


def _spells_its_dots(domain: str) -> bool:
    return _has(_DOT_SPELLED, domain) or _has(_DOT_BRACKETED, domain)


def _has(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def is_address_like(local: str) -> bool:
    """Tell a word that is no word of a sentence, for what is inside it: ``anne.legoff``, ``dr06``.

    >>> [is_address_like(word) for word in ("anne.legoff", "dr06", "rendez-vous", "fin.")]
    [True, True, False, False]
    """
    return re.search(r"\w[._+]+\w|[^\W\d]\d", local) is not None


def _starts_alone(text: str, start: int) -> bool:
    before = text[max(0, start - _WINDOW) : start].rstrip(" \t\u00a0")
    return (
        not before or before[-1] in _STOPS_BEFORE or before[-1] in "\r\n" or _JOINED_BEFORE.search(before) is not None
    )


def _ends_alone(text: str, end: int) -> bool:
    after = text[end : end + _WINDOW].lstrip(" \t\u00a0")
    return not after or after[0] in _STOPS_AFTER or after[0] in "\r\n" or _JOINED_AFTER.match(after) is not None
