"""A table for programs that count: Parquet, with a typed column for each of ours.

Only what such a table needs of the format: optional columns without nesting, plain values, gzip. Texts are as they are:
nothing computes them.
"""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import IO, Any

from wom_tui.gateways.files import thrift
from wom_tui.gateways.files.thrift import Fields, Value, i32, i64, listed, text

_MAGIC = b"PAR1"
_GROUP = 50_000  # rows
_OPTIONAL, _PLAIN, _RLE, _GZIP = 1, 0, 3, 2  # the format's numbers
_EPOCH, _DAY_0 = datetime(1970, 1, 1, tzinfo=UTC), date(1970, 1, 1)
_LARGEST = 1 << 63


@dataclass(frozen=True)
class _Kind:
    """How the values of a column are stored: the format's number of the type, what they mean, and their bytes."""

    physical: int
    packed: Callable[[Sequence[Any]], bytes]
    converted: int | None = None
    logical: Fields | None = None


def _texts(values: Sequence[str]) -> bytes:
    found = (value.encode("utf-8", "replace") for value in values)
    return b"".join(struct.pack("<I", len(raw)) + raw for raw in found)


def _bits(values: Sequence[bool]) -> bytes:
    """Eight to a byte, the first one lowest."""
    number = int("".join("1" if value else "0" for value in reversed(values)) or "0", 2)
    return number.to_bytes((len(values) + 7) // 8, "little")


def _numbers(sign: str) -> Callable[[Sequence[Any]], bytes]:
    return lambda values: struct.pack(f"<{len(values)}{sign}", *values)


def _moments(values: Sequence[datetime]) -> bytes:
    return _numbers("q")([(at - _EPOCH) // datetime.resolution for at in values])


def _days(values: Sequence[date]) -> bytes:
    return _numbers("i")([(on - _DAY_0).days for on in values])


_MICROSECONDS_UTC: Fields = {1: thrift.TRUE, 2: thrift.struct({2: thrift.struct({})})}
_TEXT = _Kind(6, _texts, 0, {1: thrift.struct({})})
_FLOAT = _Kind(5, _numbers("d"))
_KINDS: dict[type, _Kind] = {
    bool: _Kind(0, _bits),
    int: _Kind(2, _numbers("q")),
    float: _FLOAT,
    str: _TEXT,
    date: _Kind(1, _days, 6, {6: thrift.struct({})}),
    datetime: _Kind(2, _moments, 10, {8: thrift.struct(_MICROSECONDS_UTC)}),
}
# What a name ends in that says a unit.
_ENDINGS: dict[str, type] = {"at": datetime, "on": date, "min": int, "cents": int, "seq": int, "number": int}


@dataclass(frozen=True)
class _Column:
    name: str
    kind: _Kind
    values: Sequence[Any]


def write_parquet(target: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a table; answers how many rows it has. All of it is in memory: what a column holds decides its type."""
    table = [[_plain(cell) for cell in row] for row in rows]
    columns = [_column(name, [row[place] for row in table]) for place, name in enumerate(header)]
    at = target.write(_MAGIC)
    groups: list[Value] = []
    for start in range(0, len(table), _GROUP):
        chunks, size = [], 0
        for column in columns:
            page, found = _page(column, start, start + _GROUP, at)
            at += target.write(page)
            size += len(page)
            chunks.append(found)
        count = min(_GROUP, len(table) - start)
        groups.append(thrift.struct({1: listed(chunks), 2: i64(size), 3: i64(count)}))
    schema = [thrift.struct({4: text("rows"), 5: i32(len(columns))}), *map(_schema, columns)]
    facts = {1: i32(1), 2: listed(schema), 3: i64(len(table)), 4: listed(groups), 6: text("wom-tui")}
    footer = thrift.encoded(facts)
    target.write(footer + struct.pack("<I", len(footer)) + _MAGIC)
    return len(table)


def _plain(cell: Any) -> Any:
    """A value of a type that has a column, or None."""
    match cell:
        case Enum():
            return cell.value
        case int() if not -_LARGEST <= cell < _LARGEST:
            return str(cell)
        case dict() | list() | tuple():
            return json.dumps(cell, ensure_ascii=False, default=str)
        case _:
            return cell


def _column(name: str, values: Sequence[Any]) -> _Column:
    """The column with the one type that all its values have; where they differ they are numbers, or else texts.

    Where there is no value at all, our names say what they would be.
    """
    types = {type(value) for value in values if value is not None} or {
        _ENDINGS.get(name.rpartition("_")[2], str)
    }
    if len(types) == 1 and (kind := _KINDS.get(next(iter(types)))) is not None:
        return _Column(name, kind, values)
    if types <= {int, float}:
        return _Column(name, _FLOAT, [None if value is None else float(value) for value in values])
    return _Column(name, _TEXT, [None if value is None else str(value) for value in values])


def _schema(column: _Column) -> Value:
    kind = column.kind
    fields = {1: i32(kind.physical), 3: i32(_OPTIONAL), 4: text(column.name)}
    if kind.converted is not None and kind.logical is not None:
        fields |= {6: i32(kind.converted), 10: thrift.struct(kind.logical)}
    return thrift.struct(fields)


def _page(column: _Column, start: int, end: int, at: int) -> tuple[bytes, Value]:
    """The one page of a column in a group of rows, and what the footer says of it."""
    values = column.values[start:end]
    there = [value is not None for value in values]
    content = _levels(there) + column.kind.packed([value for value in values if value is not None])
    packed = gzip.compress(content, 6, mtime=0)
    header = thrift.encoded(
        {
            1: i32(0),
            2: i32(len(content)),
            3: i32(len(packed)),
            5: thrift.struct({1: i32(len(values)), 2: i32(_PLAIN), 3: i32(_RLE), 4: i32(_RLE)}),
        }
    )
    facts = {
        1: i32(column.kind.physical),
        2: listed([i32(_PLAIN), i32(_RLE)]),
        3: listed([text(column.name)]),
        4: i32(_GZIP),
        5: i64(len(values)),
        6: i64(len(header) + len(content)),
        7: i64(len(header) + len(packed)),
        9: i64(at),
    }
    return header + packed, thrift.struct({2: i64(at), 3: thrift.struct(facts)})


def _levels(there: Sequence[bool]) -> bytes:
    """Which rows have a value: one run where all have, else a bit for each."""
    if all(there):
        run = thrift.varint(len(there) << 1) + b"\1"
    else:
        groups = (len(there) + 7) // 8
        run = thrift.varint(groups << 1 | 1) + _bits(there)
    return struct.pack("<I", len(run)) + run
