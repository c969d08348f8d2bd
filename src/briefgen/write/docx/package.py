"""The package: parts and what relates them, as a zip file whose bytes depend on nothing but the document."""

from __future__ import annotations

import io
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
from briefgen.write.docx.zipped import undated


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
    media = {
        key: Part(PackURI(f"/word/media/{each.name}"), each.media_type, each.data) for key, each in draft.media.items()
    }
    main = _part("/word/document.xml", CT.WML_DOCUMENT_MAIN, *body, media)
    whole.rels.add_relationship(RT.OFFICE_DOCUMENT, main, "rId1")
    for number, (path, kind, relation, text) in enumerate(about, start=2):
        whole.rels.add_relationship(relation, _part(path, kind, text.encode(), Story(), media), f"rId{number}")
    for number, (path, kind, relation, text) in enumerate(named, start=1):
        part = _part(path, kind, text.encode(), Story(), media)
        main.rels.add_relationship(relation, part, f"rId{number}")
        for index, font in enumerate(fonts if relation == RT.FONT_TABLE else (), start=1):
            inner = Part(PackURI(f"/word/fonts/font{index}.odttf"), FONT_TYPE, font.data)
            part.rels.add_relationship(FONT_RELATION, inner, f"rId{index}")
    if notes is not None:
        part = _part("/word/footnotes.xml", CT.WML_FOOTNOTES, *notes, media)
        main.rels.add_relationship(RT.FOOTNOTES, part, "rId-footnotes")
    for each in running:
        kind, relation = (CT.WML_HEADER, RT.HEADER) if each.kind == "header" else (CT.WML_FOOTER, RT.FOOTER)
        part = _part(f"/word/{each.name}", kind, each.text.encode(), each.story, media)
        main.rels.add_relationship(relation, part, each.relation)
    packed = io.BytesIO()
    whole.save(packed)
    return undated(packed.getvalue())


def _part(path: str, kind: str, data: bytes, story: Story, media: dict[str, Part]) -> Part:
    part = Part(PackURI(path), kind, data)
    for address, relation in story.links.items():
        part.rels.add_relationship(RT.HYPERLINK, address, relation, is_external=True)
    for key, relation in story.pictures.items():
        part.rels.add_relationship(RT.IMAGE, media[key], relation)
    return part
