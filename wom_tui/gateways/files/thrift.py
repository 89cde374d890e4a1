"""How does Parquet write down its own facts? In Thrift's compact protocol, of which this is the half that writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# A value: what it is, and itself. Lists hold values of one kind.
Value = tuple[int, Any]
Fields = Mapping[int, Value]

_TRUE, _I32, _I64, _BINARY, _LIST, _STRUCT = 1, 5, 6, 8, 9, 12
TRUE: Value = (_TRUE, None)


def i32(number: int) -> Value:
    return _I32, number


def i64(number: int) -> Value:
    return _I64, number


def text(said: str) -> Value:
    return _BINARY, said


def struct(fields: Fields) -> Value:
    return _STRUCT, fields


def listed(values: Sequence[Value]) -> Value:
    return _LIST, values


def encoded(fields: Fields) -> bytes:
    """The bytes of a struct, its fields by their numbers."""
    return b"".join(_struct(fields))


def _struct(fields: Fields) -> Iterator[bytes]:
    before = 0
    for number, (kind, value) in sorted(fields.items()):
        yield bytes([(number - before) << 4 | kind])  # the step to the next number is never above 15
        yield from _value(kind, value)
        before = number
    yield b"\0"


def _value(kind: int, value: Any) -> Iterator[bytes]:
    if kind in (_I32, _I64):
        yield varint(value << 1 if value >= 0 else (-value << 1) - 1)
    elif kind == _BINARY:
        raw = value.encode("utf-8", "replace")
        yield varint(len(raw)) + raw
    elif kind == _STRUCT:
        yield from _struct(value)
    elif kind == _LIST:
        inner = value[0][0] if value else _STRUCT
        size = len(value)
        yield bytes([size << 4 | inner]) if size < 15 else bytes([0xF0 | inner]) + varint(size)
        for _, one in value:
            yield from _value(inner, one)


def varint(number: int) -> bytes:
    """Seven bits to a byte, the lowest first."""
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)
