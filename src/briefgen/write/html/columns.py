"""Columns on a screen. A page is as tall as its text there, so long columns would send the reader back up: sections
that stand in columns on paper stand in rows instead, two of like length side by side, any other over the whole width.
"""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.document import Block, Blocks, Columns, Heading, List, Paragraph, Section
from briefgen.plain import plain_blocks

_ALIKE = 1.7  # the longer of two neighbours, as a multiple of the shorter
_LONG = 700  # characters from which a section over the whole width is set in two columns of its own
_LINE = 60  # characters that the end of a paragraph or item counts for


def arranged(columns: Columns) -> tuple[Blocks, bool]:
    """Return the blocks of `columns`, sections marked for their place in rows, and whether they are set in rows."""
    if columns.count != 2 or sum(isinstance(block, Section) for block in columns.blocks) < 2:
        return columns.blocks, False
    placed: list[Block] = []
    waiting = list(columns.blocks)
    while waiting:
        first, *others = waiting
        if others and _alike(first, others[0]):
            placed += [first, others[0]]
            waiting = others[1:]
        else:
            placed.append(_wide(first))
            waiting = others
    return tuple(placed), True


def _alike(one: Block, other: Block) -> bool:
    if not isinstance(one, Section) or not isinstance(other, Section):
        return False
    short, long = sorted((_length(one), _length(other)))
    return long <= short * _ALIKE


def _length(section: Section) -> int:
    text = plain_blocks(section.blocks)
    return len(text) + _LINE * (text.count("\n") + 1)


def _wide(section: Block) -> Block:
    if not isinstance(section, Section):
        return section  # base.css gives it the whole width
    prose = all(isinstance(block, Heading | Paragraph | List) for block in section.blocks)
    names = ("b-wide", "b-split") if prose and _length(section) > _LONG else ("b-wide",)
    return replace(section, attr=replace(section.attr, classes=(*section.attr.classes, *names)))
