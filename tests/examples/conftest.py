"""The shipped examples, loaded once, and what is found by walking them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import briefgen

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def walk(part: Any) -> Iterator[Any]:
    """Yield `part` and every dataclass inside it, in order."""
    if dataclasses.is_dataclass(part):
        yield part
        for field in dataclasses.fields(part):
            yield from walk(getattr(part, field.name))
    elif isinstance(part, tuple):
        for item in part:
            yield from walk(item)


@pytest.fixture(scope="session")
def examples() -> Path:
    return EXAMPLES


@pytest.fixture(scope="session")
def summit() -> briefgen.Brief:
    return briefgen.load(EXAMPLES / "putin-kim-summit" / "brief.yaml")


@pytest.fixture(scope="session")
def new_start() -> briefgen.Brief:
    return briefgen.load(EXAMPLES / "new-start" / "brief.yaml")


@pytest.fixture(scope="session")
def parts() -> Callable[..., list[Any]]:
    """Return a function: all parts of a brief that are of a class."""
    return lambda brief, cls: [part for part in walk(brief) if isinstance(part, cls)]
