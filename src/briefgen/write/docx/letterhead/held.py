"""A Word file as it is held while a brief is poured into it: parts, what they relate to, and the file written again."""

from __future__ import annotations

import posixpath
from typing import Any

from lxml import etree
from msgspec import Struct, field

from briefgen.errors import Fault, ThemeError
from briefgen.write.docx.elements import Element
from briefgen.write.docx.zipped import zipped

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_XML = "application/xml"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"


class Relation(Struct, frozen=True):
    """What a part points to: the name of another part, or an address outside of the file."""

    type: str  # last word of its URI
    target: str
    external: bool = False
    uri: str = ""  # where it is not one of ECMA-376's

    @property
    def full_type(self) -> str:
        return self.uri or _OFFICE + self.type


class Part(Struct, kw_only=True):
    """One part of the file; `root` where it is XML that we read, else its bytes."""

    name: str  # as in the archive, without a first slash
    content_type: str
    data: bytes = b""
    root: Element | None = None
    relations: dict[str, Relation] = field(default_factory=dict)

    def bytes(self) -> bytes:
        if self.root is None:
            return self.data
        # namespaces stay as they are declared: mc:Ignorable names them by prefix
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def related(self, kind: str) -> list[tuple[str, str]]:
        """Return the id and target of each relation of a kind."""
        return [(key, each.target) for key, each in self.relations.items() if each.type == kind]

    def relate(self, key: str, relation: Relation) -> str:
        """Add a relation under `key`, or a name like it that is free, and return the name."""
        wanted, number = key, 2
        while key in self.relations:
            key, number = f"{wanted}-{number}", number + 1
        self.relations[key] = relation
        return key


class Held(Struct, frozen=True, kw_only=True):
    """The whole file. `file` is its name, for messages."""

    file: str
    main: Part
    parts: dict[str, Part]  # by name, the main one among them

    def part(self, kind: str) -> Part | None:
        """Return the part of a kind that the main part relates to."""
        found = self.main.related(kind)
        return self.parts.get(found[0][1]) if found else None

    def stories(self) -> list[Part]:
        """Return the parts that hold text: the body, then headers, footers and notes in the order of their names."""
        kinds = ("header", "footer", "footnotes", "endnotes")
        names = sorted({target for kind in kinds for _, target in self.main.related(kind)})
        return [self.main, *(self.parts[name] for name in names)]

    def add(self, part: Part) -> Part:
        """Add a part, under a name like its own that is free."""
        stem, dot, end = part.name.rpartition(".")
        taken, number = {name.lower() for name in self.parts}, 2
        while part.name.lower() in taken:
            part.name, number = f"{stem}-{number}{dot}{end}", number + 1
        self.parts[part.name] = part
        return part

    def error(self, what: str, mend: str = "") -> ThemeError:
        return ThemeError(self.fault(what, mend))

    def fault(self, what: str, mend: str = "") -> Fault:
        return Fault(what=f"the letterhead {self.file} {what}", mend=mend)


def written(held: Held, about: list[tuple[str, str, str, bytes]]) -> bytes:
    """Return the bytes of the file.

    `about` are the parts that the package relates to, each with its name, content type, type of relation and data.
    """
    packed = {"_rels/.rels": _relations({"rId1": Relation("officeDocument", held.main.name), **_about(about)}, "")}
    for name, part in held.parts.items():
        packed[name] = part.bytes()
        if part.relations:
            folder, _, base = name.rpartition("/")
            packed[f"{folder}/_rels/{base}.rels".lstrip("/")] = _relations(part.relations, folder)
    types = {name: part.content_type for name, part in held.parts.items()}
    for name, kind, _, data in about:
        packed[name], types[name] = data, kind
    names = sorted(packed, key=lambda name: (name != "_rels/.rels", name))
    return zipped([("[Content_Types].xml", _content_types(types)), *((name, packed[name]) for name in names)])


def _about(about: list[tuple[str, str, str, bytes]]) -> dict[str, Relation]:
    return {
        f"rId{number}": Relation("", name, uri=relation) for number, (name, _, relation, _) in enumerate(about, start=2)
    }


def _only(space: str) -> Any:
    """Return a map in which a namespace needs no prefix."""
    return {None: space}


def _relations(relations: dict[str, Relation], folder: str) -> bytes:
    root = etree.Element(f"{{{RELATIONS}}}Relationships", None, _only(RELATIONS))
    for key, relation in relations.items():
        target = relation.target if relation.external else posixpath.relpath(relation.target, folder or ".")
        entry = etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=key, Type=relation.full_type, Target=target)
        if relation.external:
            entry.set("TargetMode", "External")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _content_types(types: dict[str, str]) -> bytes:
    """Return the list of what each part is: by ending where all that end so are of one kind, else by name."""
    endings: dict[str, str] = {"rels": _RELS, "xml": _XML}
    for name in sorted(types):
        endings.setdefault(name.rpartition(".")[2].lower(), types[name])
    root = etree.Element(f"{{{TYPES}}}Types", None, _only(TYPES))
    for ending in sorted(endings):
        etree.SubElement(root, f"{{{TYPES}}}Default", Extension=ending, ContentType=endings[ending])
    for name in sorted(types):
        if endings[name.rpartition(".")[2].lower()] != types[name]:
            etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=types[name])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
