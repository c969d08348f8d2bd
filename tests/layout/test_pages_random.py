"""Random documents: pages always come, whole, in reading order, within the margins, nothing over anything else."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefgen.document import (
    Attr,
    Break,
    Callout,
    Cell,
    Cite,
    Code,
    Columns,
    Definition,
    Definitions,
    Document,
    Emph,
    Figure,
    Heading,
    Image,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Row,
    Rule,
    Section,
    Span,
    Strong,
    Super,
    Table,
    Text,
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc00000030001"
    "5c0d0a2db40000000049454e44ae426082"
)
texts = st.lists(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzéüABC.,;-–’", min_size=1, max_size=14), min_size=1, max_size=40
).map(" ".join)
short = st.text(alphabet="abcdefgh éü", min_size=1, max_size=30).filter(str.strip)
flags = st.builds(Attr, keep=st.booleans(), lang=st.sampled_from(["", "", "de", "en-US"]))


labels = st.builds(Attr, classes=st.just(("label",)), lang=st.sampled_from(["", "fr"]))


def _inlines(depth: int) -> st.SearchStrategy:  # type: ignore[type-arg]
    leaf = st.one_of(
        texts.map(Text), texts.map(Text), st.just(Break()), st.builds(Code, text=short), st.just(Text(" "))
    )
    if depth == 0:
        return st.lists(leaf, min_size=1, max_size=3).map(tuple)
    inner = _inlines(depth - 1)
    node = st.one_of(
        leaf,
        leaf,
        st.builds(Emph, children=inner),
        st.builds(Strong, children=inner),
        st.builds(Super, children=inner),
        st.builds(Span, children=inner, attr=labels),
        st.builds(Link, target=st.sampled_from(["https://example.org/", "#one", "#nowhere"]), children=inner),
        st.builds(Cite, target=st.sampled_from(["one", "nowhere", ""]), children=inner),
        st.builds(Note, blocks=st.lists(st.builds(Paragraph, children=inner), min_size=1, max_size=2).map(tuple)),
    )
    return st.lists(node, min_size=1, max_size=4).map(tuple)


inlines = _inlines(2)
paragraphs = st.builds(Paragraph, children=inlines, attr=flags)


def _tables(inner: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    def shape(size: tuple[int, int, int, int]) -> st.SearchStrategy:  # type: ignore[type-arg]
        columns, rows, heads, merge = size
        cell = st.builds(Cell, blocks=st.lists(inner, max_size=2).map(tuple), align=st.sampled_from(["", "end"]))

        def build(cells: list[Cell]) -> Table:
            grid = [cells[at * columns : (at + 1) * columns] for at in range(rows + heads)]
            made = [Row(cells=tuple(line)) for line in grid]
            body = made[heads:]
            if merge and columns > 1 and body:
                first = body[0].cells
                body[0] = Row(cells=(Cell(blocks=first[0].blocks, colspan=2), *first[2:]))
            if merge and len(body) > 2:
                tall = body[1].cells[0]
                body[1] = Row(cells=(Cell(blocks=tall.blocks, rowspan=2), *body[1].cells[1:]))
                body[2] = Row(cells=body[2].cells[1:])
            return Table(rows=tuple(body), head=tuple(made[:heads]), caption=(Text("A caption"),) if merge else ())

        return st.lists(cell, min_size=columns * (rows + heads), max_size=columns * (rows + heads)).map(build)

    return st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(0, 2), st.integers(0, 1)).flatmap(shape)


def _blocks(inner: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(
            List,
            items=st.lists(st.builds(Item, blocks=several), min_size=1, max_size=4).map(tuple),
            ordered=st.booleans(),
            start=st.integers(1, 120),
        ),
        st.builds(Callout, blocks=several, attr=flags),
        st.builds(Quote, blocks=several),
        st.builds(Section, blocks=several, attr=flags),
        st.builds(Columns, blocks=several, count=st.integers(1, 3)),
        st.builds(
            Definitions,
            entries=st.lists(st.builds(Definition, term=inlines, blocks=several), min_size=1, max_size=3).map(tuple),
        ),
        _tables(inner),
    )


def figure(**parts: Any) -> Figure:
    """Make a figure of these parts; hypothesis would look up what type a scene is."""
    return Figure(**parts)


leaves = st.one_of(
    paragraphs,
    paragraphs,
    st.builds(Heading, level=st.integers(1, 4), children=_inlines(1)),
    st.builds(
        figure,
        image=st.builds(
            Image,
            data=st.just(PNG),
            media_type=st.just("image/png"),
            width=st.floats(5, 900),
            height=st.floats(5, 1200),
        ),
        alt=short,
        caption=st.one_of(st.just(()), inlines),
    ),
    st.just(Rule(attr=Attr(classes=("page",)))),
    st.just(Rule()),
)
blocks = st.recursive(leaves, _blocks, max_leaves=12)
documents = st.builds(
    Document,
    blocks=st.lists(blocks, min_size=1, max_size=8).map(
        lambda found: (*found, Paragraph(children=(Text("End"),), attr=Attr(id="one")))
    ),
    title=st.just("Random"),
)


@pytest.mark.parametrize("page", [{}, {"top": 300.0, "bottom": 330.0, "left": 180.0, "right": 180.0}])
def test_random_documents_come_whole_in_order_inside_their_margins(
    make: SimpleNamespace, page: dict[str, float]
) -> None:
    theme = make.themed(**page)

    @settings(
        max_examples=int(os.environ.get("BRIEFGEN_EXAMPLES", "50")),
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(documents)
    def check(source: Document) -> None:
        pages = make.paginate(source, theme)
        make.hold(source, pages, theme)
        assert pages == make.paginate(source, theme)

    check()
