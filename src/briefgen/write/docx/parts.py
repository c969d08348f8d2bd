"""The small parts of a package: settings, fonts, theme, and what the file says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.oxml.ns import qn
from lxml import etree

from briefgen.document import Document
from briefgen.write.docx.draft import Draft
from briefgen.write.docx.elements import Element, add, w
from briefgen.write.docx.embedded import EmbeddedFont
from briefgen.write.docx.looks import Typefaces
from briefgen.write.docx.notes import SEPARATORS

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_WORD = "http://schemas.microsoft.com/office/word"
_NO_DATE = "1980-01-01T00:00:00Z"  # the earliest that a zip archive knows
_FAMILIES = {"serif": "roman", "sans-serif": "swiss", "monospace": "modern"}


def settings(draft: Draft) -> Element:
    """Return `<w:settings>`: no prompts, no protection, no traces of editing, the layout rules of Word 2013 on."""
    root = w("settings")
    add(root, "zoom", percent=100)
    if draft.document.pages:
        add(root, "embedTrueTypeFonts")
        add(root, "saveSubsetFonts")
    add(root, "defaultTabStop", val=720)
    add(root, "autoHyphenation")
    add(root, "hyphenationZone", val=360)
    add(root, "characterSpacingControl", val="doNotCompress")
    if draft.notes:
        notes = add(root, "footnotePr")
        for _, number in SEPARATORS:
            add(notes, "footnote", id=number)
    compat = add(root, "compat")
    for name, value in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    ):
        add(compat, "compatSetting", name=name, uri=_WORD, val=value)
    add(root, "themeFontLang", **draft.styles.languages)
    add(root, "decimalSymbol", val=".")
    add(root, "listSeparator", val=",")
    return root


def font_table(faces: Typefaces, embedded: Sequence[EmbeddedFont] = ()) -> Element:
    """Return `<w:fonts>`: each family with one to take where it is not installed, and the cuts inside the file, which
    are its relations from rId1 on."""
    root = w("fonts")
    seen: list[str] = []
    for face in faces.families.values():
        if face.name in seen:
            continue
        seen.append(face.name)
        font = add(root, "font", name=face.name)
        if face.alternative != face.name:
            add(font, "altName", val=face.alternative)
        add(font, "charset", val="00")
        add(font, "family", val=_FAMILIES[face.kind])
        add(font, "pitch", val="fixed" if face.kind == "monospace" else "variable")
        for number, one in enumerate(embedded, start=1):
            if one.family == face.name:
                add(font, one.element, fontKey=one.key).set(qn("r:id"), f"rId{number}")
    return root


def core_properties(draft: Draft) -> Element:
    """Return Dublin Core and package properties; without a date of the document the same fixed one each time."""
    document: Document = draft.document
    names = {"cp": _CP, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CP}}}coreProperties", None, names)

    def say(space: str, name: str, text: str) -> Element:
        element = etree.SubElement(root, f"{{{space}}}{name}")
        element.text = draft.text(text)
        return element

    if document.title:
        say(_DC, "title", document.title)
    if document.subject:
        say(_DC, "subject", document.subject)
    if document.authors:
        say(_DC, "creator", "; ".join(document.authors))
        say(_CP, "lastModifiedBy", "; ".join(document.authors))
    if document.keywords:
        say(_CP, "keywords", ", ".join(document.keywords))
    if document.lang:
        say(_DC, "language", document.lang)
    say(_CP, "revision", "1")
    for name in ("created", "modified"):
        say(_DCTERMS, name, _moment(document.date)).set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return root


def _moment(date: str) -> str:
    """Return an ISO 8601 date, which may be a year or a month, as the first moment it names."""
    found = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?=$|[T ])", date)
    if not found or int(found[1]) < 1:
        return _NO_DATE
    return f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}T00:00:00Z"


def extended_properties() -> Element:
    root = etree.Element(f"{{{_EXTENDED}}}Properties", None, {"ap": _EXTENDED})
    etree.SubElement(root, f"{{{_EXTENDED}}}Application").text = "briefgen"
    etree.SubElement(root, f"{{{_EXTENDED}}}DocSecurity").text = "0"
    return root
