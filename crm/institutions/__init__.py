"""Institutions: recognised under any of their names, related to one another, loaded from a registry.

`resolve` says which institution a text means, `mentioned` every one that a line or a paragraph names, `of_email` whose
a mail address is; each says *not sure* rather than join two. `find` and `named` take exact names only.
"""

from __future__ import annotations

from crm.institutions.directory import find, named, parents_of, relate
from crm.institutions.loading import LoadReport, RejectedRecord, load, reindex
from crm.institutions.mail import of_email
from crm.institutions.mentions import mentioned
from crm.institutions.resolution import Candidate, Resolution
from crm.institutions.resolving import resolve

__all__ = [
    "Candidate",
    "LoadReport",
    "RejectedRecord",
    "Resolution",
    "find",
    "load",
    "mentioned",
    "named",
    "of_email",
    "parents_of",
    "reindex",
    "relate",
    "resolve",
]
