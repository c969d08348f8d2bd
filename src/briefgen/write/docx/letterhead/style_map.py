"""Which style of the letterhead is whose: as the theme says, else as the styles' ids, names and outline levels tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree
from msgspec import Struct, field

from briefgen.errors import Fault, ThemeError, nearest
from briefgen.theme import Theme
from briefgen.write.docx.elements import Children, Element, W, twips, w
from briefgen.write.docx.given import Given, GivenList
from briefgen.write.docx.letterhead.held import Held
from briefgen.write.docx.letterhead.host_styles import HostStyle, HostStyles, number, val
from briefgen.write.docx.letterhead.style_names import CHARACTERS, names_of, plain_name
from briefgen.write.docx.letterhead.trees import element_of, text_of
from briefgen.write.docx.styles import title

_LEVELS, _LIST_LEVELS = 4, 5
_SHORTEST = 5  # letters of a name that the end of a house style's may be taken for
_PARAGRAPHS = ("subtitle", "quote", "caption", "note", "header", "footer", "table", "table-head")
_HEAD_WORDS = ("color", "b", "bCs", "i", "iCs", "caps")
_WORD_2013 = 15
_AIR = 0.5  # of a line, between paragraphs of a style that has neither space nor indent
_WORDS_OF_LISTS = {
    "bullet": ("bullet",),
    "number": ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"),
}


class _Guess(Struct, frozen=True, kw_only=True):
    held: Held
    host: HostStyles
    theme: Theme
    used: tuple[str, ...]  # ids of paragraph styles in the body
    faults: list[Fault] = field(default_factory=list)

    def said(self, key: str, kind: str) -> str:
        """Return the id of the style that the theme names for `key`, "" where it names none."""
        name = self.theme.letterhead.styles.get(key, "")
        return self._named(name, kind, f"letterhead.styles.{key}") if name else ""

    def _named(self, name: str, kind: str, path: str) -> str:
        style = self.host.named(name)
        if style is None:
            known = [each for other in self.host.styles.values() for each in other.names]
            mend = nearest(name, known) or f"there are: {', '.join(known[:40])}"
            self.faults.append(
                Fault(what=f"the letterhead {self.held.file} has no style '{name}'", path=path, mend=mend)
            )
            return ""
        if kind and style.kind != kind:
            linked = self.host.styles.get(val(style.element.find(f"{{{W}}}link")))
            if linked is None or linked.kind != kind:
                what = f"the style '{name}' of the letterhead {self.held.file} is for a {style.kind}, not a {kind}"
                self.faults.append(Fault(what=what, path=path, mend="name another style"))
                return ""
            style = linked
        return style.id

    def table(self, key: str) -> str:
        name = self.theme.letterhead.tables.get(key, "")
        return self._named(name, "table", f"letterhead.tables.{key}") if name else ""

    def guess(self, role: str, kind: str, level: int = 0) -> str:
        """Return the id of the style whose id or name is one of the role's, Word's own first."""
        styles = [style for style in self.host.styles.values() if style.kind == kind]
        wanted = names_of(role, level)
        for name in wanted:
            for style in styles:
                if plain_name(style.id) == name or name in map(plain_name, style.names):
                    return style.id
        if role == "heading":
            outlined = self._outlined(styles, level)
            if outlined:
                return outlined
        for name in wanted:
            for style in styles:
                if style.custom and len(name) >= _SHORTEST and plain_name(style.names[0]).endswith(name):
                    return style.id
        return ""

    def _outlined(self, styles: Iterable[HostStyle], level: int) -> str:
        """Return the id of the style that says itself to be of a heading's level, one that is used first."""
        path = f"{{{W}}}pPr/{{{W}}}outlineLvl"
        found = [style.id for style in styles if val(style.element.find(path)) == str(level - 1)]
        return next((each for each in found if each in self.used), found[0] if found else "")


def given_styles(held: Held, host: HostStyles, theme: Theme, marked: str) -> Given:
    """Return what the letterhead gives. `marked` is the style of the marked place, which text of the brief is set in.

    Raises ThemeError for styles that the theme names and the letterhead has not.
    """
    assert held.main.root is not None
    used = tuple(dict.fromkeys(val(each) for each in held.main.root.iter(f"{{{W}}}pStyle")))
    guess = _Guess(held=held, host=host, theme=theme, used=used)
    named = host.named("Normal")
    first = next((each for each in host.styles.values() if each.kind == "paragraph"), None)
    normal = host.default("paragraph") or (named if named is not None and named.kind == "paragraph" else first)
    if normal is None:
        raise held.error("has no styles for paragraphs", "open it in Word and save it as a Word document (.docx)")
    paragraphs, shift = _headings(guess)
    paragraphs["body"] = _body(guess, normal.id, marked)
    for role in _PARAGRAPHS:
        paragraphs[role] = guess.said(role, "paragraph") or guess.guess(role, "paragraph")
    characters = {role: guess.said(role, "character") or guess.guess(role, "character") for role in CHARACTERS}
    _name_others(guess, paragraphs, characters)
    tables = _tables(guess)
    bare = tuple(
        name for key in tables for name in (theme.tables[key].head, theme.tables[key].text) if not paragraphs.get(name)
    )
    if guess.faults:
        raise ThemeError(*guess.faults)
    paragraphs = {key: style for key, style in paragraphs.items() if style}
    words, tabular = host.default("character"), host.default("table")
    return Given(
        there=True,
        paragraphs=paragraphs,
        characters={key: style for key, style in characters.items() if style},
        tables=tables,
        lists=_lists(guess),
        bare=tuple(dict.fromkeys(bare)),
        heads=tuple(dict.fromkeys(theme.tables[key].head for key in tables)),
        head_words=_head_words(host, next(iter(tables.values()), "")),
        hangs=_hangs(held),
        normal=normal.id,
        words=words.id if words else "",
        table_normal=tabular.id if tabular else "",
        shift=shift,
        levelled=tuple(style for style in paragraphs.values() if host.said(style, "pPr", "outlineLvl")),
        keeping=tuple(style for style in paragraphs.values() if host.is_on(style, "pPr", "keepNext")),
        taken=(
            *(name.lower() for style in host.styles.values() for name in style.names),
            *(f"id:{style_id}" for style_id in host.styles),
        ),
    )


def _headings(guess: _Guess) -> tuple[dict[str, str], int]:
    """Return the styles of h1 to h4, and 1 where h1 is a title that stands above heading 1, else 0."""
    found: dict[str, str] = {}
    top = guess.said("h1", "paragraph")
    if top:
        shift = 0 if guess.host.said(top, "pPr", "outlineLvl") == "0" else 1
    else:
        top = guess.guess("title", "paragraph")
        shift = 1 if top else 0
        top = top or guess.guess("heading", "paragraph", 1)
    found["h1"] = top
    for level in range(2, _LEVELS + 1):
        key = f"h{level}"
        found[key] = guess.said(key, "paragraph") or guess.guess("heading", "paragraph", level - shift)
    return found, shift


def _body(guess: _Guess, normal: str, marked: str) -> str:
    """Return the style of text: as said, of the marked place, Body Text where the letterhead uses it, else Normal."""
    said = guess.said("body", "paragraph")
    if said:
        return said
    host = guess.host
    style, text = host.styles.get(marked), guess.guess("body", "paragraph")
    if style is not None and style.kind == "paragraph" and not host.said(marked, "pPr", "outlineLvl"):
        found = marked
    else:
        found = text if text in guess.used else normal
    return _with_air(guess.host, found) if _is_tight(host, found) else found


def _is_tight(host: HostStyles, style_id: str) -> bool:
    """Tell whether nothing parts two paragraphs of a style: no space, and no indent of the first line."""
    spaced = any(host.points(style_id, "spacing", side) for side in ("before", "after"))
    automatic = host.said(style_id, "pPr", "spacing", name="afterAutospacing") in ("1", "true", "on")
    return not (spaced or automatic or host.points(style_id, "ind", "firstLine"))


def _with_air(host: HostStyles, style_id: str) -> str:
    """Add a style like this one whose paragraphs stand half a line apart, and return its id."""
    name, again = "Briefing Text", 2
    while host.named(name) is not None:
        name, again = f"Briefing Text {again}", again + 1
    mine = name.replace(" ", "")
    air = w("pPr", w("spacing", after=twips(host.leading(style_id) * _AIR)))
    inner = w("name", val=name) + w("basedOn", val=style_id) + w("qFormat") + air
    style = element_of(w("style", inner, type="paragraph", customStyle="1", styleId=mine))
    host.root.append(style)
    host.styles[mine] = HostStyle(mine, "paragraph", (name,), style, custom=True)
    return mine


def _name_others(guess: _Guess, paragraphs: dict[str, str], characters: dict[str, str]) -> None:
    """Take what the theme says of its other styles, and house styles that are called as they are."""
    for key in guess.theme.styles:
        if key in paragraphs or key in characters:
            continue
        style_id = guess.said(key, "")
        if not style_id:
            style = guess.host.named(title(key))
            style_id = style.id if style is not None and style.custom else ""
        kind = guess.host.styles[style_id].kind if style_id else ""
        if kind == "paragraph":
            paragraphs[key] = style_id
        elif kind == "character":
            characters[key] = style_id


def _tables(guess: _Guess) -> Mapping[str, str]:
    """Return a table style for each of the theme's: as said, else the only one that the house has made."""
    own = [style.id for style in guess.host.styles.values() if style.kind == "table" and style.custom]
    fallback = guess.table("default") or (own[0] if len(own) == 1 else "")
    found = {key: guess.table(key) if key != "default" else fallback for key in guess.theme.tables}
    return {key: style or fallback for key, style in found.items() if style or fallback}


def _head_words(host: HostStyles, table: str) -> Children:
    """Return the ink and weight of words in a table style's first row: a colour of Normal would hide them."""
    for style in host.chain(table):
        for part in style.element.findall(f"{{{W}}}tblStylePr"):
            if val(part, "type") == "firstRow":
                words = part.find(f"{{{W}}}rPr")
                found = [] if words is None else [each for each in words if etree.QName(each).localname in _HEAD_WORDS]
                return {etree.QName(each).localname: text_of(each) for each in found}
    return {}


def _hangs(held: Held) -> bool:
    """Tell whether the file asks for the layout of Word before 2013."""
    part = held.part("settings")
    if part is None or part.root is None:
        return False
    modes = [each for each in part.root.iter(f"{{{W}}}compatSetting") if val(each, "name") == "compatibilityMode"]
    return not modes or number(val(modes[0])) < _WORD_2013


# ---------------------------------------------------------------- lists


def _lists(guess: _Guess) -> Mapping[tuple[str, int], GivenList]:
    """Return the list styles by kind and level (from 0)."""
    found: dict[tuple[str, int], GivenList] = {}
    for kind in ("bullet", "number", "continue"):
        role = f"list-{kind}"
        for level in range(1, _LIST_LEVELS + 1):
            key = role if level == 1 else f"{role}-{level}"
            style = guess.said(key, "paragraph") or guess.guess(role, "paragraph", level)
            first = found.get((kind, 0))
            if style:
                found[kind, level - 1] = _numbered(guess, kind, style) or GivenList(style=style)
            elif first is not None and first.numbering:
                below = _at_level(guess, kind, first.style, first.numbering, first.level + level - 1)
                if below is not None and below.start > first.start:
                    found[kind, level - 1] = below
    return found


def _numbered(guess: _Guess, kind: str, style: str) -> GivenList | None:
    numbering = guess.host.numbering(style)
    if numbering is None or kind == "continue":
        return None
    return _at_level(guess, kind, style, *numbering, own=True)


def _at_level(
    guess: _Guess, kind: str, style: str, numbering: int, level: int, *, own: bool = False
) -> GivenList | None:
    """Return a list style with the numbering of a level, where that is of its kind."""
    part = guess.held.part("numbering")
    if part is None or part.root is None:
        return None
    pattern = _pattern(part.root, numbering)
    for _ in range(2):  # a pattern may stand for that of a numbering style
        linked = val(pattern.find(f"{{{W}}}numStyleLink")) if pattern is not None else ""
        if linked:
            there = guess.host.numbering(linked)
            numbering = there[0] if there else 0
            pattern = _pattern(part.root, numbering)
    if pattern is None:
        return None
    levels = {int(number(val(each, "ilvl"))): each for each in pattern.findall(f"{{{W}}}lvl")}
    if own:
        level = next((at for at, each in levels.items() if val(each.find(f"{{{W}}}pStyle")) == style), level)
    found = levels.get(level)
    if found is None or val(found.find(f"{{{W}}}numFmt")) not in _WORDS_OF_LISTS[kind]:
        return None
    indents = [found.find(f"{{{W}}}pPr/{{{W}}}ind")]
    if own:
        indents.insert(0, guess.host.styles[style].element.find(f"{{{W}}}pPr/{{{W}}}ind"))

    def length(*names: str) -> float:
        values = (val(each, name) for each in indents if each is not None for name in names)
        return number(next((value for value in values if value), "0")) / 20

    return GivenList(
        style=style,
        numbering=numbering,
        pattern=int(number(val(pattern, "abstractNumId"))),
        level=level,
        start=max(length("left", "start"), 0.0),
        hanging=max(length("hanging"), 0.0),
        brings=own,
    )


def _pattern(root: Element, numbering: int) -> Element | None:
    """Return the w:abstractNum of a w:num."""
    wanted = next(
        (
            val(each.find(f"{{{W}}}abstractNumId"))
            for each in root.findall(f"{{{W}}}num")
            if val(each, "numId") == str(numbering)
        ),
        None,
    )
    return next((each for each in root.findall(f"{{{W}}}abstractNum") if val(each, "abstractNumId") == wanted), None)
