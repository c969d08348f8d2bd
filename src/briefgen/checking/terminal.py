"""Findings for people: a line each, and in a terminal the line of the file with what is meant underlined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from briefgen.checking.findings import Finding, Severity

if TYPE_CHECKING:
    from rich.text import Text

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def plain_line(finding: Finding) -> str:
    """Return `brief.yaml:41:12: BG203 warning: what; how to mend it`."""
    head = str(finding.place) if finding.place is not None else finding.path
    tail = f"; {finding.mend}" if finding.mend else ""
    return f"{head + ': ' if head else ''}{finding.code} {_WORDS[finding.severity]}: {finding.what}{tail}"


def summary(findings: Sequence[Finding], files: int, ignored: int) -> str:
    """Return one sentence on what was found."""
    counts = Counter(finding.severity for finding in findings)
    said = [_counted(counts[level], _WORDS[level]) for level in Severity if counts[level]]
    text = f"{_counted(files, 'brief')} checked: {', '.join(said) or 'nothing found'}"
    fixable = sum(finding.fix is not None for finding in findings)
    if ignored:
        text += f"; {ignored} put aside by comments"
    return text + (f"; {fixable} can be mended with --fix" if fixable else "")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def show(findings: Sequence[Finding], stream: TextIO) -> None:
    """Print findings in a terminal: the grave ones with their line and a caret under what is meant, notes in a line."""
    from rich.console import Console

    console = Console(file=stream, highlight=False, soft_wrap=True)
    for finding in findings:
        console.print(_head(finding))
        if finding.severity is Severity.INFO:
            continue
        if finding.place is not None and finding.excerpt:
            for line in _excerpt(finding, console.width):
                console.print(line)
        if finding.mend:
            console.print(_mend(finding))
        console.print()


def _head(finding: Finding) -> Text:
    from rich.text import Text

    head = str(finding.place) if finding.place is not None else finding.path
    line = Text(_clean(f"{head}: " if head else ""), style="bold")
    line.append(finding.code, style=_COLOURS[finding.severity])
    line.append(f" {_clean(finding.what)}", style="default not bold")
    return line


def _mend(finding: Finding) -> Text:
    from rich.text import Text

    number = str(finding.place.line) if finding.place is not None else ""
    text = Text(f"{' ' * len(number)} = ", style="bold blue")
    text.append("to mend: ", style="bold")
    text.append(_clean(finding.mend), style="default not bold")
    return text


def _excerpt(finding: Finding, width: int) -> list[Text]:
    """Return the line and its carets, cut so that what is meant is seen in a terminal of this width."""
    from rich.cells import cell_len
    from rich.text import Text

    assert finding.place is not None
    number = str(finding.place.line)
    start = max(0, finding.place.column - 1)
    excerpt = _clean(finding.excerpt)
    room = max(30, width - len(number) - 5)
    cut = 0
    if cell_len(excerpt) > room and start > room // 2:
        cut = start - room // 3
    shown = ("…" if cut else "") + excerpt[cut:]
    before = ("…" if cut else "") + excerpt[cut:start]
    while cell_len(shown) > room:
        shown = shown[:-2] + "…"
    carets = cell_len(excerpt[start : start + max(1, finding.length)]) or 1
    carets = max(1, min(carets, room - cell_len(before)))
    gutter = " " * len(number)
    line = Text(f"{number} | ", style="bold blue")
    line.append(shown, style="default not bold")
    under = Text(f"{gutter} | ", style="bold blue")
    under.append(" " * cell_len(before) + "^" * carets, style=_COLOURS[finding.severity])
    return [line, under]


def _clean(text: str) -> str:
    """Return text with nothing in it that a terminal would act on; a tab is as wide as a space."""
    return "".join(char if char.isprintable() else " " if char == "\t" else f"\\u{ord(char):04x}" for char in text)
