"""When could this technician do this order that day? Every gap of the day, with the way there and on.

A slot never breaks a hard rule of `domain/feasibility`, and it keeps the breaks: the arithmetic here only
finds the times quickly, the rules are still the rules. A technician sets out from home when the shift begins,
or from the stop before, but never before `not_before`: that is now, when the day is running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.place import Place
from wom_tui.domain.technician import WorkSpan, local_instant
from wom_tui.domain.technician_day import local_date
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.worktime import Window

STEP = timedelta(minutes=5)  # starts are told to people, so they are round
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)
_ACCESS_DAYS = 2  # a gap reaches into the next local day at most


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time at which the technician can be there and stay for the whole service.

    Attributes:
        travel_s: from the stop before, or from home.
        added_travel_s: there and on, less the direct way; may be negative where a detour is quicker.
        position: how many booked stops of the day come before it.
    """

    start_at: datetime
    end_at: datetime
    travel_s: int
    added_travel_s: int
    position: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stretch of a shift without a stop. Service and the travel around it must fit inside."""

    shift_at: datetime  # the shift begins
    start_at: datetime  # free to set out from `origin`
    end_at: datetime  # the shift ends, or the next stop begins
    origin: Place | None
    earlier: Stop | None
    later: Stop | None
    is_straight_on: bool  # the later one is come to from here, and not from home when another shift begins
    position: int


def earliest_slot(job: Job, day: TechnicianDay, not_before: datetime) -> Slot | None:
    """The first time at which the technician could begin; None when that day has none."""
    return next(iter(_slots(job, day, not_before, with_overtime=False)), None)


def slots(
    job: Job, day: TechnicianDay, not_before: datetime, *, with_overtime: bool = False
) -> tuple[Slot, ...]:
    """The earliest start in every gap of the day, in order of time.

    Who may do the order at all (skills, territory, …) is not asked here: see `explain.eligibility`.

    Args:
        not_before: aware UTC; nobody sets out before it.
        with_overtime: a visit may end after the shift, as long as the technician's record allows.
    """
    return tuple(_slots(job, day, not_before, with_overtime=with_overtime))


def _slots(job: Job, day: TechnicianDay, not_before: datetime, *, with_overtime: bool) -> Iterator[Slot]:
    for gap in gaps(day, not_before, with_overtime=with_overtime):
        if gap.end_at - gap.start_at < day.lasts(job):
            continue  # asks for no travel times: most gaps of a full day end here
        slot = slot_in(gap, job, day)
        if slot is not None:
            yield slot


def gaps(day: TechnicianDay, not_before: datetime, *, with_overtime: bool = False) -> Iterator[Gap]:
    """The stretches between the stops, shift by shift, in order of time."""
    extra = timedelta(minutes=day.technician.max_overtime_min if with_overtime else 0)
    for span in day.spans:
        yield from _gaps_of(span, day, not_before, extra)


def _gaps_of(span: WorkSpan, day: TechnicianDay, not_before: datetime, extra: timedelta) -> Iterator[Gap]:
    window = span.window
    home_at = min(
        (w.start_at for s in day.spans if (w := s.window).start_at > window.start_at), default=_NEVER
    )
    earlier: Stop | None = None
    for position, later in enumerate((*day.stops, None)):
        begun = (
            max(window.start_at, not_before)
            if earlier is None
            else max(window.start_at, not_before, earlier.end_at)
        )
        ended = window.end_at + extra if later is None else min(window.end_at + extra, later.start_at)
        if begun < min(ended, window.end_at):
            yield Gap(
                shift_at=window.start_at,
                start_at=begun,
                end_at=ended,
                origin=earlier.place if earlier and is_of_day(earlier, day) else day.home,
                earlier=earlier,
                later=later,
                is_straight_on=later is not None and later.start_at < home_at,
                position=position,
            )
        if later is not None and (earlier is None or later.end_at > earlier.end_at):
            earlier = later


def is_of_day(stop: Stop, day: TechnicianDay) -> bool:
    """The stop belongs to this day's work: between it and other days' stops the technician goes home."""
    if not day.spans:
        return False
    return stop.end_at > day.spans[0].window.start_at and stop.start_at < day.spans[-1].window.end_at


def slot_in(gap: Gap, job: Job, day: TechnicianDay) -> Slot | None:
    """The earliest start in one gap of the day."""
    fetch = day.to_fetch(job.pick_ups, gap.start_at)
    there_s = day.way_s(gap.origin, job.place, fetch)
    lower = gap.start_at + timedelta(seconds=there_s)
    if gap.earlier is not None and gap.earlier.end_at > gap.shift_at:
        lower = max(
            lower, gap.earlier.end_at + timedelta(seconds=day.way_s(gap.earlier.place, job.place, fetch))
        )
    elif gap.earlier is not None:  # what lies before the shift was another's: this one begins at home
        lower = max(lower, gap.shift_at + timedelta(seconds=day.way_s(day.home, job.place, fetch)))
    latest = gap.end_at - day.lasts(job)
    if lower > latest:
        return None  # before the way on is asked for: a search over the streets is what costs
    on_s = day.leg_s(job.place, gap.later, fetch) if gap.later else 0
    if gap.later is not None and gap.is_straight_on:
        latest = min(latest, gap.later.start_at - timedelta(seconds=on_s) - day.lasts(job))
    start_at = _first_start(lower, latest, job, day)
    if start_at is None or not _begins_in_shift(start_at, day):
        return None
    goes_on = gap.later is not None and is_of_day(gap.later, day)
    direct_s = day.leg_s(gap.origin, gap.later) if gap.later and goes_on else 0
    return Slot(
        start_at=start_at,
        end_at=start_at + day.lasts(job),
        travel_s=there_s,
        added_travel_s=there_s + (on_s if goes_on else 0) - direct_s,
        position=gap.position,
    )


def _begins_in_shift(at: datetime, day: TechnicianDay) -> bool:
    return any(at in span.window for span in day.spans)


def slot_violations(job: Job, slot: Slot, day: TechnicianDay) -> tuple[Violation, ...]:
    """What a visit in the slot would break or bend; of a slot that was found only soft ones."""
    placed = Visit(
        id=0,
        order_id=job.order.id,
        ordinal=0,
        technician_id=day.technician.id,
        start_at=slot.start_at,
        end_at=slot.end_at,
    )
    return feasibility.violations(placed, job, day)


def as_booked(visit: Visit, job: Job, day: TechnicianDay) -> Slot:
    """The slot that a booked visit has, with the way it takes.

    Args:
        day: without the visit.
    """
    assert visit.start_at is not None and visit.end_at is not None
    start_at, end_at = visit.start_at, visit.end_at
    before = [stop for stop in day.stops if stop.end_at <= start_at and is_of_day(stop, day)]
    after = [stop for stop in day.stops if stop.start_at >= end_at and is_of_day(stop, day)]
    origin = max(before, key=lambda s: s.end_at).place if before else day.home
    fetch = day.to_fetch(job.pick_ups, start_at)
    there_s = day.way_s(origin, job.place, fetch)
    on_s = direct_s = 0
    if after:
        later = min(after, key=lambda s: s.start_at)
        on_s, direct_s = day.leg_s(job.place, later, fetch), day.leg_s(origin, later)
    return Slot(
        start_at=start_at,
        end_at=end_at,
        travel_s=there_s,
        added_travel_s=there_s + on_s - direct_s,
        position=len(before),
    )


# -- the first start that every rule allows ----------------------------------------------------------------

# Says the first start not before the given one that its rule allows; None when there is none.
Push = Callable[[datetime, Job, TechnicianDay], "datetime | None"]


def _first_start(lower: datetime, latest: datetime, job: Job, day: TechnicianDay) -> datetime | None:
    start_at = round_up(lower)
    while start_at <= latest:
        allowed = start_at
        for push in _PUSHES:
            pushed = push(allowed, job, day)
            if pushed is None:
                return None
            allowed = round_up(pushed)
        if allowed == start_at:
            return start_at
        start_at = allowed
    return None


def round_up(at: datetime) -> datetime:
    """The next whole five minutes, or `at` itself."""
    over = (at - _EPOCH) % STEP
    return at + (STEP - over) if over else at


def _after_earliest_start(start_at: datetime, job: Job, day: TechnicianDay) -> datetime:
    earliest = job.not_before
    return start_at if earliest is None else max(start_at, earliest)


def _into_window(start_at: datetime, job: Job, day: TechnicianDay) -> datetime | None:
    windows = job.requirement.windows
    if not windows:
        return start_at
    return min((max(w.start_at, start_at) for w in windows if start_at <= w.end_at), default=None)


def _after_absence(start_at: datetime, job: Job, day: TechnicianDay) -> datetime:
    end_at = start_at + day.lasts(job)
    return max(
        (a.end_at for a in day.absences if a.start_at < end_at and a.end_at > start_at), default=start_at
    )


def _into_access(start_at: datetime, job: Job, day: TechnicianDay) -> datetime | None:
    if job.site is None or not job.site.access_hours:
        return start_at
    zone = job.site.zone
    local = start_at.astimezone(ZoneInfo(zone))
    need_min = int(day.lasts(job).total_seconds() // 60)
    from_min = local.hour * 60 + local.minute
    for ahead in range(_ACCESS_DAYS):
        on = local.date() + timedelta(days=ahead)
        for hours in job.site.access_hours[on.weekday()]:
            begin_min = max(hours.start_min, from_min if ahead == 0 else 0)
            if begin_min + need_min <= hours.end_min:
                # Not through `local_instant` where it is open already: in the hour that comes twice that
                # would go back to the first of the two.
                is_open = ahead == 0 and begin_min == from_min
                return start_at if is_open else max(start_at, local_instant(on, begin_min, zone))
    return None


def _after_breaks(start_at: datetime, job: Job, day: TechnicianDay) -> datetime:
    taken = None
    end_at = start_at + day.lasts(job)
    for span in day.spans:
        for window, minutes in span.breaks:
            if not (start_at < window.end_at and end_at > window.start_at):
                continue
            taken = taken or [(s.start_at, s.end_at) for s in day.stops]
            if break_in(window, minutes, [*taken, (start_at, end_at)]) is None:
                planned = break_in(window, minutes, taken)
                if planned is not None:  # lost already: then it is not this visit that costs it
                    return planned.end_at
    return start_at


def _after_full_days(start_at: datetime, job: Job, day: TechnicianDay) -> datetime:
    """Who has all visits of a day takes the next one after midnight, where the shift goes on until then."""
    while day.is_full(start_at):
        zone = day.technician.zone
        start_at = local_instant(local_date(start_at, zone) + timedelta(days=1), 0, zone)
    return start_at


_PUSHES: tuple[Push, ...] = (
    _after_full_days,
    _after_earliest_start,
    _into_window,
    _after_absence,
    _into_access,
    _after_breaks,
)


def break_in(window: Window, minutes: int, taken: list[tuple[datetime, datetime]]) -> Window | None:
    """Where the break lies: the first free stretch of its window; None when it no longer fits."""
    length = timedelta(minutes=minutes)
    free_from = window.start_at
    for start_at, end_at in sorted(taken):
        if end_at <= free_from:
            continue
        if min(start_at, window.end_at) - free_from >= length:
            break
        free_from = max(free_from, end_at)
    if window.end_at - free_from < length:
        return None
    return Window(start_at=free_from, end_at=free_from + length)
