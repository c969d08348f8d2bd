"""The faces of a theme: what is opened, what is refused, and what is measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import resources
from briefgen.errors import ThemeError
from briefgen.layout.fonts import Faces, faces
from briefgen.theme import Family, Theme

SERIF = Family(
    regular="SourceSerif4-Regular.ttf",
    bold="SourceSerif4-Semibold.ttf",
    italic="SourceSerif4-It.ttf",
    bold_italic="SourceSerif4-SemiboldIt.ttf",
)
SANS = Family(
    regular="SourceSans3-Regular.ttf",
    bold="SourceSans3-Semibold.ttf",
    italic="SourceSans3-It.ttf",
    bold_italic="SourceSans3-SemiboldIt.ttf",
)


def theme(**families: Family) -> Theme:
    return Theme(name="test", fonts=families)


def house() -> Faces:
    return faces(theme(body=SERIF, heading=SANS))


def one_file(path: Path) -> Theme:
    name = str(path)
    return theme(body=Family(regular=name, bold=name, italic=name, bold_italic=name))


def write_font(path: Path, advances: dict[str, int], *, cff: bool = False, units: int = 2048, fs_type: int = 0) -> Path:
    """Write a font of empty glyphs, one a character."""
    glyphs = [".notdef", *(f"u{ord(char):04X}" for char in advances)]
    builder = FontBuilder(units, isTTF=not cff)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(char): f"u{ord(char):04X}" for char in advances})
    if cff:
        blank = T2CharStringPen(0, None).getCharString()
        builder.setupCFF("Blank", {}, dict.fromkeys(glyphs, blank), {})
    else:
        builder.setupGlyf({glyph: TTGlyphPen(None).glyph() for glyph in glyphs})
    widths = zip(glyphs, [500, *advances.values()], strict=True)
    builder.setupHorizontalMetrics({glyph: (width, 0) for glyph, width in widths})
    builder.setupHorizontalHeader(ascent=units, descent=-units // 4)
    builder.setupNameTable({"familyName": "Blank", "styleName": "Regular", "psName": "Blank Regular"})
    builder.setupOS2(fsType=fs_type, sCapHeight=1400)
    builder.setupPost(underlinePosition=-200, underlineThickness=100)
    builder.save(path)
    return path


def test_a_face_is_named_by_its_family_and_cut() -> None:
    known = house()
    assert known.name("body", False, False) == "SourceSerif4-Regular"
    assert known.name("body", True, True) == "SourceSerif4-SemiboldIt"
    assert known.name("heading", True, False) == "SourceSans3-Semibold"
    assert known.path("SourceSans3-Semibold") == resources.folder("templates") / "fonts" / "SourceSans3-Semibold.ttf"


@settings(max_examples=50, deadline=None)
@given(text=st.text(st.sampled_from("abcXYZ ,.;“”’-–—\u00a0éçßŁЖдΩλ€§†")), size=st.sampled_from((7.0, 10.2, 25.0)))
def test_what_is_measured_is_what_the_pdf_library_paints(text: str, size: float) -> None:
    from reportlab.pdfbase.ttfonts import TTFont

    known = house()
    for face in ("SourceSerif4-Regular", "SourceSans3-SemiboldIt"):
        if face not in _painters:
            _painters[face] = TTFont(face, str(known.path(face)))
        assert known.advance(face, text, size) == pytest.approx(_painters[face].stringWidth(text, size), abs=1e-6)


_painters: dict[str, object] = {}


def test_metrics_are_points_of_the_size_asked_for(tmp_path: Path) -> None:
    font = write_font(tmp_path / "a.ttf", {" ": 512, "-": 700, "a": 1024})
    known = faces(one_file(font))
    (face,) = known.by_name
    assert face == "Blank-Regular"
    assert known.advance(face, "a a", 20.0) == 20 * (1024 + 512 + 1024) / 2048
    assert known.advance(face, "\u00ad", 20.0) == known.advance(face, "-", 20.0)
    assert known.advance(face, "\u00a0", 20.0) == known.advance(face, " ", 20.0)
    assert (known.ascent(face, 10.0), known.descent(face, 10.0)) == (10.0, 2.5)
    assert known.cap_height(face, 2048.0) == 1400
    assert known.underline(face, 2048.0) == (200, 100)
    assert known.baseline(face, 10.0, 14.5) == 1.0 + 10.0
    assert known.covers(face, "a")
    assert not known.covers(face, "b")


def test_a_character_that_a_face_lacks_is_found_in_the_nearest_cut() -> None:
    known = house()
    assert not known.covers("SourceSerif4-SemiboldIt", "●")
    assert known.find("SourceSerif4-Semibold", "●") == "SourceSans3-Semibold"
    assert known.find("SourceSerif4-It", "●") == "SourceSans3-It"
    assert known.find("SourceSerif4-Regular", "a●") == "SourceSans3-Regular"
    assert known.find("SourceSerif4-Regular", "a") == "SourceSerif4-Regular"
    assert known.find("SourceSerif4-Regular", "漢") == ""


def test_a_file_is_opened_once_and_again_when_it_changes(tmp_path: Path) -> None:
    path = write_font(tmp_path / "a.ttf", {" ": 512, "-": 700})
    first = faces(one_file(path))
    assert faces(one_file(path)) is first
    write_font(path, {" ": 512, "-": 700, "a": 900})
    assert faces(one_file(path)).covers("Blank-Regular", "a")


def test_two_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    one = write_font(tmp_path / "a.ttf", {" ": 512, "-": 700})
    two = write_font(tmp_path / "b.ttf", {" ": 256, "-": 700})
    known = faces(theme(body=Family(regular=str(one), bold=str(two), italic=str(one), bold_italic=str(two))))
    assert list(known.by_name) == ["Blank-Regular", "Blank-Regular-2"]
    assert known.path(known.name("body", True, False)) == two


def test_folders_are_searched_before_the_built_in_fonts(tmp_path: Path) -> None:
    path = write_font(tmp_path / "SourceSerif4-Regular.ttf", {" ": 512, "-": 700})
    known = faces(theme(body=SERIF), folders=(tmp_path,))
    assert known.path(known.name("body", False, False)) == path


def broken(tmp_path: Path) -> dict[str, Path]:
    whole = write_font(tmp_path / "whole.ttf", {" ": 512, "-": 700, "a": 900}).read_bytes()
    files = {
        "not a TrueType font": b"GIF89a, say",
        "is not a TrueType font": b"",
        "broken": whole[:300],
    }
    found = {}
    for number, (what, data) in enumerate(files.items()):
        found[what] = tmp_path / f"broken-{number}.ttf"
        found[what].write_bytes(data)
    found["PostScript (CFF) outlines"] = write_font(tmp_path / "cff.otf", {" ": 512, "-": 700}, cff=True)
    found["forbids embedding"] = write_font(tmp_path / "locked.ttf", {" ": 512, "-": 700}, fs_type=2)
    found["no space or no hyphen"] = write_font(tmp_path / "bare.ttf", {"a": 512})
    found["there is no font file"] = tmp_path / "absent.ttf"
    return found


def test_a_font_that_cannot_be_used_is_refused_by_name_and_reason(tmp_path: Path) -> None:
    for reason, path in broken(tmp_path).items():
        with pytest.raises(ThemeError, match=r"fonts\.body\.regular") as error:
            faces(one_file(path))
        assert reason in str(error.value)
        assert path.name in str(error.value)


def test_all_unusable_fonts_of_a_theme_are_named_at_once() -> None:
    with pytest.raises(ThemeError) as error:
        faces(theme(body=SERIF, label=Family(regular="a.ttf", bold="b.ttf", italic="c.ttf", bold_italic="")))
    assert [fault.path for fault in error.value.faults] == [
        "fonts.label.regular",
        "fonts.label.bold",
        "fonts.label.italic",
        "fonts.label.bold_italic",
    ]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_font_file_is_refused_or_opened_but_never_crashes(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write_font(tmp_path_factory.mktemp("damaged") / "a.ttf", {" ": 512, "-": 700, "a": 900})
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(whole))
    try:
        known = faces(one_file(path))
    except ThemeError:
        return
    (face,) = known.by_name
    assert known.advance(face, " -", 10.0) >= 0


def test_a_family_the_theme_does_not_have_is_named() -> None:
    with pytest.raises(ThemeError, match="no font 'mono'; there are: body, heading"):
        house().name("mono", False, False)
