"""Everything open of one contact becomes another's from a day on: previewed first, the past kept, taken back on demand.

What began before the day ends on its eve, and the same begins for the successor; what had not begun is given as a
whole. What was printed is in the snapshots and stays.
"""

from __future__ import annotations

from crm.handovers.doing import hand_over, items_of, listed, undo
from crm.handovers.planning import Doubt, Plan, Planned, preview
from crm.handovers.proposing import Proposal, successors_for

__all__ = [
    "Doubt",
    "Plan",
    "Planned",
    "Proposal",
    "hand_over",
    "items_of",
    "listed",
    "preview",
    "successors_for",
    "undo",
]
