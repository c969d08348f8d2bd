"""What a letterhead carries besides its looks reaches no reader: it is left behind, or the file is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from briefgen.document import Document, Paragraph, Text
from briefgen.errors import ThemeError

Pour = Callable[..., bytes]
BRIEF = Document(blocks=(Paragraph(children=(Text("All of it."),)),), title="A brief", lang="en-GB")
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def body(paper: Any, xml: str) -> None:
    """Append elements to the first paragraph of the cover."""
    for each in list(parse_xml(f'<w:x {nsdecls("w", "r")} xmlns:w14="w14">{xml}</w:x>')):
        paper.paragraphs[1]._p.append(each)


def with_relation(
    data: bytes, changed: Any, kind: str, target: str, *, external: bool = False, part: bytes = b""
) -> bytes:
    """Let the main part of a file relate to something."""
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read(name).decode()
    mode = ' TargetMode="External"' if external else ""
    added = f'<Relationship Id="rIdX" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'
    parts = {name: relations.replace("</Relationships>", added).encode()}
    if not external:
        parts[f"word/{target}"] = part
    out: bytes = changed(data, parts)
    return out


def test_authors_comments_and_data_of_the_letterhead_are_in_no_byte(
    pour: Pour, make: Any, pack: Any, changed: Any, parts: Any
) -> None:
    paper = make("plain")
    paper.core_properties.author = paper.core_properties.last_modified_by = "SECRET-AUTHOR"
    paper.core_properties.comments = paper.core_properties.title = "SECRET-TITLE"
    paper.add_comment(paper.paragraphs[1].runs, text="SECRET-COMMENT", author="SECRET-COMMENTER", initials="SC")
    body(paper, '<w:r w:rsidR="00AB12CD"><w:rPr><w:vanish/></w:rPr><w:t>SECRET-HIDDEN</w:t></w:r>')
    body(paper, '<w:bookmarkStart w:id="90" w:name="_GoBack"/><w:bookmarkEnd w:id="90"/>')
    paper.paragraphs[1]._p.set(parse_xml(f"<w:p {nsdecls('w')} w:rsidR='00AB12CD'/>").keys()[0], "00AB12CD")
    settings = paper.settings.element
    settings.append(parse_xml(f'<w:rsids {nsdecls("w")}><w:rsidRoot w:val="00AB12CD"/></w:rsids>'))
    settings.append(parse_xml(f'<w:docVars {nsdecls("w")}><w:docVar w:name="a" w:val="SECRET-VARIABLE"/></w:docVars>'))
    shape = next(paper.sections[0].header.paragraphs[0]._p.iter("{*}docPr"))
    shape.set("title", r"C:\Users\SECRET-USER\logo.png")
    data = with_relation(pack(paper), changed, "customXml", "customXml/item1.xml", part=b"<a>SECRET-DATA</a>")
    data = changed(
        data, {"docProps/custom.xml": b"<a>SECRET-PROPERTY</a>", "docProps/thumbnail.jpeg": b"SECRET-PICTURE"}
    )
    assert b"SECRET-AUTHOR" in b"".join(parts(data).values())
    for name, blob in parts(pour(BRIEF, data)).items():
        for secret in (b"SECRET", b"00AB12CD", b"_GoBack", b"commentRange", b"commentReference"):
            assert secret not in blob, name


def test_the_template_that_a_letterhead_hangs_on_is_let_go(
    pour: Pour, make: Any, pack: Any, changed: Any, parts: Any
) -> None:
    paper = make("plain")
    paper.settings.element.append(parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="rId1"/>'))
    relation = f'Id="rId1" Type="{R}/attachedTemplate" Target="file:///C:/x.dotm" TargetMode="External"'
    relations = f'<Relationships xmlns="{RELS}"><Relationship {relation}/></Relationships>'
    data = changed(pack(paper), {"word/_rels/settings.xml.rels": relations.encode()})
    found = parts(pour(BRIEF, data))
    assert not any(b"attachedTemplate" in blob or b"x.dotm" in blob for blob in found.values())


def test_the_file_says_what_the_brief_says_of_itself(pour: Pour, make: Any, parts: Any) -> None:
    paper = make("plain")
    paper.core_properties.subject = "SECRET-SUBJECT"
    core = parts(pour(BRIEF, paper))["docProps/core.xml"]
    assert b"A brief" in core
    assert b"SECRET" not in core


TRACKED = (
    '<w:ins w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins>',
    '<w:del w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>old</w:delText></w:r></w:del>',
    '<w:r><w:rPr><w:rPrChange w:id="1" w:author="A"><w:rPr/></w:rPrChange></w:rPr><w:t>bold</w:t></w:r>',
)


@pytest.mark.parametrize("xml", TRACKED)
def test_tracked_changes_are_refused(xml: str, pour: Pour, make: Any) -> None:
    paper = make("plain")
    body(paper, xml)
    with pytest.raises(ThemeError, match=r"paper\.docx has tracked changes; accept or reject"):
        pour(BRIEF, paper)


@pytest.mark.parametrize("code", ['INCLUDETEXT "C:\\x.docx"', "DDEAUTO c:\\\\x cmd", "includepicture http://x/y.png"])
def test_fields_that_fetch_are_refused(code: str, pour: Pour, make: Any) -> None:
    paper = make("plain")
    body(paper, f"<w:fldSimple w:instr='{code}'><w:r><w:t>x</w:t></w:r></w:fldSimple>")
    with pytest.raises(ThemeError, match=r"paper\.docx has a field that fetches"):
        pour(BRIEF, paper)


def test_macros_are_refused(pour: Pour, make: Any, pack: Any, changed: Any) -> None:
    data = pack(make("plain"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    typed = types.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    assert typed != types
    for parts in ({"[Content_Types].xml": typed}, {"word/vbaProject.bin": b"x"}):
        with pytest.raises(ThemeError, match=r"paper\.docx holds macros; save it as"):
            pour(BRIEF, changed(data, parts))


@pytest.mark.parametrize(
    ("kind", "target", "words"),
    [
        ("image", "https://example.org/beacon.png", "fetches a picture from https://example.org/beacon.png"),
        ("hyperlink", "file:///C:/Users/me/x.docx", "links to file:///C:/Users/me/x.docx"),
        ("hyperlink", "javascript:alert(1)", "links to javascript"),
    ],
)
def test_what_is_fetched_and_links_to_files_are_refused(
    kind: str, target: str, words: str, pour: Pour, make: Any, pack: Any, changed: Any
) -> None:
    paper = make("plain")
    body(paper, '<w:hyperlink r:id="rIdX"><w:r><w:t>x</w:t></w:r></w:hyperlink>')
    with pytest.raises(ThemeError, match=words):
        pour(BRIEF, with_relation(pack(paper), changed, kind, target, external=True))


@pytest.mark.parametrize(
    ("kind", "words"), [("oleObject", "embedded object"), ("chart", "a chart"), ("strange", "strange")]
)
def test_embedded_files_are_refused(kind: str, words: str, pour: Pour, make: Any, pack: Any, changed: Any) -> None:
    paper = make("plain")
    body(paper, '<w:hyperlink r:id="rIdX"><w:r><w:t>x</w:t></w:r></w:hyperlink>')
    with pytest.raises(ThemeError, match=words):
        pour(BRIEF, with_relation(pack(paper), changed, kind, "embeddings/x.bin", part=b"SECRET"))


def test_parts_that_nothing_shows_are_left_behind(pour: Pour, make: Any, pack: Any, changed: Any, parts: Any) -> None:
    data = with_relation(pack(make("plain")), changed, "oleObject", "embeddings/x.bin", part=b"SECRET")
    assert not any(b"SECRET" in blob or "x.bin" in name for name, blob in parts(pour(BRIEF, data)).items())
