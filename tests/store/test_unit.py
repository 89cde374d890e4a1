"""The one write path, on either database: all or nothing, counted versions, nobody's change lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.office import ALI, HOUR, KIM, MINUTE, T0, ZONE, an_order, desk_on, number_of
from tests.whole import is_whole
from wom_tui.commands.command import new_command_id
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.work_order import HoldReason, Priority, WorkOrder
from wom_tui.errors import Conflict, NotFound, Rejected
from wom_tui.present.refusals import violation_words
from wom_tui.store import journal
from wom_tui.store.reader import Reader


def the_order(reader: Reader, number: int) -> WorkOrder:
    return reader.get(WorkOrder, number)


def test_an_act_writes_the_row_and_the_event_together(desk: Desk) -> None:
    number = number_of(desk, an_order(title="Pole leaning"))

    receipt = desk.run(SetPriority(order=number, priority=Priority.P1))

    (event,) = receipt.events
    assert (event.kind, event.subject, event.version) == ("order.prioritised", f"work_order:{number}", 2)
    assert (event.before["priority"], event.after["priority"]) == (2, 1)
    assert desk.ask(the_order, number).version == 2
    assert is_whole(desk)


def test_an_act_that_changes_nothing_writes_nothing(desk: Desk) -> None:
    number = number_of(desk, an_order())
    before = desk.last_seq()

    receipt = desk.run(EditOrder(order=number, changes=(("title", "Light out"),)))

    assert receipt.events == ()
    assert desk.last_seq() == before


def test_a_stale_version_is_a_conflict_that_says_who_and_what(desk: Desk, database_url: str) -> None:
    number = number_of(desk, an_order())
    seen = desk.ask(the_order, number).version
    other = desk_on(database_url, actor=replace(desk.actor, name="maria"), session="other")
    other.run(SetPriority(order=number, priority=Priority.P1))

    with pytest.raises(Conflict) as caught:
        desk.run(EditOrder(order=number, expect=seen, changes=(("title", "Pole"),)))

    assert caught.value.by == "maria"
    assert caught.value.changes["priority"] == 1
    assert desk.ask(the_order, number).title == "Light out"


def test_a_repeated_command_gives_the_first_receipt_again(desk: Desk) -> None:
    command = an_order(command_id=new_command_id())

    first, again = desk.run(command), desk.run(command)

    assert again.is_repeat
    assert not first.is_repeat
    assert again.result == first.result
    assert [e.seq for e in again.events] == [e.seq for e in first.events]
    assert desk.ask(lambda reader: reader.count(WorkOrder)) == 1


def test_a_batch_is_all_or_nothing(desk: Desk) -> None:
    number = number_of(desk, an_order())
    before = desk.last_seq()

    with pytest.raises(NotFound):
        desk.run_all(
            [SetPriority(order=number, priority=Priority.P1), SetPriority(order=999, priority=Priority.P1)]
        )

    assert desk.last_seq() == before
    assert desk.ask(the_order, number).priority is Priority.P2


def test_each_of_a_batch_goes_its_own_way_and_refusals_are_listed(desk: Desk) -> None:
    first, second = number_of(desk, an_order()), number_of(desk, an_order())
    desk.run(CancelOrder(order=first, reason="duplicate call"))

    receipt = desk.run_all(
        [HoldOrder(order=n, reason=HoldReason.PARTS, until_at=T0 + 24 * HOUR) for n in (first, second)],
        mode="each",
    )

    assert [(r.index, r.code) for r in receipt.refusals] == [(0, "order.transition")]
    assert [e.subject for e in receipt.events] == [f"work_order:{second}"]
    assert is_whole(desk)


def test_a_refused_command_of_a_batch_leaves_no_trace_of_itself(desk: Desk) -> None:
    """Assigning saves the visit before the order's state follows; the refusal comes in between or before."""
    number = number_of(desk, an_order())
    tree = number_of(desk, an_order(work_type=2))

    receipt = desk.run_all(
        [
            AssignVisit(order=tree, technician=KIM, start_at=T0 + HOUR),
            AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR),
        ],
        mode="each",
    )

    assert [r.code for r in receipt.refusals] == ["skill.missing"]
    assert {e.subject for e in receipt.events} == {"visit:2", f"work_order:{number}"}
    assert is_whole(desk)


def test_a_dry_run_says_what_the_run_then_does_and_stores_nothing(desk: Desk) -> None:
    number = number_of(desk, an_order())
    command = AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR)
    before = desk.last_seq()

    preview = desk.run(command, dry_run=True)

    assert desk.last_seq() == before
    assert preview.is_dry_run
    done = desk.run(command)
    told = [(e.kind, e.version, {**e.after, "id": 0}) for e in preview.events]
    assert told == [(e.kind, e.version, {**e.after, "id": 0}) for e in done.events]


def test_two_visits_trade_places_in_one_act(desk: Desk) -> None:
    first, second = number_of(desk, an_order(site=1)), number_of(desk, an_order(site=1))
    desk.run(AssignVisit(order=first, technician=KIM, start_at=T0 + HOUR))
    desk.run(AssignVisit(order=second, technician=ALI, start_at=T0 + HOUR))

    swap = desk.run_all(
        [
            AssignVisit(order=first, visit=1, technician=ALI, start_at=T0 + 4 * HOUR),
            AssignVisit(order=second, visit=2, technician=KIM, start_at=T0 + HOUR),
            AssignVisit(order=first, visit=1, technician=ALI, start_at=T0 + HOUR),
        ]
    )

    assert swap.events
    assert is_whole(desk)
    desk.run(Undo())
    assert is_whole(desk)


def test_the_database_itself_refuses_a_double_booking(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    copy = text(
        "INSERT INTO visit (id, version, is_withdrawn, order_id, ordinal, status, technician_id, start_at, end_at, "
        "is_pinned) SELECT 77, 1, is_withdrawn, order_id, 9, status, technician_id, start_at, end_at, is_pinned "
        "FROM visit WHERE id = 1"
    )

    with desk.engine.connect().execution_options(write=True) as connection, pytest.raises(DBAPIError):
        connection.execute(copy)


def test_an_overlap_that_slips_past_the_rules_is_still_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wom_tui.domain import feasibility

    first, second = number_of(desk, an_order()), number_of(desk, an_order())
    desk.run(AssignVisit(order=first, technician=KIM, start_at=T0 + HOUR))
    monkeypatch.setattr(feasibility, "RULES", ())

    with pytest.raises(Rejected) as caught:
        desk.run(AssignVisit(order=second, technician=KIM, start_at=T0 + HOUR + 30 * MINUTE))

    (violation,) = caught.value.violations
    assert violation.code == "visit.overlap"
    assert violation_words(violation, T0, ZoneInfo(ZONE)) == (
        "K. Moran already has a visit between 10:30 and 11:30"
    )
    assert is_whole(desk)


@pytest.mark.parametrize("statement", ["UPDATE event SET actor = 'x'", "DELETE FROM event"])
def test_the_journal_cannot_be_rewritten(desk: Desk, statement: str) -> None:
    number_of(desk, an_order())

    with (
        desk.engine.connect().execution_options(write=True) as connection,
        pytest.raises(DBAPIError) as caught,
    ):
        connection.execute(text(statement))

    assert "append-only" in str(caught.value)


def test_writers_at_the_same_time_lose_nothing(desk: Desk, database_url: str) -> None:
    """Four writers count one order's duration up; each reads, adds one and writes under the version it saw."""
    number = number_of(desk, an_order(duration_min=1))
    done: list[int] = []

    def work(name: int) -> None:
        mine = desk_on(database_url, session=str(name))
        for _ in range(10):
            _count_up(mine, number)
            done.append(name)
        mine.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 40
    assert _labour(desk, number) == 40
    assert is_whole(desk)


def _labour(desk: Desk, number: int) -> int:
    return desk.ask(the_order, number).labour_min or 0


def _count_up(desk: Desk, number: int) -> None:
    while True:
        order = desk.ask(the_order, number)
        changes = (("labour_min", (order.labour_min or 0) + 1),)
        try:
            desk.run(EditOrder(order=number, expect=order.version, changes=changes))
        except Conflict:
            continue
        return


def test_without_the_version_the_same_writers_would_lose_updates(desk: Desk, database_url: str) -> None:
    """The negative control of the test above: it shows that the test can see a lost update."""
    number = number_of(desk, an_order())
    barrier = threading.Barrier(2)

    def work(name: int) -> None:
        mine = desk_on(database_url, session=str(name))
        order = mine.ask(the_order, number)
        barrier.wait()
        mine.run(EditOrder(order=number, changes=(("labour_min", (order.labour_min or 0) + 1),)))
        mine.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert _labour(desk, number) == 1  # two were acknowledged, one is lost


def test_a_cut_off_journal_is_found_by_the_head_that_was_noted(desk: Desk) -> None:
    number_of(desk, an_order())
    with desk.engine.connect() as connection:
        noted = journal.head(connection)

        missing = replace(noted, seq=noted.seq + 3)

        assert journal.verify(connection, noted).is_whole
        assert not journal.verify(connection, missing).is_whole
