"""WeasyPrint: HTML and CSS to PDF."""

from __future__ import annotations

from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from peers import web

_fonts = FontConfiguration()


def render(content: dict[str, Any]) -> bytes:
    return bytes(HTML(string=web.render(content).decode()).write_pdf(font_config=_fonts))
