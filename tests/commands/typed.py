"""A dispatcher who types: lines in, facts out."""

from __future__ import annotations

from wom_tui.desk import Desk
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.grammar.intent import NOWHERE, Here
from wom_tui.grammar.line import commands_of, commands_of_lines
from wom_tui.store.reader import Reader


def do(desk: Desk, *lines: str, here: Here = NOWHERE) -> Receipt:
    if here is NOWHERE:
        return desk.run_all(commands_of_lines(lines, desk))
    return desk.run_all(commands_of(lines[0], desk, here), mode="each")


def visits(desk: Desk, number: int) -> tuple[Visit, ...]:
    return desk.ask(Reader.select, Visit, order_id=number)


def the_order(desk: Desk, number: int) -> WorkOrder:
    return desk.ask(Reader.get, WorkOrder, number)


def labels(desk: Desk, number: int) -> list[tuple[str, str, int | None]]:
    return [(v.label, v.status.value, v.technician_id) for v in visits(desk, number)]
