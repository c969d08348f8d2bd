"""Random briefs, markings and audiences: nothing that is withheld stands in any byte of any format.

150 cases by default, most of them in the cheap formats; BRIEFGEN_RELEASE_CASES asks for more (CI: 1,000).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from briefgen.audience.selection import select
from briefgen.content.loading import dump, loads, validate
from briefgen.errors import ReleaseError
from briefgen.rendering import prove, render

CASES = int(os.environ.get("BRIEFGEN_RELEASE_CASES", "150"))
# Of a hundred cases: how many in each format, and in batches, so that a failure names its neighbourhood.
SHARES = {"json": 65, "md": 23, "html": 4, "docx": 5, "pdf": 3}
BATCH = 20


def batches() -> list[tuple[str, int]]:
    found = []
    for format_, share in SHARES.items():
        count = max(1, CASES * share // 100)
        found += [(format_, start) for start in range(0, count, BATCH)]
    return found


@pytest.mark.parametrize(("format_", "start"), batches())
def test_nothing_withheld_is_in_any_byte(
    format_: str, start: int, maker: Any, template: str, apart: Callable[[bytes, str], str]
) -> None:
    count = max(1, CASES * SHARES[format_] // 100)
    refused = 0
    for seed in range(start, min(start + BATCH, count)):
        case = maker(seed * 7 + len(format_), scripts=format_ in ("json", "md"))
        brief = case.brief()
        audience = case.audience()
        try:
            output = render(brief, format=format_, template=template, audience=audience)
        except ReleaseError:
            refused += 1
            continue
        text = apart(output.data, format_)
        leaked = sorted(word for word in case.forbidden(brief) if word in text)
        assert leaked == [], (format_, seed)
        report = prove(brief, output, template=template, audience=audience)
        assert report.findings == (), (format_, seed)
        assert report.strings > 0
    assert refused < BATCH * 0.7, "hardly anything is released: the cases say nothing"


def test_what_is_selected_is_a_whole_brief(maker: Any) -> None:
    for seed in range(100):
        case = maker(seed)
        try:
            left = select(case.brief(), case.audience())
        except ReleaseError:
            continue
        validate(left)
        assert loads(dump(left, "json"), "json") == left


def test_the_oracle_withholds_much_and_leaves_much(maker: Any) -> None:
    shares = []
    for seed in range(40):
        case = maker(seed)
        brief = case.brief()
        withheld = len(case.forbidden(brief))
        shares.append(withheld / case.count)
    assert 0.1 < sum(shares) / len(shares) < 0.8
