"""`briefgen coverage`: which sentences of a source a brief carries."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefgen.cli.briefs import brief_path
from briefgen.cli.main import here, printable, say


@click.command()
@click.argument("brief", required=False)
@click.option("--source", default="", metavar="ID", help="Only this source.")
@click.option("--html", "page", default="", metavar="FILE", help="Write a page that shows the text, marked.")
@click.option("--left", is_flag=True, help="List only what nothing carries.")
def coverage(brief: str | None, source: str, page: str, left: bool) -> None:
    """Show which sentences of BRIEF's sources are carried by what, and which are not.

    A sentence is carried by the parts that quote it. Sources need a `file`: .txt, .md, .html, .docx or .pdf.
    """
    from briefgen.checking.coverage_report import lines
    from briefgen.checking.coverage_report import page as html_page
    from briefgen.content.evidence.coverage import Carried, source_path
    from briefgen.content.evidence.coverage import coverage as covered_by
    from briefgen.content.evidence.texts import read_text
    from briefgen.content.loading import load
    from briefgen.errors import InputError, nearest

    path = brief_path(brief)
    content = load(path)
    ids = [one.id for one in content.sources]
    if source and source not in ids:
        raise InputError(f"there is no source '{source}'; {nearest(source, ids) or 'there are: ' + ', '.join(ids)}")
    wanted = [one for one in content.sources if source in ("", one.id)]
    files = {one.id: source_path(one, path.parent) for one in wanted}
    texts = {id_: read_text(file) for id_, file in files.items() if file is not None}
    if not texts:
        raise InputError(f"{path}: no source has a text; name the file it is kept in: file: article.txt")
    found = covered_by(content, texts)
    if page:
        from briefgen.write.files import save

        save(Path(page), html_page(found, content.title, content.language).encode())
        say(f"{here(page)}  {', '.join(f'{one.source.id}' for one in found)}")
        return
    for line in lines(found, _width()):
        if not left or line.startswith("  - ") or not line.startswith("  "):
            click.echo(printable(line))
    if any(one.count(Carried.NOT) for one in found):
        say("sentences that carry nothing of their own can be listed under the source's 'connectives'")


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((120, 24)).columns if sys.stdout.isatty() else 120
