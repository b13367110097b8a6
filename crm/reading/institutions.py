"""Who issues a communiqué: every name that could be the issuer's is weighed, and the best one is, with its partners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.reading.choosing import as_printed, chosen_of, coordinated
from crm.reading.claims import dated_names, foot_names, names_under_labels, signatures
from crm.reading.coordinates import has_coordinates
from crm.reading.designations import opens_with_role
from crm.reading.domains import Domains
from crm.reading.doubts import Doubts
from crm.reading.findings import ReadInstitution
from crm.reading.fuller import Wholes
from crm.reading.issuers import OF_SENTENCES, Issuer
from crm.reading.labelled import labelled_names
from crm.reading.named import abbreviated_names, bold_names, letterhead_names, reprinted_names
from crm.reading.naming import key_of, name_in, times_in
from crm.reading.openings import MAX_BODY, Sentence, body_of, leads_of, places_under, running_text, sentence_of
from crm.reading.page import page_of
from crm.reading.parts import part_of
from crm.reading.phrases import is_clear, opening_names
from crm.reading.speakers import speakers_of
from crm.reading.subjects import headline_names, is_capitalised, rejoined, subjects_of
from crm.reading.vocabulary import says, says_press
from crm.reading.words import words
from crm.values import fold, folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.reading.claims import Claim
    from crm.reading.findings import Lines
    from crm.reading.lines import Line
    from crm.reading.page import Place

__all__ = ["Issuer", "Weighing", "institutions_of", "read_institutions"]

_SENTENCE: Final = 7
_MAX_RANKED: Final = 40

_IN_BRACKETS: Final = re.compile(r"\s*\([^()]{0,120}\)")
_SUBJECT: Final = 120
"""Characters in which the subject of a sentence begins."""
_CODE: Final = re.compile(r"[^\W\d_a-z]{2,5}-[^\W\d_a-z]{1,4}")
"""*POL-BR*: what an office is called on a wire."""
_MIN_DECLINED: Final = 7
_MAX_ENDING: Final = 2
"""Letters of a longer word that are another ending."""

_OF_HOME: Final = frozenset({"domain", "beside a contact, and told of", "above the title, and in the text"})
"""Of which a name needs one where little else speaks for it."""
_OF_LISTS: Final = frozenset({"about", "signs"})
"""Where a name may be a month: *April*."""
_OF_NO_MATTER: Final = OF_SENTENCES | {"under the label", "letterhead", "beside the date"}
_OF_SUBJECT: Final = 3.2
_OF_LEAD: Final = 2.6
_OF_OPENING: Final = 1.1
_OF_PLACE: Final = 0.3
_SURE: Final = 2.2
"""Points of a name that surely issues, ..."""
_LEAST: Final = 1.7
"""... and of one that is given where there is none."""
_PLACED: Final = re.compile(r"[^\W\d_a-z][\w’'-]+,\s[^\W\d_A-Z]")
"""What a title opens with as with a place: *Valmont, nuova biblioteca*."""


def read_institutions(issuers: Sequence[Issuer]) -> tuple[ReadInstitution, ...]:
    """Return the findings that `issuers` are."""
    every = [one.name for one in issuers]
    return tuple(
        ReadInstitution(one.name, one.lines, part_of(one.name, [other for other in every if other != one.name]))
        for one in issuers
    )


def institutions_of(
    title: tuple[str, Lines] | None,
    lines: Sequence[Line],
    names: Sequence[str],
    headed: Sequence[str] = (),
) -> tuple[ReadInstitution, ...]:
    """Return the issuers in printed order; `names` are institutions of the contacts, `headed` those of *About …*."""
    weighing = Weighing(title, lines, page_of(lines), headed)
    weighing.of_contacts(names)
    return read_institutions(weighing.concluded())


class Weighing:
    """The names of one communiqué, and the points they have: from its text at once, from its contacts when asked."""

    def __init__(
        self,
        title: tuple[str, Lines] | None,
        lines: Sequence[Line],
        page: Sequence[Place],
        headed: Sequence[str],
        language: str | None = None,
        matter: int = 0,
    ) -> None:
        self.language = language
        self.title = title
        self.lines = lines
        self.page = page
        self.known = {fold(name) for name in headed}
        self.found: dict[str, Issuer] = {}
        self.groups: list[list[str]] = []
        self.labelled: list[list[str]] = []
        self.initials: dict[str, str] = {}
        """The names that the lead gives with their initials, by these."""
        self.joint: list[str] = []
        """The institutions of the contacts, or of *About …*, that the text coordinates."""
        self.after = places_under(title, page, matter)
        self.lead = leads_of(self.after)
        self.where: Lines = (self.lead[0].number, self.lead[0].number) if self.lead else (1, 1)
        self.body = body_of(self.after, title[0] if title else "")
        self.told = running_text(
            place.line for place in self.after if place.is_prose or (place.size > _SENTENCE and place.is_text)
        )[:MAX_BODY]
        self.sentences = [sentence_of(line, language, is_first=line is self.lead[0]) for line in self.lead]
        self.doubts = Doubts(title[0] if title else "", self.body, self.told)
        self.domains = Domains.of(lines)
        self.coordinated: set[str] = set()
        """The known names with *and* in them."""
        self._chosen: list[Issuer] | None = None
        self._weigh(headed)

    def of_contacts(self, names: Sequence[str], beside: Iterable[str] = ()) -> None:
        """Give points to the institutions of the contacts; a title or lead that opens with one is about it.

        `beside` are names that stand beside contacts, and that the text tells of.
        """
        found = [name for name in dict.fromkeys(beside) if name not in names]
        for name in found:
            self._add(name, self.where, "beside a contact, and told of", 1.8)
            self._domain(name)
        if found:
            self._chosen = None
            self._counts()
        if not names:
            return
        self._chosen = None
        names = [*dict.fromkeys(map(_unlabelled, names))]
        folded = {fold(name) for name in names}
        if not folded <= self.known:
            self.known |= folded
            self._subjects()
        for name in names:
            self._add(name, self.where, "of a contact", 1.0)
            if self._is_told_of(name):
                self._add(name, self.where, "told of, and answers for it", 1.2)
            self._domain(name)
        self._together(names)
        self._counts()

    def _is_told_of(self, name: str) -> bool:
        """Whether a paragraph that leads to nobody names an institution, declined or not: *des Bundesverbands*."""
        first, gap, rest = name.partition(" ")
        stem = first[:-_MAX_ENDING] if gap and len(first) > _MIN_DECLINED else first
        for told in self.told.split("\n"):
            place = told.find(stem)
            if (
                place >= 0
                and gap + rest in told[place : place + len(name) + 2 * _MAX_ENDING]
                and not has_coordinates(told)
            ):
                return True
        return False

    def _together(self, names: Sequence[str]) -> None:
        """Let the institutions of the contacts that the text joins by commas and *and* issue together.

        So do those that the title and the lead name, each of which has a contact of its own.
        """
        if len(names) < 2:
            return
        lead = "\n".join([self.title[0] if self.title else "", *(line.plain for line in self.lead)])
        named = sorted((place, name) for name in names if (place := lead.find(name)) >= 0)
        if len(named) > 1 and not has_coordinates(lead):
            self.joint = [fold(name) for _, name in named]
        else:
            self.joint = [fold(name) for name in coordinated(names, self.body)] or self.joint

    def _weigh(self, headed: Sequence[str]) -> None:
        self._subjects()
        title = self.title[0] if self.title else None
        self._claimed(names_under_labels(self.page, self.lines, title, self.language))
        self._claimed(dated_names(self.after))
        if self.title and ":" not in self.title[0]:
            self._group(labelled_names(self.title[0], self.language), self.title[1], "of the label", 2.4)
        self._named()
        for name in headed:
            self._add(_IN_BRACKETS.sub(" ", name), self.where, "about", 2.6)
        self.joint = [fold(name) for name in coordinated(headed, self.body)] if len(headed) > 1 else []
        self._claimed(foot_names(self.lines))
        self._claimed(signatures(self.after, self.told))
        self._speakers()
        self._from_domains()
        self._counts()

    def _subjects(self) -> None:
        """Weigh who the title and the lead are about, as far as names are known now."""
        for issuer in self.found.values():
            for reason in OF_SENTENCES & issuer.points.keys():
                del issuer.points[reason]
        self.groups = []
        joints = words()["conjunctions"]
        self.coordinated = {name for name in self.known if not joints.isdisjoint(name.split())}
        self._title()
        for sentence in self.sentences:
            self._lead(sentence, is_first=sentence is self.sentences[0])

    def _add(self, name: str, where: Lines, reason: str, points: float) -> str | None:
        """Give a name points for a reason, the most it got for that reason; return its key."""
        text = name_in(name)
        key = key_of(text) or (fold(text) if reason in _OF_LISTS and text[:1].isupper() and text.isalpha() else None)
        if not key or (reason in _OF_NO_MATTER and key.split()[0] in words()["institutions.matters"]):
            return None
        if key not in self.found:
            self.found[key] = Issuer(text, where, len(self.found))
        issuer = self.found[key]
        issuer.points[reason] = max(points, issuer.points.get(reason, 0.0))
        return key

    def _group(self, names: Iterable[str], where: Lines, reason: str, points: float) -> None:
        """Give points to names that are coordinated with each other."""
        joined = rejoined([*names], self.coordinated) if self.coordinated else names
        keys = [key for name in joined if (key := self._add(name, where, reason, points))]
        if len(keys) > 1:
            (self.groups if reason in OF_SENTENCES else self.labelled).append(keys)

    def _claimed(self, claims: Iterable[Claim]) -> None:
        for names, number, reason, points in claims:
            self._group(names, (number, number), reason, points)

    def _title(self) -> None:
        if self.title is None:
            return
        text, where = self.title
        label, colon, rest = text.partition(":")
        text = rest.strip() if colon and fold(label) in words().phrases["title.labels"] else text
        is_headline = is_capitalised(text)
        opening = (
            [] if is_headline else [name for name in opening_names(text, self.language) if not _CODE.fullmatch(name)]
        )
        subjects = subjects_of(opening, self.known)
        if subjects:
            self._group(subjects, where, "subject of the title", _OF_SUBJECT)
            return
        names = headline_names(text, self.body) if is_headline else opening
        is_place = bool(names) and _PLACED.match(text) is not None
        self._group(names[:3], where, "opens the title", _OF_PLACE if is_place else _OF_OPENING)
        head, colon, rest = text.partition(": ")
        head = head.rpartition(", ")[2]
        if colon and not is_headline:
            found = list(opening_names(rest, self.language))
            subjects = subjects_of(found, self.known)
            self._group(subjects or found[:1], where, "after the colon", 1.8 if subjects else _OF_OPENING)
        if colon and len(head.split()) <= 5 and not _CODE.fullmatch(head):
            self._add(head, where, "before the colon of the title", 1.2 if is_clear(head) else 0.6)

    def _lead(self, sentence: Sentence, *, is_first: bool) -> None:
        where, opening = sentence.where, sentence.opening
        subjects = [] if sentence.is_capitalised else subjects_of(opening, self.known)
        if subjects and not any(opens_with_role(name) for name in subjects):
            self._group(subjects, where, "subject of the lead", _OF_LEAD - (0.0 if is_first else 0.8))
        else:
            self._group(opening[:2], where, "opens the lead", _OF_OPENING - (0.0 if is_first else 0.3))
        announcers = sentence.announcers
        points = 2.2 if len(announcers) > 1 else 1.8 if is_first else 1.2
        self._group(announcers, where, "announces", points)
        teams = [name for name in sentence.teams if is_clear(name) or times_in(name, self.body) > 1]
        self._group(teams, where, "its people", 1.8)

    def _named(self) -> None:
        """Weigh the names that have a form of their own in the lead, and those of the letterhead."""
        for line in self.lead:
            where = (line.number, line.number)
            points = 2.4 if line is self.lead[0] else 1.6
            for place, (name, initials) in enumerate(abbreviated_names(line.plain)):
                self.initials.setdefault(fold(initials), fold(name))
                is_subject = 0 <= line.plain.find(name) < _SUBJECT
                self._add(name, where, "with its initials", (points if is_subject else _OF_OPENING) - 0.8 * place)
            for name in bold_names(line.printed):
                self._add(name, where, "in bold", points)
        self._letterhead()

    def _speakers(self) -> None:
        """Weigh for whom those speak whom the text names with their post: most of all for whom the first does."""
        for points, (name, number) in zip((1.4, 1.0), speakers_of(self.after, self.language), strict=False):
            self._add(name, (number, number), "speaks through somebody", points)

    def _letterhead(self) -> None:
        """Weigh who stands above the title; several side by side issue together."""
        row: list[str] = []
        for name, number, initials, is_beside in letterhead_names(self.page, self.title and self.title[1][0]):
            key = self._add(name, (number, number), "letterhead", 1.8)
            if key and initials[:1] == name[:1] and initials.isupper():
                self.initials.setdefault(fold(initials), key)
            if key and is_beside:
                row.append(key)
        if len(row) > 1:
            self.labelled.append(row)
        for name, number in reprinted_names(self.page, self.title and self.title[1][0]):
            if name in self.body:
                self._add(name, (number, number), "above the title, and in the text", 1.4)

    def _from_domains(self) -> None:
        """Weigh the names that the addresses and the links of the page are made from."""
        names = [*self.domains.names_in(self.body), *(one.name for one in self.found.values())]
        for name in dict.fromkeys(names):
            self._domain(name)

    def _domain(self, name: str) -> None:
        points = self.domains.points_of(name)
        if points:
            self._add(name, self.where, "domain", points)

    def _counts(self) -> None:
        for issuer in self.found.values():
            self.doubts.weigh(issuer, self.groups)
        self._kin()

    def _kin(self) -> None:
        """Give names points for those they are a part of, or that are a part of them: *Orvane*, *Orvane SE*."""
        ranked = sorted(self.found.items(), key=lambda item: -item[1].score)[:_MAX_RANKED]
        scores = [(f" {key} ", issuer.score, issuer) for key, issuer in ranked]
        for key, _, issuer in scores:
            kin = [score for other, score, _ in scores if other != key and (other in key or key in other)]
            issuer.points["under another name"] = round(min(0.8, 0.3 * max(0.0, *kin, 0.0)), 2)

    def chosen(self) -> list[Issuer]:
        """Return the best name and its partners, in the order they are printed in."""
        if self._chosen is None:
            self._chosen = self._choose()
        return self._chosen

    def concluded(self) -> list[Issuer]:
        """Return `chosen`, or where nothing is sure enough, a name that has an address, or the one of the contacts."""
        return self.chosen() or self._domestic() or self._answering()

    def _domestic(self) -> list[Issuer]:
        """Return the best name that has an address or a site called like itself."""
        chosen = self._choose(_LEAST)
        return chosen if chosen and not _OF_HOME.isdisjoint(chosen[0].points) else []

    def _answering(self) -> list[Issuer]:
        """Return the one institution of the contacts, where the text says of no other that it issues."""
        found = [one for one in self.found.values() if "of a contact" in one.points]
        if not self.told or len(found) != 1 or _is_office(found[0].name):
            return []
        return [Wholes(self.found, self.initials, "", "").of(found[0])]

    def _choose(self, least: float = _SURE) -> list[Issuer]:
        chosen = chosen_of(self.found, [*self.groups, *self.labelled, self.joint], least)
        if not chosen:
            return []
        text = f"{self.title[0] if self.title else ''}\n{self.body}"
        wholes = Wholes(self.found, self.initials, "\n".join(line.plain for line in self.lead), text)
        return [wholes.of(one) for one in as_printed(chosen, text)]


def _is_office(name: str) -> bool:
    """Whether words name an office that answers the press, and not whose."""
    said = folded_words(name)
    return says_press(said) or says(said, "communication") or says(said, "soft")


def _unlabelled(name: str) -> str:
    """Return the institution of a contact without the label before it: *Presse Observatoire de Valmont*."""
    first, _, rest = name.partition(" ")
    return rest if rest and is_clear(rest) and says_press(folded_words(first)) else name
