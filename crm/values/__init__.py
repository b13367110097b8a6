"""The kinds of value a press office handles: each is valid, or it is not made.

All share the verb ``parse``: text in, the value out, or a leaf of `crm.errors.InvalidValue` raised.
"""

from __future__ import annotations

from crm.values.country import CountryCode
from crm.values.email import EmailAddress
from crm.values.email_bulk import parse_many_emails
from crm.values.email_delivery import Deliverability, DeliverabilityStatus, Resolver, deliverability
from crm.values.email_text import parse_emails
from crm.values.folding import fold
from crm.values.identifiers import Identifier, IdentifierScheme
from crm.values.language import LanguageTag
from crm.values.name import PersonName
from crm.values.name_text import ParsedName, parse_names
from crm.values.parsed_email import ParsedEmail
from crm.values.parsed_phone import ParsedPhone
from crm.values.phone import LineType, PhoneNumber, PhoneStyle
from crm.values.phone_words import PhoneLabel
from crm.values.phones import parse_many_phones, parse_phones

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
