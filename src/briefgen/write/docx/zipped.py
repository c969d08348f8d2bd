"""Zip files whose bytes depend on nothing but what is in them: no times, systems or users."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def zipped(members: Iterable[tuple[str, bytes]], begun: bytes = b"") -> bytes:
    """Return a zip file of these names and what they hold, in this order, behind what the zip file `begun` holds."""
    out = io.BytesIO(begun)
    with zipfile.ZipFile(out, "a" if begun else "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, date_time=_EARLIEST)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=6)
    return out.getvalue()
