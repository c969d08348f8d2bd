"""The handling markings of a document that has no pages: from its running lines, unless its opening shows them."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.document import Blocks, Document, Heading, Inline, Inlines, Mark, Paragraph, Running, Section
from briefgen.plain import fold


def running_markings(document: Document) -> tuple[str, ...]:
    """Return the labels in the running lines that the opening of the document does not show, each once, in order."""
    lines = (document.first_header, document.header, document.first_footer, document.footer)
    shown = opening_markings(document.blocks)
    labels = (label for line in lines if line is not None for label in _of_line(line))
    return tuple(dict.fromkeys(label for label in labels if label and label not in shown))


def opening_markings(blocks: Blocks) -> tuple[str, ...]:
    """Return the labels in the paragraphs and the title that open a document."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Section):
            return (*found, *opening_markings(block.blocks))
        if not isinstance(block, Paragraph | Heading) or (isinstance(block, Heading) and block.level > 1):
            break
        found += _of_inlines(block.children)
    return tuple(found)


def _of_line(line: Running) -> Iterator[str]:
    yield from _of_inlines((*line.start, *line.center, *line.end))


def _of_inlines(inlines: Inlines) -> list[str]:
    found: list[str] = []

    def walk(inline: Inline) -> None:
        if isinstance(inline, Mark):
            found.append(fold(inline.label))
        for child in getattr(inline, "children", ()):
            walk(child)

    for inline in inlines:
        walk(inline)
    return found
