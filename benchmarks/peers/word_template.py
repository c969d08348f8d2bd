"""docxtpl: a Word file with Jinja tags in it, which is made here, once, with python-docx."""

from __future__ import annotations

import io
from typing import Any

from docxtpl import DocxTemplate, RichText

from docx import Document
from peers import word
from peers.content import FOLDER, HEADS, pieces

FILE = FOLDER.parent / "work" / "paper-template.docx"


def prepare() -> None:
    """Make the template's file."""
    document = Document()
    document.styles["Normal"].font.name = "Liberation Sans"
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ title }} — {{ meta.classification }}"
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    word.page_field(foot)
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{{ subtitle }}")
    document.add_paragraph("{% for k,v in meta.items() %}{{k}}: {{v}} | {% endfor %}")
    document.add_table(1, 1, style="Table Grid").cell(0, 0).paragraphs[0].text = "BLUF. {{r bluf }}"

    def loop(name: str, line: str, style: str | None = None) -> None:
        document.add_paragraph("{%p for x in " + name + " %}")
        document.add_paragraph(line, style=style)
        document.add_paragraph("{%p endfor %}")

    def table(name: str) -> None:
        made = document.add_table(4, len(HEADS[name]), style="Table Grid")
        for cell, words in zip(made.rows[0].cells, HEADS[name], strict=True):
            cell.paragraphs[0].add_run(words).bold = True
            word.shade(cell, "1F3864")
        made.cell(1, 0).text = "{%tr for x in " + name + " %}"
        for column in range(len(HEADS[name])):
            made.cell(2, column).text = "{{r x[" + str(column) + "] }}"
        made.cell(3, 0).text = "{%tr endfor %}"

    document.add_heading("Key judgements", 1)
    loop("judgements", "{{r x[1] }} ({{ x[0] }} confidence)", "List Bullet")
    document.add_heading("Analysis", 1)
    loop("analysis", "{{r x }}")
    document.add_heading("Treaty provisions", 1)
    table("provisions")
    document.add_heading("Actor responses", 1)
    table("actors")
    document.add_heading("Implications", 1)
    loop("implications", "{{r x }}", "List Number")
    document.add_heading("Timeline", 1)
    table("timeline")
    document.add_heading("Notes and sources", 1)
    loop("notes", "[{{ loop.index }}] {{r x }}")
    FILE.parent.mkdir(exist_ok=True)
    document.save(str(FILE))


def _rich(text: str) -> Any:
    made = RichText()
    for words, bold, italic in pieces(text):
        made.add(words, bold=bold, italic=italic)
    return made


def render(content: dict[str, Any]) -> bytes:
    values = dict(content, bluf=_rich(content["bluf"]))
    values["judgements"] = [(level, _rich(words)) for level, words in content["judgements"]]
    for name in ("analysis", "implications", "notes"):
        values[name] = [_rich(words) for words in content[name]]
    for name in HEADS:
        values[name] = [[_rich(words) for words in row] for row in content[name]]
    document = DocxTemplate(str(FILE))
    document.render(values, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
