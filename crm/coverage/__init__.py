"""Who answers for which communiqué: asked by statements, changed by verbs.

The statements are plain `Select` objects: refine, page or stream them, run them in a `Session` or an `AsyncSession`.
"""

from __future__ import annotations

from crm.coverage.asking import communiques_of, contacts_of, listed, of, of_contact
from crm.coverage.assigning import assign
from crm.coverage.current import emails_of, phones_of
from crm.coverage.printed import Difference, differences, freeze, printed_coordinates

__all__ = [
    "Difference",
    "assign",
    "communiques_of",
    "contacts_of",
    "differences",
    "emails_of",
    "freeze",
    "listed",
    "of",
    "of_contact",
    "phones_of",
    "printed_coordinates",
]
