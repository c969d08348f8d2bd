"""The faces of a theme: TrueType files, what each can draw and how wide. Nothing here draws.

A face has a stable name, its PostScript name (`SourceSerif4-Semibold`), and writers open the same file by
`Faces.path`. Advances are plain: one glyph a character, no kerning, no ligatures, so that what is measured is what is
painted. Two characters are drawn as another one, in measuring as in painting: U+00AD, which stands only where a word is
divided, as U+002D; and U+00A0 as U+0020.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefgen import resources
from briefgen.errors import Fault, ThemeError
from briefgen.theme import Family, Theme

SPACE, HYPHEN, NO_BREAK_SPACE, SOFT_HYPHEN = 0x20, 0x2D, 0xA0, 0xAD

_CUTS = (("regular", False, False), ("bold", True, False), ("italic", False, True), ("bold_italic", True, True))
_MEND = "a theme's fonts are TrueType files (.ttf) in the theme's own folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The faces a theme names. A character that a face lacks is looked for in the others, nearest cut first."""

    by_name: Mapping[str, Face]
    cuts: Mapping[tuple[str, bool, bool], str]  # (family, bold, italic) -> face name
    families: tuple[str, ...]  # in the theme's order
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)  # what line setting has measured

    def name(self, family: str, bold: bool, italic: bool) -> str:
        """Return the name of the face. Raises ThemeError where the theme has no such family."""
        try:
            return self.cuts[family, bold, italic]
        except KeyError:
            there = ", ".join(self.families)
            raise ThemeError(Fault(what=f"the theme has no font '{family}'", mend=f"there are: {there}")) from None

    def advance(self, face: str, text: str, size: float) -> float:
        """Return the width of `text` in points, without tracking. Raises KeyError for a character it lacks."""
        known = self.by_name[face]
        return units_of(known, text) * size / known.units

    def covers(self, face: str, char: str) -> bool:
        return ord(char) in self.by_name[face].advances

    def path(self, face: str) -> Path:
        return self.by_name[face].path

    def ascent(self, face: str, size: float) -> float:
        """Return how far the face reaches above the baseline, in points."""
        return self.by_name[face].ascent * size / self.by_name[face].units

    def descent(self, face: str, size: float) -> float:
        """Return how far the face reaches below the baseline, in points; positive."""
        return -self.by_name[face].descent * size / self.by_name[face].units

    def cap_height(self, face: str, size: float) -> float:
        return self.by_name[face].cap_height * size / self.by_name[face].units

    def underline(self, face: str, size: float) -> tuple[float, float]:
        """Return the underline's place (its middle, points below the baseline) and its thickness in points."""
        known = self.by_name[face]
        return -known.underline_position * size / known.units, known.underline_thickness * size / known.units

    def baseline(self, face: str, size: float, leading: float) -> float:
        """Return the distance from the top of a line to its baseline, with the face in the middle of the leading."""
        ascent, descent = self.ascent(face, size), self.descent(face, size)
        return (leading - ascent - descent) / 2 + ascent

    def find(self, face: str, chars: str) -> str:
        """Return a face that has all of `chars`: `face` itself, else the nearest in cut; "" where there is none."""
        codes = [ord(char) for char in chars]
        for name in self.near(face):
            advances = self.by_name[name].advances
            if all(code in advances for code in codes):
                return name
        return ""

    def near(self, face: str) -> tuple[str, ...]:
        """Return all faces, `face` first, then those of the same weight and slant, then the others."""
        known: tuple[str, ...] | None = self.kept.get(("near", face))
        if known is None:
            _, bold, italic = next(cut for cut, name in self.cuts.items() if name == face)
            order = sorted(self.cuts, key=lambda cut: (cut[1] != bold) + (cut[2] != italic))  # stable: theme order
            known = tuple(dict.fromkeys([face, *(self.cuts[cut] for cut in order)]))
            self.kept["near", face] = known
        return known


def units_of(face: Face, text: str) -> int:
    """Return the width of `text` in font units. Raises KeyError for a character the face lacks."""
    return sum(map(face.advances.__getitem__, map(ord, text)))


def faces(theme: Theme, folders: Sequence[Path] = ()) -> Faces:
    """Open the fonts of `theme`: full paths, or file names in `folders` or among the built-in fonts.

    A file is parsed once for the life of the process, as long as it does not change. Raises ThemeError with a fault
    for each file that is missing or is not a TrueType font that may be embedded.
    """
    faults: list[Fault] = []
    files: dict[Path, str] = {}
    by_name: dict[str, Face] = {}
    cuts: dict[tuple[str, bool, bool], str] = {}
    for family, member in theme.fonts.items():
        for cut, bold, italic in _CUTS:
            try:
                face = _open(_find(member, cut, folders))
            except _UnusableError as error:
                faults.append(Fault(what=str(error), path=f"fonts.{family}.{cut}", mend=_MEND))
                continue
            if face.path not in files:
                files[face.path] = _unused(face.name, by_name)
                by_name[files[face.path]] = face
            cuts[family, bold, italic] = files[face.path]
    if faults:
        raise ThemeError(*faults)
    return _same(Faces(by_name=by_name, cuts=cuts, families=tuple(theme.fonts)))


class _UnusableError(Exception):
    """Why a font file cannot be used."""


_opened: dict[tuple[str, int, int], Face] = {}
_gathered: list[Faces] = []


def _same(new: Faces) -> Faces:
    """Return the equal set of faces that was made before, with all that was measured in it, or `new`."""
    for known in _gathered:
        if known.cuts == new.cuts and all(known.by_name[name] is face for name, face in new.by_name.items()):
            return known
    if len(_gathered) >= 8:  # a process that goes through many themes keeps the last few
        del _gathered[0]
    _gathered.append(new)
    return new


def _unused(name: str, taken: Mapping[str, Face]) -> str:
    count, free = 1, name
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    return free


def _find(family: Family, cut: str, folders: Sequence[Path]) -> Path:
    file: str = getattr(family, cut)
    if not file:
        raise _UnusableError("no file is named")
    for folder in (*folders, resources.folder("templates") / "fonts"):
        path = folder / file  # a full path stays what it is
        if path.is_file():
            return path
    raise _UnusableError(f"there is no font file {file}")


def _open(path: Path) -> Face:
    path = path.resolve()
    try:
        state = path.stat()
        key = (str(path), state.st_mtime_ns, state.st_size)
        if key not in _opened:
            _opened[key] = _parse(path)
    except OSError as error:
        raise _UnusableError(f"{path.name} cannot be read: {error.strerror}") from error
    return _opened[key]


def _parse(path: Path) -> Face:
    from fontTools.ttLib import TTFont

    with path.open("rb") as file:
        kind = file.read(4)
    if kind == b"OTTO":
        raise _UnusableError(f"{path.name} has PostScript (CFF) outlines; only TrueType (glyf) outlines can be used")
    if kind not in (b"\x00\x01\x00\x00", b"true"):
        raise _UnusableError(f"{path.name} is not a TrueType font")
    try:
        with TTFont(path, lazy=True) as font:
            return _read(font, path)
    except (OSError, _UnusableError):
        raise
    except Exception as error:  # a broken file fails in any way at all
        raise _UnusableError(f"{path.name} is a broken font file ({type(error).__name__})") from error


def _read(font: Any, path: Path) -> Face:
    missing = [table for table in ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "cmap", "post") if table not in font]
    if missing:
        raise _UnusableError(f"{path.name} has no table '{missing[0]}'; only TrueType (glyf) outlines can be used")
    glyphs = font.getBestCmap()
    if not glyphs:
        raise _UnusableError(f"{path.name} has no Unicode character map")
    metrics, blank = font["hmtx"].metrics, font.getGlyphOrder()[0]
    advances = {code: metrics[glyph][0] for code, glyph in glyphs.items() if glyph != blank}
    if SPACE not in advances or HYPHEN not in advances:
        raise _UnusableError(f"{path.name} has no space or no hyphen, so that no words can be set in it")
    advances[NO_BREAK_SPACE] = advances[SPACE]
    advances[SOFT_HYPHEN] = advances[HYPHEN]
    head, hhea, post, os2 = font["head"], font["hhea"], font["post"], font.get("OS/2")
    if not head.unitsPerEm:
        raise _UnusableError(f"{path.name} is a broken font file (no units to the em)")
    if os2 is not None and (os2.fsType == 0x0002 or os2.fsType & 0x0300):
        raise _UnusableError(f"{path.name} forbids embedding in documents (OS/2 fsType)")
    return Face(
        name=_name(font, path),
        path=path,
        units=head.unitsPerEm,
        advances=advances,
        ascent=hhea.ascent,
        descent=hhea.descent,
        cap_height=getattr(os2, "sCapHeight", 0) or hhea.ascent * 7 // 10,
        underline_position=post.underlinePosition,
        underline_thickness=post.underlineThickness or head.unitsPerEm // 20,
    )


def _name(font: Any, path: Path) -> str:
    said = (font["name"].getDebugName(6) if "name" in font else "") or path.stem
    return "".join(char if char.isascii() and (char.isalnum() or char in "-.+") else "-" for char in said)
