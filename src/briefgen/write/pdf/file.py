"""The file, whose objects are written out as they are made.

Small objects are packed into compressed object streams and the cross-reference is a stream (ISO 32000-1, 7.5.7 and
7.5.8): a structure tree takes a tenth of the room, and memory holds only what is still open.
"""

from __future__ import annotations

import zlib
from hashlib import md5
from io import BytesIO
from struct import pack_into

from briefgen.write.pdf.syntax import dictionary, ref, text

_ENTRY = 7  # bytes of a cross-reference entry: kind, offset or object stream, index
_LEVEL = 5  # of compression: two thirds of the time of zlib's own, and a twelfth more bytes
_PACKED = 200  # objects to an object stream


class File:
    """A PDF 1.7 file in the making. Bodies are ASCII text; every number that is reserved must be put once."""

    def __init__(self, lang: str) -> None:
        self.catalogue: dict[str, str] = {"Type": "/Catalog", "Lang": text(lang)}
        self.about: dict[str, str] = {}
        self.fonts: dict[str, str] = {}
        self._count = 0  # of objects
        self._fonts = self.reserve()
        self.fonts_ref = ref(self._fonts)
        self._out = BytesIO()
        self._out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._entries = bytearray(_ENTRY)
        self._pending: list[tuple[int, str]] = []

    def reserve(self, count: int = 1) -> int:
        """Return the first of `count` new object numbers in a row."""
        first = self._count + 1
        self._count += count
        return first

    def put(self, number: int, body: str) -> None:
        self._pending.append((number, body))
        if len(self._pending) >= _PACKED:
            self._pack()

    def add(self, body: str) -> int:
        number = self.reserve()
        self.put(number, body)
        return number

    def put_stream(self, number: int, entries: str, data: bytes, *, compress: bool = True) -> None:
        """Write a stream; `entries` are those of its dictionary besides Length, and Filter where we compress."""
        if compress:
            data = zlib.compress(data, _LEVEL)
            entries += "/Filter/FlateDecode"
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
        self.put(self._fonts, dictionary(self.fonts))
        root, info = self.add(dictionary(self.catalogue)), self.add(dictionary(self.about))
        self._pack()
        return self._close(ref(root), ref(info))

    def _pack(self) -> None:
        if not self._pending:
            return
        number = self.reserve()
        heads, bodies, at = [], [], 0
        for index, (packed, body) in enumerate(self._pending):
            self._entry(packed, 2, number, index)
            heads.append(f"{packed} {at}")
            bodies.append(body)
            at += len(body) + 1
        head = " ".join(heads) + "\n"
        data = (head + "\n".join(bodies) + "\n").encode("latin-1")
        self.put_stream(number, f"/Type/ObjStm/N {len(heads)}/First {len(head)}", data)
        self._pending.clear()

    def _entry(self, number: int, kind: int, place: int, index: int) -> None:
        missing = (number + 1) * _ENTRY - len(self._entries)
        if missing > 0:
            self._entries.extend(bytes(missing + _ENTRY * 512))
        pack_into(">BIH", self._entries, number * _ENTRY, kind, place, index)

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
