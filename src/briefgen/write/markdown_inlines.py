"""Inlines as Markdown. What stands in a text is escaped where a reader of Markdown could take it for markup."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from briefgen.document import (
    Blocks,
    Break,
    Cite,
    Code,
    Emph,
    Field,
    Inline,
    Inlines,
    Link,
    Mark,
    Note,
    Span,
    Strong,
    Sub,
    Super,
    Text,
)
from briefgen.plain import plain
from briefgen.write.characters import refuse_unwritable

Noted = list[Blocks]  # the notes met so far, in the order of their numbers

_SPACE = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
# Two characters that no text may hold stand in until the lines are joined.
_BREAK = "\x00"  # a forced break
_PIPE = "\x01"  # a bar inside code, which only a table's cell has to escape
_ENDS = re.compile(rf"^[\s{_BREAK}]+|[\s{_BREAK}]+$")
_ANYWHERE = re.compile(
    r"[\\`*\[\]|]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word it is no mark
    r"|<(?=[A-Za-z/!?]|$)|&(?=#?\w+;|$)"
    r"|(?<=\S)~|~(?=~)"  # what may end or open struck out words, where a reader knows these
)
_BOLD = "label"  # the class of words that a paragraph runs on from
_WEB = ("https://", "http://", "mailto:")


class _Piece(Struct, frozen=True):
    """Words and what goes around them: "" and they are written already, "em", "strong", or "code" and they are bare."""

    text: str
    around: str = ""


def write_inlines(inlines: Inlines, noted: Noted) -> str:
    """Return a paragraph's words; notes among them are added to `noted`."""
    return write_line(inlines, noted, breaks="\\\n")


def write_line(
    inlines: Inlines,
    noted: Noted,
    *,
    breaks: str = " ",
    starts: bool = True,
    heading: bool = False,
    cell: bool = False,
) -> str:
    """Return words with `breaks` for forced breaks; `starts` says that they begin a line, as all after a break do."""
    text = _join(_pieces(inlines, noted, "", linked=False))
    if _BREAK in text:
        lines = [line.strip(" ") for line in re.split(f" *{_BREAK} *", text)]
        text = _BREAK.join(line for line in lines if line)
    text = text.strip(" ")
    first, *others = text.split(_BREAK)
    if "\n" in breaks:
        others = [_started(line) for line in others]
    text = _BREAK.join((_started(first) if starts else first, *others))
    text = text.replace(_BREAK, breaks).replace(_PIPE, "\\|" if cell else "|")
    if heading:
        text = re.sub(r"(#+)$", lambda found: "\\#" * len(found[1]), text)
    return text


def _started(line: str) -> str:
    """Return a line whose first characters cannot be read as the mark of a heading, list, quote, rule or note."""
    line = re.sub(r"^(#{1,6})(?= |$)", r"\\\1", line)
    line = re.sub(r"^([-+])(?= |$)|^([-=])(?=\2* *$)|^(?=[>:])", r"\\\1\2", line)
    line = re.sub(r"^([0-9]{1,9})([.)])(?= |$)", r"\1\\\2", line)
    return re.sub(r"^(\[\^\d+\]):", r"\1\\:", line)


def _escape(text: str) -> str:
    refuse_unwritable(text)
    return _ANYWHERE.sub(lambda found: "\\" + found[0], _SPACE.sub(" ", text))


def _pieces(inlines: Inlines, noted: Noted, inside: str, *, linked: bool) -> list[_Piece]:
    """Return pieces of written words; `inside` names the emphases around them, which do not nest in themselves."""
    pieces: list[_Piece] = []
    for inline in _merged(inlines, inside, linked=linked):
        pieces += _piece(inline, noted, inside, linked=linked)
    return [piece for piece in pieces if piece.text]


def _merged(inlines: Inlines, inside: str, *, linked: bool) -> list[Inline]:
    """Return inlines without spans and what is nested in its own kind, neighbours of one kind joined."""
    merged: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Mark):
            inline = Strong(children=(Text(inline.label),))
        elif isinstance(inline, Span) and _BOLD in inline.attr.classes:
            inline = Strong(children=inline.children)
        bare = (
            isinstance(inline, Span | Cite)
            or (isinstance(inline, Link) and (linked or not _is_web(inline.target)))
            or (isinstance(inline, Emph) and "em" in inside)
            or (isinstance(inline, Strong) and "strong" in inside)
        )
        for part in _merged(inline.children, inside, linked=linked) if bare else (inline,):  # type: ignore[union-attr]
            last = merged[-1] if merged else None
            if isinstance(part, Text) and isinstance(last, Text):
                merged[-1] = Text(last.text + part.text)
            elif isinstance(part, Strong) and isinstance(last, Strong):
                merged[-1] = Strong(children=(*last.children, *part.children))
            elif isinstance(part, Emph) and isinstance(last, Emph):
                merged[-1] = Emph(children=(*last.children, *part.children))
            else:
                merged.append(part)
    return merged


def _is_web(target: str) -> bool:
    return target.lower().startswith(_WEB)


def _piece(inline: Inline, noted: Noted, inside: str, *, linked: bool) -> list[_Piece]:
    match inline:
        case Text(text):
            return [_Piece(_escape(text))]
        case Code(text=text):
            refuse_unwritable(text)
            return [_Piece(_SPACE.sub(" ", text), "code")]
        case Break():
            return [_Piece(_BREAK)]
        case Note(blocks=blocks):
            noted.append(blocks)
            return [] if linked else [_Piece(f"[^{len(noted)}]")]
        case Field():
            return []
        case Emph(children=children) | Strong(children=children):
            name = "em" if isinstance(inline, Emph) else "strong"
            return _emphasised(_join(_pieces(children, noted, inside + name, linked=linked)), name)
        case Sub(children=children):
            return [_Piece(f"<sub>{_join(_pieces(children, noted, inside, linked=linked))}</sub>")]
        case Super(children=children):
            return [_Piece(f"<sup>{_join(_pieces(children, noted, inside, linked=linked))}</sup>")]
        case Link():
            return _link(inline, noted, inside)
        case Span(children=children) | Cite(children=children):
            return _pieces(children, noted, inside, linked=linked)
        case Mark(label=label):
            return [_Piece(_escape(label))]


def _emphasised(text: str, name: str) -> list[_Piece]:
    """Return emphasised words with the white space and the breaks at their ends outside, where Markdown needs them."""
    core = _ENDS.sub("", text)
    if not core:
        return [_Piece(text)]
    at = text.index(core)
    return [_Piece(text[:at]), _Piece(core, name), _Piece(text[at + len(core) :])]


def _code(text: str) -> str:
    """Return words between as many backticks as they need."""
    if not text.strip(" "):
        return text
    runs = {len(run) for run in re.findall("`+", text)}
    fence = "`" * next(length for length in range(1, len(text) + 2) if length not in runs)
    pad = " " if text[0] == "`" or text[-1] == "`" or (text[0] == " " and text[-1] == " ") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", _PIPE)


def _link(link: Link, noted: Noted, inside: str) -> list[_Piece]:
    """Return a link and, behind it, the notes that stand in its words."""
    before = len(noted)
    words = _join(_pieces(link.children, noted, inside, linked=True)).replace(_BREAK, " ")
    target = "".join(f"%{ord(char):02X}" if char in ' "<>\\()|`' or char < " " else char for char in link.target)
    title = f' "{_title(link.title)}"' if link.title.strip() else ""
    if not title and target == link.target and plain(link.children) == target and not re.search(r"[\s&%]", target):
        written = f"<{target}>"
    else:
        target = re.sub(r"&(?=#?\w+;)", "&amp;", target)
        written = f"[{words.strip(' ')}]({target}{title})"
    after = "".join(f"[^{number}]" for number in range(before + 1, len(noted) + 1))
    return [_Piece(written if words.strip(" ") else ""), _Piece(after)]


def _title(text: str) -> str:
    return _escape(text).replace('"', '\\"').strip(" ")


# ---------------------------------------------------------------- emphasis


def _join(pieces: list[_Piece]) -> str:
    """Return pieces as one text, each emphasis with marks that will be read as such where it stands."""
    text = ""
    pieces = _joined_codes(pieces)
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.around == "code":
            text += _code(piece.text)
        elif piece.around:
            text += _marked(piece, text[-1:], _next(following))
        elif re.search(r"\[\^\d+\]$", text) and piece.text[0] == "(":  # else a link, whose text is the note's number
            text += "\\" + piece.text
        else:
            text += piece.text
        if following and text.endswith(("!", "^")) and following.text[0] == "[":  # else a picture or a note
            text = f"{text[:-1]}\\{text[-1]}"
    return text


def _joined_codes(pieces: list[_Piece]) -> list[_Piece]:
    """Return pieces with those of code that touch made one, since their backticks would run together."""
    joined: list[_Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if piece.around == "code" and joined and joined[-1].around == "code":
            joined[-1] = _Piece(joined[-1].text + piece.text, "code")
        else:
            joined.append(piece)
    return joined


def _next(piece: _Piece | None) -> tuple[str, ...]:
    """Return the characters that may come next: of an emphasis its mark, or the angle bracket of a tag."""
    if piece is None:
        return ("",)
    if piece.around == "code":
        return ("`",)
    return ("*", "<", "_") if piece.around else (piece.text[0],)


def _marked(piece: _Piece, before: str, after: tuple[str, ...]) -> str:
    """Return words between marks, or between tags where marks would not be read as emphasis (CommonMark 0.31, 6.2)."""
    first, last = piece.text[0], piece.text[-1]
    opens = not _is_mark(first) or _ends_word(before)
    closes = not _is_mark(last) or all(_ends_word(char) for char in after)
    if piece.around == "strong":
        apart = before != "*" and "*" not in after and first != "*" and last != "*"
        if opens and closes and apart:
            return f"**{piece.text}**"
    else:
        apart = before != "_" and first != "_" and last != "_" and "_" not in after
        if opens and closes and apart and _ends_word(before) and all(map(_ends_word, after)):
            return f"_{piece.text}_"
        apart = before != "*" and "*" not in after and first != "*" and last != "*"
        if opens and closes and apart:
            return f"*{piece.text}*"
    return f"<{piece.around}>{piece.text}</{piece.around}>"


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" or char == _BREAK


def _ends_word(char: str) -> bool:
    """Say whether every reader takes `char` ("" = none) for white space or punctuation."""
    return not char or char.isspace() or char == _BREAK or unicodedata.category(char)[0] == "P" or char in "$+<=>^`|~"
