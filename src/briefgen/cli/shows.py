"""Commands that print what briefgen has: the schema, the shell completion."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of a brief, for editors that complete and check as you type."""
    import json

    from briefgen.content.schema import schema as brief_schema

    click.echo(json.dumps(brief_schema(), indent=2, ensure_ascii=False))


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print a completion script for SHELL.

    bash: add `eval "$(briefgen completion bash)"` to ~/.bashrc; zsh and fish alike.
    """
    from click.shell_completion import get_completion_class

    from briefgen.cli.main import cli

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(cli, {}, "briefgen", "_BRIEFGEN_COMPLETE").source())
