"""The search finds the greatest value that the model lets through, whatever headings, columns and notes do."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from briefgen.layout.fit_bound import price_of
from briefgen.layout.fit_model import Leaf, Level, Model, Node, Option, Piece
from briefgen.layout.fit_peg import pegged
from briefgen.layout.fit_search import Search
from briefgen.layout.fit_solve import MOST_STATES, proof, search

FOUND = (446, 712, 1141)  # where a column ends between small items, so that it matters which stand
PHASES = [Phase.reuse, Phase.generate]  # trying everything takes too long to shrink what fails


def test_equal_to_trying_everything(oracle, some_models):
    @settings(max_examples=150, deadline=None, phases=PHASES)
    @given(some_models())
    def check(model):
        best = oracle.brute(model)
        found = search(model)[0]
        assert (found.value if found else None) == best
        if found:
            assert found.exact
            assert oracle.height_of(model, found.choice) == (found.height, found.value)
            assert found.value <= price_of(model)[1] + 1e-3

    check()


def test_the_next_best_choices_come_in_order_of_value(oracle, some_models):
    @settings(max_examples=40, deadline=None)
    @given(some_models(most=4))
    def check(model):
        barred: list[dict[int, int]] = []
        for _ in range(4):
            found = search(model, barred=barred)[0]
            assert (found.value if found else None) == oracle.brute(model, tuple(barred))
            if found is None:
                break
            barred.append(dict(found.choice))

    check()


def test_nothing_below_the_floor_is_an_answer(some_models):
    @settings(max_examples=40, deadline=None)
    @given(some_models(most=8))
    def check(model):
        found = search(model)[0]
        if found:
            assert search(model, floor=found.value)[0] == found
            assert search(model, floor=found.value + 1)[0] is None

    check()


def test_a_proof_finds_the_best_and_nothing_above_it(oracle, some_models, crowded_models):
    """What is left aside since no choice that is worth the floor holds it changes nothing."""

    @settings(max_examples=300, deadline=None, phases=PHASES)
    @given(st.one_of(some_models(), crowded_models()), st.floats(0.7, 1.2), st.floats(0.6, 1.0))
    def check(model, factor, share):
        best = oracle.brute(model)
        if best is None:
            return
        price = price_of(model)[0] * factor
        floor = int(best * share)
        found, sure = proof(pegged(model, price, floor), price, floor)
        assert sure
        assert found is not None
        assert found.value == best
        assert oracle.height_of(model, found.choice) == (found.height, best)
        assert proof(pegged(model, price, best + 1), price, best + 1) == (None, True)

    check()


@pytest.mark.parametrize("columns", [False, True])
def test_leaving_rivals_aside_loses_nothing(filled_up, columns):
    """Against the same search over all items, where the best page holds as many as it may of those that are alike."""
    for seed in (*range(250), *(FOUND if columns else ())):
        model = filled_up(random.Random(seed), columns=columns)
        price = price_of(model)[0]
        plain = Search(model, price, (), MOST_STATES)
        best = plain.best(0)
        assert best is not None
        assert plain.exact
        found, sure = proof(pegged(model, price, best.value), price, best.value)
        assert (found.value if found else None, sure) == (best.value, True), seed


def test_more_room_never_lowers_the_value(some_models):
    @settings(max_examples=60, deadline=None)
    @given(some_models(most=10), st.integers(1, 60))
    def check(model, more):
        before = search(model)[0]
        after = search(Model(parts=model.parts, room=model.room + more, head=model.head, gap=model.gap))[0]
        assert before is None or (after is not None and after.value >= before.value)

    check()


def page(count: int, *, columns: bool = False, seed: int = 1) -> Model:
    rng = random.Random(seed)
    number = iter(range(1, count + 1))
    sections = []
    for _ in range(max(1, count // 8)):
        leaves = []
        for _ in range(min(8, count)):
            lines, worth = rng.randint(2, 5), rng.choice((2, 5, 12, 30, 75))
            full = Piece(12200 * lines, 0, 1600, (), ((24400, 12200 * (lines - 2)),) if lines > 3 else ())
            short = Piece(12200 * rng.randint(1, 2), 0, 1600)
            leaves.append(
                Leaf(number=next(number), options=(Option(1, worth * 600, short), Option(2, worth * 1000, full)))
            )
        sections.append(Node(parts=tuple(leaves), lead=(Piece(15600, 9600, 2200),), close=4000))
    parts = (Level(parts=tuple(sections), count=2),) if columns else tuple(sections)
    return Model(parts=(Piece(120_000, 0, 9000), *parts), room=730_000, head=10_000, gap=500)


def test_hundreds_of_items_are_solved_exactly_and_fast():
    for columns in (False, True):
        begun = time.process_time()
        found = search(page(96 if columns else 296, columns=columns))[0]
        assert found is not None
        assert found.exact
        assert time.process_time() - begun < 60
