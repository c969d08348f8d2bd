"""Zip files whose bytes depend on nothing but what is in them: no times, systems or users."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_EARLIEST_PACKED = struct.pack("<HH", 0, 1 << 5 | 1)  # as the headers of a zip file hold it: time, then date
_ENTRY = 46  # bytes of a member's entry in the directory, before its name


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip file of these names and what they hold, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, date_time=_EARLIEST)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=6)
    return out.getvalue()


def undated(packed: bytes) -> bytes:
    """Return a zip file without the times at which its members were packed, and the system that packed them.

    The members stay compressed as they are: to pack them anew takes as long as to pack them.
    """
    data = bytearray(packed)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members, at = archive.infolist(), archive.start_dir
    for member in members:
        time = member.header_offset + 10
        data[time : time + 4] = data[at + 12 : at + 16] = _EARLIEST_PACKED
        data[at + 5] = 0
        at += _ENTRY + sum(struct.unpack_from("<HHH", data, at + 28))  # name, extra field, comment
    return bytes(data)
