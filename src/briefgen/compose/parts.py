"""The parts of a brief by their ids: what they are called, and how the document refers to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefgen.compose.run import Complaint
from briefgen.content import model
from briefgen.errors import nearest

_PREFIXES: tuple[tuple[type, str], ...] = (
    (model.Statement, "st"),
    (model.Source, "source"),
    (model.Actor, "actor"),
    (model.Term, "term"),
)
_ODD = re.compile(r"[^A-Za-z0-9_.-]")


def index(brief: model.Brief) -> dict[str, Any]:
    """Return every part of the brief by its id, in the brief's order; the first one wins."""
    parts: dict[str, Any] = {}
    for part in walk(brief):
        parts.setdefault(part.id, part)
    return parts


def walk(brief: model.Brief) -> Iterator[Any]:
    """Yield every part that has an id: actors, sources, statements with what stands inside them, glossary."""
    yield from brief.actors
    yield from (*brief.instruments, *brief.provisions, *brief.events, *brief.comparisons)
    for response in brief.responses:
        yield response
        yield from response.actions
    yield from (*brief.drivers, *brief.implications, *brief.judgements, *brief.caveats)
    for scenario in brief.scenarios:
        yield scenario
        yield from scenario.indicators
    yield from brief.options
    yield from brief.changes
    yield from (part for part in (brief.bottom_line, brief.recommendation) if part is not None)
    yield from brief.sources
    yield from brief.glossary


def find(parts: Mapping[str, Any], id_: Any) -> Any:
    """Return the part with this id; a part itself is returned as it is. Raises Complaint where there is none."""
    if not isinstance(id_, str):
        return id_
    if id_ not in parts:
        raise Complaint(f"the brief has no part with the id '{_short(id_)}'", nearest(id_, parts))
    return parts[id_]


def name(part: Any) -> str:
    """Return what a part is called: its name, title or term, else its headline, else its text."""
    if isinstance(part, model.LocalName):
        return part.text
    for field in ("name", "title", "term", "headline", "text"):
        if getattr(part, field, ""):
            return str(getattr(part, field))
    raise Complaint(f"a {type(part).__name__} has no name")


def short_name(part: Any) -> str:
    """Return the short form of a part's name, or its name where it has no short form."""
    return str(getattr(part, "short", "")) or name(part)


def anchor(part: Any) -> str:
    """Return the HTML id of a part: `st-ID`, `source-ID`, `actor-ID`, `term-ID`."""
    for kind, prefix in _PREFIXES:
        if isinstance(part, kind):
            return f"{prefix}-{html_id(part.id)}"  # type: ignore[attr-defined]
    raise Complaint(f"a {type(part).__name__} has no anchor", "statements, sources, actors and terms have one")


def html_id(id_: str) -> str:
    """Return an id without characters that a link or a style sheet would trip over; distinct ids stay distinct."""
    return _ODD.sub(lambda match: f"~{ord(match.group()):x}~", id_)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
