"""What comes of the fit. A document that no page bounds is whole at once, and needs nothing of the fit itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.document import Break, Document, Field, Text
from briefgen.theme import Theme

if TYPE_CHECKING:
    from briefgen.layout.fit_report import FitReport

_PARTS = ("children", "blocks", "items", "entries", "term", "rows", "cells", "head", "caption")  # that hold nodes
_LEAVES = (Text, Break)


class Fitted(Struct, frozen=True, kw_only=True, eq=False):
    """A document that holds what its pages can, the themes to write it with, and the report; None: it has no bound."""

    document: Document
    theme: Theme  # for pages that are set here
    flow_theme: Theme  # for programs that break lines and pages themselves
    word_theme: Theme  # … and know only half points
    report: FitReport | None = None


def whole(document: Document, theme: Theme) -> Fitted:
    """Return a document without a bound: all items in full, no line on what is left out."""
    if _speaks_of_fit(document.blocks):
        from briefgen.layout.fit_choice import unfitted

        document = unfitted(document)
    return Fitted(document=document, theme=theme, flow_theme=theme, word_theme=theme)


def _speaks_of_fit(nodes: tuple[Any, ...]) -> bool:
    """Tell whether any node takes part in the fit by its variant or a field."""
    for node in nodes:
        kind = type(node)
        if kind is tuple:
            if _speaks_of_fit(node):
                return True
        elif kind not in _LEAVES:
            if kind is Field or node.attr.fit:
                return True
            for name in holding(kind):  # type: ignore[arg-type]
                value = getattr(node, name)
                if value and _speaks_of_fit(value):
                    return True
    return False


@lru_cache(maxsize=64)
def holding(kind: Any) -> tuple[str, ...]:
    """Return the fields of a kind of node that hold others."""
    return tuple(name for name in kind.__struct_fields__ if name in _PARTS)
