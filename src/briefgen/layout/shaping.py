"""Shaping by HarfBuzz: which glyphs stand for a stretch of text in one face and one direction, and where."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from briefgen.layout.font_files import Face
from briefgen.layout.placed import Glyph
from briefgen.layout.scripts import JOINED

_MANY_FACES, _MANY_TEXTS, _LONG = 64, 20_000, 200
# Where a script does not need them they stay off, so that words are as wide as their characters are.
_PLAIN = {"kern": False, "liga": False, "clig": False, "calt": False, "rlig": False}

_fonts: dict[int, tuple[Face, Any]] = {}
_shaped: dict[tuple[int, str, bool, str], Shaped] = {}


class Shaped(Struct, frozen=True, eq=False):
    """Glyphs from left to right as they are seen: id, advance and offset in font units, and the text they stand for."""

    glyphs: tuple[tuple[int, int, int, int, str], ...]
    advance: int

    def at(self, size: float, units: int) -> tuple[Glyph, ...]:
        """Return the glyphs in points of a type size."""
        scale = size / units
        return tuple([Glyph(g[0], g[1] * scale, g[2] * scale, g[3] * scale, g[4]) for g in self.glyphs])


def shape(face: Face, text: str, *, rtl: bool, lang: str) -> Shaped:
    """Shape `text`, in logical order. The first glyph of a cluster carries its text, the others ""."""
    key = (id(face), text, rtl, lang)
    known = _shaped.get(key)
    if known is None:
        font = _font(face)
        if len(_shaped) >= _MANY_TEXTS:
            _shaped.clear()
        known = _shape(font, text, rtl, lang)
        if len(text) <= _LONG:
            _shaped[key] = known
    return known


def _font(face: Face) -> Any:
    """Open a face for shaping; it is kept, so that its id is not used again."""
    known = _fonts.get(id(face))
    if known is None:
        import uharfbuzz

        if len(_fonts) >= _MANY_FACES:
            _fonts.clear()
            _shaped.clear()
        known = _fonts[id(face)] = (face, uharfbuzz.Font(uharfbuzz.Face(face.path.read_bytes())))
    return known[1]


def _shape(font: Any, text: str, rtl: bool, lang: str) -> Shaped:
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    if lang:
        buffer.language = lang
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    uharfbuzz.shape(font, buffer, {} if JOINED.search(text) else _PLAIN)
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    if not infos:  # nothing but joiners
        return Shaped((), 0)
    starts = sorted({info.cluster for info in infos})
    starts[0] = 0
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    first = min(info.cluster for info in infos)
    seen: set[int] = set()
    glyphs = []
    for info, place in zip(infos, places, strict=True):
        cluster = 0 if info.cluster == first else info.cluster
        said = "" if cluster in seen else text[cluster : ends[cluster]]
        seen.add(cluster)
        glyphs.append((info.codepoint, place.x_advance, place.x_offset, place.y_offset, said))
    return Shaped(tuple(glyphs), sum(glyph[1] for glyph in glyphs))
