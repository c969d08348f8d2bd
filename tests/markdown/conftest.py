"""Random documents with hostile words in them."""

from __future__ import annotations

from typing import Any

import pytest
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
    Heading,
    Item,
    Link,
    List,
    Mark,
    Note,
    Paragraph,
    Quote,
    Row,
    Rule,
    Section,
    Span,
    Strong,
    Sub,
    Super,
    Table,
    Text,
)

HOSTILE = (
    "*a*", "**", "_b_ c_d", "`", "``x`", "1. x", "2) y", "# z", "#", "- d", "+ e", "-", "--- | ---", "===", "> q", "|",
    "a|b", "<b>", "<!-- c -->", "</p>", "[x](y)", "[^1]", "[^1]: n",
    "[r]: /u", "![i](j)", "!", "\\", "\\*", "&amp;", "&",
    "&#65;",
    "~~s~~", "~5 %", "(", ")", "(c)", ":", ": d", "https://e.org/a_b", "<https://e.org>", "$x$", "{{ t }}", "=",
    "    code",
    "```", "~~~", "é", "“quote”", "조선", "اتفاق", "a", "b.", "C, d", "word", "1", "9.", "…", "\u00a0", "\u00ad",
    "\U0001f600", "\u200b", "\u202ex\u202c", "***", "* * *", "\\|", "a\\", "^", "€5", "+1", "×",
)  # fmt: skip

texts = st.builds(
    lambda parts, gap: Text(gap.join(parts)),
    st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=6),
             min_size=1, max_size=4),
    st.sampled_from(["", " "]),
)  # fmt: skip
leaves: st.SearchStrategy[Any] = st.one_of(
    texts,
    texts,
    st.builds(lambda text: Code(text=text.text), texts),
    st.builds(lambda text: Mark(label=text.text), texts),
    st.just(Break()),
)


def wrapped(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    note = children.map(lambda found: Note(blocks=(Paragraph(children=found),)))
    return st.one_of(
        *(children.map(lambda found, kind=kind: kind(children=found)) for kind in (Emph, Strong, Sub, Super, Span)),
        children.map(lambda found: Link(target="https://e.org/x(y)?a=1&b=_c_", title='t "u" *v*', children=found)),
        children.map(lambda found: Cite(target="nowhere", children=found)),
        note,
    )


inlines = st.lists(st.recursive(leaves, wrapped, max_leaves=6), min_size=1, max_size=4).map(tuple)
paragraphs = st.builds(lambda found: Paragraph(children=found), inlines)


def made_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    blocks = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(blocks.map(lambda found: Item(blocks=found)), min_size=1, max_size=3).map(tuple)
    lists = st.builds(
        lambda found, ordered, start: List(items=found, ordered=ordered, start=start),
        items,
        st.booleans(),
        st.sampled_from([0, 1, 7]),
    )
    defined = st.lists(
        st.builds(lambda term, found: Definition(term=term, blocks=found), inlines, blocks), min_size=1, max_size=2
    ).map(lambda entries: Definitions(entries=tuple(entries)))
    containers = (Quote, Callout, Section, Columns)
    return st.one_of(
        lists, lists, defined, tables, *(blocks.map(lambda found, kind=kind: kind(blocks=found)) for kind in containers)
    )


cells = st.lists(paragraphs, max_size=2).map(tuple)
rows = st.lists(cells, min_size=2, max_size=2).map(
    lambda pair: Row(cells=(Cell(blocks=pair[0], header="row"), Cell(blocks=pair[1])))
)
tables = st.builds(
    lambda body, head, caption: Table(rows=tuple(body), head=head, caption=caption),
    st.lists(rows, min_size=1, max_size=2),
    st.sampled_from([(), (Row(cells=(Cell(blocks=(), header="col"), Cell(blocks=(), header="col"))),)]),
    st.just(()) | inlines,
)
simple = st.one_of(
    paragraphs,
    paragraphs,
    st.builds(lambda level, found: Heading(level=level, children=found), st.integers(1, 4), inlines),
    st.just(Rule()),
    st.just(Rule(attr=Attr(classes=("page",)))),
)
blocks = st.lists(st.recursive(simple, made_of, max_leaves=6), min_size=1, max_size=4).map(tuple)


@pytest.fixture(scope="session")
def documents() -> st.SearchStrategy[Document]:
    title = (Heading(level=1, children=(Text("Title"),)),)

    @st.composite
    def made(draw: st.DrawFn) -> Document:  # a strategy with a short name: failures print it
        return Document(title="Title", blocks=(*title, *draw(blocks)))

    return made()


@pytest.fixture(scope="session")
def lines_of_hostile_text() -> tuple[str, ...]:
    return HOSTILE
