"""Strips at their places on a page: text, pictures and grounds as pieces, links, anchors and bookmarks beside them."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.layout.columns import ColumnSet, Fill
from briefgen.layout.folded import Folded, Type, fold
from briefgen.layout.galley import Frame, Strip, repeated, resumed
from briefgen.layout.placed import ARTIFACT, Anchor, Bookmark, Box, LinkArea, Page, Picture, Piece, TextRun
from briefgen.layout.table_rows import Group


class Sheet:
    """One page in the making. Grounds are painted first, outer before inner, then text and pictures."""

    __slots__ = ("anchors", "bookmarks", "folded", "grounds", "height", "links", "number", "pieces", "room", "width")

    def __init__(self, number: int, width: float, height: float, room: float) -> None:
        self.number, self.width, self.height, self.room = number, width, height, room
        self.grounds: list[list[Box]] = [[]]
        self.pieces: list[Piece] = []
        self.links: list[LinkArea] = []
        self.anchors: list[Anchor] = []
        self.bookmarks: list[Bookmark] = []
        self.folded: Folded | None = None  # the first pieces, if they are held in few bytes

    def fold(self, types: dict[Type, Type]) -> None:
        """Hold the text placed so far in few bytes, if it is plain; see `layout.folded`."""
        self.folded = fold(self.pieces, types)
        if self.folded is not None:
            self.pieces = []

    def page(self) -> Page:
        grounds = [box for boxes in self.grounds for box in boxes]
        folded = self.folded.runs() if self.folded is not None else ()
        return Page(
            width=self.width,
            height=self.height,
            pieces=(*grounds, *folded, *self.pieces),
            links=tuple(self.links),
            anchors=tuple(self.anchors),
        )

    def rule(self, x: float, y: float, width: float, line: float, colour: str) -> None:
        if line and width > 0:
            self.grounds.append([Box(x, y, width, 0.0, "", colour, line)])

    def place(self, strips: Sequence[Strip], x: float, y: float, *, resume: bool, artifact: bool = False) -> float:
        """Place strips one below the other from `y` down and return the last one's bottom.

        With `resume` they begin a page or column: open boxes and table heads are taken up again.
        """
        open_frames: list[tuple[Frame, float, bool, list[Box]]] = []
        at = 0
        while at < len(strips):
            strip = strips[at]
            top = y
            if at:
                y += strip.gap
            elif resume:
                y += resumed(strip, self.room)
            if open_frames or strip.frames:
                ground = top if at == 0 and resume else y
                self._frames(open_frames, strip.frames, x, ground, strips[at - 1] if at else None, top, y)
            if strip.slice is not None:
                at, y = self._slices(strips, at, x, top if at == 0 and resume else y, y, artifact=artifact)
                continue
            self._strip(strip, x, y, artifact=artifact)
            if strip.columns is not None:
                columns = strip.columns
                if columns.height() and columns.whole is not None:
                    self.columns(columns, columns.whole, x, y, resume=False, artifact=artifact)
            y += strip.height
            at += 1
        if open_frames:
            self._frames(open_frames, (), x, y, strips[-1], y, y)
        return y

    def columns(
        self, columns: ColumnSet, fill: Fill, x: float, y: float, *, resume: bool, artifact: bool = False
    ) -> None:
        """Place strips in columns side by side."""
        for number, (begin, end) in enumerate(fill.ranges):
            left = x + columns.x + number * (columns.width + columns.gap)
            self.place(columns.strips[begin:end], left, y, resume=begin > 0, artifact=artifact)

    def _strip(self, strip: Strip, x: float, y: float, *, artifact: bool) -> None:
        """Place what belongs to one strip."""
        if strip.marks:
            self.grounds.append(
                [
                    Box(x + m.x, y + m.y, m.width, m.height, m.fill, m.stroke, m.line, m.radius) for m in strip.marks
                ]
            )  # fmt: skip
        pieces = self.pieces
        for run in strip.runs:
            piece = run.piece
            pieces.append(
                TextRun(
                    x + run.x,
                    y + run.y,
                    piece.width,
                    piece.text,
                    piece.face,
                    piece.size,
                    piece.colour,
                    ARTIFACT if artifact else run.element,
                    0 if artifact else run.order,
                    piece.stretch,
                    piece.tracking,
                    piece.glyphs,
                )
            )
        drawing = strip.drawing
        if drawing is not None:
            element, order = (ARTIFACT, 0) if artifact else (drawing.element, drawing.order)
            pieces.append(
                Picture(x + drawing.x, y + drawing.y, drawing.width, drawing.height, drawing.image, element, order)
            )
        if artifact:
            return
        for area in strip.areas:
            self.links.append(
                LinkArea(x + area.x, y + area.y, area.width, area.height, area.target, area.element, area.text)
            )
        self.place_anchors(strip, y)
        if strip.outline is not None:
            level, text, element = strip.outline
            self.bookmarks.append(Bookmark(level=level, text=text, page=self.number, y=y, element=element))

    def place_anchors(self, strip: Strip, y: float) -> None:
        self.anchors += [Anchor(anchor, y) for anchor in strip.anchors]

    # ------------------------------------------------------------ boxes

    def _frames(
        self,
        open_frames: list[tuple[Frame, float, bool, list[Box]]],
        wanted: tuple[Frame, ...],
        x: float,
        ground: float,
        before: Strip | None,
        bottom: float,
        y: float,
    ) -> None:
        """Close the boxes that end after `before` and open those that begin at the strip at `y`."""
        common = 0
        while common < min(len(open_frames), len(wanted)) and open_frames[common][0] is wanted[common]:
            common += 1
        edge = 0.0
        closing = open_frames[common:]
        for frame, top, begun, boxes in reversed(closing):
            ended = before is frame.last
            edge += 0.0 if ended else frame.edge
            boxes += _box(frame, x, top, bottom + edge, begun=begun, ended=ended)
        del open_frames[common:]
        for frame in wanted[common:]:
            boxes = []
            self.grounds.append(boxes)
            begun = ground == y
            open_frames.append((frame, ground, begun, boxes))
            ground = min(y, ground + (0.0 if begun else frame.edge))

    # ------------------------------------------------------------ tables

    def _slices(
        self, strips: Sequence[Strip], at: int, x: float, top: float, y: float, *, artifact: bool
    ) -> tuple[int, float]:
        """Place the slices of one group that stand here together; return what comes next, and the bottom."""
        strip = strips[at]
        piece = strip.slice
        assert piece is not None
        group = piece.group
        end = at + 1
        bottom = y + strip.height
        last = strip
        while end < len(strips):
            following = strips[end].slice
            if following is None or following.group is not group:
                break
            last = strips[end]
            bottom += last.height
            end += 1
        assert last.slice is not None
        self._strip(strip, x, y, artifact=artifact)
        left = x + piece.x
        if top < y:  # a page begins here
            above = top + sum(frame.edge for frame in strip.frames)
            repeat = repeated(strip, self.room)
            if repeat is not None:
                for head in repeat.groups:
                    self.group(head, 0, len(head.ends) - 1, left, above, above, artifact=True)
                    above += head.height
            elif group.edges[0][0] == 0.0:
                self.rule(left, above, group.lefts[-1], group.edges[1][0], group.edges[1][1])
            top = min(above, y)
        else:
            top = y
        close = group.closes[last.slice.number]
        self.group(group, piece.number, last.slice.number, left, top, y, close=close, artifact=artifact)
        return end, bottom

    def group(
        self,
        group: Group,
        first: int,
        last: int,
        x: float,
        top: float,
        y: float,
        *,
        close: float = 0.0,
        artifact: bool = False,
    ) -> None:
        """Place slices of a group: its ground from `top`, the first slice's own top at `y`."""
        begin = group.ends[first - 1] if first else 0.0
        end = group.ends[last]
        shift = y - begin
        self._grounds(group, begin, end, x, top, shift, close)
        for cell in group.cells:
            low, high = group.range(cell, first, last)
            if low >= high:
                continue
            divided = begin > 0 and group.tops[cell.first] < begin - 1e-6
            cell_y = top + group.pad if divided else shift + cell.tops[low]
            resume = divided and low > 0
            self.place(cell.strips[low:high], x + cell.x, cell_y, resume=resume, artifact=artifact)

    def _grounds(
        self, group: Group, begin: float, end: float, x: float, top: float, shift: float, close: float
    ) -> None:
        """Paint rows' grounds and the rules between them, as far as they stand between two heights of the group."""
        boxes: list[Box] = []
        width = group.lefts[-1]
        rows = len(group.heights)
        if begin == 0.0 and group.edges[0][0]:
            line, colour = group.edges[0]
            boxes.append(Box(x, top, width, 0.0, "", colour, line))
        for row in range(rows):
            upper, lower = group.tops[row], group.tops[row + 1]
            if lower <= begin + 1e-6 or upper >= end - 1e-6:
                continue
            ends_here = lower <= end + 1e-6
            row_top = top if upper <= begin + 1e-6 else upper + shift
            row_bottom = lower + shift if ends_here else end + shift + close
            if group.fills[row]:
                boxes.insert(0, Box(x, row_top, width, row_bottom - row_top, group.fills[row]))
            line, colour = group.edges[row + 1]
            if ends_here and line:
                for left, right in _uncrossed(group, row):
                    boxes.append(Box(x + left, lower + shift, right - left, 0.0, "", colour, line))
        if boxes:
            self.grounds.append(boxes)


def _uncrossed(group: Group, row: int) -> list[tuple[float, float]]:
    """Return the stretches of a row's lower edge that no cell reaches over."""
    crossed = sorted((cell.left, cell.right) for cell in group.cells if cell.first <= row < cell.last)
    lefts = group.lefts
    found: list[tuple[float, float]] = []
    at = 0
    for left, right in crossed:
        if left > at:
            found.append((lefts[at], lefts[left]))
        at = max(at, right)
    if at < len(lefts) - 1:
        found.append((lefts[at], lefts[-1]))
    return found


def _box(frame: Frame, x: float, top: float, bottom: float, *, begun: bool, ended: bool) -> list[Box]:
    """Return a callout's ground, bar and lines; a side where a page divides it stays open."""
    left, height = x + frame.x, bottom - top
    boxes: list[Box] = []
    if frame.fill:
        boxes.append(Box(left, top, frame.width, height, frame.fill))
    if frame.bar:
        boxes.append(Box(left, top, frame.bar, height, frame.bar_colour))
    if frame.stroke and frame.line:
        if begun and ended:
            boxes.append(Box(left, top, frame.width, height, "", frame.stroke, frame.line))
        else:
            right = left + frame.width
            boxes.append(Box(left, top, 0.0, height, "", frame.stroke, frame.line))
            boxes.append(Box(right, top, 0.0, height, "", frame.stroke, frame.line))
            for there, edge in ((begun, top), (ended, bottom)):
                if there:
                    boxes.append(Box(left, edge, frame.width, 0.0, "", frame.stroke, frame.line))
    return boxes
