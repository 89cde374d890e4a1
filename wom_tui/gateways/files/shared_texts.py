"""Which texts do a workbook's cells share? Read in one pass, and kept as bytes: a million of them take little room.

The library that reads the rest makes an object of every element, which takes six times as long and twice the memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import IO, overload
from xml.parsers import expat

from wom_tui.errors import InvalidInput

_CHUNK = 1 << 16
_MOST_BYTES = 96 << 20
_MOST_ELEMENTS = 2_500_000  # a plain text takes two
_DEEPEST = 64
_LONGEST_PIECE = 2 << 20  # bytes of a tag or a comment: the parser begins it anew with every chunk


class SharedTexts(Sequence[str]):
    """The texts, by the numbers that cells have in their place."""

    def __init__(self) -> None:
        self._content, self._ends = bytearray(), array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(f"there is no shared text {number}")
        return self._content[self._ends[number] : self._ends[number + 1]].decode()

    def add(self, text: str) -> None:
        """The next one."""
        self._content += text.encode()
        self._ends.append(len(self._content))


def shared_texts(part: IO[bytes], name: str) -> SharedTexts:
    """The texts of the part that holds them; what is said of how to pronounce one is no part of it.

    Raises:
        InvalidInput: there are more than any program writes, or it is made to do harm.
        ExpatError: it is no XML.
    """
    reader = _Reader(name)
    while chunk := part.read(_CHUNK):
        reader.feed(chunk)
    return reader.texts


class _Reader:
    """Elements to texts, as they come in."""

    def __init__(self, name: str) -> None:
        self.texts = SharedTexts()
        self._name = name
        self._pieces: list[str] = []  # of the text that is being read
        self._depth = self._elements = self._fed = self._silent = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """The next bytes."""
        self._parser.Parse(chunk)
        self._fed += len(chunk)
        if self._fed > _MOST_BYTES:
            raise self._refused(f"a workbook with up to {_MOST_BYTES >> 20} MB of texts")
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_PIECE:
            raise self._refused(f"cells of up to {_LONGEST_PIECE >> 20} MB")

    def _start(self, tag: str, _attributes: object) -> None:
        self._depth += 1
        self._elements += 1
        if self._elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise self._refused(
                f"a workbook with up to {_MOST_ELEMENTS // 2:,} texts, nested up to {_DEEPEST} deep"
            )
        kind = tag.rpartition(":")[2]
        if kind == "t" and not self._silent:
            self._parser.CharacterDataHandler = self._pieces.append
        elif kind == "rPh":
            self._silent = self._silent or self._depth

    def _end(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "t":
            self._parser.CharacterDataHandler = None
        elif kind == "si":
            self.texts.add("".join(self._pieces))
            self._pieces.clear()
        if self._depth == self._silent:
            self._silent = 0
        self._depth -= 1

    def _doctype(self, *_: object) -> None:
        raise self._refused("a workbook without a DOCTYPE: entities in data are refused")

    def _refused(self, expected: str) -> InvalidInput:
        return InvalidInput("file", self._name, expected)
