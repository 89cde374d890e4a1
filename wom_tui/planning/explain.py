"""Why not? The first rule that keeps a technician from an order, and one sentence for all of them.

"9 cannot: 6 lack cooling 2, 2 end before 16:30, 1 absent": every number in it can be counted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Job, Rule, TechnicianDay
from wom_tui.domain.habits import clock_text, day_and_clock
from wom_tui.domain.minutes import hours_and_minutes
from wom_tui.domain.place import at_once
from wom_tui.domain.precedence import predecessors
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.planning.insertion import slots

# The rules that no time of the day changes: about the technician, each with what it looks at of an order; and about
# the order alone.
ASKS: Mapping[Rule, Callable[[Job], object]] = MappingProxyType(
    {
        feasibility.active: lambda job: (
            job.requirement.excluded_technician_ids,
            job.customer.excluded_technician_ids if job.customer else (),
        ),
        feasibility.declined: lambda job: job.declines,
        feasibility.skills: lambda job: job.requirement.skills,
        feasibility.territory: lambda job: (
            job.order.territory_id or (job.site.territory_id if job.site else None)
        ),
    }
)
WHO: tuple[Rule, ...] = tuple(ASKS)
WHETHER: tuple[Rule, ...] = (feasibility.position, predecessors)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why one technician cannot take the order that day.

    Attributes:
        code: as in the catalogue of violations.
        reason: about this technician: "lacks cooling 2".
        many: the same about several: "lack cooling 2".
        facts: what else is claimed, as data.
    """

    technician: int
    code: str
    reason: str
    many: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def order_violations(job: Job, day: TechnicianDay) -> tuple[Violation, ...]:
    """Why nobody can take the order, whoever it be: no position, something else must be done first."""
    visit = timeless(job)
    return tuple(v for rule in WHETHER for v in rule(visit, job, day) if v.hard)


def asks_for(job: Job) -> object:
    """What `eligibility` looks at: of orders that ask for the same, one answer is the answer of all."""
    return tuple(ask(job) for ask in ASKS.values())


def eligibility(job: Job, day: TechnicianDay) -> Refusal | None:
    """Why this technician can take the order at no time of the day; None when there may be one."""
    visit = timeless(job)
    found = next((v for rule in WHO for v in rule(visit, job, day) if v.hard), None)
    return None if found is None else _said(found, day)


def no_time(job: Job, day: TechnicianDay, not_before: datetime) -> Refusal:
    """Why a technician who could take the order has no slot for it that day, not even with overtime."""
    code, one, many = _no_time(job, day, not_before)
    return Refusal(technician=day.technician.id, code=code, reason=one, many=many)


def _no_time(job: Job, day: TechnicianDay, not_before: datetime) -> tuple[str, str, str]:
    """Code, and the reason about one and about many."""
    spans = [s.window for s in day.spans]
    if not spans:
        return "shift.outside", "is off that day", "are off that day"
    if _is_away(day, not_before):
        return "absence.absent", "is absent", "are absent"
    if spans[-1].end_at <= not_before:
        return "shift.outside", "has ended work", "have ended work"
    empty = replace(day, stops=())
    most = day.technician.max_visits
    if most is not None and _fits(job, unlimited(day), not_before):
        return "technician.full", *_has_all(most)
    if _fits(job, empty, not_before):
        clock = _clock(spans[-1].end_at, day)
        return "visit.overlap", f"is full until {clock}", f"are full until {clock}"
    return _never_fits(job, empty, not_before)


def unlimited(day: TechnicianDay) -> TechnicianDay:
    """The same of who takes any number of visits."""
    return replace(day, technician=replace(day.technician, max_visits=None))


def _has_all(most: int) -> tuple[str, str]:
    if most == 0:
        return "takes no visits", "take no visits"
    visits = "1 visit" if most == 1 else f"{most} visits"
    return f"takes no more than {visits} a day", f"take no more than {visits} a day"


def _never_fits(job: Job, day: TechnicianDay, not_before: datetime) -> tuple[str, str, str]:
    """Not even an empty day has room: what would have to be another for it to have some?"""
    spans, need, earliest_at = [s.window for s in day.spans], job.requirement, job.not_before
    begin_at = min((w.start_at for w in need.windows), default=earliest_at or spans[0].start_at)
    end_at = max(begin_at, earliest_at or begin_at) + day.lasts(job)
    last_at = spans[-1].end_at + timedelta(minutes=day.technician.max_overtime_min)
    parts_at = job.order.parts_ready_at
    if parts_at is not None and earliest_at == parts_at and parts_at + day.lasts(job) > last_at:
        said = f"for parts until {day_and_clock(parts_at, day.technician.zone)}"
        return "parts.late", f"waits {said}", f"wait {said}"
    if end_at > last_at:
        clock = _clock(end_at, day)
        return "shift.outside", f"ends before {clock}", f"end before {clock}"
    if need.windows and _fits(replace(job, requirement=replace(need, windows=())), day, not_before):
        said = "cannot be there when expected"
        return "window.missed", said, said
    if job.site is not None and _fits(replace(job, site=replace(job.site, access_hours=())), day, not_before):
        said = "cannot be there while it is open"
        return "site.access", said, said
    if _fits(job, replace(day, absences=()), not_before):
        return "absence.absent", "is absent when it could be done", "are absent when it could be done"
    if _fits(job, replace(day, travel=at_once), not_before):
        return "visit.travel", "is too far away", "are too far away"
    if all(span.end_at - max(span.start_at, not_before) < day.lasts(job) for span in spans):
        left = hours_and_minutes(day.lasts(job) // timedelta(minutes=1))
        return "shift.outside", f"has no {left} left", f"have no {left} left"
    return "shift.outside", "has no room for it", "have no room for it"


def _fits(job: Job, day: TechnicianDay, not_before: datetime) -> bool:
    return bool(slots(job, day, not_before, with_overtime=True))


# From whom another time or day would do, to whom nothing would: somebody may call the first, never the last.
_NEAREST = (
    *("visit.overlap", "window.missed", "site.access", "visit.travel", "shift.outside", "absence.absent"),
    *(
        "technician.full",
        "territory.outside",
        "technician.declined",
        "skill.expired",
        "skill.level",
        "skill.missing",
    ),
)


def nearest_first(refusals: Iterable[Refusal]) -> list[Refusal]:
    """Those who could come at another time stand before those who lack what it takes."""
    return sorted(refusals, key=lambda r: _NEAREST.index(r.code) if r.code in _NEAREST else len(_NEAREST))


def aggregate(refusals: Iterable[Refusal]) -> str:
    """One sentence for several technicians, the most frequent reason first: "4 lack trees 2, 1 is absent"."""
    counted: Counter[tuple[str, str]] = Counter((r.many, r.reason) for r in refusals)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{n} {one if n == 1 else many}" for (many, one), n in ranked)


def _said(violation: Violation, day: TechnicianDay) -> Refusal:
    facts = violation.facts
    match violation.code:
        case "skill.missing" | "skill.level":
            what = f"{facts['skill']} {facts['needs']}" if facts["needs"] > 1 else str(facts["skill"])
            one, many = f"lacks {what}", f"lack {what}"
        case "skill.expired":
            one, many = f"has an expired {facts['skill']}", f"have an expired {facts['skill']}"
        case "territory.outside":
            one, many = "works elsewhere", "work elsewhere"
        case "technician.excluded":
            one, many = "is excluded", "are excluded"
        case "technician.declined":
            one = many = f"declined {facts['clock']}"
        case "technician.inactive":
            one, many = "is not active", "are not active"
        case _:
            one = many = violation.message
    said_facts = {name: value for name, value in facts.items() if name != "technician"}
    return Refusal(technician=day.technician.id, code=violation.code, reason=one, many=many, facts=said_facts)


def _is_away(day: TechnicianDay, not_before: datetime) -> bool:
    """Every shift that is left lies inside one absence."""
    left = [s.window for s in day.spans if s.window.end_at > not_before]
    return bool(left) and all(
        any(a.start_at <= max(w.start_at, not_before) and w.end_at <= a.end_at for a in day.absences)
        for w in left
    )


def timeless(job: Job) -> Visit:
    """A visit for the rules that do not look at its times."""
    return Visit(id=0, order_id=job.order.id, ordinal=0)


def _clock(at: datetime, day: TechnicianDay) -> str:
    """The time, with the day where it is on another."""
    local = at.astimezone(ZoneInfo(day.technician.zone))
    return clock_text(local) if local.date() == day.on else day_and_clock(at, day.technician.zone)
