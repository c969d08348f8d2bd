"""Findings as machines read them: JSON, SARIF 2.1.0, and the annotations of GitHub's workflows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from briefgen import __version__
from briefgen.checking.findings import Finding, Rule, Severity, sections

_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_json(findings: Iterable[Finding]) -> str:
    """Return findings as a JSON list; what is not known of one is left out."""
    return json.dumps([_plain(finding) for finding in findings], indent=2, ensure_ascii=False)


def _plain(finding: Finding) -> dict[str, Any]:
    place = finding.place
    values = {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.what,
        "mend": finding.mend,
        "file": place.file if place else "",
        "line": place.line if place else 0,
        "column": place.column if place else 0,
        "length": finding.length,
        "path": finding.path,
        "id": finding.id,
        "fixable": finding.fix is not None,
    }
    return {key: value for key, value in values.items() if value or key == "fixable"}


def as_sarif(findings: Sequence[Finding], rules: Sequence[Rule]) -> str:
    """Return findings as a SARIF log; `rules` are those that may be named in it."""
    index = {rule.code: number for number, rule in enumerate(rules)}
    results = []
    for finding in findings:
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "level": _SARIF_LEVELS[finding.severity],
            "message": {"text": f"{finding.what}; {finding.mend}" if finding.mend else finding.what},
        }
        if finding.code in index:
            result["ruleIndex"] = index[finding.code]
        if finding.place is not None:
            region: dict[str, int] = {}
            if finding.place.line:
                region["startLine"] = finding.place.line
            if finding.place.column:
                region["startColumn"] = finding.place.column
                region["endColumn"] = finding.place.column + max(1, finding.length)
            physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.place.file)}}
            if region:
                physical["region"] = region
            location: dict[str, Any] = {"physicalLocation": physical}
            if finding.path:
                location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
            result["locations"] = [location]
        results.append(result)
    driver = {
        "name": "briefgen",
        "version": __version__,
        "rules": [_sarif_rule(rule) for rule in rules],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    summary, why, fails, mended = sections(rule)
    why = " ".join(why.split())
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": why or summary},
        "help": {
            "text": f"{why}\n\nFound in:\n\n{fails}\n\nMended:\n\n{mended}",
            "markdown": f"{why}\n\nFound in:\n\n```yaml\n{fails}\n```\n\nMended:\n\n```yaml\n{mended}\n```",
        },
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _uri(file: str) -> str:
    from pathlib import PurePath
    from urllib.parse import quote

    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def as_github(findings: Iterable[Finding]) -> str:
    """Return findings as workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Finding) -> str:
    options = {}
    if finding.place is not None:
        options = {"file": finding.place.file, "line": finding.place.line, "col": finding.place.column}
        if finding.length:
            options["endColumn"] = finding.place.column + finding.length
    options["title"] = f"{finding.code} {finding.name}"
    said = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in options.items() if value)
    text = f"{finding.what}; {finding.mend}" if finding.mend else finding.what
    return f"::{_GITHUB_LEVELS[finding.severity]} {said}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for char in more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
