"""The package: parts and what relates them, as a zip file whose bytes depend on nothing but the document.

python-docx packs what documents share (the list of parts, their relations to the file, the styles and settings of a
theme); that is kept, and the text of a document is added to it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from briefgen.write.docx.draft import Draft, Story
from briefgen.write.docx.embedded import CONTENT_TYPE as FONT_TYPE
from briefgen.write.docx.embedded import RELATION as FONT_RELATION
from briefgen.write.docx.embedded import EmbeddedFont
from briefgen.write.docx.furniture import RunningPart
from briefgen.write.docx.zipped import zipped

_SHARED = (CT.WML_STYLES, CT.WML_SETTINGS, CT.OFC_EXTENDED_PROPERTIES)  # parts that many documents have alike
_MOST = 64


def package(
    draft: Draft,
    *,
    body: tuple[bytes, Story],
    notes: tuple[bytes, Story] | None,
    running: list[RunningPart],
    named: list[tuple[str, str, str, str]],
    about: list[tuple[str, str, str, str]],
    fonts: Sequence[EmbeddedFont] = (),
) -> bytes:
    """Return the bytes of the file.

    `named` are the parts that the body relates to and `about` those that the package does: each with its path, content
    type, type of relationship, and text. `fonts` are related to the font table.
    """
    whole = OpcPackage()
    own: dict[str, bytes] = {}  # what is this document's alone, of which the package knows only the names
    media = {
        key: _part(f"/word/media/{each.name}", each.media_type, each.data, own) for key, each in draft.media.items()
    }
    main = _part("/word/document.xml", CT.WML_DOCUMENT_MAIN, body[0], own)
    _relate(main, body[1], media)
    whole.rels.add_relationship(RT.OFFICE_DOCUMENT, main, "rId1")
    for number, (path, kind, relation, text) in enumerate(about, start=2):
        part = _part(path, kind, text.encode(), own)
        whole.rels.add_relationship(relation, part, f"rId{number}")
    for number, (path, kind, relation, text) in enumerate(named, start=1):
        part = _part(path, kind, text.encode(), own)
        for index, font in enumerate(fonts if relation == RT.FONT_TABLE else (), start=1):
            inner = _part(f"/word/fonts/font{index}.odttf", FONT_TYPE, font.data, own)
            part.rels.add_relationship(FONT_RELATION, inner, f"rId{index}")
        main.rels.add_relationship(relation, part, f"rId{number}")
    if notes is not None:
        part = _part("/word/footnotes.xml", CT.WML_FOOTNOTES, notes[0], own)
        _relate(part, notes[1], media)
        main.rels.add_relationship(RT.FOOTNOTES, part, "rId-footnotes")
    for each in running:
        kind, relation = (CT.WML_HEADER, RT.HEADER) if each.kind == "header" else (CT.WML_FOOTER, RT.FOOTER)
        part = _part(f"/word/{each.name}", kind, each.text.encode(), own)
        _relate(part, each.story, media)
        main.rels.add_relationship(relation, part, each.relation)
    members = [(name[1:], data) for name, data in own.items()]
    members += [(each.partname.rels_uri.membername, each.rels.xml) for each in whole.parts if len(each.rels)]
    return zipped(members, _begun(whole, own))


def _part(path: str, kind: str, data: bytes, own: dict[str, bytes]) -> Part:
    """Return a part, empty where it is the document's own."""
    if kind in _SHARED:
        return Part(PackURI(path), kind, data)
    own[path] = data
    return Part(PackURI(path), kind, b"")


def _relate(part: Part, story: Story, media: dict[str, Part]) -> None:
    for address, relation in story.links.items():
        part.rels.add_relationship(RT.HYPERLINK, address, relation, is_external=True)
    for key, relation in story.pictures.items():
        part.rels.add_relationship(RT.IMAGE, media[key], relation)


def _begun(whole: OpcPackage, own: dict[str, bytes]) -> bytes:
    """Return a zip file of what documents with the same parts and the same shared texts have alike."""
    said = tuple((each.partname, each.content_type, each.blob) for each in whole.parts)
    known = _kept.get(said)
    if known is None:
        packed = io.BytesIO()
        whole.save(packed)
        with zipfile.ZipFile(packed) as source:
            names = [name for name in source.namelist() if f"/{name}" not in own and not name.startswith("word/_rels/")]
            known = zipped([(name, source.read(name)) for name in names])
        if len(_kept) >= _MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[said] = known
    return known


_kept: dict[object, bytes] = {}
