"""A brief from YAML, JSON or TOML, and back without loss."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from briefgen.content.checks import check
from briefgen.content.model import Brief
from briefgen.content.quick_check import all_right
from briefgen.content.shorthands import SHORTHANDS
from briefgen.data import syntax, typed
from briefgen.data.faults import Faults, near
from briefgen.data.plain_form import plain_form
from briefgen.errors import Fault, InputError
from briefgen.resources import brief_file


def load(path: str | Path) -> Brief:
    """Read a brief from a .yaml, .json or .toml file, or the brief.yaml of a folder.

    Raises InputError with every fault at once.
    """
    with without_collecting():
        raw = syntax.raw(brief_file(path))
        return _quickly(raw.data, raw.format) or _brief(raw.read())


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A brief and the text it was read from, which knows where everything stands."""

    brief: Brief
    tree: syntax.Tree


def load_with_places(path: str | Path) -> Loaded:
    """Read a brief as `load` does, and keep its text. Raises InputError with every fault at once."""
    with without_collecting():
        tree = syntax.read(brief_file(path), marked=True)
        return Loaded(brief=_brief(tree), tree=tree)


def loads(text: str, format: str = "yaml", file: str = "<string>") -> Brief:  # noqa: A002 - the word users know
    """Read a brief from a text; `file` is what messages call it. Raises InputError with every fault at once."""
    with without_collecting():
        data = text.encode("utf-8", "surrogatepass") if len(text) >= _LARGE and format == "json" else b""
        return _quickly(data, format) or _brief(syntax.parse(text, file=file, format=format))


def dump(brief: Brief, format: str = "yaml") -> str:  # noqa: A002
    """Return the brief as `yaml`, `json` or `toml`, in the long form, without what is empty.

    `loads(dump(brief, f), f) == brief`. Raises InputError for a brief that could not be loaded again.
    """
    if format not in _WRITERS:
        mend = near(format, _WRITERS) or f"there are: {', '.join(_WRITERS)}"
        raise InputError(Fault(what=f"there is no format {format!r} to dump", mend=mend))
    with without_collecting():
        text: str = import_module(_WRITERS[format]).write(_checked(brief))
    return text


def validate(brief: Brief) -> None:
    """Hold a brief that a script has built to what `load` checks. Raises InputError with every fault at once.

    A brief that `load` made is right: it holds nothing that could be changed.
    """
    if _loaded.get(id(brief)) is not brief:
        with without_collecting():
            _checked(brief)


def _brief(tree: syntax.Tree) -> Brief:
    if isinstance(tree.value, dict):
        tree.value.pop("$schema", None)  # for editors
    faults = typed.faults_in(tree)
    brief = typed.build_as_far_as_right(Brief, tree.value, faults, SHORTHANDS)
    if brief is not None:
        check(brief, faults)
    faults.raise_any(InputError)
    assert brief is not None
    return _known_right(brief)


def _quickly(data: bytes, format_: str) -> Brief | None:
    """Read a large brief in JSON that is all right, in a third of the time; None for any other text."""
    if format_ != "json" or len(data) < _LARGE:
        return None
    brief = _quick_reader()(data)
    return _known_right(brief) if brief is not None and all_right(brief) else None


@cache
def _quick_reader() -> Callable[[bytes], Brief | None]:
    from briefgen.data.quick_json import reader

    return reader(Brief, SHORTHANDS, aside="$schema")


def _known_right(brief: Brief) -> Brief:
    _loaded[id(brief)] = brief
    return brief


def _checked(brief: Brief) -> Any:
    faults = Faults(lambda path, key: None)
    values = plain_form(brief, Brief, faults)
    faults.raise_any(InputError)
    check(brief, faults)
    faults.raise_any(InputError)
    return values


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause the collector of cyclic garbage: a brief has no cycles, and looking for them took half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_LARGE = 500_000  # bytes: of less, the quick way saves less than it takes to set up
_loaded: WeakValueDictionary[int, Brief] = WeakValueDictionary()  # by their identity
_WRITERS = {name: f"briefgen.data.to_{name}" for name in ("yaml", "json", "toml")}
