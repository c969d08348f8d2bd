"""The body: blocks in their order, and a section of its own for each stretch set in columns."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from briefgen.document import Blocks, Columns, Section
from briefgen.write.docx.blocks import write_block, write_blocks
from briefgen.write.docx.columns import columns_of, write_columns
from briefgen.write.docx.draft import Draft, Flow, Place
from briefgen.write.docx.elements import opening
from briefgen.write.docx.furniture import RunningPart, section
from briefgen.write.docx.items import ParagraphItem, TableItem, spacer


def body_part(flow: Flow, place: Place, draft: Draft, parts: list[RunningPart]) -> bytes:
    """Return `<w:document>` with all blocks of the document."""
    sections = Sections(flow, lambda columns, first: section(draft, parts, columns=columns, first=first), ends=True)
    write_body(flow, place, draft, sections)
    last = sections.final()
    before, after = f"{opening('document')}<w:body>", f"{last}</w:body></w:document>"
    return b"".join([before.encode(), *flow.finish(), after.encode()])


def write_body(flow: Flow, place: Place, draft: Draft, sections: Sections | None) -> None:
    """Append all blocks of the document; a paragraph stands last. Without `sections`, columns are not set as such."""
    _write(flow, draft.document.blocks, place, draft, sections)
    if flow.ids:  # nodes that hold nothing: their links lead to the end
        last = spacer(1.0)
        last.inner = "".join(end for node_id in flow.ids for end in draft.bookmark(node_id))
        flow.items.append(last)
    if not flow.items or isinstance(flow.items[-1], TableItem) or (sections is not None and sections.must_go_on):
        flow.items.append(spacer(1.0))


class Sections:
    """The sections of a body: each ends in the properties of its last paragraph.

    `make` returns the properties of one by its columns and whether it is the first; `begun` says that something stands
    before the flow in its section, `ends` that nothing stands after it.
    """

    def __init__(
        self, flow: Flow, make: Callable[[int, bool], str], *, begun: bool = False, ends: bool = False
    ) -> None:
        self.flow, self.make, self.ends = flow, make, ends
        self.begin = 0  # where the open section begins
        self.first = True
        self.begun = begun

    @property
    def must_go_on(self) -> bool:
        """Tell whether a section has just been closed that cannot be the body's last."""
        return self._just_closed and not self.ends

    @property
    def _just_closed(self) -> bool:
        return self.begin > 0 and self.begin == len(self.flow)

    def close(self, columns: int) -> None:
        """End the open section here, if anything stands in it."""
        items = self.flow.items
        if len(self.flow) == self.begin and not (self.first and self.begun):
            return
        last = items[-1] if items else None
        if not isinstance(last, ParagraphItem):
            last = spacer(1.0)
            items.append(last)
        last.section = self.make(columns, self.first)
        self.begin, self.first = len(self.flow), False

    def final(self) -> str:
        """Return the properties of the last section: of columns that end the body, or of what stands since the last.

        A section for nothing would hold an empty paragraph, which LibreOffice sets on a page of its own.
        """
        last = self.flow.items[-1] if self._just_closed else None
        if isinstance(last, ParagraphItem):
            found, last.section = last.section, ""
            return found
        return self.make(1, self.first)


def _write(flow: Flow, blocks: Blocks, place: Place, draft: Draft, sections: Sections | None) -> None:
    for block in blocks:
        if isinstance(block, Section) and not block.attr.keep:
            if block.attr.id:
                flow.ids.append(block.attr.id)
            _write(flow, block.blocks, place.within(block.attr), draft, sections)
        elif isinstance(block, Columns) and (columns := columns_of(block, draft)):
            if block.attr.id:
                flow.ids.append(block.attr.id)
            write_columns(flow, block, columns, place.within(block.attr), draft, write_blocks)
        elif isinstance(block, Columns) and block.count > 1 and sections is not None:
            if block.attr.id:
                flow.ids.append(block.attr.id)
            gap = draft.theme.page.column_gap
            width = (place.width - gap * (block.count - 1)) / block.count
            sections.close(1)
            write_blocks(flow, block.blocks, replace(place.within(block.attr), width=width), draft)
            sections.close(block.count)
        else:
            write_block(flow, block, place, draft)
            flow.settle()
