"""YAML → plain values: every scalar is text as it is written, so that the types of the model decide what it means.

The parser's events are read one by one, not its node tree: nothing recurses, so depth, the number of values and what
aliases add up to are bounded while the text is read. libyaml's parser is used where PyYAML has it; the result is the
same without it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from briefgen.data.characters import shown
from briefgen.data.limits import MAX_ALIASED, MAX_DEPTH, MAX_VALUES, Mark, Marks, MisreadError, Path

_KNOWN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))


def values(text: str) -> Any:
    """Return nested dicts, lists and strings; an empty plain scalar is None. Raises MisreadError."""
    return _read(text, None)


def values_with_marks(text: str) -> tuple[Any, Marks]:
    """Return what `values` and `marks` do, from one reading. Raises MisreadError."""
    found: Marks = {}
    return _read(text, found), found


def marks(text: str) -> Marks:
    """Return where each path's key and value begin (for a list item, the value's beginning twice)."""
    found: Marks = {}
    with suppress(MisreadError):  # the marks up to there are the best that can be said
        _read(text, found)
    return found


class _Collection:
    """A mapping or sequence that is being read."""

    __slots__ = ("anchor", "event", "is_map", "key", "key_at", "keys", "path", "size", "value")

    def __init__(self, *, is_map: bool, anchor: str | None, path: Path, event: Any) -> None:
        self.is_map = is_map
        self.value: Any = {} if is_map else []
        self.key: str | None = None  # read, and waiting for its value
        self.key_at = 0
        self.anchor = anchor
        self.path = path
        self.size = 1
        self.event = event


def _read(text: str, found: Marks | None) -> Any:
    from yaml import YAMLError
    from yaml import events as kinds

    parser = _parser(text)
    scalar, mapping, sequence, alias = kinds.ScalarEvent, kinds.MappingStartEvent, kinds.SequenceStartEvent, None
    alias = kinds.AliasEvent
    ends = (kinds.MappingEndEvent, kinds.SequenceEndEvent)
    anchors: dict[str, tuple[Any, int]] = {}  # value, and how many values it stands for
    open_anchors: set[str] = set()
    stack: list[_Collection] = []
    top: _Collection | None = None
    root: Any = None
    documents = count = aliased = 0

    def fail(what: str, event: Any, mend: str = "") -> MisreadError:
        return MisreadError(what, event.start_mark.index, mend)

    try:
        while True:
            event = parser.get_event()
            kind = type(event)
            size = 1
            if kind is scalar:
                value = event.value
                if not value and event.implicit[0]:
                    value = None
            elif kind in ends:
                assert top is not None
                value, size = top.value, top.size
                done = stack.pop()
                if done.anchor is not None:
                    anchors[done.anchor] = (value, size)
                    open_anchors.discard(done.anchor)
                top = stack[-1] if stack else None
                if top is not None:
                    top.size += size
                continue
            elif kind is mapping or kind is sequence:
                if len(stack) >= MAX_DEPTH:
                    raise fail(f"is nested more than {MAX_DEPTH} levels deep", event)
                value = None
            elif kind is alias:
                if event.anchor in open_anchors:
                    raise fail(f"the alias *{event.anchor} stands inside what it names", event)
                if event.anchor not in anchors:
                    raise fail(f"there is no anchor &{event.anchor} above this alias", event)
                value, size = anchors[event.anchor]
                aliased += size
                if aliased > MAX_ALIASED:
                    raise fail(
                        f"the aliases stand for more than {MAX_ALIASED:,} values",
                        event,
                        "write out what is meant, or repeat less",
                    )
            elif kind is kinds.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise fail("a second document begins", event, "one file holds one document: remove the '---'")
                continue
            elif kind is kinds.StreamEndEvent:
                return root
            else:
                continue

            count += 1
            if count > MAX_VALUES:
                raise fail(f"holds more than {MAX_VALUES:,} values", event)
            if kind is not alias and event.tag is not None and event.tag not in _KNOWN_TAGS and event.tag != "!":
                raise fail(f"the tag {shown(event.tag)} is not read", event, "remove it: the model knows the types")

            # A mapping's key waits for its value; everything else has its place now.
            if top is not None and top.is_map and top.key is None:
                if kind is mapping or kind is sequence or not isinstance(value, str | None):
                    raise fail("a key must be one word or a text", event)
                key = value or ""
                if key in top.value:
                    raise fail(f"the key {shown(key)} stands twice in one mapping", event, "keep one of the two")
                top.key, top.key_at = key, event.start_mark.index
                if kind is scalar and event.anchor is not None:
                    anchors[event.anchor] = (value, 1)
                continue
            path: Path = ()
            if found is not None:
                at = event.start_mark.index
                if top is None:
                    found[()] = Mark(at, at)
                elif top.is_map:
                    path = (*top.path, top.key or "")
                    found[path] = Mark(top.key_at, at)
                else:
                    path = (*top.path, len(top.value))
                    found[path] = Mark(at, at)
            opened = None
            if kind is mapping or kind is sequence:
                opened = _Collection(is_map=kind is mapping, anchor=event.anchor, path=path, event=event)
                value = opened.value
                if event.anchor is not None:
                    open_anchors.add(event.anchor)
                    anchors.pop(event.anchor, None)
            elif kind is scalar and event.anchor is not None:
                anchors[event.anchor] = (value, 1)
            if top is None:
                root = value
            elif top.is_map:
                top.value[top.key] = value
                top.key = None
                top.size += 0 if opened else size
            else:
                top.value.append(value)
                top.size += 0 if opened else size
            if opened:
                stack.append(opened)
                top = opened
    except YAMLError as error:
        raise _misread(error) from None


def _parser(text: str) -> Any:
    try:
        from yaml._yaml import CParser  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return _python_parser(text)
    return CParser(text)


def _python_parser(text: str) -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PythonParser(Reader, Scanner, Parser):
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)

    return PythonParser(text)


def _misread(error: Any) -> MisreadError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None)
    index = mark.index if mark is not None else getattr(error, "position", None)
    what = f"is not YAML: {context}, {problem}" if context else f"is not YAML: {problem}"
    mend = ""
    if "mapping values are not allowed" in problem:
        mend = "put a text that holds ': ' in quotes"
    elif "cannot start any token" in problem:
        mend = "put a text that begins with this character in quotes"
    return MisreadError(what, index, mend)
