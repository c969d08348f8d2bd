"""Inline Markdown of a brief's text fields: emphasis, strong, code and links; everything else is just characters.

CommonMark, narrowed so that ordinary prose stays as it was written: no HTML, entities, images, autolinks or hard
breaks; `2*3*4` and `snake_case` are no emphasis; a backslash is one unless a character it can protect follows; a link
to anything but http, https, mailto or `#id` stays as it was typed.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_ACTIVE = re.compile(r"[*_`\[\\]")
# Emphasis that can be read in one way only: whole words between spaces or plain punctuation, nothing else in them.
_WORDS = re.compile(r"(?<![^\s(])(\*\*?)(?=[A-Za-z0-9])([^*_`\[\\\n]*[A-Za-z0-9])\1(?![^\s.,;:!?)])")
_TARGET = re.compile(r"(?:https?://[^\s<>\"\\]+|mailto:[^\s<>\"\\]+|#[^\s<>\"\\#]+)", re.IGNORECASE)
_TAGS = {"*": Markup("<em>{}</em>"), "**": Markup("<strong>{}</strong>")}


def is_target(url: str) -> bool:
    """Say whether a document may link to `url`: http, https, mailto, or an id within it."""
    return _TARGET.fullmatch(url) is not None and not any("\ud800" <= character <= "\udfff" for character in url)


def inlines(text: str) -> Markup:
    """Return the Markdown `text` as the markup's inlines."""
    if _ACTIVE.search(text) is None:
        return escape(text)
    plain = _at_a_glance(text)
    if plain is not None:
        return plain
    from briefgen.compose.inline_markdown import parsed

    return parsed(text)


def _at_a_glance(text: str) -> Markup | None:
    """Return a text whose only Markdown is emphasis of whole words; None where there is more to it."""
    pieces = _WORDS.split(text)
    if any(_ACTIVE.search(piece) for piece in pieces[::3]):
        return None
    made = [escape(pieces[0])]
    for marker, words, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        made += [_TAGS[marker].format(words), escape(after)]
    return Markup("").join(made)
