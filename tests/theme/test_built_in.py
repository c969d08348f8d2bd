"""The built-in themes: readable colours, real fonts, a style for every class that the built-in templates name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen import resources
from briefgen.theme import Theme, colour, load_theme, look

PACK = Path(str(resources.folder("templates")))
THEMES = sorted(path.stem for path in (PACK / "themes").glob("*.toml"))
PLACES = {"start", "center", "end"}  # of the running head and foot


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(str(request.param))


def luminance(hex_colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [int(hex_colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(theme: Theme) -> Iterator[tuple[str, str, str]]:
    """Every ink with every ground that it can come to stand on."""
    grounds = {"paper": "#ffffff"}
    grounds |= {f"box {name}": colour(theme, box.fill) for name, box in theme.boxes.items() if box.fill}
    for name, table in theme.tables.items():
        if table.head_fill:
            yield f"{name} table head", look(theme, table.head).colour, colour(theme, table.head_fill)
        if table.stripe:
            grounds[f"table {name}"] = colour(theme, table.stripe)
    for name in theme.styles:
        own = look(theme, name)
        for ground, fill in {"own": own.background}.items() if own.background else grounds.items():
            yield f"{name} on {ground}", own.colour, fill


def test_contrast_of_every_pair_is_at_least_aa(theme: Theme) -> None:
    poor = {
        where: round(contrast(ink, ground), 2) for where, ink, ground in pairs(theme) if contrast(ink, ground) < 4.5
    }
    assert poor == {}


def test_lines_have_room(theme: Theme) -> None:
    assert {
        name: look(theme, name) for name in theme.styles if look(theme, name).leading < look(theme, name).size
    } == {}


def test_nothing_is_smaller_than_a_reader_can_read(theme: Theme) -> None:
    text = [name for name in theme.styles if name not in ("note-ref", "note")]
    assert min(look(theme, name).size for name in text) >= 8
    assert look(theme, "note").size >= 7


def test_every_class_of_text_in_the_built_in_templates_has_a_style(theme: Theme) -> None:
    known = {*theme.styles, *theme.boxes, *PLACES}
    named: dict[str, str] = {}
    for file in sorted(PACK.glob("*/*.html.j2")):
        for words in re.findall(
            r'<(?:p|h[1-4]|span|aside|mark)\b[^>]*? class="([^"{}]*)"', file.read_text(encoding="utf-8")
        ):
            named |= {word: file.name for word in words.split() if word not in known}
    assert named == {}


def test_font_files_are_there(theme: Theme) -> None:
    files = [file for font in theme.fonts.values() for file in (font.regular, font.bold, font.italic, font.bold_italic)]
    assert [file for file in files if not (PACK / "fonts" / file).is_file()] == []


def test_themes_say_what_they_are(theme: Theme) -> None:
    assert theme.name in THEMES
    assert len(theme.description) > 10
