"""Whatever is done on a branch: does it leave the live days alone, and is the merge of it what the branch was?"""

from __future__ import annotations

from random import Random

import pytest

from tests.office import ALI, HOUR, KIM, MINUTE, T0, an_order, number_of
from wom_tui.branch_desk import branch_desk
from wom_tui.commands.branch import MergeBranch, NewBranch, open_branch
from wom_tui.commands.visit import AssignVisit, UnassignVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import Visit
from wom_tui.errors import WomError
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences


def booked(desk: Desk) -> set[tuple[object, ...]]:
    """Who goes where and when, whatever the visits' numbers."""
    found = desk.ask(Reader.select, Visit)
    return {(v.order_id, v.technician_id, v.start_at, v.end_at) for v in found if v.is_booked}


def something(random: Random, orders: list[int], desk: Desk) -> None:
    """One act, whatever the rules say of it."""
    order = random.choice(orders)
    here = [v for v in desk.ask(Reader.select, Visit, order_id=order) if v.is_live]
    visit = here[0].id if here else None
    start_at = T0 + random.randrange(1, 28) * 15 * MINUTE
    try:
        if visit is not None and random.random() < 0.3:
            desk.run(UnassignVisit(visit=visit))
        else:
            technician = random.choice((KIM, ALI))
            desk.run(AssignVisit(order=order, visit=visit, technician=technician, start_at=start_at))
    except WomError:
        return


@pytest.mark.parametrize("seed", range(3))
def test_a_branch_is_merged_as_it_was_and_touches_nothing_before(desk: Desk, seed: int) -> None:
    random = Random(seed)
    orders = [number_of(desk, an_order()) for _ in range(6)]
    for _ in range(6):
        something(random, orders, desk)
    desk.run(NewBranch(name="trial"))
    live, there = booked(desk), branch_desk(desk, "trial")
    for _ in range(12):
        something(random, orders, there)

    assert booked(desk) == live
    wanted, branch = booked(there), desk.ask(open_branch, "trial")
    assert branch is not None
    assert len(branch.lines) >= 3
    desk.run(MergeBranch(branch=branch.id))

    assert booked(desk) == wanted
    with desk.engine.connect() as connection:
        assert not list(differences(connection))
    written = desk.last_seq()
    with pytest.raises(WomError, match="merged"):
        desk.run(MergeBranch(branch=branch.id))
    assert desk.last_seq() == written


def test_an_act_on_a_branch_is_rehearsed_like_any_other(desk: Desk, order: int) -> None:
    desk.run(NewBranch(name="trial"))
    there = branch_desk(desk, "trial")
    written = desk.last_seq()

    receipt = there.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR), dry_run=True)

    assert receipt.is_dry_run
    assert [event.kind for event in receipt.events][:1] == ["visit.assigned"]
    assert (desk.last_seq(), booked(there)) == (written, set())
