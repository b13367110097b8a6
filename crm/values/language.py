"""BCP 47 language tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidCountry, InvalidLanguage
from crm.values.country import CountryCode

if TYPE_CHECKING:
    from typing import Self

__all__ = ["LanguageTag"]

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3}|[a-z]{5,8})"
    r"(?P<extlangs>(?:-[a-z]{3}){0,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?",
)
"""The ``langtag`` production. Source: RFC 5646 section 2.1, read 2026-11-20."""

_TWO_LETTERS: Final = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
    nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn
    so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()
)
"""ISO 639-1. Three-letter subtags are taken by their form: the registry holds some eight thousand."""

_SHORTER: Final = {
    "deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr", "ita": "it", "nld": "nl", "dut": "nl",
    "por": "pt", "spa": "es", "cat": "ca", "eus": "eu", "baq": "eu", "bre": "br", "cos": "co", "oci": "oc",
}  # fmt: skip
"""The preferred two-letter subtag of languages met in French press offices. Source: RFC 5646 section 2.2.1."""

_MAX_LENGTH: Final = 35
"""Source: RFC 5646 section 4.4.1, read 2026-11-20."""


class LanguageTag(str):
    """A BCP 47 tag in its conventional case.

    >>> LanguageTag("FR-fr"), LanguageTag("zh_hant_tw"), LanguageTag("fra")
    (LanguageTag('fr-FR'), LanguageTag('zh-Hant-TW'), LanguageTag('fr'))

    Raises:
        InvalidLanguage: the text is not of BCP 47's form, or names a language or region that does not exist.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Return the tag, checked; a tag that is one already as it is."""
        if isinstance(text, cls):
            return text
        return cls.parse(text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the tag that `text` is, in any case, with ``-`` or ``_``. Raises `InvalidLanguage`."""
        tag = text.strip().replace("_", "-").lower() if isinstance(text, str) else ""
        found = _TAG.fullmatch(tag) if len(tag) <= _MAX_LENGTH else None
        if found is None:
            raise InvalidLanguage(text, "it does not have the form of a BCP 47 tag", hint="French is fr, or fr-FR")
        return cls.stored(_conventional(text, found))

    @classmethod
    def stored(cls, tag: str) -> Self:
        """Return a tag that was validated when it was stored."""
        return super().__new__(cls, tag)

    @property
    def language(self) -> str:
        """The primary subtag alone: ``fr`` of ``fr-CA``."""
        return self.partition("-")[0]

    def __repr__(self) -> str:
        return f"LanguageTag({str.__repr__(self)})"


def _conventional(text: str, found: re.Match[str]) -> str:
    language = _SHORTER.get(found["language"], found["language"])
    if len(language) == 2 and language not in _TWO_LETTERS:
        raise InvalidLanguage(text, f"ISO 639-1 has no language {language!r}", code="language.unknown")
    script = f"-{found['script'].title()}" if found["script"] else ""
    rest = f"{found['variants']}{found['extensions']}{found['private'] or ''}"
    return f"{language}{found['extlangs']}{script}{_region(text, found['region'])}{rest}"


def _region(text: str, region: str | None) -> str:
    if region is None or region.isdigit():
        return f"-{region}" if region else ""
    try:
        return f"-{CountryCode(region)}"
    except InvalidCountry as error:
        raise InvalidLanguage(text, f"there is no region {region.upper()!r}", code="language.region") from error
