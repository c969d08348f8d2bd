"""How long the page fit takes, and what a greedy choice would lose: items 25 to 1000, on one page.

    python benchmarks/fit.py [items …]

`measure` and `solve` are at the theme's own size of type, `fit` is all of it with all sizes, proofs and spreading;
`page` is what it takes to set and write the page that comes out. `greedy` takes by value for each point of height what
still fits, `ranked` the most important first, in full where that fits.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from briefgen.document import Attr, Columns, Document, Heading, Item, List, Paragraph, Section, Span, Strong, Text
from briefgen.layout.fit import values_of, fit
from briefgen.layout.fit_choice import choose
from briefgen.layout.fit_items import survey_items
from briefgen.layout.fit_measure import measure
from briefgen.layout.fit_search import solve
from briefgen.layout.fonts import faces
from briefgen.layout.pages import overflow, paginate
from briefgen.theme import load_theme
from briefgen.write.pdf import write

_TEXT = "the treaty binds both sides to help at once by all means they have and names no limit to what they send"
_WORDS = _TEXT.split()


def document(items: int, *, columns: bool) -> Document:
    rng = random.Random(items)

    def words(least: int, most: int) -> str:
        begin = rng.randrange(len(_WORDS))
        return " ".join((_WORDS * 4)[begin : begin + rng.randint(least, most)]).capitalize() + "."

    def point() -> Item:
        full = Span(children=(Text(words(8, 40)),), attr=Attr(fit="full"))
        line = (Strong(children=(Text(words(3, 8)),)), Text(" "), full)
        return Item(blocks=(Paragraph(children=line),), attr=Attr(importance=rng.randint(1, 5)))

    sections = []
    left = items
    while left:
        here = min(left, 12)
        left -= here
        head = Heading(level=2, children=(Text(words(1, 3)),))
        sections.append(Section(blocks=(head, List(items=tuple(point() for _ in range(here))))))
    blocks = (Columns(blocks=tuple(sections)),) if columns else tuple(sections)
    title = Heading(level=1, children=(Text("A page"),))
    return Document(blocks=(title, Paragraph(children=(Text(words(30, 60)),)), *blocks), title="A page", pages=1)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.process_time()
    found = act()
    return (time.process_time() - begun) * 1000, found


def stepwise(survey: Any, bounded: Document, theme: Any, values: Any, measured: Any, *, by_height: bool) -> int:
    """Take one item after another while it fits, and return the value."""
    ranked = [
        (values[one.number, variant], measured.heights[one.number, variant], one.number, variant)
        for one in survey.leaves
        for variant in ((1, 2) if one.shortens else (2,))
    ]
    ranked.sort(key=lambda each: (-each[0] / each[1] if by_height else -each[0], each[2]))
    choice: dict[int, int] = {}
    for _, _, number, variant in ranked:
        tried = {**choice, number: variant}
        here = replace(bounded, blocks=choose(measured.survey, tried))
        if choice.get(number, 0) < variant and overflow(here, theme)[1] <= 0:
            choice = tried
    return sum(values[number, variant] for number, variant in choice.items())


def main(sizes: list[int]) -> None:
    theme = load_theme("default")
    print(f"{'items':>5} {'':8} {'measure':>8} {'solve':>7} {'fit':>8} {'page':>7}  ms   fill  scale  greedy  ranked")
    for columns in (False, True):
        for items in sizes:
            bounded = document(items, columns=columns)
            fit(bounded, theme)  # fonts and hyphenation are open
            survey = survey_items(bounded)
            values, _ = values_of(survey)
            measuring, measured = timed(lambda: measure(survey, bounded, theme, values))  # noqa: B023
            solving, best = timed(lambda: solve(measured.model))  # noqa: B023
            fitting, fitted = timed(lambda: fit(bounded, theme))  # noqa: B023
            writing, _ = timed(lambda: write(paginate(fitted.document, fitted.theme), faces(fitted.theme)))  # noqa: B023
            losses = "      -       -"
            if items <= 100:
                greedy, plain = (
                    1 - stepwise(survey, bounded, theme, values, measured, by_height=way) / best.value
                    for way in (True, False)
                )
                losses = f"{greedy:7.1%} {plain:7.1%}"
            name = "columns" if columns else "one"
            report = fitted.report
            print(
                f"{items:5} {name:8} {measuring:8.0f} {solving:7.0f} {fitting:8.0f} {writing:7.0f}    "
                f"{report.fill:5.1f}%  {report.scale:.2f} {losses}{'' if report.exact else '  not proved'}"
            )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [25, 50, 100, 300, 1000])
