"""`briefgen new`: a commented starter brief that renders at once."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click

from briefgen.cli.main import say


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Start a brief: make a folder NAME with a commented brief.yaml that renders at once."""
    import json

    from briefgen.content.schema import schema
    from briefgen.errors import OutputError
    from briefgen.resources import folder
    from briefgen.write.files import save

    place = Path(name)
    brief = place / "brief.yaml"
    if brief.exists():
        raise OutputError(f"{brief} is there already: nothing was written")
    if place.exists() and not place.is_dir():
        raise OutputError(f"{place} is a file: choose another name")
    starter = (folder("templates") / "starter" / "brief.yaml").read_text(encoding="utf-8")
    starter = starter.replace("id: my-brief", f"id: {_slug(place.resolve().name)}", 1)
    save(brief, starter.encode())
    save(place / "brief.schema.json", (json.dumps(schema(), indent=2, ensure_ascii=False) + "\n").encode())
    say(f"{brief}  your brief: edit it, then")
    say(f"  briefgen render {place} -f pdf")


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "my-brief"
