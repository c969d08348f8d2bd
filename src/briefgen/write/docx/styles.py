"""The styles part: each look that the document uses as a Word style with a name that an editor can find.

A style says all that its look says, so a change of one does not ripple through others; what it is based on tells Word
(and a reader's software) what kind of paragraph it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.theme import BoxStyle, Look, Style, TableStyle, Theme, colour, look
from briefgen.write.docx.elements import Attributes, Children, children, root, twips, w
from briefgen.write.docx.given import Given
from briefgen.write.docx.kept import Kept
from briefgen.write.docx.looks import (
    Typefaces,
    box_insets,
    box_look,
    cell_margins,
    paragraph_look,
    run_look,
    run_style,
    shade,
    table_border,
)

_BUILT_IN = {  # theme style -> Word's id and name, where Word has the same thing
    "body": ("BodyText", "Body Text"),
    "h1": ("Heading1", "heading 1"),
    "h2": ("Heading2", "heading 2"),
    "h3": ("Heading3", "heading 3"),
    "h4": ("Heading4", "heading 4"),
    "subtitle": ("Subtitle", "Subtitle"),
    "quote": ("Quote", "Quote"),
    "caption": ("Caption", "caption"),
    "header": ("Header", "header"),
    "footer": ("Footer", "footer"),
}
_NOTE = ("FootnoteText", "footnote text")
_LISTS = {"bullet": "List Bullet", "number": "List Number", "continue": "List Continue", "meaning": "Definition"}
_CHARACTERS = {  # kind of words -> Word's id and name
    "strong": ("Strong", "Strong"),
    "emph": ("Emphasis", "Emphasis"),
    "link": ("Hyperlink", "Hyperlink"),
    "note-ref": ("FootnoteReference", "footnote reference"),
}
_OWN: dict[str, Style] = {"strong": Style(bold=True), "emph": Style(italic=True)}


class ParagraphStyle(Struct, frozen=True, gc=False):
    """What a paragraph is: the theme's style, and what it stands in."""

    style: str = "body"  # a key of the theme's styles
    heading: int = 0  # 1 to 4
    box: str = ""  # a key of the theme's boxes
    list: str = ""  # a key of _LISTS, or note
    level: int = 0  # of the list, from 0


class Indent(Struct, frozen=True, kw_only=True):
    """Where a paragraph's text stands, in points from the margins."""

    start: float
    end: float = 0.0
    hanging: float = 0.0

    def attributes(self) -> dict[str, str | int]:
        found: dict[str, str | int] = {"left": twips(self.start), "right": twips(self.end)}
        found["hanging" if self.hanging else "firstLine"] = twips(self.hanging)
        return found


class Styles(Struct, frozen=True, kw_only=True, eq=False):
    """The styles used so far, in the order of their first use."""

    theme: Theme
    faces: Typefaces
    languages: Mapping[str, str]  # the document's, for each kind of script: val (western), eastAsia, bidi
    rtl: bool = False  # whether the document runs from right to left
    ids: dict[object, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # names and ids
    keeping: set[str] = field(default_factory=set)  # ids of paragraph styles that keep with what follows
    given: Given = field(default_factory=Given)  # styles of a letterhead
    kept: Kept = field(default_factory=Kept)  # made for documents before this one

    def __post_init__(self) -> None:
        if self.given.there:
            self.taken.update(self.given.taken)
            self.keeping.update(self.given.keeping)
            return
        self.taken.update(("normal", "default paragraph font", "normal table", "no list"))
        for style in ("body", "h1", "h2", "h3", "h4", "header", "footer"):
            level = int(style[1]) if style[1:].isdigit() else 0
            self.paragraph(ParagraphStyle(style=style if style in self.theme.styles else "body", heading=level))

    # ------------------------------------------------------------ paragraphs

    def paragraph(self, key: ParagraphStyle) -> str:
        """Return the id of a paragraph style."""
        known = self.ids.get(key)
        if known is None:
            known = self.ids[key] = self.given_id(key) or self._add_paragraph(key)
        return known

    def given_id(self, key: ParagraphStyle) -> str:
        """Return the id of the letterhead's style for this, "" where it has none."""
        given = self.given
        if not given.there or key.box:
            return ""
        if key.list == "note":
            return given.paragraphs.get("note", "") if key.style == "note" else ""
        if key.list:
            found = given.lists.get((key.list, key.level)) if key.style == "body" else None
            return found.style if found else ""
        own = given.paragraphs.get(key.style, "")
        if key.heading:
            return (own if key.style != "body" else "") or given.paragraphs.get(f"h{key.heading}", "")
        return own

    def missing_level(self, key: ParagraphStyle) -> int | None:
        """Return the level in the outline that a heading has to say by itself, as the letterhead's style does not."""
        level = key.heading - 1 - self.given.shift
        style_id = self.given_id(key) if key.heading else ""
        return level if level >= 0 and style_id and style_id not in self.given.levelled else None

    def look_of(self, key: ParagraphStyle) -> Look:
        if key.heading and key.style not in self.given.paragraphs and self.given_id(key):
            return look(self.theme, f"h{key.heading}")
        return look(self.theme, key.style)

    def indent(self, key: ParagraphStyle) -> Indent:
        """Return the indents that a style gives a paragraph."""
        known = self.kept.indents.get(key)
        if known is None:
            known = self.kept.indents[key] = self._indent(key)
        return known

    def _indent(self, key: ParagraphStyle) -> Indent:
        own = self.look_of(key).indent
        if self.given_id(key):
            found = self.given.lists.get((key.list, key.level))
            return Indent(start=found.start, hanging=found.hanging) if found else Indent(start=own)
        hanging = self.theme.lists.indent if key.list in ("bullet", "number") else 0.0
        start = own + (self.theme.lists.indent * (key.level + 1) if key.list else 0.0)
        if key.list == "note":
            hanging = self.note_indent()
            start = own + hanging
        end = own if key.style == "quote" else 0.0
        if key.box:
            inset = box_insets(self.theme.boxes.get(key.box, BoxStyle()))
            start, end = start + inset[0], end + inset[1]
        return Indent(start=start, end=end, hanging=hanging)

    def note_indent(self) -> float:
        """Return the room for the number of a note, of up to three digits, before its text."""
        return round(look(self.theme, "note").size * 1.75, 1)

    def _add_paragraph(self, key: ParagraphStyle) -> str:
        theme_look = self.look_of(key)
        name, based_on = self._paragraph_name(key)
        style_id, name = self._take(name)
        following = self.paragraph(ParagraphStyle()) if key.heading else ""
        if theme_look.keep_next:
            self.keeping.add(style_id)
        self._write((key, style_id, name, based_on, following), self._paragraph_style)
        return style_id

    def _paragraph_style(self, key: ParagraphStyle, style_id: str, name: str, based_on: str, following: str) -> str:
        theme_look = self.look_of(key)
        said = run_look(theme_look, self.faces)
        if key.style in self.given.bare:
            said = {name: said[name] for name in ("sz", "szCs")}
            if key.style in self.given.heads:
                said |= self.given.head_words
        return _style(
            "paragraph",
            style_id,
            w("name", val=name),
            w("basedOn", val=based_on),
            w("next", val=following) if following else "",
            w("uiPriority", val=9 if key.heading else 20),
            w("qFormat"),
            w("pPr", children("pPr", self._paragraph_properties(key, theme_look))),
            w("rPr", children("rPr", said)),
        )

    def _write(self, said: tuple[Any, ...], make: Callable[..., str]) -> None:
        """Add the style that `make` makes of what is said, and of nothing else but the theme and the language."""
        known = self.kept.styles.get(said)
        if known is None:
            known = self.kept.styles[said] = make(*said)
        self.written.append(known)

    def _paragraph_properties(self, key: ParagraphStyle, theme_look: Look) -> Children:
        if key.list in _LISTS:
            theme_look = replace(theme_look, after=self.theme.lists.gap, before=0.0, keep_next=False)
        found = paragraph_look(theme_look)
        if key.box:
            found |= box_look(self.theme.boxes.get(key.box, BoxStyle()), self.theme, rtl=self.rtl)
        found["ind"] = self.indent(key).attributes()
        if key.heading:
            level = key.heading - 1 - self.given.shift
            if level >= 0:
                found["outlineLvl"] = {"val": level}
        if key.style in self.given.bare:
            return {name: found[name] for name in ("spacing", "ind")}
        return found

    def _paragraph_name(self, key: ParagraphStyle) -> tuple[str, str]:
        """Return the style's name, and the id of what it is based on."""
        if key.box:
            outside = replace(key, box="")
            return f"{self._paragraph_name(outside)[0]} in {title(key.box)} Box", self.paragraph(outside)
        if key.list:
            outside = replace(key, list="", level=0)
            if key.list == "note" and key.style in self.given.under:
                return f"Fitted {_NOTE[1]}", self.given.under[key.style]
            if key.list == "note":
                name = _NOTE[1] if key.style == "note" else f"{self._paragraph_name(outside)[0]} {_NOTE[1]}"
                return name, self.given.normal
            listed = _LISTS[key.list] + (f" {key.level + 1}" if key.level else "")
            listed = f"Fitted {listed}" if self.given.under else listed
            name = listed if key.style == "body" else f"{self._paragraph_name(outside)[0]} {listed}"
            return name, self.paragraph(outside)
        own = f"h{key.heading}" if key.heading else key.style
        under = self.given.under.get(key.style if key.style != "body" else own) or self.given.under.get(own)
        if under:
            level = key.heading - self.given.shift
            name = title(own) if not key.heading else f"Heading {level}" if level else "Title"
            return f"Fitted {name}", under
        if key.heading and key.style not in (own, "body"):
            plain = replace(key, style=own if own in self.theme.styles else "body")
            return f"{title(key.style)} Heading {key.heading - self.given.shift}", self.paragraph(plain)
        if key.heading:
            return f"heading {key.heading - self.given.shift}", self.given.normal
        if own in _BUILT_IN:
            return _BUILT_IN[own][1], self.given.normal
        return title(own), self.paragraph(ParagraphStyle())

    # ------------------------------------------------------------ words

    def character(self, name: str) -> str:
        """Return the id of the character style for a kind of words or a class of the theme; "" where it says nothing.

        The theme's own style of that name decides its look.
        """
        key = ("character", name)
        known = self.ids.get(key)
        if known is None:
            known = self.ids[key] = self.given.characters.get(name, "") or self._add_character(name)
        return known

    def words(self, name: str) -> Style:
        """Return what the character style of this name sets."""
        own = _OWN.get(name, Style())
        themed = self.theme.styles.get(name)
        return themed if themed is not None else own

    def _add_character(self, name: str) -> str:
        if not self._character_look(name):
            return ""
        style_id, word_name = self._take(_CHARACTERS.get(name, ("", title(name)))[1])
        self._write((name, style_id, word_name), self._character_style)
        return style_id

    def _character_look(self, name: str) -> Children:
        found = run_style(self.words(name), self.theme, self.faces)
        if name == "link":
            found["u"] = {"val": "single"}
        if name == "note-ref":
            found.pop("sz", None)
            found.pop("szCs", None)
            found["vertAlign"] = {"val": "superscript"}
        if name in ("code", "mark"):
            found["noProof"] = {}
        return found

    def _character_style(self, name: str, style_id: str, word_name: str) -> str:
        return _style(
            "character",
            style_id,
            w("name", val=word_name),
            w("basedOn", val=self.given.words) if self.given.words else "",
            w("uiPriority", val=22),
            w("qFormat"),
            w("rPr", children("rPr", self._character_look(name))),
        )

    # ------------------------------------------------------------ tables

    def table(self, name: str) -> str:
        """Return the id of the table style for a key of the theme's tables."""
        key = ("table", name)
        known = self.ids.get(key)
        if known is None:
            known = self.ids[key] = self.given.table(name) or self._add_table(name)
        return known

    def _add_table(self, name: str) -> str:
        style_id, word_name = self._take("Briefing Table" if name == "default" else f"{title(name)} Table")
        self._write(("table", name, style_id, word_name), self._table_style)
        return style_id

    def _table_style(self, kind: str, name: str, style_id: str, word_name: str) -> str:
        table = self.theme.tables.get(name, TableStyle())
        ink = colour(self.theme, table.rule_colour)
        borders = (
            table_border("top", table.rule_top, ink)
            + table_border("bottom", table.rule_bottom, ink)
            + table_border("insideH", table.rule_row, ink)
        )
        head = w("tcBorders", table_border("bottom", table.rule_head, ink))
        if table.head_fill:
            head += w("shd", **shade(colour(self.theme, table.head_fill)))
        return _style(
            kind,
            style_id,
            w("name", val=word_name),
            w("basedOn", val=self.given.table_normal) if self.given.table_normal else "",
            w("uiPriority", val=59),
            w("qFormat"),
            w(
                "tblPr",
                w("tblStyleRowBandSize", val=1)
                + w("tblBorders", borders)
                + cell_margins(table.pad_y, table.pad_x, table.pad_y, table.pad_x),
            ),
            w("tblStylePr", w("tcPr", head), type="firstRow"),
        )

    # ------------------------------------------------------------ the part

    def _take(self, name: str) -> tuple[str, str]:
        """Return a style id and a name, neither used before."""
        wanted, number = name, 2
        while name.lower() in self.taken or f"id:{_id(name)}" in self.taken:
            name, number = f"{wanted} ({number})", number + 1
        self.taken.update((name.lower(), f"id:{_id(name)}"))
        return _id(name), name

    def part(self) -> str:
        """Return `<w:styles>`."""
        kept = self.kept.styles
        if "" not in kept:
            kept[""] = self._bases()
        return root("styles", kept[""] + "".join(self.written))

    def _bases(self) -> str:
        """Return what all paragraphs, words and tables are based on."""
        body = look(self.theme, "body")
        run = run_look(body, self.faces)
        run["lang"] = self.languages
        defaults = w("rPrDefault", w("rPr", children("rPr", run))) + w("pPrDefault")
        plain = w("spacing", before=0, after=0, line=twips(body.leading), lineRule="exact")
        hidden = w("uiPriority", val=99) + w("semiHidden") + w("unhideWhenUsed")
        own = {"paragraph": w("qFormat") + w("pPr", plain), "table": hidden + _TABLE_NORMAL}
        bases = (
            w("style", w("name", val=name) + own.get(kind, hidden), type=kind, default="1", styleId=style_id)
            for kind, style_id, name in _DEFAULTS
        )
        return w("docDefaults", defaults) + "".join(bases)


_DEFAULTS = (
    ("paragraph", "Normal", "Normal"),
    ("character", "DefaultParagraphFont", "Default Paragraph Font"),
    ("table", "TableNormal", "Normal Table"),
    ("numbering", "NoList", "No List"),
)
_WORD_IDS = frozenset(
    [style_id for style_id, _ in (*_BUILT_IN.values(), *_CHARACTERS.values(), _NOTE)]
    + [name.replace(" ", "") + suffix for name in _LISTS.values() for suffix in ("", "2", "3", "4", "5")]
)


_TABLE_NORMAL = w("tblPr", w("tblInd", w=0, type="dxa") + cell_margins(0, 0, 0, 0))


def _style(kind: str, style_id: str, *inner: str) -> str:
    custom: Attributes = {} if style_id in _WORD_IDS else {"customStyle": "1"}
    return w("style", "".join(inner), type=kind, styleId=style_id, **custom)


def title(name: str) -> str:
    """Return a theme's name for a style as a person would write it: `bottom-line` is "Bottom Line"."""
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_\s]+", name) if word) or "Style"


@lru_cache(maxsize=512)
def _id(name: str) -> str:
    """Return a style's id: its name without spaces, as Word forms it."""
    return "".join(word[:1].upper() + word[1:] for word in re.split("[^A-Za-z0-9]+", name) if word) or "Style"
