"""The letterhead's styles as they look, with all that each takes over from those it is based on."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from briefgen.write.docx.elements import Element, W
from briefgen.write.docx.letterhead.held import Held
from briefgen.write.docx.letterhead.style_names import plain_name

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFF = ("0", "false", "off")
_TYPE_SIZE, _LINE = 10.0, 240  # Word's own, where a file says nothing
_MOST = 50  # styles based on one another


def val(element: Element | None, name: str = "val", default: str = "") -> str:
    return default if element is None else str(element.get(f"{{{W}}}{name}", default))


def number(text: str) -> float:
    """Return a measure of Word's, 0 where it is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is there and not turned off."""
    return element is not None and val(element, default="1") not in _OFF


class HostStyle(Struct, frozen=True):
    """A style of the letterhead."""

    id: str
    kind: str  # paragraph, character, table, numbering
    names: tuple[str, ...]  # and aliases
    element: Element
    custom: bool = False
    default: bool = False


class HostStyles(Struct, frozen=True, kw_only=True):
    """All styles of the letterhead, in its order."""

    root: Element
    fonts: dict[str, str] = field(default_factory=dict)  # the Word theme's: major and minor
    styles: dict[str, HostStyle] = field(default_factory=dict)  # by id

    def default(self, kind: str) -> HostStyle | None:
        return next((style for style in self.styles.values() if style.kind == kind and style.default), None)

    def named(self, name: str) -> HostStyle | None:
        """Return the style of this name, alias or id, whatever its case and spaces."""
        plain = plain_name(name)
        return next(
            (style for style in self.styles.values() if plain in map(plain_name, (*style.names, style.id))), None
        )

    def chain(self, style_id: str) -> Iterator[HostStyle]:
        """Yield a style and those that it is based on, nearest first."""
        seen: list[str] = []
        while style_id in self.styles and style_id not in seen and len(seen) < _MOST:
            seen.append(style_id)
            style = self.styles[style_id]
            yield style
            style_id = val(style.element.find(f"{{{W}}}basedOn"))

    def find(self, style_id: str, *path: str) -> Iterator[Element]:
        """Yield the elements at a path (`pPr`, `spacing`) of a style and what is below it, nearest first."""
        below = "/".join(f"{{{W}}}{name}" for name in path)
        for style in self.chain(style_id):
            found = style.element.find(below)
            if found is not None:
                yield found
        kind = "pPrDefault" if path[0] == "pPr" else "rPrDefault"
        found = self.root.find(f"{{{W}}}docDefaults/{{{W}}}{kind}/{below}")
        if found is not None:
            yield found

    def said(self, style_id: str, *path: str, name: str = "val") -> str:
        """Return the nearest value of an attribute, "" where none is said."""
        return next((value for each in self.find(style_id, *path) if (value := val(each, name))), "")

    def is_on(self, style_id: str, *path: str) -> bool:
        return is_on(next(self.find(style_id, *path), None))

    def size(self, style_id: str) -> float:
        return number(self.said(style_id, "rPr", "sz")) / 2 or _TYPE_SIZE

    def font(self, style_id: str) -> str:
        """Return the font of western words, "" where the file does not say."""
        for each in self.find(style_id, "rPr", "rFonts"):
            themed = val(each, "asciiTheme")
            if themed:
                return self.fonts.get("major" if themed.startswith("major") else "minor", "")
            if val(each, "ascii"):
                return val(each, "ascii")
        return ""

    def colour(self, style_id: str) -> str:
        """Return the ink as `#rrggbb`; automatic ink is black."""
        said = self.said(style_id, "rPr", "color")
        return f"#{said.lower()}" if len(said) == 6 and said != "auto" else "#000000"

    def points(self, style_id: str, element: str, name: str) -> float:
        """Return a length of `<w:pPr>` in points."""
        return number(self.said(style_id, "pPr", element, name=name)) / 20

    def leading(self, style_id: str) -> float:
        line = number(self.said(style_id, "pPr", "spacing", name="line")) or _LINE
        rule = self.said(style_id, "pPr", "spacing", name="lineRule") or "auto"
        return line / 20 if rule != "auto" else self.size(style_id) * 1.2 * line / 240

    def numbering(self, style_id: str) -> tuple[int, int] | None:
        """Return the w:num and the level that a style gives its paragraphs, or None."""
        found = next(self.find(style_id, "pPr", "numPr"), None)
        if found is None or not int(number(val(found.find(f"{{{W}}}numId"), default="0"))):
            return None
        return int(number(val(found.find(f"{{{W}}}numId")))), int(number(val(found.find(f"{{{W}}}ilvl"), default="0")))


def host_styles(held: Held) -> HostStyles:
    """Return the styles of a letterhead."""
    part = held.part("styles")
    assert part is not None
    assert part.root is not None
    found = HostStyles(root=part.root, fonts=_theme_fonts(held))
    for element in part.root.iter(f"{{{W}}}style"):
        style_id = val(element, "styleId")
        names = [val(element.find(f"{{{W}}}name")), *val(element.find(f"{{{W}}}aliases")).split(",")]
        found.styles.setdefault(
            style_id,
            HostStyle(
                style_id,
                val(element, "type", "paragraph"),
                tuple(filter(None, (name.strip() for name in names))),
                element,
                val(element, "customStyle") not in ("", *_OFF),
                val(element, "default") not in ("", *_OFF),
            ),
        )
    return found


def _theme_fonts(held: Held) -> dict[str, str]:
    part = held.part("theme")
    fonts: dict[str, str] = {}
    if part is not None and part.root is not None:
        for kind in ("major", "minor"):
            latin = next(part.root.iter(f"{{{_A}}}{kind}Font"), etree.Element("none")).find(f"{{{_A}}}latin")
            if latin is not None and latin.get("typeface"):
                fonts[kind] = str(latin.get("typeface"))
    return fonts
