"""How wide a table's columns are: the template's shares, or what their cells need, fairly shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.document import (
    Block,
    Blocks,
    Callout,
    Cell,
    Columns,
    Definitions,
    Figure,
    Heading,
    Image,
    Inlines,
    List,
    Paragraph,
    Quote,
    Section,
    Table,
)
from briefgen.plain import plain_blocks

_SAMPLE = 6  # cells of a column that are measured: those with the longest text, and those with the longest words
_MODEST = 0.75  # of an equal share
_INDENT = 36.0  # the most that a list, box or quote takes of the width for a drawing, which cannot do with less
_INSET = 16.0  # what a list, box or quote takes of its width, nearly enough

Measure = Callable[[Inlines, Cell], tuple[float, float]]  # the narrowest and the natural width of a paragraph


def column_widths(table: Table, width: float, pad: float, measure: Measure) -> list[float]:
    """Return the width of each column, which sum to `width`. `pad` is the padding at either side of a cell."""
    count = table.columns
    if table.widths and len(table.widths) == count and sum(table.widths) > 0:
        whole = sum(table.widths)
        return [width * share / whole for share in table.widths]
    least, natural = _needs(table, count, 2 * pad, measure)
    return share_out(_around_drawings(table, least, width), natural, width)


def _around_drawings(table: Table, least: Sequence[float], width: float) -> list[float]:
    """Take what is too wide from the other columns: words can be parted, a drawing's would be made smaller."""
    if sum(least) <= width:
        return list(least)
    rigid = {at for at, cell in placed_cells(table) if cell.colspan == 1 and drawn_width(cell.blocks)}
    kept = sum(least[at] for at in rigid)
    others = sum(least) - kept
    if not rigid or kept >= width or not others:
        return list(least)
    return [need if at in rigid else need * (width - kept) / others for at, need in enumerate(least)]


def drawn_width(blocks: Blocks) -> float:
    """Return the width that the drawings among blocks need, with what they stand in; 0 where there is none."""
    return max((_drawn_in(block) for block in blocks), default=0.0)


def _drawn_in(block: Block) -> float:
    match block:
        case Figure(image=drawing) if not isinstance(drawing, Image):
            return drawing.width
        case Section(blocks=inner):
            return drawn_width(inner)
        case List(items=items):
            return _more(max((drawn_width(item.blocks) for item in items), default=0.0), _INDENT)
        case Quote(blocks=inner) | Callout(blocks=inner):
            return _more(drawn_width(inner), _INDENT)
        case Columns(blocks=inner, count=count):
            return _more(drawn_width(inner) * count, _INDENT * (count - 1))
        case Definitions(entries=entries):  # terms may take a third
            return _more(max((drawn_width(entry.blocks) for entry in entries), default=0.0) * 1.6, _INDENT)
        case Table():
            return max((_drawn_in_cell(cell, at, block) for at, cell in placed_cells(block)), default=0.0)
        case _:
            return 0.0


def _drawn_in_cell(cell: Cell, at: int, table: Table) -> float:
    """Return how wide a table must be for the drawings in one of its cells."""
    need = _more(drawn_width(cell.blocks), _INDENT)
    if need and table.widths:
        return need / sum(table.widths[at : at + cell.colspan])
    return need * table.columns / cell.colspan


def _more(width: float, more: float) -> float:
    return width + more if width else 0.0


def share_out(least: Sequence[float], natural: Sequence[float], width: float) -> list[float]:
    """Share `width` among columns: none is squeezed below its narrowest while another has more than it needs.

    Columns that need clearly less than an equal share get what they need; the others share what is left in proportion
    to the square root of their natural width: a cell with four times the text should be twice as wide and as high.
    """
    count = len(least)
    if sum(least) >= width:
        return [width * need / sum(least) for need in least] if sum(least) else [width / count] * count
    whole = sum(natural)
    if whole <= width:
        return [need + (width - whole) * need / whole for need in natural] if whole else [width / count] * count
    shares = [0.0] * count
    free, left = list(range(count)), width
    while True:
        weight = sum(natural[at] ** 0.5 for at in free)
        modest = _MODEST * left / len(free)
        fixed = [at for at in free if natural[at] <= max(modest, left * natural[at] ** 0.5 / weight)]
        squeezed = [] if fixed else [at for at in free if least[at] > left * natural[at] ** 0.5 / weight]
        if not fixed and not squeezed:
            break
        for at in fixed:
            shares[at] = natural[at]
        for at in squeezed:
            shares[at] = least[at]
        left -= sum(shares[at] for at in fixed or squeezed)
        free = [at for at in free if at not in (fixed or squeezed)]
        if not free:
            break
    weight = sum(natural[at] ** 0.5 for at in free)
    for at in free:
        shares[at] = left * natural[at] ** 0.5 / weight
    return _settle(shares, least, width)


def _settle(shares: list[float], least: Sequence[float], width: float) -> list[float]:
    """Lift columns that came out below their narrowest, and bring the sum to `width`, which is more than the narrowest
    of all need: what is too much is taken from those that have room."""
    lifted = [max(share, need) for share, need in zip(shares, least, strict=True)]
    whole = sum(lifted)
    if whole <= width:
        return [share * width / whole for share in lifted]
    take = (whole - width) / (whole - sum(least))
    return [share - take * (share - need) for share, need in zip(lifted, least, strict=True)]


def _needs(table: Table, count: int, pads: float, measure: Measure) -> tuple[list[float], list[float]]:
    """Return the narrowest and the natural width of each column, from the cells that decide them."""
    columns: list[list[Cell]] = [[] for _ in range(count)]
    wide: list[tuple[int, Cell]] = []
    for at, cell in placed_cells(table):
        if cell.colspan == 1:
            columns[at].append(cell)
        else:
            wide.append((at, cell))
    least, natural = [2.0 + pads] * count, [2.0 + pads] * count
    for at, cells in enumerate(columns):
        for cell in _telling(cells):
            low, high = _cell_needs(cell.blocks, cell, measure)
            drawn = drawn_width(cell.blocks)
            least[at], natural[at] = max(least[at], low + pads, drawn + pads), max(natural[at], high + pads)
    for at, cell in _telling_wide(wide):
        span = range(at, min(at + cell.colspan, count))
        low, high = _cell_needs(cell.blocks, cell, measure)
        low = max(low, drawn_width(cell.blocks))
        for needs, need in ((least, low + pads), (natural, high + pads)):
            short = need - sum(needs[column] for column in span)
            for column in span:
                needs[column] += max(0.0, short) / len(span)
    return least, natural


def placed_cells(table: Table) -> list[tuple[int, Cell]]:
    """Return the table's cells, head first, each with the column it begins in."""
    found: list[tuple[int, Cell]] = []
    for rows in (table.head, table.rows):
        busy: dict[int, int] = {}  # rows that a cell above still reaches into a column
        for row in rows:
            at = 0
            new: dict[int, int] = {}
            for cell in row.cells:
                while busy.get(at, 0):
                    at += 1
                found.append((at, cell))
                for column in range(at, at + cell.colspan):
                    new[column] = cell.rowspan
                at += cell.colspan
            busy = {column: left - 1 for column, left in {**busy, **new}.items() if left > 1}
    return found


def _telling(cells: list[Cell]) -> list[Cell]:
    """Return the cells that are likely to be the widest, so that a long table costs no second setting."""
    if len(cells) <= 2 * _SAMPLE:
        return cells
    texts = [plain_blocks(cell.blocks) for cell in cells]
    drawn = [at for at, cell in enumerate(cells) if drawn_width(cell.blocks)]
    longest = sorted(range(len(cells)), key=lambda at: -len(texts[at]))[:_SAMPLE]
    wordy = sorted(range(len(cells)), key=lambda at: -max(map(len, texts[at].split()), default=0))[:_SAMPLE]
    return [cells[at] for at in sorted({*longest, *wordy, *drawn})]


def _telling_wide(cells: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    return sorted(cells, key=lambda pair: -len(plain_blocks(pair[1].blocks)))[: 4 * _SAMPLE]


def _cell_needs(blocks: Blocks, cell: Cell, measure: Measure) -> tuple[float, float]:
    least = natural = 0.0
    for block in blocks:
        match block:
            case Paragraph(children=children) | Heading(children=children):
                low, high = measure(children, cell)
            case Figure(image=drawing) if not isinstance(drawing, Image):
                low, high = drawing.width, drawing.width
            case Figure(image=image):
                low, high = min(48.0, image.width), image.width
            case List(items=items):
                low, high = _widest([_cell_needs(item.blocks, cell, measure) for item in items], _INSET)
            case Definitions(entries=entries):
                needs = [_cell_needs(entry.blocks, cell, measure) for entry in entries]
                low, high = _widest(needs + [measure(entry.term, cell) for entry in entries], _INSET)
            case Quote(blocks=inner) | Callout(blocks=inner) | Section(blocks=inner) | Columns(blocks=inner):
                low, high = _widest([_cell_needs(inner, cell, measure)], _INSET)
            case Table(rows=rows, head=head):
                needs = [
                    _row_needs([_cell_needs(one.blocks, one, measure) for one in row.cells]) for row in (*head, *rows)
                ]
                low, high = _widest(needs, 0.0)
            case _:
                low, high = 0.0, 0.0
        least, natural = max(least, low), max(natural, high)
    return least, natural


def _row_needs(needs: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(low + 10 for low, _ in needs), sum(high + 10 for _, high in needs)


def _widest(needs: list[tuple[float, float]], more: float) -> tuple[float, float]:
    if not needs:
        return 0.0, 0.0
    return max(low for low, _ in needs) + more, max(high for _, high in needs) + more
