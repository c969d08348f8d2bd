"""Inlines as runs, hyperlinks, bookmarks and references to notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from briefgen.document import (
    Attr,
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
from briefgen.plain import plain_blocks
from briefgen.theme import Look, Style, span
from briefgen.write.docx.draft import Draft, Story
from briefgen.write.docx.elements import XML, Element, R, W, add, properties, w
from briefgen.write.docx.looks import over, run_difference
from briefgen.write.docx.scripts import Script, segments, word_tag

_SPECIAL = re.compile("([\u00ad\u2011])")
_TOOLTIP = 250


@dataclass(slots=True, unsafe_hash=True, kw_only=True)
class Words:
    """What holds for words at one place of a paragraph."""

    around: Look  # of the paragraph
    look: Look  # of the words
    lang: str
    rtl: bool = False  # the paragraph runs from right to left
    style: str = ""  # kind or class that gives the character style
    raised: str = ""  # superscript or subscript
    verbatim: bool = False
    linked: bool = False


def write_inlines(parent: Element, inlines: Inlines, words: Words, story: Story, draft: Draft) -> None:
    """Append inlines to a paragraph or a hyperlink."""
    after_note = False
    for inline in inlines:
        if isinstance(inline, Note):
            if after_note and story.notes:
                _reference(parent, ",", words, draft)
            _note(parent, inline, words, story, draft)
            after_note = True
            continue
        after_note = after_note and isinstance(inline, Text) and not inline.text
        _write(parent, inline, words, story, draft)


def _write(parent: Element, inline: Inline, words: Words, story: Story, draft: Draft) -> None:
    match inline:
        case Text(text):
            write_text(parent, text, words, draft)
        case Break():
            add(add(parent, "r"), "br")
        case Field(kind=number):
            field = add(parent, "fldSimple", instr=" PAGE " if number == "page" else " NUMPAGES ")
            write_text(field, "1", words, draft)
        case Code(text=text, attr=attr):
            inside = _inside(words, draft, "code", attr)
            _marked(parent, attr, draft, lambda to: write_text(to, text, inside, draft))
        case Mark(label=label, attr=attr):
            inside = _inside(words, draft, "mark", attr)
            _marked(parent, attr, draft, lambda to: write_text(to, label, inside, draft))
        case Link():
            _link(parent, inline, words, story, draft)
        case Cite(target=target, children=children, attr=attr):
            inside = _inside(words, draft, "cite", attr)
            anchor = "" if words.linked else draft.anchors.get(target, "")

            def write(to: Element) -> None:
                holder = add(to, "hyperlink", anchor=anchor, history="1") if anchor else to
                write_inlines(holder, children, replace(inside, linked=inside.linked or bool(anchor)), story, draft)

            _marked(parent, attr, draft, write)
        case Emph() | Strong() | Sub() | Super() | Span():
            kind = type(inline).__name__.lower()
            inside = _inside(words, draft, kind, inline.attr)
            found = inline.children
            _marked(parent, inline.attr, draft, lambda to: write_inlines(to, found, inside, story, draft))


def _marked(parent: Element, attr: Attr, draft: Draft, write: Callable[[Element], None]) -> None:
    """Write inlines within the bookmark of their node, if it has one."""
    ends = draft.bookmark(attr.id) if attr.id else None
    if ends:
        parent.append(ends[0])
    write(parent)
    if ends:
        parent.append(ends[1])


def _inside(words: Words, draft: Draft, kind: str, attr: Attr) -> Words:
    """Return what holds inside an inline of this kind: as layout sets it, in the nearest character style."""
    theme, around = draft.theme, words.look
    found, style, raised = around, words.style, words.raised
    named = next((name for name in attr.classes if name in theme.styles), "")
    match kind:
        case "emph":
            found = span(theme, replace(around, italic=not around.italic), *attr.classes)
            style = named or style or "emph"
        case "strong":
            found = span(theme, replace(around, bold=True), *attr.classes)
            style = named or style or "strong"
        case "sub" | "super":
            found = span(theme, around, *attr.classes)
            raised = "subscript" if kind == "sub" else "superscript"
            style = named or style
        case "span":
            found = span(theme, around, *attr.classes)
            style = named or style
        case _:
            found = span(theme, around, *attr.classes, kind)
            style = named or (kind if kind in theme.styles or kind in ("link", "code", "mark") else style)
    return replace(
        words,
        look=found,
        style=style,
        raised=raised,
        lang=attr.lang or words.lang,
        verbatim=words.verbatim or kind in ("code", "mark"),
    )


# ---------------------------------------------------------------- text


def write_text(parent: Element, text: str, words: Words, draft: Draft) -> None:
    """Append runs for `text`: one for each stretch of one script and language."""
    if not text:
        return
    draft.tallest = max(draft.tallest, words.look.size)
    for segment in segments(draft.text(text), words.lang, rtl=words.rtl):
        run = add(parent, "r")
        props = _run_properties(segment.script, segment.tag, words, draft)
        if props is not None:
            run.append(deepcopy(props))
        _characters(run, segment.text)


def _characters(run: Element, text: str) -> None:
    for piece in _SPECIAL.split(text):
        if piece == "\u00ad":
            add(run, "softHyphen")
        elif piece == "\u2011":
            add(run, "noBreakHyphen")
        elif piece:
            element = add(run, "t")
            element.text = piece
            if piece[0] == " " or piece[-1] == " " or "  " in piece:
                element.set(f"{{{XML}}}space", "preserve")


def _run_properties(script: Script, tag: str, words: Words, draft: Draft) -> Element | None:
    key = (script, tag, words)
    if key not in draft.run_properties:
        draft.run_properties[key] = _new_run_properties(script, tag, words, draft)
    return draft.run_properties[key]


def _new_run_properties(script: Script, tag: str, words: Words, draft: Draft) -> Element | None:
    styles = draft.styles
    style_id = styles.character(words.style) if words.style else ""
    style = styles.words(words.style) if style_id else Style()
    have = over(draft.theme, words.around, style)
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
        fonts = found.get("rFonts", {})
        if tag:
            fonts = {**fonts, "eastAsia": styles.faces.east_name(words.look.family, tag)}
        found["rFonts"] = {"hint": "eastAsia", **fonts}
    name = {"east": "eastAsia", "rtl": "bidi", "west": "val"}[script]
    if tag and word_tag(tag) != styles.languages[name]:
        found["lang"] = {name: word_tag(tag)}
    return properties("rPr", found) if found else None


# ---------------------------------------------------------------- links and notes


def _link(parent: Element, link: Link, words: Words, story: Story, draft: Draft) -> None:
    holder = None
    if not words.linked:
        if link.target.startswith("#"):
            anchor = draft.anchors.get(link.target[1:], "")
            holder = w("hyperlink", anchor=anchor, history="1") if anchor else None
        else:
            address = usable_address(draft.text(link.target))
            if address:
                holder = w("hyperlink", history="1")
                holder.set(f"{{{R}}}id", story.link(address))
    inside = words
    if holder is not None:
        inside = replace(_inside(words, draft, "link", link.attr), linked=True)
        if link.title:
            holder.set(f"{{{W}}}tooltip", draft.text(link.title)[:_TOOLTIP])

    def write(to: Element) -> None:
        if holder is not None:
            to.append(holder)
        write_inlines(to if holder is None else holder, link.children, inside, story, draft)

    _marked(parent, link.attr, draft, write)


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


def _note(parent: Element, note: Note, words: Words, story: Story, draft: Draft) -> None:
    """Append the number of a note; where Word has no notes (in notes, headers and footers) its words in brackets."""
    if not story.notes:
        text = plain_blocks(note.blocks).replace("\n", " ")
        if text:
            write_text(parent, f" [{text}]", words, draft)
        return
    draft.notes.append(note)
    number = draft.noted + len(draft.notes)

    def write(to: Element) -> None:
        run = _reference(to, "", words, draft)
        add(run, "footnoteReference", id=number)

    _marked(parent, note.attr, draft, write)


def _reference(parent: Element, text: str, words: Words, draft: Draft) -> Element:
    run = add(parent, "r")
    add(add(run, "rPr"), "rStyle", val=draft.styles.character("note-ref"))
    if text:
        _characters(run, text)
    return run
