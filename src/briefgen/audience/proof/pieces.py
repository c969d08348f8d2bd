"""What decoding a file yields: pieces of text, each with the part of the file that it stands in."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

# text     what a reader reads, or a program says to one: paragraphs, properties, alternative texts
# machine  what only programs read: attributes, names, ids, styles; numbers in it are measures, not figures
# broken   text whose words may be parted at line ends: the pages of a PDF
# noise    bytes that are no text as far as we know; only long strings are looked for, short ones stand in any bytes
Kind: TypeAlias = Literal["text", "machine", "broken", "noise"]


class Piece(Struct, frozen=True):
    part: str
    kind: Kind
    text: str
