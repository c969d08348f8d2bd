"""A check takes no longer than its reader's patience: under twice the time of loading, however long the brief."""

from __future__ import annotations

import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from briefgen import check, load, resources

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "check.py"


@pytest.mark.slow
def test_two_thousand_statements_are_checked_in_under_twice_the_time_of_loading(tmp_path: Path) -> None:
    spec = spec_from_file_location("benchmark", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    benchmark = module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    path = tmp_path / "brief.yaml"
    path.write_text(benchmark.brief(2_000), encoding="utf-8")
    seed = resources.folder("seeds") / "putin-kim-summit-2024.txt"
    (tmp_path / "article.txt").write_bytes(seed.read_bytes())
    check(path)  # imports
    ratios = []
    for _ in range(3):
        loading, brief = benchmark.timed(load, path)
        checking, found = benchmark.timed(check, brief, base=tmp_path)
        ratios.append(checking / loading)
    assert {one.code for one in found} >= {"BG201", "BG403"}
    assert min(ratios) < 2


def test_a_hostile_text_is_checked_in_a_time_that_grows_with_its_length(tmp_path: Path) -> None:
    texts = ["“" * 20_000, "(" * 20_000 + "AB" * 5_000, "A.B." * 10_000, "the most " * 10_000, "9,999 " * 10_000]
    path = tmp_path / "brief.yaml"
    lines = [f"  - {{id: j{number}, key: true, text: '{text}'}}" for number, text in enumerate(texts)]
    path.write_text("id: b\ntitle: B\njudgements:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    begin = time.perf_counter()
    check(path)
    assert time.perf_counter() - begin < 20
