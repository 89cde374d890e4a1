"""Which orders the board shows first."""

from __future__ import annotations

from datetime import datetime

from tests.office import HOUR, T0
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.work_order import OrderStatus, Priority, WorkOrder
from wom_tui.queries.board import urgent_numbers
from wom_tui.queries.orders import order_rows
from wom_tui.store.reader import Reader


def order(
    number: int,
    *,
    respond: datetime | None = None,
    resolve: datetime | None = None,
    responded: datetime | None = None,
    status: OrderStatus = OrderStatus.READY,
) -> WorkOrder:
    return WorkOrder(
        id=number,
        title=f"order {number}",
        status=status,
        priority=Priority.P3,
        source="test",
        opened_at=T0,
        respond_due_at=respond,
        resolve_due_at=resolve,
        responded_at=responded,
        completed_at=T0 if status is OrderStatus.COMPLETED else None,
    )


ORDERS = (
    order(901),
    order(902, resolve=T0 + 5 * HOUR),
    order(903, respond=T0 + 2 * HOUR, resolve=T0 + 9 * HOUR),
    order(904, respond=T0 + HOUR, resolve=T0 + 8 * HOUR, responded=T0),
    order(905, resolve=T0 + HOUR, status=OrderStatus.COMPLETED),
)


def test_the_orders_that_are_due_first_come_first(desk: Desk) -> None:
    desk.run(LoadFacts(facts=ORDERS, what="orders"))

    assert desk.ask(urgent_numbers, 10) == [903, 902, 904, 901]
    assert desk.ask(urgent_numbers, 2) == [903, 902]


def test_the_first_orders_are_those_that_the_rows_would_name(desk: Desk) -> None:
    desk.run(LoadFacts(facts=ORDERS, what="orders"))

    rows = [row for row in desk.ask(order_rows) if row.is_open and row.due_at is not None]

    assert desk.ask(urgent_numbers, 3) == [
        row.number for row in sorted(rows, key=lambda row: row.due_at or T0)
    ]


def lowest(reader: Reader) -> list[int]:
    return reader.lowest(WorkOrder, "resolve_due_at", 3)


def test_the_lowest_are_the_same_where_a_fact_stands_in_place_of_its_row(desk: Desk) -> None:
    desk.run(LoadFacts(facts=ORDERS, what="orders"))

    with desk.engine.connect() as connection:
        overlaid = lowest(Reader(connection, {WorkOrder: {902: ORDERS[1]}}))

    assert desk.ask(lowest) == overlaid == [905, 902, 904]
