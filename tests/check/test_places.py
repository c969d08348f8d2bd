"""A finding stands where its words stand in the file, however they are written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import check

YAML = """\
id: b
title: B
likelihood_scale: icd203
actors:
  - {id: a, name: A, kind: state}
sources: [{id: s, title: S, descriptor: D.}]
judgements:
  - id: plain
    text: It might rain, and they might stay.
  - id: folded
    text: >-
      A line that is folded goes on
      here, where it could
      rain.
  - {id: flow, text: "It is \\"possible\\", perhaps."}
  - id: single
    text: 'It''s conceivable.'
    likelihood: {wording: conceivable, scale: idc}
drivers:
  - id: d
    actors: a
    text: |
      One line.
      Maybe another.
"""


def words_at(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for one in check(path, select=["BG201", "BG214"]):
        assert one.place is not None
        assert one.excerpt == lines[one.place.line - 1]
        found.append((one.id, one.excerpt[one.place.column - 1 :][: one.length]))
    return found


def test_words_are_found_in_every_way_to_write_yaml(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(YAML, encoding="utf-8")
    assert words_at(path) == [
        ("plain", "might"),
        ("folded", "could"),
        ("flow", "perhaps"),
        ("single", "conceivable"),
        ("single", "idc"),
        ("d", "Maybe"),
    ]


def test_words_are_found_in_toml_and_json(tmp_path: Path) -> None:
    path = tmp_path / "brief.toml"
    path.write_text(
        'id = "b"\ntitle = "B"\n[[judgements]]\nid = "j"\ntext = """\nIt is dry. It\nmight rain."""\n', encoding="utf-8"
    )
    assert words_at(path) == [("j", "might")]
    path = tmp_path / "brief.json"
    path.write_text('{"id": "b", "title": "B",\n "judgements": [{"id": "j", "text": "It might rain."}]}', "utf-8")
    assert words_at(path) == [("j", "might")]


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        ("{s: Talks won.}", "Talks won.}]}]"),
        ("{source: s, quote: Talks won.}", "Talks won.}]}]"),
        ("{s: Talks won., locator: p. 2}", "Talks won., locator: p. 2}]}]"),
    ],
)
def test_a_quote_is_found_in_its_short_and_its_long_form(tmp_path: Path, citation: str, said: str) -> None:
    (tmp_path / "a.txt").write_text("Talks failed.", encoding="utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text(
        "id: b\ntitle: B\nsources: [{id: s, title: S, file: a.txt}]\n"
        f"judgements: [{{id: j, text: X., citations: [{citation}]}}]\n",
        encoding="utf-8",
    )
    (one,) = check(path, select=["BG101"])
    assert one.place is not None
    assert one.excerpt[one.place.column - 1 :] == said


def test_a_single_citation_and_an_alias_have_a_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks failed.", encoding="utf-8")
    path = tmp_path / "brief.yaml"
    path.write_text(
        "id: b\ntitle: B\nsources: [{id: s, title: S, file: a.txt}]\njudgements:\n"
        "  - {id: i, text: X., citations: &c {s: Talks won.}}\n  - {id: j, text: X., citations: *c}\n",
        encoding="utf-8",
    )
    assert [one.place.line for one in check(path, select=["BG101"]) if one.place] == [5, 6]
