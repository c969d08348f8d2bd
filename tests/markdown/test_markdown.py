"""Markdown reads back as the document it was written from."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from briefgen.document import (
    Attr,
    Break,
    Cell,
    Code,
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
    Row,
    Running,
    Span,
    Strong,
    Table,
    Text,
)
from briefgen.errors import OutputError
from briefgen.plain import plain
from briefgen.write.markdown import write

READER = MarkdownIt("commonmark").enable("table").use(footnote_plugin)


def of(*blocks: Any, **more: Any) -> Document:
    return Document(title="T", blocks=(Heading(level=1, children=(Text("T"),)), *blocks), **more)


def say(*texts: Any) -> Paragraph:
    return Paragraph(children=tuple(Text(text) if isinstance(text, str) else text for text in texts))


def body(*blocks: Any) -> str:
    """Return what is written for blocks, without the title."""
    return write(of(*blocks)).removeprefix("# T\n\n").removesuffix("\n")


def squeezed(text: str) -> str:
    """Return text without any white space, also such as is only shown."""
    return re.sub(r"\s+", "", text)


def read(markdown: str) -> tuple[list[str], list[str]]:
    """Return the words of each stretch of inlines in the body, and of each in the notes, squeezed."""
    main: list[str] = []
    notes: list[str] = []
    into = main
    for token in READER.parse(markdown):
        if token.type == "footnote_block_open":
            into = notes
        elif token.type == "inline":
            into.append(words_of(token.children or []))
        elif token.type in ("html_block", "code_block", "fence"):
            raise AssertionError(f"a text became a {token.type}: {token.content!r}")
    return [line for line in main if line], [line for line in notes if line]


def words_of(tokens: list[Token]) -> str:
    text = ""
    for token in tokens:
        if token.type in ("text", "code_inline"):
            text += token.content
        elif token.type == "image":
            raise AssertionError(f"a text became a picture: {token.content!r}")
        elif token.type == "html_inline":
            assert re.fullmatch(r"<br>|</?(sub|sup|em|strong)>", token.content), token.content
    return squeezed(text)


def expected(node: Any) -> tuple[str, list[str]]:
    """Return the squeezed words of a tree outside its notes in one string, and of each note."""
    notes: list[str] = []

    def walk(found: Any) -> str:
        match found:
            case Note(blocks=blocks):
                notes.append(walk(blocks))
                return ""
            case Text() | Code() | Mark() | Break() | Field():
                return squeezed(plain((found,)))
            case tuple():
                return "".join(map(walk, found))
            case List(items=items):
                return "".join(walk(item.blocks) for item in items)
            case Definitions(entries=entries):
                return "".join(walk(entry.term) + walk(entry.blocks) for entry in entries)
            case Table(rows=rows, head=head, caption=caption):
                return walk(caption) + "".join(walk(cell.blocks) for row in (*head, *rows) for cell in row.cells)
            case _:
                return walk(getattr(found, "children", None) or getattr(found, "blocks", ()))

    return walk(node), notes


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_document_reads_back_as_the_same_words(data: st.DataObject, documents: Any) -> None:
    document = data.draw(documents)
    markdown = write(document)
    main, notes = read(markdown)
    words, noted = expected(document.blocks)
    without_colons = str.maketrans("", "", ":")
    assert "".join(main).translate(without_colons) == words.translate(without_colons), markdown
    # the reader hands out notes in the order in which they are met; those inside notes come last
    assert sorted("".join(notes).replace("–", "")) == sorted("".join(noted).replace("–", "")), markdown


def test_each_hostile_text_reads_back_alone_in_every_place(lines_of_hostile_text: tuple[str, ...]) -> None:
    for text in lines_of_hostile_text:
        for inline in (Text(text), Emph(children=(Text(text),)), Strong(children=(Text(text),)), Code(text=text)):
            for before, after in (("", ""), ("a", "b"), ("a ", " b"), ("(", ")"), ("!", "(x)"), ("*", "_")):
                line = say(before, inline, after)
                cell = Cell(blocks=(line,))
                for block in (
                    line,
                    List(items=(Item(blocks=(line,)),), ordered=True),
                    Table(rows=(Row(cells=(cell, cell)),)),
                    Heading(level=2, children=line.children),
                ):
                    main, _ = read(write(of(block)))
                    assert "".join(main[1:]) == expected(block)[0], write(of(block))


def test_ordinary_prose_is_left_as_it_is() -> None:
    text = "Costs rose by 5–10 % (from $3 to ~4 billion), A&B's snake_case plan; x < y, 3 > 2: why? “So.” No! #tag"
    assert body(say(text)) == text


def test_emphasis_is_marked_where_it_reads_as_emphasis() -> None:
    assert (
        body(say("a ", Emph(children=(Text("b"),)), " c ", Strong(children=(Text("d."),)), " e")) == "a _b_ c **d.** e"
    )
    assert body(say("un", Emph(children=(Text("like"),)), "ly")) == "un*like*ly"
    assert body(say("a", Strong(children=(Text("(b)"),)), "c")) == "a<strong>(b)</strong>c"


def test_a_bold_text_keeps_its_spaces_outside() -> None:
    assert body(say(Strong(children=(Text("Now: "),)), "go")) == "**Now:** go"
    before_a_break = Emph(children=(Text("a\u00a0"), Break()))
    assert body(say(before_a_break)).strip() == "_a_"
    assert body(say("x", before_a_break, "y")) == "x*a*\u00a0\\\ny"
    assert body(say(Emph(children=(Text("a"), Break(), Text("\u00a0"), Break())), "y")) == "_a_\\\n\u00a0\\\ny"


def test_line_starts_are_no_markup() -> None:
    assert body(say("1. x")) == "1\\. x"
    assert body(say("- x")) == "\\- x"
    assert body(say("# x")) == "\\# x"
    assert body(say("a", Break(), "> b")) == "a\\\n\\> b"
    meant = Definition(term=(Text("T"),), blocks=(say("> a", Break(), "> b"),))
    assert body(Definitions(entries=(meant,))) == "- **T:** > a\\\n  \\> b"
    assert body(Heading(level=2, children=(Text("1. Background"),))) == "## 1. Background"


def test_lists_nest_and_neighbours_stay_apart() -> None:
    inner = List(items=(Item(blocks=(say("in"),)), Item(blocks=(say("side"),))), ordered=True)
    outer = List(items=(Item(blocks=(say("out"), inner)), Item(blocks=(say("last"),))))
    assert body(outer) == "- out\n  1. in\n  2. side\n- last"
    assert body(outer, outer).count("\n\n* out") == 1


def test_notes_stand_at_the_end_and_a_note_in_a_link_behind_it() -> None:
    note = Note(blocks=(say("“quote” source"), say("more")))
    text = body(say("a", note, " b ", Link(target="https://e.org", children=(Text("c"), note))))
    assert text == (
        "a[^1] b [c](https://e.org)[^2]\n\n[^1]: “quote” source\n\n    more\n\n[^2]: “quote” source\n\n    more"
    )


def test_a_table_has_a_header_line_bold_row_heads_and_no_broken_cells() -> None:
    items = List(items=(Item(blocks=(say("x | y"),)), Item(blocks=(say("z"),))))
    table = Table(
        head=(Row(cells=(Cell(blocks=(say("Who"),), header="col"), Cell(blocks=(say("What"),), header="col"))),),
        rows=(
            Row(
                cells=(Cell(blocks=(say("A"),), header="row"), Cell(blocks=(say(Code(text="p|q")), items), align="end"))
            ),
            Row(cells=(Cell(blocks=(say("both"),), colspan=2),)),
        ),
        caption=(Text("Reactions"),),
    )
    assert body(table) == (
        "**Reactions**\n\n"
        "| Who   | What                      |\n"
        "| ----- | ------------------------: |\n"
        "| **A** | `p\\|q`<br>• x \\| y<br>• z |\n"
        "| both  |                           |"
    )  # fmt: skip


def test_the_running_marking_is_printed_once_at_the_top() -> None:
    mark = Mark(label="TLP:AMBER")
    text = write(of(say("x"), header=Running(end=(mark,)), footer=Running(start=(mark, Field("page")))))
    assert text == "**TLP:AMBER**\n\n# T\n\nx\n"


def test_the_running_marking_is_left_out_where_the_opening_shows_it() -> None:
    mark = Mark(label="TLP:AMBER")
    opening = (say(mark), Heading(level=1, children=(Text("T"),)), say("x"))
    text = write(Document(title="T", blocks=opening, header=Running(end=(mark,))))
    assert text == "**TLP:AMBER**\n\n# T\n\nx\n"


def test_a_label_that_a_paragraph_runs_on_from_is_bold() -> None:
    label = Span(children=(Text("Japan."),), attr=Attr(classes=("label",)))
    assert body(say(label, " It is alarmed.")) == "**Japan.** It is alarmed."


def test_a_document_without_a_title_heading_gets_its_title() -> None:
    assert write(Document(title="A *b*", blocks=(say("x"),))) == "# A \\*b\\*\n\nx\n"


@pytest.mark.parametrize("mark", ["!", "^"])
def test_a_mark_before_a_link_or_a_note_makes_neither_a_picture_nor_a_note_of_it(mark: str) -> None:
    link = Link(target="https://e.org/", children=(Text("b"),))
    assert body(say(f"a{mark}", link)) == f"a\\{mark}[b](https://e.org/)"
    main, notes = read(write(of(say(f"a{mark}", link, mark, Note(blocks=(say("n"),))))))
    assert "".join(main) == f"Ta{mark}b{mark}"
    assert "".join(notes) == "n"


def test_page_breaks_and_links_inside_the_document_leave_only_words() -> None:
    from briefgen.document import Rule

    link = Link(target="#x", children=(Text("there"),))
    assert body(say("see ", link), Rule(attr=Attr(classes=("page",))), say("y")) == "see there\n\ny"


def test_characters_no_file_can_hold_are_one_clear_error() -> None:
    for bad in ("\x00", "\ud800", "\ufffe", "\x1b"):
        with pytest.raises(OutputError, match=f"U\\+{ord(bad):04X}"):
            write(of(say(f"a{bad}b")))
