"""The document of a choice: what stands of each item, and the headings, lists, tables and sections that go with them.

A part's variants are made once and stay the same objects in every choice, so that what is measured of one is known of
all (see `layout.memory`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.document import (
    Attr,
    Block,
    Blocks,
    Callout,
    Columns,
    Definitions,
    Document,
    Heading,
    List,
    Paragraph,
    Quote,
    Row,
    Rule,
    Section,
    Table,
)
from briefgen.layout.fit_items import Survey, survey_items
from briefgen.layout.fit_model import FULL, OMITTED, SHORT
from briefgen.layout.fit_variants import filled, parts_of, variant_of


def choose(survey: Survey, choice: Mapping[int, int], *, columns: Collection[int] = (), marked: bool = False) -> Blocks:
    """Return the blocks of a choice of variants, by number; what is not in it is omitted.

    The line on what is left out stands if anything is. `columns` are the parts that a column begins with. With `marked`
    the numbers stay, for measuring.
    """
    left_out = sum(choice.get(one.number, OMITTED) == OMITTED for one in survey.leaves)
    return _Choice(survey, choice, left_out, marked=marked, columns=columns).blocks(survey.blocks)


def probe(survey: Survey, *, short: bool, among: frozenset[int] | None = None) -> Blocks:
    """Return all blocks, for measuring, with their numbers: all items, or those of the leaves that are `among` them, in
    their short variant where they have one or else in full; and the line on what is left out.

    They are the same objects at every size of type.
    """
    known = survey.probes.get((short, among))
    if known is not None:
        return known
    choice = {
        number: SHORT if short and one.shortens else FULL
        for number, one in survey.found.items()
        if among is None or one.kind != "leaf" or number in among
    }
    made = _Choice(survey, choice, len(survey.leaves), marked=True).blocks(survey.blocks)
    return survey.probes.setdefault((short, among), made)


def alone(survey: Survey, choice: Mapping[int, int]) -> Blocks:
    """Return the items of a choice, for measuring, with their numbers, and what goes with them, but nothing else."""
    return _Choice(survey, choice, len(survey.leaves), marked=True, alone=True).blocks(survey.blocks)


def pinned(survey: Survey, widths: Mapping[int, tuple[float, ...]]) -> Survey:
    """Return the survey with the widths of tables' columns, by number, as they are with all rows."""

    def pin(node: Any) -> Any:
        if isinstance(node, Table):
            found = () if node.widths or not node.attr.importance else widths.get(node.attr.importance, ())
            return replace(node, widths=found) if found else node
        if isinstance(node, Paragraph | Heading):
            return node
        changes: dict[str, Any] = {}
        for name, value in parts_of(node):
            if name in ("blocks", "items", "entries"):
                pins = tuple(map(pin, value))
                if any(new is not old for new, old in zip(pins, value, strict=True)):
                    changes[name] = pins
        return replace(node, **changes) if changes else node

    blocks = tuple(map(pin, survey.blocks)) if widths else survey.blocks
    if all(new is old for new, old in zip(blocks, survey.blocks, strict=True)):
        return survey
    return Survey(blocks, survey.found, nodes=survey.nodes)


def unfitted(document: Document) -> Document:
    """Return a document that no page bounds: all items in full, no line on what is left out."""
    survey = survey_items(document)
    everything = dict.fromkeys(survey.found, FULL)
    return replace(document, blocks=choose(survey, everything))


def says_something(blocks: Blocks) -> bool:
    return any(not isinstance(block, Heading | Rule) for block in blocks)


class _Choice(Struct, frozen=True):
    survey: Survey
    choice: Mapping[int, int]
    left_out: int
    marked: bool
    columns: Collection[int] = ()
    alone: bool = False  # without what always stays

    def _taken(self, number: int) -> int:
        """Return the variant of a part; what is no item is full."""
        found = self.survey.found.get(number)
        if found is None or found.kind == "fixed":
            return OMITTED if self.alone else FULL
        if found.kind == "omitted":
            return FULL if self.left_out and not self.alone else OMITTED
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
                    made += [*self._made(block, FULL), *under]
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
            return self._made(block, variant)
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
                kept = replace(block, rows=left, head=tuple(one for row in block.head for one in self._made(row, FULL)))
            case _:
                kept = block
        return (replace(kept, attr=self._attr(kept.attr)),)

    def _entry(self, entry: Any) -> tuple[Any, ...]:
        number = entry.attr.importance
        variant = self._taken(number)
        if variant == OMITTED:
            return ()
        if self._is_whole(number):
            return self._made(entry, variant)
        blocks = self.blocks(entry.blocks)
        return (replace(entry, blocks=blocks, attr=self._attr(entry.attr)),) if says_something(blocks) else ()

    def _row(self, row: Row) -> tuple[Row, ...]:
        variant = self._taken(row.attr.importance)
        return () if variant == OMITTED else self._made(row, variant)

    def _made(self, node: Any, variant: int) -> tuple[Any, ...]:
        """Return what stands of a part in a variant, with the number of items left out in its place."""
        known = self.survey.made.get((id(node), variant))
        if known is None:
            nodes = variant_of((node,), variant)
            known = nodes, any(filled(one, "") is not one for one in nodes)
            self.survey.made[id(node), variant] = known
        nodes, counts = known
        if counts:
            nodes = tuple(filled(one, str(self.left_out)) for one in nodes)
        return nodes if self.marked else tuple(replace(one, attr=self._attr(one.attr)) for one in nodes)
