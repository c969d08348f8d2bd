"""The text of a source: .txt, .md, .html, .docx or .pdf read as paragraphs, with its SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from briefgen.content.evidence.folding import Folded, fold
from briefgen.content.evidence.sentences import Sentence, paragraphs, sentences
from briefgen.data.characters import shown
from briefgen.errors import Fault, InputError, nearest

MAX_BYTES = 50_000_000
ENDINGS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """What a source says. `blocks` are its paragraphs as [start, end) in `text`; `pages` the offset each page has."""

    text: str = field(repr=False)
    blocks: tuple[tuple[int, int], ...] = field(repr=False)
    sha256: str
    title: str = ""
    pages: tuple[int, ...] = ()

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def unhyphenated(self) -> Folded | None:
        """The text with words joined that a printed line's hyphen parts, or None where there are none."""
        from briefgen.content.evidence.quotes import unhyphenated

        return unhyphenated(self.folded, self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences(self.text, list(self.blocks))

    def page(self, offset: int) -> int:
        """Return the page of an offset, from 1; 0 where the format has no pages."""
        return sum(begin <= offset for begin in self.pages)


def source_text(text: str, *, sha256: str = "", title: str = "") -> SourceText:
    """Return a plain text as a source text."""
    return SourceText(text=text, blocks=tuple(paragraphs(text)), sha256=sha256, title=title)


def read_text(path: str | Path) -> SourceText:
    """Read a source's file. Raises InputError: it is not there, too large, of a kind that is not read, or broken."""
    file = Path(path)
    kind = ENDINGS.get(file.suffix.lower())
    if kind is None:
        known = ", ".join(dict.fromkeys(ENDINGS))
        mend = nearest(file.suffix.lower(), ENDINGS) if file.suffix else ""
        raise InputError(Fault(what=f"{file}: the text of a source is read from {known}", mend=mend))
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = (getattr(problem, "strerror", None) or str(problem)).lower()
        raise InputError(Fault(what=f"{file}: cannot be read: {reason}")) from None
    if len(data) > MAX_BYTES:
        raise InputError(Fault(what=f"{file}: is larger than {MAX_BYTES // 1_000_000} MB, the most that is read"))
    digest = hashlib.sha256(data).hexdigest()
    if kind == "plain":
        return source_text(decoded(data, file), sha256=digest)
    from briefgen.content.evidence import readers

    try:
        found = readers.READERS[kind](data, file)
    except InputError:
        raise
    except Exception as problem:  # the libraries raise what they like for a broken file
        reason = shown(str(problem).splitlines()[0] if str(problem) else type(problem).__name__)
        raise InputError(Fault(what=f"{file}: cannot be read as {file.suffix.lower()}: {reason}")) from None
    blocks: list[tuple[int, int]] = []
    parts: list[str] = []
    at = 0
    for block in found.blocks:
        parts.append(block)
        blocks.append((at, at + len(block)))
        at += len(block) + 2
    pages = tuple(blocks[first][0] if first < len(blocks) else at for first in found.pages)
    return SourceText(text="\n\n".join(parts), blocks=tuple(blocks), sha256=digest, title=found.title, pages=pages)


def decoded(data: bytes, file: Path) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252. Raises InputError for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise InputError(Fault(what=f"{file}: is not a text file"))
    return text
