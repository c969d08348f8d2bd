"""Most items of a page are never set: what is told of them from their characters alone is never more than the truth."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.document import (
    Attr,
    Break,
    Cite,
    Code,
    Columns,
    Document,
    Emph,
    Heading,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Section,
    Span,
    Strong,
    Super,
    Text,
)
from briefgen.errors import LayoutError
from briefgen.layout import fit as fitting
from briefgen.layout import job
from briefgen.layout.fit import fit
from briefgen.layout.fit_items import survey_items
from briefgen.layout.fit_measure import measure
from briefgen.layout.fit_model import FULL, SHORT, Piece, leaves_of
from briefgen.layout.fit_sketch import sketched
from briefgen.layout.fit_theme import scaled
from briefgen.layout.fit_values import values_of
from briefgen.layout.fit_variants import stands, variant_of
from briefgen.layout.fonts import faces
from briefgen.layout.memory import Memory
from briefgen.theme import Style

some = settings(
    max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate]
)
TEXT = (
    "the treaty binds both sides to help at once by all means they have and names no limit to what may be sent "
    "Unverhältnismäßigkeit cooperation – “partnership” naïve Łódź e\u0301t\u00ad\u200bé 12\u00a0000 T\u200dV "
    "Россия Пхеньян ΑΘΗΝΑ 北朝鮮 条約 조선 معاهدة שלום https://example.org/a/very/long/path?with=query fi ffl"
)
WORDS = TEXT.split(" ")


PLAIN = WORDS[:22]


@st.composite
def many(draw) -> Document:
    """Return lists and paragraphs of items in all that may stand in a line, in one column or two."""

    def text(least: int = 1) -> str:
        words = draw(st.sampled_from((PLAIN, PLAIN, PLAIN, WORDS)))
        words = draw(st.lists(st.sampled_from(words), min_size=least, max_size=9)) * draw(st.sampled_from((1, 1, 6)))
        return draw(st.sampled_from(("", " "))) + " ".join(words) + draw(st.sampled_from(("", " ", "  ", ".")))

    def inline(depth: int):
        kind = draw(st.sampled_from(("t", "t", "t", "b", "i", "i", "l", "c", "x", "x", "s", "k", "n", "f", "h", "br")))
        inner = (Text(text()),) if depth else (inline(depth + 1), Text(text()))
        match kind:
            case "t":
                return Text(text())
            case "br":
                return Break()
            case "k":
                return Code(text=draw(st.sampled_from(WORDS)))
            case "n":
                return Note(blocks=(Paragraph(children=(Text(text()),)),))
            case "s":
                return Super(children=inner)
            case "l":
                return Link(target="#a", children=inner)
            case "c":
                return Cite(target="#a", children=inner)
            case "x":
                return Span(children=inner, attr=Attr(classes=(draw(st.sampled_from(("small", "wide", "none"))),)))
            case _:
                made = {"b": Strong, "i": Emph}.get(kind, Span)
                fits = {"f": "full", "h": "short"}.get(kind, "")
                return made(children=inner, attr=Attr(fit=fits))

    def paragraph(**attr) -> Paragraph:
        classes = draw(st.sampled_from(((), (), ("small",))))
        children = tuple(inline(0) for _ in range(draw(st.integers(1, 4))))
        return Paragraph(children=children, attr=Attr(classes=classes, **attr))

    def item() -> Item:
        fits = draw(st.sampled_from(("", "", "full", "short")))
        more = (paragraph(fit=fits),) if draw(st.integers(0, 3)) == 0 else ()
        return Item(blocks=(paragraph(), *more), attr=Attr(importance=draw(st.integers(1, 5))))

    blocks: list = []
    for _ in range(draw(st.integers(1, 3))):
        count = draw(st.integers(3, 7))
        if draw(st.booleans()):
            inner = (List(items=tuple(item() for _ in range(count))),)
        else:
            inner = tuple(paragraph(importance=draw(st.integers(1, 5))) for _ in range(count))
        heading = Heading(level=2, children=(Text("Heading"),))
        blocks.append(Section(blocks=(heading, *inner), attr=Attr(keep=draw(st.booleans()))))
    made = (Columns(blocks=tuple(blocks), count=2),) if draw(st.booleans()) else tuple(blocks)
    return Document(blocks=made, title="t", lang=draw(st.sampled_from(("en", "de", "ar"))), pages=1)


@st.composite
def looks(draw) -> dict[str, Style]:
    """Return styles that change how wide words are."""
    return {
        "small": Style(size=draw(st.sampled_from((None, 6.0, 14.0)))),
        "wide": Style(tracking=draw(st.sampled_from((-0.9, 0.8)))),
        "body": Style(
            size=9.3,
            leading=12.2,
            align=draw(st.sampled_from(("start", "justify", "center"))),
            tracking=draw(st.sampled_from((0.0, 0.0, 0.4, -0.9))),
            upper=draw(st.sampled_from((False, False, True))),
            bold=draw(st.booleans()),
            hyphenate=draw(st.booleans()),
        ),
    }


def test_no_item_is_set_lower_than_its_sketch(small_page):
    sketches_seen = []

    @some
    @given(many(), looks(), st.sampled_from((1.0, 0.97, 0.85)), st.sampled_from((110.0, 210.0, 480.0)))
    def check(document, styles, factor, width):
        theme = small_page(500, width)
        theme = scaled(replace(theme, styles={**theme.styles, **styles}), factor)
        survey = survey_items(document)
        values, sketches = values_of(survey), sketched(survey, theme, faces(theme))
        least = measure(survey, document, theme, values, Memory(), sketches.first, sketches)
        real = measure(survey, document, theme, values, Memory())
        for sketch, leaf in zip(leaves_of(least.model.parts), leaves_of(real.model.parts), strict=True):
            assert sketch.number == leaf.number
            if sketch.number not in sketches.first:
                sketches_seen.append(sketch.number)
                pairs = list(zip(sketch.options, leaf.options, strict=True))
                assert all(low.piece.height <= high.piece.height for low, high in pairs)
                bare = Piece(0)  # of items that nothing can be told of
                space = [(low.piece[1:3], high.piece[1:3]) for low, high in pairs if low.piece != bare]
                assert all(low == high for low, high in space), (space, sketch.number)

    check()
    assert len(sketches_seen) > 100


def line(importance: int, head: str, rest: str) -> Item:
    full = Span(children=(Text(rest),), attr=Attr(fit="full"))
    children = (Strong(children=(Text(head),)), Text(" "), full)
    return Item(blocks=(Paragraph(children=children),), attr=Attr(importance=importance))


def crowd(count: int, *, columns: bool) -> Document:
    """Return a page with many more items than it holds, the important ones among the others."""
    words = PLAIN[:14]
    items = [
        line(
            1 + (at * 7) % 5,
            f"{' '.join(words[at % 4 : at % 4 + 2 + at % 5]).capitalize()} {at}.",
            " ".join(words[: 3 + at * 5 % 10] * (1 + at % 3)),
        )
        for at in range(count)
    ]
    half = count // 2
    sections = tuple(
        Section(blocks=(Heading(level=2, children=(Text(name),)), List(items=tuple(some))), attr=Attr(keep=True))
        for name, some in (("One", items[:half]), ("Two", items[half:]))
    )
    return Document(blocks=(Columns(blocks=sections, count=2),) if columns else sections, title="t", pages=1)


def test_the_space_below_the_last_item_is_not_that_between_two(small_page):
    """An item that stands only in short is the last of its list in short, the one above it in full."""
    short = Span(children=(Text("Only in short."),), attr=Attr(fit="short"))
    only = Item(blocks=(Paragraph(children=(short,)),), attr=Attr(importance=1))
    items = (*(line(2, f"Point {at}.", "And more.") for at in range(4)), only)
    document, theme = Document(blocks=(List(items=items),), title="t", pages=1), small_page(300)
    survey = survey_items(document)
    values, sketches = values_of(survey), sketched(survey, theme, faces(theme))
    least = measure(survey, document, theme, values, Memory(), sketches.first, sketches)
    real = measure(survey, document, theme, values, Memory())
    pairs = zip(leaves_of(least.model.parts), leaves_of(real.model.parts), strict=True)
    assert all(one.options == other.options for one, other in pairs)


def test_sketches_are_close(small_page):
    document, theme = crowd(60, columns=False), small_page(500)
    survey = survey_items(document)
    values, sketches = values_of(survey), sketched(survey, theme, faces(theme))
    least = measure(survey, document, theme, values, Memory(), sketches.first, sketches).heights
    real = measure(survey, document, theme, values, Memory()).heights
    assert len(sketches.first) <= 4
    assert sum(least[key] == pytest.approx(real[key]) for key in real) >= 0.95 * len(real)


@pytest.mark.parametrize("columns", [False, True])
def test_of_a_crowd_only_what_may_stand_is_set(small_page, monkeypatch, columns):
    calls = []
    real = job.set_lines
    monkeypatch.setattr(job, "set_lines", lambda *args, **named: calls.append(args) or real(*args, **named))
    report = fit(crowd(200, columns=columns), small_page(400, scales=(1.0,))).report
    assert report.exact
    assert len(calls) < 200  # of 400 lines in full and in short


@pytest.mark.parametrize("columns", [False, True])
def test_the_choice_is_worth_the_same_where_all_items_are_set(small_page, monkeypatch, columns):
    @settings(some, max_examples=12)
    @given(st.integers(12, 60), st.integers(120, 420))
    def check(count, room):
        document, theme = crowd(count, columns=columns), small_page(room, scales=(1.0, 0.94))
        quick = fit(document, theme).report
        with monkeypatch.context() as patch:
            patch.setattr(fitting, "_is_sketchable", lambda *_: False)
            whole = fit(document, theme).report
        assert quick.exact
        assert whole.exact
        assert (quick.value, quick.scale) == (whole.value, whole.scale)
        for one, other in zip(quick.items, whole.items, strict=True):
            if one.variant == other.variant != "omitted":
                assert one.height == pytest.approx(other.height)

    check()


# ---------------------------------------------------------------- what cannot be set


def test_a_character_that_no_font_has_is_told_even_of_what_is_left_out(small_page):
    bad = tuple(line(1, f"Bad \ue123 {at}.", "Rest \ue124.") for at in range(3))
    good = tuple(line(5, f"Good {at}.", "Rest of it. " * 9) for at in range(40))
    document = Document(blocks=(List(items=(*good, *bad, *good[:2])),), title="t", pages=1)
    with pytest.raises(LayoutError, match="no font has the character") as error:
        fit(document, small_page(200))
    assert {fault.char for fault in error.value.faults} == {"\ue123", "\ue124"}
    assert {word for fault in error.value.faults for word in ("0.", "1.", "2.") if word in fault.near} == {
        "0.",
        "1.",
        "2.",
    }


def test_what_always_stays_is_left_to_the_writer_to_refuse(small_page):
    stays = Paragraph(children=(Text("Bad \ue123."),))
    document = Document(blocks=(stays, *crowd(20, columns=False).blocks), title="t", pages=1)
    assert fit(document, small_page(200)).report.exact


# ---------------------------------------------------------------- variants


def test_a_part_stands_where_something_is_left_of_it():
    attrs = st.sampled_from(("", "full", "short")).map(lambda fits: Attr(fit=fits))
    texts = st.sampled_from(("a", " ", "", "b c ", " x")).map(Text)
    leaves = st.one_of(
        texts,
        st.just(Break()),
        st.builds(Note, blocks=st.just(()), attr=attrs),
        st.builds(Code, text=st.just("c"), attr=attrs),
    )
    inlines = st.recursive(
        leaves, lambda some: st.builds(Span, children=st.lists(some, max_size=3).map(tuple), attr=attrs), max_leaves=6
    )
    paragraphs = st.builds(Paragraph, children=st.lists(inlines, max_size=4).map(tuple), attr=attrs)
    items = st.builds(Item, blocks=st.lists(paragraphs, max_size=3).map(tuple), attr=attrs)

    @settings(max_examples=300, deadline=None)
    @given(st.one_of(paragraphs, items), st.sampled_from((SHORT, FULL)))
    def check(node, variant):
        assert stands(node, variant) == bool(variant_of((node,), variant))

    check()
