"""Fields of a form that lost the space between them: *Contact DetailsAnne Le GoffPhone: 01 …*."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from crm.reading.vocabulary import listed
from crm.reading.words import words
from crm.values import fold

__all__ = ["form_label", "is_glued", "may_be_glued", "parted_fields", "unglued"]

_JOINT: Final = re.compile(
    r"(?<=[a-zß-ÿ]{3})(?=[A-ZÀ-Þ][a-zß-ÿ])"  # Le Goff|Phone
    r"|(?<=\b[A-Z][a-zß-ÿ])(?<!Mc|De|Le|La|Du|Di|Da)(?=[A-ZÀ-Þ][a-zß-ÿ])"  # Li|Air, but not McTarrin
    r"|(?<=[a-zß-ÿ]{3})(?=\d{3}|\+\d)|(?<=\d{4})(?=[a-z]{3})"  # mail|01 99, 1234|anne
    r"|(?<=[a-z]\.)(?=[A-Z][a-z]{2})"  # Inc.|Anne
    r"|(?<=[A-Za-z]\))(?=[A-ZÀ-Þ][a-zß-ÿ])"  # (Agency)|Anne
    r"|(?<=\b[A-ZÀ-Þ]{2})(?=(?:Tel|Tlf|Phone|Mob|Mail)\w{0,4}\s?[.:])"  # AS|Tel:
)
"""Where two fields of a form meet without a space."""
_GLUED_PLUS: Final = re.compile(r"\+(?<=[a-zß-ÿ]{3}.)\d{1,3}[ .-]?\d")
"""A name runs into a number."""
_GLUED_MAIL: Final = re.compile(r"(?:(?<=\d{4})|(?<=\d[ .-]\d{3})|(?<=\d[ .-]\d\d))(?=[a-z][a-z._-]{2,40}@)")
"""A number runs into an address."""
_GLUED_TEL: Final = re.compile(
    r"(?:Tel|Tél|Tlf|Cel|Mob)(?:(?<=[a-zß-ÿ]{2}...)\.?:?|(?<=\b[A-ZÀ-Þ]{2}...)\.?:)\s?[(+\d]"
)
"""A name runs into the label of a number."""
_AFTER_LABEL: Final = re.compile(r"(?<=[a-z]{3}:)(?=[A-ZÀ-Þ])")
"""The name right behind the colon of its label: *Media:Anne Le Goff*."""
_LOWER_RUN: Final = re.compile(r"\b[A-ZÀ-Þ][a-zß-ÿ]{7,60}(?=\s\||[A-ZÀ-Þ]|\s[a-zß-ÿ])")
_MIN_ROLE: Final = 3
_CAMEL: Final = re.compile(r"[a-zß-ÿ\d][A-Z]\S{0,20}\s?:")
"""What a label before a colon looks like where it is glued to something: few lines have it, and it is found fast."""


def _shape_of(letter: str) -> str:
    """Return what stands for a character of Latin-1 where only its kind is asked for."""
    if "a" <= letter <= "z" or letter >= "ß":
        return "a"
    return "A" if "A" <= letter <= "Z" or letter >= "À" else "0" if letter.isdecimal() else " "


_SHAPES: Final = "".join(_shape_of(chr(code)) for code in range(0x100)).encode()


def may_be_glued(text: str) -> bool:
    """Tell a line in which a letter meets another kind of character, as it must where two fields are glued.

    >>> may_be_glued("Anne Le GoffTel: 01 99 00 12 34"), may_be_glued("Anne Le Goff, 01 99 00 12 34")
    (True, False)
    """
    shape = text.encode("latin-1", "replace").translate(_SHAPES)
    return b"aA" in shape or b"0a" in shape or b"0A" in shape or "+" in text or "http" in text


def form_label(text: str) -> tuple[str, str] | None:
    """Return the label of a form and what is glued to it.

    >>> form_label("Contact presseAnne Le Goff"), form_label("Contact presse : Anne Le Goff")
    (('Contact presse', 'Anne Le Goff'), None)
    """
    found = _form_labels().match(text)
    return (found[0], text[found.end() :]) if found else None


def is_glued(text: str) -> bool:
    """Tell a line of fields without spaces between them.

    >>> is_glued("Anne Le GoffTel: 01 99 00 12 34"), is_glued("Anne Le Goff Tel: 01 99 00 12 34")
    (True, False)
    """
    if "@" in text and _GLUED_MAIL.search(text) is not None:
        return True
    return _GLUED_TEL.search(text) is not None or ("+" in text and _GLUED_PLUS.search(text) is not None)


def parted_fields(text: str) -> str:
    """Return a line of such fields with a bar between them.

    >>> parted_fields("Anne QuintpressesjefOrme ASTel:22 00 00 00anne@orme.example.org")
    'Anne Quint | pressesjef | Orme AS | Tel:22 00 00 00 | anne@orme.example.org'
    """
    parted = _GLUED_MAIL.sub(" | ", _JOINT.sub(" | ", text))
    return unglued(_AFTER_LABEL.sub(" ", _LOWER_RUN.sub(_before_its_role, parted)))


def _before_its_role(run: re.Match[str]) -> str:
    """Return a word that a role in small letters is glued to with a bar before the role: *Quint | pressesjef*."""
    word = run[0]
    roles = listed("contacts.roles", "contacts.desk_names")
    start = next((at for at in range(2, len(word) - _MIN_ROLE) if fold(word[at:]) in roles), None)
    if start is None:
        return word
    opening = next((one for one in _openings() if word[:start].endswith(one)), "")
    start -= len(opening)
    return f"{word[:start]} | {word[start:]}" if start > 1 else word


@cache
def _openings() -> tuple[str, ...]:
    return tuple(sorted(words()["contacts.role_openings"], key=len, reverse=True))


def unglued(text: str) -> str:
    """Return `text` with a bar before each label that is glued to what stands before it.

    >>> unglued("Anne Le GoffPhone: 01 99 00 12 34")
    'Anne Le Goff | Phone: 01 99 00 12 34'
    """
    if "@" in text:
        text = _GLUED_MAIL.sub(" ", text)
    return _labels().sub(" | ", text) if ":" in text and _CAMEL.search(text) else text


@cache
def _form_labels() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, words().phrases["contacts.form_labels"]))
    return re.compile(rf"(?i:{labels})(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ]|https?:)")


@cache
def _labels() -> re.Pattern[str]:
    labels = "|".join(sorted((word.capitalize() for word in words()["contacts.labels"] if len(word) > 2), key=len))
    return re.compile(rf"(?<=[a-zß-ÿ\d])(?=(?:{labels}|E-?[Mm]ail|Website)\s?:)")
