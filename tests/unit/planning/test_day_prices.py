"""Do the prices of a policy add up, and does what is more urgent stay the dearer?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from tests.planning_days import a_ready
from wom_tui.domain.feasibility import TechnicianDay
from wom_tui.domain.technician import Technician, WorkSpan
from wom_tui.domain.work_order import Priority
from wom_tui.domain.worktime import Window
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning import problem as engine
from wom_tui.planning.day_plan import best_plan
from wom_tui.planning.day_prices import priced
from wom_tui.planning.day_problem import day_problem
from wom_tui.planning.effort import Effort
from wom_tui.planning.policy import BALANCED
from wom_tui.planning.snapshot import Ready, Snapshot

ON = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DEAREST = replace(
    BALANCED, late=(1_000_000,) * 4, waiting=(1_000_000,) * 4, left_out=(1_000_000, 1000, 10, 1)
)


def a_day(orders: list[Ready], hours: int = 8) -> Snapshot:
    """One technician, so many hours."""
    window = Window(start_at=MORNING, end_at=MORNING + hours * HOUR)
    day = TechnicianDay(
        technician=Technician(id=1, version=1, code="kim", name="K. Moran"),
        on=ON,
        spans=(WorkSpan(window=window),),
    )
    return Snapshot(on=ON, now=MORNING, basis=0, jobs=tuple(orders), days={1: day})


def test_the_highest_prices_of_a_large_day_add_up_in_64_bits() -> None:
    orders = [
        a_ready(number, priority=Priority.P1 if number % 2 else Priority.P4) for number in range(1, 301)
    ]

    asked = day_problem(a_day(orders), DEAREST)

    by_number = {id: job.unassigned_cost for id, job in asked.problem.job_of.items()}
    assert sum(by_number.values()) < 1 << 63
    assert by_number[1] == 1_000_000 * by_number[2] > 0


def test_what_is_due_this_minute_is_late_from_now_on_and_not_overdue_for_good() -> None:
    orders = [a_ready(number, priority=Priority.P1) for number in (1, 2)]
    due_now = replace(
        orders[0],
        job=replace(orders[0].job, order=replace(orders[0].job.order, respond_due_at=MORNING)),
    )

    asked = day_problem(a_day([due_now, orders[1]]), BALANCED)

    prices = [job.late_cost_per_min for job in asked.problem.jobs]
    assert prices == [BALANCED.late_price(Priority.P1), BALANCED.waiting_price(Priority.P1)]


def test_the_most_urgent_order_is_planned_where_prices_are_the_highest() -> None:
    orders = [a_ready(number) for number in range(1, 200)] + [a_ready(200, priority=Priority.P1)]

    plan = best_plan(a_day(orders, hours=1), search_here, policy=DEAREST, effort=Effort(iterations=5))

    assert [line.order for line in plan.visits] == [200]


def test_a_way_by_a_depot_never_costs_an_order_its_place() -> None:
    far = np.array([[0, 6000], [6000, 0]], np.int32)
    plain = engine.Problem(
        jobs=(engine.Job(id=1, place=1, depot=0, needs=frozenset({1})),),
        vehicles=(engine.Vehicle(id=1, start=0, end=None),),
        durations={"car": far},
        depots=(engine.Depot(place=0, leaves=0, service=90_000),),
    )
    orders = [a_ready(1, priority=Priority.P4)]

    (job,) = priced(plain, orders, BALANCED, is_running=False).jobs

    (there,) = (leg for leg in plain.legs(plain.vehicles[0], plain.jobs) if leg)
    assert job.unassigned_cost > there
