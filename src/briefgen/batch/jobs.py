"""A job: one brief for one reader in one format, and the file it goes to. A result: what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from briefgen.audience.profile import Audience
    from briefgen.content.model import Brief
    from briefgen.errors import Fault

State: TypeAlias = Literal["written", "unchanged", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be made. Fields mean what the arguments of `render` mean; relative paths count from here.

    A job with a path is some hundred bytes and is loaded where it is done; one with a Brief carries it there.
    """

    brief: str | Path | Brief
    out: str | Path  # the file; missing folders are made
    format: str = "pdf"
    audience: Audience | str | Path | None = None
    template: str = ""
    theme: str = ""
    pages: int = 0
    base: str | Path | None = None  # the folder that pictures and sources are named from; None: that of the file
    prove: bool = False  # search the result for what is withheld, and write OUT.proof.json beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a job: its file is `written`, or stood `unchanged`, or the job `failed` by these faults."""

    job: Job
    state: State
    faults: tuple[Fault, ...] = ()  # of a failed one, at least one
    warnings: tuple[Fault, ...] = ()  # what a handling scheme asks for and the document has not
    pages: int | None = None  # None where the format has none
    bytes: int = 0
    digest: str = ""  # SHA-256 of the file, in hex
    seconds: float = 0.0  # on the worker's clock
    tries: int = 1  # more than one: its worker was killed before

    def to_plain(self) -> dict[str, Any]:
        """Return the result as plain values, for a line of JSON."""
        job = self.job
        reader = job.audience
        found: dict[str, Any] = {
            "brief": name_of(job),
            "audience": reader if isinstance(reader, str) else getattr(reader, "name", None) or str(reader or ""),
            "format": job.format,
            "out": str(job.out),
            "state": self.state,
            "pages": self.pages,
            "bytes": self.bytes,
            "sha256": self.digest,
            "seconds": round(self.seconds, 4),
            "tries": self.tries,
            "faults": [_plain(fault) for fault in self.faults],
        }
        if self.warnings:
            found["warnings"] = [_plain(fault) for fault in self.warnings]
        return found


def _plain(fault: Fault) -> dict[str, Any]:
    place = fault.place
    return {
        "file": place.file if place is not None else "",
        "line": place.line if place is not None else 0,
        "column": place.column if place is not None else 0,
        "path": fault.path,
        "what": fault.what,
        "mend": fault.mend,
    }


def name_of(job: Job) -> str:
    """Return what messages call the job's brief: its path as it was given, or its id."""
    return str(job.brief) if isinstance(job.brief, str | Path) else job.brief.id
