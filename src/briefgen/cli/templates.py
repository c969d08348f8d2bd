"""`briefgen templates`: which there are, what one is made of, a folder for a new one, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.briefs import show_named
from briefgen.cli.main import here, printable, say

if TYPE_CHECKING:
    from briefgen.compose.places import Found
    from briefgen.packs.outline import Outline, Part


@click.group()
def templates() -> None:
    """Templates: which there are, how to make your own, what is wrong with it."""


@templates.command("list")
def list_templates() -> None:
    """List the templates that `render --template` finds, and where they stand."""
    from briefgen.compose.templates import available

    show_named(available())


@templates.command("show")
@click.argument("name", metavar="NAME|PATH")
def show_template(name: str) -> None:
    """Show where a template stands, what it extends, its blocks to override and the macros to use."""
    from jinja2 import TemplateError as JinjaError

    from briefgen.compose.failures import failure
    from briefgen.compose.places import PackLoader, find
    from briefgen.compose.sandbox import Sandbox
    from briefgen.packs.outline import outline

    found = find(name)
    try:
        about = outline(found)
    except JinjaError as error:
        raise failure(error, Sandbox(PackLoader(found.pack)), str(found.pack.folder / found.file)) from None
    for line in _shown(found, about):
        click.echo(printable(line))


def _shown(found: Found, about: Outline) -> Iterator[str]:
    yield f"{found.name}  ({here(str(found.pack.folder / found.file))}, {found.pack.where})"
    if len(about.chain) > 1:
        yield f"extends {' → '.join(about.chain[1:])}"
    yield ""
    yield "Blocks, in the order of the page; override one with {% block NAME %}…{% endblock %}"
    yield from _listed((part.name, part) for part in about.blocks)
    names = dict(about.imports)
    for file in dict.fromkeys(part.file for part in about.macros):
        parts = [part for part in about.macros if part.file == file]
        yield ""
        if file in names:
            yield f'Macros of {file}: {{% import "{file}" as {names[file]} with context %}}'
        else:
            yield f"Macros of {file} itself"
        prefix = f"{names[file]}." if file in names else ""
        yield from _listed((f"{prefix}{part.name}({part.arguments})", part) for part in parts)
    yield ""
    yield "Variables: brief. Functions and filters: docs/templates.md."


def _listed(rows: Iterator[tuple[str, Part]]) -> Iterator[str]:
    shown = list(rows)
    width = min(max((len(head) for head, _ in shown), default=0), 44)
    for head, part in shown:
        yield f"  {head:<{width}}  {part.meaning}".rstrip()


@templates.command("new")
@click.argument("name")
@click.option("--extends", default="", metavar="NAME", help="The template to begin with. Default: full.")
@click.option("--for", "audience", default="", metavar="AUDIENCE", help="Write an audience file too, like this one.")
def new_template(name: str, extends: str, audience: str) -> None:
    """Make a folder NAME with a commented template, a theme and the command that renders with them."""
    from briefgen.packs.scaffold import write_pack

    path, command = write_pack(Path(name), extends=extends, audience=audience)
    say(f"{path}  your template: edit it, then")
    say(f"  {command}")
    say(f"  briefgen templates check {path.parent}")


@templates.command("check")
@click.argument("path", default=".", metavar="[PATH]", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Fail on notes too.")
def check_templates(path: Path, strict: bool) -> int:
    """Find every fault in a template, or in all templates, catalogues, themes and audiences of a folder.

    Templates are run over the examples, the starter, a brief in which everything is filled and one that says nothing.
    Exit codes: 0 no fault, 1 faults, 2 there is nothing to check.
    """
    from briefgen.packs.trial import try_pack

    tried = try_pack(path)
    for kind, found in (("error", tried.faults), ("note", tried.notes)):
        for fault in found:
            head = f"{fault.place}: " if fault.place is not None else ""
            mend = f"; {fault.mend}" if fault.mend else ""
            inner = f"{fault.path}: " if fault.path else ""
            click.echo(printable(f"{head}{kind}: {inner}{fault.what}{mend}"))
    files = f"{tried.files} file{'s' if tried.files != 1 else ''} read, {tried.templates} run"
    say(f"{files}: {_counted(len(tried.faults), 'error')}, {_counted(len(tried.notes), 'note')}")
    return 1 if tried.faults or (strict and tried.notes) else 0


def _counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'s' if count != 1 else ''}"
