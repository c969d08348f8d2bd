"""Make src/ministry_pack/themes/letterhead.docx: the paper of a ministry that does not exist.

    python make_letterhead.py

A real one is made in Word, by whoever keeps your house's paper. This one is made here, so that anyone can see what is
in it. python-docx comes with briefgen.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from docx import Document

FILE = Path(__file__).resolve().parent / "src" / "ministry_pack" / "themes" / "letterhead.docx"
NAME, UNIT = "Ministry of Example Affairs", "Policy Planning Staff"
ADDRESS = "1 Example Square · Exampleton · www.ministry.example"
GREEN, INK, GREY = RGBColor(0x1F, 0x5D, 0x3A), RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x55, 0x5F, 0x59)
FONT = "Arial"


def letterhead() -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(32), Mm(24)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)
    width = section.page_width - section.left_margin - section.right_margin
    set_styles(document)
    head = line(section.header.paragraphs[0], width)
    words(head, NAME, 15, GREEN, bold=True)
    words(head, "\t{{marking}}", 12, INK, bold=True)
    below = section.header.add_paragraph()
    words(below, UNIT, 9, GREY)
    rule(below, "bottom")
    foot = line(section.footer.paragraphs[0], width)
    words(foot, f"{ADDRESS}\t", 8, GREY)
    words(foot, "{{marking}}", 12, INK, bold=True)
    words(foot, "   ", 8, GREY)
    page_number(foot)
    rule(foot, "top")
    document.add_paragraph("{{brief}}")
    packed = io.BytesIO()
    document.save(packed)
    return without_times(packed.getvalue())


def set_styles(document: Any) -> None:
    """Set the styles that a brief is poured into; briefgen finds them by their names."""
    looks = {
        "Normal": (10.5, INK, False, 0, 6),
        "Title": (20, GREEN, True, 8, 4),
        "Subtitle": (12, GREY, False, 0, 8),
        "Heading 1": (13, GREEN, True, 14, 4),
        "Heading 2": (11, INK, True, 10, 3),
        "Heading 3": (10.5, GREEN, True, 8, 2),
        "Caption": (9, GREY, False, 4, 4),
        "List Bullet": (10.5, INK, False, 0, 3),
        "List Number": (10.5, INK, False, 0, 4),
    }
    for name, (size, ink, bold, before, after) in looks.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{kind}"), FONT)
        style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, ink
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        for border in list(style.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)


def line(paragraph: Any, width: int) -> Any:
    """Set a line with a start and an end."""
    stops = paragraph.paragraph_format.tab_stops
    for tab in list(paragraph.style.paragraph_format.tab_stops):
        stops.add_tab_stop(tab.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def words(paragraph: Any, text: str, size: float, ink: RGBColor, *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold, run.font.color.rgb = FONT, Pt(size), bold, ink


def rule(paragraph: Any, side: str) -> None:
    borders, edge = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", "8"), ("space", "6"), ("color", "1F5D3A")):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    props = paragraph._p.get_or_add_pPr()
    props.insert(1 if props.find(qn("w:pStyle")) is not None else 0, borders)


def page_number(paragraph: Any) -> None:
    field, run, text = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), " PAGE ")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def without_times(data: bytes) -> bytes:
    """Return the same file without the times at which it was made: the same file each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(letterhead())
