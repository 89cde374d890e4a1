"""Whatever happens to a technician's day, the way to each of its stops is the one from the stop before."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.acts import AnyDispatcher
from tests.office import (
    ALI,
    HOUR,
    KIM,
    MINUTE,
    MONDAY,
    T0,
    ZONE,
    ManualClock,
    an_order,
    desk_on,
    number_of,
    straight_line,
)
from wom_tui.commands.command import Command
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.order import EditOrder
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.site import LocateSite
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, CancelVisit, DispatchVisit, UnassignVisit
from wom_tui.desk import Desk
from wom_tui.domain.place import Place
from wom_tui.domain.site import Site
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.reader import Reader

HOME = Place(42.30, -71.05)
WAS_THERE = (VisitStatus.DONE, VisitStatus.INCOMPLETE)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def desk(small_office: str, clock: ManualClock) -> Desk:
    return desk_on(small_office, clock=clock)


def place(reader: Reader, visit: Visit) -> Place:
    site = reader.get(Site, reader.get(WorkOrder, visit.order_id).site_id or 0)
    assert site.lat is not None
    assert site.lon is not None
    return Place(site.lat, site.lon)


def local_day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()


def wrong_ways(reader: Reader) -> dict[str, tuple[int | None, int]]:
    """By label: what is stored, and what it should be, told from scratch: day by day, stop by stop."""
    wrong: dict[str, tuple[int | None, int]] = {}
    made = [
        v
        for v in reader.select(Visit)
        if v.technician_id and v.start_at and (v.is_live or (v.status in WAS_THERE and v.ended_at))
    ]
    made = [v for v in made if v.status is not VisitStatus.INCOMPLETE or v.arrived_at]
    routes: dict[tuple[int | None, date], list[Visit]] = {}
    for visit in sorted(made, key=lambda v: (v.start_at, v.id)):
        assert visit.start_at is not None
        routes.setdefault((visit.technician_id, local_day(visit.start_at)), []).append(visit)
    for route in routes.values():
        origin = HOME
        for visit in route:
            there = place(reader, visit)
            way_s = straight_line(origin, there) if origin != there else 0
            if visit.is_live and visit.travel_s != way_s:
                wrong[visit.label] = (visit.travel_s, way_s)
            origin = there
    return wrong


def travels(desk: Desk) -> dict[int, int | None]:
    return {v.order_id: v.travel_s for v in desk.ask(Reader.select, Visit) if v.is_live}


@pytest.mark.parametrize("seed", range(8))
def test_after_any_day_each_way_is_the_one_from_the_stop_before(
    desk: Desk, clock: ManualClock, seed: int
) -> None:
    anyone = AnyDispatcher(desk, seed + 100, clock)

    for _ in range(150):
        anyone.act()
        assert desk.ask(wrong_ways) == {}


class AnySurveyor(AnyDispatcher):
    """Finds out now and then that a site is somewhere else, and takes that back."""

    def command(self) -> Command:
        if self.orders < 3 or self.random.random() < 0.8:
            return super().command()
        lat = 42.30 + self.random.randint(0, 12) / 100
        return LocateSite(site=self.random.randint(1, 5), lat=lat, lon=-71.05)


@pytest.mark.parametrize("seed", range(3))
def test_after_any_day_on_a_map_that_changes_each_way_is_right(
    desk: Desk, clock: ManualClock, seed: int
) -> None:
    anyone = AnySurveyor(desk, seed, clock)

    for _ in range(120):
        anyone.act()
        assert desk.ask(wrong_ways) == {}


def a_day(desk: Desk) -> tuple[int, int, int]:
    """Three stops of kim's: one, two and four minutes from home; every one an hour, an hour apart."""
    first, second, third = (number_of(desk, an_order(site=site)) for site in (1, 2, 4))
    for hours, number in enumerate((first, second, third)):
        desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + (1 + 2 * hours) * HOUR))
    return first, second, third


def test_the_stop_after_a_new_one_and_after_a_gap_gets_its_own_way(desk: Desk) -> None:
    first, second, third = a_day(desk)
    assert travels(desk) == {first: 60, second: 60, third: 120}

    between = number_of(desk, an_order(site=5))
    desk.run(
        AssignVisit(
            order=between, technician=KIM, start_at=T0 + 4 * HOUR + 5 * MINUTE, end_at=T0 + 4.5 * HOUR
        )
    )
    assert travels(desk) == {first: 60, second: 60, between: 180, third: 60}

    desk.run(Undo())
    assert travels(desk) == {first: 60, second: 60, third: 120}
    desk.run(UnassignVisit(visit=2))
    assert travels(desk) == {first: 60, second: None, third: 180}
    desk.run(CancelVisit(visit=1))
    assert travels(desk) == {second: None, third: 240}


def test_moving_across_technicians_and_days_puts_both_days_right(desk: Desk) -> None:
    first, second, third = a_day(desk)

    desk.run(AssignVisit(order=second, visit=2, technician=ALI, start_at=T0 + 3 * HOUR))
    assert travels(desk) == {first: 60, second: 120, third: 180}
    desk.run(AssignVisit(order=third, visit=3, technician=KIM, start_at=T0 + 25 * HOUR))
    assert travels(desk) == {first: 60, second: 120, third: 240}


def test_an_accepted_plan_renews_the_stops_that_were_there(desk: Desk) -> None:
    a_day(desk)
    for site in (3, 5, 5, 1):
        number_of(desk, an_order(site=site))

    desk.run(AcceptPlan(plan=desk.plan(MONDAY)))

    assert desk.ask(wrong_ways) == {}
    desk.run(Undo())
    assert desk.ask(wrong_ways) == {}


def test_an_order_that_turns_out_to_be_elsewhere_changes_the_ways_around_it(desk: Desk) -> None:
    first, second, third = a_day(desk)

    desk.run(EditOrder(order=second, changes=(("site_id", 5),)))

    assert travels(desk) == {first: 60, second: 240, third: 60}


def test_who_has_finished_goes_on_from_there(desk: Desk, clock: ManualClock) -> None:
    first, second, third = a_day(desk)
    clock.forward(HOUR)
    desk.run_all([DispatchVisit(visit=1), AdvanceVisit(visit=1, to=VisitStatus.ON_SITE)])
    clock.forward(30 * MINUTE)

    desk.run(CompleteOrder(order=first, resolution_code="fixed"))

    assert travels(desk) == {second: 60, third: 120}
    extra = number_of(desk, an_order(site=3))
    desk.run(AssignVisit(order=extra, technician=KIM, start_at=T0 + 95 * MINUTE, end_at=T0 + 2 * HOUR))
    assert travels(desk) == {extra: 120, second: 60, third: 120}


def test_another_way_stands_in_the_way_of_nobody(desk: Desk) -> None:
    first, second, _third = a_day(desk)
    seen = {v.id: v.version for v in desk.ask(Reader.select, Visit)}
    other = desk_on(str(desk.engine.url.render_as_string(hide_password=False)), session="other")
    before = number_of(other, an_order(site=5))
    other.run(AssignVisit(order=before, technician=KIM, start_at=T0 + 10 * MINUTE, end_at=T0 + 40 * MINUTE))
    assert travels(desk)[first] == 240

    desk.run(DispatchVisit(visit=1, expect=seen[1]))  # nobody has done anything to this visit
    desk.run(Undo())
    desk.run(Undo())  # the assignment of the third: its way is another by now, and that is no obstacle

    assert travels(desk) == {before: 300, first: 240, second: 60}
