"""A letterhead that cannot be used is refused with its name, what is wrong and how to mend it."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from msgspec.structs import replace

from briefgen.document import Document, Paragraph, Text
from briefgen.errors import ThemeError
from briefgen.theme import Letterhead, Theme, load_theme
from briefgen.write.docx import write

Pour = Callable[..., bytes]
BRIEF = Document(blocks=(Paragraph(children=(Text("All of it."),)),), title="A brief", lang="en-GB")


def refused(pour: Pour, paper: Any, **said: Any) -> str:
    with pytest.raises(ThemeError) as raised:
        pour(BRIEF, paper, **said)
    return str(raised.value)


def test_a_theme_whose_letterhead_is_missing_says_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text('name = "house"\nextends = "default"\n[letterhead]\ndocx = "papr.docx"\n', encoding="utf-8")
    with pytest.raises(ThemeError, match=r"house\.toml:4:\d+: letterhead\.docx: there is no file 'papr\.docx'"):
        load_theme(str(path))


def test_a_style_map_names_styles_of_the_theme(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    text = 'name = "house"\nextends = "default"\n[letterhead.styles]\nsubtitel = "X"\n[letterhead.tables]\nfact = "Y"\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ThemeError) as raised:
        load_theme(str(path))
    assert "did you mean 'subtitle'?" in str(raised.value)
    assert "did you mean 'facts'?" in str(raised.value)


def test_files_stand_beside_the_theme_that_names_them(tmp_path: Path, make: Any, pack: Any) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "paper.docx").write_bytes(pack(make("plain")))
    house = tmp_path / "house" / "house.toml"
    house.write_text('name = "house"\nextends = "default"\n[letterhead]\ndocx = "paper.docx"\n', encoding="utf-8")
    branch = tmp_path / "branch.toml"
    branch.write_text('name = "branch"\nextends = "house"\n', encoding="utf-8")
    theme = load_theme(str(branch), folders=(tmp_path / "house",))
    assert Path(theme.letterhead.docx) == (tmp_path / "house" / "paper.docx").resolve()


def test_a_missing_file_is_named(default_theme: Theme, tmp_path: Path) -> None:
    theme = replace(default_theme, letterhead=Letterhead(docx=str(tmp_path / "gone.docx")))
    with pytest.raises(ThemeError, match=r"the letterhead gone\.docx cannot be read: No such file .*; put it beside"):
        write(BRIEF, theme)


def test_old_word_files_and_passwords_are_told(pour: Pour) -> None:
    said = refused(pour, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), name="old.doc")
    assert said.startswith("the letterhead old.doc is an old Word file (.doc), or protected by a password; save it as")


@pytest.mark.parametrize("data", [b"", b"PK", b"Just text.", b"%PDF-1.7", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_word_file_is_told(data: bytes, pour: Pour) -> None:
    assert "the letterhead paper.docx is not a Word file" in refused(pour, data)


def test_files_cut_anywhere_are_refused(pour: Pour, make: Any, pack: Any) -> None:
    data = pack(make("plain"))
    for at in range(0, len(data), len(data) // 25):
        assert "paper.docx" in refused(pour, data[:at])


def test_broken_bytes_anywhere_are_refused_or_harmless(pour: Pour, make: Any, pack: Any) -> None:
    data = pack(make("plain"))
    for at in range(30, len(data), len(data) // 40):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        with suppress(ThemeError):
            pour(BRIEF, broken)


def test_a_file_without_styles_is_refused(pour: Pour, make: Any, pack: Any, changed: Any) -> None:
    said = refused(pour, changed(pack(make("plain")), {"word/styles.xml": None}))
    assert "word/styles.xml" in said or "has no styles" in said
    data = pack(make("plain"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rels = archive.read("word/_rels/document.xml.rels").replace(b"relationships/styles", b"relationships/nostyles")
    assert "has no styles" in refused(pour, changed(data, {"word/_rels/document.xml.rels": rels}))


def test_zip_bombs_are_refused_before_they_unpack(pour: Pour, make: Any, pack: Any, changed: Any) -> None:
    data = changed(pack(make("plain")), {"word/media/bomb.bin": bytes(210 * 1024 * 1024)})
    assert len(data) < 1024 * 1024
    assert "unpacks to" in refused(pour, data)
    many = changed(pack(make("plain")), {f"word/media/{number}.bin": b"" for number in range(2100)})
    assert "parts" in refused(pour, many)


def test_a_part_that_is_larger_than_it_says_is_refused(pour: Pour, make: Any, pack: Any, changed: Any) -> None:
    size, said = 60 * 1024 * 1024, 100
    data = changed(pack(make("plain")), {"word/media/bomb.bin": bytes(size)})
    assert data.count(size.to_bytes(4, "little")) == 2
    lying = data.replace(size.to_bytes(4, "little"), said.to_bytes(4, "little"))
    tracemalloc.start()
    try:
        assert "is not a Word file" in refused(pour, lying)
        assert tracemalloc.get_traced_memory()[1] < size / 2
    finally:
        tracemalloc.stop()


def test_entities_are_refused(pour: Pour, make: Any, pack: Any, changed: Any) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    secret = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    for text in (bomb + "]><a>&j;</a>", secret):
        said = refused(pour, changed(pack(make("plain")), {"word/styles.xml": text.encode()}))
        assert "word/styles.xml" in said


def test_other_kinds_of_office_file_are_told(pour: Pour, make: Any, pack: Any, changed: Any) -> None:
    assert "is an OpenDocument file" in refused(
        pour, changed(pack(make("plain")), {"mimetype": b"x", "content.xml": b"<a/>"})
    )
    data = pack(make("plain"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rels, types = archive.read("_rels/.rels"), archive.read("[Content_Types].xml")
    strict = rels.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    assert "Strict Open XML" in refused(pour, changed(data, {"_rels/.rels": strict}))
    sheet = types.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
    assert "is not a Word file" in refused(pour, changed(data, {"[Content_Types].xml": sheet}))


def test_a_word_template_is_a_letterhead_too(pour: Pour, make: Any, pack: Any, changed: Any, parts: Any) -> None:
    data = pack(make("plain"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    template = types.replace(b"wordprocessingml.document.main", b"wordprocessingml.template.main")
    found = parts(pour(BRIEF, changed(data, {"[Content_Types].xml": template}), name="paper.dotx"))
    assert b"template" not in found["[Content_Types].xml"]


def test_two_places_are_refused(pour: Pour, make: Any) -> None:
    paper = make("plain")
    paper.add_paragraph("{{brief}}")
    assert refused(pour, paper) == "the letterhead paper.docx has 2 places for the brief; leave one"


@pytest.mark.parametrize("where", ["words around", "a table", "the header"])
def test_a_place_where_a_brief_cannot_stand_is_refused(where: str, pour: Pour, make: Any) -> None:
    paper = make("unmarked")
    if where == "words around":
        paper.add_paragraph("Here: {{brief}}")
    elif where == "a table":
        paper.add_table(1, 1).cell(0, 0).text = "{{brief}}"
    else:
        paper.sections[0].header.paragraphs[0].text = "{{brief}}"
    assert "where a brief cannot stand; give it a paragraph of its own" in refused(pour, paper)


def test_unknown_slots_and_styles_name_the_nearest(pour: Pour, make: Any) -> None:
    paper = make("plain")
    paper.paragraphs[1].text = "{{titel}} {{7*7}}"
    said = refused(pour, paper)
    assert "the letterhead paper.docx has a place for 'titel'; did you mean 'title'?" in said
    assert "has a place for '7*7'; there are: title" in said
    said = refused(pour, make("plain"), styles={"h1": "Heding 1", "strong": "Normal"}, tables={"default": "Normal"})
    assert "letterhead.styles.h1: the letterhead paper.docx has no style 'Heding 1'; did you mean 'heading 1'?" in said
    assert "letterhead.styles.strong: the style 'Normal' of the letterhead paper.docx is for a paragraph" in said
    assert "letterhead.tables.default" in said


def test_nothing_in_a_slot_is_run(pour: Pour, make: Any, texts: Any) -> None:
    paper = make("plain")
    paper.paragraphs[1]._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{{% set x = 1 %}}{{# c #}}</w:t></w:r>"))
    assert "{% set x = 1 %}{# c #}" in texts(pour(BRIEF, paper))["word/document.xml"]
