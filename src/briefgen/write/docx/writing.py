"""The way from a Document to a package: the body first, then what it turned out to need."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from briefgen.document import Document
from briefgen.errors import Fault, OutputError
from briefgen.headings import levelled
from briefgen.theme import Theme
from briefgen.write.docx.anchors import anchors
from briefgen.write.docx.body import body_part
from briefgen.write.docx.draft import Draft, Flow, Place, Story
from briefgen.write.docx.elements import without_tags
from briefgen.write.docx.embedded import embedded_fonts
from briefgen.write.docx.furniture import page_room, running_parts, text_width
from briefgen.write.docx.kept import kept_with
from briefgen.write.docx.looks import typefaces
from briefgen.write.docx.notes import notes_part
from briefgen.write.docx.numbering import Numbering
from briefgen.write.docx.package import package
from briefgen.write.docx.parts import core_properties, extended_properties, font_table, settings
from briefgen.write.docx.scripts import default_languages, is_east, is_rtl
from briefgen.write.docx.styles import Styles


def write(document: Document, theme: Theme) -> bytes:
    """Return the bytes of the file. Raises OutputError for characters that XML cannot hold, and for endless nesting."""
    try:
        document = levelled(document)
        if theme.letterhead.docx:
            from briefgen.write.docx.letterhead.pouring import pour

            return pour(document, theme)
        return _write(document, theme)
    except RecursionError:
        fault = Fault(what="the document is nested too deep for a Word file", mend="nest lists and sections less")
        raise OutputError(fault) from None


def _write(document: Document, theme: Theme) -> bytes:
    faces = typefaces(theme, document.lang if is_east(document.lang) else "")
    draft = Draft(
        document=document,
        theme=theme,
        styles=Styles(
            theme=theme,
            faces=faces,
            languages=default_languages(document.lang),
            rtl=is_rtl(document.lang),
            kept=kept_with(theme, document.lang),
        ),
        numbering=Numbering(theme=theme),
        room=page_room(theme),
        anchors=anchors(document),
    )
    running = running_parts(draft)
    width = text_width(theme)
    flow = Flow(story=Story(notes=True))
    body = body_part(flow, Place(width=width, lang=document.lang), draft, running)
    notes = None
    if draft.notes:
        story = Story()
        place = Place(width=width, lang=document.lang, text=("note",))
        notes = (notes_part(story, place, draft).encode(), story)
    fonts = []
    if document.pages:  # a fitted page must stay one
        texts = [body, *([notes[0]] if notes is not None else []), *(part.text.encode() for part in running)]
        drawn = "".join(without_tags(text.decode()) for text in texts)
        fonts = embedded_fonts(theme, faces, draft.metrics(), drawn)
    named = [
        ("/word/styles.xml", CT.WML_STYLES, RT.STYLES, draft.styles.part()),
        ("/word/settings.xml", CT.WML_SETTINGS, RT.SETTINGS, settings(draft)),
        ("/word/numbering.xml", CT.WML_NUMBERING, RT.NUMBERING, draft.numbering.part()),
        ("/word/fontTable.xml", CT.WML_FONT_TABLE, RT.FONT_TABLE, font_table(faces, fonts)),
    ]
    about = [
        ("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, RT.CORE_PROPERTIES, core_properties(draft)),
        ("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES, extended_properties()),
    ]
    if draft.faults:
        raise OutputError(*draft.faults)
    return package(draft, body=(body, flow.story), notes=notes, running=running, named=named, about=about, fonts=fonts)
