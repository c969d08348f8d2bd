"""The two examples: the summit's hedges as they were read by hand, and nothing that is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.checking.findings import Severity
from briefgen.checking.run import check_file, is_failed
from briefgen.checking.words import hedges
from briefgen.content.evidence.texts import read_text
from briefgen.resources import folder

# As listed in the reading of the text, sentence by sentence.
HEDGES = [
    ("P4.1", "unlikely"),
    ("P5.2", "might"),
    ("P5.3", "certainly"),
    ("P6.3", "might"),
    ("P6.4", "might"),
    ("P7.2", "might"),
    ("P7.3", "Possible"),
    ("P7.3", "might"),
    ("P8.2", "possibility"),
    ("P8.3", "likely"),
    ("P8.3", "possibly"),
    ("P9.1", "possibility"),
    ("P9.2", "could"),
    ("P10.3", "might"),
    ("P10.4", "might"),
]


def test_the_hedges_of_the_summit_text_are_those_that_were_read_by_hand() -> None:
    text = read_text(folder("seeds") / "putin-kim-summit-2024.txt")
    found = []
    for match in hedges(text.text):
        (label,) = [one.label for one in text.sentences if one.start <= match.start < one.end]
        found.append((label, match.words))
    assert found == HEDGES


def test_of_the_summit_only_notes_are_told_and_its_words_are_kept(examples: Path) -> None:
    checked = check_file(examples / "putin-kim-summit" / "brief.yaml")
    assert {one.severity for one in checked.findings} == {Severity.INFO}
    assert not is_failed(checked.findings)
    words = [one for one in checked.findings if one.code in ("BG201", "BG204", "BG410")]
    assert words
    assert [str(one) for one in words if "kept" not in one.what] == []


def test_each_off_scale_word_of_the_summit_brief_is_told_where_it_stands(examples: Path) -> None:
    path = examples / "putin-kim-summit" / "brief.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [one for one in check_file(path).findings if one.code in ("BG201", "BG204")]
    for one in found:
        assert one.place is not None
        said = lines[one.place.line - 1][one.place.column - 1 :][: one.length]
        assert f"“{said}”" in one.what
    assert {one.what.split("”")[0][1:].lower() for one in found} == {
        "might",
        "could",
        "possible",
        "possibly",
        "possibility",
        "certainly",
    }


@pytest.mark.parametrize("name", ["putin-kim-summit", "new-start"])
def test_an_example_has_no_error_and_no_warning_that_its_comments_do_not_explain(examples: Path, name: str) -> None:
    checked = check_file(examples / name / "brief.yaml")
    assert [str(one) for one in checked.findings if one.severity is not Severity.INFO] == []
    assert [str(one) for one in checked.findings if one.code.startswith("BG9")] == []
