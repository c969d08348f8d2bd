"""Font programs with just the glyphs a document draws, and without what no reader of PDF asks.

A composite font needs seven tables (ISO 32000-1, 9.9). Names, character maps and hints go: hints of the built-in fonts
are half of a subset, and screens and printers of today set glyphs without them.

A compound glyph is one that the font file does not have: several of its glyphs in their places, as one.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from struct import pack, unpack, unpack_from
from typing import NamedTuple

from briefgen.layout.truetype import TrueType

_KEPT = 64  # subsets
_LARGEST = 0xFFFF
_WORDS, _PLACES, _SCALE, _MORE = 0x1, 0x2, 0x8, 0x20  # flags of a component
_TWO_SCALES, _FOUR_SCALES, _HINTS = 0x40, 0x80, 0x100


class Compound(NamedTuple):
    """Glyphs of a font that are one: each with its place, and the advance of all, in font units."""

    parts: tuple[tuple[int, int, int], ...]
    advance: int


Key = tuple[int, tuple[int, ...], tuple[Compound, ...]]
_subsets: OrderedDict[Key, tuple[bytes, int, int]] = OrderedDict()


def subset(file: TrueType, glyphs: Sequence[int | Compound]) -> tuple[bytes, int, list[int]]:
    """Return a font program of these glyphs, compressed, its length, and where each of them stands in it.

    The first must be .notdef. The last few programs are kept.
    """
    compounds = tuple(dict.fromkeys(glyph for glyph in glyphs if isinstance(glyph, Compound)))
    drawn = [glyph for glyph in glyphs if not isinstance(glyph, Compound)]
    plain = tuple(dict.fromkeys((*drawn, *(part for compound in compounds for part, _, _ in compound.parts))))
    key = (id(file), plain, compounds)  # a font file that was read stays
    kept = _subsets.pop(key, None)
    if kept is None:
        program, count = _program(file, plain, compounds)
        kept = (zlib.compress(program, 9), len(program), count)
    _subsets[key] = kept
    while len(_subsets) > _KEPT:
        _subsets.popitem(last=False)
    packed, length, count = kept
    places: dict[int | Compound, int] = {glyph: at for at, glyph in enumerate(plain)}
    places |= {compound: count + at for at, compound in enumerate(compounds)}
    return packed, length, [places[glyph] for glyph in glyphs]


def _program(file: TrueType, plain: tuple[int, ...], compounds: tuple[Compound, ...]) -> tuple[bytes, int]:
    """Return a program of these glyphs and those that they are made of, and how many stand before the compounds."""
    order = list(plain)
    places = {glyph: at for at, glyph in enumerate(order)}
    outlines: list[bytes] = []
    for glyph in order:  # which grows on the way, by the parts of composite glyphs
        outline = file.outline(glyph)
        outlines.append(_unhinted(outline, places, order) if outline else b"")
    tables = {tag: file.table(tag) for tag in ("head", "hhea", "maxp")}
    advances, sides = [file.advances[glyph] for glyph in order], [file.sides[glyph] for glyph in order]
    known = len(order)
    while known > 1 and advances[known - 1] == advances[known - 2]:
        known -= 1  # the last advance stands for all that follow
    pairs = [number for pair in zip(advances[:known], sides, strict=False) for number in pair]
    tables["hmtx"] = pack(f">{known + len(order)}H", *pairs, *sides[known:])
    tables["hhea"] = tables["hhea"][:34] + pack(">H", known) + tables["hhea"][36:]
    tables["maxp"] = tables["maxp"][:4] + pack(">H", len(order)) + tables["maxp"][6:]
    if compounds:
        _add(compounds, places, outlines, tables)
    glyphs, starts, at = [], [0], 0
    for outline in outlines:
        glyphs.append(outline + bytes(-len(outline) % 4))
        at += len(glyphs[-1])
        starts.append(at)
    tables["glyf"] = b"".join(glyphs) or bytes(4)
    tables["loca"] = pack(f">{len(starts)}I", *starts)
    tables["head"] = tables["head"][:8] + bytes(4) + tables["head"][12:50] + pack(">H", 1) + tables["head"][52:]
    return _file(tables), len(order)


def _file(tables: Mapping[str, bytes]) -> bytes:
    """Return a font file of these tables, with its sums (OpenType, font file)."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    entries = [pack(">I4H", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power))]
    bodies, at = [], 12 + 16 * count
    head = 0
    for tag in sorted(tables):
        body = tables[tag] + bytes(-len(tables[tag]) % 4)
        head = at if tag == "head" else head
        entries.append(pack(">4s3I", tag.encode("ascii"), _sum(body), at, len(tables[tag])))
        bodies.append(body)
        at += len(body)
    made = b"".join((*entries, *bodies))
    return made[: head + 8] + pack(">I", (0xB1B0AFBA - _sum(made)) & 0xFFFFFFFF) + made[head + 12 :]


def _sum(data: bytes) -> int:
    return int(sum(unpack(f">{len(data) // 4}I", data))) & 0xFFFFFFFF


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


def _unhinted(glyph: bytes, places: dict[int, int], order: list[int]) -> bytes:
    """Return the glyph without its instructions (OpenType, glyf); its parts are numbered by `places` and `order`."""
    contours = unpack_from(">h", glyph)[0]
    if contours >= 0:
        at = 10 + 2 * contours
        length = unpack_from(">H", glyph, at)[0]
        return glyph[:at] + b"\0\0" + glyph[at + 2 + length :]
    made, at, flags = bytearray(glyph), 10, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">2H", glyph, at)
        if part not in places:
            places[part] = len(order)
            order.append(part)
        made[at : at + 4] = pack(">2H", flags & ~_HINTS, places[part])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _FOUR_SCALES else 0
    return bytes(made[:at])
