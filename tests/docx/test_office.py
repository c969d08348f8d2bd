"""LibreOffice reads in a Word file what the document says, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from briefgen.document import (
    Attr,
    Break,
    Cell,
    Code,
    Columns,
    Definition,
    Definitions,
    Document,
    Field,
    Figure,
    Heading,
    Item,
    List,
    Mark,
    Note,
    Paragraph,
    Row,
    Running,
    Table,
    Text,
)
from briefgen.theme import Theme
from briefgen.write.docx import write

Convert = Callable[[bytes], Path]
pytestmark = [pytest.mark.libreoffice, pytest.mark.poppler]


def _text(pdf: Path, *options: str) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    run = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True)
    return run.stdout.decode()


def _words(text: str) -> Counter[str]:
    """Count the words of a text; digits, hyphens at line ends and marks of direction do not matter."""
    text = re.sub("[\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\\d]", "", text.replace("-\n", "-"))
    return Counter(re.findall(r"\w+", text.casefold().replace("\u2011", "-")))


def _all_text(node: object) -> Iterator[str]:
    if isinstance(node, Text | Code):
        yield node.text
    elif isinstance(node, Mark):
        yield node.label
    elif isinstance(node, tuple):
        for each in node:
            yield from _all_text(each)
    elif isinstance(node, Struct):
        apart = isinstance(node, Break | Paragraph | Heading | Item | Cell | Table | Definition | Figure | Note)
        yield "\n" * apart
        for name in node.__struct_fields__:
            if name != "attr":
                yield from _all_text(getattr(node, name))
                yield "\n" * apart


def test_every_word_of_the_document_is_there(everything: Document, theme: Theme, as_pdf: Convert) -> None:
    """Each word as often as the document says it, and no word more, but for the running heads and feet."""
    styles = {name: replace(style, tracking=None) for name, style in theme.styles.items()}  # spaced words come apart
    pdf = as_pdf(write(everything, replace(theme, styles=styles)))
    found, said = _words(_text(pdf)), _words("".join(_all_text((everything.blocks,))))
    furniture = _words("The summit TLP:CLEAR The desk draft of")
    assert said - found == Counter()
    assert {word for word in found - said if word not in furniture} == set()


def test_lists_notes_and_pages_are_numbered(theme: Theme, as_pdf: Convert) -> None:
    def p(text: str) -> Paragraph:
        return Paragraph(children=(Text(text),))

    noted = Paragraph(children=(Text("noted"), Note(blocks=(p("evidence"),)), Note(blocks=(p("more"),))))
    lists = List(items=(Item(blocks=(p("seventh"),)), Item(blocks=(p("eighth"),))), ordered=True, start=7)
    again = List(items=(Item(blocks=(p("first"),)),), ordered=True)
    footer = Running(end=(Text("page "), Field("page"), Text(" of "), Field("pages")))
    document = Document(blocks=(lists, p("between"), again, noted), title="t", footer=footer)
    text = _text(as_pdf(write(document, theme)), "-layout")
    for wanted in (r"7\.\s+seventh", r"8\.\s+eighth", r"1\.\s+first", r"1\s+evidence", r"2\s+more", "page 1 of 1"):
        assert re.search(wanted, text), wanted


def test_a_tables_head_is_repeated_on_each_page(theme: Theme, as_pdf: Convert) -> None:
    def cell(text: str, header: str = "") -> Cell:
        return Cell(blocks=(Paragraph(children=(Text(text),)),), header=header)  # type: ignore[arg-type]

    table = Table(
        head=(Row(cells=(cell("Number", "col"), cell("Square", "col"))),),
        rows=tuple(Row(cells=(cell(f"n{number}"), cell(str(number**2)))) for number in range(120)),
        attr=Attr(id="x"),
    )
    text = _text(as_pdf(write(Document(blocks=(table,), title="t"), theme)))
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 2
    assert all("Square" in page for page in pages)


def test_columns_that_end_the_document_leave_no_empty_page(theme: Theme, as_pdf: Convert) -> None:
    words = tuple(Paragraph(children=(Text("Words that fill the columns. " * 12),)) for _ in range(24))
    document = Document(blocks=(Heading(level=1, children=(Text("t"),)), Columns(blocks=words, count=2)), title="t")
    pages = _text(as_pdf(write(document, theme))).rstrip("\f").split("\f")
    assert len(pages) > 1
    assert all("Words that fill" in page for page in pages)


def test_a_term_stays_beside_its_meaning_in_a_wider_font(theme: Theme, as_pdf: Convert) -> None:
    def entry(term: str) -> Definition:
        return Definition(term=(Text(term),), blocks=(Paragraph(children=(Text("meaning " * 40),)),))

    entries = (entry("Counterpoints"), entry("Feb 21 - 28, 2023"), entry("Why"))
    pdf = as_pdf(write(Document(blocks=(Definitions(entries=entries),), title="t"), theme))
    begins = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>meaning', _text(pdf, "-bbox"))
    lines: dict[str, float] = {}
    for x, y in begins:
        lines[y] = min(float(x), lines.get(y, 1e9))
    assert len(lines) > 5
    assert max(lines.values()) - min(lines.values()) < 1


def test_the_title_and_language_reach_the_pdf(everything: Document, theme: Theme, as_pdf: Convert) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler is not installed")
    run = subprocess.run(["pdfinfo", str(as_pdf(write(everything, theme)))], capture_output=True, check=True)
    assert everything.title in run.stdout.decode()
