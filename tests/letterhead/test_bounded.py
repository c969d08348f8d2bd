"""A brief of bounded pages on a letterhead: measured faces, exact lines; a clear refusal where there is no room."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from msgspec.structs import replace

import briefgen
import docx
from briefgen.document import Document, Heading, Paragraph, Text
from briefgen.errors import ThemeError
from briefgen.theme import Theme, look

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOWHERE = "Nowhere Grotesque Extended"  # a font that no machine has


def paper(*, beside: int = 0, size: float = 13.0) -> Any:
    """Return an A4 letterhead whose text is in a font that is not there, with some paragraphs of its own."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Heading 1", "Heading 2", "Title", "List Bullet"):
        made.styles[name].font.name, made.styles[name].font.size = NOWHERE, Pt(size)
        made.styles[name].paragraph_format.line_spacing = 2.0
    made.styles["Heading 1"].font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    for _ in range(beside):
        made.add_paragraph("A line of the house")
    made.add_paragraph("{{brief}}")
    return made


def themed(theme: Theme, **page: float) -> Theme:
    said = {"left": 62.4, "right": 62.4, "top": 60.0, "bottom": 60.0, "band": 0.0, **page}
    return replace(theme, page=replace(theme.page, **said))


SMALL = Document(
    title="T",
    blocks=(
        Heading(level=1, children=(Text("Title"),)),
        Heading(level=2, children=(Text("Section"),)),
        Paragraph(children=(Text("Text."),)),
    ),
    pages=1,
)


def style_of(data: bytes, text: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body, styles = (etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "styles"))
    for paragraph in body.iter(f"{W}p"):
        if "".join(each.text or "" for each in paragraph.iter(f"{W}t")) == text:
            wanted = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            return next(each for each in styles.iter(f"{W}style") if each.get(f"{W}styleId") == wanted)
    raise AssertionError(text)


def test_it_stands_in_the_faces_sizes_and_exact_lines_that_it_was_measured_with(
    pour: Callable[..., bytes], default_theme: Theme, schema_faults: Any, pointing_faults: Any
) -> None:
    theme = themed(default_theme)
    data = pour(SMALL, paper(), theme=theme)
    assert schema_faults(data) == []
    assert pointing_faults(data) == []
    text, head = style_of(data, "Text."), style_of(data, "Section")
    body = look(theme, "body")
    assert text.find(f"{W}rPr/{W}sz").get(f"{W}val") == str(round(body.size * 2))
    assert text.find(f"{W}rPr/{W}rFonts").get(f"{W}ascii") == theme.fonts["body"].name
    spacing = text.find(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}lineRule"), spacing.get(f"{W}line")) == ("exact", str(round(body.leading * 20)))
    assert head.find(f"{W}basedOn").get(f"{W}val") == "Heading1"
    assert head.find(f"{W}rPr/{W}color").get(f"{W}val").lower() == "123456"  # the house's ink


def test_the_faces_are_in_the_file_and_the_house_s_own_stay_named(
    pour: Callable[..., bytes], default_theme: Theme
) -> None:
    data = pour(SMALL, paper(), theme=themed(default_theme))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        fonts, settings = package.read("word/fontTable.xml").decode(), package.read("word/settings.xml").decode()
        relations = package.read("word/_rels/fontTable.xml.rels").decode()
        held = [name for name in package.namelist() if name.startswith("word/fonts/")]
    cuts = re.findall(r'<w:embed\w+ [^>]*r:id="([^"]+)"', fonts)
    assert len(cuts) == len(held) >= 8
    assert all(f'Id="{key}"' in relations for key in cuts)
    assert "<w:embedTrueTypeFonts" in settings
    assert "Source Serif 4" in fonts
    assert "Calibri" in fonts or "Times New Roman" in fonts  # those that the paper came with


def test_a_brief_without_a_bound_keeps_the_house_s_font(pour: Callable[..., bytes], default_theme: Theme) -> None:
    data = pour(replace(SMALL, pages=0), paper(), theme=themed(default_theme))
    assert style_of(data, "Section").find(f"{W}rPr/{W}rFonts").get(f"{W}ascii") == NOWHERE
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(name.startswith("word/fonts/") for name in package.namelist())


@pytest.mark.parametrize(("beside", "page"), [(0, {"top": 30.0}), (0, {"left": 40.0}), (6, {})])
def test_a_paper_with_less_room_than_the_page_is_refused_with_the_numbers_that_mend_it(
    pour: Callable[..., bytes], default_theme: Theme, beside: int, page: dict[str, float]
) -> None:
    with pytest.raises(ThemeError, match="it would run over") as error:
        pour(SMALL, paper(beside=beside), theme=themed(default_theme, **page))
    found = dict(re.findall(r"(\w+) = ([\d.]+)", error.value.faults[0].mend))
    assert {*found} == {"left", "right", "top", "bottom"}
    mended = themed(default_theme, **{side: float(points) for side, points in found.items()})
    assert pour(SMALL, paper(beside=beside), theme=mended)


@pytest.mark.libreoffice
@pytest.mark.poppler
@pytest.mark.parametrize("beside", [0, 3])
def test_one_page_stays_one_page_where_the_letterhead_s_font_is_missing(
    as_pdf: Any, need: Any, default_theme: Theme, tmp_path: Any, beside: int
) -> None:
    made = paper(beside=beside)
    made.save(tmp_path / "paper.docx")
    below = 60.0 + beside * 60.0
    (tmp_path / "house.toml").write_text(
        'name = "house"\nextends = "default"\n[letterhead]\ndocx = "paper.docx"\n[page]\nband = 0\n'
        f"left = 62.4\nright = 62.4\ntop = 60\nbottom = {below}\n"
    )
    brief = briefgen.load(briefgen.example())
    output = briefgen.render(
        brief,
        format="docx",
        template="one-page",
        theme=str(tmp_path / "house.toml"),
        base=briefgen.example().parent,
        check=False,
    )
    command = [need("pdfinfo", "poppler"), as_pdf(output.data)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\b", said), said
