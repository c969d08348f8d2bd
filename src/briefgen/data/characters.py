"""Which characters a text may hold, and how a user's words are shown in a message."""

from __future__ import annotations

import re

# What XML 1.0 cannot hold no document format can: C0 controls (but tab and line ends), surrogates, two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_SHOWN = 60


def forbidden(text: str) -> re.Match[str] | None:
    """Return the first character that no format can carry, or None."""
    return None if text.isprintable() else _FORBIDDEN.search(text)


def named(character: str) -> str:
    """Return what a character that cannot be printed is called: `U+0007`, with a word on what it is."""
    code = ord(character)
    kind = "a lone surrogate" if 0xD800 <= code <= 0xDFFF else "a control character" if code < 32 else "a non-character"
    return f"U+{code:04X} ({kind})"


def shown(text: str) -> str:
    """Return `text` in quotes for a message: short, on one line, with nothing in it that a terminal would act on."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "'" + _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", short) + "'"


def complaint(found: re.Match[str]) -> str:
    """Return what is wrong with a text that holds a forbidden character."""
    where = f" (character {found.start() + 1})" if found.start() else ""
    return f"holds {named(found[0])}{where}, which no document can carry"


# In quotes: what would end them, what YAML and TOML take for a line end or do not count as printable, what is unseen.
_QUOTED = re.compile(
    '[\x00-\x1f"\\\\\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def quoted(text: str) -> str:
    """Return `text` in double quotes as YAML and TOML alike read it, on one line."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return `text` as it stands between double quotes in YAML and TOML."""
    return _QUOTED.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)
