"""Blocks into strips: headings, paragraphs, lists, boxes, figures. Spaces collapse, headings stay with what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from briefgen.document import (
    NONE,
    Attr,
    Block,
    Blocks,
    Callout,
    Columns,
    Definitions,
    Figure,
    Heading,
    Inlines,
    List,
    Paragraph,
    Quote,
    Rule,
    Section,
    Table,
    Text,
)
from briefgen.layout.columns import column_set
from briefgen.layout.galley import (
    FORBIDDEN,
    FORCED,
    FREE,
    LEAD_IN,
    SECOND_LINE,
    SPLIT_BOX,
    Drawing,
    Frame,
    Galley,
    Mark,
    Outline,
    Strip,
    kept,
    owned,
)
from briefgen.layout.job import NARROWEST, Job, Place
from briefgen.layout.lists import definition_strips, list_strips
from briefgen.layout.paragraphs import set_strips
from briefgen.layout.tables import table_groups
from briefgen.plain import plain
from briefgen.theme import BoxStyle, Look, TableStyle, colour

_TALLEST = 0.8  # of a picture, in shares of a page
_EDGE = 5.0  # ground that a divided box keeps beyond its text
_RULE_SPACE = 8.0


def flow(job: Job, blocks: Blocks, place: Place) -> Iterator[Strip]:
    """Measure blocks one below the other, lazily; the first strip's gap is the space above the first block."""
    flow = Flow(job)
    yield from flow.blocks(blocks, place)
    if flow.anchors:  # of blocks that set nothing
        yield Strip(0.0, cost=FORBIDDEN, anchors=flow.anchors)


def settled(job: Job, blocks: Blocks, place: Place) -> Galley:
    """Measure blocks that stand in a cell or a note, all at once; see `flow`."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and blocks[0].attr is NONE:
        return Flow(job).paragraph(blocks[0], place)
    return list(flow(job, blocks, place))


class Flow(Struct, eq=False):
    """The blocks of one galley: what the last one leaves to the next."""

    job: Job
    after: float = 0.0  # space below the last block
    hold: int = 0  # how many strips a heading keeps with it
    lead: bool = False  # the last paragraph leads in what follows
    turn: bool = False  # a page break was asked for
    anchors: tuple[str, ...] = ()  # that wait for their strip

    # ------------------------------------------------------------ what all blocks share

    def blocks(self, blocks: Blocks, place: Place) -> Iterator[Strip]:
        for block in blocks:
            attr = block.attr
            if attr.id:
                self.anchors = (*self.anchors, attr.id)
            strips = self._block(block, place)
            strips = kept(strips) if attr.keep else strips
            yield from owned(strips, attr.importance) if attr.importance else strips

    def emit(self, strip: Strip, before: float = 0.0) -> Strip:
        """Give a strip the space above it and the cost of parting it from what stands before."""
        strip.above, strip.before = self.after, before
        strip.gap = max(self.after, before)
        self.after = 0.0
        if self.turn:
            strip.cost, self.turn, self.hold = FORCED, False, 0
        elif self.hold:
            one_line = bool(strip.baseline) and self.hold == 2
            strip.cost = max(strip.cost, FORBIDDEN if self.hold == 2 else SECOND_LINE if strip.baseline else FREE)
            if strip.height or strip.runs:
                self.hold = 1 if one_line else 0
        elif self.lead:
            strip.cost = max(strip.cost, LEAD_IN)
        self.lead = False
        if self.anchors:
            strip.anchors = (*self.anchors, *strip.anchors)
            self.anchors = ()
        return strip

    def emit_all(self, strips: Galley, before: float, after: float) -> Galley:
        """Emit the lines of one paragraph; only the first meets what stands before."""
        if strips:
            self.emit(strips[0], before)
            for strip in strips[1:]:
                if not self.hold:
                    break
                self.emit(strip)
            self.after = after
        return strips

    def element(self, role: str, place: Place, attr: Attr, **fields: object) -> int:
        """Begin an element and return its index."""
        foreign = attr.lang if attr.lang != place.lang else ""
        return self.job.tree.open(role, place.element, id=attr.id, lang=foreign, **fields)

    def open(self, role: str, place: Place, attr: Attr, **fields: object) -> Place:
        """Begin an element and return the place inside it."""
        return place.inside(self.element(role, place, attr, **fields), attr.lang or place.lang)

    def _block(self, block: Block, place: Place) -> Iterable[Strip]:
        match block:
            case Paragraph():
                return self.paragraph(block, place)
            case Heading():
                return self._heading(block, place)
            case List():
                return list_strips(self, block, place)
            case Table():
                return self._table(block, place)
            case Section(blocks=blocks, attr=attr):
                return self.blocks(blocks, self.open("Sect", place, attr))
            case Callout():
                return self._callout(block, place)
            case Definitions():
                return definition_strips(self, block, place)
            case Quote():
                return self._quote(block, place)
            case Figure():
                return self._figure(block, place)
            case Columns():
                return self._columns(block, place)
            case Rule():
                return self._rule(block, place)

    # ------------------------------------------------------------ text

    def paragraph(self, block: Paragraph, place: Place) -> Galley:
        job = self.job
        style = job.aligned(job.look(*block.attr.classes, *place.text), place.align)
        lang = block.attr.lang or place.lang
        element = place.element if place.bare else self.element("P", place, block.attr)
        strips = self._set(block.children, style, lang, place, element)
        self.emit_all(strips, style.before, style.after if place.tight is None else place.tight)
        if strips:
            self.hold = 2 if style.keep_next else self.hold
            self.lead = _leads_in(block.children)
        return strips

    def _heading(self, block: Heading, place: Place) -> Galley:
        job = self.job
        style = job.look(*block.attr.classes, place.title or f"h{block.level}")
        style = job.aligned(style, place.align)
        lang = block.attr.lang or place.lang
        element = self.element(f"H{block.level}", place, block.attr)
        strips = self._set(block.children, style, lang, place, element)
        for strip in strips[1:]:
            strip.cost = FORBIDDEN
        if strips and place.bookmarks:
            strips[0].outline = Outline(block.level, plain(block.children), element)
        self.emit_all(strips, style.before, style.after)
        if strips:
            self.hold = 2
        return strips

    def _set(self, inlines: Inlines, style: Look, lang: str, place: Place, element: int) -> Galley:
        move = 0.0 if style.name == place.moved else min(style.indent, max(0.0, place.width - NARROWEST))
        return set_strips(self.job, inlines, style, lang, place.x + move, place.width - move, element)

    # ------------------------------------------------------------ boxes

    def _callout(self, block: Callout, place: Place) -> Iterator[Strip]:
        theme = self.job.theme
        name = next((name for name in block.attr.classes if name in theme.boxes), "default")
        box = theme.boxes.get(name, BoxStyle())
        pad = min(box.padding, max(0.0, (place.width - NARROWEST) / 4))
        inside = replace(
            self.open("Div", place, block.attr),
            x=place.x + box.bar + pad,
            width=max(1.0, place.width - box.bar - 2 * pad),
            text=(box.text, "body"),
            title=box.title,
            tight=None,
            top=False,
            bare=False,
        )
        edge = min(_EDGE, pad)
        frame = Frame(
            x=place.x,
            width=place.width,
            fill=colour(theme, box.fill),
            stroke=colour(theme, box.stroke),
            line=box.line,
            bar=box.bar,
            bar_colour=colour(theme, box.bar_colour),
            edge=edge,
        )
        first = None
        strips = self._boxed(self.blocks(block.blocks, inside), frame, pad, box)
        for strip in strips:
            first = strip if first is None else first
            yield strip
        if first is not None:
            self.after = box.after

    def _boxed(self, strips: Iterator[Strip], frame: Frame, pad: float, box: BoxStyle) -> Iterator[Strip]:
        """Put strips between the upper and the lower padding of a box."""
        above, hold, turn, lead, anchors = self.after, self.hold, self.turn, self.lead, self.anchors
        self.after, self.hold, self.turn, self.lead, self.anchors = 0.0, 0, False, False, ()
        content = next(strips, None)
        if content is None:
            self.after, self.hold, self.turn, self.lead = above, hold, turn, lead
            self.anchors = (*anchors, *self.anchors)
            return
        later = (self.after, self.hold, self.lead, self.anchors, self.turn)
        self.after, self.hold, self.turn, self.lead, self.anchors = above, hold, turn, lead, anchors
        frame.first = self.emit(Strip(pad, frames=(frame,)), box.before)
        self.after, self.hold, self.lead, self.anchors, self.turn = later
        yield frame.first
        content.gap = 0.0
        cost = FORBIDDEN
        while content is not None:
            content.frames = (frame, *content.frames)
            content.resume += frame.edge
            content.close += frame.edge
            if content.cost != FORCED or cost == FORBIDDEN:
                content.cost = max(content.cost, cost)
            cost = SPLIT_BOX
            yield content
            content = next(strips, None)
        self.after, self.hold, self.lead = 0.0, 0, False
        frame.last = self.emit(Strip(pad, frames=(frame,), cost=FORBIDDEN))
        yield frame.last

    def _quote(self, block: Quote, place: Place) -> Iterator[Strip]:
        style = self.job.look(*block.attr.classes, "quote")
        move = min(style.indent, max(0.0, (place.width - NARROWEST) / 2))
        inside = replace(
            self.open("BlockQuote", place, block.attr),
            x=place.x + move,
            width=place.width - 2 * move,
            text=(*block.attr.classes, "quote", *place.text),
            moved=style.name,
            top=False,
            bare=False,
        )
        return self.blocks(block.blocks, inside)

    # ------------------------------------------------------------ figures, rules, tables, columns

    def _figure(self, block: Figure, place: Place) -> Iterator[Strip]:
        job, image = self.job, block.image
        lang = block.attr.lang or place.lang
        around = self.open("Div", place, replace(block.attr, id="")) if block.caption else place
        element = job.tree.open("Figure", around.element, id=block.attr.id, alt=block.alt)
        scale = min(1.0, place.width / image.width, _TALLEST * job.room / image.height)
        width, height = image.width * scale, image.height * scale
        style = job.look("figure", "body")
        drawing = Drawing(place.x, 0.0, width, height, image, element, job.tree.next())
        yield self.emit(Strip(height, drawing=drawing), style.before)
        self.after = style.after
        if block.caption:
            style = job.look("caption")
            caption = job.tree.open("Caption", around.element)
            strips = self._set(block.caption, style, lang, place, caption)
            for strip in strips:
                strip.cost = FORBIDDEN
            self.after = 0.0
            yield from self.emit_all(strips, max(style.before, 4.0), max(style.after, job.look("body").after))

    def _rule(self, block: Rule, place: Place) -> Iterator[Strip]:
        if "page" in block.attr.classes:
            self.turn = True
            return
        style = self.job.look(*block.attr.classes, "hr")
        line = style.rule_above or style.rule_below or 0.5
        strip = Strip(line, marks=[Mark(place.x, line / 2, place.width, 0.0, "", style.rule_colour, line, 0.0)])
        yield self.emit(strip, max(style.before, _RULE_SPACE))
        self.after = max(style.after, _RULE_SPACE)

    def _table(self, block: Table, place: Place) -> Iterator[Strip]:
        job = self.job
        tables = job.theme.tables
        name = next((name for name in block.attr.classes if name in tables), "default")
        style = tables.get(name, TableStyle())
        inside = self.open("Table", place, block.attr, summary=block.summary)
        before = style.before
        if block.caption:
            look_here = job.look("caption")
            strips = self._set(block.caption, look_here, inside.lang, place, job.tree.open("Caption", inside.element))
            for strip in strips[1:]:
                strip.cost = FORBIDDEN
            yield from self.emit_all(strips, max(look_here.before, before), look_here.after)
            if strips:
                self.hold, before = 2, 0.0
        for strip in table_groups(job, block, style, inside):
            yield self.emit(strip, before)
            before = 0.0
        self.after = style.after

    def _columns(self, block: Columns, place: Place) -> Iterator[Strip]:
        job = self.job
        gap = job.theme.page.column_gap
        count = max(1, min(block.count, int((place.width + gap) // (NARROWEST + gap))))
        width = (place.width - gap * (count - 1)) / count
        lang = block.attr.lang or place.lang
        inside = replace(place, x=0.0, width=width, lang=lang, top=False)
        flow = Flow(job, anchors=self.anchors)
        strips = list(flow.blocks(block.blocks, inside))
        self.anchors = ()
        if not strips:
            return
        if not place.top:
            for inner in strips:
                inner.cost = max(inner.cost, FREE)  # only the page's own columns can break for a page
        columns = column_set(strips, count, place.x, width, gap, job.room, flowing=place.top)
        if not place.top and columns.height() > _TALLEST * job.room:  # in a box or a cell columns cannot go on overleaf
            for strip in strips:
                yield self.emit(_moved(strip, place.x), strip.gap)
            self.after = flow.after
            return
        strip = Strip(0.0 if place.top else columns.height(), columns=columns)
        if not place.top:
            strip.notes = tuple(note for inner in strips for note in inner.notes)
        yield self.emit(strip, strips[0].gap)
        self.after = flow.after


def _moved(strip: Strip, x: float) -> Strip:
    """Move a strip to the right by `x` points."""
    strip.runs = [replace(run, x=run.x + x) for run in strip.runs]
    strip.marks = [replace(mark, x=mark.x + x) for mark in strip.marks]
    for area in strip.areas:
        area.x += x
    if strip.drawing is not None:
        strip.drawing = replace(strip.drawing, x=strip.drawing.x + x)
    for frame in strip.frames:
        if frame.first is strip:
            frame.x += x
    if strip.slice is not None:
        strip.slice.x += x
    if strip.columns is not None:
        strip.columns.x += x
    return strip


def _leads_in(inlines: Inlines) -> bool:
    return bool(inlines) and isinstance(inlines[-1], Text) and inlines[-1].text.rstrip().endswith(":")
