"""What reading the markup's elements needs to know and to remember, and the attributes that any element may carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct, field

from briefgen.compose.elements import Element, Faults
from briefgen.compose.language import well_formed
from briefgen.document import NONE, Attr
from briefgen.errors import Place, nearest

if TYPE_CHECKING:
    from briefgen.compose.drawn import Studio

_COMMON = ("id", "class", "lang", "data-importance", "data-keep", "data-fit")
_NO_ITEMS = ("a", "cite", "code", "em", "figcaption", "mark", "note", "span", "strong", "sub", "sup", "td", "th")
_ELSEWHERE = {"style": "looks belong in the theme; give a class", "align": 'give class="start", "center" or "end"'}
_SPACE = re.compile(r"\s")


class Reading(Struct, eq=False):
    """One pass over the tree. `missing` are the link targets that an earlier pass found nothing for."""

    faults: Faults
    folders: tuple[Path, ...]
    missing: frozenset[str] = frozenset()
    running: bool = False  # within a running header or footer
    studio: Studio | None = None  # that draws figures
    spends: bool = False  # elements are let go once they are read, so that a long text does not stand in memory twice
    figures: int = 0  # numbered ones so far
    ids: dict[str, Place] = field(default_factory=dict)
    gone: dict[str, None] = field(default_factory=dict)  # ids of what vanished
    targets: dict[str, None] = field(default_factory=dict)  # of links within the document

    def fault(self, element: Element, what: str, mend: str = "") -> None:
        self.faults.add(element.place, element.at, what, mend)

    def spend(self, element: Element) -> None:
        """Let go of what stands in an element whose block is made and will stay: `drop` is not to ask for it again."""
        if self.spends:
            element.children = []

    @contextmanager
    def sparing(self, spares: bool = True) -> Iterator[None]:
        """Let go of nothing, where what is read here may be dropped yet."""
        before = self.spends
        self.spends = before and not spares
        try:
            yield
        finally:
            self.spends = before

    def drop(self, element: Element) -> None:
        """Remember that nothing of an element is left, so that no link goes to it."""
        id_ = element.attributes.get("id")
        if id_:
            self.gone[id_] = None
        for child in element.elements():
            self.drop(child)

    def dangling(self) -> frozenset[str]:
        return frozenset(id_ for id_ in self.targets if id_ not in self.ids or id_ in self.gone)

    def attr(self, element: Element, *more: str, without: Iterable[str] = ()) -> Attr:
        """Return what the element carries; attributes other than the common ones and `more` are faults."""
        given = element.attributes
        if not given:
            return NONE
        self.allow(element, *_COMMON, *more)
        if "data-importance" in given and element.name in _NO_ITEMS:
            what = f"data-importance cannot stand on <{element.name}>"
            self.fault(element, what, "it stands on blocks, list items and rows; words in a line take data-fit")
        if given.get("data-fit") == "omitted" and element.name in (*_NO_ITEMS, "tr", "dt", "dd"):
            what = f"data-fit='omitted' cannot stand on <{element.name}>"
            self.fault(element, what, "the line that says how many items are left out is a block or a list item")
        apart = tuple(without)
        return Attr(
            id=self._id(element),
            classes=tuple(name for name in dict.fromkeys(given.get("class", "").split()) if name not in apart),
            lang=self._lang(element),
            importance=self.whole(element, "data-importance", 0, 1, 5),
            keep=self._keep(element),
            fit=cast(
                "Literal['', 'full', 'short', 'omitted']",
                self.one_of(element, "data-fit", ("", "full", "short", "omitted")),
            ),
        )

    def allow(self, element: Element, *names: str) -> None:
        for name in element.attributes:
            if name not in names:
                mend = _ELSEWHERE.get(name) or nearest(name, names)
                self.fault(element, f"<{element.name}> has no attribute '{name}'", mend)

    def _id(self, element: Element) -> str:
        id_ = element.attributes.get("id", "")
        if not id_:
            return ""
        if _SPACE.search(id_) or "#" in id_:
            self.fault(
                element, f"the id '{id_}' holds a space or '#'", "take the 'anchor' filter for parts of the brief"
            )
        elif id_ in self.ids:
            self.fault(element, f"the id '{id_}' is already that of another element")
        self.ids.setdefault(id_, element.place)
        return id_

    def _lang(self, element: Element) -> str:
        lang = element.attributes.get("lang", "")
        if lang and not well_formed(lang):
            self.fault(element, f"'{lang}' is not a language tag", "write it as en, ko or zh-Hant")
            return ""
        return lang

    def _keep(self, element: Element) -> bool:
        return self.one_of(element, "data-keep", ("", "true", "false"), default="false") != "false"

    def one_of(self, element: Element, name: str, words: tuple[str, ...], default: str = "") -> str:
        value = element.attributes.get(name, default)
        if value not in words:
            wanted = ", ".join(f"'{word}'" for word in words if word)
            self.fault(element, f"{name} of <{element.name}> cannot be '{value}'", f"it is one of {wanted}")
            return default
        return value

    def whole(self, element: Element, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number from an attribute."""
        value = element.attributes.get(name)
        if value is None:
            return default
        if re.fullmatch(r"-?[0-9]{1,9}", value.strip()) and least <= int(value) <= most:
            return int(value)
        self.fault(element, f"{name} of <{element.name}> cannot be '{value}'", f"it is a number from {least} to {most}")
        return default

    def measure(self, element: Element, name: str) -> float | None:
        """Return a length in CSS pixels from an attribute, None where it is not given."""
        value = element.attributes.get(name)
        if value is None:
            return None
        match = re.fullmatch(r"\s*([0-9]{1,5}(?:\.[0-9]{1,4})?)(?:px)?\s*", value)
        if match is None or float(match[1]) <= 0:
            self.fault(
                element, f"{name} of <{element.name}> cannot be '{value}'", "it is a number of pixels, 96 to an inch"
            )
            return None
        return float(match[1])
