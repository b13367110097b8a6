"""Invented releases in eight languages and some sixty layouts, each with the contacts that a careful reader names.

A layout is a function of a `Page`, which holds everything that chance decides; it returns the `Section` it printed.
`release` is all that others need; `releases` gives the same to hypothesis.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from hypothesis import strategies as st

from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from crm import Reading

__all__ = ["FAMILIES", "LANGUAGES", "Key", "Release", "Truth", "faults", "key", "key_of", "release", "releases"]

LANGUAGES: Final = ("fr", "en", "de", "es", "it", "nl", "pt", "sv")

_T = TypeVar("_T")

Key = tuple[str, frozenset[str], frozenset[str]]
"""What tells contacts apart: the words of the name in any order, the addresses, the numbers."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A contact as printed; `name` is None for a desk, `institution` and `role` where the page does not say."""

    name: str | None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    institution: str | None = None
    role: str | None = None

    @property
    def key(self) -> Key:
        return key(self.name, self.emails, self.phones)


@dataclass(frozen=True, slots=True)
class Release:
    family: str
    language: str
    text: str
    truth: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Phone:
    e164: str
    printed: str

    @property
    def link(self) -> str:
        return f"tel:{self.e164}"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    given: str
    surname: str
    role: str
    institution: str
    email: str
    phone: Phone
    second: Phone

    def truth(self, **stated: Any) -> Truth:
        """What a page says that prints name, address and number; `stated` is what it prints otherwise, or besides."""
        return replace(Truth(self.name, (self.email,), (self.phone.e164,)), **stated)


@dataclass(frozen=True, slots=True)
class Section:
    lines: Sequence[str]
    truth: Sequence[Truth]
    place: Literal["top", "bottom", "both"] = "bottom"
    has_about: bool = False
    gap: int = 1
    """Blank lines for each that there is, on the whole page."""


# What is printed ------------------------------------------------------------------------------------------------------

_GERMAN: Final = ((30, 23125), (69, 90009), (40, 66969), (221, 4710), (89, 99998))
"""Area and first digits of the numbers kept for films. Source: Bundesnetzagentur, *Drama numbers*, 2021."""
_WRITINGS: Final = {
    "fr": ("01 99 00 {a} {b}", "01.99.00.{a}.{b}", "01-99-00-{a}-{b}", "01\u00a099\u00a000\u00a0{a}\u00a0{b}"),
    "+33": ("+33 1 99 00 {a} {b}", "+33 (0)1 99 00 {a} {b}", "0033 1 99 00 {a} {b}", "+33 1.99.00.{a}.{b}"),
    "de": ("0{area} {first} {c}", "0{area}/{first}-{c}", "(0{area}) {first} {c}", "0{area} {first}-{c}"),
    "+49": ("+49 {area} {first} {c}", "+49 (0){area} {first}-{c}", "0049 {area} {first} {c}", "+49 {area} {first}{c}"),
    "uk": ("+44 20 7946 0{c}", "+44 (0)20 7946 0{c}", "0044 20 7946 0{c}", "+44 (0) 20 7946 0{c}"),
    "us": ("({code}) 555-01{b}", "+1 {code}-555-01{b}", "{code}-555-01{b}", "+1 ({code}) 555-01{b}"),
    "se": ("08-465 004 {b}", "08-46 50 04 {b}", "031-390 06 {b}", "031 390 06 {b}"),
    "+46": ("+46 8 465 004 {b}", "+46 (0)8 465 004 {b}", "0046 31 390 06 {b}", "+46 (0)31-390 06 {b}"),
}
_PLANS: Final = {"fr": ("fr", "fr", "+33"), "de": ("de", "+49"), "en": ("uk", "us"), "sv": ("se", "+46")}
"""How a language prints numbers; those of countries without numbers kept for fiction borrow French ones."""


def _phone(plan: str, style: int, number: int) -> Phone:
    """Return the number that `number`, below 10,000, stands for in a numbering plan."""
    a, b, c = f"{number:04}"[:2], f"{number:04}"[2:], f"{number % 1000:03}"
    area, first = _GERMAN[number % len(_GERMAN)]
    code = (202, 312, 415, 206)[number // 100 % 4]
    swedish = f"+463139006{b}" if style > 1 else f"+468465004{b}"
    e164 = {
        "fr": f"+3319900{a}{b}",
        "+33": f"+3319900{a}{b}",
        "de": f"+49{area}{first}{c}",
        "+49": f"+49{area}{first}{c}",
        "uk": f"+442079460{c}",
        "us": f"+1{code}55501{b}",
        "se": swedish,
        "+46": swedish,
    }[plan]
    return Phone(e164, _WRITINGS[plan][style].format(a=a, b=b, c=c, area=area, first=first, code=code))


@cache
def _words() -> dict[str, dict[str, Any]]:
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        tag: {
            key: value.split() if key in ("given", "civilities", "cities", "months") else value
            for key, value in one.items()
        }
        for tag, one in found.items()
    }


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isascii() and (c.isalnum() or c == "-"))


def _domains(institution: str) -> tuple[str, str]:
    """Return an institution's acronym and its whole name, as labels of a domain."""
    words = [_ascii(word.replace("'", "-")) for word in institution.split()]
    return "".join(word[0] for word in words), "-".join(words)


@dataclass(slots=True)
class Page:
    """One release in the making: its language's words, and everything that chance decides."""

    language: str
    random: Random
    words: dict[str, Any] = field(init=False)
    people: list[Person] = field(init=False)
    """Three at least who may be contacts."""
    quoted: list[str] = field(init=False)
    numbers: list[int] = field(init=False)
    plan: str = field(init=False)
    style: int = field(init=False)

    def __post_init__(self) -> None:
        self.words = _words()[self.language]
        self.plan = self.choice(_PLANS.get(self.language, ("+33",)))
        self.style = self.random.randrange(4)
        # Any two differ in their last two digits: then they differ in every plan.
        self.numbers = [100 * self.random.randrange(100) + last for last in self.random.sample(range(100), 24)]
        names = list(zip(self.sample(self.words["given"], 8), self.sample(self.words["family"], 8), strict=True))
        self.quoted = [" ".join(name) for name in names[3:]]
        self.people = self._people(names[:3])

    def _people(self, names: Sequence[tuple[str, str]]) -> list[Person]:
        """Return three persons of three institutions, whose names and addresses the page writes alike."""
        capitals, tld = self.random.randrange(4) == 0, self.choice(("org", "net", "com"))
        local = self.choice(("{0}.{1}", "{0[0]}.{1}", "{0}_{1}", "{0[0]}{1}"))
        people = []
        for (given, surname), institution in zip(names, self.sample(self.words["institutions"], 3), strict=True):
            email = f"{local.format(_ascii(given), _ascii(surname))}@{self.choice(_domains(institution))}.example.{tld}"
            printed = surname.upper() if capitals and "'" not in surname else surname
            role = self.word("roles")
            people.append(
                Person(f"{given} {printed}", given, printed, role, institution, email, self.phone(), self.phone())
            )
        return people

    def choice(self, among: Sequence[_T]) -> _T:
        return among[self.random.randrange(len(among))]

    def sample(self, among: Sequence[str], count: int) -> list[str]:
        return self.random.sample(among, count)

    def word(self, name: str) -> str:
        return self.choice(self.words[name])

    def maybe(self) -> bool:
        return self.random.randrange(2) == 1

    def phone(self) -> Phone:
        return _phone(self.plan, self.style, self.numbers.pop())

    def some(self, least: int = 1, most: int = 3) -> list[Person]:
        """Return the contacts of the release, of one institution: a page that says nothing else means its issuer."""
        people = self.people[: self.random.randint(least, most)]
        return [self.at(one, self.people[0]) for one in people]

    def at(self, one: Person, colleague: Person) -> Person:
        """Return `one` in the institution of `colleague`."""
        email = f"{one.email.partition('@')[0]}@{colleague.email.partition('@')[2]}"
        return replace(one, institution=colleague.institution, email=email)

    def labelled(self, kind: str, value: str) -> str:
        return f"{self.word(kind)} {value}"

    def filled(self, text: str) -> str:
        return text.format(
            who=self.choice(self.quoted),
            org=self.choice(self.words["institutions"]),
            city=self.word("cities"),
            n=self.random.randint(101, 989),
            year=self.random.randint(1998, 2024),
            day=self.random.randint(2, 28),
            month=self.word("months"),
            email=f"{self.choice(('web', 'info', 'tickets', 'news'))}@{self.choice(('services', 'site'))}.example.org",
            phone=self.phone().printed if "{phone}" in text else "",
        )

    def headed(self, lines: Iterable[str], *, markdown: bool = False) -> list[str]:
        """Return the lines under a heading, with or without a blank line between."""
        heading = self.word("headings")
        if markdown:
            heading = self.choice(("## {}", "**{}**", "### {}", "{}")).format(heading)
        return [heading, *([""] if markdown or self.maybe() else []), *lines]


# The layouts ----------------------------------------------------------------------------------------------------------

FAMILIES: Final[dict[str, Callable[[Page], Section]]] = {}


def _family(layout: Callable[[Page], Section]) -> Callable[[Page], Section]:
    FAMILIES[layout.__name__.strip("_").replace("_", " ")] = layout
    return layout


def _blocks(blocks: Iterable[Sequence[str]], *, apart: bool = True) -> list[str]:
    """Return the lines of the blocks, a blank one between."""
    lines = [line for block in blocks for line in (*block, *([""] if apart else []))]
    return lines[:-1] if apart and lines else lines


def _truths(people: Iterable[Person]) -> Iterator[Truth]:
    return (one.truth() for one in people)


@_family
def _block(page: Page) -> Section:
    people = page.some()
    with_role, with_institution, labels = page.maybe(), page.maybe(), page.maybe()
    blocks = [
        [
            one.name,
            *([one.role] if with_role else []),
            *([one.institution] if with_institution else []),
            page.labelled("emails", one.email) if labels else one.email,
            page.labelled("phones", one.phone.printed) if labels else one.phone.printed,
        ]
        for one in people
    ]
    truth = [
        one.truth(role=one.role if with_role else None, institution=one.institution if with_institution else None)
        for one in people
    ]
    return Section(page.headed(_blocks(blocks)), truth)


@_family
def _block_in_other_orders(page: Page) -> Section:
    people, order = page.some(), page.choice(("iprm", "rpm", "pm", "imp", "mpr", "pmi"))

    def block(one: Person) -> list[str]:
        parts = {"r": one.role, "i": one.institution, "m": one.email, "p": one.phone.printed}
        return [one.name, *(parts[part] for part in order)]

    truth = [
        one.truth(role=one.role if "r" in order else None, institution=one.institution if "i" in order else None)
        for one in people
    ]
    return Section(page.headed(_blocks(block(one) for one in people)), truth)


@_family
def _blocks_not_apart(page: Page) -> Section:
    """No blank line tells where the next begins: the next name does."""
    people = page.some(2)
    blocks = [[one.name, one.role, one.phone.printed, one.email] for one in people]
    return Section(page.headed(_blocks(blocks, apart=False)), [one.truth(role=one.role) for one in people])


def _line_family(title: str, separator: str) -> None:
    def line(page: Page) -> Section:
        people = page.some()
        order = page.choice(("mp", "pm", "rmp", "rpm"))

        def parts(one: Person) -> list[str]:
            printed = {"r": one.role, "m": one.email, "p": one.phone.printed}
            return [one.name, *(printed[part] for part in order)]

        truth = [one.truth(role=one.role if "r" in order else None) for one in people]
        return Section(page.headed(separator.join(parts(one)) for one in people), truth)

    FAMILIES[f"line with {title}"] = line


for _title, _separator in (
    ("bars", " | "),
    ("bullets", " • "),
    ("dashes", " – "),
    ("hyphens", " - "),
    ("slashes", " / "),
    ("commas", ", "),
    ("colons", " : "),
):
    _line_family(_title, _separator)


@_family
def _several_on_a_line(page: Page) -> Section:
    people = page.some(2)
    inside, between = page.choice(
        ((" ({0}, {1})", " ; "), (" ({1} – {0})", " / "), (", {0}, {1}", " ; "), (" : {1}, {0}", " | "))
    )
    line = between.join(one.name + inside.format(one.email, one.phone.printed) for one in people)
    return Section(page.headed([line]), [one.truth() for one in people])


@_family
def _labels(page: Page) -> Section:
    people, has_fax = page.some(1, 2), page.maybe()
    faxes = [page.phone().printed for _ in people]
    blocks = [
        [
            one.name,
            page.labelled("phones", one.phone.printed),
            *([f"{page.words['fax']} {fax}"] if has_fax else []),
            page.labelled("emails", one.email),
        ]
        for one, fax in zip(people, faxes, strict=True)
    ]
    return Section(page.headed(_blocks(blocks)), [one.truth() for one in people])


@_family
def _labels_on_one_line(page: Page) -> Section:
    people, between = page.some(1, 2), page.choice((" – ", ", ", " | ", " "))
    lines = [
        line
        for one in people
        for line in (
            one.name,
            page.labelled("phones", one.phone.printed) + between + page.labelled("emails", one.email),
        )
    ]
    return Section(page.headed(lines), [one.truth() for one in people])


@_family
def _institutions_above(page: Page) -> Section:
    """A release of two or three institutions, each with its contacts."""
    groups = page.choice(((0, 1), (0, 1, 2), (0, 0, 1)))
    people = [page.at(one, page.people[group]) for one, group in zip(page.people, groups, strict=False)]
    marked, on_a_line = page.choice(("{}", "{}", "**{}**", "{} :")), page.maybe()
    lines: list[str] = []
    for one, before in zip(people, [None, *people], strict=False):
        if before is None or before.institution != one.institution:
            lines += [*([""] if before else []), marked.format(one.institution)]
        parts = [one.name, one.phone.printed, one.email]
        lines += [", ".join(parts)] if on_a_line else parts
    return Section(page.headed(lines), [one.truth(institution=one.institution) for one in people])


def _named_with(title: str, printed: str) -> None:
    """Add a family whose names have the institution or the role on their line."""

    def named(page: Page) -> Section:
        people, on_a_line = page.some(1, 2), page.maybe()
        heads = [printed.format(name=one.name, role=one.role, institution=one.institution) for one in people]
        blocks = [
            [f"{head} – {one.email} – {one.phone.printed}"] if on_a_line else [head, one.email, one.phone.printed]
            for head, one in zip(heads, people, strict=True)
        ]
        truth = [
            one.truth(
                role=one.role if "{role}" in printed else None,
                institution=one.institution if "{institution}" in printed else None,
            )
            for one in people
        ]
        return Section(page.headed(_blocks(blocks, apart=not on_a_line)), truth)

    FAMILIES[title] = named


for _title, _printed in (
    ("institution after the name", "{name}, {institution}"),
    ("institution after a dash", "{name} – {institution}"),
    ("institution in brackets", "{name} ({institution})"),
    ("role after the name", "{name}, {role}"),
    ("role after a dash", "{name} – {role}"),
    ("role and institution after the name", "{name}, {role}, {institution}"),
    ("role in brackets", "{name} ({role})"),
):
    _named_with(_title, _printed)


@_family
def _role_before_the_name(page: Page) -> Section:
    people = page.some(1, 2)
    blocks = [[f"{one.role[0].upper()}{one.role[1:]} : {one.name}", one.email, one.phone.printed] for one in people]
    return Section(page.headed(_blocks(blocks)), [one.truth(role=one.role) for one in people])


@_family
def _civilities(page: Page) -> Section:
    people = page.some(1, 2)
    blocks = [[f"{page.word('civilities')} {one.name}", one.role, one.email, one.phone.printed] for one in people]
    return Section(page.headed(_blocks(blocks)), [one.truth(role=one.role) for one in people])


@_family
def _capitals(page: Page) -> Section:
    """Surnames in capitals, before the given name or after it."""
    people = [one for one in page.people if "'" not in one.surname][:2]
    before = page.maybe()
    names = [f"{one.surname.upper()} {one.given}" if before else f"{one.given} {one.surname.upper()}" for one in people]
    blocks = [[name, one.phone.printed, one.email] for name, one in zip(names, people, strict=True)]
    return Section(page.headed(_blocks(blocks)), [one.truth() for one in people])


@_family
def _name_after_the_address(page: Page) -> Section:
    people = page.some()
    with_phone = page.maybe()
    lines = [", ".join([one.email, one.name, *([one.phone.printed] if with_phone else [])]) for one in people]
    return Section(page.headed(lines), [one.truth(**({} if with_phone else {"phones": ()})) for one in people])


@_family
def _columns_as_alternate_lines(page: Page) -> Section:
    one, two = page.some(2, 2)
    lines = [one.name, two.name, one.email, two.email, one.phone.printed, two.phone.printed]
    return Section(page.headed(lines), [one.truth(), two.truth()])


@_family
def _columns_side_by_side(page: Page) -> Section:
    people, is_tabbed = page.some(2), page.maybe()
    rows = [[one.name for one in people], [one.email for one in people], [one.phone.printed for one in people]]
    if page.maybe():
        rows.insert(1, [one.role for one in people])
    width = 4 + max(len(cell) for row in rows for cell in row)
    lines = ["\t".join(row) if is_tabbed else "".join(f"{cell:<{width}}" for cell in row).rstrip() for row in rows]
    roles = len(rows) == 4
    return Section(page.headed(lines), [one.truth(role=one.role if roles else None) for one in people])


@_family
def _row_with_tabs(page: Page) -> Section:
    people = page.some()
    lines = ["\t".join([one.name, one.role, one.phone.printed, one.email]) for one in people]
    return Section(page.headed(lines), [one.truth(role=one.role) for one in people])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


@_family
def _table(page: Page) -> Section:
    people, columns = page.some(), page.words["columns"]
    rows = [_row([one.name, one.role, one.email, one.phone.printed]) for one in people]
    lines = [_row(columns), _row("---" for _ in columns), *rows]
    return Section(page.headed(lines, markdown=True), [one.truth(role=one.role) for one in people])


@_family
def _table_without_header(page: Page) -> Section:
    people, has_rule = page.some(), page.maybe()
    rows = [_row([one.name, one.phone.printed, one.email]) for one in people]
    lines = [*([_row(["   "] * 3), _row(["---"] * 3)] if has_rule else []), *rows]
    return Section(page.headed(lines, markdown=True), [one.truth() for one in people])


@_family
def _table_with_split_names(page: Page) -> Section:
    people, columns = page.some(), page.words["split"]
    rows = [_row([one.given, one.surname, one.email, one.phone.printed]) for one in people]
    lines = [_row(columns), _row("---" for _ in columns), *rows]
    return Section(page.headed(lines, markdown=True), [one.truth() for one in people])


@_family
def _bullet_list(page: Page) -> Section:
    people, bullet = page.some(), page.choice("-*•")
    between = page.choice((", ", " – ", " : "))
    lines = [f"{bullet} {one.name}{between}{one.phone.printed}, {one.email}" for one in people]
    return Section(page.headed(lines, markdown=bullet != "•"), [one.truth() for one in people])


@_family
def _nested_bullet_list(page: Page) -> Section:
    people = page.some(1, 2)
    blocks = [[f"- {one.name}, {one.role}", f"  - {one.email}", f"  - {one.phone.printed}"] for one in people]
    return Section(
        page.headed(_blocks(blocks, apart=False), markdown=True), [one.truth(role=one.role) for one in people]
    )


@_family
def _bold_names(page: Page) -> Section:
    people, end = page.some(), page.choice(("  ", ""))
    blocks = [[f"**{one.name}**{end}", f"{one.role}{end}", f"{one.phone.printed}{end}", one.email] for one in people]
    return Section(page.headed(_blocks(blocks), markdown=True), [one.truth(role=one.role) for one in people])


@_family
def _mail_links(page: Page) -> Section:
    people = page.some()
    blocks = [[f"**{one.name}**", f"[{one.email}](mailto:{one.email})", one.phone.printed] for one in people]
    return Section(page.headed(_blocks(blocks), markdown=True), [one.truth() for one in people])


@_family
def _mail_hidden_behind_a_word(page: Page) -> Section:
    people = page.some()
    query = page.choice(("", "?subject=Presse"))
    lines = [f"{one.name}, {one.phone.printed} – [{page.word('link')}](mailto:{one.email}{query})" for one in people]
    return Section(page.headed(_blocks([line] for line in lines), markdown=True), [one.truth() for one in people])


@_family
def _mail_hidden_behind_the_name(page: Page) -> Section:
    people = page.some()
    lines = [f"[{one.name}](mailto:{one.email}), {one.phone.printed}" for one in people]
    return Section(page.headed(_blocks([line] for line in lines), markdown=True), [one.truth() for one in people])


@_family
def _autolinks(page: Page) -> Section:
    people = page.some()
    between = page.choice((", ", " – ", " "))
    lines = [f"{one.name} <{one.email}>{between}{one.phone.printed}" for one in people]
    return Section(page.headed(lines), [one.truth() for one in people])


@_family
def _obfuscated(page: Page) -> Section:
    people = page.some(1, 2)
    at = page.choice(("(at)", "[at]", " (at) ", " [at] ", "(@)"))
    blocks = [[one.name, page.labelled("emails", one.email.replace("@", at)), one.phone.printed] for one in people]
    return Section(page.headed(_blocks(blocks)), [one.truth() for one in people])


@_family
def _spelled_out(page: Page) -> Section:
    """*anne arobase valmont point example point org*, which only a label tells from words."""
    people = [replace(one, email=f"{_ascii(one.surname)}@{one.email.partition('@')[2]}") for one in page.some(1, 2)]
    at, dot = page.words["at"], page.words["dot"]
    spelled = [one.email.replace(".", dot).replace("@", at) for one in people]
    blocks = [
        [one.name, page.labelled("emails", address), page.labelled("phones", one.phone.printed)]
        for one, address in zip(people, spelled, strict=True)
    ]
    return Section(page.headed(_blocks(blocks)), [one.truth() for one in people])


@_family
def _inline_heading(page: Page) -> Section:
    (one,) = page.some(1, 1)
    heading = page.word("headings").rstrip(" :")
    between = page.choice((", ", " – ", " | "))
    return Section([f"{heading} : {between.join([one.name, one.phone.printed, one.email])}"], [one.truth()])


@_family
def _heading_names_the_institution(page: Page) -> Section:
    people = page.some(1, 2)
    heading = page.words["heading_of"].format(org=people[0].institution)
    blocks = [[one.name, one.email, one.phone.printed] for one in people]
    return Section([heading, *_blocks(blocks)], [one.truth(institution=one.institution) for one in people])


@_family
def _sentence(page: Page) -> Section:
    (one,) = page.some(1, 1)
    text = page.word("sentences")
    line = text.format(name=one.name, role=one.role, phone=one.phone.printed, email=one.email)
    return Section([line], [one.truth(role=one.role if "{role}" in text else None)])


@_family
def _at_the_top(page: Page) -> Section:
    section = page.choice((_block, _labels, FAMILIES["line with dashes"]))(page)
    return replace(section, place="top")


@_family
def _at_the_top_and_the_bottom(page: Page) -> Section:
    section = page.choice((_block, _labels, FAMILIES["line with commas"]))(page)
    return replace(section, place="both")


@_family
def _desk(page: Page) -> Section:
    desk, host = page.word("desks"), page.people[0].email.partition("@")[2]
    email, phone = f"{page.words['desk_address']}@{host}", page.phone()
    lines = page.choice(
        ([desk, email, phone.printed], [f"{desk} – {phone.printed} – {email}"], [f"{desk} : {email}", phone.printed])
    )
    return Section(page.headed(lines), [Truth(None, (email,), (phone.e164,))])


@_family
def _desk_and_person(page: Page) -> Section:
    (one,) = page.some(1, 1)
    desk, email = page.word("desks"), f"{page.words['desk_address']}@{one.email.partition('@')[2]}"
    lines = _blocks([[one.name, one.role, one.phone.printed, one.email], [desk, email]])
    return Section(page.headed(lines), [one.truth(role=one.role), Truth(None, (email,))])


@_family
def _agency(page: Page) -> Section:
    people = page.some(1, 2)
    lines = [page.words["agency"].format(org=people[0].institution)]
    for one in people:
        lines += page.choice(
            ([one.name, one.email, one.phone.printed], [f"{one.name} – {one.phone.printed} – {one.email}"])
        )
    return Section(page.headed(lines), [one.truth() for one in people])


@_family
def _scientific_contact_apart(page: Page) -> Section:
    press, other = page.people[0], replace(page.people[1], role=page.word("science_roles"))
    blocks = [
        page.headed([press.name, press.phone.printed, press.email]),
        [page.word("science"), f"{other.name}, {other.role}", other.email, other.phone.printed],
    ]
    return Section(_blocks(blocks if page.maybe() else blocks[::-1]), [press.truth()])


@_family
def _extension(page: Page) -> Section:
    people = page.some(1, 2)
    extensions = [page.random.randint(11, 989) for _ in people]
    lines = [
        f"{one.name} – {one.phone.printed} {page.words['extension']} {extension} – {one.email}"
        for one, extension in zip(people, extensions, strict=True)
    ]
    truth = [
        one.truth(phones=(f"{one.phone.e164};ext={extension}",))
        for one, extension in zip(people, extensions, strict=True)
    ]
    return Section(page.headed(lines), truth)


@_family
def _two_numbers(page: Page) -> Section:
    people, on_a_line = page.some(1, 2), page.choice(("lines", " / ", " – "))
    blocks = []
    for one in people:
        numbers = [page.labelled("phones", one.phone.printed), page.labelled("mobiles", one.second.printed)]
        if on_a_line != "lines":
            numbers = [on_a_line.join(numbers)]
        blocks.append([one.name, *numbers, one.email])
    truth = [one.truth(phones=(one.phone.e164, one.second.e164)) for one in people]
    return Section(page.headed(_blocks(blocks)), truth)


@_family
def _phone_links(page: Page) -> Section:
    people = page.some()
    lines = [f"**{one.name}** – [{one.phone.printed}]({one.phone.link}) – {one.email}" for one in people]
    return Section(page.headed(_blocks([line] for line in lines), markdown=True), [one.truth() for one in people])


@_family
def _only_a_number(page: Page) -> Section:
    people, between = page.some(), page.choice((" – ", ", ", " : "))
    lines = [f"{one.name}{between}{one.phone.printed}" for one in people]
    return Section(page.headed(lines), [one.truth(emails=()) for one in people])


@_family
def _only_an_address(page: Page) -> Section:
    people, between = page.some(), page.choice((" – ", ", ", " : "))
    lines = [f"{one.name}{between}{one.email}" for one in people]
    return Section(page.headed(lines), [one.truth(phones=()) for one in people])


@_family
def _shared_number(page: Page) -> Section:
    one, two = page.some(2, 2)
    both = f"{one.name} {page.words['and']} {two.name}"
    line = page.choice((f"{both} – {one.phone.printed}", f"{both}, {one.phone.printed}"))
    truth = [Truth(person.name, (), (one.phone.e164,)) for person in (one, two)]
    return Section(page.headed([line]), truth)


@_family
def _shared_address(page: Page) -> Section:
    one, two = page.some(2, 2)
    email = f"{page.words['desk_address']}@{one.email.partition('@')[2]}"
    lines = [f"{one.name} {page.words['and']} {two.name}", email]
    return Section(page.headed(lines), [Truth(person.name, (email,)) for person in (one, two)])


@_family
def _heading_for_each_institution(page: Page) -> Section:
    people = page.people[:2]
    blocks = [
        [page.words["heading_of"].format(org=one.institution), one.name, one.phone.printed, one.email] for one in people
    ]
    return Section(_blocks(blocks), [one.truth(institution=one.institution) for one in people])


@_family
def _heading_in_two_languages(page: Page) -> Section:
    people = page.some(1, 2)
    own, other = page.word("headings"), "Press contact" if page.language != "en" else "Contact presse"
    heading = f"{own.rstrip(' :')} / {other}"
    return Section([heading, *_blocks([one.name, one.email, one.phone.printed] for one in people)], [*_truths(people)])


@_family
def _street_and_site(page: Page) -> Section:
    """A block that says where the office is as well."""
    people = page.some(1, 2)
    street, site = page.words["street"].format(city=page.word("cities")), f"www.{people[0].email.partition('@')[2]}"
    blocks = [[one.name, one.institution, street, one.phone.printed, one.email, site] for one in people]
    return Section(page.headed(_blocks(blocks)), [one.truth(institution=one.institution) for one in people])


@_family
def _labels_in_brackets(page: Page) -> Section:
    people = page.some(1, 2)
    mobile = page.words["mobiles"][0].rstrip(" .:").lower()
    lines = [f"{one.name}, {one.phone.printed}, {one.second.printed} ({mobile}), {one.email}" for one in people]
    return Section(page.headed(lines), [one.truth(phones=(one.phone.e164, one.second.e164)) for one in people])


@_family
def _nobody(page: Page) -> Section:
    """Other people's addresses, a researcher's among them, and no contact for the press."""
    one = replace(page.people[0], role=page.word("science_roles"))
    block = [page.word("science"), f"{one.name}, {one.role}", one.email, one.phone.printed]
    return Section(block if page.maybe() else [page.filled(page.word("decoys"))], [])


@_family
def _followed_by_about(page: Page) -> Section:
    return replace(page.choice((_block, _labels, FAMILIES["line with bars"]))(page), has_about=True)


@_family
def _every_line_apart(page: Page) -> Section:
    """A blank line after every line, as text has it that was copied from a page."""
    people = page.some()
    blocks = [[line] for one in people for line in (one.name, one.role, one.phone.printed, one.email)]
    return Section([page.word("headings"), "", *_blocks(blocks)], [one.truth(role=one.role) for one in people])


@_family
def _role_in_a_paragraph_of_its_own(page: Page) -> Section:
    people = page.some()
    blocks = [
        block
        for one in people
        for block in (
            [f"**{one.name}**"],
            [f"{one.role[0].upper()}{one.role[1:]}"],
            [page.labelled("phones", one.phone.printed), page.labelled("emails", one.email)],
        )
    ]
    return Section(page.headed(_blocks(blocks), markdown=True), [one.truth(role=_sentence_case(one)) for one in people])


def _sentence_case(one: Person) -> str:
    return f"{one.role[0].upper()}{one.role[1:]}"


@_family
def _fields(page: Page) -> Section:
    """*Name: …*, *E-mail: …*: what a form asks for, as a list or as lines."""
    people, printed = page.some(1, 2), page.choice(("{0}: {1}", "- {0}: {1}", "- **{0}:** {1}", "**{0}:** {1}"))
    columns = page.words["columns"]
    blocks = [
        [
            printed.format(label, value)
            for label, value in zip(columns, (one.name, one.role, one.email, one.phone.printed), strict=True)
        ]
        for one in people
    ]
    return Section(page.headed(_blocks(blocks), markdown=True), [one.truth(role=one.role) for one in people])


@_family
def _table_of_fields(page: Page) -> Section:
    (one,) = page.some(1, 1)
    values = (one.name, one.role, one.email, one.phone.printed)
    rows = [_row(pair) for pair in zip(page.words["columns"], values, strict=True)]
    lines = [_row(["   "] * 2), _row(["---"] * 2), *rows]
    return Section(page.headed(lines, markdown=True), [one.truth(role=one.role)])


@_family
def _mailbox_and_persons_as_items(page: Page) -> Section:
    people, between = page.some(1, 2), page.choice((", ", " – ", "; "))
    box = f"{page.words['desk_address']}@{people[0].email.partition('@')[2]}"
    items = [f"- {box}", *(f"- {one.name}{between}{one.phone.printed}" for one in people)]
    lines = _blocks([item] for item in items) if page.maybe() else items
    return Section(page.headed(lines, markdown=True), [Truth(None, (box,)), *(one.truth(emails=()) for one in people)])


@_family
def _other_purposes(page: Page) -> Section:
    """Beside the press, addresses for partners, for support: each behind its label."""
    (one,) = page.some(1, 1)
    printed, host = page.choice(("{0}: {1}", "- **{0}:** {1}", "| {0} | {1} |")), one.email.partition("@")[2]
    press = (page.word("press_labels"), f"{page.words['desk_address']}@{host}")
    others = [(label, f"{_ascii(label.split()[0])}@{host}") for label in page.sample(page.words["purposes"], 2)]
    lines = [printed.format(*pair) for pair in (press, *others)]
    return Section(page.headed(lines, markdown=True), [Truth(None, (press[1],))])


@_family
def _lines_broken_by_tags(page: Page) -> Section:
    people, tag = page.some(1, 2), page.choice(("<br>", "<br/>", "<br />"))
    lines = [
        f"<p><strong>{one.name}</strong>{tag}{one.role}{tag}{one.email}{tag}{one.phone.printed}</p>" for one in people
    ]
    return Section(page.headed(lines, markdown=True), [one.truth(role=one.role) for one in people])


@_family
def _lines_broken_by_backslashes(page: Page) -> Section:
    people = page.some()
    blocks = [[f"**{one.name}**\\", f"{one.role}\\", f"{one.phone.printed}\\", one.email] for one in people]
    return Section(page.headed(_blocks(blocks), markdown=True), [one.truth(role=one.role) for one in people])


@_family
def _quoted(page: Page) -> Section:
    people = page.some()
    lines = page.headed(_blocks([one.name, one.email, one.phone.printed] for one in people), markdown=True)
    return Section([f"> {line}".rstrip() for line in lines], [*_truths(people)])


@_family
def _emoji(page: Page) -> Section:
    people = page.some()
    blocks = [[f"👤 {one.name}", f"📧 {one.email}", f"📞 {one.phone.printed}"] for one in people]
    return Section(page.headed(_blocks(blocks), markdown=True), [*_truths(people)])


@_family
def _links_with_targets_elsewhere(page: Page) -> Section:
    people = page.some()
    lines = [f"[{one.name}][{place}], {one.email}, {one.phone.printed}" for place, one in enumerate(people, start=1)]
    return Section(page.headed(_blocks([line] for line in lines), markdown=True), [*_truths(people)])


@_family
def _given_name_alone(page: Page) -> Section:
    (one,) = page.some(1, 1)
    given = page.words["known"]
    email = f"{page.words['desk_address']}@{one.email.partition('@')[2]}"
    between = page.choice((", ", " – ", " — "))
    heading = page.word("headings").rstrip(" :")
    line = page.choice(("{0} : {1}", "**{0}** : {1}")).format(heading, between.join([given, email, one.phone.printed]))
    return Section([line], [Truth(given, (email,), (one.phone.e164,))])


@_family
def _institution_before_the_name(page: Page) -> Section:
    people, printed = page.people[:2], page.choice(("{0} – {1} – {2}", "{0} : {1}, {2}", "**{0}** : {1} – {2}"))
    lines = [printed.format(one.institution, one.name, f"{one.phone.printed} – {one.email}") for one in people]
    return Section(page.headed(lines), [one.truth(institution=one.institution) for one in people])


@_family
def _two_asked_for(page: Page) -> Section:
    one, two = page.some(2, 2)
    line = page.words["asked"].format(one=one.name, two=two.name, email=one.email, other=two.email)
    return Section([line], [Truth(person.name, (person.email,)) for person in (one, two)])


@_family
def _sentence_in_a_filled_paragraph(page: Page) -> Section:
    """A sentence at the end of a paragraph whose lines break where they are full, be it within a name."""
    (one,) = page.some(1, 1)
    text = page.word("sentences")
    phone = one.phone.printed.replace(" ", "\u00a0")  # which a line is not broken at
    line = text.format(name=one.name, role=one.role, phone=phone, email=one.email)
    prose = [page.filled(sentence) for sentence in page.sample(page.words["prose"][2:4], 2)]
    filled = wrap(" ".join([*prose, line]), 72, break_on_hyphens=False, break_long_words=False)
    lines = [line.replace("\u00a0", " ") for line in filled]
    return Section(lines, [one.truth()])


@_family
def _two_blank_lines(page: Page) -> Section:
    """A page whose gaps are all of two blank lines."""
    section = page.choice((_block, _labels, _desk_and_person))(page)
    return replace(section, gap=2)


@_family
def _sent_to(page: Page) -> Section:
    """A draft that says above itself to which papers it goes."""
    names = page.sample(page.words["papers"], 2)
    papers = [f"- {name} (redaktion@{_domains(name)[1]}.example.com)" for name in names]
    return Section([f"**{page.words['sent_to']}:**", *papers], [], place="top")


@_family
def _to_be_filled_in(page: Page) -> Section:
    return Section(page.headed([f"[{value}]" for value in page.words["blanks"]], markdown=True), [])


# The release ----------------------------------------------------------------------------------------------------------


def release(family: str, language: str, random: Random, *, has_decoys: bool = True) -> Release:
    """Return a release in one layout and one language; the same `random` makes the same.

    `has_decoys` allows other addresses and numbers after the contacts: of a webmaster, a box office.
    """
    page = Page(language, random)
    section = FAMILIES[family](page)
    paragraphs = [_head(page), _body(page)]
    decoys = [[page.filled(decoy)] for decoy in page.sample(page.words["decoys"], page.random.randrange(3))]
    is_above, is_below = section.place in ("top", "both"), section.place in ("bottom", "both")
    about = [_about(page)] if section.has_about or page.maybe() else []
    parts = [
        paragraphs[0],
        *([section.lines] if is_above else []),
        paragraphs[1],
        *([section.lines] if is_below else []),
        *about,
        *(decoys if has_decoys else []),
    ]
    text = "\n".join(_blocks(parts)).replace("\n\n", "\n" * (section.gap + 1)) + "\n"
    return Release(family, language, text, tuple(section.truth))


def _head(page: Page) -> list[str]:
    return [page.word("titles"), "", page.filled(page.words["date"])]


def _body(page: Page) -> list[str]:
    sentences = [page.filled(text) for text in page.sample(page.words["prose"], page.random.randint(3, 8))]
    cut = page.random.randint(1, len(sentences))
    paragraphs = [" ".join(some) for some in (sentences[:cut], sentences[cut:]) if some]
    is_wrapped = page.random.randrange(3) == 0
    return _blocks(wrap(text, 76, break_on_hyphens=False) if is_wrapped else [text] for text in paragraphs)


def _about(page: Page) -> list[str]:
    institution = page.people[0].institution
    return [page.words["about"].format(org=institution), page.filled(page.word("abouts"))]


def releases(family: str, language: str) -> st.SearchStrategy[Release]:
    """Return the releases of a family in a language, as hypothesis draws them."""
    return st.builds(release, st.just(family), st.just(language), st.randoms(use_true_random=False))


def key_of(reading: Reading) -> list[Key]:
    """Return what was read, in the form in which `Truth.key` says what should have been."""
    return sorted(
        (
            key(None if one.kind == "desk" else one.name, map(str, one.emails), map(str, one.phones))
            for one in reading.contacts
        ),
        key=repr,
    )


def key(name: str | None, emails: Iterable[str], phones: Iterable[str]) -> Key:
    """Return what tells a contact apart."""
    return " ".join(sorted(fold(name or "").split())), frozenset(one.casefold() for one in emails), frozenset(phones)


def faults(release: Release, reading: Reading) -> list[str]:
    """Return what is wrong with the contacts read, in words: nothing when they are exactly those of the page."""
    read, true = key_of(reading), sorted((one.key for one in release.truth), key=repr)
    if read == true:
        return []
    missing = [one for one in true if one not in read]
    invented = [one for one in read if one not in true]
    return [
        *(_fault(one, invented) for one in missing),
        *(["a contact too many"] if len(read) > len(true) else []),
    ] or ["a contact twice"]


def _fault(missing: Key, invented: Sequence[Key]) -> str:
    """Return what separates a contact from the nearest one read."""
    names = ("name", "e-mail", "phone")
    nearest: list[str] = min(
        (
            [f"{part} {_wrong(a, b)}" for part, a, b in zip(names, missing, found, strict=True) if a != b]
            for found in invented
        ),
        key=len,
        default=[""] * 3,
    )
    return ", ".join(nearest) if len(nearest) < 3 else "missing"


def _wrong(true: str | frozenset[str], found: str | frozenset[str]) -> str:
    if not found:
        return "not read"
    if isinstance(true, str) or isinstance(found, str):
        return "is another" if true else "where there is none"
    return "too many" if found > true else "lost" if found < true else "is another"
