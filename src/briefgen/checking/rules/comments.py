"""The comments that put findings aside are checked too."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.subject import Subject


@rule("BG901", "unused-ignore", Severity.INFO)
def unused_ignore(subject: Subject) -> Iterator[Hit]:
    """A comment puts a finding aside that there is not.

    What it was for has been mended: take it out, or it will hide the next.

    Fails:
        bottom_line: The bill passed. # briefgen: ignore BG204 their words

    Mended:
        bottom_line: The bill will certainly pass. # briefgen: ignore BG204 their words
    """
    comments = subject.comments
    for ignore in comments.ignores if comments is not None else ():
        for code in ignore.codes:
            if comments is not None and code not in ignore.used and any(ran.startswith(code) for ran in comments.ran):
                yield Hit(what=f"there is no {code} here to ignore", offset=ignore.offset, mend="take the comment out")


@rule("BG902", "ignore-without-reason", Severity.INFO)
def ignore_without_reason(subject: Subject) -> Iterator[Hit]:
    """A comment puts findings aside without saying which, or why.

    Whoever reads the brief next must be able to tell whether the reason still holds.

    Fails:
        bottom_line: The bill will certainly pass. # briefgen: ignore BG204

    Mended:
        bottom_line: The bill will certainly pass. # briefgen: ignore BG204 the speaker has the votes in writing
    """
    for ignore in subject.comments.ignores if subject.comments is not None else ():
        if not ignore.codes:
            yield Hit(what="a comment ignores no code, so it does nothing", offset=ignore.offset, mend="name the code")
        elif not ignore.reason:
            yield Hit(
                what=f"nothing says why {', '.join(ignore.codes)} is ignored", offset=ignore.offset, mend="say why"
            )
