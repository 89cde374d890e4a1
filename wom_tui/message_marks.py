"""Saying that messages have been seen: the one thing about them that no act does and no journal tells."""

from __future__ import annotations

from collections.abc import Iterable

from wom_tui.desk import Desk, real_clock
from wom_tui.domain.message import Me
from wom_tui.queries.messages import MessageRow
from wom_tui.store.message_reads import mark


def mark_read(desk: Desk, rows: Iterable[MessageRow]) -> int:
    """Whoever sits at the desk has seen these; answers how many of them were new to them.

    Raises:
        StoreBusy: somebody writes just now; the next look will do.
    """
    new = [row.number for row in rows if row.is_unread]
    mark(desk.engine, Me.of(desk.actor).name, new, real_clock())
    return len(new)
