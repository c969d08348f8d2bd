"""The items of a document: what the page fit may leave out or shorten, found in order, and the document of a choice.

An item is a block, list item, definition or table row with an importance. Inside it, parts with `fit="full"` stand only
in its full variant and those with `fit="short"` only in its short one; an item that holds other items has one variant,
and they go with it. Rows that a cell reaches over are one item if all of them are items; what stands inside a cell or a
note is none. A heading, list, table or section goes with its last item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from briefgen.document import (
    Attr,
    Block,
    Blocks,
    Break,
    Callout,
    Columns,
    Definition,
    Definitions,
    Document,
    Field,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Row,
    Rule,
    Section,
    Table,
    Text,
)
from briefgen.layout.fit_model import FULL, OMITTED, SHORT
from briefgen.layout.fit_variants import filled, parts_of, variant_of, varies
from briefgen.plain import fold, plain, plain_blocks

T = TypeVar("T")
Kind = Literal["leaf", "outer", "node", "fixed", "omitted"]
_WORDS = 60  # characters that name an item


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
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


@dataclass(slots=True)
class Survey:
    """The document with its parts numbered: each one's number stands in place of its importance."""

    blocks: Blocks
    found: dict[int, Found]

    @property
    def leaves(self) -> list[Found]:
        return [one for one in self.found.values() if one.kind == "leaf"]


def survey_items(document: Document) -> Survey:
    """Number the parts of a document that holds items, all items in their full variant."""
    walk = _Walk()
    blocks = walk.sequence(document.blocks, 0)
    return Survey(blocks, walk.found)


def choose(survey: Survey, choice: Mapping[int, int], *, columns: Collection[int] = (), marked: bool = False) -> Blocks:
    """Return the blocks of a choice of variants, by number; what is not in it is omitted.

    The line on what is left out stands if anything is. `columns` are the parts that a column begins with. With `marked`
    the numbers stay, for measuring.
    """
    left_out = sum(choice.get(one.number, OMITTED) == OMITTED for one in survey.leaves)
    return _Choice(survey, choice, left_out, marked=marked, columns=columns).blocks(survey.blocks)


def probe(survey: Survey, *, short: bool) -> Blocks:
    """Return all blocks, for measuring: all items, in their short variant where they have one or else in full, with
    their numbers, and the line on what is left out."""
    choice = {number: SHORT if short and one.shortens else FULL for number, one in survey.found.items()}
    return _Choice(survey, choice, len(survey.leaves), marked=True).blocks(survey.blocks)


def pinned(survey: Survey, widths: Mapping[int, tuple[float, ...]]) -> Survey:
    """Return the survey with the widths of tables' columns, by number, as they are with all rows."""

    def pin(node: Any) -> Any:
        if isinstance(node, Table):
            return replace(node, widths=node.widths or widths.get(node.attr.importance, ()))
        if isinstance(node, Paragraph | Heading):
            return node
        changes = {
            name: tuple(map(pin, value)) for name, value in parts_of(node) if name in ("blocks", "items", "entries")
        }
        return replace(node, **changes) if changes else node

    return Survey(tuple(map(pin, survey.blocks)), survey.found) if widths else survey


def unfitted(document: Document) -> Document:
    """Return a document that no page bounds: all items in full, no line on what is left out."""
    if not _speaks_of_fit(document.blocks):
        return document
    survey = survey_items(document)
    everything = dict.fromkeys(survey.found, FULL)
    return replace(document, blocks=choose(survey, everything))


def _speaks_of_fit(node: Any) -> bool:
    """Tell whether any node takes part in the fit by its variant or a field."""
    if isinstance(node, tuple):
        return any(map(_speaks_of_fit, node))
    if isinstance(node, Text | Break | Field):
        return isinstance(node, Field)
    return bool(node.attr.fit) or any(_speaks_of_fit(value) for _, value in parts_of(node))


# ---------------------------------------------------------------- finding


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


@dataclass(slots=True)
class _Walk:
    found: dict[int, Found] = field(default_factory=dict)
    columns: bool = False  # within columns, which end between items

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
            return self._whole(_mark(block, self._leaf(block, parent)))
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
                block = replace(block, rows=self._rows(rows, number))
        return _mark(block, number)

    def _whole(self, node: T) -> T:
        """Ask that no column ends inside an item: programs that break columns themselves can end one between two."""
        made: Any = node
        whole: T = replace(made, attr=replace(made.attr, keep=True)) if self.columns else node
        return whole

    def _outer(self, node: Any, parent: int) -> int:
        return self._number("outer", parent, importance=node.attr.importance, words=_words(node))

    def _leaf(self, node: Any, parent: int) -> int:
        return self._number(
            "leaf",
            parent,
            importance=node.attr.importance,
            words=_words(node),
            shortens=varies(node) and bool(variant_of((node,), SHORT)),
        )

    def _entry(self, entry: Any, parent: int) -> Any:
        """Number an item of a list, or a definition."""
        if entry.attr.fit == "omitted":
            return _mark(entry, self._number("omitted", parent))
        if not _holds(entry.blocks):
            number = self._leaf(entry, parent) if entry.attr.importance else self._number("fixed", parent)
            return self._whole(_mark(entry, number))
        if entry.attr.importance:
            parent = self._outer(entry, parent)
        number = self._number("node", parent, keep=entry.attr.keep)
        return _mark(replace(entry, blocks=self.sequence(entry.blocks, number)), number)

    def _rows(self, rows: Sequence[Row], parent: int) -> tuple[Row, ...]:
        made: list[Row] = []
        for group in row_groups(rows):
            importance = max(row.attr.importance for row in group) if all(r.attr.importance for r in group) else 0
            if importance:
                shortens = varies(tuple(group)) and bool(variant_of(tuple(group), SHORT))
                number = self._number("leaf", parent, importance=importance, words=_words(group[0]), shortens=shortens)
            else:
                number = self._number("fixed", parent)
            made += [self._whole(_mark(row, number)) for row in group]
        return tuple(made)


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


# ---------------------------------------------------------------- choosing


def says_something(blocks: Blocks) -> bool:
    return any(not isinstance(block, Heading | Rule) for block in blocks)


@dataclass(slots=True)
class _Choice:
    survey: Survey
    choice: Mapping[int, int]
    left_out: int
    marked: bool
    columns: Collection[int] = ()

    def _taken(self, number: int) -> int:
        """Return the variant of a part; what is no item is full."""
        found = self.survey.found.get(number)
        if found is None or found.kind == "fixed":
            return FULL
        if found.kind == "omitted":
            return FULL if self.left_out else OMITTED
        if found.kind in ("leaf", "outer") and self.choice.get(number, OMITTED) == OMITTED:
            return OMITTED
        if found.parent and self._taken(found.parent) == OMITTED:
            return OMITTED
        return self.choice[number] if found.kind == "leaf" else FULL

    def _is_whole(self, number: int) -> bool:
        """Tell whether a part holds no other parts."""
        found = self.survey.found.get(number)
        return found is None or found.kind in ("leaf", "fixed", "omitted")

    def _attr(self, attr: Attr) -> Attr:
        if self.marked and attr.importance:
            return attr
        return replace(attr, importance=0, fit="", column=bool(attr.importance) and attr.importance in self.columns)

    def blocks(self, blocks: Blocks) -> Blocks:
        made: list[Block] = []
        at = 0
        while at < len(blocks):
            block = blocks[at]
            number = block.attr.importance
            end = at + 1
            if isinstance(block, Heading) and not self._is_whole(number):  # with what stands under it
                while end < len(blocks) and self._under(blocks[end], number):
                    end += 1
                under = self.blocks(blocks[at + 1 : end])
                if says_something(under):
                    made += [*self._finish((block,)), *under]
            else:
                made += self._block(block)
            at = end
        return tuple(made)

    def _under(self, block: Block, number: int) -> bool:
        """Tell whether a block belongs to the part `number`."""
        one = block.attr.importance
        while one and one != number:
            one = self.survey.found[one].parent
        return one == number

    def _block(self, block: Block) -> Blocks:
        number = block.attr.importance
        variant = self._taken(number)
        if variant == OMITTED:
            return ()
        if self._is_whole(number):
            return self._finish(variant_of((block,), variant))
        kept: Block
        match block:
            case Section() | Callout() | Quote() | Columns():
                inside = self.blocks(block.blocks)
                if not says_something(inside):
                    return ()
                kept = replace(block, blocks=inside)
            case List(items=items):
                entries = tuple(one for item in items for one in self._entry(item))
                if not entries:
                    return ()
                kept = replace(block, items=entries)
            case Definitions(entries=all_entries):
                entries = tuple(one for entry in all_entries for one in self._entry(entry))
                if not entries:
                    return ()
                kept = replace(block, entries=entries)
            case Table(rows=rows):
                left = tuple(one for row in rows for one in self._row(row))
                if not left:
                    return ()
                kept = replace(block, rows=left, head=self._finish(variant_of(block.head, FULL)))
            case _:
                kept = block
        return (replace(kept, attr=self._attr(kept.attr)),)

    def _entry(self, entry: Any) -> tuple[Any, ...]:
        number = entry.attr.importance
        variant = self._taken(number)
        if variant == OMITTED:
            return ()
        if self._is_whole(number):
            return self._finish(variant_of((entry,), variant))
        blocks = self.blocks(entry.blocks)
        return (replace(entry, blocks=blocks, attr=self._attr(entry.attr)),) if says_something(blocks) else ()

    def _row(self, row: Row) -> tuple[Row, ...]:
        variant = self._taken(row.attr.importance)
        return () if variant == OMITTED else self._finish(variant_of((row,), variant))

    def _finish(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        """Put the number of items left out in its place, and take the marks away."""
        count = str(self.left_out)
        return tuple(replace(filled(node, count), attr=self._attr(node.attr)) for node in nodes)
