"""Where labels stand that would overlap: as near to where they belong as their order and heights allow."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float = 0.0) -> list[float]:
    """Return the middles of intervals of `sizes`, in their order, `gap` apart and between `low` and `high`.

    The sum of the squared distances from the `wanted` middles is the least there is (isotonic regression). Where the
    intervals do not fit they go beyond `high`.
    """
    if not wanted:
        return []
    offsets, total = [], 0.0
    for number, size in enumerate(sizes):
        total += size / 2 + (gap + sizes[number - 1] / 2 if number else 0.0)
        offsets.append(total)
    pools: list[tuple[float, int]] = []  # sum and count of values that became equal
    for value, offset in zip(wanted, offsets, strict=True):
        pools.append((value - offset, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            last, before = pools.pop(), pools.pop()
            pools.append((last[0] + before[0], last[1] + before[1]))
    most = high - (offsets[-1] + sizes[-1] / 2)
    level = [value / count for value, count in pools for _ in range(count)]
    return [max(low, min(most, value)) + offset for value, offset in zip(level, offsets, strict=True)]
