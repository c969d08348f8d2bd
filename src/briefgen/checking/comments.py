"""Comments in a brief that speak to the check.

# briefgen: ignore BG203 the source says it so       on a line: what begins there, and all that it holds
# briefgen: ignore-file BG109 stored copies           the whole file
# briefgen: profile phia                              the profile, where the call names none
"""

from __future__ import annotations

import re

from msgspec import Struct, field

_COMMENT = re.compile(
    r"(?:(?<=\s)|^)#[ \t]*briefgen:[ \t]*(ignore-file|ignore|profile)\b[ \t]*([^\n\r]*)", re.MULTILINE
)
_CODE = r"[A-Z]{2,}\d+"
_CODES = re.compile(rf"({_CODE}(?:\s*,\s*{_CODE})*)?(.*)")


class Ignore(Struct, frozen=True, kw_only=True):
    """One comment that puts findings aside. `line` is 0 for the whole file; `used` holds what it has put aside."""

    codes: tuple[str, ...]
    reason: str
    line: int
    offset: int
    used: set[str] = field(default_factory=set)


class Comments(Struct, kw_only=True):
    ignores: list[Ignore]
    profile: str = ""
    count: int = 0  # of findings that were put aside
    ran: set[str] = field(default_factory=set)  # rules that could have used a comment

    @classmethod
    def read(cls, text: str) -> Comments:
        """Read the comments of a file's text."""
        found = cls(ignores=[])
        if "briefgen:" not in text:
            return found
        for comment in _COMMENT.finditer(text):
            kind, rest = comment.groups()
            if kind == "profile":
                found.profile = rest.strip()
                continue
            codes = _CODES.match(rest)
            assert codes is not None
            names = tuple(re.findall(_CODE, codes[1] or ""))
            line = 0 if kind == "ignore-file" else _line_meant(text, comment.start())
            found.ignores.append(Ignore(codes=names, reason=codes[2].strip(), line=line, offset=comment.start()))
        return found

    def put_aside(self, code: str, lines: set[int]) -> bool:
        """Say whether a finding on these lines is put aside, and remember by what."""
        hit = False
        for ignore in self.ignores:
            if any(code.startswith(each) for each in ignore.codes) and (not ignore.line or ignore.line in lines):
                ignore.used.update(each for each in ignore.codes if code.startswith(each))
                hit = True
        self.count += hit
        return hit


def _line_meant(text: str, offset: int) -> int:
    """Return the line of a comment; of one that stands alone, the next line that says something."""
    start = text.rfind("\n", 0, offset) + 1
    line = text.count("\n", 0, offset) + 1
    if text[start:offset].strip():
        return line
    at = text.find("\n", offset)
    while at >= 0:
        line += 1
        following = text.find("\n", at + 1)
        words = text[at + 1 : following if following >= 0 else len(text)].strip()
        if words and not words.startswith("#"):
            return line
        at = following
    return line
