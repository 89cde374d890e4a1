"""What does a line of a plan do to the days of those whom it concerns? Each as it is, and as proposed below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from wom_tui.domain.plan import PlannedVisit
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.worktime import Window
from wom_tui.planning.repair import is_shift
from wom_tui.planning.shares import key_of
from wom_tui.present.cells import Line, fit
from wom_tui.present.lane_bars import Mark
from wom_tui.present.lanes import chart_line, load_of, short_name
from wom_tui.present.proposal import Proposal, concerned
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Axis, Setting, ruler, step_for
from wom_tui.queries.lane import Bar, Lane, with_bars

CHART_FROM = 28  # gutter, name, which of the two
_LOAD = 6
LEAST = 100  # cells of a screen that has room for it


def chart_cells(width: int) -> int:
    """The cells of the axis."""
    return max(1, width - CHART_FROM - _LOAD - 1)


def most_concerned(proposal: Proposal) -> int:
    """The most technicians that a line of the plan concerns."""
    return max((len(concerned(line)) for line in proposal.moves), default=0)


def axis_of(proposal: Proposal, line: PlannedVisit, day: Axis, day_start_at: datetime) -> Axis:
    """The hours that the line's days need: those of the plan's day, or more where somebody works by night.

    Args:
        day: the axis on which most days are shown.
        day_start_at: its midnight.
    """
    lanes = (proposal.lanes.get(id) for id in concerned(line))
    windows = [Window(line.start_at, line.end_at)]
    windows += [
        shift
        for lane in lanes
        if lane is not None
        for shift in lane.shifts
        if shift.start_at >= day_start_at or line.start_at in shift
    ]
    begin_at, end_at = min(w.start_at for w in windows), max(w.end_at for w in windows)
    if day.start_at <= begin_at and end_at <= day.end_at:
        return day
    begin_at = begin_at.replace(minute=0)
    least_min = int((end_at - begin_at) / timedelta(minutes=1))
    return Axis(begin_at, step_for(day.cells, least_min), day.cells)


def pair_lines(proposal: Proposal, line: PlannedVisit, axis: Axis, at: Setting) -> Iterator[Line]:
    """The hours, then two lines for each day that the line changes."""
    head = (f"{'':3}{'Technician':<{CHART_FROM - 3}}", "dim")
    yield (head, *ruler(axis, at.zone, at.now if at.is_today else None), (f"{'Load':>{_LOAD}}", "dim"))
    for technician in concerned(line):
        lane = proposal.lanes.get(technician)
        if lane is not None:
            yield from _pair(proposal, line, lane, axis, at)


def _pair(proposal: Proposal, here: PlannedVisit, lane: Lane, axis: Axis, at: Setting) -> Iterator[Line]:
    taken = proposal.taken
    proposed, marked = _proposed(lane, taken, here, proposal, at)
    sign = Mark("-" if at.is_ascii else "−", "bold late")
    gone = dict.fromkeys(_leaving(lane, taken, proposal), sign)
    name = short_name(safe(lane.name), 12)
    before = chart_line(lane, axis, at, is_cursor=True, marked=gone, is_outline=True)
    after = chart_line(proposed, axis, at, is_cursor=True, marked=marked)
    yield (("   ", ""), (fit(name, 13), "bold bright"), (fit("as is", 12), "dim"), *before, *_load(lane, at))
    yield (("   ", ""), (fit("", 13), ""), (fit("as proposed", 12), "text"), *after, *_load(proposed, at))


def _leaving(lane: Lane, taken: Sequence[PlannedVisit], proposal: Proposal) -> Iterator[int]:
    """The visits that somebody else gets, or that lose their place."""
    for line in taken:
        was = line.was
        if (
            line.visit is not None
            and was is not None
            and was.technician == lane.technician != line.technician
        ):
            yield line.visit
    yield from _lost(proposal)


def _lost(proposal: Proposal) -> Iterator[int]:
    """The visits that can no longer be done, and that nobody else can do."""
    unplanned = proposal.plan.unplanned
    yield from (line.visit for line in unplanned if line.visit is not None and line.was is not None)


def _load(lane: Lane, at: Setting) -> Line:
    text, ink = load_of(lane, at)
    return ((f"{text:>{_LOAD}}", ink),)


def _proposed(
    lane: Lane, taken: Sequence[PlannedVisit], here: PlannedVisit, proposal: Proposal, at: Setting
) -> tuple[Lane, Mapping[int, Mark]]:
    """The lane with the plan's visits, and what is new on it; the cursor's line stands out."""
    moved = {line.visit for line in taken if line.visit is not None} | set(_lost(proposal))
    bars = [bar for bar in lane.bars if bar.visit not in moved]
    marked: dict[int, Mark] = {}
    for index, line in enumerate(taken):
        if line.technician != lane.technician:
            continue
        bar = _bar(line, -1 - index, proposal)
        bars.append(bar)
        is_here = key_of(line) == key_of(here)
        marked[bar.visit] = Mark(_sign(line, at), "bold fill-accent" if is_here else "bold fill-plan")
    return with_bars(lane, bars), marked


def _sign(line: PlannedVisit, at: Setting) -> str:
    if line.was is None:
        return "+"
    if is_shift(line):
        return "=" if at.is_ascii else "·"
    return "m" if at.is_ascii else "↔"


def _bar(line: PlannedVisit, id: int, proposal: Proposal) -> Bar:
    late_min = -min(0, proposal.slack_min(line) or 0)
    about = proposal.about.get(line.order)
    late = None
    if late_min and about is not None and about.due_at is not None:
        late = Window(max(line.start_at, about.due_at), line.end_at) if about.due_at < line.end_at else None
    return Bar(
        visit=line.visit or id,
        version=0,
        ordinal=1,
        order=line.order,
        order_version=0,
        title=about.title if about else "",
        technician=line.technician,
        status=VisitStatus.PLANNED,
        start_at=line.start_at,
        end_at=line.end_at,
        travel_s=line.travel_s,
        is_pinned=False,
        late=late,
        late_min=late_min,
    )
