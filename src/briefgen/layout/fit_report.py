"""What the page fit did, for people: each item with its variant, how full the page is, and if it is the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Variant = Literal["full", "short", "omitted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitItem:
    """One item of the template, in document order."""

    words: str  # its first words
    importance: int  # 1 to 5
    variant: Variant
    height: float  # points that it takes up so; of one that is left out, that it would take in full, or at least
    holds: bool = False  # it holds other items


@dataclass(frozen=True, slots=True, kw_only=True)
class FitReport:
    pages: int
    items: tuple[FitItem, ...]
    fill: float  # percent of the pages' room, before what was left over was spread
    scale: float  # of the type, 1 = the theme's own size
    stretch: float  # of the space between blocks
    value: float  # of what stands
    possible: float  # of everything in full
    exact: bool  # no other choice is worth more; else the search came to its bound
    best: float  # no choice is worth more than that

    def count(self, variant: Variant) -> int:
        return sum(item.variant == variant and not item.holds for item in self.items)

    def summary(self) -> str:
        """Return one line: `1 page, 96 % full; 9 in full, 3 in short, 4 left out: “…”, “…”`."""
        pages = f"{self.pages} page{'s' if self.pages != 1 else ''}, {self.fill:.0f} % full"
        if not self.items:
            return pages
        parts = [f"{self.count('full')} in full"]
        parts += [f"{self.count('short')} in short"] if self.count("short") else []
        left = [item for item in self.items if item.variant == "omitted" and not item.holds]
        parts += [f"{len(left)} left out" if left else "none left out"]
        text = f"{pages}; {', '.join(parts)}"
        if left:
            first = sorted(left, key=lambda item: -item.importance)[:3]
            text += ": " + ", ".join(f"“{item.words}”" for item in first) + (" …" if len(left) > 3 else "")
        if self.scale != 1.0:
            text += f"; type at {self.scale * 100:.0f} %"
        return text + ("" if self.exact else f"; {self.doubt()}")

    def doubt(self) -> str:
        """Return what may be missed where the choice is not proved to be the best."""
        more = 100 * (self.best / self.value - 1) if self.value else 0.0
        if more >= 0.05:
            return f"not proved to be the best choice: one worth {more:.1f} % more is not ruled out"
        return "as good as the model of the page allows, which leaves out some of what the layout does"

    def table(self) -> str:
        """Return a line for each item, and the figures under them."""
        lines = [f"{'':>4}  {'':7}  {'points':>6}  item"]
        for item in self.items:
            height = f"{item.height:6.1f}" if item.variant != "omitted" else f"({item.height:4.1f})"
            lines.append(f"{item.importance:>4}  {item.variant:7}  {height:>6}  {item.words}")
        exact = "no choice is worth more" if self.exact else self.doubt()
        lines.append(
            f"worth {self.value:.0f} of {self.possible:.0f} ({exact}); {self.fill:.1f} % full, "
            f"type at {self.scale * 100:.0f} %, space between blocks at {self.stretch * 100:.0f} %"
        )
        return "\n".join(lines)
