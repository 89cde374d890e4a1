"""Where is a line said, and about what? In the versions that the screen shows, lest something newer be overwritten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from wom_tui.tui.view import Target

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.grammar.intent import Here
    from wom_tui.tui.app import WomApp


def here_of(app: WomApp, targets: Sequence[Target], text: str = "") -> Here:
    """Where the line is typed, with what the screen shows of its targets and of the orders that it names."""
    from wom_tui.grammar.intent import Here
    from wom_tui.grammar.targets import Target as Named

    seen = (*_named(app, text), *targets)
    marks = tuple(Named(target.number) for target in targets)
    return Here(
        cursor=marks[0] if len(marks) == 1 else None,
        marks=marks if len(marks) > 1 else (),
        orders={target.number: target.version for target in seen},
        visits={t.visit_id: t.visit_version for t in seen if t.visit_id and t.visit_version},
    )


def _named(app: WomApp, text: str) -> list[Target]:
    """The orders that a line names, as the board has them."""
    from wom_tui.grammar.targets import numbers_in_line

    rows = app.board.model.rows
    return [Target.of(rows[number]) for number in numbers_in_line(text) if number in rows]


def once_more(app: WomApp, lines: Sequence[str], here: Here) -> Sequence[Command]:
    """The same lines for what is there by now, whatever the screen showed; asks the desk, so on a worker."""
    return [command for line in lines for command in _once_more(app, line, here)]


def _once_more(app: WomApp, text: str, here: Here) -> Sequence[Command]:
    from wom_tui.grammar.line import commands_of

    rows = app.seat.fresh(here.orders)
    visits = {row.number: row.visit for row in rows if row.visit}
    seen = replace(
        here,
        orders={row.number: row.version for row in rows},
        visits={visit.id: visit.version for visit in visits.values()},
    )
    for number, visit in visits.items():
        if visit.id not in here.visits:  # it came meanwhile: now the line is about that visit
            if here.cursor is not None and here.cursor.number == number:
                seen = replace(seen, cursor=replace(here.cursor, ordinal=visit.ordinal))
            text = re.sub(rf"\b{number}\b(?!/)", f"{number}/{visit.ordinal}", text, count=1)
    return commands_of(text, app.seat.desk, seen)
