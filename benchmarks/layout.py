"""Measure layout: what a page costs as documents grow, warm, and what the worst documents cost. Run from the checkout."""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable

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


def timed(call: Callable[[], int]) -> tuple[int, float]:
    begin = time.perf_counter()
    pages = call()
    return pages, (time.perf_counter() - begin) * 1000


def scaling(theme: Theme, largest: int) -> None:
    paginate(document(2), theme)
    print("pages   ms a page   (warm)")
    for size in SIZES:
        if size > largest:
            break
        source = document(size)
        pages, spent = min(
            (timed(lambda source=source: len(paginate(source, theme).pages)) for _ in range(3 if size < 200 else 1)),
            key=lambda pair: pair[1],
        )  # type: ignore[misc]
        print(f"{pages:5d}   {spent / pages:9.2f}")


def memory(theme: Theme) -> None:
    source = document(200)
    tracemalloc.start()
    pages = len(paginate(source, theme).pages)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{pages} pages: {kept / pages / 1000:.0f} kB a page kept, {peak / pages / 1000:.0f} kB at most")


def worst(theme: Theme) -> None:
    prose = Prose()
    cases: dict[str, tuple[Block, ...]] = {
        "a table of 10,000 rows": (
            Table(
                rows=tuple(
                    Row(cells=tuple(Cell(blocks=(Paragraph(children=(Text(prose.take(count)),)),)) for count in (1, 9, 2)))
                    for _ in range(10_000)
                ),
                head=(Row(cells=tuple(Cell(blocks=(prose.paragraph(1),)) for _ in range(3))),),
            ),
        ),
        "a note of three pages": (
            Paragraph(children=(Text("Here"), Note(blocks=tuple(prose.paragraph(120) for _ in range(20))))),
            *(prose.paragraph(60, notes=1) for _ in range(20)),
        ),
        "columns over fifty pages": (Columns(blocks=tuple(prose.paragraph(60, notes=at % 4 == 0) for at in range(500))),),
        "a word of 100 kB": (Paragraph(children=(Text("x" * 100_000),)),),
        "a cell of ten pages": (Table(rows=(Row(cells=(Cell(blocks=tuple(prose.paragraph(60) for _ in range(120))), Cell(blocks=(prose.paragraph(30),)))),)),),
    }  # fmt: skip
    for name, blocks in cases.items():
        source = Document(blocks=blocks, title=name)
        pages, spent = timed(lambda source=source: len(paginate(source, theme).pages))  # type: ignore[misc]
        print(f"{name}: {pages} pages, {spent:.0f} ms, {spent / pages:.1f} ms a page")


if __name__ == "__main__":
    chosen = load_theme("default")
    scaling(chosen, int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1])
    memory(chosen)
    worst(chosen)
