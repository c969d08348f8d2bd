"""The page fit: of all choices of what stands in full, in short or not at all, and of all sizes of type that the theme
allows, the one of the greatest value that fills no more than the pages a document may have.

A choice is worth the sum of its items (see `layout.fit_values`). Each step down in type size costs a share of the value
of all that stands (`fit.cost` in the theme), so that type shrinks only where it brings in that much more.

The search is exact (see `layout.fit_solve`) over a model that is measured by the real layout and is a lower bound of
it; each answer is proved by setting it, and one that does not fit is ruled out and the next best tried. After
`MOST_PROOFS` of them the room is taken back until one fits, and the report says that a better one may exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Document
from briefgen.errors import Fault, LayoutError
from briefgen.layout.fit_bound import bound_at, is_below, price_of
from briefgen.layout.fit_choice import choose
from briefgen.layout.fit_fronts import Solution
from briefgen.layout.fit_items import Survey, survey_items
from briefgen.layout.fit_measure import Measured, column_begins, fixed_parts, measure, pieces_of
from briefgen.layout.fit_model import FULL, OMITTED, SHORT, UNIT, Model, Piece, sharpened
from briefgen.layout.fit_peg import pegged
from briefgen.layout.fit_report import FitItem, FitReport, Variant
from briefgen.layout.fit_sketch import Sketches, sketched
from briefgen.layout.fit_solve import earlier_first, proof, search
from briefgen.layout.fit_theme import eased, scaled
from briefgen.layout.fit_values import PARTS, Values, values_of
from briefgen.layout.fitted import Fitted, whole
from briefgen.layout.fonts import faces
from briefgen.layout.memory import Memory
from briefgen.layout.pages import overflow, page_room
from briefgen.theme import Theme, look

__all__ = ["EASED_LEADING", "MOST_PROOFS", "Fitted", "fit"]

MOST_PROOFS = 24  # choices that are set to see whether they fit
_PROOFS_OF_SEVERAL = 4  # … where the model does not know where pages end
_MOST_STEPS_BACK = 40
_GUESSES = 12  # how often more is set of what was only sketched
_FLOORS = (0.98, 0.95, 0.9, 0.75, 0.0)  # of the bound; the best page is seldom worth less than the first
_LEAST_LEFT = 3.0  # points that are worth spreading
_NAMES: dict[int, Variant] = {OMITTED: "omitted", SHORT: "short", FULL: "full"}
# Of the leading, in programs that break lines and pages themselves. Of 200 random one-pagers (tests/fit/test_print.py)
# LibreOffice sets 43 on a second page at 100 %, 9 at 99 %, 2 at 98 %, 1 at 97.8 % and none at 97.7 %, the same ones
# with our fonts installed and without them, since the file brings them. The rest is a reserve: 0.7 %, 5 points of A4.
EASED_LEADING = 0.97
# In a browser, which divides fewer words: of 300 pages on A4 and Letter Chromium sets 2 on a second page at 97 %, none
# at 96 %; the rest is reserve.
WEB_LEADING = 0.95


class _Size(Struct, frozen=True, kw_only=True, eq=False):
    """One size of type."""

    scale: float
    share: float  # of its value that a page keeps at this size
    theme: Theme
    memory: Memory = field(default_factory=Memory)


class _Page(Struct, frozen=True, kw_only=True):
    """The best choice at one size of type."""

    size: _Size
    document: Document
    solution: Solution
    measured: Measured
    worth: float  # less what the size costs
    used: float


def fit(document: Document, theme: Theme) -> Fitted:
    """Choose what the pages hold. A document without a bound comes back whole.

    Raises LayoutError where even what always stays does not fit, or cannot be set.
    """
    if not document.pages:
        return whole(document, theme)
    survey = survey_items(document)
    values, sketches = values_of(survey), sketched(survey, theme, faces(theme))
    possible = sum(values[one.number, FULL] for one in survey.items)
    best: _Page | None = None
    bound, exact = 0.0, True
    for size in _sizes(theme):
        floor = 0
        if best is not None:
            floor = int(best.worth / size.share) + 1
            if possible < floor:
                break
        if _is_sketchable(best, document):
            page, sure = _by_sketch(sketches, document, size, values, floor)
            if sure:
                best, bound = page or best, max(bound, page.worth if page is not None else 0.0)
                continue
        page, limit, sure = _at_size(survey, document, size, values, floor)
        bound, exact = max(bound, limit), exact and sure
        best = page or best
    if best is None:
        best, exact = _only_fixed(survey, document, theme, values), False
    if best is None:
        raise _too_much(survey, document, theme)
    size = best.size
    begins = column_begins(best.measured.survey, document, size.theme, best.solution.choice, size.memory)
    chosen = choose(best.measured.survey, best.solution.choice, columns=begins)
    best = replace(best, document=replace(document, blocks=chosen))
    theme_here, stretch = _spread(best, theme)
    report = _report(best, survey, possible, stretch, exact=exact, bound=bound)
    return Fitted(
        document=best.document,
        theme=theme_here,
        flow_theme=eased(size.theme, WEB_LEADING),
        word_theme=eased(size.theme, EASED_LEADING, half_points=True),
        report=report,
    )


def _sizes(theme: Theme) -> Iterator[_Size]:
    """Yield the sizes of type to try, the theme's own first; none sets body text smaller than the theme's least."""
    size = look(theme, "body").size
    for step, scale in enumerate(theme.fit.scales):
        if not step or size * scale >= theme.fit.least - 1e-6:
            yield _Size(scale=scale, share=1.0 - theme.fit.cost * step, theme=scaled(theme, scale))


def _is_sketchable(larger: _Page | None, document: Document) -> bool:
    """Tell whether most items need not be set. Of several pages the model is not certain enough to begin so."""
    return larger.measured.sketched and larger.measured.sure if larger is not None else document.pages == 1


def _by_sketch(
    sketches: Sketches, document: Document, size: _Size, values: Values, floor: int
) -> tuple[_Page | None, bool]:
    """Return the best page at this size that is worth `floor`, and whether that is certain, which it seldom is not.

    Items take the least that they may. What the best choice holds is set, until it holds nothing else: no other is
    worth more then, however high it may be. At the first size, which has no floor yet, one is tried that most pages
    come up to, then lower ones: the higher it is, the more items can be left aside.
    """
    survey = sketches.survey
    least = measure(survey, document, size.theme, values, size.memory, sketches.first, sketches)
    if not (least.sketched and least.sure):
        return None, False
    price, bound = price_of(least.model)
    if least.whole is not None and not is_below(bound_at(least.whole, price), floor):
        return None, False
    # Items that hold others are no higher than those.
    known = sketches.first.union(one.number for one in survey.items if one.kind == "outer")
    draft = _Draft(sketches, document, size, least, known={(number, way) for number in known for way in (SHORT, FULL)})
    floors = [floor] if floor else [int(bound * share) for share in _FLOORS]
    solution, sure = None, True
    for tried in floors:
        solution, sure = draft.solve(least.model, tried, price)
        if solution is not None or not sure:
            break
    page = draft.page(solution) if sure else None
    return page, sure and (page is not None or solution is None)


class _Draft(Struct, eq=False):
    """What of a size of type has been set."""

    sketches: Sketches
    document: Document
    size: _Size
    least: Measured
    known: set[tuple[int, int]]  # numbers and variants
    pieces: dict[tuple[int, int], Piece] = field(default_factory=dict)

    def solve(self, model: Model, floor: int, price: float) -> tuple[Solution | None, bool]:
        """Return the best choice of a model that is worth `floor`, all of it set, and whether nothing is worth more."""
        model = pegged(sharpened(model, self.pieces), price, floor)
        for _ in range(_GUESSES):
            solution, sure = proof(model, price, floor)
            if solution is None or not sure:
                return solution, sure
            sharper = sharpened(model, self.learn(solution.choice))
            if sharper is model:
                return solution, True
            model = sharper
        return None, False

    def learn(self, choice: Mapping[int, int]) -> dict[tuple[int, int], Piece]:
        """Set what of a choice was not set, and return its pieces."""
        unknown = choice.items() - self.known
        if not unknown:
            return {}
        # … inside the items that hold it
        survey = self.sketches.survey
        some = {number: way for number, way in choice.items() if survey.found[number].kind == "outer"} | dict(unknown)
        new = pieces_of(survey, self.document, self.size.theme, self.size.memory, some)
        self.known.update(unknown)
        self.pieces |= new
        return new

    def page(self, solution: Solution | None) -> _Page | None:
        """Set a choice; return its page, None where it does not fit."""
        if solution is None:
            return None
        measured = self.measured()
        page = _set_one(solution, measured, self.document, self.size)[0]
        if page is not None and self.learn(page.solution.choice):  # some are equal, and earlier
            page = replace(page, measured=self.measured())
        return page

    def measured(self) -> Measured:
        heights = {key: piece.height / UNIT for key, piece in self.pieces.items()}
        model = sharpened(self.least.model, self.pieces)
        return replace(self.least, model=model, heights={**self.least.heights, **heights})


def _at_size(
    survey: Survey,
    document: Document,
    size: _Size,
    values: Values,
    floor: int,
) -> tuple[_Page | None, float, bool]:
    """Return the best page at one size of type that is worth `floor`, an upper bound, and whether it is the best."""
    measured = measure(survey, document, size.theme, values, size.memory)
    best: _Page | None = None
    bound, exact = 0.0, measured.sure
    price = price_of(measured.model)[0]
    for model in (measured.model, measured.whole):
        if model is None or is_below(bound_at(model, price), floor):
            continue
        page, limit, sure = _prove(model, measured, document, size, floor)
        exact, bound = exact and sure, max(bound, limit)
        if page is not None:
            best, floor = page, page.solution.value + 1
    return best, bound, exact


def _prove(
    model: Model, measured: Measured, document: Document, size: _Size, floor: int
) -> tuple[_Page | None, float, bool]:
    """Solve a model and set what it answers, until an answer fits; return it, a bound of the worth of all that may fit,
    and whether the answer comes up to it."""
    barred: list[Mapping[int, int]] = []
    bound, exact = 0.0, True
    proofs = MOST_PROOFS if document.pages == 1 else _PROOFS_OF_SEVERAL
    for attempt in range(proofs + _MOST_STEPS_BACK):
        solution, sure = search(model, barred=barred if attempt < proofs else (), floor=floor)
        exact = exact and sure
        if solution is None:
            return None, bound, exact
        if exact:  # what is worth more than that is all ruled out
            bound = solution.value * size.share
        elif not bound:
            bound = price_of(model)[1] * size.share
        page, over = _set_one(solution, replace(measured, model=model), document, size)
        if page is not None:
            return page, bound, exact
        barred.append(solution.choice)
        if attempt >= proofs - 1:
            exact = False
            model = replace(model, room=min(model.room, solution.height) - max(int(over * UNIT / 4), UNIT))
    return None, bound, False


def _set_one(solution: Solution, measured: Measured, document: Document, size: _Size) -> tuple[_Page | None, float]:
    """Set a choice, with the earlier of equal items if those fit; return the page, or by how much it is too high."""
    over = 0.0
    for tried in (earlier_first(measured.model, solution), solution):
        chosen = replace(document, blocks=choose(measured.survey, tried.choice))
        used, over = overflow(chosen, size.theme, memory=size.memory)
        if over <= 0:
            worth = tried.value * size.share
            page = _Page(size=size, document=chosen, solution=tried, measured=measured, worth=worth, used=used)
            return page, over
        if tried.choice == solution.choice:
            break
    return None, over


def _only_fixed(survey: Survey, document: Document, theme: Theme, values: Values) -> _Page | None:
    """Return a page of what always stays, if it can be set by dividing what should be kept whole."""
    chosen = replace(document, blocks=choose(survey, {}))
    for size in _sizes(theme):
        used, over = overflow(chosen, size.theme, strict=False, memory=size.memory)
        if over <= 0:
            nothing = Solution(value=0, height=0, choice={})
            measured = measure(survey, document, size.theme, values, size.memory)
            return _Page(size=size, document=chosen, solution=nothing, measured=measured, worth=0.0, used=used)
    return None


def _spread(page: _Page, theme: Theme) -> tuple[Theme, float]:
    """Spread what is left over between the blocks, as far as the theme allows; return the theme and the stretch."""
    most = theme.fit.stretch
    room = page.document.pages * page_room(theme)
    left = room - page.used
    if left < _LEAST_LEFT or most <= 1.0:
        return page.size.theme, 1.0
    tried = most
    for _ in range(4):
        wider = scaled(theme, page.size.scale, tried)
        used, over = overflow(page.document, wider, memory=page.size.memory.spaced())
        if over <= 0:
            return wider, tried
        more = (used - page.used) / (tried - 1.0)  # points for each unit of stretch
        tried = min(1.0 + 0.97 * left / more, 1.0 + 0.9 * (tried - 1.0)) if more > 0 else 1.0
        if tried <= 1.005:
            break
    return page.size.theme, 1.0


def _report(
    page: _Page,
    survey: Survey,
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
    for one in survey.items:
        variant = standing[one.number]
        items.append(
            FitItem(
                words=one.words,
                importance=one.importance,
                variant=_NAMES[variant],
                height=heights.get((one.number, variant or FULL), 0.0),
                holds=one.kind == "outer",
            )
        )
    value = page.solution.value
    return FitReport(
        pages=page.document.pages,
        items=tuple(items),
        fill=100 * page.used / (page.document.pages * page_room(page.size.theme)),
        scale=page.size.scale,
        stretch=stretch,
        value=value / PARTS,
        possible=possible / PARTS,
        exact=exact,
        best=max(min(bound / page.size.share, possible), value) / PARTS,
    )


def _too_much(survey: Survey, document: Document, theme: Theme) -> LayoutError:
    """Say by how many points what always stays is too much, and which parts of it are the largest."""
    size = list(_sizes(theme))[-1]
    _, over = overflow(replace(document, blocks=choose(survey, {})), size.theme, strict=False)
    fixed = sorted(fixed_parts(survey, document, size.theme), key=lambda pair: -pair[1])[:4]
    bound = "one page" if document.pages == 1 else f"{document.pages} pages"
    name = f"the template '{document.template}'" if document.template else "this template"
    parts = ", ".join(f"“{words}” ({height:.0f})" for words, height in fixed if words)
    at = f" at {size.scale * 100:.0f} % of the type size" if size.scale != 1.0 else ""
    return LayoutError(
        Fault(
            what=f"what always stays is {max(over, 0.1):.1f} points more than the {bound} that {name} may fill{at}"
            + (f"; its largest parts, in points: {parts}" if parts else ""),
            mend="shorten it, mark parts of it as items with data-importance, or allow more pages",
        )
    )
