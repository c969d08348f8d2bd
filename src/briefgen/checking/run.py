"""The check itself: run the rules on a brief, and say where in its file each thing stands.

check(brief, base=folder)        a brief in memory: findings with paths
check("brief.yaml")              a file: findings with line and column, its comments and settings obeyed
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.checking.findings import Finding, Fix, Hit, Rule, Severity
from briefgen.checking.settings import Profile, Settings, combined, profile, settings_beside
from briefgen.data.faults import path_of, written

if TYPE_CHECKING:
    from briefgen.checking.comments import Comments
    from briefgen.checking.places import Places
    from briefgen.content.model import Brief
    from briefgen.data.syntax import Tree

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check(
    brief: Brief | str | Path,
    *,
    base: str | Path | None = None,
    profile: str = "",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Return what is wrong with a brief, or with the file that a path names, in the order of the file.

    `base` is the folder that the files of a brief's sources are named from; of a file it is its own. `profile` is
    icd203, phia, newsroom, minimal or general; `select` and `ignore` hold codes or their beginnings. Raises InputError
    for a brief that does not load and for settings that are not known.
    """
    asked = Settings(profile=profile, select=tuple(select), ignore=tuple(ignore))
    if isinstance(brief, str | Path):
        return check_file(brief, asked).findings
    return tuple(_found(brief, Path(base) if base is not None else None, asked))


class Checked(Struct, frozen=True, kw_only=True):
    """A checked file: the brief, its text, what was found, and how much comments have put aside."""

    file: str
    brief: Brief
    tree: Tree
    findings: tuple[Finding, ...]
    ignored: int = 0


def check_file(path: str | Path, asked: Settings | None = None, *, audience: str = "") -> Checked:
    """Check a brief's file, with the settings beside it and its comments: the whole, or what an audience is shown.

    Raises InputError, AudienceError, and ReleaseError where nothing may be shown.
    """
    from briefgen.checking.comments import Comments
    from briefgen.checking.places import Places
    from briefgen.content.loading import load_with_places

    loaded = load_with_places(path)
    asked = asked or Settings()
    comments = Comments.read(loaded.tree.text)
    settings = combined(
        settings_beside(Path(path)),
        profile_name=asked.profile or comments.profile,
        select=asked.select,
        ignore=asked.ignore,
    )
    shown = loaded.brief
    if audience:
        from briefgen.audience.selection import select

        shown = select(loaded.brief, audience)
    places = Places(loaded.tree, loaded.brief, shown if audience else None)
    found = tuple(_found(shown, Path(path).parent, settings, places=places, comments=comments))
    return Checked(file=str(path), brief=loaded.brief, tree=loaded.tree, findings=found, ignored=comments.count)


def _found(
    brief: Brief,
    base: Path | None,
    settings: Settings,
    *,
    places: Places | None = None,
    comments: Comments | None = None,
) -> list[Finding]:
    from briefgen.content.loading import without_collecting

    with without_collecting():
        return _sorted(_run(brief, base, settings, places, comments))


def _sorted(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: (one.place.line, one.place.column) if one.place is not None else (0, 0))


def _run(
    brief: Brief, base: Path | None, settings: Settings, places: Places | None, comments: Comments | None
) -> list[Finding]:
    from briefgen.checking.rules import rules
    from briefgen.checking.subject import Subject

    name = settings.profile or (brief.likelihood_scale if brief.likelihood_scale in ("icd203", "phia") else "general")
    chosen = profile(name)
    subject = Subject(brief=brief, base=base, settings=settings, profile=chosen, comments=comments)
    found: list[Finding] = []
    for rule in rules():
        if not _is_run(rule, chosen, settings):
            continue
        severity = settings.severity.get(rule.code) or chosen.severity.get(rule.code) or rule.severity
        for hit in rule.function(subject):
            finding = finding_of(rule, hit, severity, places)
            is_aside = comments is not None and bool(comments.ignores)
            if not (is_aside and comments is not None and comments.put_aside(rule.code, _lines(hit, finding, places))):
                found.append(finding)
        if comments is not None:
            comments.ran.add(rule.code)
    return found


def _lines(hit: Hit, finding: Finding, places: Places | None) -> set[int]:
    """Return the lines on which a comment would put a finding aside."""
    lines = {finding.place.line} if finding.place is not None else set()
    return lines | places.lines(path_of(hit.at)) if places is not None and hit.offset is None else lines


def _is_run(rule: Rule, chosen: Profile, settings: Settings) -> bool:
    """Say whether a rule is asked for. One that is selected by its whole code is run in any profile."""
    if any(rule.code.startswith(each.upper()) for each in settings.ignore):
        return False
    wanted = [each.upper() for each in settings.select]
    if wanted and not any(each == "ALL" or rule.code.startswith(each) for each in wanted):
        return False
    if rule.code in wanted:
        return True
    is_here = not rule.only_in or chosen.name in rule.only_in
    return is_here and (not chosen.only or rule.code in chosen.only) and rule.code not in chosen.without


def finding_of(rule: Rule, hit: Hit, severity: Severity, places: Places | None) -> Finding:
    path = path_of(hit.at)
    fix = None
    if hit.new is not None or hit.beside:
        fix = Fix(path=path, old=places.value(path) if places is not None else "", new=hit.new or "", beside=hit.beside)
    finding = Finding(
        code=rule.code,
        name=rule.name,
        severity=hit.severity or severity,
        what=hit.what,
        mend=hit.mend,
        path=written(path),
        id=hit.id,
        fix=fix,
    )
    if places is None:
        return finding
    place, excerpt, length = places.at(hit.offset) if hit.offset is not None else places.find(path, hit.span)
    return replace(finding, place=place, excerpt=excerpt, length=length)


def is_failed(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Say whether a check fails: by an error or a warning, with `strict` by a note too."""
    bound = _ORDER[Severity.INFO if strict else Severity.WARNING]
    return any(_ORDER[finding.severity] <= bound for finding in findings)
