"""What one composition knows while its template runs: the brief, its parts by id, its language, what it may spend."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from briefgen.compose.language import Language
from briefgen.content.model import Brief

MOST_STEPS = 1_000_000  # loop turns, calls; a long brief takes some ten thousand
MOST_CHARACTERS = 50_000_000  # printed by all expressions, also into variables and macros
MOST_OUTPUT = 20_000_000  # characters of the whole markup
MOST_SECONDS = 5.0  # of the processor's time, where single steps are slow; and a thousandth for each part of the brief
LONGEST_TEXT = 10_000_000  # characters of one value
LONGEST_LIST = 1_000_000


class Complaint(Exception):  # noqa: N818 - never shown, and not an error of ours
    """What a template did wrong, and how to mend it; whoever catches it knows the place."""

    def __init__(self, what: str, mend: str = "") -> None:
        self.what = what
        self.mend = mend
        super().__init__(what)


@dataclass(slots=True)
class Meter:
    """Counts what a template spends. Raises Complaint where it spends too much."""

    steps: int = 0
    characters: int = 0
    seconds: float = MOST_SECONDS
    started: float = field(default_factory=time.thread_time)

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Complaint(f"the template does not end: it took more than {MOST_STEPS:,} steps")
        if not self.steps & 15 and time.thread_time() - self.started > self.seconds:
            raise Complaint(f"the template does not end: it ran for more than {self.seconds:.0f} seconds")

    def print(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise Complaint(f"the template prints more than {MOST_CHARACTERS:,} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    brief: Brief
    parts: Mapping[str, Any]
    language: Language
    meter: Meter
    names: Collection[str] = ()  # that the templates set, for "did you mean"


_RUN: ContextVar[Run | None] = ContextVar("briefgen_run", default=None)
enter = _RUN.set
leave = _RUN.reset
running = _RUN.get


def current() -> Run:
    """Return the composition that is under way."""
    run = _RUN.get()
    if run is None:
        raise Complaint("this works only while a brief is composed")
    return run
