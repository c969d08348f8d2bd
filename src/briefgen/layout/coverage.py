"""What covers what: the scripts a font has, and the fallback fonts that finished pages make use of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct, field

from briefgen.document import Image
from briefgen.layout.fonts import Faces
from briefgen.layout.placed import Page, Picture, TextRun

_LEAST = 0.05  # of a script's letters; what has fewer is not worth a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """A fallback face in use: its name, its font and where that comes from, and the characters it draws, in order."""

    face: str
    font: str
    origin: str
    characters: str


class Watch(Struct):
    """Counts pages as they are painted, and keeps what the fallback faces draw on them."""

    faces: Faces
    count: int = 0
    drawn: dict[str, dict[str, None]] = field(default_factory=dict)  # by face, in the order of their first use

    def see(self, page: Page) -> None:
        self.count += 1
        if not self.faces.spare_of:  # no fallback face was ever asked for
            return
        for piece in page.pieces:
            if isinstance(piece, TextRun):
                runs = [(piece.face, piece.text)]
            elif isinstance(piece, Picture) and not isinstance(piece.image, Image):
                runs = [(run.face, run.text) for words in piece.image.words() for run in words.runs]
            else:
                continue
            for face, text in runs:
                if face in self.faces.spare_of:
                    self.drawn.setdefault(face, {}).update(dict.fromkeys(text))

    def fallen(self) -> tuple[Fallen, ...]:
        """Return the fallback faces that the pages so far use."""
        return tuple(
            Fallen(
                face=name,
                font=self.faces.spare_of[name].name,
                origin=self.faces.spare_of[name].origin,
                characters="".join(sorted(char for char in characters if not char.isspace())),
            )
            for name, characters in self.drawn.items()
        )


@lru_cache(maxsize=1)
def scripts() -> Mapping[str, frozenset[int]]:
    """Return the letters by which a script is known; of Han characters those that each standard puts first."""
    return {
        "Latin": frozenset(_letters(0x41, 0x17E)) - frozenset((0x132, 0x133, 0x13F, 0x140, 0x149)),
        "Vietnamese": frozenset(map(ord, "ĂăĐđĨĩŨũƠơƯư")) | frozenset(range(0x1EA0, 0x1EFA)),
        "Greek": frozenset(_letters(0x386, 0x3CE)),
        "Cyrillic": frozenset(_letters(0x401, 0x45F)),
        "Armenian": frozenset(_letters(0x531, 0x586)),
        "Hebrew": frozenset(range(0x5D0, 0x5EB)),
        "Arabic": frozenset(_letters(0x621, 0x64A)),
        "Persian and Urdu": frozenset(map(ord, "پچژگکیٹڈڑںہھے")),
        "Devanagari": frozenset(range(0x905, 0x93A)),
        "Bengali": frozenset(_letters(0x985, 0x9B9)),
        "Tamil": frozenset(_letters(0xB85, 0xBB9)),
        "Thai": frozenset(range(0xE01, 0xE3A)),
        "Georgian": frozenset(range(0x10D0, 0x10F1)),
        "Ethiopic": frozenset(_letters(0x1200, 0x135A)),
        "Hangul": frozenset(range(0xAC00, 0xD7A4)),
        "Kana": frozenset(range(0x3041, 0x3097)) | frozenset(range(0x30A1, 0x30FB)),
        "Han (simplified)": frozenset(_table("gb2312", 0xB0, 0xD8)),
        "Han (traditional)": frozenset(_table("big5", 0xA4, 0xC7)),
        "Han (Japanese)": frozenset(_table("euc_jp", 0xB0, 0xD0)),
    }


def _letters(first: int, last: int) -> Iterator[int]:
    return (code for code in range(first, last + 1) if chr(code).isalpha())


def _table(codec: str, first: int, last: int) -> Iterator[int]:
    """Yield the Han characters of some rows of a national standard."""
    for row in range(first, last):
        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            text = bytes((row, cell)).decode(codec, "ignore")
            if len(text) == 1 and "\u3400" <= text <= "\u9fff":
                yield ord(text)


def covered(codes: frozenset[int]) -> tuple[list[str], list[str]]:
    """Return the scripts that a font with these characters has whole, and those that it has in part."""
    whole: list[str] = []
    part: list[str] = []
    for script, letters in scripts().items():
        share = len(letters & codes) / len(letters)
        if share == 1.0:
            whole.append(script)
        elif share >= _LEAST:
            part.append(f"{script} ({min(99, round(share * 100))}%)")
    return whole, part
