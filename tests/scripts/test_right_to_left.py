"""Documents that run from right to left stand as in a mirror, and words in them do not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from briefgen.layout.pages import paginate
from briefgen.layout.placed import Box, Page, TextRun


@pytest.fixture(scope="module")
def sides(make: SimpleNamespace) -> tuple[Page, Page]:
    """The same document in a language from left to right, and in one from right to left; Latin words only."""
    theme = replace(make.theme, boxes={"default": replace(next(iter(make.theme.boxes.values())), bar=4.0)})
    source = make.document("en", text="Some words.")
    return paginate(source, theme).pages[0], paginate(replace(source, lang="he"), theme).pages[0]


def places(page: Page, word: str) -> list[tuple[float, float]]:
    return [(run.x, run.x + run.width) for run in page.pieces if isinstance(run, TextRun) and word in run.text]


def test_text_starts_at_the_right(sides: tuple[Page, Page]) -> None:
    left, right = sides
    assert places(left, "Some")[0][0] == pytest.approx(left.width - places(right, "Some")[0][1], abs=10)
    assert places(right, "Some")[0][1] > right.width / 2


def test_columns_of_tables_stand_from_right_to_left(sides: tuple[Page, Page]) -> None:
    left, right = sides
    assert places(left, "Name")[0][0] < places(left, "Words")[0][0]
    assert places(right, "Name")[0][0] > places(right, "Words")[0][0]


def test_markers_stand_before_their_items(sides: tuple[Page, Page]) -> None:
    left, right = sides
    assert places(left, "2.")[0][0] < places(left, "two")[0][0]
    marker = next(run for run in right.pieces if isinstance(run, TextRun) and run.text == "2")
    assert marker.x > places(right, "two")[0][1]


def test_heads_bars_and_grounds_are_mirrored(sides: tuple[Page, Page]) -> None:
    left, right = sides
    assert places(left, "Head ")[0][0] < left.width / 2 < places(right, "Head ")[0][1]
    boxes = [
        sorted(
            (round(box.x, 1), round(box.width, 1), box.fill) for box in page.pieces if isinstance(box, Box) and box.fill
        )
        for page in sides
    ]
    mirrored = sorted((round(left.width - x - width, 1), width, fill) for x, width, fill in boxes[1])
    assert {box[1:] for box in mirrored} == {box[1:] for box in boxes[0]}
    assert [box[0] for box in mirrored] == pytest.approx([box[0] for box in boxes[0]], abs=0.2)


def test_links_cover_their_words(sides: tuple[Page, Page]) -> None:
    for page in sides:
        area = next(area for area in page.links if area.target == "https://example.org/a")
        inside = [run for run in page.pieces if isinstance(run, TextRun) and run.element == area.element]
        assert area.x == pytest.approx(min(run.x for run in inside))
        assert area.x + area.width == pytest.approx(max(run.x + run.width for run in inside))


def test_a_passage_of_the_other_direction_keeps_its_own(make: SimpleNamespace) -> None:
    from briefgen.document import Document

    mixed = (make.para("English words.", lang="en"), make.para("מלים", lang="he"))
    for lang in ("en", "he"):
        page = paginate(Document(blocks=mixed, title="x", lang=lang), make.theme).pages[0]
        assert places(page, "English")[0][0] == pytest.approx(make.theme.page.left)
        assert places(page, "מלים")[0][1] == pytest.approx(page.width - make.theme.page.right)
