"""The package: parts and what relates them, as a zip file whose bytes depend on nothing but the document."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.write.docx.draft import Draft, Story
from briefgen.write.docx.elements import Element, serialise
from briefgen.write.docx.embedded import CONTENT_TYPE as FONT_TYPE
from briefgen.write.docx.embedded import RELATION as FONT_RELATION
from briefgen.write.docx.embedded import EmbeddedFont
from briefgen.write.docx.furniture import RunningPart
from briefgen.write.docx.opc import Part, Relation, Type, members
from briefgen.write.docx.zipped import zipped


def package(
    draft: Draft,
    *,
    body: tuple[Element, Story],
    notes: tuple[Element, Story] | None,
    running: list[RunningPart],
    named: list[tuple[str, str, str, Element]],
    about: list[tuple[str, str, str, Element]],
    fonts: Sequence[EmbeddedFont] = (),
) -> bytes:
    """Return the bytes of the file.

    `named` are the parts that the body relates to and `about` those that the package does: each with its path, content
    type, type of relationship, and root element. `fonts` are related to the font table.
    """
    whole = Part("/", "", b"")
    media = {key: Part(f"/word/media/{each.name}", each.media_type, each.data) for key, each in draft.media.items()}
    main = _part("/word/document.xml", Type.DOCUMENT, *body, media)
    whole.relate("rId1", Relation.DOCUMENT, main)
    for number, (path, kind, relation, element) in enumerate(about, start=2):
        whole.relate(f"rId{number}", relation, _part(path, kind, element, Story(), media))
    for number, (path, kind, relation, element) in enumerate(named, start=1):
        part = _part(path, kind, element, Story(), media)
        main.relate(f"rId{number}", relation, part)
        for index, font in enumerate(fonts if relation == Relation.FONT_TABLE else (), start=1):
            inner = Part(f"/word/fonts/font{index}.odttf", FONT_TYPE, font.data)
            part.relate(f"rId{index}", FONT_RELATION, inner)
    if notes is not None:
        part = _part("/word/footnotes.xml", Type.FOOTNOTES, *notes, media)
        main.relate("rId-footnotes", Relation.FOOTNOTES, part)
    for each in running:
        header = each.kind == "header"
        kind, relation = (Type.HEADER, Relation.HEADER) if header else (Type.FOOTER, Relation.FOOTER)
        main.relate(each.relation, relation, _part(f"/word/{each.name}", kind, each.element, each.story, media))
    return zipped(members(whole))


def _part(path: str, kind: str, root: Element, story: Story, media: dict[str, Part]) -> Part:
    part = Part(path, kind, serialise(root))
    for address, relation in story.links.items():
        part.relate(relation, Relation.HYPERLINK, address)
    for key, relation in story.pictures.items():
        part.relate(relation, Relation.IMAGE, media[key])
    return part
