"""What figures are drawn with: text measured as on a page, shapes, the theme's colours. Points, y down, from the left.

A figure draws as if its language ran from left to right; where it does not, `finish` turns the whole drawing over.
Nothing is smaller than 6.5 points, and no colour of words or marks is so light that it does not stand out on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.compose.figures.colours import readable
from briefgen.compose.language import Language
from briefgen.document import Text
from briefgen.errors import LayoutError
from briefgen.layout.fonts import Faces
from briefgen.layout.lines import set_lines
from briefgen.layout.scripts import is_rtl
from briefgen.plain import fold
from briefgen.scene import Glyph, Group, Path, Run, Scene, Segment, Shape, Words
from briefgen.theme import Look, Theme, colour, look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefgen.layout.measured import SetLine

SMALLEST = 6.5  # points
_ABOVE, _BELOW = 0.8, 0.25  # how far letters reach from the baseline, in ems
_LONGEST = 600  # characters of a label before it is set at all
_BEND = 0.5523  # control points of a quarter circle
Align = Literal["start", "middle", "end"]


class Label(Struct, frozen=True):
    """Text set in lines; `cut` where some of it was left out (the last line then ends with an ellipsis)."""

    lines: tuple[SetLine, ...]
    look: Look
    width: float
    height: float
    cut: bool = False


class Sketch(Struct, kw_only=True):
    """A figure in the making, `width` wide and at most `room` high."""

    theme: Theme
    faces: Faces
    language: Language
    width: float
    room: float = 560.0
    shapes: list[Shape] = field(default_factory=list)
    _set: dict[tuple[str, Look, float, int], Label] = field(default_factory=dict)

    # ------------------------------------------------------------ looks and colours

    @property
    def text(self) -> Look:
        """The look of labels; the others are made from it."""
        base = look(self.theme, "table", "body")
        return replace(
            base, name="figure", size=max(SMALLEST, base.size), leading=max(SMALLEST, base.size) * 1.2,
            colour=self.ink("text"), hyphenate=False, align="start", upper=False, tracking=0.0, background="",
        )  # fmt: skip

    @property
    def strong(self) -> Look:
        return replace(self.text, bold=True)

    @property
    def small(self) -> Look:
        size = max(SMALLEST, self.text.size * 0.88)
        return replace(self.text, size=size, leading=size * 1.2)

    @property
    def small_strong(self) -> Look:
        return replace(self.small, bold=True)

    @property
    def quiet(self) -> Look:
        return replace(self.small, colour=self.ink("muted"))

    @property
    def em(self) -> float:
        """The size of labels: lengths that should grow with the type are given in it."""
        return self.text.size

    def ink(self, name: str) -> str:
        """Return the `#rrggbb` of a colour for words and marks: one that stands out on white."""
        return readable(self.colour(name), self.theme.colours.get("text", "#000000"))

    def colour(self, name: str) -> str:
        """Return the `#rrggbb` of a theme's colour, or of the nearest that every theme has."""
        known = self.theme.colours
        while name not in known and name in _INSTEAD:
            name = _INSTEAD[name]
        return colour(self.theme, name) if name in known or name.startswith("#") else known.get("text", "#000000")

    # ------------------------------------------------------------ text

    def label(self, text: str, look: Look, width: float, *, most: int = 0) -> Label:
        """Set text in lines of `width`; of more than `most` lines (0 = any number) the rest becomes an ellipsis."""
        width = max(width, look.size)
        key = (text, look, round(width, 3), most)
        known = self._set.get(key)
        if known is None:
            known = self._set[key] = self._label(fold(text), look, width, most)
        return known

    def _label(self, text: str, look: Look, width: float, most: int) -> Label:
        cut = len(text) > _LONGEST
        lines = self._lines(text[:_LONGEST], look, width)
        if most and (len(lines) > most or cut):
            lines, cut = self._shorten(text[:_LONGEST], look, width, most), True
        return Label(
            lines=lines,
            look=look,
            width=max((_edges(line)[1] - _edges(line)[0] for line in lines), default=0.0),
            height=sum(line.height for line in lines),
            cut=cut,
        )

    def _shorten(self, text: str, look: Look, width: float, most: int) -> tuple[SetLine, ...]:
        """Return the most words, and where one does not fit the most characters, that fit with an ellipsis."""
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if len(self._lines(text[:middle].rstrip() + "…", look, width)) <= most:
                low = middle
            else:
                high = middle - 1
        space = text.rfind(" ", 0, low + 1) if low < len(text) else -1
        end = space if space > low * 0.6 else low
        return self._lines(text[:end].rstrip(" ,;:–—-(") + "…", look, width)[:most]

    def _lines(self, text: str, look: Look, width: float) -> tuple[SetLine, ...]:
        try:
            return self._set_lines(text, look, width)
        except LayoutError:  # what no font has is the text's own error where it is set; a figure shows a box for it
            shown = "".join(char if self._has(char, look) else "□" for char in text)
            try:
                return self._set_lines(shown, look, width)
            except LayoutError:
                return self._set_lines(shown.replace("□", "?"), look, width)

    def _set_lines(self, text: str, look: Look, width: float) -> tuple[SetLine, ...]:
        return set_lines(
            (Text(text),), look, self.theme, self.faces, self.language.tag, width, note_number=lambda note: 0
        )

    def _has(self, char: str, look: Look) -> bool:
        face = self.faces.name(look.family, look.bold, look.italic)
        return bool(self.faces.find(face, char) or self.faces.stand_in(face, char, self.language.tag))

    def wide(self, text: str, look: Look) -> float:
        """Return the width of text in one line."""
        return self.label(text, look, 100_000.0).width

    def put(self, label: Label, x: float, y: float, align: Align = "start", *, ink: str = "") -> float:
        """Place a label with its top at `y` and its start, middle or end at `x`; return where it ends below."""
        for line in label.lines:
            left, right = _edges(line)
            width = right - left
            at = x - {"start": 0.0, "middle": width / 2, "end": width}[align]
            if line.pieces and width > 0:
                self.shapes.append(_words(line, label.look, at, y + line.baseline, align, self.language.tag, ink))
            y += line.height
        return y

    # ------------------------------------------------------------ shapes

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        ink: str,
        line: float = 0.6,
        dash: tuple[float, ...] = (),
    ) -> None:
        self.path((("M", x1, y1), ("L", x2, y2)), stroke=ink, line=line, dash=dash)

    def path(
        self,
        segments: Sequence[Segment],
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 0.0,
        dash: tuple[float, ...] = (),
        round: bool = False,  # noqa: A002
    ) -> None:
        self.shapes.append(Path(segments=tuple(segments), fill=fill, stroke=stroke, line=line, dash=dash, round=round))

    def polygon(
        self, corners: Iterable[tuple[float, float]], *, fill: str = "", stroke: str = "", line: float = 0.0
    ) -> None:
        first, *rest = corners
        segments: list[Segment] = [("M", *first), *(("L", *corner) for corner in rest), ("Z",)]
        self.path(segments, fill=fill, stroke=stroke, line=line)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 0.0,
        radius: float = 0.0,
        dash: tuple[float, ...] = (),
    ) -> None:
        r = min(radius, width / 2, height / 2)
        right, bottom = x + width, y + height
        if r <= 0:
            corners: list[Segment] = [("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("Z",)]
        else:
            k = r * (1 - _BEND)
            corners = [
                ("M", x + r, y), ("L", right - r, y), ("C", right - k, y, right, y + k, right, y + r),
                ("L", right, bottom - r), ("C", right, bottom - k, right - k, bottom, right - r, bottom),
                ("L", x + r, bottom), ("C", x + k, bottom, x, bottom - k, x, bottom - r),
                ("L", x, y + r), ("C", x, y + k, x + k, y, x + r, y), ("Z",),
            ]  # fmt: skip
        self.path(corners, fill=fill, stroke=stroke, line=line, dash=dash)

    def circle(
        self,
        x: float,
        y: float,
        r: float,
        *,
        fill: str = "",
        stroke: str = "",
        line: float = 0.0,
        dash: tuple[float, ...] = (),
    ) -> None:
        self.rect(x - r, y - r, 2 * r, 2 * r, radius=r, fill=fill, stroke=stroke, line=line, dash=dash)

    def arrow(self, x: float, y: float, dx: float, dy: float, size: float, ink: str) -> None:
        """Draw an arrow's head with its tip at x, y, pointing along (dx, dy)."""
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        ux, uy = dx / length, dy / length
        back = (x - ux * size, y - uy * size)
        half = size * 0.45
        self.polygon(
            ((x, y), (back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half)), fill=ink
        )

    @contextmanager
    def group(self, title: str) -> Iterator[None]:
        """Draw shapes that say one thing together; `title` says it whole."""
        outer, self.shapes = self.shapes, []
        try:
            yield
        finally:
            inner, self.shapes = self.shapes, outer
            if inner:
                self.shapes.append(Group(shapes=tuple(inner), title=fold(title)))

    # ------------------------------------------------------------ the end

    def finish(
        self,
        height: float,
        *,
        name: str,
        alt: str,
        message: str = "",
        long: str = "",
        head: Sequence[str] = (),
        rows: Iterable[Sequence[str]] = (),
        hidden: int = 0,
    ) -> Scene:
        """Return the scene, turned over where the language runs from right to left."""
        shapes = tuple(self.shapes)
        if is_rtl(self.language.tag):
            shapes = tuple(_turned(shape, self.width) for shape in shapes)
        return Scene(
            width=self.width,
            height=height,
            shapes=shapes,
            alt=fold(alt),
            message=fold(message),
            long=fold(long),
            head=tuple(map(fold, head)),
            rows=tuple(tuple(map(fold, row)) for row in rows),
            name=name,
            lang=self.language.tag,
            hidden=hidden,
        )


# What stands in for a colour that a theme does not have.
_INSTEAD = {
    "warm-ink": "accent-2", "cool-ink": "accent", "neutral-ink": "muted", "accent-2": "accent", "muted": "text",
    "warm": "tint-2", "cool": "tint", "neutral": "tint", "tint-2": "tint", "tint": "#f2f4f6", "white": "#ffffff",
}  # fmt: skip


def _edges(line: SetLine) -> tuple[float, float]:
    return (
        min((piece.x for piece in line.pieces), default=0.0),
        max((piece.x + piece.width for piece in line.pieces), default=0.0),
    )


def _words(line: SetLine, look: Look, x: float, y: float, align: Align, lang: str, ink: str) -> Words:
    left, right = _edges(line)
    runs = []
    for number, piece in enumerate(line.pieces):
        text = piece.text.rstrip(" ") if number + 1 == len(line.pieces) else piece.text
        glyphs = None
        if piece.glyphs is not None:
            glyphs = tuple(Glyph(each.id, each.advance, each.dx, each.dy, each.text) for each in piece.glyphs)
        runs.append(Run(piece.x - left, piece.width, text, piece.face, piece.tracking, glyphs))
    return Words(
        x=x,
        y=y,
        width=right - left,
        size=look.size,
        colour=ink or look.colour,
        text="".join(run.text for run in runs),
        family=look.family,
        bold=look.bold,
        italic=look.italic,
        rtl=is_rtl(lang),
        anchor=align,
        runs=tuple(runs),
        above=look.size * _ABOVE,
        below=look.size * _BELOW,
    )


def _turned(shape: Shape, width: float) -> Shape:
    """Return a shape as seen in a mirror at the drawing's middle, with words that still read."""
    match shape:
        case Group():
            return replace(shape, shapes=tuple(_turned(inner, width) for inner in shape.shapes))
        case Words():
            anchor: Align = "end" if shape.anchor == "start" else "start" if shape.anchor == "end" else "middle"
            return replace(shape, x=width - shape.x - shape.width, anchor=anchor)
        case Path():
            return replace(shape, segments=tuple(_turned_segment(segment, width) for segment in shape.segments))


def _turned_segment(segment: Segment, width: float) -> Segment:
    numbers = segment[1:]
    turned = [width - number if at % 2 == 0 else number for at, number in enumerate(numbers)]
    return (segment[0], *turned)  # type: ignore[return-value]
