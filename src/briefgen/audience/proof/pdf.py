"""Take a PDF apart: every object of every revision, every stream, the words on its pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from briefgen.audience.proof.decoding import anything, noise
from briefgen.audience.proof.pieces import Piece

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_HEX = re.compile(rb"<\s*((?:[0-9A-Fa-f]\s*){4,})>")
_LITERAL = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_SPOKEN = re.compile(rb"/(?:ActualText|Alt|E|T|Contents|Title)\s*(<[^>]*>|\((?:\\.|[^\\()])*\))", re.DOTALL)
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_pieces(prefix: str, data: bytes) -> Iterator[Piece]:
    """Yield every piece of text in a PDF; what no reader would open any more too."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    yield from noise(f"{prefix}bytes", data)
    for found in _STREAM.finditer(data):  # also those of older revisions, that no table leads to
        yield from _unlisted(f"{prefix}streams", found[1])
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        yield from _objects(prefix, reader)
        for number, page in enumerate(reader.pages, 1):
            said = page.extract_text()
            yield Piece(f"{prefix}page {number}", "broken", said)
            if _FROM_RIGHT.search(said):  # pypdf turns such words round
                yield Piece(f"{prefix}page {number}", "broken", _FROM_RIGHT.sub(lambda word: word[0][::-1], said))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        from briefgen.errors import LeakError

        raise LeakError(f"the PDF cannot be taken apart, so nothing is proved: {error}") from error


def _unlisted(part: str, body: bytes) -> Iterator[Piece]:
    try:
        body = zlib.decompressobj().decompress(body)
    except zlib.error:
        return  # the bytes of the file are searched as they are
    yield Piece(part, "noise", body.decode("latin-1"))
    yield from _strings(part, body)


def _strings(part: str, body: bytes) -> Iterator[Piece]:
    """Yield the strings in plain PDF syntax that say by a mark, or by their key, that they are text."""
    for found in _HEX.finditer(body):
        raw = bytes.fromhex(re.sub(rb"\s", b"", found[1]).decode()[: len(re.sub(rb"\s", b"", found[1])) & ~1])
        if raw[:2] == b"\xfe\xff" or raw[:3] == b"\xef\xbb\xbf":
            yield Piece(part, "text", _decoded(raw))
    for found in _LITERAL.finditer(body):
        if found[1][:2] == b"\xfe\xff" or found[1][:8] == b"\\376\\377":
            yield Piece(part, "text", _decoded(_unescaped(found[1])))
    for found in _SPOKEN.finditer(body):
        if found[1][:1] == b"(":
            yield Piece(part, "text", _decoded(_unescaped(found[1][1:-1])))
        else:
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", found[1]).decode()
            yield Piece(part, "text", _decoded(bytes.fromhex(digits[: len(digits) & ~1])))


def _unescaped(raw: bytes) -> bytes:
    def character(found: re.Match[bytes]) -> bytes:
        if found[1][:1].isdigit():
            return bytes((int(found[1], 8) & 255,))
        return _ESCAPES.get(found[1], b"" if found[1] in (b"\n", b"\r") else found[1])

    return re.sub(rb"\\([0-7]{1,3}|.)", character, raw, flags=re.DOTALL)


def _decoded(raw: bytes) -> str:
    if raw[:2] == b"\xfe\xff":
        return raw[2:].decode("utf-16-be", "replace")
    if raw[:2] == b"\xff\xfe":
        return raw[2:].decode("utf-16-le", "replace")
    if raw[:3] == b"\xef\xbb\xbf":
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")


def _objects(prefix: str, reader: Any) -> Iterator[Piece]:
    from pypdf.generic import IndirectObject

    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    yield from _walk(f"{prefix}trailer", reader.trailer, "")
    for number in sorted(numbers):
        thing = reader.get_object(IndirectObject(number, 0, reader))
        yield from _walk(f"{prefix}object {number}", thing, "")


def _walk(part: str, thing: Any, key: str) -> Iterator[Piece]:
    """Yield the texts in an object, without going into other objects."""
    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DictionaryObject,
        IndirectObject,
        NameObject,
        StreamObject,
        TextStringObject,
    )

    if thing is None or isinstance(thing, IndirectObject):
        return
    if isinstance(thing, DictionaryObject):
        kind = str(thing.get("/Type", "")).lstrip("/") or str(thing.get("/Subtype", "")).lstrip("/")
        named = f"{part} {kind}".strip()
        for name, value in thing.raw_items() if hasattr(thing, "raw_items") else thing.items():
            yield Piece(named, "machine", str(name).lstrip("/"))
            yield from _walk(named, value, str(name).lstrip("/"))
        if isinstance(thing, StreamObject):
            yield from _stream(named, thing)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            yield from _walk(part, value, key)
    elif isinstance(thing, NameObject):
        yield Piece(part, "machine", re.sub(r"#([0-9A-Fa-f]{2})", lambda code: chr(int(code[1], 16)), str(thing)))
    elif isinstance(thing, TextStringObject):
        yield Piece(part, "machine" if key in ("ID", "CheckSum") else "text", str(thing))
        raw = getattr(thing, "original_bytes", b"")
        if raw[:2] in (b"\xfe\xff", b"\xff\xfe") or raw[:3] == b"\xef\xbb\xbf":
            yield Piece(part, "text", _decoded(raw))
    elif isinstance(thing, ByteStringObject):
        yield Piece(part, "noise" if key in ("ID", "CheckSum") else "text", _decoded(bytes(thing)))


def _stream(part: str, stream: Any) -> Iterator[Piece]:
    subtype = str(stream.get("/Subtype", ""))
    if subtype == "/Image":
        yield from noise(part, getattr(stream, "_data", b""))
        filters = str(stream.get("/Filter", ""))
        if "DCT" in filters or "JPX" in filters:
            yield from anything(part, getattr(stream, "_data", b""), 1)
            return
    data = stream.get_data()
    data = data.encode("latin-1", "replace") if isinstance(data, str) else data
    yield from _strings(part, data)
    if b" BT" in data or b"BT\n" in data or b" BDC" in data or subtype == "/Image" or "/Length1" in stream:
        yield from noise(part, data)  # a page's marks, a picture or a font: its words are taken from the pages
    elif "CIDInit" in data[:200].decode("latin-1"):
        yield Piece(part, "machine", data.decode("latin-1"))
    else:
        yield from anything(part, data, 1)
