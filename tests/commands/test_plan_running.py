"""A day that runs is planned from where everybody is by now, and from when on they are free."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.office import HOUR, KIM, MINUTE, MONDAY, T0, ManualClock, an_order, number_of
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.plan import Plan, PlannedVisit
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.planning.effort import Effort
from wom_tui.store.reader import Reader

FEW = Effort(iterations=20)


@pytest.fixture
def kims_day(desk: Desk) -> Desk:
    """Nobody but Kim works."""
    away = AddAbsence(technician=2, start_at=T0 - 2 * HOUR, end_at=T0 + 10 * HOUR, reason="away")
    desk.run(away)
    return desk


def kim_goes(desk: Desk, start_at: datetime, to: VisitStatus, site: int = 5) -> Visit:
    """Kim has a visit of an hour, and is so far with it now."""
    number = number_of(desk, an_order(site=site))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=start_at))
    (visit,) = desk.ask(Reader.select, Visit, order_id=number)
    desk.run_all([DispatchVisit(visit=visit.id), AdvanceVisit(visit=visit.id, to=to)])
    return visit


def planned(desk: Desk) -> list[Plan]:
    """The order that is ready, placed in turn and by the search."""
    return [desk.plan(MONDAY), desk.search(MONDAY, effort=FEW)[0]]


def only_line(plan: Plan) -> PlannedVisit:
    (line,) = plan.visits
    return line


def test_who_began_late_is_free_an_hour_after_that(kims_day: Desk, clock: ManualClock) -> None:
    visit = kim_goes(kims_day, T0, VisitStatus.ACCEPTED)
    clock.forward(40 * MINUTE)
    kims_day.run(AdvanceVisit(visit=visit.id, to=VisitStatus.ON_SITE))
    number_of(kims_day, an_order(site=5))

    lines = [only_line(plan) for plan in planned(kims_day)]

    assert {line.start_at for line in lines} == {T0 + 100 * MINUTE}
    assert {line.travel_s for line in lines} == {0}


def test_nothing_is_put_before_a_visit_that_somebody_is_on_the_way_to(
    kims_day: Desk, clock: ManualClock
) -> None:
    kim_goes(kims_day, T0 + 70 * MINUTE, VisitStatus.TRAVELLING)
    number_of(kims_day, an_order(site=1))

    plans = planned(kims_day)

    assert {only_line(plan).start_at for plan in plans} == {T0 + 135 * MINUTE}
    assert {only_line(plan).travel_s for plan in plans} == {240}
    assert kims_day.run(AcceptPlan(plan=plans[1])).result["refused"] == []


def test_who_came_early_is_there_until_the_visit_was_to_end(kims_day: Desk, clock: ManualClock) -> None:
    kim_goes(kims_day, T0 + 70 * MINUTE, VisitStatus.ON_SITE)
    number_of(kims_day, an_order(site=5))

    plans = planned(kims_day)

    assert {only_line(plan).start_at for plan in plans} == {T0 + 130 * MINUTE}
    assert kims_day.run(AcceptPlan(plan=plans[1])).result["refused"] == []


def test_the_way_begins_where_the_last_visit_was(kims_day: Desk, clock: ManualClock) -> None:
    visit = kim_goes(kims_day, T0, VisitStatus.ON_SITE)
    clock.forward(30 * MINUTE)
    kims_day.run(AdvanceVisit(visit=visit.id, to=VisitStatus.DONE))
    number_of(kims_day, an_order(site=3))

    lines = [only_line(plan) for plan in planned(kims_day)]

    assert {line.start_at for line in lines} == {T0 + 35 * MINUTE}
    assert {line.travel_s for line in lines} == {120}
