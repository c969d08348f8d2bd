"""A document with every kind of node, and the programs that look at what is written."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def every_kind() -> Document:
    return whole()


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
def paragraph_of() -> Callable[..., Paragraph]:
    return words
