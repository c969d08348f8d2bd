"""Font programs with just the glyphs a document draws: reportlab cuts them, and what no reader of PDF asks is left out.

A composite font needs seven tables (ISO 32000-1, 9.9). Names, character maps and hints go: hints of the built-in fonts
are half of a subset, and screens and printers of today set glyphs without them.

A compound glyph is one that the font file does not have: several of its glyphs in their places, as one.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from struct import pack, unpack_from

from msgspec import Struct
from reportlab.pdfbase.ttfonts import TTFontFile, TTFontMaker

_TABLES = ("head", "hhea", "hmtx", "maxp")  # besides glyf and loca, which are written anew
_LARGEST = 0xFFFF
_WORDS, _PLACES, _SCALE, _MORE = 0x1, 0x2, 0x8, 0x20  # flags of a component
_TWO_SCALES, _FOUR_SCALES, _HINTS = 0x40, 0x80, 0x100


class Compound(Struct, frozen=True, gc=False):
    """Glyphs of a font that are one: each with its place, and the advance of all, in font units."""

    parts: tuple[tuple[int, int, int], ...]
    advance: int


def subset(file: TTFontFile, glyphs: Sequence[int | Compound]) -> tuple[bytes, int, list[int]]:
    """Return a font program of these glyphs, compressed, its length, and where each of them stands in it.

    The first must be .notdef.
    """
    compounds = tuple(dict.fromkeys(glyph for glyph in glyphs if isinstance(glyph, Compound)))
    drawn = [glyph for glyph in glyphs if not isinstance(glyph, Compound)]
    plain = tuple(dict.fromkeys((*drawn, *(part for compound in compounds for part, _, _ in compound.parts))))
    view = copy.copy(file)  # the copy has a reading position and a character map of its own
    view.charToGlyph = dict(enumerate(plain))
    program, count = _slim(view.makeSubset(range(len(plain))), plain, compounds)
    places: dict[int | Compound, int] = {glyph: at for at, glyph in enumerate(plain)}
    places |= {compound: count + at for at, compound in enumerate(compounds)}
    return zlib.compress(program, 9), len(program), [places[glyph] for glyph in glyphs]


def _slim(program: bytes, plain: tuple[int, ...], compounds: tuple[Compound, ...]) -> tuple[bytes, int]:
    """Return the program with what is asked for and no more, and how many glyphs stand before the compounds."""
    tables: dict[str, bytes] = {}
    for index in range(unpack_from(">H", program, 4)[0]):
        tag, _, start, length = unpack_from(">4sIII", program, 12 + 16 * index)
        tables[tag.decode("ascii")] = program[start : start + length]
    wide = bool(unpack_from(">H", tables["head"], 50)[0])
    count: int = unpack_from(">H", tables["maxp"], 4)[0]
    places = unpack_from(f">{count + 1}{'I' if wide else 'H'}", tables["loca"])
    if not wide:
        places = tuple(2 * place for place in places)
    outlines = [_unhinted(tables["glyf"][start:end]) if end > start else b"" for start, end in pairwise(places)]
    if compounds:
        _add(compounds, {glyph: at for at, glyph in enumerate(plain)}, outlines, tables)
    glyphs, starts, at = [], [0], 0
    for outline in outlines:
        glyphs.append(outline + bytes(-len(outline) % 4))
        at += len(glyphs[-1])
        starts.append(at)
    maker = TTFontMaker()
    for tag in _TABLES:
        maker.add(tag, tables[tag])
    maker.add("glyf", b"".join(glyphs) or bytes(4))
    maker.add("loca", pack(f">{len(starts)}I", *starts))
    head = tables["head"]
    maker.add("head", head[:50] + pack(">H", 1) + head[52:])
    made: bytes = maker.makeStream()
    return made, count


def _add(
    compounds: Iterable[Compound], places: Mapping[int, int], outlines: list[bytes], tables: dict[str, bytes]
) -> None:
    """Put compounds after the other glyphs, and into the tables that measure and count them (OpenType)."""
    known = unpack_from(">H", tables["hhea"], 34)[0]
    metrics = list(unpack_from(f">{2 * known}H", tables["hmtx"]))
    sides = unpack_from(f">{len(outlines) - known}H", tables["hmtx"], 4 * known)
    for side in sides:
        metrics += (metrics[2 * known - 2], side)
    most = 1
    for compound in compounds:
        parts = [(places[glyph], x, y) for glyph, x, y in compound.parts if outlines[places[glyph]]]
        outline = _composite(parts, outlines) if parts else b""
        outlines.append(outline)
        metrics += (compound.advance, unpack_from(">H", outline, 2)[0] if outline else 0)
        most = max(most, len(parts))
    tables["hmtx"] = pack(f">{len(metrics)}H", *metrics)
    tables["hhea"] = tables["hhea"][:34] + pack(">H", len(outlines)) + tables["hhea"][36:]
    profile = list(unpack_from(">IH13H", tables["maxp"]))
    profile[1] = len(outlines)
    profile[4] = min(_LARGEST, max(profile[2], profile[4]) * most)  # points and contours of composites
    profile[5] = min(_LARGEST, max(profile[3], profile[5]) * most)
    profile[13], profile[14] = max(profile[13], most), profile[14] + 1
    tables["maxp"] = pack(">IH13H", *profile)


def _composite(parts: list[tuple[int, int, int]], outlines: list[bytes]) -> bytes:
    """Return a glyph that draws others of the font, each moved."""
    boxes = [(x, y, *unpack_from(">4h", outlines[at], 2)) for at, x, y in parts]
    made = pack(
        ">5h",
        -1,
        min(x + left for x, _, left, _, _, _ in boxes),
        min(y + bottom for _, y, _, bottom, _, _ in boxes),
        max(x + right for x, _, _, _, right, _ in boxes),
        max(y + top for _, y, _, _, _, top in boxes),
    )
    for number, (at, x, y) in enumerate(parts, 1):
        made += pack(">2H2h", _WORDS | _PLACES | (_MORE if number < len(parts) else 0), at, x, y)
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
