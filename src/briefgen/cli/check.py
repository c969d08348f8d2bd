"""`briefgen check`: a linter for analysis."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.briefs import brief_path
from briefgen.cli.main import here, printable, say

if TYPE_CHECKING:
    from briefgen.checking.findings import Finding
    from briefgen.checking.run import Checked
    from briefgen.checking.settings import Settings


@click.command()
@click.argument("briefs", nargs=-1, metavar="[BRIEF]...")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(("text", "json", "sarif", "github")),
    default="text",
    show_default=True,
    help="How to tell: lines for people, JSON, SARIF 2.1.0, or annotations of a GitHub workflow.",
)
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: BG101, or a beginning such as BG2.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these rules.")
@click.option(
    "--profile", default="", metavar="NAME", help="general, icd203, phia, newsroom or minimal. Default: by the brief."
)
@click.option("--audience", default="", metavar="NAME|PATH", help="Check what this audience is shown.")
@click.option("--explain", default="", metavar="CODE", help="Say what a rule finds and why, and stop.")
@click.option("--fix", "mend", is_flag=True, help="Mend in the file what is mechanical: labels, missing checksums.")
@click.option("--strict", is_flag=True, help="Fail on notes too.")
@click.option("-o", "--output", default="", metavar="FILE", help="Write the report there.")
def check(
    briefs: tuple[str, ...],
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str,
    audience: str,
    explain: str,
    mend: bool,
    strict: bool,
    output: str,
) -> int:
    """Check BRIEFs: evidence, likelihood words, handling, writing.

    Without BRIEF, brief.yaml in this folder is checked, and where there is none the summit example. Exit codes: 0
    nothing grave, 1 errors or warnings, 2 a brief that does not load. All rules: docs/rules.md.
    """
    if explain:
        return _explain(explain)
    from briefgen.checking.run import is_failed
    from briefgen.checking.settings import Settings

    asked = Settings(profile=profile, select=_codes(select), ignore=_codes(ignore))
    checked = [_checked(path, asked, audience, mend) for path in _paths(briefs)]
    findings = [finding for one in checked for finding in one.findings]
    _report(format_, output, findings, checked)
    return 1 if is_failed(findings, strict=strict) else 0


def _paths(briefs: tuple[str, ...]) -> list[Path]:
    return [here(str(brief_path(brief))) for brief in briefs] or [here(str(brief_path(None)))]


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes that are known, or the beginning of one. Raises UsageError for others."""
    from briefgen.checking.rules import rules

    codes = tuple(code.strip().upper() for each in given for code in each.split(",") if code.strip())
    for code in codes:
        if code != "ALL" and not any(rule.code.startswith(code) for rule in rules()):
            raise click.UsageError(f"there is no rule {printable(code)}: see docs/rules.md")
    return codes


def _checked(path: Path, asked: Settings, audience: str, mend: bool) -> Checked:
    from briefgen.checking.run import check_file

    found = check_file(path, asked, audience=audience)
    if mend:
        from briefgen.checking.fixing import fix

        count = fix(found)
        say(f"{path}: {count} mended")
        if count:
            found = check_file(path, asked, audience=audience)
    return found


def _report(format_: str, output: str, findings: list[Finding], checked: list[Checked]) -> None:
    from briefgen.checking import reports, terminal

    last = terminal.summary(findings, len(checked), sum(one.ignored for one in checked))
    if format_ == "text" and not output and sys.stdout.isatty():
        terminal.show(findings, sys.stdout)
        click.echo(printable(last))
        return
    if format_ == "json":
        text = reports.as_json(findings) + "\n"
    elif format_ == "sarif":
        from briefgen.checking.rules import rules

        text = reports.as_sarif(findings, rules()) + "\n"
    elif format_ == "github":
        text = printable(reports.as_github(findings))
    else:
        text = printable("".join(f"{terminal.plain_line(finding)}\n" for finding in findings))
    if output:
        from briefgen.write.files import save

        save(Path(output), text.encode())
    else:
        click.echo(text, nl=False)
    say(printable(last))


def _explain(code: str) -> int:
    from briefgen.checking.explaining import explained
    from briefgen.checking.rules import rules
    from briefgen.errors import nearest

    found = next((rule for rule in rules() if code.upper() in (rule.code, rule.name.upper())), None)
    if found is None:
        known = [word for rule in rules() for word in (rule.code, rule.name)]
        raise click.UsageError(f"there is no rule {printable(code)} {nearest(code, known)}".strip())
    click.echo(explained(found))
    return 0
