"""The search behind `layout.fit_solve`: of all choices of variants that a model says fit the page, the best.

A dynamic program goes through the page in order and keeps, for each state (the space the last piece leaves, which
headings already stand), the choices that no other beats in both height and value. Columns are solved for all heights at
once: every place where a column may end parts them into a front of beginnings and a front of endings. What cannot come
up to the best page found so far, even if the rest of the room were filled at the price that a linear relaxation puts on
it (a Lagrangian bound), is dropped, and the answer is still the optimum.
See Kellerer, Pferschy, Pisinger, Knapsack Problems (2004), chapters 3, 5 and 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeAlias

from msgspec import Struct, field

from briefgen.layout.fit_bound import LEFT_OUT, OPEN, WAITING, Worth
from briefgen.layout.fit_fronts import UNSET, Entry, Front, Solution, State, Step, side_by_side, then, unroll
from briefgen.layout.fit_model import FULL, OMITTED, Leaf, Level, Model, Node, Piece, between
from briefgen.layout.fit_outline import Slot, outline_of, pieces_of

_NARROW = 200  # entries of a front, once there are too many of all
_height = itemgetter(0)  # of an entry
_TOP = -3  # in place of the space above: a column has begun, and nothing stands in it so far

_BARE = State()


# Where a column may end: the slot and the state that the next one begins with, how high is what it begins with, and
# the front of all before.
_Break: TypeAlias = tuple[int, State, int, Front]


# ---------------------------------------------------------------- a column, or columns, of slots


class _Frame(Struct, frozen=True, eq=False):
    """The slots of the page, or of columns in it."""

    slots: Sequence[Slot]
    count: int
    share: int  # how many columns of this width stand side by side
    page: bool
    worth: Worth
    steps: dict[tuple[int, State], list[Step]] = field(default_factory=dict)

    def forget_levels(self) -> None:
        """Forget the steps over columns, which hold what was worth a place in them."""
        for key in [key for key in self.steps if self.slots[key[0]].kind == "level"]:
            del self.steps[key]


class Search:
    def __init__(self, model: Model, price: float, barred: Sequence[Mapping[int, int]], most: int) -> None:
        self.model, self.barred, self.price, self.most = model, barred, price, most
        outline = outline_of(model.parts)
        self.page = _Frame(outline.slots, 1, 1, page=True, worth=Worth(outline, price))
        self.frames: dict[int, _Frame] = {}  # of columns, by their identity
        self.levels: dict[tuple[int, tuple[int, ...]], list[tuple[State, Front]]] = {}
        self.floor, self.beam, self.states, self.exact = 0, 0, 0, True

    def best(self, floor: int, *, beam: int = 0) -> Solution | None:
        """Return the best choice worth `floor` or more; with a `beam` quickly, and perhaps not the best."""
        self.floor, self.beam, self.states, self.exact = floor, beam, 0, True
        self.levels.clear()
        for known in (self.page, *self.frames.values()):
            known.forget_levels()
        start = State(barred=tuple(range(len(self.barred))))
        fronts = self._forward(self.page, 0, {start: [(0, 0, None)]})[-1]
        best: Entry | None = None
        for state, front in fronts.items():
            if state.barred:
                continue
            for entry in front:
                height, value, _ = entry
                if (
                    self.floor <= value
                    and height <= self.model.room
                    and (best is None or (value, -height) > (best[1], -best[0]))
                ):
                    best = entry
        if best is None:
            return None
        return Solution(value=best[1], height=best[0], choice=unroll(best[2]), exact=self.exact)

    # ------------------------------------------------------------ fronts

    def _forward(
        self, frame: _Frame, begin: int, start: dict[State, Front], more: float = 0.0, end: int | None = None
    ) -> list[dict[State, Front]]:
        """Return the fronts before each slot from `begin` on, and behind the last one, or before slot `end`."""
        layers = [start]
        count = len(frame.slots) if end is None else end
        for at in range(begin, count):
            reached: dict[State, list[Entry]] = {}
            for state, front in layers[-1].items():
                for step in self._steps(frame, at, state):
                    bucket = reached.setdefault(step.to, [])
                    height, value, recipe = step.height, step.value, step.recipe
                    if recipe is not None:
                        bucket += [(h + height, v + value, (None, r, recipe)) for h, v, r in front]
                    elif height or value:
                        bucket += [(h + height, v + value, r) for h, v, r in front]
                    else:
                        bucket += front
            layers.append(
                {
                    state: self._pareto(found, frame.worth.rest(at + 1, state.flags) + more, frame, state)
                    for state, found in reached.items()
                }
            )
        return layers

    def _backward(self, frame: _Frame, starts: Sequence[Iterable[State]]) -> list[dict[State, dict[State, Front]]]:
        """Return for each slot and each state that a column may begin with there the fronts of all that follows, by
        the state at the end."""
        count = len(frame.slots)
        reached = [set(states) for states in starts]
        for at in range(count):
            for state in sorted(reached[at]):
                reached[at + 1].update(step.to for step in self._steps(frame, at, state))
        layers: list[dict[State, dict[State, Front]]] = [{} for _ in range(count + 1)]
        layers[count] = {state: {state: [(0, 0, None)]} for state in sorted(reached[count])}
        for at in range(count - 1, -1, -1):
            for state in sorted(reached[at]):
                found: dict[State, list[Entry]] = {}
                for step in self._steps(frame, at, state):
                    for final, front in layers[at + 1][step.to].items():
                        height, value, recipe = step.height, step.value, step.recipe
                        bucket = found.setdefault(final, [])
                        if recipe is not None:
                            bucket += [(h + height, v + value, (None, recipe, r)) for h, v, r in front]
                        elif height or value:
                            bucket += [(h + height, v + value, r) for h, v, r in front]
                        else:
                            bucket += front
                before = frame.worth.before(at, state.flags)
                layers[at][state] = {
                    final: self._pareto(entries, before, frame, final) for final, entries in found.items()
                }
        return layers

    def _pareto(self, found: list[Entry], rest: float, frame: _Frame, state: State) -> Front:
        """Return the entries that none beats, without those that can come to nothing: `rest` is what all the other
        slots are worth at most, where room has its price."""
        if frame.page:
            state = _BARE
        return self._kept(found, self.price / frame.share, self._least(rest, frame, state))

    def _least(self, rest: float, frame: _Frame, state: State) -> float:
        """Return what an entry must be worth beyond its room, where all the other slots are worth `rest` at most."""
        if state.first != UNSET:  # something stands in the columns
            rest -= frame.worth.opening
        return self.floor - rest - self.price * (self.model.room - state.notes[1]) - 1e-6 - 1e-9 * self.floor

    def _kept(self, found: list[Entry], price: float, bound: float) -> Front:
        room = self.model.room
        found.sort(key=_height)  # of equals the one that was found first stays, so that what comes earlier stands first
        kept: Front = []
        best, last = -1, -1
        for entry in found:
            value = entry[1]
            if value > best:
                height = entry[0]
                if height > room:
                    break
                if value - price * height >= bound:
                    best = value
                    if height == last:
                        kept[-1] = entry
                    else:
                        kept.append(entry)
                        last = height
        self.states += len(kept)
        limit = self.beam or (_NARROW if self.states > self.most else 0)
        if limit and len(kept) > limit:
            self.exact = False
            ranked = sorted(kept, key=lambda e: price * e[0] - e[1])[:limit]
            kept = sorted(ranked, key=_height)
        return kept

    # ------------------------------------------------------------ steps

    def _steps(self, frame: _Frame, at: int, state: State) -> list[Step]:
        key = (at, state)
        known = frame.steps.get(key)
        if known is None:
            known = frame.steps[key] = list(self._make_steps(frame, frame.slots[at], state))
        return known

    def _make_steps(self, frame: _Frame, slot: Slot, state: State) -> Iterable[Step]:
        part = slot.part
        wanted = LEFT_OUT not in state.flags
        if slot.kind == "enter":
            assert isinstance(part, Node)
            if part.number and wanted:
                skipped = self._decide(state, part.number, OMITTED)
                yield Step(skipped._replace(flags=(*state.flags, LEFT_OUT)), 0, 0)
                state = self._decide(state, part.number, FULL)
            mark = (part.number, FULL) if part.number and wanted else None
            yield Step(state._replace(flags=(*state.flags, WAITING if wanted else LEFT_OUT)), 0, 0, mark)
        elif slot.kind == "leave":
            assert isinstance(part, Node)
            if not (part.tail and state.flags[-1] == OPEN and state.after == _TOP):  # no column begins with an end
                yield self._leave(frame, part, state)
        elif not wanted:
            yield Step(state, 0, 0)
        elif isinstance(part, Piece):
            yield self._put(frame, slot, state, part, 0, None)
        elif isinstance(part, Leaf):
            if not part.needed:
                yield Step(self._decide(state, part.number, OMITTED), 0, 0)
            for option in part.options:
                to = self._decide(state, part.number, option.variant)
                mark = (option.number or part.number, option.variant)
                yield self._put(frame, slot, to, option.piece, option.value, mark)
        elif isinstance(part, Level):
            yield from self._level_steps(frame, slot, state, part)

    def _decide(self, state: State, number: int, variant: int) -> State:
        if not state.barred:
            return state
        same = tuple(one for one in state.barred if self.barred[one].get(number, OMITTED) == variant)
        return state if same == state.barred else state._replace(barred=same)

    def _put(
        self, frame: _Frame, slot: Slot, state: State, piece: Piece, value: int, mark: tuple[int, int] | None
    ) -> Step:
        """Place a piece, and before it the headings that wait for it."""
        after, height, first = state.after, 0, state.first
        kept_before = any(node.keep and flag == OPEN for node, flag in zip(slot.around, state.flags, strict=True))
        for node, flag in zip(slot.around, state.flags, strict=True):
            if flag == WAITING:
                value += node.value
                for lead in node.lead:
                    height += between(after, lead.before) + lead.height
                    first = lead.before if first == UNSET else first
                    after = lead.after
        above = height + between(after, piece.before)
        height = above + piece.height
        first = piece.before if first == UNSET else first
        to = State(
            after=piece.after,
            holds=piece.holds,
            first=UNSET if frame.page else first,
            flags=(OPEN,) * len(state.flags),
            barred=state.barred,
            notes=state.notes,
        )
        if piece.notes:
            if frame.page:
                height += self._note_room(state.notes[0], piece.notes)
                to = to._replace(notes=(1, 0))
            else:
                to = to._replace(notes=(state.notes[0] + len(piece.notes), state.notes[1] + sum(piece.notes)))
        splits: tuple[tuple[int, int], ...] = ()
        if piece.cuts and frame.count > 1 and not any(node.keep for node in slot.around):
            splits = tuple((above + upper, lower) for upper, lower in piece.cuts)
            if frame.count > 2:  # a piece that fills a whole column between two others: never less than it takes
                cuts = piece.cuts
                splits += tuple(
                    (max(above + upper, rest - lower), lower)
                    for at, (upper, rest) in enumerate(cuts)
                    for _, lower in cuts[at + 1 :]
                )
        return Step(to, height, value, mark, splits, not state.holds and not kept_before)

    def _note_room(self, known: int, notes: tuple[int, ...]) -> int:
        if not notes:
            return 0
        return sum(notes) + self.model.gap * (len(notes) - (0 if known else 1)) + (0 if known else self.model.head)

    def _leave(self, frame: _Frame, node: Node, state: State) -> Step:
        flags, flag = state.flags[:-1], state.flags[-1]
        if flag != OPEN:
            return Step(state._replace(flags=flags), 0, 0)
        after, height = state.after, 0
        for tail in node.tail:
            height += between(after, tail.before) + tail.height
            after = tail.after
        if node.close is not None:
            after = node.close
        return Step(state._replace(flags=flags, after=after, holds=state.holds and not node.tail), height, 0)

    # ------------------------------------------------------------ columns

    def _level_steps(self, frame: _Frame, slot: Slot, state: State, level: Level) -> Iterable[Step]:
        for inner, front in self._level(frame, slot, level, state.barred):
            if inner.first == UNSET:  # nothing stands in them
                for _, value, recipe in front:
                    yield Step(state._replace(barred=inner.barred), 0, value, recipe)
                continue
            put = self._put(frame, slot, state, Piece(0, inner.first, inner.after), 0, None)
            to = put.to._replace(barred=inner.barred, holds=inner.holds)
            more = 0
            if inner.notes[0]:
                count, height = inner.notes
                if frame.page:
                    more = self._note_room(state.notes[0], (height, *(0,) * (count - 1)))
                    to = to._replace(notes=(1, 0))
                else:
                    to = to._replace(notes=(state.notes[0] + count, state.notes[1] + height))
            for height, value, recipe in front:
                yield Step(to, put.height + height + more, put.value + value, recipe, (), put.before)

    def _level(self, around: _Frame, slot: Slot, level: Level, barred: tuple[int, ...]) -> list[tuple[State, Front]]:
        """Return the fronts of columns that end level, by the state they leave."""
        key = (id(level), barred)
        known = self.levels.get(key)
        if known is None:
            outside = around.worth.without(next(at for at, one in enumerate(around.slots) if one.part is level))
            frame = self.frames.get(id(level))
            if frame is None:
                worth = around.worth.inner(slot, outside)
                frame = _Frame(worth.slots, level.count, around.share * level.count, page=False, worth=worth)
                self.frames[id(level)] = frame
            known = self.levels[key] = self._solve_level(frame, level, barred)
        return known

    def _solve_level(self, frame: _Frame, level: Level, barred: tuple[int, ...]) -> list[tuple[State, Front]]:
        count = len(frame.slots)
        possible = self._ends(frame, level)
        last = max((at for at in range(count + 1) if possible[at]), default=0)
        layers = self._forward(frame, 0, {State(barred=barred): [(0, 0, None)]}, end=min(last + 1, count))
        found: dict[State, list[Entry]] = {}
        if last == count:
            found = {state: list(front) for state, front in layers[count].items()}
        breaks = [one for one in self._breaks(frame, 0, layers) if possible[one[0]]]
        for _ in range(2, level.count):
            breaks = self._next_column(frame, breaks, found)
        starts: list[list[State]] = [[] for _ in range(count + 1)]
        for at, to, _, _ in breaks:
            starts[at].append(to)
        ends = self._backward(frame, starts)
        for at, to, more, front in breaks:
            for final, rest in ends[at][to].items():
                if final.after == _TOP:  # nothing stands in the last column: found without it as well
                    continue
                least = self._least(frame.worth.outside, frame, final)
                found.setdefault(final, []).extend(side_by_side(front, more, rest, self.price, least))
        return [
            (state, self._kept(entries, self.price, self._least(frame.worth.outside, frame, state)))
            for state, entries in found.items()
        ]

    def _ends(self, frame: _Frame, level: Level) -> list[bool]:
        """Tell of each slot, and of the end, whether the first column may end before it."""
        if level.count != 2 or any(piece.cuts for slot in frame.slots for piece in pieces_of(slot.part)):
            return [True] * (len(frame.slots) + 1)
        return frame.worth.ends_at(self._least(0.0, frame, _BARE))

    def _next_column(self, frame: _Frame, breaks: list[_Break], found: dict[State, list[Entry]]) -> list[_Break]:
        """Fill one column more from every place where the last one may end, and return where that may end; what comes
        to the end of all slots goes to `found`."""
        following: dict[tuple[int, State, int], list[Entry]] = {}
        for at, to, more, front in breaks:
            before = frame.worth.before(at, to.flags) - frame.worth.outside
            layers = self._forward(frame, at, {to: [(more, 0, None)]}, before)
            for state, rest in layers[-1].items():
                if state.after != _TOP:
                    least = self._least(frame.worth.outside, frame, state)
                    found.setdefault(state, []).extend(side_by_side(front, 0, rest, self.price, least))
            for further, state, height, rest in self._breaks(frame, at, layers):
                least = self._least(frame.worth.rest(further, state.flags), frame, state)
                both = side_by_side(front, 0, rest, self.price / frame.share, least)
                following.setdefault((further, state, height), []).extend(both)
        return [
            (at, to, more, self._pareto(entries, frame.worth.rest(at, to.flags), frame, to))
            for (at, to, more), entries in following.items()
        ]

    def _breaks(self, frame: _Frame, begin: int, layers: list[dict[State, Front]]) -> list[_Break]:
        """Return where a column may end, whose fronts before each slot from `begin` on are `layers`.

        It ends right behind what stands last: that an item is left out above the next column, or in it, is the same.
        """
        found: list[_Break] = []
        passed: dict[State, Front] = {}  # that have left out the item right above
        for at, layer in enumerate(layers[:-1], start=begin):
            if frame.slots[at].kind in ("enter", "leave"):
                passed = {}
                continue
            for state, front in layer.items():
                steps = self._steps(frame, at, state)
                if any(step.before for step in steps) and state.first != UNSET:
                    known = set(map(id, passed.get(state, ())))
                    new = [entry for entry in front if id(entry) not in known] if known else front
                    if new:
                        found.append((at, state._replace(after=_TOP), 0, new))
                for step in steps:
                    for upper, lower in step.splits:
                        made = [(h + upper, v + step.value, then(r, step.recipe)) for h, v, r in front]
                        found.append((at + 1, step.to, lower, made))
            passed = layer if frame.slots[at].kind == "leaf" else {}
        return found
