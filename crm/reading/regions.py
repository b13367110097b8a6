"""Whose national phone numbers a text prints: told from the text itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import phonenumbers

from crm.reading.digits import has_shape
from crm.reading.homes import is_at_home, only_homes, writes_prefix
from crm.reading.top_levels import country_of
from crm.reading.words import languages, words
from crm.values import LanguageTag, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Regions", "is_month_first", "regions_of"]

_COUNTRY_CODES: Final = (
    re.compile(r"\+[ ]?([1-9]\d{0,2})(?=[\s().\-\d])"),
    re.compile(r"00(?<!\d00)(?<!\d[ .-]00)[ ]?([1-9]\d{0,2})(?=[\s().\-\d])"),
)
"""Two, each of which begins with what a search finds fast."""
_DOMAIN: Final = re.compile(
    r"([@:Ww](?:(?<=@)|(?<=:)//|(?<=[Ww])[Ww]{2}\.))([\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[A-Za-z]{2,10})\b(?![\w-]|\.\w)"
)
"""A domain, and the sign before it."""
_NORTH_AMERICAN: Final = re.compile(r"[2-9]\d\d\)?[-. /]{1,2}[2-9]\d\d[-. ]\d{4}(?! ?\d)")
"""Three, three and four digits: how the North American numbering plan is printed, and hardly any other."""
_BEFORE_IT: Final = re.compile(r"(?<![\d+(])(?:1[-. ])?\(?\Z")

_CAPITALISED: Final = re.compile(r"[A-ZÀ-Þ](?<!\w.)[\wß-ÿ'’]+(?:[ -][A-ZÀ-Þd][\wß-ÿ'’]+){0,2}")
"""Words with capitals; that it may begin with a capital only lets the search run fast."""
_CALLING: Final = 3
_MAIL: Final = 2
_SITE: Final = 1
_HOME: Final = 2
_MAX_NAMED: Final = 2
_MAX_NUMBERS: Final = 5
_LARGE: Final = 6
"""Homes of a language that are asked where nothing is a sign; further ones take other homes' numbers for theirs."""
_NUMBERED: Final = 3
"""Of a national number that can be at home in one country only."""


class Regions(NamedTuple):
    """Where national numbers belong, as ISO 3166-1 codes."""

    main: str | None
    """The one that most speaks for; None where nothing tells."""
    signed: tuple[str, ...] = ()
    """The others that the text gives signs of, the likelier first."""
    homes: tuple[str, ...] = ()
    """The others where its language is spoken."""


def regions_of(text: str, language: LanguageTag | None) -> Regions:
    """Return the regions that `text` gives signs of, and those where its language is at home.

    Where nothing else tells, the towns that it names do; where these do not, only numbers printed with their country
    code can be read for sure. English has no home. In the others, a number printed with the code of a country where
    nobody speaks them is that of somebody abroad.

    >>> regions_of("Contact : Anne Le Goff, +32 2 000 00 00", None)
    Regions(main='BE', signed=(), homes=())
    >>> regions_of("Contact : Anne Le Goff, +44 20 7946 0000", LanguageTag("fr")).main
    'FR'
    """
    text = text.replace("&nbsp;", " ") if "&nbsp;" in text else text
    votes: Counter[str] = Counter()
    homes = next((one.regions for one in languages() if language and one.tag == language.language), ())
    has_home = bool(homes and language and language.language != "en")
    if has_home:
        votes[homes[0]] += _HOME  # before all others, so that it wins where as much speaks for another
    for region, weight in _evidence(text):
        is_abroad = has_home and weight == _CALLING and region not in homes
        votes[region] += min(weight, _SITE) if is_abroad else weight
    if _is_undecided(votes):
        towns = _of_towns(text)
        asked = [region for region in towns if not votes or (region in votes and region in homes)]
        votes.update({region: towns[region] for region in asked})
    spoken = list(filter(writes_prefix, homes)) if has_home and writes_prefix(homes[0]) else []
    _count_numbers(
        text, votes, spoken, homes, weight=_MAIL if language is None or language.language in ("en", "fr") else _SITE
    )
    ranked = [region for region, _ in votes.most_common()]
    return Regions(next(iter(ranked), None), tuple(ranked[1:]), tuple(one for one in homes if one not in ranked))


def _is_undecided(votes: Counter[str]) -> bool:
    """Whether nothing speaks for any region, or as much for two."""
    counts = [count for _, count in votes.most_common(2)]
    return not counts or (len(counts) > 1 and counts[0] == counts[1])


def _count_numbers(text: str, votes: Counter[str], spoken: Sequence[str], homes: Sequence[str], *, weight: int) -> None:
    """Add what the national numbers say: those printed as in North America, and those that fit one region only.

    Beside those that the text names, these are the regions where its language is `spoken` and a 0 begins all numbers;
    where nothing is a sign, its first `homes`.

    Groups of three, three and four are no sign of America where a region the text names prints its numbers so too.
    """
    named = [*votes]
    american = _north_american(text) if has_shape(text, b"000-0000") else []
    if american and not any(is_at_home(printed, one) for one in named if one != "US" for printed in american):
        votes["US"] += weight * len(american)
    asked = list(dict.fromkeys([*named, *spoken])) if named or american or spoken else list(homes[:_LARGE])
    if len(asked) > 1:
        told = Counter(only_homes(text, asked, in_pairs=bool(named or spoken)))
        votes.update({region: _NUMBERED * count for region, count in told.items()})


def _evidence(text: str) -> Iterator[tuple[str, int]]:
    """Yield regions and how much each sign of them weighs: a calling code says more than the end of a link."""
    for pattern in _COUNTRY_CODES:
        for code in pattern.findall(text):
            yield from ((region, _CALLING) for region in _of_calling_code(code))
    for sign, domain in dict.fromkeys(_DOMAIN.findall(text)):
        country = country_of(domain)
        if country is not None:
            yield country, _MAIL if sign == "@" else _SITE
    yield from _countries_named(text)


def _north_american(text: str) -> list[str]:
    """Return the numbers printed in three, three and four digits."""
    found = (one for one in _NORTH_AMERICAN.finditer(text) if _begins_there(text, one.start()))
    return [one[0] for one in islice(found, _MAX_NUMBERS)]


def _begins_there(text: str, place: int) -> bool:
    """Whether nothing before `place` makes the digits there a part of something longer."""
    return _BEFORE_IT.search(text[max(0, place - 4) : place]) is not None


def _countries_named(text: str) -> Iterator[tuple[str, int]]:
    """Yield the countries whose names the text prints, with a capital."""
    beginnings = _beginnings()
    for name, count in Counter(_CAPITALISED.findall(text)).items():
        first = name[:3]
        if first.lower() not in beginnings and first.isascii():
            continue  # folding is slow beside this: few words begin as a country does
        region = words().countries.get(fold(name))
        if region is not None:
            yield region, min(count, _MAX_NAMED) * _SITE


def _of_towns(text: str) -> Counter[str]:
    """Return the countries of the towns that the text prints, with a capital, and how often."""
    found: Counter[str] = Counter()
    for name, count in Counter(_CAPITALISED.findall(text)).items():
        if name[:3].isascii() and name[:3].lower() not in _beginnings_of_towns():
            continue
        said = fold(name).split()
        towns = (words().cities.get(" ".join(said[:size])) for size in range(len(said), 0, -1))
        found.update(dict.fromkeys(islice(filter(None, towns), 1), count))
    return found


@cache
def _beginnings_of_towns() -> frozenset[str]:
    return frozenset(name[:3] for name in words().cities)


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:3] for name in words().countries)


def _of_calling_code(digits: str) -> Iterator[str]:
    """Yield the main region of the calling code that `digits` begin with."""
    for size in (1, 2, 3):
        region = phonenumbers.region_code_for_country_code(int(digits[:size]))
        if region not in ("ZZ", "001"):
            yield region
            return


_DAY_FIRST_IN_ENGLISH: Final = frozenset({"GB", "IE", "AU", "NZ", "IN", "ZA", "SG", "MT", "KE", "NG"})


def is_month_first(region: str | None, language: LanguageTag | None) -> bool | None:
    """Whether figures print the month before the day; None where English may mean either.

    Source: Unicode CLDR 46, short date formats (dateFormat short), read 2026-11-21.

    >>> is_month_first("US", None), is_month_first("FR", LanguageTag("fr")), is_month_first("FR", LanguageTag("en"))
    (True, False, None)
    """
    if region == "US":
        return True
    is_english = language is not None and language.language == "en"
    return None if is_english and region not in _DAY_FIRST_IN_ENGLISH else False
