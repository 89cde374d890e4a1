"""Is everybody where the newest report says, and nowhere else?"""

from __future__ import annotations

from tests.office import KIM, MINUTE, T0, ManualClock, an_order, number_of
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.place import Place
from wom_tui.domain.visit import VisitStatus
from wom_tui.queries.whereabouts import Seen, Whereabouts, whereabouts

HOME = Place(42.30, -71.05)


def kim(desk: Desk) -> Whereabouts:
    return next(one for one in desk.ask(whereabouts, desk.now()) if one.technician == KIM)


def forward(desk: Desk, minutes: int) -> None:
    assert isinstance(desk.clock, ManualClock)
    desk.clock.forward(minutes * MINUTE)


def booked(desk: Desk, minutes: int, site: int) -> int:
    """An order of Kim's so many minutes after T0."""
    number = number_of(desk, an_order(site=site))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + minutes * MINUTE))
    return number


def test_who_has_not_reported_yet_is_at_home_and_has_a_day_ahead(desk: Desk) -> None:
    first, second = booked(desk, 30, 2), booked(desk, 120, 1)

    one = kim(desk)

    assert (one.seen, one.place, one.order, one.since_at) == (Seen.HOME, HOME, None, None)
    assert [call.order for call in one.calls] == [first, second]
    assert one.next_call == one.calls[0]
    assert [round(place.lat, 6) for place in one.way] == [42.30, 42.32, 42.31]
    assert one.is_working
    assert not one.is_away


def test_each_report_says_where_somebody_is(desk: Desk) -> None:
    first, second = booked(desk, 30, 2), booked(desk, 120, 1)
    desk.run(DispatchVisit(visit=1))
    desk.run(DispatchVisit(visit=2))

    desk.run(AdvanceVisit(visit=1, to=VisitStatus.TRAVELLING))
    one = kim(desk)
    assert (one.seen, one.place, one.order, one.since_at) == (Seen.TRAVELLING, HOME, first, T0)

    forward(desk, 20)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE))
    one = kim(desk)
    there = Place(42.32, -71.05)
    assert (one.seen, one.place, one.order, one.since_at) == (Seen.ON_SITE, there, first, T0 + 20 * MINUTE)

    forward(desk, 50)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.DONE))
    one = kim(desk)
    assert (one.seen, one.place, one.order, one.since_at) == (Seen.LAST, there, first, T0 + 70 * MINUTE)
    assert one.done == 1

    desk.run(AdvanceVisit(visit=2, to=VisitStatus.TRAVELLING))
    one = kim(desk)
    assert (one.seen, one.place, one.order) == (Seen.TRAVELLING, there, second)
    assert [call.is_over for call in one.calls] == [True, False]


def test_who_is_absent_is_said_to_be(desk: Desk) -> None:
    desk.run(AddAbsence(technician=KIM, start_at=T0 - MINUTE, end_at=T0 + 90 * MINUTE, reason="ill"))

    assert kim(desk).is_away


def test_visits_of_another_day_are_no_part_of_this_one(desk: Desk) -> None:
    booked(desk, 24 * 60 + 30, 2)

    assert kim(desk).calls == ()
