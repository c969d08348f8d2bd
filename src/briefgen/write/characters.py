"""Characters that no HTML or Markdown file can hold."""

from __future__ import annotations

import re
import unicodedata

from briefgen.errors import Fault, OutputError

# Controls other than white space, lone surrogates, noncharacters: errors in HTML, where Markdown ends up too.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_KINDS = {"Cs": "half of a surrogate pair", "Cn": "not a character"}
_SHOWN = 10


def refuse_unwritable(text: str) -> None:
    """Raise OutputError where `text`, a finished file, has such a character, naming each once and what is around it."""
    faults: dict[str, Fault] = {}
    for found in _UNWRITABLE.finditer(text):
        char = found[0]
        if char not in faults and len(faults) < _SHOWN:
            around = text[max(0, found.start() - 30) : found.end() + 30]
            near = " ".join(re.sub("<[^>]*>?", " ", _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", around)).split())
            kind = _KINDS.get(unicodedata.category(char), "a control character")
            what = f"a text file cannot hold U+{ord(char):04X} ({kind}), in “{near}”"
            faults[char] = Fault(what=what, mend="take it out of the brief")
    if faults:
        raise OutputError(*faults.values())
