"""A press-contact CRM: institutions, press contacts and communiqués, and who covers which release.

Everything public is here, loaded when it is first used: reading a file does not import SQLAlchemy, and asking the
database does not import alembic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm import (
        answers,
        availability,
        blocks,
        communiques,
        contacts,
        coordinates,
        coverage,
        errors,
        exchange,
        gaps,
        handovers,
        ingest,
        institutions,
        models,
        provenance,
        publishing,
        reading,
        review,
        schema,
        values,
    )
    from crm.base import Base
    from crm.database import Database
    from crm.errors import CrmError
    from crm.ingest import IngestReport
    from crm.models import (
        Affiliation,
        Boilerplate,
        Change,
        Communique,
        CommuniqueStatus,
        ContactEmail,
        ContactKind,
        ContactPhone,
        Coverage,
        CoverageRole,
        CoverageSnapshot,
        Document,
        ImportRun,
        Institution,
        InstitutionIdentifier,
        InstitutionKind,
        InstitutionName,
        InstitutionRelation,
        Issuer,
        PressContact,
        Provenance,
        RelationKind,
    )
    from crm.reading import Reading, read
    from crm.values import (
        CountryCode,
        EmailAddress,
        Identifier,
        LanguageTag,
        ParsedEmail,
        ParsedName,
        ParsedPhone,
        PersonName,
        PhoneNumber,
        parse_emails,
        parse_names,
        parse_phones,
    )

__all__ = [
    "Affiliation",
    "Base",
    "Boilerplate",
    "Change",
    "Communique",
    "CommuniqueStatus",
    "ContactEmail",
    "ContactKind",
    "ContactPhone",
    "CountryCode",
    "Coverage",
    "CoverageRole",
    "CoverageSnapshot",
    "CrmError",
    "Database",
    "Document",
    "EmailAddress",
    "Identifier",
    "ImportRun",
    "IngestReport",
    "Institution",
    "InstitutionIdentifier",
    "InstitutionKind",
    "InstitutionName",
    "InstitutionRelation",
    "Issuer",
    "LanguageTag",
    "ParsedEmail",
    "ParsedName",
    "ParsedPhone",
    "PersonName",
    "PhoneNumber",
    "PressContact",
    "Provenance",
    "Reading",
    "RelationKind",
    "answers",
    "availability",
    "blocks",
    "communiques",
    "contacts",
    "coordinates",
    "coverage",
    "errors",
    "exchange",
    "gaps",
    "handovers",
    "ingest",
    "institutions",
    "models",
    "parse_emails",
    "parse_names",
    "parse_phones",
    "provenance",
    "publishing",
    "read",
    "reading",
    "review",
    "schema",
    "values",
]

_MODULES = frozenset(
    (
        "answers availability blocks communiques contacts coordinates coverage errors exchange gaps handovers ingest"
        " institutions models provenance publishing reading review schema values"
    ).split()
)
_HOMES = {
    "Base": "base",
    "CrmError": "errors",
    "Database": "database",
    "IngestReport": "ingest",
    "Reading": "reading",
    "read": "reading",
    **dict.fromkeys("CountryCode EmailAddress Identifier LanguageTag PersonName PhoneNumber".split(), "values"),
    **dict.fromkeys("ParsedEmail ParsedName ParsedPhone parse_emails parse_names parse_phones".split(), "values"),
}
"""Where a public name lives; those not named here are models."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'crm' has no attribute {name!r}")
    if name in _MODULES:
        return import_module(f"crm.{name}")
    found = getattr(import_module(f"crm.{_HOMES.get(name, 'models')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return list(__all__)
