"""`<figure data-figure="…">`: which figure, how wide, and what becomes of its caption."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefgen.compose.catalogues import names
from briefgen.compose.elements import Element
from briefgen.compose.language import Language
from briefgen.compose.room import figure_widths, text_width
from briefgen.compose.run import Complaint
from briefgen.content.model import Brief
from briefgen.document import Inlines, Text
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.scene import Scene

NARROW = 210.0  # points: what a figure is drawn for besides, where a screen is narrow
_BROAD = 280.0  # a figure that is narrower needs no second drawing
_WORDS = {  # in languages that have no catalogue
    "it": "Figura", "nl": "Figuur", "pl": "Rysunek", "pt": "Figura", "uk": "Рисунок", "he": "איור", "sv": "Figur",
    "da": "Figur", "nb": "Figur", "fi": "Kuva", "cs": "Obrázek", "tr": "Şekil",
}  # fmt: skip


class Studio(Struct, kw_only=True, eq=False):
    """Draws the figures of one document, each once; the theme is loaded when the first is drawn."""

    brief: Brief
    language: Language
    theme_of: Callable[[], Theme]
    _theme: Theme | None = None
    _drawn: dict[object, Scene | None] = field(default_factory=dict)
    _widths: dict[int, float] = field(default_factory=dict)
    _unmeasured: Element | None = None

    @property
    def theme(self) -> Theme:
        if self._theme is None:
            self._theme = self.theme_of()
        return self._theme

    def begin(self, root: Element) -> None:
        """Start with a tree of elements: where its figures stand tells how wide they are."""
        self._unmeasured = root

    def draw(self, element: Element, name: str, options: Mapping[str, str]) -> tuple[Scene | None, Scene | None]:
        """Return a figure, and the same for a narrow screen. Raises Complaint for a figure that is not there."""
        from briefgen.compose import figures

        if self._unmeasured is not None:
            self._widths = figure_widths(self._unmeasured, self.theme)
            self._unmeasured = None
        width = self._widths.get(id(element), text_width(self.theme))
        if width < figures.NARROWEST:
            what = f"the figure '{name}' would be {width:.0f} points wide here; it needs {figures.NARROWEST:.0f}"
            raise Complaint(what, "give its column more of the width, or put it outside")
        scene = self._one(name, width, options)
        narrow = self._one(name, NARROW, options) if scene is not None and scene.width > _BROAD else None
        return scene, narrow

    def _one(self, name: str, width: float, options: Mapping[str, str]) -> Scene | None:
        key = (name, round(width, 2), tuple(sorted(options.items())))
        if key not in self._drawn:
            from briefgen.compose import figures

            own = dict(options)
            room = min(_length(own.pop("height", "")), figures.tallest(self.theme))
            self._drawn[key] = figures.draw(
                name, self.brief, self.theme, width=width, room=room, options=own, written=self.language
            )
        return self._drawn[key]

    def caption(self, scene: Scene, number: int, given: Inlines, *, numbered: bool) -> Inlines:
        """Return a caption that begins with the figure's number; without words of its own it says the message."""
        from briefgen.compose.figures.said import pgettext

        words: Inlines = given or (Text(scene.message or scene.alt),)
        if not numbered:
            return words
        kind = next(
            (_WORDS[name] for name in names(self.language.tag) if name in _WORDS), pgettext("caption", "Figure")
        )
        return (Text(f"{kind}\u00a0{number}. "), *words)


def _length(text: str) -> float:
    if not text.strip():
        return 0.0
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 2000:
        raise Complaint(f"the height of a figure cannot be '{text[:40]}'", "give points, 72 to the inch")
    return value
