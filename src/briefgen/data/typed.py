"""Plain values → dataclasses and Structs: the fields' types decide what a value means, and every fault is told at once.

    brief = typed.build(Brief, tree)

For each class a builder is made once from its type hints. Understood are str, bool, int, float, Decimal, StrEnum,
Literal, dataclasses, Structs, `X | None`, tuple[X, ...] and dict[str, X], each with or without Annotated. A single
value in place of a tuple is a tuple of one. Text that stands for a bool or a number (all that YAML gives) is read as
one.
What may be written for short is told by `shorthands`: see `Shorthand`.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin

from msgspec import Struct, field

from briefgen.data.characters import complaint, forbidden, named, shown
from briefgen.data.faults import At, Faults, near, path_of
from briefgen.data.hints import fields_of, hint, is_record
from briefgen.data.syntax import Tree
from briefgen.errors import BriefgenError, InputError

T = TypeVar("T")

# Makes a value; or adds what is wrong to the faults and returns None.
_Builder: TypeAlias = Callable[[Any, Faults, At], Any]


_TRUE = frozenset(("true", "yes", "on"))
_FALSE = frozenset(("false", "no", "off"))
NOTHING = frozenset(("", "~", "null"))
_INT = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,3})?")


class Shorthand(Struct, frozen=True, kw_only=True):
    """How a part may be written for short.

    word     the field that a bare text fills: `likelihood: might` is {wording: might}
    pair     the two fields that a key outside the model and its value fill: `- ko: 김정은` is {lang: ko, text: 김정은}
    parse    reads a bare text into fields; returns None to leave it to `word`, or raises ValueError(what, mend)
    filled   fields that are filled where they are not given
    """

    word: str = ""
    pair: tuple[str, str] | None = None
    parse: Callable[[str], dict[str, Any] | None] | None = None
    filled: Mapping[str, str] = field(default_factory=dict)


Shorthands: TypeAlias = Mapping[type, Shorthand]


class _Table(dict[type, Shorthand]):
    """Shorthands that can key a cache: alike only to themselves."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


_NONE = _Table()
_tables: dict[int, tuple[Shorthands, _Table]] = {}


def build(
    cls: type[T], tree: Tree, *, error: type[BriefgenError] = InputError, shorthands: Shorthands | None = None
) -> T:
    """Return `tree` as a `cls`. Raises `error` with every fault: its place, its path, what, and how to mend it."""
    faults = faults_in(tree)
    made = build_as_far_as_right(cls, tree.value, faults, shorthands)
    faults.raise_any(error)
    return made  # type: ignore[return-value]


def faults_in(tree: Tree) -> Faults:
    """Return an empty collection of faults that knows where the values of `tree` stand."""
    return Faults(lambda path, key: tree.place(path, key=key))


def build_as_far_as_right(cls: type[T], value: Any, faults: Faults, shorthands: Shorthands | None = None) -> T | None:
    """Return `value` as a `cls`, adding what is wrong to `faults`.

    Where there are faults the result only serves to look for more: a wrong value has its default, None where it has
    none, and None stands for an item that could not be made.
    """
    table = _NONE if shorthands is None else _tables.setdefault(id(shorthands), (shorthands, _Table(shorthands)))[1]
    kind: Any = cls
    return _builder(kind, table)(value, faults, None)  # type: ignore[no-any-return]


@cache
def _builder(hint: Any, table: _Table) -> _Builder:
    """Return the function that makes a value of this type."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _builder(get_args(hint)[0], table)
    if origin in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not types.NoneType]
        if len(kinds) == 1:
            return _optional(_builder(kinds[0], table), is_text=_is_text(kinds[0]))
    elif origin is tuple:
        return _tuple(get_args(hint)[0], table)
    elif origin is dict:
        return _dict(_builder(get_args(hint)[1], table))
    elif origin is Literal:
        return _words({str(word): word for word in get_args(hint)}, "")
    elif isinstance(hint, type):
        if is_record(hint):
            return _record(hint, table)
        if issubclass(hint, Enum):
            return _words({str(word.value): word for word in hint}, hint.__name__)
        if hint in _SCALARS:
            return _SCALARS[hint]
    raise TypeError(f"no values can be built for the type {hint!r}")


# ---------------------------------------------------------------- scalars


def _text(value: Any, faults: Faults, at: At) -> Any:
    if type(value) is not str:
        return _wrong(value, "a text", faults, at, mend="put it in quotes" if _is_scalar(value) else "")
    wrong = forbidden(value)
    if wrong is None:
        return value
    faults.add(path_of(at), complaint(wrong), "remove it")
    return None


def _bool(value: Any, faults: Faults, at: At) -> Any:
    if value is True or value is False:
        return value
    word = value.lower() if type(value) is str else ""
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    return _wrong(value, "true or false", faults, at)


def _int(value: Any, faults: Faults, at: At) -> Any:
    if type(value) is int:
        return value
    if type(value) is str and _INT.fullmatch(value):
        return int(value)
    return _wrong(value, "a whole number", faults, at, mend=_digits(value))


def _decimal(value: Any, faults: Faults, at: At) -> Any:
    if type(value) is Decimal and value.is_finite():
        return value
    if type(value) is int or (type(value) is str and _NUMBER.fullmatch(value)):
        return Decimal(value)
    return _wrong(value, "a number", faults, at, mend=_digits(value))


def _float(value: Any, faults: Faults, at: At) -> Any:
    number = _decimal(value, faults, at)
    return None if number is None else float(number)


def _digits(value: Any) -> str:
    """Say how to write a number that is written for readers: 1,550 or 75 %."""
    if type(value) is not str:
        return ""
    plain = re.sub(r"[,_ \u00a0\u202f']|%$", "", value)
    return f"write {plain}" if plain != value and _NUMBER.fullmatch(plain) else ""


_SCALARS: dict[Any, _Builder] = {str: _text, bool: _bool, int: _int, Decimal: _decimal, float: _float}


def _words(words: dict[str, Any], name: str) -> _Builder:
    noun = f"one of {', '.join(words)}" if len(words) <= 12 or not name else f"a {name}"

    def build_word(value: Any, faults: Faults, at: At) -> Any:
        try:
            return words[value]
        except (KeyError, TypeError):
            pass
        if type(value) is not str:
            return _wrong(value, noun, faults, at)
        near_by = near(value.strip().lower().replace("_", "-").replace(" ", "-"), words)
        mend = near_by or f"write one of: {', '.join(words)}"
        faults.add(
            path_of(at), f"{shown(value)} is not {_article(name)}" if name else f"{shown(value)} is not known", mend
        )
        return None

    return build_word


# ---------------------------------------------------------------- what holds others


def _optional(builder: _Builder, *, is_text: bool) -> _Builder:
    def build_optional(value: Any, faults: Faults, at: At) -> Any:
        if value is None:
            return None
        if type(value) is str and value in NOTHING and (not is_text or value == "~" or not value):
            return None
        return builder(value, faults, at)

    return build_optional


def _tuple(item: Any, table: _Table) -> _Builder:
    builder = _builder(item, table)
    names = frozenset(fields_of(item)) if is_record(item) else None
    paired = isinstance(item, type) and item in table and table[item].pair is not None

    def build_tuple(value: Any, faults: Faults, at: At) -> Any:
        if type(value) is not list:
            if value is None:
                return ()
            if paired and type(value) is dict and names is not None and names.isdisjoint(value):
                value = [{key: inner} for key, inner in value.items()]
            else:
                value = [value]
        return tuple([builder(inner, faults, (at, index)) for index, inner in enumerate(value)])

    return build_tuple


def _dict(builder: _Builder) -> _Builder:
    def build_dict(value: Any, faults: Faults, at: At) -> Any:
        if type(value) is not dict:
            return _wrong(value, "a mapping", faults, at)
        return {key: builder(inner, faults, (at, key)) for key, inner in value.items() if _good_key(key, faults, at)}

    return build_dict


def _good_key(key: str, faults: Faults, at: At) -> bool:
    wrong = forbidden(key)
    if wrong is not None:
        faults.add(path_of((at, key)), f"the key holds {named(wrong[0])}", "remove it", key=True)
    return wrong is None


class _Builders(dict[str, _Builder]):
    """Builders of a class's fields, made late: most are never asked for, and a type may hold its own kind."""

    def __init__(self, cls: type, table: _Table) -> None:
        self._cls, self._table = cls, table

    def __missing__(self, name: str) -> _Builder:
        self[name] = made = _builder(hint(self._cls, name), self._table)
        return made


def _record(cls: type, table: _Table) -> _Builder:
    fields = fields_of(cls)
    needed = tuple((name, _is_text(hint(cls, name))) for name, is_required in fields.items() if is_required)
    short = table.get(cls, Shorthand())
    pair = short.pair
    filled = tuple(short.filled.items())
    builders = _Builders(cls, table)

    def build_record(value: Any, faults: Faults, at: At) -> Any:
        if type(value) is not dict:
            value = _spelt_out(value, short, faults, at)
            if value is None:
                return None
        made: dict[str, Any] = {}
        for key, inner in value.items():
            builder = builders[key] if key in fields else None
            if builder is _text and type(inner) is str and inner.isprintable():  # nearly all there is
                made[key] = inner
            elif builder is not None:
                if inner is not None:
                    built = builder(inner, faults, (at, key))
                    if built is not None:
                        made[key] = built
            elif pair is not None and not (pair[0] in value or pair[1] in value or pair[0] in made):
                made[pair[0]] = builders[pair[0]](key, faults, (at, key))
                if inner is not None:
                    made[pair[1]] = builders[pair[1]](inner, faults, (at, key))
            else:
                _unknown(key, fields, faults, at)
        for name, text in filled:
            made.setdefault(name, text)
        for name, is_text in needed:
            held = made.get(name)
            if held is None:
                if name not in made:
                    made[name] = None
                    if value.get(name) is None:
                        _missing(name, name in value, faults, at)
            elif is_text and (not held or held.isspace()):
                faults.add(path_of((at, name)), "is empty", "say what it is")
        return cls(**made)

    return build_record


def _spelt_out(value: Any, short: Shorthand, faults: Faults, at: At) -> dict[str, Any] | None:
    """Return the fields that a text written for short stands for; None after a fault."""
    if type(value) is str:
        if short.parse is not None:
            try:
                parsed = short.parse(value)
            except ValueError as wrong:
                what, mend = wrong.args
                faults.add(path_of(at), what, mend)
                return None
            if parsed is not None:
                return parsed
        if short.word:
            return {short.word: value}
    _wrong(value, "a mapping", faults, at)
    return None


def _unknown(key: str, known: Mapping[str, Any], faults: Faults, at: At) -> None:
    def mend() -> str:
        if key == "<<":
            return "merge keys are not read: write the keys out"
        return near(key, known) or (f"there are: {', '.join(known)}" if len(known) <= 12 else "")

    faults.add(path_of((at, key)), f"unknown key {shown(key)}", mend, key=True)


def _missing(name: str, is_empty: bool, faults: Faults, at: At) -> None:
    if is_empty:
        faults.add(path_of((at, name)), "is empty", "say what it is", key=True)
    else:
        faults.add(path_of(at), f"'{name}' is missing")


def _wrong(value: Any, wanted: str, faults: Faults, at: At, mend: str = "") -> None:
    if type(value) is str:
        what = f"{shown(value)} is not {wanted}"
    elif value is None:
        what = f"is empty, where {wanted} is wanted"
    else:
        what = f"{_kind(value)} stands where {wanted} is wanted"
    faults.add(path_of(at), what, mend)


def _kind(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return f"the number {value}"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return "a text"


def _is_scalar(value: Any) -> bool:
    return isinstance(value, bool | int | Decimal)


def _is_text(hint: Any) -> bool:
    return hint is str or (get_origin(hint) is Annotated and get_args(hint)[0] is str)


def _article(name: str) -> str:
    return f"an {name}" if name[:1] in "AEIOU" else f"a {name}"
