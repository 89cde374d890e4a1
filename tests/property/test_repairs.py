"""Whatever day and whatever trouble: does a repair keep every rule, and name all that it changes?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning_days import running, snapshots, violations_of
from wom_tui.domain.violation import hard
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.effort import Effort
from wom_tui.planning.policy import BALANCED
from wom_tui.planning.repair import Trouble, is_change, repaired, with_trouble
from wom_tui.planning.snapshot import Snapshot

FEW = Effort(iterations=30)


@settings(max_examples=50)
@given(snapshots(), st.data())
def test_a_repair_keeps_every_rule_and_names_each_visit_once(day: Snapshot, data: st.DataObject) -> None:
    freed = running(day)
    sick = data.draw(st.frozensets(st.sampled_from(sorted(day.days) or [0]), max_size=2)) & day.days.keys()
    waiting = [r.job.order.id for r in freed.jobs if r.was is None]
    urgent = data.draw(st.frozensets(st.sampled_from(waiting or [0]), max_size=2)) & frozenset(waiting)
    trouble = Trouble(sick=sick, emergency=urgent)

    found = repaired(with_trouble(freed, trouble), trouble, search_here, policy=BALANCED, effort=FEW)

    assert hard(violations_of(found.plan, found.snapshot)) == ()
    assert all(is_change(line) for line in found.plan.visits)
    named = [line.order for line in found.plan.visits] + [left.order for left in found.plan.unplanned]
    assert len(named) == len(set(named))
    assert urgent <= set(named)
    assert not any(line.technician in sick and line.start_at >= day.now for line in found.plan.visits)
    assert {line.order for line in found.plan.visits if line.was is None} <= urgent


@settings(max_examples=20)
@given(snapshots())
def test_a_day_without_trouble_stays_as_it_is(day: Snapshot) -> None:
    found = repaired(running(day), Trouble(), search_here, policy=BALANCED, effort=FEW)

    assert (found.plan.visits, found.plan.unplanned) == ((), ())
