"""What a row of a file has come to: a draft, a part of one, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.draft import OrderDraft, Reject
from wom_tui.domain.intake.preset import Preset
from wom_tui.gateways.files.sheet import Line


class ReadRow(NamedTuple):
    """A row after reading. Without a draft and a reject it belongs to an order that another row tells of.

    Attributes:
        rejects: one for each fault for which it cannot be used.
        place: counts the rows up in the order in which they are read; 0 where that is the order of the file.
    """

    line: Line
    draft: OrderDraft | None
    rejects: tuple[Reject, ...] = ()
    place: int = 0

    @property
    def at(self) -> int:
        """How far the file has been read with it."""
        return self.place or self.line.number

    @classmethod
    def put_aside(cls, line: Line, reason: str, place: int = 0) -> ReadRow:
        """A row that cannot be used, whatever its cells say."""
        return cls(line, None, (Reject(line=line.number, column="", reason=reason, value=""),), place)

    @classmethod
    def with_bad(cls, line: Line, cells: Iterable[BadCell], preset: Preset, place: int = 0) -> ReadRow:
        """A row of which these cells cannot be used."""
        rejects = (
            Reject(line=line.number, column=preset.shown(bad.column), reason=bad.reason, value=bad.value)
            for bad in cells
        )
        return cls(line, None, tuple(rejects), place)
