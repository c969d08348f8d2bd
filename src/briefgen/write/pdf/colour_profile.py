"""The colour space all colours of a file are in: sRGB (IEC 61966-2-1) as an ICC profile, computed from its definition.

Made here, so that it is ours to give away and has the same bytes everywhere.
"""

from __future__ import annotations

from functools import cache
from struct import pack

# primaries of sRGB adapted to D50 by Bradford, the white D50, and the adaptation itself (ICC.1:2010, annex E)
_RED = (0.43606567, 0.22248840, 0.01391602)
_GREEN = (0.38514709, 0.71687317, 0.09707642)
_BLUE = (0.14306641, 0.06060791, 0.71409607)
_WHITE = (0.96420288, 1.0, 0.82490540)
_ADAPTATION = (
    1.04788208, 0.02291870, -0.05021667, 0.02958679, 0.99047852, -0.01707458, -0.00924683, 0.01507568, 0.75167847,
)  # fmt: skip
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # Y = (aX + b)^g from d on, else cX


@cache
def srgb() -> bytes:
    """Return the profile: version 4.2, three primaries and one parametric curve."""
    curve = b"para" + pack(">IHH", 0, 3, 0) + _fixed(*_CURVE)
    tags = (
        (b"desc", _words("sRGB IEC61966-2.1")),
        (b"cprt", _words("No copyright, use freely")),
        (b"wtpt", _triple(_WHITE)),
        (b"chad", b"sf32" + bytes(4) + _fixed(*_ADAPTATION)),
        (b"rXYZ", _triple(_RED)),
        (b"gXYZ", _triple(_GREEN)),
        (b"bXYZ", _triple(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    )
    table, data = pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    for tag, body in tags:
        if body not in places:
            places[body] = start + len(data)
            data += body + bytes(-len(body) % 4)
        table += tag + pack(">II", places[body], len(body))
    header = pack(
        ">I4sI4s4s4s6H4s4sIIIIQ12s4s",
        start + len(data),
        bytes(4),
        0x04200000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(1999, 10, 18, 0, 0, 0),  # the standard's own year; a profile has a date
        b"acsp",
        bytes(4),
        0,
        0,
        0,
        0,
        0,
        _fixed(*_WHITE),
        bytes(4),
    )
    return header.ljust(128, b"\0") + table + data


def _fixed(*values: float) -> bytes:
    return b"".join(pack(">i", round(value * 65536)) for value in values)


def _triple(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*values)


def _words(value: str) -> bytes:
    spelt = value.encode("utf-16-be")
    return b"mluc" + pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(spelt), 28) + spelt
