"""May this technician take this visit then? Decided here and nowhere else: for commands, plans, keys and reasons.

Each rule is a small generator that says what it refuses. A rule knows nothing of databases or clocks: it gets the
technician's day as it is, and the visit as it would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from wom_tui.domain.capacity import room_for_one
from wom_tui.domain.habits import clock_text, day_and_clock
from wom_tui.domain.minutes import length_text
from wom_tui.domain.precedence import after_predecessors, predecessors
from wom_tui.domain.readiness import late_violations
from wom_tui.domain.technician_day import Job, Stop, TechnicianDay
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit, promise_violations
from wom_tui.domain.worktime import Window

__all__ = ["RULES", "Job", "Rule", "Stop", "TechnicianDay", "day_and_clock", "violations"]


Rule = Callable[[Visit, Job, TechnicianDay], Iterator[Violation]]


def violations(visit: Visit, job: Job, day: TechnicianDay) -> tuple[Violation, ...]:
    """Every rule that the visit breaks or bends on that day, hard ones first.

    Args:
        visit: as it would be: technician, start and end set.
    """
    found = chain.from_iterable(rule(visit, job, day) for rule in RULES)
    return tuple(sorted(found, key=lambda v: not v.hard))


def _span(visit: Visit) -> Window:
    assert visit.start_at is not None and visit.end_at is not None
    return Window(start_at=visit.start_at, end_at=visit.end_at)


def _clock(at: datetime, zone: str) -> str:
    return clock_text(at.astimezone(ZoneInfo(zone)))


def active(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """The technician works here, and nobody has ruled the pair out."""
    tech = day.technician
    if not tech.is_active:
        yield Violation(
            code="technician.inactive", message=f"{tech.name} is not active", facts={"technician": tech.code}
        )
    excluded = job.requirement.excluded_technician_ids + (
        job.customer.excluded_technician_ids if job.customer else ()
    )
    if tech.id in excluded:
        yield Violation(
            code="technician.excluded",
            message=f"{tech.name} is excluded for order {job.order.id}",
            can_override=True,
            facts={"technician": tech.code, "number": job.order.id},
        )


def declined(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Who has said no is not asked again on the days for which that was: another day may find a ladder on the van."""
    tech = day.technician
    for decline in job.declines:
        last = max(decline.at, decline.start_at or decline.at)
        if decline.technician_id != tech.id or day.on > last.astimezone(ZoneInfo(tech.zone)).date():
            continue
        clock, why = _clock(decline.at, tech.zone), f": {decline.reason}" if decline.reason else ""
        yield Violation(
            code="technician.declined",
            message=f"{tech.name} declined order {job.order.id} at {clock}{why}",
            can_override=True,
            facts={
                "technician": tech.code,
                "number": job.order.id,
                "at": decline.at.isoformat(),
                "clock": clock,
                "zone": tech.zone,
            },
        )


def skills(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Every needed skill, at the level, valid on the day."""
    for need in job.requirement.skills or ():
        granted = [grant for grant in day.grants if grant.skill == need.name]
        valid = [grant for grant in granted if grant.is_valid(day.on)]
        best = max((grant.level for grant in valid), default=0)
        if best >= need.level:
            continue
        code, said = _skill_reason(bool(granted), bool(valid))
        yield Violation(
            code=code,
            message=said.format(who=day.technician.name, skill=need.name, level=need.level, on=day.on),
            can_override=True,
            facts={"technician": day.technician.code, "skill": need.name, "needs": need.level, "has": best},
        )


def _skill_reason(is_granted: bool, is_valid: bool) -> tuple[str, str]:
    if not is_granted:
        return "skill.missing", "{who} lacks {skill}"
    if not is_valid:
        return "skill.expired", "{who}'s {skill} is not valid on {on}"
    return "skill.level", "{who} lacks {skill} at level {level}"


def territory(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """The site lies where the technician works."""
    tech = day.technician
    allowed = {tech.territory_id, *tech.territory_ids} - {None}
    where = job.order.territory_id or (job.site.territory_id if job.site else None)
    if allowed and where is not None and where not in allowed:
        yield Violation(
            code="territory.outside",
            message=f"order {job.order.id} lies outside {tech.name}'s territories",
            can_override=True,
            facts={"technician": tech.code, "territory": where},
        )


def present(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Not absent, for the whole of the visit and not only at its start."""
    span, zone = _span(visit), day.technician.zone
    for absence in day.absences:
        if absence.start_at < span.end_at and absence.end_at > span.start_at:
            yield Violation(
                code="absence.absent",
                message=f"{day.technician.name} is away until {_clock(absence.end_at, zone)}: {absence.reason}",
                can_override=True,
                facts={
                    "technician": day.technician.code,
                    "until": absence.end_at.isoformat(),
                    "zone": zone,
                },
            )


def shift(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Inside a shift from start to end; a little overtime is allowed where the technician's record says so."""
    span, tech = _span(visit), day.technician
    extra = timedelta(minutes=tech.max_overtime_min)
    around = [s.window for s in day.spans if s.window.start_at <= span.start_at < s.window.end_at]
    if not around or span.end_at > around[0].end_at + extra:
        yield Violation(
            code="shift.outside",
            message=f"{tech.name} does not work {_clock(span.start_at, tech.zone)}–{_clock(span.end_at, tech.zone)}",
            can_override=True,
            facts={
                "technician": tech.code,
                "start": span.start_at.isoformat(),
                "end": span.end_at.isoformat(),
                "zone": tech.zone,
            },
        )
    elif span.end_at > around[0].end_at:
        over = int((span.end_at - around[0].end_at).total_seconds() // 60)
        yield Violation(
            code="shift.overtime",
            message=f"{tech.name} ends {over} min after the shift",
            hard=False,
            facts={"technician": tech.code, "minutes": over},
        )


def breaks(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Each break still finds its minutes between the visits."""
    taken = sorted(
        [(s.start_at, s.end_at) for s in day.stops] + [(_span(visit).start_at, _span(visit).end_at)]
    )
    for span in day.spans:
        for window, minutes in span.breaks:
            if not _has_gap(window, minutes, taken):
                yield Violation(
                    code="shift.break",
                    message=f"{day.technician.name}'s break of {minutes} min no longer fits",
                    hard=False,
                    facts={"technician": day.technician.code, "minutes": minutes},
                )


def _has_gap(window: Window, minutes: int, taken: list[tuple[datetime, datetime]]) -> bool:
    free_from = window.start_at
    for start_at, end_at in taken:
        if end_at <= free_from:
            continue
        if min(start_at, window.end_at) - free_from >= timedelta(minutes=minutes):
            return True
        free_from = max(free_from, end_at)
    return window.end_at - free_from >= timedelta(minutes=minutes)


def overlap(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Nobody is in two places. The database refuses this as well, whoever writes."""
    span, tech = _span(visit), day.technician
    for stop in day.stops:
        if stop.start_at < span.end_at and stop.end_at > span.start_at:
            yield Violation(
                code="visit.overlap",
                message=f"{tech.name} has {stop.visit.label} from {_clock(stop.start_at, tech.zone)} to "
                f"{_clock(stop.end_at, tech.zone)}",
                facts={"technician": tech.code, "visit": stop.visit.label, "zone": tech.zone},
            )


def travel(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """There is time to get there from the stop before, and from there to the stop after."""
    span, place = _span(visit), job.place
    begun_at = next((w.start_at for s in day.spans if span.start_at in (w := s.window)), None)
    # What lies before the shift was yesterday's: this one begins at home.
    earlier = [
        s for s in day.stops if s.end_at <= span.start_at and (begun_at is None or s.end_at > begun_at)
    ]
    before = max(earlier, key=lambda s: s.end_at, default=None)
    # And what follows in the next shift is come to from home.
    home_at = min((w.start_at for s in day.spans if (w := s.window).start_at > span.start_at), default=None)
    later = [s for s in day.stops if s.start_at >= span.end_at and (home_at is None or s.start_at < home_at)]
    after = min(later, key=lambda s: s.start_at, default=None)
    fetch = day.to_fetch(job.pick_ups, span.start_at)
    by = f" by {', '.join(one.name for one in fetch)} for the parts" if fetch else ""
    if before is not None:
        free_at = before.end_at + timedelta(seconds=day.way_s(before.place, place, fetch))
        yield from _late(free_at, span.start_at, f"after {before.visit.label}{by}", day)
    elif begun_at is not None:
        free_at = begun_at + timedelta(seconds=day.way_s(day.home, place, fetch))
        yield from _late(free_at, span.start_at, f"at the start of the shift{by}", day)
    if after is not None:
        there_at = span.end_at + timedelta(seconds=day.leg_s(place, after, fetch))
        yield from _late(there_at, after.start_at, f"for {after.visit.label}", day)


def _late(there_at: datetime, start_at: datetime, what: str, day: TechnicianDay) -> Iterator[Violation]:
    if there_at <= start_at:
        return
    tech, short = day.technician, -(-int((there_at - start_at).total_seconds()) // 60)
    yield Violation(
        code="visit.travel",
        message=f"{tech.name} would be {short} min late {what}, there at {_clock(there_at, tech.zone)}",
        can_override=True,
        facts={
            "technician": tech.code,
            "minutes": short,
            "there_at": there_at.isoformat(),
            "zone": tech.zone,
        },
    )


def position(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """A fake position is never planned."""
    if job.site is None or not (job.site.is_remote or job.site.has_position):
        yield Violation(
            code="site.position",
            message=f"order {job.order.id}: its site needs a position that can be trusted",
            facts={"number": job.order.id, "site": job.site.id if job.site else None},
        )


def access(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """The site is open for the whole of the visit, by its own clock."""
    if job.site is None or not job.site.access_hours:
        return
    span, zone = _span(visit), ZoneInfo(job.site.zone)
    start, end = span.start_at.astimezone(zone), span.end_at.astimezone(zone)
    from_min = start.hour * 60 + start.minute
    to_min = from_min + int((span.end_at - span.start_at).total_seconds() // 60)
    hours = job.site.access_hours[start.weekday()]
    if not any(h.start_min <= from_min and to_min <= h.end_min for h in hours):
        yield Violation(
            code="site.access",
            message=f"{job.site.name} is not open {clock_text(start)}–{clock_text(end)}",
            can_override=True,
            facts={"site": job.site.id, "start": span.start_at.isoformat()},
        )


def windows(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Service begins inside one of the customer's windows, and not before the order may start."""
    start_at, need = _span(visit).start_at, job.requirement
    zone = job.site.zone if job.site else day.technician.zone
    if need.windows and not any(w.start_at <= start_at <= w.end_at for w in need.windows):
        first = need.windows[0]
        yield Violation(
            code="window.missed",
            message=f"order {job.order.id} is expected {_clock(first.start_at, zone)}–{_clock(first.end_at, zone)}",
            can_override=True,
            facts={"number": job.order.id, "start": start_at.isoformat()},
        )
    if need.earliest_start_at is not None and start_at < need.earliest_start_at:
        yield Violation(
            code="window.early",
            message=f"order {job.order.id} may not begin before {day_and_clock(need.earliest_start_at, zone)}",
            can_override=True,
            facts={"number": job.order.id, "earliest": need.earliest_start_at.isoformat()},
        )


def parts(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """What was ordered for it has come by then, and nothing of it lies in another's van."""
    order, ready_at, zone = job.order, job.order.parts_ready_at, day.technician.zone
    if ready_at is not None:
        yield from late_violations(order, _span(visit).start_at, day_and_clock(ready_at, zone))
    for other in job.vans:
        if other.id != day.technician.id:
            yield Violation(
                code="parts.elsewhere",
                message=f"parts for order {order.id} lie in the van of {other.name}",
                hard=False,
                facts={"number": order.id, "technician": other.code},
            )


def promised(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Soft: the customer can be told something else, but the dispatcher ought to know that somebody has to."""
    yield from promise_violations(visit, job.site.zone if job.site else day.technician.zone)


def crew(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """As many technicians at the same start as the order needs. Soft: a crew is put together one by one."""
    size = job.requirement.crew_size
    together = 1 + sum(1 for v in job.crew if v.is_booked and v.start_at == visit.start_at)
    if size > together:
        yield Violation(
            code="crew.incomplete",
            message=f"order {job.order.id} needs {size} technicians, {together} so far",
            hard=False,
            facts={"number": job.order.id, "needs": size, "has": together},
        )


def due(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Soft: it will be late all the same, but the dispatcher ought to know."""
    span, order = _span(visit), job.order
    for name, due_at, then in (
        ("respond", order.respond_by_at, span.start_at),
        ("resolve", order.resolve_due_at, span.end_at),
    ):
        if due_at is not None and then > due_at:
            late = int((then - due_at).total_seconds() // 60)
            yield Violation(
                code="sla.late",
                message=f"order {order.id} would miss its {name} due by {length_text(late)}",
                hard=False,
                facts={"number": order.id, "clock": name, "minutes": late},
            )


def late_clock(found: Violation) -> str | None:
    """Which clock a lateness is about; None of what is none."""
    return str(found.facts["clock"]) if found.code == "sla.late" else None


def late_clocks(visit: Visit, job: Job, day: TechnicianDay) -> frozenset[str | None]:
    """The clocks that a visit misses where it stands: whoever moves it knows, and need not be asked again."""
    return frozenset(map(late_clock, due(visit, job, day)))


RULES: tuple[Rule, ...] = (
    active,
    declined,
    skills,
    territory,
    position,
    present,
    room_for_one,
    shift,
    overlap,
    travel,
    access,
    windows,
    parts,
    promised,
    predecessors,
    after_predecessors,
    breaks,
    crew,
    due,
)
