"""Measure layout: what a page costs as documents grow, and what the worst documents cost. Run from the checkout."""

from __future__ import annotations

import sys
import time
import tracemalloc

from briefgen import resources
from briefgen.document import (
    Block,
    Callout,
    Cell,
    Columns,
    Document,
    Field,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Row,
    Running,
    Section,
    Strong,
    Table,
    Text,
)
from briefgen.layout.pages import paginate
from briefgen.theme import Theme, load_theme

SIZES = (2, 10, 50, 200, 1000, 2000)
WORDS = (resources.folder("seeds") / "putin-kim-summit-2024.txt").read_text("utf-8").split()


class Prose:
    """Words of the example, going round and round."""

    def __init__(self) -> None:
        self.at = 0

    def take(self, count: int) -> str:
        begin, self.at = self.at, self.at + count
        return " ".join(WORDS[at % len(WORDS)] for at in range(begin, begin + count))

    def paragraph(self, count: int, *, notes: int = 0) -> Paragraph:
        note = Note(blocks=(Paragraph(children=(Text(self.take(14)),)),))
        return Paragraph(
            children=(Strong(children=(Text(self.take(4)),)), Text(" " + self.take(count)), *((note,) * min(notes, 1)))
        )


def section(prose: Prose) -> Section:
    """About one page: prose with notes, a list, a box, a table."""
    rows = tuple(
        Row(cells=tuple(Cell(blocks=(prose.paragraph(count),)) for count in (1, 12, 3))) for _ in range(3)
    )  # fmt: skip
    items = tuple(Item(blocks=(prose.paragraph(18, notes=1),)) for _ in range(4))
    blocks: tuple[Block, ...] = (
        Heading(level=2, children=(Text(prose.take(4)),)),
        *(prose.paragraph(60, notes=1) for _ in range(3)),
        List(items=items),
        Callout(blocks=(prose.paragraph(40),)),
        Table(rows=rows, head=(Row(cells=tuple(Cell(blocks=(prose.paragraph(1),)) for _ in range(3))),)),
    )
    return Section(blocks=blocks)


def document(sections: int) -> Document:
    prose = Prose()
    footer = Running(start=(Text("A benchmark"),), end=(Text("Page "), Field("page"), Text(" of "), Field("pages")))
    return Document(blocks=tuple(section(prose) for _ in range(sections)), title="Benchmark", footer=footer)


def timed(source: Document, theme: Theme) -> tuple[float, int]:
    """Return the milliseconds of the processor's time that layout takes, and the pages."""
    begin = time.process_time()
    pages = len(paginate(source, theme).pages)
    return (time.process_time() - begin) * 1000, pages


def scaling(theme: Theme, largest: int) -> None:
    paginate(document(2), theme)
    print("pages   ms a page (warm)")
    for size in SIZES:
        if size <= largest:
            source = document(size)
            spent, pages = min(timed(source, theme) for _ in range(3 if size < 200 else 1))
            print(f"{pages:5d}   {spent / pages:9.2f}")


def memory(theme: Theme) -> None:
    source = document(200)
    tracemalloc.start()
    pages = paginate(source, theme)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    count = len(pages.pages)
    print(f"{count} pages: {kept / count / 1000:.0f} kB a page kept, {peak / count / 1000:.0f} kB at most")


def worst(theme: Theme) -> None:
    prose = Prose()

    def words(count: int) -> Cell:
        return Cell(blocks=(prose.paragraph(count),))

    def prose_of(count: int, *, notes: int = 0) -> tuple[Block, ...]:
        return tuple(prose.paragraph(60, notes=notes) for _ in range(count))

    head = (Row(cells=(words(1), words(1), words(1))),)
    rows = tuple(Row(cells=(words(1), words(9), words(2))) for _ in range(10_000))
    long = Note(blocks=tuple(prose.paragraph(120) for _ in range(20)))
    cases: dict[str, tuple[Block, ...]] = {
        "a table of 10,000 rows": (Table(rows=rows, head=head),),
        "a note of three pages": (Paragraph(children=(Text("Here"), long)), *prose_of(20, notes=1)),
        "columns over forty pages": (Columns(blocks=prose_of(500)),),
        "a word of 100 kB": (Paragraph(children=(Text("x" * 100_000),)),),
        "a cell of ten pages": (Table(rows=(Row(cells=(Cell(blocks=prose_of(120)), words(30))),)),),
    }
    for name, blocks in cases.items():
        spent, pages = timed(Document(blocks=blocks, title=name), theme)
        print(f"{name}: {pages} pages, {spent:.0f} ms, {spent / pages:.1f} ms a page")


if __name__ == "__main__":
    chosen = load_theme("default")
    scaling(chosen, int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1])
    memory(chosen)
    worst(chosen)
