"""Take parts out of a brief, and whatever has no meaning without them; cut what refers to them.

What nothing speaks of any more goes too: actors and sources that only the removed parts named, glossary terms and
keywords that only they used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from msgspec import Struct

from briefgen.audience.words import Said, texts
from briefgen.content import model
from briefgen.content.parts import shape

# A part goes when the one that it names here has gone: without it, it would say something else or nothing. So do parts
# with a reference that the model requires: a provision without its instrument, a response without its actor.
_NEEDED: tuple[tuple[type, str], ...] = (
    (model.Statement, "holder"),  # without it, it would read as the author's own view
    (model.Provision, "parent"),
    (model.Scenario, "parent"),
    (model.Comparison, "other"),
    (model.Quantity, "party"),
    (model.Recommendation, "option"),
)
# … and here when all of several have gone: an obligation without a bearer would bind all parties.
_NEEDED_OF_SEVERAL: tuple[tuple[type, str], ...] = (
    (model.Obligation, "bearer"),
    (model.StatusChange, "by"),
    (model.Statement, "about"),
)
_DESK = frozenset(("id", "note", "file", "sha256", "url", "language", "lang", "iso", "label", "scheme", "connectives"))


class Node(Struct, frozen=True, eq=False):
    """A part in its brief: the field that it stands in (`index`: which of several), and the part that holds it."""

    part: Any
    field: str
    above: Node | None
    index: int = -1

    @property
    def path(self) -> str:
        around = self.above.path if self.above is not None else ""
        path = f"{around}.{self.field}" if around else self.field
        return path if self.index < 0 else f"{path}[{self.index}]"

    @property
    def id(self) -> str:
        return getattr(self.part, "id", "") if not isinstance(self.part, model.Brief | model.Trigger) else ""


def nodes(brief: model.Brief) -> Iterator[Node]:
    """Yield the brief and every part in it, what holds before what is held."""
    stack = [Node(brief, "", None)]
    while stack:
        node = stack.pop()
        yield node
        inner = []
        for name, is_many in shape(node.part).holds:
            value = getattr(node.part, name)
            if not value:
                continue
            if is_many:
                inner += [Node(each, name, node, index) for index, each in enumerate(value)]
            else:
                inner.append(Node(value, name, node))
        inner.reverse()
        stack += inner


def is_optional(cls: type, name: str) -> bool:
    """Say whether a reference may be left out as far as the model goes."""
    return bool(cls.__dataclass_fields__[name].default is None)  # type: ignore[attr-defined]


def loses(part: Any, gone: Iterable[str]) -> bool:
    """Say whether a part has no meaning of its own without the parts that are gone."""
    for name, _, is_many in shape(part).refs:
        value = getattr(part, name)
        if is_many:
            if value and _listed(part, name, _NEEDED_OF_SEVERAL) and all(each in gone for each in value):
                return True
        elif value in gone and (_listed(part, name, _NEEDED) or not is_optional(type(part), name)):
            return True
    return False


def _listed(part: Any, name: str, pairs: tuple[tuple[type, str], ...]) -> bool:
    return any(isinstance(part, kind) and name == field for kind, field in pairs)


def without(brief: model.Brief, removed: Iterable[str], *, drops: Callable[[Any], bool] | None = None) -> model.Brief:
    """Return the brief without the parts of these ids, what they alone give a meaning, and what only they speak of.

    `drops` names parts without an id that go too.
    """
    gone = dict.fromkeys(removed)
    if not gone and drops is None:
        return brief
    made = _cut_all(brief, gone, drops)
    return _without_unspoken(brief, made, drops)


def _cut_all(brief: model.Brief, gone: dict[str, None], drops: Callable[[Any], bool] | None) -> model.Brief:
    everything = [node for node in nodes(brief) if node.id]
    before = -1
    while before != len(gone):
        before = len(gone)
        for node in everything:
            if node.id not in gone and (_above_gone(node, gone) or loses(node.part, gone)):
                gone[node.id] = None
    return _cut(brief, gone, drops)  # type: ignore[no-any-return]


def _above_gone(node: Node, gone: dict[str, None]) -> bool:
    above = node.above
    while above is not None:
        if above.id in gone:
            return True
        above = above.above
    return False


def _cut(part: Any, gone: dict[str, None], drops: Callable[[Any], bool] | None) -> Any:
    """Return a part without what is gone, itself where nothing changes."""
    fields = shape(part)
    changes: dict[str, Any] = {}
    for name, is_many in fields.holds:
        value = getattr(part, name)
        if is_many:
            kept = tuple(_cut(each, gone, drops) for each in value if not _goes(each, gone, drops))
            if len(kept) != len(value) or any(a is not b for a, b in zip(kept, value, strict=True)):
                changes[name] = kept
        elif value is not None:
            left = None if _goes(value, gone, drops) else _cut(value, gone, drops)
            if left is not value:
                changes[name] = left
    for name, _, is_many in fields.refs:
        value = getattr(part, name)
        if is_many:
            if any(each in gone for each in value):
                changes[name] = tuple(each for each in value if each not in gone)
        elif value in gone:
            changes[name] = None
    return replace(part, **changes) if changes else part


def _goes(part: Any, gone: dict[str, None], drops: Callable[[Any], bool] | None) -> bool:
    return getattr(part, "id", None) in gone or (drops is not None and drops(part)) or loses(part, gone)


# ---------------------------------------------------------------- what nothing speaks of any more


def _without_unspoken(before: model.Brief, after: model.Brief, drops: Callable[[Any], bool] | None) -> model.Brief:
    was, now = spoken_of(before), spoken_of(after)
    gone = {id_: None for id_ in _evidence(after) if id_ in was and id_ not in now}
    said, says = _said(before), _said(after)
    for term in after.glossary:
        forms = (term.term, term.expansion)
        if any(map(said.has, forms)) and not any(map(says.has, forms)):
            gone[term.id] = None
    had, has = _tagged(before), _tagged(after)
    keywords = tuple(
        word for word in after.keywords if says.has(word) or word in has or not (said.has(word) or word in had)
    )
    made = _cut_all(after, gone, drops) if gone else after
    return made if keywords == made.keywords else replace(made, keywords=keywords)


def spoken_of(brief: model.Brief) -> frozenset[str]:
    """Return the ids of actors and sources that the brief's statements and texts lead to, over any number of steps."""
    by_id: dict[str, Any] = {**{a.id: a for a in brief.actors}, **{s.id: s for s in brief.sources}}
    roots = [node.part for node in nodes(brief) if isinstance(node.part, model.Statement)]
    words = Said("\n".join(text for root in (*roots, *_own_texts(brief)) for text in _words_in(root)))
    reached: dict[str, None] = {}
    for actor in brief.actors:
        names = (actor.name, actor.short, *actor.aliases, *(name.text for name in actor.names))
        if any(map(words.mentions, names)):
            reached[actor.id] = None
    queue = [*roots, *(by_id[id_] for id_ in reached)]
    while queue:
        for id_ in _named(queue.pop()):
            if id_ in by_id and id_ not in reached:
                reached[id_] = None
                queue.append(by_id[id_])
    return frozenset(reached)


def _evidence(brief: model.Brief) -> tuple[str, ...]:
    return (*(actor.id for actor in brief.actors), *(source.id for source in brief.sources))


def _named(part: Any) -> Iterator[str]:
    """Yield the ids that a part names, itself or in what it holds; not those of statements of their own in it."""
    fields = shape(part)
    for name, _, is_many in fields.refs:
        value = getattr(part, name)
        yield from value if is_many else (value,) if value else ()
    for name, is_many in fields.holds:
        value = getattr(part, name)
        for each in value if is_many else (value,) if value is not None else ():
            if not isinstance(each, model.Statement):
                yield from _named(each)


def _own_texts(brief: model.Brief) -> tuple[str, ...]:
    return (brief.title, brief.subtitle, brief.issue, brief.timing, brief.source_summary, brief.addressee)


def _words_in(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        yield from (text for _, text in texts(part, without=_DESK))


def _said(brief: model.Brief) -> Said:
    """Return all words of the brief's statements, actors and own fields, but keywords and glossary."""
    parts = [node.part for node in nodes(brief) if isinstance(node.part, model.Statement)]
    return Said("\n".join(text for part in (*parts, *brief.actors, *_own_texts(brief)) for text in _words_in(part)))


def _tagged(brief: model.Brief) -> frozenset[str]:
    return frozenset(tag for node in nodes(brief) for tag in getattr(node.part, "tags", ()))
