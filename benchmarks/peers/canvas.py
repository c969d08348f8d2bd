"""The floor: reportlab's canvas writes lines that are already broken. No layout, no table, no tag."""

from __future__ import annotations

import io
import subprocess
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from peers import platypus

_lines: list[str] = []


def prepare(content: dict[str, Any]) -> None:
    """Take the lines of the paper as Platypus broke them."""
    made = platypus.render(content)
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True).stdout
    _lines[:] = [line.strip() for line in text.decode().split("\n")]


def render(content: dict[str, Any]) -> bytes:
    if not _lines:
        prepare(content)
    platypus.register()
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1, initialFontName="L", invariant=1)
    height = 800
    for number, line in enumerate(_lines):
        if height < 60:
            canvas.showPage()
            height = 800
        text = canvas.beginText(50, height)
        text.setFont("L" if number % 6 else "L-B", 10)
        text.textOut(line)
        canvas.drawText(text)
        height -= 13
    canvas.save()
    return out.getvalue()
