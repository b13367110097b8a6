"""What says that press contacts follow: a heading, of one line or at the beginning of one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm.reading.designations import is_role, opens_with_role
from crm.reading.mixtures import names_boss
from crm.reading.names import has_given_name, is_person
from crm.reading.offices import is_desk
from crm.reading.persons import name_at_end
from crm.reading.vocabulary import by_first_word, first_words, listed, opens_with_phrase, says, says_press
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = ["Cue", "head_and_rest", "is_about_heading", "is_other_heading", "named_beside", "press_heading"]

_MAX_HEADING_WORDS: Final = 8
_MAX_ABOUT_WORDS: Final = 14
_MAX_OTHER_WORDS: Final = 5
_MAX_LINE: Final = 2_000
"""Characters of a line that may have a heading at its beginning."""
_CUT: Final = re.compile(r"[:|(+\d–—-](?:(?<=[:|])\s*|(?<=\s[–—-])[–—-]*\s+|(?<=\d)|(?=\d)(?<=[(+]))")
"""A heading ends at a colon, a bar or a dash, or where a number begins; an address is looked for apart.

What it may begin with stands first, which lets the search run fast."""
_CAPITAL: Final = re.compile(r"[A-ZÀ-Þ]")


class Cue(NamedTuple):
    """What a line says of the contacts that follow; `rest` is what it says after that."""

    is_press: bool
    """Whether it says press; one that says only *Contact* proves less."""
    is_soft: bool
    """Whether it names an office (*Relations presse*), which among contacts is one of them and no heading."""
    rest: str
    institution: str | None = None
    is_sentence: bool = False


def press_heading(line: Line) -> Cue | None:
    """Return what the line is the heading of, None when it heads no contacts."""
    if not line.has_cue:
        return None
    head, rest = _with_its_name(line.plain, *head_and_rest(line.plain))
    said = folded_words(head)
    if not 0 < len(said) <= _MAX_HEADING_WORDS or (line.is_bullet and not rest) or line.is_for_others:
        return None
    if "," in head and is_person(head.partition(",")[0]) and has_given_name(head.partition(",")[0]):
        return None
    if "," in head and _is_cut_at_coordinate(line.plain, head, rest):
        return None
    found = _headed(line, head, rest, said)
    return found if found is None else _without_the_name(line.plain, found)


def _without_the_name(text: str, cue: Cue) -> Cue:
    """Return a cue beside which a person is named, and no institution: *Presse Zoé Quint, porte-parole – 01 …*."""
    name = (cue.institution or "").partition(",")[0]
    if not (is_person(name) and has_given_name(name)):
        return cue
    if names_boss(text[: text.index(name)]):  # *Press contact for Minister Anne Quint: …*
        return cue._replace(institution=None)
    return cue._replace(rest=text[text.index(name) :], institution=None)


def _headed(line: Line, head: str, rest: str, said: Sequence[str]) -> Cue | None:
    is_press = says_press(said)
    if (is_press and says(said, "contact")) or says(said, "headings"):
        return _office(line, head, rest) if opens_with_role(head) else Cue(True, False, rest, named_beside(head))
    if says(said, "others"):
        return None
    if (is_press and says(said, "soft")) or says(said, "desk_names"):
        return _office(line, head, rest)
    return Cue(False, False, rest) if _says_only_contact(said) and not line.is_link else None


def _office(line: Line, head: str, rest: str) -> Cue | None:
    """Return the heading that names an office; *Attachée de presse* alone is somebody's role."""
    if is_role(head.split()[0]) and not rest:
        return None
    return Cue(True, True, line.plain if is_desk(head) else rest, named_beside(head))


def _says_only_contact(said: Sequence[str]) -> bool:
    return says(said, "weak") and listed("contacts.weak", "contacts.fillers").issuperset(said)


def head_and_rest(text: str) -> tuple[str, str]:
    """Split a line into what may be its heading and the rest.

    >>> head_and_rest("Presse : Anne Le Goff"), head_and_rest("Presse 01 99 00 12 34")
    (('Presse', 'Anne Le Goff'), ('Presse', '01 99 00 12 34'))
    """
    if len(text) > _MAX_LINE:
        return "", ""
    found = _CUT.search(text, 1)
    start, end = found.span() if found else (len(text), len(text))
    if found and found[0][0] not in ":|–—-":
        end = start
    sign = text.find("@", 0, start)
    if sign > 0 and not text[sign - 1].isspace():
        start = end = max(1, len(text[:sign]) - len(text[:sign].split()[-1]))
    return text[:start].rstrip(), text[end:]


def _with_its_name(text: str, head: str, rest: str) -> tuple[str, str]:
    """Return a heading and what follows it, with the name that a number stands right behind: *Presse Zoé Quint 01…*."""
    name = name_at_end(head) if _is_cut_at_coordinate(text, head, rest) else None
    if name is None:
        return head, rest
    start = head.rindex(name)
    return head[:start].strip(), text[start:]


def _is_cut_at_coordinate(text: str, head: str, rest: str) -> bool:
    """Whether nothing but a coordinate's beginning parts a heading from the rest: no colon, no dash."""
    return bool(rest) and text.endswith(rest) and not text[len(head) : -len(rest)].strip()


def named_beside(head: str) -> str | None:
    """Return the institution that a heading, or the name of an office, names beside its own words.

    >>> named_beside("Contact presse Ville de Valmont"), named_beside("Press contacts")
    ('Ville de Valmont', None)
    """
    found = _without_release_label(head)
    own = _own_words()
    others = [place for place, word in enumerate(found) if not (own.issuperset(folded_words(word)) or is_role(word))]
    name = " ".join(found[others[0] : others[-1] + 1]).strip(" ,.()–—-") if others else ""
    return name if _CAPITAL.search(name) else None


@cache
def _own_words() -> frozenset[str]:
    own = ("press", "contact", "soft", "headings", "desks", "desk_names", "fillers", "others")
    return listed("contacts.belongs", *(f"contacts.{name}" for name in own))


def _without_release_label(head: str) -> list[str]:
    """Return the words of a heading without *For immediate release* before them."""
    found, folded = head.split(), fold(head)
    labels = by_first_word("title.labels").get(folded.partition(" ")[0], ())
    label = next((one for one in labels if " " in one and folded.startswith(one)), "")
    return found[len(label.split()) :]


def is_other_heading(line: Line) -> bool:
    """Tell the heading of contacts that are not for the press: *Investor relations:*."""
    if not line.is_for_others:
        return False
    said = folded_words(head_and_rest(line.plain)[0])
    is_titled = line.level > 0 or line.is_strong or line.plain.endswith(":")
    is_heading = is_titled or says(said, "contact") or says(said, "soft")
    return is_heading and len(said) <= _MAX_OTHER_WORDS and says(said, "others")


def is_about_heading(line: Line) -> bool:
    """Tell *À propos de …*: a short line that opens a boilerplate."""
    said = line.said
    if not said or said[0] not in first_words("boilerplates.headings") or not line.folded:
        return False
    if not opens_with_phrase(said, "boilerplates.headings"):
        return False
    return not line.plain.endswith(".") and len(line.plain.split()) <= _MAX_ABOUT_WORDS
