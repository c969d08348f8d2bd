"""Patterns find each brief once, and every result has a file of its own that depends on its brief alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.batch.names import file_of, find, refuse_collisions
from briefgen.errors import InputError, OutputError

OUT = Path("out")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "briefs/b.yaml",
        "briefs/a.yml",
        "briefs/asia/korea.yaml",
        "briefs/asia/deep/er/x.json",
        "briefs/asia/notes.txt",
        "briefs/.hidden.yaml",
        "briefs/.git/y.yaml",
        "one/brief.yaml",
        "out/b.json",
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("patterns", "paths"),
    [
        (["briefs/**/*.yaml"], ["briefs/asia/korea.yaml", "briefs/b.yaml"]),
        (["briefs/*.y*ml"], ["briefs/a.yml", "briefs/b.yaml"]),
        (["briefs/**"], ["briefs/a.yml", "briefs/asia/deep/er/x.json", "briefs/asia/korea.yaml", "briefs/b.yaml"]),
        (["briefs/*/*"], ["briefs/asia/korea.yaml"]),
        (["briefs/**/deep/**/*.json"], ["briefs/asia/deep/er/x.json"]),
        (["briefs/[b-z].yaml", "briefs/?.yaml"], ["briefs/b.yaml"]),
        (["./briefs/b.yaml", "briefs/*.yaml"], ["briefs/b.yaml"]),
        (["one"], ["one/brief.yaml"]),
        (["**/*.json"], ["briefs/asia/deep/er/x.json"]),  # not what stands in the folder for results
    ],
)
def test_a_pattern_finds_each_brief_once_whatever_its_order_on_disk(
    patterns: list[str], paths: list[str], tree: Path
) -> None:
    assert sorted(one.path for one in find(patterns, OUT)) == paths


def test_an_absolute_pattern_finds_the_same(tree: Path) -> None:
    found = find([f"{tree}/briefs/**/*.yaml"], OUT)
    assert [one.stem for one in found] == ["b", str(Path("asia/korea"))] or len(found) == 2
    assert {str(file_of(one, "", "pdf", OUT)) for one in found} == {"out/b.pdf", "out/asia/korea.pdf"}


def test_links_to_folders_above_do_not_send_it_round_in_circles(tree: Path) -> None:
    (tree / "briefs/asia/up").symlink_to(tree / "briefs")
    assert len(find(["briefs/**/*.yaml"], OUT)) == 2


def test_a_name_with_wildcards_in_it_is_a_name(tree: Path) -> None:
    (tree / "briefs/[x].yaml").write_text("", encoding="utf-8")
    assert [one.path for one in find(["briefs/[x].yaml"], OUT)] == ["briefs/[x].yaml"]


def test_results_may_stand_beside_the_briefs(tree: Path) -> None:
    (one,) = find(["briefs/asia/*.yaml"], Path("briefs"))
    assert str(file_of(one, "press", "pdf", Path("briefs/asia"))) == "briefs/asia/korea.press.pdf"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "an empty pattern matches nothing"),
        ("nope/**/*.yaml", "nothing matches 'nope/**/*.yaml'; there is no folder nope"),
        ("briefs/*.toml", "nothing matches 'briefs/*.toml'; '**' stands for any folders"),
        ("briefs/[", "nothing matches 'briefs/['"),
        ("briefs/bb.yaml", "briefs/bb.yaml: there is no such brief; did you mean 'b.yaml'?"),
        ("briefs", "the folder has no brief.yaml); for all below it give 'briefs/**/*.yaml', in quotes"),
        ("a\0b", "there is no such brief"),
    ],
)
def test_a_pattern_that_leads_to_nothing_says_what_it_may_have_meant(pattern: str, said: str, tree: Path) -> None:
    with pytest.raises(InputError) as raised:
        find([pattern, "briefs/b.yaml"], OUT)
    assert said in str(raised.value)


def test_two_briefs_that_would_go_to_one_file_are_told_before_any_work(tree: Path) -> None:
    (tree / "one/b.yaml").write_text("", encoding="utf-8")
    (tree / "briefs/b.json").write_text("", encoding="utf-8")
    found = find(["briefs/b.*", "one/*.yaml"], OUT)
    with pytest.raises(OutputError) as raised:
        refuse_collisions(found, ["press"], ["pdf"], OUT)
    assert [str(fault) for fault in raised.value.faults] == [
        f"briefs/b.json and {other} would both go to out/b.press.pdf; give one pattern in quotes above both, "
        "as 'briefs/**/*.yaml', or call one of them otherwise"
        for other in ("briefs/b.yaml", "one/b.yaml")
    ]


def test_a_result_never_goes_over_a_brief(tree: Path) -> None:
    found = find(["briefs/**/*.json"], Path("briefs"))
    with pytest.raises(OutputError, match="is one of the briefs, and would be written over"):
        refuse_collisions(found, [""], ["json"], Path("briefs"))
    refuse_collisions(found, ["press"], ["json"], Path("briefs"))


def test_an_audience_whose_name_has_a_slash_stays_in_the_folder(tree: Path) -> None:
    (one,) = find(["one"], OUT)
    assert str(file_of(one, "../../x", "md", OUT)) == "out/one/brief...-..-x.md"
