"""The numbering part: a pattern for bulleted lists, one for numbered lists, and a count for each of these."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefgen.theme import Theme
from briefgen.write.docx.elements import Element, add, twips, w

LEVELS = 9  # that Word has
_BULLETS, _NUMBERS = 1, 2
_NESTED_MARKER = "–"  # of every other level, as in layout


@dataclass(slots=True, kw_only=True)
class Numbering:
    """The lists of a document, as Word counts them."""

    theme: Theme
    starts: list[tuple[int, int]] = field(default_factory=list)  # of each numbered list: level and first number

    def bullets(self) -> int:
        """Return the number of the list that all bulleted items belong to."""
        return 1

    def numbers(self, level: int, start: int) -> int:
        """Return the number of a new list whose items at `level` count from `start`."""
        self.starts.append((min(level, LEVELS - 1), max(start, 0)))
        return 1 + len(self.starts)

    def hanging(self, last: int) -> float:
        """Return the room for the number of a numbered list's items, up to `last`, in points."""
        return max(self.theme.lists.indent, 7.0 + 5.2 * len(str(last)))

    def element(self) -> Element:
        """Return `<w:numbering>`."""
        root = w("numbering")
        self._add_pattern(root, _BULLETS, "bullet")
        self._add_pattern(root, _NUMBERS, "decimal")
        add(add(root, "num", numId=1), "abstractNumId", val=_BULLETS)
        for number, (level, start) in enumerate(self.starts, start=2):
            found = add(root, "num", numId=number)
            add(found, "abstractNumId", val=_NUMBERS)
            for each in range(level + 1):
                add(add(found, "lvlOverride", ilvl=each), "startOverride", val=start if each == level else 1)
        return root

    def _marker(self, level: int) -> str:
        return _NESTED_MARKER if level % 2 else self.theme.lists.marker

    def _add_pattern(self, root: Element, number: int, kind: str) -> None:
        pattern = add(root, "abstractNum", abstractNumId=number)
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
