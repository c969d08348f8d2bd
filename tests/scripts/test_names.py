"""Names in every script: drawn in the right font, read back as they were written, in every format."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from briefgen.errors import LayoutError
from briefgen.layout.coverage import Watch
from briefgen.layout.fonts import faces
from briefgen.layout.pages import paginate
from briefgen.layout.placed import ARTIFACT, Pages, TextRun
from briefgen.plain import plain_blocks

LANGUAGES = ["en", "ar", "he", "fa", "ja", "ko", "zh-Hans", "zh-Hant"]
MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")


def runs(pages: Pages) -> list[TextRun]:
    return [piece for page in pages.pages for piece in page.pieces if isinstance(piece, TextRun)]


def drawn_in(pages: Pages, word: str) -> set[str]:
    return {run.face for run in runs(pages) if word in run.text}


@pytest.fixture(scope="module")
def pages(make: SimpleNamespace) -> Pages:
    return paginate(make.document(), make.theme)


def test_each_name_is_drawn_in_a_font_of_its_script_and_weight(pages: Pages, make: SimpleNamespace) -> None:
    body = {run.face for run in runs(pages) if "Body" in run.text}
    assert body == {"SourceSerif4-Regular"}
    assert drawn_in(pages, "김정은") == {"NotoSansKR-400", "NotoSansKR-600"}
    for name in ("岸田文雄", "尹錫悦", "习近平"):
        assert drawn_in(pages, name) == {"NotoSansSC-400", "NotoSansSC-600"}
    arabic = {"NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold", "NotoSansArabic-Regular", "NotoSansArabic-Bold"}
    assert drawn_in(pages, "مرحبا") == arabic
    assert drawn_in(pages, "שלום") == {
        face.replace("NaskhArabic", "SerifHebrew").replace("Arabic", "Hebrew") for face in arabic
    }
    assert all(face.startswith("Source") for face in drawn_in(pages, "Путин"))


def test_a_heading_is_bold_in_every_script(pages: Pages) -> None:
    heading = next(index for index, element in enumerate(pages.elements) if element.role == "H1")
    inside = {run.face for run in runs(pages) if run.element == heading}
    assert inside == {
        "SourceSans3-Semibold", "NotoSansKR-600", "NotoSansSC-600", "NotoSansArabic-Bold", "NotoSansHebrew-Bold",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_character_is_lost_and_none_is_a_box(lang: str, make: SimpleNamespace) -> None:
    pages = paginate(make.document(lang), make.theme)
    for run in runs(pages):
        known = make.faces.by_name[run.face]
        if run.glyphs is None:
            assert all(ord(char) in known.advances for char in run.text), run
        else:
            assert all(glyph.id for glyph in run.glyphs), run
            assert sorted("".join(glyph.text for glyph in run.glyphs)) == sorted(run.text.rstrip(" ") or " ") or (
                "".join(sorted(glyph.text for glyph in run.glyphs if glyph.text)).strip()
            )
    said = [run.text for run in sorted(runs(pages), key=lambda run: run.order) if run.element != ARTIFACT]
    assert make.prose[lang] in "".join(said)


@pytest.mark.parametrize("lang", ["ja", "ko", "zh-Hans", "zh-Hant"])
def test_han_characters_are_those_of_the_language(lang: str, make: SimpleNamespace) -> None:
    pages = paginate(make.document(lang), make.theme)
    family = {"ja": "JP", "ko": "KR", "zh-Hans": "SC", "zh-Hant": "TC"}[lang]
    opening = make.prose[lang][:3]
    assert drawn_in(pages, opening) >= {f"NotoSans{family}-400"}
    whole = paginate(make.document(lang, text=make.prose[lang] * 3), make.theme)
    assert any(run.face == f"NotoSans{family}-400" and len(run.text) > 20 for run in runs(whole)) == (lang != "ko")


def test_fallbacks_that_pages_use_are_reported(pages: Pages, make: SimpleNamespace) -> None:
    watch = Watch(make.faces)
    for page in pages.pages:
        watch.see(page)
    assert watch.count == len(pages.pages)
    used = {one.face: one for one in watch.fallen()}
    assert used["NotoSansKR-400"].characters == "김은정"
    assert used["NotoSansKR-400"].origin == "comes with briefgen[cjk]"
    assert used["NotoNaskhArabic-Regular"].origin == "comes with briefgen"
    assert not any(name.startswith("Source") for name in used)


def test_without_the_cjk_fonts_each_character_is_named_and_the_way_to_get_it(
    without_cjk: None, make: SimpleNamespace
) -> None:
    with pytest.raises(LayoutError) as error:
        paginate(make.document(), make.theme)
    said = str(error.value)
    for char in "김정은":
        assert f"{char} (U+{ord(char):04X}, HANGUL SYLLABLE " in said
    assert "“Heading 김정은, Путин,"[:12] in said
    assert "pip install briefgen[cjk]" in said
    assert "briefgen fonts" in said
    assert "ם" not in re.sub("“[^”]*”", "", said)  # Hebrew and Arabic need nothing more
    assert not any(spare.origin.endswith("[cjk]") for spare in faces(make.theme).spares)


# ---------------------------------------------------------------- PDF


@pytest.fixture(scope="module", params=LANGUAGES)
def file(request: pytest.FixtureRequest, make: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("scripts") / f"{request.param}.pdf"
    path.write_bytes(make.pdf(make.document(request.param)))
    return path


def test_the_file_is_accessible_and_archival(file: Path) -> None:
    import page

    for profile in ("PDF_UA_1", "PDF_A_2A"):
        found = page.validate_pdf(str(file), profile=getattr(page.ValidationProfile, profile))
        assert found.is_compliant, [failure.rule_id for failure in found.failures]


@pytest.mark.poppler
def test_poppler_reads_the_structure_as_it_was_written(file: Path, make: SimpleNamespace, need: Any) -> None:
    done = subprocess.run([need("pdfinfo", "poppler"), "-struct-text", file], capture_output=True, check=True)
    said = re.sub('"\n +"', "", MARKS.sub("", done.stdout.decode("utf-8", "replace")))  # an element's stretches, joined
    for words in ("Heading", "Body", "A note on", "Item"):
        assert f"{words} {make.names}" in said
    assert said.count(f'"Cell {make.names}."') == 7
    assert f'"{make.prose[file.stem]}' in said


@pytest.mark.poppler
def test_pdftotext_reads_every_name(file: Path, make: SimpleNamespace, need: Any) -> None:
    done = subprocess.run([need("pdftotext", "poppler"), file, "-"], capture_output=True, check=True)
    said = "".join(MARKS.sub("", done.stdout.decode()).split())  # a name may go on in the next line
    for name in ("김정은", "Путин", "岸田文雄", "尹錫悦", "习近平", "مرحبا", "שלום"):
        assert said.count(name) >= 12, name  # body, bold, item, cells, heading, note, head; one may be divided


def test_pypdf_reads_every_name(file: Path) -> None:
    """pypdf turns words from right to left round: it takes them to be shown in the order they are seen."""
    import pypdf

    said = "".join("".join(page.extract_text() for page in pypdf.PdfReader(file).pages).split())
    for name in ("김정은", "Путин", "岸田文雄", "尹錫悦", "习近平", "مرحبا"[::-1], "שלום"[::-1]):
        assert said.count(name) >= 13, name


# ---------------------------------------------------------------- Word, web


@pytest.mark.parametrize("lang", ["en", "he"])
def test_word_is_told_script_language_and_direction(lang: str, make: SimpleNamespace) -> None:
    from briefgen.write.docx import write

    with zipfile.ZipFile(io.BytesIO(write(make.document(lang), make.theme))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    body = parts["word/document.xml"]
    paragraphs = ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", one)) for one in body.split("</w:p>")]
    assert sum(make.names in one for one in paragraphs) >= 10
    assert any(
        make.names in "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", text))
        for name, text in parts.items()
        if "header" in name
    )
    assert make.names in "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", parts["word/footnotes.xml"]))
    assert re.search(r'<w:rtl/><w:lang w:bidi="he-IL"/></w:rPr><w:t[^>]*>שלום', body) or lang == "he"
    assert re.search(r'<w:rtl/><w:lang w:bidi="ar-[A-Z]+"/></w:rPr><w:t[^>]*>مرحبا', body)
    assert re.search(r'w:eastAsia="(Batang|Malgun Gothic)"/>', body)
    assert ("<w:bidi/>" in body or '<w:bidi w:val="1"/>' in body or "<w:bidi" in parts["word/styles.xml"]) == (
        lang == "he"
    )


@pytest.mark.parametrize("lang", ["en", "he"])
def test_a_web_page_brings_its_fallback_fonts(lang: str, make: SimpleNamespace) -> None:
    import base64

    from fontTools.ttLib import TTFont

    from briefgen.write.html import write

    page = write(make.document(lang), make.theme)
    assert page.count(make.names) >= 12
    assert (f'<html lang="{lang}" dir="rtl">' in page) == (lang == "he")
    rules = re.findall(
        r'font-family:"(Brief others [a-z]+)";font-weight:(\d+);.*?unicode-range:([^;]+);.*?base64,([^)]+)', page
    )
    assert {name for name, *_ in rules} == {"Brief others body", "Brief others heading"}
    drawn = set()
    for _, weight, codes, data in rules:
        font = TTFont(io.BytesIO(base64.b64decode(data)))
        assert all(int(code[2:], 16) in font.getBestCmap() for code in codes.split(","))
        if "U+645" in codes.split(","):
            assert {"init", "medi", "fina"} <= {one.FeatureTag for one in font["GSUB"].table.FeatureList.FeatureRecord}
        drawn |= {(weight, int(code[2:], 16)) for code in codes.split(",")}
    for name in ("김정은", "岸田文雄", "习近平", "مرحبا", "שלום"):
        assert {(weight, ord(char)) for char in name for weight in ("400", "700")} <= drawn


def test_the_words_of_every_format_are_those_of_the_document(make: SimpleNamespace) -> None:
    from briefgen.write.markdown import write

    source = make.document()
    assert make.names in plain_blocks(source.blocks)
    assert write(source).count(make.names) >= 10
