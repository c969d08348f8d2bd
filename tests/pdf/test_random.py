"""Random documents: any tree of parts, over any pages, is valid for both standards and reads in its order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.layout.fonts import Faces
from briefgen.layout.placed import Pages, Picture
from briefgen.write.pdf import write

WORD = st.sampled_from(
    [
        "pact ",
        "of\u00a0aid ",
        "Пхеньян ",
        "σύνοδος ",
        "“might” ",
        "divi\u00ad",
        "ded ",
        "1,550 ",
        "½ ",
        " ",
        "a\\(b) ",
        "—",
    ]
)
LINE = st.lists(WORD, max_size=5).map("".join)
INLINE = st.tuples(st.sampled_from(["P", "Span", "Link", "Reference", "Note", "Quote", "Code"]), LINE)
BLOCK = st.tuples(st.sampled_from(["P", "L", "Table", "Figure", "BlockQuote", "page"]), st.lists(INLINE, max_size=5))


@pytest.fixture(scope="module")
def fresh(the_faces: Faces, request: pytest.FixtureRequest) -> Any:
    """Make a builder for each example; Hypothesis does not make fixtures anew."""
    kind = type(request.getfixturevalue("a_builder"))
    return lambda: kind(the_faces)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks=st.lists(BLOCK, min_size=1, max_size=8), rnd=st.randoms(use_true_random=False))
def test_any_document_is_valid_and_reads_in_order(
    blocks: list[tuple[str, list[tuple[str, str]]]],
    rnd: Any,
    fresh: Any,
    make_picture: Any,
    structure_text: Any,
    expected_text: Any,
    findings: Any,
    the_faces: Faces,
) -> None:
    pages = lay(fresh(), blocks, rnd, make_picture)
    data = write(pages, the_faces)
    assert structure_text(data) == expected_text(pages)
    assert findings(data) == {}


def lay(b: Any, blocks: list[tuple[str, list[tuple[str, str]]]], rnd: Any, make_picture: Any) -> Pages:
    section = b.open("Sect")
    b.add("H1", "Title", section, id="start")
    for kind, inlines in blocks:
        if b.y > 700 or kind == "page":
            b.end_page()
        match kind:
            case "P" | "page":
                fill(b, b.open("P", section), inlines, rnd)
            case "BlockQuote":
                fill(b, b.open("P", b.open("BlockQuote", section)), inlines, rnd)
            case "L":
                whole = b.open("L", section, numbering="Disc")
                for inline in inlines or [("P", "x")]:
                    item = b.open("LI", whole)
                    b.say(b.open("Lbl", item), "• ", down=0)
                    fill(b, b.open("P", b.open("LBody", item)), [inline], rnd)
            case "Table":
                table = b.open("Table", section, summary="some (rows)")
                row = b.open("TR", b.open("THead", table))
                b.say(b.open("TH", row, scope="Column", colspan=2), "head")
                body = b.open("TBody", table)
                for inline in inlines or [("P", "x")]:
                    row = b.open("TR", body)
                    b.say(b.open("TH", row, scope="Row"), "who", down=0)
                    fill(b, b.open("P", b.open("TD", row)), [inline], rnd)
            case "Figure":
                figure = b.open("Figure", section, alt="what it shows")
                b.pieces.append(Picture(70, b.y, 40, 30, make_picture(), figure, b.next()))
                b.y += 40
    return b.done(title="Random", lang=rnd.choice(["en", "ru", "pt-BR"]))


def fill(b: Any, parent: int, inlines: list[tuple[str, str]], rnd: Any) -> None:
    for role, words in inlines:
        down = rnd.choice([0, 14])
        if role == "P":
            b.say(parent, words, down=down)
        elif role in ("Link", "Reference"):
            target = rnd.choice(["#start", "https://example.org/a b", "#lost"])
            element = b.open(role, parent, target=target)
            run = b.say(element, words, down=down)
            b.link(element, run, target)
        else:
            b.say(b.open(role, parent, lang=rnd.choice(["", "de"])), words, down=down)
        if rnd.random() < 0.1:
            b.end_page()


def test_threads_write_the_same_bytes(rich: Pages, rich_pdf: bytes, the_faces: Faces) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: write(rich, the_faces), range(12))) == {rich_pdf}
