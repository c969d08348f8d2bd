"""Patterns are compiled late, and those of far characters not at all for a text that has none."""

from __future__ import annotations

import re
import sys
from importlib import import_module

import pytest

from briefgen.patterns import FarPattern, is_near

HOLDERS = ("briefgen.layout.scripts", "briefgen.layout.breaks", "briefgen.layout.line_faces")
FAR = {
    f"{home}.{name}": value
    for home in (*HOLDERS, "briefgen.compose.inline_markdown")
    for name, value in vars(import_module(home)).items()
    if isinstance(value, FarPattern)
}
NEAR = "".join(map(chr, [*range(0x1100), *range(0x1200, 0x2E80)]))


@pytest.mark.parametrize("name", FAR)
def test_no_near_character_begins_a_match_of_a_pattern_of_far_ones(name: str) -> None:
    compiled = re.compile(FAR[name]._source)
    assert is_near(NEAR)
    assert not any(map(compiled.match, NEAR))
    assert any(compiled.match(chr(code)) for code in range(0x1100, sys.maxunicode) if not 0xD800 <= code < 0xE000)


@pytest.mark.parametrize("text", ["", "plain", "–’é", "ᄀ", "a한b", "“漢字” ab 漢", "\U00020000", "かな"])
def test_a_pattern_of_far_characters_finds_what_re_finds(text: str) -> None:
    source = "[\u1100-\u11ff\u2e80-\ud7ff\U00020000-\U0003ffff]+"
    wanted = re.compile(source)
    for first in ("search", "match", "fullmatch", "findall", "finditer"):
        late = FarPattern(source)
        for method in (first, "search", "match", "fullmatch", "findall", "finditer"):
            found, same = getattr(late, method)(text), getattr(wanted, method)(text)
            if method == "finditer":
                found, same = [one.span() for one in found], [one.span() for one in same]
            elif method != "findall":
                found, same = found and found.span(), same and same.span()
            assert found == same


def test_near_texts_leave_it_as_it_is() -> None:
    late = FarPattern("[\u2e80-\ud7ff]")
    assert late.search("– near –") is None
    assert not isinstance(getattr(late.search, "__self__", None), re.Pattern)
    assert late.search("漢") is not None
    assert isinstance(late.search.__self__, re.Pattern)  # type: ignore[attr-defined]
