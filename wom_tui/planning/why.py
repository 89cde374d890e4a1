"""Why this slot, why not that technician, why nobody? Sentences that are made from what the rules and prices say.

There is no second model: the rules are asked for their violations, the prices for their terms, and a time that does
not fit is tried with one thing less. `tests/claims.py` takes each sentence at its word and places the order again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.habits import clock_text, weekday_text
from wom_tui.domain.minutes import length_text
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import STARTED
from wom_tui.planning import explain, objective
from wom_tui.planning.explain import Refusal
from wom_tui.planning.insertion import Slot, slots
from wom_tui.planning.openings import Opening
from wom_tui.planning.sentence import Sentence

_MINUTE_S = 60


# -- why not this technician -----------------------------------------------------------------------------


def obstacles(job: Job, day: TechnicianDay, not_before: datetime) -> tuple[Sentence, ...]:
    """Everything that keeps the technician from the order that day, the rules about the order first.

    Nothing, when there is a slot. A time is not looked for where nobody could take the order at any.
    """
    facts = {"technician": day.technician.code, "on": day.on.isoformat()}
    fixed = [*explain.order_violations(job, day), *_about(job, day)]
    found = [violated(violation, facts) for violation in fixed]
    if not slots(job, day, not_before, with_overtime=True):
        refusal = time_refusal(job, day, not_before)
        text = f"{day.technician.name} {refusal.reason}"
        found.append(Sentence(code=refusal.code, text=text, facts={**facts, **refusal.facts}))
    return tuple(found)


def _about(job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """The rules about the technician that are broken at any time."""
    visit = explain.timeless(job)
    yield from (v for rule in explain.WHO for v in rule(visit, job, day) if v.hard)


def violated(violation: Violation, facts: Mapping[str, Any]) -> Sentence:
    """What a rule says, as a sentence."""
    return Sentence(code=violation.code, text=violation.message, facts={**violation.facts, **facts})


def time_refusal(job: Job, day: TechnicianDay, not_before: datetime) -> Refusal:
    """Why there is no time; of a full day the break, or the one visit, that stands in the way, if it is that."""
    refusal = explain.no_time(job, day, not_before)
    if slots(job, without_breaks(day), not_before, with_overtime=True):
        said = "only instead of a break"
        return replace(refusal, code="shift.break", reason=f"has time {said}", many=f"have time {said}")
    label = blocker(job, day, not_before) if refusal.code == "visit.overlap" else None
    if label is None:
        return refusal
    return replace(
        refusal, reason=f"is blocked by {label}", many=f"are blocked by {label}", facts={"visit": label}
    )


def without_breaks(day: TechnicianDay) -> TechnicianDay:
    """The day of somebody who takes none."""
    return replace(day, spans=tuple(replace(span, breaks=()) for span in day.spans))


def blocker(job: Job, day: TechnicianDay, not_before: datetime) -> str | None:
    """The first visit without which there would be a slot; what has begun stands as it is."""
    for stop in day.stops:
        if stop.visit.is_live and stop.visit.status not in STARTED:
            others = tuple(other for other in day.stops if other is not stop)
            if slots(job, replace(day, stops=others), not_before, with_overtime=True):
                return stop.visit.label
    return None


# -- why nobody ------------------------------------------------------------------------------------------


def counted(job: Job, days: Iterable[TechnicianDay], not_before: datetime) -> list[Sentence]:
    """The first reason of each who cannot, one sentence for all who share it, the most frequent first.

    Args:
        days: the same day of several technicians; who has a slot is not spoken of.
    """
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    facts: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for day in days:
        refusal = explain.eligibility(job, day)
        if refusal is None and not slots(job, day, not_before, with_overtime=True):
            refusal = time_refusal(job, day, not_before)
        if refusal is not None:
            key = (refusal.code, *_words(refusal))
            groups[key].append(day.technician.code)
            facts[key] = {**refusal.facts, "on": day.on.isoformat()}
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Sentence(
            code=key[0],
            text=f"{len(codes)} {key[2] if len(codes) == 1 else key[1]}",
            facts={**facts[key], "technicians": codes},
        )
        for key, codes in ranked
    ]


def _words(refusal: Refusal) -> tuple[str, str]:
    """Who has the skill at a lower level is told apart from who does not have it at all."""
    if refusal.code == "skill.missing":
        skill = refusal.facts["skill"]
        return f"lack {skill}", f"lacks {skill}"
    return refusal.many, refusal.reason


# -- what a slot costs, and what another one would ---------------------------------------------------------


def possible(one: Opening, zone: str) -> Sentence:
    """There is a slot."""
    return Sentence(
        code="slot.possible",
        text=f"{one.day.technician.name} could begin {when(one.slot, zone)}",
        facts={**slot_facts(one), "terms": dict(one.terms)},
    )


def booked(one: Opening, job: Job, zone: str, *, is_proposed: bool = False) -> Sentence:
    """The slot that a visit has, or would have, with what it costs."""
    late_min = _late_min(one, job)
    parts = [f"{length_text(late_min)} past due"] if late_min else []
    parts.append(f"{minutes(one.slot.added_travel_s)} min on the road")
    if one.terms[objective.STRANGER.name]:
        parts.append("not with the preferred technician")
    if one.terms[objective.HIRED.name]:
        parts.append("a contractor")
    has = "would have" if is_proposed else "has"
    by = one.day.to_fetch(job.pick_ups, one.slot.start_at)
    if by:
        parts.append(f"by {', '.join(fetched.name for fetched in by)} for the parts")
    return Sentence(
        code="slot.proposed" if is_proposed else "slot.booked",
        text=f"{one.day.technician.name} {has} it {when(one.slot, zone)}: {', '.join(parts)}",
        facts={**slot_facts(one), "terms": dict(one.terms), "by": [fetched.name for fetched in by]},
    )


def compared(one: Opening, other: Opening, job: Job, zone: str, *, code: str = "slot.other") -> Sentence:
    """What another slot would cost more, or less, than this one.

    Args:
        one: the measure.
        other: whose sentence it is.
    """
    who = f"{other.day.technician.name} {when(other.slot, zone)}"
    because = ", ".join(_differences(one, other, job)) or "all else is alike"
    extra = minutes(other.cost - one.cost)
    if extra == 0:
        text = f"{who} would cost as much: {because}"
    elif extra > 0:
        text = f"{who} would cost {extra:,} min more: {because}"
    else:
        text = f"{who} would cost {-extra:,} min less: {because}"
    facts = {
        **slot_facts(other),
        "terms": dict(other.terms),
        "more_s": other.cost - one.cost,
        "than": slot_facts(one),
    }
    return Sentence(code=code, text=text, facts=facts)


def _differences(one: Opening, other: Opening, job: Job) -> Iterator[str]:
    """Term by term, each in its own unit."""
    late_min = _late_min(other, job) - _late_min(one, job)
    if late_min > 0:
        yield f"{length_text(late_min)} more past due"
    elif late_min < 0:
        yield f"{length_text(late_min)} less past due"
    later_min = minutes(int((other.slot.start_at - one.slot.start_at).total_seconds()))
    if later_min > 0:
        yield f"{length_text(later_min)} later"
    elif later_min < 0:
        yield f"{length_text(later_min)} earlier"
    road_min = minutes(other.slot.added_travel_s - one.slot.added_travel_s)
    if road_min > 0:
        yield f"{road_min} min more on the road"
    elif road_min < 0:
        yield f"{-road_min} min less on the road"
    if other.terms[objective.STRANGER.name] > one.terms[objective.STRANGER.name]:
        yield "not with the preferred technician"
    elif other.terms[objective.STRANGER.name] < one.terms[objective.STRANGER.name]:
        yield "with the preferred technician"
    paid = other.terms[objective.HIRED.name] - one.terms[objective.HIRED.name]
    if paid:
        money = abs(paid) / objective.HIRED.prices[job.order.priority]
        yield f"{money:,.2f} {'more' if paid > 0 else 'less'} for a contractor"


def _late_min(one: Opening, job: Job) -> int:
    return one.terms[objective.LATENESS.name] // objective.LATENESS.prices[job.order.priority]


def best(one: Opening) -> Sentence:
    """Nobody has a cheaper slot that day."""
    return Sentence(code="slot.best", text="no other slot of that day costs less", facts=slot_facts(one))


def slot_facts(one: Opening) -> dict[str, Any]:
    """Who and when, as data."""
    return {
        "technician": one.day.technician.code,
        "on": one.day.on.isoformat(),
        "start_at": one.slot.start_at.isoformat(),
        "end_at": one.slot.end_at.isoformat(),
        "cost_s": one.cost,
    }


def when(slot: Slot, zone: str) -> str:
    """`Tue 12 May 14:30`, on the clock of that zone."""
    local = slot.start_at.astimezone(ZoneInfo(zone))
    return f"{weekday_text(local)} {clock_text(local)}"


def minutes(seconds: int) -> int:
    """Whole minutes, rounded."""
    return round(seconds / _MINUTE_S)
