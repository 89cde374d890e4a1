"""The orders of one cell of the backlog: the most pressing ones, and at the right what all of them wait for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from wom_tui.present.cells import Line, Piece, clip, fill, fit
from wom_tui.present.durations import count, duration, minutes_of
from wom_tui.present.labels import Signs
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Aging
    from wom_tui.queries.backlog_cells import Cell

WIDE = 100  # columns from which on there is room for what they wait for
_HEADED = 6  # lines from which on the orders have a head
_WHY, _REASON, _GAP = 26, 18, 3
_NUMBER, _AGE, _LATE = 7, 6, 8
_LEAST_WORK = 20


def cell_lines(
    said: str, cell: Cell, now: datetime, signs: Signs, width: int, height: int, *, beside: int = 0
) -> list[Line]:
    """At most `height` lines.

    Args:
        said: which cell.
        beside: where the reasons stand; 0 = at the right edge.
    """
    left = beside - _GAP if beside else width - _WHY - _GAP if width >= WIDE else width
    orders = _orders(said, cell, now, signs, left, height)
    if width < WIDE:
        return orders
    why = _why(cell, min(_WHY, width - left - _GAP))[:height]
    pairs = zip_longest(orders, why, fillvalue=())
    return [(*fill(one, left), (" " * _GAP, ""), *reason) for one, reason in pairs]


def _orders(said: str, cell: Cell, now: datetime, signs: Signs, width: int, height: int) -> list[Line]:
    lines: list[Line] = [((f"{safe(said)}  ", "bold bright"), (count(cell.count), "text"))]
    if height >= _HEADED:
        lines.append(_heads(width))
    lines += [_order(one, now, signs, width) for one in cell.first[: height - len(lines)]]
    return lines


def _reason_width(width: int) -> int:
    """Of the column that says what an order waits for; none where its work has no room beside it."""
    fixed = _NUMBER + 4 + (_AGE + 2) + (_LATE + 2) + 2
    return _REASON if width >= fixed + _LEAST_WORK + 2 + _REASON else 0


def _heads(width: int) -> Line:
    reason = _reason_width(width)
    head = f"{'Order':>{_NUMBER}}  P   {'Age':>{_AGE}}  {'Past due':>{_LATE}}  Work"
    waits = f"{fit('', width - reason - 2 - len(head))}  Waits for" if reason else ""
    return ((f"{head}{waits}", "dim"),)


def _order(one: Aging, now: datetime, signs: Signs, width: int) -> Line:
    row, reason = one.row, _reason_width(width)
    late = duration(minutes_of(now - row.due_at)) if one.is_late and row.due_at is not None else ""
    pieces: list[Piece] = [
        (f"{row.number:>{_NUMBER}}", "bold" if one.is_late else "text"),
        (
            f"  P{row.priority}",
            "bold bright" if row.priority == 1 else "text" if row.priority == 2 else "dim",
        ),
        (f"  {f'{one.days} d':>{_AGE}}", "text"),
        (f"  {late:>{_LATE}}", "late"),
    ]
    work = ", ".join(safe(part) for part in (row.title, row.site) if part)
    room = width - sum(len(text) for text, _ in pieces) - 2 - (reason + 2 if reason else 0)
    pieces.append((f"  {fit(work, max(0, room), ellipsis=signs.ellipsis)}", "text"))
    if reason:
        pieces.append((f"  {fit(_waits(one), reason, ellipsis=signs.ellipsis)}", "dim"))
    return clip(pieces, width)


def _waits(one: Aging) -> str:
    """What one order waits for, parts by their names."""
    awaited = one.row.parts_awaited if one.waits[0] == "its parts" else None
    return safe(f"parts: {awaited}" if awaited else one.waits[0])


def _why(cell: Cell, width: int) -> Sequence[Line]:
    """What they wait for, most first."""
    number = 7
    ranked = sorted(cell.waits.items(), key=lambda one: (-one[1], one[0]))
    counts = (
        ((fit(safe(word), width - number), "text"), (f"{count(many):>{number}}", "text"))
        for word, many in ranked
    )
    return [(("Why they wait", "bold bright"),), *counts]
