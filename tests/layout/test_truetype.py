"""What is read of a font file is what the reference library reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from briefgen import resources
from briefgen.layout.truetype import TrueType

FILES = sorted((resources.folder("templates") / "fonts").glob("*.ttf"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_characters_advances_outlines_and_measures_are_those_of_the_file(path: Path) -> None:
    ours, font = TrueType(path.read_bytes()), TTFont(path, lazy=True)
    order = font.getGlyphOrder()
    number = {name: at for at, name in enumerate(order)}
    metrics, os2, post = font["hmtx"].metrics, font["OS/2"], font["post"]
    assert ours.glyphs == {code: number[name] for code, name in font.getBestCmap().items() if number[name]}
    assert list(zip(ours.advances, ours.sides, strict=True)) == [(metrics[n][0], metrics[n][1] % 65536) for n in order]
    assert list(ours.starts) == list(font["loca"].locations)
    assert (ours.units, ours.ascent, ours.descent) == (
        font["head"].unitsPerEm,
        font["hhea"].ascent,
        font["hhea"].descent,
    )
    assert (*ours.underline, ours.italic_angle) == (post.underlinePosition, post.underlineThickness, post.italicAngle)
    assert (ours.os2["weight"], ours.os2["cap_height"], ours.name) == (
        os2.usWeightClass,
        os2.sCapHeight,
        font["name"].getDebugName(6),
    )


@pytest.mark.parametrize("kind", [4, 6, 10, 12, 13])
def test_maps_of_every_kind_lead_to_the_same_glyphs(kind: int) -> None:
    from briefgen.layout.truetype import _map

    codes = {0x41: 1, 0x42: 2, 0x43: 3} if kind != 13 else {0x41: 2, 0x42: 2, 0x43: 2}
    names = {code: f"g{glyph}" for code, glyph in codes.items()}
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    if kind == 10:
        import struct

        data = struct.pack(">HHIIII3H", 10, 0, 26, 0, 0x41, 3, 1, 2, 3)
    else:
        table = CmapSubtable.newSubtable(kind)
        table.platformID, table.platEncID, table.language, table.cmap = 3, 10, 0, names

        class Order:
            def getReverseGlyphMap(self) -> dict[str, int]:  # noqa: N802
                return {f"g{glyph}": glyph for glyph in range(5)}

            def getGlyphID(self, name: str) -> int:  # noqa: N802
                return int(name[1:])

            def getGlyphIDMany(self, many: list[str]) -> list[int]:  # noqa: N802
                return [int(name[1:]) for name in many]

        data = table.compile(Order())
    assert _map(data, 0, 5) == codes
    assert _map(data, 0, 3) == {code: glyph for code, glyph in codes.items() if glyph < 3}


@pytest.mark.parametrize("length", [3, 11, 40, 500, 5000])
def test_a_file_that_ends_too_early_is_an_error_and_no_other_font(length: int) -> None:
    import struct

    data = FILES[0].read_bytes()[:length]
    with pytest.raises((ValueError, struct.error)):
        _ = TrueType(data).glyphs
