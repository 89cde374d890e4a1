"""Balance: a policy may spread the work, though one technician is nearer to all of it."""

from __future__ import annotations

from dataclasses import replace

from tests.office import ALI, KIM, MONDAY, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.technician import Technician
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.day_plan import best_plan
from wom_tui.planning.effort import Effort
from wom_tui.planning.policy import BALANCED, Policy
from wom_tui.store.reader import Reader

FEW = Effort(iterations=60)
AT_ANY_TIME = replace(BALANCED, late=(0, 0, 0, 0), waiting=(0, 0, 0, 0))


def by_technician(desk: Desk, policy: Policy) -> dict[int, int]:
    """How many visits of Monday each would have."""
    seen = desk.search(MONDAY, effort=FEW)[1]
    plan = best_plan(seen, search_here, policy=policy, effort=FEW)
    assert plan.unplanned == ()
    return {id: sum(line.technician == id for line in plan.visits) for id in (KIM, ALI)}


def test_work_is_spread_where_the_policy_has_a_price_for_it(desk: Desk) -> None:
    ali = desk.ask(Reader.get, Technician, ALI)
    kim = desk.ask(Reader.get, Technician, KIM)
    desk.run(LoadFacts(facts=(replace(ali, home_lat=(kim.home_lat or 0) + 0.5),)))
    for n in range(4):
        number_of(desk, an_order(site=1 + n))

    near = by_technician(desk, AT_ANY_TIME)
    spread = by_technician(desk, replace(AT_ANY_TIME, balance=36_000))

    assert near == {KIM: 4, ALI: 0}
    assert spread == {KIM: 2, ALI: 2}
