"""The JSON Schema (2020-12) of a brief, made from the model: for editors that complete and check while one types.

It takes what `load` takes, the short forms too. Two things differ on purpose: a text may be a number, because editors
read `article: 4` in YAML as one; and what only `load` can see (references, ids that are taken) is not in it.
"""

from __future__ import annotations

import dataclasses
import types
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from briefgen.content import model
from briefgen.content.descriptions import descriptions
from briefgen.content.shorthands import SHORTHANDS
from briefgen.data.hints import hints

Schema: TypeAlias = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number"]}
_FILLED_TEXT: Schema = {"type": ["string", "number"], "pattern": r"\S"}
_SCALARS: dict[Any, Schema] = {
    str: _TEXT,
    bool: {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "yes", "no", "on", "off"]}]},
    int: {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}$"}]},
    Decimal: {
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"},
        ]
    },
}
_IMPORTANCE: Schema = {
    "anyOf": [{"type": "integer", "minimum": 1, "maximum": 5}, {"type": "string", "pattern": "^[1-5]$"}]
}


def schema() -> Schema:
    """Return the JSON Schema of a brief."""
    found: dict[str, Schema] = {}
    brief = _object(model.Brief, found)
    brief["properties"] = {"$schema": {"type": "string", "description": "For editors."}, **brief["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A briefgen brief",
        **brief,
        "$defs": {name: found[name] for name in sorted(found)},
    }


def _of(hint: Any, found: dict[str, Schema]) -> Schema:
    """Return the schema of a type; classes and words are put into `found` and referred to."""
    origin = get_origin(hint)
    if origin is Annotated:
        marks = [mark for mark in get_args(hint)[1:] if isinstance(mark, model.Ref)]
        return {**_FILLED_TEXT, "description": f"The id of {_noun(marks[0].kinds)}."} if marks else dict(_TEXT)
    if origin in (Union, types.UnionType):
        inner = _of(next(kind for kind in get_args(hint) if kind is not types.NoneType), found)
        described = {"description": inner.pop("description")} if "description" in inner else {}
        return {"anyOf": [inner, {"type": "null"}], **described}
    if origin is tuple:
        item = _of(get_args(hint)[0], found)
        array = {"type": "array", "items": item}
        kind = get_args(hint)[0]
        may_be_one = not dataclasses.is_dataclass(kind) or (isinstance(kind, type) and kind in SHORTHANDS)
        return {"anyOf": [array, item]} if may_be_one else array
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    if hint.__name__ not in found:
        found[hint.__name__] = {}  # its place is taken before it is made, so that a type may hold its own kind
        found[hint.__name__] = _enum(hint) if issubclass(hint, Enum) else _with_short_forms(hint, found)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _object(cls: Any, found: dict[str, Schema]) -> Schema:
    """Return the schema of the long form of a dataclass."""
    filled = SHORTHANDS[cls].filled if cls in SHORTHANDS else {}
    properties: dict[str, Schema] = {}
    required = []
    for field in dataclasses.fields(cls):
        is_required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        hint = hints(cls)[field.name]
        inner = dict(_FILLED_TEXT) if is_required and hint is str else _of(hint, found)
        if field.name == "importance":
            inner = dict(_IMPORTANCE)
        words = _words(cls, field.name)
        if words:
            inner["description"] = f"{words} {inner['description']}" if "description" in inner else words
        if not is_required and isinstance(field.default, str | int) and field.default not in ("", False):
            inner["default"] = field.default.value if isinstance(field.default, Enum) else field.default
        if is_required and field.name not in filled:
            required.append(field.name)
        properties[field.name] = inner
    made: Schema = {"type": "object"}
    about = descriptions(model).get(cls.__name__)
    if about:
        made["description"] = about
    return {**made, "properties": properties, "required": required, "additionalProperties": False}


def _with_short_forms(cls: Any, found: dict[str, Schema]) -> Schema:
    long = _object(cls, found)
    if cls not in SHORTHANDS:
        return long
    short = SHORTHANDS[cls]
    forms: list[Schema] = [long]
    if short.parse is not None:
        forms.append({"type": ["string", "number"]})
    elif short.word:
        word = _of(hints(cls)[short.word], found)
        forms.append({**_FILLED_TEXT} if word == _TEXT else word)
    if short.pair is not None:
        forms.append(_pair(cls, short.pair, long, found))
    about = long.pop("description", "")
    return {**({"description": about} if about else {}), "anyOf": forms}


def _pair(cls: Any, pair: tuple[str, str], long: Schema, found: dict[str, Schema]) -> Schema:
    """Return the schema of the form in which a key and its value fill two fields."""
    others = {name: inner for name, inner in long["properties"].items() if name not in pair}
    keys = hints(cls)[pair[0]]
    made: Schema = {
        "type": "object",
        "properties": others,
        "additionalProperties": _of(hints(cls)[pair[1]], found),
        "minProperties": 1,
        "not": {"anyOf": [{"required": [name]} for name in pair]},
    }
    if isinstance(keys, type) and issubclass(keys, Enum):
        made["propertyNames"] = {"enum": [*(word.value for word in keys), *others]}
    return made


def _enum(cls: Any) -> Schema:
    words = descriptions(model)
    told = [f"{word.value}: {words[key]}" for word in cls if (key := f"{cls.__name__}.{word.name}") in words]
    about = " ".join(part for part in (words.get(cls.__name__, ""), "; ".join(told)) if part)
    made: Schema = {"enum": [word.value for word in cls]}
    return {"description": about, **made} if about else made


def _words(cls: Any, field: str) -> str:
    """Return what the model says of a field, in its class or the one it comes from, as a sentence."""
    told = descriptions(model)
    found = next((told[key] for base in cls.__mro__ if (key := f"{base.__name__}.{field}") in told), "")
    return found[:1].upper() + found[1:] + ("" if found.endswith((".", "…")) else ".") if found else ""


def _noun(kinds: tuple[str, ...]) -> str:
    names = ["statement" if kind == "*" else kind.removesuffix("s") for kind in kinds]
    return " or ".join(f"an {name}" if name[0] in "aeiou" else f"a {name}" for name in names)
