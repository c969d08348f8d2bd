"""Blocks into strips: headings, paragraphs, lists, boxes, figures. Spaces collapse, headings stay with what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefgen.document import (
    Attr,
    Block,
    Blocks,
    Callout,
    Columns,
    Definition,
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
from briefgen.errors import LayoutError
from briefgen.layout.columns import column_set
from briefgen.layout.galley import (
    FORBIDDEN,
    FORCED,
    FREE,
    KEEP,
    LEAD_IN,
    SECOND_LINE,
    SPLIT_BOX,
    Drawing,
    Frame,
    Galley,
    Mark,
    Outline,
    Run,
    Strip,
    hang,
)
from briefgen.layout.job import NARROWEST, Job, Place
from briefgen.layout.lines import natural_width
from briefgen.layout.paragraphs import set_strips
from briefgen.layout.tables import table_groups
from briefgen.plain import plain
from briefgen.theme import BoxStyle, Look, TableStyle, colour

_MARKER_GAP = 5.0
_NARROWEST_ITEM = 24.0
_NESTED_MARKER = "–"
_TERM_SHARE, _TERM_GAP = 0.36, 12.0  # the widest a column of terms may be, of the whole; and the white beside it
_TALLEST = 0.8  # of a picture, in shares of a page
_EDGE = 5.0  # ground that a divided box keeps beyond its text
_RULE_SPACE = 8.0


def flow(job: Job, blocks: Blocks, place: Place) -> Iterator[Strip]:
    """Measure blocks one below the other, lazily; the first strip's gap is the space above the first block."""
    flow = Flow(job)
    yield from flow.blocks(blocks, place)
    if flow.anchors:  # of blocks that set nothing
        yield Strip(0.0, cost=FORBIDDEN, anchors=flow.anchors)


@dataclass(slots=True)
class Flow:
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
            yield from _kept(strips) if attr.keep else strips

    def _emit(self, strip: Strip, before: float = 0.0) -> Strip:
        """Give a strip the space above it and the cost of parting it from what stands before."""
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

    def _emit_all(self, strips: Galley, before: float, after: float) -> Iterator[Strip]:
        for strip in strips:
            yield self._emit(strip, before)
            before = 0.0
        if strips:
            self.after = after

    def _element(self, role: str, place: Place, attr: Attr, **fields: object) -> int:
        """Begin an element and return its index."""
        foreign = attr.lang if attr.lang != place.lang else ""
        return self.job.tree.open(role, place.element, id=attr.id, lang=foreign, **fields)

    def _open(self, role: str, place: Place, attr: Attr, **fields: object) -> Place:
        """Begin an element and return the place inside it."""
        return replace(place, element=self._element(role, place, attr, **fields), lang=attr.lang or place.lang)

    def _block(self, block: Block, place: Place) -> Iterator[Strip]:
        match block:
            case Paragraph():
                return self._paragraph(block, place)
            case Heading():
                return self._heading(block, place)
            case List():
                return self._list(block, place)
            case Table():
                return self._table(block, place)
            case Section(blocks=blocks, attr=attr):
                return self.blocks(blocks, self._open("Sect", place, attr))
            case Callout():
                return self._callout(block, place)
            case Definitions():
                return self._definitions(block, place)
            case Quote():
                return self._quote(block, place)
            case Figure():
                return self._figure(block, place)
            case Columns():
                return self._columns(block, place)
            case Rule():
                return self._rule(block, place)

    # ------------------------------------------------------------ text

    def _paragraph(self, block: Paragraph, place: Place) -> Iterator[Strip]:
        job = self.job
        style = job.aligned(job.look(*block.attr.classes, *place.text), place.align)
        lang = block.attr.lang or place.lang
        element = place.element if place.bare else self._element("P", place, block.attr)
        strips = self._set(block.children, style, lang, place, element)
        yield from self._emit_all(strips, style.before, style.after if place.tight is None else place.tight)
        if strips:
            self.hold = 2 if style.keep_next else self.hold
            self.lead = _leads_in(block.children)

    def _heading(self, block: Heading, place: Place) -> Iterator[Strip]:
        job = self.job
        style = job.look(*block.attr.classes, place.title or f"h{block.level}")
        style = job.aligned(style, place.align)
        lang = block.attr.lang or place.lang
        element = self._element(f"H{block.level}", place, block.attr)
        strips = self._set(block.children, style, lang, place, element)
        for strip in strips[1:]:
            strip.cost = FORBIDDEN
        if strips and place.bookmarks:
            strips[0].outline = Outline(block.level, plain(block.children), element)
        yield from self._emit_all(strips, style.before, style.after)
        if strips:
            self.hold = 2

    def _set(self, inlines: Inlines, style: Look, lang: str, place: Place, element: int) -> Galley:
        move = 0.0 if style.name == place.moved else min(style.indent, max(0.0, place.width - NARROWEST))
        return set_strips(self.job, inlines, style, lang, place.x + move, place.width - move, element)

    # ------------------------------------------------------------ lists

    def _list(self, block: List, place: Place) -> Iterator[Strip]:
        job, styles = self.job, self.job.theme.lists
        inside = self._open("L", place, block.attr, numbering="Decimal" if block.ordered else "Disc")
        style = job.look(*block.attr.classes, *place.text)
        last = block.start + len(block.items) - 1
        if block.ordered:
            labels = [f"{number}." for number in range(block.start, last + 1)]
            widest = max(labels[:1] + labels[-1:], key=len) if labels else ""
        else:
            labels = [_NESTED_MARKER if place.depth % 2 else styles.marker] * len(block.items)
            widest = styles.marker
        indent = max(styles.indent, self._natural(widest, style, inside.lang) + _MARKER_GAP + 1)
        beside = place.width - indent >= _NARROWEST_ITEM
        if not beside:  # lists deep in one another, or in a narrow cell: the marker stands above its item
            indent = 0.0
        text = block.attr.classes + place.text
        if place.depth:
            self.after = max(self.after, styles.gap)
        for label, item in zip(labels, block.items, strict=True):
            li = self._open("LI", inside, item.attr)
            lbl = job.tree.open("Lbl", li.element)
            marker = self._label(
                label, style, li.lang, place.x, place.x + indent - _MARKER_GAP if beside else None, lbl
            )
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
                self.anchors = (*self.anchors, item.attr.id)
            strips = self._hung(self.blocks(item.blocks, body), marker, beside=beside)
            yield from _kept(strips) if item.attr.keep else strips
            self.after = max(self.after, styles.gap)
        if not place.depth and block.items:
            self.after = styles.after

    def _natural(self, label: str, style: Look, lang: str) -> float:
        job = self.job
        try:
            return natural_width((Text(label),), style, job.theme, job.faces, lang, note_number=job.number)
        except LayoutError as error:
            job.fail(error)
            return 0.0

    def _label(self, text: str, style: Look, lang: str, x: float, right: float | None, element: int) -> Strip:
        """Set a list's marker so that it ends at `right`, or begins at `x`."""
        job = self.job
        strip = Strip(style.leading)
        for line in job.lines((Text(text),), job.aligned(style, "start"), lang, job.width)[:1]:
            strip.baseline = line.baseline
            x = (x if right is None else right - line.width) - min([piece.x for piece in line.pieces], default=0.0)
            strip.runs = [Run(x + p.x, line.baseline - p.rise, p, element, job.tree.next()) for p in line.pieces]
        return strip

    def _hung(self, strips: Iterator[Strip], marker: Strip, *, beside: bool = True) -> Iterator[Strip]:
        """Hang a marker at the first of the strips, or let it stand alone where there are none."""
        first = next(strips, None)
        if first is None:
            yield self._emit(marker)
            return
        if not beside or (not first.baseline and not first.frames and first.height < marker.height):
            marker.gap, marker.cost, marker.anchors = first.gap, first.cost, (*first.anchors, *marker.anchors)
            first.gap, first.cost, first.anchors = 0.0, FORBIDDEN, ()
            yield marker
            yield first
        elif first.runs or not first.frames:
            hang([first], marker)
            yield first
        else:  # a box begins with its ground: the marker stands beside its first line
            yield first
            second = next(strips, None)
            if second is not None:
                hang([second], marker)
                yield second
        yield from strips

    def _definitions(self, block: Definitions, place: Place) -> Iterator[Strip]:
        """Set terms in a column of their own where all of them are short, else above what they mean."""
        job, styles = self.job, self.job.theme.lists
        inside = self._open("L", place, block.attr, numbering="None")
        style = job.look("term")
        widths = [self._width(entry.term, style, entry.attr.lang or inside.lang) for entry in block.entries]
        widest = max(widths, default=0.0)
        beside = widest <= _TERM_SHARE * place.width
        indent = widest + _TERM_GAP if beside else min(styles.indent, max(0.0, place.width - NARROWEST))
        after = job.look(*place.text).after
        for entry in block.entries:
            yield from self._definition(entry, inside, style, indent, beside=beside)
            self.after = max(self.after, styles.gap)
        self.after = max(self.after, after if place.tight is None else place.tight)

    def _definition(
        self, entry: Definition, place: Place, style: Look, indent: float, *, beside: bool
    ) -> Iterator[Strip]:
        job = self.job
        li = self._open("LI", place, entry.attr)
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
            self.anchors = (*self.anchors, entry.attr.id)
        if beside and len(term) == 1:
            yield from self._hung(self.blocks(entry.blocks, body), term[0])
        else:
            for strip in term[1:]:
                strip.cost = FORBIDDEN
            yield from self._emit_all(term, style.before, 1.0)
            if term:
                self.hold = 2
            yield from self.blocks(entry.blocks, body)

    def _width(self, inlines: Inlines, style: Look, lang: str) -> float:
        job = self.job
        try:
            return natural_width(inlines, style, job.theme, job.faces, lang, note_number=job.number)
        except LayoutError as error:
            job.fail(error)
            return 0.0

    # ------------------------------------------------------------ boxes

    def _callout(self, block: Callout, place: Place) -> Iterator[Strip]:
        theme = self.job.theme
        name = next((name for name in block.attr.classes if name in theme.boxes), "default")
        box = theme.boxes.get(name, BoxStyle())
        pad = min(box.padding, max(0.0, (place.width - NARROWEST) / 4))
        inside = replace(
            self._open("Div", place, block.attr),
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
        frame.first = self._emit(Strip(pad, frames=(frame,)), box.before)
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
        frame.last = self._emit(Strip(pad, frames=(frame,), cost=FORBIDDEN))
        yield frame.last

    def _quote(self, block: Quote, place: Place) -> Iterator[Strip]:
        style = self.job.look(*block.attr.classes, "quote")
        move = min(style.indent, max(0.0, (place.width - NARROWEST) / 2))
        inside = replace(
            self._open("BlockQuote", place, block.attr),
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
        around = self._open("Div", place, replace(block.attr, id="")) if block.caption else place
        element = job.tree.open("Figure", around.element, id=block.attr.id, alt=block.alt)
        scale = min(1.0, place.width / image.width, _TALLEST * job.room / image.height)
        width, height = image.width * scale, image.height * scale
        style = job.look("figure", "body")
        drawing = Drawing(place.x, 0.0, width, height, image, element, job.tree.next())
        yield self._emit(Strip(height, drawing=drawing), style.before)
        self.after = style.after
        if block.caption:
            style = job.look("caption")
            caption = job.tree.open("Caption", around.element)
            strips = self._set(block.caption, style, lang, place, caption)
            for strip in strips:
                strip.cost = FORBIDDEN
            self.after = 0.0
            yield from self._emit_all(strips, max(style.before, 4.0), max(style.after, job.look("body").after))

    def _rule(self, block: Rule, place: Place) -> Iterator[Strip]:
        if "page" in block.attr.classes:
            self.turn = True
            return
        style = self.job.look(*block.attr.classes, "hr")
        line = style.rule_above or style.rule_below or 0.5
        strip = Strip(line, marks=[Mark(place.x, line / 2, place.width, 0.0, "", style.rule_colour, line, 0.0)])
        yield self._emit(strip, max(style.before, _RULE_SPACE))
        self.after = max(style.after, _RULE_SPACE)

    def _table(self, block: Table, place: Place) -> Iterator[Strip]:
        job = self.job
        tables = job.theme.tables
        name = next((name for name in block.attr.classes if name in tables), "default")
        style = tables.get(name, TableStyle())
        inside = self._open("Table", place, block.attr, summary=block.summary)
        before = style.before
        if block.caption:
            look_here = job.look("caption")
            strips = self._set(block.caption, look_here, inside.lang, place, job.tree.open("Caption", inside.element))
            for strip in strips[1:]:
                strip.cost = FORBIDDEN
            yield from self._emit_all(strips, max(look_here.before, before), look_here.after)
            if strips:
                self.hold, before = 2, 0.0
        for strip in table_groups(job, block, style, inside):
            yield self._emit(strip, before)
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
                yield self._emit(_moved(strip, place.x), strip.gap)
            self.after = flow.after
            return
        strip = Strip(0.0 if place.top else columns.height(), columns=columns)
        if not place.top:
            strip.notes = tuple(note for inner in strips for note in inner.notes)
        yield self._emit(strip, strips[0].gap)
        self.after = flow.after


def _kept(strips: Iterator[Strip]) -> Iterator[Strip]:
    """Ask that no page break divides the strips."""
    for at, strip in enumerate(strips):
        if at and strip.cost < KEEP:
            strip.cost = KEEP
        yield strip


def _moved(strip: Strip, x: float) -> Strip:
    """Move a strip to the right by `x` points."""
    strip.runs = [run._replace(x=run.x + x) for run in strip.runs]
    strip.marks = [mark._replace(x=mark.x + x) for mark in strip.marks]
    for area in strip.areas:
        area.x += x
    if strip.drawing is not None:
        strip.drawing = strip.drawing._replace(x=strip.drawing.x + x)
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
