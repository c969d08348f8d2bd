"""What must hold in a brief: ids, references, ranges, dates, and parents that do not go in circles; each fault told.

The types have been checked before (`data.typed`). Most briefs are right, and `all_right` tells that for less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from briefgen.content.circles import circles
from briefgen.content.model import Brief, Statement
from briefgen.content.parts import Part, shape_of, walk
from briefgen.content.quick_check import ANY, all_right
from briefgen.content.rules import ID, rules_of
from briefgen.data.characters import shown
from briefgen.data.faults import At, Faults, near, path_of

_Naming: TypeAlias = tuple[str, tuple[str, ...], At]  # an id, the kinds of parts it may name, and where it stands


def check(brief: Brief, faults: Faults) -> None:
    """Add to `faults` all that does not hold in a brief. Where types are wrong, None stands for what is not there."""
    if faults or not all_right(brief):
        look_for_faults(brief, faults)


def look_for_faults(brief: Brief, faults: Faults) -> None:
    """Add to `faults` all that does not hold in a brief, each with its path."""
    parts: dict[str, Part] = {}  # that others may name
    namings: list[_Naming] = []
    for part in walk(brief):
        value, at, _, _ = part
        cls: Any = type(value)
        refs, _, has_id, _ = shape_of(cls)
        for rule in rules_of(cls):
            for field, what, mend in rule(value):
                faults.add(path_of((at, field) if field else at), what, mend)
        if has_id:
            _register(part, parts, faults)
        for name, kinds, is_many in refs:
            named = getattr(value, name)
            if not named:
                continue
            if is_many:
                namings += [(each, kinds, ((at, name), index)) for index, each in enumerate(named) if each]
            else:
                namings.append((named, kinds, (at, name)))
    for naming in namings:
        id_, kinds, _ = naming
        found = parts.get(id_)
        if found is None or (found.kind not in kinds and not _fits(found, kinds)):
            _dangling(naming, found, parts, faults)
    for name, circle in circles(brief):
        if circle[0] in parts:
            path = path_of((parts[circle[0]].at, name))
            way = " → ".join([*circle[:6], "…"] if len(circle) > 7 else circle)
            faults.add(path, f"goes in a circle: {way}", "take one of these links away")


# ---------------------------------------------------------------- ids


def _register(part: Part, parts: dict[str, Part], faults: Faults) -> None:
    id_, at = part.value.id, part.at
    if not id_:
        return  # said already
    if not ID.fullmatch(id_):
        what = f"{shown(id_)} cannot be an id"
        faults.add(path_of((at, "id")), what, "write letters, digits, '-', '_', '.' and ':', without spaces")
    elif id_ in parts:
        first = faults.where(path_of((parts[id_].at, "id")))
        faults.add(path_of((at, "id")), f"the id {shown(id_)} is taken: {first}", "give each part an id of its own")
    else:
        parts[id_] = part


# ---------------------------------------------------------------- references


def _fits(part: Part, kinds: tuple[str, ...]) -> bool:
    return part.kind in kinds or (ANY in kinds and isinstance(part.value, Statement))


def _dangling(naming: _Naming, found: Part | None, parts: Mapping[str, Part], faults: Faults) -> None:
    id_, kinds, at = naming
    noun = _noun(kinds)
    if found is not None:
        named = _singular(found.kind) if found.kind else "part of another kind"
        what = f"{shown(id_)} is {_article(named)}, and {_article(noun)} is wanted"
    else:
        what = f"there is no {noun} {shown(id_)}"

    def mend() -> str:
        return near(id_, [known for known, part in parts.items() if _fits(part, kinds)])

    faults.add(path_of(at), what, mend)


def _noun(kinds: tuple[str, ...]) -> str:
    return " or ".join("statement" if kind == ANY else _singular(kind) for kind in kinds)


def _singular(kind: str) -> str:
    return "glossary entry" if kind == "glossary" else kind.removesuffix("s")


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
