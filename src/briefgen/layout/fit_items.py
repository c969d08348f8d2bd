"""The items of a document: what the page fit may leave out or shorten, found in order.

An item is a block, list item, definition or table row with an importance. Inside it, parts with `fit="full"` stand only
in its full variant and those with `fit="short"` only in its short one; an item that holds other items has one variant,
and they go with it. Rows that a cell reaches over are one item if all of them are items; what stands inside a cell or a
note is none. A heading, list, table or section goes with its last item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Literal, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import (
    Block,
    Blocks,
    Callout,
    Columns,
    Definition,
    Definitions,
    Document,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
)
from briefgen.layout.fit_model import SHORT
from briefgen.layout.fit_variants import parts_of, stands, varies
from briefgen.plain import fold, plain, plain_blocks

T = TypeVar("T")
Kind = Literal["leaf", "outer", "node", "fixed", "omitted"]
_WORDS = 60  # characters that name an item
_MANY = 10  # from here on an item's number has a digit more or less, as it is chosen


class Found(Struct, frozen=True, kw_only=True):
    """A numbered part of the document."""

    number: int
    kind: (
        Kind  # an item; one that holds items; what goes with its items; what always stays; the line on what is left out
    )
    parent: int  # number of the part around it, 0 for none
    importance: int = 0
    words: str = ""
    shortens: bool = False  # it has a short variant
    keep: bool = False
    sets: bool = False  # the space below it is its own, not that of its last part


class Survey(Struct, dict=True):
    """The document with its parts numbered: each one's number stands in place of its importance."""

    blocks: Blocks
    found: dict[int, Found]
    # By a part's identity and a variant: what stands of it, and whether that says how many items are left out.
    made: dict[tuple[int, int], tuple[tuple[Any, ...], bool]] = field(default_factory=dict)
    nodes: dict[int, Any] = field(default_factory=dict)  # the leaves that are one node each, by number
    loose: bool = False  # the widths of some table's columns depend on its items
    probes: dict[tuple[bool, frozenset[int] | None], Blocks] = field(default_factory=dict)  # see `fit_choice.probe`

    @cached_property
    def additive(self) -> bool:
        """Tell whether each item is set alike whatever is chosen of the others."""
        return _is_additive(self.blocks)

    @cached_property
    def leaves(self) -> list[Found]:
        return [one for one in self.found.values() if one.kind == "leaf"]

    @cached_property
    def items(self) -> list[Found]:
        """All that has a variant of its own: leaves, and items that hold others."""
        return [one for one in self.found.values() if one.kind in ("leaf", "outer")]


def survey_items(document: Document) -> Survey:
    """Number the parts of a document that holds items, all items in their full variant."""
    walk = _Walk()
    blocks = walk.sequence(document.blocks, 0)
    return Survey(blocks, walk.found, nodes=walk.nodes, loose=walk.loose)


def _holds(node: Any) -> bool:
    """Tell whether a block (or a part of one, or any of several) is an item or holds one."""
    if isinstance(node, tuple):
        return any(map(_holds, node))
    if node.attr.importance:
        return True
    return _holds(_inside(node))


def _inside(node: Any) -> tuple[Any, ...]:
    match node:
        case List(items=parts) | Definitions(entries=parts) | Table(rows=parts):
            return parts
        case Row() | Paragraph() | Heading():
            return ()
        case _:
            return getattr(node, "blocks", ())


class _Walk(Struct):
    found: dict[int, Found] = field(default_factory=dict)
    nodes: dict[int, Any] = field(default_factory=dict)
    columns: bool = False  # within columns, which end between items
    loose: bool = False

    def _number(self, kind: Kind, parent: int, **about: Any) -> int:
        number = len(self.found) + 1
        self.found[number] = Found(number=number, kind=kind, parent=parent, **about)
        return number

    def sequence(self, blocks: Blocks, parent: int) -> Blocks:
        """Number blocks that stand one below the other; a heading goes with what follows it, up to the next one."""
        made: list[Block] = []
        at, fixed = 0, 0
        while at < len(blocks):
            block = blocks[at]
            end = at + 1
            if isinstance(block, Heading) and block.level > 1:
                while end < len(blocks):
                    following = blocks[end]
                    if isinstance(following, Heading) and following.level <= block.level:
                        break
                    end += 1
            under = blocks[at + 1 : end]
            if block.attr.fit == "omitted":
                made.append(_mark(block, self._number("omitted", parent)))
                at, fixed = at + 1, 0
            elif isinstance(block, Heading) and not block.attr.importance and _holds(under):
                number = self._number("node", parent)
                made += [_mark(block, number), *self.sequence(under, number)]
                at, fixed = end, 0
            elif _holds(block):
                made.append(self._part(block, parent))
                at, fixed = at + 1, 0
            else:
                fixed = fixed or self._number("fixed", parent)
                made.append(_mark(block, fixed))
                at += 1
        return tuple(made)

    def _part(self, block: Block, parent: int) -> Block:
        """Number a block that is an item or holds one."""
        if block.attr.importance and not _holds(_inside(block)):
            return self._leaf(block, parent)
        keep = block.attr.keep
        sets = isinstance(block, List | Table | Callout | Definitions)
        number = (
            self._outer(block, parent) if block.attr.importance else self._number("node", parent, keep=keep, sets=sets)
        )
        if block.attr.importance:
            number = self._number("node", number, keep=keep, sets=sets)
        match block:
            case Columns(blocks=blocks):
                within, self.columns = self.columns, True
                block = replace(block, blocks=self.sequence(blocks, number))
                self.columns = within
            case Section() | Callout() | Quote():
                block = replace(block, blocks=self.sequence(block.blocks, number))
            case List(items=items):
                block = replace(block, items=tuple(self._entry(item, number) for item in items))
            case Definitions(entries=entries):
                block = replace(block, entries=tuple(self._entry(entry, number) for entry in entries))
            case Table(rows=rows):
                self.loose = self.loose or not block.widths
                block = replace(block, rows=self._rows(rows, number))
        return _mark(block, number)

    def _mark(self, node: T, number: int) -> T:
        """Number an item, and ask that no column ends inside it: programs that break columns themselves can end one
        between two."""
        made: Any = node
        attr = replace(made.attr, importance=number, keep=made.attr.keep or self.columns)
        whole: T = replace(made, attr=attr)
        return whole

    def _outer(self, node: Any, parent: int) -> int:
        return self._number("outer", parent, importance=node.attr.importance, words=_words(node))

    def _leaf(self, node: T, parent: int) -> T:
        leaf: Any = node
        number = self._number(
            "leaf",
            parent,
            importance=leaf.attr.importance,
            words=_words(node),
            shortens=varies(node) and stands(node, SHORT),
        )
        made = self.nodes[number] = self._mark(node, number)
        return made

    def _entry(self, entry: Any, parent: int) -> Any:
        """Number an item of a list, or a definition."""
        if entry.attr.fit == "omitted":
            return _mark(entry, self._number("omitted", parent))
        if not _holds(entry.blocks):
            if entry.attr.importance:
                return self._leaf(entry, parent)
            return self._mark(entry, self._number("fixed", parent))
        if entry.attr.importance:
            parent = self._outer(entry, parent)
        number = self._number("node", parent, keep=entry.attr.keep)
        return _mark(replace(entry, blocks=self.sequence(entry.blocks, number)), number)

    def _rows(self, rows: Sequence[Row], parent: int) -> tuple[Row, ...]:
        made: list[Row] = []
        for group in row_groups(rows):
            importance = max(row.attr.importance for row in group) if all(r.attr.importance for r in group) else 0
            if importance:
                shortens = varies(tuple(group)) and any(stands(row, SHORT) for row in group)
                number = self._number("leaf", parent, importance=importance, words=_words(group[0]), shortens=shortens)
            else:
                number = self._number("fixed", parent)
            made += [self._mark(row, number) for row in group]
        return tuple(made)


def _is_additive(node: Any) -> bool:
    """Tell whether what stands side by side with items is set the same whatever is chosen: a column of terms is as wide
    as the widest, and the items of a numbered list stand further in from the tenth on."""
    if isinstance(node, tuple):
        return all(map(_is_additive, node))
    if isinstance(node, Paragraph | Heading):
        return True
    if isinstance(node, Definitions) and any(entry.attr.importance for entry in node.entries):
        return False
    if isinstance(node, List) and node.ordered and len(node.items) + node.start > _MANY:
        return False
    return all(_is_additive(value) for name, value in parts_of(node) if name in ("blocks", "items", "entries"))


def row_groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield rows, those together that a cell reaches over."""
    begin = 0
    while begin < len(rows):
        end, at = begin + 1, begin
        while at < end:
            end = min(len(rows), max(end, at + max((cell.rowspan for cell in rows[at].cells), default=1)))
            at += 1
        yield list(rows[begin:end])
        begin = end


def _mark(node: T, number: int) -> T:
    marked: Any = node
    made: T = replace(marked, attr=replace(marked.attr, importance=number))
    return made


def _words(node: Any) -> str:
    """Return the first words of an item."""
    match node:
        case Row(cells=cells):
            text = " · ".join(filter(None, (fold(plain_blocks(cell.blocks).replace("\n", " ")) for cell in cells)))
        case Definition(term=term):
            text = plain(term)
        case Item(blocks=blocks):
            text = plain_blocks(blocks)
        case _:
            text = plain_blocks((node,))
    text = fold(text.replace("\u00ad", "").replace("\n", " "))
    return text if len(text) <= _WORDS else text[: _WORDS - 1].rstrip() + "…"
