"""Inline Markdown of a brief's text fields: emphasis, strong, code and links; everything else is just characters.

CommonMark, narrowed so that ordinary prose stays as it was written: no HTML, entities, images, autolinks or hard
breaks; `2*3*4` and `snake_case` are no emphasis; a backslash is one unless a character it can protect follows; a link
to anything but http, https, mailto or `#id` stays as it was typed.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_ACTIVE = re.compile(r"[*_`\[\\]")
_TARGET = re.compile(r"(?:https?://[^\s<>\"\\]+|mailto:[^\s<>\"\\]+|#[^\s<>\"\\#]+)", re.IGNORECASE)


def is_target(url: str) -> bool:
    """Say whether a document may link to `url`: http, https, mailto, or an id within it."""
    return _TARGET.fullmatch(url) is not None and not any("\ud800" <= character <= "\udfff" for character in url)


def inlines(text: str) -> Markup:
    """Return the Markdown `text` as the markup's inlines."""
    if _ACTIVE.search(text) is None:
        return escape(text)
    from briefgen.compose.inline_markdown import parsed

    return parsed(text)
