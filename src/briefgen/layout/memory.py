"""What need not be done twice where a document is set again and again to be measured: the lines of each paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Break, Code, Field, Inlines, Mark, Note, Text
from briefgen.layout.fonts import Faces, faces
from briefgen.layout.measured import SetLine
from briefgen.theme import Look, Theme

Key: TypeAlias = tuple[object, ...]


class Setting(Struct, frozen=True, gc=False):
    """How a paragraph was set last."""

    look: Look
    width: float
    lines: tuple[SetLine, ...]


class Memory(Struct, eq=False):
    """Of one theme, or of themes that differ in the space between blocks only (see `spaced`)."""

    faces: Faces | None = None
    lines: dict[Key, tuple[SetLine, ...]] = field(default_factory=dict)
    # Of each paragraph by the identity of its inlines; None where it was set in two ways
    settings: dict[int, Setting | None] = field(default_factory=dict)
    styles: dict[tuple[str, ...], Look] = field(default_factory=dict)
    looks: dict[tuple[int, str], Look] = field(default_factory=dict)
    _texts: dict[Look, int] = field(default_factory=dict)  # looks but for the space around, numbered
    _numbers: dict[int, int] = field(default_factory=dict)  # of them, by the identity of a look
    _seen: dict[int, tuple[Inlines, tuple[Note, ...]]] = field(default_factory=dict)  # keeps identities alive

    def spaced(self) -> Memory:
        """Return a memory that shares its lines with this one, for a theme with other space between blocks."""
        return Memory(faces=self.faces, lines=self.lines, _texts=self._texts, _seen=self._seen)

    def open_faces(self, theme: Theme) -> Faces:
        """Return the faces of the theme, opened once."""
        if self.faces is None:
            self.faces = faces(theme)
        return self.faces

    def recall(
        self,
        inlines: Inlines,
        look: Look,
        lang: str,
        width: float,
        number: Callable[[Note], int],
        set_lines: Callable[[Inlines, Look, str, float], tuple[SetLine, ...]],
    ) -> tuple[SetLine, ...]:
        """Return the lines of a paragraph; what is not known is set."""
        text = self._numbers.get(id(look))
        if text is None:
            bare = replace(look, before=0.0, after=0.0)
            text = self._numbers[id(look)] = self._texts.setdefault(bare, len(self._texts))
        seen = self._seen.get(id(inlines))
        if seen is None:
            seen = self._seen[id(inlines)] = (inlines, tuple(_notes(inlines)))
        key = (id(inlines), text, lang, width, *[number(note) for note in seen[1]])
        known = self.lines.get(key)
        if known is None:
            known = self.lines[key] = set_lines(inlines, look, lang, width)
        last = self.settings.setdefault(id(inlines), Setting(look, width, known))
        if last is not None and last.lines is not known:
            alike = last.look is look and last.width == width
            self.settings[id(inlines)] = Setting(look, width, known) if alike else None
        return known


def _notes(inlines: Inlines) -> Iterator[Note]:
    for inline in inlines:
        if isinstance(inline, Note):
            yield inline
        elif not isinstance(inline, Text | Break | Field | Code | Mark):
            children: Any = inline.children
            yield from _notes(children)
