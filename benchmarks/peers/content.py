"""The content that all generators set: as it is, many times over, or with other words each time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FONTS = FOLDER.parent / "fonts"
TAG = re.compile(r"</?[bi]>")
HEADS = {
    "provisions": ("ID", "Area", "Text", "Force", "Significance", "Src"),
    "actors": ("Actor", "Posture", "Statement", "Likely action", "Conf."),
    "timeline": ("Date", "Event", "Relevance"),
}
WIDTHS = {"provisions": (34, 70, 140, 58, 140, 39), "actors": (62, 82, 140, 140, 57), "timeline": (90, 160, 231)}
_LISTS = ("judgements", "provisions", "actors", "implications", "timeline", "notes", "analysis")
# of a row of a table: its name, and the cells that hold prose
_NAMES = {"provisions": 0, "actors": 0, "timeline": 1}
_PROSE = {"judgements": (1,), "provisions": (1, 2, 4), "actors": (1, 2, 3), "timeline": (1, 2)}


def content(times: int = 1) -> dict[str, Any]:
    """Return the content with its lists `times` over, each row in words of its own, so that nothing is met twice."""
    base: dict[str, Any] = json.loads((FOLDER / "content.json").read_text("utf-8"))
    if times > 1:
        for name in _LISTS:
            base[name] = [_numbered(name, row, number) for number in range(times) for row in base[name]]
    return base


def _numbered(name: str, row: Any, number: int) -> Any:
    if isinstance(row, str):
        return f"({number}) {row}"
    at = _NAMES.get(name, 1)
    return [f"{cell} ({number})" if place == at else cell for place, cell in enumerate(row)]


def varied(base: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the content with other words in each row: what a service sees that makes many documents."""
    changed = dict(base)
    for name in _LISTS:
        changed[name] = [
            f"{row} v{number}"
            if isinstance(row, str)
            else [f"{cell} x{number}" if place in _PROSE[name] else cell for place, cell in enumerate(row)]
            for row in base[name]
        ]
    return changed


def pieces(text: str) -> list[tuple[str, bool, bool]]:
    """Part a text at its <b> and <i>: (words, bold, italic)."""
    found, bold, italic, at = [], False, False, 0
    for tag in [*TAG.finditer(text), None]:
        words = text[at : tag.start()] if tag else text[at:]
        if words:
            found.append((words, bold, italic))
        if tag:
            at = tag.end()
            if "b" in tag.group():
                bold = "/" not in tag.group()
            else:
                italic = "/" not in tag.group()
    return found
