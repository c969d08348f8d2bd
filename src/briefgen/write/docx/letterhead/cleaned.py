"""What a letterhead must not tell: who edited it and when, comments, hidden words, data behind its controls."""

from __future__ import annotations

import re

from lxml import etree

from briefgen.errors import Fault, ThemeError
from briefgen.write.docx.elements import Element, W
from briefgen.write.docx.letterhead.held import Held, Part
from briefgen.write.docx.letterhead.host_styles import is_on

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_WP14 = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
_TRACKED = (
    "ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "cellIns", "cellDel", "cellMerge",
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
    "tblPrExChange", "numberingChange", "customXmlInsRangeStart", "customXmlDelRangeStart",
)  # fmt: skip
_TRACES = (
    "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
    "lastRenderedPageBreak", "placeholder", "printerSettings",
)  # fmt: skip
_SETTINGS = (
    "rsids", "attachedTemplate", "linkStyles", "docVars", "mailMerge", "trackRevisions", "documentProtection",
    "writeProtection", "proofState", "revisionView", "schemaLibrary", "attachedSchema", "activeWritingStyle",
    "saveThroughXslt", "removePersonalInformation", "removeDateAndTime", "doNotTrackMoves", "doNotTrackFormatting",
    "docId", "chartTrackingRefBased", "smartTagType", "readModeInkLockDown", "stylePaneFormatFilter",
)  # fmt: skip
_WRAPPERS = ("smartTag", "customXml")
_TRACE_NAMES = re.compile(rf"\{{{re.escape(W)}\}}rsid\w*|\{{{_W14}\}}(paraId|textId)|\{{{_WP14}\}}(anchorId|editId)")
_PATH = re.compile(r"^(?:[A-Za-z]:\\|\\\\|file:|/(?:Users|home)/)")


def clean(held: Held) -> None:
    """Take out of a letterhead what its readers must not see. Raises ThemeError for tracked changes."""
    faults = [fault for part in held.stories() if (fault := _tracked(held, part))]
    if faults:
        raise ThemeError(*dict.fromkeys(faults))
    for part in held.parts.values():
        if part.root is not None:
            _clean_part(part.root)
    settings = held.part("settings")
    if settings is not None and settings.root is not None:
        _clean_settings(settings)


def _tracked(held: Held, part: Part) -> Fault | None:
    """Return a fault if changes are tracked in a part: which of them hold, only its owner can say."""
    assert part.root is not None
    if next(part.root.iter(*(f"{{{W}}}{name}" for name in _TRACKED)), None) is None:
        return None
    return held.fault("has tracked changes", "accept or reject all of them in Word, and save it again")


def _clean_part(root: Element) -> None:
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element)
        for key in [key for key in element.attrib if _TRACE_NAMES.fullmatch(key)]:
            del element.attrib[key]
        for key in ("descr", "title", "name", "alt"):
            if _PATH.match(element.get(key, "")):
                element.set(key, re.split(r"[\\/]", element.get(key))[-1])
        if name.namespace != W:
            continue
        if name.localname in _TRACES or (
            name.localname == "bookmarkStart" and element.get(f"{{{W}}}name") == "_GoBack"
        ):
            _remove(element, root)
        elif name.localname in _WRAPPERS:
            _unwrap(element)
        elif name.localname == "r" and _is_hidden(element):
            _remove(element, root)


def _remove(element: Element, root: Element) -> None:
    if element.tag == f"{{{W}}}bookmarkStart":
        number = element.get(f"{{{W}}}id")
        for end in list(root.iter(f"{{{W}}}bookmarkEnd")):
            if end.get(f"{{{W}}}id") == number:
                end.getparent().remove(end)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    for child in list(element):
        if etree.QName(child).localname in ("smartTagPr", "customXmlPr"):
            element.remove(child)
    parent[at : at + 1] = list(element)


def _is_hidden(run: Element) -> bool:
    """Tell whether a run of words is set as hidden: a reader would find it all the same."""
    return (
        is_on(run.find(f"{{{W}}}rPr/{{{W}}}vanish"))
        and run.find(f"{{{W}}}t") is not None
        and run.find(f"{{{W}}}fldChar") is None
    )


def _clean_settings(settings: Part) -> None:
    root = settings.root
    assert root is not None
    for child in list(root):
        if etree.QName(child).localname in _SETTINGS:
            root.remove(child)
    zoom = root.find(f"{{{W}}}zoom")
    if zoom is not None and zoom.get(f"{{{W}}}percent") is None:
        zoom.set(f"{{{W}}}percent", "100")  # the schema asks for it, and not all programs write it
