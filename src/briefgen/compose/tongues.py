"""A brief in one language for a reader of another: the template's words in the reader's, the brief's text in its own.

The document is in the reader's language. What comes from the brief is plain text until it is printed; there it is put
into `<span lang='…'>`. What the template says of its own is markup, and stands as it is.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape
from msgspec.structs import replace

from briefgen.compose.language import Language, language
from briefgen.compose.run import running
from briefgen.document import (
    Attr,
    Cite,
    Emph,
    Inline,
    Inlines,
    Link,
    Note,
    Span,
    Strong,
    Sub,
    Super,
    Text,
)

# In single quotes, so that it may stand in an attribute, where the reader of markup leaves it out.
_TOLD = re.compile(r"<span lang='[A-Za-z0-9-]*'>((?:(?!<span\b|</span>).)*)</span>", re.DOTALL)


def mark(text: str, tag: str) -> Markup:
    """Put words, escaped where they are plain, into a span of their language."""
    return Markup("<span lang='{}'>{}</span>").format(tag, text)


def told(text: str) -> str | Markup:
    """Text of the brief, marked with its language where the document is in another one; markup stays as it is."""
    run = running()
    if run is None or not run.told or isinstance(text, Markup):
        return text
    return mark(text, run.told) if _has_letters(text) else escape(text)


def told_inlines(markup: Markup) -> Markup:
    """Inlines made from a text of the brief, marked as `told` marks text."""
    run = running()
    return mark(markup, run.told) if run is not None and run.told and markup else markup


def own(text: str) -> str | Markup:
    """Words of the template, which stand in the document's language already."""
    run = running()
    return escape(text) if run is not None and run.told else text


def whole(markup: Markup) -> str:
    """Return what a text of the brief holds between its marks, where `markup` is nothing else; else ""."""
    run = running()
    if run is None or not run.told:
        return ""
    found = _TOLD.fullmatch(markup)
    return found[1] if found is not None else ""


def telling(document: Language) -> Language:
    """Return how the brief's text is written, in a document in the language `document`."""
    run = running()
    return language(run.told) if run is not None and run.told else document


def lifted(children: Inlines, attr: Attr) -> tuple[Inlines, Attr]:
    """Say a block's language once, where its first and most of its words are the brief's; the others then say theirs.

    So a sentence of the brief runs in its own direction, with all that belongs to it. Notes are the document's still.
    """
    run = running()
    if run is None or not run.told or attr.lang or not children:
        return children, attr
    bare, document = Attr(lang=run.told), run.language.tag
    brief_s, template_s = _letters(children, bare)
    if brief_s <= template_s or not _begins(children, bare):
        return children, attr
    return _joined(_turned(children, bare, document)), replace(attr, lang=run.told)


def _letters(children: Inlines, bare: Attr, *, told: bool = False) -> tuple[int, int]:
    """Count the letters of the brief's words and of the template's; other languages and notes are neither."""
    counts = [0, 0]
    for child in children:
        if isinstance(child, Text):
            counts[not told] += sum(character.isalpha() for character in child.text)
        elif isinstance(child, Note) or (isinstance(child, Span) and child.attr.lang and child.attr != bare):
            continue
        else:
            inner = _letters(getattr(child, "children", ()), bare, told=told or getattr(child, "attr", None) == bare)
            counts[0] += inner[0]
            counts[1] += inner[1]
    return counts[0], counts[1]


def _begins(children: Inlines, bare: Attr) -> bool:
    """Tell whether the first words are the brief's."""
    for child in children:
        counts = _letters((child,), bare)
        if any(counts):
            inner = getattr(child, "children", ())
            return counts[0] > 0 and (counts[1] == 0 or _begins(inner, bare))
    return False


def _turned(children: Inlines, bare: Attr, document: str) -> list[Inline]:
    """Take the marks off the brief's words, and put the document's language on the others."""
    found: list[Inline] = []
    for child in children:
        match child:
            case Span(attr=own_attr) if own_attr == bare:
                found += child.children
            case Note():
                found.append(replace(child, attr=replace(child.attr, lang=child.attr.lang or document)))
            case Text(text=text):
                found.append(Span(children=(child,), attr=Attr(lang=document)) if _has_letters(text) else child)
            case Span(attr=own_attr) if own_attr.lang:
                found.append(child)
            case Emph() | Strong() | Sub() | Super() | Link() | Cite() | Span():
                brief_s, _ = _letters(child.children, bare)
                if brief_s:
                    found.append(replace(child, children=_joined(_turned(child.children, bare, document))))
                else:
                    found.append(replace(child, attr=replace(child.attr, lang=document)))
            case _:
                found.append(child)
    return found


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _joined(children: list[Inline]) -> Inlines:
    """Join the texts that stand side by side."""
    found: list[Inline] = []
    for child in children:
        if isinstance(child, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + child.text)
        else:
            found.append(child)
    return tuple(found)
