"""A day that is cut into sectors: is every order looked at once, and does the joined plan keep every rule?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from tests.planning_days import snapshots, violations_of
from wom_tui.domain.violation import hard
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning import day_plan, sectors
from wom_tui.planning.day_plan import best_plan
from wom_tui.planning.effort import Effort
from wom_tui.planning.snapshot import Snapshot


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """A day of three orders is large, and a sector has one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(day_plan, "MOST", 2)
        patched.setattr(sectors, "SIZE", 1)
        yield


@settings(max_examples=80)
@given(snapshots())
def test_sectors_share_neither_orders_nor_technicians(day: Snapshot) -> None:
    pieces = sectors.sectors(day)

    orders = Counter(ready.job.order.id for piece in pieces for ready in piece.snapshot.jobs)
    people = Counter(id for piece in pieces for id in piece.snapshot.days)
    assert set(orders.values()) | set(people.values()) <= {1}
    assert orders.keys() <= {ready.job.order.id for ready in day.jobs}


@settings(max_examples=60)
@given(snapshots())
def test_a_plan_by_sectors_keeps_every_rule_and_names_each_order_once(day: Snapshot) -> None:
    plan = best_plan(day, search_here, effort=Effort(iterations=20))

    assert hard(violations_of(plan, day)) == ()
    named = sorted([line.order for line in plan.visits] + [one.order for one in plan.unplanned])
    assert named == sorted(ready.job.order.id for ready in day.jobs)


@settings(max_examples=10)
@given(snapshots())
def test_the_same_seed_and_steps_give_the_same_plan_by_sectors(day: Snapshot) -> None:
    first, second = (best_plan(day, search_here, effort=Effort(iterations=20)) for _ in range(2))

    assert first == second
