"""The style sheet of one page: the theme's looks as CSS, around the fixed rules in `base.css`.

On screen one rem is the theme's body size, grown to what reads well there; on paper it is that size in points, so that
all lengths keep the proportions of the printed page.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefgen.document import Document, Field, Inlines, Mark, Running, Text
from briefgen.errors import LayoutError
from briefgen.layout.fonts import faces
from briefgen.layout.lines import natural_width
from briefgen.plain import fold, plain
from briefgen.theme import SIZES, BoxStyle, Look, Style, TableStyle, Theme, colour, look, span
from briefgen.write.html import drawings
from briefgen.write.html.fonts import known, stack
from briefgen.write.html.palette import Palette, rules
from briefgen.write.html.sheet import Sheet, selector
from briefgen.write.html.words import direction

_SMALLEST = 0.78  # rem, of any text
_GROWS = 1.4  # rem; larger text shrinks on a narrow screen
_BASE = Path(__file__).with_name("base.css")


def write_style(document: Document, sheet: Sheet, faces: str) -> str:
    """Return the whole style sheet; `faces` holds the @font-face rules."""
    theme = sheet.theme
    paint = Palette(theme=theme)
    own = "\n".join(_own_rules(sheet, paint))
    size = look(theme, "body").size
    light, dark = paint.light(), paint.dark()
    return "\n".join(
        [
            faces + f":root{{{_families(theme)}{rules(light)}}}",
            f"@media screen and (prefers-color-scheme:dark){{:root{{{rules(dark)}}}}}",
            own,
            _base(),
            f"@media print{{:root{{font-size:{_number(size)}pt}}}}",
            _pages(document, theme),
        ]
    )


def palettes(sheet: Sheet) -> Palette:
    """Return the palette that the page uses, for those who check its contrast."""
    paint = Palette(theme=sheet.theme)
    _own_rules(sheet, paint)
    return paint


def _own_rules(sheet: Sheet, paint: Palette) -> list[str]:
    """Return the rules of all that is on the page; `paint` remembers their colours."""
    theme = sheet.theme
    return [
        *_roots(theme, paint),
        *_looks(sheet, paint),
        *_frames(sheet, paint),
        *_furniture(theme, paint),
        *drawings.rules(sheet, paint),
    ]


def _families(theme: Theme) -> str:
    return "".join(f"{variable}:{stack(theme, family)};" for family, variable in known(theme).items())


def _roots(theme: Theme, paint: Palette) -> list[str]:
    """Return the rules of the whole page: ground, text, the colours that `base.css` names, the first page's band."""
    accent, muted = look(theme, "h2").colour, look(theme, "byline").colour
    head = look(theme, "header")
    band = theme.page.band
    names = {
        "--page": paint.variable("#ffffff", "ground"),
        "--quiet": paint.variable("tint" if "tint" in theme.colours else "#f2f4f6", "ground"),
        "--ink": paint.variable(look(theme, "body").colour, "text"),
        "--muted": paint.variable(muted, "text"),
        "--accent": paint.variable(accent, "text"),
        "--hair": paint.variable("rule", "line"),
        "--face": f"var({known(theme)[look(theme, 'h2').family]})",
        "--band": f"{_number(band * 96 / 72)}px",
        "--band-colour": paint.variable(theme.page.band_colour, "ground") if band else "transparent",
        "--marker": _string(theme.lists.marker + "\N{EN SPACE}"),
        "--item": _rem(theme, theme.lists.indent),
        "--gap": _rem(theme, theme.lists.gap),
        "--after": _rem(theme, theme.lists.after),
        "--gutter": _rem(theme, theme.page.column_gap),
    }
    running = f".b-running{{{_type(theme, head)}color:{paint.variable(head.colour, 'text')}}}"
    body = look(theme, "body")
    return [
        f":root{{{rules(names)}}}",
        f"body{{{_type(theme, body, air=True)}color:var(--ink);background:var(--page)}}",
        f"p{{margin:{_rem(theme, body.before)} 0 {_rem(theme, body.after)}}}",
        running,
    ]


def _looks(sheet: Sheet, paint: Palette) -> list[str]:
    theme = sheet.theme
    made = [f"{place}{{{_block(place, theme, own, paint)}}}" for place, own in sheet.blocks.items()]
    inner = [place for place in sheet.blocks if not re.match(r"(p|h[1-4]|dt|caption|figcaption)\b", place)]
    made = [f":where({place}) p{{{_gaps(theme, sheet.blocks[place])}}}" for place in inner] + made
    made += [f"{place}{{{_span(theme, style, paint)}}}" for place, style in sheet.spans.items()]
    return [rule for rule in made if not rule.endswith("{}")]


def _gaps(theme: Theme, own: Look) -> str:
    return f"margin-block:{_rem(theme, own.before)} {_rem(theme, own.after)}"


def _type(theme: Theme, own: Look, *, air: bool = False) -> str:
    """Return the type of a look. `air` opens the lines a little on screen."""
    size = own.size / look(theme, "body").size
    leading = own.leading / own.size
    shown = max(size, _SMALLEST)
    value = f"{_number(shown)}rem"
    if shown > _GROWS:
        value = f"clamp({_number(1 + (shown - 1) * 0.6)}rem,{_number(shown * 3.1)}vw + .4rem,{value})"
    height = f"calc({_number(leading)} * var(--air))" if air or leading > 1.3 else _number(leading)
    style = "italic " if own.italic else ""
    weight = "700" if own.bold else "400"
    family = known(theme).get(own.family) or next(iter(known(theme).values()))
    return (
        f"font:{style}{weight} {value}/{height} var({family});"
        f"letter-spacing:{_number(own.tracking / own.size) + 'em' if own.tracking else 'normal'};"
        f"text-transform:{'uppercase' if own.upper else 'none'};"
    )


def _block(place: str, theme: Theme, own: Look, paint: Palette) -> str:
    above = _rem(theme, own.before)
    if place in ("h2", "h3", "h4") and own.before:
        above = f"calc({above} * var(--open))"
    parts = [
        _type(theme, own),
        f"color:{paint.variable(own.colour, 'text')};",
        f"margin-block:{above} {_rem(theme, own.after)};",
    ]
    if own.align in ("center", "end"):
        parts.append(f"text-align:{own.align};")
    if own.indent:
        parts.append(f"margin-inline-start:{_rem(theme, own.indent)};")
    for side, width in (("start", own.rule_above), ("end", own.rule_below)):
        if width:
            line = f"{_pixels(width)} solid {paint.variable(own.rule_colour, 'line')}"
            parts.append(f"border-block-{side}:{line};padding-block-{side}:{_rem(theme, own.rule_gap)};")
    return "".join(parts)


def _span(theme: Theme, style: Style, paint: Palette) -> str:
    parts = []
    if style.family is not None and style.family in known(theme):
        parts.append(f"font-family:var({known(theme)[style.family]});")
    if style.size is not None:
        parts.append(f"font-size:{_number(max(style.size / look(theme, 'body').size, 0.72))}rem;")
    if style.bold is not None:
        parts.append(f"font-weight:{700 if style.bold else 400};")
    if style.italic is not None:
        parts.append(f"font-style:{'italic' if style.italic else 'normal'};")
    if style.colour:
        parts.append(f"color:{paint.text_on(style.colour, style.background or '')};")
    if style.background:
        ground = paint.variable(style.background, "ground")
        air = ".05em" if (style.size or 0) < look(theme, "body").size else "0"
        parts.append(
            f"background:{ground};padding:{air} .4em .08em;border-radius:.15em;"
            "box-decoration-break:clone;print-color-adjust:exact;"
        )
    if style.upper is not None:
        parts.append(f"text-transform:{'uppercase' if style.upper else 'none'};")
    if style.tracking:
        parts.append(f"letter-spacing:{_number(style.tracking / (style.size or look(theme, 'body').size))}em;")
    return "".join(parts)


def _frames(sheet: Sheet, paint: Palette) -> list[str]:
    made = [f"{place}{{{_box(sheet.theme, box, paint)}}}" for place, box in sheet.boxes.items()]
    for place, table in sheet.tables.items():
        made += _table(sheet.theme, place, table, paint)
    for number, widths in enumerate(sheet.widths, 1):
        made += [
            f".b-w{number} col:nth-child({at}){{width:{_number(share * 100)}%}}" for at, share in enumerate(widths, 1)
        ]
    return made


def _box(theme: Theme, box: BoxStyle, paint: Palette) -> str:
    parts = [
        f"margin-block:{_rem(theme, box.before)} {_rem(theme, box.after)};padding:{_rem(theme, box.padding)};",
        f"padding-inline:{_rem(theme, box.padding * 1.25)};",
    ]
    if box.fill:
        parts.append(f"background:{paint.variable(box.fill, 'ground')};print-color-adjust:exact;")
    if box.line and box.stroke:
        parts.append(f"border:{_pixels(box.line)} solid {paint.variable(box.stroke, 'line')};")
    if box.bar:
        parts.append(f"border-inline-start:{_pixels(box.bar)} solid {paint.variable(box.bar_colour, 'line')};")
    return "".join(parts)


def _table(theme: Theme, place: str, style: TableStyle, paint: Palette) -> list[str]:
    rule = paint.variable(style.rule_colour, "line")
    pad = f"{_rem(theme, style.pad_y)} {_rem(theme, style.pad_x)}"

    def line(side: str, width: float) -> str:
        # What a class of tables does not have must be said, since the rules of all tables hold for them too.
        return f"border-block-{side}:{f'{_pixels(width)} solid {rule}' if width else '0'};"

    made = [
        f"{place}{{{line('start', style.rule_top)}{line('end', style.rule_bottom)}margin-block:0;--line:{rule}}}",
        f"{place} :is(th,td){{padding:{pad}}}",
        f"{place} tbody tr+tr>*{{{line('start', style.rule_row)}}}",
        f"{place} thead tr:last-child>*{{{line('end', style.rule_head)}}}",
    ]
    head = paint.text_on(look(theme, style.head).colour, style.head_fill)
    made.append(f"{place} thead{{{_ground(style.head_fill, paint)}}}{place} thead th{{color:{head}}}")
    made.append(f"{place} tbody tr:nth-child(even){{{_ground(style.stripe, paint)}}}")
    return made


def _ground(name: str, paint: Palette) -> str:
    return f"background:{paint.variable(name, 'ground')};print-color-adjust:exact" if name else "background:none"


def _furniture(theme: Theme, paint: Palette) -> list[str]:
    furniture = theme.furniture
    rule = paint.variable(furniture.rule_colour, "line")
    number = selector(".b-ref", "")
    reference = look(theme, "note-ref")
    made = [f"{number} :is(a,button){{color:{paint.variable(reference.colour, 'text')}}}"]
    for name, width in (("top", furniture.header_rule), ("bottom", furniture.footer_rule)):
        if width:
            side = "end" if name == "top" else "start"
            made.append(f".b-{name}{{border-block-{side}:{_pixels(width)} solid {rule}}}")
    return made


# ---------------------------------------------------------------- paper


def _pages(document: Document, theme: Theme) -> str:
    """Return the @page rules: paper, margins, and the running lines with page numbers in the margin boxes."""
    page = theme.page
    size = {"A4": "A4", "Letter": "letter"}[page.size]
    margins = " ".join(f"{_number(side)}pt" for side in (page.top, page.right, page.bottom, page.left))
    made = [f"@page{{size:{size} portrait;margin:{margins}}}"]
    for place, running, role in (("top", document.header, "header"), ("bottom", document.footer, "footer")):
        made += _margin_boxes("@page", place, running, role, document, theme)
    for place, first, role in (("top", document.first_header, "header"), ("bottom", document.first_footer, "footer")):
        if first is not None:
            made += _margin_boxes("@page :first", place, first, role, document, theme)
    return "\n".join(made)


def _margin_boxes(page: str, place: str, running: Running, role: str, document: Document, theme: Theme) -> list[str]:
    own = look(theme, role)
    order = ("left", "center", "right") if direction(document.lang) == "ltr" else ("right", "center", "left")
    parts = dict(zip(order, (running.start, running.center, running.end), strict=True))
    labels = {side: _label(part, own, document, theme) for side, part in parts.items()}
    lengths = {side: len(plain(part)) + 4 for side, part in parts.items() if part}
    needed = {side: label.width for side, label in labels.items() if label is not None}
    furniture = theme.furniture
    width = furniture.header_rule if place == "top" else furniture.footer_rule
    distance = theme.page.header if place == "top" else theme.page.footer
    made = []
    for side, part in parts.items():
        if not part and not (width and "center" in lengths):
            made.append(f"@{place}-{side}{{content:none}}")
            continue
        share = _share(side, lengths, needed, _text_width(theme))
        edge = "bottom" if place == "top" else "top"
        line = f"border-{edge}:{_number(width)}pt solid {colour(theme, furniture.rule_colour)};" if width else ""
        label = labels[side]
        shown = label.look if label is not None else own
        ground = label.ground.format(side=side, edge=edge) if label is not None else ""
        made.append(
            f"@{place}-{side}{{content:{label.content if label is not None else _content(part)};"
            f"width:{_number(share)}%;text-align:{side};"
            f"vertical-align:{edge};{line}padding-{edge}:{_number(furniture.note_gap)}pt;"
            f"margin-{place}:{_number(max(0.0, distance - own.size))}pt;margin-{edge}:{_number(own.leading)}pt;"
            f"font:{'italic ' if shown.italic else ''}{700 if shown.bold else 400} {_number(shown.size)}pt/"
            f"{_number(max(own.leading, shown.size * 1.2))}pt {stack(theme, shown.family)};color:{shown.colour};"
            f"{'text-transform:uppercase;' if shown.upper else ''}{ground}}}"
        )
    return [f"{page}{{{''.join(made)}}}"]


class _Label(Struct, frozen=True, kw_only=True):
    """A handling marking in a margin box: `width` in points, with the ground around its words."""

    look: Look
    width: float
    content: str
    ground: str = ""


def _label(part: Inlines, around: Look, document: Document, theme: Theme) -> _Label | None:
    """Return how a part with a marking is set, None for one without: a margin box has one look for all its words.

    A marking by itself has its own colours; the ground is as wide as the words, which only a measured width can say.
    """
    mark = _mark_of(part)
    if mark is None:
        return None
    own = span(theme, around, *mark.attr.classes, "mark")
    alone = plain(part).strip() == mark.label.strip()
    words = (Text(f"\u00a0{mark.label.strip()}\u00a0"),) if alone and own.background else part
    plain_look = replace(own, background="", colour=own.colour if alone else around.colour, align="start", indent=0.0)
    width = _measured(words, plain_look, document, theme)
    ground = ""
    if alone and own.background:
        height = _number(own.size * 1.2)
        ground = (
            f"background:linear-gradient({own.background},{own.background}) no-repeat content-box;"
            f"background-size:{_number(width)}pt {height}pt;background-position:{{side}} {{edge}};"
            "print-color-adjust:exact;"
        )
    content = _string(plain(words)) if alone else _content(part)  # its spaces are no-break and stay
    return _Label(look=plain_look, width=width + 2.0, content=content, ground=ground)


def _measured(words: Inlines, own: Look, document: Document, theme: Theme) -> float:
    """Return the width of words in points; what no font of ours has is the browser's to draw, and is guessed."""
    try:
        return natural_width(
            words, own, theme, faces(theme), document.lang, note_number=lambda note: 0, field_text=lambda one: "00"
        )
    except LayoutError:
        return 0.8 * own.size * len(plain(words))


def add_characters(part: Inlines, role: str, sheet: Sheet) -> None:
    """Note which characters a part of a running line draws, in its own look and in that of its marking."""
    around = look(sheet.theme, role)
    sheet.fonts.add(around, plain(part) + "0123456789")
    mark = _mark_of(part)
    if mark is not None:
        sheet.fonts.add(span(sheet.theme, around, *mark.attr.classes, "mark"), f"{plain(part)}\u00a00123456789")


def _mark_of(inlines: Inlines) -> Mark | None:
    for inline in inlines:
        found = inline if isinstance(inline, Mark) else _mark_of(getattr(inline, "children", ()))
        if found is not None:
            return found
    return None


def _text_width(theme: Theme) -> float:
    return SIZES[theme.page.size][0] - theme.page.left - theme.page.right


def _share(side: str, lengths: dict[str, int], needed: dict[str, float], width: float) -> float:
    """Return the width of a margin box in percent; beside one in the centre the others are alike.

    `needed` are the points that a marking takes of `width`: it is never broken.
    """
    if "center" in lengths:
        centre = 100.0 if len(lengths) == 1 else min(80.0, max(28.0, needed.get("center", 0.0) / width * 100))
        return centre if side == "center" else (100 - centre) / 2
    if len(lengths) == 2 and needed:
        marked = next(iter(needed))
        taken = min(0.85, max(0.15, needed[marked] / width)) * 100
        return taken if side == marked else 100 - taken
    return min(0.85, max(0.15, lengths[side] / sum(lengths.values()))) * 100 if len(lengths) > 1 else 100


def _content(inlines: Inlines) -> str:
    """Return a value of `content`: strings, and counters where the numbers of pages stand."""
    parts: list[str] = []

    def walk(inner: Inlines) -> None:
        for inline in inner:
            match inline:
                case Field(kind):
                    parts.append(f"counter({kind})")
                case Text(text) | Mark(label=text):
                    parts.append(_string(re.sub(r"\s+", " ", text) if text != "\xa0" else text))
                case _ if hasattr(inline, "children"):
                    walk(inline.children)
                case _:
                    parts.append(_string(fold(plain((inline,))) or " "))

    walk(inlines)
    return " ".join(parts) or '""'


def _string(text: str) -> str:
    """Return a CSS string. `<` is escaped too, since the sheet stands in an element that `</style` would end."""
    escaped = (f"\\{ord(char):x} " if char in '"\\<&\n\r\f' or char < " " or char == "\x7f" else char for char in text)
    return f'"{"".join(escaped)}"'


# ---------------------------------------------------------------- numbers


def _rem(theme: Theme, points: float) -> str:
    value = _number(points / look(theme, "body").size)
    return f"{value}rem" if value != "0" else "0"


def _pixels(points: float) -> str:
    """Return a line's width, never thinner than a screen can draw."""
    return f"{_number(max(1.0, points * 96 / 72) if points < 1.5 else points * 96 / 72)}px"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


@cache
def _base() -> str:
    """Return the fixed rules without comments and indents."""
    bare = re.sub(r"/\*.*?\*/", "", _BASE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())
