"""Tables: what they hold, and that their cells fill the grid exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from briefgen.compose.markup import Parsed
from briefgen.document import Attr, Cell, Paragraph, Row, Table, Text

Parse = Callable[[str], Parsed]


def cell(text: str, **parts: Any) -> Cell:
    return Cell(blocks=(Paragraph(children=(Text(text),)),) if text else (), **parts)


def table(parse: Parse, text: str) -> Table:
    (found,) = parse(f"<table>{text}</table>").blocks
    assert isinstance(found, Table)
    return found


def test_a_whole_table(parse: Parse) -> None:
    found = parse(
        """<table id="t" class="wide" summary="Who says what">
        <caption>A <em>b</em></caption><colgroup><col width="20%"><col width="60%"><col class="end"></colgroup>
        <thead><tr class="r"><th>a</th><th class="center big">b</th><th scope="row">c</th></tr></thead>
        <tbody><tr><th>d</th><td>e</td><td>f</td></tr></tbody>
        <tbody><tr><th scope="col">g</th><td></td><td class="start">i</td></tr></tbody></table>"""
    ).blocks[0]
    assert isinstance(found, Table)
    assert found.attr == Attr(id="t", classes=("wide",))
    assert found.summary == "Who says what"
    assert len(found.caption) == 2
    assert found.widths == pytest.approx((0.2, 0.6, 0.2))
    assert found.columns == 3
    assert found.head == (
        Row(
            cells=(
                cell("a", header="col"),
                cell("b", header="col", align="center", attr=Attr(classes=("big",))),
                cell("c", header="row", align="end"),
            ),
            attr=Attr(classes=("r",)),
        ),
    )
    assert found.rows == (
        Row(cells=(cell("d", header="row"), cell("e"), cell("f", align="end"))),
        Row(cells=(cell("g", header="col"), cell(""), cell("i", align="start"))),
    )


def test_rows_may_stand_in_the_table_itself(parse: Parse) -> None:
    assert table(parse, "<tr><td>a</td></tr>").rows == (Row(cells=(cell("a"),)),)


def test_spans_fill_the_grid(parse: Parse) -> None:
    rows = table(
        parse,
        "<tr><td rowspan='2'>a</td><td colspan='2'>b</td></tr><tr><td>c</td><td rowspan='2'>d</td></tr>"
        "<tr><td colspan='2'>e</td></tr>",
    ).rows
    assert [[(c.rowspan, c.colspan) for c in row.cells] for row in rows] == [
        [(2, 1), (1, 2)],
        [(1, 1), (2, 1)],
        [(1, 2)],
    ]


def test_a_row_that_cells_above_fill_stays(parse: Parse) -> None:
    assert [len(row.cells) for row in table(parse, "<tr><td rowspan='2'>a</td></tr><tr></tr>").rows] == [1, 0]


def test_alignment_of_a_column_counts_spans(parse: Parse) -> None:
    found = table(
        parse,
        "<colgroup><col><col><col class='end'></colgroup>"
        "<tr><td rowspan='2'>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr>",
    )
    assert [c.align for row in found.rows for c in row.cells] == ["", "", "end", "", "end"]
    assert found.widths == ()


def test_empty_rows_vanish_and_empty_cells_stay(parse: Parse) -> None:
    found = table(
        parse,
        "<thead><tr><th></th><th></th></tr></thead><tr></tr><tr><td></td><td> </td></tr><tr><td>a</td><td></td></tr>",
    )
    assert found.head == ()
    assert found.rows == (Row(cells=(cell("a"), cell(""))),)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>", "a row covers 1 of the table's 2 columns"),
        ("<tr><td>a</td></tr><tr><td>b</td><td>c</td></tr>", "a row covers 2 of the table's 1 columns"),
        ("<thead><tr><th>a</th></tr></thead><tr><td>b</td><td>c</td></tr>", "a row covers 2 of the table's 1 columns"),
        ("<tr><td>a</td><td rowspan='2'>b</td></tr><tr><td colspan='2'>c</td></tr>",
         "<td> overlaps a cell of a row above"),
        ("<tr><td rowspan='2'>a</td></tr>", "a cell spans more rows than there are"),
        ("<thead><tr><th rowspan='2'>a</th></tr></thead><tr><td>b</td></tr>", "a cell spans more rows than there are"),
        ("<tr><td rowspan='3'>a</td><td>b</td></tr><tr></tr><tr></tr>", "a row covers 1 of the table's 2 columns"),
        ("<tr><td colspan='0'>a</td></tr>", "colspan of <td> cannot be '0'"),
        ("<tr><td colspan='100000'>a</td></tr>", "colspan of <td> cannot be '100000'"),
        ("<tr><td scope='col'>a</td></tr>", "<td> has no attribute 'scope'"),
        ("<tr><th scope='x'>a</th></tr>", "scope of <th> cannot be 'x'"),
        ("<tr><p>a</p></tr>", "<p> cannot stand in <tr>"),
        ("<tr>x<td>a</td></tr>", "text cannot stand in <tr> itself"),
        ("<td>x</td>", "<td> cannot stand in <table>"),
        ("<tfoot><tr><td>x</td></tr></tfoot>", "<tfoot> cannot stand in <table>"),
        ("<colgroup><col></colgroup><tr><td>a</td><td>b</td></tr>", "<colgroup> has 1 <col> for a table of 2 columns"),
        ("<colgroup><col width='3cm'></colgroup><tr><td>a</td></tr>", "width of <col> cannot be '3cm'"),
        ("<colgroup><col width='100%'><col></colgroup><tr><td>a</td><td>b</td></tr>",
         "the widths of the <col> leave nothing for those that have none"),
    ],
)  # fmt: skip
def test_a_table_that_does_not_add_up_is_an_error(text: str, what: str, faults: Callable[[str], list[str]]) -> None:
    assert what in faults(f"<table>{text}</table>")
