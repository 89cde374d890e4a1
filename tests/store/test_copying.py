"""An office moves between the databases, in both directions, and is the same afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from tests.acts import AnyDispatcher
from tests.commands.typed import do
from tests.databases import PostgresDatabases, SqliteDatabases, create_schema
from tests.office import ManualClock, an_order, close_desks, desk_on, number_of, office_facts
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.errors import StoreError
from wom_tui.queries.orders import OrderRow, order_rows
from wom_tui.store import copying, journal
from wom_tui.store.engine import database_url as url_of
from wom_tui.store.engine import open_engine


@pytest.fixture
def desk(database_url: str) -> Desk:
    clock = ManualClock()
    desk = desk_on(database_url, clock=clock)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    anyone = AnyDispatcher(desk, 7, clock)
    for _ in range(60):
        anyone.act()
    return desk


def by_number(desk: Desk) -> list[OrderRow]:
    return sorted(desk.ask(order_rows), key=lambda row: row.number)


def test_a_copy_has_every_fact_the_journal_and_goes_on_where_the_office_was(
    desk: Desk, empty_database_url: str
) -> None:
    # A link to a later record of the same table.
    first, second = number_of(desk, an_order()), number_of(desk, an_order())
    desk.run(CancelOrder(order=first, reason="called twice", duplicate_of=second))
    target = open_engine(url_of(empty_database_url))

    do(desk, "warehouse main", "part PUMP-3", "receive PUMP-3 2 main", "purchase PUMP-3 1 main")
    do(desk, f"reserve {second} 3 PUMP-3")

    copied = copying.copy(desk.engine, target)

    assert (
        min(copied.rows[name] for name in ("part", "warehouse", "stock", "purchase_eta", "reservation")) > 0
    )
    moved = desk_on(empty_database_url)
    assert by_number(moved) == by_number(desk)
    with desk.engine.connect() as here, target.connect() as there:
        assert journal.head(here) == journal.head(there) == copied.head
    assert number_of(moved, an_order()) == second + 1
    moved.run(Undo())
    target.dispose()


def test_a_copy_that_is_not_the_same_leaves_nothing_behind(desk: Desk, empty_database_url: str) -> None:
    with desk.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("UPDATE work_order SET title = 'changed behind the journal' WHERE id = 1"))
        connection.commit()
    target = open_engine(url_of(empty_database_url))

    with pytest.raises(StoreError) as caught:
        copying.copy(desk.engine, target)

    assert "work_order:1 differs in title" in str(caught.value)
    assert inspect(target).get_table_names() == []
    target.dispose()


def test_a_database_with_tables_is_not_written_over(desk: Desk) -> None:
    with pytest.raises(StoreError):
        copying.copy(desk.engine, desk.engine)
    assert by_number(desk)


@pytest.mark.postgres
def test_an_office_grows_from_sqlite_to_postgres_and_back(
    sqlite_databases: SqliteDatabases, postgres_databases: PostgresDatabases
) -> None:
    clock = ManualClock()
    with (
        sqlite_databases.fresh(create_schema) as small,
        postgres_databases.fresh(None) as big,
        sqlite_databases.fresh(None) as again,
    ):
        desk = desk_on(small, clock=clock)
        desk.run(LoadFacts(facts=office_facts(), what="office"))
        anyone = AnyDispatcher(desk, 11, clock)
        for _ in range(80):
            anyone.act()
        engines = [open_engine(url_of(url)) for url in (big, again)]

        there = copying.copy(desk.engine, engines[0])
        back = copying.copy(engines[0], engines[1])

        assert there == back
        assert by_number(desk_on(big)) == by_number(desk) == by_number(desk_on(again))
        for engine in engines:
            engine.dispose()
        close_desks()
