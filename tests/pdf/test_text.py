"""Text taken out of a file is the text that was put in, in reading order, for machines and for people."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.errors import LayoutError
from briefgen.layout.fonts import Faces
from briefgen.layout.placed import Glyph, Pages
from briefgen.layout.shaping import shape
from briefgen.write.pdf import write
from briefgen.write.pdf.syntax import literal

SERIF, ITALIC = "SourceSerif4-Regular", "SourceSerif4-It"


def test_structure_text_is_the_text_of_the_elements(
    rich: Pages, rich_pdf: bytes, structure_text: Any, expected_text: Any
) -> None:
    said = structure_text(rich_pdf)
    assert said == expected_text(rich)
    assert "a divi\u00added word, 17\u00a0km on, and a web page then a note1" in said
    assert "1 What the note says. and the end" in said  # the note stands at its reference, though painted at the foot
    assert "goes over the page to its end." in said


@pytest.mark.poppler
def test_poppler_reads_words_whole_over_lines_and_pages(rich_pdf: bytes, need: Any, tmp_path: Path) -> None:
    path = tmp_path / "rich.pdf"
    path.write_bytes(rich_pdf)
    shown = subprocess.run([need("pdfinfo", "poppler"), "-struct-text", path], capture_output=True, check=True)
    text = shown.stdout.decode().replace("\u00ad", "")
    assert '"Words that run to the end of a line and go on in the next with a divided word' in text
    assert '"Владимир Путин "' in text
    assert '"Ελλάδα"' in text


@pytest.mark.poppler
def test_pdftotext_finds_every_line(rich: Pages, rich_pdf: bytes, need: Any, tmp_path: Path) -> None:
    path = tmp_path / "rich.pdf"
    path.write_bytes(rich_pdf)
    done = subprocess.run([need("pdftotext", "poppler"), "-raw", path, "-"], capture_output=True, check=True)
    found = " ".join(done.stdout.decode().split())
    for page in rich.pages:
        for piece in page.pieces:
            words = " ".join(getattr(piece, "text", "").split())
            assert words.rstrip("\u00ad") in found


def test_every_character_has_its_own_text(builder: Any, the_faces: Faces, structure_text: Any) -> None:
    known = sorted(the_faces.by_name[SERIF].advances)
    text = "".join(map(chr, (code for code in known if code > 31 and code != 0xFEFF)))
    element = builder.open("P")
    for at in range(0, len(text), 60):
        builder.say(element, text[at : at + 60], down=9)
    assert structure_text(write(builder.done(), the_faces)) == text
    assert len(text) > 700  # more than a simple font can hold


def test_characters_beyond_the_basic_plane_keep_their_text(
    builder: Any, the_faces: Faces, structure_text: Any, findings: Any
) -> None:
    astral = "".join(chr(code) for code in sorted(the_faces.by_name[SERIF].advances) if code > 0xFFFF)
    assert astral
    builder.add("P", f"a{astral}b")
    data = write(builder.done(), the_faces)
    assert structure_text(data) == f"a{astral}b"
    assert findings(data) == {}


def test_a_character_the_face_lacks_is_an_error_and_no_box(builder: Any, the_faces: Faces) -> None:
    element = builder.open("P")
    run = builder.say(element, "x")
    from msgspec.structs import replace

    builder.pieces[-1] = replace(run, text="정")
    with pytest.raises(LayoutError, match=r"SourceSerif4-Regular has no character U\+C815"):
        write(builder.done(), the_faces)


def test_stretch_and_tracking_move_words_and_change_no_text(
    builder: Any, the_faces: Faces, structure_text: Any
) -> None:
    element = builder.open("P")
    builder.say(element, "one two three ", stretch=3.5)
    builder.say(element, "FOUR", tracking=1.25)
    builder.say(element, "five")
    data = write(builder.done(), the_faces)
    assert structure_text(data) == "one two three FOURfive"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode()
    gap = -3.5 * 1000 / 11
    assert len(re.findall(rf"\){gap:.4f}\(", content)) == 2  # not after the space the line break swallowed
    assert re.findall(r"(\S+) Tc", content) == ["1.25", "0"]


def test_every_code_in_a_string_is_read_as_it_was_meant() -> None:
    codes = [value.to_bytes(2, "big") for value in range(0x10000)]
    spelt = b"".join(b"(" + literal(value) + b")" for value in range(0x10000))
    assert [bytes(one) for one in pikepdf.Object.parse(b"[" + spelt + b"]")] == codes


# ---------------------------------------------------------------- shaped runs


def shaped(faces: Faces, text: str, size: float, **features: bool) -> tuple[Glyph, ...]:
    """Shape as HarfBuzz does: glyphs from left to right, the first of a cluster carrying its text."""
    import uharfbuzz as hb

    font = hb.Font(hb.Face(faces.path(ITALIC).read_bytes()))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, features)
    starts = [*sorted({info.cluster for info in buffer.glyph_infos}), len(text)]
    ends = dict(itertools.pairwise(starts))
    scale, seen, glyphs = size / font.face.upem, set(), []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        said = "" if info.cluster in seen else text[info.cluster : ends[info.cluster]]
        seen.add(info.cluster)
        glyphs.append(
            Glyph(info.codepoint, place.x_advance * scale, place.x_offset * scale, place.y_offset * scale, said)
        )
    return tuple(glyphs)


def test_shaped_glyphs_are_extracted_as_the_text_they_stand_for(
    builder: Any, the_faces: Faces, structure_text: Any, findings: Any
) -> None:
    text = "AVAT office first flight"
    glyphs = shaped(the_faces, text, 11.0, kern=True, liga=True)
    assert any(len(glyph.text) > 1 for glyph in glyphs)  # a ligature is among them
    element = builder.open("P")
    builder.say(element, text + " ", face=ITALIC, glyphs=glyphs)
    builder.say(element, "goes on", face=ITALIC)
    data = write(builder.done(), the_faces)
    assert structure_text(data) == text + " goes on"
    assert findings(data) == {}


def test_a_cluster_of_several_glyphs_reads_as_its_text(
    builder: Any, the_faces: Faces, structure_text: Any, findings: Any
) -> None:
    ids = {char: shaped(the_faces, char, 11.0)[0].id for char in "xy"}
    glyphs = (Glyph(ids["x"], 5.5, 0, 0, "xy"), Glyph(ids["y"], 0.0, -4.0, 3.0, ""), Glyph(ids["y"], 5.0, 0, 0, "y"))
    element = builder.open("P")
    builder.say(element, "xyy", face=ITALIC, glyphs=glyphs)
    data = write(builder.done(), the_faces)
    assert structure_text(data) == "xyy"
    assert findings(data) == {}


def test_text_from_right_to_left_is_shown_in_the_order_it_is_read_letter_by_letter(
    builder: Any, the_faces: Faces, structure_text: Any
) -> None:
    glyphs = shaped(the_faces, "abc", 11.0)
    seen = tuple(reversed(glyphs))  # as a run from right to left stands on the page: c b a
    element = builder.open("P")
    builder.say(element, "abc ", face=ITALIC, glyphs=seen)
    data = write(builder.done(), the_faces)
    assert structure_text(data) == "abc "
    content = page_content(data)
    assert "ActualText" not in content
    shown = re.findall(r"\[([-\d.]+)\(.{2}\)\]TJ", content)
    assert len(shown) == 4  # an operator each, with the place that was left before it
    assert float(shown[0]) == pytest.approx(-(seen[0].advance + seen[1].advance) * 1000 / 11, abs=0.01)


def page_content(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return pdf.pages[0].Contents.read_bytes().decode()  # type: ignore[no-any-return]


def test_a_ligature_from_right_to_left_has_a_place_for_each_of_its_letters(
    builder: Any, the_faces: Faces, structure_text: Any, findings: Any
) -> None:
    face = the_faces.stand_in("SourceSans3-Regular", "\u0644")
    glyphs = shape(the_faces.by_name[face], "\u0644\u0627", rtl=True, lang="ar").at(10, 1000)
    assert [glyph.text for glyph in glyphs] == ["\u0644\u0627"]
    builder.say(builder.open("P", lang="ar"), "\u0644\u0627", face=face, size=10.0, glyphs=glyphs)
    data = write(builder.done(), the_faces)
    assert structure_text(data) == "\u0644\u0627"
    assert findings(data) == {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        [font] = pdf.pages[0].Resources.Font.values()
        widths = [float(width) for width in font.DescendantFonts[0].W[1]]
        texts = re.findall(r"> <(\w{4})>\n", font.ToUnicode.read_bytes().decode())
    assert texts[-2:] == ["0644", "0627"]
    assert sum(widths[1:]) == pytest.approx(glyphs[0].advance * 100, abs=1)
    assert widths[1] == pytest.approx(widths[2], abs=1)


def test_a_letter_with_its_points_is_one_glyph_drawn_as_shaping_placed_it(builder: Any, the_faces: Faces) -> None:
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    known = the_faces.by_name[ITALIC]
    glyphs = shape(known, "x\u0323", rtl=False, lang="en").at(10, known.units)
    assert len(glyphs) == 2
    builder.say(builder.open("P"), "x\u0323", face=ITALIC, size=10.0, glyphs=glyphs)
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        [font] = pdf.pages[0].Resources.Font.values()
        program = TTFont(io.BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
    made, order = program.getGlyphSet(), program.getGlyphOrder()
    wanted, pen = [], 0.0
    whole = TTFont(known.path)
    for glyph in glyphs:
        one = DecomposingRecordingPen(whole.getGlyphSet())
        whole.getGlyphSet()[whole.getGlyphName(glyph.id)].draw(one)
        across, up = (pen + glyph.dx) * known.units / 10, glyph.dy * known.units / 10
        for step, points in one.value:
            wanted.append((step, tuple((round(x + across), round(y + up)) for x, y in points)))
        pen += glyph.advance
    drawn = DecomposingRecordingPen(made)
    made[order[-1]].draw(drawn)
    assert drawn.value == wanted
    assert made[order[-1]].width == round(pen * known.units / 10)


def test_marks_of_direction_are_artifacts_and_only_where_two_directions_meet(
    builder: Any, the_faces: Faces, structure_text: Any, findings: Any
) -> None:
    def say(text: str, x: float) -> None:
        face = the_faces.stand_in(SERIF, text[0]) if "\u05d0" <= text[0] <= "\u05ea" else SERIF
        glyphs = None
        if face != SERIF:
            glyphs = shape(the_faces.by_name[face], text, rtl=True, lang="he").at(11, the_faces.by_name[face].units)
        builder.say(element, text, x=x, down=0, face=face, glyphs=glyphs)

    element = builder.open("P")
    say("He said ", 70)
    say("\u05e9\u05dc\u05d5\u05dd", 140)
    say(" and left", 180)
    data = write(builder.done(), the_faces)
    assert structure_text(data) == "He said \u05e9\u05dc\u05d5\u05dd and left"
    assert findings(data) == {}
    last = page_content(data).rsplit("BDC", 1)
    assert last[0].endswith("/Artifact <</Type/Layout>>")
    assert last[1].count("Tj") == 1
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "<200e>" in "".join(
            font.ToUnicode.read_bytes().decode() for font in pdf.pages[0].Resources.Font.values()
        )


WORDS = st.text(
    st.characters(max_codepoint=0x45F, exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp", "Mn")),
    max_size=30,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(WORDS, min_size=1, max_size=8), role=st.sampled_from(["P", "H1", "Code", "Caption"]))
def test_any_words_come_out_as_they_went_in(
    lines: list[str], role: str, the_faces: Faces, structure_text: Any, findings: Any
) -> None:
    from briefgen.layout.placed import Element, Page, TextRun

    known = the_faces.by_name[SERIF].advances
    kept = ["".join(char for char in unicodedata.normalize("NFC", line) if ord(char) in known) for line in lines]
    runs = tuple(
        TextRun(50, 50 + 20 * at, 100, line, SERIF, 10, "#102030", 1, at + 1, stretch=at % 2 * 0.7)
        for at, line in enumerate(kept)
    )
    elements = (Element(role="Document", parent=-1, order=0), Element(role=role, parent=0, order=0))
    pages = Pages(pages=(Page(width=300, height=400, pieces=runs),), elements=elements, title=" ".join(lines))
    data = write(pages, the_faces)
    assert structure_text(data) == "".join(kept)
    assert findings(data) == {}
