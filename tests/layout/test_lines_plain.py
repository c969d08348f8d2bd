"""The words of a tree, without looks."""

from __future__ import annotations

from briefgen.document import (
    Break,
    Callout,
    Cell,
    Code,
    Definition,
    Definitions,
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
    Row,
    Rule,
    Table,
    Text,
)
from briefgen.plain import plain, plain_blocks


def paragraph(text: str) -> Paragraph:
    return Paragraph(children=(Text(text),))


def test_words_stand_in_one_line_without_notes() -> None:
    inlines = (
        Text(" The \n "),
        Emph(children=(Text("new\u00a0 treaty"),)),
        Note(blocks=(paragraph("hidden"),)),
        Break(),
        Code(text="x  y"),
        Text(" "),
        Link(target="#a", children=(Mark(label="TLP:RED"),)),
        Field("page"),
    )
    assert plain(inlines) == "The new\u00a0 treaty x y TLP:RED"
    assert plain(()) == ""


def test_each_block_is_a_line_in_reading_order() -> None:
    image = Image(data=b"", media_type="image/png", width=1, height=1)
    blocks = (
        Heading(level=1, children=(Text("Title"),)),
        List(items=(Item(blocks=(paragraph("one"), paragraph("two"))), Item(blocks=(paragraph("three"),)))),
        Definitions(entries=(Definition(term=(Text("To"),), blocks=(paragraph("the Minister"),)),)),
        Table(
            head=(Row(cells=(Cell(blocks=(paragraph("head"),)),)),),
            rows=(Row(cells=(Cell(blocks=(paragraph("cell"),)),)),),
            caption=(Text("caption"),),
        ),
        Rule(),
        Callout(blocks=(paragraph("inside"), Paragraph(children=()))),
        Figure(image=image, alt="a chart", caption=(Text("Figure 1"),)),
    )
    assert plain_blocks(blocks).split("\n") == [
        "Title",
        "one",
        "two",
        "three",
        "To",
        "the Minister",
        "caption",
        "head",
        "cell",
        "inside",
        "a chart",
        "Figure 1",
    ]
