"""What every stored fact has: a noun, an id, a version, and the mark of having been withdrawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One record of the trade.

    A fact holds only what a row can hold: int, float, str, bool, aware UTC datetime, date, Enum (by value),
    None, frozen dataclasses of these and tuples of these. That keeps every fact comparable, hashable and
    writable to the journal without code of its own.
    """

    noun: ClassVar[str]  # `work_order`: the class name as tables, journal and command line write it

    id: int
    version: int = 0  # 0 = not stored yet; the unit of work counts from 1
    is_withdrawn: bool = False  # its creation was undone: kept, hidden, its number never used again

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.noun = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
