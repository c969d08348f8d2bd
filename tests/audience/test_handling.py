"""Handling schemes: the order of TLP 2.0, the rules of GSC, and roll-up, portions and releasability in the US style."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.audience.handling import load_scheme, permits, portion_mark, read, roll_up, scheme_of
from briefgen.content.model import Marking
from briefgen.errors import AudienceError
from briefgen.resources import folder
from briefgen.theme import load_theme, look


def rolled(scheme: str, *labels: str) -> str:
    return roll_up([read(load_scheme(scheme), Marking(label=label)) for label in labels]).label


def may(scheme: str, label: str, ceiling: str, *groups: str) -> bool:
    known = load_scheme(scheme)
    return permits(read(known, Marking(label=label)), read(known, Marking(label=ceiling)), groups)


@pytest.mark.parametrize(
    ("labels", "banner"),
    [
        (("TLP:CLEAR", "TLP:GREEN"), "TLP:GREEN"),
        (("TLP:AMBER+STRICT", "TLP:AMBER"), "TLP:AMBER+STRICT"),
        (("TLP:AMBER+STRICT", "TLP:RED", "TLP:CLEAR"), "TLP:RED"),
    ],
)
def test_tlp_rolls_up_to_the_highest(labels: tuple[str, ...], banner: str) -> None:
    assert rolled("tlp", *labels) == banner


def test_tlp_labels_have_their_colours_and_size() -> None:
    scheme = load_scheme("tlp")
    assert [level.colour for level in scheme.levels] == ["#ffffff", "#33ff00", "#ffc000", "#ffc000", "#ff2b2b"]
    assert {level.background for level in scheme.levels} == {"#000000"}
    assert scheme.least_size == 12


@pytest.mark.parametrize("theme", sorted(p.stem for p in (folder("templates") / "themes").glob("*.toml")))
def test_every_theme_sets_running_tlp_labels_large_enough(theme: str) -> None:
    for name in ("running-mark", "tlp-red", "tlp-amber", "tlp-green", "tlp-clear"):
        assert look(load_theme(theme), name).size >= load_scheme("tlp").least_size, (theme, name)


@pytest.mark.parametrize("wrong", ["TLP:WHITE", "TLP: AMBER", "TLP:ROT", "AMBER", "TLP:AMBER//NF"])
def test_a_label_that_is_none_says_which_is(wrong: str) -> None:
    with pytest.raises(AudienceError) as caught:
        scheme_of(Marking(label=wrong))
    assert caught.value.faults[0].mend


@pytest.mark.parametrize(
    ("labels", "banner"),
    [
        (("S//REL TO USA, GBR", "S//REL TO USA, AUS, GBR", "U"), "SECRET//REL TO USA, GBR"),
        (("S//REL TO USA, GBR", "S//REL TO USA, CAN"), "SECRET//REL TO USA"),
        (("S//REL TO GBR", "S//REL TO CAN"), "SECRET//NOFORN"),
        (("S//REL TO USA, GBR", "C"), "SECRET//NOFORN"),
        (("S//REL TO USA, GBR", "S//NF"), "SECRET//NOFORN"),
        (("S//REL TO USA, FVEY", "S//REL TO USA, GBR"), "SECRET//REL TO USA, GBR"),
        (("S//REL TO USA, FVEY", "S//REL TO USA, FVEY"), "SECRET//REL TO USA, FVEY"),
        (("U//FOUO", "U"), "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        (("U//FOUO", "C"), "CONFIDENTIAL"),
        (("TS//SI/TK//NF", "S"), "TOP SECRET//SI//TK//NOFORN"),
    ],
)
def test_us_roll_up(labels: tuple[str, ...], banner: str) -> None:
    assert rolled("us", *labels) == banner


def test_us_portions_are_short_and_in_brackets() -> None:
    def mark(label: str) -> str:
        return portion_mark(read(load_scheme("us"), Marking(label=label)))

    assert mark("SECRET//NOFORN") == "(S//NF)"
    assert mark("(S//REL GBR, USA)") == "(S//REL TO GBR, USA)"
    assert mark("UNCLASSIFIED") == "(U)"


def test_us_releasability_and_codewords() -> None:
    assert may("us", "S//REL TO USA, GBR", "TS", "GBR")
    assert not may("us", "S//REL TO USA, GBR", "TS", "FRA")
    assert may("us", "S//REL TO USA, FVEY", "TS", "NZL")
    assert not may("us", "S//NF", "TS", "GBR")
    assert not may("us", "S//KESTREL", "TS", "USA"), "a word that the scheme does not know is a codeword"
    assert may("us", "S//KESTREL", "TS", "USA", "KESTREL")
    assert not may("us", "S", "C", "USA")


def test_us_is_no_approved_tool_and_says_so() -> None:
    assert "Not an approved classification tool" in load_scheme("us").note


def test_gsc_handling_opens_and_closes() -> None:
    public = "OFFICIAL - FOR PUBLIC RELEASE"
    assert may("gsc", public, public)
    assert not may("gsc", "OFFICIAL", public)
    assert not may("gsc", "OFFICIAL - HMG USE ONLY", "SECRET")
    assert may("gsc", "UK OFFICIAL - HMG USE ONLY", "SECRET", "HMG")
    assert may("gsc", "SECRET - ACME USE ONLY", "SECRET", "ACME")
    assert not may("gsc", "SECRET - UK EYES ONLY", "TOP SECRET", "HMG")
    assert rolled("gsc", public, "OFFICIAL") == "OFFICIAL"
    assert rolled("gsc", public, public) == public


_WRONG = ["SECRET - FOR PUBLIC RELEASE", "OFFICIAL-SENSITIVE - FOR PUBLIC RELEASE", "UNCLASSIFIED"]


@pytest.mark.parametrize("wrong", _WRONG)
def test_gsc_refuses_what_cannot_be(wrong: str) -> None:
    with pytest.raises(AudienceError):
        read(load_scheme("gsc"), Marking(label=wrong))


def test_a_scheme_of_one_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "handling").mkdir()
    own = (
        'name = "house"\nbetween = " / "\n[[levels]]\nlabel = "OPEN"\nrank = 0\n[[levels]]\nlabel = "HOUSE"\nrank = 1\n'
    )
    (tmp_path / "handling" / "house.toml").write_text(own)
    monkeypatch.chdir(tmp_path)
    marking = Marking(label="HOUSE / BOARD", scheme="house")
    assert not permits(read(scheme_of(marking), marking), read(scheme_of(marking), Marking(label="HOUSE")), ())
    assert permits(read(scheme_of(marking), marking), read(scheme_of(marking), Marking(label="HOUSE")), ("BOARD",))


def test_a_scheme_that_is_changed_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that renders for days must not hold to a scheme that is no longer there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "handling").mkdir()
    file = tmp_path / "handling" / "own.toml"
    file.write_text('name = "own"\n[[levels]]\nlabel = "OPEN"\nrank = 0\n', "utf-8")
    assert load_scheme("own") is load_scheme("own")
    file.write_text('name = "own"\n[[levels]]\nlabel = "CLOSED"\nrank = 0\n', "utf-8")
    assert [level.label for level in load_scheme("own").levels] == ["CLOSED"]
    (tmp_path / "elsewhere" / "handling").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "elsewhere")
    with pytest.raises(AudienceError, match="there is no handling scheme 'own'"):
        load_scheme("own")


def test_a_scheme_that_is_wrong_says_where(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('name = "s"\nlevels = [{ label = "A", rank = 0 }]\n[[controls]]\nlabel = "X"\nopne = true\n')
    with pytest.raises(AudienceError) as caught:
        load_scheme(str(path))
    told = f"{path}:5:1: controls[0].opne: unknown key 'opne'; did you mean 'open'?"
    assert [str(fault) for fault in caught.value.faults] == [told]
