"""Evidence: do quotes stand in their sources, and does what is said rest on something?"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.subject import Subject
from briefgen.content import model
from briefgen.content.evidence.coverage import Carried
from briefgen.content.evidence.folding import fold
from briefgen.content.evidence.quotes import find, near_miss
from briefgen.content.evidence.texts import SourceText
from briefgen.content.parts import Part
from briefgen.data.characters import shown


@rule("BG101", "quote-not-found", Severity.ERROR)
def quote_not_found(subject: Subject) -> Iterator[Hit]:
    """A citation's quote does not stand in its source word for word.

    Letters are compared composed; quotation marks, white space and no-break spaces count as alike; `…`, `...` or `[…]`
    stands for words left out. Where the source has something like it, the difference is shown: `[-the quote’s words-]`
    `{+the source’s words+}`. The rule reads the sources that name a `file`.

    Fails:
        --- article.txt
        The pact might bolster his nuclear capabilities.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt}
        judgements:
          - id: nuclear
            text: The pact raises nuclear worries.
            citations:
              - article: The pact will bolster his nuclear capabilities.

    Mended:
        --- article.txt
        The pact might bolster his nuclear capabilities.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt}
        judgements:
          - id: nuclear
            text: The pact raises nuclear worries.
            citations:
              - article: The pact might […] nuclear capabilities.
    """
    missing: dict[tuple[str, str], str] = {}
    for part in subject.parts.get(model.Citation, []):
        text = subject.texts.get(part.value.source)
        if text is None or not part.value.quote:
            continue
        key = (part.value.source, part.value.quote)
        if key not in missing:
            missing[key] = "" if find(part.value.quote, text) else _missing(*key, text)
        if missing[key]:
            yield Hit(what=missing[key], at=(part.at, "quote"), mend="quote the source’s own words", id=_id(part))


def _missing(source: str, quote: str, text: SourceText) -> str:
    near = near_miss(quote, text)
    if near is None:
        return f"the quote stands nowhere in ‘{source}’"
    label = place_label(text, near.start)
    return f"the quote is not what ‘{source}’ says{f' in {label}' if label else ''}: {near.difference}"


def place_label(text: SourceText, offset: int) -> str:
    """Return the name of the sentence that an offset stands in, P3.2, with its page where there are pages."""
    label = next((one.label for one in text.sentences if one.start <= offset < one.end), "")
    page = text.page(offset)
    return f"{label} (page {page})" if label and page else label


@rule("BG104", "no-evidence")
def no_evidence(subject: Subject) -> Iterator[Hit]:
    """A statement of fact, or of what another holds, cites no source.

    Events, instruments, provisions, comparisons, responses, actions that were taken, stated or suggested, claims of
    fact, and every view with a `holder` rest on a source (ICD 206: a reference wherever a source is used). What the
    author concludes need not cite, and what stands on `needs_source: true` is told by BG115.

    Fails:
        actors:
          - {id: japan, name: Japan, kind: state}
        responses:
          - {id: r, actor: japan, stance: alarmed, text: Japan is alarmed.}

    Mended:
        actors:
          - {id: japan, name: Japan, kind: state}
        sources:
          - {id: article, title: An article}
        responses:
          - {id: r, actor: japan, stance: alarmed, text: Japan is alarmed., citations: [article]}
    """
    for part in subject.statements:
        value = part.value
        if not _states_a_fact(value) or subject.citations_of.get(value.id):
            continue
        if isinstance(value, model.Judgement) and value.needs_source:
            continue
        if isinstance(value, model.Response) and any(action.citations for action in value.actions):
            continue
        yield Hit(
            what=f"the {_noun(value)} ‘{value.id}’ cites no source",
            at=(part.at, "text"),
            mend="add 'citations', or say 'needs_source: true' on a judgement",
            id=value.id,
        )


def _states_a_fact(value: model.Statement) -> bool:
    match value:
        case model.Event() | model.Instrument() | model.Provision() | model.Comparison() | model.Response():
            return True
        case model.Action():
            return value.stage in (model.Stage.TAKEN, model.Stage.STATED, model.Stage.SUGGESTED)
        case model.Judgement():
            return value.kind is model.JudgementKind.FACT_CLAIM or value.holder is not None
        case _:
            return value.holder is not None


def _noun(value: model.Statement) -> str:
    return type(value).__name__.lower()


def _id(part: Part) -> str:
    return str(part.named.value.id)


@rule("BG105", "one-origin")
def one_origin(subject: Subject) -> Iterator[Hit]:
    """The bottom line or a key judgement rests on sources of one origin, and the brief does not say so.

    Sources of one `origin` repeat one another and do not corroborate (ICD 206). Say it in `source_summary`, in a
    caveat (with `about` for one judgement), or in the confidence’s `basis`: “rests on one source”, “not corroborated”.

    Fails:
        sources:
          - {id: wire, title: Wire report, origin: ministry}
          - {id: paper, title: Newspaper, origin: ministry}
        judgements:
          - {id: j, key: true, text: The limits hold., citations: [wire, paper]}

    Mended:
        sources:
          - {id: wire, title: Wire report, origin: ministry}
          - {id: paper, title: Newspaper}
        judgements:
          - {id: j, key: true, text: The limits hold., citations: [wire, paper]}
    """
    general = [subject.brief.source_summary]
    general += [one.text for one in subject.brief.caveats if not one.about]
    if any(subject.has("single_source", text) for text in general):
        return
    for part in subject.key_parts:
        cited = {citation.value.source for citation in subject.citations_of.get(part.value.id, ())}
        origins = {_origin(subject, source) for source in cited}
        if len(origins) != 1 or any(subject.has("single_source", text) for text in _said_of(subject, part.value)):
            continue
        of = ", ".join(sorted(cited))
        yield Hit(
            what=f"‘{part.value.id}’ rests on one origin ({of}), and nothing says so",
            at=(part.at, "citations"),
            mend="cite an independent source, or say that it is not corroborated",
            id=part.value.id,
        )


def _origin(subject: Subject, source: str) -> str:
    known = subject.sources.get(source)
    return (known.value.origin if known is not None else "") or source


def _said_of(subject: Subject, value: model.Statement) -> list[str]:
    texts = [one.text for one in subject.brief.caveats if value.id in one.about]
    confidence = getattr(value, "confidence", None)
    estimate = getattr(value, "likelihood", None)
    texts += [each.basis for each in (confidence, estimate.confidence if estimate else None) if each]
    return [value.text, *texts]


@rule("BG111", "citation-without-place", Severity.INFO)
def citation_without_place(subject: Subject) -> Iterator[Hit]:
    """A citation names a source and neither quotes it nor says where in it.

    A reader must be able to find what a statement rests on (ICD 206); of a long source the title is not enough.

    Fails:
        sources:
          - {id: report, title: A report}
        events:
          - {id: e, title: The vote, text: The bill passed., citations: [report]}

    Mended:
        sources:
          - {id: report, title: A report}
        events:
          - id: e
            title: The vote
            text: The bill passed.
            citations:
              - {source: report, locator: p. 12}
    """
    for part in subject.parts.get(model.Citation, []):
        if not part.value.quote and not part.value.locator:
            what = f"‘{part.value.source}’ is cited without a quote or a place in it"
            yield Hit(what=what, at=(part.at, "source"), mend="add 'quote' or 'locator'", id=_id(part))


@rule("BG112", "sentence-left-out")
def sentence_left_out(subject: Subject) -> Iterator[Hit]:
    """A sentence is carried by no citation, of a source whose connectives say that all others are.

    `connectives` lists the sentences of a source that carry no content of their own. A brief that has such a list
    claims to carry the rest; `briefgen coverage` shows what carries what.

    Fails:
        --- article.txt
        The treaty was signed. It was unexpected. Here is the context.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt, connectives: [Here is the context.]}
        events:
          - {id: e, title: Signing, text: Both signed., citations: [{article: The treaty was signed.}]}

    Mended:
        --- article.txt
        The treaty was signed. It was unexpected. Here is the context.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt, connectives: [Here is the context.]}
        events:
          - {id: e, title: Signing, text: Both signed., citations: [{article: The treaty was signed.}]}
        judgements:
          - {id: j, text: Few had foreseen it., citations: [{article: It was unexpected.}]}
    """
    for covered in subject.coverage:
        if not covered.source.connectives:
            continue
        for one in covered.sentences:
            if one.carried is Carried.NOT:
                yield Hit(
                    what=f"{one.sentence.label} of ‘{covered.source.id}’ is carried by nothing: {shown(one.text)}",
                    at=(subject.sources[covered.source.id].at, "file"),
                    mend="cite it where it belongs, or list it under 'connectives'",
                    id=covered.source.id,
                )


@rule("BG113", "connective-not-found")
def connective_not_found(subject: Subject) -> Iterator[Hit]:
    """A connective is no whole sentence of its source.

    What is listed under `connectives` is left out on purpose; words that are not there leave nothing out.

    Fails:
        --- article.txt
        The context is important here.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt, connectives: [The context is important.]}

    Mended:
        --- article.txt
        The context is important here.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt, connectives: [The context is important here.]}
    """
    for covered in subject.coverage:
        known = {fold(one.text).text for one in covered.sentences} if covered.source.connectives else set()
        for index, words in enumerate(covered.source.connectives):
            if fold(words).text not in known:
                at = ((subject.sources[covered.source.id].at, "connectives"), index)
                what = f"the connective {shown(words)} is no sentence of ‘{covered.source.id}’"
                yield Hit(what=what, at=at, mend="give the whole sentence as the source has it", id=covered.source.id)


@rule("BG114", "stitched-quote")
def stitched_quote(subject: Subject) -> Iterator[Hit]:
    """A quote with an ellipsis joins words from different paragraphs of its source.

    Words that stand far apart are two quotes: joined, they may say what the source does not.

    Fails:
        --- article.txt
        The minister welcomed the plan.

        The talks have failed.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt}
        events:
          - {id: e, title: Talks, text: The talks failed., citations: [{article: The minister … have failed.}]}

    Mended:
        --- article.txt
        The minister welcomed the plan.

        The talks have failed.
        --- brief.yaml
        sources:
          - {id: article, title: An article, file: article.txt}
        events:
          - {id: e, title: Talks, text: The talks failed., citations: [{article: The talks … failed.}]}
    """
    for part in subject.parts.get(model.Citation, []):
        text = subject.texts.get(part.value.source)
        if text is None or not any(mark in part.value.quote for mark in ("…", "...", ". .")):
            continue
        spans = find(part.value.quote, text)
        if len({_block(text, start) for start, _ in spans}) > 1:
            what = "the quote joins words from different paragraphs"
            yield Hit(what=what, at=(part.at, "quote"), mend="make it two citations", id=_id(part))


def _block(text: SourceText, offset: int) -> int:
    return sum(start <= offset for start, _ in text.blocks)


@rule("BG115", "needs-source", Severity.INFO)
def needs_source(subject: Subject) -> Iterator[Hit]:
    """A judgement is marked as still in need of a source.

    `needs_source` says that something is asserted without evidence of its own so far: a note, until it has some.

    Fails:
        judgements:
          - {id: j, text: Output has doubled., needs_source: true}

    Mended:
        sources:
          - {id: data, title: Output statistics}
        judgements:
          - {id: j, text: Output has doubled., citations: [{source: data, locator: table 2}]}
    """
    for part in subject.parts.get(model.Judgement, []):
        if part.value.needs_source:
            what = f"‘{part.value.id}’ still needs a source of its own"
            yield Hit(what=what, at=(part.at, "needs_source"), id=part.value.id)


@rule("BG116", "machine-made-evidence")
def machine_made_evidence(subject: Subject) -> Iterator[Hit]:
    """The bottom line or a key judgement rests on machine-made sources only.

    What a model wrote is no evidence of what it says; cite what it was made from (ICS 206-01 asks that use of AI is
    cited and described).

    Fails:
        sources:
          - {id: digest, title: A digest, ai_generated: true, descriptor: Written by a model.}
        judgements:
          - {id: j, key: true, text: Output has doubled., citations: [digest]}

    Mended:
        sources:
          - {id: digest, title: A digest, ai_generated: true, descriptor: Written by a model.}
          - {id: data, title: Output statistics}
        judgements:
          - {id: j, key: true, text: Output has doubled., citations: [digest, data]}
    """
    for part in subject.key_parts:
        cited = {citation.value.source for citation in subject.citations_of.get(part.value.id, ())}
        known = [subject.sources[source].value for source in sorted(cited) if source in subject.sources]
        if known and all(source.ai_generated for source in known):
            yield Hit(
                what=f"‘{part.value.id}’ rests on machine-made sources only",
                at=(part.at, "citations"),
                mend="cite what they were made from",
                id=part.value.id,
            )
