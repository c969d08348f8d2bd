"""TrueType files, as far as a page needs them: which glyph draws a character, how wide it is, where its outline stands.

OpenType 1.9. A file is bytes; tables are read where they are asked for. What does not fit together raises ValueError,
IndexError or struct.error.
"""

from __future__ import annotations

import sys
from array import array
from functools import cached_property, lru_cache
from itertools import repeat
from pathlib import Path
from struct import unpack_from

# The maps that lead from Unicode, the fullest first: platform and encoding
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_POSTSCRIPT_NAME = 6
_LARGEST = 0xFFFF


@lru_cache(maxsize=16)
def opened(path: Path, changed: int, size: int) -> TrueType:
    """Return a font that is read once; `changed` and `size` are those of the file. Raises OSError too."""
    return TrueType(path.read_bytes())


class TrueType:
    """One font in a file, all measures in its own units."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.places: dict[str, tuple[int, int]] = {}
        for index in range(unpack_from(">H", data, 4)[0]):
            tag, _, begin, length = unpack_from(">4sIII", data, 12 + 16 * index)
            if begin + length > len(data):
                raise ValueError(f"the table {tag!r} goes beyond the file")
            self.places[tag.decode("latin-1")] = begin, length

    def __contains__(self, tag: str) -> bool:
        return tag in self.places

    def table(self, tag: str) -> bytes:
        """Return a table. Raises ValueError where there is none."""
        if tag not in self.places:
            raise ValueError(f"no table {tag}")
        begin, length = self.places[tag]
        return self.data[begin : begin + length]

    # ------------------------------------------------------------ measures

    @cached_property
    def units(self) -> int:
        """To the em."""
        return int(unpack_from(">H", self.table("head"), 18)[0])

    @cached_property
    def bbox(self) -> tuple[int, int, int, int]:
        left, bottom, right, top = unpack_from(">4h", self.table("head"), 36)
        return left, bottom, right, top

    @cached_property
    def ascent(self) -> int:
        return int(unpack_from(">h", self.table("hhea"), 4)[0])

    @cached_property
    def descent(self) -> int:
        """Below the baseline: negative."""
        return int(unpack_from(">h", self.table("hhea"), 6)[0])

    @cached_property
    def underline(self) -> tuple[int, int]:
        """Place and thickness."""
        place, thickness = unpack_from(">2h", self.table("post"), 8)
        return place, thickness

    @cached_property
    def italic_angle(self) -> float:
        whole, part = unpack_from(">hH", self.table("post"), 4)
        return float(whole + part / 65536)

    @cached_property
    def fixed_pitch(self) -> bool:
        return bool(unpack_from(">I", self.table("post"), 12)[0])

    @cached_property
    def os2(self) -> dict[str, int]:
        """Of the table OS/2: weight, embedding, ascent, descent and cap height, as far as its version has them."""
        if "OS/2" not in self:
            return {}
        table = self.table("OS/2")
        found = dict(zip(("version", "width", "weight"), unpack_from(">HhH", table), strict=True))
        found["embedding"] = unpack_from(">H", table, 8)[0]
        if len(table) >= 72:
            found["ascent"], found["descent"] = unpack_from(">2h", table, 68)
        if found["version"] > 1:
            found["cap_height"] = unpack_from(">h", table, 88)[0]
        return found

    @cached_property
    def name(self) -> str:
        """The PostScript name, in English where it has several; "" for none."""
        if "name" not in self:
            return ""
        table = self.table("name")
        _, count, begin = unpack_from(">3H", table)
        some = ""
        for index in range(count):
            platform, _, language, kind, length, at = unpack_from(">6H", table, 6 + 12 * index)
            if kind != _POSTSCRIPT_NAME:
                continue
            raw = table[begin + at : begin + at + length]
            try:
                said = raw.decode("mac_roman" if platform == 1 else "utf-16-be")
            except UnicodeDecodeError:
                continue
            some = said
            if (platform, language) in ((1, 0), (3, 0x409)):
                break
        return some

    # ------------------------------------------------------------ glyphs

    @cached_property
    def count(self) -> int:
        """How many glyphs there are."""
        return int(unpack_from(">H", self.table("maxp"), 4)[0])

    @cached_property
    def _metrics(self) -> tuple[array[int], array[int]]:
        """Advances and side bearings (unsigned, as they stand in the file) of all glyphs."""
        known = min(unpack_from(">H", self.table("hhea"), 34)[0], self.count)
        table = self.table("hmtx")
        if not known or len(table) < 4 * known + 2 * (self.count - known):
            raise ValueError("hmtx is too short")
        both = _numbers("H", table[: 4 * known])
        advances, sides = both[::2], both[1::2]
        advances.extend(repeat(advances[-1], self.count - known))
        sides.extend(_numbers("H", table[4 * known : 4 * known + 2 * (self.count - known)]))
        return advances, sides

    @property
    def advances(self) -> array[int]:
        """Of all glyphs."""
        return self._metrics[0]

    @property
    def sides(self) -> array[int]:
        """Left side bearings of all glyphs, as unsigned numbers of 16 bits."""
        return self._metrics[1]

    @cached_property
    def starts(self) -> array[int]:
        """Where the outline of each glyph begins in glyf; one more than there are glyphs."""
        long = unpack_from(">H", self.table("head"), 50)[0]
        table = self.table("loca")
        found = _numbers("I", table[: 4 * (self.count + 1)]) if long else _numbers("H", table[: 2 * (self.count + 1)])
        if len(found) <= self.count:
            raise ValueError("loca is too short")
        return found if long else array("I", [2 * place for place in found])

    def outline(self, glyph: int) -> bytes:
        """Return what draws a glyph; b"" for a blank one."""
        begin, _ = self.places["glyf"]
        return self.data[begin + self.starts[glyph] : begin + self.starts[glyph + 1]]

    @cached_property
    def glyphs(self) -> dict[int, int]:
        """From a code point to the glyph that draws it."""
        table = self.table("cmap")
        found = {}
        for index in range(unpack_from(">H", table, 2)[0]):
            platform, encoding, place = unpack_from(">HHI", table, 4 + 8 * index)
            found[platform, encoding] = place
        for kind in _UNICODE:
            if kind in found:
                return _map(table, found[kind], self.count)
        return {}


def _map(table: bytes, begin: int, count: int) -> dict[int, int]:
    """Read one character map; what leads to .notdef or to no glyph is left out."""
    kind, length = unpack_from(">HH", table, begin)
    found: dict[int, int] = {}
    if kind == 0:
        found.update(enumerate(table[begin + 6 : begin + 262]))
    elif kind == 4:
        _map_segments(table, begin, length, found)
    elif kind == 6:
        first, entries = unpack_from(">2H", table, begin + 6)
        found.update(enumerate(unpack_from(f">{entries}H", table, begin + 10), first))
    elif kind == 10:
        first, entries = unpack_from(">2I", table, begin + 12)
        found.update(enumerate(unpack_from(f">{entries}H", table, begin + 20), first))
    elif kind in (12, 13):
        for index in range(unpack_from(">I", table, begin + 12)[0]):
            first, last, glyph = unpack_from(">3I", table, begin + 16 + 12 * index)
            codes = range(first, min(last, first + _LARGEST) + 1)
            found.update(zip(codes, range(glyph, glyph + len(codes)) if kind == 12 else repeat(glyph), strict=False))
    else:
        raise ValueError(f"a character map of format {kind}")
    return {code: glyph for code, glyph in found.items() if 0 < glyph < count}


def _map_segments(table: bytes, begin: int, length: int, found: dict[int, int]) -> None:
    """Read a map of format 4: ranges of codes, each with glyphs in a row or in a list."""
    segments = unpack_from(">H", table, begin + 6)[0] // 2
    words = _numbers("H", table[begin : begin + max(length, 16 + 8 * segments) & ~1])
    ends, starts = words[7 : 7 + segments], words[8 + segments : 8 + 2 * segments]
    deltas = words[8 + 2 * segments : 8 + 3 * segments]
    at = 8 + 3 * segments  # of the offsets, from which glyphs are counted
    for index, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        offset = words[at + index]
        codes = range(first, last + 1)
        if not offset:
            found.update((code, (code + delta) & _LARGEST) for code in codes)
            continue
        place = at + index + offset // 2
        listed = words[place : place + len(codes)]
        found.update((code, (glyph + delta) & _LARGEST) for code, glyph in zip(codes, listed, strict=False) if glyph)


def _numbers(kind: str, data: bytes) -> array[int]:
    """Read numbers of 16 (H) or 32 bits (I) that stand big-endian."""
    found: array[int] = array(kind)
    found.frombytes(data)
    if sys.byteorder == "little":
        found.byteswap()
    return found
