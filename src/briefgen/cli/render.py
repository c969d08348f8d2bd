"""`briefgen render`: a brief in, files out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.main import here, say

if TYPE_CHECKING:
    from briefgen.content.model import Brief
    from briefgen.rendering import Output

_FORMATS = ("pdf", "docx", "html", "md", "json")


@click.command()
@click.argument("brief", required=False)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice((*_FORMATS, "all")),
    help="What to write; may be given several times. Default: from the output file's ending, else pdf.",
)
@click.option("-t", "--template", default="full", show_default=True, metavar="NAME|PATH", help="Which template.")
@click.option("--theme", default="", metavar="NAME|PATH", help="Which theme. Default: the template's own.")
@click.option(
    "-o",
    "--output",
    default="",
    metavar="FILE|DIR|-",
    help="Where to: a file, a folder, or - for stdout. Default: a file named after the brief, here.",
)
def render(brief: str | None, formats: tuple[str, ...], template: str, theme: str, output: str) -> None:
    """Render BRIEF (YAML, JSON or TOML) as PDF, DOCX, HTML, Markdown or JSON.

    Without BRIEF, brief.yaml in this folder is taken, and where there is none the summit example.
    """
    from briefgen.content.loading import load
    from briefgen.rendering import render as render_brief

    path = _brief_path(brief)
    chosen = _formats(formats, output)
    content = load(path)
    targets = {format_: _target(output, chosen, content, template, format_) for format_ in chosen}
    results = {
        format_: render_brief(content, format=format_, template=template, theme=theme, base=path.parent)
        for format_ in chosen
    }
    for format_, result in results.items():
        target = targets[format_]
        if target is None:
            sys.stdout.buffer.write(result.data)
            sys.stdout.buffer.flush()
        else:
            result.save(target)
            say(f"{here(str(target))}  {_about(result)}")


def _brief_path(brief: str | None) -> Path:
    from briefgen import example
    from briefgen.errors import InputError

    if brief is not None:
        path = Path(brief)
        if path.is_dir():
            path = path / "brief.yaml"
        if not path.is_file():
            raise InputError(f"{brief}: there is no such brief")
        return path
    path = Path("brief.yaml")
    if path.is_file():
        return path
    say("no brief.yaml here: rendering the summit example that ships with briefgen ('briefgen new NAME' starts yours)")
    return example()


def _formats(formats: tuple[str, ...], output: str) -> tuple[str, ...]:
    if "all" in formats:
        return _FORMATS
    if formats:
        return tuple(dict.fromkeys(formats))
    ending = Path(output).suffix.lower().lstrip(".")
    return ({"htm": "html", "markdown": "md"}.get(ending, ending if ending in _FORMATS else "pdf"),)


def _target(output: str, chosen: tuple[str, ...], brief: Brief, template: str, format_: str) -> Path | None:
    """Return the file that this format goes to, or None for stdout. Raises UsageError for two formats in one place."""
    name = _file_name(brief, template, format_)
    if not output:
        return Path(name)
    if output != "-" and (output.endswith(("/", "\\")) or Path(output).is_dir() or not Path(output).suffix):
        return Path(output) / name
    if len(chosen) > 1:
        place = "stdout" if output == "-" else output
        raise click.UsageError(f"{len(chosen)} formats do not go into {place}: give a folder with -o")
    return None if output == "-" else Path(output)


def _file_name(brief: Brief, template: str, format_: str) -> str:
    kind = Path(template).name.removesuffix(".j2").removesuffix(".html")
    stem = brief.id if kind == "full" or format_ == "json" else f"{brief.id}-{kind}"
    return f"{stem}.{format_}"


def _about(result: Output) -> str:
    size = f"{len(result.data) / 1000:.0f} kB"
    if result.pages is None:
        return size
    return f"{result.pages} page{'s' if result.pages != 1 else ''}, {size}"
