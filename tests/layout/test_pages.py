"""Pages of text: headings stay with what follows, paragraphs part fairly, lists, boxes, columns, heads, links."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Literal

import pytest

from briefgen.document import (
    Attr,
    Callout,
    Columns,
    Definition,
    Definitions,
    Field,
    Figure,
    Image,
    Link,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Running,
    Span,
    Text,
)
from briefgen.errors import LayoutError
from briefgen.layout.pages import flowing
from briefgen.layout.placed import ARTIFACT, Box, NotFlowingError, Pages, Picture, TextRun
from briefgen.theme import SIZES, load_theme

PAGE_BREAK = Rule(attr=Attr(classes=("page",)))


def roles(pages, *wanted):
    return [element.role for element in pages.elements if not wanted or element.role in wanted]


@pytest.mark.parametrize("lines", range(26, 36))
@pytest.mark.parametrize("after", ["paragraph", "list", "table", "box", "short"])
def test_a_heading_never_stands_at_a_pages_foot(make: SimpleNamespace, lines: int, after: str) -> None:
    follows = {
        "paragraph": make.para(80),
        "list": make.bullets(make.words(30), make.words(30)),
        "table": make.table([make.row("a", 9), make.row("b", 9)], (make.row("A", "B"),)),
        "box": make.callout(make.head(3, "In a box"), make.para(60)),
        "short": make.bullets("one", "two", "three", "four"),
    }[after]
    filler = [make.para("line") for _ in range(lines)]
    pages = make.paginate(make.document(*filler, make.head(2, "The heading"), follows, make.para(200)))
    for page in pages.pages:
        found = make.lines(page)
        if "The heading" in found:
            assert len(found) - found.index("The heading") >= 3


@pytest.mark.parametrize("lines", range(30, 60))
def test_no_paragraph_leaves_a_single_line_on_a_page_and_three_lines_stay_together(
    make: SimpleNamespace, lines: int
) -> None:
    counts = []
    source = make.document(*(make.para(f"S{at} " + make.words(38 + at % 3 * 17)) for at in range(lines)))
    pages = make.paginate(source)
    for page in pages.pages:
        of: dict[int, set[float]] = {}
        for run in make.texts(page):
            of.setdefault(run.element, set()).add(run.y)
        counts.append({element: len(ys) for element, ys in of.items()})
    total: dict[int, int] = {}
    for of_page in counts:
        for element, count in of_page.items():
            total[element] = total.get(element, 0) + count
    for of_page in counts:
        for element, count in of_page.items():
            assert count == total[element] or (count >= 2 and total[element] - count >= 2 and total[element] > 3)


def test_pages_are_filled_well(make: SimpleNamespace) -> None:
    pages = make.paginate(make.document(*(make.para(30 + at % 7 * 20) for at in range(120))))
    bottom = pages.pages[0].height - make.theme.page.bottom
    for page in pages.pages[:-1]:
        assert bottom - max(run.y for run in make.texts(page)) < 3 * 14 + 6


def test_space_between_blocks_is_the_larger_of_both_and_none_is_left_at_a_pages_top(make: SimpleNamespace) -> None:
    pages = make.paginate(
        make.document(make.para("one"), make.para("two"), make.head(2, "Head"), PAGE_BREAK, make.head(2, "Top"))
    )
    one, two, head = (run.y for run in make.texts(pages.pages[0]))
    assert two - one == pytest.approx(14.0 + 6.0)
    assert head - two == pytest.approx(14.0 + 14.0 + 2.9, abs=0.5)  # leading, space above the heading, its own baseline
    top = make.texts(pages.pages[1])[0]
    assert top.y - make.theme.page.top < 18.0


def test_a_page_break_is_obeyed_and_makes_no_empty_page(make: SimpleNamespace) -> None:
    source = make.document(PAGE_BREAK, make.para("one"), PAGE_BREAK, PAGE_BREAK, make.para("two"), PAGE_BREAK)
    pages = make.paginate(source)
    assert [make.lines(page) for page in pages.pages] == [["one"], ["two"]]


def test_what_asks_to_be_kept_stays_on_one_page(make: SimpleNamespace) -> None:
    for filler in range(15, 34):
        kept = make.callout(make.para(90), make.para(90))
        source = make.document(
            *(make.para("line") for _ in range(filler)), Callout(blocks=kept.blocks, attr=Attr(keep=True))
        )
        pages = make.paginate(source)
        element = next(at for at, one in enumerate(pages.elements) if one.role == "Div")
        holding = [
            page
            for page in pages.pages
            if any(pages.elements[run.element].parent == element for run in make.texts(page))
        ]
        assert len(holding) == 1


def test_lists_nest_in_the_tree_and_number_from_their_start(make: SimpleNamespace) -> None:
    inner = make.bullets("inner one", "inner two")
    source = make.document(make.bullets((make.para("outer"), inner), "next", ordered=True, start=9))
    pages = make.paginate(source)
    assert [line.split()[0] for line in make.lines(pages.pages[0])] == ["9.outer", "–inner", "–inner", "10.next"]
    item = "LI Lbl LBody P"
    assert " ".join(roles(pages)) == f"Document L {item} L {item} {item} {item}"
    runs = make.texts(pages.pages[0])
    nine, ten = (next(run for run in runs if run.text == label) for label in ("9.", "10."))
    assert nine.x + nine.width == pytest.approx(ten.x + ten.width)
    assert pages.elements[1].numbering == "Decimal"


def test_short_terms_stand_beside_what_they_mean_and_long_ones_above(make: SimpleNamespace) -> None:
    def of(term: str) -> list[float]:
        entry = Definition(term=(Text(term),), blocks=(make.para("meaning"),))
        runs = make.texts(make.paginate(make.document(Definitions(entries=(entry,)))).pages[0])
        return [run.y for run in runs]

    beside, above = of("Date"), of("A term that is far too long to stand in a column of its own")
    assert beside[0] == pytest.approx(beside[1], abs=0.5)
    assert above[1] - above[0] > 10


def test_a_box_that_pages_divide_has_its_ground_on_both_and_is_one_element(make: SimpleNamespace) -> None:
    box = make.callout(*(make.para(60) for _ in range(12)))
    pages = make.paginate(make.document(*(make.para(60) for _ in range(8)), box))
    with_ground = [
        page for page in pages.pages if any(isinstance(one, Box) and one.fill == "#eeeeff" for one in page.pieces)
    ]
    assert len(with_ground) == len(pages.pages) == 2
    assert roles(pages, "Div") == ["Div"]
    for page in pages.pages:
        ground = next(one for one in page.pieces if isinstance(one, Box) and one.fill == "#eeeeff")
        inside = [run for run in make.texts(page) if pages.elements[pages.elements[run.element].parent].role == "Div"]
        assert all(ground.y <= run.y - 6 and run.y + 2 <= ground.y + ground.height for run in inside)


def test_a_figure_is_scaled_to_its_column_and_keeps_its_caption(make: SimpleNamespace) -> None:
    image = Image(data=b"", media_type="image/png", width=900.0, height=600.0)
    for filler in range(10, 34, 3):
        pages = make.paginate(
            make.document(
                *(make.para("line") for _ in range(filler)),
                Figure(image=image, alt="A map", caption=(Text("The map"),)),
            )
        )
        page = next(page for page in pages.pages if any(isinstance(piece, Picture) for piece in page.pieces))
        picture = next(piece for piece in page.pieces if isinstance(piece, Picture))
        assert picture.width == pytest.approx(SIZES["A4"][0] - 144)
        assert picture.height == pytest.approx(picture.width * 2 / 3)
        assert "The map" in make.lines(page)
        assert pages.elements[picture.element].alt == "A map"
        assert "Caption" in roles(pages)


@pytest.mark.parametrize("count", [2, 3])
def test_columns_end_level(make: SimpleNamespace, count: int) -> None:
    source = make.document(
        make.para("before"), Columns(blocks=tuple(make.para(25) for _ in range(12)), count=count), make.para("after")
    )
    pages = make.paginate(source)
    assert len(pages.pages) == 1
    runs = make.texts(pages.pages[0])[1:-1]
    lefts = sorted({round(run.x) for run in runs})  # each line is one piece
    bottoms: dict[int, float] = {}
    for run in runs:
        column = max(left for left in lefts if left <= run.x + 1)
        bottoms[column] = max(bottoms.get(column, 0.0), run.y)
    assert len(bottoms) == count
    assert max(bottoms.values()) - min(bottoms.values()) <= 2 * 14 + 6
    after = make.texts(pages.pages[0])[-1]
    assert after.y > max(bottoms.values())


def test_columns_go_on_over_pages_in_reading_order(make: SimpleNamespace) -> None:
    source = make.document(
        make.para("before"), Columns(blocks=tuple(make.para(60, make.note(9)) for _ in range(40))), make.para("after")
    )
    pages = make.paginate(source)
    assert len(pages.pages) > 2
    make.hold(source, pages, make.theme)


def test_running_heads_tell_the_page_and_the_first_page_may_have_its_own(make: SimpleNamespace) -> None:
    footer = Running(start=(Text("Left"),), end=(Field("page"), Text(" of "), Field("pages")))
    source = make.document(
        make.para("one"),
        PAGE_BREAK,
        make.para("two"),
        footer=footer,
        header=Running(center=(Text("Middle"),)),
        first_header=Running(),
    )
    pages = make.paginate(source)
    first, second = (make.lines(page, artifacts=True) for page in pages.pages)
    assert first == ["one", "Left1 of 2"]
    assert second == ["Middle", "two", "Left2 of 2"]
    middle = next(piece for piece in pages.pages[1].pieces if isinstance(piece, TextRun) and piece.text == "Middle")
    assert middle.element == ARTIFACT
    assert middle.x + middle.width / 2 == pytest.approx(SIZES["A4"][0] / 2)
    assert middle.y == make.theme.page.header


def test_a_marking_in_the_running_foot_has_its_ground_clear_of_the_rule(make: SimpleNamespace) -> None:
    mark = Mark(label="TLP:CLEAR", attr=Attr(classes=("tlp-clear",)))
    theme = load_theme("default")
    page = make.paginate(make.document(make.para("one"), footer=Running(center=(mark,))), theme).pages[0]
    (run,) = (piece for piece in page.pieces if isinstance(piece, TextRun) and piece.text == "TLP:CLEAR")
    (ground,) = (piece for piece in page.pieces if isinstance(piece, Box) and piece.fill == "#000000")
    assert ground.x < run.x
    assert ground.x + ground.width > run.x + run.width
    assert ground.y < run.y < ground.y + ground.height
    (rule,) = (piece for piece in page.pieces if isinstance(piece, Box) and piece.height == 0)
    assert rule.y < ground.y


def test_a_running_head_that_is_too_long_is_cut_short(make: SimpleNamespace) -> None:
    source = make.document(make.para("one"), header=Running(start=(Text(make.words(60)),), end=(Text("End"),)))
    page = make.paginate(source).pages[0]
    head = [piece for piece in page.pieces if isinstance(piece, TextRun) and piece.element == ARTIFACT]
    assert head[0].text.endswith("…")
    assert head[0].x + head[0].width < head[1].x
    assert head[1].x + head[1].width <= page.width - make.theme.page.right + 0.1


def test_the_band_stands_on_the_first_page_only(make: SimpleNamespace) -> None:
    theme = make.themed(band=6.0)
    pages = make.paginate(make.document(make.para("one"), PAGE_BREAK, make.para("two")), theme)
    bands = [[one for one in page.pieces if isinstance(one, Box) and one.height == 6.0] for page in pages.pages]
    assert [len(found) for found in bands] == [1, 0]
    assert (bands[0][0].x, bands[0][0].y, bands[0][0].width) == (0.0, 0.0, SIZES["A4"][0])


def test_letter_paper(make: SimpleNamespace) -> None:
    page = make.paginate(make.document(make.para(5)), make.themed(size="Letter")).pages[0]
    assert (page.width, page.height) == (612.0, 792.0)


def test_bookmarks_nest_without_gaps(make: SimpleNamespace) -> None:
    source = make.document(
        make.head(1, "Title"), make.head(3, "Deep"), PAGE_BREAK, make.head(2, "Then"), make.head(3, "Down")
    )
    pages = make.paginate(source)
    assert [(one.level, one.text, one.page) for one in pages.bookmarks] == [
        (1, "Title", 0),
        (2, "Deep", 0),
        (2, "Then", 1),
        (3, "Down", 1),
    ]
    assert all(pages.elements[one.element].role.startswith("H") for one in pages.bookmarks)


def test_links_have_an_area_on_each_line_and_dangling_ones_are_plain_words(make: SimpleNamespace) -> None:
    long = Link(target="https://example.org/", children=(Text(make.words(40)),))
    inside = Link(target="#there", children=(Text("there"),))
    dangling = Link(target="#nowhere", children=(Text("nowhere"),))
    source = make.document(
        make.para("See", long, Text(" and "), inside, Text(" or "), dangling), make.para("x", id="there")
    )
    pages = make.paginate(source)
    page = pages.pages[0]
    assert [link.target for link in page.links] == ["https://example.org/"] * (len(page.links) - 1) + ["#there"]
    assert len(page.links) - 1 >= 2
    assert len({link.element for link in page.links}) == 2
    assert {anchor.id for anchor in page.anchors} == {"there"}
    assert roles(pages, "Link") == ["Link", "Link"]


def test_a_labels_ground_stands_behind_its_words(make: SimpleNamespace) -> None:
    label = Span(children=(Text("two words"),), attr=Attr(classes=("label",)))
    page = make.paginate(make.document(make.para("A ", label, Text(" after")))).pages[0]
    grounds = [piece for piece in page.pieces if isinstance(piece, Box)]
    run = next(run for run in make.texts(page) if run.text.startswith("two"))
    assert len(grounds) == 1
    assert grounds[0].x < run.x
    assert grounds[0].x + grounds[0].width > run.x + run.width
    assert grounds[0].y < run.y - 6 < run.y < grounds[0].y + grounds[0].height


def test_language_flows_to_elements(make: SimpleNamespace) -> None:
    german = Paragraph(children=(Text("Ein Satz"),), attr=Attr(lang="de"))
    word = Span(children=(Text("mot"),), attr=Attr(lang="fr"))
    source = make.document(german, Quote(blocks=(german,), attr=Attr(lang="de")), make.para("A ", word))
    pages = make.paginate(source)
    assert pages.lang == "en-GB"
    langs = [(element.role, element.lang) for element in pages.elements if element.lang]
    assert langs == [("Document", "en-GB"), ("P", "de"), ("BlockQuote", "de"), ("Span", "fr")]


def test_rules_over_and_under_a_paragraph_take_room(make: SimpleNamespace) -> None:
    page = make.paginate(make.document(make.para("a", classes=("ruled",)), make.para("b"))).pages[0]
    a, b = make.texts(page)
    upper, lower = (piece for piece in page.pieces if isinstance(piece, Box))
    assert upper.y < a.y - 8
    assert a.y < lower.y < b.y - 8
    assert b.y - a.y == pytest.approx(14 + 6 + 0.5 + 4)


def test_too_many_pages_are_refused_with_the_overflow_and_where_it_begins(make: SimpleNamespace) -> None:
    filler = [make.para("line") for _ in range(34)]
    over = make.document(*filler, make.head(2, "Where it begins"), make.para(30), pages=1, template="one-page")
    with pytest.raises(LayoutError) as caught:
        make.paginate(over)
    assert "one page" in str(caught.value)
    assert "“Where it begins”" in str(caught.value)
    assert "points" in str(caught.value)
    assert len(make.paginate(make.document(*filler, pages=1)).pages) == 1


def test_all_missing_characters_are_told_at_once(make: SimpleNamespace) -> None:
    with pytest.raises(LayoutError) as caught:
        make.paginate(make.document(make.para("a \U000f0001"), make.bullets("b \U000f0002")))
    assert len(caught.value.faults) == 2


def test_margins_that_leave_no_room_are_refused(make: SimpleNamespace) -> None:
    with pytest.raises(LayoutError, match="margins"):
        make.paginate(make.document(make.para(3)), make.themed(left=300.0, right=290.0))


def test_a_line_higher_than_the_page_is_one_clear_error(make: SimpleNamespace) -> None:
    with pytest.raises(LayoutError, match="points higher than the room on a page"):
        make.paginate(make.document(make.para("x", classes=("large",))))


def test_an_empty_document_is_one_empty_page(make: SimpleNamespace) -> None:
    assert len(make.paginate(make.document()).pages) == 1


@pytest.mark.parametrize("number", ["page", "pages"])
def test_pages_that_come_one_by_one_are_the_same_pages(number: Literal["page", "pages"], make: SimpleNamespace) -> None:
    filled = [make.head(3, "Part"), make.para(300, make.note(20)), make.table([make.row("a", 40)] * 30)]
    foot = Running(start=(Span(children=(Text("Page "), Field(number))),))
    source = make.document(make.head(2, "First"), *filled, *filled, footer=foot)
    pages, coming = make.paginate(source), flowing(source, make.theme)
    assert not isinstance(coming, Pages)
    assert tuple(coming.pages) == pages.pages
    assert len(pages.pages) > 3
    assert coming.elements == pages.elements
    assert tuple(coming.bookmarks) == pages.bookmarks
    assert all(anchor.id in coming.ids for page in pages.pages for anchor in page.anchors)


def test_a_fault_ends_pages_that_come_one_by_one(make: SimpleNamespace) -> None:
    coming = flowing(make.document(make.para("a \U000f0001")), make.theme)
    with pytest.raises(NotFlowingError):
        tuple(coming.pages)
