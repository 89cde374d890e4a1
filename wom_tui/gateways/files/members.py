"""Can a workbook's parts be opened without harm? Each is unpacked once, counted and thrown away.

A workbook's own word about its size is not to be trusted, and the library that reads it keeps a whole element and all
styles in memory: what would make these too large is refused before it sees them. (Its texts: see `shared_texts`.)
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from wom_tui.errors import InvalidInput

_CHUNK = 1 << 16
_MOST_BYTES = 768 << 20  # unpacked, all parts together
_MOST_MEMORY = 96 << 20  # of a part that has to be in memory as a whole
_MOST_PARTS = 10_000
_WHOLE = ("styles", "workbook", "rels", "theme", "content_types")
_MOST_ELEMENTS = 150_000  # of such a part; a program writes at most 65,490 styles
_MOST_BETWEEN_ROWS = 100_000  # elements of a sheet from one row to the next, and behind the last one
# A part that is packed more tightly than any sheet was packed to keep us busy.
_MOST_TIMES, _UNSUSPICIOUS = 150, 8 << 20
_DEEPEST = 64
_LONGEST_PIECE = 2 << 20  # bytes of a text, a tag or a comment; a cell holds at most 32,767 characters
# What the library parses. The rest need not even be XML: drawings of old programs are not.
_PARSED = (*_WHOLE, "worksheets/", "docprops/")


def check_members(path: Path) -> None:
    """Unpack every part.

    Raises:
        InvalidInput: it is no workbook, is damaged, or would grow beyond measure.
    """
    left = _MOST_BYTES
    try:
        with zipfile.ZipFile(path) as packed:
            if len(packed.infolist()) > _MOST_PARTS:
                raise InvalidInput("file", path.name, f"a workbook of up to {_MOST_PARTS:,} parts")
            for member in packed.infolist():
                left = _checked(packed, member, left, path.name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        expat.ExpatError,
    ) as error:
        raise InvalidInput("file", path.name, f"an Excel workbook that is whole ({error})") from error


def _checked(packed: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, name: str) -> int:
    """How many bytes are left for the other parts."""
    part = member.filename.casefold()
    is_whole = any(word in part for word in _WHOLE)
    limit = min(left, _MOST_MEMORY) if is_whole else left
    most = _MOST_ELEMENTS if is_whole else _MOST_BETWEEN_ROWS
    is_parsed = part.endswith((".xml", ".rels")) and any(word in part for word in _PARSED)
    reader = _Counter(name, most) if is_parsed else None
    # No more than it says is ever unpacked: whoever says too little has a part that is not whole.
    if is_parsed and member.file_size > max(_UNSUSPICIOUS, member.compress_size * _MOST_TIMES):
        expected = f"a workbook whose parts grow less than {_MOST_TIMES} times when unpacked"
        raise InvalidInput("file", name, expected)
    size = 0
    with packed.open(member) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise InvalidInput("file", name, f"a workbook of up to {_MOST_BYTES >> 20} MB unpacked")
            if reader is not None:
                reader.feed(chunk)
    return left - size


class _Counter:
    """Counts what stands in a part, and refuses what no spreadsheet writes."""

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most = name, most
        self._is_among_rows = False
        self._depth = self._elements = self._length = self._fed = 0
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """The next bytes; whether the part is whole at its end is for its reader to say."""
        self._parser.Parse(chunk)
        self._fed += len(chunk)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_PIECE:
            raise self._too_long()

    def _start(self, tag: str, _attributes: object) -> None:
        self._depth += 1
        self._elements += 1
        self._length = 0
        if self._depth == 2:
            self._is_among_rows = tag.rpartition(":")[2] == "sheetData"
        elif self._depth == 3 and self._is_among_rows:
            self._elements = 0  # the library lets go of a row when it has read the next
        if self._depth > _DEEPEST:
            raise InvalidInput("file", self._name, f"a workbook whose parts are nested up to {_DEEPEST} deep")
        if self._elements > self._most:
            expected = f"a workbook with up to {self._most:,} styles, cells of a row, or merged cells"
            raise InvalidInput("file", self._name, expected)

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        self._length = 0

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > _LONGEST_PIECE:
            raise self._too_long()

    def _doctype(self, *_: object) -> None:
        raise InvalidInput("file", self._name, "a workbook without a DOCTYPE: entities in data are refused")

    def _too_long(self) -> InvalidInput:
        return InvalidInput("file", self._name, f"cells of up to {_LONGEST_PIECE >> 20} MB")
