"""What holds a Word file together: its parts with their types, and what relates them (ECMA-376, part 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, relpath, splitext

from lxml import etree

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
# Types that are said once for all files of an ending
_ENDINGS = {
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpe": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "xml": "application/xml",
}


class Type:
    """Of parts."""

    DOCUMENT = f"{_WORD}document.main+xml"
    FONT_TABLE = f"{_WORD}fontTable+xml"
    FOOTER = f"{_WORD}footer+xml"
    FOOTNOTES = f"{_WORD}footnotes+xml"
    HEADER = f"{_WORD}header+xml"
    NUMBERING = f"{_WORD}numbering+xml"
    SETTINGS = f"{_WORD}settings+xml"
    STYLES = f"{_WORD}styles+xml"
    CORE = "application/vnd.openxmlformats-package.core-properties+xml"
    EXTENDED = "application/vnd.openxmlformats-officedocument.extended-properties+xml"


class Relation:
    """Of a part, or of the package, to another part or an address."""

    DOCUMENT = f"{_OFFICE}officeDocument"
    EXTENDED = f"{_OFFICE}extended-properties"
    FONT_TABLE = f"{_OFFICE}fontTable"
    FOOTER = f"{_OFFICE}footer"
    FOOTNOTES = f"{_OFFICE}footnotes"
    HEADER = f"{_OFFICE}header"
    HYPERLINK = f"{_OFFICE}hyperlink"
    IMAGE = f"{_OFFICE}image"
    NUMBERING = f"{_OFFICE}numbering"
    SETTINGS = f"{_OFFICE}settings"
    STYLES = f"{_OFFICE}styles"
    CORE = f"{_PACKAGE}relationships/metadata/core-properties"


@dataclass(slots=True, eq=False)
class Part:
    """A member of the package; `path` begins with a slash."""

    path: str
    type: str
    data: bytes
    related: list[tuple[str, str, Part | str]] = field(default_factory=list)  # id, relation, part or address

    def relate(self, key: str, relation: str, to: Part | str) -> None:
        self.related.append((key, relation, to))


def members(whole: Part) -> Iterator[tuple[str, bytes]]:
    """Yield what stands in the zip file for all parts that `whole`, the package itself, leads to."""
    parts: dict[str, Part] = {}
    waiting = [whole]
    while waiting:
        for _, _, other in waiting.pop().related:
            if isinstance(other, Part) and other.path not in parts:
                parts[other.path] = other
                waiting.append(other)
    ordered = [parts[path] for path in sorted(parts)]
    yield "[Content_Types].xml", _types(ordered)
    yield "_rels/.rels", _relations(whole)
    found = [(part.path[1:], part.data) for part in ordered]
    for part in ordered:
        if part.related:
            folder, name = part.path[1:].rsplit("/", 1)
            found.append((f"{folder}/_rels/{name}.rels", _relations(part)))
    yield from sorted(found)


def _types(parts: Iterable[Part]) -> bytes:
    endings, others = {name: _ENDINGS[name] for name in ("rels", "xml")}, []
    for part in parts:
        ending = splitext(part.path)[1][1:].lower()
        if _ENDINGS.get(ending) == part.type:
            endings[ending] = part.type
        else:
            others.append(part)
    said = [{"Extension": ending, "ContentType": endings[ending]} for ending in sorted(endings)]
    rest = [{"PartName": part.path, "ContentType": part.type} for part in others]
    return _xml("Types", "content-types", [*(("Default", one) for one in said), *(("Override", one) for one in rest)])


def _relations(part: Part) -> bytes:
    found = []
    for key, relation, other in part.related:
        target = relpath(other.path, dirname(part.path)) if isinstance(other, Part) else other
        said = {"Id": key, "Type": relation, "Target": target}
        found.append(("Relationship", said if isinstance(other, Part) else {**said, "TargetMode": "External"}))
    return _xml("Relationships", "relationships", found)


def _xml(name: str, namespace: str, children: Iterable[tuple[str, dict[str, str]]]) -> bytes:
    space = f"{_PACKAGE}{namespace}"
    root = etree.Element(f"{{{space}}}{name}", nsmap={None: space})  # type: ignore[dict-item]
    for child, said in children:
        etree.SubElement(root, f"{{{space}}}{child}", said)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
