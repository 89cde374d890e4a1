"""The same thing told twice: one order goes on, and the number of the other leads to it."""

from __future__ import annotations

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import HOUR, KIM, T0, ManualClock, an_order, number_of
from wom_tui.commands.ending import CancelOrder, CompleteOrder
from wom_tui.commands.merge import MergeOrder
from wom_tui.commands.order import SetPriority
from wom_tui.commands.undo import Redo, Undo
from wom_tui.commands.visit import AdvanceVisit, AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.merge import original_of
from wom_tui.domain.part import Stock
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import OrderStatus, PartsState, Priority, WorkOrder
from wom_tui.errors import Conflict, InvalidInput, Rejected
from wom_tui.grammar.intent import Here
from wom_tui.grammar.targets import Target
from wom_tui.queries.order import order_detail
from wom_tui.store.reader import Reader


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    return number_of(desk, an_order()), number_of(desk, an_order())


def codes(caught: pytest.ExceptionInfo[Rejected]) -> set[str]:
    return {violation.code for violation in caught.value.violations}


def test_the_dropped_order_ends_as_a_duplicate_and_gives_its_visit_back(
    desk: Desk, pair: tuple[int, int]
) -> None:
    keep, drop = pair
    desk.run(AssignVisit(order=drop, technician=KIM, start_at=T0 + HOUR))

    receipt = do(desk, f"merge {keep} {drop}")

    ended = the_order(desk, drop)
    assert (ended.status, ended.duplicate_of_id) == (OrderStatus.CANCELLED, keep)
    assert [v.status for v in visits(desk, drop)] == [VisitStatus.CANCELLED]
    assert [v.code for v in receipt.violations] == ["visit.released"]
    assert the_order(desk, keep).version == 1


def test_what_happened_to_either_stays_told(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    desk.run(SetPriority(order=drop, priority=Priority.P3))
    desk.run(SetPriority(order=keep, priority=Priority.P1))

    desk.run(MergeOrder(keep=keep, drop=drop))

    kept, dropped = (desk.ask(order_detail, number, desk.now()) for number in pair)
    assert [event.kind for event in kept.history if event.kind.startswith("order")] == [
        "order.prioritised",
        "order.created",
    ]
    assert [event.kind for event in dropped.history if event.kind.startswith("order")] == [
        "order.cancelled",
        "order.prioritised",
        "order.created",
    ]
    assert (kept.merged, kept.original) == ((drop,), None)
    assert (dropped.merged, dropped.original) == ((), keep)


def test_a_number_leads_on_through_every_merge(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    third = number_of(desk, an_order())
    do(desk, f"merge {second} {third}")
    do(desk, f"merge {first} {second}")

    assert desk.ask(order_detail, third, desk.now()).original == first


@pytest.mark.parametrize(
    "line",
    [
        "hold {n} parts",
        "assign {n} kim 15:00",
        "dispatch {n}",
        "priority {n} 1",
        "complete {n} code=fixed",
        "visit {n}",
        "edit {n} title=x",
        "reopen {n} again",
        "promise {n} 13:00-15:00",
    ],
)
def test_a_verb_on_the_dropped_number_is_refused_with_the_way(
    desk: Desk, pair: tuple[int, int], line: str
) -> None:
    keep, drop = pair
    do(desk, f"merge {keep} {drop}")

    with pytest.raises(Rejected) as caught:
        do(desk, line.format(n=drop))

    assert [v.message for v in caught.value.violations] == [
        f"order {drop} was merged into {keep}, which goes on in its place; say it of that one"
    ]


def test_the_same_merge_again_changes_nothing(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    do(desk, f"merge {keep} {drop}")

    assert do(desk, f"merge {keep} {drop}").events == ()
    assert do(desk, f"cancel {drop} duplicate={keep}").events == ()


def test_cancelling_as_a_duplicate_is_the_same_act(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair

    do(desk, f"cancel {drop} duplicate={keep}")

    assert do(desk, f"merge {keep} {drop}").events == ()


def test_undo_brings_both_back_as_they_were(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    desk.run(AssignVisit(order=drop, technician=KIM, start_at=T0 + HOUR))
    before = the_order(desk, drop)
    desk.run(MergeOrder(keep=keep, drop=drop))

    desk.run(Undo())

    after = the_order(desk, drop)
    assert (after.status, after.duplicate_of_id, after.cancelled_at) == (before.status, None, None)
    assert [v.status for v in visits(desk, drop)] == [VisitStatus.PLANNED]


def test_undo_still_goes_when_the_kept_one_has_moved_on(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    merged = desk.run(MergeOrder(keep=keep, drop=drop))
    desk.run(AssignVisit(order=keep, technician=KIM, start_at=T0 + HOUR))

    desk.run(Undo(receipt=merged.command_id))

    assert the_order(desk, drop).status is OrderStatus.READY


@pytest.mark.parametrize("is_kept", [True, False])
def test_whoever_saw_an_older_version_is_told_who_was_faster(
    desk: Desk, pair: tuple[int, int], is_kept: bool
) -> None:
    keep, drop = pair
    desk.run(SetPriority(order=keep if is_kept else drop, priority=Priority.P1))

    with pytest.raises(Conflict):
        desk.run(MergeOrder(keep=keep, drop=drop, expect_keep=1, expect_drop=1))


def test_somebody_on_site_is_not_left_without_an_order(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    desk.run(AssignVisit(order=drop, technician=KIM, start_at=T0))
    do(desk, f"dispatch {drop}")
    desk.run(AdvanceVisit(visit=visits(desk, drop)[0].id, to=VisitStatus.ON_SITE))

    with pytest.raises(Rejected) as caught:
        do(desk, f"merge {keep} {drop}")

    assert codes(caught) == {"order.attended"}
    assert f"merge {drop} {keep}" in str(caught.value)
    do(desk, f"merge {drop} {keep}")


def test_an_order_is_no_duplicate_of_itself_nor_of_what_has_ended(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    third = number_of(desk, an_order())
    for wrong in (drop, 999):
        with pytest.raises(Rejected) as caught:
            desk.run(CancelOrder(order=drop, reason="twice", duplicate_of=wrong))
        assert codes(caught) == {"order.duplicate"}
    desk.run(CancelOrder(order=keep, reason="called off"))
    with pytest.raises(Rejected) as caught:
        do(desk, f"merge {keep} {drop}")
    assert codes(caught) == {"order.duplicate"}
    do(desk, f"merge {third} {drop}")
    fourth = number_of(desk, an_order())

    with pytest.raises(Rejected) as caught:
        do(desk, f"merge {drop} {fourth}")

    assert f"merge {third} {fourth}" in str(caught.value)


def test_what_is_lost_with_the_dropped_one_is_said(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    desk.run(SetPriority(order=drop, priority=Priority.P1))

    urgent = desk.run(MergeOrder(keep=keep, drop=drop), dry_run=True)
    desk.run(CompleteOrder(order=keep, resolution_code="fixed"))
    done = desk.run(MergeOrder(keep=keep, drop=drop))

    assert [v.message for v in urgent.violations] == [f"order {drop} is P1; {keep}, which is kept, only P2"]
    assert [v.message for v in done.violations] == [
        f"order {keep} is completed already; nobody will go for {drop}"
    ]


def test_no_undo_and_no_redo_leads_a_number_back_to_itself(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    desk.run(MergeOrder(keep=second, drop=first))
    undone = desk.run(Undo())
    desk.run(MergeOrder(keep=first, drop=second))

    with pytest.raises(Rejected) as caught:
        desk.run(Undo(receipt=undone.command_id))

    assert codes(caught) == {"order.duplicate"}
    desk.run(Undo())
    desk.run(Redo())


def test_the_order_under_the_cursor_is_kept(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair

    do(desk, f"merge {drop}", here=Here(cursor=Target(keep), orders={keep: 1, drop: 1}))

    assert the_order(desk, drop).duplicate_of_id == keep
    with pytest.raises(InvalidInput, match="two orders"):
        do(desk, f"merge {drop}")


def test_a_file_that_says_that_two_repeat_each_other_leads_nowhere_for_ever() -> None:
    a, b = (
        WorkOrder(
            id=id, title="x", opened_at=T0, status=OrderStatus.CANCELLED, duplicate_of_id=other, version=1
        )
        for id, other in ((1, 2), (2, 1))
    )

    assert original_of(a, {1: a, 2: b}.get).id == 2


def test_after_a_merge_the_journal_replays_to_the_tables(desk: Desk, pair: tuple[int, int]) -> None:
    from wom_tui.store.replay import differences

    keep, drop = pair
    desk.run(MergeOrder(keep=keep, drop=drop))
    desk.run(Undo())

    with desk.engine.connect() as connection:
        assert differences(connection) == []


def test_what_has_to_follow_the_dropped_one_follows_the_one_that_goes_on(
    desk: Desk, pair: tuple[int, int], clock: ManualClock
) -> None:
    keep, drop = pair
    later = number_of(desk, an_order(site=2))
    do(desk, f"edit {later} after={drop}", f"merge {keep} {drop}")

    with pytest.raises(Rejected, match=f"order {keep} must be done before {later}; it is ready"):
        do(desk, f"assign {later} kim 15:00")
    planned = {line.order: line for line in desk.plan(T0.date()).visits}
    assert planned[later].start_at >= planned[keep].end_at
    desk.run(CompleteOrder(order=keep, resolution_code="fixed"))
    do(desk, f"assign {later} kim 15:00")


def test_what_was_reserved_for_the_dropped_order_is_free_again(desk: Desk, pair: tuple[int, int]) -> None:
    keep, drop = pair
    do(desk, "warehouse main", "part PUMP-3 Pump", "receive PUMP-3 5 main", f"reserve {drop} 2 PUMP-3")

    do(desk, f"merge {keep} {drop}")

    (stock,) = desk.ask(Reader.select, Stock)
    assert (stock.quantity, stock.reserved, the_order(desk, drop).parts_state) == (5, 0, None)
    desk.run(Undo())
    (stock,) = desk.ask(Reader.select, Stock)
    assert (stock.reserved, the_order(desk, drop).parts_state) == (2, PartsState.READY)
