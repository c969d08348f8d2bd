"""The numbering part: a pattern for bulleted lists, one for numbered lists, and a count for each of these."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field

from briefgen.theme import Theme
from briefgen.write.docx.elements import root, twips, w

LEVELS = 9  # that Word has
_NESTED_MARKER = "–"  # of every other level, as in layout


class Numbering(Struct, frozen=True, kw_only=True, eq=False):
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

    def part(self) -> str:
        """Return `<w:numbering>`."""
        return root("numbering", self.patterns() + self.lists())

    def patterns(self) -> str:
        """Return how bullets and numbers look, by level."""
        lists, first = self.theme.lists, self.first_pattern
        bullets = (_NESTED_MARKER if level % 2 else lists.marker for level in range(LEVELS))
        numbers = (f"%{level + 1}." for level in range(LEVELS))
        step = twips(lists.indent)
        return _pattern(first, "bullet", tuple(bullets), step) + _pattern(first + 1, "decimal", tuple(numbers), step)

    def lists(self) -> str:
        """Return the lists, each with its pattern and what it counts from."""
        found = [w("num", w("abstractNumId", val=self.first_pattern), numId=self.first_list)]
        for number, (pattern, level, start) in enumerate(self.starts, start=self.first_list + 1):
            starts = (
                w("lvlOverride", w("startOverride", val=start if above == level else 1), ilvl=above)
                for above in range(level + 1)
            )
            found.append(w("num", w("abstractNumId", val=pattern) + "".join(starts), numId=number))
        return "".join(found)


@lru_cache(maxsize=64)
def _pattern(number: int, kind: str, marks: tuple[str, ...], step: int) -> str:
    levels = (
        w(
            "lvl",
            w("start", val=1)
            + w("numFmt", val=kind)
            + w("suff", val="tab")
            + w("lvlText", val=mark)
            + w("lvlJc", val="left")
            + w("pPr", w("ind", left=step * (level + 1), hanging=step)),
            ilvl=level,
        )
        for level, mark in enumerate(marks)
    )
    return w("abstractNum", w("multiLevelType", val="hybridMultilevel") + "".join(levels), abstractNumId=number)
