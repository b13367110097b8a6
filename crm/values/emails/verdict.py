"""What email-validator says of an address: its normal form, or one stable code for each of its reasons."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from crm.errors import InvalidEmail
from crm.values.emails.plain import Verdict, plain_verdict

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["MAX_LENGTH", "Verdict", "reason_of", "verdict"]

MAX_LENGTH: Final = 320
"""64 octets of local part, the ``@``, 255 of domain. Source: RFC 5321 section 4.5.3.1, read 2026-11-20.

Longer text is refused unread: email-validator allows 254 octets in all and would refuse it too."""

_NORMALISED: Final = "After Unicode normalization: "

_REASONS: Final = (
    ("There must be something before", "email.no_local", "write what comes before the @"),
    ("There must be something after", "email.no_domain", "write the domain after the @"),
    ("must have an @-sign", "email.no_at", "an address looks like name@domain"),
    ('"full-width" at-sign', "email.at_sign", "type the @ of the keyboard"),
    ('"small commercial at"', "email.at_sign", "type the @ of the keyboard"),
    ("There can't be anything after the email", "email.brackets", "leave nothing after the closing >"),
    ("An open angle bracket", "email.brackets", "close the < with a >"),
    ("display name", "email.display_name", "give the address alone"),
    ("Quoting the part", "email.quoted", "give the address without quotes"),
    ("after close quote", "email.quoted", "give the address without quotes"),
    ("characters in quotes", "email.quoted", "give the address without quotes"),
    ("unsafe characters", "email.unsafe_characters", "remove the invisible or unsafe characters"),
    ("an invalid character.", "email.unsafe_characters", "remove the invisible or unsafe characters"),
    ("invalid characters before the @", "email.local_characters", "check what comes before the @"),
    ("two letters followed by two dashes", "email.domain_hyphens", "check the hyphens of the domain"),
    ("a period and a hyphen", "email.domain_hyphens", "check the hyphens of the domain"),
    ("hyphen immediately after", "email.domain_hyphens", "check the hyphens of the domain"),
    ("end with a hyphen", "email.domain_hyphens", "check the hyphens of the domain"),
    ("two periods in a row", "email.dots", "a dot stands between two letters or digits"),
    ("too long before the @", "email.local_too_long", None),
    ("too long after the @", "email.domain_too_long", None),
    ("periods cannot be separated by so many", "email.domain_too_long", None),
    ("is too long", "email.too_long", None),
    ("It should have a period", "email.domain_no_period", "a domain has a dot, as in example.org"),
    ("top-level domain", "email.domain_no_tld", "a domain ends in letters, as in example.org"),
    ("special-use or reserved", "email.domain_special_use", "no mail is delivered to such a domain"),
    ("in brackets", "email.domain_literal", "give the name of the domain"),
    ("bracketed IP address", "email.domain_literal", "give the name of the domain"),
    ("contains invalid characters", "email.domain_characters", "check the spelling of the domain"),
    ("The part after the @-sign", "email.domain_idna", "check the spelling of the domain"),
    ("period", "email.dots", "a dot stands between two letters or digits"),
)
"""A piece of each message of email-validator 2.4 (``syntax.py``, read 2026-11-20), the code, the hint; first match.

A message that a later release rewords falls back on ``email.invalid``: the verdict never depends on this table."""


def verdict(text: str) -> Verdict:
    """Return the normal form of `text` and its key, without repairing anything or asking the network.

    Raises:
        InvalidEmail: email-validator refuses it; the code says why.
    """
    if not isinstance(text, str):
        raise InvalidEmail(text, "it is not text", code="email.not_text")
    if len(text) > MAX_LENGTH:
        raise InvalidEmail(f"{text[:40]}…", f"it is longer than {MAX_LENGTH} characters", code="email.too_long")
    plain = plain_verdict(text)
    if plain is not None:
        return plain
    try:
        found = _library().validate_email(text, check_deliverability=False)
    except ValueError as error:  # the root of email-validator's own errors; naming it would import them each time
        code, hint = reason_of(str(error))
        raise InvalidEmail(text, str(error), code=code, hint=hint) from None
    local = found.local_part or ""
    return Verdict(found.normalized, f"{local.casefold()}@{found.ascii_domain}")


@cache
def _library() -> ModuleType:
    """The library, imported when it is first needed."""
    return import_module("email_validator")


def reason_of(message: str) -> tuple[str, str | None]:
    """Return the stable code of one of email-validator's messages, and what to do about it.

    >>> reason_of("An email address cannot have two periods in a row.")
    ('email.dots', 'a dot stands between two letters or digits')
    """
    plain = message.removeprefix(_NORMALISED)
    return next(((code, hint) for piece, code, hint in _REASONS if piece in plain), ("email.invalid", None))
