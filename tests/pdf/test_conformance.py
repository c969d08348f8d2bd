"""Every file is PDF/UA-1 and PDF/A-2a at once, by several validators."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from briefgen.document import Cell, Document, Heading, Paragraph, Row, Table, Text
from briefgen.layout.fonts import Faces
from briefgen.layout.pages import paginate
from briefgen.layout.placed import ARTIFACT, Page, Pages
from briefgen.theme import load_theme
from briefgen.write.pdf import write


@pytest.fixture(scope="session")
def files(rich_pdf: bytes, the_faces: Any, request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Files of many kinds, by name."""
    from msgspec.structs import replace

    rich: Pages = request.getfixturevalue("rich")
    empty = Page(width=420, height=595, pieces=())
    heads = tuple(
        replace(page, pieces=tuple(piece for piece in page.pieces if piece.element == ARTIFACT), links=(), anchors=())
        for page in rich.pages
    )
    return {
        "all roles": rich_pdf,
        "without metadata": write(replace(rich, title="", subject="", authors=(), keywords=(), date=""), the_faces),
        "odd metadata": write(replace(rich, title="(\\)<&>\x00\x0b\u2028 𝔘", authors=("(", "é")), the_faces),
        "an empty page": write(Pages(pages=(empty,), elements=(), lang="de"), the_faces),
        "only running heads": write(Pages(pages=heads, elements=(), title="x"), the_faces),
    }


def test_page_validation_finds_nothing(files: dict[str, bytes], findings: Any) -> None:
    assert {name: findings(data) for name, data in files.items()} == {name: {} for name in files}


@pytest.mark.verapdf
def test_verapdf_finds_nothing(files: dict[str, bytes], verapdf: Any) -> None:
    assert verapdf(files) == {name: {} for name in files}


@pytest.mark.outloud
def test_outloud_finds_nothing(rich_pdf: bytes, outloud: Any) -> None:
    assert outloud({"rich": rich_pdf}) == {}


@pytest.mark.qpdf
def test_qpdf_finds_no_fault(files: dict[str, bytes], need: Any, tmp_path: Path) -> None:
    qpdf = need("qpdf", "qpdf")
    for name, data in files.items():
        path = tmp_path / "file.pdf"
        path.write_bytes(data)
        done = subprocess.run([qpdf, "--check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (name, done.stdout + done.stderr)
        assert "WARNING" not in done.stderr, name


@pytest.mark.poppler
def test_poppler_reads_pages_without_a_warning(rich_pdf: bytes, need: Any, tmp_path: Path) -> None:
    path = tmp_path / "rich.pdf"
    path.write_bytes(rich_pdf)
    for command in ("pdftotext", "pdffonts"):
        done = subprocess.run(
            [need(command, "poppler"), path], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert (done.returncode, done.stderr) == (0, ""), command


@pytest.fixture(scope="session")
def spanned(the_faces: Faces) -> bytes:
    """Tables whose headers and cells reach over rows and columns, one of them over pages."""

    def cell(words: str, **fields: Any) -> Cell:
        return Cell(blocks=(Paragraph(children=(Text(words),)),), **fields)

    head = (
        Row(cells=(cell("Who", header="col", rowspan=2), cell("Promised", header="col", colspan=2))),
        Row(cells=(cell("By whom", header="col"), cell("To whom", header="col"))),
    )
    rows = tuple(
        row
        for at in range(40)
        for row in (
            Row(cells=(cell(f"Party {at}", header="row", rowspan=2), cell("one"), cell("two"))),
            Row(cells=(cell("both", colspan=2),)),
        )
    )
    plain = (Row(cells=(cell("x"), cell("y", rowspan=2))), Row(cells=(cell("z"),)))
    blocks = (Heading(level=1, children=(Text("Spans"),)), Table(rows=rows, head=head), Table(rows=plain))
    return write(paginate(Document(title="Spans", blocks=blocks), load_theme("default")), the_faces)


def test_tables_with_spans_are_valid(spanned: bytes, findings: Any) -> None:
    assert findings(spanned) == {}


@pytest.mark.verapdf
def test_verapdf_finds_nothing_in_tables_with_spans(spanned: bytes, verapdf: Any) -> None:
    assert verapdf({"spans": spanned}) == {"spans": {}}
