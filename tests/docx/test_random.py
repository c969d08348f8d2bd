"""Whatever a document holds, its Word file is well-formed, fits the schemas and points to nothing that is not there."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
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
    Field,
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
    Running,
    Section,
    Span,
    Strong,
    Sub,
    Super,
    Table,
    Text,
)
from briefgen.theme import Theme, load_theme
from briefgen.write.docx import write

Check = Callable[[bytes], list[str]]

_words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("  \t\u00ad\u2011김م習"),
    max_size=12,
)
_ids = st.sampled_from(["", "", "a", "b-1", "c", "ü"])
_classes = st.sampled_from(
    [
        (),
        (),
        ("lead",),
        ("label",),
        ("bottom-line",),
        ("note",),
        ("default",),
        ("child",),
        ("facts",),
        ("page",),
        ("nope",),
    ]
)
_attrs = st.builds(
    Attr,
    id=_ids,
    classes=_classes,
    lang=st.sampled_from(["", "", "fr", "ar", "ko", "zh-Hant", "x!"]),
    keep=st.booleans(),
)
_targets = st.sampled_from(["#a", "#b-1", "#gone", "https://example.org/?q=ü", "mailto:a@b.c", "http://", "no"])


def _inline(inner: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[object]:
    return (
        st.builds(Text, _words)
        | st.builds(Break)
        | st.builds(Field, st.sampled_from(["page", "pages"]))
        | st.builds(Code, text=_words, attr=_attrs)
        | st.builds(Mark, label=_words, attr=_attrs)
        | st.one_of(*(st.builds(each, children=inner, attr=_attrs) for each in (Emph, Strong, Sub, Super, Span)))
        | st.builds(Link, target=_targets, children=inner, title=_words, attr=_attrs)
        | st.builds(Cite, target=st.sampled_from(["a", "gone", ""]), children=inner, attr=_attrs)
        | st.builds(Note, blocks=st.tuples(st.builds(Paragraph, children=inner, attr=_attrs)), attr=_attrs)
    )


_inlines = st.recursive(
    st.tuples(st.builds(Text, _words)), lambda inner: st.lists(_inline(inner), max_size=3).map(tuple)
)
_leaf = (
    st.builds(Paragraph, children=_inlines, attr=_attrs)
    | st.builds(Heading, level=st.integers(1, 4), children=_inlines, attr=_attrs)
    | st.builds(Rule, attr=_attrs)
)


@st.composite
def _tables(draw: st.DrawFn, blocks: st.SearchStrategy[tuple[object, ...]]) -> Table:
    """Tables whose spans fit: a grid of whole rows, one of which may be joined, and a column that reaches down."""
    columns = draw(st.integers(1, 4))

    def row(header: str) -> Row:
        joined = draw(st.booleans())
        spans = [columns] if joined else [1] * columns
        aligns = st.sampled_from(["", "start", "center", "end"])
        cells = tuple(
            Cell(blocks=draw(blocks), header=header, colspan=span, align=draw(aligns), attr=draw(_attrs))
            for span in spans
        )
        return Row(cells=cells, attr=draw(_attrs))

    head = tuple(row("col") for _ in range(draw(st.integers(0, 2))))
    rows = [row("") for _ in range(draw(st.integers(1, 3)))]
    if columns > 1 and draw(st.booleans()):
        tall = Cell(blocks=draw(blocks), header="row", rowspan=2)
        rows.append(Row(cells=(tall, *(Cell(blocks=()) for _ in range(columns - 1)))))
        rows.append(Row(cells=tuple(Cell(blocks=draw(blocks)) for _ in range(columns - 1))))
    widths = draw(st.sampled_from([(), tuple(1 / columns for _ in range(columns))]))
    return Table(
        head=head, rows=tuple(rows), widths=widths, caption=draw(_inlines), summary=draw(_words), attr=draw(_attrs)
    )


def _block(blocks: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[object]:
    items = st.lists(st.builds(Item, blocks=blocks, attr=_attrs), max_size=3).map(tuple)
    entries = st.lists(st.builds(Definition, term=_inlines, blocks=blocks, attr=_attrs), max_size=3).map(tuple)
    return (
        _leaf
        | st.builds(List, items=items, ordered=st.booleans(), start=st.integers(0, 200), attr=_attrs)
        | st.builds(Definitions, entries=entries, attr=_attrs)
        | st.one_of(*(st.builds(each, blocks=blocks, attr=_attrs) for each in (Quote, Callout, Section)))
        | st.builds(Columns, blocks=blocks, count=st.integers(1, 4), attr=_attrs)
        | _tables(blocks)
    )


_blocks = st.recursive(
    st.lists(_leaf, max_size=2).map(tuple), lambda inner: st.lists(_block(inner), max_size=4).map(tuple), max_leaves=12
)
_running = st.builds(Running, start=_inlines, center=_inlines, end=_inlines)
_documents = st.builds(
    Document,
    blocks=_blocks,
    title=_words,
    lang=st.sampled_from(["en", "en-GB", "ar", "ja", "sr-Latn", "zh-TW", "not a tag"]),
    subject=_words,
    authors=st.tuples(_words),
    keywords=st.tuples(_words),
    date=st.sampled_from(["", "2024", "2024-06", "2024-06-18", "June", "2024-06-18T10:00"]),
    header=_running,
    footer=_running,
    first_header=st.none() | _running,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=_documents, theme_name=st.sampled_from(["default", "plain"]))
def test_any_document_gives_a_valid_file(
    document: Document, theme_name: str, schema_faults: Check, pointing_faults: Check
) -> None:
    data = write(document, _theme(theme_name))
    assert schema_faults(data) == []
    assert pointing_faults(data) == []


_themes: dict[str, Theme] = {}


def _theme(name: str) -> Theme:
    return _themes.setdefault(name, load_theme(name))
