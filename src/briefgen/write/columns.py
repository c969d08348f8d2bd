"""Columns parted where the page fit has them end, for programs that would end them elsewhere."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from briefgen.document import Block, Blocks, Definitions, List, Quote, Section


def parted(blocks: Blocks) -> list[Blocks]:
    """Return the blocks of each column, as `Attr.column` says; a section or list that goes on is begun again, without
    its id. One column where nothing says so."""
    columns: list[list[Block]] = [[]]
    for block in blocks:
        for begins, part in _parts(block):
            if begins and columns[-1]:
                columns.append([])
            columns[-1].append(part)
    return [tuple(column) for column in columns]


def _parts(block: Block) -> list[tuple[bool, Block]]:
    """Return a block in parts, each with whether a column begins with it."""
    begins = block.attr.column
    match block:
        case Section(blocks=blocks) | Quote(blocks=blocks):
            inner = parted(blocks)
            begins = begins or _begins(blocks)
            return [_again(block, number, begins, blocks=part) for number, part in enumerate(inner)]
        case List(items=items):
            groups = _groups(items)
            starts = [block.start + sum(map(len, groups[:number])) for number in range(len(groups))]
            return [
                _again(block, number, begins or items[0].attr.column, items=part, start=starts[number])
                for number, part in enumerate(groups)
            ]
        case Definitions(entries=entries):
            begins = begins or entries[0].attr.column
            return [_again(block, number, begins, entries=part) for number, part in enumerate(_groups(entries))]
    return [(begins, block)]


def _begins(blocks: Blocks) -> bool:
    """Tell whether a column begins with the first of some blocks."""
    return bool(blocks) and _parts(blocks[0])[0][0]


def _groups(nodes: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    groups: list[list[Any]] = [[]]
    for node in nodes:
        if node.attr.column and groups[-1]:
            groups.append([])
        groups[-1].append(node)
    return [tuple(group) for group in groups]


def _again(block: Any, number: int, begins: bool, **changes: Any) -> tuple[bool, Block]:
    attr = block.attr if not number else replace(block.attr, id="")
    part: Block = replace(block, attr=attr, **changes)
    return begins or number > 0, part
