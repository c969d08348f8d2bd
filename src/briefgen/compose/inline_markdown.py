"""Inline Markdown as CommonMark has it, read by markdown-it-py.

Apart from `compose.inline` because markdown-it-py takes as long to import as a page takes to set, and many briefs have
no Markdown in them.
"""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, image
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markupsafe import Markup, escape

from briefgen.compose.inline import is_target
from briefgen.patterns import FarPattern, Pattern

_PROTECTED = "*_`[]\\"
_UNSPACED = Pattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Myanmar, Khmer
_UNSPACED_FAR = FarPattern("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>"}


@lru_cache(maxsize=512)
def parsed(text: str) -> Markup:
    """Return the Markdown `text` as the markup's inlines; the last texts are kept, for the other formats of a brief."""
    tokens = _parser().parseInline(text)[0].children or []
    return Markup("").join(_render(token) for token in tokens)


def _render(token: Token) -> Markup:
    if token.type in _TAGS:
        return Markup(_TAGS[token.type])
    if token.type == "code_inline":
        return Markup("<code>{}</code>").format(token.content)
    if token.type == "link_open":
        title = Markup(' title="{}"').format(token.attrGet("title")) if token.attrGet("title") else ""
        return Markup('<a href="{}"{}>').format(token.attrGet("href"), title)
    return Markup("</a>") if token.type == "link_close" else escape(token.content)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["backticks", "emphasis", "link", "escape"])
    parser.validateLink = is_target  # type: ignore[method-assign]
    parser.core.ruler.disable("normalize")
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.before("link", "picture", _picture)
    return parser


def _escape(state: StateInline, silent: bool) -> bool:
    following = state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "\\" or not following or following not in _PROTECTED:
        return False
    if not silent:
        state.pending += following
    state.pos += 2
    return True


def _is_spaced(char: str) -> bool:
    """Tell whether a character is a letter or digit of a script that puts spaces between words; "" is none."""
    return char.isalnum() and _UNSPACED.match(char) is None and _UNSPACED_FAR.match(char) is None


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Take a run of `*` or `_` as a delimiter, unless it stands within a word or a sum (2*3*4)."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    start = state.pos
    run = state.scanDelims(start, marker == "*")
    end = start + run.length
    inside = _is_spaced(state.src[start - 1 : start]) and _is_spaced(state.src[end : end + 1])
    for _ in range(run.length):
        token = state.push("text", "", 0)
        token.content = marker
        delimiter = Delimiter(
            marker=ord(marker),
            length=run.length,
            token=len(state.tokens) - 1,
            end=-1,
            open=run.can_open and not inside,
            close=run.can_close and not inside,
        )
        state.delimiters.append(delimiter)
    state.pos = end
    return True


def _picture(state: StateInline, silent: bool) -> bool:
    """Keep `![alt](file)` as the characters it is: pictures are no part of a text field."""
    start = state.pos
    if state.src[start] != "!" or not image(state, True):
        return False
    if not silent:
        state.pending += state.src[start : state.pos]
    return True
