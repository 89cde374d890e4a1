"""What is personal about a customer can leave the journal, and the journal still proves itself."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from tests.acts import AnyDispatcher
from tests.erasing import ADA, BOB, SECRETS, a_closed_order, an_office_with_ada, everything, head_of
from tests.office import T0, ManualClock, an_order, desk_on, number_of
from tests.store.dying_restorer import quiet
from tests.whole import is_whole
from wom_tui.commands.command import Command
from wom_tui.commands.ending import CancelOrder, CloseOrder, CompleteOrder
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.order import EditOrder
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_order import Cover, WorkOrder
from wom_tui.errors import Forbidden, Rejected, WomError
from wom_tui.store import backups, journal
from wom_tui.store.engine import database_url as url_of
from wom_tui.store.engine import open_engine
from wom_tui.store.reader import EITHER, Reader

SEEDS = range(int(os.environ.get("WOM_DAYS", "4")))


@pytest.fixture
def desk(database_url: str) -> Desk:
    return an_office_with_ada(database_url)


def customer(reader: Reader) -> Customer:
    return reader.get(Customer, ADA)


def test_nothing_personal_is_left_and_every_head_that_was_noted_down_holds(desk: Desk) -> None:
    number = a_closed_order(desk)
    other = number_of(desk, an_order(customer=BOB, site=1, requester="Bob himself"))
    noted = head_of(desk)
    assert [secret for secret in SECRETS if secret not in everything(desk)] == []

    receipt = desk.run(EraseCustomer(customer=ADA))

    left = everything(desk)
    assert [secret for secret in SECRETS if secret in left] == []
    assert is_whole(desk, noted)
    order = desk.ask(lambda reader: reader.get(WorkOrder, number))
    assert (order.status, order.customer_id, order.work_type_id) == (OrderStatus.CANCELLED, ADA, 1)
    assert desk.ask(customer).customer_class == "gold"
    assert desk.ask(lambda reader: reader.get(WorkOrder, other)).requester == "Bob himself"
    assert receipt.result["events"] >= 4
    assert receipt.result["kept"]


def test_the_audit_says_what_was_erased_by_whom(desk: Desk) -> None:
    a_closed_order(desk)
    receipt = desk.run(EraseCustomer(customer=ADA))

    with desk.engine.connect() as connection:
        (erasure,) = journal.verify(connection).erasures

    assert (erasure.subject, erasure.actor) == (f"customer:{ADA}", "admin")
    assert erasure.count == receipt.result["events"]


@pytest.mark.parametrize("column", ["before", "after", "kind"])
def test_an_event_that_was_erased_cannot_be_changed_unnoticed(desk: Desk, column: str) -> None:
    number = a_closed_order(desk)
    desk.run(EraseCustomer(customer=ADA))

    tamper(
        desk, f"UPDATE event SET \"{column}\" = '{{}}' WHERE subject = 'work_order:{number}' AND version = 2"
    )

    with desk.engine.connect() as connection:
        verdict = journal.verify(connection)
    assert not verdict.is_whole
    assert "does not match its hash" in verdict.reason


def test_an_event_that_nobody_erased_cannot_hide_behind_an_erasure(desk: Desk) -> None:
    number = number_of(desk, an_order(customer=BOB, site=1))
    a_closed_order(desk)
    desk.run(EraseCustomer(customer=ADA))

    tamper(desk, f"UPDATE event SET after = '{{}}' WHERE subject = 'work_order:{number}'")

    with desk.engine.connect() as connection:
        assert not journal.verify(connection).is_whole


def test_what_was_erased_does_not_come_back_unnoticed(desk: Desk) -> None:
    number = a_closed_order(desk)
    chosen = f"subject = 'work_order:{number}' AND version = 2"
    with desk.engine.connect() as connection:
        was = connection.execute(text(f'SELECT "before", "after" FROM event WHERE {chosen}')).one()
    desk.run(EraseCustomer(customer=ADA))

    before, after = (value.replace("'", "''") for value in was)
    tamper(desk, f"UPDATE event SET \"before\" = '{before}', \"after\" = '{after}' WHERE {chosen}")

    with desk.engine.connect() as connection:
        assert "holds again" in journal.verify(connection).reason


def tamper(desk: Desk, statement: str) -> None:
    off = "DROP TRIGGER event_no_update"
    if desk.engine.dialect.name == "postgresql":
        off = "ALTER TABLE event DISABLE TRIGGER event_append_only"
    with desk.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql(off)
        connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.commit()


def test_the_journal_is_append_only_again_after_an_erasure(desk: Desk) -> None:
    a_closed_order(desk)
    desk.run(EraseCustomer(customer=ADA))

    with pytest.raises(Exception, match="append-only"), desk.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE event SET door = 'x' WHERE seq = 1")


def test_a_customer_whose_order_stands_is_not_erased(desk: Desk) -> None:
    number = number_of(desk, an_order(customer=ADA, site=6))

    with pytest.raises(Rejected) as caught:
        desk.run(EraseCustomer(customer=ADA))

    assert [v.code for v in caught.value.violations] == ["customer.busy"]
    assert str(number) in str(caught.value)
    assert desk.ask(customer).name == "Ada Quillfeather"


def test_only_an_admin_erases(desk: Desk, database_url: str) -> None:
    manager = desk_on(database_url, actor=Actor(name="mo", role=Role.MANAGER))

    with pytest.raises(Forbidden):
        manager.run(EraseCustomer(customer=ADA))


def test_a_preview_erases_nothing(desk: Desk) -> None:
    a_closed_order(desk)
    before = everything(desk)

    receipt = desk.run(EraseCustomer(customer=ADA), dry_run=True)

    assert receipt.result["events"] > 0
    assert everything(desk) == before


def test_an_erasure_cannot_be_undone_nor_what_was_before_it(desk: Desk) -> None:
    number = a_closed_order(desk)
    with desk.engine.connect() as connection:
        edit = next(e for e in journal.events(connection, subject=f"work_order:{number}") if e.version == 2)
    desk.run(EraseCustomer(customer=ADA))

    for receipt in (None, edit.command_id):
        with pytest.raises(Rejected):
            desk.run(Undo(receipt=receipt))

    assert "Quillfeather" not in everything(desk)


def test_a_site_where_others_have_work_done_too_stays(desk: Desk) -> None:
    number_of(desk, an_order(customer=BOB, site=7))
    a_closed_order(desk)

    receipt = desk.run(EraseCustomer(customer=ADA))

    assert receipt.result["shared_sites"] == [7]
    assert desk.ask(lambda reader: reader.get(Site, 7)).name == "Shared hall"


def test_what_comes_after_an_erasure_can_be_erased_too(desk: Desk) -> None:
    a_closed_order(desk)
    desk.run(EraseCustomer(customer=ADA))
    assert desk.run(EraseCustomer(customer=ADA)).events == ()
    a_closed_order(desk, requester="Quillfeather again")

    desk.run(EraseCustomer(customer=ADA))

    assert "Quillfeather" not in everything(desk)
    assert is_whole(desk)


def test_the_past_is_shown_without_what_was_erased(desk: Desk, database_url: str) -> None:
    a_closed_order(desk)
    desk.run(EraseCustomer(customer=ADA))

    then = desk.ask_as_of(T0, lambda reader: reader.select(WorkOrder, is_withdrawn=EITHER))

    assert all("Quillfeather" not in str(order) for order in then)


def test_a_backup_during_which_a_customer_was_erased_holds_nothing_of_them(
    desk: Desk, tmp_path: Path
) -> None:
    a_closed_order(desk)
    erased: list[object] = []

    def meanwhile(table: str, _rows: int) -> None:
        if table == "event" and not erased and desk.engine.dialect.name == "sqlite":
            erased.append(desk.run(EraseCustomer(customer=ADA)))

    if desk.engine.dialect.name != "sqlite":  # one snapshot there: it is of before, or of after
        erased.append(desk.run(EraseCustomer(customer=ADA)))
    file = tmp_path / "office.backup"

    backups.write(desk.engine, file, meanwhile)

    assert erased
    assert b"Quillfeather" not in file.read_bytes()
    target = open_engine(url_of(str(tmp_path / "restored.db")))
    backups.restore(file, target, quiet)
    target.dispose()


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happened_before_it_an_erasure_leaves_the_journal_whole(
    desk: Desk, seed: int, database_url: str
) -> None:
    """Any days of any office, some of its orders the customer's: the replay gives the tables, heads hold."""
    clock, random = ManualClock(), Random(seed)
    anyone = AnyDispatcher(desk_on(database_url, clock=clock), seed, clock)
    heads = []
    for _ in range(60):
        anyone.act()
        heads.append(head_of(desk))
        orders = desk.ask(lambda reader: reader.select(WorkOrder))
        order = random.choice(orders) if orders else None
        if order and order.status not in (OrderStatus.CLOSED, OrderStatus.CANCELLED):
            name = f"Quillfeather {random.randint(1, 99)}"
            changes = (("customer_id", ADA), ("requester", name), ("description", f"{name} called"))
            attempt(desk, EditOrder(order=order.id, changes=changes[random.randint(0, 1) :]))
    finish_all(desk)
    assert "Quillfeather" in everything(desk)

    desk.run(EraseCustomer(customer=ADA))

    mine = desk.ask(lambda reader: reader.select(WorkOrder, customer_id=ADA, is_withdrawn=EITHER))
    assert all("Quillfeather" not in str(order) for order in mine)
    assert all(is_whole(desk, noted) for noted in (random.choice(heads), heads[-1]))
    with desk.engine.connect() as connection:
        events = [e for e in journal.events(connection) if e.subject in {f"work_order:{o.id}" for o in mine}]
    assert "Quillfeather" not in json.dumps([[dict(e.before), dict(e.after)] for e in events])


def finish_all(desk: Desk) -> None:
    for order in desk.ask(lambda reader: reader.select(WorkOrder)):
        for command in (
            EditOrder(order=order.id, changes=(("duration_min", 30),)),
            CancelOrder(order=order.id, reason="not_needed", override="end of the day"),
            CompleteOrder(order=order.id, resolution_code="fixed", override="end of the day"),
            CloseOrder(order=order.id, labour_min=1, materials=(), cover=Cover.WARRANTY, override="books"),
        ):
            attempt(desk, command)


def attempt(desk: Desk, command: Command) -> None:
    try:
        desk.run(command)
    except WomError:
        return
