"""What was read, as HTML: a card for the release, one per contact, and what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm.review.abridged import abridged
from crm.review.look import DOUBTFUL
from crm.review.marks import family_of, label_of
from crm.review.pane import family_class
from crm.review.visible import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crm.reading import ReadContact, Reading
    from crm.review.marks import Mark
    from crm.review.places import Annotated

__all__ = ["cards"]

_LONGEST: Final = 600
"""Characters of a value shown at most; all of it stands in the source."""
_SURE: Final = 0.9

_ON_A_CARD: Final = tuple(
    f"contact.{part}" for part in ("heading", "name", "desk", "role", "institution", "email", "phone", "unread")
)
_GROUPS: Final = (
    ("The release", ("title", "date", "embargo", "language")),
    ("Issued by", ("institution",)),
    ("", ("contact", "unread")),
    ("Boilerplates", ("boilerplate",)),
    ("Warnings", ("warning",)),
    ("Looked like a contact, not taken", ("decoy",)),
    ("Also seen", ("",)),
)
"""The cards in their order, each with its families of marks; the contacts have cards of their own."""


def cards(file: int, annotated: Annotated) -> Iterator[str]:
    """Yield the cards of one reading: every mark is in one of them."""
    reading = annotated.reading
    for title, families in _GROUPS:
        marks = [mark for mark in annotated.marks if family_of(mark.kind) in families]
        if not title:
            yield from _contacts(file, reading, marks)
            continue
        rows = [_row(file, mark) for mark in marks] + _missing(reading, title)
        if rows:
            yield _card(escaped(title), rows)


def _contacts(file: int, reading: Reading, marks: Sequence[Mark]) -> Iterator[str]:
    for number, contact in enumerate(reading.contacts):
        yield _contact(file, number, contact, [mark for mark in marks if mark.contact == number])
    others = [mark for mark in marks if mark.contact is None or not 0 <= mark.contact < len(reading.contacts)]
    rows = [_row(file, mark) for mark in others]
    if not reading.contacts:
        rows.append(_absent("no press contact"))
    if rows:
        yield _card("Around the contacts" if reading.contacts else "Contacts", rows)


def _contact(file: int, number: int, contact: ReadContact, marks: Sequence[Mark]) -> str:
    """Return the card of a contact; its head stands for the contact as a whole, and for its lines."""
    whole = [mark for mark in marks if mark.kind == "contact"]
    title = (
        f'Contact {number + 1} <span class="kind">{escaped(contact.kind)}</span>'
        f'<span class="who">{escaped(contact.name or "(no name)")}</span>'
        f'<span class="aside">{_sure(contact.confidence)}{_where(file, whole[0]) if whole else ""}</span>'
    )
    rows = [_row(file, mark) for mark in sorted(marks, key=_as_of_a_card) if mark not in whole[:1]]
    return _card(title, rows, "card contact", _anchor(file, whole[0]) if whole else "")


def _as_of_a_card(mark: Mark) -> int:
    """Order as a business card is: what is not known comes last, and the order of the page decides the rest."""
    return _ON_A_CARD.index(mark.kind) if mark.kind in _ON_A_CARD else len(_ON_A_CARD)


def _card(title: str, rows: Iterable[str], classes: str = "card", anchor: str = "") -> str:
    return f'<section class="{classes}">\n<h3{anchor}>{title}</h3>\n<ul>\n{"".join(rows)}</ul>\n</section>\n'


def _missing(reading: Reading, title: str) -> list[str]:
    missing: dict[str, tuple[tuple[str, bool], ...]] = {
        "The release": (("no title", reading.title is None), ("no date", reading.date is None)),
        "Issued by": (("no issuer", not reading.institutions),),
    }
    return [_absent(what) for what, is_so in missing.get(title, ()) if is_so]


def _absent(what: str) -> str:
    return f'<li class="absent">{escaped(what)}</li>\n'


def _row(file: int, mark: Mark) -> str:
    tag = f'<span class="tag {family_class(mark.kind)}">{escaped(label_of(mark.kind))}</span>'
    aside = f'<div class="aside">{_sure(mark.confidence)}{_where(file, mark)}</div>'
    return f'<li class="row"{_anchor(file, mark)}>{tag}<div class="said">{_said(mark)}</div>{aside}</li>\n'


def _anchor(file: int, mark: Mark) -> str:
    return f' id="f{file}-m{mark.number}" data-m="{mark.number}"'


def _where(file: int, mark: Mark) -> str:
    return f'<a class="where" href="#f{file}-s{mark.number}">{_lines(mark)}</a>' if mark.lines else ""


def _said(mark: Mark) -> str:
    value = mark.value or mark.text
    said = [f'<span class="value">{escaped(_short(value))}</span>'] if value else []
    if mark.text and _bare(mark.text) != _bare(value):
        said.append(f'<span class="printed">printed “{escaped(_short(mark.text))}”</span>')
    if mark.reason:
        said.append(f'<span class="reason">{escaped(_short(mark.reason))}</span>')
    return " ".join(said)


def _short(text: str) -> str:
    head, left_out, _ = abridged(text, _LONGEST, 0)
    return f"{head}… ({left_out:,} more characters)" if left_out else head


def _bare(text: str) -> str:
    return " ".join(text.split())


def _sure(confidence: float | None) -> str:
    if confidence is None:
        return ""
    level = "high" if confidence >= _SURE else "low" if confidence < DOUBTFUL else "fair"
    word = {"high": "", "low": " doubtful", "fair": ""}[level]
    return f'<span class="sure {level}" title="confidence">{confidence:.0%}{word}</span>'


def _lines(mark: Mark) -> str:
    first, last = mark.lines or (0, 0)
    return f"line {first}" if first == last else f"lines {first}–{last}"
