"""From a path in a brief to the line, the column and the words of its file, so that the brief need not carry them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import KeysView
from functools import cached_property
from typing import Any

from briefgen.content.model import Brief
from briefgen.content.parts import walk
from briefgen.content.shorthands import SHORTHANDS
from briefgen.data.faults import path_of
from briefgen.data.hints import fields_of
from briefgen.data.limits import Path
from briefgen.data.syntax import Tree
from briefgen.errors import Place

_MAX_WORDS = 8  # of a long stretch that are looked for in the file


class Places:
    """Looks up where the parts of a brief stand in the text that it was read from.

    Where a brief is `shown` in part, as to one audience, paths are of that one; its parts are found by their ids.
    """

    def __init__(self, tree: Tree, brief: Brief, shown: Brief | None = None) -> None:
        self.tree = tree
        self.brief = brief
        self.shown = shown
        self._stretches: dict[tuple[Path, tuple[str, ...]], tuple[list[int], list[tuple[int, int]]]] = {}

    def value(self, path: Path) -> str:
        """Return the text at a path as the file's reader sees it; "" where there is none."""
        _, value, _ = self._as_written(path)
        return value if isinstance(value, str) else ""

    def offset(self, path: Path) -> int:
        """Return where the value at a path begins in the file's text; of a list or mapping, its key."""
        written, value, is_key = self._as_written(path)
        mark = self.tree.mark(written)
        is_group = isinstance(value, dict | list) and bool(written) and isinstance(written[-1], str)
        return mark.key if is_key or is_group else mark.value

    def find(self, path: Path, span: tuple[int, int] | None = None) -> tuple[Place, str, int]:
        """Return the place of a path (or of some characters of the text there), its line, and how long it is on it."""
        offset = self.offset(path)
        if span is not None:
            return self.at(*self._narrowed(path, span, offset))
        value = self.value(path)
        return self.at(offset, len(value) if value and self.tree.text.startswith(value, offset) else 0)

    def at(self, offset: int, length: int = 0) -> tuple[Place, str, int]:
        """Return the place of an offset in the file's text, its line, and how long what is meant is on it."""
        text = self.tree.text
        line_end = text.find("\n", offset)
        line_end = len(text) if line_end < 0 else line_end
        line_start = text.rfind("\n", 0, offset) + 1
        rest = text[offset:line_end].rstrip()
        if not length:
            head = re.match(r"[\w-]+(?=\s*[:=])|\"[^\"]*\"|\S.*", rest)
            length = len(head[0]) if head is not None else 1
        return self.tree.at(offset), text[line_start:line_end].rstrip("\r"), max(1, min(length, len(rest)))

    def lines(self, path: Path) -> set[int]:
        """Return the lines on which the value at a path and everything around it begin."""
        found = set()
        for length in range(len(path) + 1):
            written, _, _ = self._as_written(path[:length])
            mark = self.tree.mark(written)
            if written:
                found.add(self.tree.at(mark.key).line)
        return found

    def _narrowed(self, path: Path, span: tuple[int, int], offset: int) -> tuple[int, int]:
        value = self.value(path)
        words = value[slice(*span)].split()[:_MAX_WORDS]
        if not words:
            return offset, 0
        key = (path, tuple(words))
        if key not in self._stretches:  # many findings may be of the same words
            pattern = re.compile(r"\s+".join(map(re.escape, words)))
            there = [found.start() for found in pattern.finditer(value)]
            here = [found.span() for found in pattern.finditer(self.tree.text, offset, self._next_mark(offset))]
            self._stretches[key] = (there, here)
        there, here = self._stretches[key]
        nth = bisect_left(there, span[0])
        return (here[nth][0], here[nth][1] - here[nth][0]) if nth < len(here) else (offset, 0)

    def _next_mark(self, offset: int) -> int:
        at = bisect_right(self._offsets, offset)
        return self._offsets[at] if at < len(self._offsets) else len(self.tree.text)

    @cached_property
    def _offsets(self) -> list[int]:
        return sorted({offset for mark in self.tree.marks().values() for offset in mark})

    def _as_written(self, path: Path) -> tuple[Path, Any, bool]:
        """Follow a path of the model through what was written for short; stops where the file says no more.

        Returns the path in the file, the value there, and whether its key is what is meant.
        """
        part: Any = self.brief
        value: Any = self.tree.value
        written: list[str | int] = []
        for step in path if self.shown is None else self._whole(self.shown, path):
            if isinstance(step, int):
                if step >= len(part):
                    break
                part = part[step]
                if isinstance(value, list):
                    if step >= len(value):
                        break
                    written.append(step)
                    value = value[step]
                elif isinstance(value, dict) and _is_pairs(value, part):
                    key = list(value)[step]
                    value = {key: value[key]}
                continue
            if not isinstance(value, dict):
                break
            holder, part = part, getattr(part, step)
            if step in value:
                written.append(step)
                value = value[step]
                continue
            short = SHORTHANDS.get(type(holder))
            key = next((key for key in value if key not in _names(type(holder))), None)
            if short is None or short.pair is None or step not in short.pair or key is None:
                break
            written.append(key)
            if step == short.pair[0]:
                return tuple(written), key, True
            value = value[key]
        return tuple(written), value, False

    def _whole(self, shown: Brief, path: Path) -> Path:
        """Return a path of the brief that is shown as one of the whole brief, as far as its parts have ids."""
        part: Any = shown
        whole: Path = path
        for index, step in enumerate(path):
            part = part[step] if isinstance(step, int) else getattr(part, step)
            found = self._paths.get(getattr(part, "id", None))
            if found is not None:
                whole = (*found, *path[index + 1 :])
        return whole

    @cached_property
    def _paths(self) -> dict[str | None, Path]:
        return {part.value.id: path_of(part.at) for part in walk(self.brief) if part.owner is None and part.at}


def _names(cls: Any) -> KeysView[str]:
    return fields_of(cls).keys()


def _is_pairs(value: dict[str, Any], part: Any) -> bool:
    short = SHORTHANDS.get(type(part))
    return short is not None and short.pair is not None and _names(type(part)).isdisjoint(value)
