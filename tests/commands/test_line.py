"""Typed lines against facts: which visit is meant, who, and when; batches that build on themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.office import (
    ALI,
    HOUR,
    KIM,
    MINUTE,
    T0,
    ZONE,
    ManualClock,
    an_order,
    close_desks,
    desk_on,
    number_of,
    office_facts,
)
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import Approval, HoldReason, OrderStatus, Priority, Requirement, WorkOrder
from wom_tui.errors import Conflict, Forbidden, InvalidInput, NotFound, Rejected
from wom_tui.grammar.completion import complete
from wom_tui.grammar.intent import NOWHERE, Here, Target
from wom_tui.grammar.line import commands_of, commands_of_lines
from wom_tui.store.reader import Reader


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    yield desk
    close_desks()


@pytest.fixture
def order(desk: Desk) -> int:
    return number_of(desk, an_order())


def do(desk: Desk, *lines: str, here: Here = NOWHERE) -> Receipt:
    if here is NOWHERE:
        return desk.run_all(commands_of_lines(lines, desk))
    return desk.run_all(commands_of(lines[0], desk, here), mode="each")


def visits(desk: Desk, number: int) -> tuple[Visit, ...]:
    return desk.ask(Reader.select, Visit, order_id=number)


def the_order(desk: Desk, number: int) -> WorkOrder:
    return desk.ask(Reader.get, WorkOrder, number)


def labels(desk: Desk, number: int) -> list[tuple[str, str, int | None]]:
    return [(v.label, v.status.value, v.technician_id) for v in visits(desk, number)]


# -- which visit -----------------------------------------------------------------------------------


def test_an_order_without_visits_gets_one(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", KIM)]
    assert visits(desk, order)[0].start_at == T0 + HOUR  # typed in the zone of the office, which is UTC here


def test_the_one_visit_without_a_time_is_taken(desk: Desk, order: int) -> None:
    do(desk, f"visit {order}")

    do(desk, f"assign {order} kim 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", KIM)]


def test_of_several_visits_none_is_taken_silently(desk: Desk, order: int) -> None:
    do(desk, f"visit {order}", f"visit {order}")

    with pytest.raises(InvalidInput, match=rf"{order}/1 .planned, no time yet., {order}/2"):
        do(desk, f"assign {order} kim 15:00")
    do(desk, f"assign {order}/2 kim 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", None), (f"{order}/2", "planned", KIM)]


def test_an_order_that_is_planned_already_asks_what_is_meant(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    with pytest.raises(
        InvalidInput, match=rf"{order}/1 .kim Mon 15:00. to give it anew, or first `visit {order}`"
    ):
        do(desk, f"assign {order} ali 15:00")
    do(desk, f"assign {order}/1 ali 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", ALI)]


def test_a_crew_is_assigned_one_by_one(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} crew=2")

    do(desk, f"assign {order} kim 15:00", f"assign {order} ali 15:00")

    assert [v.technician_id for v in visits(desk, order)] == [KIM, ALI]
    with pytest.raises(InvalidInput, match="to give it anew"):
        do(desk, f"assign {order} kim 17:00")


def test_dispatch_takes_the_one_planned_visit_and_asks_between_two(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} crew=2", f"assign {order} kim 15:00", f"assign {order} ali 15:00")

    with pytest.raises(InvalidInput, match=rf"{order}/1 .kim Mon 15:00., {order}/2 .ali Mon 15:00."):
        do(desk, f"dispatch {order}")
    do(desk, f"dispatch {order}/2")
    do(desk, f"dispatch {order}")  # the only one that is left

    assert [v.status for v in visits(desk, order)] == [VisitStatus.DISPATCHED] * 2


def test_where_no_visit_fits_the_rules_say_why(desk: Desk, order: int) -> None:
    with pytest.raises(Rejected, match="has no visit to dispatch") as nothing:
        do(desk, f"dispatch {order}")
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"arrive {order}")
    with pytest.raises(Rejected, match="is on site") as late:
        do(desk, f"decline {order} no ladder")

    assert [v.code for v in nothing.value.violations] == ["visit.unplanned"]
    assert [v.code for v in late.value.violations] == ["visit.transition"]


def test_a_visit_that_is_not_there_names_those_that_are(desk: Desk, order: int) -> None:
    do(desk, f"visit {order}")

    with pytest.raises(NotFound) as nothing:
        do(desk, f"pin {order}/3")

    assert nothing.value.nearest == (f"{order}/1",)


# -- when ------------------------------------------------------------------------------------------


def test_without_a_time_the_earliest_that_fits_is_taken(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim")

    (visit,) = visits(desk, order)
    assert visit.start_at == T0 + 5 * MINUTE  # one minute on the road, then the next round time


def test_a_day_without_a_time_means_the_earliest_of_that_day(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim fri")

    (visit,) = visits(desk, order)
    assert visit.start_at == T0 + timedelta(days=4) - HOUR + 5 * MINUTE  # the shift begins at 08:00


def test_who_has_no_time_is_said(desk: Desk, order: int) -> None:
    do(desk, "absent kim today to +30d")

    with pytest.raises(InvalidInput, match="kim has no free slot for order"):
        do(desk, f"assign {order} kim")


def test_move_keeps_the_technician_and_the_length(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00 for=30m")

    do(desk, f"move {order} 16:00")

    (visit,) = visits(desk, order)
    assert (visit.technician_id, visit.start_at, visit.end_at) == (
        KIM,
        T0 + 2 * HOUR,
        T0 + 2 * HOUR + 30 * MINUTE,
    )


def test_move_to_a_day_keeps_the_time_of_day(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    do(desk, f"move {order} tomorrow")

    assert visits(desk, order)[0].start_at == T0 + timedelta(days=1) + HOUR


def test_reassign_keeps_the_time_unless_another_is_said(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    do(desk, f"reassign {order} ali")
    assert (visits(desk, order)[0].technician_id, visits(desk, order)[0].start_at) == (ALI, T0 + HOUR)
    do(desk, f"reassign {order} kim 16:00")
    assert (visits(desk, order)[0].technician_id, visits(desk, order)[0].start_at) == (KIM, T0 + 2 * HOUR)


def test_a_bare_time_belongs_to_the_day_that_is_shown(desk: Desk, order: int) -> None:
    shown = Here(cursor=Target(order), day=(T0 + timedelta(days=1)).date())

    do(desk, "assign kim 15:00", here=shown)

    assert visits(desk, order)[0].start_at == T0 + timedelta(days=1) + HOUR


# -- who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["kim", "KIM", "ki", "K. Moran", "k. m", "moran"])
def test_a_technician_is_known_by_code_name_or_a_beginning(desk: Desk, order: int, said: str) -> None:
    do(desk, f'assign {order} "{said}" 15:00')

    assert visits(desk, order)[0].technician_id == KIM


def test_one_of_two_technicians_is_never_guessed(desk: Desk, order: int) -> None:
    twin = Technician(id=3, code="kimberly", name="K. Adams", zone=ZONE)
    desk.run(LoadFacts(facts=(twin,)))

    with pytest.raises(InvalidInput, match="one of kim, kimberly"):
        do(desk, f"assign {order} ki 15:00")
    do(desk, f"assign {order} kim 15:00")  # the whole code is that one

    assert visits(desk, order)[0].technician_id == KIM


def test_who_is_not_there_is_said_with_the_nearest(desk: Desk, order: int) -> None:
    with pytest.raises(NotFound) as nobody:
        do(desk, f"assign {order} kom 15:00")

    assert "kim" in nobody.value.nearest


def test_an_order_that_is_not_there_is_said(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no work order 99"):
        do(desk, "dispatch 99")


# -- every other verb ------------------------------------------------------------------------------


def test_an_order_lives_its_life_by_lines(desk: Desk, order: int) -> None:
    for line in (
        f"priority {order} 1",
        f"assign {order} kim 15:00",
        f"pin {order}",
        f"unpin {order}",
        f"dispatch {order}",
        f"accept {order}",
        f"travel {order}",
        f"arrive {order} at=13:55",
        f"done {order}",
        f'complete {order} "lamp replaced" code=fixed labour=1h30',
        f"reopen {order} dark again",
        f"complete {order}",
        f"close {order} materials=lamp@12.50 cover=contract",
    ):
        do(desk, line)

    closed = the_order(desk, order)
    assert (closed.status, closed.priority, closed.labour_min) == (OrderStatus.CLOSED, Priority.P1, 90)
    assert (closed.resolution_code, closed.resolution_text) == ("fixed", "lamp replaced")
    assert visits(desk, order)[0].arrived_at == T0 - 5 * MINUTE


def test_a_hold_has_a_reason_and_a_time_to_look_again(desk: Desk, order: int) -> None:
    do(desk, f"hold {order} par until fri 9:00")
    hold = the_order(desk, order).hold
    assert hold is not None
    assert (hold.reason, hold.until_at) == (HoldReason.PARTS, T0 + timedelta(days=4) - 5 * HOUR)

    do(desk, f"release {order}", f"hold {order} weather")
    hold = the_order(desk, order).hold
    assert hold is not None
    assert hold.until_at == T0 + timedelta(days=1)


def test_visits_fail_with_a_reason(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"decline {order} no ladder")
    do(desk, f"assign {order} kim 15:00", f"miss {order} nobody went")
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"arrive {order}", f"fail {order} gate locked")
    do(desk, f"visit {order}", f"strike {order}")
    do(desk, f"assign {order} kim 15:00", f"unassign {order}")

    assert [v.status.value for v in visits(desk, order)] == [
        "declined",
        "missed",
        "incomplete",
        "cancelled",
        "planned",
    ]
    assert [v.decline_reason or v.incomplete_reason for v in visits(desk, order)][:3] == [
        "no ladder",
        "nobody went",
        "gate locked",
    ]


def test_an_order_is_made_and_edited_by_lines(desk: Desk) -> None:
    number = do(desk, 'new "Light out" type=street site="site 2" pri=2 requester=Ann channel=phone').result[
        "number"
    ]
    assert the_order(desk, number).status is OrderStatus.READY

    do(
        desk,
        f'edit {number} title="Two lights out" duration=2h skills=lights:2 windows="9:00-12:00" tags=a,b',
    )
    do(desk, f"edit {number} site=#3 after=none preferred=ali excluded=kim estimate=12.50 required_by=fri")

    order = the_order(desk, number)
    (needs,) = desk.ask(Reader.select, Requirement, order_id=number)
    assert (order.title, order.site_id, order.tags, order.estimate_cents) == (
        "Two lights out",
        3,
        ("a", "b"),
        1250,
    )
    assert (needs.duration_min, needs.skills and needs.skills[0].level, needs.preferred_technician_id) == (
        120,
        2,
        ALI,
    )
    assert needs.excluded_technician_ids == (KIM,)
    assert needs.windows[0].duration == 3 * HOUR


def test_none_empties_a_field(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} requester=none tags=none")

    assert the_order(desk, order).requester is None
    assert the_order(desk, order).status is OrderStatus.DRAFT


def test_a_duplicate_is_cancelled_as_one(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order())

    do(desk, f"cancel {other} duplicate=WO-{order}")

    assert (the_order(desk, other).duplicate_of_id, the_order(desk, other).cancel_reason) == (
        order,
        f"duplicate of {order}",
    )


def test_an_approval_is_given_or_refused(desk: Desk, order: int) -> None:
    do(desk, f"refuse {order}")
    assert the_order(desk, order).approval is Approval.REFUSED
    do(desk, f"approve {order}")
    assert the_order(desk, order).approval is Approval.GIVEN


def test_a_day_is_planned_by_a_line(desk: Desk, order: int) -> None:
    assert do(desk, "plan").result["planned"] == 1
    assert labels(desk, order)[0][1] == "planned"


def test_users_come_in_by_a_line(desk: Desk) -> None:
    do(desk, "user ben disp os=bmoran")

    assert [e.kind for e in desk.events()][-1] == "user.added"


# -- batches, versions, roles ----------------------------------------------------------------------


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

    with pytest.raises(Conflict, match="was changed by admin"):
        do(desk, f"hold {order} parts expect=1")
    with pytest.raises(Conflict, match="priority"):
        desk.run_all(commands_of(f"hold {order} parts", desk, Here(orders={order: 1})))
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


# -- completion ------------------------------------------------------------------------------------


def offered(desk: Desk, line: str, here: Here = NOWHERE) -> list[str]:
    return [c.text for c in desk.ask(complete, line, len(line), now=desk.now(), here=here)]


def test_completion_offers_verbs_orders_people_and_names(desk: Desk, order: int) -> None:
    assert offered(desk, "ass") == ["assign"]
    assert offered(desk, "dispatch ", Here(cursor=Target(order)))[0] == str(order)
    assert offered(desk, f"dispatch {order}") == [str(order)]
    assert offered(desk, f"assign {order} ") == ["ali", "kim"]
    assert offered(desk, f'assign {order} "A. D') == ["ali"]
    assert offered(desk, f"hold {order} p") == ["parts"]
    assert offered(desk, "new x typ") == ["type="]
    assert offered(desk, "new x type=st") == ['"Street light"']
    assert offered(desk, 'new x site="Site 3') == ['"Site 3"']
    assert offered(desk, "hold 99999 w") == ["weather", "why="]
    assert offered(desk, "nonsense ") == []


def test_a_completion_says_what_it_replaces(desk: Desk, order: int) -> None:
    line = f"assign {order} k"

    (kim,) = desk.ask(complete, line, len(line), now=desk.now())

    assert line[: kim.start] + kim.text + line[kim.end :] == f"assign {order} kim"
    assert kim.hint == "K. Moran"


def test_a_time_is_offered_with_what_it_means(desk: Desk, order: int) -> None:
    line = f"move {order} eo"

    assert [(c.text, c.hint) for c in desk.ask(complete, line, len(line), now=T0)] == [
        ("eod", "Mon 17:00"),
        ("eow", "Fri 17:00"),
    ]


def test_the_clock_is_that_of_the_desk(database_url: str) -> None:
    later = ManualClock(T0 + 3 * HOUR)
    desk = desk_on(database_url, clock=later)
    desk.run(LoadFacts(facts=office_facts()))
    number = number_of(desk, an_order())

    do(desk, f"hold {number} parts until +1h")

    hold = the_order(desk, number).hold
    close_desks()
    assert hold is not None
    assert hold.until_at == T0 + 4 * HOUR
