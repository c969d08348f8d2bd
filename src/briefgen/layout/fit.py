"""The page fit: of all choices of what stands in full, in short or not at all, and of all sizes of type that the theme
allows, the one of the greatest value that fills no more than the pages a document may have.

A choice is worth the sum of its items. An item of importance 5 is worth 75, of 4 30, of 3 12, of 2 5, of 1 2: each step
is two and a half times the last, so that one item of importance 5 goes before any fourteen of importance 2 that would
take its place; a scale that is flatter lets small items crowd out what the reader came for. The short variant is worth
three fifths of the full one: the headline carries the point, and words that explain a 5 are worth as much as a whole 4.
Each step down in type size costs a share of the value of all that stands (`fit.cost` in the theme), so that type
shrinks only where it brings in that much more. Among equals what comes earlier in the document stands first.

The search is exact (see `layout.fit_search`) over a model that is measured by the real layout and is a lower bound of
it; each answer is proved by setting it, and one that does not fit is ruled out and the next best tried. After
`MOST_PROOFS` of them the room is taken back until one fits, and the report says that a better one may exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

from briefgen.document import Document
from briefgen.errors import Fault, LayoutError
from briefgen.layout.fit_items import Survey, choose, survey_items, unfitted
from briefgen.layout.fit_measure import Measured, column_begins, measure
from briefgen.layout.fit_model import FULL, OMITTED, SHORT, UNIT, Model
from briefgen.layout.fit_report import FitItem, FitReport, Variant
from briefgen.layout.fit_search import Solution, relaxed, solve
from briefgen.layout.fit_theme import eased, scaled
from briefgen.layout.pages import overflow, page_room
from briefgen.theme import Theme, look

VALUES = {1: 2.0, 2: 5.0, 3: 12.0, 4: 30.0, 5: 75.0}  # of an item in full, by importance
SHORT_SHARE = 0.6  # of that, in short
MOST_PROOFS = 24  # choices that are set to see whether they fit
_PROOFS_OF_SEVERAL = 4  # … where the model does not know where pages end
_MOST_STEPS_BACK = 40
_PARTS = 10  # of a unit of value, so that values are whole numbers
_LEAST_LEFT = 3.0  # points that are worth spreading
_NAMES: dict[int, Variant] = {OMITTED: "omitted", SHORT: "short", FULL: "full"}
EASED_LEADING = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A document that holds what its pages can, the themes to write it with, and the report; None: it has no bound."""

    document: Document
    theme: Theme  # for pages that are set here
    flow_theme: Theme  # for programs that break lines and pages themselves
    word_theme: Theme  # … and know only half points
    report: FitReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The best choice at one size of type."""

    scale: float
    theme: Theme
    document: Document
    solution: Solution
    measured: Measured
    worth: float  # less what the size costs
    used: float
    best: float  # bound of the worth


def fit(document: Document, theme: Theme) -> Fitted:
    """Choose what the pages hold. A document without a bound comes back whole.

    Raises LayoutError where even what always stays does not fit, or cannot be set.
    """
    if not document.pages:
        return Fitted(document=unfitted(document), theme=theme, flow_theme=theme, word_theme=theme)
    survey = survey_items(document)
    values, scale_up = _values(survey)
    possible = sum(values[number, FULL] for number, one in survey.found.items() if one.kind in ("leaf", "outer"))
    best: _Page | None = None
    bound, exact = 0.0, True
    for step, scale in enumerate(_scales(theme)):
        share = 1.0 - theme.fit.cost * step
        if best is not None and possible * share <= best.worth:
            break
        floor = 0 if best is None else ceil(best.worth / share) + 1
        page, limit, sure = _at_scale(survey, document, scaled(theme, scale), scale, share, values, floor)
        bound, exact = max(bound, limit), exact and sure
        best = page or best
    if best is None:
        best, exact = _only_fixed(survey, document, theme, values), False
    if best is None:
        raise _too_much(survey, document, theme)
    begins = column_begins(best.measured.survey, document, best.theme, best.solution.choice)
    chosen = choose(best.measured.survey, best.solution.choice, columns=begins)
    best = replace(best, document=replace(document, blocks=chosen))
    theme_here, stretch = _spread(best, theme)
    report = _report(best, survey, values, scale_up, possible, stretch, exact=exact, bound=bound)
    return Fitted(
        document=best.document,
        theme=theme_here,
        flow_theme=eased(best.theme, EASED_LEADING),
        word_theme=eased(best.theme, EASED_LEADING, half_points=True),
        report=report,
    )


def _scales(theme: Theme) -> Iterator[float]:
    """Yield the sizes of type to try, the theme's own first; none sets body text smaller than the theme's least."""
    size = look(theme, "body").size
    for at, scale in enumerate(theme.fit.scales):
        if not at or size * scale >= theme.fit.least - 1e-6:
            yield scale


def _values(survey: Survey) -> tuple[dict[tuple[int, int], int], int]:
    """Return what each item is worth in each variant, as whole numbers, and how many of them make a unit of value.

    Of equal sums the one with more and earlier items must be larger: each item adds a little for its place.
    """
    items = [one for one in survey.found.values() if one.kind in ("leaf", "outer")]
    count = len(items)
    unit = count * (count + 1) + 1
    found: dict[tuple[int, int], int] = {}
    for at, one in enumerate(items):
        whole = VALUES[min(max(one.importance, 1), 5)] * _PARTS
        found[one.number, FULL] = round(whole) * unit + count - at
        found[one.number, SHORT] = round(whole * SHORT_SHARE) * unit + count - at
    return found, unit * _PARTS


def _at_scale(
    survey: Survey,
    document: Document,
    theme: Theme,
    scale: float,
    share: float,
    values: Mapping[tuple[int, int], int],
    floor: int,
) -> tuple[_Page | None, float, bool]:
    """Return the best page at one size of type that is worth `floor`, an upper bound, and whether it is the best."""
    measured = measure(survey, document, theme, values)
    best: _Page | None = None
    bound, exact = 0.0, measured.sure
    for model in (measured.model, measured.whole):
        if model is None or relaxed(model) < floor:
            continue
        page, sure = _prove(model, measured, document, theme, scale, share, floor)
        exact = exact and sure
        bound = max(bound, page.best if page is not None else 0.0)
        if page is not None:
            best, floor = page, page.solution.value + 1
    return best, bound, exact


def _prove(
    model: Model, measured: Measured, document: Document, theme: Theme, scale: float, share: float, floor: int
) -> tuple[_Page | None, bool]:
    """Solve a model and set what it answers, until an answer fits; tell whether it is the best."""
    barred: list[Mapping[int, int]] = []
    best, exact = 0.0, True
    proofs = MOST_PROOFS if document.pages == 1 else _PROOFS_OF_SEVERAL
    for attempt in range(proofs + _MOST_STEPS_BACK):
        solution = solve(model, barred=barred if attempt < proofs else (), floor=floor)
        if solution is None:
            return None, exact
        best = best or solution.value * share
        exact = exact and solution.exact
        chosen = replace(document, blocks=choose(measured.survey, solution.choice))
        used, over = overflow(chosen, theme)
        if over <= 0:
            worth = solution.value * share
            page = _Page(
                scale=scale,
                theme=theme,
                document=chosen,
                solution=solution,
                measured=measured,
                worth=worth,
                used=used,
                best=worth if exact else best,
            )
            return page, exact
        barred.append(solution.choice)
        if attempt >= proofs - 1:
            exact = False
            model = replace(model, room=min(model.room, solution.height) - max(int(over * UNIT / 4), UNIT))
    return None, False


def _only_fixed(
    survey: Survey, document: Document, theme: Theme, values: Mapping[tuple[int, int], int]
) -> _Page | None:
    """Return a page of what always stays, if it can be set by dividing what should be kept whole."""
    for scale in _scales(theme):
        here = scaled(theme, scale)
        chosen = replace(document, blocks=choose(survey, {}))
        used, over = overflow(chosen, here, strict=False)
        if over <= 0:
            return _Page(
                scale=scale,
                theme=here,
                document=chosen,
                solution=Solution(value=0, height=0, choice={}),
                measured=measure(survey, document, here, values),
                worth=0.0,
                used=used,
                best=0.0,
            )
    return None


def _spread(page: _Page, theme: Theme) -> tuple[Theme, float]:
    """Spread what is left over between the blocks, as far as the theme allows; return the theme and the stretch."""
    most = theme.fit.stretch
    room = page.document.pages * page_room(theme)
    left = room - page.used
    if left < _LEAST_LEFT or most <= 1.0:
        return page.theme, 1.0
    tried = most
    for _ in range(4):
        wider = scaled(theme, page.scale, tried)
        used, over = overflow(page.document, wider)
        if over <= 0:
            return wider, tried
        more = (used - page.used) / (tried - 1.0)  # points for each unit of stretch
        tried = min(1.0 + 0.97 * left / more, 1.0 + 0.9 * (tried - 1.0)) if more > 0 else 1.0
        if tried <= 1.005:
            break
    return page.theme, 1.0


def _report(
    page: _Page,
    survey: Survey,
    values: Mapping[tuple[int, int], int],
    unit: int,
    possible: int,
    stretch: float,
    *,
    exact: bool,
    bound: float,
) -> FitReport:
    choice, heights = page.solution.choice, page.measured.heights
    standing = {number: choice.get(number, OMITTED) for number in survey.found}
    if page.measured.whole is not None and not any(
        standing[one.number] == OMITTED for one in survey.leaves
    ):  # nothing is left out: items that hold others stand with them
        standing |= {number: FULL for number, one in survey.found.items() if one.kind == "outer"}
    items = []
    for number, one in survey.found.items():
        if one.kind not in ("leaf", "outer"):
            continue
        variant = standing[number]
        items.append(
            FitItem(
                words=one.words,
                importance=one.importance,
                variant=_NAMES[variant],
                height=heights.get((number, variant or FULL), 0.0),
                holds=one.kind == "outer",
            )
        )
    return FitReport(
        pages=page.document.pages,
        items=tuple(items),
        fill=100 * page.used / (page.document.pages * page_room(page.theme)),
        scale=page.scale,
        stretch=stretch,
        value=page.solution.value // (unit // _PARTS) / _PARTS,
        possible=possible // (unit // _PARTS) / _PARTS,
        exact=exact,
        best=max(bound * page.solution.value / max(page.worth, 1.0), page.solution.value) // (unit // _PARTS) / _PARTS,
    )


def _too_much(survey: Survey, document: Document, theme: Theme) -> LayoutError:
    """Say by how many points what always stays is too much, and which parts of it are the largest."""
    smallest = list(_scales(theme))[-1]
    here = scaled(theme, smallest)
    values, _ = _values(survey)
    _, over = overflow(replace(document, blocks=choose(survey, {})), here, strict=False)
    fixed = sorted(measure(survey, document, here, values).fixed, key=lambda pair: -pair[1])[:4]
    bound = "one page" if document.pages == 1 else f"{document.pages} pages"
    name = f"the template '{document.template}'" if document.template else "this template"
    parts = ", ".join(f"“{words}” ({height:.0f})" for words, height in fixed if words)
    size = f" at {smallest * 100:.0f} % of the type size" if smallest != 1.0 else ""
    return LayoutError(
        Fault(
            what=f"what always stays is {max(over, 0.1):.1f} points more than the {bound} that {name} may fill{size}"
            + (f"; its largest parts, in points: {parts}" if parts else ""),
            mend="shorten it, mark parts of it as items with data-importance, or allow more pages",
        )
    )
