"""The footnotes part: two separators, then each note with its number as Word sets it."""

from __future__ import annotations

from briefgen.document import Note, Paragraph, Text
from briefgen.write.docx.blocks import append_paragraph, write_blocks
from briefgen.write.docx.draft import Draft, Flow, Place, Story
from briefgen.write.docx.elements import Element, add, is_table, w
from briefgen.write.docx.runs import Words, write_inlines
from briefgen.write.docx.styles import ParagraphStyle

_SPACE = Text(" ")
SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


def notes_element(story: Story, place: Place, draft: Draft) -> Element:
    """Return `<w:footnotes>` with all notes that the body and its tables refer to."""
    root = w("footnotes")
    for kind, number in SEPARATORS:
        paragraph = add(add(root, "footnote", type=kind, id=number), "p")
        add(add(paragraph, "pPr"), "spacing", before=0, after=0, line=240, lineRule="auto")
        add(add(paragraph, "r"), kind)
    for number, note in enumerate(draft.notes, start=1):
        _add_note(root, number, note, story, place.within(note.attr), draft)
    return root


def _add_note(root: Element, number: int, note: Note, story: Story, place: Place, draft: Draft) -> None:
    flow = Flow(story=story)
    first, rest = (note.blocks[0], note.blocks[1:]) if note.blocks else (None, ())
    inlines = first.children if isinstance(first, Paragraph) else ()
    if first is not None and not isinstance(first, Paragraph):
        rest = note.blocks
    elif isinstance(first, Paragraph):
        place_first = place.within(first.attr)
        if first.attr.id:
            flow.ids.append(first.attr.id)

    def write(paragraph: Element, words: Words) -> None:
        run = add(paragraph, "r")
        add(add(run, "rPr"), "rStyle", val=draft.styles.character("note-ref"))
        add(run, "footnoteRef")
        write_inlines(paragraph, (_SPACE, *inlines), words, story, draft)

    append_paragraph(
        flow,
        ParagraphStyle(style=place.text),
        place_first if isinstance(first, Paragraph) else place,
        draft,
        write,
    )
    write_blocks(flow, rest, place, draft)
    if is_table(flow.items[-1]):
        flow.items.append(w("p"))
    flow.fill(add(root, "footnote", id=number))
