"""What one composition knows while its template runs: the brief, its parts by id, its language, what it may spend."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from typing import Any

from msgspec import Struct, field

from briefgen.compose.catalogues import ENGLISH, Labels
from briefgen.compose.language import Language
from briefgen.content.model import Brief
from briefgen.view import PLAIN, View

# What any template may spend; for a long brief each bound grows with the brief.
MOST_STEPS = 1_000_000  # loop turns, calls; the built-in templates take some 20 for each part of a brief
MOST_CHARACTERS = 50_000_000  # printed by all expressions, also into variables and macros
MOST_OUTPUT = 20_000_000  # characters of the whole markup
MOST_SECONDS = 3.0  # of the processor's time, where single steps are slow
LONGEST_TEXT = 10_000_000  # characters of one value
LONGEST_LIST = 1_000_000


class Complaint(Exception):  # noqa: N818 - never shown, and not an error of ours
    """What a template did wrong, and how to mend it; whoever catches it knows the place."""

    def __init__(self, what: str, mend: str = "") -> None:
        self.what = what
        self.mend = mend
        super().__init__(what)


class Meter(Struct, eq=False):
    """Counts what a template spends on a brief. Raises Complaint where it spends too much."""

    brief: Brief
    most_steps: int = MOST_STEPS
    most_characters: int = MOST_CHARACTERS
    most_output: int = MOST_OUTPUT
    most_seconds: float = MOST_SECONDS
    steps: int = 0
    characters: int = 0
    grown: bool = False
    started: float = field(default_factory=time.thread_time)

    def step(self) -> None:
        self.steps += 1
        if self.steps > self.most_steps and not self._grow():
            raise Complaint(f"the template does not end: it took more than {self.most_steps:,} steps")
        if not self.steps & 15 and time.thread_time() - self.started > self.most_seconds and not self._grow():
            raise Complaint(f"the template does not end: it ran for more than {self.most_seconds:.0f} seconds")

    def print(self, characters: int) -> None:
        self.characters += characters
        if self.characters > self.most_characters and not self._grow():
            raise Complaint(f"the template prints more than {self.most_characters:,} characters")

    def put_out(self, characters: int) -> None:
        """Check the length of the whole markup."""
        if characters > self.most_output and not self._grow():
            raise Complaint(f"the template puts out more than {self.most_output:,} characters")

    def _grow(self) -> bool:
        """Let the bounds grow with the brief, once; its size is taken only now, as hardly any brief comes here."""
        size = len(repr(self.brief))
        grown, self.grown = self.grown, True
        if grown or size < 1_000_000:
            return False
        self.most_steps += size
        self.most_characters += 50 * size
        self.most_output += 10 * size
        self.most_seconds += size / 200_000
        return True


class Run(Struct, frozen=True, kw_only=True, eq=False):
    """What filters and functions know of the composition that is under way."""

    brief: Brief
    parts: Mapping[str, Any]
    language: Language
    meter: Meter
    names: Collection[str] = ()  # that the templates set, for "did you mean"
    view: View = PLAIN
    labels: Labels = ENGLISH
    told: str = ""  # the language of the brief's text, where the document is in another one


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
