"""`briefgen figure`: one figure of a brief by itself, or its data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.briefs import brief_path
from briefgen.cli.main import here, say

if TYPE_CHECKING:
    from briefgen.scene import Scene
    from briefgen.theme import Theme

_FORMATS = ("svg", "png", "pdf")


@click.command()
@click.argument("name", required=False)
@click.argument("brief", required=False)
@click.option(
    "-o",
    "--output",
    default="",
    metavar="FILE|-",
    help="Where to: a file that ends with .svg, .png or .pdf, or - for SVG on stdout. Default: NAME.svg, here.",
)
@click.option("--theme", default="", metavar="NAME|PATH", help="Which theme. Default: default.")
@click.option("--width", default=0.0, metavar="POINTS", help="How wide. Default: as the theme's text.")
@click.option("--height", default=0.0, metavar="POINTS", help="How high at most. Default: most of a page.")
@click.option(
    "--set",
    "options",
    multiple=True,
    metavar="OPTION=VALUE",
    help="An option of the figure; may be given several times.",
)
@click.option("-a", "--audience", default="", metavar="NAME|PATH", help="For whom: what they do not get is not drawn.")
@click.option("--data", is_flag=True, help="Print the figure's data as tab-separated values, and draw nothing.")
@click.option("--list", "listed", is_flag=True, help="List the figures, what each shows, and its options.")
def figure(
    name: str | None,
    brief: str | None,
    output: str,
    theme: str,
    width: float,
    height: float,
    options: tuple[str, ...],
    audience: str,
    data: bool,
    listed: bool,
) -> None:
    """Draw the figure NAME of BRIEF as SVG, PNG or PDF.

    Without BRIEF, brief.yaml in this folder is taken, and where there is none the summit example.
    """
    if listed:
        _list()
        return
    if name is None:
        raise click.UsageError("which figure? 'briefgen figure --list' shows them")
    format_ = Path(output).suffix.lower().lstrip(".") if output not in ("", "-") else "svg"
    if format_ not in _FORMATS and not data:
        raise click.UsageError(f"{output}: a figure ends with .svg, .png or .pdf")
    from briefgen.theme import load_theme

    chosen = load_theme(theme or "default")
    scene = _draw(name, brief, chosen, width, height, options, audience)
    if scene is None:
        say(f"the brief has nothing for the figure '{name}' to show")
        click.get_current_context().exit(1)
    if data:
        for row in (scene.head, *scene.rows):
            click.echo("\t".join(row))
        return
    written = _write(scene, chosen, format_)
    if output == "-":
        sys.stdout.buffer.write(written)
        return
    from briefgen.write.files import save

    target = Path(output or f"{name}.svg")
    save(target, written)
    say(f"{here(str(target))}  {scene.width:.0f} × {scene.height:.0f} pt, {len(written) / 1000:.0f} kB")


def _draw(
    name: str, brief: str | None, theme: Theme, width: float, height: float, options: tuple[str, ...], audience: str
) -> Scene | None:
    from briefgen.audience.profile import resolve
    from briefgen.audience.selection import select
    from briefgen.compose import figures
    from briefgen.compose.run import Complaint
    from briefgen.content.loading import load
    from briefgen.errors import Fault, InputError

    given = {}
    for option in options:
        key, sign, value = option.partition("=")
        if not sign:
            raise click.UsageError(f"--set {option}: write --set option=value")
        given[key.strip().removeprefix("data-")] = value
    try:
        figures.options_of(name)  # an unknown figure is said before the brief is read
        content = select(load(brief_path(brief)), resolve(audience or None))
        return figures.draw(name, content, theme, width=width, room=height, options=given)
    except Complaint as error:
        raise InputError(Fault(what=error.what, mend=error.mend)) from None


def _write(scene: Scene, theme: Theme, format_: str) -> bytes:
    from briefgen.layout.fonts import faces

    if format_ == "png":
        from briefgen.write.png import write as write_png

        return write_png(scene, faces(theme))
    if format_ == "pdf":
        from briefgen.layout.drawings import alone
        from briefgen.write.pdf import write as write_pdf

        return write_pdf(alone(scene), faces(theme))
    from briefgen.write.svg import write as write_svg

    return write_svg(scene, theme).encode()


def _list() -> None:
    from briefgen.compose import figures

    rows = [(name, said, figures.options_of(name)) for name, said in figures.available()]
    wide = max(len(name) for name, _, _ in rows)
    for name, said, options in rows:
        click.echo(f"{name:<{wide}}  {said}")
        if options:
            click.echo(f"{'':<{wide}}  data-{', data-'.join(options)}")
