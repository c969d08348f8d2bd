"""What the audience tests share: a brief with markings, written as YAML and changed line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from briefgen.audience.profile import Audience, Release
from briefgen.content.loading import loads
from briefgen.content.model import Brief

BASE: dict[str, Any] = {
    "id": "b",
    "title": "A treaty between two states",
    "unmarked": "TLP:CLEAR",
    "actors": [
        {"id": "ally", "name": "Allyria", "kind": "state"},
        {"id": "rival", "name": "Rivalia", "kind": "state"},
        {"id": "spy", "name": "Ilse Tarn", "kind": "person", "state": "rival"},
    ],
    "sources": [
        {"id": "paper", "title": "The morning paper"},
        {"id": "cable", "title": "Cable from the capital", "marking": "TLP:RED"},
        {"id": "letter", "title": "A letter to nobody"},
    ],
    "judgements": [
        {"id": "open", "text": "The treaty holds.", "citations": ["paper"], "importance": 4},
        {"id": "shut", "text": "The treaty is void in secret.", "citations": ["cable"], "marking": "TLP:RED"},
    ],
}


@pytest.fixture(scope="session")
def brief() -> Callable[..., Brief]:
    """Give a function that makes the brief with other fields, or more of a list: brief(judgements=[…])."""

    def make(**changes: Any) -> Brief:
        import json

        values = {**BASE}
        for name, value in changes.items():
            values[name] = [*values.get(name, []), *value] if isinstance(value, list) and name in BASE else value
        return loads(json.dumps(values), "json")

    return make


@pytest.fixture(scope="session")
def reader() -> Callable[..., Audience]:
    """Give a function that makes a reader who may see up to a TLP label."""

    def make(label: str = "TLP:CLEAR", *, attribution: bool = False) -> Audience:
        return Audience(name="reader", release=Release(highest={"tlp": label}, attribution=attribution))

    return make
