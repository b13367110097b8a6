"""A reading shown so that a person can check it: as annotated text, and as one page for a browser."""

from __future__ import annotations

from crm.review.explain import explain
from crm.review.look import Look, look_at
from crm.review.marks import Mark, marks_of
from crm.review.page import Refused, page

__all__ = ["Look", "Mark", "Refused", "explain", "look_at", "marks_of", "page"]
