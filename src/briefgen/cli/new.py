"""`briefgen new`: a brief that renders at once, from a commented starter or from a text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click

from briefgen.cli.main import say


@click.command()
@click.argument("name")
@click.option(
    "--from",
    "source",
    default="",
    metavar="FILE",
    help="Start from a text (.txt, .md, .html, .docx, .pdf): its sentences are laid out as citations to move.",
)
def new(name: str, source: str) -> None:
    """Start a brief: make a folder NAME with a commented brief.yaml that renders at once."""
    import json

    from briefgen.content.schema import schema
    from briefgen.errors import OutputError
    from briefgen.write.files import save

    place = Path(name)
    brief = place / "brief.yaml"
    if brief.exists():
        raise OutputError(f"{brief} is there already: nothing was written")
    if place.exists() and not place.is_dir():
        raise OutputError(f"{place} is a file: choose another name")
    id_ = _slug(place.resolve().name) or "my-brief"
    text = _from_text(Path(source), place, id_) if source else _starter(id_)
    save(brief, text.encode())
    save(place / "brief.schema.json", (json.dumps(schema(), indent=2, ensure_ascii=False) + "\n").encode())
    say(f"{brief}  your brief: edit it, then")
    say(f"  briefgen render {place} -f pdf")
    if source:
        say(f"  briefgen coverage {place}    which of its sentences are carried so far")


def _starter(id_: str) -> str:
    from briefgen.resources import folder

    starter = (folder("templates") / "starter" / "brief.yaml").read_text(encoding="utf-8")
    return starter.replace("id: my-brief", f"id: {id_}", 1)


def _from_text(file: Path, place: Path, id_: str) -> str:
    """Copy a text into the brief's folder and return a brief on it. Raises InputError for a text that is not read."""
    from briefgen.content.evidence.starting import started
    from briefgen.content.evidence.texts import read_text
    from briefgen.errors import OutputError
    from briefgen.write.files import save

    text = read_text(file)
    copy = place / file.name
    data = file.read_bytes()
    if not (copy.exists() and copy.samefile(file)):
        if copy.exists() and copy.read_bytes() != data:
            raise OutputError(f"{copy} is there already and is another text: nothing was written")
        save(copy, data)
    count = sum(bool(one.number) for one in text.sentences)
    say(f"{copy}  the source, {count} sentence{'' if count == 1 else 's'}, each a citation to move, in comments")
    return started(text, id=id_, source=_slug(file.stem) or "article", path=file.name, otherwise=file.stem)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
