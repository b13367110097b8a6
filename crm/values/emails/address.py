"""E-mail addresses: valid or not made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.errors import InvalidEmail
from crm.values.emails.verdict import verdict
from crm.values.roles import role_of

if TYPE_CHECKING:
    from typing import Self

__all__ = ["EmailAddress"]


class EmailAddress(str):
    """An e-mail address in its normal form: a `str` with the local part as written and the domain in lower case.

    Two addresses are equal when their `key` is: ``Anne.B@Exemple.FR`` and ``anne.b@exemple.fr`` are one mailbox.
    A plain `str` is compared the same way, but hashes as written: look one up
    in a set or a dict by its `key`. Source: RFC 5321 section 2.4, read 2026-11-20.

    >>> EmailAddress("Anne.B@Exemple.FR")
    EmailAddress('Anne.B@exemple.fr')
    >>> EmailAddress("Anne.B@Exemple.FR") == "anne.b@exemple.fr"
    True

    The constructor is strict: it repairs nothing, and agrees with email-validator. `parse` cleans.

    Raises:
        InvalidEmail: `text` is no e-mail address.
    """

    __slots__ = ("key",)

    key: str
    """What the address is matched by: the local part case-folded, the domain in its ASCII form."""

    def __new__(cls, text: str) -> Self:
        """Return the address, checked; an address that is one already as it is."""
        if isinstance(text, cls):
            return text
        return cls.stored(*verdict(text))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the one address that `text` holds, cleaned: spaces, ``mailto:``, a display name, *(at)* and the like.

        What email-validator accepts is taken as it is. `crm.values.parse_emails` says what was repaired.

        >>> EmailAddress.parse("Anne Le Goff <Anne.LeGoff@Example.org>;")
        EmailAddress('Anne.LeGoff@example.org')

        Raises:
            InvalidEmail: there is none (``email.none``), there are two (``email.several``), or the one is refused or
                not certain, with the code of the reason and a suggestion in the hint where there is one.
        """
        try:
            return cls.stored(*verdict(text))
        except InvalidEmail:
            from crm.values.emails.text import only_email

            found = only_email(text)
            return cls.stored(str(found), found.key)

    @classmethod
    def stored(cls, address: str, key: str) -> Self:
        """Return an address that was validated when it was stored, without looking at it again."""
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
        return self.shared_because is not None

    @property
    def shared_because(self) -> str | None:
        """The word that makes it a shared mailbox and where that comes from; None for what may be a person's.

        >>> EmailAddress("webmaster@exemple.fr").shared_because
        'webmaster: RFC 2142'
        """
        return role_of(self.rpartition("@")[0])

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
