"""Letterheads that LibreOffice writes, in German and with styles of its own; and LibreOffice reads what comes out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from briefgen.document import Document

FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3">
<office:styles>
 <style:default-style style:family="paragraph"><style:text-properties fo:language="de" fo:country="DE"
  style:font-name="Liberation Sans" fo:font-size="11pt"/></style:default-style>
 <style:style style:name="Standard" style:family="paragraph" style:class="text"/>
 <style:style style:name="Fließtext" style:family="paragraph" style:parent-style-name="Standard"
  style:display-name="Fließtext"><style:paragraph-properties fo:margin-bottom="0.25cm"/></style:style>
 <style:style style:name="Haus_20_1" style:display-name="Haus Überschrift 1" style:family="paragraph"
  style:parent-style-name="Standard" style:default-outline-level="1"><style:text-properties fo:font-size="16pt"
  fo:color="#8c1d18" fo:font-weight="bold"/></style:style>
 <style:style style:name="Haus_20_2" style:display-name="Haus Überschrift 2" style:family="paragraph"
  style:parent-style-name="Standard" style:default-outline-level="2"><style:text-properties
  fo:font-size="13pt"/></style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="A"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="2.5cm"/><style:header-style><style:header-footer-properties
 fo:min-height="1cm"/></style:header-style><style:footer-style><style:header-footer-properties
 fo:min-height="1cm"/></style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A">
 <style:header><text:p text:style-name="Standard">Amt für Prüfung
 <text:span>{{mark</text:span><text:span>ing}}</text:span></text:p></style:header>
 <style:footer><text:p>Seite <text:page-number>1</text:page-number> · Straße der Prüfung 1</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
 <text:p text:style-name="Fließtext">Vermerk vom {{date}}, {{organisation}}</text:p>
 <text:h text:style-name="Haus_20_1" text:outline-level="1">Vorbemerkung</text:h>
 <table:table><table:table-column/><table:table-row><table:table-cell office:value-type="string"><text:p>Zelle der
 Vorlage</text:p></table:table-cell></table:table-row></table:table>
 <text:p text:style-name="Fließtext">{{<text:span>brief</text:span>}}</text:p>
 <text:h text:style-name="Haus_20_2" text:outline-level="2">Anhang</text:h>
 <text:p text:style-name="Fließtext">Im Auftrag</text:p>
</office:text></office:body></office:document>"""

HTML = """<html lang="fr"><head><title>Papier</title></head><body><h1>Maison d'études</h1><p>Note du {{date}}</p>
<p>{{brief}}</p><ul><li>Une puce</li></ul><p>Fin de la note<sup><a href="https://example.org">1</a></sup></p></body></html>"""


def letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).casefold()


@pytest.fixture(scope="session")
def made(office: Callable[[str, str, str], bytes]) -> dict[str, bytes]:
    return {
        "German": office(FODT, "fodt", "docx"),
        "French": office(HTML, "html", "docx:MS Word 2007 XML"),
    }


@pytest.mark.libreoffice
def test_what_libreoffice_writes_is_a_letterhead(
    made: dict[str, bytes], everything: Document, pour: Any, texts: Any, schema_faults: Any, pointing_faults: Any
) -> None:
    for paper, kept in ((made["German"], "VorbemerkungZelle"), (made["French"], "Fin de la note")):
        data = pour(everything, paper)
        said = texts(data)
        body = said["word/document.xml"]
        assert letters(kept) in letters(body)
        assert "{{" not in "".join(said.values())
        assert "21 June 2024" in body
        assert body.index("Flash analysis") < body.index("Im Auftrag" if "Im Auftrag" in body else "Fin de")
        assert [fault for fault in schema_faults(data) if fault not in schema_faults(paper)] == []
        own = ("a table is not as wide", "a heading of level")  # the letterhead's table; levels that paragraphs say
        assert [fault for fault in pointing_faults(data) if not any(each in fault for each in own)] == []


@pytest.mark.libreoffice
@pytest.mark.openxml
def test_the_open_xml_sdk_finds_no_more_than_before(
    made: dict[str, bytes], everything: Document, pour: Any, open_xml_faults: Any
) -> None:
    for paper in made.values():
        assert len(open_xml_faults(pour(everything, paper))) <= len(open_xml_faults(paper))


@pytest.mark.libreoffice
def test_its_own_styles_are_used(made: dict[str, bytes], everything: Document, pour: Any, paragraphs: Any) -> None:
    found = {text: name for name, text in paragraphs(pour(everything, made["German"]))}
    assert found["What was agreed"] == found["Anhang"] == "Haus Überschrift 2"  # there is no style for a title
    assert found["Left"] == "heading 3"
    assert found["Bonjour le monde"] == "Fließtext"


@pytest.mark.libreoffice
def test_the_marking_stands_in_its_slot(made: dict[str, bytes], everything: Document, pour: Any, texts: Any) -> None:
    said = texts(pour(everything, made["German"]))
    heads = [text for name, text in said.items() if "header" in name]
    assert heads
    assert all(text.count("TLP:CLEAR") == 1 for text in heads)


@pytest.mark.libreoffice
@pytest.mark.poppler
def test_libreoffice_reads_every_letterhead_with_the_brief_in_it(
    paper: Any, everything: Document, pour: Any, as_pdf: Any, texts: Any, need: Any
) -> None:
    data = pour(everything, paper)
    path = as_pdf(data)
    command = [need("pdftotext", "poppler"), path, "-"]
    said = letters(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for words in ("Flash analysis", "What was agreed", "First note", "spanning all", "ends in columns", "A caveat"):
        assert letters(words) in said
    if "Head of the house" in "".join(texts(data).values()):
        assert letters("Head of the house") in said
        assert letters("An imprint") in said
