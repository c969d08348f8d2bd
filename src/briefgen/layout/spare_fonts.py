"""Fonts for what a theme's own faces lack: those the theme names, those that come along, and those of briefgen[cjk].

A font is opened when a character is first looked for in it. Which of them a character is drawn in depends on the
language, on the weight and on the kind (serif or not) of the words around, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from msgspec import Struct, field
from reportlab.pdfbase.ttfonts import TTFontFile, TTFontParser

from briefgen import resources
from briefgen.layout.font_files import (
    NO_BREAK_SPACE,
    SPACE,
    Face,
    UnusableError,
    cut,
    measured,
    name_of,
    refuse_other,
    refuse_unusable,
)
from briefgen.layout.scripts import east_asian
from briefgen.theme import Fallback, Theme

BOLD = 600  # from this weight on a static font's bold is taken

BUILT_IN = (
    Fallback(
        regular="NotoNaskhArabic-Regular.ttf",
        bold="NotoNaskhArabic-Bold.ttf",
        name="Noto Naskh Arabic",
        generic="serif",
    ),
    Fallback(
        regular="NotoSansArabic-Regular.ttf",
        bold="NotoSansArabic-Bold.ttf",
        name="Noto Sans Arabic",
        generic="sans-serif",
    ),
    Fallback(
        regular="NotoSerifHebrew-Regular.ttf",
        bold="NotoSerifHebrew-Bold.ttf",
        name="Noto Serif Hebrew",
        generic="serif",
    ),
    Fallback(
        regular="NotoSansHebrew-Regular.ttf",
        bold="NotoSansHebrew-Bold.ttf",
        name="Noto Sans Hebrew",
        generic="sans-serif",
    ),
)
_CJK = (("sc", "zh-Hans"), ("tc", "zh-Hant"), ("jp", "ja"), ("kr", "ko"))  # the first for Han of no known language
CJK_PACKAGE = "justmytype_intl_cjk"


class Spare(Struct, eq=False):
    """One fallback font, with its faces by weight as far as they have been asked for."""

    name: str
    regular: Path
    bold: Path
    languages: tuple[str, ...]
    generic: str
    origin: str  # for people: where it comes from
    faces: dict[int, Face] = field(default_factory=dict)
    codes: frozenset[int] | None = None

    def covers(self, char: str) -> bool:
        """Tell whether it has `char`. Raises UnusableError where the file cannot be used."""
        if self.codes is None:
            self.codes = _open(self.regular).codes
        return ord(char) in self.codes

    def face(self, weight: int) -> Face:
        """Return its face for words of this weight. Raises UnusableError where the file cannot be used."""
        known = self.faces.get(weight)
        if known is None:
            path = self.bold if weight >= BOLD else self.regular
            cut_at = weight
            if not _open(path).variable:
                cut_at = BOLD if weight >= BOLD and self.bold != self.regular else 400
            known = self.faces.get(cut_at) or _face(path, cut_at)
            self.faces[weight] = self.faces[cut_at] = known
        return known

    def speaks(self, lang: str) -> bool:
        """Tell whether it is made for this language."""
        if not lang or not self.languages:
            return False
        east = east_asian(lang)
        return any(
            (east and east_asian(own) == east)
            or lang.lower() == own.lower()
            or lang.lower().startswith(own.lower() + "-")
            for own in self.languages
        )


def spare_fonts(theme: Theme, folders: Sequence[Path]) -> tuple[tuple[Spare, ...], list[tuple[int, str]]]:
    """Return the fallback fonts in order, and what is wrong with those that the theme names, by their number."""
    found: list[Spare] = []
    wrong: list[tuple[int, str]] = []
    for number, one in enumerate(theme.fallback):
        try:
            found.append(_named(one, folders, "the theme"))
            found[-1].covers(" ")
        except UnusableError as error:
            wrong.append((number, str(error)))
    found += [_named(one, (), "comes with briefgen") for one in BUILT_IN]
    return (*found, *cjk_fonts()), wrong


def cjk_folder() -> Path | None:
    """Return the folder of the fonts of briefgen[cjk], None where it is not installed; looked for once in a process."""
    return _folder_of(CJK_PACKAGE)


@lru_cache(maxsize=4)
def _folder_of(package: str) -> Path | None:
    from importlib.util import find_spec

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "fonts" / "ofl"


def cjk_fonts() -> tuple[Spare, ...]:
    """Return the fonts of briefgen[cjk], () where it is not installed."""
    base = cjk_folder()
    if base is None:
        return ()
    found = []
    for code, language in _CJK:
        path = base / f"notosans{code}" / f"NotoSans{code.upper()}[wght].ttf"
        if path.is_file():
            name = f"Noto Sans {code.upper()}"
            found.append(Spare(name, path, path, (language,), "sans-serif", "comes with briefgen[cjk]"))
    return tuple(found)


def _named(one: Fallback, folders: Sequence[Path], origin: str) -> Spare:
    regular = find_file(one.regular, folders)
    bold = find_file(one.bold, folders) if one.bold else regular
    return Spare(one.name or regular.stem, regular, bold, one.languages, one.generic, origin)


def find_file(file: str, folders: Sequence[Path]) -> Path:
    """Return a font file by its full path, or by its name in `folders` or among the built-in fonts."""
    if not file:
        raise UnusableError("no file is named")
    for folder in (*folders, resources.folder("templates") / "fonts"):
        path = folder / file  # a full path stays what it is
        if path.is_file():
            return path
    raise UnusableError(f"there is no font file {file}")


# ---------------------------------------------------------------- files


class _Source(Struct, frozen=True, eq=False):
    """What a font file has."""

    codes: frozenset[int]
    variable: bool


def _open(path: Path) -> _Source:
    path = path.resolve()
    try:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise UnusableError(f"{path.name} cannot be read: {error.strerror}") from error


@lru_cache(maxsize=16)
def _read(path: Path, changed: int, size: int) -> _Source:
    """Read a font file; `changed` and `size` only key the cache."""
    import uharfbuzz

    data = path.read_bytes()
    refuse_other(data[:4], path)
    try:
        tables = TTFontParser(BytesIO(data))
        refuse_unusable(tables, path)
        variable = "fvar" in tables.table
        codes = frozenset(uharfbuzz.Face(data).unicodes)
    except (OSError, UnusableError):
        raise
    except Exception as error:  # a broken file fails in any way at all
        raise UnusableError(f"{path.name} is a broken font file ({type(error).__name__})") from error
    if not codes:
        raise UnusableError(f"{path.name} has no Unicode character map")
    if SPACE not in codes:
        raise UnusableError(f"{path.name} has no space, so that no line can end in it")
    return _Source(codes, variable)


def _face(path: Path, weight: int) -> Face:
    import uharfbuzz

    source = _open(path)
    name = ""
    try:
        data = path.read_bytes()
        if source.variable:
            name = f"{name_of(TTFontFile(BytesIO(data), charInfo=0)).split('-')[0]}-{weight}"
            path = cut(data, weight, path.stem)
            data = path.read_bytes()
        font = TTFontFile(BytesIO(data), charInfo=0)
        sized = uharfbuzz.Font(uharfbuzz.Face(data))
        advances: dict[int, int] = {}
        for code in sorted(source.codes):
            glyph = sized.get_nominal_glyph(code)
            if glyph:
                advances[code] = sized.get_glyph_h_advance(glyph)
        advances[NO_BREAK_SPACE] = advances[SPACE]
        return measured(font, name or name_of(font), path, advances, weight if source.variable else 0)
    except (UnusableError, MemoryError):
        raise
    except Exception as error:
        raise UnusableError(f"{path.name} cannot be used as a fallback ({type(error).__name__}: {error})") from error
