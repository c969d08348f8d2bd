"""`briefgen fonts`: which fonts there are, what they cover, and which of them draws a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.main import here, printable

if TYPE_CHECKING:
    from briefgen.layout.fonts import Faces
    from briefgen.theme import Theme


@click.command()
@click.option("--theme", default="default", show_default=True, metavar="NAME|PATH", help="Which theme's fonts.")
@click.option("--covers", default="", metavar="TEXT", help="Say which font draws each part of TEXT.")
@click.option("--lang", default="", metavar="TAG", help="With --covers: the language of TEXT, such as ja or zh-Hant.")
def fonts(theme: str, covers: str, lang: str) -> None:
    """List a theme's fonts and the fallback fonts, where each comes from and which scripts it covers.

    A character that no font has is an error. To add a font, name a TrueType file under [[fallback]] in a theme, or
    `pip install briefgen[cjk]` for Chinese, Japanese and Korean.
    """
    from briefgen.layout.fonts import faces
    from briefgen.theme import load_theme

    chosen = load_theme(theme)
    known = faces(chosen)
    for line in _drawn(covers, lang, chosen, known) if covers else _listed(chosen, known):
        click.echo(printable(line))


def _listed(theme: Theme, faces: Faces) -> Iterator[str]:
    from briefgen.layout.coverage import covered
    from briefgen.layout.spare_fonts import cjk_fonts

    yield f"Fonts of the theme {theme.name}"
    for family in faces.families:
        names = dict.fromkeys(faces.name(family, bold, italic) for italic in (False, True) for bold in (False, True))
        files = ", ".join(_where(faces.path(name)) for name in names)
        yield f"  {theme.fonts[family].name or family}  ({files})"
        common = [frozenset(faces.by_name[name].advances) for name in names]
        yield from _scripts(covered(frozenset.intersection(*common)))
    yield "Fallback fonts, for what these lack"
    for spare in faces.spares:
        yield f"  {spare.name}  ({spare.origin}: {_where(spare.regular)})"
        spare.covers(" ")
        yield from _scripts(covered(spare.codes or frozenset()))
    if not cjk_fonts():
        yield "  none for Chinese, Japanese and Korean by briefgen itself: pip install briefgen[cjk]"


def _scripts(found: tuple[list[str], list[str]]) -> Iterator[str]:
    whole, part = found
    if whole:
        yield f"      {', '.join(whole)}"
    if part:
        yield f"      partly: {', '.join(part)}"


def _where(path: Path) -> str:
    from briefgen import resources

    return path.name if path.parent == resources.folder("templates") / "fonts" else str(here(str(path)))


def _drawn(text: str, lang: str, theme: Theme, faces: Faces) -> Iterator[str]:
    from briefgen.document import Text
    from briefgen.layout.lines import set_lines
    from briefgen.theme import look

    style = look(theme, "body")
    lines = set_lines((Text(text),), style, theme, faces, lang or "en", 1e9, note_number=lambda note: 0)
    runs: list[tuple[str, str]] = []
    for piece in (piece for line in lines for piece in line.pieces):
        if runs and (runs[-1][0] == piece.face or not piece.text.strip()):
            runs[-1] = (runs[-1][0], runs[-1][1] + piece.text)
        else:
            runs.append((piece.face, piece.text))
    for face, words in runs:
        spare = faces.spare_of.get(face)
        origin = f"{spare.name}, {spare.origin}" if spare else f"a font of the theme {theme.name}"
        yield f"{words.strip()}  —  {face} ({origin})"
