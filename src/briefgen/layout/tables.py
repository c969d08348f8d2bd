"""A table, row after row: cells are set in their columns, rows become strips that pages may part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefgen.document import NONE, Cell, Inlines, Row, Table
from briefgen.errors import LayoutError
from briefgen.layout.galley import EDGE_ROW, FORBIDDEN, KEEP, ROW, Strip
from briefgen.layout.job import Job, Place
from briefgen.layout.lines import minimum_width, natural_width
from briefgen.layout.table_rows import Group, Head, SetCell, Slice, arrange, slice_heights
from briefgen.layout.table_widths import column_widths
from briefgen.theme import TableStyle, colour

_WITHIN = 0.8  # of a page that a head and a row may fill inside a box or a cell
_SLIGHT = 0.01  # points, so that what was measured fits its column after all sums
_SCOPES = {"col": "Column", "row": "Row"}
_HIGHEST_HEAD = 0.4  # of a page; a head that is higher is not repeated


def table_groups(job: Job, table: Table, style: TableStyle, place: Place) -> Iterator[Strip]:
    """Set a table's rows lazily and yield their strips; the first is the head's, if there is one."""
    if not table.columns:
        return
    pad = min(style.pad_x, 0.15 * place.width / table.columns)

    heads = {id(cell) for row in table.head for cell in row.cells}

    def measure(inlines: Inlines, cell: Cell) -> tuple[float, float]:
        text = job.look(*cell.attr.classes, style.head if cell.header or id(cell) in heads else style.text)
        try:
            low = minimum_width(inlines, text, job.theme, job.faces, place.lang, note_number=job.number)
            high = natural_width(inlines, text, job.theme, job.faces, place.lang, note_number=job.number)
        except LayoutError as error:
            job.fail(error)
            return 0.0, 0.0
        return low + _SLIGHT, high + _SLIGHT

    widths = column_widths(table, place.width, pad, measure)
    lefts = [0.0]
    for width in widths:
        lefts.append(lefts[-1] + width)
    setter = _Setter(job, table, style, place, lefts, pad)
    head = None
    if table.head:
        groups = list(setter.groups(table.head, head=True))
        height = sum(group.height for group in groups)
        head = Head(groups, height) if height <= _HIGHEST_HEAD * job.room else None
        for at, group in enumerate(groups):
            for strip in _strips(group, place.x, None):
                strip.cost = max(strip.cost, FORBIDDEN if at else 0.0)
                yield strip
    count = len(table.rows)
    first_row = True
    done = 0
    for group in setter.groups(table.rows, head=False):
        repeated = head
        if head is not None and head.height + max(slice_heights(group)) > (1.0 if place.top else _WITHIN) * job.room:
            repeated = None
        between = ROW
        if first_row:
            between = FORBIDDEN if table.head else 0.0
        elif done == 1 or done + len(group.heights) == count:
            between = EDGE_ROW
        for at, strip in enumerate(_strips(group, place.x, repeated)):
            if not at:
                strip.cost = max(strip.cost, between)
            yield strip
        first_row = False
        done += len(group.heights)


def _strips(group: Group, x: float, head: Head | None) -> Iterator[Strip]:
    top = 0.0
    for number, end in enumerate(group.ends):
        yield Strip(
            end - top,
            cost=group.costs[number],
            notes=group.notes.get(number, ()),
            resume=group.extras[number],
            close=group.closes[number],
            slice=Slice(group, number, x, head),
            item=group.item,
        )
        top = end


class _Setter:
    """Sets the rows of one table."""

    def __init__(
        self, job: Job, table: Table, style: TableStyle, place: Place, lefts: Sequence[float], pad: float
    ) -> None:
        self.job, self.table, self.style, self.place, self.lefts, self.pad = job, table, style, place, lefts, pad
        self.colour = colour(job.theme, style.rule_colour)
        self.stripe = colour(job.theme, style.stripe)
        self.head_fill = colour(job.theme, style.head_fill)

    def groups(self, rows: Sequence[Row], *, head: bool) -> Iterator[Group]:
        """Set rows, those that a cell reaches over together."""
        section = self.job.tree.open("THead" if head else "TBody", self.place.element)
        begin = 0
        while begin < len(rows):
            end = begin + 1
            at = begin
            while at < end:
                reach = max((cell.rowspan for cell in rows[at].cells), default=1)
                end = min(len(rows), max(end, at + reach))
                at += 1
            yield self._group(rows, begin, end, section, head=head)
            begin = end

    def _group(self, rows: Sequence[Row], begin: int, end: int, section: int, *, head: bool) -> Group:
        job, style = self.job, self.style
        cells: list[SetCell] = []
        fills: list[str] = []
        busy: dict[int, int] = {}  # last row of the group that a cell reaches to, by column
        keep = head
        for number in range(begin, end):
            row = rows[number]
            keep = keep or row.attr.keep
            tr = job.tree.open("TR", section, id=row.attr.id, lang=row.attr.lang)
            lang = row.attr.lang or self.place.lang
            left = 0
            for cell in row.cells:
                while busy.get(left, -1) >= number:
                    left += 1
                right = min(left + cell.colspan, len(self.lefts) - 1)
                last = min(number + cell.rowspan, end) - 1
                for column in range(left, right):
                    busy[column] = last
                cells.append(self._cell(cell, row, tr, lang, number - begin, last - begin, left, right, head=head))
                left = right
            fills.append(self.head_fill if head else self.stripe if number % 2 else "")
        group = Group(
            cells=cells,
            heights=[0.0] * (end - begin),
            fills=fills,
            edges=self._edges(rows, begin, end, head=head),
            lefts=self.lefts,
            pad=style.pad_y,
            item=0 if head else rows[begin].attr.importance,
        )
        arrange(group, job.room, whole=keep)
        return group

    def _edges(self, rows: Sequence[Row], begin: int, end: int, *, head: bool) -> list[tuple[float, str]]:
        style = self.style
        first = begin == 0 and (head or not self.table.head)
        edges = [style.rule_top if first else 0.0]
        for number in range(begin, end):
            last = number == len(rows) - 1
            if head:
                edges.append(style.rule_head if last and self.table.rows else style.rule_row)
            else:
                edges.append(style.rule_bottom if last else style.rule_row)
        return [(edge, self.colour) for edge in edges]

    def _cell(
        self, cell: Cell, row: Row, tr: int, around: str, first: int, last: int, left: int, right: int, *, head: bool
    ) -> SetCell:
        """Set a cell of the row with the element `tr`, in a text in the language `around`."""
        job, style = self.job, self.style
        header = cell.header or ("col" if head else "")
        lang = cell.attr.lang or around
        if not header and cell.attr is NONE and cell.colspan == cell.rowspan == 1:  # nearly all
            element = job.tree.open("TD", tr)
        else:
            element = job.tree.open(
                "TH" if header else "TD",
                tr,
                id=cell.attr.id,
                lang=lang if lang != around else "",
                scope=_SCOPES.get(header, ""),
                colspan=cell.colspan,
                rowspan=cell.rowspan,
            )
        begin, end = self.lefts[left], self.lefts[right]
        names = (*cell.attr.classes, *row.attr.classes, style.head if header else style.text)
        inside = Place(
            x=0.0,
            width=max(end - begin - 2 * self.pad, 1.0),
            element=element,
            lang=lang,
            text=names,
            title=names[-1],
            align=cell.align,
            bookmarks=False,
        )
        strips = job.settled(job, cell.blocks, inside)
        if (cell.attr.keep or row.attr.keep) and strips:
            for strip in strips[1:]:
                strip.cost = max(strip.cost, KEEP)
        row_id = row.attr.id if cell is row.cells[0] else ""  # which may stand under a cell of a row above
        if row_id or cell.attr.id:
            anchors = tuple(one for one in (row_id, cell.attr.id) if one)
            if not strips:
                strips = [Strip(0.0)]
            strips[0].anchors = (*anchors, *strips[0].anchors)
        return SetCell(strips, begin + self.pad, first, last, left, right)
