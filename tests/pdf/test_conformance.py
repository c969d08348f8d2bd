"""Every file is PDF/UA-1 and PDF/A-2a at once, by several validators."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from briefgen.layout.placed import ARTIFACT, Page, Pages
from briefgen.write.pdf import write


@pytest.fixture(scope="session")
def files(rich_pdf: bytes, the_faces: Any, request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Files of many kinds, by name."""
    from dataclasses import replace

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
    assert outloud(rich_pdf) == ""


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
