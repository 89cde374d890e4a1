"""Asked one by one or ahead, written statement by statement or down a line in one go: the answers are the same."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import text

from tests.office import HOUR, KIM, T0, an_order, desk_on, number_of, office_facts
from tests.whole import is_whole
from wom_tui.commands.command import new_command_id
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import SetPriority
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.event import Event
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.site import Site
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.errors import Conflict, StoreError
from wom_tui.store.reader import EITHER, Question, Reader
from wom_tui.store.unit import Unit


def test_what_was_asked_ahead_is_answered_as_it_would_have_been(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    questions: tuple[Question, ...] = (
        (WorkOrder, {"id": number}),
        (WorkOrder, {"id": 999}),
        (Visit, {"order_id": number, "status": LIVE}),
        (Visit, {"order_id": number, "is_withdrawn": EITHER}),
    )

    def answers(reader: Reader) -> list[object]:
        return [
            reader.find(WorkOrder, number),
            reader.find(WorkOrder, 999),
            reader.select(Visit, order_id=number, status=LIVE),
            reader.select(Visit, order_id=number, is_withdrawn=EITHER),
        ]

    def answers_ahead(reader: Reader) -> list[object]:
        reader.ahead(*questions)
        return answers(reader)

    assert desk.ask(answers_ahead) == desk.ask(answers)
    assert desk.ask(answers)[1] is None


def test_an_answer_that_was_asked_for_ahead_serves_once(desk: Desk) -> None:
    number = number_of(desk, an_order())

    def titles(reader: Reader) -> list[str]:
        reader.ahead((WorkOrder, {"id": number}))
        first = reader.get(WorkOrder, number).title
        reader.connection.execute(text("UPDATE work_order SET title = 'Changed meanwhile'"))
        return [first, reader.get(WorkOrder, number).title]

    assert desk.ask(titles) == ["Light out", "Changed meanwhile"]


def test_a_row_that_changed_past_the_journal_is_a_conflict_and_nothing_is_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some other program's UPDATE; ours is refused by its version, with the COMMIT right behind it."""
    number = number_of(desk, an_order())
    before, settle = desk.last_seq(), Unit.settle

    def settle_late(unit: Unit) -> Sequence[Event]:
        settled = settle(unit)
        unit.connection.exec_driver_sql("UPDATE work_order SET version = 99")
        return settled

    monkeypatch.setattr(Unit, "settle", settle_late)
    with pytest.raises(Conflict):
        desk.run(SetPriority(order=number, priority=Priority.P1))

    assert desk.last_seq() == before
    assert desk.ask(lambda reader: reader.get(WorkOrder, number)).priority is Priority.P2
    assert is_whole(desk)


def test_the_same_command_sent_twice_at_the_same_time_is_done_once(desk: Desk, database_url: str) -> None:
    command, barrier = an_order(command_id=new_command_id()), threading.Barrier(4)
    receipts: list[Receipt] = []

    def send(name: int) -> None:
        mine = desk_on(database_url, session=str(name))
        barrier.wait()
        receipts.append(mine.run(command))

    threads = [threading.Thread(target=send, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [receipt.is_repeat for receipt in receipts].count(False) == 1
    assert len({receipt.result["number"] for receipt in receipts}) == 1
    assert desk.ask(lambda reader: reader.count(WorkOrder)) == 1
    assert is_whole(desk)


@pytest.mark.postgres
def test_a_line_that_breaks_at_the_commit_is_one_error_and_the_next_act_gets_a_new_line(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_on(postgres_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    number, settle = number_of(desk, an_order()), Unit.settle

    def break_the_line(unit: Unit) -> Sequence[Event]:
        settled, driver = settle(unit), unit.connection.connection.driver_connection
        assert driver is not None
        with desk_on(postgres_url).engine.connect() as other:
            other.exec_driver_sql("SELECT pg_terminate_backend(%s)", (driver.info.backend_pid,))
        return settled

    monkeypatch.setattr(Unit, "settle", break_the_line)
    with pytest.raises(StoreError) as caught:
        desk.run(SetPriority(order=number, priority=Priority.P1))
    monkeypatch.setattr(Unit, "settle", settle)

    assert "does not answer" in str(caught.value)
    assert desk.run(SetPriority(order=number, priority=Priority.P1)).events
    assert is_whole(desk)


@pytest.mark.parametrize("name", ["'; DROP TABLE site; --", "%s", "?", ":name", "100 % \\ \" ' {}"])
def test_text_in_a_condition_is_a_value_whatever_it_says(desk: Desk, name: str) -> None:
    assert desk.ask(lambda reader: reader.select(Site, name=name)) == ()
    assert desk.ask(lambda reader: reader.select(Site, name=frozenset({name, "Site 1"})))[0].name == "Site 1"
    assert desk.ask(lambda reader: reader.count(Site)) == 5
