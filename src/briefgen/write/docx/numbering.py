"""The numbering part: a pattern for bulleted lists, one for numbered lists, and a count for each of these."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefgen.theme import Theme
from briefgen.write.docx.elements import Element, add, twips, w

LEVELS = 9  # that Word has
_NESTED_MARKER = "–"  # of every other level, as in layout


@dataclass(slots=True, kw_only=True)
class Numbering:
    """The lists of a document, as Word counts them."""

    theme: Theme
    first_pattern: int = 1  # what ours count from, behind those of a letterhead
    first_list: int = 1
    starts: list[tuple[int, int, int]] = field(default_factory=list)  # of numbered lists: pattern, level, first number

    def bullets(self) -> int:
        """Return the number of the list that all bulleted items belong to."""
        return self.first_list

    def numbers(self, level: int, start: int, pattern: int = -1) -> int:
        """Return the number of a new list whose items at `level` count from `start`; `pattern` is a letterhead's."""
        pattern = self.first_pattern + 1 if pattern < 0 else pattern
        self.starts.append((pattern, min(level, LEVELS - 1), max(start, 0)))
        return self.first_list + len(self.starts)

    def hanging(self, last: int) -> float:
        """Return the room for the number of a numbered list's items, up to `last`, in points."""
        return max(self.theme.lists.indent, 7.0 + 5.2 * len(str(last)))

    def element(self) -> Element:
        """Return `<w:numbering>`."""
        root = w("numbering")
        root.extend((*self.patterns(), *self.lists()))
        return root

    def patterns(self) -> tuple[Element, Element]:
        """Return how bullets and numbers look, by level."""
        return self._pattern(self.first_pattern, "bullet"), self._pattern(self.first_pattern + 1, "decimal")

    def lists(self) -> list[Element]:
        """Return the lists, each with its pattern and what it counts from."""
        bullets = w("num", numId=self.first_list)
        add(bullets, "abstractNumId", val=self.first_pattern)
        found = [bullets]
        for number, (pattern, level, start) in enumerate(self.starts, start=self.first_list + 1):
            each = w("num", numId=number)
            add(each, "abstractNumId", val=pattern)
            for above in range(level + 1):
                add(add(each, "lvlOverride", ilvl=above), "startOverride", val=start if above == level else 1)
            found.append(each)
        return found

    def _marker(self, level: int) -> str:
        return _NESTED_MARKER if level % 2 else self.theme.lists.marker

    def _pattern(self, number: int, kind: str) -> Element:
        pattern = w("abstractNum", abstractNumId=number)
        add(pattern, "multiLevelType", val="hybridMultilevel")
        step = twips(self.theme.lists.indent)
        for level in range(LEVELS):
            found = add(pattern, "lvl", ilvl=level)
            add(found, "start", val=1)
            add(found, "numFmt", val=kind)
            add(found, "suff", val="tab")
            add(found, "lvlText", val=self._marker(level) if kind == "bullet" else f"%{level + 1}.")
            add(found, "lvlJc", val="left")
            add(add(found, "pPr"), "ind", left=step * (level + 1), hanging=step)
        return pattern
