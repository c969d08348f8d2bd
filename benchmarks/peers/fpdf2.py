"""fpdf2: cells, tables and its small Markdown."""

from __future__ import annotations

from typing import Any

from fpdf import FPDF
from fpdf.fonts import FontFace

from peers.content import FONTS, HEADS, WIDTHS


def _marked(text: str) -> str:
    return text.replace("<b>", "**").replace("</b>", "**").replace("<i>", "__").replace("</i>", "__")


def render(content: dict[str, Any]) -> bytes:
    meta = content["meta"]

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("L", size=8)
            self.cell(0, 6, content["title"] + " — " + meta["classification"])
            self.ln(8)

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("L", size=8)
            self.cell(0, 6, f"Page {self.page_no()}", align="R")

    paper = Paper(format="A4")
    paper.set_margin(20)
    for style, file in (("", "Regular"), ("B", "Bold"), ("I", "Italic"), ("BI", "BoldItalic")):
        paper.add_font("L", style, f"{FONTS}/LiberationSans-{file}.ttf")
    paper.set_title(content["title"])
    paper.set_author(meta["author"])
    paper.add_page()

    def put(text: str, size: float = 10, height: float = 4.6, style: str = "", **more: Any) -> None:
        paper.set_font("L", style, size)
        paper.multi_cell(0, height, _marked(text), markdown=True, new_x="LMARGIN", new_y="NEXT", **more)
        paper.ln(1.2)

    def head(text: str) -> None:
        paper.ln(2)
        paper.set_text_color(31, 56, 100)
        put(text, 13, 6, "B")
        paper.set_text_color(0)

    def table(name: str) -> None:
        paper.set_font("L", size=8.5)
        with paper.table(
            col_widths=WIDTHS[name],
            headings_style=FontFace(emphasis="B", color=(255, 255, 255), fill_color=(31, 56, 100)),
            markdown=True,
            line_height=3.8,
            text_align="LEFT",
            cell_fill_color=(243, 246, 251),
            cell_fill_mode="ROWS",
        ) as made:
            made.row(HEADS[name])
            for row in content[name]:
                made.row([_marked(words) for words in row])

    paper.set_text_color(31, 56, 100)
    put(content["title"], 20, 9, "B")
    paper.set_text_color(0)
    put(content["subtitle"])
    put(" | ".join(f"<b>{k}:</b> {v}" for k, v in meta.items()), 8.5, 4)
    paper.set_fill_color(232, 238, 247)
    put("<b>BLUF.</b> " + content["bluf"], fill=True, border=1)
    head("Key judgements")
    for level, words in content["judgements"]:
        put(f"• {words} <i>({level} confidence)</i>")
    head("Analysis")
    for words in content["analysis"]:
        put(words)
    head("Treaty provisions")
    table("provisions")
    head("Actor responses")
    table("actors")
    head("Implications")
    for number, words in enumerate(content["implications"], 1):
        put(f"{number}. {words}")
    head("Timeline")
    table("timeline")
    head("Notes and sources")
    for number, words in enumerate(content["notes"], 1):
        put(f"[{number}] {words}", 8.5, 3.8)
    return bytes(paper.output())
