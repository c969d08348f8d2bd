"""No heading skips a level, whatever a template writes, and every format says the same levels."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import loads, render
from briefgen.document import Callout, Cell, Document, Heading, Item, List, Paragraph, Row, Section, Table, Text
from briefgen.headings import levelled

BRIEF = loads("id: x\ntitle: A pact\n")
WORDS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven")
WRITTEN, MEANT = (1, 3, 4, 3, 2, 4, 1), (1, 2, 3, 2, 2, 3, 1)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("headings") / "own.html.j2"
    parts = [f"<h{level}>{word}</h{level}><p>x</p>" for level, word in zip(WRITTEN, WORDS, strict=True)]
    path.write_text("{# Own. #}\n" + "\n".join(parts), "utf-8")
    return path


def made(template: Path, format_: str) -> bytes:
    return render(BRIEF, format=format_, template=str(template)).data


def test_pdf_word_web_and_markdown_say_the_same_levels(template: Path) -> None:
    with pikepdf.open(io.BytesIO(made(template, "pdf"))) as pdf:
        pdf_roles = tuple(int(str(kid.S)[2:]) for kid in pdf.Root.StructTreeRoot.K.K if str(kid.S)[:2] == "/H")
    with zipfile.ZipFile(io.BytesIO(made(template, "docx"))) as package:
        word = package.read("word/document.xml").decode()
    in_word = tuple(map(int, re.findall(r'<w:pStyle w:val="Heading(\d)"/>', word)))
    on_page = tuple(map(int, re.findall(r"<h(\d)", made(template, "html").decode())))
    in_markdown = tuple(len(marks) for marks in re.findall(r"^(#+) ", made(template, "md").decode(), re.MULTILINE))
    assert (pdf_roles, in_word, on_page, in_markdown) == (MEANT,) * 4


def head(level: int) -> Heading:
    return Heading(level=level, children=(Text(str(level)),))


@given(levels=st.lists(st.integers(1, 4), max_size=12))
def test_any_headings_begin_at_one_and_go_down_by_one(levels: list[int]) -> None:
    nested = tuple(Section(blocks=(head(level), Paragraph(children=(Text("x"),)))) for level in levels)
    found = [block.level for part in levelled(Document(title="", blocks=nested)).blocks for block in part.blocks[:1]]  # type: ignore[union-attr]
    assert all(now <= before + 1 for before, now in zip([0, *found], found, strict=False))
    assert all(now <= was for now, was in zip(found, levels, strict=True))


def test_headings_count_in_the_order_of_reading_wherever_they_stand() -> None:
    cell = Cell(blocks=(head(4),), header="col")
    table = Table(rows=(Row(cells=(Cell(blocks=(head(2),)),)),), head=(Row(cells=(cell,)),))
    items = List(items=(Item(blocks=(head(3),)),))
    said = levelled(Document(title="", blocks=(head(1), table, Callout(blocks=(items, head(4))))))
    _, moved, box = said.blocks
    assert moved.head[0].cells[0].blocks[0].level == 2  # type: ignore[union-attr]
    assert moved.rows[0].cells[0].blocks[0].level == 2  # type: ignore[union-attr]
    assert [box.blocks[0].items[0].blocks[0].level, box.blocks[1].level] == [3, 4]  # type: ignore[union-attr]


def test_a_document_in_order_stays_the_object_it_is() -> None:
    document = Document(title="", blocks=(head(1), head(2), head(3), head(2)))
    assert levelled(document) is document
