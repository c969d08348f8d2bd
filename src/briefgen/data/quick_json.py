"""JSON that is all right → dataclasses, the quick way: msgspec decodes the text straight into typed values.

    read = quick_json.reader(Brief, SHORTHANDS)
    brief = read(data)      # or None: then `from_json` and `typed` decide, and say what is wrong

What comes back is what those two make of the text, in every field and type. They are stricter than msgspec in some
things and more generous in others; wherever the two might differ, the answer is None. `_Mirrors` leaves to msgspec only
values that both take alike, and what it would let through is looked for in the text:

- characters that no document can carry: msgspec takes escapes of them, though not of half a surrogate pair
- texts of nothing but space, and `~`, which stand for nothing
- a key that stands twice: then the text has more keys than what was made of it
"""

from __future__ import annotations

import dataclasses
import re
import types
from codecs import BOM_UTF8
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec

from briefgen.data import from_json
from briefgen.data.faults import Faults
from briefgen.data.hints import hints
from briefgen.data.limits import MAX_BYTES, MAX_VALUES, MisreadError
from briefgen.data.typed import NOTHING, Shorthand, Shorthands, build_as_far_as_right

T = TypeVar("T")

_MOST = 2**63 - 1  # of whole numbers; longer ones have bounds of their own

# These hold a little more than they must. `:` is here because colons are counted.
_DOUBTFUL_ESCAPE = re.compile(rb"\\(?:[bf]|u(?:00[01]|003[aA]|[fF]{3}[eEfF]))")
_NON_CHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")
# The first look decides nearly always, and is quick. A quotation mark after a backslash does not begin a text.
_BLANK = re.compile(
    rb'"(?=[ \t\n\r~\\\xc2\xe1\xe2\xe3])(?<!\\")(?:[ \t\n\r~]|\\[nrt]'
    rb"|\\u(?:00(?:20|7[eE]|85|[aA]0)|1680|20(?:0[0-9aA]|2[89fF]|5[fF])|3000)"
    rb'|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)+"'
)


def reader(cls: type[T], shorthands: Shorthands, *, aside: str = "") -> Callable[[bytes], T | None]:
    """Return a function that reads JSON as a `cls`; it returns None if anything is wrong, or not sure to be right.

    `aside` is a key that may stand at the top with any text. Raises TypeError for a class with a field of a type that
    is not read this way.
    """
    mirror = _Mirrors(shorthands).of(cls, aside)
    decoder = msgspec.json.Decoder(mirror, dec_hook=_number, float_hook=Decimal)

    def read(data: bytes) -> T | None:
        data = data.removeprefix(BOM_UTF8)
        if len(data) > MAX_BYTES or data.count(b",") > MAX_VALUES or _is_doubtful(data):
            return None
        try:
            made = decoder.decode(data)
            return None if _is_key_twice(data, made) else msgspec.convert(made, cls, from_attributes=True)
        except (msgspec.MsgspecError, ValueError, ArithmeticError, RecursionError):
            return None

    return read


def _is_doubtful(data: bytes) -> bool:
    return (
        _DOUBTFUL_ESCAPE.search(data) is not None
        or _BLANK.search(data) is not None
        or (not data.isascii() and _NON_CHARACTER.search(data) is not None)
    )


def _is_key_twice(data: bytes, made: msgspec.Struct) -> bool:
    """Say whether a key stands twice in an object. Of two, msgspec takes the last.

    Written anew without fields that have their defaults, `made` has no more colons than the text: those in its texts,
    and one for each key that was read. If it has as many, no key was lost.
    """
    if data.count(b":") == msgspec.json.encode(made).count(b":"):
        return False
    try:
        from_json.values(data.decode())
    except MisreadError:
        return True
    return False


class _AnyDecimal(type):
    def __instancecheck__(cls, value: object) -> bool:
        return type(value) is Decimal


class _Number(metaclass=_AnyDecimal):
    """Stands for Decimal, which msgspec would also read from `NaN` and `1_000`."""


def _number(kind: type, value: Any) -> Decimal:
    is_long = type(value) is int and abs(value) > _MOST
    number = None if is_long else build_as_far_as_right(Decimal, value, Faults(lambda path, key: None))
    if number is None:
        raise ValueError
    return number


class _Mirrors:
    """Makes for each dataclass a class of msgspec with the same fields, which takes nothing that `typed` does not."""

    def __init__(self, shorthands: Shorthands) -> None:
        self.shorthands = shorthands
        self.made: dict[type, type[msgspec.Struct]] = {}

    def of(self, cls: Any, aside: str = "") -> type[msgspec.Struct]:
        if cls not in self.made:
            fields = [self._field(cls, field) for field in dataclasses.fields(cls)]
            self.made[cls] = msgspec.defstruct(
                cls.__name__,
                [*fields, *([("aside", str, "")] if aside else [])],
                rename={"aside": aside} if aside else None,
                kw_only=True,
                forbid_unknown_fields=True,
                omit_defaults=True,
            )
        return self.made[cls]

    def _field(self, cls: type, field: dataclasses.Field[Any]) -> tuple[str, Any] | tuple[str, Any, Any]:
        filled = self.shorthands.get(cls, Shorthand()).filled
        is_required = field.default is dataclasses.MISSING
        hint = self._hint(hints(cls)[field.name], is_filled=is_required)
        if field.default_factory is not dataclasses.MISSING:
            raise TypeError(f"a field whose default is made anew is not read this way: {field.name}")
        if is_required and field.name not in filled:
            return field.name, hint
        return field.name, hint, filled.get(field.name, field.default)

    def _hint(self, hint: Any, *, is_filled: bool = False) -> Any:
        """Return what msgspec is to read for a type. `is_filled`: an empty text will not do."""
        origin = get_origin(hint)
        if origin is Annotated:
            return self._hint(get_args(hint)[0], is_filled=is_filled)
        if origin in (Union, types.UnionType) and not is_filled:
            kinds = [kind for kind in get_args(hint) if kind is not types.NoneType]
            if len(kinds) == 1:
                return self._hint(kinds[0], is_filled=True) | None
        elif origin is tuple:
            return types.GenericAlias(tuple, (self._hint(get_args(hint)[0]), ...))
        elif hint is str:
            return Annotated[str, msgspec.Meta(min_length=1)] if is_filled else str
        elif hint is int:
            return Annotated[int, msgspec.Meta(ge=-_MOST, le=_MOST)]
        elif hint is bool:
            return bool
        elif hint is Decimal:
            return _Number
        elif dataclasses.is_dataclass(hint):
            return self.of(hint)
        elif isinstance(hint, type) and issubclass(hint, Enum) and _is_plain(hint):
            return hint
        raise TypeError(f"no values are read this way for the type {hint!r}")


def _is_plain(words: type[Enum]) -> bool:
    return all(type(word.value) is str and word.value not in NOTHING for word in words)
