"""Read a template's markup into the document tree: the strict subset, all faults at once.

`elements` reads tags, `lines` what stands in a line, `tables` tables; here are the blocks and the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.compose import images, tables
from briefgen.compose.elements import Element, Faults, Source, Words, read
from briefgen.compose.lines import INLINE, inlines, inlines_of
from briefgen.compose.reading import Reading
from briefgen.compose.run import Complaint
from briefgen.compose.tongues import lifted
from briefgen.document import (
    NONE,
    Block,
    Blocks,
    Callout,
    Columns,
    Definition,
    Definitions,
    Figure,
    Heading,
    Inlines,
    Item,
    List,
    Paragraph,
    Quote,
    Rule,
    Running,
    Section,
    Span,
)
from briefgen.errors import TemplateError
from briefgen.plain import fold

if TYPE_CHECKING:
    from briefgen.compose.drawn import Studio

_NO_OPTIONS = ("data-figure", "data-number", "data-importance", "data-keep", "data-fit")
_PLACES = {"start": 0, "center": 1, "end": 2}
_BELONGS = {
    "caption": "at the head of a <table>",
    "col": "in a <colgroup>",
    "colgroup": "in a <table>",
    "dd": "in a <dl>",
    "dt": "in a <dl>",
    "figcaption": "in a <figure>",
    "footer": "outside all other elements",
    "header": "outside all other elements",
    "img": "in a <figure>",
    "li": "in a <ul> or <ol>",
    "meta": "outside all other elements",
    "tbody": "in a <table>",
    "td": "in a <tr>",
    "th": "in a <tr>",
    "thead": "in a <table>",
    "tr": "in a <table>",
}


class Parsed(Struct, eq=False):
    """What the markup says of the document."""

    blocks: Blocks = ()
    theme: str = ""
    pages: int = 0
    header: Running = field(default_factory=Running)
    footer: Running = field(default_factory=Running)
    first_header: Running | None = None
    first_footer: Running | None = None


def parse(source: Source, folders: tuple[Path, ...] = (), studio: Callable[[str], Studio] | None = None) -> Parsed:
    """Read rendered markup; pictures are taken from `folders`, figures drawn by `studio` (given the theme it names).

    Raises TemplateError with every fault and its place.
    """
    faults = Faults(source)
    root = read(source, faults)
    if faults.too_deep:
        raise TemplateError(*faults.found.values())
    drawing = studio(_theme_named(root)) if studio is not None else None
    if drawing is not None:
        drawing.begin(root)
    spends = "data-figure" not in source.text  # how wide a figure is depends on what stands around it
    reading = Reading(faults=faults, folders=folders, studio=drawing, spends=spends)
    parsed = _whole(root, reading)
    if faults.found:
        raise TemplateError(*faults.found.values())
    missing = reading.dangling()
    # Links to what vanished become their words; as nothing else changes, a second pass finds no new ones.
    if not missing:
        return parsed
    again = read(source, faults) if spends else root
    return _whole(again, Reading(faults=faults, folders=folders, studio=drawing, missing=missing, spends=spends))


def _theme_named(root: Element) -> str:
    """Return the theme that the markup asks for, which figures are drawn in; "" for none."""
    metas = (child.attributes for child in root.elements() if child.name == "meta")
    return next((meta.get("content", "").strip() for meta in metas if meta.get("name") == "theme"), "")


def _whole(root: Element, reading: Reading) -> Parsed:
    parsed = Parsed()
    rest: list[Element | Words] = []
    seen: list[str] = []
    for child in root.children:
        if isinstance(child, Element) and child.name == "meta":
            _meta(child, parsed, seen, reading)
        elif isinstance(child, Element) and child.name in ("header", "footer"):
            _running(child, parsed, seen, reading)
        else:
            rest.append(child)
    parsed.blocks = _without_idle_rules(_blocks(replace(root, children=rest), reading))
    return parsed


def _without_idle_rules(blocks: Blocks) -> Blocks:
    """Leave out rules and page breaks that divide nothing, because what stood beside them vanished."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Rule) and (not kept or isinstance(kept[-1], Rule)):
            continue
        kept.append(block)
    while kept and isinstance(kept[-1], Rule):
        kept.pop()
    return tuple(kept)


# ---------------------------------------------------------------- the document's own settings


def _meta(element: Element, parsed: Parsed, seen: list[str], reading: Reading) -> None:
    reading.allow(element, "name", "content")
    name = reading.one_of(element, "name", ("theme", "pages"))
    if name in seen:
        reading.fault(element, f"there are two <meta> for '{name}'")
    seen.append(name)
    if name == "theme":
        parsed.theme = element.attributes.get("content", "").strip()
    elif name == "pages":
        parsed.pages = reading.whole(element, "content", 0, 0, 9999)


def _running(element: Element, parsed: Parsed, seen: list[str], reading: Reading) -> None:
    reading.allow(element, "class")
    first = "first" if reading.one_of(element, "class", ("", "first")) else ""
    key = f"{first}_{element.name}".lstrip("_")
    if key in seen:
        reading.fault(element, f"there are two <{element.name}>{' for the first page' if first else ''}")
    seen.append(key)
    reading.running = True
    parts: list[Inlines] = [(), (), ()]
    for child in tables.children(element, ("span",), reading):
        names = child.attributes.get("class", "").split()
        place = next((name for name in names if name in _PLACES), "")
        if not place:
            reading.fault(child, f"a <span> in <{element.name}> has no place", 'give class="start", "center" or "end"')
            continue
        attr = reading.attr(child, without=_PLACES)
        found = inlines(child, reading)
        if found and (attr.classes or attr.lang):
            found = (Span(children=found, attr=attr),)
        parts[_PLACES[place]] += found
    reading.running = False
    setattr(parsed, key, Running(start=parts[0], center=parts[1], end=parts[2]))


# ---------------------------------------------------------------- blocks


def _blocks(element: Element, reading: Reading) -> Blocks:
    """Return the blocks of an element that holds nothing but blocks."""
    return _flow(element, reading, loose=False)


def _loose_blocks(element: Element, reading: Reading) -> Blocks:
    """Return the blocks of an element in which text may stand by itself: each stretch of it is a paragraph."""
    if len(element.children) == 1 and isinstance(element.children[0], str):
        words = inlines(element, reading)
        return (Paragraph(children=words),) if words else ()
    return _flow(element, reading, loose=True)


def _flow(element: Element, reading: Reading, *, loose: bool) -> Blocks:
    blocks: list[Block] = []
    line: list[Element | Words] = []

    def end_line() -> None:
        if loose:
            found, attr = lifted(inlines_of(line, element, reading), NONE)
            if found:
                blocks.append(Paragraph(children=found, attr=attr))
        elif any(not isinstance(part, str) or fold(part) for part in line):
            _refuse_line(element, line, reading)
        line.clear()

    for child in element.children:
        if isinstance(child, str) or child.name in INLINE:
            line.append(child)
            continue
        end_line()
        block = _block(child, element, reading)
        if block is not None:
            blocks.append(block)
            if _says_something((block,)):  # so that what is around it is not dropped any more
                reading.spend(child)
    end_line()
    return tuple(blocks)


def _refuse_line(element: Element, line: Sequence[Element | Words], reading: Reading) -> None:
    where = f"in <{element.name}>" if element.name else "outside all elements"
    first = next(part for part in line if not isinstance(part, str) or fold(part))
    if isinstance(first, Element):
        reading.fault(first, f"<{first.name}> cannot stand by itself {where}", "put it in a <p>")
    else:
        words = fold(first)
        shown = words if len(words) <= 40 else f"{words[:37]}…"
        reading.faults.add(
            first.place, first.at, f"the text '{shown}' cannot stand by itself {where}", "put it in a <p>"
        )


def _block(element: Element, parent: Element, reading: Reading) -> Block | None:
    maker = _MAKERS.get(element.name)
    if maker is None:
        if element.name in _BELONGS:
            where = f"in <{parent.name}>" if parent.name else "here"
            reading.fault(element, f"<{element.name}> cannot stand {where}", f"it belongs {_BELONGS[element.name]}")
        return None
    block = maker(element, reading)
    if block is None:
        reading.drop(element)
    return block


def _heading(element: Element, reading: Reading) -> Block | None:
    children, attr = lifted(inlines(element, reading), reading.attr(element))
    return Heading(level=int(element.name[1]), children=children, attr=attr) if children else None


def _paragraph(element: Element, reading: Reading) -> Block | None:
    children, attr = lifted(inlines(element, reading), reading.attr(element))
    return Paragraph(children=children, attr=attr) if children else None


def _list(element: Element, reading: Reading) -> Block | None:
    ordered = element.name == "ol"
    attr = reading.attr(element, "start") if ordered else reading.attr(element)
    items = []
    for child in tables.children(element, ("li",), reading):
        item_attr = reading.attr(child)
        blocks = _loose_blocks(child, reading)
        if blocks:
            items.append(Item(blocks=blocks, attr=item_attr))
        else:
            reading.drop(child)
    start = reading.whole(element, "start", 1, 0, 99999) if ordered else 1
    return List(items=tuple(items), ordered=ordered, start=start, attr=attr) if items else None


def _definitions(element: Element, reading: Reading) -> Block | None:
    attr = reading.attr(element)
    groups: list[tuple[Element, list[Element]]] = []
    for child in tables.children(element, ("dt", "dd"), reading):
        if child.name == "dt":
            groups.append((child, []))
        elif groups:
            groups[-1][1].append(child)
        else:
            reading.fault(child, "<dd> stands before any <dt>")
    entries = [_definition(term, meanings, reading) for term, meanings in groups]
    kept = tuple(entry for entry in entries if entry is not None)
    return Definitions(entries=kept, attr=attr) if kept else None


def _definition(term: Element, meanings: list[Element], reading: Reading) -> Definition | None:
    """Return an entry, or None where the term or what it means is empty."""
    if not meanings:
        reading.fault(term, "<dt> has no <dd> after it")
    attr = reading.attr(term)
    for meaning in meanings:
        own = reading.attr(meaning)
        attr = replace(attr, id=attr.id or own.id, classes=(*attr.classes, *own.classes), keep=attr.keep or own.keep)
    words = inlines(term, reading)
    with reading.sparing(not words):
        blocks = tuple(block for meaning in meanings for block in _loose_blocks(meaning, reading))
    if words and blocks:
        return Definition(term=words, blocks=blocks, attr=attr)
    for part in (term, *meanings):
        reading.drop(part)
    return None


def _table(element: Element, reading: Reading) -> Block | None:
    return tables.table(element, reading, _loose_blocks)


def _quote(element: Element, reading: Reading) -> Block | None:
    attr = reading.attr(element)
    blocks = _loose_blocks(element, reading)
    return Quote(blocks=blocks, attr=attr) if blocks else None


def _callout(element: Element, reading: Reading) -> Block | None:
    attr = reading.attr(element)
    blocks = _loose_blocks(element, reading)
    return Callout(blocks=blocks, attr=attr) if _says_something(blocks) else None


def _section(element: Element, reading: Reading) -> Block | None:
    attr = reading.attr(element)
    blocks = _blocks(element, reading)
    return Section(blocks=blocks, attr=attr) if _says_something(blocks) else None


def _says_something(blocks: Blocks) -> bool:
    return any(not isinstance(block, Heading | Rule) for block in blocks)


def _columns(element: Element, reading: Reading) -> Block | None:
    attr = reading.attr(element, "data-count", without=("columns",))
    if "columns" not in element.attributes.get("class", "").split():
        reading.fault(element, '<div> is only for columns: class="columns"', "write <section> or <aside>")
    count = reading.whole(element, "data-count", 2, 2, 4)
    blocks = _blocks(element, reading)
    return Columns(blocks=blocks, count=count, attr=attr) if _says_something(blocks) else None


def _rule(element: Element, reading: Reading) -> Block | None:
    return Rule(attr=reading.attr(element))


def _figure(element: Element, reading: Reading) -> Block | None:
    if "data-figure" in element.attributes:
        return _drawn(element, reading)
    attr = reading.attr(element)
    parts = tables.children(element, ("img", "figcaption"), reading)
    pictures = [part for part in parts if part.name == "img"]
    captions = [part for part in parts if part.name == "figcaption"]
    if len(pictures) != 1 or len(captions) > 1:
        reading.fault(element, "<figure> holds one <img> and at most one <figcaption>")
        return None
    caption: Inlines = ()
    for part in captions:
        reading.attr(part)
        caption = inlines(part, reading)
    picture = pictures[0]
    reading.allow(picture, "src", "alt", "width", "height")
    alt = fold(picture.attributes.get("alt", ""))
    if not alt:
        reading.fault(picture, "<img> has no alt", "say in words what the picture shows")
    width, height = reading.measure(picture, "width"), reading.measure(picture, "height")
    try:
        image = images.load(picture.attributes.get("src", ""), reading.folders, width, height)
    except Complaint as error:
        reading.fault(picture, error.what, error.mend)
        return None
    return Figure(image=image, alt=alt, caption=caption, attr=attr)


def _drawn(element: Element, reading: Reading) -> Block | None:
    """Return a figure that is drawn from the brief; it vanishes where the brief has nothing to show."""
    options = {
        name.removeprefix("data-"): value
        for name, value in element.attributes.items()
        if name.startswith("data-") and name not in _NO_OPTIONS
    }
    attr = reading.attr(element, "data-figure", "data-number", *(f"data-{name}" for name in options))
    numbered = reading.one_of(element, "data-number", ("", "true", "false"), default="true") != "false"
    captions = tables.children(element, ("figcaption",), reading)
    if len(captions) > 1:
        reading.fault(captions[1], "a <figure> has at most one <figcaption>")
    given = inlines(captions[0], reading) if captions else ()
    if captions:
        reading.attr(captions[0])
    if reading.studio is None:
        reading.fault(element, "figures cannot be drawn here")
        return None
    try:
        scene, narrow = reading.studio.draw(element, element.attributes["data-figure"].strip(), options)
    except Complaint as error:
        reading.fault(element, error.what, error.mend)
        return None
    if scene is None:
        return None
    caption: Inlines = ()
    if captions:
        reading.figures += numbered
        caption = reading.studio.caption(scene, reading.figures, given, numbered=numbered)
    return Figure(image=scene, alt=scene.alt, caption=caption, narrow=narrow, attr=attr)


_MAKERS: dict[str, Callable[[Element, Reading], Block | None]] = {
    "aside": _callout,
    "blockquote": _quote,
    "div": _columns,
    "dl": _definitions,
    "figure": _figure,
    "h1": _heading,
    "h2": _heading,
    "h3": _heading,
    "h4": _heading,
    "hr": _rule,
    "ol": _list,
    "p": _paragraph,
    "section": _section,
    "table": _table,
    "ul": _list,
}
