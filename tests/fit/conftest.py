"""Random models, and their optimum by trying everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, product
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.document import (
    Attr,
    Callout,
    Cell,
    Columns,
    Document,
    Field,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Row,
    Section,
    Span,
    Strong,
    Table,
    Text,
)
from briefgen.layout.fit_choice import choose, pinned, probe
from briefgen.layout.fit_items import survey_items
from briefgen.layout.fit_measure import _set, _table_widths
from briefgen.layout.fit_model import FLUSH, FULL, OMITTED, Leaf, Level, Model, Node, Option, Part, Piece, between
from briefgen.layout.fit_theme import scaled
from briefgen.layout.fit_values import SHORT_SHARE, VALUES
from briefgen.layout.pages import overflow
from briefgen.theme import Theme, load_theme


def leaves(parts: tuple[Part, ...]) -> Iterator[Leaf | Node]:
    for part in parts:
        if isinstance(part, Leaf):
            yield part
        elif isinstance(part, Node | Level):
            if isinstance(part, Node) and part.number:
                yield part
            yield from leaves(part.parts)


def flat(parts: tuple[Part, ...], choice: Mapping[int, int]) -> tuple[list, int]:
    """Return what stands, as ("piece", piece, may a column end before it, and inside), ("level", …); and its value."""
    found: list = []
    value = 0
    for part in parts:
        if isinstance(part, Piece):
            found.append(("piece", part, True, bool(part.cuts)))
        elif isinstance(part, Leaf):
            for option in part.options:
                if option.variant == choice.get(part.number, OMITTED):
                    found.append(("piece", option.piece, True, bool(option.piece.cuts)))
                    value += option.value
        elif isinstance(part, Level):
            inner, worth = flat(part.parts, choice)
            value += worth
            if inner:
                found.append(("level", inner, part.count))
        elif not (part.number and choice.get(part.number, OMITTED) == OMITTED):
            inner, worth = flat(part.parts, choice)
            if inner:
                lead = [("piece", piece, not at, False) for at, piece in enumerate(part.lead)]
                if lead:  # a heading and what follows it are not parted
                    inner = [lead[0], *lead[1:], *(_stuck(inner[:1])), *inner[1:]]
                tail = [("piece", piece, False, False) for piece in part.tail]
                inner = inner + tail
                if part.keep:
                    inner = inner[:1] + [
                        (one[0], one[1], False, False) if one[0] == "piece" else one for one in inner[1:]
                    ]
                    inner[0] = (*inner[0][:3], False) if inner[0][0] == "piece" else inner[0]
                found += inner
                if part.close is not None:
                    found.append(("close", part.close))
                value += worth + part.value
    return found, value


def _stuck(items: list) -> list:
    return [(one[0], one[1], False, one[3]) if one[0] == "piece" else one for one in items]


def stack(found: list, *, room: int) -> tuple[int, int, int, list[int]]:
    """Return the height of a single column, the spaces it asks for above and below, and its notes."""
    height, after, first, notes = 0, FLUSH, None, []
    for one in found:
        if one[0] == "close":
            after = one[1]
            continue
        if one[0] == "piece":
            before, more, below, called = one[1].before, one[1].height, one[1].after, list(one[1].notes)
        else:
            more, before, below, called = level(one[1], one[2], room=room)
        height += between(after, before) + more
        after, first = below, before if first is None else first
        notes += called
    return height, first if first is not None else 0, after, notes


def level(found: list, count: int, *, room: int) -> tuple[int, int, int, list[int]]:
    _, first, after, notes = stack(found, room=room)
    strips: list[tuple[int, int, int, bool]] = []  # gap, height, may a column end before it
    below, hold = FLUSH, False
    for one in found:
        if one[0] == "close":
            below = one[1]
            continue
        piece = one[1]
        cuts = piece.cuts if one[3] else ()
        edges = [0, *(upper for upper, _ in cuts), piece.height]
        for at, (upper, lower) in enumerate(pairwise(edges)):
            gap = 0 if at else between(below, piece.before)
            strips.append((gap, lower - upper, bool(at) or (one[2] and not hold)))
        below, hold = piece.after, piece.holds

    def least(begin: int, columns: int) -> int:
        best = 10**12
        height = 0
        for end in range(begin + 1, len(strips) + 1):
            height += strips[end - 1][1] + (strips[end - 1][0] if end - 1 > begin else 0)
            if end == len(strips):
                best = min(best, height)
            elif columns > 1 and strips[end][2]:
                best = min(best, max(height, least(end, columns - 1)))
        return best

    return least(0, count), first, after, notes


def height_of(model: Model, choice: Mapping[int, int]) -> tuple[int, int]:
    found, value = flat(model.parts, choice)
    height, _, _, notes = stack(found, room=model.room)
    if notes:
        height += sum(notes) + model.gap * (len(notes) - 1) + model.head
    return height, value


def brute(model: Model, barred: tuple[Mapping[int, int], ...] = ()) -> int | None:
    """Return the greatest value of all choices that fit, None where none does."""
    items = list(leaves(model.parts))
    variants = [
        [OMITTED, *(o.variant for o in one.options)] if isinstance(one, Leaf) else [OMITTED, FULL] for one in items
    ]
    best = None
    for combination in product(*variants):
        choice = {one.number: variant for one, variant in zip(items, combination, strict=True)}
        if any(all(choice[n] == bar.get(n, OMITTED) for n in choice) for bar in barred):
            continue
        if any(choice[n] for n in _hidden(model.parts, choice, hidden=False)):
            continue  # an inner item goes with its outer one
        height, value = height_of(model, choice)
        if height <= model.room and (best is None or value > best):
            best = value
    return best


def _hidden(parts: tuple[Part, ...], choice: Mapping[int, int], *, hidden: bool) -> Iterator[int]:
    for part in parts:
        if isinstance(part, Leaf) and hidden:
            yield part.number
        elif isinstance(part, Node | Level):
            number = part.number if isinstance(part, Node) else 0
            if number and hidden:
                yield number
            yield from _hidden(part.parts, choice, hidden=hidden or bool(number and not choice[number]))


def _pieces(draw: Callable, *, cuts: bool = True, notes: bool = True) -> Piece:
    lines, holds = draw(st.integers(1, 4)), draw(st.integers(0, 5)) == 0
    line = 10
    height = lines * line
    inside = tuple((at * line, height - at * line) for at in range(2, lines - 1)) if cuts and lines > 3 else ()
    called = tuple(draw(st.lists(st.integers(5, 12), max_size=1))) if notes and draw(st.integers(0, 4)) == 0 else ()
    return Piece(height, draw(st.sampled_from((0, 0, 7))), draw(st.sampled_from((0, 3, 3, 5))), called, inside, holds)


@st.composite
def models(draw: Callable, *, most: int = 6) -> Model:
    numbers = iter(range(1, 100))
    left = draw(st.integers(1, most))

    def leaf() -> Leaf:
        number = next(numbers)
        worth = draw(st.integers(1, 30))
        full = _pieces(draw)
        options = [Option(2, worth, full)]
        if draw(st.booleans()):
            options.insert(0, Option(1, max(1, worth * 3 // 5), Piece(10, full.before, full.after)))
        return Leaf(number=number, options=tuple(options))

    def parts(depth: int, *, flowing: bool) -> tuple[Part, ...]:
        nonlocal left
        found: list[Part] = []
        for _ in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(("leaf", "leaf", "piece", "node", "node", "level") if depth < 3 else ("leaf",)))
            if kind == "leaf" and left:
                left -= 1
                found.append(leaf())
            elif kind == "piece":
                found.append(_pieces(draw))
            elif kind == "node":
                item = draw(st.integers(0, 3)) == 0 and left > 0
                left -= item
                number = next(numbers) if item else 0
                found.append(
                    Node(
                        parts=parts(depth + 1, flowing=flowing),
                        lead=tuple(Piece(12, 6, 2) for _ in range(draw(st.integers(0, 2)))),
                        tail=(Piece(4, FLUSH, 0),) if draw(st.integers(0, 3)) == 0 else (),
                        number=number,
                        value=draw(st.integers(1, 9)) if item else 0,
                        keep=draw(st.booleans()),
                        close=draw(st.sampled_from((None, 4))),
                    )
                )
            elif kind == "level" and flowing:
                found.append(Level(parts=parts(depth + 1, flowing=False), count=draw(st.integers(2, 3))))
        return tuple(found)

    return Model(parts=parts(0, flowing=True), room=draw(st.integers(20, 260)), head=5, gap=2)


@pytest.fixture
def oracle() -> SimpleNamespace:
    return SimpleNamespace(brute=brute, height_of=height_of, leaves=leaves)


@pytest.fixture
def some_models() -> Callable:
    return models


@st.composite
def crowds(draw: Callable) -> Model:
    """Return models of many items that are alike, in one column or two, of which few stand."""
    numbers = iter(range(1, 100))
    worths, lines = draw(st.tuples(*[st.lists(st.integers(1, 30), min_size=1, max_size=3)] * 2))

    def section(count: int) -> Node:
        leaves = []
        for _ in range(count):
            full = Piece(10 * draw(st.sampled_from(lines)), 0, draw(st.sampled_from((3, 3, 3, 5))))
            options = [Option(2, draw(st.sampled_from(worths)), full)]
            if draw(st.integers(0, 2)) == 0:
                options.insert(0, Option(1, max(1, options[0].value * 3 // 5), full._replace(height=full.height // 2)))
            leaves.append(Leaf(number=next(numbers), options=tuple(options)))
        return Node(parts=tuple(leaves), lead=(Piece(12, 6, 2),), keep=draw(st.booleans()), close=4)

    sections = tuple(section(draw(st.integers(2, 5))) for _ in range(draw(st.integers(1, 2))))
    parts = (Level(parts=sections, count=2),) if draw(st.booleans()) else sections
    return Model(parts=(Piece(30, 0, 3), *parts), room=draw(st.integers(60, 400)), head=5, gap=2)


@pytest.fixture
def crowded_models() -> Callable:
    return crowds


def fillers(rng: Random, *, columns: bool) -> Model:
    """Return a model of a few items that are worth their room and many small ones that are hardly so: the best page
    holds just so many of these as fill up what the others leave."""
    numbers = iter(range(1, 100))
    after = rng.choice((0, 3))
    good = [(rng.randint(35, 70), rng.randint(80, 140)) for _ in range(rng.randint(1, 2))]
    least = min(worth / height for height, worth in good)
    small = [
        (height, max(1, int(height * least * rng.uniform(0.2, 0.95))))
        for height in (rng.randint(6, 16) for _ in range(rng.randint(1, 3)))
    ]
    sections = []
    for _ in range(rng.randint(1, 2)):
        kinds = [rng.choice(good) for _ in range(rng.randint(2, 4))]
        kinds += [rng.choice(small) for _ in range(rng.randint(3, 8))]
        rng.shuffle(kinds)
        leaves = tuple(
            Leaf(number=next(numbers), options=(Option(2, worth, Piece(height, 0, after)),)) for height, worth in kinds
        )
        lead = (Piece(12, 6, 2),) if rng.random() < 0.5 else ()
        sections.append(Node(parts=leaves, lead=lead, keep=not columns and rng.random() < 0.3))
    parts = (Level(parts=tuple(sections), count=2),) if columns else tuple(sections)
    return Model(parts=parts, room=rng.randint(60, 260), head=5, gap=2)


@pytest.fixture
def filled_up() -> Callable[..., Model]:
    return fillers


# ---------------------------------------------------------------- documents


def small(room: float, width: float = 300.0, **fit: object) -> Theme:
    """Return the house style with `room` points of height for the text."""
    theme = load_theme("default")
    page = replace(theme.page, top=40.0, bottom=841.8898 - 40.0 - room, left=100.0, right=595.2756 - 100.0 - width)
    return replace(theme, page=page, fit=replace(theme.fit, **fit))


TEXT = "the treaty binds both sides to help at once by all means they have and names no limit to what they may send"
WORDS = TEXT.split()


@st.composite
def documents(draw: Callable, *, most: int = 5, columns: bool = True) -> Document:
    left = draw(st.integers(1, most))
    count = 0

    def words(least: int, many: int) -> str:
        begin = draw(st.integers(0, len(WORDS) - 1))
        return " ".join((WORDS * 6)[begin : begin + draw(st.integers(least, many))])

    def item() -> dict[str, Attr]:
        nonlocal left, count
        if not left or draw(st.integers(0, 4)) == 0:
            return {}
        left, count = left - 1, count + 1
        return {"attr": Attr(importance=draw(st.integers(1, 5)))}

    def inlines() -> tuple:
        line: tuple = (Strong(children=(Text(words(2, 8).capitalize() + "."),)),)
        kind = draw(st.integers(0, 3))
        more = Text(words(4, 30) + ".")
        if kind == 0:
            line = (*line, Text(" "), Span(children=(more,), attr=Attr(fit="full")))
        elif kind == 1:
            line = (
                Span(children=(*line, Text(" "), more), attr=Attr(fit="full")),
                Span(children=(Text(words(2, 9)),), attr=Attr(fit="short")),
            )
        elif kind == 2:
            line = (*line, Text(" "), more)
        if draw(st.integers(0, 4)) == 0:
            line = (*line, Note(blocks=(Paragraph(children=(Text(words(3, 25)),)),)))
        return line

    def table() -> Table:
        rows = tuple(
            Row(
                cells=(
                    Cell(blocks=(Paragraph(children=(Text(words(1, 3)),)),), header="row"),
                    Cell(blocks=(Paragraph(children=inlines()),)),
                ),
                **item(),
            )
            for _ in range(draw(st.integers(1, 3)))
        )
        head = (
            Row(cells=tuple(Cell(blocks=(Paragraph(children=(Text(t),)),), header="col") for t in ("Who", "What"))),
        )
        return Table(
            rows=rows, head=head if draw(st.booleans()) else (), widths=(0.3, 0.7) if draw(st.booleans()) else ()
        )

    def blocks(depth: int) -> tuple:
        found: list = []
        kinds = (
            ("p", "p", "list", "table", "head", "section", "callout", "columns")
            if depth < 2
            else ("p", "list", "table")
        )
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(kinds))
            if kind == "p":
                found.append(Paragraph(children=inlines(), **item()))
            elif kind == "list":
                items = tuple(
                    Item(blocks=(Paragraph(children=inlines()),), **item()) for _ in range(draw(st.integers(1, 3)))
                )
                found.append(List(items=items, ordered=draw(st.booleans())))
            elif kind == "table":
                found.append(table())
            elif kind == "head":
                found += [Heading(level=draw(st.integers(2, 3)), children=(Text(words(1, 4)),)), *blocks(depth + 1)]
            elif kind == "section":
                inner = blocks(depth + 1)
                if draw(st.booleans()):
                    inner = (Heading(level=2, children=(Text(words(1, 4)),)), *inner)
                found.append(Section(blocks=inner, attr=Attr(keep=draw(st.booleans()))))
            elif kind == "callout":
                found.append(Callout(blocks=blocks(depth + 1), attr=Attr(classes=("bottom-line",))))
            elif kind == "columns" and columns and not depth:
                found.append(Columns(blocks=blocks(depth + 1), count=2))
        return tuple(found) or (Paragraph(children=inlines()),)

    made = blocks(0)
    if draw(st.booleans()):
        line = Paragraph(
            children=(Text("Further points in the full brief: "), Field("omitted")), attr=Attr(fit="omitted")
        )
        made = (*made, line)
    return Document(blocks=made, title="t", pages=1)


@pytest.fixture
def some_documents() -> Callable:
    return documents


@pytest.fixture
def small_page() -> Callable:
    return small


def best_by_trial(document: Document, theme: Theme) -> float | None:
    """Return what the best of all choices is worth, each one set by the layout; None where none fits."""
    survey = survey_items(document)
    items = [one for one in survey.found.values() if one.kind in ("leaf", "outer")]
    best = None
    for step, scale in enumerate(theme.fit.scales):
        here = scaled(theme, scale)
        pins = pinned(
            survey, dict(_table_widths(_set(document, here, probe(survey, short=False), None)[1], survey.found))
        )
        for variants in product(*[(0, 1, 2) if one.shortens else (0, 2) for one in items]):
            choice = {one.number: variant for one, variant in zip(items, variants, strict=True)}
            worth = sum(VALUES[one.importance] * (0, SHORT_SHARE, 1)[choice[one.number]] for one in items)
            worth *= 1 - theme.fit.cost * step
            if best is not None and worth <= best + 1e-9:
                continue
            strict = any(choice.values())  # where only what always stays is left, that may be divided
            if overflow(replace(document, blocks=choose(pins, choice)), here, strict=strict)[1] <= 0:
                best = worth
    return best


@pytest.fixture
def trial() -> Callable:
    return best_by_trial
