"""Records as XML: the children of the root, their elements as columns. Documents that define entities are refused.

An element within an element becomes a column `outer.inner`, an attribute `element@name`; one that comes twice in a
record has its texts joined by `; `.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files import raw
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.raw import Content
from wom_tui.gateways.files.sheet import Line, Sheet, few_enough

_DEEPEST = 30
_LONGEST_RECORD = 1 << 20  # characters, those of its names too
_LONGEST_PIECE = 4 << 20  # bytes of a tag or a comment: the parser begins it anew with every chunk
_CHUNK = 1 << 16
Record = dict[str, str]


def open_markup(path: Path, content: Content) -> Sheet:
    """The records below the root; the columns are all elements that any of them has.

    Raises:
        InvalidInput: it is no XML, or holds no records, or does what no data needs.
    """
    names: dict[str, None] = {}
    for _, record in _records(path):
        names.update(dict.fromkeys(record))
        few_enough(names, path.name)
    return Sheet(path, content.digest, content.encoding, tuple(names), Form.XML, header_at=0, header_rows=0)


def markup_lines(sheet: Sheet) -> Iterator[Line]:
    """Each record as a row."""
    for number, record in _records(sheet.path):
        yield Line(number, [record.get(name, "") for name in sheet.header])


def _records(path: Path) -> Iterator[tuple[int, Record]]:
    reader = _Reader(path.name)
    with raw.bytes_of(path) as source:
        while True:
            chunk = source.read(_CHUNK)
            reader.feed(chunk)
            yield from reader.taken()
            if not chunk:
                return


class _Reader:
    """Elements to records, as the text comes in."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._texts: list[list[str]] = []
        self._record: dict[str, list[str]] = {}
        self._fed = 0
        self._length, self._number = 0, 0
        self._was_leaf = False
        self._found: list[tuple[int, Record]] = []
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """The next bytes; none at the end."""
        try:
            self._parser.Parse(chunk, not chunk)
        except (expat.ExpatError, ValueError, LookupError) as error:  # the latter for encodings
            raise InvalidInput("file", self._name, f"XML that is whole ({error})") from error
        self._fed += len(chunk)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_PIECE:
            raise InvalidInput("file", self._name, f"tags and comments of up to {_LONGEST_PIECE:,} bytes")

    def taken(self) -> list[tuple[int, Record]]:
        """The records that are whole since the last call."""
        found, self._found = self._found, []
        return found

    def _doctype(self, *_: object) -> None:
        raise InvalidInput("file", self._name, "XML without a DOCTYPE: entities in data are refused")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag, self._was_leaf = tag.rpartition(":")[2], True
        if len(self._path) >= _DEEPEST:
            raise InvalidInput("file", self._name, f"XML that is nested up to {_DEEPEST} deep")
        self._count(len(tag) + sum(map(len, attributes)))
        self._path.append(tag)
        self._texts.append([])
        for name, value in attributes.items():
            if len(self._path) > 2:
                self._put(f"{self._column}@{name.rpartition(':')[2]}", value)

    def _text(self, text: str) -> None:
        self._count(len(text))
        if self._texts:
            self._texts[-1].append(text)

    def _count(self, characters: int) -> None:
        self._length += characters
        if self._length > _LONGEST_RECORD:
            raise InvalidInput("file", self._name, f"records of up to {_LONGEST_RECORD:,} characters")

    def _end(self, _tag: str) -> None:
        text = "".join(self._texts.pop()).strip()
        is_leaf, self._was_leaf = self._was_leaf, False  # what lies around a leaf is none
        if len(self._path) > 2 and (text or is_leaf):
            self._put(self._column, text)
        elif len(self._path) == 2:
            self._finish(text)
        self._path.pop()

    @property
    def _column(self) -> str:
        return ".".join(self._path[2:])

    def _put(self, column: str, text: str) -> None:
        self._count(len(text))
        texts = self._record.setdefault(column, [])
        if text:
            texts.append(text)

    def _finish(self, text: str) -> None:
        """A child of the root is whole."""
        if text and not self._record:
            self._record[self._path[-1]] = [text]
        self._number += 1
        self._found.append((self._number, {name: "; ".join(texts) for name, texts in self._record.items()}))
        self._record, self._length = {}, 0
