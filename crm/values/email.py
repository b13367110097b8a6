"""E-mail addresses: valid or not made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidEmail

if TYPE_CHECKING:
    from typing import Self

__all__ = ["EmailAddress"]

_MAX_LENGTH: Final = 320
"""64 octets of local part, the ``@``, 255 of domain. Source: RFC 5321 section 4.5.3.1, read 2026-11-20."""

_ROLE_WORDS: Final = frozenset(
    """
    com comm comms communication communications communique communiques contact contacts
    desk info information infos journaliste journalistes kommunikation media mediadesk medias medien
    newsdesk news newsroom office pr prensa presidence press presse pressebuero presseservice
    presseservices pressestelle pressoffice publicrelations redaction secretariat service stampa
    """.split()
)
"""Words that name a post rather than a person. The first source is RFC 2142, the rest are press offices' own habits."""

_ROLE_SEPARATOR: Final = re.compile(r"[._+\-\d]+")


class EmailAddress(str):
    """An e-mail address in its normal form: a `str` with the local part as written and the domain in lower case.

    Two addresses are equal when their `key` is: ``Anne.B@Exemple.FR`` and ``anne.b@exemple.fr`` are one mailbox.
    A plain `str` is compared the same way. Source: RFC 5321 section 2.4, read 2026-11-20.

    >>> EmailAddress("Anne.B@Exemple.FR")
    EmailAddress('Anne.B@exemple.fr')
    >>> EmailAddress("Anne.B@Exemple.FR") == "anne.b@exemple.fr"
    True

    Raises:
        InvalidEmail: `text` is no e-mail address.
    """

    __slots__ = ("key",)

    key: str
    """What the address is matched by: the local part case-folded, the domain in its ASCII form."""

    def __new__(cls, text: str, key: str | None = None) -> Self:
        """Return the address, checked; an address that is one already as it is."""
        if isinstance(text, cls):
            return text
        return cls.parse(text) if key is None else cls.stored(text, key)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the address that `text` is.

        Raises:
            InvalidEmail: `text` is no e-mail address; nothing is guessed or repaired.
        """
        normal, ascii_domain = _validated(text)
        local, _, _ = normal.rpartition("@")
        return cls.stored(normal, f"{local.casefold()}@{ascii_domain}")

    @classmethod
    def stored(cls, address: str, key: str) -> Self:
        """Return an address that was validated when it was stored, without looking at it again.

        Calling the class with a key does the same: it is how the database gives an address back.
        """
        made = super().__new__(cls, address)
        made.key = key
        return made

    @property
    def domain(self) -> str:
        """What follows the ``@``, in lower case and, for an internationalised domain, in Unicode."""
        return self.rpartition("@")[2]

    @property
    def is_shared(self) -> bool:
        """Whether the local part names a post (``presse``, ``dr06.com``) and so never identifies one person.

        >>> EmailAddress("service.presse@exemple.fr").is_shared, EmailAddress("anne.le-goff@exemple.fr").is_shared
        (True, False)
        """
        local = self.rpartition("@")[0].casefold()
        return any(word in _ROLE_WORDS for word in _ROLE_SEPARATOR.split(local))

    def __composite_values__(self) -> tuple[EmailAddress, str]:
        """The two columns an address is stored in: itself and its key."""
        return self, self.key

    def __eq__(self, other: object) -> bool:
        if isinstance(other, EmailAddress):
            return self.key == other.key
        if isinstance(other, str):
            return str.__eq__(self, other) or self.key == other.casefold()
        return NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"EmailAddress({str.__repr__(self)})"

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return EmailAddress.stored, (str(self), self.key)


def _validated(text: str) -> tuple[str, str]:
    """Return the normal form of `text` and its domain in ASCII, without asking the network anything."""
    from email_validator import EmailNotValidError, validate_email

    if not isinstance(text, str):
        raise InvalidEmail(text, "it is not text", code="email.not_text")
    if len(text) > _MAX_LENGTH:
        raise InvalidEmail(f"{text[:40]}…", f"it is longer than {_MAX_LENGTH} characters", code="email.too_long")
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidEmail(text, str(error)) from None
    return found.normalized, found.ascii_domain
