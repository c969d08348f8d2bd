"""What the page fit promises, on documents that are really set: the best choice, no page too many, a report."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.document import Attr, Document, Field, Heading, Item, List, Note, Paragraph, Section, Span, Strong, Text
from briefgen.errors import LayoutError
from briefgen.layout.fit import fit
from briefgen.layout.fit_items import survey_items
from briefgen.layout.pages import paginate
from briefgen.plain import plain_blocks

some = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate]
)


def test_equal_to_setting_every_choice_with_columns_tables_and_notes(some_documents, small_page, trial):
    @some
    @given(some_documents(most=4), st.integers(80, 330), st.sampled_from([(1.0,), (1.0, 0.94)]))
    def check(document, room, scales):
        theme = small_page(room, scales=scales)
        best = trial(document, theme)
        if best is None:
            with pytest.raises(LayoutError, match="points more than the one page"):
                fit(document, theme)
            return
        fitted = fit(document, theme)
        cost = 1 - theme.fit.cost * scales.index(fitted.report.scale)
        assert fitted.report.value * cost <= best + 1e-6
        if fitted.report.exact:
            assert fitted.report.value * cost == pytest.approx(best)
        assert len(paginate(fitted.document, fitted.theme).pages) == 1

    check()


def test_never_more_than_the_pages_it_may_fill(some_documents, small_page):
    @settings(some, max_examples=40)
    @given(some_documents(most=14), st.integers(80, 200), st.integers(1, 3))
    def check(document, room, pages):
        document = replace(document, pages=pages)
        theme = small_page(room)
        try:
            fitted = fit(document, theme)
        except LayoutError:
            return
        assert len(paginate(fitted.document, fitted.theme).pages) <= pages
        assert 0 <= fitted.report.fill <= 100.01

    check()


def test_more_space_never_lowers_the_value(some_documents, small_page):
    @settings(some, max_examples=40)
    @given(some_documents(most=10), st.integers(90, 300), st.integers(1, 80))
    def check(document, room, more):
        try:
            before = fit(document, small_page(room, scales=(1.0,))).report
        except LayoutError:
            return
        after = fit(document, small_page(room + more, scales=(1.0,))).report
        if before.exact and after.exact:
            assert after.value >= before.value - 1e-6

    check()


def test_raising_an_items_importance_never_drops_it(some_documents, small_page):
    @settings(some, max_examples=40)
    @given(some_documents(most=8), st.integers(90, 300), st.data())
    def check(document, room, data):
        theme = small_page(room, scales=(1.0, 0.94))
        try:
            before = fit(document, theme).report
        except LayoutError:
            return
        standing = [at for at, item in enumerate(before.items) if item.variant != "omitted" and item.importance < 5]
        if not standing or not before.exact:
            return
        at = data.draw(st.sampled_from(standing))
        numbers = [n for n, one in survey_items(document).found.items() if one.kind in ("leaf", "outer")]
        raised = _raised(document, numbers.index(numbers[at]))
        after = fit(raised, theme).report
        assert after.items[at].importance > before.items[at].importance
        if after.exact:
            assert after.items[at].variant != "omitted"

    check()


def _raised(document: Document, which: int) -> Document:
    """Return the document with the importance of one item, counted in order, one higher."""
    seen = -1

    def walk(node):
        nonlocal seen
        if isinstance(node, tuple):
            return tuple(map(walk, node))
        changes = {}
        if node.attr.importance:
            seen += 1
            if seen == which:
                changes["attr"] = replace(node.attr, importance=node.attr.importance + 1)
        for name in ("blocks", "items", "entries", "rows"):
            if isinstance(getattr(node, name, None), tuple):
                changes[name] = walk(getattr(node, name))
        return replace(node, **changes) if changes else node

    return replace(document, blocks=walk(document.blocks))


# ---------------------------------------------------------------- by hand


def paragraph(text: str, importance: int = 0) -> Paragraph:
    return Paragraph(children=(Text(text),), attr=Attr(importance=importance))


def point(importance: int, head: str, rest: str) -> Item:
    full = Span(children=(Text(rest),), attr=Attr(fit="full"))
    line = Paragraph(children=(Strong(children=(Text(head),)), Text(" "), full))
    return Item(blocks=(line,), attr=Attr(importance=importance))


LEFT_OUT = Paragraph(
    children=(Text("Points left to the full brief: "), Field("omitted"), Text(".")), attr=Attr(fit="omitted")
)


def test_what_is_not_an_item_always_stays_and_a_heading_goes_with_its_last_item(small_page):
    points = List(items=tuple(point(1, f"Minor {n}.", "Words that nobody needs to read. " * 4) for n in range(9)))
    section = Section(blocks=(Heading(level=2, children=(Text("Minor matters"),)), points))
    document = Document(blocks=(paragraph("The bottom line. " * 15), section, LEFT_OUT), title="t", pages=1)
    words = plain_blocks(fit(document, small_page(90)).document.blocks)
    assert "The bottom line." in words
    assert "Minor matters" not in words
    assert "Points left to the full brief: 9." in words


def test_the_line_on_what_is_left_out_vanishes_when_nothing_is(small_page):
    document = Document(blocks=(paragraph("A", 3), LEFT_OUT), title="t", pages=1)
    fitted = fit(document, small_page(400))
    assert plain_blocks(fitted.document.blocks) == "A"
    assert fitted.report.count("omitted") == 0


def test_a_short_variant_reads_as_a_line_of_its_own(small_page):
    points = List(items=tuple(point(3, f"Point {n}.", "Words that say more about it. " * 5) for n in range(9)))
    fitted = fit(Document(blocks=(points,), title="t", pages=1), small_page(150))
    assert fitted.report.count("short")
    for line in plain_blocks(fitted.document.blocks).split("\n"):
        assert line == line.strip()
        assert "  " not in line


def test_one_important_item_goes_before_small_ones_in_its_place(small_page):
    items = [paragraph("Weighty words. " * 22, 5)] + [paragraph("Small.", 2) for _ in range(5)]
    report = fit(Document(blocks=tuple(items), title="t", pages=1), small_page(90, scales=(1.0,))).report
    assert report.items[0].variant == "full"


def test_type_shrinks_only_where_that_brings_in_more_than_it_costs(small_page):
    lines = tuple(paragraph("A line of words.", 3) for _ in range(20))
    document = Document(blocks=lines, title="t", pages=1)
    cheap = fit(document, small_page(220, cost=0.0)).report
    dear = fit(document, small_page(220, cost=0.25)).report
    assert cheap.scale < 1.0
    assert dear.scale == 1.0
    assert cheap.value > dear.value


def test_body_text_is_never_smaller_than_the_least_size(small_page):
    lines = tuple(paragraph("A line of words. " * 3, 3) for _ in range(40))
    report = fit(Document(blocks=lines, title="t", pages=1), small_page(220, cost=0.0, scales=(1.0, 0.93, 0.7))).report
    assert report.scale == 0.93  # 9.3 points by 0.7 would be less than 8.5


def test_left_over_space_is_spread_within_the_themes_bound(small_page):
    document = Document(blocks=tuple(paragraph("Words.", 3) for _ in range(8)), title="t", pages=1)
    loose = fit(document, small_page(400)).report
    assert loose.stretch == pytest.approx(1.6)
    close = fit(document, small_page(140)).report
    assert 1.0 <= close.stretch < 1.6


def test_too_much_that_always_stays_is_one_error_with_points_and_places(small_page):
    document = Document(blocks=(paragraph("Far too many words. " * 200), paragraph("A", 3)), title="t", pages=1)
    with pytest.raises(LayoutError) as error:
        fit(document, small_page(200))
    assert len(error.value.faults) == 1
    assert "points more than the one page" in str(error.value)
    assert "Far too many words." in str(error.value)


def test_without_a_bound_everything_stands_in_full_and_nothing_says_otherwise():
    points = List(items=(point(1, "Head.", "More."),))
    short = Paragraph(children=(Text("only when short"),), attr=Attr(fit="short"))
    from briefgen.theme import load_theme

    fitted = fit(Document(blocks=(points, short, LEFT_OUT), title="t"), load_theme("default"))
    assert plain_blocks(fitted.document.blocks) == "Head. More."
    assert fitted.report is None


def test_the_same_document_is_fitted_the_same_way(some_documents, small_page):
    @settings(some, max_examples=15)
    @given(some_documents(most=8))
    def check(document):
        try:
            first = fit(document, small_page(200))
        except LayoutError:
            return
        again = fit(document, small_page(200))
        assert again.document == first.document
        assert again.report == first.report

    check()


def test_the_report_names_every_item_and_sums_up(small_page):
    points = List(items=tuple(point(1 + n % 5, f"Point {n}.", "Words that say more. " * 8) for n in range(12)))
    report = fit(Document(blocks=(points, LEFT_OUT), title="t", pages=1), small_page(180)).report
    assert [item.words.split(".")[0] for item in report.items] == [f"Point {n}" for n in range(12)]
    left = report.count("omitted")
    assert left
    assert f"{left} left out: “" in report.summary()
    assert report.summary().startswith("1 page, ")
    assert len(report.table().splitlines()) == 14
    assert report.value == pytest.approx(
        sum(
            {1: 2, 2: 5, 3: 12, 4: 30, 5: 75}[item.importance] * {"full": 1, "short": 0.6, "omitted": 0}[item.variant]
            for item in report.items
        )
    )


def test_a_note_behind_words_that_went_stands_close_to_what_is_left(small_page):
    note = Note(blocks=(paragraph("Evidence."),))
    full = Span(children=(Text("Words that say more about it. " * 8),), attr=Attr(fit="full"))
    aside = Span(children=(Text("An aside."),), attr=Attr(classes=("aside",)))
    line = Paragraph(children=(Strong(children=(Text("Head."),)), Text(" "), full, note, Text(" "), aside))
    points = List(items=tuple(Item(blocks=(line,), attr=Attr(importance=3)) for _ in range(6)))
    fitted = fit(Document(blocks=(points,), title="t", pages=1), small_page(150))
    short = [item.blocks[0].children for item in fitted.document.blocks[0].items]
    short = [children for children in short if len(children) < 5]
    assert short
    for children in short:
        assert [type(one).__name__ for one in children] == ["Strong", "Note", "Text", "Span"]
        assert children[2] == Text(" ")
