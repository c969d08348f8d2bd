"""A handling marking stands at the head and foot of each printed page, as its scheme asks; table classes hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from msgspec import structs

import briefgen
from briefgen.content.loading import loads
from briefgen.content.model import Brief, Marking
from briefgen.document import Cell, Document, Paragraph, Row, Table, Text
from briefgen.theme import TableStyle, load_theme
from briefgen.write.html import write

COLOURS = {
    "TLP:RED": "#ff2b2b",
    "TLP:AMBER": "#ffc000",
    "TLP:AMBER+STRICT": "#ffc000",
    "TLP:GREEN": "#33ff00",
    "TLP:CLEAR": "#ffffff",
}


@pytest.fixture
def brief() -> Brief:
    return loads("{id: a, title: A title that is rather long for a running head, organisation: House}")


def margin_boxes(page: str) -> dict[str, str]:
    """Return what each margin box declares: of all pages as `top-right`, of the first one as `first top-right`."""
    style = page[page.index("<style>") : page.index("</style>")]
    found = {}
    for first, inner in re.findall(r"@page( :first)?\{((?:@[a-z-]+\{[^}]*\})+)\}", style):
        for name, said in re.findall(r"@([a-z-]+)\{([^}]*)\}", inner):
            found[f"first {name}" if first else name] = said
    return found


def marked(brief: Brief, label: str, **more: str) -> dict[str, str]:
    output = briefgen.render(replace(brief, marking=Marking(label=label)), format="html", **more)
    return margin_boxes(output.data.decode())


@pytest.mark.parametrize("label", COLOURS)
def test_tlp_is_in_its_colour_on_black_at_the_end_of_head_and_foot_of_each_page(brief: Brief, label: str) -> None:
    boxes = marked(brief, label)
    for name in ("top-right", "first top-right", "bottom-right"):
        said = boxes[name]
        assert label in said
        assert re.search(r"font:[^;]*\b12pt/", said)
        assert f"color:{COLOURS[label]};" in said
        assert "linear-gradient(#000000,#000000)" in said
        assert "print-color-adjust:exact" in said
    assert "counter(page)" in boxes["bottom-center"]


@pytest.mark.parametrize("label", ["OFFICIAL", "OFFICIAL-SENSITIVE - RECIPIENTS ONLY", "SECRET//NOFORN"])
def test_classifications_stand_large_in_the_middle_of_head_and_foot(brief: Brief, label: str) -> None:
    boxes = marked(brief, label)
    for name in ("top-center", "first top-center", "bottom-center"):
        said = boxes[name]
        assert label in said
        assert float(re.search(r"font:[^;]*\b([\d.]+)pt/", said)[1]) >= 10  # type: ignore[index]
        assert "text-align:center" in said
    assert "counter(page)" in boxes["bottom-right"]


def test_an_embargo_stands_beside_the_marking_and_not_in_its_colours(brief: Brief) -> None:
    boxes = margin_boxes(
        briefgen.render(
            replace(brief, marking=Marking(label="TLP:RED"), embargo="2027-03-01T09:00Z"),
            format="html",
            force_embargo=True,
        ).data.decode()
    )
    assert "2027" in boxes["top-center"]
    assert "#ff2b2b" not in boxes["top-center"]
    assert "2027" not in boxes["top-right"]


def test_a_table_without_rules_and_fill_undoes_those_of_other_tables() -> None:
    theme = load_theme("default")
    bare = TableStyle(rule_top=0.0, rule_head=0.0, rule_row=0.0, rule_bottom=0.0, head_fill="", stripe="")
    theme = structs.replace(theme, tables={**theme.tables, "bare": bare})
    cell = Cell(blocks=(Paragraph(children=(Text("x"),)),))
    plain_table = Table(rows=(Row(cells=(cell,)),), head=(Row(cells=(cell,)),))
    classed = structs.replace(plain_table, attr=structs.replace(plain_table.attr, classes=("bare",)))
    page = write(Document(title="T", blocks=(plain_table, classed)), theme)
    rules = dict(re.findall(r"(table\.bare[^{}]*)\{([^{}]*)\}", page))
    assert "border-block-start:0;border-block-end:0" in rules["table.bare"]
    assert rules["table.bare thead"] == "background:none"
    assert "border-block-start:0" in rules["table.bare tbody tr+tr>*"]
    assert "border-block-end:0" in rules["table.bare thead tr:last-child>*"]
    assert rules["table.bare tbody tr:nth-child(even)"] == "background:none"
