"""Whatever words say, they arrive in Word as they were: nothing in them is taken for XML."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

import docx
from briefgen.document import Attr, Cell, Document, Figure, Image, Link, Paragraph, Row, Table, Text
from briefgen.theme import BoxStyle, Family, Style, Theme, load_theme
from briefgen.write.docx import write
from briefgen.write.docx.elements import escape, tag, without_tags

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = [
    "]]>",
    "<![CDATA[ x ]]>",
    "<!-- no -->",
    "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a 'b'>]>&a;",
    "</w:t></w:r></w:p><w:p/>",
    "&amp;lt; &#38; &#x26; &nbsp; & < > \" '",
    'a" w:val="b',
    "{{title}} {%p %} %s {0} \\n",
    "שלום עולם — مرحبا بالعالم",
    "\u202eevil\u202c \u200f\u200e \u2066x\u2069",
    "北京の会議 서울 𠮷野家 👩🏽‍🚀 \U0010fffd",
    "e\u0301 ﬁ \ufeff \ufdd0 \ufffd \u0085 \u2028",
    "  two  spaces  ",
]
_FORBIDDEN = [*map(chr, range(0x20)), "\ud800", "\udfff", "\ufffe", "\uffff"]
_any = st.text(st.characters() | st.sampled_from([*_FORBIDDEN, *"&<>\"' \t\r\n\u00ad\u2011"])) | st.sampled_from(
    HOSTILE
)
_sayable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("&<>\"' \u00ad\u2011김م習"),
    min_size=1,
    max_size=30,
) | st.sampled_from(HOSTILE)


def _held(text: str) -> str:
    """Return what XML 1.0 can hold of a text."""
    good = (
        char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff" for char in text
    )
    return "".join(char if fits else "\ufffd" for char, fits in zip(text, good, strict=True))


def _folded(text: str) -> str:
    return "".join(" " if char in "\t\n\v\f\r\x85\u2028\u2029" else char for char in text)


def _said(paragraph: etree._Element) -> str:
    said = {f"{W}softHyphen": "\u00ad", f"{W}noBreakHyphen": "\u2011"}
    return "".join(each.text or "" if each.tag == f"{W}t" else said.get(each.tag, "") for each in paragraph.iter())


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme("default")


@given(_any)
def test_any_text_is_itself_in_an_element_and_in_an_attribute(text: str) -> None:
    element = etree.fromstring(f'<w:t xmlns:w="{W[1:-1]}" said="{escape(text)}">{escape(text)}</w:t>'.encode())
    assert (element.text or "", element.get("said")) == (_held(text), _held(text))
    assert (len(element), len(element.attrib)) == (0, 1)


@given(_any, st.integers())
def test_attributes_are_what_was_said(text: str, number: int) -> None:
    element = etree.fromstring(tag("each", said=text, number=number).encode())
    assert dict(element.attrib) == {"said": _held(text), "number": str(number)}


@given(_any)
def test_characters_without_their_tags_are_those_that_are_drawn(text: str) -> None:
    written = tag("a", tag("b", escape(text), said=text) + tag("c", said="]>"))
    drawn = "".join(etree.fromstring(written.encode()).itertext())
    assert {char for char in without_tags(written) if char > "~"} == {char for char in drawn if char > "~"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_sayable, st.sampled_from(["en", "ar", "zh-Hant", "ko"]))
def test_any_words_come_back_from_python_docx(theme: Theme, text: str, lang: str) -> None:
    words = (Text(text),)
    row = Row(cells=(Cell(blocks=(Paragraph(children=words),)),))
    link = Link(target="https://example.org/", children=words, title=text[:250])
    document = Document(
        title=text,
        subject=text,
        authors=(text,),
        keywords=(text,),
        lang=lang,
        blocks=(
            Paragraph(children=words),
            Paragraph(children=(link,)),
            Table(rows=(row,), widths=(1.0,), caption=words, summary=text),
        ),
    )
    opened = docx.Document(io.BytesIO(write(document, theme)))
    wanted = _folded(text)
    plain, linked, caption = (paragraph._p for paragraph in opened.paragraphs[:3])
    assert (_said(plain), _said(linked), _said(caption)) == (wanted, wanted, wanted)
    assert [_said(cell._tc) for cell in opened.tables[0].rows[0].cells] == [wanted]
    assert linked.find(f"{W}hyperlink").get(f"{W}tooltip") == wanted[:250]
    assert opened.tables[0]._tbl.tblPr.find(f"{W}tblDescription").get(f"{W}val") == wanted
    about = opened.core_properties
    assert (about.title, about.subject, about.author, about.keywords) == (wanted, wanted, wanted, wanted)


@pytest.mark.parametrize("text", HOSTILE)
def test_alternative_text_is_itself(theme: Theme, text: str, small_png: bytes) -> None:
    image = Image(data=small_png, media_type="image/png", width=10.0, height=10.0)
    data = write(Document(title="x", blocks=(Figure(image=image, alt=text),)), theme)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    assert {each.get("descr") for each in root.iter() if each.get("descr") is not None} == {_folded(text)}


@pytest.mark.parametrize("name", ['A "B" & <C>', "it's]]>", "nul\x00\ud800\uffff"])
def test_names_in_a_theme_are_no_xml(theme: Theme, name: str) -> None:
    """A theme made in Python may call its fonts and styles as it likes."""
    families = {key: replace(family, name=name) for key, family in theme.fonts.items()} or {"body": Family(name=name)}
    theme = replace(
        theme,
        fonts=families,
        styles={**theme.styles, name: Style(bold=True)},
        boxes={**theme.boxes, name: BoxStyle(fill="#eeeeee")},
        lists=replace(theme.lists, marker=name),
    )
    paragraph = Paragraph(children=(Text("x"),), attr=Attr(classes=(name,)))
    data = write(Document(title="x", blocks=(paragraph,)), theme)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = {each: etree.fromstring(archive.read(each)) for each in archive.namelist() if each.endswith(".xml")}
    fonts = {each.get(f"{W}name") for each in roots["word/fontTable.xml"]}
    marks = {each.get(f"{W}val") for each in roots["word/numbering.xml"].iter(f"{W}lvlText")}
    assert _held(name) in fonts
    assert _held(name) in marks
