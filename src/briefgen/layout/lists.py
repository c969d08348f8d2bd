"""Lists and definitions into strips: markers hang beside the first line of their item, on its baseline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefgen.document import Definition, Definitions, Inlines, List, Text
from briefgen.errors import LayoutError
from briefgen.layout.galley import FORBIDDEN, Run, Strip, hang, kept, owned
from briefgen.layout.job import NARROWEST, Job, Place
from briefgen.layout.lines import natural_width
from briefgen.layout.paragraphs import set_strips
from briefgen.theme import Look

if TYPE_CHECKING:
    from briefgen.layout.blocks import Flow

_MARKER_GAP = 5.0
_NARROWEST_ITEM = 24.0
_NESTED_MARKER = "–"
_TERM_SHARE, _TERM_GAP = 0.36, 12.0  # the widest a column of terms may be, of the whole; and the white beside it


def list_strips(flow: Flow, block: List, place: Place) -> Iterator[Strip]:
    job, styles = flow.job, flow.job.theme.lists
    inside = flow.open("L", place, block.attr, numbering="Decimal" if block.ordered else "Disc")
    style = job.look(*block.attr.classes, *place.text)
    last = block.start + len(block.items) - 1
    if block.ordered:
        labels = [f"{number}." for number in range(block.start, last + 1)]
        widest = max(labels[:1] + labels[-1:], key=len) if labels else ""
    else:
        labels = [_NESTED_MARKER if place.depth % 2 else styles.marker] * len(block.items)
        widest = styles.marker
    indent = max(styles.indent, _width(job, (Text(widest),), style, inside.lang) + _MARKER_GAP + 1)
    beside = place.width - indent >= _NARROWEST_ITEM
    if not beside:  # lists deep in one another, or in a narrow cell: the marker stands above its item
        indent = 0.0
    text = block.attr.classes + place.text
    if place.depth:
        flow.after = max(flow.after, styles.gap)
    for label, item in zip(labels, block.items, strict=True):
        li = flow.open("LI", inside, item.attr)
        lbl = job.tree.open("Lbl", li.element)
        marker = _label(job, label, style, li.lang, place.x, place.x + indent - _MARKER_GAP if beside else None, lbl)
        body = replace(
            li,
            x=place.x + indent,
            width=place.width - indent,
            element=job.tree.open("LBody", li.element),
            text=item.attr.classes + text,
            tight=styles.gap,
            depth=place.depth + 1,
            top=False,
            bare=False,
        )
        if item.attr.id:
            flow.anchors = (*flow.anchors, item.attr.id)
        strips = _hung(flow, flow.blocks(item.blocks, body), marker, beside=beside)
        strips = kept(strips) if item.attr.keep else strips
        yield from owned(strips, item.attr.importance) if item.attr.importance else strips
        flow.after = max(flow.after, styles.gap)
    if not place.depth and block.items:
        flow.after = styles.after


def _label(job: Job, text: str, style: Look, lang: str, x: float, right: float | None, element: int) -> Strip:
    """Set a list's marker so that it ends at `right`, or begins at `x`."""
    strip = Strip(style.leading)
    for line in job.lines(_inlines(text), job.aligned(style, "start"), lang, job.width)[:1]:
        strip.baseline = line.baseline
        x = (x if right is None else right - line.width) - min([piece.x for piece in line.pieces], default=0.0)
        strip.runs = [Run(x + p.x, line.baseline - p.rise, p, element, job.tree.next()) for p in line.pieces]
    return strip


@lru_cache(maxsize=256)  # so that a marker that is set again is known again
def _inlines(text: str) -> Inlines:
    return (Text(text),)


def _hung(flow: Flow, strips: Iterator[Strip], marker: Strip, *, beside: bool = True) -> Iterator[Strip]:
    """Hang a marker at the first of the strips, or let it stand alone where there are none."""
    first = next(strips, None)
    if first is None:
        yield flow.emit(marker)
        return
    if not beside or (not first.baseline and not first.frames and first.height < marker.height):
        marker.gap, marker.cost, marker.anchors = first.gap, first.cost, (*first.anchors, *marker.anchors)
        first.gap, first.cost, first.anchors = 0.0, FORBIDDEN, ()
        yield marker
        yield first
    elif first.baseline or not first.frames:
        hang([first], marker)
        yield first
    else:  # a box begins with its ground: the marker stands beside its first line
        yield first
        second = next(strips, None)
        if second is not None:
            hang([second], marker)
            yield second
    yield from strips


def definition_strips(flow: Flow, block: Definitions, place: Place) -> Iterator[Strip]:
    """Set terms in a column of their own where all of them are short, else above what they mean."""
    job, styles = flow.job, flow.job.theme.lists
    inside = flow.open("L", place, block.attr, numbering="None")
    style = job.look("term")
    widths = [_width(job, entry.term, style, entry.attr.lang or inside.lang) for entry in block.entries]
    widest = max(widths, default=0.0)
    beside = widest <= _TERM_SHARE * place.width
    indent = widest + _TERM_GAP if beside else min(styles.indent, max(0.0, place.width - NARROWEST))
    after = job.look(*place.text).after
    for entry in block.entries:
        strips = _definition(flow, entry, inside, style, indent, beside=beside)
        yield from owned(strips, entry.attr.importance) if entry.attr.importance else strips
        flow.after = max(flow.after, styles.gap)
    flow.after = max(flow.after, after if place.tight is None else place.tight)


def _definition(
    flow: Flow, entry: Definition, place: Place, style: Look, indent: float, *, beside: bool
) -> Iterator[Strip]:
    job = flow.job
    li = flow.open("LI", place, entry.attr)
    lbl = job.tree.open("Lbl", li.element)
    term = set_strips(job, entry.term, style, li.lang, place.x, indent if beside else place.width, lbl)
    body = replace(
        li,
        x=place.x + indent,
        width=place.width - indent,
        element=job.tree.open("LBody", li.element),
        tight=job.theme.lists.gap,
        top=False,
        bare=False,
    )
    if entry.attr.id:
        flow.anchors = (*flow.anchors, entry.attr.id)
    if beside and len(term) == 1:
        yield from _hung(flow, flow.blocks(entry.blocks, body), term[0])
    else:
        for strip in term[1:]:
            strip.cost = FORBIDDEN
        yield from flow.emit_all(term, style.before, 1.0)
        if term:
            flow.hold = 2
        yield from flow.blocks(entry.blocks, body)


def _width(job: Job, inlines: Inlines, style: Look, lang: str) -> float:
    try:
        return natural_width(inlines, style, job.theme, job.faces, lang, note_number=job.number)
    except LayoutError as error:
        job.fail(error)
        return 0.0
