"""A document with every kind of node, and the programs that look at what is written."""

from __future__ import annotations

import base64
import os
import shutil
from pathlib import Path
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
    Field,
    Figure,
    Heading,
    Image,
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

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def words(text: str, name: str = "", id_: str = "") -> Paragraph:
    return Paragraph(children=(Text(text),), attr=Attr(classes=(name,) if name else (), id=id_))


def cell(text: str, **more: object) -> Cell:
    return Cell(blocks=(words(text),) if text else (), **more)  # type: ignore[arg-type]


def note(quote: str, source: str) -> Note:
    cite = Cite(target=source, children=(Text("The Article"),))
    return Note(blocks=(Paragraph(children=(Text(f"“{quote}” "), cite, Text(", paragraph 3."))),))


def whole() -> Document:
    """Return a document that holds every kind of block and inline."""
    paragraph = Paragraph(
        children=(
            Text("The parties pledge "),
            Emph(children=(Text("mutual"),)),
            Text(" help "),
            Strong(children=(Text("without delay"),)),
            note("mutual help if attacked", "source-a"),
            Text(", under article "),
            Code(text="4"),
            Text(" of H"),
            Sub(children=(Text("2"),)),
            Text("O and x"),
            Super(children=(Text("2"),)),
            Text(" ("),
            Span(children=(Text("조선"),), attr=Attr(lang="ko")),
            Text(", "),
            Span(children=(Text("اتفاق"),), attr=Attr(lang="ar", classes=("label",))),
            Text("), see "),
            Link(target="https://example.org/a?b=1&c=<2>", children=(Text("the text"),), title='A "title"'),
            Text(" and "),
            Link(target="#st-one", children=(Text("above"),)),
            Text("."),
            Break(),
            Text("It is "),
            Span(children=(Text("highly likely"),), attr=Attr(classes=("likelihood",))),
            Text(" to last. "),
            Mark(label="TLP:AMBER"),
        ),
        attr=Attr(id="st-one"),
    )
    prose = "A long stretch of prose that wants room to breathe in its cell"
    stances = Table(
        head=(
            Row(cells=(cell("Actor", header="col"), cell("Stance", header="col"), cell("What it does", header="col"))),
        ),
        rows=(
            Row(cells=(cell("China", header="row"), cell("distant"), cell(prose))),
            Row(cells=(cell("South Korea", header="row"), cell("alarmed"), cell(prose))),
        ),
        widths=(0.2, 0.2, 0.6),
        caption=(Text("Who reacts and how"),),
        summary="Each actor with its stance",
    )
    spans = Table(
        rows=(
            Row(cells=(cell("Both", colspan=2), cell("right", align="end"))),
            Row(cells=(cell("Tall", rowspan=2, header="row"), cell("1"), cell("2", align="center"))),
            Row(cells=(cell("3"), cell(""))),
        ),
        attr=Attr(classes=("facts",)),
    )
    nested = List(
        items=(
            Item(
                blocks=(
                    words("First"),
                    List(items=(Item(blocks=(words("Inner one"),)), Item(blocks=(words("Inner two"),))), ordered=True),
                )
            ),
            Item(blocks=(words("Second"),), attr=Attr(id="item-two")),
        )
    )
    loose = List(
        items=(Item(blocks=(words("Third"), words("with more"))), Item(blocks=(words("Fourth", "small"),))),
        ordered=True,
        start=3,
    )
    parts = tuple(
        Section(
            blocks=(
                Heading(level=2, children=(Text(title),), attr=Attr(id=f"part-{number}")),
                paragraph if number == 1 else words(f"{prose}. " * 6),
                *more,
            )
        )
        for number, (title, more) in enumerate(
            (
                ("What was agreed", (nested, loose, stances)),
                ("Who reacts", (spans, Quote(blocks=(words("Words of somebody else."),)), Rule())),
                (
                    "What it means",
                    (
                        Heading(level=3, children=(Text("In the region"), note("spread", "source-a"))),
                        Columns(blocks=(words(f"{prose}. " * 4), words(f"{prose}. " * 4))),
                        Heading(level=4, children=(Text("In detail"),)),
                        words("Detail.", "small"),
                    ),
                ),
                (
                    "Terms",
                    (
                        Definitions(
                            entries=(
                                Definition(term=(Text("Pact"),), blocks=(words("A treaty of help."),)),
                                Definition(
                                    term=(Text("Pledge"),),
                                    blocks=(words("A promise."), words("Binding or not.")),
                                    attr=Attr(id="term-pledge"),
                                ),
                            )
                        ),
                        Figure(
                            image=Image(data=PIXEL, media_type="image/png", width=120, height=60),
                            alt="A dark square",
                            caption=(Text("Figure 1. A square"),),
                        ),
                        Rule(attr=Attr(classes=("page",))),
                        List(items=(Item(blocks=(words("The Article, 2024.", "small"),), attr=Attr(id="source-a")),)),
                    ),
                ),
            ),
            1,
        )
    )
    return Document(
        title="A pact & its readers",
        subject="What the pact says",
        authors=("A. Author", "B. Author"),
        keywords=("pact", "region"),
        date="2024-06-19",
        header=Running(start=(Text("A pact & its readers"),), end=(Mark(label="TLP:AMBER"),)),
        footer=Running(start=(Text("Institute"),), end=(Text("Page "), Field("page"), Text(" of "), Field("pages"))),
        first_header=Running(end=(Mark(label="TLP:AMBER"),)),
        blocks=(
            words("Policy briefing", "kicker"),
            Heading(level=1, children=(Text("A pact & its readers"),)),
            words("What two states promised each other", "subtitle"),
            words("A. Author · 19 June 2024", "byline"),
            Callout(
                blocks=(
                    Heading(level=2, children=(Text("Bottom line"),)),
                    Paragraph(children=(Text("The pact binds both."), note("binds both", "source-a"))),
                ),
                attr=Attr(classes=("bottom-line",)),
            ),
            *parts,
            Callout(blocks=(words("A box without a title."),), attr=Attr(classes=("note",))),
        ),
    )


HOSTILE = (
    "<script>alert(1)</script>", "</style>", "</title>", "<!-- x -->", "]]>", "&amp;", "&", "&#65;", '"', "'", "<", ">",
    "<b>", "{{ x }}", "\u00a0", "\u00ad", "\u202ex\u202c", "\u200b", "조선", "اتفاق", "\U0001f600", "é", "ﬁ",
    "word", "1.", "\\", "--", "*/", "}", "url(http://e.org)", "@import", "\u0378", "a" * 60,
)  # fmt: skip

texts = st.lists(
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=8), min_size=1
).map(lambda parts: Text(" ".join(parts)))
leaves: st.SearchStrategy[Any] = st.one_of(
    texts,
    texts.map(lambda text: Code(text=text.text)),
    texts.map(lambda text: Mark(label=text.text, attr=Attr(classes=("tlp-red",)))),
    st.just(Break()),
)


def wrapped(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    attrs = st.sampled_from([Attr(), Attr(classes=("label", 'x"<y>', "likelihood")), Attr(lang="ar")])
    return st.one_of(
        *(st.builds(kind, children=children, attr=attrs) for kind in (Emph, Strong, Sub, Super, Span)),
        st.builds(
            Link,
            target=st.sampled_from(
                ['https://e.org/?a=1&b="<x>', "javascript:alert(1)", "#nowhere", "#here", "mailto:a@b.c"]
            ),
            children=children,
            title=st.just('t "<u>'),
        ),
        st.builds(Cite, target=st.sampled_from(["here", "", "nowhere"]), children=children),
        children.map(lambda found: Note(blocks=(Paragraph(children=found),))),
    )


inlines = st.lists(st.recursive(leaves, wrapped, max_leaves=6), min_size=1, max_size=3).map(tuple)
attrs = st.sampled_from(
    [Attr(), Attr(classes=("lead", "small")), Attr(classes=("1 odd", "b{}", "note")), Attr(lang="he", keep=True)]
)
paragraphs = st.builds(Paragraph, children=inlines, attr=attrs)


def made_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    blocks = st.lists(inner, min_size=1, max_size=3).map(tuple)
    cell = st.builds(Cell, blocks=blocks, header=st.sampled_from(["", "row"]), attr=attrs)
    rows = st.lists(
        st.lists(cell, min_size=3, max_size=3).map(lambda made: Row(cells=tuple(made))), min_size=1, max_size=2
    )
    return st.one_of(
        st.builds(List, items=st.lists(st.builds(Item, blocks=blocks, attr=attrs), min_size=1, max_size=3).map(tuple),
                  ordered=st.booleans(), start=st.sampled_from([1, 4]), attr=attrs),
        st.builds(Definitions, entries=st.builds(Definition, term=inlines, blocks=blocks).map(lambda one: (one,))),
        st.builds(Table, rows=rows.map(tuple), caption=st.just(()) | inlines, summary=st.sampled_from(["", 'a "<b>'])),
        *(st.builds(kind, blocks=blocks, attr=attrs) for kind in (Quote, Callout, Section, Columns)),
    )  # fmt: skip


simple = st.one_of(
    paragraphs,
    st.builds(Heading, level=st.integers(1, 4), children=inlines, attr=attrs),
    st.builds(Rule, attr=st.sampled_from([Attr(), Attr(classes=("page",))])),
)
blocks = st.lists(st.recursive(simple, made_of, max_leaves=6), min_size=1, max_size=4).map(tuple)


@pytest.fixture(scope="session")
def documents() -> st.SearchStrategy[Document]:
    @st.composite
    def made(draw: st.DrawFn) -> Document:  # a strategy with a short name: failures print it
        anchor = Paragraph(children=(Text("Anchor"),), attr=Attr(id="here"))
        running = Running(start=draw(inlines), end=(Text("Page "), Field("page")))
        title = draw(texts).text
        return Document(title=title, subject=title, header=running, footer=running, blocks=(anchor, *draw(blocks)))

    return made()


@pytest.fixture(scope="session")
def every_kind() -> Document:
    return whole()


@pytest.fixture
def no_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the fonts out: cutting them down takes most of the time, and has tests of its own."""
    monkeypatch.setattr("briefgen.write.html.embed", lambda used, faces, lang="": "")


@pytest.fixture(scope="session")
def theme() -> Theme:
    return load_theme("default")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("Chromium is not here")
    return found


@pytest.fixture(scope="session")
def html_validate() -> Path:
    tools = Path(os.environ.get("BRIEFGEN_TOOLS", Path.home() / ".cache/briefgen-tools"))
    found = tools / "html-validate/node_modules/.bin/html-validate"
    if not found.exists():
        pytest.skip("html-validate is not here")
    return found


@pytest.fixture(scope="session")
def pdftotext() -> str:
    found = shutil.which("pdftotext")
    if not found:
        pytest.skip("poppler is not here")
    return found
