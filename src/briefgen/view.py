"""How one reader's document differs in form, not in content: sections, headings, dates. Templates see it in filters.

Made from an audience, read by `compose`; the empty view is the template as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    from briefgen.content.model import Marking


class View(Struct, frozen=True, kw_only=True):
    """The form that one reader’s document takes; nothing given, it is the template’s own."""

    sections: tuple[str, ...] = ()  # names of template blocks, in order; () = all, in the template's order
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # by the template's own words
    dates: Literal["long", "short", "iso"] = "long"
    language: str = ""  # of the template's words, dates, numbers and lists; "" = the brief's
    marking_side: Literal["start", "center", "end"] = "end"  # where its scheme wants the marking in running lines
    portions: Mapping[Marking, str] = field(default_factory=lambda: MappingProxyType({}))  # marks before parts

    def order(self, blocks: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the blocks that are shown, in order. A group stands where the first of its blocks does."""
        if not self.sections:
            return blocks
        place = {name: index for index, name in enumerate(self.sections)}
        found = []
        for index, block in enumerate(blocks):
            places = [place[name] for name in groups.get(block, (block,)) if name in place]
            if places:
                found.append((min(places), index, block))
        return tuple(block for _, _, block in sorted(found))


PLAIN = View()
