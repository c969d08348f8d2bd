"""Fonts inside the file, so that a page that was fitted stays a page on a machine without them.

Each face is cut down to Latin letters and what the document draws, without kerning and ligatures, which layout does not
measure either; embedding in a document is what the fonts' licence provides for. A font file is masked with a key as
ECMA-376, part 4, 17.8.1 has it.
"""

from __future__ import annotations

import io
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.theme import Theme
from briefgen.write.docx.looks import Typefaces

if TYPE_CHECKING:
    from briefgen.layout.fonts import Faces

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_CUTS = (
    ("embedRegular", "Regular", False, False),
    ("embedBold", "Bold", True, False),
    ("embedItalic", "Italic", False, True),
    ("embedBoldItalic", "Bold Italic", True, True),
)
_LATIN = frozenset(
    [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), *range(0x2030, 0x203B), 0x20AC, 0x2122, 0x2212]
)
_DROPPED = [
    "BASE",
    "DSIG",
    "FFTM",
    "GDEF",
    "GPOS",
    "GSUB",
    "JSTF",
    "MATH",
    "STAT",
    "VDMX",
    "hdmx",
    "LTSH",
    "meta",
    "kern",
]
_KEPT_NAMES = (0, 7, 9, 11, 13, 14)  # copyright, trademark, designer, their address, licence, its address


class EmbeddedFont(Struct, frozen=True, kw_only=True, eq=False):
    """A face within the package, masked as Word wants it."""

    family: str  # as Word knows it
    element: str  # embedRegular …
    key: str  # {GUID}
    data: bytes  # masked


def embedded_fonts(theme: Theme, faces: Typefaces, metrics: Faces | None, drawn: str) -> list[EmbeddedFont]:
    """Return the four cuts of each of the theme's families, with the characters `drawn`; none where their files are
    not there."""
    if metrics is None:
        return []
    wanted = frozenset(ord(char) for char in set(drawn) if char >= " ")
    found: list[EmbeddedFont] = []
    seen: set[str] = set()
    for family in theme.fonts:
        name = faces.of(family).name
        if name in seen:
            continue
        seen.add(name)
        for element, style, bold, italic in _CUTS:
            path = metrics.path(metrics.name(family, bold, italic))
            data = _cut(path, name, style, bold, italic, wanted - _LATIN)
            key = sha256(data).hexdigest()[:32].upper()
            guid = f"{{{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}}}"
            found.append(EmbeddedFont(family=name, element=element, key=guid, data=_masked(data, key)))
    return found


def _masked(data: bytes, key: str) -> bytes:
    """Mask the first 32 bytes with the key, read backwards."""
    mask = bytes.fromhex(key)[::-1] * 2
    return bytes(a ^ b for a, b in zip(data[:32], mask, strict=True)) + data[32:]


@lru_cache(maxsize=64)
def _cut(path: Path, family: str, style: str, bold: bool, italic: bool, more: frozenset[int]) -> bytes:
    """Return a font file with few characters, named as the document names it."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with TTFont(path, recalcTimestamp=False) as font:
        options = Options()
        options.drop_tables += [*_DROPPED, "kern"]
        options.layout_features = []
        options.hinting = False
        options.notdef_outline = True
        options.name_IDs = list(_KEPT_NAMES)
        cutter = Subsetter(options)
        cutter.populate(unicodes=_LATIN | more)
        cutter.subset(font)
        names = font["name"]
        full = f"{family} {style}"
        post = "".join(char for char in full if char.isalnum()).encode("ascii", "ignore").decode()
        for number, text in ((1, family), (2, style), (3, f"briefgen {full}"), (4, full), (6, post)):
            names.setName(text, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = 700 if bold else 400
        font["OS/2"].fsSelection = (0x20 if bold else 0) | (1 if italic else 0) or 0x40
        font["head"].macStyle = (1 if bold else 0) | (2 if italic else 0)
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
