"""`briefgen audiences`: which readers there are, what each gets, and a file for a new one."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.briefs import show_named
from briefgen.cli.main import here, printable, say

_NEW = """\
# An audience: who reads, in what form, and what they may see. What is not said here is as in the template.
#   briefgen render brief.yaml --audience {name}
name = "{name}"
description = "Say in one line who reads it, and with how much time"
template = "{template}" # a name (briefgen templates list) or a path
# theme = "plain"
# pages = 2 # the most pages; too much is an error that says by how far

# Which sections, in this order; without the line: all, in the template's order.
# There are: {sections}.
# sections = ["bottom_line", "judgements", "responses", "implications", "caveats", "sources"]

# depth = 2 # leaves out statements whose importance is less (1 to 5)
# depths = {{ responses = 3 }} # … in one section
# first = ["rok"] # ids of actors whose response stands first
# dates = "short" # long, short or iso
# language = "fr" # of headings, labels, dates and numbers; what the brief says stays in its own language
# likelihood_scale = "phia" # icd203, phia, ipcc, kent; "none" = words only
# recommendations = false # an impartial paper

# Weights on importance: 2 doubles, 0.5 halves.
# [emphasis.tags]
# verification = 2
# [emphasis.domains]
# economic = 1.5

# Headings by other names.
# [labels]
# "What limits this brief" = "What is not known"

# What this reader may see: up to the highest marking of each scheme, all else is withheld (a scheme that is not named
# here, too). Take these lines away only for readers who may see everything.
[release]
# groups = ["HMG", "USA"] # that the reader belongs to
# attribution = true # may read who spoke under the Chatham House Rule
[release.highest]
tlp = "TLP:CLEAR"
# gsc = "OFFICIAL"
"""


@click.group()
def audiences() -> None:
    """Audiences: who reads, in what form, and what they may see."""


@audiences.command("list")
def list_audiences() -> None:
    """List the audiences that `render --audience` finds, and where they stand."""
    from briefgen.audience.profile import available

    show_named(available())


@audiences.command("show")
@click.argument("name")
def show_audience(name: str) -> None:
    """Print the file of the audience NAME, to read or to copy: briefgen audiences show press > audiences/ours.toml."""
    from briefgen.audience.places import find
    from briefgen.audience.profile import load_audience

    path = find("audiences", name)
    load_audience(
        str(path) if path.is_absolute() else f"./{path}"
    )  # one that does not work is an error, not an example
    say(f"{here(str(path))}")
    click.echo(printable(path.read_text(encoding="utf-8")), nl=False)


@audiences.command("new")
@click.argument("name")
@click.option("-t", "--template", default="full", show_default=True, metavar="NAME|PATH", help="Its template.")
def new_audience(name: str, template: str) -> None:
    """Write audiences/NAME.toml, a small commented file that works at once."""
    import re

    from briefgen.audience.profile import SECTIONS, load_audience
    from briefgen.errors import Fault, OutputError
    from briefgen.write.files import save

    if not re.fullmatch(r"[\w][\w-]{0,60}", name):
        mend = "write letters, digits, '-' and '_'"
        raise OutputError(Fault(what=f"'{name[:60]}' cannot be the name of an audience", mend=mend))
    if not re.fullmatch(r"[\w./ -]{1,200}", template):
        raise OutputError(Fault(what=f"'{template[:60]}' cannot be the name of a template"))
    path = Path("audiences") / f"{name}.toml"
    if path.exists():
        raise OutputError(f"{path} is there already: nothing was written")
    text = _NEW.format(name=name, template=template, sections=", ".join(SECTIONS))
    save(path, text.encode())
    load_audience(f"./{path}")
    say(f"{path}  your audience: edit it, then")
    say(f"  briefgen render --audience {name}")
