"""Links and bookmarks: annotations that belong to a Link element, destinations, and the outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefgen.layout.placed import Bookmark, LinkArea, Page
from briefgen.write.pdf.file import File
from briefgen.write.pdf.syntax import number, numbers, ref, text, uri


@dataclass(frozen=True, slots=True)
class Places:
    """Where the ids of the document are: the object number of a page and the height on it, y up."""

    by_id: dict[str, tuple[int, float]]

    def leads(self, target: str) -> bool:
        """Tell whether a link to `target` leads anywhere: an id that this document lacks is not a link."""
        return target[1:] in self.by_id if target.startswith("#") else bool(target)

    def action(self, target: str) -> str:
        if not target.startswith("#"):
            return f"<</S/URI/URI{uri(target)}>>"
        page, y = self.by_id[target[1:]]
        return f"<</S/GoTo/D{_destination(page, y)}>>"


def find_places(pages: Sequence[Page], first: int) -> Places:
    """Return the place of each id; pages have the object numbers from `first` on."""
    found: dict[str, tuple[int, float]] = {}
    for index, page in enumerate(pages):
        for anchor in page.anchors:
            found.setdefault(anchor.id, (first + index, page.height - anchor.y))
    return Places(found)


def annotation(area: LinkArea, page: Page, key: int, places: Places) -> str:
    """Return the annotation over a link area; F 4 has it printed (PDF/A-2, 6.3.2), Contents is read out."""
    top = page.height - area.y
    rect = numbers(area.x, top - area.height, area.x + area.width, top)
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F 4/Contents{text(area.text.strip() or area.target)}"
        f"/StructParent {key}/A{places.action(area.target)}>>"
    )


@dataclass(slots=True)
class _Entry:
    number: int
    bookmark: Bookmark
    children: list[_Entry] = field(default_factory=list)


def write_outline(bookmarks: Sequence[Bookmark], pages: Sequence[Page], first: int, element: int, out: File) -> str:
    """Write the bookmarks and return how the catalogue names them.

    Pages and elements have the object numbers from `first` and `element` on. Skipped levels close up.
    """
    root = _Entry(out.reserve(), Bookmark(level=0, text="", page=0, y=0, element=0))
    above = [root]
    for bookmark in bookmarks:
        while len(above) > 1 and above[-1].bookmark.level >= bookmark.level:
            above.pop()
        entry = _Entry(out.reserve(), bookmark)
        above[-1].children.append(entry)
        above.append(entry)
    out.put(root.number, f"<</Type/Outlines{_family(root)}>>")
    stack = [root]
    while stack:
        parent = stack.pop()
        for index, entry in enumerate(parent.children):
            mark = entry.bookmark
            around = "".join(
                f"/{key} {ref(parent.children[at].number)}"
                for key, at in (("Prev", index - 1), ("Next", index + 1))
                if 0 <= at < len(parent.children)
            )
            place = _destination(first + mark.page, pages[mark.page].height - mark.y)
            out.put(
                entry.number,
                f"<</Title{text(mark.text)}/Parent {ref(parent.number)}{around}{_family(entry)}"
                f"/Dest{place}/SE {ref(element + mark.element)}>>",
            )
            stack.append(entry)
    return ref(root.number)


def _family(entry: _Entry) -> str:
    """Return the entries that lead to children; all levels stand open."""
    if not entry.children:
        return ""
    ends = f"/First {ref(entry.children[0].number)}/Last {ref(entry.children[-1].number)}"
    return f"{ends}/Count {_count(entry)}"


def _count(entry: _Entry) -> int:
    return sum(1 + _count(child) for child in entry.children)


def _destination(page: int, y: float) -> str:
    return f"[{ref(page)}/XYZ null {number(y)} null]"
