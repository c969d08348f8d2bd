"""A brief of the same build with other words: what a file of it still says comes from template and format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from briefgen.audience.removal import nodes
from briefgen.content import model
from briefgen.content.parts import shape
from briefgen.data.hints import hints

_KEPT_NAMES = (
    "language lang iso reliability credibility sha256 scale term likelihood_scale embargo label scheme tags file "
    "releasable_to"
)
_KEPT = frozenset(_KEPT_NAMES.split())
_WORD = re.compile(r"https?:|mailto:|[^\W\d_]+")
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


def twin(brief: model.Brief) -> model.Brief:
    """Return the brief with every word of its texts exchanged for letters without a meaning, as many."""
    ids = [node.part.id for node in nodes(brief) if hasattr(node.part, "id")]
    return _exchanged(brief, {id_: f"zq{index}x" for index, id_ in enumerate(dict.fromkeys(ids))})  # type: ignore[no-any-return]


def _exchanged(part: Any, ids: dict[str, str]) -> Any:
    cls: Any = type(part)
    fields = shape(part)
    changes: dict[str, Any] = {}
    references = {name for name, _, _ in fields.refs}
    held = dict(fields.holds)
    for name in hints(cls):
        value = getattr(part, name)
        if name in held:
            if held[name]:
                changes[name] = tuple(_exchanged(each, ids) for each in value)
            elif value is not None:
                changes[name] = _exchanged(value, ids)
        elif name in references or name in ("id", "trigger"):
            if isinstance(value, tuple):
                changes[name] = tuple(ids.get(each, each) for each in value)
            elif value:
                changes[name] = ids.get(value, value)
        elif name not in _KEPT or (name == "term" and isinstance(part, model.Term)):
            if type(value) is str:
                changes[name] = _nonsense(value)
            elif isinstance(value, tuple):
                changes[name] = tuple(_texts(value))
    return replace(part, **changes)


def _texts(values: Iterable[Any]) -> Iterable[Any]:
    return (_nonsense(value) if type(value) is str else value for value in values)


def _nonsense(text: str) -> str:
    return _WORD.sub(_other, text)


def _other(found: re.Match[str]) -> str:
    word = found[0]
    if word.endswith(":"):
        return word
    if not word.isascii():
        return word[::-1]
    digest = sha256(word.lower().encode()).digest()
    letters = "".join(_CONSONANTS[digest[index % 32] % 20] for index in range(len(word)))
    return letters.upper() if word.isupper() else letters.capitalize() if word[0].isupper() else letters
