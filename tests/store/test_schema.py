"""Tables made at once and tables made by migrations are the same, and a filled database survives the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from tests.office import an_order, desk_on, number_of, office_facts
from tests.whole import is_whole
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.message import SendMessage
from wom_tui.commands.part import AddWarehouse, PutPart
from wom_tui.commands.stock import ReceiveStock
from wom_tui.domain.message import Message
from wom_tui.domain.part import Part, StockPlace
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import SchemaBehind, StoreError
from wom_tui.store import schema
from wom_tui.store.engine import database_url as url_of
from wom_tui.store.engine import open_engine
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

_SQLITE_SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1, 2"
_POSTGRES_SHAPE = (
    (
        # Which place a column has among those there are: Postgres never gives a number out again.
        "SELECT table_name, column_name, data_type, is_nullable, rank() OVER (PARTITION BY table_name "
        "ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 5"
    ),
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
        "ORDER BY 1"
    ),
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
)


def shape(engine: Engine) -> list[tuple[object, ...]]:
    """Everything that the database knows of its own form."""
    statements = _POSTGRES_SHAPE if engine.dialect.name == "postgresql" else (_SQLITE_SHAPE,)
    with engine.connect() as connection:
        rows = [tuple(row) for s in statements for row in connection.execute(text(s))]
    return [tuple(map(_words, row)) for row in rows if "alembic" not in str(row)]


def _words(value: object) -> object:
    """Text as the set of its parts: in which order constraints stand in a table means nothing."""
    return sorted(value.translate(str.maketrans("(),", "   ")).split()) if isinstance(value, str) else value


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    engine = open_engine(url_of(empty_database_url))
    yield engine
    engine.dispose()


def test_migrations_and_tables_made_at_once_have_the_same_form(empty: Engine, database_url: str) -> None:
    schema.migrate(empty)
    made = open_engine(url_of(database_url))

    assert shape(empty) == shape(made)
    made.dispose()


def test_up_down_up_keeps_every_fact_of_a_filled_database(database_url: str) -> None:
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    number = number_of(desk, an_order())
    before = shape(desk.engine)

    assert schema.migrate(desk.engine, "0001") == (schema.SCHEMA, "0001")
    assert shape(desk.engine) != before
    assert schema.migrate(desk.engine) == ("0001", schema.SCHEMA)

    assert shape(desk.engine) == before
    assert is_whole(desk)
    assert number_of(desk, an_order()) > number


def test_work_types_of_an_older_database_take_any_code_until_somebody_lists_them(database_url: str) -> None:
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    schema.migrate(desk.engine, "0002")
    schema.migrate(desk.engine)

    (lights, *_) = desk.ask(Reader.select, WorkType)

    assert (lights.resolution_codes, lights.cancel_reasons) == (None, None)
    desk.run(CompleteOrder(order=number_of(desk, an_order()), resolution_code="whatever"))
    with desk.engine.connect() as connection:
        assert differences(connection) == []


def test_the_way_down_is_refused_where_parts_would_be_lost(database_url: str) -> None:
    desk = desk_on(database_url)
    desk.run(PutPart(code="PUMP-3"))

    with pytest.raises(RuntimeError) as caught:
        schema.migrate(desk.engine, "0003")

    assert "part is not empty" in str(caught.value)
    assert [part.code for part in desk.ask(Reader.select, Part)] == ["PUMP-3"]


def test_the_way_down_is_refused_where_what_was_said_would_be_lost(database_url: str) -> None:
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    desk.run(SendMessage(technician=1, text="hello"))

    with pytest.raises(RuntimeError, match="records in message"):
        schema.migrate(desk.engine, "0015")

    assert [one.text for one in desk.ask(Reader.select, Message)] == ["hello"]


def test_the_database_itself_keeps_stock_from_being_negative_or_promised_twice(database_url: str) -> None:
    desk = desk_on(database_url)
    desk.run(AddWarehouse(name="main"))
    desk.run(PutPart(code="PUMP-3"))
    desk.run(ReceiveStock(part=1, quantity=2, place=StockPlace(warehouse=1)))

    for change in ("quantity = -1", "reserved = 3", "warehouse_id = NULL"):
        with desk.engine.connect().execution_options(write=True) as connection, pytest.raises(IntegrityError):
            connection.execute(text(f"UPDATE stock SET {change}"))


def test_all_the_way_down_and_up_again(empty: Engine) -> None:
    schema.migrate(empty)
    full = shape(empty)
    schema.migrate(empty, "base")

    assert shape(empty) == []
    schema.migrate(empty)
    assert shape(empty) == full


def test_an_old_program_meets_a_newer_database_with_a_polite_refusal(database_url: str) -> None:
    engine = open_engine(url_of(database_url))
    with engine.connect().execution_options(write=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()

    with pytest.raises(SchemaBehind) as caught:
        schema.check(engine)

    assert "newer" in str(caught.value)
    assert "update wom-tui" in caught.value.advice
    engine.dispose()


def test_an_older_database_says_how_to_bring_it_up(database_url: str) -> None:
    engine = open_engine(url_of(database_url))
    schema.migrate(engine, "0001")

    with pytest.raises(SchemaBehind) as caught:
        schema.check(engine)

    assert "wom db upgrade" in caught.value.advice
    engine.dispose()


def test_a_database_that_was_never_set_up_is_named_as_such(empty: Engine) -> None:
    with pytest.raises(StoreError) as caught:
        schema.check(empty)

    assert "wom init" in caught.value.advice


def test_setting_up_twice_is_refused_and_nothing_is_advised_that_cannot_be_done(database_url: str) -> None:
    engine = open_engine(url_of(database_url))

    with pytest.raises(StoreError) as caught:
        schema.create(engine)
    assert caught.value.advice == "name an empty one; `wom --db` with this one opens what is there"
    engine.dispose()


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_file_gets_the_journal_that_is_chosen_when_it_is_made_and_when_it_is_opened(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {"wal": "delete", "delete": "wal"}[mode]
    engine = open_engine(url_of(str(tmp_path / "office.db")))

    for chosen, act in ((other, schema.create), (mode, schema.check)):
        monkeypatch.setenv("WOM_SQLITE_JOURNAL", chosen)
        act(engine)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == chosen
        engine.dispose()
