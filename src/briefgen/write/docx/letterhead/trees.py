"""Between a letterhead's elements, which lxml has read, and ours, which are text."""

from __future__ import annotations

from lxml import etree

from briefgen.write.docx.elements import SPACES, Element


def tree_of(part: str) -> Element:
    """Return the root of a part of ours."""
    return etree.fromstring(part.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))


def elements_of(text: str) -> list[Element]:
    """Return elements of ours, to stand among those of a letterhead."""
    return list(tree_of(f"<w:all {SPACES}>{text}</w:all>"))


def element_of(text: str) -> Element:
    return elements_of(text)[0]


def text_of(element: Element) -> str:
    """Return an element of a letterhead, to stand among ours."""
    return str(etree.tostring(element, encoding="unicode", with_tail=False))
