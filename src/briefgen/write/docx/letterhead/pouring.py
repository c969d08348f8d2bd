"""Pouring a brief into a letterhead: it is opened and cleaned, its places are filled, what it lacks is added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from briefgen.document import Document
from briefgen.errors import OutputError
from briefgen.theme import Theme
from briefgen.write.docx.anchors import anchors
from briefgen.write.docx.body import Sections, write_body
from briefgen.write.docx.draft import Draft, Flow, Place, Story
from briefgen.write.docx.elements import Element, W, w
from briefgen.write.docx.letterhead.adapted import adapted
from briefgen.write.docx.letterhead.bounded import embed_faces, refuse_less_room
from briefgen.write.docx.letterhead.cleaned import clean
from briefgen.write.docx.letterhead.held import Held, Part, Relation, written
from briefgen.write.docx.letterhead.host_styles import HostStyles, host_styles, number, val
from briefgen.write.docx.letterhead.markings import marking, show_markings
from briefgen.write.docx.letterhead.opened import open_letterhead
from briefgen.write.docx.letterhead.place import MarkedPlace, body_of, find_place
from briefgen.write.docx.letterhead.sections import columns, go_on, has_begun, in_columns, room, section_at
from briefgen.write.docx.letterhead.slots import fill, values
from briefgen.write.docx.letterhead.style_map import given_styles
from briefgen.write.docx.letterhead.trees import element_of, elements_of, text_of, tree_of
from briefgen.write.docx.looks import typefaces
from briefgen.write.docx.notes import notes_part, written_notes
from briefgen.write.docx.numbering import Numbering
from briefgen.write.docx.parts import core_properties, extended_properties, settings
from briefgen.write.docx.scripts import default_languages, is_east, is_rtl
from briefgen.write.docx.styles import Styles

_PREFIX = "rIdBrief"


def pour(document: Document, theme: Theme) -> bytes:
    """Return the bytes of the letterhead with the document in it.

    Raises ThemeError for a letterhead that cannot be used, OutputError for characters that XML cannot hold.
    """
    held = open_letterhead(Path(theme.letterhead.docx))
    clean(held)
    place = find_place(held)
    shown = fill(held, values(document, marking(document)))
    host = host_styles(held)
    given = given_styles(held, host, theme, place.style)
    if document.pages:
        given = given.fitted()
    section = section_at(body_of(held), place.at, theme)
    if document.pages:
        refuse_less_room(held, host, place, section, theme)
    dressed = adapted(theme, host, given)
    faces = typefaces(dressed, document.lang if is_east(document.lang) else "")
    languages = _languages(host, document.lang)
    draft = Draft(
        document=document,
        theme=dressed,
        styles=Styles(theme=dressed, faces=faces, languages=languages, rtl=is_rtl(document.lang), given=given),
        numbering=_numbering(held, dressed),
        room=room(section),
        anchors=anchors(document, _bookmark_names(held)),
        drawings=_number_drawings(held),
        bookmarked=_highest(held, "bookmarkStart"),
        noted=_highest(held, "footnote"),
    )
    used = [(held.main, _pour_body(held, place, section, draft))]
    if draft.notes:
        used.append(_pour_notes(held, draft))
    used += show_markings(held, draft, shown)
    if document.pages:
        embed_faces(held, draft, faces)
    _merge_numbering(held, draft)
    host.root.extend(elements_of("".join(draft.styles.written)))
    _relate(held, used, draft)
    if held.part("settings") is None:
        _add_part(held, "settings", CT.WML_SETTINGS, tree_of(settings(draft)))
    if draft.faults:
        raise OutputError(*draft.faults)
    return written(
        held,
        [
            ("docProps/core.xml", CT.OPC_CORE_PROPERTIES, RT.CORE_PROPERTIES, core_properties(draft).encode()),
            ("docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES, extended_properties().encode()),
        ],
    )


# ---------------------------------------------------------------- the text


def _pour_body(held: Held, place: MarkedPlace, section: Element, draft: Draft) -> Story:
    """Write the document into the body, in place of what marks the place."""
    body = body_of(held)
    flow = Flow(story=Story(notes=True, prefix=_PREFIX))
    gap = draft.theme.page.column_gap
    split = None
    if columns(section) == 1:
        split = Sections(
            flow,
            lambda count, first: text_of(in_columns(section, count, gap, first=first)),
            begun=has_begun(body, place.at),
        )
    write_body(flow, Place(width=draft.room[0], lang=draft.document.lang), draft, split)
    marks = list(body)[place.at : place.at + place.count]
    carried = any(section in list(each.iter(f"{{{W}}}sectPr")) for each in marks)
    for each in marks:
        body.remove(each)
    if split is not None and not split.first:
        go_on(section)
    written = elements_of(b"".join(flow.finish()).decode())
    if carried:
        written[-1].find(f"{{{W}}}pPr").append(section)
    body[place.at : place.at] = written
    return flow.story


def _pour_notes(held: Held, draft: Draft) -> tuple[Part, Story]:
    story = Story(prefix=_PREFIX)
    place = Place(width=draft.room[0], lang=draft.document.lang, text=("note",))
    part = held.part("footnotes")
    if part is None:
        part = _add_part(held, "footnotes", CT.WML_FOOTNOTES, tree_of(notes_part(story, place, draft)))
    else:
        assert part.root is not None
        part.root.extend(elements_of(written_notes(story, place, draft)))
    return part, story


def _relate(held: Held, used: list[tuple[Part, Story]], draft: Draft) -> None:
    """Add the pictures of the brief, and let each part point to what stands in it."""
    kinds = {key: each.media_type for key, each in draft.media.items()}
    names = {
        key: held.add(Part(name=f"word/media/brief-{each.name}", content_type=kinds[key], data=each.data)).name
        for key, each in draft.media.items()
    }
    for part, story in used:
        for address, key in story.links.items():
            part.relations[key] = Relation("hyperlink", address, external=True)
        for picture, key in story.pictures.items():
            part.relations[key] = Relation("image", names[picture])


def _add_part(held: Held, kind: str, content_type: str, root: Element) -> Part:
    part = held.add(Part(name=f"word/{kind}.xml", content_type=content_type, root=root))
    held.main.relate(f"{_PREFIX}-{kind}", Relation(kind, part.name))
    return part


# ---------------------------------------------------------------- numbers and names


def _elements(held: Held, name: str) -> Iterator[Element]:
    for part in held.stories():
        assert part.root is not None
        yield from part.root.iter(f"{{{W}}}{name}")


def _highest(held: Held, name: str) -> int:
    """Return the highest number of the letterhead's elements of a kind, at least 0."""
    return max((int(number(val(each, "id"))) for each in _elements(held, name)), default=0)


def _bookmark_names(held: Held) -> list[str]:
    return [val(each, "name") for each in _elements(held, "bookmarkStart")]


def _number_drawings(held: Held) -> int:
    """Number the letterhead's drawings anew, each once over all parts, and return how many there are."""
    count = 0
    for part in held.stories():
        assert part.root is not None
        for each in part.root.iter(etree.Element):
            if etree.QName(each).localname == "docPr":
                count += 1
                each.set("id", str(count))
    return count


def _numbering(held: Held, theme: Theme) -> Numbering:
    part = held.part("numbering")
    if part is None or part.root is None:
        return Numbering(theme=theme)
    patterns = (number(val(each, "abstractNumId")) for each in part.root.iter(f"{{{W}}}abstractNum"))
    lists = (number(val(each, "numId")) for each in part.root.iter(f"{{{W}}}num"))
    return Numbering(
        theme=theme,
        first_pattern=int(max(patterns, default=0)) + 1,
        first_list=int(max(lists, default=0)) + 1,
    )


def _merge_numbering(held: Held, draft: Draft) -> None:
    """Add our patterns behind the letterhead's, and our lists behind its lists."""
    part = held.part("numbering")
    if part is None or part.root is None:
        _add_part(held, "numbering", CT.WML_NUMBERING, tree_of(draft.numbering.part()))
        return
    root = part.root
    for items, before in (
        (draft.numbering.patterns(), ("num", "numIdMacAtCleanup")),
        (draft.numbering.lists(), ("numIdMacAtCleanup",)),
    ):
        at = next((at for at, each in enumerate(root) if etree.QName(each).localname in before), len(root))
        root[at:at] = elements_of(items)


def _languages(host: HostStyles, lang: str) -> dict[str, str]:
    """Return the language that words have without saying so, for each kind of script; "" where it is another's.

    A letterhead that says no language is given the document's.
    """
    wanted = default_languages(lang)
    default = next(host.root.iter(f"{{{W}}}rPrDefault"), None)
    if default is None:
        defaults = host.root.find(f"{{{W}}}docDefaults")
        if defaults is None:
            defaults = element_of(w("docDefaults"))
            host.root.insert(0, defaults)
        default = element_of(w("rPrDefault"))
        defaults.insert(0, default)
    props = default.find(f"{{{W}}}rPr")
    if props is None:
        props = element_of(w("rPr"))
        default.append(props)
    said = props.find(f"{{{W}}}lang")
    if said is None:
        said = element_of(w("lang"))
        props.append(said)
        after = [each for each in props if etree.QName(each).localname in ("eastAsianLayout", "specVanish", "oMath")]
        props.extend(after)  # which the schema wants behind it
    for name, value in wanted.items():
        if said.get(f"{{{W}}}{name}") is None:
            said.set(f"{{{W}}}{name}", value)
    return {
        name: value
        if all(each.get(f"{{{W}}}{name}", value) == value for each in host.root.iter(f"{{{W}}}lang"))
        else ""
        for name, value in wanted.items()
    }
