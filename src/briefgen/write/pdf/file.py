"""The file: reportlab's document with a layout of its own, whose objects are written out as they are made.

reportlab keeps every object until the end and writes each one plain. Here small objects are packed into compressed
object streams and the cross-reference is a stream (ISO 32000-1, 7.5.7 and 7.5.8): a structure tree takes a tenth of
the room, and memory holds only what is still open. The catalogue and what hangs on it stay reportlab's.
"""

from __future__ import annotations

import zlib
from hashlib import md5
from io import BytesIO
from struct import pack_into
from typing import Any

from reportlab.pdfbase import pdfdoc

_ENTRY = 7  # bytes of a cross-reference entry: kind, offset or object stream, index
_LEVEL = 4  # of compression: half of the time of level 5, and a thirtieth more bytes in a file
_OBJECTS = 200  # objects to an object stream


PACKED = "/Filter/FlateDecode"  # the entry of a stream that was


def packed(data: bytes) -> bytes:
    """Return the data of a stream, compressed."""
    return zlib.compress(data, _LEVEL)


class File(pdfdoc.PDFDocument):
    """A PDF 1.7 file in the making. Bodies are ASCII text; every number that is reserved must be put once."""

    def __init__(self, lang: str) -> None:
        super().__init__(invariant=1, pdfVersion=(1, 7), lang=lang)
        # reportlab's own catalogue knows no output intents and its own Info asks for what we leave out
        self.catalogue: dict[str, Any] = {"Type": "/Catalog", "Lang": pdfdoc.PDFString(lang)}
        self.about: dict[str, Any] = {}
        fonts: Any = self.idToObject[pdfdoc.BasicFonts]
        self.fonts: dict[str, Any] = fonts.dict
        self.fonts_ref = self.reference(fonts)
        self._out = BytesIO()
        self._out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._entries = bytearray(_ENTRY)
        self._pending: list[tuple[int, str]] = []

    def reserve(self, count: int = 1) -> int:
        """Return the first of `count` new object numbers in a row."""
        first: int = self.objectcounter + 1
        self.objectcounter += count
        return first

    def reference(self, thing: Any) -> str:
        """Register one of reportlab's objects, to be written at the end; return how others name it."""
        register: Any = self.Reference
        spelt: bytes = register(thing).format(self)
        return spelt.decode()

    def put(self, number: int, body: str) -> None:
        self._pending.append((number, body))
        if len(self._pending) >= _OBJECTS:
            self._pack()

    def add(self, body: str) -> int:
        number = self.reserve()
        self.put(number, body)
        return number

    def put_stream(self, number: int, entries: str, data: bytes, *, compress: bool = True) -> None:
        """Write a stream; `entries` are those of its dictionary besides Length, and Filter where we compress."""
        if compress:
            data = packed(data)
            entries += PACKED
        self._entry(number, 1, self._out.tell(), 0)
        self._out.write(f"{number} 0 obj\n<<{entries}/Length {len(data)}>>\nstream\n".encode("ascii"))
        self._out.write(data)
        self._out.write(b"\r\nendstream\nendobj\n")  # CR LF, since data may end with a CR of its own

    def add_stream(self, entries: str, data: bytes, *, compress: bool = True) -> int:
        number = self.reserve()
        self.put_stream(number, entries, data, compress=compress)
        return number

    def finish(self) -> bytes:
        """Write what is left and return the file. Its ID is a digest of all that stands before."""
        root = self.reference(pdfdoc.PDFDictionary(self.catalogue))
        info = self.reference(pdfdoc.PDFDictionary(self.about))
        written = 0
        while written < len(self.numberToId):  # formatting an object may register others
            for number in sorted(self.numberToId)[written:]:
                thing = self.idToObject[self.numberToId[number]]
                self.put(number, pdfdoc.format(thing, self, toplevel=1).decode("latin-1"))
                written += 1
        self._pack()
        return self._close(root, info)

    def _pack(self) -> None:
        if not self._pending:
            return
        number = self.reserve()
        heads, bodies, at = [], [], 0
        self._room(max([object_ for object_, _ in self._pending]))
        for index, (object_, body) in enumerate(self._pending):
            pack_into(">BIH", self._entries, object_ * _ENTRY, 2, number, index)
            heads.append(f"{object_} {at}")
            bodies.append(body)
            at += len(body) + 1
        head = " ".join(heads) + "\n"
        data = (head + "\n".join(bodies) + "\n").encode("latin-1")
        self.put_stream(number, f"/Type/ObjStm/N {len(heads)}/First {len(head)}", data)
        self._pending.clear()

    def _entry(self, number: int, kind: int, place: int, index: int) -> None:
        self._room(number)
        pack_into(">BIH", self._entries, number * _ENTRY, kind, place, index)

    def _room(self, number: int) -> None:
        """Make room for the entry of an object."""
        missing = (number + 1) * _ENTRY - len(self._entries)
        if missing > 0:
            self._entries.extend(bytes(missing + _ENTRY * 512))

    def _close(self, root: str, info: str) -> bytes:
        number, start = self.reserve(), self._out.tell()
        self._entry(number, 1, start, 0)
        pack_into(">BIH", self._entries, 0, 0, 0, 0xFFFF)
        with self._out.getbuffer() as written:
            digest = md5(written, usedforsecurity=False).hexdigest()
        entries = f"/Type/XRef/Size {number + 1}/W[1 4 2]/Root {root}/Info {info}/ID[<{digest}><{digest}>]"
        self.put_stream(number, entries, bytes(self._entries[: (number + 1) * _ENTRY]))
        self._out.write(f"startxref\n{start}\n%%EOF\n".encode("ascii"))
        return self._out.getvalue()
