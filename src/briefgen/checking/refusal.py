"""What a render asks of the check: that no quote is false and no source has changed.

It stands apart from `run`, so that a brief whose sources have no files is rendered without an import of the rules.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import Fault, InputError

if TYPE_CHECKING:
    from briefgen.content.model import Brief
    from briefgen.data.syntax import Tree


def refuse_false_evidence(brief: Brief, base: Path | None, tree: Tree | None = None) -> None:
    """Raise InputError for quotes that their source does not have, and for sources whose file has changed.

    This is what a render asks for. Sources without a file, or whose file cannot be read, are passed; `tree` is the
    text of the brief, for places. Markings are settled by the release, on the way.
    """
    if not any(source.file for source in brief.sources):
        return
    from briefgen.checking.places import Places
    from briefgen.checking.rules.evidence import quote_not_found
    from briefgen.checking.rules.evidence_sources import source_changed
    from briefgen.checking.run import finding_of
    from briefgen.checking.settings import profile
    from briefgen.checking.subject import Subject

    subject = Subject(brief=brief, base=base, profile=profile("general"))
    places = Places(tree, brief) if tree is not None else None
    found = [
        finding_of(rule, hit, rule.severity, places)
        for rule in (source_changed, quote_not_found)
        for hit in rule.function(subject)
    ]
    if found:
        mend = "or render with --no-check (in Python: check=False)"
        raise InputError(
            *(
                Fault(what=f"{one.code} {one.what}", place=one.place, path=one.path, mend=f"{one.mend}, {mend}")
                for one in found
            )
        )
