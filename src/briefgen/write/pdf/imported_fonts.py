"""Fonts of another PDF file: embedded ones only, with a map to Unicode that readers and validators can use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from briefgen.write.pdf.letterhead import entry
from briefgen.write.pdf.syntax import name
from briefgen.write.pdf.to_unicode import to_unicode

if TYPE_CHECKING:
    from briefgen.write.pdf.imported import Importer

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_LEFT = ("/CIDSet", "/CharSet")  # lists of glyphs, which need not be there and often lie (ISO 19005-2, 6.2.11.4.2)
_SIMPLE = ("/Type1", "/MMType1", "/TrueType")
_KNOWN = ("/WinAnsiEncoding", "/MacRomanEncoding")
_SYMBOLIC = 4
_FORBIDDEN = ("\0", "\ufeff", "\ufffe")  # as targets of ToUnicode
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_SPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_TOKEN = re.compile(rb"<\s*([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST = 1 << 16


def copy_font(importer: Importer, font: Any, number: int) -> None:
    """Put a copy of a font under a number. Raises ThemeError where it is not embedded, or of a kind that cannot be."""
    if not isinstance(font, DictionaryObject):
        raise importer.refuse("lacks one of its fonts")
    kind = str(entry(font, "/Subtype"))
    called = str(entry(font, "/BaseFont") or "/?")[1:].rpartition("+")[2]
    if kind == "/Type0":
        entries = _composite(importer, font, called)
    elif kind in _SIMPLE:
        entries = _simple(importer, font, called)
    else:
        raise importer.refuse(f"draws its letters itself (a font of kind {kind[1:]})")
    unicode = entry(font, "/ToUnicode")
    if isinstance(unicode, StreamObject):
        pairs, width = _pairs(unicode.get_data())
        entries += f"/ToUnicode {importer.out.add_stream('', to_unicode(sorted(pairs.items()), width))} 0 R"
    elif kind == "/Type0" or not _says_characters(font):
        what = f"does not say which characters the letters of its font {called} are (no ToUnicode)"
        raise importer.refuse(what)
    importer.out.put(number, f"<</Type/Font/Subtype{kind}{entries}>>")


def _composite(importer: Importer, font: DictionaryObject, called: str) -> str:
    encoding = entry(font, "/Encoding")
    if encoding not in ("/Identity-H", "/Identity-V"):
        raise importer.refuse(f"encodes its font {called} in a way of its own")
    below = font["/DescendantFonts"][0].get_object()  # type: ignore[index]
    descriptor = _descriptor(importer, below, called)
    kind = str(below["/Subtype"])
    left = ("/FontDescriptor", "/CIDToGIDMap", "/Type", "/Subtype")
    entries = f"/Type/Font/Subtype{kind}/FontDescriptor {descriptor}"
    if kind == "/CIDFontType2":
        given = importer.copy(below.raw_get("/CIDToGIDMap")) if "/CIDToGIDMap" in below else "/Identity"
        entries += f"/CIDToGIDMap {given}"
    entries += importer.copy(below, left)[2:-2]
    inside = importer.out.add(f"<<{entries}>>")
    return f"/BaseFont{name(str(font['/BaseFont'])[1:])}/Encoding{encoding}/DescendantFonts[{inside} 0 R]"


def _simple(importer: Importer, font: DictionaryObject, called: str) -> str:
    descriptor = _descriptor(importer, font, called)
    left = ["/FontDescriptor", "/ToUnicode", "/Type", "/Subtype"]
    flags = int(entry(font["/FontDescriptor"], "/Flags") or 0)
    if entry(font, "/Subtype") == "/TrueType" and flags & _SYMBOLIC:
        left.append("/Encoding")  # which a symbolic font must not have (ISO 19005-2, 6.2.11.6)
    return f"/FontDescriptor {descriptor}{importer.copy(font, left)[2:-2]}"


def _descriptor(importer: Importer, font: DictionaryObject, called: str) -> str:
    found = entry(font, "/FontDescriptor")
    if not isinstance(found, DictionaryObject) or not any(key in found for key in _PROGRAMS):
        raise importer.refuse(f"does not embed its font {called}", "embed all fonts: export it as PDF/A")
    number = importer.out.add(importer.copy(found, _LEFT))
    return f"{number} 0 R"


def _says_characters(font: DictionaryObject) -> bool:
    """Tell whether a simple font's encoding alone tells which characters its codes are."""
    encoding = entry(font, "/Encoding")
    if isinstance(encoding, NameObject):
        return encoding in _KNOWN
    if not isinstance(encoding, DictionaryObject) or entry(encoding, "/BaseEncoding") not in _KNOWN:
        return False
    from fontTools.agl import toUnicode

    named = entry(encoding, "/Differences") or ArrayObject()
    return all(toUnicode(str(each)[1:]) for each in named if isinstance(each, NameObject))


# ---------------------------------------------------------------- the map to Unicode


def _pairs(data: bytes) -> tuple[dict[int, str], int]:
    """Return what each code stands for, as a CMap says it, and the bytes of a code."""
    space = _SPACE.search(data)
    width = max(len(space[1]) // 2, 1) if space else 2
    found: dict[int, str] = {}
    for block in _BLOCK.finditer(data):
        tokens = [
            "[" if token[2] else "]" if token[3] else bytes.fromhex(_even(token[1]))
            for token in _TOKEN.finditer(block[2])
        ]
        if block[1] == b"bfchar":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                _note(found, code, text)
        else:
            _ranges(tokens, found)
    return found, width


def _even(digits: bytes) -> str:
    """Return hexadecimal digits that are whole units of UTF-16; five of them are a character beyond the first plane."""
    text = b"".join(digits.split()).decode("ascii")
    if len(text) == 5:
        return chr(int(text, 16)).encode("utf-16-be").hex()
    return text if len(text) % 2 == 0 else f"{text}0"


def _note(found: dict[int, str], code: Any, text: Any) -> None:
    if isinstance(code, bytes) and isinstance(text, bytes) and len(found) < _MOST:
        said = (text if len(text) > 1 else b"\0" + text).decode("utf-16-be", "ignore")
        if said and not any(char in said for char in _FORBIDDEN):
            found[int.from_bytes(code, "big")] = said


def _ranges(tokens: list[Any], found: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(tokens):
        first, last, text = tokens[at : at + 3]
        at += 3
        if not isinstance(first, bytes) or not isinstance(last, bytes):
            continue
        codes = range(int.from_bytes(first, "big"), min(int.from_bytes(last, "big"), _MOST - 1) + 1)
        width = len(first)
        if text == "[":
            for code in codes:
                if at < len(tokens) and tokens[at] != "]":
                    _note(found, code.to_bytes(width, "big"), tokens[at])
                    at += 1
            while at < len(tokens) and tokens[at] != "]":
                at += 1
            at += 1
        elif isinstance(text, bytes) and text:
            for step, code in enumerate(codes):
                _note(found, code.to_bytes(width, "big"), text[:-1] + bytes([(text[-1] + step) & 0xFF]))
