"""Prove that a rendered file holds nothing that was withheld, and say so in a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from briefgen.audience.profile import Audience
from briefgen.audience.proof.decoding import pieces
from briefgen.audience.proof.needles import WORDS, Needles, Words, is_number, needles, strings, strings_of
from briefgen.audience.proof.searching import Hits, search
from briefgen.audience.proof.twin import twin
from briefgen.audience.release import withheld_parts
from briefgen.content import model
from briefgen.errors import BriefgenError, Fault, LeakError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Withheld words that stand in a part of the result, and where the brief has them."""

    part: str
    words: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was searched for what. Keep it with the brief: how much was withheld is nothing for the reader."""

    format: str
    audience: str
    brief_sha256: str  # of the whole brief as JSON
    output_sha256: str
    words: int  # to a piece
    strings: int  # that were withheld
    pieces: int  # of them that were looked for
    parts: dict[str, int] = field(default_factory=dict)  # of the result, each with its pieces of text
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> str:
        """Return the report as JSON."""
        found = [{"part": each.part, "words": each.words, "path": each.path} for each in self.findings]
        told: dict[str, Any] = {
            "format": self.format,
            "audience": self.audience,
            "brief_sha256": self.brief_sha256,
            "output_sha256": self.output_sha256,
            "method": f"withheld strings, whole or in pieces of {self.words} words, in every decoded part",
            "withheld_strings": self.strings,
            "pieces_searched": self.pieces,
            "parts": self.parts,
            "findings": found,
        }
        return json.dumps(told, indent=2, ensure_ascii=False) + "\n"

    def raise_any(self) -> None:
        """Raise LeakError with every finding, if there is one."""
        if self.findings:
            raise LeakError(
                *(
                    Fault(what=f"{each.part} says “{each.words}”, which is withheld", path=each.path)
                    for each in self.findings
                )
            )


def prove(
    brief: model.Brief,
    audience: Audience | str | None,
    data: bytes,
    format: str,  # noqa: A002 - the word users know
    *,
    render: Callable[[model.Brief], bytes] | None = None,
    names: tuple[str, ...] = (),
    selected: model.Brief | None = None,
    words: int = WORDS,
) -> Report:
    """Search a rendered file for every string of the brief that its audience does not get.

    `render` makes the file of another brief that is selected already, in the same format, template and theme: with it
    words that the template or the format itself has are told from leaks. It must know nothing of this brief, as a
    process of its own does. `names` are names of files to search too.
    """
    from briefgen.audience.profile import resolve
    from briefgen.audience.selection import select
    from briefgen.content.loading import dump

    reader = resolve(audience)
    left = select(brief, reader) if selected is None else selected
    wanted = _wanted(brief, left, reader, words)
    hits, parts = search(_with_names(data, format, names), wanted)
    if hits and render is not None:
        hits = _told_from(hits, left, render, format, wanted)
    return Report(
        format=format,
        audience=reader.name if reader is not None else "",
        brief_sha256=sha256(dump(brief, "json").encode()).hexdigest(),
        output_sha256=sha256(data).hexdigest(),
        words=words,
        strings=wanted.strings,
        pieces=len(wanted.found),
        parts=dict(sorted(parts.items(), key=lambda item: _natural(item[0]))),
        findings=tuple(
            Finding(part=part, words=" ".join(found), path=wanted.found[found])
            for part, found in sorted(hits, key=lambda hit: (_natural(hit[0]), hit[1]))
        ),
    )


def _with_names(data: bytes, format_: str, names: tuple[str, ...]) -> Iterator[Any]:
    from briefgen.audience.proof.pieces import Piece

    yield from pieces(data, format_)
    for name in names:
        yield Piece("file name", "text", name)


def _wanted(brief: model.Brief, left: model.Brief, reader: Audience | None, words: int) -> Needles:
    """Return what to look for: what selection took away, and, whatever it did, what is marked too high."""
    kept = {text for _, text in strings(left)}
    withheld = [(path, text) for path, text in strings(brief) if text not in kept]
    closed: frozenset[int] = frozenset()
    if reader is not None:
        for part in withheld_parts(brief, reader):
            withheld += strings_of(part, getattr(part, "id", "") or type(part).__name__)
        closed = frozenset(id(part) for part in withheld_parts(left, reader) if not isinstance(part, str | tuple))
    released = [text for _, text in strings(left, without=closed)]
    if reader is not None:
        released += (reader.name, *reader.labels.values())
    return needles(withheld, released, size=words)


def _told_from(
    hits: Hits, left: model.Brief, render: Callable[[model.Brief], bytes], format_: str, wanted: Needles
) -> Hits:
    """Return the hits that a file of the same build with other words does not have as often."""
    try:
        other, _ = search(pieces(render(twin(left)), format_), wanted)
    except BriefgenError:
        return hits  # no twin can be made: nothing is excused
    by_kind: dict[tuple[str, Words], int] = {}
    for (part, found), count in other.items():
        key = (_bare(part), found)
        by_kind[key] = max(count, by_kind.get(key, 0))
    excused: Hits = type(hits)()
    for (part, found), count in hits.items():
        if is_number(found) or count > by_kind.get((_bare(part), found), 0):
            excused[part, found] = count
    return excused


def _bare(part: str) -> str:
    """Return a part without its number: objects and pages of two files are numbered apart."""
    return "".join(char for char in part if not char.isdigit())


def _natural(part: str) -> tuple[str, int]:
    digits = "".join(char for char in part if char.isdigit())
    return _bare(part), int(digits[:12] or 0)
