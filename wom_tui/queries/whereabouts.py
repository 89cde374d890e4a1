"""Where is everybody now, as far as is known, and which way do they go today?

Nobody is followed: what is known is what technicians report. Who is on site is there; who has set out was last seen
where the way begins; between two visits it is the last one that counts; before the first, home.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wom_tui.domain.place import Place, at_once
from wom_tui.domain.technician import Technician
from wom_tui.domain.technician_day import Stop, TechnicianDay
from wom_tui.domain.visit import LIVE, VisitStatus, expected
from wom_tui.store.days import local_day, technician_days
from wom_tui.store.reader import Reader

_BEGUN = frozenset({VisitStatus.ON_SITE, VisitStatus.TRAVELLING})


class Seen(StrEnum):
    """From what it is known where somebody is."""

    ON_SITE = "on site"
    TRAVELLING = "travelling"  # the place is where the way begins
    LAST = "last"  # where the last visit was
    HOME = "home"  # nothing was done yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A visit on the way of a day."""

    visit: int
    order: int
    status: VisitStatus
    place: Place | None
    start_at: datetime
    end_at: datetime

    @property
    def is_over(self) -> bool:
        return self.status not in LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """One technician.

    Attributes:
        place: None where nothing is known: no home, and no visit at a known position.
        order: where they are, where they were, or where they are going; None at home.
        since_at: of that the arrival, the end, or the setting out.
        calls: the visits of the day, in order, those that are over first.
        is_away: absent now.
        is_working: a shift is on.
    """

    technician: int
    code: str
    name: str
    home: Place | None
    place: Place | None
    seen: Seen
    order: int | None
    since_at: datetime | None
    calls: tuple[Call, ...]
    is_away: bool
    is_working: bool

    @property
    def done(self) -> int:
        """How many visits are over."""
        return sum(call.is_over for call in self.calls)

    @property
    def next_call(self) -> Call | None:
        """The first visit that they have not set out for."""
        return next((call for call in self.calls if not call.is_over and call.status not in _BEGUN), None)

    @property
    def way(self) -> tuple[Place, ...]:
        """The places of the day in their order, from home on."""
        stops = (call.place for call in self.calls)
        return tuple(place for place in (self.home, *stops) if place is not None)


def whereabouts(reader: Reader, now: datetime) -> tuple[Whereabouts, ...]:
    """Everybody who is active, by name, on the day that it is where they live."""
    found: list[Whereabouts] = []
    for zone, technicians in _by_zone(reader.select(Technician, is_active=True)).items():
        days = technician_days(reader, technicians, local_day(now, zone), at_once)
        found += [_seen(day, now) for day in days.values()]
    return tuple(sorted(found, key=lambda one: (one.name, one.technician)))


def _by_zone(technicians: Iterable[Technician]) -> dict[str, list[Technician]]:
    zones: dict[str, list[Technician]] = {}
    for technician in technicians:
        zones.setdefault(technician.zone, []).append(technician)
    return zones


def _seen(day: TechnicianDay, now: datetime) -> Whereabouts:
    stops = [stop for stop in day.stops if _is_of(day, stop)]
    calls = tuple(sorted((_call(stop, now) for stop in stops), key=_in_order))
    seen, order, since_at, place = _last_known(day, stops, calls)
    return Whereabouts(
        technician=day.technician.id,
        code=day.technician.code,
        name=day.technician.name,
        home=day.home,
        place=place,
        seen=seen,
        order=order,
        since_at=since_at,
        calls=calls,
        is_away=any(a.start_at <= now < a.end_at for a in day.absences),
        is_working=any(now in span.window for span in day.spans),
    )


def _is_of(day: TechnicianDay, stop: Stop) -> bool:
    """It begins on that day, or in a shift of it that began the day before."""
    is_today = local_day(stop.start_at, day.technician.zone) == day.on
    return is_today or any(stop.start_at in span.window for span in day.spans)


def _call(stop: Stop, now: datetime) -> Call:
    visit = stop.visit
    start_at, end_at = expected(visit, now)
    return Call(
        visit=visit.id,
        order=visit.order_id,
        status=visit.status,
        place=stop.place,
        start_at=start_at,
        end_at=end_at,
    )


def _in_order(call: Call) -> tuple[int, datetime, int]:
    """What is over, where they are now, what comes."""
    rank = {VisitStatus.ON_SITE: 1, VisitStatus.TRAVELLING: 2}.get(call.status, 3)
    return 0 if call.is_over else rank, call.start_at, call.visit


Known = tuple[Seen, int | None, datetime | None, Place | None]


def _last_known(day: TechnicianDay, stops: Iterable[Stop], calls: tuple[Call, ...]) -> Known:
    """The newest report that says where somebody is."""
    over = [call for call in calls if call.is_over]
    last = max(over, key=lambda call: call.end_at, default=None)
    here = next((call for call in calls if call.status is VisitStatus.ON_SITE), None)
    if here is not None:
        return Seen.ON_SITE, here.order, here.start_at, here.place or (last.place if last else day.home)
    place = last.place if last is not None and last.place is not None else day.home
    going = next((call for call in calls if call.status is VisitStatus.TRAVELLING), None)
    if going is not None:
        set_out = (stop.visit.travelling_at for stop in stops if stop.visit.id == going.visit)
        return Seen.TRAVELLING, going.order, next(set_out, None), place
    if last is not None:
        return Seen.LAST, last.order, last.end_at, place
    return Seen.HOME, None, None, day.home
