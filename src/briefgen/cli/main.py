"""The `briefgen` command: each command parses its words, calls the library, and prints.

Messages for people go to stderr, data to stdout. Exit codes: 0 done, 1 the content has findings, 2 the call or the
input is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from briefgen import __version__
from briefgen.collector import calm_process

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_MODULES = {
    "render": "briefgen.cli.render",
    "batch": "briefgen.cli.batch",
    "check": "briefgen.cli.check",
    "coverage": "briefgen.cli.coverage",
    "new": "briefgen.cli.new",
    "schema": "briefgen.cli.shows",
    "templates": "briefgen.cli.templates",
    "audiences": "briefgen.cli.audiences",
    "fonts": "briefgen.cli.fonts",
    "figure": "briefgen.cli.figure",
    "completion": "briefgen.cli.shows",
}


class _Commands(click.Group):
    """Commands that are imported only when they are called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from importlib import import_module

        if cmd_name not in _MODULES:
            return None
        command: click.Command = getattr(import_module(_MODULES[cmd_name]), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from briefgen.errors import nearest

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = nearest(args[0], _MODULES)
            raise click.UsageError(f"{error.message} {hint}".strip(), ctx) from None


@click.group(cls=_Commands, context_settings=_CONTEXT)
@click.version_option(__version__, message="briefgen %(version)s")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--debug", is_flag=True, help="Show a traceback with each error.")
@click.pass_context
def cli(ctx: click.Context, quiet: bool, debug: bool) -> None:
    """Write a policy briefing once, as data; render it for every reader."""
    ctx.obj = {"quiet": quiet, "debug": debug}


def say(message: str) -> None:
    """Print a message for people to stderr, unless --quiet was given."""
    context = click.get_current_context(silent=True)
    if context is None or not (context.find_root().obj or {}).get("quiet"):
        click.echo(message, err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code. Errors that a user can cause never show a traceback; --debug does."""
    if arguments is None:  # then the process is the command's own
        calm_process()
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    # --quiet and --debug belong to the program, but people write them last.
    flags = [word for word in ("--quiet", "--debug", "-q") if word in words]
    words = flags + [word for word in words if word not in flags] if "--" not in words else words
    try:
        code = cli.main(args=words, prog_name="briefgen", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(2)
    except click.ClickException as error:
        if debug:
            raise
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except Exception as error:
        if debug:
            raise
        sys.exit(_report(error))


def _report(error: Exception) -> int:
    from briefgen.errors import BriefgenError

    if isinstance(error, BriefgenError):
        for fault in error.faults:
            click.echo(printable(str(fault)), err=True)
        if len(error.faults) > 1:
            click.echo(f"{len(error.faults)} errors", err=True)
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        return 2
    click.echo(
        f"briefgen itself failed: {type(error).__name__}: {error}\n"
        "This is a fault of briefgen, not of your brief; run it again with --debug and report what it prints.",
        err=True,
    )
    return 2


def printable(text: str) -> str:
    """Return `text` with the characters that could steer a terminal, or cannot be encoded, shown as \\u escapes."""
    return "".join(
        char if char == "\n" or (char.isprintable() and not "\ud800" <= char <= "\udfff") else f"\\u{ord(char):04x}"
        for char in text
    )


def here(name: str) -> Path:
    """Return a path as the user would write it from the current folder, for messages."""
    path = Path(name)
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path
