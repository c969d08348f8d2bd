"""Inlines as HTML. Every character of the document goes through `escape`."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from briefgen.document import (
    Attr,
    Blocks,
    Break,
    Cite,
    Code,
    Emph,
    Field,
    Inline,
    Inlines,
    Link,
    Mark,
    Note,
    Span,
    Strong,
    Sub,
    Super,
    Text,
)
from briefgen.theme import span
from briefgen.write.html.sheet import Around, Sheet, chosen, classes, selector
from briefgen.write.html.words import direction, escape, tag

WriteNote = Callable[[Blocks, Sheet], str]


def write_inlines(inlines: Inlines, around: Around, sheet: Sheet, note: WriteNote) -> str:
    """Return the HTML of `inlines`; `note` writes the content of a footnote, whose text is kept for the end."""
    return "".join(_inline(inline, around, sheet, note) for inline in inlines)


def _inline(inline: Inline, around: Around, sheet: Sheet, note: WriteNote) -> str:
    match inline:
        case Text(text):
            sheet.fonts.add(around.look, text)
            return escape(text)
        case Break():
            return "<br>"
        case Field():
            return ""  # only paper has pages
        case Note():
            return _reference(inline, around, sheet, note)
        case Code(text=text):
            return _styled("code", (Text(text),), inline.attr, around, sheet, note, role="code")
        case Mark(label=label):
            return _styled("span", (Text(label),), inline.attr, around, sheet, note, role="mark", translate="no")
        case Emph():
            return _styled("em", inline.children, inline.attr, around, sheet, note)
        case Strong():
            return _styled("strong", inline.children, inline.attr, around, sheet, note)
        case Sub():
            return _styled("sub", inline.children, inline.attr, around, sheet, note)
        case Super():
            return _styled("sup", inline.children, inline.attr, around, sheet, note)
        case Span(attr=attr):
            return _styled("bdi" if attr.lang else "span", inline.children, attr, around, sheet, note)
        case Link(target=target, title=title):
            return _link("a", target, title, inline.children, inline.attr, around, sheet, note)
        case Cite(target=target):
            inner = _link("a", f"#{target}" if target else "", "", inline.children, Attr(), around, sheet, note)
            return _wrapped("cite", inner, inline.attr, "")


def _styled(
    element: str,
    children: Inlines,
    attr: Attr,
    around: Around,
    sheet: Sheet,
    note: WriteNote,
    *,
    role: str = "",
    translate: str = "",
) -> str:
    """Return children in an element, with the style its class or role names."""
    theme = sheet.theme
    style = chosen((*attr.classes, role), theme.styles, "")
    look = span(theme, around.look, style)
    if style:
        sheet.spans[selector(element, style)] = theme.styles[style]
    if element == "em":
        look = replace(look, italic=True)
    elif element == "strong":
        look = replace(look, bold=True)
    inner = write_inlines(children, replace(around, look=look), sheet, note)
    return _wrapped(element, inner, attr, classes(attr, style or role, theme.styles), translate)


def _wrapped(element: str, inner: str, attr: Attr, names: str, translate: str = "") -> str:
    """Words in another language are kept apart from the direction of the line: `dir=auto`, the default of `bdi`."""
    apart = "auto" if attr.lang and element != "bdi" else ""
    start = tag(element, id=attr.id, class_=names, lang=attr.lang, dir=apart, translate=translate)
    return f"{start}{inner}</{element}>"


def _link(
    element: str, target: str, title: str, children: Inlines, attr: Attr, around: Around, sheet: Sheet, note: WriteNote
) -> str:
    """Return a link; only its words where it stands in a link, leads nowhere in this document, or is no web address."""
    theme = sheet.theme
    inside = target[1:] in sheet.ids if target.startswith("#") else is_web(target)
    if around.linked or not inside:
        return _styled("span", children, attr, around, sheet, note) if attr != Attr() else write_inlines(
            children, around, sheet, note
        )  # fmt: skip
    before = len(sheet.put_off)
    style = chosen((*attr.classes, "link"), theme.styles, "")
    if style:
        sheet.spans[selector(element, "" if style == "link" else style)] = theme.styles[style]
    look = span(theme, around.look, style)
    inner = write_inlines(children, replace(around, look=look, linked=True), sheet, note)
    names = classes(attr, "" if style == "link" else style, theme.styles)
    apart = "auto" if attr.lang else ""
    start = tag(element, id=attr.id, class_=names, lang=attr.lang, dir=apart, href=_href(target), title=title)
    after = "".join(_number(number, sheet) for number in sheet.put_off[before:])
    del sheet.put_off[before:]
    return f"{start}{inner}</{element}>{after}"


def is_web(target: str) -> bool:
    """Say whether `target` is an address a brief may link to."""
    return target.lower().startswith(("https://", "http://", "mailto:"))


def _href(target: str) -> str:
    return "".join(f"%{ord(char):02X}" if char in ' "<>\\^`{|}' or char < " " else char for char in target)


def _reference(found: Note, around: Around, sheet: Sheet, note: WriteNote) -> str:
    """Write the note to the end of the page and return its number; a link takes the number out behind itself."""
    at = len(sheet.notes)
    sheet.notes.append("")  # so that a note in this note counts on from here
    sheet.notes[at] = note(found.blocks, sheet)
    if found.attr.lang:
        sheet.notes[at] = f"{tag('div', lang=found.attr.lang, dir=direction(found.attr.lang))}{sheet.notes[at]}</div>"
    if around.linked:
        sheet.put_off.append(at + 1)
        return ""
    return _number(at + 1, sheet)


def _number(number: int, sheet: Sheet) -> str:
    """Return the raised number: a button that opens the note in place and, on paper or in an old browser, a link."""
    name = sheet.name(f"note-{number}")
    link = tag(
        "a",
        class_="b-to",
        id=sheet.name(f"ref-{number}"),
        href=f"#{name}",
        role="doc-noteref",
        aria_label=f"{sheet.labels.note} {number}",
    )
    button = tag(
        "button",
        class_="b-open",
        type="button",
        popovertarget=f"{name}-text",
        aria_label=f"{sheet.labels.note} {number}",
    )
    return f'<sup class="b-ref">{link}{number}</a>{button}{number}</button></sup>'
