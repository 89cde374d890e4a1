"""Is an explanation true? Each sentence is taken at its word: by its data alone, and by asking the rules again.

Slow on purpose, and by another way than the planner's: no slot arithmetic, only the rules of feasibility.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.planning_days import without_conditions
from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.place import at_once
from wom_tui.domain.technician import WorkSpan
from wom_tui.domain.violation import hard
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import SkillNeed
from wom_tui.domain.worktime import Window
from wom_tui.planning.explain import unlimited
from wom_tui.planning.insertion import STEP, is_of_day, round_up
from wom_tui.planning.sentence import Sentence

# What a rule refuses at any time of the day.
_ALWAYS = frozenset(
    {"technician.inactive", "technician.excluded", "technician.declined", "skill.missing", "skill.level"}
    | {"skill.expired", "territory.outside", "site.position", "order.predecessor"}
)


def visit_at(start_at: datetime, job: Job, day: TechnicianDay) -> Visit:
    """The order as a visit that begins then."""
    return Visit(
        id=1,
        order_id=job.order.id,
        ordinal=1,
        technician_id=1,
        start_at=start_at,
        end_at=start_at + day.lasts(job),
    )


def is_allowed(at: datetime, job: Job, day: TechnicianDay, now: datetime, *, overtime: bool = False) -> bool:
    """No rule refuses a visit then, and the technician can be there by then."""
    visit = visit_at(at, job, day)
    found = feasibility.violations(visit, job, day)
    # Breaks that are lost already are not this visit's fault.
    elsewhen = visit_at(at.replace(year=2030), job, day)
    lost, kept = (
        len(list(feasibility.breaks(visit, job, day))),
        len(list(feasibility.breaks(elsewhen, job, day))),
    )
    if hard(found) or lost > kept or (not overtime and "shift.overtime" in {v.code for v in found}):
        return False
    before = max((s for s in day.stops if s.end_at <= at), key=lambda s: s.end_at, default=None)
    span = next(s for s in day.spans if at in s.window)
    is_from_stop = before is not None and is_of_day(before, day)
    origin = before.place if before is not None and is_from_stop else day.home
    free_at = max(now, span.window.start_at, before.end_at if before is not None else now)
    way_s = day.way_s(origin, job.place, day.to_fetch(job.pick_ups, at))
    return free_at + timedelta(seconds=way_s) <= at


def allowed_starts(
    job: Job, day: TechnicianDay, now: datetime, *, overtime: bool = False
) -> Iterator[datetime]:
    """Every start that the rules allow, in whole five minutes of the shifts."""
    for span in day.spans:
        at = round_up(span.window.start_at)
        while at < span.window.end_at:
            if is_allowed(at, job, day, now, overtime=overtime):
                yield at
            at += STEP


def can(job: Job, day: TechnicianDay, now: datetime) -> bool:
    """There is a start, be it with the overtime that the record allows."""
    return next(allowed_starts(job, day, now, overtime=True), None) is not None


def is_true_of(sentence: Sentence, job: Job, day: TechnicianDay, now: datetime) -> bool:
    """Whether what keeps a technician from an order does so."""
    code, facts = sentence.code, sentence.facts
    if code in _ALWAYS:
        at = day.spans[0].window.start_at if day.spans else now
        broken = hard(feasibility.violations(visit_at(at, job, day), job, day))
        return any(v.code == code and facts.get("skill") == v.facts.get("skill") for v in broken)
    job = without_conditions(job)  # a sentence about times is about nothing else
    return not can(job, day, now) and _is_cause(sentence, job, day, now)


def _is_cause(sentence: Sentence, job: Job, day: TechnicianDay, now: datetime) -> bool:
    """Whether there would be a time without what is named."""
    facts, empty = sentence.facts, replace(day, stops=())
    match sentence.code:
        case "visit.overlap" if "visit" in facts:
            left = tuple(s for s in day.stops if s.visit.label != facts["visit"])
            return len(left) == len(day.stops) - 1 and can(job, replace(day, stops=left), now)
        case "visit.overlap":
            return can(job, empty, now)
        case "window.missed":
            return can(asking(job, windows=()), empty, now)
        case "site.access":
            assert job.site is not None
            return can(replace(job, site=replace(job.site, access_hours=())), empty, now)
        case "shift.break":
            return can(job, replace(day, spans=unbroken(day)), now)
        case "visit.travel":
            return can(replace(job, pick_ups=()), replace(empty, travel=at_once), now)
        case "parts.late":
            parts_at, more = job.order.parts_ready_at, timedelta(minutes=day.technician.max_overtime_min)
            ends = [span.window.end_at + more for span in day.spans]
            return parts_at is not None and parts_at + day.lasts(job) > max(ends, default=now)
        case "technician.full":
            return can(job, unlimited(day), now)
        case "absence.absent":
            return bool(day.absences)
        case _:
            return sentence.code == "shift.outside"


def asking(job: Job, **changes: Any) -> Job:
    """The order with another requirement."""
    return replace(job, requirement=replace(job.requirement, **changes))


def unbroken(day: TechnicianDay) -> tuple[WorkSpan, ...]:
    """The shifts without breaks."""
    return tuple(replace(span, breaks=()) for span in day.spans)


# -- relaxations -----------------------------------------------------------------------------------------


def relaxed(
    sentence: Sentence, job: Job, days: Mapping[str, TechnicianDay]
) -> tuple[Job, dict[str, TechnicianDay]]:
    """The order and the days after the change that the sentence names, and nothing else changed."""
    code, facts = sentence.code, sentence.facts
    after = dict(days)
    day = days[facts["technician"]]
    match code:
        case "relax.window":
            by = timedelta(minutes=facts["minutes"])
            wider = tuple(Window(w.start_at - by, w.end_at + by) for w in job.requirement.windows)
            job = asking(job, windows=wider)
        case "relax.earliest":
            earliest_at = job.requirement.earliest_start_at
            assert earliest_at is not None
            job = asking(job, earliest_start_at=earliest_at - timedelta(minutes=facts["minutes"]))
        case "relax.overtime":
            longer = replace(day.technician, max_overtime_min=facts["minutes"])
            after[facts["technician"]] = replace(day, technician=longer)
        case "relax.break":
            after[facts["technician"]] = replace(day, spans=unbroken(day))
        case "relax.skill":
            lower = SkillNeed(name=facts["skill"], level=facts["level"])
            needs = job.requirement.skills or ()
            job = asking(job, skills=tuple(lower if n.name == lower.name else n for n in needs))
        case "relax.territory":
            free = replace(job.site, territory_id=None) if job.site else None
            job = replace(job, order=replace(job.order, territory_id=None), site=free)
        case "relax.parts":
            there_at = datetime.fromisoformat(facts["parts_at"])
            job = replace(job, order=replace(job.order, parts_ready_at=there_at))
        case "relax.move" | "relax.drop":
            gone = {one["visit"] for one in facts["visits"]}
            left = tuple(s for s in day.stops if s.visit.label not in gone)
            assert len(left) == len(day.stops) - len(gone)
            after[facts["technician"]] = replace(day, stops=left)
        case _:
            raise AssertionError(f"nothing is known of {code}")
    return job, after
