"""Which ones of many? A set of small numbers as one large number, bit by bit: sets are met in a microsecond."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
_FEW = 16  # of a hundred thousand: to take one after the other is sooner done than to write down all digits


def bits_of(rows: Iterable[T | None], test: Callable[[T], bool]) -> int:
    """The places of the rows that pass a test; an empty place never does."""
    digits = ["0" if row is None or not test(row) else "1" for row in rows]
    digits.reverse()
    return int("".join(digits) or "0", 2)


def bits_alike(rows: Sequence[T | None], values: Sequence[Any], test: Callable[[T], bool]) -> int:
    """The same, where rows with the same value pass or fail together: of each value one is tested."""
    alike = dict(zip(values, rows, strict=True))
    digit = {value: "0" if row is None or not test(row) else "1" for value, row in alike.items()}
    digits = [digit[value] for value in values]
    digits.reverse()
    return int("".join(digits) or "0", 2)


def bits_at(places: Iterable[int]) -> int:
    """These places."""
    found = list(places)
    octets = bytearray(max(found, default=-1) // 8 + 1)
    for place in found:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def places_in(bits: int) -> Iterator[int]:
    """The places, the lowest first."""
    return _few(bits) if bits.bit_count() <= _FEW else _many(bits)


def _few(bits: int) -> Iterator[int]:
    passed = 0
    while bits:
        bits >>= (skipped := (bits & -bits).bit_length())
        passed += skipped
        yield passed - 1


def _many(bits: int) -> Iterator[int]:
    digits = bin(bits)[:1:-1]  # without 0b, from behind
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)
