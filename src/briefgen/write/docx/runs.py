"""Inlines as runs, hyperlinks, bookmarks and references to notes."""

from __future__ import annotations

import re
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from briefgen.document import (
    Break,
    Cite,
    Code,
    Emph,
    Field,
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
from briefgen.plain import plain_blocks
from briefgen.theme import Style
from briefgen.write.docx.draft import Draft, Story
from briefgen.write.docx.elements import Attributes, attributes, children, escape, w
from briefgen.write.docx.looks import over, run_difference
from briefgen.write.docx.scripts import segments, word_tag
from briefgen.write.docx.styles import Styles
from briefgen.write.docx.words import Words

TAB = w("r", w("tab"))
_Other: TypeAlias = Break | Field | Link | Code | Mark | Cite | Emph | Strong | Sub | Super | Span
_BREAK = w("r", w("br"))
_SPECIAL = re.compile("([\u00ad\u2011])")
_TOOLTIP = 250


def write_inlines(out: list[str], inlines: Inlines, words: Words, story: Story, draft: Draft) -> None:
    """Append inlines to what stands in a paragraph or a hyperlink."""
    after_note = False
    for inline in inlines:
        if isinstance(inline, Text):
            after_note = after_note and not inline.text
            write_text(out, inline.text, words, draft)
        elif isinstance(inline, Note):
            if after_note and story.notes:
                out.append(_reference(_characters(","), draft))
            _note(out, inline, words, story, draft)
            after_note = True
        else:
            after_note = False
            _write(out, inline, words, story, draft)


def _write(out: list[str], inline: _Other, words: Words, story: Story, draft: Draft) -> None:
    if isinstance(inline, Break):
        out.append(_BREAK)
        return
    if isinstance(inline, Field):
        out.append(f'<w:fldSimple w:instr="{" PAGE " if inline.kind == "page" else " NUMPAGES "}">')
        write_text(out, "1", words, draft)
        out.append("</w:fldSimple>")
        return
    if isinstance(inline, Link):
        _link(out, inline, words, story, draft)
        return
    attr, theme = inline.attr, draft.theme
    start, end = draft.bookmark(attr.id) if attr.id else ("", "")
    out.append(start)
    match inline:
        case Code(text=text):
            write_text(out, text, words.inside(theme, "code", attr), draft)
        case Mark(label=label):
            write_text(out, label, words.inside(theme, "mark", attr), draft)
        case Cite(target=target, children=held):
            anchor = "" if words.linked else draft.anchors.get(target, "")
            inside = words.inside(theme, "cite", attr, linked=bool(anchor))
            said = {"anchor": anchor, "history": "1"} if anchor else {}
            _within_link(out, said, held, inside, story, draft)
        case Emph() | Strong() | Sub() | Super() | Span():
            inside = words.inside(theme, type(inline).__name__.lower(), attr)
            write_inlines(out, inline.children, inside, story, draft)
    out.append(end)


# ---------------------------------------------------------------- text


def write_text(out: list[str], text: str, words: Words, draft: Draft) -> None:
    """Append runs for `text`: one for each stretch of one script and language."""
    if not text:
        return
    if words.look.size > draft.tallest:
        draft.tallest = words.look.size
    style_id = draft.styles.character(words.style) if words.style else ""
    for segment in segments(draft.text(text), words.lang, rtl=words.rtl):
        key = (segment.script, segment.tag, style_id)
        props = words.properties.get(key)
        if props is None:
            props = words.properties[key] = _properties(*key, words, draft.styles)
        out.append(f"<w:r>{props}{_characters(segment.text)}</w:r>")


def _characters(text: str) -> str:
    if "\u00ad" not in text and "\u2011" not in text:
        return _piece(text)
    return "".join(map(_piece, _SPECIAL.split(text)))


def _piece(text: str) -> str:
    if not text:
        return ""
    if text == "\u00ad":
        return "<w:softHyphen/>"
    if text == "\u2011":
        return "<w:noBreakHyphen/>"
    if text[0] == " " or text[-1] == " " or "  " in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:t>{escape(text)}</w:t>"


def _properties(script: str, tag: str, style_id: str, words: Words, styles: Styles) -> str:
    """Return the `<w:rPr>` of words in a script and a language, "" where their paragraph says it all."""
    style = styles.words(words.style) if style_id else Style()
    have = over(styles.theme, words.around, style)
    found = run_difference(words.look, have, words.around, style, styles.faces)
    if style_id:
        found["rStyle"] = {"val": style_id}
    if words.raised:
        found["vertAlign"] = {"val": words.raised}
    if words.verbatim and words.style not in ("code", "mark"):
        found["noProof"] = {}
    if script == "rtl":
        found["rtl"] = {}
    if script == "east":
        said = found.get("rFonts", {})
        fonts: Attributes = {} if isinstance(said, str) else said
        if tag:
            fonts = {**fonts, "eastAsia": styles.faces.east_name(words.look.family, tag)}
        found["rFonts"] = {"hint": "eastAsia", **fonts}
    name = {"east": "eastAsia", "rtl": "bidi", "west": "val"}[script]
    if tag and word_tag(tag) != styles.languages[name]:
        found["lang"] = {name: word_tag(tag)}
    return w("rPr", children("rPr", found)) if found else ""


# ---------------------------------------------------------------- links and notes


def _link(out: list[str], link: Link, words: Words, story: Story, draft: Draft) -> None:
    said: dict[str, str | int] = {}
    if not words.linked:
        if link.target.startswith("#"):
            anchor = draft.anchors.get(link.target[1:], "")
            if anchor:
                said = {"anchor": anchor, "history": "1"}
        else:
            address = usable_address(draft.text(link.target))
            if address:
                said = {"history": "1", "r:id": story.link(address)}
    inside = words
    if said:
        inside = words.inside(draft.theme, "link", link.attr, linked=True)
        if link.title:
            said["tooltip"] = draft.text(link.title)[:_TOOLTIP]
    start, end = draft.bookmark(link.attr.id) if link.attr.id else ("", "")
    out.append(start)
    _within_link(out, said, link.children, inside, story, draft)
    out.append(end)


def _within_link(out: list[str], said: Attributes, inlines: Inlines, inside: Words, story: Story, draft: Draft) -> None:
    """Append inlines within `<w:hyperlink>`, or without it where there is nothing to say of it."""
    if said:
        out.append(f"<w:hyperlink{attributes(said)}>")
    write_inlines(out, inlines, inside, story, draft)
    if said:
        out.append("</w:hyperlink>")


def usable_address(target: str) -> str:
    """Return an address as a relationship can hold it, or "" where Word would take the file for broken."""
    try:
        pieces = urlsplit(target)
        if pieces.scheme not in ("http", "https", "mailto") or pieces.port == 0:
            return ""
    except ValueError:
        return ""
    if pieces.scheme != "mailto" and not re.fullmatch(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]", pieces.hostname or ""):
        return ""
    head, _, host_and_rest = target.partition("://")
    if not host_and_rest:
        return quote(target, safe=":/?#@!$&'()*+,;=%~")
    host, slash, rest = re.match(r"([^/?#]*)([/?#]?)(.*)", host_and_rest, re.S).groups()  # type: ignore[union-attr]
    return f"{head}://{_host(host)}{slash}{quote(rest, safe=':/?#@!$&()*+,;=%~')}"


def _host(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return quote(host)


def _note(out: list[str], note: Note, words: Words, story: Story, draft: Draft) -> None:
    """Append the number of a note; where Word has no notes (in notes, headers and footers) its words in brackets."""
    if not story.notes:
        text = plain_blocks(note.blocks).replace("\n", " ")
        if text:
            write_text(out, f" [{text}]", words, draft)
        return
    draft.notes.append(note)
    number = draft.noted + len(draft.notes)
    start, end = draft.bookmark(note.attr.id) if note.attr.id else ("", "")
    out += (start, _reference(w("footnoteReference", id=number), draft), end)


def _reference(inner: str, draft: Draft) -> str:
    """Return a run in the style of a note's number."""
    return w("r", w("rPr", w("rStyle", val=draft.styles.character("note-ref"))) + inner)
