"""Handling schemes: what a marking means, who may read under it, and what a document of several parts is marked.

A scheme is data (templates/handling/*.toml, or the user's own). Whatever a scheme does not open stays closed: a
control that it does not know is a codeword that the reader must hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from briefgen.audience import places
from briefgen.content.model import Marking
from briefgen.errors import AudienceError, Fault, nearest

BUILT_IN = ("tlp", "gsc", "us")


class Level(Struct, frozen=True, kw_only=True):
    """One level of a scheme. A higher `rank` is read by fewer."""

    label: str
    rank: int
    portion: str = ""  # how it stands in a portion mark
    colour: str = ""
    background: str = ""
    means: str = ""


class Control(Struct, frozen=True, kw_only=True):
    """What may stand behind the level. Unless it is `open`, the reader must hold one of `holders`, or its label."""

    label: str  # a star stands for words that the reader must hold: "* EYES ONLY"
    portion: str = ""
    also: tuple[str, ...] = ()  # other ways to write it
    levels: tuple[str, ...] = ()  # at which it may stand; none given: at all
    holders: tuple[str, ...] = ()
    open: bool = False
    rank: int | None = None  # the rank of the whole marking, where this control changes it
    listed: bool = False  # followed by groups, one of which the reader must hold
    first: str = ""  # the group that leads the list
    clears: tuple[str, ...] = ()  # controls that cannot stand beside it
    none_left: str = ""  # the control for a document whose parts share no group
    dropped_above: int | None = None  # a document of a higher rank does not carry it


class Scheme(Struct, frozen=True, kw_only=True):
    """A handling scheme, its levels from the lowest up, its controls in the order in which they are written."""

    name: str
    title: str = ""
    publisher: str = ""
    source: str = ""
    note: str = ""
    levels: tuple[Level, ...]
    controls: tuple[Control, ...] = ()
    between: str = ""  # what parts the level and the controls; "" = there are levels only
    items: str = ""  # what parts controls of one kind
    prefixes: tuple[str, ...] = ()  # words that may stand before the level
    obsolete: dict[str, str] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a name for several groups, and these
    portion_marks: bool = False  # every part of a document carries its mark
    least_size: float = 0.0  # points, in the running head and foot
    align: Literal["start", "center", "end"] = "center"


class Held(Struct, frozen=True, kw_only=True):
    """A marking as its scheme reads it. `controls` are labels, each with the groups that it lists."""

    scheme: Scheme
    level: Level
    rank: int
    controls: tuple[tuple[str, tuple[str, ...]], ...] = ()
    releasable_to: tuple[str, ...] = ()  # what the marking lists beside its label
    words: tuple[str, ...] = ()  # caveats in the author's words, which withhold nothing


def load_scheme(name: str) -> Scheme:
    """Load a handling scheme by name or path. Raises AudienceError with all faults at once.

    A file is read once for as long as it is not changed.
    """
    path = places.find("handling", name)
    try:
        status = path.stat()
    except OSError as error:
        raise AudienceError(Fault(what=f"{path} cannot be read: {error.strerror}")) from None
    return _load(path, path.absolute(), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=32)
def _load(path: Path, _place: Path, _changed: int, _size: int) -> Scheme:
    from briefgen.data import syntax, typed
    from briefgen.data.faults import Faults

    tree = syntax.read(path, error=AudienceError)
    scheme = typed.build(Scheme, tree, error=AudienceError)
    faults = Faults(lambda at, key: tree.place(at, key=key))
    labels = [level.label for level in scheme.levels]
    if not labels:
        faults.add(("levels",), "a scheme needs levels", "add [[levels]] with label and rank, the lowest first")
    for index, label in enumerate(labels):
        if label in labels[:index]:
            faults.add(("levels", index, "label"), f"the level '{label}' stands twice", "leave one")
    known = [control.label for control in scheme.controls]
    for index, control in enumerate(scheme.controls):
        for key, names, pool in (("levels", control.levels, labels), ("clears", control.clears, known)):
            for each in names:
                if each not in pool:
                    mend = nearest(each, pool) or f"there are: {', '.join(pool)}"
                    faults.add(("controls", index, key), f"there is no {key[:-1]} '{each}'", mend)
        if control.none_left and control.none_left not in known:
            mend = nearest(control.none_left, known)
            faults.add(("controls", index, "none_left"), f"there is no control '{control.none_left}'", mend)
    if scheme.controls and not scheme.between:
        faults.add(("controls",), "controls need to be told from the level", "say what stands between: between = '//'")
    faults.raise_any(AudienceError)
    return scheme


def scheme_of(marking: Marking, default: str = "") -> Scheme:
    """Return the scheme that a marking is written in: the one it names, `default`, or the one that has its level.

    Raises AudienceError where none or several have it.
    """
    name = marking.scheme or default
    if name:
        return load_scheme(name if "/" not in name else str(Path(name)))
    found = [scheme for scheme in map(load_scheme, BUILT_IN) if _reads(scheme, marking.label)]
    if len(found) == 1:
        return found[0]
    if found:
        mend = f"say which: scheme: {' or '.join(scheme.name for scheme in found)}"
        raise AudienceError(Fault(what=f"'{marking.label}' may be of several handling schemes", mend=mend))
    labels = [level.label for scheme in map(load_scheme, BUILT_IN) for level in scheme.levels]
    mend = _renewed(marking.label) or nearest(marking.label.upper(), labels) or "name its scheme"
    raise AudienceError(Fault(what=f"'{marking.label}' is a marking of no handling scheme", mend=mend))


def _renewed(label: str) -> str:
    for scheme in map(load_scheme, BUILT_IN):
        if label.upper() in scheme.obsolete:
            return f"it is now {scheme.obsolete[label.upper()]}"
    return ""


def _reads(scheme: Scheme, label: str) -> bool:
    try:
        read(scheme, Marking(label=label))
    except AudienceError:
        return False
    return True


def read(scheme: Scheme, marking: Marking) -> Held:
    """Return what a marking means in its scheme. Raises AudienceError for a level that the scheme does not have."""
    text = " ".join(marking.label.split()).strip("()")
    for prefix in scheme.prefixes:
        text = text.removeprefix(prefix)
    first, *rest = text.split(scheme.between) if scheme.between else (text,)
    level = _level(scheme, first.strip(), marking.label)
    controls: list[tuple[str, tuple[str, ...]]] = []
    for piece in rest:
        controls += _controls(scheme, piece)
    words = []
    for caveat in marking.caveats:
        if caveat == caveat.upper() and any(char.isalpha() for char in caveat):
            controls += _controls(scheme, caveat)
        else:
            words.append(caveat)
    releasable_to = marking.releasable_to
    listed = next((control for control in scheme.controls if control.listed), None)
    if listed is not None and releasable_to:
        controls.append((listed.label, tuple(group.upper() for group in releasable_to)))
        releasable_to = ()
    rank = level.rank
    for label, _ in controls:
        control = _control(scheme, label)
        if control is not None and control.levels and level.label not in control.levels:
            raise AudienceError(
                Fault(
                    what=f"'{label}' cannot stand at {level.label} in '{marking.label}'",
                    mend=f"it stands at {', '.join(control.levels)}",
                )
            )
        if control is not None and control.rank is not None:
            rank = control.rank
    return Held(
        scheme=scheme,
        level=level,
        rank=rank,
        controls=tuple(dict.fromkeys(controls)),
        releasable_to=releasable_to,
        words=tuple(words),
    )


def _level(scheme: Scheme, word: str, label: str) -> Level:
    for level in scheme.levels:
        if word and word.upper() in (level.label.upper(), level.portion.upper()):
            return level
    labels = [level.label for level in scheme.levels]
    now = scheme.obsolete.get(word.upper(), "")
    mend = f"it is now {now}" if now else nearest(word.upper(), labels) or f"there are: {', '.join(labels)}"
    raise AudienceError(Fault(what=f"'{label}' has no level of the scheme {scheme.title or scheme.name}", mend=mend))


def _controls(scheme: Scheme, piece: str) -> list[tuple[str, tuple[str, ...]]]:
    piece = piece.strip()
    if not piece:
        return []
    for control in scheme.controls:
        if control.listed:
            for name in sorted({control.label, control.portion, *control.also} - {""}, key=len, reverse=True):
                if re.match(rf"{re.escape(name)}(?:\s|$)", piece, re.IGNORECASE):
                    groups = re.split(r"[,\s]+", piece[len(name) :].strip())
                    return [(control.label, tuple(group.upper() for group in groups if group))]
    known = _control(scheme, piece)
    if known is None and scheme.items and scheme.items in piece:
        return [each for item in piece.split(scheme.items) for each in _controls(scheme, item)]
    return [(known.label if known is not None and "*" not in known.label else piece.upper(), ())]


def _control(scheme: Scheme, label: str) -> Control | None:
    for control in scheme.controls:
        if label.upper() in (control.label.upper(), control.portion.upper(), *(also.upper() for also in control.also)):
            return control
    return next((control for control in scheme.controls if _starred(control, label) is not None), None)


def _starred(control: Control, label: str) -> str | None:
    """Return what stands for the star of a control's label, None where it is another one."""
    if "*" not in control.label:
        return None
    before, after = control.label.split("*", 1)
    if not (label.startswith(before) and label.endswith(after)) or len(label) <= len(before) + len(after):
        return None
    return label[len(before) : len(label) - len(after)]


# ---------------------------------------------------------------- who may read


def permits(held: Held, ceiling: Held | None, groups: Collection[str]) -> bool:
    """Say whether a reader who may see up to `ceiling` (None = nothing) and holds `groups` may see it."""
    if ceiling is None or held.rank > ceiling.rank:
        return False
    mine = {group.upper() for group in groups}
    if held.releasable_to and mine.isdisjoint(_members(held.scheme, held.releasable_to)):
        return False
    return all(_opens(held.scheme, label, listed, mine) for label, listed in held.controls)


def _opens(scheme: Scheme, label: str, listed: Sequence[str], mine: Collection[str]) -> bool:
    control = _control(scheme, label)
    if control is None:
        return label in mine
    if control.open:
        return True
    if control.listed:
        return not _members(scheme, listed).isdisjoint(mine)
    starred = _starred(control, label)
    holders = control.holders or ((starred,) if starred else ())
    return any(holder.upper() in mine for holder in (*holders, label))


def _members(scheme: Scheme, groups: Iterable[str]) -> set[str]:
    """Return groups with all that a name for several stands for."""
    named = {group.upper() for group in groups}
    return named.union(*(scheme.groups.get(group, ()) for group in sorted(named)))


# ---------------------------------------------------------------- the document's marking, and a portion's


def roll_up(parts: Sequence[Held]) -> Marking:
    """Return the marking of a document whose parts (one at least, of one scheme) are marked so."""
    scheme = parts[0].scheme
    top = max(parts, key=lambda held: held.rank)
    controls: dict[str, tuple[str, ...]] = {}
    for label in dict.fromkeys(label for held in parts for label, _ in held.controls):
        control = _control(scheme, label)
        if control is not None and control.dropped_above is not None and top.rank > control.dropped_above:
            continue
        if control is not None and control.rank is not None and control.rank < top.rank:
            continue  # what opens one part does not open the document
        if control is not None and control.listed:
            groups = _shared(scheme, control, label, parts)
            if groups:
                controls[label] = groups
            elif control.none_left and _is_limited(parts, label):
                controls[control.none_left] = ()
        else:
            controls.setdefault(label, ())
    for label in tuple(controls):
        limit = _control(scheme, label)
        for cleared in limit.clears if limit is not None else ():
            controls.pop(cleared, None)
    lists = [set(held.releasable_to) for held in parts if held.releasable_to]
    shared = set.intersection(*lists) if lists else set()
    words = list(dict.fromkeys(word for held in parts for word in held.words))
    if lists and not shared:
        words.append("Parts have readers of their own")
    return Marking(
        label=_spelt(scheme, top.level, controls),
        scheme=scheme.name,
        releasable_to=tuple(group for held in parts for group in held.releasable_to if group in shared)[: len(shared)],
        caveats=tuple(words),
    )


def _shared(scheme: Scheme, control: Control, label: str, parts: Sequence[Held]) -> tuple[str, ...]:
    """Return the groups that every part above the lowest level may be read by; () where one lists none."""
    lowest = scheme.levels[0].rank
    lists = [dict(held.controls).get(label, ()) for held in parts if held.rank > lowest or label in dict(held.controls)]
    literal = set.intersection(*(set(each) for each in lists))
    shared = literal | set.intersection(*(_members(scheme, each) for each in lists))
    shared -= {member for group in literal for member in scheme.groups.get(group, ()) if member not in literal}
    return tuple(sorted(shared, key=lambda group: (group != control.first, len(group), group)))


def _is_limited(parts: Sequence[Held], label: str) -> bool:
    return any(dict(held.controls).get(label) for held in parts)


def _spelt(scheme: Scheme, level: Level, controls: dict[str, tuple[str, ...]], *, portion: bool = False) -> str:
    order = {control.label: index for index, control in enumerate(scheme.controls)}
    pieces = [level.portion if portion and level.portion else level.label]
    # Codewords stand before what the scheme lists, in the order of the alphabet.
    for label in sorted(controls, key=lambda each: (order.get(each, -1), each)):
        control = _control(scheme, label)
        word = control.portion if portion and control is not None and control.portion else label
        pieces.append(" ".join(part for part in (word, ", ".join(controls[label])) if part))
    return (scheme.between or " ").join(pieces)


def portion_mark(held: Held) -> str:
    """Return the mark that stands before a part: `(S//REL TO USA, GBR)`; of a scheme without portions, its label."""
    if not held.scheme.portion_marks:
        return _spelt(held.scheme, held.level, dict(held.controls))
    return f"({_spelt(held.scheme, held.level, dict(held.controls), portion=True)})"
