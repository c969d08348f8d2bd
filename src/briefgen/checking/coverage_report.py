"""The coverage of sources for people: lines for a terminal, and a page that shows the text with what carries it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from briefgen.content.evidence.coverage import Carried, Coverage, SentenceCoverage

_SIGNS = {Carried.WHOLE: "+", Carried.PART: "~", Carried.CONNECTIVE: "·", Carried.NOT: "-"}
_WORDS = {
    Carried.WHOLE: "carried",
    Carried.PART: "carried in part",
    Carried.CONNECTIVE: "connective, carries nothing of its own",
    Carried.NOT: "carried by nothing",
}

_SHOWN = 3  # of the parts that carry a sentence, in a line


def headline(one: Coverage) -> str:
    """Return `30 of 31 sentences carried, 1 connective`."""
    total = len(one.sentences)
    text = f"{one.count(Carried.WHOLE, Carried.PART)} of {total} sentence{'' if total == 1 else 's'} carried"
    for kind, noun in ((Carried.PART, "in part"), (Carried.CONNECTIVE, "connective"), (Carried.NOT, "left out")):
        if one.count(kind):
            text += f", {one.count(kind)} {noun}"
    if one.fragments:
        count = len(one.fragments)
        text += f"; {count} lines that are no sentences" if count > 1 else "; 1 line that is no sentence"
    return text


def lines(covered: Sequence[Coverage], width: int = 100) -> Iterator[str]:
    """Yield the coverage line by line: + carried, ~ in part, · connective, - by nothing, and what carries it."""
    for one in covered:
        yield f"{one.source.id}: {headline(one)}"
        label = max((len(each.sentence.label) for each in one.sentences), default=0)
        for each in one.sentences:
            by = ", ".join(each.by[:_SHOWN]) + (f" and {len(each.by) - _SHOWN} more" if len(each.by) > _SHOWN else "")
            head = f"  {_SIGNS[each.carried]} {each.sentence.label:<{label}}  "
            room = max(40, width - len(head) - (len(by) + 4 if by else 0))
            words = " ".join(each.text.split())
            words = words if len(words) <= room else words[: room - 1] + "…"
            yield f"{head}{words}" + (f"  ← {by}" if by else "")


def page(covered: Sequence[Coverage], title: str, language: str) -> str:
    """Return an HTML page: each source's text, marked by how far it is carried. No script; light and dark."""
    out = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>Coverage: {escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>What carries each sentence: {escape(title)}</h1>",
        '<ul class="key">',
        *(
            f'<li><span class="{kind.value}">{escape(_WORDS[kind][:1].upper() + _WORDS[kind][1:])}</span></li>'
            for kind in Carried
        ),
        "</ul>",
    ]
    for number, one in enumerate(covered, start=1):
        out += _source(one, number)
    return "\n".join([*out, "</main>", "</body>", "</html>"]) + "\n"


def _source(one: Coverage, number: int) -> list[str]:
    by_place = {each.sentence.start: each for each in one.sentences}
    out = [
        f'<section aria-labelledby="source-{number}">',
        f'<h2 id="source-{number}">{escape(one.source.title)}</h2>',
        f"<p><strong>{escape(headline(one))}</strong></p>",
    ]
    for start, end in one.text.blocks:
        inside = [each for each in one.text.sentences if start <= each.start < end]
        if any(each.number for each in inside):
            paragraph = " ".join(
                _sentence(by_place[each.start], one) if each.number else escape(one.text.text[each.start : each.end])
                for each in inside
            )
            out.append(f'<p lang="{escape(one.source.language)}">{paragraph}</p>')
        elif inside:
            out.append(
                f'<p class="fragment" lang="{escape(one.source.language)}">{escape(one.text.text[start:end])}</p>'
            )
    return [*out, "</section>"]


def _sentence(each: SentenceCoverage, one: Coverage) -> str:
    """Return a sentence with what is quoted of it marked, and the parts that quote it behind it."""
    start, end = each.sentence.start, each.sentence.end
    if each.carried is Carried.PART:
        words = "".join(
            f'<mark class="part">{escape(text)}</mark>' if is_quoted else f'<span class="not">{escape(text)}</span>'
            for text, is_quoted in _pieces(one, start, end)
        )
    else:
        tag = "mark" if each.carried is Carried.WHOLE else "span"
        words = f'<{tag} class="{each.carried.value}">{escape(each.text)}</{tag}>'
    note = f"{each.sentence.label}: {', '.join(each.by) if each.by else _WORDS[each.carried]}"
    return f"{words} <small>{escape(note)}</small>"


def _pieces(one: Coverage, start: int, end: int) -> Iterator[tuple[str, bool]]:
    at = start
    for quoted in one.quoted:
        if quoted.end <= at or quoted.start >= end:
            continue
        if quoted.start > at:
            yield one.text.text[at : quoted.start], False
            at = quoted.start
        stop = min(end, quoted.end)
        yield one.text.text[at:stop], True
        at = stop
    if at < end:
        yield one.text.text[at:end], False


_STYLE = """
:root {
  --paper: #fdfdfb; --ink: #1d2327; --quiet: #5b6670;
  --whole: #d7ecdc; --part: #fbe9b7; --not: #f6d3cf; --none: #e6e8ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15191c; --ink: #e8eaec; --quiet: #a3adb5;
    --whole: #1f4a2e; --part: #5a4700; --not: #6b2a24; --none: #353c42;
  }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.7 Georgia, "Times New Roman", serif }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.25 }
h2 { font-size: 1.25rem; line-height: 1.3; margin-top: 2.5rem }
mark, .key span, .connective, .not { color: inherit; padding: .1em .2em; border-radius: .2em }
.whole { background: var(--whole) }
.part { background: var(--part) }
.not { background: var(--not); text-decoration: underline dotted }
.connective { background: var(--none) }
.fragment, small { color: var(--quiet) }
small { font: .72rem/1.4 system-ui, sans-serif }
.key { display: flex; flex-wrap: wrap; gap: .4rem 1rem; padding: 0; list-style: none }
.key { font: .85rem/1.6 system-ui, sans-serif }
@media print { body { background: none } mark, .not, .connective { print-color-adjust: exact } }
"""
