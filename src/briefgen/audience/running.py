"""What a handling scheme asks of every page: its label in the running head and in the foot, large enough to read."""

from __future__ import annotations

from briefgen.audience.marking import Markings
from briefgen.content.model import Brief
from briefgen.document import Document, Inlines, Mark, Running
from briefgen.errors import Fault
from briefgen.plain import fold
from briefgen.theme import Theme, look, span

_MEND = 'put brief.marking.label in a <mark class="running-mark"> of the template\'s <header> and <footer>'


def running_shortfalls(
    brief: Brief, document: Document, theme: Theme, markings: Markings | None = None
) -> tuple[Fault, ...]:
    """Return where the running lines of a paged document fall short of what the scheme of its marking asks.

    `markings` are the brief's own, where they have been read already.
    """
    if brief.marking is None:
        return ()
    held = (markings or Markings(brief)).held(brief.marking, "marking")
    if held is None or not held.scheme.least_size:
        return ()
    lines = {
        "header": document.header,
        "footer": document.footer,
        "header of the first page": document.first_header,
        "footer of the first page": document.first_footer,
    }
    found = []
    for name, line in lines.items():
        if line is None:
            continue
        size = _size(line, fold(brief.marking.label), theme, name.partition(" ")[0])
        if size is None:
            found.append(Fault(what=f"the {name} does not say {brief.marking.label}", mend=_MEND))
        elif size < held.scheme.least_size:
            what = f"{brief.marking.label} stands in {size:g} points in the {name}; {held.scheme.title} asks for"
            mend = "enlarge the style running-mark in the theme"
            found.append(Fault(what=f"{what} {held.scheme.least_size:g}", mend=mend))
    return tuple(found)


def _size(line: Running, label: str, theme: Theme, role: str) -> float | None:
    """Return the size in points of the label in a running line, None where it does not stand there."""
    around = look(theme, role)
    for mark in _marks((*line.start, *line.center, *line.end)):
        if fold(mark.label) == label:
            return span(theme, around, *mark.attr.classes, "mark").size
    return None


def _marks(inlines: Inlines) -> list[Mark]:
    found: list[Mark] = []
    for inline in inlines:
        if isinstance(inline, Mark):
            found.append(inline)
        found += _marks(getattr(inline, "children", ()))
    return found
