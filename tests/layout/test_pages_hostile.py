"""What nobody should write, and somebody will: it comes out whole or is one clear error, and soon."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from briefgen.document import Block, Callout, Columns, List, Note, Quote, Section, Text
from briefgen.errors import LayoutError


def timed(call):
    begin = time.process_time()
    result = call()
    return result, time.process_time() - begin


def test_a_table_of_ten_thousand_rows(make: SimpleNamespace) -> None:
    source = make.document(
        make.table([make.row(str(at), "some words", "x") for at in range(10_000)], (make.row(1, 1, 1),))
    )
    pages, spent = timed(lambda: make.paginate(source))
    assert len(pages.pages) > 250
    assert spent < 120
    last = make.lines(pages.pages[-1])
    assert any(line.startswith("9999") for line in last)


def test_a_table_of_forty_columns(make: SimpleNamespace) -> None:
    source = make.document(make.table([make.row(*(f"c{at}" for at in range(40))) for _ in range(20)]))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)


def test_sixty_lists_in_one_another(make: SimpleNamespace) -> None:
    block: Block = make.para("deepest")
    for _ in range(60):
        block = make.bullets((make.para("item"), block))
    source = make.document(block)
    make.hold(source, make.paginate(source), make.theme)


@pytest.mark.parametrize("kind", ["list", "box", "quote", "section", "columns", "note"])
def test_what_is_nested_beyond_all_reason_is_one_clear_error(make: SimpleNamespace, kind: str) -> None:
    block: Block = make.para("deepest")
    for _ in range(1500):
        block = {
            "list": lambda inner: make.bullets((inner,)),
            "box": lambda inner: Callout(blocks=(inner,)),
            "quote": lambda inner: Quote(blocks=(inner,)),
            "section": lambda inner: Section(blocks=(inner,)),
            "columns": lambda inner: Columns(blocks=(inner,)),
            "note": lambda inner: make.para("x", Note(blocks=(inner,))),
        }[kind](block)
    with pytest.raises(LayoutError, match="deep"):
        make.paginate(make.document(block))


@pytest.mark.parametrize("kind", [Callout, Quote, Section, Columns])
def test_many_boxes_in_one_another_are_set(make: SimpleNamespace, kind: type) -> None:
    block: Block = make.para("deepest")
    for _ in range(30):
        block = kind(blocks=(make.para("a"), block))
    source = make.document(block)
    make.hold(source, make.paginate(source), make.theme)


def test_a_word_of_100_kilobytes(make: SimpleNamespace) -> None:
    source = make.document(make.para("x" * 100_000), make.table([make.row("y" * 20_000, "b")]))
    pages, spent = timed(lambda: make.paginate(source))
    make.hold_text(source, pages)
    assert spent < 60


def test_thousands_of_notes_in_one_paragraph(make: SimpleNamespace) -> None:
    inlines = [part for at in range(1500) for part in (Text(f" word{at}"), make.note(f"note {at}"))]
    source = make.document(make.para("Text", *inlines))
    pages, spent = timed(lambda: make.paginate(source))
    make.hold(source, pages, make.theme)
    assert spent < 60


def test_headings_only_still_come_to_an_end(make: SimpleNamespace) -> None:
    source = make.document(*(make.head(2, f"Heading {at}") for at in range(300)))
    make.hold(source, make.paginate(source), make.theme)


def test_one_heading_and_one_line_by_turns(make: SimpleNamespace) -> None:
    source = make.document(*(part for at in range(200) for part in (make.head(3, f"H {at}"), make.para("line"))))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    for page in pages.pages:
        assert not make.lines(page)[-1].startswith("H ")


def test_a_row_of_cells_that_cannot_be_divided_where_the_page_ends(make: SimpleNamespace) -> None:
    tall = tuple(make.para("three lines " + make.words(22)) for _ in range(80))
    source = make.document(make.table([make.row(tall, "one", 200)], (make.row("A", "B", "C"),)))
    make.hold(source, make.paginate(source), make.theme)


def test_cost_per_page_is_flat(make: SimpleNamespace) -> None:
    def spent(count: int) -> float:
        source = make.document(*(make.para(60, make.note(9)) for _ in range(count)))
        make.paginate(source)
        best = min(timed(lambda: len(make.paginate(source).pages)) for _ in range(1))
        return best[1] / best[0]

    small, large = spent(100), spent(1000)
    assert large < 4 * small  # ten times as many pages: 10 where cost grew with their number


def test_an_empty_list_and_empty_cells_are_set(make: SimpleNamespace) -> None:
    source = make.document(List(items=()), make.bullets(()), make.table([make.row((), "a")]), make.callout())
    make.hold(source, make.paginate(source), make.theme)
