"""The small words of names: civilities, particles, suffixes, initials; what each looks like."""

from __future__ import annotations

import re
from typing import Final

from crm.values.folding import fold

__all__ = [
    "BIRTH",
    "CIVILITIES",
    "PARTICLES",
    "SMALL_WORDS",
    "is_capitals",
    "is_function",
    "is_initials",
    "is_suffix",
    "is_title",
    "is_title_behind",
    "needs_more",
    "opens_family",
    "opens_family_surely",
]

CIVILITIES: Final = frozenset(
    """
    m mm mme mmes mlle mlles monsieur madame mademoiselle dr drs docteur pr prof professeur professeure me maitre
    mr mrs ms miss doctor professor sir herr frau sr sra don dona dott ing dipl
    """.split()
)
"""Civilities and academic titles, folded, of French, English, German, Spanish and Italian usage."""

_TITLES: Final = CIVILITIES | frozenset(
    """
    dre docteure doctora dottore dottoressa dott.ssa dottssa doc madam mister messieurs mesdames mesdemoiselles mgr
    monseigneur prs pre profs profa prof.ssa profssa professorin dame lord lady rev senor senora signor signora univ sig
    sigra signa dra dras shri smt lic arq mtro maga mevr mej regierungsrat regierungsratin landrat landratin bundesrat
    bundesratin staatsrat staatsratin stadtrat stadtratin soeur cdt commandant general gal col colonel lt lieutenant
    capitaine adjudant mw dhr ir dna
    """.split()
)
"""The same and rarer ones. *Dre* and *Pre* are the feminine of *Dr* and *Pr* in Switzerland and Québec."""

_ACCENTED: Final = frozenset({"Père", "PÈRE"})
"""Without its accent, *Pere* is a Catalan given name."""

_BEHIND: Final = frozenset(
    "mme mlle mr mrs ms monsieur madame mademoiselle dr dre pr prof docteur mgr herr frau".split()
)
"""Titles that are believed behind a name too; *Martin M.* has an initial, and *Maître* is a family name."""

_ALSO_NAMES: Final = frozenset("col don gal".split())
"""Titles that are names too: believed with a dot, or before two more words."""

_FUNCTIONS: Final = frozenset(
    """
    ambassadeur ambassadrice consul consule depute deputee directeur directrice doyen doyenne maire ministre prefet
    prefete president presidente recteur rectrice senateur senatrice
    """.split()
)
"""What follows *Mme la*, *M. le*."""

_AFTER_TITLE: Final = frozenset(
    "rer nat phil med jur habil hc oec techn ssa emerite emeritus emerita honoraire".split()
)
"""What specifies a German doctorate: *Dr. rer. nat.* They are part of the title only after one."""

_SUFFIXES: Final = frozenset(
    """
    jr sr ii iii iv phd md junior senior dphil dsc msc mba ma ba llm esq obe cbe mbe frs hdr
    """.split()
)

_GENERATIONS: Final = frozenset({"fils", "père"})
"""*Dumas fils*: in small letters only, for *Fils* is a family name."""

PARTICLES: Final = frozenset(
    """
    de du des d da di do dos das del della der den van
    von vom zu zur zum ten ter te le la les el al bin ben ibn
    """.split()
)
"""Words that open a family name. *Le* and *La* are among them because French *Le Goff* is one family name."""

_RARE_PARTICLES: Final = frozenset(
    "af av dal dalla dalle degli dei delle dello lo t s ould abd abu und y op in".split()
)
"""Particles that are believed only in small letters, or after another one: *van 't Hoff*, *von und zu Berg*."""

_ALSO_GIVEN: Final = frozenset({"al", "ben"})
"""Particles that are given names too: *Ben Smith*, but *M. Ben Ali*."""

BIRTH: Final = frozenset("née né nee geb. geborene born épouse epouse ép. épse".split())
"""What stands before a name at birth, which is no part of the name in use."""

SMALL_WORDS: Final = frozenset(
    fold(word)
    for words in (
        *(_TITLES, _ACCENTED, _BEHIND, _ALSO_NAMES, _FUNCTIONS, _AFTER_TITLE, _SUFFIXES, _GENERATIONS),
        *(PARTICLES, _RARE_PARTICLES, _ALSO_GIVEN, BIRTH),
    )
    for word in words
) | {"".join(fold(word).split()) for word in _TITLES}
"""All of the above, folded: a longer word that is none of them is told by its letters alone."""

_INITIALS: Final = re.compile(
    r"(?:[^\W\d_]\.-?)+[^\W\d_]?\.?|(?:[CPST]h|Ph|Y[vs])\.(?:-?[^\W\d_]\.)*|[^\W\d_](?:-[^\W\d_])?"
)
_ELIDED: Final = re.compile(r"(?:[dDlLoO]|dell|Dell|n|N)['’ʼ‘`´](?=\w)|[dD] (?=\w)")
_CAPITAL_STEM: Final = re.compile(r"(?:[dlDLnNO]['’ʼ‘`´]|Mc|Mac|De|Le|La|Du|Von|Van)(?=[^\W\d_]{2})")


def is_title(word: str, previous: str | None = None) -> bool:
    """Tell *Mme*, *M.*, *Dr*, *Dipl.-Ing.*; ``M.-C.`` is a pair of initials.

    >>> [is_title(word) for word in ("M.", "Dipl.-Ing.", "M.-C.", "(Mme)", "Anne")]
    [True, True, False, True, False]
    """
    parts = fold(word).split()
    if not parts or (len(parts) > 1 and is_initials(word)):
        return False
    if all(part in _TITLES for part in parts) or "".join(parts) in _TITLES or word in _ACCENTED:
        return True
    return previous is not None and (all(part in _AFTER_TITLE for part in parts) or "".join(parts) in _AFTER_TITLE)


def is_title_behind(word: str) -> bool:
    """Tell a title that can stand behind a name: *Anne MARTIN Dr*."""
    return fold(word) in _BEHIND and not word.startswith(("(", "["))


def needs_more(word: str) -> bool:
    """Tell a title that may be a name: *Don Draper*, *Gal Martin*."""
    return fold(word) in _ALSO_NAMES and not word.endswith(".")


def is_function(word: str) -> bool:
    """Tell what follows *Mme la*: *Présidente*."""
    return fold(word) in _FUNCTIONS


def is_suffix(word: str) -> bool:
    """Tell *Jr*, *III*, *Ph.D.*, *fils*."""
    return fold(word).replace(" ", "") in _SUFFIXES or word in _GENERATIONS


def is_initials(word: str) -> bool:
    """Tell initials: one letter, or letters with dots.

    >>> [is_initials(word) for word in ("A.", "J.-P.", "J.R.R.", "Ch.", "A", "Al", "St.")]
    [True, True, True, True, True, False, False]
    """
    return _INITIALS.fullmatch(word) is not None and word[0].isupper()


def opens_family(word: str) -> bool:
    """Tell a particle, alone or elided: *de*, *Le*, *d'Almeida*."""
    plain = word.casefold().rstrip("'’ʼ")  # not folded: Vietnamese Văn is no van
    return plain in PARTICLES or word in _RARE_PARTICLES or word in ("'t", "’t") or _ELIDED.match(word) is not None


def opens_family_surely(word: str) -> bool:
    """Tell a particle that is no given name."""
    return opens_family(word) and fold(word) not in _ALSO_GIVEN


def is_capitals(word: str) -> bool:
    """Tell a word wholly in capitals that is not initials, its particle apart: *LE*, *d'ALMEIDA*, *McDONALD*.

    >>> [is_capitals(word) for word in ("MARTIN", "d'ALMEIDA", "McDONALD", "J.-P.", "Martin")]
    [True, True, True, False, False]
    """
    if is_initials(word):
        return False
    rest = word[stem.end() :] if (stem := _CAPITAL_STEM.match(word)) is not None else word
    letters = [letter for letter in rest if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)
