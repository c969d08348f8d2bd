"""Scene -> SVG: with text as text, for the web and for editing; or as outlines, which look alike everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path as File
from typing import Any, TypeAlias

from briefgen.layout.fonts import Faces
from briefgen.scene import Group, Path, Scene, Shape, Words
from briefgen.theme import Theme

Paint = Callable[[str, str], str]  # (#rrggbb, use: text, ground or line) -> what the attribute says

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PIXELS = 1.65  # of a screen, for each point: text there is read from farther away than on paper
_GENERIC = {"serif": "Georgia, serif", "sans-serif": "Helvetica, Arial, sans-serif"}


def write(scene: Scene, theme: Theme) -> str:
    """Return an SVG file whose text is text, in the theme's fonts by their names."""

    def family(words: Words) -> str:
        known = theme.fonts.get(words.family)
        return f"{_quoted(known.name)}, {_GENERIC.get(known.fallback, 'sans-serif')}" if known else "sans-serif"

    body = _shapes(scene.shapes, scene, lambda hexa, use: hexa, family)
    return _root(scene, body, f"<title>{xml_text(scene.alt)}</title>{_description(scene)}")


def write_outlined(scene: Scene, faces: Faces) -> str:
    """Return an SVG file whose letters are outlines, with nothing left to the fonts of whoever opens it."""
    body = "".join(
        _outlined(leaf, faces) if isinstance(leaf, Words) else _path(leaf, _plain) for leaf in scene.leaves()
    )
    return _root(scene, body, f"<title>{xml_text(scene.alt)}</title>{_description(scene)}")


def write_inline(scene: Scene, *, ids: str, names: str, paint: Paint, family: Callable[[Words], str]) -> str:
    """Return an `<svg>` element for a web page. `ids` begins the ids of its title and description."""
    body = _shapes(scene.shapes, scene, paint, family)
    described = f' aria-describedby="{ids}-long"' if scene.long else ""
    width, height = _number(scene.width), _number(scene.height)
    pixels = f'width="{scene.width * _PIXELS:.0f}" height="{scene.height * _PIXELS:.0f}"'
    return (
        f'<svg class="{names}" viewBox="0 0 {width} {height}" {pixels} role="img" '
        f'aria-labelledby="{ids}-alt"{described}>'
        f'<title id="{ids}-alt">{xml_text(scene.alt)}</title>'
        f"{_description(scene, f'{ids}-long')}{body}</svg>"
    )


def _root(scene: Scene, body: str, head: str) -> str:
    width, height = _number(scene.width), _number(scene.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" xml:lang="{xml_text(scene.lang)}">{head}{body}</svg>\n'
    )


def _description(scene: Scene, id_: str = "") -> str:
    if not scene.long:
        return ""
    return f"<desc{f' id={chr(34)}{id_}{chr(34)}' if id_ else ''}>{xml_text(scene.long)}</desc>"


def _shapes(shapes: tuple[Shape, ...], scene: Scene, paint: Paint, family: Callable[[Words], str]) -> str:
    parts = []
    for shape in shapes:
        if isinstance(shape, Group):
            title = f"<title>{xml_text(shape.title)}</title>" if shape.title else ""
            parts.append(f"<g>{title}{_shapes(shape.shapes, scene, paint, family)}</g>")
        elif isinstance(shape, Words):
            parts.append(_text(shape, paint, family))
        else:
            parts.append(_path(shape, paint))
    return "".join(parts)


def _text(words: Words, paint: Paint, family: Callable[[Words], str]) -> str:
    x = {"start": words.x, "middle": words.x + words.width / 2, "end": words.x + words.width}[words.anchor]
    anchor = words.anchor
    entries = ""
    if words.rtl:
        entries += ' direction="rtl"'
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor)  # type: ignore[assignment]
    if anchor != "start":
        entries += f' text-anchor="{anchor}"'
    if words.bold:
        entries += ' font-weight="700"'
    if words.italic:
        entries += ' font-style="italic"'
    if words.lang:
        entries += f' xml:lang="{xml_text(words.lang)}"'
    said = xml_text(words.text.replace("\u00ad", "-") if words.text.endswith("\u00ad") else words.text)
    return (
        f'<text x="{_number(x)}" y="{_number(words.y)}" font-family="{xml_text(family(words))}" '
        f'font-size="{_number(words.size)}" fill="{paint(words.colour, "text")}"{entries}>{said}</text>'
    )


def _plain(hexa: str, use: str) -> str:
    return hexa


def _path(path: Path, paint: Paint) -> str:
    drawn = "".join(segment[0] + " ".join(_number(part) for part in segment[1:]) for segment in path.segments)
    entries = f' fill="{paint(path.fill, "mark") if path.fill else "none"}"'
    if path.stroke and path.line:
        entries += f' stroke="{paint(path.stroke, "line")}" stroke-width="{_number(path.line)}"'
        if path.dash:
            entries += f' stroke-dasharray="{" ".join(map(_number, path.dash))}"'
        if path.round:
            entries += ' stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{drawn}"{entries}/>'


# ---------------------------------------------------------------- outlines


def _outlined(words: Words, faces: Faces) -> str:
    drawn: list[str] = []
    for run in words.runs:
        face = faces.by_name[run.face]
        font = _font(face.path, face.path.stat().st_mtime_ns)
        scale = words.size / face.units
        heights: dict[tuple[float, float], str] = {}
        pen = words.x + run.x
        if run.glyphs is not None:
            for glyph in run.glyphs:
                name = font.order[glyph.id]
                drawn.append(_placed(font, name, pen + glyph.dx, words.y - glyph.dy, scale, heights))
                pen += glyph.advance
            continue
        for char in run.text:
            code = {0xAD: 0x2D, 0xA0: 0x20}.get(ord(char), ord(char))
            glyph_name = font.cmap.get(code)
            if glyph_name is not None:
                drawn.append(_placed(font, glyph_name, pen, words.y, scale, heights))
            pen += face.advances.get(ord(char), 0) * scale + run.tracking
    outline = "".join(drawn)
    return f'<path d="{outline}" fill="{words.colour}"/>' if outline else ""


_Step: TypeAlias = tuple[str, tuple[tuple[float, float], ...]]  # a letter of SVG's paths, and its points


class _Font:
    """An open font file: the outlines of its glyphs, read when they are asked for."""

    def __init__(self, path: File) -> None:
        from fontTools.ttLib import TTFont

        self.file = TTFont(path, lazy=True, fontNumber=0)
        self.glyphs: Any = self.file.getGlyphSet()
        self.order: list[str] = self.file.getGlyphOrder()
        self.cmap: dict[int, str] = self.file.getBestCmap()
        self.known: dict[str, list[_Step]] = {}

    def outline(self, name: str) -> list[_Step]:
        from fontTools.pens.recordingPen import DecomposingRecordingPen

        found = self.known.get(name)
        if found is None:
            pen = DecomposingRecordingPen(self.glyphs)
            self.glyphs[name].draw(pen)
            found = self.known[name] = _steps(pen.value)
        return found


@lru_cache(maxsize=24)
def _font(path: File, changed: int) -> _Font:
    return _Font(path)


def _steps(recorded: list[tuple[str, tuple[Any, ...]]]) -> list[_Step]:
    """Return what a pen has recorded of a glyph, as SVG says it."""
    steps: list[_Step] = []
    for step, points in recorded:
        if step == "qCurveTo":
            if points[-1] is None:  # a closed chain without a point on the curve, which nothing has moved to
                points = (*points[:-1], _middle(points[-2], points[0]))
                steps.append(("M", points[-1:]))
            steps += [("Q", pair) for pair in _quadratic(points)]
        else:
            steps.append((_LETTERS[step], points))
    return steps


_LETTERS = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z", "endPath": "Z"}


def _placed(font: _Font, name: str, x: float, y: float, scale: float, heights: dict[tuple[float, float], str]) -> str:
    """Return a glyph's outline at a place, as path data. `heights` are those spelt before: a line has few."""
    parts: list[str] = []
    for letter, points in font.outline(name):
        spelt = []
        for px, py in points:
            height = heights.get((y, py))
            if height is None:
                height = heights[y, py] = _number(y - py * scale)
            spelt.append(f"{_number(x + px * scale)} {height}")
        parts.append(letter + " ".join(spelt))
    return "".join(parts)


def _quadratic(points: tuple[Any, ...]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return TrueType's chain of control points as single curves, each with its end."""
    controls, end = points[:-1], points[-1]
    curves = []
    for at, control in enumerate(controls):
        curves.append((control, end if at + 1 == len(controls) else _middle(control, controls[at + 1])))
    return curves


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def xml_text(text: str) -> str:
    """Return text as the content of an element or an attribute, without what XML cannot hold."""
    safe = _FORBIDDEN.sub("", text)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _quoted(name: str) -> str:
    return f"'{name}'" if " " in name else name
