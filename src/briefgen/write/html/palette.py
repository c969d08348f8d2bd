"""Two palettes from a theme's one: its own colours for light, and a dark one derived so that all text stays readable.

Colours move in OKLCH (Björn Ottosson, 2020), where equal steps look equal: a dark ground keeps the hue of the light
one, a text colour keeps its hue and is as light as its contrast asks. Contrast is that of WCAG 2.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from briefgen.theme import Theme, colour

Use = Literal["text", "ground", "line"]

_AA = 4.5
_DARK = 0.3  # luminance; a ground below it is dark by day
_NIGHT = 0.195  # lightness of the dark page
_PAPER = "#ffffff"


class Palette(Struct, frozen=True, kw_only=True):
    """The colours a page uses, as CSS variables; `variable` hands them out and remembers them."""

    theme: Theme
    used: dict[str, tuple[Use, str]] = field(default_factory=dict)  # variable -> use, light colour

    def variable(self, hexa: str, use: Use) -> str:
        """Return `var(--…)` for a colour (`#rrggbb` or a theme's name) used as text, ground or line."""
        hexa = colour(self.theme, hexa).lower()
        name = next((name for name, value in self.theme.colours.items() if value.lower() == hexa), hexa[1:])
        name = "".join(char if char.isascii() and (char.isalnum() or char == "-") else "_" for char in name)
        key = f"--{use}-{name}"
        while self.used.setdefault(key, (use, hexa)) != (use, hexa):  # two names that differ only in odd characters
            key += "_"
        return f"var({key})"

    def text_on(self, hexa: str, ground: str) -> str:
        """Return the colour of text on a ground of its own: one that is dark by day stays by night, and so does it."""
        ground = colour(self.theme, ground)
        if ground and luminance(ground) < _DARK:
            return colour(self.theme, hexa)
        return self.variable(hexa, "text")

    def light(self) -> dict[str, str]:
        """Return the value of each variable by day: what the theme says."""
        return {key: hexa for key, (_, hexa) in self.used.items()}

    def dark(self) -> dict[str, str]:
        """Return the value of each variable by night."""
        hue = _lch(colour(self.theme, "accent"))[2]
        grounds = {hexa: _night_ground(hexa, hue) for use, hexa in self.used.values() if use == "ground"}
        darkened = [grounds.get(_PAPER, _night_ground(_PAPER, hue))]
        darkened += [night for day, night in grounds.items() if luminance(day) >= _DARK]
        lightest = max(darkened, key=luminance)
        return {
            key: grounds[hexa] if use == "ground" else _night_line(hexa, lightest) if use == "line" else
            _night_text(hexa, lightest)
            for key, (use, hexa) in self.used.items()
        }  # fmt: skip


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rules(values: Mapping[str, str]) -> str:
    return "".join(f"{name}:{value};" for name, value in values.items())


def _night_ground(hexa: str, hue: float) -> str:
    """Return a ground by night: light grounds turn dark in their own order; dark ones, under light text, stay."""
    if luminance(hexa) < _DARK:
        return hexa
    lightness, chroma, own = _lch(hexa)
    if chroma < 0.004:
        chroma, own = 0.012, hue
    lift = 0.0 if lightness > 0.995 else 0.035 + (1 - lightness) * 0.6
    return _hex(_NIGHT + min(lift, 0.14), min(chroma * 1.8, 0.045), own)


def _night_text(hexa: str, ground: str) -> str:
    """Return a text colour for dark grounds. Light text stays: it stands on a dark ground by day too."""
    if luminance(hexa) >= 0.5:
        return hexa
    chroma, hue = _lch(hexa)[1:]
    day = contrast(hexa, _PAPER)
    wanted = max(_AA + 0.4, min(day * 0.66, 8.0) if chroma > 0.04 else min(day * 0.85, 12.5))
    return _lightest_first(chroma, hue, ground, wanted)


def _night_line(hexa: str, ground: str) -> str:
    lightness, chroma, hue = _lch(hexa)
    if lightness < 0.6:
        return _night_text(hexa, ground)
    return _hex(_NIGHT + 0.06 + (1 - lightness), min(chroma, 0.04), hue)


def _lightest_first(chroma: float, hue: float, ground: str, wanted: float) -> str:
    """Return the darkest colour of this hue that has the wanted contrast; less colour where the screen lacks it."""
    for step in range(40, 101):
        lightness = step / 100
        found = _hex(lightness, min(chroma * 0.9, 0.13), hue)
        if contrast(found, ground) >= wanted:
            return found
    return _PAPER


def _channels(hexa: str) -> tuple[float, float, float]:
    """Return red, green and blue in linear light, 0 to 1."""
    parts = [int(hexa[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(hexa: str) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = _channels(hexa)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lch(hexa: str) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (radians)."""
    red, green, blue = _channels(hexa)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """Return the `#rrggbb` of a colour, with as much of its chroma as sRGB has."""
    while True:
        channels = _linear(lightness, chroma, hue)
        if chroma <= 0.001 or all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
        chroma *= 0.94
    shown = (min(1.0, max(0.0, channel)) for channel in channels)
    encoded = (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in shown)
    return "#" + "".join(f"{round(part * 255):02x}" for part in encoded)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
