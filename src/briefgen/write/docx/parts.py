"""The small parts of a package: settings, fonts, theme, and what the file says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.write.docx.draft import Draft
from briefgen.write.docx.elements import DECLARATION, escape, root, w
from briefgen.write.docx.embedded import EmbeddedFont
from briefgen.write.docx.looks import Typefaces
from briefgen.write.docx.notes import SEPARATORS

_CORE_SPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_WORD = "http://schemas.microsoft.com/office/word"
_NO_DATE = "1980-01-01T00:00:00Z"  # the earliest that a zip archive knows
_COMPATIBILITY = (
    ("compatibilityMode", 15),
    ("overrideTableStyleFontSizeAndJustification", 1),
    ("enableOpenTypeFeatures", 1),
    ("doNotFlipMirrorIndents", 1),
    ("differentiateMultirowTableHeaders", 1),
)
_FAMILIES = {"serif": "roman", "sans-serif": "swiss", "monospace": "modern"}


def settings(draft: Draft) -> str:
    """Return `<w:settings>`: no prompts, no protection, no traces of editing, the layout rules of Word 2013 on."""
    embedding = w("embedTrueTypeFonts") + w("saveSubsetFonts") if draft.document.pages else ""
    separators = "".join(w("footnote", id=number) for _, number in SEPARATORS)
    compat = "".join(w("compatSetting", name=name, uri=_WORD, val=value) for name, value in _COMPATIBILITY)
    inner = (
        w("zoom", percent=100),
        embedding,
        w("defaultTabStop", val=720),
        w("autoHyphenation"),
        w("hyphenationZone", val=360),
        w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", separators) if draft.notes else "",
        w("compat", compat),
        w("themeFontLang", **draft.styles.languages),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )
    return root("settings", "".join(inner))


def font_table(faces: Typefaces, embedded: Sequence[EmbeddedFont] = ()) -> str:
    """Return `<w:fonts>`: each family with one to take where it is not installed, and the cuts inside the file, which
    are its relations from rId1 on."""
    fonts: dict[str, str] = {}
    for face in faces.families.values():
        if face.name in fonts:
            continue
        cuts = [
            w(one.element, **{"fontKey": one.key, "r:id": f"rId{number}"})
            for number, one in enumerate(embedded, start=1)
            if one.family == face.name
        ]
        inner = (
            w("altName", val=face.alternative) if face.alternative != face.name else "",
            w("charset", val="00"),
            w("family", val=_FAMILIES[face.kind]),
            w("pitch", val="fixed" if face.kind == "monospace" else "variable"),
            *cuts,
        )
        fonts[face.name] = w("font", "".join(inner), name=face.name)
    return root("fonts", "".join(fonts.values()))


def core_properties(draft: Draft) -> str:
    """Return Dublin Core and package properties; without a date of the document the same fixed one each time."""
    document = draft.document
    authors = "; ".join(document.authors)
    said = (
        ("dc:title", document.title),
        ("dc:subject", document.subject),
        ("dc:creator", authors),
        ("cp:lastModifiedBy", authors),
        ("cp:keywords", ", ".join(document.keywords)),
        ("dc:language", document.lang),
        ("cp:revision", "1"),
    )
    moment = _moment(document.date)
    inner = "".join(f"<{name}>{escape(draft.text(text))}</{name}>" for name, text in said if text)
    for name in ("dcterms:created", "dcterms:modified"):
        inner += f'<{name} xsi:type="dcterms:W3CDTF">{moment}</{name}>'
    return f"{DECLARATION}<cp:coreProperties {_CORE_SPACES}>{inner}</cp:coreProperties>"


def _moment(date: str) -> str:
    """Return an ISO 8601 date, which may be a year or a month, as the first moment it names."""
    found = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?=$|[T ])", date)
    if not found or int(found[1]) < 1:
        return _NO_DATE
    return f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}T00:00:00Z"


def extended_properties() -> str:
    inner = "<ap:Application>briefgen</ap:Application><ap:DocSecurity>0</ap:DocSecurity>"
    return f'{DECLARATION}<ap:Properties xmlns:ap="{_EXTENDED}">{inner}</ap:Properties>'
