"""The contact block of a communiqué, printed: in four languages, as text, Markdown or HTML, in a house's own style."""

from __future__ import annotations

from crm.blocks.content import Block, Group, Printed, PrintedPhone, content_of
from crm.blocks.style import FORMATS, Style, block

__all__ = ["FORMATS", "Block", "Group", "Printed", "PrintedPhone", "Style", "block", "content_of"]
