"""What every stored fact has: an id, a version, and the mark of having been withdrawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One record of the trade.

    A fact holds only what a row can hold: int, float, str, bool, aware UTC datetime, date, Enum (by value),
    None, frozen dataclasses of these and tuples of these. That keeps every fact comparable, hashable and
    writable to the journal without code of its own.
    """

    id: int
    version: int = 0  # 0 = not stored yet; the unit of work counts from 1
    is_withdrawn: bool = False  # its creation was undone: kept, hidden, its number never used again
