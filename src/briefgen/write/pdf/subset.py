"""Font programs with just the glyphs a document draws: reportlab cuts them, and what no reader of PDF asks is left out.

A composite font needs seven tables (ISO 32000-1, 9.9). Names, character maps and hints go: hints of the built-in fonts
are half of a subset, and screens and printers of today set glyphs without them.
"""

from __future__ import annotations

import copy
import zlib
from collections import OrderedDict
from itertools import pairwise
from struct import pack, unpack_from

from reportlab.pdfbase.ttfonts import TTFontFile, TTFontMaker

_TABLES = ("head", "hhea", "hmtx", "maxp")  # besides glyf and loca, which are written anew
_KEPT = 64  # subsets
_WORDS, _SCALE, _MORE, _TWO_SCALES, _FOUR_SCALES, _HINTS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100  # flags of a component

_subsets: OrderedDict[tuple[int, tuple[int, ...]], tuple[bytes, int]] = OrderedDict()


def subset(file: TTFontFile, glyphs: tuple[int, ...]) -> tuple[bytes, int]:
    """Return a font program of these glyphs in this order, compressed, and its length; the last few are kept."""
    key = (id(file), glyphs)  # a font file that was read stays
    kept = _subsets.pop(key, None)
    if kept is None:
        view = copy.copy(file)  # the copy has a reading position and a character map of its own
        view.charToGlyph = dict(enumerate(glyphs))
        program = _slim(view.makeSubset(range(len(glyphs))))
        kept = (zlib.compress(program, 9), len(program))
    _subsets[key] = kept
    while len(_subsets) > _KEPT:
        _subsets.popitem(last=False)
    return kept


def _slim(program: bytes) -> bytes:
    tables: dict[str, bytes] = {}
    for index in range(unpack_from(">H", program, 4)[0]):
        tag, _, start, length = unpack_from(">4sIII", program, 12 + 16 * index)
        tables[tag.decode("ascii")] = program[start : start + length]
    wide = bool(unpack_from(">H", tables["head"], 50)[0])
    count = unpack_from(">H", tables["maxp"], 4)[0] + 1
    places = unpack_from(f">{count}{'I' if wide else 'H'}", tables["loca"])
    if not wide:
        places = tuple(2 * place for place in places)
    glyphs, starts, at = [], [0], 0
    for start, end in pairwise(places):
        glyph = _unhinted(tables["glyf"][start:end]) if end > start else b""
        glyph += bytes(-len(glyph) % 4)
        glyphs.append(glyph)
        at += len(glyph)
        starts.append(at)
    maker = TTFontMaker()
    for tag in _TABLES:
        maker.add(tag, tables[tag])
    maker.add("glyf", b"".join(glyphs) or bytes(4))
    maker.add("loca", pack(f">{count}I", *starts))
    head = tables["head"]
    maker.add("head", head[:50] + pack(">H", 1) + head[52:])
    made: bytes = maker.makeStream()
    return made


def _unhinted(glyph: bytes) -> bytes:
    """Return the glyph without its instructions (OpenType, glyf)."""
    contours = unpack_from(">h", glyph)[0]
    if contours >= 0:
        at = 10 + 2 * contours
        length = unpack_from(">H", glyph, at)[0]
        return glyph[:at] + b"\0\0" + glyph[at + 2 + length :]
    made, at, flags = bytearray(glyph), 10, _MORE
    while flags & _MORE:
        flags = unpack_from(">H", glyph, at)[0]
        made[at : at + 2] = pack(">H", flags & ~_HINTS)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _FOUR_SCALES else 0
    return bytes(made[:at])
