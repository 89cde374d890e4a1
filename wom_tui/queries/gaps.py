"""Where is somebody free that day, for how long, and what of the tray fits in?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wom_tui.domain.feasibility import TechnicianDay
from wom_tui.domain.place import TravelTime
from wom_tui.domain.technician import Technician
from wom_tui.domain.worktime import Window
from wom_tui.planning import explain
from wom_tui.planning.insertion import Gap, Slot, gaps, slot_in
from wom_tui.planning.snapshot import Ready
from wom_tui.planning.solve import urgency
from wom_tui.queries.lane import breaks_of
from wom_tui.queries.snapshot import first_waiting
from wom_tui.store.days import technician_days
from wom_tui.store.reader import Reader

SHORTEST_MIN = 15  # a shorter rest is nobody's gap
MOST_GAPS = 40
_MOST_TRIED = 60  # orders of the tray, the most urgent ones, so that nobody waits for the others
_MOST_READ = 200  # of them; some cannot be planned
_MOST_FITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """An order of the tray that has room there."""

    order: int
    order_version: int
    visit: int | None
    title: str
    priority: int
    start_at: datetime
    end_at: datetime
    travel_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeGap:
    """A stretch of somebody's shift with nothing in it.

    Attributes:
        fits: what of the tray has room, the most urgent first.
    """

    technician: int
    name: str
    start_at: datetime
    end_at: datetime
    fits: tuple[Fit, ...]

    @property
    def minutes(self) -> int:
        return int((self.end_at - self.start_at).total_seconds() // 60)


def free_gaps(
    reader: Reader,
    on: date,
    now: datetime,
    travel: TravelTime,
    *,
    technician: int | None = None,
    at: datetime | None = None,
) -> tuple[FreeGap, ...]:
    """The free time of one technician, in order of time; or of everybody, the longest first.

    Args:
        now: aware UTC; what is gone is nobody's gap.
        technician: whose; None = everybody's.
        at: only gaps around that time.
    """
    who = {} if technician is None else {"id": technician}
    technicians = reader.select(Technician, is_active=True, **who)
    days = technician_days(reader, technicians, on, travel)
    found = [
        (day, gap, piece)
        for day in days.values()
        for gap in gaps(day, now)
        for piece in _pieces(gap, day)
        if piece.duration >= timedelta(minutes=SHORTEST_MIN) and (at is None or at in piece)
    ]
    if technician is None:
        found.sort(key=lambda one: (-one[2].duration, one[0].technician.name))
    first, _ = first_waiting(reader, now, _MOST_READ)
    ready = [one for one in sorted(first, key=urgency) if not one.violations]
    return tuple(
        FreeGap(
            technician=day.technician.id,
            name=day.technician.name,
            start_at=piece.start_at,
            end_at=piece.end_at,
            fits=_fits(ready[:_MOST_TRIED], gap, piece, day),
        )
        for day, gap, piece in found[:MOST_GAPS]
    )


def _pieces(gap: Gap, day: TechnicianDay) -> Iterator[Window]:
    """The gap without absences, and without the break where the day leaves room for it."""
    begin_at = gap.start_at
    breaks = breaks_of(day, ((stop.start_at, stop.end_at) for stop in day.stops))
    for away in sorted((*_absences(day), *breaks), key=lambda one: one.start_at):
        if away.end_at <= begin_at or away.start_at >= gap.end_at:
            continue
        if away.start_at > begin_at:
            yield Window(begin_at, away.start_at)
        begin_at = away.end_at
    if begin_at < gap.end_at:
        yield Window(begin_at, gap.end_at)


def _absences(day: TechnicianDay) -> Iterator[Window]:
    return (absence.window for absence in day.absences)


def _fits(ready: Sequence[Ready], gap: Gap, piece: Window, day: TechnicianDay) -> tuple[Fit, ...]:
    fits: list[Fit] = []
    for one in ready:
        if len(fits) == _MOST_FITS:
            break
        if day.lasts(one.job) > piece.duration or explain.eligibility(one.job, day) is not None:
            continue
        slot = slot_in(replace(gap, start_at=piece.start_at), one.job, day)
        if slot is not None and slot.start_at in piece and slot.end_at <= piece.end_at:
            fits.append(_fit(one, slot))
    return tuple(fits)


def _fit(one: Ready, slot: Slot) -> Fit:
    order = one.job.order
    return Fit(
        order=order.id,
        order_version=order.version,
        visit=one.visit,
        title=order.title,
        priority=int(order.priority),
        start_at=slot.start_at,
        end_at=slot.end_at,
        travel_s=slot.travel_s,
    )
