"""Which way text runs: the Unicode Bidirectional Algorithm (UAX #9, revision 48) as far as levels, rules P2 to I2.

Reordering a line by its levels (rule L2) is here too; L1, L3 and L4 belong to line setting and shaping.
"""

from __future__ import annotations

import unicodedata
from bisect import insort
from collections.abc import Sequence

_DEEPEST = 125  # BD2
_MOST_BRACKETS = 63  # BD16
_OPENING = (
    "([{\u0f3a\u0f3c\u169b\u2045\u207d\u208d\u2308\u230a\u2329\u2768\u276a\u276c\u276e\u2770\u2772\u2774\u27c5\u27e6"
    "\u27e8\u27ea\u27ec\u27ee\u2983\u2985\u2987\u2989\u298b\u298d\u298f\u2991\u2993\u2995\u2997\u29d8\u29da\u29fc\u2e22"
    "\u2e24\u2e26\u2e28\u2e55\u2e57\u2e59\u2e5b\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\ufe59\ufe5b\ufe5d"
    "\uff08\uff3b\uff5b\uff5f\uff62"
)
_CLOSING = (
    ")]}\u0f3b\u0f3d\u169c\u2046\u207e\u208e\u2309\u230b\u232a\u2769\u276b\u276d\u276f\u2771\u2773\u2775\u27c6\u27e7"
    "\u27e9\u27eb\u27ed\u27ef\u2984\u2986\u2988\u298a\u298c\u2990\u298e\u2992\u2994\u2996\u2998\u29d9\u29db\u29fd\u2e23"
    "\u2e25\u2e27\u2e29\u2e56\u2e58\u2e5a\u2e5c\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b\ufe5a\ufe5c\ufe5e"
    "\uff09\uff3d\uff5d\uff60\uff63"
)
_PAIRS = dict(zip(_OPENING, _CLOSING, strict=True))  # BidiBrackets.txt
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}  # canonical equivalents
_CLOSERS = frozenset(_CLOSING)
_ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_EMBEDDINGS = frozenset(("LRE", "RLE", "LRO", "RLO"))
_REMOVED = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "BN"))  # X9
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))


def first_strong(text: str) -> int | None:
    """Return 0 or 1 for the direction of the first strong character outside of isolates (P2, P3), None for none."""
    depth = 0
    for char in text:
        kind = _class(char)
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in ("L", "R", "AL"):
            return int(kind != "L")
    return None


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each character of one paragraph whose own level is `base` (0 or 1)."""
    kinds = [_class(char) for char in text]
    found, kinds = _explicit(text, kinds, base)
    kept = [at for at, kind in enumerate(kinds) if kind not in _REMOVED]
    explicit = list(found)
    for sequence in _sequences(kinds, explicit, kept):
        _resolve(text, kinds, explicit, found, sequence, base)
    last = base
    for at, kind in enumerate(kinds):
        if kind in _REMOVED:
            found[at] = last  # what draws nothing goes with what stands before it
        last = found[at]
    return found


def visual_order(line: Sequence[int]) -> list[int]:
    """Return the places of a line's items, by level, in the order they are seen from left to right (L2)."""
    order = list(range(len(line)))
    odd = [level for level in line if level % 2]
    if not odd:
        return order
    for level in range(max(line), min(odd) - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and line[order[end]] >= level:
                end += 1
            if end > at:
                order[at:end] = order[at:end][::-1]
            at = end + 1
    return order


def _class(char: str) -> str:
    kind = unicodedata.bidirectional(char)
    if kind:
        return kind
    if "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufeff" or "\U00010800" <= char <= "\U0001efff":
        return "R"  # unassigned, as DerivedBidiClass.txt has it in outline
    return "L"


def _explicit(text: str, kinds: list[str], base: int) -> tuple[list[int], list[str]]:
    """Apply X1 to X8: levels from embeddings, overrides and isolates; and the classes that overrides leave."""
    found = [base] * len(kinds)
    made = list(kinds)
    stack: list[tuple[int, str, bool]] = [(base, "", False)]  # level, override, isolate
    over_isolates = over_embeddings = valid = 0
    for at, kind in enumerate(kinds):
        level, override, _ = stack[-1]
        if kind in _EMBEDDINGS or kind in _ISOLATES:
            isolate = kind in _ISOLATES
            if isolate:
                found[at] = level
                made[at] = override or kind
            right = kind[0] == "R" or (kind == "FSI" and first_strong(_isolated(text, kinds, at)) == 1)
            deeper = (level + 1) | 1 if right else (level + 2) & ~1
            if deeper <= _DEEPEST and not over_isolates and not over_embeddings:
                valid += isolate
                stack.append((deeper, ("R" if right else "L") if kind.endswith("O") else "", isolate))
            elif isolate:
                over_isolates += 1
            elif not over_isolates:
                over_embeddings += 1
        elif kind == "PDI":
            if over_isolates:
                over_isolates -= 1
            elif valid:
                over_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid -= 1
            found[at] = stack[-1][0]
            made[at] = stack[-1][1] or kind
        elif kind == "PDF":
            if not over_isolates:
                if over_embeddings:
                    over_embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()
        elif kind == "B":
            found[at] = base
        elif kind != "BN":
            found[at] = level
            made[at] = override or kind
    return found, made


def _isolated(text: str, kinds: list[str], start: int) -> str:
    """Return what an isolate holds, up to its end."""
    depth = 1
    for at in range(start + 1, len(kinds)):
        depth += (kinds[at] in _ISOLATES) - (kinds[at] == "PDI")
        if not depth:
            return text[start + 1 : at]
    return text[start + 1 :]


def _sequences(kinds: list[str], found: list[int], kept: list[int]) -> list[list[int]]:
    """Return the isolating run sequences (BD13): level runs, joined over the isolates that they hold."""
    sequences: list[list[int]] = []
    waiting: list[list[int]] = []  # sequences that an isolate interrupts
    current: list[int] = []
    last = -1
    for at in kept:
        starts_run = last < 0 or found[at] != found[last]
        if starts_run or (last >= 0 and kinds[last] in _ISOLATES):
            if last >= 0 and kinds[last] in _ISOLATES:
                waiting.append(current)
            current = []
            resumed = waiting.pop() if kinds[at] == "PDI" and waiting else None
            if resumed is not None and found[resumed[-1]] == found[at]:
                current = resumed
            else:
                if resumed is not None:
                    waiting.append(resumed)
                sequences.append(current)
        current.append(at)
        last = at
    return sequences


def _resolve(
    text: str, kinds: list[str], explicit: list[int], found: list[int], sequence: list[int], base: int
) -> None:
    """Apply W1 to I2 to one isolating run sequence."""
    level = explicit[sequence[0]]
    types = [kinds[at] for at in sequence]
    before = _edge(kinds, explicit, sequence[0], -1, base)
    after = base if kinds[sequence[-1]] in _ISOLATES else _edge(kinds, explicit, sequence[-1], 1, base)
    start = "R" if max(level, before) % 2 else "L"
    end = "R" if max(level, after) % 2 else "L"
    _weak(types, start)
    own = "R" if level % 2 else "L"
    _brackets(text, kinds, sequence, types, start, own)
    _neutrals(types, start, end, own)
    for at, kind in zip(sequence, types, strict=True):
        if level % 2:
            found[at] = level + (kind in ("L", "EN", "AN"))
        else:
            found[at] = level + (1 if kind == "R" else 2 if kind in ("AN", "EN") else 0)


def _edge(kinds: list[str], found: list[int], at: int, step: int, base: int) -> int:
    """Return the level of what stands beside a sequence (X10), leaving out what X9 removes."""
    at += step
    while 0 <= at < len(kinds) and kinds[at] in _REMOVED:
        at += step
    return found[at] if 0 <= at < len(kinds) else base


def _weak(types: list[str], start: str) -> None:
    last = start
    for at, kind in enumerate(types):  # W1
        if kind == "NSM":
            types[at] = "ON" if last in ("LRI", "RLI", "FSI", "PDI") else last
        last = types[at]
    strong = start
    for at, kind in enumerate(types):  # W2, W3
        if kind in ("L", "R", "AL"):
            strong = kind
            if kind == "AL":
                types[at] = "R"
        elif kind == "EN" and strong == "AL":
            types[at] = "AN"
    for at in range(1, len(types) - 1):  # W4
        around = types[at - 1]
        if around == types[at + 1] and (
            (around == "EN" and types[at] in ("ES", "CS")) or (around == "AN" and types[at] == "CS")
        ):
            types[at] = around
    at = 0
    while at < len(types):  # W5
        if types[at] != "ET":
            at += 1
            continue
        end = at
        while end < len(types) and types[end] == "ET":
            end += 1
        if (at and types[at - 1] == "EN") or (end < len(types) and types[end] == "EN"):
            types[at:end] = ["EN"] * (end - at)
        at = end
    strong = start
    for at, kind in enumerate(types):  # W6, W7
        if kind in ("ET", "ES", "CS"):
            types[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[at] = "L"


def _brackets(text: str, kinds: list[str], sequence: list[int], types: list[str], start: str, own: str) -> None:
    """Give paired brackets the direction of what they hold, or of what stands before them (N0)."""
    for opening, closing in _bracket_pairs(text, sequence, types):
        inside = {_direction(kind) for kind in types[opening + 1 : closing]}
        if own in inside:
            found = own
        elif "R" in inside or "L" in inside:
            context = next((_direction(kind) for kind in types[opening - 1 :: -1] if _direction(kind)), "")
            context = (context if opening else "") or start
            found = context if context != own else own
        else:
            continue
        for at in (opening, closing):
            types[at] = found
            following = at + 1
            while following < len(types) and kinds[sequence[following]] == "NSM":
                types[following] = found
                following += 1


def _bracket_pairs(text: str, sequence: list[int], types: list[str]) -> list[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, place in enumerate(sequence):
        char = text[place]
        if types[at] != "ON":
            continue
        if char in _PAIRS:
            if len(stack) == _MOST_BRACKETS:
                return pairs
            closing = _PAIRS[char]
            stack.append((_SAME.get(closing, closing), at))
        elif char in _CLOSERS:
            char = _SAME.get(char, char)
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == char:
                    insort(pairs, (stack[depth][1], at))
                    del stack[depth:]
                    break
    return pairs


def _direction(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _neutrals(types: list[str], start: str, end: str, own: str) -> None:
    at = 0
    while at < len(types):
        if types[at] not in _NEUTRAL:
            at += 1
            continue
        stop = at
        while stop < len(types) and types[stop] in _NEUTRAL:
            stop += 1
        before = _direction(types[at - 1]) if at else start
        after = _direction(types[stop]) if stop < len(types) else end
        types[at:stop] = [before if before == after else own] * (stop - at)  # N1, N2
        at = stop
