"""TrueType files: what each can draw, how wide, and how high. A file is parsed once while it does not change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from reportlab.pdfbase.ttfonts import TTFontFile, TTFontParser

SPACE, HYPHEN, NO_BREAK_SPACE, SOFT_HYPHEN = 0x20, 0x2D, 0xA0, 0xAD

_TABLES = ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "cmap", "post")


class Face(Struct, frozen=True, kw_only=True, eq=False):
    """One TrueType file. Vertical measures are in font units, up positive; `descent` is negative."""

    name: str
    path: Path
    units: int  # to the em
    advances: Mapping[int, int]  # of each character it draws, by code point
    ascent: int
    descent: int
    cap_height: int
    underline_position: int
    underline_thickness: int
    weight: int = 400  # OS/2 usWeightClass


class UnusableError(Exception):
    """Why a font file cannot be used."""


_opened: dict[tuple[str, int, int, int], Face] = {}


def open_face(path: Path, weight: int = 400) -> Face:
    """Open a font file, a variable one at this weight.

    Raises UnusableError where it is not a TrueType font that may be embedded.
    """
    path = path.resolve()
    try:
        state = path.stat()
        key = (str(path), state.st_mtime_ns, state.st_size, weight)
        if key not in _opened:
            _opened[key] = _parse(path, weight)
    except OSError as error:
        raise UnusableError(f"{path.name} cannot be read: {error.strerror}") from error
    return _opened[key]


def refuse_other(kind: bytes, path: Path) -> None:
    """Raise UnusableError for a file that does not begin as a TrueType font does."""
    if kind == b"OTTO":
        raise UnusableError(f"{path.name} has PostScript (CFF) outlines; only TrueType (glyf) outlines can be used")
    if kind == b"ttcf":
        raise UnusableError(f"{path.name} is a collection of fonts (.ttc); take one font out of it")
    if kind not in (b"\x00\x01\x00\x00", b"true"):
        raise UnusableError(f"{path.name} is not a TrueType font")


@lru_cache(maxsize=64)
def opened(path: Path, changed: int, size: int) -> TTFontFile:
    """Return a font file that is parsed once, to measure and to embed; `changed` and `size` only key the cache."""
    return TTFontFile(str(path))


def _parse(path: Path, weight: int) -> Face:
    data = path.read_bytes()
    refuse_other(data[:4], path)
    state = path.stat()
    try:
        tables = TTFontParser(BytesIO(data))
        refuse_unusable(tables, path)
        if "fvar" in tables.table:
            return open_face(cut(data, weight, path.stem))
        return _read(opened(path, state.st_mtime_ns, state.st_size), path)
    except (OSError, UnusableError):
        raise
    except Exception as error:  # a broken file fails in any way at all
        raise UnusableError(f"{path.name} is a broken font file ({type(error).__name__})") from error


def cut(data: bytes, weight: int, stem: str) -> Path:
    """Return a static file of a variable font, at `weight` or the nearest that it has."""
    from fontTools.ttLib import TTFont

    from briefgen.layout.font_instances import instance

    with TTFont(BytesIO(data), lazy=True) as font:
        axis = next((axis for axis in font["fvar"].axes if axis.axisTag == "wght"), None)
    nearest = int(min(max(weight, axis.minValue), axis.maxValue)) if axis is not None else 0
    return instance(data, nearest, "".join(char for char in stem.split("[")[0] if char.isascii() and char.isalnum()))


def _read(font: TTFontFile, path: Path) -> Face:
    widths = font.hmetrics
    advances = {code: widths[glyph][0] for code, glyph in font.charToGlyph.items() if 0 < glyph < len(widths)}
    if not advances:
        raise UnusableError(f"{path.name} has no Unicode character map")
    if SPACE not in advances or HYPHEN not in advances:
        raise UnusableError(f"{path.name} has no space or no hyphen, so that no words can be set in it")
    advances[NO_BREAK_SPACE] = advances[SPACE]
    advances[SOFT_HYPHEN] = advances[HYPHEN]
    return measured(font, name_of(font), path, advances)


def refuse_unusable(font: TTFontParser, path: Path) -> None:
    """Raise UnusableError for a font that has no TrueType outlines, or may not be embedded."""
    missing = [table for table in _TABLES if table not in font.table]
    if missing:
        raise UnusableError(f"{path.name} has no table '{missing[0]}'; only TrueType (glyf) outlines can be used")
    if not _number(font, "head", 18):
        raise UnusableError(f"{path.name} is a broken font file (no units to the em)")
    embedding = _number(font, "OS/2", 8) if "OS/2" in font.table else 0
    if embedding == 0x0002 or embedding & 0x0300:
        raise UnusableError(f"{path.name} forbids embedding in documents (OS/2 fsType)")


def measured(font: TTFontFile, name: str, path: Path, advances: Mapping[int, int], weight: int = 0) -> Face:
    """Return the face of an open font with these advances, which stands at `path`; a `weight` of 0 is its own.

    Ascent and descent are those of the table hhea, by which lines are set; reportlab's own are for the PDF.
    """
    has_os2 = "OS/2" in font.table
    has_heights = has_os2 and _number(font, "OS/2", 0) > 1
    ascent = _signed(font, "hhea", 4)
    return Face(
        name=name,
        path=path,
        units=font.unitsPerEm,
        advances=advances,
        ascent=ascent,
        descent=_signed(font, "hhea", 6),
        cap_height=(_signed(font, "OS/2", 88) if has_heights else 0) or ascent * 7 // 10,
        underline_position=font.underlinePosition,
        underline_thickness=font.underlineThickness or font.unitsPerEm // 20,
        weight=weight or (_number(font, "OS/2", 4) if has_os2 else 400),
    )


def _number(font: TTFontParser, table: str, at: int) -> int:
    font.seek_table(table, at)
    return int(font.read_ushort())


def _signed(font: TTFontParser, table: str, at: int) -> int:
    font.seek_table(table, at)
    return int(font.read_short())


def name_of(font: TTFontFile) -> str:
    """Return the PostScript name, with nothing in it that a PDF name could not hold."""
    said = font.name.decode("latin-1")
    return "".join(char if char.isascii() and (char.isalnum() or char in "-.+") else "-" for char in said)
