"""Plain values become dataclasses by the types of their fields; all that is wrong is told at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest

from briefgen.data import syntax, typed
from briefgen.data.typed import Shorthand
from briefgen.errors import InputError, ThemeError


class Colour(StrEnum):
    RED = "red"
    DARK_BLUE = "dark-blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    name: str
    size: Decimal | None = None
    on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    id: Annotated[str, "an id"]
    count: int = 3
    ratio: float = 1.0
    colour: Colour = Colour.RED
    align: Literal["start", "end"] = "start"
    leaf: Leaf | None = None
    leaves: tuple[Leaf, ...] = ()
    words: tuple[str, ...] = ()
    named: dict[str, Leaf] = field(default_factory=dict)
    maybe: int | None = None
    note: str = ""


SHORT = {Leaf: Shorthand(word="name", pair=("name", "size"))}


def build(text: str, format_: str = "yaml", **more: Any) -> Tree:
    return typed.build(Tree, syntax.parse(text, file="f", format=format_), **more)


def faults(text: str, format_: str = "yaml") -> list[str]:
    with pytest.raises(InputError) as caught:
        build(text, format_)
    return [str(fault) for fault in caught.value.faults]


def test_types_decide_what_a_word_means() -> None:
    tree = build(
        "id: 010\nnote: on\ncount: 7\nratio: 2.50\ncolour: dark-blue\nalign: end\n"
        "leaf: {name: NO, size: 1.10, on: on}\n"
    )
    assert tree == Tree(
        id="010",
        note="on",
        count=7,
        ratio=2.5,
        colour=Colour.DARK_BLUE,
        align="end",
        leaf=Leaf(name="NO", size=Decimal("1.10"), on=True),
    )
    assert tree.leaf is not None
    assert str(tree.leaf.size) == "1.10"


@pytest.mark.parametrize(
    ("word", "value"),
    [("true", True), ("True", True), ("yes", True), ("on", True), ("false", False), ("NO", False), ("off", False)],
)
def test_bools_in_the_words_people_use(word: str, value: bool) -> None:
    tree = build(f"id: x\nleaf: {{name: y, on: {word}}}\n")
    assert tree.leaf is not None
    assert tree.leaf.on is value


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_none_where_a_type_has_none(nothing: str) -> None:
    assert build(f"id: x\nmaybe: {nothing}\nleaf: {nothing}\n") == Tree(id="x")


def test_an_empty_value_is_the_default_and_null_in_a_text_field_is_a_word() -> None:
    assert build("id: x\ncount:\nwords:\nnote: null\n") == Tree(id="x", note="null")
    assert build('{"id": "x", "count": null, "note": null}', "json") == Tree(id="x")


def test_every_fault_is_told_at_once_with_place_path_and_the_nearest_right_word() -> None:
    said = faults(
        "id: x\n"
        "cuont: 3\n"
        "count: three\n"
        "colour: dark_blu\n"
        "leaves:\n"
        "  - size: 1,550\n"
        "    nme: a\n"
        "  - just text\n"
        "named:\n"
        "  a: {name: b, on: maybe}\n"
        "align: centre\n"
    )
    assert said == [
        "f:2:1: cuont: unknown key 'cuont'; did you mean 'count'?",
        "f:3:8: count: 'three' is not a whole number",
        "f:4:9: colour: 'dark_blu' is not a Colour; did you mean 'dark-blue'?",
        "f:6:5: leaves[0]: 'name' is missing",
        "f:6:11: leaves[0].size: '1,550' is not a number; write 1550",
        "f:7:5: leaves[0].nme: unknown key 'nme'; did you mean 'name'?",
        "f:8:5: leaves[1]: 'just text' is not a mapping",
        "f:10:20: named.a.on: 'maybe' is not true or false",
        "f:11:8: align: 'centre' is not known; write one of: start, end",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": 5}', "f:1:8: id: the number 5 stands where a text is wanted; put it in quotes"),
        ('{"id": true}', "f:1:8: id: true stands where a text is wanted; put it in quotes"),
        ('{"id": []}', "f:1:8: id: a list stands where a text is wanted"),
        ('{"id": "x", "count": 1.5}', "f:1:22: count: the number 1.5 stands where a whole number is wanted"),
        ('{"id": "x", "count": true}', "f:1:22: count: true stands where a whole number is wanted"),
        (
            '{"id": "x", "leaf": {"name": "y", "on": 1}}',
            "f:1:41: leaf.on: the number 1 stands where true or false is wanted",
        ),
        ('{"id": "x", "named": []}', "f:1:22: named: a list stands where a mapping is wanted"),
        ('{"id": "x", "colour": 1}', "f:1:23: colour: the number 1 stands where one of red, dark-blue is wanted"),
        ('{"id": " "}', "f:1:8: id: is empty; say what it is"),
        ('{"id": null}', "f:1:2: id: is empty; say what it is"),
        ("{}", "f:1:1: 'id' is missing"),
        ("[]", "f:1:1: a list stands where a mapping is wanted"),
        ("null", "f:1:1: is empty, where a mapping is wanted"),
        (
            '{"id": "a\\u0007"}',
            "f:1:8: id: holds U+0007 (a control character) (character 2), which no document can carry; remove it",
        ),
        ('{"id": "\\ud800"}', "f:1:8: id: holds U+D800 (a lone surrogate), which no document can carry; remove it"),
    ],
)
def test_a_wrong_type_says_what_stands_there_and_what_is_wanted(text: str, said: str) -> None:
    assert faults(text, "json") == [said]


def test_numbers_of_other_scripts_and_without_end_are_refused() -> None:
    for word in ("٣", "1_000", "0x1F", "1e5", "9" * 19, "", "+"):
        if word:
            assert faults(f'id: x\ncount: "{word}"\n')
    for word in ("nan", "inf", "1e99999", "9" * 1000, "٣"):
        assert faults(f"id: x\nleaf: {{name: y, size: {word}}}\n")
    assert faults("id = 'x'\nleaf = {name = 'y', size = nan}", "toml")


def test_one_value_in_place_of_a_tuple_is_a_tuple_of_one() -> None:
    assert build("id: x\nwords: one\nleaves: {name: y}\n") == Tree(id="x", words=("one",), leaves=(Leaf(name="y"),))


def test_shorthands_fill_fields() -> None:
    tree = build("id: x\nleaf: y\nleaves: [a, b: 1.5, {name: c, on: yes}]\n", shorthands=SHORT)
    assert tree.leaf == Leaf(name="y")
    assert tree.leaves == (Leaf(name="a"), Leaf(name="b", size=Decimal("1.5")), Leaf(name="c", on=True))
    several = build("id: x\nleaves: {a: 1, b: 2}\n", shorthands=SHORT)
    assert several.leaves == (Leaf(name="a", size=Decimal(1)), Leaf(name="b", size=Decimal(2)))
    beside = build("id: x\nleaves:\n  - on: yes\n    b: 2\n", shorthands=SHORT)
    assert beside.leaves == (Leaf(name="b", size=Decimal(2), on=True),)


def test_a_fault_in_a_short_form_has_the_place_of_the_short_form() -> None:
    with pytest.raises(InputError) as caught:
        build("id: x\nleaves:\n  - a: 1\n  - b: two\n", shorthands=SHORT)
    assert [str(fault) for fault in caught.value.faults] == ["f:4:8: leaves[1].b: 'two' is not a number"]


def test_the_error_is_of_the_callers_kind() -> None:
    with pytest.raises(ThemeError):
        build("id: x\nno: y\n", error=ThemeError)


def test_a_hundred_faults_are_told_and_the_rest_counted() -> None:
    said = faults("id: x\n" + "".join(f"k{number}: v\n" for number in range(250)))
    assert len(said) == 101
    assert said[-1] == "… and 150 more"


def test_messages_hold_nothing_that_a_terminal_acts_on_and_stay_short() -> None:
    said = faults(json.dumps({"id": "x", "count": "\x1b[31m\ud800\u202e" + "y" * 1000, "\x1b\ud800": 1}), "json")
    assert all(line.isprintable() and len(line) < 200 for line in said), said
