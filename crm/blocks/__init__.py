"""The contact block of a communiqué, printed: in four languages, as text, Markdown or HTML, in a house's own style."""

from __future__ import annotations

from crm.blocks.as_printed import printed_of
from crm.blocks.block import Block, Group, Printed, PrintedPhone
from crm.blocks.content import content_of
from crm.blocks.style import FORMATS, Style, block, printed_block
from crm.blocks.wording import LANGUAGES, Wording

__all__ = [
    "FORMATS",
    "LANGUAGES",
    "Block",
    "Group",
    "Printed",
    "PrintedPhone",
    "Style",
    "Wording",
    "block",
    "content_of",
    "printed_block",
    "printed_of",
]
