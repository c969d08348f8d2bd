"""The footnotes part: two separators, then each note with its number as Word sets it."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.document import Note, Paragraph
from briefgen.theme import colour
from briefgen.write.docx.blocks import write_blocks
from briefgen.write.docx.draft import Draft, Flow, Place, Story
from briefgen.write.docx.elements import hex_colour, root, w
from briefgen.write.docx.items import TableItem, spacer
from briefgen.write.docx.paragraphs import append_paragraph, paragraph_key
from briefgen.write.docx.runs import TAB, write_inlines
from briefgen.write.docx.words import Words

SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


def notes_part(story: Story, place: Place, draft: Draft) -> str:
    """Return `<w:footnotes>` with all notes that the body and its tables refer to."""
    ink = w("rPr", w("color", val=hex_colour(colour(draft.theme, draft.theme.furniture.rule_colour))))
    props = w("pPr", w("spacing", before=0, after=0, line=240, lineRule="auto"))
    separators = (
        w("footnote", w("p", props + w("r", ink + w(kind))), type=kind, id=number) for kind, number in SEPARATORS
    )
    return root("footnotes", "".join(separators) + written_notes(story, place, draft))


def written_notes(story: Story, place: Place, draft: Draft) -> str:
    """Return the notes, as `<w:footnotes>` holds them."""
    return "".join(
        w("footnote", _written(note, story, place.within(note.attr), draft), id=number)
        for number, note in enumerate(draft.notes, start=draft.noted + 1)
    )


def _written(note: Note, story: Story, place: Place, draft: Draft) -> str:
    flow = Flow(story=story)
    first = note.blocks[0] if note.blocks else Paragraph(children=())
    rest = note.blocks[1:]
    if not isinstance(first, Paragraph):
        first, rest = Paragraph(children=()), note.blocks
    if first.attr.id:
        flow.ids.append(first.attr.id)

    def write(out: list[str], words: Words) -> None:
        props = w("rStyle", val=draft.styles.character("note-ref")) + w("vertAlign", val="baseline")
        out += (w("r", w("rPr", props) + w("footnoteRef")), TAB)
        write_inlines(out, first.children, words, story, draft)

    room = draft.styles.note_indent()
    place = replace(place, text=(*note.attr.classes, *place.text), indent=room, width=place.width - room, list="note")
    key = paragraph_key(first.attr, place, draft)
    append_paragraph(flow, key, place.within(first.attr), draft, write, hanging=room)
    write_blocks(flow, rest, place, draft)
    if isinstance(flow.items[-1], TableItem):
        flow.items.append(spacer(1.0))
    return "".join(item.text() for item in flow.items)
