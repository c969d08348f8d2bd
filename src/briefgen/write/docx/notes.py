"""The footnotes part: two separators, then each note with its number as Word sets it."""

from __future__ import annotations

from dataclasses import replace

from briefgen.document import Note, Paragraph
from briefgen.theme import colour
from briefgen.write.docx.blocks import write_blocks
from briefgen.write.docx.draft import Draft, Flow, Place, Story, spacer
from briefgen.write.docx.elements import Element, add, hex_colour, is_table, w
from briefgen.write.docx.paragraphs import append_paragraph, paragraph_key
from briefgen.write.docx.runs import Words, write_inlines

SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


def notes_element(story: Story, place: Place, draft: Draft) -> Element:
    """Return `<w:footnotes>` with all notes that the body and its tables refer to."""
    root = w("footnotes")
    for kind, number in SEPARATORS:
        paragraph = add(add(root, "footnote", type=kind, id=number), "p")
        add(add(paragraph, "pPr"), "spacing", before=0, after=0, line=240, lineRule="auto")
        run = add(paragraph, "r")
        add(add(run, "rPr"), "color", val=hex_colour(colour(draft.theme, draft.theme.furniture.rule_colour)))
        add(run, kind)
    add_notes(root, story, place, draft)
    return root


def add_notes(root: Element, story: Story, place: Place, draft: Draft) -> None:
    """Append the notes to `<w:footnotes>`."""
    for number, note in enumerate(draft.notes, start=draft.noted + 1):
        _add_note(root, number, note, story, place.within(note.attr), draft)


def _add_note(root: Element, number: int, note: Note, story: Story, place: Place, draft: Draft) -> None:
    flow = Flow(story=story)
    first = note.blocks[0] if note.blocks else Paragraph(children=())
    rest = note.blocks[1:]
    if not isinstance(first, Paragraph):
        first, rest = Paragraph(children=()), note.blocks
    if first.attr.id:
        flow.ids.append(first.attr.id)

    def write(paragraph: Element, words: Words) -> None:
        run = add(paragraph, "r")
        props = add(run, "rPr")
        add(props, "rStyle", val=draft.styles.character("note-ref"))
        add(props, "vertAlign", val="baseline")
        add(run, "footnoteRef")
        add(add(paragraph, "r"), "tab")
        write_inlines(paragraph, first.children, words, story, draft)

    room = draft.styles.note_indent()
    place = replace(place, text=(*note.attr.classes, *place.text), indent=room, width=place.width - room, list="note")
    key = paragraph_key(first.attr, place, draft)
    append_paragraph(flow, key, place.within(first.attr), draft, write, hanging=room)
    write_blocks(flow, rest, place, draft)
    if is_table(flow.items[-1]):
        flow.items.append(spacer(1.0))
    flow.fill(add(root, "footnote", id=number))
