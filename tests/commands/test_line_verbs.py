"""Every verb as it is typed: an order from its making to its closing; and how a line could go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.commands.typed import do, labels, the_order, visits
from tests.office import (
    ALI,
    HOUR,
    KIM,
    LIGHTS,
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
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_order import Approval, HoldReason, OrderStatus, Priority, Requirement
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput
from wom_tui.grammar.completion import complete
from wom_tui.grammar.intent import NOWHERE, Here
from wom_tui.grammar.targets import Target
from wom_tui.store.reader import Reader

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
    do(desk, f"assign {order} ali 15:00", f"dispatch {order}", f"decline {order} no ladder")
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


def test_digits_that_may_be_an_order_are_no_time(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")
    do(desk, f"move {order} 1530")
    assert visits(desk, order)[0].start_at == T0 + HOUR * 3 / 2

    desk.run(LoadFacts(facts=(replace(the_order(desk, order), id=1600, version=0),)))
    with pytest.raises(InvalidInput, match="16:00 for the time, for 1600 is an order as well"):
        do(desk, f"move {order} 1600")

    do(desk, f"assign {order}/1 kim 1600")
    assert visits(desk, order)[0].start_at == T0 + 2 * HOUR


def test_a_share_of_the_work_completes_nothing(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim")

    for said in ("90%", "90 % done", "50 percent"):
        with pytest.raises(
            InvalidInput, match=f"while it goes on: hold {order} REASON, or fail {order} REASON"
        ):
            do(desk, f"complete {order} {said}")

    do(desk, f'complete {order} "90% of the lamps were bad" code=fixed')
    assert the_order(desk, order).resolution_text == "90% of the lamps were bad"


# -- completion ------------------------------------------------------------------------------------


def offered(desk: Desk, line: str, here: Here = NOWHERE) -> list[str]:
    return [c.text for c in desk.ask(complete, line, len(line), now=desk.now(), here=here)]


def test_completion_goes_on_after_a_word_that_only_joins(desk: Desk, order: int) -> None:
    assert offered(desk, f"assign {order} to k") == offered(desk, f"assign {order} k") == ['"K. Moran"']
    assert offered(desk, f"priority {order} to P") == ["P1", "P2", "P3", "P4"]


def test_completion_offers_verbs_orders_people_and_names(desk: Desk, order: int) -> None:
    assert offered(desk, "ass") == ["assign"]
    assert offered(desk, "dispatch ", Here(cursor=Target(order)))[0] == str(order)
    assert offered(desk, f"dispatch {order}") == [str(order)]
    assert offered(desk, f"assign {order} ") == ['"A. Diallo"', '"K. Moran"']
    assert offered(desk, f'assign {order} "A. D') == ['"A. Diallo"']
    assert offered(desk, f"assign {order} mor") == ['"K. Moran"']
    assert offered(desk, f"hold {order} p") == ["parts"]
    assert offered(desk, "new x typ") == ["type="]
    assert offered(desk, "new x type=st") == ['"Street light"']
    assert offered(desk, 'new x site="Site 3') == ['"Site 3"']
    assert offered(desk, "hold 99999 w") == ["weather", "why="]
    assert offered(desk, "nonsense ") == []


def test_completion_offers_parts_places_and_purchases(desk: Desk, order: int) -> None:
    do(desk, "warehouse main", "part PUMP-3 Circulation pump", "purchase PUMP-3 2 main")

    assert offered(desk, f"reserve {order} 2 pum") == ["PUMP-3"]
    assert offered(desk, f"reserve {order} 2 PUMP-3 from=") == ["main", "ali", "kim"]
    assert offered(desk, "receive circ") == ["PUMP-3"]
    assert offered(desk, "receive PUMP-3 2 m") == ["main"]
    assert offered(desk, "deliver ") == ["1"]


def test_a_completion_says_what_it_replaces(desk: Desk, order: int) -> None:
    line = f"assign {order} k"

    (kim,) = desk.ask(complete, line, len(line), now=desk.now())

    assert line[: kim.start] + kim.text + line[kim.end :] == f'assign {order} "K. Moran"'
    assert (kim.label, kim.hint) == ("K. Moran", "kim")


def test_a_completion_tells_an_order_s_state_in_words(desk: Desk, order: int) -> None:
    do(desk, f"hold {order} parts")
    line = f"release {order}"

    (offer,) = desk.ask(complete, line, len(line), now=desk.now())

    assert offer.hint.endswith("· on hold")


def test_people_of_one_name_are_told_apart_by_their_code(desk: Desk, order: int) -> None:
    desk.run(LoadFacts(facts=(Technician(id=9, code="kim2", name="K. Moran", zone=ZONE),)))

    assert offered(desk, f"assign {order} ") == ['"A. Diallo"', "kim", "kim2"]


def test_a_cancellation_without_a_reason_is_told_which_there_are(desk: Desk, order: int) -> None:
    with pytest.raises(InvalidInput, match="cancel needs a reason; expected cancel NUMBER"):
        do(desk, f"cancel {order}")

    there = desk.ask(Reader.get, WorkType, LIGHTS)
    desk.run(LoadFacts(facts=(replace(there, cancel_reasons=("lamp burns", "called off")),)))
    with pytest.raises(InvalidInput, match="cancel needs a reason; expected one of lamp burns, called off"):
        do(desk, f"cancel {order}")


def test_an_order_that_stands_in_the_line_is_not_offered_again(desk: Desk, order: int) -> None:
    cursor = Here(cursor=Target(order))

    assert offered(desk, "hold ", cursor)[0] == str(order)
    for line in (
        "hold {} ",
        "cancel {} ",
        "locate {} ",
        "merge {} ",
        "dispatch {} {}",
        "cancel {} duplicate=",
    ):
        assert str(order) not in offered(desk, line.format(order, order), cursor)


def test_a_verb_about_one_order_is_offered_no_second_one(desk: Desk, order: int) -> None:
    marks = Here(marks=(Target(order), Target(number_of(desk, an_order()))))

    assert offered(desk, f"answer {order} ", marks) == []


def test_with_marks_the_next_word_is_who(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order())
    marks = Here(marks=(Target(order), Target(other)))

    assert offered(desk, "assign ", marks)[:2] == ['"A. Diallo"', '"K. Moran"']


def test_a_time_is_offered_with_what_it_means(desk: Desk, order: int) -> None:
    line = f"move {order} eo"

    assert [(c.text, c.hint) for c in desk.ask(complete, line, len(line), now=T0)] == [
        ("eod", "Mon 17:00"),
        ("eow", "Fri 17:00"),
    ]


def test_a_step_is_offered_as_what_it_makes_of_the_plan(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:30")

    def hints(line: str) -> list[str]:
        return [c.hint for c in desk.ask(complete, line, len(line), now=T0)]

    assert hints(f"move {order} +") == ["Mon 16:00", "Mon 16:30", "Mon 17:30"]
    assert hints(f"hold {order} parts +") == ["Mon 14:30", "Mon 15:00", "Mon 16:00"]
    do(desk, f"visit {order}", f"assign {order} ali 16:00")
    assert hints(f"move {order} +1") == ["later than planned"]


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


def test_a_day_alone_is_looked_at_when_the_agreements_calendar_opens(desk: Desk, order: int) -> None:
    do(desk, f"hold {order} parts until fri", f"edit {order} earliest=wed required_by=thu")

    (hold,) = the_order(desk, order).holds
    (requirement,) = desk.ask(Reader.select, Requirement, order_id=order)
    there = ZoneInfo(ZONE)
    told = [hold.until_at, requirement.earliest_start_at, the_order(desk, order).required_by_at]
    assert [f"{at.astimezone(there):%a %H:%M}" for at in told if at] == [
        "Fri 08:30",
        "Wed 08:30",
        "Thu 17:00",
    ]


def test_a_day_alone_is_offered_as_what_the_line_makes_of_it(desk: Desk, order: int) -> None:
    line = f"hold {order} parts fri"

    offers = [(c.text, c.hint) for c in desk.ask(complete, line, len(line), now=desk.now())]
    do(desk, line)

    (hold,) = the_order(desk, order).holds
    assert hold.until_at is not None
    assert offers == [("fri", f"{hold.until_at:%a %H:%M}")]  # on the office's clock, which is UTC here
