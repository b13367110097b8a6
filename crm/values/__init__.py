"""The kinds of value a press office handles: each is valid, or it is not made.

All share the verb ``parse``: text in, the value out, or a leaf of `crm.errors.InvalidValue` raised.
"""

from __future__ import annotations

from crm.values.country import CountryCode
from crm.values.emails.address import EmailAddress
from crm.values.emails.bulk import parse_many_emails
from crm.values.emails.delivery import Deliverability, DeliverabilityStatus, Resolver, deliverability
from crm.values.emails.parsed import ParsedEmail
from crm.values.emails.text import parse_emails
from crm.values.folding import fold
from crm.values.identifiers import Identifier, IdentifierScheme
from crm.values.language import LanguageTag
from crm.values.names.person import PersonName
from crm.values.names.text import ParsedName, parse_names
from crm.values.phones.every import parse_many_phones, parse_phones
from crm.values.phones.number import LineType, PhoneNumber, PhoneStyle
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
    "parse_emails",
    "parse_many_emails",
    "parse_many_phones",
    "parse_names",
    "parse_phones",
]
