"""The document as one HTML file that asks for nothing else: style, faces and pictures are inside, and no script.

What the browser does without script: a note's number opens the note in place (the popover attribute), colours follow
the reader's light or dark setting, tables become cards on a phone, and paper gets the theme's page with running lines.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from briefgen.document import Blocks, Document, Field, Heading, Inlines, Mark, Note, Paragraph, Running
from briefgen.headings import levelled
from briefgen.layout.fonts import faces
from briefgen.plain import fold, holds, plain
from briefgen.theme import Theme, look
from briefgen.write.characters import refuse_unwritable
from briefgen.write.html.body import write_blocks, write_words
from briefgen.write.html.fonts import embed
from briefgen.write.html.palette import Palette
from briefgen.write.html.sheet import Around, Sheet, ids_of
from briefgen.write.html.style import add_characters, palettes, write_style
from briefgen.write.html.words import direction, escape, labels, tag
from briefgen.write.markings import opening_markings

_CONTENTS_FROM = 4  # second-level headings; fewer need no list of contents


def write(document: Document, theme: Theme) -> str:
    """Return the HTML file. Raises OutputError for characters that no text file can hold, ThemeError for bad fonts."""
    document = levelled(document)
    sheet = _gather(document, theme)
    top = _running(document.first_header, document.header, document, sheet, above=True)
    main = _main(document, sheet)
    bottom = _running(document.footer, document.first_footer, document, sheet)
    notes = _notes(sheet)
    contents = _contents(sheet)
    for role, line in (
        ("header", document.first_header),
        ("header", document.header),
        ("footer", document.first_footer),
        ("footer", document.footer),
    ):
        for part in (line.start, line.center, line.end) if line is not None else ():
            add_characters(part, role, sheet)
    style = write_style(document, sheet, embed(sheet.fonts, faces(theme), document.lang))
    skip = sheet.name("text")
    parts = [
        "<!DOCTYPE html>\n",
        tag("html", lang=document.lang, dir=direction(document.lang)),
        f"\n<head>\n{_head(document, theme, style)}</head>\n",
        tag("body", class_=_fitted(document)),
        "\n",
        f"{tag('a', class_='b-skip', href=f'#{skip}', lang=_foreign(document, sheet))}{sheet.labels.skip}</a>\n",
        f'<header class="b-running b-top">\n{top}</header>\n' if top else "",
        f'<div class="b-page">\n{contents}{tag("main", id=skip, tabindex="-1")}\n<article>\n',
        f"{main}{notes}</article>\n</main>\n</div>\n",
        f'<footer class="b-running b-bottom">\n{bottom}</footer>\n' if bottom else "",
        "</body>\n</html>\n",
    ]
    page = "".join(parts)
    refuse_unwritable(page)
    return page


def palette(document: Document, theme: Theme) -> Palette:
    """Return the colours, by day and by night, of the page that `write` makes."""
    sheet = _gather(document, theme)
    _main(document, sheet)
    return palettes(sheet)


def _gather(document: Document, theme: Theme) -> Sheet:
    return Sheet(theme=theme, labels=labels(document.lang), ids=ids_of(document))


def _fitted(document: Document) -> str:
    """Return the classes of a bounded page; columns end where the fit has them where there is only one page."""
    return " ".join(["b-fitted"] * bool(document.pages) + ["b-single"] * (document.pages == 1))


def _foreign(document: Document, sheet: Sheet) -> str:
    """Return the labels' language where the document is in another one."""
    return "" if document.lang.lower().startswith(sheet.labels.lang) else sheet.labels.lang


def _head(document: Document, theme: Theme, style: str) -> str:
    sealed = b64encode(sha256(style.encode("utf-8", "replace")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; style-src 'sha256-{sealed}'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    said = {
        "viewport": "width=device-width, initial-scale=1",
        "description": document.subject,
        "author": ", ".join(document.authors),
        "keywords": ", ".join(document.keywords),
        "dcterms.date": document.date,
        "generator": "briefgen",
        "referrer": "no-referrer",
        "color-scheme": "light dark",
    }
    lines = [
        '<meta charset="utf-8">',
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        *(tag("meta", name=name, content=fold(value)) for name, value in said.items() if fold(value)),
        f"<title>{escape(_title(document))}</title>",
        f"<style>{style}</style>",
    ]
    return "\n".join(lines) + "\n"


def _title(document: Document) -> str:
    """Return what the page is called, which is never nothing (WCAG 2.4.2): its title, else its first heading."""
    headings = (plain(block.children) for block in document.blocks if isinstance(block, Heading))
    return next((fold(words) for words in (document.title, *headings) if words.strip()), "Untitled")


def _main(document: Document, sheet: Sheet) -> str:
    """Return the blocks, with those that open the document (kicker, title, subtitle, byline) in its header."""
    around = Around(look=look(sheet.theme, "body"))
    at = _opening(document.blocks)
    opening = f"<header>\n{write_blocks(document.blocks[:at], around, sheet)}</header>\n" if at else ""
    return opening + write_blocks(document.blocks[at:], around, sheet)


def _opening(blocks: Blocks) -> int:
    """Return how many blocks make the opening: paragraphs with a class around the title; 0 without a title."""
    title = next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), -1)
    first = blocks[title] if title >= 0 else None
    if not isinstance(first, Heading) or first.level != 1:
        return 0
    if not all(isinstance(block, Paragraph) for block in blocks[:title]):
        return 0
    end = title + 1
    while end < len(blocks):
        block = blocks[end]
        if not (isinstance(block, Paragraph) and block.attr.classes):
            break
        end += 1
    return end


def _running(
    first: Running | None, other: Running | None, document: Document, sheet: Sheet, *, above: bool = False
) -> str:
    """Return what stands above or below the text: the first of two running lines that says anything on a screen."""
    for running in (first, other):
        if running is None:
            continue
        around = Around(look=look(sheet.theme, "header"), role="header")
        parts = [_on_screen(part, document) for part in (running.start, running.center, running.end)]
        if any(parts) and not (above and _shown(parts, document)):
            return "".join(f"<span>{write_words(part, around, sheet)}</span>\n" for part in parts if part)
    return ""


def _shown(parts: list[Inlines], document: Document) -> bool:
    """Say whether parts hold only markings, and the opening right below shows these too."""
    shown = opening_markings(document.blocks)
    return all(isinstance(inline, Mark) and fold(inline.label) in shown for part in parts for inline in part)


def _on_screen(inlines: Inlines, document: Document) -> Inlines:
    """Return a part of a running line without page numbers and what goes with them, and not the title once more."""
    if holds(inlines, Field):
        return tuple(inline for inline in inlines if isinstance(inline, Mark))
    return () if plain(inlines) == fold(document.title) and not holds(inlines, Note) else inlines


def _contents(sheet: Sheet) -> str:
    if len(sheet.contents) < _CONTENTS_FROM:
        return ""
    own = look(sheet.theme, "h2")
    for _, words in sheet.contents:
        sheet.fonts.add(look(sheet.theme, "header"), words)
    sheet.fonts.add(own, sheet.labels.contents)
    items = "".join(f"<li>{tag('a', href=f'#{id_}')}{escape(words)}</a></li>\n" for id_, words in sheet.contents)
    name = sheet.name("contents")
    return (
        f"{tag('nav', class_='b-contents', aria_labelledby=name)}\n"
        f"{tag('p', id=name)}{sheet.labels.contents}</p>\n<ul>\n{items}</ul>\n</nav>\n"
    )


def _notes(sheet: Sheet) -> str:
    """Return the list of notes. Each is a popover that, while closed, stands here as an ordinary item."""
    if not sheet.notes:
        return ""
    words = sheet.labels
    small = look(sheet.theme, "note")
    sheet.blocks[".b-notes li"] = small
    sheet.fonts.add(small, "0123456789.↩")
    sheet.fonts.add(look(sheet.theme, "h3"), words.notes)
    sheet.blocks["h2.b-title"] = look(sheet.theme, "h3")
    items = []
    for number, note in enumerate(sheet.notes, 1):
        name = sheet.name(f"note-{number}")
        back = tag(
            "a",
            class_="b-back",
            href=f"#{sheet.name(f'ref-{number}')}",
            role="doc-backlink",
            aria_label=f"{words.back} ({number})",
        )
        close = tag(
            "button",
            class_="b-close",
            type="button",
            popovertarget=f"{name}-text",
            popovertargetaction="hide",
            aria_label=words.close,
        )
        items.append(
            f"{tag('li', id=name)}{tag('div', class_='b-note', id=f'{name}-text', popover='auto')}"
            f"{note} {back}↩</a>{close}×</button></div></li>\n"
        )
    title = sheet.name("notes")
    return (
        f"{tag('section', class_='b-notes', role='doc-endnotes', aria_labelledby=title)}\n"
        f"{tag('h2', class_='b-title', id=title)}{words.notes}</h2>\n<ol>\n{''.join(items)}</ol>\n</section>\n"
    )
