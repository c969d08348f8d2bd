"""Links and bookmarks: annotations that belong to a Link element, destinations, and the outline."""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec import Struct, field

from briefgen.layout.placed import Bookmark, LinkArea, NotFlowingError, Page
from briefgen.write.pdf.file import File
from briefgen.write.pdf.syntax import number, numbers, ref, text, uri


class Places(Struct, eq=False):
    """Where the ids of the document are: the index of a page and the height on it, y up."""

    promised: Container[str] = ()  # ids that pages still to come will have
    by_id: dict[str, tuple[int, float]] = field(default_factory=dict)
    first: int = 0  # the object number of the first page

    def meet(self, page: Page, index: int) -> None:
        """Note the places of a page."""
        for anchor in page.anchors:
            self.by_id.setdefault(anchor.id, (index, page.height - anchor.y))

    def leads(self, target: str) -> bool:
        """Tell whether a link to `target` leads anywhere: an id that this document lacks is not a link."""
        return target[1:] in self.by_id or target[1:] in self.promised if target.startswith("#") else bool(target)

    def action(self, target: str) -> str:
        """Return the action of a link. Raises NotFlowingError for an id that was promised and did not come."""
        if not target.startswith("#"):
            return f"<</S/URI/URI{uri(target)}>>"
        if target[1:] not in self.by_id:
            raise NotFlowingError
        page, y = self.by_id[target[1:]]
        return f"<</S/GoTo/D{_destination(self.first + page, y)}>>"


def annotation(area: LinkArea, height: float, key: int, places: Places) -> str:
    """Return the annotation over a link area of a page of this height.

    F 4 has it printed (PDF/A-2, 6.3.2), Contents is read out.
    """
    top = height - area.y
    rect = numbers(area.x, top - area.height, area.x + area.width, top)
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F 4/Contents{text(area.text.strip() or area.target)}"
        f"/StructParent {key}/A{places.action(area.target)}>>"
    )


class _Entry(Struct, frozen=True, eq=False):
    """An entry of the outline, and those below it."""

    number: int
    bookmark: Bookmark
    children: list[_Entry] = field(default_factory=list)


def write_outline(bookmarks: Sequence[Bookmark], heights: Sequence[float], first: int, element: int, out: File) -> str:
    """Write the bookmarks and return how the catalogue names them.

    Pages of these heights have the object numbers from `first` on, elements those from `element` on. Skipped levels
    close up.
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
            place = _destination(first + mark.page, heights[mark.page] - mark.y)
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
