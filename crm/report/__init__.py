"""Pictures of coverage: one page of who covered what over time, what is missing, and how the work is shared."""

from __future__ import annotations

from crm.report.figures import Figures, Gap, Line, Place, Span, figures_of
from crm.report.page import page, page_of

__all__ = ["Figures", "Gap", "Line", "Place", "Span", "figures_of", "page", "page_of"]
