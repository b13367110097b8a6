"""A name taken apart: by its comma, its capitals, its particles, its initials, else by the order of its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.values.folding import INVISIBLE, fold
from crm.values.names.given import is_given, is_given_surely
from crm.values.names.words import (
    BIRTH,
    is_capitals,
    is_function,
    is_initials,
    is_suffix,
    is_title,
    is_title_behind,
    needs_more,
    opens_family,
    opens_family_surely,
)
from crm.values.roles import is_role_word

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["POSTS", "NameParts", "is_bare_pair", "is_stuck", "opens", "parts_of"]


class NameParts(NamedTuple):
    """The parts of one name, each as printed or None; `matched` are the words that a key is made of."""

    title: str | None
    given: str | None
    family: str | None
    suffix: str | None
    matched: str
    warnings: tuple[str, ...] = ()


_ANNOUNCED: Final = re.compile(r"\A[^:,]{1,60}:\s+(?=\S)")
"""*Contact : Anne Martin*."""
_BESIDE: Final = re.compile(r"\s[-–—|]\s.*", re.DOTALL)
"""*Anne Martin - Presse*."""
_STUCK: Final = re.compile(r"(?<=[^\W\d_])\.(?!(?:ra|na|ssa)\b)(?=[^\W\d_][^\W\d_])")
"""*M.Dupont*, but *Dott.ssa*."""
_BRACKETED: Final = re.compile(r"([^\s(),]+)\s{1,4}\(([^(),]{1,40})\)")
"""*Goff (Le)*, *Martin (Anne)*."""
POSTS: Final = frozenset(
    """
    assistante assistant cheffe charge chargee chercheur chercheuse conseiller conseillere coordinateur coordinatrice
    directeur directrice director head manager officer porte president presidente redacteur redactrice
    responsable secretaire spokesperson
    """.split()
)
"""Words that say what somebody does, behind a comma."""
_EDGES: Final = ' \t,;:•·*–—-|"“”«»<>'


def parts_of(printed: str) -> NameParts:
    """Return the parts of the one name that `printed` is.

    >>> parts_of("LE GOFF (Mme) Anne")[:3]
    ('(Mme)', 'Anne', 'LE GOFF')
    """
    words, warnings = _words(printed)
    titles, words = _split_titles(words)
    words, suffixes = _split_suffixes(words)
    words = _in_order(_with_lone_d(words))
    given, family, doubt = _given_and_family(words, has_title=bool(titles))
    warnings += _about_title(titles, words)
    if doubt is not None:
        warnings.append(doubt)
    matched = " ".join(word for word in words if word != ",")
    return NameParts(_joined(titles), given, family, _joined(suffixes), matched, tuple(warnings))


def _words(printed: str) -> tuple[list[str], list[str]]:
    """Return the words of the name, commas apart, and a warning where something that is no name was left out."""
    warnings: list[str] = []
    whole = printed
    if not INVISIBLE.isdisjoint(printed):
        printed = "".join(letter for letter in printed if letter not in INVISIBLE)
    visible = printed.strip(_EDGES)
    alone = _BESIDE.sub("", _ANNOUNCED.sub("", visible))
    if alone != visible and any(letter.isalpha() for letter in alone):
        visible, warnings = alone, ["name.extra_text"]
    words = _unbracketed(_STUCK.sub(". ", visible)).replace(",", " , ").split()
    birth = next((place for place, word in enumerate(words) if place > 1 and word.casefold() in BIRTH), None)
    if birth is not None:
        words, warnings = words[:birth], [*warnings, "name.birth_name"]
    role = _start_of_role(words)
    if role is not None:
        words, warnings = words[:role], [*warnings, "name.extra_text"]
    kept = _without_asides(words)
    if len(kept) < len(words) and any(letter.isalpha() for word in kept for letter in word):
        words, warnings = kept, [*warnings, "name.aside"]
    return (words or whole.split()), warnings


def is_stuck(word: str) -> bool:
    """Tell two words with a dot for a space: *M.Dupont*."""
    return _STUCK.search(word) is not None


def _unbracketed(text: str) -> str:
    """Take a particle out of brackets, and a given name that has only a family name before it."""

    def opened(match: re.Match[str]) -> str:
        before, inside = match[1], match[2].split()
        if inside and all(opens_family(word) for word in inside):
            return f"{match[2]} {before}"
        is_whole = match.end() == len(text) and not any(is_given(word) for word in text[: match.end(1)].split())
        if is_whole and "," not in text and inside and all(is_given(word) for word in inside):
            return f"{before} , {match[2]}"
        return match[0]

    return _BRACKETED.sub(opened, text)


def _with_lone_d(words: list[str]) -> list[str]:
    """Keep the *D* of *Paul D Almeida* with its vowel: an apostrophe that was lost."""
    for place, word in enumerate(words[:-1]):
        if word in ("D", "d") and len(words) > 2 and fold(words[place + 1])[:1] in tuple("aeiouh"):
            return [*words[:place], f"{word} {words[place + 1]}", *words[place + 2 :]]
    return words


def _in_order(words: list[str]) -> list[str]:
    """Put particles from the end before their family name: *Saint-Exupéry Antoine de*."""
    end = len(words)
    while end > 0 and words[end - 1].islower() and opens_family_surely(words[end - 1]):
        end -= 1
    if end in (len(words), 0) or end < 2:
        return words
    start = 1 if is_given(words[0]) else 0
    return [*words[:start], *words[end:], *words[start:end]]


def _start_of_role(words: Sequence[str]) -> int | None:
    """Return where what somebody does begins: behind a comma, in small letters, as in *Anne Le Goff, directrice*."""
    if "," not in words[1:-1]:
        return None
    comma = words.index(",", 1)
    after = words[comma + 1]
    if _says_a_post(words[:comma], words[comma + 1 :]):
        return comma
    if not after[0].islower() or opens_family(after) or is_title(after) or is_suffix(after):
        return None
    return comma if any(word[0].isupper() for word in words[:comma]) else None


def _says_a_post(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell *Anne Martin, Attachée de presse* and *Anne Martin, ORME* from *Le Goff, ANNE*."""
    if len(before) < 2 or opens_family(before[0]):
        return False
    if any(is_role_word(part) or part in POSTS for word in after for part in fold(word).split()):
        return True
    is_acronym = len(after) == 1 and is_capitals(after[0]) and not is_suffix(after[0])
    return is_acronym and not any(is_capitals(word) for word in before)


def _without_asides(words: Sequence[str]) -> list[str]:
    """Leave out what is in brackets, titles excepted: *(ORME)*, *(dite Zoé)*."""
    kept: list[str] = []
    depth = 0
    for word in words:
        is_aside = depth > 0 or word.startswith(("(", "["))
        if not is_aside or (depth == 0 and word.endswith((")", "]")) and is_title(word)):
            kept.append(word)
        if word.startswith(("(", "[")):
            depth += 1
        if word.endswith((")", "]")) and depth:
            depth -= 1
    return kept


def _split_titles(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take the titles from the front, from behind a comma, and out of brackets; one word always stays a name."""
    titles: list[str] = []
    kept: list[str] = []
    end = _start_of_titles_behind(words)
    behind, words = words[end:], words[:end]
    left = sum(word != "," for word in words)
    for place, word in enumerate(words):
        is_at_front = not kept or kept[-1] == ","
        previous = titles[-1] if titles and is_at_front else None
        if left > 1 and (is_at_front or word.startswith("(")) and _is_title_here(words, place, previous):
            titles.append(word)
            left -= 1
        else:
            kept.append(word)
    while kept and kept[-1] == ",":
        kept.pop()
    return [*titles, *behind], kept


def _start_of_titles_behind(words: Sequence[str]) -> int:
    """Return where titles begin that end the name: *Anne MARTIN Dr*."""
    end = len(words)
    while end > 1 and is_title_behind(words[end - 1]):
        end -= 1
    return len(words) if all(is_title(word) or word == "," for word in words[:end]) else end


def _is_title_here(words: Sequence[str], place: int, previous: str | None) -> bool:
    """Tell a title by its place: *Don Pedro Alvarez* has one, *Don Draper* and *Blanc, M.* have none."""
    word, rest = words[place], len(words) - place - 1
    if previous is not None and word in ("le", "la") and rest > 1:
        return is_title(words[place + 1]) or is_function(words[place + 1])
    if previous in ("le", "la") and is_function(word):
        return True
    if not is_title(word, previous):
        return False
    if needs_more(word):
        return rest > 1
    return not (place > 0 and words[place - 1] == "," and fold(word) == "m" and rest == 0)


def _split_suffixes(words: Sequence[str]) -> tuple[list[str], list[str]]:
    count = len(words)
    while count > 2 and (is_suffix(words[count - 1]) or words[count - 1] == ","):
        count -= 1
    return list(words[:count]), [word for word in words[count:] if word != ","]


def _about_title(titles: Sequence[str], words: Sequence[str]) -> list[str]:
    """``M.`` before another initial is a civility or an initial: nothing printed tells which."""
    if not titles and len(words) == 1 and is_title(words[0]):
        return ["name.title_only"]
    is_open = bool(titles) and titles[-1] in ("M.", "M") and len(words) > 1 and is_initials(words[0])
    return ["name.civility_or_initial"] if is_open else []


_Parts = tuple[str | None, str | None, str | None]
"""Given name, family name, and the code of a doubt."""


def _given_and_family(words: Sequence[str], *, has_title: bool) -> _Parts:
    if "," in words:
        return _by_comma(words)
    if len(words) < 2:
        return None, _joined(words), None
    return (
        _by_capitals(words)
        or _by_initials(words)
        or _by_particle(words, has_title=has_title)
        or _by_given(words)
        or (_joined(words[:-1]), words[-1], None)
    )


def _by_comma(words: Sequence[str]) -> _Parts:
    comma = words.index(",")
    before, after = words[:comma], [word for word in words[comma + 1 :] if word != ","]
    return _joined(after), _joined(before), "name.order_unsure" if len(after) > 3 else None


def _by_given(words: Sequence[str]) -> _Parts | None:
    """*Martin Anne*, *María José García López*: common given names tell the order."""
    known = [is_given(word) for word in words]
    if all(known):
        return _joined(words[:-1]), words[-1], "name.order_unsure"
    if not known[0] and is_given_surely(words[-1]):
        start = known.index(True)
        return (_joined(words[start:]), _joined(words[:start]), None) if all(known[start:]) else None
    count = known.index(False)
    return (_joined(words[:count]), _joined(words[count:]), None) if count > 1 else None


def is_bare_pair(word: str) -> bool:
    """Tell *JP*, two consonants; *NG* is a family name."""
    letters = fold(word)
    is_pair = len(word) == 2 and is_capitals(word) and letters.isalpha() and letters != "ng"
    return is_pair and not set("aeiouy") & set(letters)


def _by_capitals(words: Sequence[str]) -> _Parts | None:
    first = 1 if is_bare_pair(words[0]) and not is_given(words[1]) else 0  # *JP Martin*, but *LI Wei* and *NG Anne*
    family = [place for place, word in enumerate(words) if place >= first and is_capitals(word)]
    others = [word for place, word in enumerate(words) if place not in set(family)]
    if not family or all(opens_family(word) or word in ("y", "e", "i") for word in others):
        return None
    start, end = family[0], family[-1] + 1
    while start > 0 and opens_family_surely(words[start - 1]) and not is_initials(words[start - 1]):
        start -= 1
    if start > 0 and end < len(words):
        return None
    return _joined([*words[:start], *words[end:]]), _joined(words[start:end]), None


def _by_initials(words: Sequence[str]) -> _Parts | None:
    """*Martin A.*, *Le Goff J.-P.*: initials behind are the given name."""
    end = len(words)
    while end > 0 and is_initials(words[end - 1]):
        end -= 1
    if end in (0, len(words)) or is_initials(words[0]):
        return None
    return _joined(words[end:]), _joined(words[:end]), None


def _by_particle(words: Sequence[str], *, has_title: bool) -> _Parts | None:
    start = next((place for place, word in enumerate(words) if opens(word) and not is_initials(word)), None)
    if start is None:
        return None
    if start > 0:
        start -= words[start] in ("y", "e", "i") and start > 1
        return (None if start == len(words) else _joined(words[:start])), _joined(words[start:]), None
    if len(words) == 2 and not opens_family_surely(words[0]) and not has_title:
        return words[0], words[1], "name.particle_or_given"
    end = _end_of_family(words)
    return _joined(words[end:]), _joined(words[:end]), None


def opens(word: str) -> bool:
    """Tell a particle, and a compound that ends in one: *Martin-Le Goff*."""
    return opens_family(word) or word.endswith(("-Le", "-La", "-Du", "-De", "-LE", "-LA", "-DU", "-DE"))


def _end_of_family(words: Sequence[str]) -> int:
    """Return where a family name that opens the text ends: after its particles and one word."""
    end = 0
    while end < len(words) - 1 and opens(words[end]) and fold(words[end]).find(" ") < 0:
        end += 1
    end += 1
    return end + _end_of_family(words[end:]) if end < len(words) - 1 and opens_family(words[end]) else end


def _joined(words: Sequence[str]) -> str | None:
    return " ".join(words) or None
