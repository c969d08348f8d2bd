"""Jinja alone: the page that WeasyPrint prints."""

from __future__ import annotations

from typing import Any

import jinja2

from peers.content import FOLDER

_templates: list[jinja2.Template] = []


def render(content: dict[str, Any]) -> bytes:
    if not _templates:
        environment = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=True)
        _templates.append(environment.get_template("paper.html.j2"))
    return _templates[0].render(c=content).encode()
