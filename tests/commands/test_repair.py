"""Mending a running day: the fewest moves, one act, one undo; and what has changed since is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0, TREES, ManualClock, an_order, number_of
from wom_tui.commands.order import SetPriority
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.trouble import commands_of
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit, PinVisit
from wom_tui.desk import Desk
from wom_tui.domain.plan import PlannedVisit, Was
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.technician import Absence
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import Priority, SkillNeed
from wom_tui.errors import InvalidInput
from wom_tui.planning.effort import Effort
from wom_tui.planning.repair import Repair, Trouble
from wom_tui.present.repair import repair_lines
from wom_tui.store.reader import Reader

FEW = Effort(iterations=60)


def booked(desk: Desk, technician: int, start_at: datetime, site: int = 1) -> Visit:
    """An order of an hour that the technician has."""
    number = number_of(desk, an_order(site=site))
    desk.run(AssignVisit(order=number, technician=technician, start_at=start_at))
    (visit,) = desk.ask(Reader.select, Visit, order_id=number)
    return visit


def repair(desk: Desk, trouble: Trouble | None = None, policy: str = "stable-day") -> Repair:
    return desk.repair(MONDAY, trouble or Trouble(), policy=policy, effort=FEW)


def accept(desk: Desk, found: Repair, trouble: Trouble | None = None) -> Receipt:
    before = commands_of(trouble, found) if trouble else ()
    return desk.run_all([*before, AcceptPlan(plan=found.plan)])


def there(desk: Desk, visit: Visit) -> tuple[int | None, datetime | None]:
    now = desk.ask(Reader.get, Visit, visit.id)
    return now.technician_id, now.start_at


def test_a_day_without_trouble_stays_as_it_is(desk: Desk) -> None:
    booked(desk, KIM, T0 + 2 * HOUR)
    booked(desk, ALI, T0 + 3 * HOUR, site=5)

    found = repair(desk)

    assert (found.plan.visits, found.plan.unplanned) == ((), ())


def test_the_visits_of_who_is_sick_go_to_others_and_theirs_stay(desk: Desk) -> None:
    lost, kept = booked(desk, KIM, T0 + 2 * HOUR), booked(desk, ALI, T0 + 2 * HOUR)

    found = repair(desk, Trouble(sick=frozenset({KIM})))

    (line,) = found.plan.visits
    assert (line.visit, line.technician) == (lost.id, ALI)
    assert line.was == Was(technician=KIM, start_at=T0 + 2 * HOUR, end_at=T0 + 3 * HOUR)
    accept(desk, found, Trouble(sick=frozenset({KIM})))
    assert there(desk, lost) == (ALI, line.start_at)
    assert there(desk, kept) == (ALI, T0 + 2 * HOUR)
    (away,) = desk.ask(Reader.select, Absence)
    assert (away.technician_id, away.start_at, away.reason) == (KIM, T0, "sick")


def test_all_of_it_is_one_act(desk: Desk) -> None:
    lost = booked(desk, KIM, T0 + 2 * HOUR)
    trouble = Trouble(sick=frozenset({KIM}))
    accept(desk, repair(desk, trouble), trouble)

    desk.run(Undo())

    assert there(desk, lost) == (KIM, T0 + 2 * HOUR)
    assert desk.ask(Reader.select, Absence) == ()


def test_what_nobody_can_take_loses_its_place(desk: Desk) -> None:
    lost = booked(desk, KIM, T0 + 2 * HOUR)
    trouble = Trouble(sick=frozenset({KIM, ALI}))

    found = repair(desk, Trouble(sick=trouble.sick))

    (left,) = found.plan.unplanned
    assert left.was is not None
    assert left.reason == "2 are absent"
    accept(desk, found, trouble)
    assert there(desk, lost) == (None, None)


def test_an_emergency_is_placed_at_once_and_moves_nobody_who_need_not(desk: Desk) -> None:
    ahead = [booked(desk, KIM, T0 + n * HOUR + 20 * MINUTE) for n in (1, 2, 3)]
    number = number_of(desk, an_order(site=2))

    found = repair(desk, Trouble(emergency=frozenset({number})))

    assert [(line.order, line.was) for line in found.plan.visits] == [(number, None)]
    accept(desk, found)
    assert [there(desk, v) for v in ahead] == [(KIM, v.start_at) for v in ahead]


def test_an_emergency_comes_before_what_is_overdue_anyway(desk: Desk, clock: ManualClock) -> None:
    lost = booked(desk, KIM, T0 + 10 * MINUTE)
    clock.forward(15 * MINUTE)
    desk.run(SetPriority(order=lost.order_id, priority=Priority.P1))
    number = number_of(desk, an_order(site=5))  # farther away

    found = repair(desk, Trouble(emergency=frozenset({number}), sick=frozenset({KIM})))

    begins = {line.order: line.start_at for line in found.plan.visits}
    assert begins[number] < begins[lost.order_id]


def test_who_takes_longer_keeps_the_visit_and_the_next_goes_to_who_has_time(
    desk: Desk, clock: ManualClock
) -> None:
    running = booked(desk, KIM, T0 + 10 * MINUTE)
    follows = booked(desk, KIM, T0 + 90 * MINUTE)
    for step in (DispatchVisit(visit=running.id), AdvanceVisit(visit=running.id, to=VisitStatus.ON_SITE)):
        desk.run(step)
    clock.forward(10 * MINUTE)

    found = repair(desk, Trouble(late={running.id: 120}), policy="storm")

    (line,) = found.plan.visits
    assert line.visit == follows.id
    assert line.technician == ALI


def test_what_begins_too_soon_to_be_moved_is_told(desk: Desk, clock: ManualClock) -> None:
    running = booked(desk, KIM, T0 + 10 * MINUTE)
    follows = booked(desk, KIM, T0 + 90 * MINUTE)
    for step in (DispatchVisit(visit=running.id), AdvanceVisit(visit=running.id, to=VisitStatus.ON_SITE)):
        desk.run(step)
    clock.forward(60 * MINUTE)

    found = repair(desk, Trouble(late={running.id: 45}))

    (stuck,) = found.stuck
    assert stuck.visit.id == follows.id
    assert stuck.there_at >= T0 + (10 + 60 + 45) * MINUTE
    (head, line) = repair_lines(found, None, {KIM: "Kim"}, UTC)
    assert head == "nothing can be moved"
    assert "Kim 15:30  begins too soon to be moved, and nobody is there before" in line


def test_what_should_have_begun_begins_now_and_pushes_what_follows(desk: Desk, clock: ManualClock) -> None:
    due = booked(desk, KIM, T0 + 4 * HOUR + 30 * MINUTE)
    follows = booked(desk, KIM, T0 + 5 * HOUR + 51 * MINUTE, site=5)  # four minutes away
    clock.forward(4 * HOUR + 40 * MINUTE)

    (line,) = repair(desk).plan.visits

    assert (line.visit, line.technician) == (due.id, KIM)
    assert line.start_at == T0 + 4 * HOUR + 41 * MINUTE  # a minute from home
    clock.forward(10 * MINUTE)
    assert {line.visit for line in repair(desk).plan.visits} == {due.id, follows.id}


@pytest.mark.parametrize("priority", list(Priority))
def test_a_round_time_makes_no_visit_later_that_has_missed_its_due_already(
    desk: Desk, clock: ManualClock, priority: Priority
) -> None:
    late = booked(desk, KIM, T0 + 4 * HOUR + 30 * MINUTE)  # nobody has responded by 11:00
    desk.run(SetPriority(order=late.order_id, priority=priority))
    clock.forward(4 * HOUR + 40 * MINUTE)

    (line,) = repair(desk).plan.visits

    assert line.start_at == T0 + 4 * HOUR + 41 * MINUTE  # a minute from home


def test_where_no_due_is_missed_by_it_a_round_time_is_told(desk: Desk, clock: ManualClock) -> None:
    number = number_of(desk, an_order(work_type=TREES))  # which has no due
    desk.run(AssignVisit(order=number, technician=ALI, start_at=T0 + 4 * HOUR + 30 * MINUTE))
    clock.forward(4 * HOUR + 40 * MINUTE)

    (line,) = repair(desk).plan.visits

    assert line.start_at == T0 + 4 * HOUR + 45 * MINUTE


def test_what_begins_soon_is_pushed_by_what_is_late_before_it_and_nobody_else_gets_it(
    desk: Desk, clock: ManualClock
) -> None:
    late, soon, later = (booked(desk, KIM, T0 + minutes * MINUTE) for minutes in (210, 275, 350))
    for visit in (late, soon, later):
        desk.run(DispatchVisit(visit=visit.id))
    clock.forward(220 * MINUTE)

    lines = repair(desk).plan.visits

    assert [(line.visit, line.technician) for line in lines] == [(late.id, KIM), (soon.id, KIM)]
    assert [line.start_at for line in lines] == [T0 + 221 * MINUTE, T0 + 281 * MINUTE]


def test_what_should_have_begun_is_not_given_away_to_spare_an_urgent_one_some_minutes(
    desk: Desk, clock: ManualClock
) -> None:
    late, urgent = booked(desk, KIM, T0 + 210 * MINUTE), booked(desk, KIM, T0 + 290 * MINUTE)
    desk.run(SetPriority(order=urgent.order_id, priority=Priority.P1))
    clock.forward(235 * MINUTE)

    lines = repair(desk).plan.visits

    assert [(line.visit, line.technician) for line in lines] == [(late.id, KIM), (urgent.id, KIM)]


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(sick=frozenset({99})),
        Trouble(emergency=frozenset({99})),
        Trouble(late={99: 45}),
        Trouble(no_show=frozenset({99})),
    ],
)
def test_trouble_with_what_is_not_of_that_day_is_refused(desk: Desk, trouble: Trouble) -> None:
    with pytest.raises(InvalidInput, match="99"):
        repair(desk, trouble)


def test_an_order_that_somebody_has_is_no_emergency_to_be_placed(desk: Desk) -> None:
    taken = booked(desk, KIM, T0 + 2 * HOUR)

    with pytest.raises(InvalidInput, match="nobody has"):
        repair(desk, Trouble(emergency=frozenset({taken.order_id})))


def test_of_an_emergency_that_nobody_can_do_it_is_told_why(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES, skills=(SkillNeed(name="climbing"),)))

    (left,) = repair(desk, Trouble(emergency=frozenset({number}))).plan.unplanned

    assert left.reason == "2 lack climbing"


def test_what_is_pinned_has_begun_or_begins_soon_is_not_moved(desk: Desk) -> None:
    soon, pinned = booked(desk, KIM, T0 + 30 * MINUTE), booked(desk, KIM, T0 + 3 * HOUR)
    desk.run(PinVisit(visit=pinned.id))
    number = number_of(desk, an_order(site=1))

    found = repair(desk, Trouble(emergency=frozenset({number})), policy="storm")

    assert not {soon.id, pinned.id} & {line.visit for line in found.plan.visits}


def test_who_is_away_loses_also_what_begins_soon_and_has_been_told(desk: Desk) -> None:
    soon = booked(desk, KIM, T0 + 30 * MINUTE)
    desk.run(DispatchVisit(visit=soon.id))
    desk.run(AddAbsence(technician=KIM, start_at=T0, end_at=T0 + 8 * HOUR))

    (line,) = repair(desk).plan.visits

    assert (line.visit, line.technician) == (soon.id, ALI)
    assert line.was is not None
    assert line.was.is_told


def test_a_visit_that_somebody_has_moved_since_is_refused(desk: Desk) -> None:
    lost = booked(desk, KIM, T0 + 2 * HOUR)
    found = repair(desk, Trouble(sick=frozenset({KIM})))
    desk.run(AssignVisit(order=lost.order_id, visit=lost.id, technician=KIM, start_at=T0 + 4 * HOUR))

    receipt = accept(desk, found)

    assert receipt.result["planned"] == 0
    assert receipt.result["refused"][0]["reason"].endswith("has been moved meanwhile by admin")
    assert there(desk, lost) == (KIM, T0 + 4 * HOUR)


def test_two_visits_can_change_places(desk: Desk) -> None:
    one, other = booked(desk, KIM, T0 + 2 * HOUR), booked(desk, ALI, T0 + 2 * HOUR)
    plan = repair(desk).plan
    swap = tuple(
        PlannedVisit(
            order=visit.order_id,
            visit=visit.id,
            technician=to,
            start_at=T0 + 2 * HOUR,
            end_at=T0 + 3 * HOUR,
            travel_s=0,
            was=Was(technician=was, start_at=T0 + 2 * HOUR, end_at=T0 + 3 * HOUR),
        )
        for visit, was, to in ((one, KIM, ALI), (other, ALI, KIM))
    )

    receipt = desk.run(AcceptPlan(plan=replace(plan, visits=swap)))

    assert (receipt.result["planned"], receipt.result["refused"]) == (2, [])
    assert (there(desk, one)[0], there(desk, other)[0]) == (ALI, KIM)
