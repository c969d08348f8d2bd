"""Typst, by its Python package: one compiler is kept and given other data each time."""

from __future__ import annotations

import json
from typing import Any

import typst

from peers.content import FOLDER, FONTS

_FILE = str(FOLDER / "paper.typ")
_compilers: list[Any] = []


def render(content: dict[str, Any]) -> bytes:
    inputs = {"data": json.dumps(content)}
    if not _compilers:
        _compilers.append(typst.Compiler(_FILE, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=inputs))
        return bytes(_compilers[0].compile())
    try:
        return bytes(_compilers[0].compile(sys_inputs=inputs))
    except TypeError:  # before 0.13.3 a compiler has the inputs that it was made with
        return bytes(typst.compile(_FILE, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=inputs))


def render_tagged(content: dict[str, Any]) -> bytes:
    """As `render`, but to PDF/UA-1, where the version knows it."""
    inputs = {"data": json.dumps(content)}
    return bytes(
        typst.compile(
            _FILE, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["ua-1"]
        )
    )
