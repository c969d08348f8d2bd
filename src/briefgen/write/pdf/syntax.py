"""Numbers, names and strings as a PDF file spells them (ISO 32000-1, 7.3). All Latin-1, so that bodies join as text."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

_PLAIN = re.compile(r"[ -'*-\[\]-~]*")  # printable ASCII that a literal string need not escape
_IRREGULAR = re.compile(r"[^!-~]|[%()<>\[\]{}/#]")


def number(value: float) -> str:
    """Return `value` to a hundredth, without needless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@lru_cache(maxsize=1 << 15)
def hundredths(value: int) -> str:
    """Return a whole number of hundredths as `number` spells it."""
    return number(value / 100)


@lru_cache(maxsize=1 << 12)
def fine(value: float) -> str:
    """Return `value` to a ten-thousandth: for sizes and gaps, whose error adds up along a line."""
    return decimal(value, 4)


@lru_cache(maxsize=1 << 12)
def thousandths(value: float) -> str:
    """Return `value` to a thousandth: for the widths of glyphs, which are the same in one document after another."""
    return decimal(value, 3)


def decimal(value: float, places: int) -> str:
    """Return `value` to so many decimal places, without needless zeros."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    return " ".join(map(number, values))


def text(value: str) -> str:
    """Return a text string: literal where it is plain ASCII, else UTF-16BE in hexadecimal."""
    if _PLAIN.fullmatch(value):
        return f"({value})"
    return f"<{encoded(value).hex()}>"


@lru_cache(maxsize=1 << 12)
def literal(value: int) -> bytes:
    """Return a code of two bytes as it stands in a literal string: half as long as in hexadecimal."""
    spelt = value.to_bytes(2, "big").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return spelt.replace(b"\r", b"\\r")


def encoded(value: str) -> bytes:
    """Return the bytes that `text` spells; keys of name trees are sorted by them."""
    if _PLAIN.fullmatch(value):
        return value.encode("ascii")
    return b"\xfe\xff" + value.encode("utf-16-be", "replace")


@lru_cache(maxsize=512)
def name(value: str) -> str:
    """Return a name object, `/` first."""
    return "/" + _IRREGULAR.sub(lambda odd: "".join(f"#{byte:02x}" for byte in odd[0].encode()), value)


def uri(value: str) -> str:
    """Return an ASCII string for a URI action: what is not ASCII is percent-encoded (RFC 3987, 3.1)."""
    ascii_only = quote(value, safe="%/:=&?~#+!$,;'@()*[]")
    return "(" + ascii_only.replace("(", "\\(").replace(")", "\\)") + ")"


@lru_cache(maxsize=512)
def colour(value: str) -> str:
    """Return the three operands of `rg` and `RG` for #rrggbb."""
    channels = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(decimal(channel, 4) for channel in channels)


def ref(number: int) -> str:
    return f"{number} 0 R"
