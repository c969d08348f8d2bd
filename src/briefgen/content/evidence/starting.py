"""A brief that begins with a text: its source registered, its sentences laid out as citations to move."""

from __future__ import annotations

import re

from briefgen.content.evidence.texts import SourceText
from briefgen.data.characters import forbidden, quoted

_HEAD = """\
# yaml-language-server: $schema=brief.schema.json
# Started from {file}. It renders as it is; fill it from the sentences at the end of this file, which stand there as
# ready-made citations, in comments. Move each to the statement that carries it:
#   briefgen coverage    which sentences are carried, and which are left
#   briefgen check       whether every quote is still the source's own words
#   briefgen render      the PDF; `briefgen render -f docx -f html` for others
# The starter that `briefgen new` writes without --from shows every kind of part with its fields.

id: {id}
title: {title}
kicker: Policy brief

# The conclusion first: what the reader must know or decide, in one or two sentences.
bottom_line: >-
  Say the conclusion here, before any background. A reader who stops after these two sentences should know what you
  found and what it asks of them.

# Who acts, and who is affected:
# actors:
#   - id: country-a
#     name: Country A
#     kind: state

# What happened, what was agreed, who responds, what it means: statements carry the sentences.
# events:
#   - id: signing
#     title: Signing of the treaty
#     text: In your own words, in whole sentences.
#     citations:
#       - {source}: "the sentence, moved here"

source_summary: >-
  This brief rests on one source, which has not been corroborated.

sources:
  - id: {source}
    title: {title}
    # author, publisher, date, url, retrieved: as far as you know them; descriptor: what bears on its quality
    file: {path}
    sha256: {sha256}
    # Sentences that carry nothing of their own; with this list, `briefgen check` asks for all others.
    # connectives: ["The context is important here."]

# ------------------------------------------------------------------------------------------------- the sentences
"""


def title_of(text: SourceText, otherwise: str) -> str:
    """Return a text's title: the one it names, else its first line that is no sentence and begins with a capital."""
    named = " ".join(text.title.split())
    if named and forbidden(named) is None:
        return named
    for one in text.sentences:
        words = " ".join(text.text[one.start : one.end].split())
        if one.number or len(words) > 200:
            break
        if words[:1].isalpha() and not words[:1].islower() and forbidden(words) is None:
            return words
    return otherwise


def started(text: SourceText, *, id: str, source: str, path: str, otherwise: str) -> str:  # noqa: A002
    """Return the YAML of a brief on one source, whose `path` is seen from the brief; `otherwise` serves as title."""
    head = _HEAD.format(
        file=path,
        id=id,
        title=quoted(title_of(text, otherwise)),
        source=source,
        path=quoted(path),
        sha256=text.sha256,
    )
    lines = []
    paragraph = 0
    for one in text.sentences:
        words = re.sub(r"\s+", " ", text.text[one.start : one.end]).strip()
        if one.paragraph != paragraph:
            lines.append("#")
            paragraph = one.paragraph
        label = one.label or "no sentence"
        page = text.page(one.start)
        lines.append(f"# {label}{f', page {page}' if page else ''}")
        lines.append(f"#   - {source}: {quoted(words)}")
    return head + "\n".join(lines) + "\n"
