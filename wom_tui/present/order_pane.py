"""The order under the cursor, as the pane beside the board tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.present.board import Day
from wom_tui.present.cells import Line, clip, joined
from wom_tui.present.clock_strip import ink_of, used_percent
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs, state_piece
from wom_tui.present.order_facts import history, parts, related, related_head, visits
from wom_tui.present.order_notes import newest_note
from wom_tui.present.order_rows import LABEL, facts
from wom_tui.present.reading import also, due_words, fact, holder, verdict
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.orders import OrderRow


def pane(
    row: OrderRow, detail: OrderDetail | None, at: Day, signs: Signs, width: int, busy: str = ""
) -> list[Line]:
    """What the row says at once, and everything else as soon as it has been read.

    Args:
        busy: who else is on it.
    """
    state = (state_piece(row.state, is_ascii=signs.is_ascii),)
    lines: list[Line] = [
        joined((((str(row.number), "bold bright"),), ((f"P{row.priority}", "text"),), state, also(busy)), 3),
        ((safe(row.title), "bold bright"),),
        ((safe(row.site), "dim"),),
        (),
        joined((verdict(row, at.now, signs), due_words(row, at.now, at.zone)), 4),
    ]
    if detail is None:
        return [clip(line, width) for line in (*lines, (), holder(row, at.now, at.zone, signs))]
    running = detail.respond if row.due_at is row.respond_due_at and detail.respond else detail.resolve
    if running is not None and row.ended_at is None:
        cells = width - 14
        full = max(0, min(cells, round(running.clock.used_share * cells)))
        lines.append(
            (
                (signs.full * full, ink_of(running.clock.state)),
                (signs.empty * (cells - full), "rule"),
                (f"  {used_percent(running)}", "text"),
            )
        )
    lines += [(), *facts(detail, at, width)]
    if said := newest_note(detail):
        lines.append(fact("Note", said, label_width=LABEL))
    lines += [(), head("Visits", width, signs.rule), *visits(detail, at, signs, width)]
    if detail.parts:
        lines += [(), head("Parts", width, signs.rule), *parts(detail, at, width)]
    lines += [(), head("History", width, signs.rule), *history(detail, at, width, most=8)]
    if detail.related:
        lines += [(), head(related_head(detail), width, signs.rule), *related(detail, at, signs, width)]
    return [clip(line, width) for line in lines]
