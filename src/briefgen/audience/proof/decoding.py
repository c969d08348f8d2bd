"""Take a file apart into pieces of text: DOCX and other archives, XML, HTML, Markdown, JSON, pictures, the rest."""

from __future__ import annotations

import html
import json
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from briefgen.audience.proof.pieces import Piece

_DATA_URI = re.compile(r"data:([\w.+/;=-]*),([^\s\"')>]*)", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_INLINE_NAMES = "a abbr b bdi bdo cite code data del em i ins kbd mark q s samp small span strong sub sup u var wbr"
_INLINE = frozenset(_INLINE_NAMES.split())
_DEEPEST = 6  # files within files
_LARGEST = 200_000_000  # bytes of one unpacked part


def pieces(data: bytes, format: str) -> Iterator[Piece]:  # noqa: A002 - the word users know
    """Yield every piece of text in a rendered file of a format."""
    match format:
        case "pdf":
            from briefgen.audience.proof.pdf import pdf_pieces

            yield from pdf_pieces("", data)
        case "docx":
            yield from _archive("", data, 0)
        case "html":
            yield from _html("page", data.decode("utf-8", "replace"), 0)
        case "md":
            yield from _markdown("text", data.decode("utf-8", "replace"), 0)
        case "json":
            yield from _json("json", data.decode("utf-8", "replace"))
        case _:
            yield from anything("file", data)


def anything(part: str, data: bytes, depth: int = 0) -> Iterator[Piece]:
    """Yield the pieces of a file of whatever kind it is."""
    if depth > _DEEPEST:
        yield from noise(part, data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _archive(f"{part}/", data, depth)
    elif data.startswith(b"%PDF"):
        from briefgen.audience.proof.pdf import pdf_pieces

        yield from pdf_pieces(f"{part}/", data)
    elif data.startswith(_PICTURES):
        yield from _picture(part, data)
    else:
        text = _as_text(data)
        if text is None:
            yield from noise(part, data)
        elif text.lstrip("\ufeff \t\r\n").startswith("<"):
            yield from _xml(part, data, text, depth)
        else:
            yield Piece(part, "text", text)
            yield from _embedded(part, text, depth)


def noise(part: str, data: bytes) -> Iterator[Piece]:
    """Yield bytes as the texts that they might be."""
    yield Piece(part, "noise", data.decode("latin-1"))
    if b"\0" in data:
        yield Piece(part, "noise", data.decode("utf-16-be", "ignore"))
        yield Piece(part, "noise", data.decode("utf-16-le", "ignore"))
    if any(byte > 0xC1 for byte in data[:100_000]):
        yield Piece(part, "noise", data.decode("utf-8", "ignore"))


def _as_text(data: bytes) -> str | None:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            return None
        return None if re.search("[\0-\x08\x0e-\x1f]", text) else text
    return None


# ---------------------------------------------------------------- archives and XML


def _archive(prefix: str, data: bytes, depth: int) -> Iterator[Piece]:
    """Yield names, comments and extra fields of an archive, what stands in each file, and between them."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile:
        yield from noise(f"{prefix}file", data)
        return
    with archive:
        yield Piece(f"{prefix}archive", "text", archive.comment.decode("utf-8", "replace"))
        for entry in archive.infolist():
            yield Piece(f"{prefix}archive", "machine", unquote(entry.filename))
            yield Piece(f"{prefix}archive", "text", entry.comment.decode("utf-8", "replace"))
            yield Piece(f"{prefix}archive", "noise", entry.extra.decode("latin-1"))
            if entry.file_size <= _LARGEST:
                yield from anything(f"{prefix}{entry.filename}", archive.read(entry), depth + 1)
    yield Piece(f"{prefix}archive", "noise", data.decode("latin-1"))


def _xml(part: str, data: bytes, text: str, depth: int) -> Iterator[Piece]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        yield from _html(part, text, depth)
        return
    yield from _nodes(part, root, depth)
    for beside in (*root.itersiblings(preceding=True), *root.itersiblings()):
        yield Piece(part, "text", str(beside.text or ""))


def _nodes(part: str, root: Any, depth: int) -> Iterator[Piece]:
    for element in root.iter():
        if not isinstance(element.tag, str):  # a comment or an instruction
            yield Piece(part, "text", f"{element.text or ''} {getattr(element, 'target', '')}")
        else:
            name = element.tag.rpartition("}")[2]
            if name == "p":  # the runs of a paragraph part its words anywhere
                yield Piece(part, "text", "".join(_run_texts(element)))
            elif element.text and element.text.strip():
                yield Piece(part, "text", element.text)
            for key, value in element.attrib.items():
                yield Piece(part, "machine", value)
                yield from _embedded(part, value, depth)
                if "%" in value:
                    yield Piece(part, "machine", unquote(value))
                yield Piece(part, "machine", str(key).rpartition("}")[2])
        if element.tail and element.tail.strip():
            yield Piece(part, "text", element.tail)


def _run_texts(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.rpartition("}")[2] in ("tab", "br", "cr", "p", "footnoteReference"):
            yield " "
        if element.text and element.text.strip("\n"):
            yield element.text


# ---------------------------------------------------------------- HTML, Markdown, JSON


class _Page(HTMLParser):
    """Gathers the pieces of a page: text by block, attributes, comments, styles and scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_block()
        if tag in ("style", "script"):
            self.within = tag
        for name, value in attrs:
            self.found.append(("machine", name))
            self.found.append(("text" if name in ("alt", "title", "content") else "machine", value or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_block()
        if tag == self.within:
            self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within:
            self.found.append(("machine", data))
        else:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(("text", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("text", decl))

    def handle_pi(self, data: str) -> None:
        self.found.append(("text", data))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("text", data))

    def end_block(self) -> None:
        if self.words:
            self.found.append(("text", "".join(self.words)))
            self.words = []


def _html(part: str, text: str, depth: int) -> Iterator[Piece]:
    page = _Page()
    page.feed(text)
    page.close()
    page.end_block()
    for kind, words in page.found:
        bare = _DATA_URI.sub(" ", words)
        yield Piece(part, kind, bare)  # type: ignore[arg-type]
        if "\\" in bare:
            yield Piece(part, kind, _unescaped(bare))  # type: ignore[arg-type]
        if "%" in bare:
            yield Piece(part, kind, unquote(bare))  # type: ignore[arg-type]
        yield from _embedded(part, words, depth)


def _unescaped(css: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "

    return _CSS_ESCAPE.sub(character, css).replace("\\", "")


def _embedded(part: str, text: str, depth: int) -> Iterator[Piece]:
    """Yield the pieces of the files that stand in a text as data: addresses."""
    for found in _DATA_URI.finditer(text):
        media, coded = found[1], found[2]
        try:
            data = b64decode(coded + "=" * (-len(coded) % 4)) if media.endswith(";base64") else unquote_to_bytes(coded)
        except ValueError:
            data = coded.encode()
        yield Piece(part, "machine", media)
        yield from anything(f"{part} data:{media.partition(';')[0]}", data, depth + 1)


def _markdown(part: str, text: str, depth: int) -> Iterator[Piece]:
    bare = _DATA_URI.sub(" ", text)
    for block in re.split(r"\n\s*\n", bare):
        yield Piece(part, "text", block)
        plain = unquote(html.unescape(re.sub(r"\\(.)", r"\1", re.sub(r"[*_`]|<[^>]*>|\\\n", "", block))))
        if plain != block:
            yield Piece(part, "text", plain)
    yield from _embedded(part, text, depth)


def _json(part: str, text: str) -> Iterator[Piece]:
    found: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> None:
        for key, value in items:
            found.append(key)
            gather(value)

    def gather(value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                gather(each)
        elif value is not None and not isinstance(value, bool):
            found.append(str(value))

    with suppress(ValueError, RecursionError):
        json.loads(text, object_pairs_hook=pairs, parse_float=str, parse_int=str)  # also keys that stand twice
    yield from (Piece(part, "text", each) for each in found)
    yield Piece(part, "machine", re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text))


# ---------------------------------------------------------------- pictures


def _picture(part: str, data: bytes) -> Iterator[Piece]:
    """Yield a picture's own texts (EXIF, PNG texts, comments) and its bytes."""
    from PIL import Image

    yield from noise(part, data)
    try:
        with Image.open(BytesIO(data)) as picture:
            for key, value in picture.info.items():
                yield Piece(part, "machine", str(key))
                yield from _told(part, value)
            for tag, value in picture.getexif().items():
                yield from _told(f"{part} EXIF {tag}", value)
    except Exception:  # a broken picture has no texts but its bytes
        return


def _told(part: str, value: Any) -> Iterator[Piece]:
    if isinstance(value, bytes):
        yield from anything(part, value, 1)
    else:
        yield Piece(part, "text", str(value))
