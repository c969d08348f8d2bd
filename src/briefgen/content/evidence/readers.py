"""Readers for texts that are not plain: each returns paragraphs without their looks. Heavy libraries load on use."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefgen.content.evidence.texts import decoded
from briefgen.errors import Fault, InputError

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_MAX_UNPACKED = 300_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """Paragraphs in reading order; `pages` is for each page the index of its first paragraph."""

    blocks: tuple[str, ...]
    title: str = ""
    pages: tuple[int, ...] = ()


def _blocks(lines: Iterator[str]) -> tuple[str, ...]:
    return tuple(line for line in (_SPACE.sub(" ", each).strip() for each in lines) if line)


# ---------------------------------------------------------------- Markdown


def _markdown(data: bytes, file: Path) -> Read:
    from markdown_it import MarkdownIt

    text = decoded(data, file)
    front = re.match(r"---\r?\n.*?\r?\n(?:---|\.\.\.)\r?\n", text, re.DOTALL)
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    blocks: list[str] = []
    title = ""
    for index, token in enumerate(tokens):
        if token.type == "inline":
            words = "".join(map(_markdown_words, token.children or []))
            blocks.append(words)
            if not title and index and tokens[index - 1].type == "heading_open":
                title = words.strip()
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
        elif token.type == "html_block":
            blocks.extend(_html(token.content.encode(), file).blocks)
    return Read(_blocks(iter(blocks)), title)


def _markdown_words(token: Any) -> str:
    if token.type in ("text", "code_inline"):
        return str(token.content)
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(map(_markdown_words, token.children or [])) if token.type == "image" else ""


# ---------------------------------------------------------------- HTML

_UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "svg", "math", "select", "textarea", "iframe"))
_PHRASES = "a abbr acronym b bdi bdo big cite code data dfn del em font i ins kbd label mark nobr q rp rt ruby s samp "
_PHRASES += "small span strike strong sub sup time tt u var wbr"
_INLINE = frozenset(_PHRASES.split())


def _html(data: bytes, file: Path) -> Read:
    from lxml import html

    if not data.strip():
        return Read(())
    # lxml obeys the page's own charset; bytes that are plainly UTF-8 need no guess.
    try:
        data.decode("utf-8")
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    except UnicodeDecodeError:
        parser = html.HTMLParser(huge_tree=False, no_network=True)
    root = html.document_fromstring(data, parser=parser)
    heading = root.find(".//title")
    title = _SPACE.sub(" ", str(heading.xpath("string()"))).strip() if heading is not None else ""
    parts: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:  # no recursion: pages are nested as deep as they like
        element, is_done = stack.pop()
        is_block = element.tag not in _INLINE
        if is_done:
            parts.append("\x00" if is_block else "")
            parts.append(element.tail or "")
            continue
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            parts.append(element.tail or "" if element is not root else "")
            continue
        if element.tag == "br":
            parts.append(" " + (element.tail or ""))
            continue
        parts.append("\x00" if is_block else "")
        parts.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    return Read(_blocks(iter("".join(parts).split("\x00"))), title)


# ---------------------------------------------------------------- DOCX


def _docx(data: bytes, file: Path) -> Read:
    import zipfile

    from docx.oxml.ns import qn

    import docx

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(entry.file_size for entry in package.infolist()) > _MAX_UNPACKED:
            raise InputError(Fault(what=f"{file}: unpacks to more than {_MAX_UNPACKED // 1_000_000} MB"))
        notes = [
            package.read(name) for name in ("word/footnotes.xml", "word/endnotes.xml") if name in package.namelist()
        ]
    document = docx.Document(io.BytesIO(data))
    blocks = [_word_text(paragraph, qn) for paragraph in document.element.body.iter(qn("w:p"))]
    for note in notes:
        blocks.extend(_word_text(paragraph, qn) for paragraph in _parsed(note).iter(qn("w:p")))
    return Read(_blocks(iter(blocks)), (document.core_properties.title or "").strip())


def _parsed(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _word_text(paragraph: Any, qn: Callable[[str], str]) -> str:
    """Return the words of one paragraph as they are after tracked changes: insertions in, deletions out."""
    words = {qn("w:t"): None, qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
    inner = qn("w:p")
    parts = []
    for element in paragraph.iter(*words):
        holder = next(element.iterancestors(inner), None)
        if holder is paragraph:  # a text box inside a paragraph has paragraphs of its own
            parts.append(words[element.tag] or element.text or "")
    return "".join(parts)


# ---------------------------------------------------------------- PDF


def _pdf(data: bytes, file: Path) -> Read:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs what is odd in a file that it reads well
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError(Fault(what=f"{file}: is locked with a password", mend="save a copy without one"))
    blocks: list[str] = []
    pages = []
    for page in reader.pages:
        pages.append(len(blocks))
        blocks.extend(_paragraphs_of_lines(page.extract_text().splitlines()))
    if not blocks:
        raise InputError(Fault(what=f"{file}: holds no text", mend="run text recognition on the scan first"))
    title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    return Read(tuple(blocks), title, tuple(pages))


def _paragraphs_of_lines(lines: list[str]) -> Iterator[str]:
    """Join a page's lines into paragraphs: a short line that ends a sentence, or an empty one, ends a paragraph.

    Line ends stay in the text, so that a hyphen at one can be told from a hyphen in a word.
    """
    filled = [len(line.strip()) for line in lines if line.strip()]
    width = max(filled, default=0)
    held: list[str] = []
    for line in lines:
        words = line.strip()
        if words:
            held.append(words)
        is_short = len(words) < 0.8 * width
        if held and (not words or (is_short and re.search(r"[.!?…:][\"'”’»)\]]*$", words))):
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


READERS: dict[str, Callable[[bytes, Path], Read]] = {
    "markdown": _markdown,
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
}
