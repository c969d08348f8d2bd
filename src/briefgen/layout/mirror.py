"""Documents from right to left: all is measured from the start edge, and whole pages are turned at the end.

Blocks, lists, tables, boxes and running heads know only start and end. Where the document's language runs from right to
left, set lines are turned within their room, so that their x counts from the right as well, and finished pages are
turned back as a whole. So columns, markers, bars and margins stand on the other side, and words stay as they are.
"""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.layout.measured import SetLine
from briefgen.layout.placed import Page


def turn_lines(lines: tuple[SetLine, ...], room: float) -> tuple[SetLine, ...]:
    """Count x from the other edge of the room that the lines were set in."""
    return tuple(
        replace(line, pieces=tuple(replace(piece, x=room - piece.x - piece.width) for piece in line.pieces))
        for line in lines
    )


def turn_page(page: Page) -> Page:
    """Let everything on a page stand as far from its right edge as it stood from its left one."""
    return replace(
        page,
        pieces=tuple(replace(piece, x=page.width - piece.x - piece.width) for piece in page.pieces),
        links=tuple(replace(area, x=page.width - area.x - area.width) for area in page.links),
    )
