"""python-docx, in the usual idioms of its documentation (add_table, table.cell)."""

from __future__ import annotations

import io
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from docx import Document
from peers.content import HEADS, pieces


def put(paragraph: Any, text: str) -> None:
    for words, bold, italic in pieces(text):
        run = paragraph.add_run(words)
        if bold:
            run.bold = True
        if italic:
            run.italic = True


def shade(cell: Any, colour: str) -> None:
    element = OxmlElement("w:shd")
    element.set(qn("w:val"), "clear")
    element.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(element)


def page_field(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)


def render(content: dict[str, Any]) -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Sans", Pt(10)
    meta = content["meta"]
    section.header.paragraphs[0].text = content["title"] + " — " + meta["classification"]
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    page_field(foot)
    document.core_properties.title = content["title"]
    document.core_properties.author = meta["author"]
    document.add_heading(content["title"], 0)
    document.add_paragraph(content["subtitle"])
    document.add_paragraph(" | ".join(f"{k.title()}: {v}" for k, v in meta.items()))
    box = document.add_table(1, 1, style="Table Grid").cell(0, 0)
    put(box.paragraphs[0], "<b>BLUF.</b> " + content["bluf"])
    shade(box, "E8EEF7")

    def table(name: str) -> None:
        made = document.add_table(1 + len(content[name]), len(HEADS[name]), style="Table Grid")
        for column, words in enumerate(HEADS[name]):
            cell = made.cell(0, column)
            cell.paragraphs[0].add_run(words).bold = True
            shade(cell, "1F3864")
        for number, row in enumerate(content[name], 1):
            for column, words in enumerate(row):
                put(made.cell(number, column).paragraphs[0], words)

    document.add_heading("Key judgements", 1)
    for level, words in content["judgements"]:
        put(document.add_paragraph(style="List Bullet"), f"{words} <i>({level} confidence)</i>")
    document.add_heading("Analysis", 1)
    for words in content["analysis"]:
        put(document.add_paragraph(), words)
    document.add_heading("Treaty provisions", 1)
    table("provisions")
    document.add_heading("Actor responses", 1)
    table("actors")
    document.add_heading("Implications", 1)
    for words in content["implications"]:
        put(document.add_paragraph(style="List Number"), words)
    document.add_heading("Timeline", 1)
    table("timeline")
    document.add_heading("Notes and sources", 1)
    for number, words in enumerate(content["notes"], 1):
        document.add_paragraph(f"[{number}] {words}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
