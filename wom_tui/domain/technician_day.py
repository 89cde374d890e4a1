"""What does a technician's day hold, and what is a visit for? The facts that rules, slots and routes ask about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.pick_up import PickUp
from wom_tui.domain.place import Place, TravelTime, at_once
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.technician import Absence, SkillGrant, Technician, WorkSpan
from wom_tui.domain.visit import ENDED_THERE, Visit
from wom_tui.domain.work_order import PartsState, Requirement, WorkOrder


def local_date(at: datetime, zone: str) -> date:
    """The day that it is there."""
    return at.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Another visit of the day, and where it is: as planned, or as it was where it is over.

    Attributes:
        pick_ups: the warehouses in which parts for it lie, or lay where it is over.
    """

    visit: Visit
    place: Place | None
    pick_ups: tuple[PickUp, ...] = ()

    @property
    def start_at(self) -> datetime:
        visit = self.visit
        assert visit.start_at is not None
        if visit.status in ENDED_THERE:
            return min(visit.arrived_at or visit.start_at, self.end_at)
        return visit.start_at

    @property
    def end_at(self) -> datetime:
        visit = self.visit
        assert visit.end_at is not None
        return visit.ended_at or visit.end_at if visit.status in ENDED_THERE else visit.end_at


@dataclass(frozen=True, kw_only=True)
class TechnicianDay:
    """What a technician's day holds already.

    Attributes:
        on: the local day.
        spans: the shifts of that day as instants, sorted.
        stops: the booked visits of that day and those that are over, sorted by start, without the one in
            question.
        travel: seconds in an ordinary hour.
        slowness: how many times as long it takes on that day, see `travel_hours.py`.
    """

    technician: Technician
    on: date
    grants: tuple[SkillGrant, ...] = ()
    spans: tuple[WorkSpan, ...] = ()
    absences: tuple[Absence, ...] = ()
    stops: tuple[Stop, ...] = ()
    travel: TravelTime = at_once
    slowness: float = 1.0

    @property
    def home(self) -> Place | None:
        tech = self.technician
        return None if tech.home_lat is None or tech.home_lon is None else Place(tech.home_lat, tech.home_lon)

    def lasts(self, job: Job) -> timedelta:
        """How long this technician takes for it."""
        return self.technician.lasts(job.duration)

    def is_full(self, at: datetime) -> bool:
        """The technician has as many visits on the local day of that moment as he or she takes."""
        most = self.technician.max_visits
        return most is not None and self.visits_on(local_date(at, self.technician.zone)) >= most

    def visits_on(self, on: date) -> int:
        """How many begin on that local day."""
        zone = self.technician.zone
        return sum(local_date(stop.start_at, zone) == on for stop in self.stops)

    def trip_s(self, a: Place | None, b: Place | None) -> int:
        """Seconds from a to b; 0 where one of them is nowhere."""
        return 0 if a is None or b is None or a == b else round(self.travel(a, b) * self.slowness)

    def way_s(self, a: Place | None, b: Place | None, pick_ups: Collection[PickUp]) -> int:
        """Seconds from a to b by the warehouses, with the time that it takes there; never less than straight on."""
        direct_s = self.trip_s(a, b)
        if not pick_ups:
            return direct_s
        here, by_s = a, 0
        for one in pick_ups:
            by_s += self.trip_s(here, one.place) + one.minutes * 60
            here = one.place
        return max(direct_s, by_s + self.trip_s(here, b))

    def to_fetch(self, pick_ups: tuple[PickUp, ...], at: datetime) -> tuple[PickUp, ...]:
        """Those by which nobody has to go earlier in that shift."""
        if not pick_ups:
            return ()
        begun_at = max((w.start_at for s in self.spans if (w := s.window).start_at <= at), default=None)
        had = {
            one.warehouse
            for stop in self.stops
            if stop.start_at < at and (begun_at is None or stop.end_at > begun_at)
            for one in stop.pick_ups
        }
        return tuple(one for one in pick_ups if one.warehouse not in had)

    def leg_s(self, origin: Place | None, stop: Stop, fetched: tuple[PickUp, ...] = ()) -> int:
        """Seconds on the way to a stop of the day.

        Args:
            fetched: where whoever comes has been, besides the stops before it.
        """
        missing = self.to_fetch(stop.pick_ups, stop.start_at)
        return self.way_s(origin, stop.place, [one for one in missing if one not in fetched])


@dataclass(frozen=True, kw_only=True)
class Decline:
    """A technician has said no to the order, when, and for which time it was."""

    technician_id: int
    at: datetime
    start_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a visit is for: the order with everything that the rules ask about."""

    order: WorkOrder
    requirement: Requirement
    site: Site | None
    customer: Customer | None = None
    predecessors: tuple[WorkOrder, ...] = ()
    crew: tuple[Visit, ...] = ()  # the order's other live visits
    declines: tuple[Decline, ...] = ()
    vans: tuple[Technician, ...] = ()  # whose vans hold parts that are reserved for it
    pick_ups: tuple[PickUp, ...] = ()  # the warehouses that hold some
    # When predecessors that are booked are over.
    first_ends: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def not_before(self) -> datetime | None:
        """The earliest begin: not before it may start, its parts are there, and what must be done first is over."""
        order = self.order
        parts_at = order.parts_ready_at if order.parts_state is PartsState.WAITING else None
        first = (self.first_ends.get(other.id) for other in self.open_predecessors)
        return max((at for at in (self.requirement.earliest_start_at, parts_at, *first) if at), default=None)

    @property
    def open_predecessors(self) -> tuple[WorkOrder, ...]:
        """What must be done first and is not."""
        return tuple(other for other in self.predecessors if other.completed_at is None)

    @property
    def place(self) -> Place | None:
        site = self.site
        if site is None or site.is_remote or site.lat is None or site.lon is None or not site.has_position:
            return None
        return Place(site.lat, site.lon)

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.requirement.duration_min or 60)
