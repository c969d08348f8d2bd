"""Nothing in a Word file points to nothing, and a reader who cannot see it finds the way: what validators pass over."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from lxml import etree

from briefgen.document import (
    Attr,
    Cell,
    Cite,
    Columns,
    Document,
    Heading,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Row,
    Table,
    Text,
)
from briefgen.errors import OutputError
from briefgen.theme import Theme
from briefgen.write.docx import write

Check = Callable[[bytes], list[str]]
Parts = Callable[[bytes], dict[str, bytes]]


def _p(*inlines: object, id: str = "") -> Paragraph:  # noqa: A002
    children = tuple(Text(each) if isinstance(each, str) else each for each in inlines)
    return Paragraph(children=children, attr=Attr(id=id))


def test_everything_points_to_something(everything: Document, theme: Theme, pointing_faults: Check) -> None:
    assert pointing_faults(write(everything, theme)) == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b'pStyle w:val="Heading2"', b'pStyle w:val="Nothing"'),
        ("word/document.xml", b'w:anchor="table_1"', b'w:anchor="gone"'),
        ("word/document.xml", b'r:id="rIdL1"', b'r:id="rIdL9"'),
        ("word/document.xml", b'numId w:val="2"', b'numId w:val="99"'),
        ("word/document.xml", b'descr="A blue rectangle"', b'descr=""'),
        ("word/document.xml", b'footnoteReference w:id="2"', b'footnoteReference w:id="9"'),
        ("word/document.xml", b'bookmarkEnd w:id="1"', b'bookmarkEnd w:id="7"'),
        ("word/document.xml", b'w:pStyle w:val="Heading1"', b'w:pStyle w:val="BodyText"'),
        ("word/document.xml", b"<w:gridCol w:w=", b'<w:gridCol w:w="1'),
        ("word/settings.xml", b'w:percent="100"', b'w:percent="0"'),
        ("word/styles.xml", b'basedOn w:val="Normal"', b'basedOn w:val="Nothing"'),
        ("word/header-first.xml", b'val="1"', b'val="1"><a/></'),
    ],
)
def test_the_checks_can_fail(
    everything: Document, theme: Theme, pointing_faults: Check, part: str, old: bytes, new: bytes
) -> None:
    with zipfile.ZipFile(BytesIO(write(everything, theme))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    if part == "word/header-first.xml":
        head, _, tail = parts[part].partition(b"<a:extLst>")
        parts[part] = head + tail.partition(b"</a:extLst>")[2]
    elif old.endswith(b"w="):
        parts[part] = parts[part].replace(old + b'"', new, 1)
    else:
        parts[part] = parts[part].replace(old, new)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    assert pointing_faults(out.getvalue())


def test_a_link_to_nothing_is_plain_words(theme: Theme, parts: Parts) -> None:
    link = Link(target="#gone", children=(Text("here"),))
    cite = Cite(target="gone", children=(Text("there"),))
    body = parts(write(Document(blocks=(_p(link, cite),), title=""), theme))["word/document.xml"]
    assert b"hyperlink" not in body
    assert b"here" in body
    assert b"there" in body


@pytest.mark.parametrize(
    "address", ["http://", "https://a b/", "javascript:alert(1)", "http://[::1", "http://a:99999/", "ftp://x", "//x"]
)
def test_an_address_that_would_break_the_file_is_plain_words(theme: Theme, parts: Parts, address: str) -> None:
    found = parts(write(Document(blocks=(_p(Link(target=address, children=(Text("x"),))),), title=""), theme))
    assert b"w:hyperlink" not in found["word/document.xml"]


@pytest.mark.openxml
def test_odd_addresses_are_valid(theme: Theme, open_xml_faults: Check) -> None:
    addresses = [
        "https://example.org/a b?c={d}|e^`\\",
        "https://ex.org/[x]",
        "https://bücher.example/ü?ß#é",
        "mailto:a.b@c.org?subject=x y",
        "https://[2001:db8::1]:8080/x",
        "https://example.org/%zz%20",
    ]
    blocks = tuple(_p(Link(target=each, children=(Text(each),), title="<&>" * 200)) for each in addresses)
    assert open_xml_faults(write(Document(blocks=blocks, title=""), theme)) == []


def test_bookmarks_of_like_ids_stay_apart(theme: Theme, pointing_faults: Check, parts: Parts) -> None:
    ids = ["a-b", "a_b", "A-B", "x" * 60, "x" * 60 + "y", "1", "é"]
    links = _p(*(Link(target=f"#{each}", children=(Text("to"),)) for each in ids))
    data = write(Document(blocks=(links, *(_p("at", id=each) for each in ids)), title=""), theme)
    assert pointing_faults(data) == []
    assert parts(data)["word/document.xml"].count(b"bookmarkStart") == len(ids)


def test_only_nodes_that_are_linked_to_bear_bookmarks(theme: Theme, parts: Parts) -> None:
    data = write(Document(blocks=(_p("a", id="a"),), title=""), theme)
    assert b"bookmark" not in parts(data)["word/document.xml"]


def test_lists_count_from_their_own_start(theme: Theme, parts: Parts) -> None:
    def numbered(start: int) -> List:
        return List(items=(Item(blocks=(_p("x"),)),), ordered=True, start=start)

    data = write(Document(blocks=(numbered(1), _p("between"), numbered(1), numbered(7)), title=""), theme)
    numbering = parts(data)["word/numbering.xml"].decode()
    assert numbering.count("<w:num ") == 4
    assert 'startOverride w:val="7"' in numbering


def test_a_heads_row_is_repeated_and_named(theme: Theme, parts: Parts) -> None:
    head = Row(cells=(Cell(blocks=(_p("Who"),), header="col"),))
    rows = tuple(Row(cells=(Cell(blocks=(_p(str(number)),)),)) for number in range(3))
    table = Table(head=(head,), rows=rows, caption=(Text("Actors"),), summary="All of them")
    body = parts(write(Document(blocks=(table,), title=""), theme))["word/document.xml"].decode()
    assert body.count("<w:tblHeader/>") == 1
    assert '<w:tblCaption w:val="Actors"/>' in body
    assert '<w:tblDescription w:val="All of them"/>' in body


def test_notes_are_notes_wherever_word_has_them(theme: Theme, parts: Parts) -> None:
    note = Note(blocks=(_p("the evidence"),))
    inner = Note(blocks=(_p("outer", Note(blocks=(_p("inner"),))),))
    table = Table(rows=(Row(cells=(Cell(blocks=(_p("cell", note),)),)),))
    heading = Heading(level=1, children=(Text("Title"), note))
    found = parts(write(Document(blocks=(heading, table, _p("text", inner)), title=""), theme))
    assert found["word/document.xml"].count(b"footnoteReference ") == 3
    assert b" [inner]" in found["word/footnotes.xml"]


def test_the_file_holds_no_trace_of_another_template(everything: Document, theme: Theme, parts: Parts) -> None:
    found = parts(write(everything, theme))
    whole = b"".join(found.values())
    for word in (
        b"rsid",
        b"python-docx",
        b"attachedTemplate",
        b"updateFields",
        b"documentProtection",
        b"Calibri Light",
    ):
        assert word not in whole
    assert sum(map(len, found.values())) < 200_000


def test_what_xml_cannot_hold_is_one_clear_error(theme: Theme) -> None:
    document = Document(blocks=(_p("a\x00b"), _p("c\ud800d"), _p("e\ufffff")), title="t\x1f")
    with pytest.raises(OutputError) as caught:
        write(document, theme)
    told = str(caught.value)
    for code in ("U+0000", "U+D800", "U+FFFF", "U+001F"):
        assert code in told


def test_every_other_character_arrives_as_it_was(theme: Theme, parts: Parts) -> None:
    from lxml import etree

    text = "  a\u00a0b\u202fc\u200bd\u2066e\u2069f\u200f😀\u0301𐍈{{ x }}<script>&amp;\ufeff\u0085\u2028 "
    body = parts(write(Document(blocks=(_p(text),), title=text), theme))["word/document.xml"]
    found = "".join(each.text for each in etree.fromstring(body).iter("{*}t"))
    assert found == text.replace("\u0085", " ").replace("\u2028", " ")


def test_soft_hyphens_and_firm_hyphens_are_words_own(theme: Theme, parts: Parts) -> None:
    body = parts(write(Document(blocks=(_p("so\u00adft fi\u2011rm"),), title=""), theme))["word/document.xml"]
    assert b"<w:t>so</w:t><w:softHyphen/><w:t>ft fi</w:t><w:noBreakHyphen/><w:t>rm</w:t>" in body


def test_languages_and_directions_are_said(everything: Document, theme: Theme, parts: Parts) -> None:
    found = parts(write(everything, theme))
    body = found["word/document.xml"].decode()
    assert '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>' in found["word/styles.xml"].decode()
    assert '<w:lang w:val="fr-FR"/>' in body
    assert '<w:lang w:eastAsia="ko-KR"/>' in body
    assert '<w:lang w:bidi="he-IL"/>' in body
    assert "<w:bidi/>" in body
    assert "<w:rtl/>" in body
    assert "Malgun Gothic" in body or "Batang" in body


def test_page_fields_have_a_value_without_being_updated(everything: Document, theme: Theme, parts: Parts) -> None:
    footer = parts(write(everything, theme))["word/footer-default.xml"].decode()
    assert 'w:fldSimple w:instr=" PAGE "' in footer
    assert 'w:fldSimple w:instr=" NUMPAGES "' in footer
    assert footer.count("<w:t>1</w:t>") == 2


def test_words_nested_too_deep_are_refused(theme: Theme) -> None:
    block = _p("x")
    for _ in range(3000):
        block = List(items=(Item(blocks=(block,)),))
    with pytest.raises(OutputError, match="deep"):
        write(Document(blocks=(block,), title=""), theme)


def test_a_bold_word_in_a_bold_heading_stays_bold(theme: Theme, parts: Parts) -> None:
    """Word turns a toggle off where both the paragraph's and the character's style set it, unless the run says it."""
    from briefgen.document import Strong

    heading = Heading(level=2, children=(Strong(children=(Text("bold"),)),))
    body = parts(write(Document(blocks=(heading,), title=""), theme))["word/document.xml"].decode()
    assert '<w:rStyle w:val="Strong"/><w:b/><w:bCs/>' in body


NAMES = "김정은, Путин, 岸田文雄, 尹錫悅, 习近平, مرحبا, שלום"


def test_names_in_every_script_stand_in_every_part(theme: Theme, parts: Parts, schema_faults: Check) -> None:
    from lxml import etree

    from briefgen.document import Running

    table = Table(rows=(Row(cells=(Cell(blocks=(_p(NAMES),)),)),))
    text = _p(NAMES, Note(blocks=(_p(NAMES),)))
    title = Heading(level=1, children=(Text(NAMES),))
    data = write(Document(blocks=(title, text, table), title=NAMES, header=Running(start=(Text(NAMES),))), theme)
    assert schema_faults(data) == []
    found = parts(data)
    for part, times in (("document", 3), ("footnotes", 1), ("header-default", 1)):
        words = "".join(each.text for each in etree.fromstring(found[f"word/{part}.xml"]).iter("{*}t"))
        assert words.count(NAMES) == times
        assert found[f"word/{part}.xml"].count(b"<w:rtl/>") == 2 * times
    assert NAMES.encode() in found["docProps/core.xml"]


def test_large_words_find_room_in_an_exact_line(theme: Theme, parts: Parts) -> None:
    from briefgen.document import Mark, Running

    mark = Mark(label="TLP:RED", attr=Attr(classes=("tlp-red",)))
    found = parts(write(Document(blocks=(_p("plain"), _p(mark)), title="", header=Running(end=(mark,))), theme))
    assert b'w:line="276" w:lineRule="exact"' in found["word/header-default.xml"]
    assert found["word/document.xml"].count(b"w:lineRule") <= 1


def test_columns_that_end_the_document_are_its_last_section(theme: Theme, parts: Parts) -> None:
    """A further section would hold an empty paragraph, which LibreOffice sets on a page of its own."""
    document = Document(blocks=(_p("before"), Columns(blocks=(_p("left"), _p("right")), count=2)), title="t")
    body = etree.fromstring(parts(write(document, theme))["word/document.xml"])[0]
    assert [etree.QName(each).localname for each in body] == ["p", "p", "p", "sectPr"]
    assert "".join(body[-2].itertext()) == "right"
    numbers = [each.get(f"{{{body.nsmap['w']}}}num") for each in body.iter("{*}cols")]
    assert numbers == [None, "2"]
