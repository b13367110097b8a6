"""The tables, in reading order: documents, institutions, contacts, communiqués, coverage, and what is kept of them.

A date is a day (``_on``), an instant is in UTC (``_at``). A period runs from ``starts_on`` to ``ends_on``, both days
included; a missing end is open. A contact's addresses and numbers come with it; every other relation refuses to load
behind your back: say ``selectinload(…)`` on the statement, in an `AsyncSession` as elsewhere.
"""

from __future__ import annotations

from crm.models.availability import Absence, Staffing, UsualContact
from crm.models.changes import Change, ChangeAction
from crm.models.communiques import Communique, CommuniqueStatus, DateKind, DatePrecision, Issuer, IssuerRole
from crm.models.contacts import Affiliation, ContactEmail, ContactKind, ContactPhone, PressContact
from crm.models.coverages import CoordinateKind, Coverage, CoverageRole, CoverageSnapshot, PrintedCoordinate
from crm.models.documents import Document
from crm.models.handovers import Handover, HandoverItem, StatusStep
from crm.models.imports import FindingKind, ImportFinding, ImportRun, RunStatus
from crm.models.institutions import (
    Boilerplate,
    DomainUse,
    Institution,
    InstitutionDomain,
    InstitutionIdentifier,
    InstitutionKind,
    InstitutionName,
    InstitutionRelation,
    InstitutionStatus,
    NameKind,
    RelationKind,
)
from crm.models.provenances import Provenance, ProvenanceOrigin
from crm.models.recording import keep_history

__all__ = [
    "Absence",
    "Affiliation",
    "Boilerplate",
    "Change",
    "ChangeAction",
    "Communique",
    "CommuniqueStatus",
    "ContactEmail",
    "ContactKind",
    "ContactPhone",
    "CoordinateKind",
    "Coverage",
    "CoverageRole",
    "CoverageSnapshot",
    "DateKind",
    "DatePrecision",
    "Document",
    "DomainUse",
    "FindingKind",
    "Handover",
    "HandoverItem",
    "ImportFinding",
    "ImportRun",
    "Institution",
    "InstitutionDomain",
    "InstitutionIdentifier",
    "InstitutionKind",
    "InstitutionName",
    "InstitutionRelation",
    "InstitutionStatus",
    "Issuer",
    "IssuerRole",
    "NameKind",
    "PressContact",
    "PrintedCoordinate",
    "Provenance",
    "ProvenanceOrigin",
    "RelationKind",
    "RunStatus",
    "Staffing",
    "StatusStep",
    "UsualContact",
]

keep_history()
