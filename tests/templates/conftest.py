"""What the template tests share: briefs of many kinds, and a document's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from briefgen import resources
from briefgen.content.loading import load, loads
from briefgen.content.model import Brief, Statement
from briefgen.document import Document, Note
from briefgen.plain import fold, plain_blocks

TEMPLATES = ("full", "one-page", "memo", "glance")

SMALLEST = """
id: smallest
title: Only a judgement
judgements:
  - id: j1
    text: There is little to say.
"""

BILL = Path(str(resources.folder("templates"))) / "samples" / "everything.yaml"


def root(name: str) -> Path:
    return Path(str(resources.folder(name)))


def _briefs() -> dict[str, Callable[[], Brief]]:
    files = sorted(root("examples").glob("*/brief.yaml"))
    found: dict[str, Callable[[], Brief]] = {file.parent.name: lambda file=file: load(file) for file in files}  # type: ignore[misc]
    found["starter"] = lambda: load(root("templates") / "starter" / "brief.yaml")
    found["smallest"] = lambda: loads(SMALLEST)
    found["bill"] = lambda: load(BILL)
    return found


BRIEFS = _briefs()


@pytest.fixture(params=TEMPLATES)
def template(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(BRIEFS))
def brief(request: pytest.FixtureRequest) -> Brief:
    return BRIEFS[request.param]()


@pytest.fixture
def briefs() -> dict[str, Callable[[], Brief]]:
    """Every brief of these tests by name; call one to load it."""
    return BRIEFS


@pytest.fixture
def bill() -> Brief:
    return load(BILL)


@pytest.fixture
def smallest() -> Brief:
    return loads(SMALLEST)


def _statements(part: Any) -> Iterator[Statement]:
    if isinstance(part, Statement):
        yield part
    if isinstance(part, tuple):
        for one in part:
            yield from _statements(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _statements(getattr(part, field.name))


@pytest.fixture
def statements() -> Callable[[Brief], list[Statement]]:
    """Every statement of a brief, those inside others too."""
    return lambda brief: list(_statements(brief))


def _nodes(node: Any, kind: type) -> Iterator[Any]:
    if isinstance(node, kind):
        yield node
    if isinstance(node, tuple):
        for one in node:
            yield from _nodes(one, kind)
    elif isinstance(node, Struct):
        for name in node.__struct_fields__:
            yield from _nodes(getattr(node, name), kind)


@pytest.fixture
def nodes() -> Callable[[Document, type], list[Any]]:
    """All nodes of one kind in a document, in document order."""
    return lambda document, kind: list(_nodes(document.blocks, kind))


@pytest.fixture
def text() -> Callable[[Document], str]:
    """A document's words in one line, without notes."""
    return lambda document: fold(plain_blocks(document.blocks))


@pytest.fixture
def note_text() -> Callable[[Document], str]:
    return lambda document: fold(" ".join(plain_blocks(note.blocks) for note in _nodes(document.blocks, Note)))
