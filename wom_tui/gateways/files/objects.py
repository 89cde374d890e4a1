"""Records as JSON: a list of them, a list somewhere in a document, or one a line. Read record by record.

Fields of fields become columns `outer.inner`; a list of plain values becomes one cell, joined by `; `; anything
deeper stays as JSON text. Numbers keep the digits that they were written with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files import raw
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.raw import Content
from wom_tui.gateways.files.sheet import Line, Sheet, few_enough

_LONGEST_RECORD = 4 << 20  # characters
_DEEPEST = 4  # fields of fields that become columns
_NO_OBJECT = "is no JSON object"
_decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def open_objects(path: Path, content: Content, form: Form) -> Sheet:
    """The records of a document; the columns are all fields that any of them has.

    Raises:
        InvalidInput: it is no JSON, or holds no records.
    """
    if not content.encoding.startswith("utf"):
        raise InvalidInput("file", path.name, "JSON in UTF-8")
    names: dict[str, None] = {}
    part = ""
    for found in _records(path, content.encoding, form):
        part = found[0]
        if isinstance(found[2], dict):
            names.update(dict.fromkeys(flat(found[2])))
            few_enough(names, path.name)
    return Sheet(
        path, content.digest, content.encoding, tuple(names), form, header_at=0, header_rows=0, part=part
    )


def object_lines(sheet: Sheet) -> Iterator[Line]:
    """Each record as a row."""
    for _, number, record in _records(sheet.path, sheet.encoding, sheet.form):
        if isinstance(record, dict):
            cells = flat(record)
            yield Line(number, [cells.get(name, "") for name in sheet.header])
        else:
            yield Line(number, [], record or _NO_OBJECT)


def flat(record: dict[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    """The fields of a record as cells."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            cells |= flat(value, f"{before}{name}.", depth + 1)
        else:
            cells[f"{before}{name}"] = _cell(value)
    return cells


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if not any(isinstance(one, dict | list) for one in value):
            return "; ".join(_cell(one) for one in value)
        case _:
            return json.dumps(value, ensure_ascii=False)


# Where the list stands; the number of the record; the record, or what is wrong with it.
_Found = tuple[str, int, "dict[str, Any] | str"]


def _records(path: Path, encoding: str, form: Form) -> Iterator[_Found]:
    with raw.text_of(path, encoding) as text:
        if form is Form.NDJSON:
            yield from _of_lines(text, path.name)
        else:
            yield from _Document(text, path.name).records()


def _of_lines(text: IO[str], name: str) -> Iterator[_Found]:
    for number, line in enumerate(raw.physical_lines(text, name), start=1):
        if not line.strip(" \t\r\n\ufeff"):
            continue
        try:
            value = _decoder.decode(line.strip(" \t\r\n\ufeff"))
        except (ValueError, RecursionError) as error:
            yield "", number, f"is no JSON: {_reason(error)}"
        else:
            yield "", number, value if isinstance(value, dict) else _NO_OBJECT


class _Document:
    """One JSON document, of which never more is in memory than a record and what was read ahead."""

    def __init__(self, text: IO[str], name: str) -> None:
        self._text, self._name = text, name
        self._buffer, self._at = "", 0
        self._is_over = False

    def records(self) -> Iterator[_Found]:
        """The records of the list: the document itself, or its first field that is a list of objects."""
        self._skip("\ufeff")
        if self._peek() == "[":
            yield from self._list("")
            return
        if self._peek() != "{":
            raise self._wrong("a list of objects")
        yield from self._fields()

    def _fields(self) -> Iterator[_Found]:
        """The records in a field of the document; where no field has any, the document is the record."""
        self._at += 1
        whole: dict[str, Any] = {}
        while self._peek() not in ("}", ""):
            name = self._value()
            self._skip(":")
            if self._peek() == "[":
                records = self._list(str(name))
                first = next(records, None)
                if first is not None and isinstance(first[2], dict):
                    yield first
                    yield from records
                    return
                whole[str(name)] = [] if first is None else [first[2], *(value for *_, value in records)]
            else:
                whole[str(name)] = self._value()
            self._skip(",")
        if whole:
            yield "", 1, whole

    def _list(self, part: str) -> Iterator[_Found]:
        self._at += 1
        number = 0
        while self._peek() not in ("]", ""):
            number += 1
            value = self._value()
            yield part, number, value if isinstance(value, dict) else str(value)
            if self._peek() not in (",", "]"):
                raise self._wrong("a comma between records")
            self._skip(",")
        if self._peek() == "":
            raise self._wrong("a list that ends")
        self._at += 1

    def _peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in " \t\r\n":
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _skip(self, char: str) -> None:
        if self._peek() == char:
            self._at += 1

    def _value(self) -> Any:
        """The next value, whole."""
        self._peek()
        while True:
            try:
                value, end = _decoder.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or self._is_over or self._ahead > _LONGEST_RECORD:
                    raise self._wrong(f"JSON ({_reason(error)})") from error
                self._more()
                continue
            if end == len(self._buffer) and self._more():
                continue  # a number may go on
            self._at = end
            return value

    @property
    def _ahead(self) -> int:
        return len(self._buffer) - self._at

    def _more(self) -> bool:
        """Read on; False at the end."""
        chunk = self._text.read(max(raw.CHUNK, self._ahead))
        self._buffer, self._at = self._buffer[self._at :] + chunk, 0
        self._is_over = not chunk
        return bool(chunk)

    def _wrong(self, expected: str) -> InvalidInput:
        return InvalidInput("file", self._name, expected)


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
