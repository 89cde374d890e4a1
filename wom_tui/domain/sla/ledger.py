"""Which intervals of an order's life counted towards its target, and which did not, and why?

The ledger adds up to the minute: the counted minutes of its lines are the minutes used, the target less these
is what is left, and at the due nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from wom_tui.domain.sla.clock import MINUTE, Course, Measure, Pause, TargetChange
from wom_tui.domain.sla.policy import Target
from wom_tui.domain.worktime import Window, WorkCalendar, open_windows, zone_of


class LineRule(StrEnum):
    """Why a line counts, or does not."""

    OPEN = "open"  # counted: the calendar is open
    CLOSED = "closed"  # not counted: out of hours or a holiday
    HELD = "held"  # not counted: on hold for a reason that stops the clock
    HELD_RUNNING = "held_running"  # counted: on hold, but the clock runs
    TARGET = "target"  # no time: from here another target is meant


@dataclass(frozen=True)
class LedgerLine:
    """One interval. `counted_min` is what the line adds to the whole minutes used so far."""

    start_at: datetime
    end_at: datetime
    is_counted: bool
    rule: LineRule
    why: str  # zone of the calendar, dates of holidays, reason of the hold, the new target
    counted_min: int
    used_min_after: int


@dataclass(frozen=True)
class Ledger:
    """The lines from the opening to now or to the stop, without a gap, and their sum."""

    lines: tuple[LedgerLine, ...]
    target: Target
    target_min: int
    used_min: int
    due_at: datetime

    @property
    def left_min(self) -> int:
        """Counted minutes left; negative when late."""
        return self.target_min - self.used_min


def ledger(course: Course, *, now: datetime) -> Ledger | None:
    """List the course as the target in force counts it; None when nothing was agreed."""
    target, calendar = course.meant_at(course.until(now))
    if target is None:
        return None
    measure = Measure.of(target, calendar, course.opened_at)
    lines = tuple(_lines(course, measure.counting, now))
    return Ledger(
        lines=lines,
        target=target,
        target_min=measure.total // MINUTE,
        used_min=lines[-1].used_min_after if lines else 0,
        due_at=measure.due_at(course.opened_at, course.stops(now)),
    )


def _lines(course: Course, counting: WorkCalendar, now: datetime) -> Iterator[LedgerLine]:
    used = timedelta(0)
    for span, rule, why in _spans(course, counting, now):
        is_counted = rule in (LineRule.OPEN, LineRule.HELD_RUNNING)
        before = used // MINUTE
        used += span.duration if is_counted else timedelta(0)
        after = used // MINUTE
        yield LedgerLine(span.start_at, span.end_at, is_counted, rule, why, after - before, after)


def _spans(course: Course, counting: WorkCalendar, now: datetime) -> Iterator[tuple[Window, LineRule, str]]:
    """Cut the course where a pause begins or ends or the target changes, then where the calendar does."""
    start, until = course.opened_at, course.until(now)
    pauses = [(pause, part) for pause in course.pauses if (part := pause.within(start, until))]
    changes = [(max(change.at, start), change) for change in course.changes if change.at <= until]
    edges = {at for _, part in pauses for at in (part.start_at, part.end_at)}
    cuts = sorted({start, until} | edges | {at for at, _ in changes})
    for begin, end in [*pairwise(cuts), (until, until)]:
        for at, change in changes:
            if at == begin:
                yield Window(at, at), LineRule.TARGET, _change_text(change)
        if begin < end:
            pause = next((pause for pause, part in pauses if begin in part), None)
            yield from _between(Window(begin, end), pause, counting)


def _between(
    span: Window, pause: Pause | None, counting: WorkCalendar
) -> Iterator[tuple[Window, LineRule, str]]:
    """Cut a stretch with at most one pause into open and closed lines."""
    if pause and pause.stops_clock:
        yield span, LineRule.HELD, pause.reason
        return
    running = (LineRule.HELD_RUNNING, pause.reason) if pause else (LineRule.OPEN, counting.zone)
    since = span.start_at
    for window in open_windows(counting, span.start_at, span.end_at):
        if since < window.start_at:
            closed = Window(since, window.start_at)
            yield closed, LineRule.CLOSED, _closed_text(closed, counting)
        yield window, *running
        since = window.end_at
    if since < span.end_at:
        closed = Window(since, span.end_at)
        yield closed, LineRule.CLOSED, _closed_text(closed, counting)


def _closed_text(span: Window, counting: WorkCalendar) -> str:
    zone = zone_of(counting.zone)
    first = span.start_at.astimezone(zone).date()
    last = (span.end_at - timedelta.resolution).astimezone(zone).date()
    days = [f"{day:%a} {day}" for day in sorted(counting.holidays) if first <= day <= last]
    return f"out of hours, holiday {', '.join(days)}" if days else "out of hours"


def _change_text(change: TargetChange) -> str:
    target = str(change.target) if change.target else "no target"
    return f"{change.why}: {target}" if change.why else target
