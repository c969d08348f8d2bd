"""The peers' content as a brief: every cell of a table in the field that says what it is."""

from __future__ import annotations

import re
from typing import Any

_SOURCE = re.compile(r"\d+")
_MARKS = (("<b>", "**"), ("</b>", "**"), ("<i>", "*"), ("</i>", "*"))
_STANCES = ("alarmed", "concerned", "distant", "concerned")


def _marked(text: str) -> str:
    for old, new in _MARKS:
        text = text.replace(old, new)
    return text


def brief_of(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content as a brief's plain values, as JSON and YAML hold them."""
    meta = content["meta"]
    return {
        "id": "benchmark",
        "title": content["title"],
        "subtitle": content["subtitle"],
        "authors": [meta["author"]],
        "as_of": {"year": 2024, "month": 6, "day": 24},
        "addressee": meta["audience"],
        "marking": {"label": meta["classification"], "scheme": "us"},
        "edition": meta["version"],
        "bottom_line": {"id": "bluf", "text": _marked(content["bluf"])},
        "actors": [
            {"id": f"actor-{number}", "name": row[0], "kind": "state"}
            for number, row in enumerate(content["actors"], 1)
        ],
        "events": [
            {"id": f"event-{number}", "title": row[1], "text": _marked(row[2]), "date": {"wording": row[0]}}
            for number, row in enumerate(content["timeline"], 1)
        ],
        "instruments": [{"id": "treaty", "title": "The treaty", "text": "The treaty.", "kind": "treaty"}],
        "provisions": [
            {
                "id": f"provision-{number}",
                "instrument": "treaty",
                "article": row[0],
                "title": row[1],
                "text": _marked(row[2]),
                "operative_verb": row[3],
                "salience": _marked(row[4]),
                "citations": [{"source": f"note-{at}", "locator": at} for at in _SOURCE.findall(row[5])],
            }
            for number, row in enumerate(content["provisions"], 1)
        ],
        "responses": [
            {
                "id": f"response-{number}",
                "actor": f"actor-{number}",
                "stance": _STANCES[number % 4],
                "headline": row[1],
                "text": _marked(row[2]),
                "actions": [
                    {
                        "id": f"action-{number}",
                        "stage": "possible",
                        "text": _marked(row[3]),
                        "likelihood": {"wording": "possible", "confidence": {"level": row[4].lower()}},
                    }
                ],
            }
            for number, row in enumerate(content["actors"], 1)
        ],
        "drivers": [
            {"id": f"driver-{number}", "text": _marked(text)} for number, text in enumerate(content["analysis"], 1)
        ],
        "implications": [
            {"id": f"implication-{number}", "text": _marked(text)}
            for number, text in enumerate(content["implications"], 1)
        ],
        "judgements": [
            {"id": f"judgement-{number}", "key": True, "text": _marked(text), "confidence": {"level": level.lower()}}
            for number, (level, text) in enumerate(content["judgements"], 1)
        ],
        "sources": [{"id": f"note-{number}", "title": text} for number, text in enumerate(content["notes"], 1)],
    }
