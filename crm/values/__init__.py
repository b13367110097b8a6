"""The kinds of value a press office handles: each is valid, or it is not made.

All share the verb ``parse``: text in, the value out, or a leaf of `crm.errors.InvalidValue` raised. What reads values
out of longer text (``parse_phones`` and the like) is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from crm.values.country import CountryCode
from crm.values.emails.address import EmailAddress
from crm.values.folding import fold, folded_words
from crm.values.identifiers import Identifier, IdentifierScheme
from crm.values.language import LanguageTag
from crm.values.names.person import PersonName
from crm.values.phones.number import LineType, PhoneNumber, PhoneStyle

if TYPE_CHECKING:
    from crm.values.emails.bulk import parse_many_emails
    from crm.values.emails.delivery import Deliverability, DeliverabilityStatus, Resolver, deliverability
    from crm.values.emails.parsed import ParsedEmail
    from crm.values.emails.text import parse_emails
    from crm.values.names.bulk import parse_many_names
    from crm.values.names.text import ParsedName, parse_names
    from crm.values.phones.every import parse_many_phones, parse_phones
    from crm.values.phones.parsed import ParsedPhone
    from crm.values.phones.words import PhoneLabel

__all__ = [
    "CountryCode",
    "Deliverability",
    "DeliverabilityStatus",
    "EmailAddress",
    "Identifier",
    "IdentifierScheme",
    "LanguageTag",
    "LineType",
    "ParsedEmail",
    "ParsedName",
    "ParsedPhone",
    "PersonName",
    "PhoneLabel",
    "PhoneNumber",
    "PhoneStyle",
    "Resolver",
    "deliverability",
    "fold",
    "folded_words",
    "parse_emails",
    "parse_many_emails",
    "parse_many_names",
    "parse_many_phones",
    "parse_names",
    "parse_phones",
]

_READERS = {
    "Deliverability": "emails.delivery",
    "DeliverabilityStatus": "emails.delivery",
    "ParsedEmail": "emails.parsed",
    "ParsedName": "names.text",
    "ParsedPhone": "phones.parsed",
    "PhoneLabel": "phones.words",
    "Resolver": "emails.delivery",
    "deliverability": "emails.delivery",
    "parse_emails": "emails.text",
    "parse_many_emails": "emails.bulk",
    "parse_many_names": "names.bulk",
    "parse_many_phones": "phones.every",
    "parse_names": "names.text",
    "parse_phones": "phones.every",
}


def __getattr__(name: str) -> Any:
    """Import a reader when it is first asked for (PEP 562)."""
    if name not in _READERS:
        raise AttributeError(f"module 'crm.values' has no attribute {name!r}")
    found = getattr(import_module(f"crm.values.{_READERS[name]}"), name)
    globals()[name] = found
    return found
