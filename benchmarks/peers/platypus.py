"""reportlab's Platypus: paragraphs and long tables, with the usual styles."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate, Paragraph, Spacer, Table, TableStyle

from peers.content import FONTS, HEADS, WIDTHS

NAVY, PALE, STRIPE = colors.HexColor("#1f3864"), colors.HexColor("#e8eef7"), colors.HexColor("#f3f6fb")


def register() -> None:
    if "L" in pdfmetrics.getRegisteredFontNames():
        return
    for name, file in (("L", "Regular"), ("L-B", "Bold"), ("L-I", "Italic"), ("L-BI", "BoldItalic")):
        pdfmetrics.registerFont(TTFont(name, f"{FONTS}/LiberationSans-{file}.ttf"))
    pdfmetrics.registerFontFamily("L", normal="L", bold="L-B", italic="L-I", boldItalic="L-BI")


def render(content: dict[str, Any]) -> bytes:
    register()
    body = ParagraphStyle("b", fontName="L", fontSize=10, leading=13, spaceAfter=5)
    small = ParagraphStyle("s", parent=body, fontSize=8.5, leading=10.5, spaceAfter=0)
    head = ParagraphStyle("h", parent=body, fontName="L-B", fontSize=13, leading=16, spaceBefore=8, textColor=NAVY)
    title = ParagraphStyle("t", parent=head, fontSize=20, leading=24)
    cell_head = ParagraphStyle("th", parent=small, fontName="L-B", textColor=colors.white)
    meta = content["meta"]
    story: list[Any] = [Paragraph(content["title"], title), Paragraph(content["subtitle"], body)]
    story.append(Paragraph(" | ".join(f"<b>{k.title()}:</b> {v}" for k, v in meta.items()), small))
    box = Table([[Paragraph("<b>BLUF.</b> " + content["bluf"], body)]], colWidths=[481])
    box.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 1, NAVY), ("BACKGROUND", (0, 0), (-1, -1), PALE)]))
    story += [Spacer(1, 8), box, Spacer(1, 6)]

    def table(name: str) -> None:
        rows = [[Paragraph(words, cell_head) for words in HEADS[name]]]
        rows += [[Paragraph(words, small) for words in row] for row in content[name]]
        made = LongTable(rows, colWidths=list(WIDTHS[name]), repeatRows=1)
        made.setStyle(
            TableStyle(
                [
                    ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                    ("BACKGROUND", (0, 0), (-1, 0), NAVY),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, STRIPE]),
                ]
            )
        )
        story.append(made)

    story.append(Paragraph("Key judgements", head))
    story += [Paragraph(f"• {words} <i>({level} confidence)</i>", body) for level, words in content["judgements"]]
    story.append(Paragraph("Analysis", head))
    story += [Paragraph(words, body) for words in content["analysis"]]
    story.append(Paragraph("Treaty provisions", head))
    table("provisions")
    story.append(Paragraph("Actor responses", head))
    table("actors")
    story.append(Paragraph("Implications", head))
    story += [Paragraph(f"{number}. {words}", body) for number, words in enumerate(content["implications"], 1)]
    story.append(Paragraph("Timeline", head))
    table("timeline")
    story.append(Paragraph("Notes and sources", head))
    story += [Paragraph(f"[{number}] {words}", small) for number, words in enumerate(content["notes"], 1)]

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("L", 8)
        canvas.drawString(57, 810, content["title"] + " — " + meta["classification"])
        canvas.drawRightString(538, 28, f"Page {document.page}")

    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        leftMargin=57,
        rightMargin=57,
        topMargin=57,
        bottomMargin=57,
        title=content["title"],
        author=meta["author"],
    )
    document.addPageTemplates(PageTemplate("p", [Frame(57, 57, 481, 728, 0, 0, 0, 0)], onPage=furniture))
    document.build(story)
    return out.getvalue()
