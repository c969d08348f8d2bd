"""Every error a user can cause: what is wrong, where it stands, and how to mend it.

An error carries one `Fault` for each thing that is wrong, so that a user mends all of them in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a text file; line and column count from 1, and 0 means the whole file (or line)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: its place, its path in the data (`provisions[2].force`), what, and how to mend it."""

    what: str
    place: Place | None = None
    path: str = ""
    mend: str = ""

    def __str__(self) -> str:
        head = ": ".join(part for part in (str(self.place) if self.place else "", self.path) if part)
        text = f"{head}: {self.what}" if head else self.what
        return f"{text}; {self.mend}" if self.mend else text


class BriefgenError(Exception):
    """The base of all errors that a user can cause; `faults` is never empty."""

    exit_code = 2

    def __init__(self, *faults: Fault | str) -> None:
        self.faults: tuple[Fault, ...] = tuple(
            fault if isinstance(fault, Fault) else Fault(what=fault) for fault in faults
        )
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InputError(BriefgenError):
    """The brief, or a file it names, cannot be read or does not fit the model."""


class TemplateError(BriefgenError):
    """A template cannot be found, does not run, or says something outside the markup."""


class ThemeError(BriefgenError):
    """A theme cannot be found or does not fit the model; a font file is missing or unusable."""


class AudienceError(BriefgenError):
    """An audience or a handling scheme cannot be found or does not fit the model."""


class ReleaseError(BriefgenError):
    """What is to be released cannot be told apart from what is withheld, or it may not be released yet."""


class LeakError(BriefgenError):
    """The proof found withheld words in the result; nothing is written."""

    exit_code = 1


class LayoutError(BriefgenError):
    """The content cannot be set: a character no font has, or more than the pages that it may fill."""


class OutputError(BriefgenError):
    """The result cannot be written, or the call asks for a format that is not there."""


def nearest(word: str, words: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the known word nearest to `word`, or an empty string if none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""
