"""Several lines, marks, versions and roles: what is done together, and what is refused together?"""

from __future__ import annotations

import pytest

from tests.commands.typed import do, visits
from tests.office import (
    an_order,
    number_of,
)
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.visit import VisitStatus
from wom_tui.errors import Conflict, Forbidden, InvalidInput, NotFound, Rejected
from wom_tui.grammar.intent import Here
from wom_tui.grammar.line import commands_of
from wom_tui.grammar.targets import Target


def test_a_line_of_a_batch_sees_what_the_lines_before_it_did(desk: Desk, order: int) -> None:
    receipt = do(desk, "# the morning", f"assign {order} kim", "", f"dispatch {order}")

    assert [e.kind for e in receipt.events][::2] == ["visit.assigned", "visit.dispatched"]
    do(desk, "undo")
    assert visits(desk, order) == ()


def test_a_batch_is_done_whole_or_not_at_all(desk: Desk, order: int) -> None:
    before = desk.last_seq()

    with pytest.raises(NotFound) as refusal:
        do(desk, f"assign {order} kim", "dispatch 99", f"hold {order} parts")

    assert desk.last_seq() == before
    assert refusal.value.__notes__ == ["line 2: dispatch 99"]


def test_a_line_that_cannot_be_read_is_named(desk: Desk, order: int) -> None:
    with pytest.raises(InvalidInput) as refusal:
        do(desk, f"assign {order} kim", "dispach 99")

    assert refusal.value.__notes__ == ["line 2: dispach 99"]


def test_marks_are_done_one_by_one(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order())
    do(desk, f"assign {order} kim")

    receipt = do(desk, "dispatch", here=Here(marks=(Target(order), Target(other))))

    assert [(r.index, r.code) for r in receipt.refusals] == [(1, "visit.unplanned")]
    assert visits(desk, order)[0].status is VisitStatus.DISPATCHED


def test_what_was_changed_since_it_was_seen_is_a_conflict(desk: Desk, order: int) -> None:
    do(desk, f"priority {order} 1")

    with pytest.raises(Conflict, match="admin was faster"):
        do(desk, f"hold {order} parts expect=1")
    with pytest.raises(Conflict) as faster:
        desk.run_all(commands_of(f"hold {order} parts", desk, Here(orders={order: 1})))
    assert [deed.kind for deed in faster.value.deeds] == ["order.prioritised"]
    do(desk, f"hold {order} parts expect=2")


def test_a_visit_that_was_changed_since_it_was_seen_is_a_conflict(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")
    (visit,) = visits(desk, order)
    do(desk, f"move {order} 16:00")

    with pytest.raises(Conflict):
        desk.run_all(commands_of(f"dispatch {order}", desk, Here(visits={visit.id: visit.version})))


def test_a_rule_is_passed_over_with_a_written_reason(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"pin {order}")

    with pytest.raises(Rejected, match="is pinned"):
        do(desk, f"move {order} 16:00")
    receipt = do(desk, f'move {order} 16:00 why="customer called"')

    assert [v.code for v in receipt.overrides] == ["visit.pinned"]


def test_a_role_is_held_to_what_the_verb_needs(desk: Desk, order: int) -> None:
    desk.actor = Actor(name="kim", role=Role.TECHNICIAN)

    with pytest.raises(Forbidden, match="needs dispatcher"):
        do(desk, f"assign {order} kim 15:00")


def test_a_preview_writes_nothing_and_says_the_same(desk: Desk, order: int) -> None:
    before = desk.last_seq()

    preview = desk.run_all(commands_of(f"assign {order} kim", desk), dry_run=True)

    assert desk.last_seq() == before
    assert [e.kind for e in preview.events] == [e.kind for e in do(desk, f"assign {order} kim").events]
