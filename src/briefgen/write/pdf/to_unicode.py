"""What the codes of a font stand for, as a CMap (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def to_unicode(pairs: Iterable[tuple[int, str]], width: int) -> bytes:
    """Return the CMap from codes of `width` bytes, in their order, to UTF-16BE."""
    digits = 2 * width
    rows = [f"<{code:0{digits}x}> <{_spelt(text)}>" for code, text in pairs]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<{'0' * digits}> <{'f' * digits}>",
        "endcodespacerange",
    ]
    for at in range(0, len(rows), 100):
        block = rows[at : at + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


@lru_cache(maxsize=1 << 12)
def _spelt(text: str) -> str:
    return text.encode("utf-16-be", "replace").hex()
