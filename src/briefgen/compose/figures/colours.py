"""Whether a colour stands out: contrast as WCAG 2 counts it."""

from __future__ import annotations

from functools import lru_cache

LEAST = 4.5  # contrast of words and marks with the paper
_PAPER = "#ffffff"


@lru_cache(maxsize=256)
def readable(hexa: str, instead: str) -> str:
    """Return a colour that stands out on white, or `instead` where it does not."""
    return hexa if contrast(hexa, _PAPER) >= LEAST else instead


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, 1.4.3)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(hexa: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1: what is left of it in grey."""
    parts = [int(hexa[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
