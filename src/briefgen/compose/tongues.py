"""A brief in one language for a reader of another: the template's words in the reader's, the brief's text in its own.

The document is in the reader's language. What comes from the brief is plain text until it is printed; there it is put
into `<span lang='…'>`. What the template says of its own is markup, and stands as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from markupsafe import Markup, escape

from briefgen.compose.language import Language, language
from briefgen.compose.run import running
from briefgen.document import NONE, Attr, Break, Inline, Inlines, Mark, Note, Span, Text

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
    return mark(text, run.told) if any(character.isalpha() for character in text) else escape(text)


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
    """Say a block's language once, where all its words are the brief's; its notes are in the document's still."""
    run = running()
    if run is None or not run.told or attr.lang or not children:
        return children, attr
    bare = Attr(lang=run.told)
    if not any(isinstance(child, Span) and child.attr == bare for child in children):
        return children, attr
    found: list[Inline] = []
    for child in children:
        match child:
            case Span(attr=own_attr) if own_attr == bare:
                found += child.children
            case Note():
                found.append(replace(child, attr=replace(child.attr, lang=child.attr.lang or run.language.tag)))
            case Text(text=text) if not any(character.isalpha() for character in text):
                found.append(child)
            case Mark() | Break():
                found.append(child)
            case _:
                return children, attr
    return _joined(found), replace(attr, lang=run.told) if attr is not NONE else bare


def _joined(children: list[Inline]) -> Inlines:
    """Join the texts that stand side by side."""
    found: list[Inline] = []
    for child in children:
        if isinstance(child, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + child.text)
        else:
            found.append(child)
    return tuple(found)
