"""What a check is asked: by the call, by a file beside the brief, by comments in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen import InputError, check, load
from briefgen.checking.findings import Finding
from briefgen.checking.run import check_file

Found = Callable[..., tuple[Finding, ...]]
Write = Callable[[str], Path]
WORDY = "likelihood_scale: icd203\njudgements:\n  - id: j\n    key: true\n    text: Talks might fail.\n"


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_comment_on_a_line_puts_aside_what_begins_there(write: Write) -> None:
    path = write(WORDY.replace("fail.", "fail. # briefgen: ignore BG201, BG205 as the minister put it"))
    checked = check_file(path)
    assert "BG201" not in codes(checked.findings)
    assert "BG206" in codes(checked.findings)
    assert checked.ignored == 2


def test_a_comment_on_a_part_puts_aside_all_that_it_holds(write: Write) -> None:
    path = write(WORDY.replace("- id: j", "- id: j # briefgen: ignore BG2 kept"))
    assert [code for code in codes(check_file(path).findings) if code.startswith("BG2")] == []


def test_a_comment_on_a_line_of_its_own_means_the_next(write: Write) -> None:
    path = write(WORDY.replace("    text:", "    # briefgen: ignore BG201 kept\n    # another\n\n    text:"))
    assert "BG201" not in codes(check_file(path).findings)
    path = write(WORDY.replace("    text:", "    # briefgen: ignore BG201 kept\n    importance: 3\n    text:"))
    assert "BG201" in codes(check_file(path).findings)


def test_a_comment_for_the_file_covers_it(write: Write) -> None:
    assert "BG201" not in codes(check_file(write("# briefgen: ignore-file BG201 kept\n" + WORDY)).findings)


def test_a_comment_of_a_rule_that_does_not_run_is_not_called_unused(write: Write) -> None:
    from briefgen.checking.settings import Settings

    path = write(WORDY.replace("fail.", "fail. # briefgen: ignore BG201 kept"))
    assert "BG901" not in codes(check_file(path, Settings(select=("BG9",))).findings)
    assert "BG901" in codes(check_file(write("kicker: X # briefgen: ignore BG201 kept")).findings)


def test_the_profile_is_the_brief_s_own_scale_s_or_the_comment_s_or_the_call_s(found: Found) -> None:
    def severity(text: str, **asked: object) -> str:
        (one,) = [one for one in found(text, **asked) if one.code == "BG206"]
        return one.severity.value

    plain = WORDY.replace("likelihood_scale: icd203\n", "")
    assert severity(plain) == "info"
    assert severity(WORDY) == "warning"
    assert severity("# briefgen: profile phia\n" + plain) == "warning"
    assert severity(WORDY, profile="general") == "info"
    assert "BG206" not in codes(found(WORDY, profile="newsroom"))
    assert codes(found(WORDY, profile="minimal")) == []


def test_settings_are_read_from_the_nearest_file(write: Write, tmp_path: Path) -> None:
    path = write(WORDY)
    (tmp_path / "pyproject.toml").write_text("[tool.briefgen.check]\nignore = ['BG201']\n", encoding="utf-8")
    assert "BG201" not in codes(check(path))
    (tmp_path / "briefgen.toml").write_text("[check.severity]\nBG201 = 'error'\n", encoding="utf-8")
    (one,) = [one for one in check(path) if one.code == "BG201"]
    assert one.severity == "error"
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "brief.yaml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert [one.severity.value for one in check(inner / "brief.yaml") if one.code == "BG201"] == ["error"]


def test_a_pyproject_of_others_is_passed_over(write: Write, tmp_path: Path) -> None:
    path = write(WORDY)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert "BG201" in codes(check(path))
    (tmp_path / "pyproject.toml").write_text("not toml", encoding="utf-8")
    assert "BG201" in codes(check(path))


def test_bounds_words_acronyms_and_scales_are_the_house_s(write: Write, tmp_path: Path) -> None:
    path = write(
        "likelihood_scale: house\njudgements:\n  - {id: j, text: The OSCE met the warlord in a perhaps short talk.}\n"
    )
    assert {"BG214", "BG407"} <= set(codes(check(path)))
    (tmp_path / "briefgen.toml").write_text(
        "[check]\nsentence-words = 8\nvalue-laden = ['warlord']\nacronyms = ['OSCE']\n"
        "[check.scales.house]\ntitle = 'House'\nrows = [{low = 0, high = 100, terms = ['perhaps']}]\n",
        encoding="utf-8",
    )
    found = set(codes(check(path)))
    assert {"BG409", "BG410"} <= found
    assert not {"BG201", "BG214", "BG407"} & found


def test_what_is_wrong_in_a_file_of_settings_is_told_all_at_once(write: Write, tmp_path: Path) -> None:
    path = write(WORDY)
    (tmp_path / "briefgen.toml").write_text(
        "[check]\nprofil = 'x'\nprofile = 'phai'\nignore = 'BG1'\nsentence-words = 0\nseverity = {BG1 = 'bad'}\n"
        "[check.scales.house]\nrows = [{low = 0}]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        check(path)
    told = str(caught.value)
    assert len(caught.value.faults) == 6
    assert "check.profil: is not a setting; did you mean 'profile'?" in told
    assert "did you mean 'phia'?" in told


def test_a_brief_in_memory_has_paths_and_needs_its_folder_for_its_texts(write: Write) -> None:
    path = write(
        "--- a.txt\nTalks failed.\n--- brief.yaml\nsources: [{id: s, title: S, file: a.txt}]\n"
        "judgements: [{id: j, text: X., citations: [{s: Talks succeeded.}]}]"
    )
    brief = load(path)
    (one,) = [one for one in check(brief, base=path.parent) if one.code == "BG101"]
    assert one.place is None
    assert (one.path, one.id) == ("judgements[0].citations[0].quote", "j")
    found = check(brief)
    assert "BG101" not in codes(found)
    assert [one.severity.value for one in found if one.code == "BG103"] == ["info"]


def test_an_audience_is_checked_for_what_it_is_shown_at_the_places_of_the_whole(write: Write, tmp_path: Path) -> None:
    path = write(
        'unmarked: "TLP:CLEAR"\nmarking: "TLP:RED"\njudgements:\n'
        '  - {id: a, text: It will certainly rain., marking: "TLP:RED"}\n  - {id: b, text: It will surely snow.}\n'
    )
    (tmp_path / "clear.toml").write_text("name = 'clear'\n[release]\nhighest = {tlp = 'TLP:CLEAR'}\n", encoding="utf-8")
    found = [one for one in check_file(path, audience=str(tmp_path / "clear.toml")).findings if one.code == "BG204"]
    assert [(one.path, one.place.line if one.place else 0) for one in found] == [("judgements[0].text", 7)]
