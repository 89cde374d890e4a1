"""What does one technician's day look like, and what is wrong with it? Bars, load, what to watch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from wom_tui.domain.feasibility import TechnicianDay
from wom_tui.domain.states import COMING
from wom_tui.domain.technician import local_instant
from wom_tui.domain.triage import GRACE, stay_cause
from wom_tui.domain.visit import LIVE, Visit, VisitStatus, expected
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.planning.insertion import break_in

LOST = frozenset({VisitStatus.DECLINED, VisitStatus.MISSED})
_FREE_MIN = 30  # a shorter rest is not worth a word
_THAT_DAY = timedelta(hours=12)  # a due that passed earlier than this is the board's business, not a lane's


class Trouble(IntEnum):
    """Why a lane is watched, the worst first."""

    LATE = 0
    AWAY = 1
    OVERTIME = 2
    OVERLAP = 3
    DECLINED = 4
    ABSENT = 5
    ARRIVES = 6
    FREE = 7
    NONE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The one reason to look at a lane.

    Attributes:
        order: whose visit it is about.
        minutes: late, away, over, shared or free, as the trouble says.
        at: of an absence its start, of an arrival the time.
    """

    trouble: Trouble
    order: int | None = None
    minutes: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A visit on a lane.

    Attributes:
        start_at, end_at: as they were or are expected: from the arrival to the end, at least until now.
        late: the part that breaks a promise: past due, past the promised window, gone by without anybody.
        late_min: by how much, which may be more than that part.
        away: the part for which the technician is absent, while the visit is still to come.
        overtime: the part after the shift.
        overlap: the part shared with the stay before, or with the way from there, where it is more than the grace.
    """

    visit: int
    version: int
    ordinal: int
    order: int
    order_version: int
    title: str
    technician: int
    status: VisitStatus
    start_at: datetime
    end_at: datetime
    travel_s: int
    is_pinned: bool
    late: Window | None = None
    away: Window | None = None
    late_min: int = 0
    overtime: Window | None = None
    overlap: Window | None = None

    @property
    def label(self) -> str:
        return f"{self.order}/{self.ordinal}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One technician's day, or some days in a row. Bars are sorted by start."""

    technician: int
    code: str
    name: str
    skill: str
    zone: str
    shifts: tuple[Window, ...]
    breaks: tuple[Window, ...]
    absences: tuple[Window, ...]
    bars: tuple[Bar, ...]
    load_percent: int | None  # None: no time to work that day
    watch: Watch
    troubles: frozenset[Trouble]  # all of them; the worst is the one to watch
    territory: str = ""

    @property
    def rank(self) -> tuple[int, int, str, int]:
        """By trouble, the longer the worse; the rest by name."""
        worth = -self.watch.minutes if self.watch.trouble <= Trouble.OVERLAP else 0
        return (
            self.watch.trouble if self.watch.trouble < Trouble.ARRIVES else Trouble.NONE,
            worth,
            self.name,
            self.technician,
        )


def with_bars(lane: Lane, bars: Sequence[Bar]) -> Lane:
    """The lane as it would be with these visits instead of its own; what is wrong with it is not looked for."""
    in_time = tuple(sorted(bars, key=lambda bar: (bar.start_at, bar.visit)))
    load_percent = _load(lane.shifts, lane.absences, in_time, lane.zone)
    return replace(lane, bars=in_time, load_percent=load_percent)


def lane_of(
    day: TechnicianDay, visits: Sequence[Visit], orders: Mapping[int, WorkOrder], now: datetime
) -> Lane:
    """One lane, with what is wrong on it."""
    tech, shifts = day.technician, tuple(span.window for span in day.spans)
    absences = tuple(a.window for a in day.absences if _touches(a.start_at, a.end_at, shifts))
    bars: list[Bar] = []
    free_at: datetime | None = None
    for visit in visits:
        order = orders.get(visit.order_id)
        if order is None:
            continue
        bar = _bar(visit, order, shifts, absences, free_at, now)
        bars.append(bar)
        if visit.status not in LOST:
            free_at = max(bar.end_at, free_at or bar.end_at)
    # A visit done early comes before what was planned first.
    bars.sort(key=lambda bar: (bar.start_at, bar.visit))
    grants = sorted((g for g in day.grants if g.is_valid(day.on)), key=lambda g: (-g.level, g.skill))
    wrong = troubles_of(shifts, absences, bars, now)
    return Lane(
        technician=tech.id,
        code=tech.code,
        name=tech.name,
        skill=grants[0].skill if grants else "",
        zone=tech.zone,
        shifts=shifts,
        breaks=breaks_of(day, ((b.start_at, b.end_at) for b in bars if b.status not in LOST)),
        absences=absences,
        bars=tuple(bars),
        load_percent=_load(shifts, absences, bars, tech.zone),
        watch=wrong[0] if wrong else _at_ease(shifts, bars, now),
        troubles=frozenset(watch.trouble for watch in wrong),
    )


def _bar(
    visit: Visit,
    order: WorkOrder,
    shifts: Sequence[Window],
    absences: Sequence[Window],
    free_at: datetime | None,
    now: datetime,
) -> Bar:
    start_at, end_at = expected(visit, now)
    is_live = visit.status in LIVE
    late, late_min = _late(visit, order, start_at, end_at, now) if is_live else (None, 0)
    here = [w for w in shifts if start_at in w]
    return Bar(
        visit=visit.id,
        version=visit.version,
        ordinal=visit.ordinal,
        order=order.id,
        order_version=order.version,
        title=order.title,
        technician=visit.technician_id or 0,
        status=visit.status,
        start_at=start_at,
        end_at=end_at,
        travel_s=visit.travel_s or 0,
        is_pinned=visit.is_pinned,
        late=late,
        late_min=late_min,
        away=_away(start_at, end_at, absences) if visit.status in COMING else None,
        overtime=_part(here[0].end_at, end_at) if is_live and here else None,
        overlap=_overlap(visit, start_at, end_at, free_at, now),
    )


def _overlap(
    visit: Visit, start_at: datetime, end_at: datetime, free_at: datetime | None, now: datetime
) -> Window | None:
    """What triage tells of as well: of a visit to come that is not past, by more than nobody would act upon."""
    if free_at is None or visit.status not in COMING or end_at <= now:
        return None
    there_at = free_at + timedelta(seconds=visit.travel_s or 0)
    return _part(start_at, min(there_at, end_at)) if there_at - start_at >= GRACE else None


def _late(
    visit: Visit, order: WorkOrder, start_at: datetime, end_at: datetime, now: datetime
) -> tuple[Window | None, int]:
    """The part that breaks a promise made for that day, and by how many minutes the worst is broken."""
    assert visit.end_at is not None
    if visit.status in COMING and start_at < now and stay_cause(visit.status, start_at, end_at, now):
        return _part(start_at, min(now, end_at)), _minutes_between(start_at, now)
    broken: list[tuple[datetime, datetime]] = []  # what was promised, and what will be
    if visit.promised is not None:
        broken.append((visit.promised.end_at, start_at))
    if (respond_by_at := order.respond_by_at) is not None:
        broken.append((respond_by_at, start_at))
    if order.resolve_due_at is not None:
        broken.append((order.resolve_due_at, end_at))
    if visit.status is VisitStatus.ON_SITE and stay_cause(visit.status, start_at, visit.end_at, now):
        broken.append((visit.end_at, end_at))
    broken = [(due_at, then) for due_at, then in broken if due_at < then and start_at - due_at < _THAT_DAY]
    if not broken:
        return None, 0
    first_at = min(due_at for due_at, _ in broken)
    return _part(max(start_at, first_at), end_at), max(_minutes_between(*pair) for pair in broken)


def _away(start_at: datetime, end_at: datetime, absences: Sequence[Window]) -> Window | None:
    """The longest part of a stay that falls into an absence."""
    if not absences:
        return None
    parts = (_part(max(start_at, a.start_at), min(end_at, a.end_at)) for a in absences)
    return max((part for part in parts if part), key=lambda part: part.duration, default=None)


def _part(from_at: datetime, to_at: datetime) -> Window | None:
    return Window(from_at, to_at) if from_at < to_at else None


def _touches(start_at: datetime, end_at: datetime, shifts: Sequence[Window]) -> bool:
    return any(start_at < w.end_at and end_at > w.start_at for w in shifts)


def breaks_of(day: TechnicianDay, taken: Iterable[tuple[datetime, datetime]]) -> tuple[Window, ...]:
    """Where the breaks of a day lie, between what takes the technician's time."""
    busy = list(taken)
    found = (break_in(window, minutes, busy) for span in day.spans for window, minutes in span.breaks)
    return tuple(window for window in found if window is not None)


def _load(shifts: Sequence[Window], absences: Sequence[Window], bars: Sequence[Bar], zone: str) -> int | None:
    """Service and travel as a share of the time at work, whole percent; may pass 100.

    What runs since an earlier day counts from midnight on.
    """
    away_s = sum(
        (min(a.end_at, w.end_at) - max(a.start_at, w.start_at)).total_seconds()
        for a in absences
        for w in shifts
        if a.start_at < w.end_at and a.end_at > w.start_at
    )
    there_s = sum(w.duration.total_seconds() for w in shifts) - away_s
    if there_s <= 0:
        return None
    first_on = min(w.start_at for w in shifts).astimezone(ZoneInfo(zone)).date()
    since = local_instant(first_on, 0, zone)
    busy_s = sum(
        (bar.end_at - max(since, bar.start_at)).total_seconds() + bar.travel_s
        for bar in bars
        if bar.status not in LOST
    )
    return round(100 * busy_s / there_s)


def troubles_of(
    shifts: Sequence[Window], absences: Sequence[Window], bars: Sequence[Bar], now: datetime
) -> list[Watch]:
    """All that is wrong with a lane, the worst first; of each trouble its worst case."""
    parts = (
        (Trouble.LATE, [(bar, bar.late_min) for bar in bars]),
        (Trouble.AWAY, [(bar, _minutes(bar.away)) for bar in bars]),
        (Trouble.OVERTIME, [(bar, _minutes(bar.overtime)) for bar in bars]),
        (Trouble.OVERLAP, [(bar, _minutes(bar.overlap)) for bar in bars]),
    )
    wrong: list[Watch] = []
    for trouble, found in parts:
        bar, minutes = max(found, key=lambda pair: pair[1], default=(None, 0))
        if bar is not None and minutes:
            wrong.append(Watch(trouble=trouble, order=bar.order, minutes=minutes))
    lost = next((bar for bar in bars if bar.status in LOST), None)
    if lost is not None:
        wrong.append(Watch(trouble=Trouble.DECLINED, order=lost.order))
    away = next((absence for absence in absences if absence.end_at > now), None)
    if away is not None:
        begin_at = min((w.start_at for w in shifts if w.end_at > away.start_at), default=away.start_at)
        wrong.append(Watch(trouble=Trouble.ABSENT, at=max(away.start_at, begin_at)))
    return wrong


def _at_ease(shifts: Sequence[Window], bars: Sequence[Bar], now: datetime) -> Watch:
    """What there is to say about a lane where nothing is wrong."""
    for bar in bars:
        if bar.status is VisitStatus.TRAVELLING:
            return Watch(trouble=Trouble.ARRIVES, order=bar.order, at=bar.start_at)
    free_min = _free_min(shifts, bars, now)
    return (
        Watch(trouble=Trouble.FREE, minutes=free_min)
        if free_min >= _FREE_MIN
        else Watch(trouble=Trouble.NONE)
    )


def _minutes(part: Window | None) -> int:
    return _minutes_between(part.start_at, part.end_at) if part else 0


def _minutes_between(from_at: datetime, to_at: datetime) -> int:
    return int((to_at - from_at).total_seconds() // 60)


def _free_min(shifts: Sequence[Window], bars: Sequence[Bar], now: datetime) -> int:
    """Minutes from now to the next visit or the end of the shift; 0 while at work on something or off."""
    here = [w for w in shifts if now in w]
    if not here or any(bar.start_at <= now < bar.end_at and bar.status in LIVE for bar in bars):
        return 0
    coming = [bar.start_at - timedelta(seconds=bar.travel_s) for bar in bars if bar.start_at > now]
    return max(0, int((min([here[0].end_at, *coming]) - now).total_seconds() // 60))
