"""Is it said of a plan that nobody has accepted why it has an order there, and not of the days as they are?"""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0, TREES, ManualClock, an_order, number_of
from tests.queries.test_why import booked, full_day, visit_of
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.roster import AddAbsence
from wom_tui.desk import Desk
from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned, was_of
from wom_tui.domain.visit import Visit
from wom_tui.planning.sentence import CLAIMS, Sentence
from wom_tui.queries.why import Asking, Why
from wom_tui.queries.why_planned import why_planned
from wom_tui.store.reader import Reader


def planned(
    order: int, technician: int, start_at: datetime, visit: Visit | None = None, minutes: int = 60
) -> PlannedVisit:
    return PlannedVisit(
        order=order,
        visit=visit.id if visit else None,
        technician=technician,
        start_at=start_at,
        end_at=start_at + minutes * MINUTE,
        travel_s=60,
        was=was_of(visit) if visit and visit.is_booked else None,
    )


def plan_of(desk: Desk, *lines: PlannedVisit, left_out: tuple[Unplanned, ...] = ()) -> Plan:
    return Plan(on=MONDAY, basis=desk.last_seq(), visits=lines, unplanned=left_out, travel_s=0)


def asked(desk: Desk, plan: Plan, line: PlannedVisit | Unplanned) -> Why:
    return desk.ask(why_planned, plan, line, Asking(now=desk.now(), travel=desk.travel, room=desk.room))


def texts(found: Why) -> list[str]:
    return [sentence.text for sentence in found.sentences]


def with_code(found: Why, code: str) -> Sentence:
    return next(sentence for sentence in found.sentences if sentence.code == code)


def test_of_a_line_that_moves_a_visit_the_new_place_is_told_and_what_the_old_one_would_cost(
    desk: Desk,
) -> None:
    number = booked(desk)
    visit = visit_of(desk, number)
    line = planned(number, ALI, T0 + 2 * HOUR, visit)

    found = asked(desk, plan_of(desk, line), line)

    assert found.label == f"{number}/1"
    assert texts(found) == [
        "A. Diallo would have it Mon 2 Mar 11:00: 1 min on the road",
        "as booked, K. Moran Mon 2 Mar 10:00 would cost 15 min less: 1:00 h earlier",
        "admin booked it, 09:00",
        "K. Moran Mon 2 Mar 09:05 would cost 29 min less: 1:55 h earlier",
        "A. Diallo Mon 2 Mar 09:05 would cost 29 min less: 1:55 h earlier",
    ]
    assert with_code(found, "slot.now").facts["technician"] == "kim"
    assert visit_of(desk, number) == visit
    assert {sentence.code for sentence in found.sentences} - {"visit.assigned"} <= set(CLAIMS)


def test_what_speaks_against_the_old_place_is_told(desk: Desk) -> None:
    number = booked(desk)
    desk.run(AddAbsence(technician=KIM, start_at=T0, end_at=T0 + 8 * HOUR))
    line = planned(number, ALI, T0 + 2 * HOUR, visit_of(desk, number))

    found = texts(asked(desk, plan_of(desk, line), line))

    assert found[1].startswith("as booked, with K. Moran Mon 2 Mar 10:00: K. Moran is away until 17:00")


def test_a_begin_that_has_gone_by_is_told(desk: Desk) -> None:
    number = booked(desk)
    line = planned(number, KIM, T0 + 3 * HOUR, visit_of(desk, number))
    assert isinstance(desk.clock, ManualClock)
    desk.clock.forward(100 * MINUTE)

    assert "as booked, with K. Moran Mon 2 Mar 10:00, it should have begun by now" in texts(
        asked(desk, plan_of(desk, line), line)
    )


def test_the_other_lines_of_the_plan_stand_in_the_days_that_are_spoken_of(desk: Desk) -> None:
    one, other = number_of(desk, an_order()), number_of(desk, an_order())
    first = planned(one, KIM, T0 + HOUR)
    taken = planned(other, KIM, T0 + 5 * MINUTE, minutes=55)

    alone = texts(asked(desk, plan_of(desk, first), first))
    beside = texts(asked(desk, plan_of(desk, first, taken), first))

    assert any(text.startswith("K. Moran Mon 2 Mar 09:05 would cost") for text in alone)
    assert not any(text.startswith("K. Moran Mon 2 Mar 09:05 would cost") for text in beside)


def test_of_an_order_that_is_left_out_it_is_told_who_cannot_on_the_days_of_the_plan(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))
    lines = [
        planned(number_of(desk, an_order()), ALI, T0 + timedelta(minutes=65 * n), minutes=60)
        for n in range(7)
    ]
    out = Unplanned(order=number, reason="nobody has room")

    found = texts(asked(desk, plan_of(desk, *lines, left_out=(out,)), out))

    assert found[0] == "nobody can on Mon 2 Mar"
    assert "1 lacks trees" in found


def test_a_visit_that_loses_its_place_leaves_room(desk: Desk) -> None:
    taken = full_day(desk, KIM)
    lost = visit_of(desk, taken[0])
    out = Unplanned(order=taken[0], visit=lost.id, reason="", was=was_of(lost))
    line = planned(number_of(desk, an_order()), KIM, T0 + 5 * MINUTE)

    found = asked(desk, plan_of(desk, line, left_out=(out,)), line)

    assert texts(found)[0] == "K. Moran would have it Mon 2 Mar 09:05: 0 min on the road"
    assert not [text for text in texts(found) if "overlap" in text or "already has" in text]


def test_what_has_gone_on_since_is_answered_as_it_stands(desk: Desk) -> None:
    number = booked(desk)
    line = planned(number, ALI, T0 + 2 * HOUR, visit_of(desk, number))
    plan = plan_of(desk, line)
    desk.run(CancelOrder(order=number, reason="not needed"))

    assert "cancelled" in texts(asked(desk, plan, line))[0]
    assert not [visit for visit in desk.ask(Reader.select, Visit) if visit.id < 0]
