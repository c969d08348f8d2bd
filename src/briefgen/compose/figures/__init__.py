"""The figures: one file each, drawn from a brief's data. `draw` finds one by name and draws it.

A figure is a module with a docstring in one line and a function

    draw(brief: Brief, sketch: Sketch, *, option: int = 0) -> Scene | None

which returns None where the brief has nothing to show. Its keyword arguments (int, float, bool or str) are the options
that a template gives as `data-option="…"`. Installed packages add figures by entry points `briefgen.figures`, each of
which names such a module.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib import import_module
from typing import Any

from briefgen import resources
from briefgen.compose.catalogues import labels_for
from briefgen.compose.language import Language, language
from briefgen.compose.room import text_width
from briefgen.compose.run import Complaint, Meter, Run, enter, leave, running
from briefgen.content.model import Brief
from briefgen.errors import nearest
from briefgen.scene import Scene
from briefgen.theme import SIZES, Theme

BUILT_IN = (
    "timeline",
    "stance-matrix",
    "likelihood-bar",
    "consequence-chain",
    "gains-losses",
    "provision-comparison",
    "scenario-tree",
    "quantities",
    "influence-map",
)
NARROWEST = 150.0  # points; no figure is drawn in less
_TALLEST = 0.78  # of the page's text
_PROMISED: ContextVar[frozenset[str]] = ContextVar("briefgen_promised_figures", default=frozenset())


def available() -> tuple[tuple[str, str], ...]:
    """Return the name of every figure and what it shows, the built-in ones first."""
    names = (*BUILT_IN, *(name for name in sorted(_installed()) if name not in BUILT_IN))
    return tuple((name, (_module(name).__doc__ or "").strip().split("\n")[0]) for name in names)


def draw(
    name: str,
    brief: Brief,
    theme: Theme,
    *,
    width: float = 0.0,
    room: float = 0.0,
    options: Mapping[str, str] | None = None,
    written: Language | None = None,
) -> Scene | None:
    """Draw a figure `width` points wide (0 = as wide as the theme's text) and at most `room` high (0 = a page).

    `written` is how its language is written, None = as the brief's own.

    Returns None where the brief has nothing to show. Raises Complaint for a figure or an option that is not there.
    """
    from briefgen.compose.figures.sketch import Sketch
    from briefgen.layout.fonts import faces

    if name in _PROMISED.get() and name not in _installed():
        return None
    module = _module(name)
    given = _options(name, module.draw, options or {})
    sketch = Sketch(
        theme=theme,
        faces=faces(theme),
        language=written or language(brief.language),
        width=max(NARROWEST, width or text_width(theme)),
        room=room or tallest(theme),
    )
    with _composed(brief, sketch.language):
        scene: Scene | None = module.draw(brief, sketch, **given)
    return scene


def tallest(theme: Theme) -> float:
    """Return how high a figure may be on a page of a theme, so that it is never made smaller: points."""
    return (SIZES[theme.page.size][1] - theme.page.top - theme.page.bottom) * _TALLEST


@contextmanager
def _composed(brief: Brief, written: Language) -> Iterator[None]:
    """Give a figure that is drawn by itself the words of its language; in a document they are the document's."""
    if running() is not None:
        yield
        return
    from briefgen.compose.parts import index

    labels = labels_for(written.tag)
    token = enter(Run(brief=brief, parts=index(brief), language=written, labels=labels, meter=Meter(brief)))
    try:
        yield
    finally:
        leave(token)


@contextmanager
def promised(names: Iterable[str]) -> Iterator[None]:
    """Have these figures draw nothing where they are not installed: a pack that is tried need not be."""
    token = _PROMISED.set(frozenset(names))
    try:
        yield
    finally:
        _PROMISED.reset(token)


def options_of(name: str) -> tuple[str, ...]:
    """Return the options of a figure as templates write them, without `data-`."""
    return tuple(key.replace("_", "-") for key in _parameters(_module(name).draw))


def _module(name: str) -> Any:
    if name in BUILT_IN:
        return import_module(f"briefgen.compose.figures.{name.replace('-', '_')}")
    known = _installed()
    if name not in known:
        there = (*BUILT_IN, *sorted(known))
        raise Complaint(f"there is no figure '{name}'", nearest(name, there) or f"there are: {', '.join(there)}")
    try:
        module = known[name].load()
    except Exception as error:  # another package's fault, told as such
        raise Complaint(f"the figure '{name}' of package {known[name].module} cannot be loaded: {error}") from None
    if not callable(getattr(module, "draw", None)):
        raise Complaint(f"the figure '{name}' of package {known[name].module} has no function 'draw'")
    return module


@lru_cache(maxsize=1)
def _installed() -> dict[str, Any]:
    return {entry.name: entry for entry in resources.offered("figures")}


def _parameters(function: Callable[..., Any]) -> dict[str, str]:
    """Return the keyword-only parameters of a draw function, each with the name of its type."""
    found = inspect.signature(function).parameters.values()
    return {
        each.name: each.annotation if isinstance(each.annotation, str) else getattr(each.annotation, "__name__", "str")
        for each in found
        if each.kind is each.KEYWORD_ONLY
    }


def _options(name: str, function: Callable[..., Any], given: Mapping[str, str]) -> dict[str, Any]:
    known = _parameters(function)
    options: dict[str, Any] = {}
    for key, value in given.items():
        parameter = key.replace("-", "_")
        if parameter not in known:
            words = tuple(word.replace("_", "-") for word in known)
            mend = nearest(key, words) or (f"it has: {', '.join(words)}" if words else "it has none")
            raise Complaint(f"the figure '{name}' has no option '{key}'", mend)
        options[parameter] = _value(key, value.strip(), known[parameter])
    return options


def _value(key: str, value: str, kind: str) -> Any:
    try:
        if kind == "bool":
            return {"": True, "true": True, "yes": True, "false": False, "no": False}[value.lower()]
        return {"int": int, "float": float}.get(kind, str)(value)
    except (ValueError, KeyError):
        wanted = {"bool": "true or false", "int": "a whole number", "float": "a number"}[kind]
        raise Complaint(f"the option '{key}' cannot be '{value[:40]}'", f"it is {wanted}") from None
