"""Faces in the file: one composite font for each, with a code for each pair of a glyph and the text it stands for.

A code is two bytes. It leads to a glyph, or several that are one, through CIDToGIDMap and to text through ToUnicode
(ISO 32000-1, 9.7 and 9.10), so that one glyph may stand for several texts: a hyphen for U+002D and, where a word is
divided, for U+00AD. reportlab reads the font file and cuts the subset; its own embedding is not used, since its fonts
hold 256 codes, map .notdef to U+0000 and shaped glyphs to private characters, and spell U+10000 and above as no reader
reads it.
"""

from __future__ import annotations

from codecs import charmap_encode
from functools import lru_cache
from hashlib import md5
from pathlib import Path

from msgspec import Struct, field
from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

from briefgen.errors import Fault, LayoutError, ThemeError
from briefgen.layout.font_files import opened
from briefgen.layout.fonts import HYPHEN, NO_BREAK_SPACE, SOFT_HYPHEN, SPACE, Faces
from briefgen.write.pdf.file import PACKED, File, packed
from briefgen.write.pdf.subset import Compound, subset
from briefgen.write.pdf.syntax import literal, number, numbers, ref, thousandths
from briefgen.write.pdf.to_unicode import to_unicode

_DRAWN_AS = {SOFT_HYPHEN: HYPHEN, NO_BREAK_SPACE: SPACE}
_FORBIDDEN = {"\ufeff": "\u2060", "\ufffe": "\ufffd", "\0": "\ufffd"}  # as targets of ToUnicode (PDF/A-2, 6.2.11.7)
_LARGEST = 0xFFFF
_KEPT = 64  # font programs


class Codes(dict[int, bytes]):
    """From a character to its code, as `Typeface.code` spells it.

    A character is given a code when it is first asked for, but the space before all others.
    """

    __slots__ = ("typeface",)

    def __init__(self, typeface: Typeface) -> None:
        self.typeface = typeface

    def __missing__(self, point: int) -> bytes:
        if not self and point != SPACE:
            self.__missing__(SPACE)
        glyph = self.typeface.file.charToGlyph.get(_DRAWN_AS.get(point, point), 0)
        if not glyph:
            raise LayoutError(
                Fault(what=f"the font {self.typeface.face} has no character U+{point:04X}", mend="name one that has it")
            )
        self[point] = spelt = self.typeface.code(glyph, chr(point))
        return spelt


class Typeface:
    """A face as this document uses it. Code 0 is .notdef, which is never drawn.

    `name` is the one in the pages' resources, `scale` takes font units to thousandths of an em.
    """

    __slots__ = ("codes", "face", "file", "glyphs", "known", "name", "scale", "texts")

    def __init__(self, face: str, name: str, file: TTFontFile, scale: float) -> None:
        self.face, self.name, self.file, self.scale = face, name, file, scale
        self.glyphs: list[int | Compound] = [0]  # by code
        self.texts: list[str] = [""]  # by code
        self.known: dict[tuple[int | Compound, str], bytes] = {}
        self.codes = Codes(self)

    def spell(self, text: str) -> str:
        """Return what shows characters, as it stands in a literal string."""
        return charmap_encode(text, "strict", self.codes)[0].decode("latin-1")

    def show(self, glyph: int | Compound, text: str) -> str:
        """Return the literal string that shows `glyph` where it stands for `text`."""
        return f"({self.code(glyph, text).decode('latin-1')})"

    def code(self, glyph: int | Compound, text: str) -> bytes:
        """Return the code of `glyph` where it stands for `text`, as it stands in a literal string."""
        spelt = self.known.get((glyph, text))
        if spelt is None:
            if not self._has(glyph) or len(self.glyphs) > _LARGEST:
                raise LayoutError(f"the font {self.face} has no glyph {glyph}, or too many are drawn")
            spelt = self.known[glyph, text] = literal(len(self.glyphs))
            self.glyphs.append(glyph)
            self.texts.append(text)
        return spelt

    def _has(self, glyph: int | Compound) -> bool:
        if isinstance(glyph, Compound):
            return all(self._has(part) for part, _, _ in glyph.parts)
        return 0 < glyph < len(self.file.hmetrics)

    def width(self, glyph: int | Compound) -> float:
        """Return a glyph's advance in thousandths of an em."""
        return _advance(self.file, glyph) * self.scale


def _advance(file: TTFontFile, glyph: int | Compound) -> int:
    """Return a glyph's advance in font units."""
    advance: int = glyph.advance if isinstance(glyph, Compound) else file.hmetrics[glyph][0]
    return advance


class Typefaces(Struct, frozen=True, eq=False):
    """The faces a document has used so far, in the order of their first use."""

    faces: Faces
    used: dict[str, Typeface] = field(default_factory=dict)

    def get(self, face: str) -> Typeface:
        known = self.used.get(face)
        if known is None:
            file = _read(self.faces.path(face))
            scale = 1000 / file.unitsPerEm
            known = self.used[face] = Typeface(face, f"F{len(self.used) + 1}", file, scale)
        return known

    def embed(self, out: File) -> None:
        """Write all that is used as subsets, and name them in the file's font resources."""
        for typeface in self.used.values():
            out.fonts[typeface.name] = _embed(typeface, out)


def _read(path: Path) -> TTFontFile:
    """Return a font file as layout has parsed it."""
    try:
        state = path.stat()
        return opened(path, state.st_mtime_ns, state.st_size)
    except (OSError, TTFError) as error:
        mend = "a theme's fonts are TrueType files (.ttf)"
        raise ThemeError(Fault(what=f"the font {path.name} cannot be embedded: {error}", mend=mend)) from error


class _Program(Struct, frozen=True, gc=False):
    """What a file holds of a face for what is drawn with it. Streams are compressed."""

    outlines: bytes
    length: int  # of the outlines before that
    places: bytes  # of the glyphs among the outlines, by code; empty where codes are places
    texts: bytes  # as a CMap
    widths: str
    tag: str


@lru_cache(maxsize=_KEPT)
def _program(file: TTFontFile, glyphs: tuple[int | Compound, ...], texts: tuple[str, ...]) -> _Program:
    """Return what a file holds of a face for these glyphs and their texts, by code.

    The last few are kept: documents that are alike draw the same characters, in the same order of their first use.
    """
    outlines, length, places = subset(file, glyphs)
    cmap = to_unicode(((code, _target(text)) for code, text in enumerate(texts) if code), 2)
    spelt = b"" if places == list(range(len(places))) else b"".join(place.to_bytes(2, "big") for place in places)
    scale = 1000 / file.unitsPerEm
    widths = " ".join([thousandths(_advance(file, glyph) * scale) for glyph in glyphs])
    return _Program(outlines, length, packed(spelt) if spelt else b"", packed(cmap), widths, _tag(outlines, cmap))


def _embed(typeface: Typeface, out: File) -> str:
    file = typeface.file
    program = _program(file, tuple(typeface.glyphs), tuple(typeface.texts))
    outlines = out.add_stream(f"/Length1 {program.length}{PACKED}", program.outlines, compress=False)
    name = f"/{program.tag}+{''.join(c for c in typeface.face if c.isascii() and (c.isalnum() or c in '-_'))}"
    measures = (
        f"/Flags {file.flags}/FontBBox[{numbers(*file.bbox)}]/ItalicAngle {number(file.italicAngle)}"
        f"/Ascent {number(file.ascent)}/Descent {number(file.descent)}/CapHeight {number(file.capHeight)}"
        f"/StemV {number(file.stemV)}"
    )
    descriptor = out.add(f"<</Type/FontDescriptor/FontName{name}{measures}/FontFile2 {ref(outlines)}>>")
    mapping = "/Identity"
    if program.places:
        mapping = f" {ref(out.add_stream(PACKED, program.places, compress=False))}"
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descendant = out.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}{system}/FontDescriptor {ref(descriptor)}"
        f"/CIDToGIDMap{mapping}/W[0[{program.widths}]]>>"
    )
    texts = out.add_stream(PACKED, program.texts, compress=False)
    return ref(
        out.add(
            f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{ref(descendant)}]"
            f"/ToUnicode {ref(texts)}>>"
        )
    )


def _tag(*parts: bytes) -> str:
    """Return the six capitals that name a subset, from what is in it (ISO 32000-1, 9.6.4)."""
    digest = md5(b"".join(parts), usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _target(text: str) -> str:
    """Return what a code stands for, as ToUnicode may say it."""
    return "".join(_FORBIDDEN.get(char, char) for char in text)
