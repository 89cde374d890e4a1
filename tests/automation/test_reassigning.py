"""Is what goes wrong with the running day mended as the office's rule allows, once, and told?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.typed import do, the_order
from tests.office import ALI, HOUR, KIM, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled
from tests.running_day import away, booked, mended, promise, reassign, running_late, there
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit, FailVisit, PinVisit
from wom_tui.domain.rule import Outcome
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, Priority
from wom_tui.queries.repairs import proposed_repairs
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences


def test_the_visits_of_who_falls_ill_go_to_others_as_one_act(office: Ruled) -> None:
    reassign(office)
    lost = [booked(office, KIM, T0 + 2 * HOUR), booked(office, KIM, T0 + 4 * HOUR)]
    away(office, KIM)

    assert mended(office) == [Outcome.DONE]

    assert {there(office, visit)[0] for visit in lost} == {ALI}
    last = office.desk.latest_events(1)[0]
    assert (last.actor, last.door) == ("rule:reassign", "rule")
    (cause,) = office.desk.events(since=(last.cause or 0) - 1, limit=1)
    assert cause.noun == "absence"
    office.desk.run(Undo(receipt=last.command_id))
    assert [there(office, visit)[0] for visit in lost] == [KIM, KIM]
    assert mended(office) == []  # a person has said no
    assert office.desk.ask(lambda reader: differences(reader.connection)) == []


def test_a_promise_that_cannot_be_kept_is_broken_by_a_person_only(office: Ruled) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    booked(office, ALI, T0 + 2 * HOUR)
    promise(office, lost, T0 + 110 * MINUTE, T0 + 130 * MINUTE)
    away(office, KIM)

    assert mended(office) == [Outcome.PROPOSED]

    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert "breaks 1 promise" in waiting.said
    assert "would break what the customer was promised" in waiting.asks[0]


def test_what_begins_soon_and_what_is_pinned_is_left_to_people(office: Ruled) -> None:
    reassign(office)
    soon, pinned = booked(office, KIM, T0 + 30 * MINUTE), booked(office, KIM, T0 + 3 * HOUR)
    later = booked(office, KIM, T0 + 5 * HOUR)
    office.desk.run(PinVisit(visit=pinned.id))
    away(office, KIM)

    assert mended(office, 12) == [Outcome.DONE, Outcome.PROPOSED]

    assert there(office, later)[0] == ALI
    assert (there(office, soon)[0], there(office, pinned)[0]) == (KIM, KIM)
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.orders[0] == soon.order_id


def test_a_declined_visit_is_given_to_somebody_else(office: Ruled) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 3 * HOUR)
    do(office.desk, f"dispatch {lost.order_id}")
    office.desk.run(FailVisit(visit=lost.id, to=VisitStatus.DECLINED, reason="too far"))
    assert the_order(office.desk, lost.order_id).status is OrderStatus.READY

    outcomes = mended(office, 12)

    again = [v for v in office.desk.ask(Reader.select, Visit, order_id=lost.order_id) if v.is_live]
    assert outcomes == [Outcome.PROPOSED]  # there is room for it now, and that is too soon to be done alone
    assert again == []
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.setbacks == (f"visit {lost.label} was declined",)
    assert waiting.orders == (lost.order_id,)


def test_who_has_not_come_is_a_matter_for_people_for_it_has_begun(office: Ruled) -> None:
    reassign(office)
    missed = booked(office, KIM, T0 + 10 * MINUTE)
    do(office.desk, f"dispatch {missed.order_id}")
    assert mended(office) == []
    office.tick(15 * MINUTE)
    assert mended(office) == []  # it should have begun, and the grace is not over

    office.tick(6 * MINUTE)
    assert mended(office) == [Outcome.PROPOSED]

    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.orders == (missed.order_id,)
    assert waiting.setbacks == (f"nobody is there for {missed.label}",)


def test_what_is_pushed_by_a_visit_that_takes_longer_is_moved(office: Ruled) -> None:
    reassign(office)
    running, follows = running_late(office)

    assert mended(office) == [Outcome.DONE]

    assert there(office, follows) != (KIM, follows.start_at)
    (action,) = office.actions()
    assert f"{running.label} takes longer" in action.said


def test_an_emergency_is_proposed_at_once_where_it_would_begin_soon(office: Ruled) -> None:
    reassign(office)
    number = number_of(office.desk, an_order(priority=Priority.P1))

    assert mended(office) == [Outcome.PROPOSED]

    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert (waiting.orders, waiting.said) == (
        (number,),
        "moves 0, places 1, breaks 0 promises, saves 1 breach",
    )


def test_an_emergency_is_placed_alone_where_the_policy_leaves_nothing_to_people(
    office: Ruled, own_policies: Path
) -> None:
    (own_policies / "quick.toml").write_text("frozen = 0\n")
    reassign(office, policy="quick")
    number = number_of(office.desk, an_order(priority=Priority.P1))

    assert mended(office) == [Outcome.DONE]

    (visit,) = office.desk.ask(Reader.select, Visit, order_id=number)
    assert visit.is_booked


def test_what_is_not_urgent_and_what_was_taken_off_by_hand_is_no_emergency(office: Ruled) -> None:
    reassign(office)
    number_of(office.desk, an_order())
    urgent = booked(office, KIM, T0 + 3 * HOUR, priority=Priority.P1)
    assert mended(office) == []

    do(office.desk, f"unassign {urgent.order_id}")

    assert mended(office) == []


@pytest.fixture
def supplied(office: Ruled) -> Visit:
    """Kim has a visit at 17:00 for which a belt is ordered, expected by 16:00."""
    do(office.desk, "warehouse main", "part BELT", "purchase BELT 4 main eta=16:00")
    number = number_of(office.desk, an_order())
    do(office.desk, f"reserve {number} 1 BELT", f"assign {number} kim 17:00")
    (visit,) = office.desk.ask(Reader.select, Visit, order_id=number)
    return visit


def test_a_visit_whose_parts_come_later_goes_to_when_they_are_there(office: Ruled, supplied: Visit) -> None:
    reassign(office)
    assert mended(office) == []

    do(office.desk, "eta 1 18:30")

    assert mended(office) == [Outcome.DONE]
    begins = there(office, supplied)[1]
    assert begins is not None
    assert begins >= T0 + 4 * HOUR + 30 * MINUTE


def test_what_cannot_be_done_today_without_its_parts_is_taken_off_by_a_person_only(
    office: Ruled, supplied: Visit
) -> None:
    reassign(office)

    do(office.desk, 'eta 1 "wed 15:00"')

    assert mended(office) == [Outcome.PROPOSED]
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert "leaves 1 without a place" in waiting.said
    assert there(office, supplied) == (KIM, T0 + 3 * HOUR)


def test_what_has_got_its_parts_is_placed(office: Ruled, own_policies: Path) -> None:
    (own_policies / "quick.toml").write_text("frozen = 0\n")
    reassign(office, policy="quick")
    do(office.desk, "warehouse main", "part BELT", 'purchase BELT 4 main eta="wed 15:00"')
    number = number_of(office.desk, an_order())
    do(office.desk, f"reserve {number} 1 BELT")
    assert mended(office) == []

    do(office.desk, "deliver 1")

    assert mended(office) == [Outcome.DONE]
    (visit,) = office.desk.ask(Reader.select, Visit, order_id=number)
    assert visit.is_booked


def test_what_comes_after_something_that_slips_moves_with_it(office: Ruled) -> None:
    reassign(office)
    first, second = booked(office, KIM, T0 + 2 * HOUR), number_of(office.desk, an_order(site=2))
    do(office.desk, f"edit {second} after={first.order_id}")
    do(office.desk, f"assign {second} ali 17:30")  # the clock of Greenwich, as all here
    (follows,) = office.desk.ask(Reader.select, Visit, order_id=second)
    assert mended(office) == []

    office.desk.run(AssignVisit(order=first.order_id, visit=first.id, technician=KIM, start_at=T0 + 4 * HOUR))

    assert mended(office) == [Outcome.DONE]
    begins = there(office, follows)[1]
    assert begins is not None
    assert begins >= T0 + 5 * HOUR


def test_what_people_were_asked_about_is_not_booked_with_what_comes_later(office: Ruled) -> None:
    reassign(office, most_moves=1)
    asked = [booked(office, KIM, T0 + hours * HOUR) for hours in (3, 5)]
    away(office, KIM)
    assert mended(office) == [Outcome.PROPOSED]
    before = {action.key for action in office.actions()}

    reassign(office)
    soon = booked(office, KIM, T0 + 30 * MINUTE, override="he said that he would come")
    assert mended(office, 12) == [Outcome.PROPOSED]

    assert [there(office, one)[0] for one in asked] == [KIM, KIM]
    assert {one.order for one in office.actions() if one.key not in before} == {soon.order_id}
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert {*waiting.orders} >= {one.order_id for one in asked}
