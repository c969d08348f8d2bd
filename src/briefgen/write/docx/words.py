"""What holds for words: the look they should have and their language, and what is made of that, once for all alike."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Attr
from briefgen.theme import Look, Theme, span
from briefgen.write.docx.kept import Bounded


class Words(Struct, kw_only=True, eq=False):
    """What holds for words at one place of a paragraph."""

    around: Look  # of the paragraph
    look: Look  # of the words
    lang: str
    rtl: bool = False  # the paragraph runs from right to left
    style: str = ""  # kind or class that gives the character style
    raised: str = ""  # superscript or subscript
    verbatim: bool = False
    linked: bool = False
    properties: Bounded[tuple[str, str, str], str] = field(default_factory=Bounded)  # made so far
    _inside: Bounded[object, Words] = field(default_factory=Bounded)  # made so far

    def inside(self, theme: Theme, kind: str, attr: Attr, *, linked: bool = False) -> Words:
        """Return what holds inside an inline of this kind: as layout sets it, in the nearest character style."""
        key = (kind, attr.classes, attr.lang, linked)
        known = self._inside.get(key)
        if known is None:
            known = self._inside[key] = self._new_inside(theme, kind, attr, linked)
        return known

    def _new_inside(self, theme: Theme, kind: str, attr: Attr, linked: bool) -> Words:
        found, style, raised = self.look, self.style, self.raised
        named = next((name for name in attr.classes if name in theme.styles), "")
        match kind:
            case "emph":
                found = span(theme, replace(found, italic=not found.italic), *attr.classes)
                style = named or style or "emph"
            case "strong":
                found = span(theme, replace(found, bold=True), *attr.classes)
                style = named or style or "strong"
            case "sub" | "super":
                found = span(theme, found, *attr.classes)
                raised = "subscript" if kind == "sub" else "superscript"
                style = named or style
            case "span":
                found = span(theme, found, *attr.classes)
                style = named or style
            case _:
                found = span(theme, found, *attr.classes, kind)
                style = named or (kind if kind in theme.styles or kind in ("link", "code", "mark") else style)
        return Words(
            around=self.around,
            look=found,
            lang=attr.lang or self.lang,
            rtl=self.rtl,
            style=style,
            raised=raised,
            verbatim=self.verbatim or kind in ("code", "mark"),
            linked=self.linked or linked,
        )
