"""What says that press contacts follow: a heading, the label of a line, a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from crm.reading.coordinates import has_coordinates
from crm.reading.names import is_desk, is_institution, is_person, is_role, name_at_end, opens_with_role
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.reading.lines import Line

__all__ = [
    "Cue",
    "is_about_heading",
    "is_for_others",
    "is_other_heading",
    "named_beside",
    "press_heading",
    "sentence_cue",
]

_MAX_HEADING_WORDS: Final = 8
_MAX_LABEL: Final = 80
_MAX_LABEL_WORDS: Final = 6
_FIRST_CELL: Final = re.compile(r"\s*[,(|:;/]\s*|\s+[-–—]\s+")
_MAX_ABOUT_WORDS: Final = 14
_MAX_OTHER_WORDS: Final = 5
_CUT: Final = re.compile(r"\s*[:|]\s*|\s+[-–—]+\s+|(?=\S+@)|(?=[(+]?\d)")
_MAX_SENTENCE: Final = 2_000
_MIN_COMPOUND: Final = 7
_MIN_SENTENCE: Final = 1
_OWN: Final = ("press", "contact", "soft", "headings", "desks", "desk_names", "fillers", "others")
_CAPITAL: Final = re.compile(r"[A-ZÀ-Þ]")


@dataclass(frozen=True, slots=True)
class Cue:
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
    if line.folded and (not _may_head(line) or is_for_others(line)):
        return None
    head, rest = _with_its_name(line.plain, *_cut(line.plain))
    if "," in head and rest and _is_cut_at_coordinate(line.plain, head, rest):
        return None
    folded = fold(head).split()
    if not 0 < len(folded) <= _MAX_HEADING_WORDS or (line.is_bullet and not rest):
        return None
    if (_says_press(folded) and _says(folded, "contact")) or _says(folded, "headings"):
        return _soft_heading(line, head, rest) if opens_with_role(head) else Cue(True, False, rest, named_beside(head))
    if _says(folded, "others"):
        return None
    if (_says_press(folded) and _says(folded, "soft")) or _says(folded, "desk_names"):
        return _soft_heading(line, head, rest)
    return Cue(False, False, rest, None) if _says_contact(folded) and not line.is_link else None


def _may_head(line: Line) -> bool:
    """Whether one of the words every heading has is in the line: most lines have none, and are done with."""
    said = line.folded.split()
    return not _triggers().isdisjoint(said) or any(map(_is_press_compound, said))


@cache
def _triggers() -> frozenset[str]:
    last = frozenset(phrase.split()[-1] for phrase in words().phrases["contacts.phrases"])
    return last.union(*(words()[f"contacts.{name}"] for name in ("press", "weak", "headings", "desk_names")))


def _is_cut_at_coordinate(text: str, head: str, rest: str) -> bool:
    """Whether nothing but a coordinate's beginning parts a heading from the rest: no colon, no dash."""
    return bool(rest) and text.endswith(rest) and not text[len(head) : -len(rest)].strip()


def _with_its_name(text: str, head: str, rest: str) -> tuple[str, str]:
    """Return a heading and what follows it, with the name a coordinate stands right behind: *Presse Zoé Quint 01 …*"""
    if not _is_cut_at_coordinate(text, head, rest):
        return head, rest
    name = name_at_end(head)
    if name is None:
        return head, rest
    start = head.rindex(name)
    return head[:start].strip(), text[start:]


def _without_release_label(head: str) -> list[str]:
    """Return the words of a heading without *For immediate release* before them."""
    found, folded = head.split(), fold(head)
    label = next((one for one in words().phrases["title.labels"] if " " in one and folded.startswith(one)), "")
    return found[len(label.split()) :]


def _soft_heading(line: Line, head: str, rest: str) -> Cue | None:
    """Return the heading that names an office; *Attachée de presse* alone is somebody's role."""
    if is_role(head.split()[0]) and not rest:
        return None
    return Cue(True, True, line.plain if is_desk(head) else rest, named_beside(head))


def sentence_cue(line: Line, following: Sequence[Line]) -> Cue | None:
    """Return what a sentence says of the contacts in it or right after it: *For more information, please contact …*

    `following` are the lines after it. A sentence that leads to no address and no number says nothing.
    """
    if len(line.plain) > _MAX_SENTENCE or opens_with_role(line.plain):
        return None
    found = fold(" ".join(word for word in line.plain.split() if "@" not in word and "/" not in word))
    said = found.split()
    if len(said) < _MIN_SENTENCE or (_triggers().isdisjoint(said) and not any(map(_is_press_compound, said))):
        return None
    is_press = _says_press(said) and (_says(said, "contact") or _says(said, "verbs"))
    is_press = is_press or any(f" {phrase} " in f" {found} " for phrase in words().phrases["contacts.press_phrases"])
    if any(f" {phrase} " in f" {found} " for phrase in words().phrases["contacts.other_phrases"]):
        return None
    if not is_press and (_says(said, "others") or not _introduces(found)):
        return None
    leads = has_coordinates(line.plain) or _leads_on(line, following)
    return Cue(is_press, False, _after_colon(line.plain), is_sentence=True) if leads else None


def _after_colon(text: str) -> str:
    """Return what a sentence says after its colon, all of it where there is none."""
    head, colon, rest = text.partition(": ")
    return rest if colon and not has_coordinates(head) else text


def label_cue(line: Line, before: Line | None, following: Sequence[Line]) -> Cue | None:
    """Return what a short label says of the contact right under it: *Presse*, *Auskünfte erteilt:*, *Porte-parole :*.

    A word of the press, or one for who answers, is enough where a name or an address follows at once. Under a name
    the same words are somebody's role: `before` is the line above, if it says anything.
    """
    head, rest = _cut(line.plain[:_MAX_SENTENCE])
    if len(head) > _MAX_LABEL or line.is_link or has_coordinates(head):
        return None
    said = fold(head).split()
    if not 0 < len(said) <= _MAX_LABEL_WORDS or line.plain.endswith((".", "!", "?")) or _says(said, "others"):
        return None
    is_press = _says_press(said) or _says(said, "communication")
    if not is_press and not _says(said, "answers"):
        return None
    if before is not None and not line.plain.endswith(":") and is_person(before.plain):
        return None
    return Cue(is_press, True, rest, named_beside(head)) if _leads_at_once(rest, following) else None


def _says_press(said: Sequence[str]) -> bool:
    return _says(said, "press") or any(map(_is_press_compound, said))


def _is_press_compound(word: str) -> bool:
    return word.startswith(tuple(words()["contacts.press_stems"]))


def _leads_at_once(rest: str, following: Sequence[Line]) -> bool:
    """Whether the words after a label, or the next line that says anything, begin a contact that can be reached."""
    said = [text for text in (rest, *(line.plain for line in following)) if text]
    first = next(iter(said), "")
    name = _FIRST_CELL.split(first, maxsplit=1)[0]
    begins = has_coordinates(first[:_MAX_SENTENCE]) or is_person(name) or is_institution(name)
    return begins and any(has_coordinates(text[:_MAX_SENTENCE]) for text in said)


def _introduces(folded: str) -> bool:
    return any(f" {phrase} " in f" {folded} " for phrase in words().phrases["contacts.phrases"])


def _leads_on(line: Line, following: Sequence[Line]) -> bool:
    """Whether an address or a number follows in the same paragraph, or under a line that ends with a colon."""
    is_open = line.plain.endswith(":") or not line.plain.endswith((".", "!", "?"))
    for after in following:
        if after.is_blank and not is_open:
            return False
        if has_coordinates(after.plain[:_MAX_SENTENCE]):
            return True
    return False


def is_for_others(line: Line) -> bool:
    """Tell a line that leads to somebody who does not answer for the press: *Réservations : 01 …*, *Investors:*."""
    if len(line.plain) > _MAX_SENTENCE:
        return False
    said = fold(" ".join(word for word in line.plain.split() if "@" not in word))
    found = said.split()
    is_named = any(f" {phrase} " in f" {said} " for phrase in words().phrases["contacts.other_phrases"])
    return is_named or ((_says(found, "others") or _ends_like_others(found)) and not _says_press(found))


def _ends_like_others(said: Sequence[str]) -> bool:
    """Tell a compound: *Kartenreservierung*."""
    return any(word.endswith(_long_others()) for word in said if len(word) > _MIN_COMPOUND)


@cache
def _long_others() -> tuple[str, ...]:
    return tuple(word for word in words()["contacts.others"] if len(word) >= _MIN_COMPOUND)


def is_other_heading(line: Line) -> bool:
    """Tell the heading of contacts that are not for the press: *Investor relations:*."""
    if not is_for_others(line):
        return False
    folded = fold(_cut(line.plain)[0]).split()
    is_heading = (
        _says(folded, "contact")
        or _says(folded, "soft")
        or line.level > 0
        or line.is_strong
        or line.plain.endswith(":")
    )
    return len(folded) <= _MAX_OTHER_WORDS and _says(folded, "others") and is_heading


def is_about_heading(line: Line) -> bool:
    """Tell *À propos de …*: a short line that opens a boilerplate."""
    if not line.folded.startswith(words().phrases["boilerplates.headings"]) or line.plain.endswith("."):
        return False
    return len(line.plain.split()) <= _MAX_ABOUT_WORDS and any(
        f"{line.folded} ".startswith(f"{phrase} ") for phrase in words().phrases["boilerplates.headings"]
    )


def _cut(text: str) -> tuple[str, str]:
    """Split a line into what may be its heading and the rest."""
    if len(text) > _MAX_SENTENCE:
        return "", ""
    found = next((cut for cut in _CUT.finditer(text) if cut.start() > 0), None)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _says(folded: Sequence[str], name: str) -> bool:
    listed = words()[f"contacts.{name}"]
    return any(word in listed for word in folded)


def _says_contact(folded: Sequence[str]) -> bool:
    weak, fillers = words()["contacts.weak"], words()["contacts.fillers"]
    return any(word in weak for word in folded) and all(word in weak or word in fillers for word in folded)


def named_beside(head: str) -> str | None:
    """Return the institution that a heading, or the name of an office, names beside its own words.

    >>> named_beside("Contact presse Ville de Valmont"), named_beside("Press contacts")
    ('Ville de Valmont', None)
    """
    own = frozenset().union(*(words()[f"contacts.{name}"] for name in _OWN))
    found = _without_release_label(head)
    others = [place for place, word in enumerate(found) if any(piece not in own for piece in fold(word).split())]
    name = " ".join(found[others[0] : others[-1] + 1]).strip(" ,.()–—-") if others else ""
    return name if _CAPITAL.search(name) else None
