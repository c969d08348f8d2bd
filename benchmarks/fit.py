"""How long the page fit takes beside the page itself, and what simpler choices would lose.

    python benchmarks/fit.py [items …]

The brief is the shipped example with its statements repeated under random importance, composed by the template
`one-page` (in two columns), and again with its columns undone (in one). All times are processor time of this process
in one run, in ms, everything warm: `compose` runs the template, `page` sets and writes the page that comes out, `fit`
is all of the fit, and `ratio` is fit : (compose + page). `greedy` takes by value for each point of height what still
fits, `ranked` the most important first, in full where that fits, else in short; the figures are what they lose of the
value.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import briefgen
from briefgen.collector import calm_collector
from briefgen.compose.templates import compose
from briefgen.document import Columns, Document
from briefgen.layout.fit import Fitted, fit
from briefgen.layout.fit_choice import choose
from briefgen.layout.fit_items import survey_items
from briefgen.layout.fit_measure import measure
from briefgen.layout.fit_theme import scaled
from briefgen.layout.fit_values import PARTS, values_of
from briefgen.layout.fonts import faces
from briefgen.layout.memory import Memory
from briefgen.layout.pages import overflow, paginate
from briefgen.theme import Theme, load_theme
from briefgen.write.pdf import write

_STATEMENTS = ("provisions", "implications", "caveats", "judgements")


def grown(items: int) -> briefgen.Brief:
    """Return the example with about so many statements, of random importance; as many actors respond as do there."""
    brief = briefgen.load(briefgen.example())
    rng = random.Random(items)
    have = sum(len(getattr(brief, name)) for name in _STATEMENTS)
    changes: dict[str, Any] = {
        "responses": tuple(replace(one, importance=rng.randint(1, 5)) for one in brief.responses)
    }
    items -= len(brief.responses)
    for name in _STATEMENTS:
        known = getattr(brief, name)
        count = max(1, round(items * len(known) / have))
        many = (known[at % len(known)] for at in range(count))
        changes[name] = tuple(
            replace(one, id=f"{one.id}-{at}", importance=rng.randint(1, 5)) for at, one in enumerate(many)
        )
    return replace(brief, **changes)


def in_one_column(document: Document) -> Document:
    blocks: list[Any] = []
    for block in document.blocks:
        blocks += block.blocks if isinstance(block, Columns) else (block,)
    return replace(document, blocks=tuple(blocks))


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time of the quickest of three runs in ms, and what came out."""
    best = float("inf")
    for _ in range(3):
        with calm_collector():  # as when a document is rendered
            begun = time.process_time()
            found = act()
            best = min(best, time.process_time() - begun)
    return best * 1000, found


def stepwise(document: Document, theme: Theme, *, by_height: bool) -> float:
    """Take one item after another while it fits, and return the value."""
    survey, memory = survey_items(document), Memory()
    values = values_of(survey)
    measured = measure(survey, document, theme, values, memory)
    ranked = [
        (values[one.number, variant], measured.heights[one.number, variant], one.number, variant)
        for one in survey.leaves
        for variant in ((1, 2) if one.shortens else (2,))
    ]
    ranked.sort(key=lambda each: (-each[0] / each[1] if by_height else -each[0], each[2]))
    choice: Mapping[int, int] = {}
    for _, _, number, variant in ranked:
        tried = {**choice, number: variant}
        here = replace(document, blocks=choose(measured.survey, tried))
        if choice.get(number, 0) < variant and overflow(here, theme, memory=memory)[1] <= 0:
            choice = tried
    return sum(values[number, variant] for number, variant in choice.items()) / PARTS


def main(sizes: list[int]) -> None:
    theme = load_theme("default")
    print(f"{'items':>5} {'columns':>7} {'compose':>8} {'page':>5} {'fit':>6} {'ratio':>6}", end="  ")
    print(f"{'fill':>6} {'type':>5} {'greedy':>7} {'ranked':>7}")
    for columns in (2, 1):
        for items in sizes:
            brief = grown(items)
            composing, document = timed(lambda: compose(brief, "one-page", base=None))  # noqa: B023
            if columns == 1:
                document = in_one_column(document)
            fitting, fitted = timed(lambda: fit(document, theme))  # noqa: B023
            writing, _ = timed(lambda: _page(fitted))  # noqa: B023
            report = fitted.report
            here = scaled(theme, report.scale)
            losses = [1 - stepwise(document, here, by_height=way) / report.value for way in (True, False)]
            print(
                f"{items:5} {columns:7} {composing:8.0f} {writing:5.0f} {fitting:6.0f} "
                f"{fitting / (composing + writing):6.1f}  {report.fill:5.1f}% {report.scale:5.2f} "
                f"{losses[0]:7.1%} {losses[1]:7.1%}{'' if report.exact else '  not proved'}"
            )


def _page(fitted: Fitted) -> bytes:
    return write(paginate(fitted.document, fitted.theme), faces(fitted.theme))


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [25, 50, 100, 300, 1000])
