"""A brief whose pages are bounded, on a letterhead: its measured faces go into the file, and the paper has the room.

Words are as wide as they were measured only in the faces that they were measured with. Those of the house are seldom on
the machine that measures, and not always on the one that shows: there others stand in for them, wider ones perhaps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from docx.opc.constants import CONTENT_TYPE as CT

from briefgen.errors import ThemeError
from briefgen.theme import SIZES, Theme
from briefgen.write.docx.draft import Draft
from briefgen.write.docx.elements import Element, R, W, root, w
from briefgen.write.docx.embedded import CONTENT_TYPE as FONT_TYPE
from briefgen.write.docx.embedded import RELATION as FONT_RELATION
from briefgen.write.docx.embedded import embedded_fonts
from briefgen.write.docx.letterhead.held import Held, Part, Relation
from briefgen.write.docx.letterhead.host_styles import HostStyles, number, val
from briefgen.write.docx.letterhead.place import MarkedPlace, body_of
from briefgen.write.docx.letterhead.sections import columns, room
from briefgen.write.docx.letterhead.trees import elements_of, tree_of
from briefgen.write.docx.looks import Typefaces
from briefgen.write.docx.parts import font_table

_SLACK = 1.0  # points that a page may be larger than the paper's, for what is rounded
_LETTER = 0.55  # of the size: about how wide a letter of the house's own words is
_AFTER_EMBEDDING = ("embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts")
_BEFORE_EMBEDDING = ("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
                     "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
                     "printFractionalCharacterWidth", "printFormsData")  # fmt: skip


def refuse_less_room(held: Held, host: HostStyles, place: MarkedPlace, section: Element, theme: Theme) -> None:
    """Raise ThemeError where the page that a brief was fitted to is larger than what the letterhead leaves for it."""
    width, height = room(section)
    taken = sum(_height(each, host, width) for each in _beside(held, place))
    page, (across, down) = theme.page, SIZES[theme.page.size]
    wanted = across - page.left - page.right, down - page.top - page.bottom
    left = width, max(height - taken, 0.0)
    if columns(section) == 1 and wanted[0] <= left[0] + _SLACK and wanted[1] <= left[1] + _SLACK:
        return
    margins = section.find(f"{{{W}}}pgMar")
    start, top = (number(val(margins, side)) / 20 for side in ("left", "top"))
    raise held.error(
        f"leaves {left[0]:.0f} × {left[1]:.0f} points for a brief of bounded pages, and the page of the theme has "
        f"{wanted[0]:.0f} × {wanted[1]:.0f}: it would run over",
        f"write in the theme, under [page]: left = {start:.1f}, right = {max(across - start - left[0], 0.0):.1f}, "
        f"top = {abs(top):.1f}, bottom = {max(down - abs(top) - left[1], 0.0):.1f}",
    )


def _beside(held: Held, place: MarkedPlace) -> Iterator[Element]:
    """Yield what stands on the page besides the brief: the letterhead's own paragraphs and tables of its section."""
    children = list(body_of(held))
    before: list[Element] = []
    for child in children[: place.at]:
        ends = next(child.iter(f"{{{W}}}sectPr"), None) is not None
        breaks = any(val(each, "type") == "page" for each in child.iter(f"{{{W}}}br"))
        before = [] if ends or breaks else [*before, child]
    yield from before
    for child in children[place.at + place.count :]:
        if child.tag == f"{{{W}}}sectPr" or any(val(each, "type") == "page" for each in child.iter(f"{{{W}}}br")):
            return
        yield child
        if next(child.iter(f"{{{W}}}sectPr"), None) is not None:
            return


def _height(element: Element, host: HostStyles, width: float) -> float:
    """Return about how high a paragraph or a table of the letterhead is, in points."""
    total = 0.0
    for paragraph in element.iter(f"{{{W}}}p"):
        style = val(paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")) or _default(host)
        letters = sum(len(text.text or "") for text in paragraph.iter(f"{{{W}}}t"))
        lines = max(1, math.ceil(letters * host.size(style) * _LETTER / width))
        total += lines * host.leading(style)
        total += host.points(style, "spacing", "before") + host.points(style, "spacing", "after")
    return total


def _default(host: HostStyles) -> str:
    style = host.default("paragraph")
    return style.id if style is not None else ""


def embed_faces(held: Held, draft: Draft, faces: Typefaces) -> None:
    """Put the faces that the brief was measured with into the file, beside the fonts that the letterhead names."""
    drawn = "".join(text for each in held.stories() if each.root is not None for text in each.root.itertext())
    fonts = embedded_fonts(draft.theme, faces, draft.metrics(), drawn)
    if not fonts:
        raise ThemeError("the fonts of the theme are not there, and a brief of bounded pages is measured with them")
    part = held.part("fontTable")
    if part is None or part.root is None:
        empty = tree_of(root("fonts", ""))
        part = held.add(Part(name="word/fontTable.xml", content_type=CT.WML_FONT_TABLE, root=empty))
        held.main.relate("rIdBrief-fontTable", Relation("fontTable", part.name))
    assert part.root is not None
    keys = []
    for number_, font in enumerate(fonts, start=1):
        inner = held.add(Part(name=f"word/fonts/brief{number_}.odttf", content_type=FONT_TYPE, data=font.data))
        keys.append(part.relate(f"rIdBrief-font{number_}", Relation("font", inner.name, uri=FONT_RELATION)))
    ours = tree_of(font_table(faces, fonts))
    names = [val(each, "name") for each in ours]
    for old in [each for each in part.root if val(each, "name") in names]:
        part.root.remove(old)
    for font_element in list(ours):
        for cut in font_element:
            key = cut.get(f"{{{R}}}id", "")
            if key:
                cut.set(f"{{{R}}}id", keys[int(key.removeprefix("rId")) - 1])
        part.root.append(font_element)
    _say_embedded(held)


def _say_embedded(held: Held) -> None:
    """Tell in the settings that fonts are in the file."""
    part = held.part("settings")
    if part is None or part.root is None:
        return  # ours say it
    for name in _AFTER_EMBEDDING:
        for old in part.root.findall(f"{{{W}}}{name}"):
            part.root.remove(old)
    before = {f"{{{W}}}{name}" for name in _BEFORE_EMBEDDING}
    at = next((at for at, each in enumerate(part.root) if each.tag not in before), len(part.root))
    part.root[at:at] = elements_of(w("embedTrueTypeFonts") + w("saveSubsetFonts"))
