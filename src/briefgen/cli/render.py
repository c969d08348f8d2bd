"""`briefgen render`: a brief in, files out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli.briefs import brief_path
from briefgen.cli.main import here, printable, say

if TYPE_CHECKING:
    from briefgen.audience.profile import Audience
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
@click.option("-a", "--audience", default="", metavar="NAME|PATH", help="For whom. Default: nothing is withheld.")
@click.option("--host", default="", metavar="ID", help="The actor whose response stands first, for an embassy there.")
@click.option(
    "-t", "--template", default="", metavar="NAME|PATH", help="Which template. Default: the audience's, else full."
)
@click.option("--theme", default="", metavar="NAME|PATH", help="Which theme. Default: the template's own.")
@click.option(
    "--pages",
    type=click.IntRange(1, 1000),
    default=None,
    metavar="N",
    help="The most pages: shorten and leave out the least important. Default: the template's own bound.",
)
@click.option("--explain-fit", is_flag=True, help="Print what stands in full, in short or not, for bounded pages.")
@click.option(
    "-o",
    "--output",
    default="",
    metavar="FILE|DIR|-",
    help="Where to: a file, a folder, or - for stdout. Default: a file named after the brief, here.",
)
@click.option("--prove", is_flag=True, help="Search the result for what is withheld; write nothing if it is found.")
@click.option("--force-embargo", is_flag=True, help="Render a brief before its embargo ends.")
@click.option("--no-check", is_flag=True, help="Do not look whether quotes stand in their sources.")
def render(
    brief: str | None,
    formats: tuple[str, ...],
    audience: str,
    host: str,
    template: str,
    theme: str,
    pages: int | None,
    explain_fit: bool,
    output: str,
    prove: bool,
    force_embargo: bool,
    no_check: bool,
) -> None:
    """Render BRIEF (YAML, JSON or TOML) as PDF, DOCX, HTML, Markdown or JSON.

    Without BRIEF, brief.yaml in this folder is taken, and where there is none the summit example.

    With --prove a report FILE.proof.json is written beside each file; keep it with the brief, not with the release.
    """
    from briefgen.audience.marking import scheme_notes
    from briefgen.checking.refusal import refuse_false_evidence
    from briefgen.content.loading import load_with_places
    from briefgen.errors import LayoutError
    from briefgen.rendering import prove as prove_output
    from briefgen.rendering import render as render_brief
    from briefgen.write.files import save

    path = brief_path(brief)
    chosen = _formats(formats, output)
    loaded = load_with_places(path)
    content = loaded.brief
    if not no_check:
        refuse_false_evidence(content, path.parent, loaded.tree)
    reader = _reader(audience, host, content)
    kind = _kind(reader, template)
    targets = {
        format_: _target(output, chosen, content, "" if format_ == "json" and reader is None else kind, format_)
        for format_ in chosen
    }
    asked: dict[str, Any] = {
        "template": template,
        "theme": theme,
        "base": path.parent,
        "pages": pages or 0,
        "audience": reader,
    }
    try:
        results = {
            format_: render_brief(content, format=format_, force_embargo=force_embargo, check=False, **asked)
            for format_ in chosen
        }
    except LayoutError as error:
        from briefgen.missing import find_authors

        raise find_authors(error, content, loaded.tree) from None
    _tell_fit(results.values(), explain=explain_fit)
    _tell_fonts(results.values())
    for note in scheme_notes(content):
        say(note)
    for warning in dict.fromkeys(str(fault) for result in results.values() for fault in result.warnings):
        say(f"warning: {warning}")
    reports = {}
    for format_, result in results.items() if prove else ():
        name = targets[format_]
        report = prove_output(content, result, names=(name.name,) if name is not None else (), **asked)
        report.raise_any()
        reports[format_] = report
    for format_, result in results.items():
        target = targets[format_]
        if target is None:
            sys.stdout.buffer.write(result.data)
            sys.stdout.buffer.flush()
        else:
            result.save(target)
            say(f"{here(str(target))}  {_about(result)}")
            if format_ in reports:
                beside = target.with_name(f"{target.name}.proof.json")
                save(beside, reports[format_].to_json().encode())
                say(f"{here(str(beside))}  nothing of {reports[format_].strings:,} withheld strings found")


def _reader(audience: str, host: str, content: Brief) -> Audience | None:
    """Return the audience that is asked for, with the host country's response first. Raises UsageError."""
    from dataclasses import replace

    from briefgen.errors import nearest

    if not audience and not host:
        return None
    from briefgen.audience.profile import resolve

    reader = resolve(audience)
    if not host:
        return reader
    if reader is None:
        raise click.UsageError("--host belongs to an audience: --audience embassy")
    known = [actor.id for actor in content.actors]
    if host not in known:
        raise click.UsageError(f"the brief has no actor '{host}' {nearest(host, known)}".strip())
    return replace(reader, first=(host, *reader.first))


def _tell_fit(results: Iterable[Output], *, explain: bool) -> None:
    """Say what stands on pages that are bounded: the choice is the same in every format."""
    report = next((result.report for result in results if result.report is not None), None)
    if report is None:
        if explain:
            say("nothing bounds the pages: everything stands in full")
        return
    if explain:
        say(printable(report.table()))
    say(printable(report.summary()))


def _tell_fonts(results: Iterable[Output]) -> None:
    """Say which fonts stand in for the theme's, where any do."""
    drawn: dict[str, set[str]] = {}
    for one in (one for result in results for one in result.fallbacks):
        drawn.setdefault(one.font, set()).update(one.characters)
    if drawn:
        counts = (f"{font} ({len(chars)} character{'s' * (len(chars) != 1)})" for font, chars in drawn.items())
        say(printable(f"fallback fonts in use: {', '.join(counts)}"))


def _formats(formats: tuple[str, ...], output: str) -> tuple[str, ...]:
    if "all" in formats:
        return _FORMATS
    if formats:
        return tuple(dict.fromkeys(formats))
    ending = Path(output).suffix.lower().lstrip(".")
    return ({"htm": "html", "markdown": "md"}.get(ending, ending if ending in _FORMATS else "pdf"),)


def _target(output: str, chosen: tuple[str, ...], brief: Brief, kind: str, format_: str) -> Path | None:
    """Return the file that this format goes to, or None for stdout. Raises UsageError for two formats in one place."""
    name = _file_name(brief, kind, format_)
    if not output:
        return Path(name)
    if output != "-" and (output.endswith(("/", "\\")) or Path(output).is_dir() or not Path(output).suffix):
        return Path(output) / name
    if len(chosen) > 1:
        place = "stdout" if output == "-" else output
        raise click.UsageError(f"{len(chosen)} formats do not go into {place}: give a folder with -o")
    return None if output == "-" else Path(output)


def _kind(reader: Audience | None, template: str) -> str:
    """Return what tells this file from others of the same brief: the audience, and a template that is asked for."""
    named = Path(template).name.removesuffix(".j2").removesuffix(".html")
    asked = "" if named == "full" and reader is None else named
    return "-".join(part for part in (reader.name if reader is not None else "", asked) if part)


def _file_name(brief: Brief, kind: str, format_: str) -> str:
    return f"{brief.id}-{kind}.{format_}" if kind else f"{brief.id}.{format_}"


def _about(result: Output) -> str:
    size = f"{len(result.data) / 1000:.0f} kB"
    if result.pages is None:
        return size
    return f"{result.pages} page{'s' if result.pages != 1 else ''}, {size}"
