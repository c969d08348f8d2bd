"""Tables: fair widths, heads repeated, rows and cells that part fairly, spans, rules and grounds."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefgen.document import Attr, Cell, Row, Text
from briefgen.layout.placed import ARTIFACT, Box, TextRun
from briefgen.layout.table_widths import share_out

WIDTH = 595.2756 - 144


def columns_of(make, page):
    return sorted({round(run.x, 1) for run in make.texts(page)})


def test_the_templates_shares_are_obeyed(make: SimpleNamespace) -> None:
    source = make.document(make.table([make.row("a", "b", "c")], widths=(0.5, 0.3, 0.2)))
    lefts = columns_of(make, make.paginate(source).pages[0])
    assert [left - lefts[0] for left in lefts] == pytest.approx([0.0, 0.5 * WIDTH, 0.8 * WIDTH], abs=0.1)


def test_short_columns_are_as_wide_as_their_words_and_long_ones_share_the_rest(make: SimpleNamespace) -> None:
    source = make.document(make.table([make.row("A short name", 30, 60), make.row("Date", 9, 20)]))
    pages = make.paginate(source)
    assert "A short name" in {run.text for run in make.texts(pages.pages[0])}  # in one line
    first, second, third = columns_of(make, pages.pages[0])
    assert second - first < 90
    assert WIDTH - (third - first) > third - second


@given(
    st.lists(st.tuples(st.floats(1, 200), st.floats(0, 2000)), min_size=1, max_size=12),
    st.floats(40, 800),
)
@example([(1.0, 0.0), (1.0, 0.0), (1.0, 2.0), (78.0, 0.0)], 82.0)  # what short ones get leaves the last too little
def test_shares_always_sum_to_the_width_and_squeeze_nobody_needlessly(
    needs: list[tuple[float, float]], width: float
) -> None:
    least = [low for low, _ in needs]
    natural = [low + more for low, more in needs]
    shares = share_out(least, natural, width)
    assert sum(shares) == pytest.approx(width)
    if sum(least) <= width:
        assert all(share >= low - 0.01 for share, low in zip(shares, least, strict=True))


def test_the_head_is_repeated_as_an_artifact(make: SimpleNamespace) -> None:
    head = make.row("Number", "Text")
    pages = make.paginate(make.document(make.table([make.row(str(at), 30) for at in range(80)], (head,))))
    assert len(pages.pages) > 3
    for at, page in enumerate(pages.pages):
        found = [piece for piece in page.pieces if isinstance(piece, TextRun) and piece.text == "Number"]
        assert len(found) == 1
        assert (found[0].element == ARTIFACT) is (at > 0)
        assert found[0].y < 72 + 20
    assert [element.role for element in pages.elements if element.role in ("THead", "TBody")] == ["THead", "TBody"]


@pytest.mark.parametrize("lines", range(28, 38))
def test_a_caption_and_a_head_stay_with_the_first_row(make: SimpleNamespace, lines: int) -> None:
    rows = [make.row("first", 40), make.row("second", 40), make.row("third", 40)]
    source = make.document(
        *(make.para("line") for _ in range(lines)),
        make.table(rows, (make.row("The head", "B"),), caption=(Text("The caption"),)),
    )
    for page in make.paginate(source).pages:
        said = [run.text for run in make.texts(page)]
        if "The caption" in said:
            assert "The head" in said
            assert "first" in said


def test_a_cell_longer_than_a_page_goes_on_side_by_side_with_two_lines_at_least(make: SimpleNamespace) -> None:
    long = tuple(make.para(50 + at) for at in range(30))
    other = tuple(make.para(30) for _ in range(30))
    source = make.document(make.para(40), make.table([make.row("a", long, other), make.row("b", 3, 3)]))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    assert len(pages.pages) >= 2
    lines: list[dict[int, set[float]]] = [{} for _ in pages.pages]
    for page, here in zip(pages.pages, lines, strict=True):
        for run in make.texts(page):
            here.setdefault(run.element, set()).add(run.y)
    for here in lines:
        for element, ys in here.items():
            assert len(ys) > 1 or sum(len(other.get(element, ())) for other in lines) == 1
    cells = [element for element in pages.elements if element.role == "TD"]
    assert len(cells) == 6


def test_rows_that_ask_to_be_kept_are_not_divided(make: SimpleNamespace) -> None:
    rows = [Row(cells=(make.cell(f"r{at}"), make.cell(90)), attr=Attr(keep=True)) for at in range(20)]
    pages = make.paginate(make.document(make.table(rows)))
    assert len(pages.pages) > 1
    where: dict[int, set[int]] = {}
    for number, page in enumerate(pages.pages):
        for run in make.texts(page):
            element = pages.elements[run.element]
            row = pages.elements[element.parent].parent
            where.setdefault(row, set()).add(number)
    assert all(len(found) == 1 for found in where.values())


def test_cells_over_columns_and_rows(make: SimpleNamespace) -> None:
    wide = Cell(blocks=(make.para("wide"),), colspan=2)
    tall = Cell(blocks=(make.para(60),), rowspan=3)
    source = make.document(
        make.table(
            [
                Row(cells=(make.cell("a"), wide)),
                Row(cells=(tall, make.cell("b"), make.cell("c"))),
                Row(cells=(make.cell("d"), make.cell("e"))),
                Row(cells=(make.cell("f"), make.cell("g"))),
            ],
            widths=(0.4, 0.3, 0.3),
        )
    )
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    runs = {run.text: run for run in make.texts(pages.pages[0])}
    assert runs["b"].x == runs["d"].x == runs["f"].x == runs["wide"].x
    assert runs["b"].y < runs["d"].y < runs["f"].y
    spans = [(one.colspan, one.rowspan) for one in pages.elements if one.role == "TD"]
    assert (2, 1) in spans
    assert (1, 3) in spans
    rules = [
        piece
        for piece in pages.pages[0].pieces
        if isinstance(piece, Box) and piece.height == 0 and runs["b"].y < piece.y < runs["f"].y
    ]
    assert len(rules) == 2  # between the rows that the tall cell reaches over, beside it only
    assert all(rule.x == pytest.approx(72 + 0.4 * WIDTH) for rule in rules)


def test_a_cell_over_many_rows_may_be_divided_with_them(make: SimpleNamespace) -> None:
    tall = Cell(blocks=tuple(make.para(30) for _ in range(12)), rowspan=40)
    rows = [
        Row(cells=((tall,) if not at else ()) + (make.cell(f"r{at}"), make.cell(14))) for at in range(40)
    ]  # fmt: skip
    source = make.document(make.para(90), make.table(rows, (make.row("A", "B", "C"),)))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    assert len(pages.pages) > 1


def test_cells_are_aligned_and_say_what_they_head(make: SimpleNamespace) -> None:
    head = Row(cells=(Cell(blocks=(make.para("N"),), header="col"), Cell(blocks=(make.para("M"),), header="col")))
    body = Row(cells=(Cell(blocks=(make.para("r"),), header="row"), make.cell("7", align="end")))
    pages = make.paginate(make.document(make.table([body], (head,), widths=(0.5, 0.5), summary="What it shows")))
    heads = [(one.role, one.scope) for one in pages.elements if one.role in ("TH", "TD")]
    assert heads == [("TH", "Column"), ("TH", "Column"), ("TH", "Row"), ("TD", "")]
    seven = next(run for run in make.texts(pages.pages[0]) if run.text == "7")
    assert seven.x + seven.width == pytest.approx(72 + WIDTH - 5.0)
    assert next(one for one in pages.elements if one.role == "Table").summary == "What it shows"


def test_grounds_and_rules_are_painted_before_the_text_and_are_artifacts(make: SimpleNamespace) -> None:
    source = make.document(make.table([make.row("a", "b") for _ in range(4)], (make.row("A", "B"),)))
    page = make.paginate(source).pages[0]
    boxes = [piece for piece in page.pieces if isinstance(piece, Box)]
    assert all(box.element == ARTIFACT for box in boxes)
    assert sum(1 for box in boxes if box.fill) == 1 + 2  # head, two stripes
    assert sum(1 for box in boxes if not box.fill) == 1 + 1 + 4  # top, under the head, under each row
    kinds = [isinstance(piece, TextRun) for piece in page.pieces]
    assert kinds == sorted(kinds)


def test_a_link_leads_to_a_row_whose_first_column_a_cell_above_covers(make: SimpleNamespace) -> None:
    rows = [make.row(make.cell("tall", rowspan=2), "a"), make.row("b", attr=Attr(id="second"))]
    pages = make.paginate(make.document(make.table(rows)))
    assert [anchor.id for anchor in pages.pages[0].anchors] == ["second"]
