"""What a check says: findings, and the rules that make them.

A rule is one function with one docstring: its first line says what is wrong, the rest why, and two examples, `Fails:`
and `Mended:`, are the brief that it finds and the one that it does not. Documentation and tests read them there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from briefgen.errors import Place

if TYPE_CHECKING:
    from briefgen.checking.subject import Subject


class Severity(StrEnum):
    """Errors stop a render, errors and warnings fail a check, notes do neither."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A mechanical mending: the value at `path` is `old` and is to be `new`, or a line `beside` is to follow it."""

    path: tuple[str | int, ...]
    old: str
    new: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found: which rule, how grave, what, where, and how to mend it.

    `place` is None for a brief that was built in Python; `excerpt` is then empty too, else the line that is meant, of
    which `length` characters from the place's column on.
    """

    code: str
    name: str
    severity: Severity
    what: str
    mend: str = ""
    path: str = ""
    id: str = ""  # of the part that is meant
    place: Place | None = None
    excerpt: str = ""
    length: int = 0
    fix: Fix | None = None

    def __str__(self) -> str:
        head = str(self.place) if self.place is not None else self.path
        text = f"{head}: {self.code} {self.what}" if head else f"{self.code} {self.what}"
        return f"{text}; {self.mend}" if self.mend else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a rule yields: what is wrong, at which path (as links), and which characters of the text there."""

    what: str
    at: Any = None
    mend: str = ""
    span: tuple[int, int] | None = None
    id: str = ""
    severity: Severity | None = None  # None = the rule's own
    new: str | None = None  # what the text at the path is to be, where the mending is mechanical
    beside: str = ""  # a line that is to stand after the one at the path, where the mending is mechanical
    offset: int | None = None  # in the file's text, of what is no part of the brief: a comment


RuleFunction: TypeAlias = Callable[["Subject"], Iterator[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    code: str
    name: str
    severity: Severity
    function: RuleFunction
    fixable: bool = False
    only_in: tuple[str, ...] = ()  # profiles; () = in all that do not switch it off

    @property
    def summary(self) -> str:
        return sections(self)[0]


def rule(
    code: str,
    name: str,
    severity: Severity = Severity.WARNING,
    *,
    fixable: bool = False,
    only_in: tuple[str, ...] = (),
) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a function from a Subject to what is wrong with it."""

    def made(function: RuleFunction) -> Rule:
        return Rule(code=code, name=name, severity=severity, function=function, fixable=fixable, only_in=only_in)

    return made


def sections(rule: Rule) -> tuple[str, str, str, str]:
    """Return a rule's summary, its reasons, and the examples that fail and that are mended."""
    import inspect
    from textwrap import dedent

    text = inspect.getdoc(rule.function) or rule.name
    head, _, examples = text.partition("\nFails:\n")
    fails, _, mended = examples.partition("\nMended:\n")
    summary, _, why = head.partition("\n")
    return summary.strip(), why.strip(), dedent(fails).strip(), dedent(mended).strip()
