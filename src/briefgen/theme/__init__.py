"""How a document looks: data from TOML, read by every writer."""

from briefgen.theme.loading import find_theme, load_theme
from briefgen.theme.looks import colour, look, span
from briefgen.theme.model import (
    LETTERHEAD_ROLES,
    SIZES,
    BoxStyle,
    Fallback,
    Family,
    FitStyle,
    Furniture,
    Letterhead,
    ListStyle,
    Look,
    PageStyle,
    Style,
    TableStyle,
    Theme,
)

__all__ = [
    "LETTERHEAD_ROLES",
    "SIZES",
    "BoxStyle",
    "Fallback",
    "Family",
    "FitStyle",
    "Furniture",
    "Letterhead",
    "ListStyle",
    "Look",
    "PageStyle",
    "Style",
    "TableStyle",
    "Theme",
    "colour",
    "find_theme",
    "load_theme",
    "look",
    "span",
]
