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
from briefgen.write.pdf import write

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
    from dataclasses import replace

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
    assert len(re.findall(f">{gap:.4f}<", content)) == 2  # not after the space the line break swallowed
    assert re.findall(r"(\S+) Tc", content) == ["1.25", "0"]


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


def test_text_from_right_to_left_is_shown_in_the_order_it_is_read(
    builder: Any, the_faces: Faces, structure_text: Any
) -> None:
    glyphs = shaped(the_faces, "abc", 11.0)
    seen = tuple(reversed(glyphs))  # as a run from right to left stands on the page: c b a
    element = builder.open("P")
    builder.say(element, "abc ", face=ITALIC, glyphs=seen)
    data = write(builder.done(), the_faces)
    assert structure_text(data) == "abc "
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode()
    assert "ActualText" not in content
    shown = re.search(r"\[(.*)\]TJ", content)
    assert shown is not None
    first = float(shown[1].split("<")[0])
    assert first == pytest.approx(-(seen[0].advance + seen[1].advance) * 1000 / 11, abs=0.01)  # a begins at the far end


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
