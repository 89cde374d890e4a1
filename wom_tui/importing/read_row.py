"""What a row of a file has come to: a draft, a part of one, or why there is none."""

from __future__ import annotations

from typing import NamedTuple

from wom_tui.domain.intake.draft import OrderDraft, Reject
from wom_tui.gateways.files import Line


class ReadRow(NamedTuple):
    """A row after reading. Without a draft and a reject it belongs to an order that another row tells of.

    Attributes:
        place: counts the rows up in the order in which they are read; 0 where that is the order of the file.
    """

    line: Line
    draft: OrderDraft | None
    reject: Reject | None = None
    place: int = 0

    @property
    def at(self) -> int:
        """How far the file has been read with it."""
        return self.place or self.line.number

    @classmethod
    def put_aside(cls, line: Line, column: str, reason: str, value: str = "", place: int = 0) -> ReadRow:
        """A row that cannot be used."""
        return cls(line, None, Reject(line=line.number, column=column, reason=reason, value=value), place)
