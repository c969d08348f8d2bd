"""The page holds the document's words, is valid, asks for nothing else, and reads in every setting."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.document import (
    Code,
    Document,
    Field,
    Heading,
    Inline,
    Link,
    Mark,
    Note,
    Paragraph,
    Running,
    Strong,
    Table,
    Text,
)
from briefgen.errors import OutputError
from briefgen.plain import plain
from briefgen.theme import Theme, load_theme
from briefgen.write.html import palette, write
from briefgen.write.html.palette import contrast

TEMPLATES = ("full", "one-page", "memo", "glance")
SPACES = "{http://www.w3.org/1999/xhtml}"
OURS = {"b-ref", "b-back", "b-close", "b-heard"}  # words that are not the document's, by class


def parse(page: str) -> Any:
    """Return the tree of a page that has no parse error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_of(element: Any) -> str:
    """Return the words of an element without those that the page adds."""
    if OURS & set((element.get("class") or "").split()) or not isinstance(element.tag, str):
        return ""
    return (element.text or "") + "".join(words_of(child) + (child.tail or "") for child in element)


def find(tree: Any, name: str) -> Any:
    return next(element for element in tree.iter("*") if name in (element.get("class") or "").split())


def expected(node: Any, notes: list[str]) -> str:
    """Return a tree's words outside its notes; those of each note, in the order of their numbers, go to `notes`."""
    match node:
        case Note(blocks=blocks):
            at = len(notes)
            notes.append("")
            notes[at] = expected(blocks, notes)
            return ""
        case Text(text) | Code(text=text) | Mark(label=text):
            return text
        case tuple():
            return "".join(expected(part, notes) for part in node)
        case Table(rows=rows, head=head, caption=caption):
            return expected(caption, notes) + "".join(expected(row.cells, notes) for row in (*head, *rows))
        case _:
            parts = (getattr(node, name, ()) for name in ("term", "children", "blocks", "items", "entries"))
            return "".join(expected(part, notes) for part in parts)


def brief_page(template: str) -> str:
    """Return the example's page, whether or not it fits the paper of its template."""
    import briefgen
    from briefgen.compose.templates import compose

    path = briefgen.example()
    document = compose(briefgen.load(path), template, base=path.parent)
    return write(document, load_theme(document.theme or "default"))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_document_is_parsed_back_to_the_same_words(
    data: st.DataObject, documents: Any, theme: Theme, no_faces: None
) -> None:
    document = data.draw(documents)
    tree = parse(write(document, theme))
    notes: list[str] = []
    expected(document.header.start, notes)
    before = len(notes)
    main = expected(document.blocks, notes)
    article = next(tree.iter("article"))
    listed = [element for element in article if element.get("role") == "doc-endnotes"]
    for element in listed:
        article.remove(element)
    assert squeezed(words_of(article)) == squeezed(main)
    expected(document.footer.start, notes)
    held = [
        squeezed(words_of(item)) for element in listed for item in element.iter("li") if "note" in item.get("id", "")
    ]
    assert held[before : before + 1] == [squeezed(note) for note in notes[before : before + 1]]
    assert squeezed("".join(held)) == squeezed("".join(notes))
    if document.title.strip():
        assert next(tree.iter("title")).text.split() == document.title.split()


@pytest.mark.parametrize(
    ("title", "heading", "said"),
    [("A  pact", "x", "A pact"), (" ", "Its <name>", "Its <name>"), ("", "", "Untitled"), ("\u3000", " ", "Untitled")],
)
def test_a_page_is_never_without_a_title(title: str, heading: str, said: str, theme: Theme, no_faces: None) -> None:
    document = Document(title=title, blocks=(Heading(level=1, children=(Text(heading),)),))
    assert next(parse(write(document, theme)).iter("title")).text == said


def test_a_note_in_the_note_of_a_link_has_its_number_there_alone(theme: Theme, no_faces: None) -> None:
    inner = Note(blocks=(Paragraph(children=(Text("inner"),)),))
    outer = Note(blocks=(Paragraph(children=(Text("outer"), inner)),))
    link = Link(target="https://e.org/", children=(Text("words"), outer, outer))
    page = write(Document(title="x", blocks=(Paragraph(children=(link,)),)), theme)
    assert_sealed(page)
    numbers = [element.get("id") for element in parse(page).iter("a") if element.get("role") == "doc-noteref"]
    assert numbers == ["ref-1", "ref-3", "ref-2", "ref-4"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_hostile_becomes_markup_style_or_a_request(
    data: st.DataObject, documents: Any, theme: Theme, no_faces: None
) -> None:
    assert_sealed(write(data.draw(documents), theme))


def assert_sealed(page: str) -> None:
    """See that a page runs nothing, asks for nothing, and that each of its own links leads somewhere."""
    tree = parse(page)
    elements = [element for element in tree.iter("*") if isinstance(element.tag, str)]
    tags = {element.tag for element in elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base", "svg", "math", "video", "audio"}
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in elements:
        for name, value in element.attrib.items():
            assert not str(name).startswith("on"), name
            assert name not in ("style", "srcset", "ping", "action"), name
            if name == "href":
                assert value.startswith(("https://", "http://", "mailto:", "#")), value
                assert value[:1] != "#" or value[1:] in ids, value
            elif name == "src":
                assert value.startswith("data:image/"), value
            elif name in ("aria-labelledby", "popovertarget"):
                assert value in ids, value
    style = next(tree.iter("style")).text
    outside = re.sub(r'"(?:\\.|[^"\\])*"', '""', style)  # what is not inside a CSS string
    assert "@import" not in outside
    assert all(url.startswith("data:font/woff;base64,") for url in re.findall(r"url\(([^)]*)", outside))
    policy = next(e.get("content") for e in elements if e.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_example_asks_for_nothing_and_is_small(template: str) -> None:
    page = brief_page(template)
    assert_sealed(page)
    assert len(page.encode()) < 300_000


@pytest.mark.htmlvalidate
def test_pages_pass_the_validator(every_kind: Document, theme: Theme, html_validate: Path, tmp_path: Path) -> None:
    """All rules of its presets for whole documents, the standard and accessibility; none is switched off."""
    right_to_left = replace(every_kind, lang="ar", first_header=None)
    pages = {"every-kind": write(every_kind, theme), "right-to-left": write(right_to_left, theme)}
    pages |= {template: brief_page(template) for template in TEMPLATES}
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    (tmp_path / "broken.html").write_text(pages["every-kind"].replace(' alt="A dark square"', ""), encoding="utf-8")
    presets = "document,recommended,standard,a11y"
    command = [str(html_validate), "-f", "json", "-p", presets, *sorted(str(path) for path in tmp_path.glob("*.html"))]
    report = tmp_path / "report.json"  # a file: node leaves before a long report is through a pipe
    with report.open("w") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, cwd=tmp_path, check=False)
    found = {Path(result["filePath"]).stem: result["messages"] for result in json.loads(report.read_text() or "[]")}
    assert found.pop("broken", None), "a picture without its text alternative was not found"
    assert not found, json.dumps(found, indent=1)[:3000]


@pytest.mark.parametrize("name", ["default", "letter", "plain"])
def test_text_has_enough_contrast_by_day_and_by_night(every_kind: Document, name: str) -> None:
    colours = palette(every_kind, load_theme(name))
    for values in (colours.light(), colours.dark()):
        texts = {key: value for key, value in values.items() if key.startswith("--text-")}
        grounds = {key: value for key, value in values.items() if key.startswith("--ground-")}
        assert "--text-text" in texts
        for text, ink in texts.items():
            for ground, paper in grounds.items():
                day = colours.light()
                if contrast(day[text], day[ground]) < 2:  # these two never meet: light on light, dark on dark
                    continue
                assert contrast(ink, paper) >= 4.5, (text, ink, ground, paper)


def test_the_dark_page_is_dark_and_only_on_screen(every_kind: Document, theme: Theme) -> None:
    dark = palette(every_kind, theme).dark()
    assert contrast(dark["--ground-white"], "#000000") < 2
    style = next(parse(write(every_kind, theme)).iter("style")).text
    assert "@media screen and (prefers-color-scheme:dark){:root{" in style
    assert style.count("prefers-color-scheme") == 1


def test_a_note_opens_in_place_and_leads_there_and_back(every_kind: Document, theme: Theme) -> None:
    tree = parse(write(every_kind, theme))
    by_id = {element.get("id"): element for element in tree.iter("*") if element.get("id")}
    buttons = [element for element in tree.iter("button") if "b-open" in element.get("class")]
    assert [button.text for button in buttons] == ["1", "2", "3"]
    for button in buttons:
        number = button.text
        opened = by_id[button.get("popovertarget")]
        assert opened.get("popover") == "auto"
        assert "The Article, paragraph 3." in "".join(opened.itertext())
        assert by_id[f"ref-{number}"].get("href") == f"#note-{number}"
        assert any(link.get("href") == f"#ref-{number}" for link in by_id[f"note-{number}"].iter("a"))
        assert any(link.get("href") == "#source-a" for link in opened.iter("a"))


def test_a_link_holds_no_link_and_no_button(theme: Theme) -> None:
    note = Note(blocks=(Paragraph(children=(Text("noted"),)),))
    inner = Link(target="https://b.example", children=(Text("inner"),))
    outer = Link(target="https://a.example", children=(Text("outer "), inner, note))
    tree = parse(write(Document(title="T", blocks=(Paragraph(children=(outer, Text("."))),)), theme))
    link = next(element for element in tree.iter("a") if element.get("href") == "https://a.example")
    assert [child.tag for child in link] == []
    assert "".join(link.itertext()) == "outer inner"
    assert link.tail is None or not link.tail.strip()
    assert find(tree, "b-open").text == "1"


def test_tables_name_their_parts(every_kind: Document, theme: Theme) -> None:
    tree = parse(write(every_kind, theme))
    first, second = tree.iter("table")
    assert next(first.iter("caption")).text == "Who reacts and how"
    assert [cell.get("scope") for cell in first.iter("th")] == ["col", "col", "col", "row", "row"]
    assert [cell.get("data-label") for cell in first.iter("td")] == ["Stance", "What it does"] * 2
    assert "b-stack" in first.get("class")
    assert "b-stack" not in (second.get("class") or "")
    cells = [cell for cell in second.iter("*") if cell.tag in ("td", "th")]
    assert [cell.get("colspan") or cell.get("rowspan") for cell in cells][:3] == ["2", None, "2"]


def test_the_page_says_its_language_and_keeps_others_apart(every_kind: Document, theme: Theme) -> None:
    page = write(every_kind, theme)
    assert '<html lang="en" dir="ltr">' in page
    assert '<bdi lang="ko">조선</bdi>' in page
    assert '<html lang="ar" dir="rtl">' in write(replace(every_kind, lang="ar"), theme)
    assert '<html lang="uz-Arab" dir="rtl">' in write(replace(every_kind, lang="uz-Arab"), theme)
    german = write(replace(every_kind, lang="de-AT"), theme)
    assert "Zum Text springen" in german
    assert ">Anmerkungen</h2>" in german


def test_the_head_says_what_the_file_is(every_kind: Document, theme: Theme) -> None:
    tree = parse(write(every_kind, theme))
    said = {element.get("name"): element.get("content") for element in tree.iter("meta")}
    assert said["description"] == "What the pact says"
    assert said["author"] == "A. Author, B. Author"
    assert said["keywords"] == "pact, region"
    assert said["dcterms.date"] == "2024-06-19"
    assert next(tree.iter("title")).text == "A pact & its readers"


@pytest.mark.parametrize("wrap", [lambda inline: inline, lambda inline: Strong(children=(inline,))])
def test_a_running_line_keeps_its_note_and_leaves_out_its_page_number_however_deep(
    wrap: Callable[[Inline], Inline], theme: Theme, no_faces: None
) -> None:
    body = (Paragraph(children=(Text("Body"),)),)
    note = Note(blocks=(Paragraph(children=(Text("A note"),)),))
    noted = Document(title="Its title", blocks=body, header=Running(start=(Text("Its title"), wrap(note))))
    assert "A note" in words_of(parse(write(noted, theme)))
    numbered = Document(title="Other", blocks=body, header=Running(start=(Text("Page "), wrap(Field("page")))))
    assert "Page" not in words_of(next(parse(write(numbered, theme)).iter("body")))


def test_running_lines_go_to_the_margins_of_the_paper_with_page_numbers(every_kind: Document, theme: Theme) -> None:
    page = write(every_kind, theme)
    style = next(parse(page).iter("style")).text
    assert 'content:"Page " counter(page) " of " counter(pages)' in style
    assert re.search(r"@page :first\{@top-left\{content:none\}", style)
    assert 'content:"A pact \\26  its readers"' in style
    body = page[page.index("<body>") :]
    assert "Page " not in body  # a screen has no pages
    assert body.count("TLP:AMBER") == 2  # in the text, and once above it


def test_only_the_marking_is_left_of_a_line_with_page_numbers(theme: Theme) -> None:
    from briefgen.document import Field

    line = Running(end=(Mark(label="TLP:RED"), Text(" page "), Field("page")))
    document = Document(title="T", blocks=(Paragraph(children=(Text("x"),)),), footer=line)
    footer = find(parse(write(document, theme)), "b-bottom")
    assert squeezed("".join(footer.itertext())) == "TLP:RED"


def test_a_marking_that_the_opening_shows_is_not_above_it_again(theme: Theme) -> None:
    mark = Mark(label="TLP:RED")
    title = Heading(level=1, children=(Text("T"),))
    line = Running(end=(mark,))
    with_mark = Document(title="T", blocks=(Paragraph(children=(mark,)), title), header=line)
    without = Document(title="T", blocks=(title,), header=line)
    assert "b-top" not in write(with_mark, theme).partition("<body>")[2]
    assert "b-top" in write(without, theme).partition("<body>")[2]


def test_embedded_faces_draw_the_characters_used_under_another_name(every_kind: Document, theme: Theme) -> None:
    from fontTools.ttLib import TTFont

    page = write(every_kind, theme)
    faces = re.findall(r'@font-face\{font-family:"([^"]+)";.*?base64,([^)]+)\)', page)
    faces = [(name, data) for name, data in faces if not name.startswith("Brief others")]  # of fallback fonts
    assert {name for name, _ in faces} == {"Brief body", "Brief heading"}
    drawn: set[int] = set()
    for _, data in faces:
        font = TTFont(io.BytesIO(base64.b64decode(data)))
        drawn |= set(font.getBestCmap())
        names = {record.nameID: str(record) for record in font["name"].names}
        assert "Source" not in names[1] + names[4] + names[6]
        assert "Adobe" in names[0]  # the copyright stays, and the licence
        assert "Open Font License" in names[13]
    used = {ord(char) for char in plain((Text("A pact & its readers promised each other, 19 June 2024"),))}
    assert used <= drawn
    assert ord("Ж") not in drawn


def test_sections_in_columns_stand_in_rows_of_like_length(theme: Theme) -> None:
    from briefgen.document import Columns, Section

    def section(title: str, length: int) -> Section:
        return Section(
            blocks=(Heading(level=2, children=(Text(title),)), Paragraph(children=(Text("word " * length),)))
        )

    columns = Columns(blocks=(section("A", 40), section("B", 50), section("C", 400), section("D", 30)))
    tree = parse(write(Document(title="T", blocks=(columns,)), theme))
    assert "b-rows" in find(tree, "b-columns").get("class")
    assert [element.get("class") for element in tree.iter("section")] == [None, None, "b-wide b-split", "b-wide"]


def test_headings_get_unique_ids_that_the_document_does_not_use(theme: Theme) -> None:
    from briefgen.document import Attr

    taken = Heading(level=2, children=(Text("A"),), attr=Attr(id="part-1"))
    free = Heading(level=2, children=(Text("B"),))
    title = Heading(level=1, children=(Text("T"),))
    page = write(Document(title="T", blocks=(title, taken, free, free, free)), theme)
    assert_sealed(page)
    assert 'href="#part-1-"' in page


def test_characters_that_no_page_can_hold_are_one_clear_error(theme: Theme) -> None:
    for bad in ("\x00", "\x1b", "\ud800", "\ufffe"):
        document = Document(title="T", blocks=(Paragraph(children=(Text(f"a{bad}b"),)),))
        with pytest.raises(OutputError, match=f"U\\+{ord(bad):04X}"):
            write(document, theme)


def test_two_processes_write_the_same_page(tmp_path: Path) -> None:
    script = (
        "import importlib.util, sys, hashlib\n"
        "from briefgen.theme import load_theme\nfrom briefgen.write.html import write\n"
        "spec = importlib.util.spec_from_file_location('c', sys.argv[1])\n"
        "made = importlib.util.module_from_spec(spec); spec.loader.exec_module(made)\n"
        "print(hashlib.sha256(write(made.whole(), load_theme('default')).encode()).hexdigest())\n"
    )
    here = str(Path(__file__).with_name("conftest.py"))
    found = set()
    for seed in ("1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", script, here],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed[0]}"},
            cwd=tmp_path if seed == "1" else "/",
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1


@pytest.mark.chromium
@pytest.mark.poppler
def test_the_printed_page_holds_all_headings_and_page_numbers(
    every_kind: Document, theme: Theme, chromium: str, pdftotext: str, tmp_path: Path
) -> None:
    for name, page, headings in (
        ("every-kind", write(every_kind, theme), ["What was agreed", "In the region", "In detail", "Bottom line"]),
        ("full", brief_page("full"), ["Key judgments", "How others respond"]),
    ):
        source, printed = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        source.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        print_to = ["--no-pdf-header-footer", f"--print-to-pdf={printed}", f"--user-data-dir={tmp_path / 'profile'}"]
        command = [chromium, *options, *print_to, source.as_uri()]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        text = subprocess.run([pdftotext, str(printed), "-"], capture_output=True, text=True, check=True).stdout
        for heading in headings:
            assert heading.casefold() in " ".join(text.split()).casefold(), heading
        assert re.search(r"Page 1 of [1-9]", text)
        assert "Skip to the text" not in text
