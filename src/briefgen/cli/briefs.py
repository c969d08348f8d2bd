"""Which brief a command works on, and how commands list what can be named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from briefgen.cli.main import printable, say


def brief_path(brief: str | None) -> Path:
    """Return a brief's file: the one named or that of a folder, brief.yaml here, or the example. Raises InputError."""
    from briefgen import example
    from briefgen.errors import InputError
    from briefgen.resources import brief_file

    if brief is not None:
        path = Path(brief_file(brief))
        if not path.is_file():
            raise InputError(f"{brief}: there is no such brief")
        return path
    path = Path("brief.yaml")
    if path.is_file():
        return path
    say("no brief.yaml here: this is the summit example that ships with briefgen ('briefgen new NAME' starts yours)")
    return example()


def show_named(rows: Iterable[tuple[str, str, str]]) -> None:
    """Print what a name finds, a line each: the name, what it is, where it stands."""
    listed = list(rows)
    width = max((len(name) for name, _, _ in listed), default=0)
    for name, description, where in listed:
        click.echo(printable(f"{name:<{width}}  {description}  ({where})"))
