"""Evidence: are sources described, dated, used, and still the files that were read?"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.subject import Subject
from briefgen.content import model


@rule("BG102", "source-changed", Severity.ERROR)
def source_changed(subject: Subject) -> Iterator[Hit]:
    """A source’s file is not the one that was read: its SHA-256 differs from `sha256`.

    Quotes that were checked against one text say nothing of another.

    Fails:
        --- article.txt
        The pact is firm.
        --- brief.yaml
        sources:
          - id: article
            title: An article
            file: article.txt
            sha256: "0000000000000000000000000000000000000000000000000000000000000000"

    Mended:
        --- article.txt
        The pact is firm.
        --- brief.yaml
        sources:
          - id: article
            title: An article
            file: article.txt
            sha256: 77d0aa4b2e4a07b226140ce965bdafbff58b32d094e1f6a8043e59ef90610473
    """
    for id_, text in subject.texts.items():
        part = subject.sources[id_]
        if part.value.sha256 and part.value.sha256.lower() != text.sha256:
            yield Hit(
                what=f"the file of ‘{id_}’ has changed: its SHA-256 is {text.sha256}",
                at=(part.at, "sha256"),
                mend="read it again, then record the new sum",
                id=id_,
            )


@rule("BG103", "source-unread")
def source_unread(subject: Subject) -> Iterator[Hit]:
    """A source’s file cannot be read, so no quote of it is checked.

    Read are .txt, .md, .html, .docx and .pdf, from where `file` says, seen from the brief’s folder.

    Fails:
        sources:
          - {id: article, title: An article, file: missing.txt}

    Mended:
        --- article.txt
        The pact is firm.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt}
    """
    for id_, why in subject.unread.items():
        yield Hit(what=f"the text of ‘{id_}’ is not checked: {why}", at=(subject.sources[id_].at, "file"), id=id_)
    if subject.base is None:
        for source in subject.sources.values():
            if source.value.file and source.value.id not in subject.texts and source.value.id not in subject.unread:
                what = f"the text of ‘{source.value.id}’ is not checked: the brief’s folder is not known"
                mend = "give check() the folder as 'base'"
                yield Hit(what=what, at=(source.at, "file"), mend=mend, id=source.value.id, severity=Severity.INFO)


@rule("BG106", "unused-source")
def unused_source(subject: Subject) -> Iterator[Hit]:
    """A source is cited nowhere.

    A list of sources that are not used looks like evidence and is none.

    Fails:
        sources:
          - {id: report, title: A report}

    Mended:
        sources:
          - {id: report, title: A report}
        events:
          - {id: e, title: The vote, text: The bill passed., citations: [report]}
    """
    cited = {part.value.source for part in subject.parts.get(model.Citation, [])}
    for id_, part in subject.sources.items():
        if id_ not in cited:
            yield Hit(what=f"‘{id_}’ is cited nowhere", at=part.at, mend="cite it, or take it out", id=id_)


@rule("BG107", "no-descriptor")
def no_descriptor(subject: Subject) -> Iterator[Hit]:
    """A source has no descriptor.

    ICD 206 asks of each source for a short statement of what bears on its quality: access, completeness, age, bias.

    Fails:
        sources:
          - {id: wire, title: Wire report}

    Mended:
        sources:
          - {id: wire, title: Wire report, descriptor: State agency; reliable for what the ministry said.}
    """
    for id_, part in subject.sources.items():
        if not part.value.descriptor:
            what = f"‘{id_}’ has no descriptor"
            yield Hit(what=what, at=part.at, mend="say in 'descriptor' what bears on its quality", id=id_)


@rule("BG108", "no-source-summary")
def no_source_summary(subject: Subject) -> Iterator[Hit]:
    """There is no source summary statement.

    One for each product (ICD 206): how broad the sources are, their strengths and gaps, what rests on one alone.

    Fails:
        sources:
          - {id: wire, title: Wire report}

    Mended:
        source_summary: Two agencies, both of one state; nothing was confirmed on the spot.
        sources:
          - {id: wire, title: Wire report}
    """
    if subject.brief.sources and not subject.brief.source_summary:
        yield Hit(
            what="there is no source summary statement",
            at=(None, "sources"),
            mend="say in 'source_summary' how broad and how good the sources are, and what is missing",
        )


@rule("BG109", "no-retrieval-date")
def no_retrieval_date(subject: Subject) -> Iterator[Hit]:
    """A source on the web has no day of retrieval, and no file and sum that keep what was read.

    Pages change and vanish (ICS 206-01): say when it was read, or keep it as `file` with its `sha256`.

    Fails:
        sources:
          - {id: page, title: A page, url: https://example.org/a}

    Mended:
        sources:
          - {id: page, title: A page, url: https://example.org/a, retrieved: 2026-01-20}
    """
    for id_, part in subject.sources.items():
        value = part.value
        if value.url and value.retrieved is None and not (value.file and value.sha256):
            what = f"‘{id_}’ is on the web and has no day of retrieval"
            yield Hit(what=what, at=(part.at, "url"), mend="add 'retrieved', or keep it as 'file' and 'sha256'", id=id_)


@rule("BG110", "no-checksum", Severity.INFO, fixable=True)
def no_checksum(subject: Subject) -> Iterator[Hit]:
    """A source’s file has no SHA-256, so nothing shows if it changes.

    `briefgen check --fix` records the sum of the file as it is now, in briefs written in YAML.

    Fails:
        --- article.txt
        The pact is firm.
        --- brief.yaml
        sources:
          - id: article
            title: An article
            file: article.txt

    Mended:
        --- article.txt
        The pact is firm.
        --- brief.yaml
        sources:
          - id: article
            title: An article
            file: article.txt
            sha256: 77d0aa4b2e4a07b226140ce965bdafbff58b32d094e1f6a8043e59ef90610473
    """
    for id_, text in subject.texts.items():
        part = subject.sources[id_]
        if not part.value.sha256:
            what = f"the file of ‘{id_}’ has no SHA-256"
            yield Hit(
                what=what,
                at=(part.at, "file"),
                mend=f"add 'sha256: {text.sha256}'",
                id=id_,
                beside=f"sha256: {text.sha256}",
            )
