"""Opening a letterhead: a Word file of somebody else, read within bounds; what must not travel on is left or refused.

What stays is what the pages need: text, styles, numbering, fonts, theme, headers, footers, notes and pictures.
Comments, people, custom data, building blocks and settings of printers are left behind. What can run, or fetch, or
hides a second document inside (macros, linked pictures, embedded files) is refused, with how to mend it.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from briefgen.errors import Fault, ThemeError
from briefgen.write.docx.elements import Element, R
from briefgen.write.docx.letterhead.held import RELATIONS, TYPES, Held, Part, Relation

_LARGEST_FILE = 50 * 1024 * 1024
_LARGEST = 200 * 1024 * 1024  # all parts, unpacked
_MOST_PARTS = 2000
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = f"{_WML}document.main+xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = b"http://purl.oclc.org/ooxml/"
_UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, struct.error,
)  # fmt: skip
_DOCX = "save it as a Word document (.docx)"

_KEPT = (
    "header", "footer", "styles", "settings", "numbering", "fontTable", "theme", "footnotes", "endnotes", "image",
    "hyperlink", "font",
)  # fmt: skip
_REFUSED = {  # what text can point to that is not kept, in words
    "oleObject": "an embedded object",
    "package": "an embedded file",
    "control": "an ActiveX control",
    "aFChunk": "a piece of another file",
    "subDocument": "a part that stands in another file",
    "frame": "a frame",
    "chart": "a chart, with its data",
    "chartEx": "a chart, with its data",
    "diagramData": "a SmartArt drawing",
    "video": "a film",
    "audio": "a sound",
    "media": "a film or sound",
    "slicer": "an embedded object",
}
_XML_KINDS = ("header", "footer", "styles", "settings", "numbering", "fontTable", "theme", "footnotes", "endnotes")


def open_letterhead(path: Path) -> Held:
    """Return the file. Raises ThemeError that names it and says how to mend it."""
    file = path.name
    data = _bytes(path)
    if data.startswith(_OLE):
        raise _error(file, "is an old Word file (.doc), or protected by a password", f"{_DOCX} without a password")
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(file, _members(file, archive))
    except _UNREADABLE as error:
        raise _error(file, f"is not a Word file: {error}", f"open it in Word and {_DOCX}") from None


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _error(path.name, f"is larger than {_LARGEST_FILE >> 20} MB", "make its pictures smaller")
        with path.open("rb") as opened:
            return opened.read(8)
    except OSError as error:
        mend = "put it beside the theme that names it"
        raise _error(path.name, f"cannot be read: {error.strerror or error}", mend) from None


def _error(file: str, what: str, mend: str) -> ThemeError:
    return ThemeError(Fault(what=f"the letterhead {file} {what}", mend=mend))


def _members(file: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the archive's members by name, which is told apart without case; bounded before anything is unpacked."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_PARTS or total > _LARGEST:
        what = f"unpacks to {len(entries)} parts of {total >> 20} MB"
        raise _error(file, what, f"at most {_MOST_PARTS} parts of {_LARGEST >> 20} MB are read: make it smaller")
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise _error(file, "holds two parts of one name", f"open it in Word and {_DOCX}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _error(file, "is protected by a password", f"{_DOCX} without a password")
    if "mimetype" in names and "content.xml" in names:
        raise _error(file, "is an OpenDocument file", _DOCX)
    return {entry.filename.lower(): _unpacked(archive, entry) for entry in entries}


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a member; no more is unpacked than it says to hold, and its checksum tells if that is not all."""
    with archive.open(entry) as opened:
        return opened.read(entry.file_size)


def _read(file: str, members: dict[str, bytes]) -> Held:
    if "[content_types].xml" not in members or "_rels/.rels" not in members:
        raise _error(file, "is not a Word file", f"open it in Word and {_DOCX}")
    types = _Types(_parse(file, "[Content_Types].xml", members["[content_types].xml"]))
    relations = _relations(file, members, "")
    main = next((each.target for each in relations.values() if each.type == "officeDocument"), "")
    if any(_STRICT in members[name] for name in ("_rels/.rels",)):
        raise _error(file, "is saved as Strict Open XML", f"{_DOCX}, not as Strict Open XML Document")
    kind = types.of(main)
    if "macroEnabled" in kind or any("vbaproject" in name for name in members):
        raise _error(file, "holds macros", f"{_DOCX}, which holds none")
    if not kind.startswith(_WML) or main.lower() not in members:
        raise _error(file, "is not a Word file", f"open it in Word and {_DOCX}")
    held = Held(file=file, main=Part(name=main, content_type=_MAIN), parts={})
    faults: list[Fault] = []
    _walk(held, held.main, "officeDocument", members, types, faults)
    if held.part("styles") is None:
        faults.append(held.fault("has no styles", f"open it in Word and {_DOCX}"))
    if faults:
        raise ThemeError(*dict.fromkeys(faults))
    return held


class _Types:
    """What each part is said to be."""

    def __init__(self, root: Element) -> None:
        self.by_name = {
            each.get("PartName", "").lstrip("/").lower(): each.get("ContentType", "")
            for each in root.iter(f"{{{TYPES}}}Override")
        }
        self.by_ending = {
            each.get("Extension", "").lower(): each.get("ContentType", "") for each in root.iter(f"{{{TYPES}}}Default")
        }

    def of(self, name: str) -> str:
        name = name.lower()
        return str(self.by_name.get(name) or self.by_ending.get(name.rpartition(".")[2], ""))


def _walk(held: Held, part: Part, kind: str, members: dict[str, bytes], types: _Types, faults: list[Fault]) -> None:
    """Read a part and all that it needs."""
    held.parts[part.name] = part
    data = members[part.name.lower()]
    if kind == "officeDocument" or kind in _XML_KINDS:
        part.root = _parse(held.file, part.name, data)
    else:
        part.data = data
    found = _relations(held.file, members, part.name)
    used = _used(part.root) if part.root is not None else set(found)
    for key, relation in found.items():
        if relation.type not in _KEPT:
            if key in used and kind != "settings" and relation.type != "printerSettings":
                what = _REFUSED.get(relation.type, f"something that is not kept ({relation.type})")
                faults.append(held.fault(f"holds {what}", "take it out, or put a picture of it in its place"))
            continue
        if relation.external:
            _check_address(held, relation, faults)
            part.relations[key] = relation
            continue
        if relation.target.lower() not in members:
            if key in used:
                faults.append(held.fault(f"lacks its part {relation.target}", f"open it in Word and {_DOCX}"))
            continue
        if key in used or relation.type in _XML_KINDS:
            part.relations[key] = relation
            if relation.target not in held.parts:
                below = Part(name=relation.target, content_type=types.of(relation.target))
                _walk(held, below, relation.type, members, types, faults)


def _used(root: Element) -> set[str]:
    """Return the relations that a part's text points to."""
    found = set()
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if name.startswith(f"{{{R}}}") or name.endswith(("}relid", "}pict", "}href")):
                found.add(str(value))
    return found


def _check_address(held: Held, relation: Relation, faults: list[Fault]) -> None:
    if relation.type != "hyperlink":
        what = "a picture" if relation.type == "image" else relation.type
        faults.append(
            held.fault(f"fetches {what} from {_short(relation.target)}", "store it in the file: break the link in Word")
        )
    elif urlsplit(relation.target).scheme not in ("http", "https", "mailto") and not relation.target.startswith("#"):
        mend = "link to http:, https: or mailto:, or take the link out"
        faults.append(held.fault(f"links to {_short(relation.target)}", mend))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _relations(file: str, members: dict[str, bytes], name: str) -> dict[str, Relation]:
    """Return the relations of a part ("" = of the package) by id; targets are names of parts."""
    folder, _, base = name.rpartition("/")
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    if path.lower() not in members:
        return {}
    found = {}
    for each in _parse(file, path, members[path.lower()]).iter(f"{{{RELATIONS}}}Relationship"):
        target, external = each.get("Target", ""), each.get("TargetMode") == "External"
        if not external:
            target = target.partition("#")[0]
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if target.lower() not in members:
                target = unquote(target)
        uri = each.get("Type", "")
        kind = uri.rpartition("/")[2]
        found[each.get("Id", "")] = Relation(kind, target, external, uri)
    return found


def _parse(file: str, name: str, data: bytes) -> Element:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _error(file, f"has a broken part {name}: {error}", f"open it in Word and {_DOCX}") from None
    about: Any = root.getroottree().docinfo
    if about.doctype:
        raise _error(file, f"declares a document type in {name}", f"open it in Word and {_DOCX}")
    return root
