"""Each rule's own examples hold, and docs/rules.md is what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.checking.explaining import explained, rules_page
from briefgen.checking.findings import Finding, Rule, sections
from briefgen.checking.rules import FAMILIES, rules

ROOT = Path(__file__).resolve().parents[2]
Found = Callable[..., tuple[Finding, ...]]


def _codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_finds_its_failing_example_and_not_the_mended_one(rule: Rule, found: Found) -> None:
    _, _, fails, mended = sections(rule)
    assert rule.code in _codes(found(fails))
    assert rule.code not in _codes(found(mended))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_finding_of_an_example_has_a_line_a_column_and_a_message(rule: Rule, found: Found) -> None:
    (first, *_) = [one for one in found(sections(rule)[2]) if one.code == rule.code]
    assert first.place is not None
    assert min(first.place.line, first.place.column) >= 1
    assert first.what
    assert first.excerpt or first.path == ""


def test_every_rule_has_a_code_of_a_family_a_name_of_its_own_and_reasons() -> None:
    names = [rule.name for rule in rules()]
    assert len(set(names)) == len(names)
    assert len({rule.code for rule in rules()}) == len(rules())
    for rule in rules():
        summary, why, fails, mended = sections(rule)
        assert rule.code[:3] in FAMILIES
        assert summary.endswith(".")
        assert all((why, fails, mended)), rule.code
        assert rule.code in explained(rule)


def test_the_page_of_rules_is_current() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page()
