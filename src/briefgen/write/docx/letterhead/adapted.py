"""A theme in a letterhead's clothes: its fonts, its sizes, and the looks of its styles where they are used."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.theme import Family, Look, Style, TableStyle, Theme, look
from briefgen.write.docx.elements import W
from briefgen.write.docx.given import Given
from briefgen.write.docx.letterhead.host_styles import HostStyles, number, val

_LENGTHS = ("size", "leading", "before", "after", "indent", "rule_gap")
_DISPLAY = 1.25  # times the size of text, from which words are set in the font of headings
_MOST = 1.6  # times larger than the theme says
_ALIGN = {"center": "center", "right": "end", "end": "end", "both": "justify"}
_MONOSPACE = "monospace"


def adapted(theme: Theme, host: HostStyles, given: Given) -> Theme:
    """Return the theme that what the letterhead lacks is made from; a fitted document takes nothing but its inks."""
    if not given.paragraphs:
        inks = {name: _inked(theme, host, name, style_id) for name, style_id in given.under.items()}
        return replace(theme, styles={**theme.styles, **inks})
    known = given.paragraphs
    body = known["body"]
    scale = min(max(host.size(body) / look(theme, "body").size, 1.0), _MOST)
    styles = {name: _scaled(theme, name, scale) for name in theme.styles}
    text = host.font(body)
    display = host.font(known.get("h2") or known.get("h1") or body) or text
    for name, style_id in known.items():
        styles[name] = _mirrored(host, style_id, text)
    lists = replace(
        theme.lists,
        indent=theme.lists.indent * scale,
        gap=theme.lists.gap * scale,
        after=max(theme.lists.after * scale, styles["body"].after or 0.0),
    )
    return replace(
        theme,
        fonts={key: _family(family, text if key == "body" else display) for key, family in theme.fonts.items()},
        styles=styles,
        lists=lists,
        tables={name: _table(host, given, name, table) for name, table in theme.tables.items()},
    )


def _family(family: Family, name: str) -> Family:
    return family if not name or family.fallback == _MONOSPACE else replace(family, name=name)


def _scaled(theme: Theme, name: str, scale: float) -> Style:
    """Return a style larger; a label's size is a rule of its scheme and stays. Small words are in the font of text."""
    style = theme.styles[name]
    family = theme.fonts.get(style.family or "")
    if family is not None and family.fallback != _MONOSPACE:
        small = look(theme, name).size < _DISPLAY * look(theme, "body").size
        style = replace(style, family="body" if small else style.family)
    if style.background or "mark" in name:
        return style
    changes = {key: round(getattr(style, key) * scale, 1) for key in _LENGTHS if getattr(style, key) is not None}
    return replace(style, **changes)


def _mirrored(host: HostStyles, style_id: str, text: str) -> Style:
    """Return how a style of the letterhead looks, as a theme says it."""
    before, after = (host.points(style_id, "spacing", side) for side in ("before", "after"))
    return Style(
        family="body" if host.font(style_id) == text else "heading",
        size=host.size(style_id),
        leading=round(host.leading(style_id), 1),
        bold=host.is_on(style_id, "rPr", "b"),
        italic=host.is_on(style_id, "rPr", "i"),
        colour=host.colour(style_id),
        upper=host.is_on(style_id, "rPr", "caps"),
        tracking=0.0,
        before=before,
        after=after,
        align=_ALIGN.get(host.said(style_id, "pPr", "jc"), "start"),  # type: ignore[arg-type]
        indent=max(host.points(style_id, "ind", "left"), 0.0),
        keep_next=host.is_on(style_id, "pPr", "keepNext"),
        rule_above=0.0,
        rule_below=0.0,
    )


def _inked(theme: Theme, host: HostStyles, name: str, style_id: str) -> Style:
    """Return a style with all that was measured when its document was fitted to a page, in the house's ink."""
    measured = look(theme, name)
    kept = {name: getattr(measured, name) for name in Look.__struct_fields__ if name != "name"}
    return Style(**{**kept, "colour": host.colour(style_id)})


def _table(host: HostStyles, given: Given, name: str, table: TableStyle) -> TableStyle:
    """Return a table with the cell margins of the letterhead's table style."""
    style = given.table(name)
    if not style:
        return table

    def margin(*sides: str) -> float:
        found = (each.find(f"{{{W}}}{side}") for each in host.find(style, "tblPr", "tblCellMar") for side in sides)
        return number(next((val(each, "w") for each in found if each is not None), "0")) / 20

    return replace(table, pad_x=margin("left", "start"), pad_y=margin("top"))
