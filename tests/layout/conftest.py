"""A theme of its own, short ways to build documents, and what must hold of all pages."""

from __future__ import annotations

import itertools
from collections import defaultdict
from types import SimpleNamespace

import pytest

from briefgen.document import (
    Attr,
    Blocks,
    Callout,
    Cell,
    Document,
    Heading,
    Inline,
    Item,
    List,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from briefgen.layout.pages import paginate
from briefgen.layout.placed import ARTIFACT, Page, Pages, Picture, TextRun
from briefgen.plain import fold, plain_blocks
from briefgen.theme import BoxStyle, Family, Furniture, PageStyle, Style, TableStyle, Theme

PROSE = (
    "The mutual defence pact includes a relatively flexible but firm commitment for both nations to collaborate in "
    "case of a military threat and assist each other by all available means in case of aggression while analysts "
    "doubt that either side would send troops in numbers that matter to the balance of power in the region"
)
WORDS = PROSE.split()


def make_theme(**page: object) -> Theme:
    """A theme in which every style, box and table that the tests name is fixed."""
    page = {"top": 72.0, "bottom": 72.0, "left": 72.0, "right": 72.0, **page}
    return Theme(
        name="test",
        page=PageStyle(**page),  # type: ignore[arg-type]
        fonts={
            "body": Family(
                regular="SourceSerif4-Regular.ttf",
                bold="SourceSerif4-Semibold.ttf",
                italic="SourceSerif4-It.ttf",
                bold_italic="SourceSerif4-SemiboldIt.ttf",
            ),
            "heading": Family(
                regular="SourceSans3-Regular.ttf",
                bold="SourceSans3-Semibold.ttf",
                italic="SourceSans3-It.ttf",
                bold_italic="SourceSans3-SemiboldIt.ttf",
            ),
        },
        colours={"text": "#111111", "rule": "#cccccc", "accent": "#0000aa", "tint": "#eeeeff"},
        styles={
            "body": Style(family="body", size=10.0, leading=14.0, after=6.0),
            "h1": Style(family="heading", size=20.0, leading=24.0, bold=True, after=6.0, keep_next=True),
            "h2": Style(family="heading", size=14.0, leading=18.0, bold=True, before=14.0, after=4.0, keep_next=True),
            "h3": Style(family="heading", size=11.0, leading=14.0, bold=True, before=8.0, after=3.0, keep_next=True),
            "note": Style(size=8.0, leading=10.0, after=1.0),
            "note-ref": Style(size=7.0, colour="accent"),
            "caption": Style(family="heading", size=9.0, leading=12.0, bold=True, keep_next=True, after=3.0),
            "table": Style(family="heading", size=9.0, leading=12.0, after=2.0),
            "table-head": Style(base="table", bold=True),
            "quote": Style(italic=True, indent=16.0),
            "callout-title": Style(family="heading", size=9.0, leading=12.0, bold=True, after=3.0),
            "label": Style(background="tint"),
            "ruled": Style(rule_above=1.0, rule_below=0.5, rule_gap=4.0),
            "large": Style(size=1000.0, leading=1400.0),
        },
        boxes={"default": BoxStyle(fill="tint", bar=3.0, padding=10.0), "lined": BoxStyle(stroke="accent", line=1.0)},
        tables={"default": TableStyle(head_fill="tint", stripe="tint")},
        furniture=Furniture(),
    )


def words(count: int, start: int = 0) -> str:
    return " ".join(itertools.islice(itertools.cycle(WORDS), start, start + count))


def para(
    text: str | int,
    *inlines: Inline,
    classes: tuple[str, ...] = (),
    id: str = "",  # noqa: A002
    keep: bool = False,
) -> Paragraph:
    text = words(text) if isinstance(text, int) else text
    return Paragraph(children=(Text(text), *inlines), attr=Attr(id=id, classes=classes, keep=keep))


def head(level: int, text: str, id: str = "") -> Heading:  # noqa: A002
    return Heading(level=level, children=(Text(text),), attr=Attr(id=id))


def note(text: str | int) -> Note:
    return Note(blocks=(para(text),))


def bullets(*items: Blocks | str, ordered: bool = False, start: int = 1) -> List:
    blocks = [(para(item),) if isinstance(item, str) else item for item in items]
    return List(items=tuple(Item(blocks=item) for item in blocks), ordered=ordered, start=start)


def cell(content: Blocks | str | int, **fields: object) -> Cell:
    blocks = content if isinstance(content, tuple) else (para(content),)
    return Cell(blocks=blocks, **fields)  # type: ignore[arg-type]


def row(*cells: Blocks | str | int | Cell, **fields: object) -> Row:
    return Row(cells=tuple(one if isinstance(one, Cell) else cell(one) for one in cells), **fields)  # type: ignore[arg-type]


def table(rows: list[Row], heads: tuple[Row, ...] = (), **fields: object) -> Table:
    return Table(rows=tuple(rows), head=heads, **fields)  # type: ignore[arg-type]


def document(*blocks: object, **fields: object) -> Document:
    return Document(blocks=tuple(blocks), title="A test", lang="en-GB", **fields)  # type: ignore[arg-type]


def texts(page: Page) -> list[TextRun]:
    """The page's content, without its artifacts, in reading order."""
    runs = [piece for piece in page.pieces if isinstance(piece, TextRun) and piece.element != ARTIFACT]
    return sorted(runs, key=lambda run: run.order)


def lines(page: Page, *, artifacts: bool = False) -> list[str]:
    """The page's lines from top to bottom, each with its pieces from left to right."""
    found: dict[float, list[TextRun]] = defaultdict(list)
    for piece in page.pieces:
        if isinstance(piece, TextRun) and (artifacts or piece.element != ARTIFACT):
            found[round(piece.y, 1)].append(piece)
    return [
        "".join(run.text for run in sorted(runs, key=lambda run: run.x)).replace("\u00ad", "-").strip()
        for _, runs in sorted(found.items())
    ]


def said(pages: Pages, element: int, *, notes: bool = False) -> str:
    """The words of an element and all in it, in reading order; without lists' markers and, unless asked for, notes."""
    children: dict[int, list[tuple[int, object]]] = defaultdict(list)
    for index, child in enumerate(pages.elements):
        if index:
            children[child.parent].append((child.order, index))
    for page in pages.pages:
        for piece in page.pieces:
            if isinstance(piece, TextRun) and piece.element != ARTIFACT:
                children[piece.element].append((piece.order, piece.text))

    def text(index: int) -> str:
        role = pages.elements[index].role
        listed = pages.elements[pages.elements[index].parent].role == "LI" if index else False
        numbering = pages.elements[pages.elements[pages.elements[index].parent].parent].numbering if listed else ""
        if (role == "Lbl" and not (listed and numbering == "None")) or (role == "Note" and not notes):
            return ""
        if role == "Reference" and any(
            isinstance(what, int) and pages.elements[what].target.startswith("#note-") for _, what in children[index]
        ):
            return ""
        parts = [what if isinstance(what, str) else text(what) for _, what in sorted(children[index], key=_first)]
        inline = role in ("Span", "Link", "Reference", "Code")
        alt = pages.elements[index].alt + " " if role == "Figure" else ""
        return alt + "".join(parts) + ("" if inline else "\n")  # type: ignore[arg-type]

    return text(element).replace("\u00ad", "")


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


def hold(source: Document, pages: Pages, theme: Theme) -> None:
    """What must be true of all pages: a sound tree, strict order, whole text, nothing outside or over another."""
    check_tree(pages)
    hold_text(source, pages)
    for number, page in enumerate(pages.pages):
        check_room(page, theme, number)


def hold_text(source: Document, pages: Pages) -> None:
    """The words of the elements, in reading order, are the document's words."""
    assert fold(said(pages, 0)).split() == fold(plain_blocks(source.blocks)).split()


def check_tree(pages: Pages) -> None:
    elements = pages.elements
    events = [(element.order, index) for index, element in enumerate(elements)]
    for page in pages.pages:
        for piece in page.pieces:
            if piece.element != ARTIFACT:
                assert isinstance(piece, (TextRun, Picture))
                events.append((piece.order, piece.element))
    events.sort()
    assert len({order for order, _ in events}) == len(events)
    stack: list[int] = []
    left: set[int] = set()
    for order, index in events:
        element = elements[index]
        assert order >= element.order
        assert element.parent < index
        chain = [index]
        while elements[chain[-1]].parent != ARTIFACT:
            chain.append(elements[chain[-1]].parent)
        chain.reverse()
        assert not left.intersection(chain)
        common = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(stack, chain, strict=False))))
        left.update(stack[common:])
        stack = chain
    for index, element in enumerate(elements[1:], 1):
        assert element.order > elements[index - 1].order
    for page in pages.pages:
        for link in page.links:
            assert elements[link.element].role == "Link"
            assert elements[link.element].target == link.target
    anchors = {anchor.id for page in pages.pages for anchor in page.anchors}
    for element in elements:
        if element.target.startswith("#"):
            assert element.target[1:] in anchors


def check_room(page: Page, theme: Theme, number: int) -> None:
    left, right = theme.page.left, page.width - theme.page.right
    top, bottom = theme.page.top, page.height - theme.page.bottom
    boxes: list[tuple[float, float, float, float, str]] = []
    for piece in page.pieces:
        if isinstance(piece, TextRun) and piece.element != ARTIFACT:
            size = piece.size
            assert piece.x >= left - 0.1, (number, piece)
            assert piece.x + piece.width <= right + 0.1 or len(piece.text.strip()) <= 1, (number, piece)
            assert piece.y - 0.6 * size >= top - 0.1, (number, piece)
            assert piece.y + 0.15 * size <= bottom + 0.1, (number, piece)
            if piece.text.strip():
                boxes.append((piece.x, piece.y - 0.6 * size, piece.x + piece.width, piece.y + 0.12 * size, piece.text))
    boxes.sort(key=lambda box: box[1])
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other[1] >= box[3] - 0.2:
                break
            assert other[0] >= box[2] - 0.2 or box[0] >= other[2] - 0.2, (number, box, other)


@pytest.fixture
def make() -> SimpleNamespace:
    """The short ways of this file, since test modules cannot import each other."""
    theme = make_theme()
    return SimpleNamespace(
        theme=theme,
        themed=make_theme,
        words=words,
        para=para,
        head=head,
        note=note,
        bullets=bullets,
        cell=cell,
        row=row,
        table=table,
        document=document,
        paginate=lambda source, theme=theme: paginate(source, theme),
        texts=texts,
        lines=lines,
        said=said,
        hold=hold,
        hold_text=hold_text,
        callout=lambda *blocks: Callout(blocks=blocks),
        section=lambda *blocks: Section(blocks=blocks),
    )
