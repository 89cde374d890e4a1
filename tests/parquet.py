"""Reads Parquet for tests, by the format's own description and not by ours: plain pages, gzip, no nesting."""

from __future__ import annotations

import gzip
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

_WIDTHS = {1: ("<i", 4), 2: ("<q", 8), 5: ("<d", 8)}


@dataclass
class _Thrift:
    """Thrift's compact protocol, as far as these files need it: structs by field number, lists, numbers, bytes."""

    data: bytes
    at: int = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def struct(self) -> dict[int, Any]:
        found: dict[int, Any] = {}
        number = 0
        while head := self.byte():
            number += head >> 4
            found[number] = self.value(head & 15)
        return found

    def value(self, kind: int) -> Any:
        if kind in (1, 2):
            return kind == 1
        if kind in (5, 6):
            zigzag = self.varint()
            return zigzag >> 1 ^ -(zigzag & 1)
        if kind == 8:
            size = self.varint()
            self.at += size
            return self.data[self.at - size : self.at]
        if kind == 9:
            head = self.byte()
            size = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(head & 15) for _ in range(size)]
        assert kind == 12, kind
        return self.struct()


def read_parquet(data: bytes) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns, and the rows."""
    footer = _footer(data)
    schema = footer[2][1:]
    rows: list[tuple[Any, ...]] = []
    for group in footer.get(4, ()):
        columns = [_column(data, chunk[3], element) for chunk, element in zip(group[1], schema, strict=True)]
        rows += zip(*columns, strict=True)
    assert footer[3] == len(rows)
    return [element[4].decode() for element in schema], rows


def column_types(data: bytes) -> list[tuple[int, int | None]]:
    """Of each column the number of its type, and of what it means."""
    return [(element[1], element.get(6)) for element in _footer(data)[2][1:]]


def _footer(data: bytes) -> dict[int, Any]:
    assert data[:4] == data[-4:] == b"PAR1"
    (size,) = struct.unpack("<I", data[-8:-4])
    return _Thrift(data[-8 - size : -8]).struct()


def _column(data: bytes, facts: dict[int, Any], element: dict[int, Any]) -> list[Any]:
    page = _Thrift(data, facts[9])
    header = page.struct()
    content = gzip.decompress(data[page.at : page.at + header[3]])
    assert (len(content), facts[5]) == (header[2], header[5][1])
    (size,) = struct.unpack("<I", content[:4])
    there = _levels(content[4 : 4 + size], facts[5])
    values = iter(_values(content[4 + size :], element, sum(there)))
    return [next(values) if is_there else None for is_there in there]


def _levels(data: bytes, count: int) -> list[bool]:
    levels = _Thrift(data)
    head = levels.varint()
    if head & 1 == 0:
        return [bool(data[levels.at])] * (head >> 1)
    bits = data[levels.at : levels.at + (head >> 1)]
    return [bool(bits[n // 8] >> n % 8 & 1) for n in range(count)]


def _values(data: bytes, element: dict[int, Any], count: int) -> list[Any]:
    kind, meaning = element[1], element.get(6)
    if kind == 0:
        return [bool(data[n // 8] >> n % 8 & 1) for n in range(count)]
    if kind == 6:
        texts, at = [], 0
        for _ in range(count):
            (size,) = struct.unpack_from("<I", data, at)
            texts.append(data[at + 4 : at + 4 + size].decode())
            at += 4 + size
        return texts
    sign, width = _WIDTHS[kind]
    numbers = [struct.unpack_from(sign, data, n * width)[0] for n in range(count)]
    if meaning == 6:
        return [date(1970, 1, 1) + timedelta(days=n) for n in numbers]
    if meaning == 10:
        return [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=n) for n in numbers]
    return numbers
