"""The published scales hold what their standards say."""

from __future__ import annotations

from itertools import pairwise

from briefgen.content.scales import SCALES, scale


def test_names_are_the_ones_that_briefs_use() -> None:
    assert list(SCALES) == ["icd203", "phia", "ipcc", "kent"]
    assert scale("icd203") is SCALES["icd203"]
    assert scale("ours") is None


def test_each_row_is_a_range_with_words_and_rows_go_upwards() -> None:
    for each in SCALES.values():
        assert each.title
        assert each.source
        for row in each.rows:
            assert 0 <= row.low <= row.high <= 100
            assert row.terms
            assert row.words
        assert all(a.low + a.high <= b.low + b.high for a, b in pairwise(each.rows))


def test_icd_203_ranges_touch_and_phia_ranges_do_not() -> None:
    assert all(a.high == b.low for a, b in pairwise(SCALES["icd203"].rows))
    assert all(a.high < b.low for a, b in pairwise(SCALES["phia"].rows))


def test_one_word_has_another_range_on_each_scale() -> None:
    ranges = {name: each.row("Likely") for name, each in SCALES.items()}
    found = {name: (int(row.low), int(row.high)) for name, row in ranges.items() if row is not None}
    assert found == {"icd203": (55, 80), "phia": (55, 75), "ipcc": (66, 100)}
