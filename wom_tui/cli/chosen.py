"""Which orders does a verb mean? Those that a filter picks, open ones first, by due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.cli.shell import Shell, zone_of_office

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.filter import Filter
    from wom_tui.queries.orders import OrderRow

FILTER = "status=ready pri<=2 due<eod territory=West /leak"


@dataclass(frozen=True)
class Chosen:
    """Orders, and the moment and clock that they are seen by."""

    rows: list[OrderRow]
    now: datetime
    zone: ZoneInfo


def chosen_orders(shell: Shell, desk: Desk, words: Sequence[str]) -> Chosen:
    """The orders that a filter picks; all of them without one.

    Raises:
        InvalidInput: the filter asks for something that there is not.
    """
    from wom_tui.domain.filter import parse_filter
    from wom_tui.domain.filter_names import check_names, names_something
    from wom_tui.queries.names import read_names

    now, zone = shell.at(desk), zone_of_office(desk)
    chosen = parse_filter(" ".join(words), now=now, zone=zone.key)
    if names_something(chosen):
        check_names(chosen, shell.ask(desk, read_names).of_filters())
    return Chosen(sorted(chosen.apply(_rows(shell, desk, chosen)), key=_by_due), now, zone)


def _rows(shell: Shell, desk: Desk, chosen: Filter) -> list[OrderRow]:
    """The orders that can match: a filter by status spares reading the others."""
    from wom_tui.domain.work_order import OrderStatus
    from wom_tui.queries.orders import order_rows

    status = chosen.only("status")
    wanted = None if status is None else frozenset(OrderStatus(word) for word in status)
    return shell.ask(desk, order_rows, status=wanted)


def _by_due(row: OrderRow) -> tuple[bool, bool, float, int, int]:
    due_at = row.due_at
    return not row.is_open, due_at is None, due_at.timestamp() if due_at else 0.0, row.priority, row.number
