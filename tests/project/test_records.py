"""A record is what a frozen dataclass with slots is."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle

import pytest

from briefgen.content.model import Event, Statement
from briefgen.document import Attr, Break, Text
from briefgen.records import record
from briefgen.theme import Theme


@record
class Pair:
    left: str
    right: tuple[str, ...] = ()
    notes: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    left: str
    right: tuple[str, ...] = ()
    notes: list[str] = dataclasses.field(default_factory=list)


def test_a_record_says_itself_and_takes_arguments_as_a_dataclass_does() -> None:
    assert repr(Pair(left="a")) == repr(Standard(left="a")).replace("Standard", "Pair")
    assert inspect.signature(Pair).parameters.keys() == inspect.signature(Standard).parameters.keys()
    assert [field.name for field in dataclasses.fields(Pair)] == ["left", "right", "notes"]
    for wrong in ({}, {"left": "a", "up": "b"}):
        with pytest.raises(TypeError):
            Pair(**wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Pair("a")  # type: ignore[misc]


def test_a_default_that_is_made_is_made_anew_each_time() -> None:
    assert Pair(left="a").notes is not Pair(left="a").notes
    assert Theme(name="a").styles is not Theme(name="a").styles


def test_a_record_cannot_be_changed() -> None:
    text = Text("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        text.text = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del text.text
    with pytest.raises((AttributeError, TypeError)):
        text.other = "b"  # type: ignore[attr-defined]


def test_records_are_equal_by_kind_and_value_and_hash_alike() -> None:
    assert Text("a") == Text("a") != Text("b")
    assert hash(Text("a")) == hash(Text("a"))
    assert Break() == Break()
    assert len({Break(), Break(), Text("a"), Text("a")}) == 2
    assert Statement(id="a", text="b") != Event(id="a", text="b", title="c")
    assert Attr() != Break()


def test_a_record_is_copied_pickled_and_replaced() -> None:
    event = Event(id="a", text="b", title="c", participants=("d",))
    assert pickle.loads(pickle.dumps(event)) == event == copy.deepcopy(event) == copy.copy(event)
    assert dataclasses.replace(event, title="e").title == "e"
    assert dataclasses.replace(event, title="e").participants == ("d",)


def test_a_record_is_matched_by_its_place_where_its_fields_have_one() -> None:
    match Text("a"):
        case Text(text):
            assert text == "a"
        case _:
            pytest.fail("not matched")
