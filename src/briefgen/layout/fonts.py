"""The faces of a theme: TrueType files, what each can draw and how wide. Nothing here draws.

A face has a stable name, its PostScript name (`SourceSerif4-Semibold`), and writers open the same file by
`Faces.path`. Advances are plain: one glyph a character, no kerning, no ligatures, so that what is measured is what is
painted. Two characters are drawn as another one, in measuring as in painting: U+00AD, which stands only where a word is
divided, as U+002D; and U+00A0 as U+0020. What the theme's own faces lack is drawn in a fallback font (see
`layout.spare_fonts`), whose face then stands among the others under its name.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from briefgen.errors import Fault, ThemeError
from briefgen.layout.font_files import (
    HYPHEN,
    NO_BREAK_SPACE,
    SOFT_HYPHEN,
    SPACE,
    Face,
    UnusableError,
    open_face,
)
from briefgen.layout.spare_fonts import Spare, cjk_folder, find_file, spare_fonts
from briefgen.theme import Theme
from briefgen.theme.remembered import Remembered

__all__ = ["HYPHEN", "NO_BREAK_SPACE", "SOFT_HYPHEN", "SPACE", "Face", "Faces", "faces", "units_of"]

_CUTS = (("regular", False, False), ("bold", True, False), ("italic", False, True), ("bold_italic", True, True))
_MEND = "a theme's fonts are TrueType files (.ttf) in the theme's own folder"


class Faces(Struct, frozen=True, kw_only=True, eq=False):
    """The faces a theme names. A character that a face lacks is looked for in the others, nearest cut first.

    What none of them has comes from the `spares`; those of their faces that were asked for are in `by_name` as well.
    """

    by_name: dict[str, Face]
    cuts: Mapping[tuple[str, bool, bool], str]  # (family, bold, italic) -> face name
    families: tuple[str, ...]  # in the theme's order
    spares: tuple[Spare, ...] = ()
    generics: Mapping[str, str] = field(default_factory=dict)  # family -> serif or sans-serif
    spare_of: dict[str, Spare] = field(default_factory=dict)  # of each fallback face in `by_name`
    kept: dict[Any, Any] = field(default_factory=dict)  # what line setting has measured

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

    def stand_in(self, face: str, chars: str, lang: str = "") -> str:
        """Return a fallback face that has all of `chars` and goes with `face`; "" where there is none."""
        for spare in self._spares_for(face, lang):
            try:
                if all(map(spare.covers, chars)):
                    return self._name_spare(spare, spare.face(self.by_name[face].weight))
            except UnusableError as error:
                raise ThemeError(Fault(what=str(error), path="fallback")) from error
        return ""

    def _spares_for(self, face: str, lang: str) -> list[Spare]:
        """Return the fallback fonts, those for the language first, then those of the family's kind."""
        known: list[Spare] | None = self.kept.get(("spares", face, lang))
        if known is None:
            family = next((cut[0] for cut, name in self.cuts.items() if name == face), "")
            kind = self.generics.get(family, "")
            known = sorted(
                self.spares, key=lambda spare: (not spare.speaks(lang), bool(spare.generic) and spare.generic != kind)
            )
            self.kept["spares", face, lang] = known
        return known

    def _name_spare(self, spare: Spare, face: Face) -> str:
        name = face.name
        if self.by_name.get(name, face) is not face:
            name = f"{name}-{self.spares.index(spare) + 1}"
        self.by_name[name] = face
        self.spare_of[name] = spare
        return name

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

    A file is parsed once for the life of the process, and a theme's files are looked for again only where one of those
    that were opened has changed. Raises ThemeError with a fault for each file that is missing or is not a TrueType font
    that may be embedded.
    """
    if folders:
        return _open(theme, folders)
    return _opened.of(theme, cjk_folder(), lambda: _opened_now(theme), _Opened.holds).faces


class _Opened(Struct, frozen=True, eq=False):
    """The faces of a theme, and what their files were."""

    faces: Faces
    states: Mapping[str, tuple[int, int]]

    def holds(self) -> bool:
        """Tell whether the files are what they were."""
        try:
            return all(_state(path) == state for path, state in self.states.items())
        except OSError:
            return False


_opened: Remembered[Path | None, _Opened] = Remembered(16)


def _opened_now(theme: Theme) -> _Opened:
    found = _open(theme, ())
    named = (find_file(getattr(family, cut), ()) for family in theme.fonts.values() for cut, _, _ in _CUTS)
    own = (face.path for face in found.by_name.values())  # cut from a variable one, some of them
    spare = (path for one in found.spares[: len(theme.fallback)] for path in (one.regular, one.bold))
    return _Opened(found, {path: _state(path) for path in map(str, (*named, *own, *spare))})


def _state(path: str) -> tuple[int, int]:
    state = os.stat(path)
    return state.st_mtime_ns, state.st_size


def _open(theme: Theme, folders: Sequence[Path]) -> Faces:
    faults: list[Fault] = []
    files: dict[Path, str] = {}
    by_name: dict[str, Face] = {}
    cuts: dict[tuple[str, bool, bool], str] = {}
    for family, member in theme.fonts.items():
        for cut, bold, italic in _CUTS:
            try:
                face = open_face(find_file(getattr(member, cut), folders), 700 if bold else 400)
            except UnusableError as error:
                faults.append(Fault(what=str(error), path=f"fonts.{family}.{cut}", mend=_MEND))
                continue
            if face.path not in files:
                files[face.path] = _unused(face.name, by_name)
                by_name[files[face.path]] = face
            cuts[family, bold, italic] = files[face.path]
    spares, wrong = spare_fonts(theme, folders)
    faults += [Fault(what=what, path=f"fallback[{number}]", mend=_MEND) for number, what in wrong]
    if faults:
        raise ThemeError(*faults)
    generics = {name: member.fallback for name, member in theme.fonts.items()}
    return _same(
        Faces(by_name=by_name, cuts=cuts, families=tuple(theme.fonts), spares=spares, generics=generics),
        (theme.fallback, generics, [(spare.regular, spare.bold, spare.regular.stat().st_mtime_ns) for spare in spares]),
    )


_gathered: list[tuple[Faces, object]] = []


def _same(new: Faces, rest: object) -> Faces:
    """Return the equal set of faces that was made before, with all that was measured in it, or `new`."""
    for known, said in _gathered:
        own = all(known.by_name.get(name) is face for name, face in new.by_name.items())
        if own and known.cuts == new.cuts and said == rest:
            return known
    if len(_gathered) >= 8:  # a process that goes through many themes keeps the last few
        del _gathered[0]
    _gathered.append((new, rest))
    return new


def _unused(name: str, taken: Mapping[str, Face]) -> str:
    count, free = 1, name
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    return free
