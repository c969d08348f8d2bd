"""A brief poured into a Word file of the house: the house's paper stays, the brief is whole, and the file is sound."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from msgspec.structs import replace

import docx
from briefgen.document import Document, Heading, Item, List, Mark, Paragraph, Running, Text
from briefgen.plain import plain_blocks
from briefgen.write.docx import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Pour = Callable[..., bytes]


def p(text: str) -> Paragraph:
    return Paragraph(children=(Text(text),))


def small(*blocks: Any, **fields: Any) -> Document:
    return Document(blocks=blocks or (p("All of it."),), title="A <small> & plain one", lang="en-GB", **fields)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


# ---------------------------------------------------------------- sound


def test_every_letterhead_gives_a_valid_file(
    paper: Any, everything: Document, pour: Pour, schema_faults: Any, pointing_faults: Any
) -> None:
    data = pour(everything, paper)
    assert schema_faults(data) == []
    assert pointing_faults(data) == []


@pytest.mark.openxml
def test_the_open_xml_sdk_finds_nothing(paper: Any, everything: Document, pour: Pour, open_xml_faults: Any) -> None:
    assert open_xml_faults(pour(everything, paper)) == []


def test_the_brief_is_whole_in_every_letterhead(paper: Any, everything: Document, pour: Pour, texts: Any) -> None:
    from briefgen.theme import load_theme

    there = texts(pour(everything, paper))
    alone = texts(write(everything, load_theme("default")))
    assert letters(alone["word/document.xml"]) in letters(there["word/document.xml"])
    assert letters(alone["word/footnotes.xml"]) in letters(there["word/footnotes.xml"])


def test_python_docx_and_word_s_order_of_parts_are_happy(everything: Document, pour: Pour, paper: Any) -> None:
    found = docx.Document(io.BytesIO(pour(everything, paper)))
    assert any("What was agreed" in each.text for each in found.paragraphs)


def test_the_same_bytes_come_out_twice(everything: Document, pour: Pour, pack: Any, make: Any, tmp_path: Path) -> None:
    paper = pack(make("many sections"))
    assert pour(everything, paper) == pour(everything, paper, name="other.docx")


# ---------------------------------------------------------------- kept


def test_what_the_house_has_stays(pour: Pour, make: Any, parts: Any, texts: Any, logo: bytes, pack: Any) -> None:
    paper = make("plain")
    before, data = parts(pack(paper)), pour(small(), paper)
    after, said = parts(data), texts(data)
    assert logo in after.values()
    assert b"Office" in after["word/theme/theme1.xml"]
    assert [text for name, text in said.items() if "header" in name] == ["Head of the house "]
    assert [text for name, text in said.items() if "footer" in name] == ["Foot of the house"]
    assert said["word/document.xml"] == "The InstituteA cover lineAll of it.An imprint"
    ids = [
        {each.get(f"{W}styleId") for each in etree.fromstring(found["word/styles.xml"]).iter(f"{W}style")}
        for found in (before, after)
    ]
    assert ids[0] <= ids[1]


def test_the_pages_are_the_house_s(pour: Pour, make: Any, everything: Document) -> None:
    """Sections of the brief's columns have the size, margins and heads of the section that they stand in."""
    found = docx.Document(io.BytesIO(pour(everything, make("many sections")))).sections
    sizes = [(round(each.page_width.mm), round(each.page_height.mm)) for each in found]
    assert sizes[0] == (297, 210)
    assert set(sizes[1:]) == {(200, 280)}
    assert len(found) > 4
    assert {round(each.left_margin.mm) for each in found[1:]} == {30}
    assert [each._sectPr.find(f"{W}titlePg") is not None for each in found[1:-1]] == [True] + [False] * (len(found) - 3)
    assert all("First head" in each.first_page_header.paragraphs[-1].text for each in found[1:2])
    columns = [each._sectPr.find(f"{W}cols").get(f"{W}num", "1") for each in found]
    assert columns[-1] == "2"
    assert columns.count("2") == 3


def test_the_brief_stands_at_the_marked_place(pour: Pour, paper: Any, paragraphs: Any, pack: Any) -> None:
    data = pour(small(p("Only this.")), paper)
    said = [text for _, text in paragraphs(data) if text]
    assert "Only this." in said
    assert not any("{{" in text or text == "Here." for text in said)
    if "A cover line" in said:
        before = "Before the brief" if "Before the brief" in said else "A cover line"
        assert said.index("Only this.") == said.index(before) + 1
    if "An imprint" in said and "Before the brief" not in said:
        assert said[-1] == "An imprint"


def test_an_empty_last_paragraph_makes_room(pour: Pour, make: Any, paragraphs: Any) -> None:
    assert [text for _, text in paragraphs(pour(small(), make("unmarked")))] == ["A cover line", "All of it."]


# ---------------------------------------------------------------- styles

OUTLINE = (
    Heading(level=1, children=(Text("Title"),)),
    Heading(level=2, children=(Text("Section"),)),
    Heading(level=3, children=(Text("Part"),)),
    p("Text."),
    List(items=(Item(blocks=(p("one"),)), Item(blocks=(p("two"),)))),
    List(items=(Item(blocks=(p("five"),)), Item(blocks=(p("six"),))), ordered=True, start=5),
)


def styles_of(said: list[tuple[str, str]]) -> dict[str, str]:
    return {text: name for name, text in said}


def test_word_s_own_styles_are_found(pour: Pour, make: Any, paragraphs: Any) -> None:
    found = styles_of(paragraphs(pour(small(*OUTLINE), make("plain"))))
    assert found["Title"] == "Title"
    assert found["Section"] == "heading 1"
    assert found["Part"] == "heading 2"
    assert found["Text."] == "Normal"
    assert (found["one"], found["five"]) == ("List Bullet", "List Number")


def test_styles_are_found_by_local_names_and_outline_levels(pour: Pour, make: Any, paragraphs: Any) -> None:
    found = styles_of(paragraphs(pour(small(*OUTLINE), make("odd styles"))))
    assert found["Title"] == "Haus Titel"
    assert found["Section"] == "Überschrift 1"
    assert found["Part"] == "Abschnitt klein"
    assert found["Text."] == "Briefing Text"  # Normal, which has no space, and some space
    assert found["one"] == "List Bullet"  # which the house lacks and is added


def test_headings_say_their_level_where_the_style_does_not(pour: Pour, make: Any, parts: Any) -> None:
    root = etree.fromstring(parts(pour(small(*OUTLINE), make("odd styles")))["word/document.xml"])
    levels = {
        "".join(each.itertext()): each.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val")
        for each in root.iter(f"{W}p")
        if each.find(f"{W}pPr/{W}outlineLvl") is not None
    }
    assert levels == {"Section": "0"}  # "Part" stands in a style of level 2


def test_the_style_of_the_marked_place_is_that_of_text(pour: Pour, make: Any, paragraphs: Any) -> None:
    assert styles_of(paragraphs(pour(small(*OUTLINE), make("a control"))))["Text."] == "Body Text"


def test_the_theme_s_word_goes_before_a_guess(pour: Pour, make: Any, paragraphs: Any) -> None:
    said = {"h1": "heading 1", "body": "BodyText2", "list-bullet": "List Bullet 3", "strong": "Intense Emphasis"}
    found = styles_of(paragraphs(pour(small(*OUTLINE), make("plain"), styles=said)))
    assert found["Title"] == "heading 1"
    assert found["Section"] == "heading 2"
    assert found["Text."] == "Body Text 2"
    assert found["one"] == "List Bullet 3"


def test_numbered_lists_count_from_their_start_in_the_house_s_pattern(pour: Pour, make: Any, parts: Any) -> None:
    held = parts(pour(small(*OUTLINE), make("plain")))
    body, numbering = (etree.fromstring(held[f"word/{name}.xml"]) for name in ("document", "numbering"))
    styles = etree.fromstring(held["word/styles.xml"])
    item = next(each for each in body.iter(f"{W}p") if "".join(each.itertext()) == "five")
    number = item.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    lists = {each.get(f"{W}numId"): each for each in numbering.iter(f"{W}num")}
    assert lists[number].find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val") == "5"
    style = next(each for each in styles.iter(f"{W}style") if each.get(f"{W}styleId") == "ListNumber")
    house = style.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    pattern = [each.find(f"{W}abstractNumId").get(f"{W}val") for each in (lists[number], lists[house])]
    assert pattern[0] == pattern[1]
    bullet = next(each for each in body.iter(f"{W}p") if "".join(each.itertext()) == "one")
    assert [etree.QName(each).localname for each in bullet.find(f"{W}pPr")][:1] == ["pStyle"]
    assert bullet.find(f"{W}pPr/{W}numPr") is None


def test_text_is_told_its_language_where_the_house_speaks_another(pour: Pour, make: Any, parts: Any) -> None:
    paper = make("plain")
    for lang in paper.styles.element.iter(f"{W}lang"):
        lang.set(f"{W}val", "de-DE")
    root = etree.fromstring(parts(pour(small(p("English words.")), paper))["word/document.xml"])
    run = next(each for each in root.iter(f"{W}r") if "".join(each.itertext()) == "English words.")
    assert run.find(f"{W}rPr/{W}lang").get(f"{W}val") == "en-GB"


# ---------------------------------------------------------------- places for the brief's properties


def test_slots_are_filled_however_word_cuts_them(pour: Pour, make: Any, texts: Any) -> None:
    paper = make("plain")
    cut = paper.paragraphs[1]
    cut.text = ""
    for piece in ("On {", "{ti", "t", "le }} of ", "{{DATE}}", " by {{organisation}}{{subtitle}}"):
        cut.add_run(piece)
    cut.runs[1].bold = True
    paper.sections[0].header.paragraphs[0].add_run("{{authors}}")
    document = small(date="2024-06-05", authors=("A. Writer", "B & Co"), organisation="The <House>")
    said = texts(pour(document, paper))
    assert "On A <small> & plain one of 5 June 2024 by The <House>An" not in said["word/document.xml"]
    assert "On A <small> & plain one of 5 June 2024 by The <House>All of it." in said["word/document.xml"]
    assert any("A. Writer, B & Co" in text for name, text in said.items() if "header" in name)


@pytest.mark.parametrize(
    ("date", "lang", "words"),
    [("2024-06-05", "de", "5. Juni 2024"), ("2024-06", "fr", "juin 2024"), ("2024", "ko", "2024"), ("", "en", "")],
)
def test_dates_are_in_the_words_of_the_brief_s_language(
    date: str, lang: str, words: str, pour: Pour, make: Any, texts: Any
) -> None:
    paper = make("plain")
    paper.paragraphs[1].text = "<{{date}}>"
    assert f"<{words}>" in texts(pour(replace(small(date=date), lang=lang), paper))["word/document.xml"]


def test_what_a_brief_says_is_never_taken_for_a_slot(pour: Pour, make: Any, texts: Any) -> None:
    said = texts(pour(small(p("Write {{title}} and {{ 7*7 }} and {% x %}.")), make("plain")))["word/document.xml"]
    assert "Write {{title}} and {{ 7*7 }} and {% x %}." in said


def test_controls_and_fields_of_properties_say_the_brief_s(pour: Pour, make: Any, texts: Any, parts: Any) -> None:
    paper = make("plain")
    bound = (
        "<w:dataBinding w:prefixMappings='' w:xpath=\"/ns1:coreProperties[1]/ns0:title[1]\" "
        "w:storeItemID='{6C3C8BC8-F283-45AE-878A-BAB7291924A1}'/>"
    )
    for props, old in (
        (f"<w:alias w:val='Titel'/>{bound}<w:text/>", "OLD"),
        ("<w:tag w:val='date'/><w:date/>", "WHEN"),
    ):
        control = f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent><w:r><w:t>{old}</w:t></w:r></w:sdtContent></w:sdt>"
        paper.paragraphs[1]._p.append(parse_xml(f"<w:x {nsdecls('w')}>{control}</w:x>")[0])
    for code, shown in ((" TITLE ", "STALE TITLE"), (" LASTSAVEDBY ", "STALE EDITOR")):
        runs = (
            f"<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>{shown}</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )
        for run in parse_xml(f"<w:x {nsdecls('w')}>{runs}</w:x>"):
            paper.paragraphs[1]._p.append(run)
    data = pour(small(date="2024-06-05"), paper)
    said = texts(data)["word/document.xml"]
    assert said.count("A <small> & plain one") == 2
    assert "5 June 2024" in said
    assert not any(old in said for old in ("OLD", "WHEN", "STALE"))
    assert b"dataBinding" not in parts(data)["word/document.xml"]


# ---------------------------------------------------------------- markings

AMBER = (Mark(label="TLP:AMBER"),)
MARKED = {"header": Running(end=AMBER), "footer": Running(center=AMBER)}


def test_a_marking_is_on_every_page_of_every_letterhead(paper: Any, pour: Pour) -> None:
    found = docx.Document(io.BytesIO(pour(small(**MARKED), paper)))
    for section in found.sections:
        for part in (
            section.header,
            section.footer,
            *(
                (section.first_page_header, section.first_page_footer)
                if section.different_first_page_header_footer
                else ()
            ),
            *(
                (section.even_page_header, section.even_page_footer)
                if found.settings.odd_and_even_pages_header_footer
                else ()
            ),
        ):
            assert "".join(each.text for each in part.paragraphs).count("TLP:AMBER") == 1


def test_a_marking_stands_where_the_house_keeps_a_place_for_it(pour: Pour, make: Any) -> None:
    paper = make("plain")
    paper.sections[0].header.paragraphs[0].add_run("[{{marking}}]")
    section = docx.Document(io.BytesIO(pour(small(**MARKED), paper))).sections[0]
    assert [each.text for each in section.header.paragraphs] == ["Head of the house [TLP:AMBER]"]
    assert [each.text for each in section.footer.paragraphs] == ["Foot of the house", "TLP:AMBER"]


def test_heads_of_the_house_win_over_those_of_the_template(pour: Pour, make: Any, texts: Any) -> None:
    document = small(
        header=Running(start=(Text("Running title"),)), footer=Running(end=(Text("Page of the template"),))
    )
    said = " ".join(texts(pour(document, make("plain"))).values())
    assert "Running title" not in said
    assert "Page of the template" not in said


# ---------------------------------------------------------------- several of one name


def test_notes_bookmarks_lists_and_pictures_of_the_house_stay_its_own(
    pour: Pour, make: Any, parts: Any, everything: Document
) -> None:
    paper = make("our own")
    before, after = parts(paper), parts(pour(everything, paper))
    notes = [etree.fromstring(each["word/footnotes.xml"]) for each in (before, after)]
    assert len(notes[1]) == 2 * len(notes[0]) - 2
    pictures = [sorted(name for name in each if "/media/" in name) for each in (before, after)]
    assert set(pictures[0]) < set(pictures[1])
    bodies = [etree.fromstring(each["word/document.xml"]) for each in (before, after)]
    links = [[each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")] for body in bodies]
    ours = [anchor for anchor in links[1] if anchor not in links[0]]
    assert ours, "links of the brief lead to its own bookmarks, not to those of the house"
    assert plain_blocks(everything.blocks)
