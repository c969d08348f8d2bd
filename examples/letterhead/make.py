"""Make the example letterhead: letterhead.docx and letterhead.pdf of an institute that does not exist.

    python examples/letterhead/make.py

A real letterhead is made in Word; this one is made here so that anyone can see what is in it. Needs only what briefgen
itself needs.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from briefgen import resources
from docx import Document

HERE = Path(__file__).resolve().parent
NAME, PLACE = "Northgate Institute", "Studies in regional security"
ADDRESS = "Northgate Institute · 12 Example Street · Exampleton · www.northgate.example"
INK, ACCENT, MUTED = (0x1C, 0x2B, 0x33), (0x0B, 0x5A, 0x5E), (0x5A, 0x67, 0x6E)
TEXT, DISPLAY = "Calibri", "Georgia"


def logo() -> bytes:
    """Draw a gate: two posts under a beam, and a path."""
    picture = Image.new("RGB", (240, 240), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 239, 239), fill=ACCENT)
    draw.rectangle((44, 52, 196, 74), fill="white")
    for left in (62, 152):
        draw.rectangle((left, 74, left + 26, 196), fill="white")
    draw.polygon(((104, 196), (136, 196), (126, 104), (114, 104)), fill=(0xE3, 0xB2, 0x3C))
    packed = io.BytesIO()
    picture.save(packed, "PNG")
    return packed.getvalue()


# ---------------------------------------------------------------- Word


def word() -> bytes:
    document = Document()
    set_styles(document)
    add_table_style(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.header_distance, section.footer_distance = Mm(9), Mm(11)
    section.different_first_page_header_footer = True
    width = section.page_width - section.left_margin - section.right_margin
    first_head(section.first_page_header, width)
    head = line(section.header, f"{NAME}\t{{{{title}}}}\t", width)
    marking(head)
    rule(head, "bottom")
    for footer in (section.first_page_footer, section.footer):
        foot = line(footer, f"{ADDRESS}\t", width, middle=False)
        marking(foot)
        foot.add_run("   ")
        rule(foot, "top")
        field(foot, "PAGE")
    opening = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
    opening.style = document.styles["Reference Line"]
    opening.add_run("{{organisation}} · {{date}}")
    document.add_paragraph("{{brief}}")
    closing = document.add_paragraph(style="Reference Line")
    closing.add_run(f"{NAME} takes no institutional positions on matters of public policy.")
    packed = io.BytesIO()
    document.save(packed)
    return without_times(packed.getvalue())


def set_styles(document: Any) -> None:
    """Set the house's type: Georgia for what is read at a glance, Calibri for what is read through."""
    looks: dict[str, tuple[str, float, tuple[int, int, int], bool, float, float]] = {
        "Normal": (TEXT, 10.5, INK, False, 0, 6),
        "Title": (DISPLAY, 24, ACCENT, False, 10, 4),
        "Subtitle": (DISPLAY, 13, MUTED, False, 0, 8),
        "Heading 1": (DISPLAY, 15, ACCENT, False, 16, 4),
        "Heading 2": (DISPLAY, 12, INK, False, 10, 2),
        "Heading 3": (TEXT, 10.5, ACCENT, True, 8, 2),
        "Caption": (TEXT, 9.5, ACCENT, True, 6, 4),
        "Header": (TEXT, 8.5, MUTED, False, 0, 0),
        "Footer": (TEXT, 8.5, MUTED, False, 0, 0),
        "List Bullet": (TEXT, 10.5, INK, False, 0, 3),
        "List Number": (TEXT, 10.5, INK, False, 0, 3),
        "Quote": (DISPLAY, 10.5, MUTED, False, 2, 8),
    }
    for name in ("Reference Line", "Footnote Text", "Table Text"):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
    looks["Reference Line"] = (TEXT, 9.5, MUTED, False, 0, 8)
    looks["Footnote Text"] = (TEXT, 8.5, INK, False, 0, 1)
    looks["Table Text"] = (TEXT, 9.5, INK, False, 0, 1)
    for name, (font, size, ink, bold, before, after) in looks.items():
        style = document.styles[name]
        set_font(style.element.get_or_add_rPr(), font)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(*ink)
        style.font.bold, style.font.italic = (None if name == "Table Text" else bold), name == "Quote"
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
        spacing = style.element.rPr.find(qn("w:spacing"))
        if spacing is not None:
            style.element.rPr.remove(spacing)
    document.styles["Normal"].paragraph_format.line_spacing = 1.12
    document.styles["Table Text"].paragraph_format.line_spacing = 1.0
    document.styles["Footnote Text"].paragraph_format.line_spacing = 1.0


def set_font(props: Any, font: str) -> None:
    fonts = props.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), font)


def add_table_style(document: Any) -> None:
    """Add the house's table: rules in the accent, the head on its ground."""
    accent = "{:02X}{:02X}{:02X}".format(*ACCENT)
    document.styles.element.append(
        parse_xml(
            f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="NorthgateTable">
            <w:name w:val="Northgate Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
            <w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>
            <w:top w:val="single" w:sz="8" w:space="0" w:color="{accent}"/>
            <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{accent}"/>
            <w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D3D3"/></w:tblBorders>
            <w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>
            <w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>
            <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>
            <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{accent}"/></w:tcPr></w:tblStylePr>
            <w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>"""
        )
    )


def first_head(header: Any, width: int) -> None:
    """Set the logo at the left, the name beside it."""
    paragraph = line(header, "", width, middle=False)
    shape = paragraph.add_run().add_picture(io.BytesIO(logo()), height=Mm(12))
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")
    shape._inline.docPr.set("descr", f"Logo of the {NAME}: a gate")
    name = paragraph.add_run(f"   {NAME}")
    name.font.size, name.font.color.rgb = Pt(17), RGBColor(*ACCENT)
    set_font(name._element.get_or_add_rPr(), DISPLAY)
    paragraph.add_run("\t")
    marking(paragraph)
    below = header.add_paragraph(PLACE)
    below.paragraph_format.space_after = Pt(6)
    rule(below, "bottom")


def line(part: Any, text: str, width: int, *, middle: bool = True) -> Any:
    """Set one line with a start, an end and perhaps a middle."""
    paragraph = part.paragraphs[0]
    paragraph.paragraph_format.tab_stops.clear_all()
    for tab in list(paragraph.style.paragraph_format.tab_stops):
        paragraph.paragraph_format.tab_stops.add_tab_stop(tab.position, WD_TAB_ALIGNMENT.CLEAR)
    if middle:
        paragraph.paragraph_format.tab_stops.add_tab_stop(int(width * 0.55), WD_TAB_ALIGNMENT.CENTER)
    paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(text)
    return paragraph


def marking(paragraph: Any) -> None:
    """Keep a place for the handling marking, as large as the Traffic Light Protocol asks for."""
    run = paragraph.add_run("{{marking}}")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(12), True, RGBColor(0, 0, 0)


def rule(paragraph: Any, side: str) -> None:
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "6"), ("color", "C9D3D3")):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    props = paragraph._p.get_or_add_pPr()
    at = next((at for at, each in enumerate(props) if each.tag not in (qn("w:pStyle"), qn("w:keepNext"))), len(props))
    props.insert(at, borders)


def field(paragraph: Any, kind: str) -> None:
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), f" {kind} ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def without_times(data: bytes) -> bytes:
    """Return the same file without the times at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()


# ---------------------------------------------------------------- PDF


def pdf() -> bytes:
    """Draw the first page and the page for all others; the text stands where theme.toml leaves room."""
    fonts = resources.folder("templates") / "fonts"
    pdfmetrics.registerFont(TTFont("display", str(fonts / "SourceSerif4-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("text", str(fonts / "SourceSans3-Regular.ttf")))
    packed = io.BytesIO()
    width, height = 595.2756, 841.8898
    canvas = Canvas(packed, pagesize=(width, height), invariant=1, initialFontName="text")
    canvas.drawImage(ImageReader(io.BytesIO(logo())), 71, height - 71, 37, 37)
    canvas.setFillColorRGB(*(each / 255 for each in ACCENT))
    canvas.setFont("display", 17)
    canvas.drawString(118, height - 52, NAME)
    canvas.setFillColorRGB(*(each / 255 for each in MUTED))
    canvas.setFont("text", 8.5)
    canvas.drawString(118, height - 66, PLACE)
    frame(canvas, width)
    canvas.showPage()
    canvas.setFillColorRGB(*(each / 255 for each in ACCENT))
    canvas.setFont("display", 10.5)
    canvas.drawString(71, height - 34, NAME)
    frame(canvas, width)
    canvas.showPage()
    canvas.save()
    return packed.getvalue()


def frame(canvas: Canvas, width: float) -> None:
    """Draw what stands on every page: a bar at the edge, and the address."""
    canvas.setFillColorRGB(*(each / 255 for each in ACCENT))
    canvas.rect(0, 0, 8, 842, stroke=0, fill=1)
    canvas.setFillColorRGB(*(each / 255 for each in MUTED))
    canvas.setFont("text", 8)
    canvas.drawCentredString(width / 2, 22, ADDRESS)


if __name__ == "__main__":
    (HERE / "letterhead.docx").write_bytes(word())
    (HERE / "letterhead.pdf").write_bytes(pdf())
