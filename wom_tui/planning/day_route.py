"""A shift as one vehicle sees it: when and where it begins and ends, when it rests, what is booked.

Who has two shifts on a day is two vehicles: between them one goes home. An absence is a rest that begins at one moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wom_tui.domain.feasibility import Stop, TechnicianDay
from wom_tui.domain.pick_up import PickUp
from wom_tui.domain.place import Place
from wom_tui.domain.technician import WorkSpan
from wom_tui.domain.technician_day import local_date
from wom_tui.planning.problem import Rest, Window

MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Moments as whole seconds after a base, and back."""

    base_at: datetime

    def second(self, at: datetime) -> int:
        """The minute that it lies in."""
        return int((at - self.base_at).total_seconds()) // MINUTE * MINUTE

    def ceiling(self, at: datetime) -> int:
        """The minute that begins then, or next."""
        return -(-int((at - self.base_at) / timedelta(seconds=1)) // MINUTE) * MINUTE

    def length(self, lasts: timedelta) -> int:
        return -(-int(lasts.total_seconds()) // MINUTE) * MINUTE

    def at(self, second: int) -> datetime:
        return self.base_at + timedelta(seconds=second)


@dataclass(frozen=True, kw_only=True)
class Booked:
    """A visit that stays as it is, or several that leave no time between them.

    Attributes:
        first, last: where one has to come to, and where one goes on from.
        pick_ups: where something is fetched for the first of them.
    """

    begin: int
    length: int
    first: Place | None
    last: Place | None
    pick_ups: tuple[PickUp, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Route:
    """Attributes:
    start: where one sets out from, at the begin of the window: home, or the stop that is under way.
    been: the warehouses that one has gone by until then.
    """

    day: TechnicianDay
    start: Place | None
    window: Window
    overtime_s: int
    rests: tuple[Rest, ...]
    booked: tuple[Booked, ...]
    been: frozenset[int] = frozenset()

    @property
    def tasks(self) -> int | None:
        """So many jobs and no more, what is booked among them; None = any number."""
        most = self.day.technician.max_visits
        if most is None:
            return None
        days = {local_date(span.window.start_at, self.day.technician.zone) for span in self.day.spans}
        days |= {local_date(span.window.end_at, self.day.technician.zone) for span in self.day.spans}
        there = max((self.day.visits_on(on) for on in days), default=0)
        return len(self.booked) + max(0, most - there) // len(self.day.spans)


def route_of(
    day: TechnicianDay, span: WorkSpan, not_before: datetime, clock: Clock, overtime_s: int
) -> Route:
    """One shift of the day from that moment on; what has begun by then is where it starts from.

    Args:
        overtime_s: how long after the shift a visit may end.
    """
    opens_at = max(span.window.start_at, not_before)
    opens, closes = clock.ceiling(opens_at), clock.second(span.window.end_at)
    start = day.home
    begun: list[Stop] = []
    ahead: list[Stop] = []
    for stop in day.stops:
        if stop.end_at <= span.window.start_at or stop.start_at >= span.window.end_at:
            continue  # of another shift
        if stop.start_at <= opens_at:
            start, opens = stop.place, max(opens, clock.ceiling(stop.end_at))
            begun.append(stop)
        else:
            ahead.append(stop)
    away = _merged((clock.second(a.start_at), clock.ceiling(a.end_at)) for a in day.absences)
    opens, closes, overtime_s = _without_edges(away, opens, closes, overtime_s)
    while ahead and _is_late_for(ahead[0], opens, start, day, clock):
        start, opens = ahead[0].place, max(opens, clock.ceiling(ahead[0].end_at))
        begun.append(ahead.pop(0))  # it is where the route begins: nothing can be done before it
    booked = _clumped(ahead, day, clock)
    if booked:
        closes = max(closes, booked[-1].begin + booked[-1].length)
    return Route(
        day=day,
        start=start,
        window=(opens, max(opens, closes)),
        overtime_s=overtime_s,
        rests=_rests(span, list(_without(away, booked)), opens, closes, clock),
        booked=booked,
        been=frozenset(one.warehouse for stop in begun for one in stop.pick_ups),
    )


def _is_late_for(stop: Stop, free: int, place: Place | None, day: TechnicianDay, clock: Clock) -> bool:
    """Who is free then and there cannot be at the stop in time."""
    way = clock.length(timedelta(seconds=day.leg_s(place, stop)))
    return free + way > clock.second(stop.start_at)


def _merged(windows: Iterable[Window]) -> list[Window]:
    """Sorted and apart."""
    merged: list[Window] = []
    for begin, end in sorted(windows):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _without_edges(away: list[Window], opens: int, closes: int, overtime_s: int) -> tuple[int, int, int]:
    """Who is away when the shift begins comes later; who is away when it ends goes sooner, and makes no overtime."""
    for begin, end in away:
        if begin <= opens < end:
            opens = end
    for begin, end in reversed(away):
        if begin < closes + overtime_s and end >= closes:
            closes, overtime_s = min(closes, begin), 0
    return opens, closes, overtime_s


def _rests(span: WorkSpan, away: Sequence[Window], opens: int, closes: int, clock: Clock) -> tuple[Rest, ...]:
    """In the order in which they are taken: each has its place between what is fixed."""
    fixed = [(begin, end) for begin, end in away if opens < begin and end <= closes]
    found = [Rest(id=0, windows=((begin, begin),), service=end - begin) for begin, end in fixed]
    for window, minutes in span.breaks:
        length = minutes * MINUTE
        begin, end = max(opens, clock.ceiling(window.start_at)), clock.second(window.end_at) - length
        pieces = _pieces(begin, end, length, fixed)
        widest = max(pieces, key=lambda piece: piece[1] - piece[0], default=None)
        if widest is not None and widest[1] + length <= closes:
            found.append(Rest(id=0, windows=(widest,), service=length))
    return tuple(sorted(found, key=lambda rest: (rest.windows[0], rest.service)))


def _without(away: Sequence[Window], booked: Sequence[Booked]) -> Iterator[Window]:
    """What is left of the absences: somebody has booked visits in them, and knew why."""
    for begin, end in away:
        for visit in booked:
            if visit.begin < end and visit.begin + visit.length > begin:
                if begin < visit.begin:
                    yield begin, visit.begin
                begin = visit.begin + visit.length
        if begin < end:
            yield begin, end


def _pieces(begin: int, end: int, length: int, fixed: Sequence[Window]) -> Iterator[Window]:
    """When a break of that length may begin so that it touches nothing that is fixed."""
    for away_from, away_to in fixed:
        if begin <= min(end, away_from - length):
            yield begin, min(end, away_from - length)
        begin = max(begin, away_to)
    if begin <= end:
        yield begin, end


def _clumped(stops: Sequence[Stop], day: TechnicianDay, clock: Clock) -> tuple[Booked, ...]:
    """What is booked, with what leaves no time for the way between put together: that is not this plan's to mend."""
    found: list[Booked] = []
    for stop in stops:
        begin, end = clock.second(stop.start_at), clock.ceiling(stop.end_at)
        if found:
            last = found[-1]
            free = last.begin + last.length + clock.length(timedelta(seconds=day.leg_s(last.last, stop)))
            if free > begin:
                until = max(end, last.begin + last.length)
                found[-1] = replace(last, length=until - last.begin, last=stop.place)
                continue
        where = stop.place
        found.append(Booked(begin=begin, length=end - begin, first=where, last=where, pick_ups=stop.pick_ups))
    return tuple(found)
