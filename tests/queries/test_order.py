"""Is everything about an order there, and do its clocks add up?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.office import ALI, HOUR, KIM, T0, ZONE, a_site
from tests.office import an_order as an_order_command
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.hold import HoldOrder, ReleaseOrder
from wom_tui.commands.order import SetPriority
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.site import Territory
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import NotFound
from wom_tui.queries.board import dirty_since, urgent_numbers
from wom_tui.queries.order import order_detail
from wom_tui.queries.orders import order_rows


def an_order(desk: Desk, **given: object) -> int:
    """A street light that is out, taken in; its number."""
    return int(desk.run(an_order_command(**given)).result["number"])


def test_an_order_comes_with_its_site_type_visits_and_technicians(desk: Desk) -> None:
    number = an_order(desk)
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))

    detail = desk.ask(order_detail, number, T0)

    assert (detail.order.id, detail.row.number) == (number, number)
    assert detail.site is not None
    assert detail.work_type is not None
    assert detail.requirement is not None
    assert [(v.visit.label, v.technician.id) for v in detail.visits if v.technician] == [(f"{number}/1", KIM)]


def test_the_history_is_newest_first_and_names_visits_and_what_was_taken_back(desk: Desk) -> None:
    number = an_order(desk)
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    desk.run(Undo())

    kinds = [event.kind for event in desk.ask(order_detail, number, T0).history]

    assert kinds[-1] == "order.created"
    assert "visit.assigned" in kinds
    assert "visit.undone" in kinds[: kinds.index("visit.assigned")]


def test_the_history_names_also_who_had_a_visit_that_was_taken_back(desk: Desk) -> None:
    number = an_order(desk)
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    desk.run(Undo())
    desk.run(AssignVisit(order=number, technician=ALI, start_at=T0 + HOUR))

    assert desk.ask(order_detail, number, T0).people.keys() == {KIM, ALI}


def test_the_ledger_adds_up_to_what_is_used_and_left(desk: Desk) -> None:
    number = an_order(desk)
    desk.run(SetPriority(order=number, priority=Priority.P1))
    desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + 9 * HOUR))
    desk.run(ReleaseOrder(order=number))

    detail = desk.ask(order_detail, number, T0 + 6 * HOUR)

    clocks = [clock for clock in (detail.respond, detail.resolve) if clock is not None]
    assert clocks
    for clock in clocks:
        assert (
            sum(line.counted_min for line in clock.ledger.lines)
            == clock.ledger.used_min
            == clock.clock.used_min
        )
        assert clock.clock.left_min == clock.clock.target_min - clock.clock.used_min


def test_other_orders_at_the_site_are_named_without_the_order_itself(desk: Desk) -> None:
    first, second = an_order(desk), an_order(desk)

    assert second in [other.number for other in desk.ask(order_detail, first, T0).related]
    assert first not in [other.number for other in desk.ask(order_detail, first, T0).related]


def test_an_order_that_is_not_there_is_said_to_be_missing(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.ask(order_detail, 99_999, T0)


def test_what_is_due_first_is_read_first(desk: Desk) -> None:
    young, old, middle = (an_order(desk, opened_at=T0 - ago * HOUR) for ago in (0, 3, 1))

    assert desk.ask(urgent_numbers, 1) == [old]
    assert desk.ask(urgent_numbers, 10) == [old, middle, young]


def test_a_change_of_a_visit_makes_its_order_dirty(desk: Desk) -> None:
    number = an_order(desk)
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    seq, known = desk.last_seq(), dict[int, int]()
    assert desk.ask(dirty_since, seq, known).orders == frozenset()
    (visit,) = [v.visit for v in desk.ask(order_detail, number, T0).visits]
    desk.run(AssignVisit(order=number, visit=visit.id, technician=ALI, start_at=T0 + 2 * HOUR))

    dirty = desk.ask(dirty_since, seq, known)

    assert dirty.orders == {number}
    assert dirty.seq == desk.last_seq()
    assert known == {visit.id: number}


def test_the_zone_of_a_clock_is_that_of_its_calendar(desk: Desk) -> None:
    number = an_order(desk)
    desk.run(SetPriority(order=number, priority=Priority.P1))

    detail = desk.ask(order_detail, number, datetime(2026, 3, 3, tzinfo=UTC) + timedelta(hours=15))

    assert {clock.zone for clock in (detail.respond, detail.resolve) if clock} == {"America/New_York"}


def test_an_order_of_the_past_is_named_by_records_that_were_written_down_later(desk: Desk) -> None:
    yesterday = T0 - 24 * HOUR
    kind = WorkType(id=77, name="Hydrant", duration_min=30)
    place = Territory(id=77, name="Harbor", zone=ZONE)
    site = replace(a_site(77), territory_id=77)
    desk.run(LoadFacts(facts=(kind, place, site), what="names"))
    told = WorkOrder(
        id=901,
        title="Hydrant leaking",
        status=OrderStatus.READY,
        priority=Priority.P3,
        source="test",
        opened_at=yesterday,
        work_type_id=77,
        territory_id=77,
        site_id=77,
    )
    desk.run(LoadFacts(facts=(told,), what="orders", at=yesterday))

    (row,) = desk.ask_as_of(yesterday + HOUR, order_rows, ids=[901])
    detail = desk.ask_as_of(yesterday + HOUR, order_detail, 901, yesterday + HOUR)

    assert (row.work_type, row.territory, row.site) == ("Hydrant", "Harbor", site.name)
    assert detail.work_type is not None
    assert detail.territory is not None
    assert detail.site is not None
