"""The file itself: the same bytes each time, one revision, small, and nothing in it that asked the clock."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tracemalloc
from copy import copy
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from briefgen.document import Attr, Document, Link, Paragraph, Span, Text
from briefgen.layout.fitted import whole
from briefgen.layout.fonts import Faces
from briefgen.layout.placed import Flowing, LinkArea, NotFlowingError, Page, Pages
from briefgen.rendering import _write_pdf
from briefgen.theme import load_theme
from briefgen.write.pdf import write

_ANOTHER = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("pages_by_hand", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["pages_by_hand"] = module
spec.loader.exec_module(module)
from briefgen.layout.fonts import faces
from briefgen.theme import load_theme
from briefgen.write.pdf import write
known = faces(load_theme("default"))
sys.stdout.buffer.write(write(module.rich_pages(known), known))
"""


def test_another_process_writes_the_same_bytes(rich_pdf: bytes, tmp_path: Path) -> None:
    for seed, zone in (("1", "Asia/Seoul"), ("77", "America/New_York")):
        done = subprocess.run(
            [sys.executable, "-c", _ANOTHER, str(Path(__file__).with_name("conftest.py"))],
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        )
        assert done.stdout == rich_pdf


def test_the_same_pages_make_the_same_bytes_and_others_another_id(
    rich: Pages, rich_pdf: bytes, the_faces: Faces
) -> None:
    assert write(rich, the_faces) == rich_pdf
    other = write(replace(rich, title="Another"), the_faces)
    ids = [PdfReader(io.BytesIO(data)).trailer["/ID"] for data in (rich_pdf, other)]
    assert ids[0][0] == ids[0][1] != ids[1][0]


def test_one_revision_of_pdf_1_7(rich_pdf: bytes) -> None:
    assert rich_pdf.startswith(b"%PDF-1.7\n%")
    assert rich_pdf.count(b"%%EOF") == rich_pdf.count(b"startxref") == 1
    assert rich_pdf.endswith(b"%%EOF\n")


def test_no_date_but_the_documents_own(rich: Pages, rich_pdf: bytes, the_faces: Faces) -> None:
    meta = PdfReader(io.BytesIO(rich_pdf)).metadata
    assert meta is not None
    assert meta["/CreationDate"] == meta["/ModDate"] == "D:20240621"
    for date in ("", "some day in June", "2024-13-01"):
        undated = PdfReader(io.BytesIO(write(replace(rich, date=date), the_faces))).metadata
        assert undated is not None
        assert "/CreationDate" not in undated
    assert b"CreateDate" not in write(replace(rich, date=""), the_faces)


def test_a_date_known_in_part_stays_so(rich: Pages, the_faces: Faces) -> None:
    for date, stamp in (("2024", "D:2024"), ("2024-06", "D:202406")):
        data = write(replace(rich, date=date), the_faces)
        assert PdfReader(io.BytesIO(data)).metadata["/CreationDate"] == stamp  # type: ignore[index]
        assert f"<xmp:CreateDate>{date}</xmp:CreateDate>".encode() in data


def test_xmp_says_what_info_says(rich_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(rich_pdf)) as pdf, pdf.open_metadata() as xmp:
        info = pdf.docinfo
        assert xmp["dc:title"] == str(info.Title) == "Summit: “strategic” & more"
        assert xmp["dc:description"] == str(info.Subject)
        assert "; ".join(xmp["dc:creator"]) == str(info.Author) == "A. Writer; B. Жуков"
        assert xmp["pdf:Keywords"] == str(info.Keywords) == "treaty, Пхеньян"
        assert set(xmp["dc:subject"]) == {"treaty", "Пхеньян"}
        assert xmp["dc:language"] == {"en-GB"}
        assert xmp["pdf:Producer"] == str(info.Producer)
        assert xmp["xmp:CreatorTool"] == str(info.Creator)
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")


def test_all_fonts_are_subsets_in_the_file_and_helvetica_is_none_of_them(rich_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(rich_pdf)) as pdf:
        names = []
        for font in pdf.pages[0].Resources.Font.values():
            names.append(str(font.BaseFont))
            assert len(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()) < 30_000
        assert all(re.fullmatch(r"/[A-Z]{6}\+Source\w+-\w+", name) for name in names)
    assert b"Helvetica" not in rich_pdf


def test_a_font_in_the_file_is_drawn_as_its_own_file_is(the_faces: Faces, builder: Any) -> None:
    """The subset's outlines are those of the font file, composites too, though its hints are gone."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    text = "AéÅйή½"
    builder.add("P", text)
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        [font] = pdf.pages[0].Resources.Font.values()
        descendant = font.DescendantFonts[0]
        program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        cmap = re.findall(r"<(\w{4})> <(\w{4})>\n", font.ToUnicode.read_bytes().decode().split("endcodespacerange")[1])
        places = descendant.CIDToGIDMap
        order = (
            [int.from_bytes(places.read_bytes()[at : at + 2], "big") for at in range(0, 2 * len(cmap) + 2, 2)]
            if (isinstance(places, pikepdf.Stream))
            else list(range(len(cmap) + 1))
        )
    whole = TTFont(the_faces.path("SourceSerif4-Regular"))
    assert {chr(int(char, 16)) for _, char in cmap} >= set(text)
    for code, char in cmap:
        drawn = DecomposingRecordingPen(program.getGlyphSet())
        program.getGlyphSet()[program.getGlyphName(order[int(code, 16)])].draw(drawn)
        wanted = DecomposingRecordingPen(whole.getGlyphSet())
        whole.getGlyphSet()[whole.getBestCmap()[int(char, 16)]].draw(wanted)
        assert drawn.value == wanted.value, char


def test_the_output_intent_is_srgb(rich_pdf: bytes) -> None:
    from PIL import ImageCms

    with pikepdf.open(io.BytesIO(rich_pdf)) as pdf:
        data = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
    profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB IEC61966-2.1"
    transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    from PIL import Image

    ramp = Image.new("RGB", (256, 3))
    ramp.putdata([(at, at // 2, 255 - at) for at in range(256)] * 3)
    same = ImageCms.applyTransform(ramp, transform)
    assert same is not None
    assert max(abs(one - other) for one, other in zip(ramp.tobytes(), same.tobytes(), strict=True)) <= 1


def test_memory_does_not_grow_with_pages_that_are_written(the_faces: Faces, rich: Pages) -> None:
    """Beyond the file's own bytes, each page more may cost a few kilobytes for its structure, not its content."""

    def peak(count: int) -> int:
        page = Page(width=595, height=842, pieces=rich.pages[0].pieces, links=rich.pages[0].links)
        pages = replace(rich, pages=(*rich.pages, *[page] * count))
        write(pages, the_faces)
        tracemalloc.start()
        size = len(write(pages, the_faces))
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest - 2 * size

    assert (peak(160) - peak(40)) / 120 < 12_000


def test_pages_that_come_one_by_one_are_let_go_when_they_are_painted(rich: Pages, the_faces: Faces) -> None:
    def coming(count: int) -> Flowing:
        made = (Page(width=595, height=842, pieces=tuple(map(copy, rich.pages[0].pieces))) for _ in range(count))
        return Flowing(pages=made, elements=rich.elements, title="x")

    held = Pages(pages=tuple(coming(3).pages), elements=rich.elements, title="x")
    assert write(coming(3), the_faces) == write(held, the_faces)
    tracemalloc.start()
    write(coming(20), the_faces)
    _, few = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    write(coming(120), the_faces)
    _, many = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (many - few) / 100 < 12_000  # of a page's pieces there are three times as many bytes


def test_an_id_that_was_promised_and_does_not_come_is_no_broken_link(rich: Pages, the_faces: Faces) -> None:
    link = LinkArea(9, 9, 9, 9, "#there", 0, "there")
    page = Page(width=99, height=99, pieces=(), links=(link,))
    coming = Flowing(pages=iter((page,)), elements=rich.elements, title="x", ids={"there"})
    with pytest.raises(NotFlowingError):
        write(coming, the_faces)


def test_a_link_to_words_that_are_none_is_written_as_words() -> None:
    nowhere = Span(children=(), attr=Attr(id="nowhere"))
    blocks = (Paragraph(children=(Link(target="#nowhere", children=(Text("There"),)), nowhere)),)
    data, pages, _ = _write_pdf(whole(Document(blocks=blocks, title="x"), load_theme("default")))
    assert pages == 1
    assert "/Annots" not in PdfReader(io.BytesIO(data)).pages[0]


def test_pages_by_the_hundred_stand_in_a_branched_tree(rich: Pages, the_faces: Faces) -> None:
    blank = Page(width=100, height=100, pieces=())
    data = write(Pages(pages=(blank,) * 200, elements=(), title="x"), the_faces)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 200
        assert [int(node.Count) for node in pdf.Root.Pages.Kids] == [64, 64, 64, 8]


@pytest.mark.parametrize("size", [(595.276, 841.89), (612, 792)])
def test_a_page_has_the_size_it_was_set_for(size: tuple[float, float], the_faces: Faces) -> None:
    data = write(Pages(pages=(Page(width=size[0], height=size[1], pieces=()),), elements=(), title="x"), the_faces)
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.005)
