"""The example letterhead does what the guide says of it."""

from __future__ import annotations

import io
import runpy
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import briefgen
import docx
from briefgen import resources

FOLDER = Path(str(resources.folder("examples") / "letterhead"))


def test_the_committed_files_are_what_the_script_makes() -> None:
    made = runpy.run_path(str(FOLDER / "make.py"))
    here, there = (
        docx.Document(io.BytesIO(each)) for each in (made["word"](), (FOLDER / "letterhead.docx").read_bytes())
    )
    for one, other in ((here, there),):
        assert [each.text for each in one.paragraphs] == [each.text for each in other.paragraphs]
        assert one.styles.element.xml == other.styles.element.xml
    pages = [PdfReader(io.BytesIO(each)).pages for each in (made["pdf"](), (FOLDER / "letterhead.pdf").read_bytes())]
    assert [page.extract_text() for page in pages[0]] == [page.extract_text() for page in pages[1]]


@pytest.mark.parametrize("example", ["putin-kim-summit", "new-start"])
def test_both_examples_come_out_on_it(
    example: str, schema_faults: Any, pointing_faults: Any, findings: Any, texts: Any
) -> None:
    folder = resources.folder("examples") / example
    brief, theme = briefgen.load(folder / "brief.yaml"), str(FOLDER / "theme.toml")
    word = briefgen.render(brief, format="docx", theme=theme, base=str(folder)).data
    assert schema_faults(word) == []
    assert pointing_faults(word) == []
    said = "".join(texts(word).values())
    assert "{{" not in said
    assert "Northgate Institute takes no institutional positions" in said
    assert findings(briefgen.render(brief, format="pdf", theme=theme, base=str(folder)).data) == {}
