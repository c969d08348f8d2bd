"""Faces in the file: one composite font for each, with a code for each pair of a glyph and the text it stands for.

A code is two bytes. It leads to a glyph, or several that are one, through CIDToGIDMap and to text through ToUnicode
(ISO 32000-1, 9.7 and 9.10), so that one glyph may stand for several texts: a hyphen for U+002D and, where a word is
divided, for U+00AD. reportlab reads the font file and cuts the subset; its own embedding is not used, since its fonts
hold 256 codes, map .notdef to U+0000 and shaped glyphs to private characters, and spell U+10000 and above as no reader
reads it.
"""

from __future__ import annotations

from codecs import charmap_encode
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

from briefgen.errors import Fault, LayoutError, ThemeError
from briefgen.layout.font_files import opened
from briefgen.layout.fonts import HYPHEN, NO_BREAK_SPACE, SOFT_HYPHEN, SPACE, Faces
from briefgen.write.pdf.file import File
from briefgen.write.pdf.subset import Compound, subset
from briefgen.write.pdf.syntax import number, numbers, ref, thousandths
from briefgen.write.pdf.to_unicode import to_unicode

_DRAWN_AS = {SOFT_HYPHEN: HYPHEN, NO_BREAK_SPACE: SPACE}
_FORBIDDEN = {"\ufeff": "\u2060", "\ufffe": "\ufffd", "\0": "\ufffd"}  # as targets of ToUnicode (PDF/A-2, 6.2.11.7)
_LARGEST = 0xFFFF


class Codes(dict[int, bytes]):
    """From a character to its code; a character is given a code when it is first asked for."""

    __slots__ = ("typeface",)

    def __init__(self, typeface: Typeface) -> None:
        self.typeface = typeface

    def __missing__(self, point: int) -> bytes:
        file = self.typeface.file
        glyph = file.charToGlyph.get(_DRAWN_AS.get(point, point), 0)
        if not glyph:
            raise LayoutError(
                Fault(what=f"the font {self.typeface.face} has no character U+{point:04X}", mend="name one that has it")
            )
        code = self[point] = bytes.fromhex(self.typeface.code(glyph, chr(point)))
        return code


@dataclass(slots=True, eq=False, repr=False)
class Typeface:
    """A face as this document uses it. Code 0 is .notdef, which is never drawn."""

    face: str
    name: str  # in the pages' resources
    file: TTFontFile
    scale: float  # font units to thousandths of an em
    glyphs: list[int | Compound] = field(default_factory=lambda: [0])  # by code
    texts: list[str] = field(default_factory=lambda: [""])  # by code
    known: dict[tuple[int | Compound, str], str] = field(default_factory=dict)
    codes: Codes = field(init=False)

    def __post_init__(self) -> None:
        self.codes = Codes(self)

    def spell(self, text: str) -> str:
        """Return the codes of characters, in hexadecimal."""
        return charmap_encode(text, "strict", self.codes)[0].hex()

    def code(self, glyph: int | Compound, text: str) -> str:
        """Return the code of `glyph` where it stands for `text`, in hexadecimal."""
        code = self.known.get((glyph, text))
        if code is None:
            drawn = [part for part, _, _ in glyph.parts] if isinstance(glyph, Compound) else [glyph]
            if not all(0 < part < len(self.file.hmetrics) for part in drawn) or len(self.glyphs) > _LARGEST:
                raise LayoutError(f"the font {self.face} has no glyph {glyph}, or too many are drawn")
            code = self.known[glyph, text] = f"{len(self.glyphs):04x}"
            self.glyphs.append(glyph)
            self.texts.append(text)
        return code

    def width(self, glyph: int | Compound) -> float:
        """Return a glyph's advance in thousandths of an em."""
        advance: int = glyph.advance if isinstance(glyph, Compound) else self.file.hmetrics[glyph][0]
        return advance * self.scale


@dataclass(slots=True, eq=False, repr=False)
class Typefaces:
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


def _embed(typeface: Typeface, out: File) -> str:
    file = typeface.file
    packed, length, places = subset(file, typeface.glyphs)
    program = out.add_stream(f"/Length1 {length}/Filter/FlateDecode", packed, compress=False)
    cmap = to_unicode(((code, _target(text)) for code, text in enumerate(typeface.texts) if code), 2)
    base = f"{_tag(packed, cmap)}+{''.join(c for c in typeface.face if c.isascii() and (c.isalnum() or c in '-_'))}"
    name = f"/{base}"
    measures = (
        f"/Flags {file.flags}/FontBBox[{numbers(*file.bbox)}]/ItalicAngle {number(file.italicAngle)}"
        f"/Ascent {number(file.ascent)}/Descent {number(file.descent)}/CapHeight {number(file.capHeight)}"
        f"/StemV {number(file.stemV)}"
    )
    descriptor = out.add(f"<</Type/FontDescriptor/FontName{name}{measures}/FontFile2 {ref(program)}>>")
    mapping = "/Identity"
    if places != list(range(len(places))):
        spelt = b"".join(place.to_bytes(2, "big") for place in places)
        mapping = f" {ref(out.add_stream('', spelt))}"
    widths = " ".join([thousandths(typeface.width(glyph)) for glyph in typeface.glyphs])
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descendant = out.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}{system}/FontDescriptor {ref(descriptor)}"
        f"/CIDToGIDMap{mapping}/W[0[{widths}]]>>"
    )
    texts = out.add_stream("", cmap)
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
