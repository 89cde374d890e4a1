"""Which target per work type explains the dues that another system has set?

Counted, not guessed: each sample names the targets that would give its due, the most named ones are tried on
all samples of the type, and the best is proposed when enough of them agree. A person accepts it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wom_tui.domain.sla.clock import MINUTE, due_at
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.worktime import WorkCalendar, business_days, next_opening, open_time, zone_of

TOLERANCE = timedelta(minutes=2)
LEAST_HITS_PERCENT = 60
_TRIED_PER_UNIT = 3


@dataclass(frozen=True)
class _Limits:
    """What is believed of one unit."""

    most: int  # the largest amount proposed
    least_hits: int  # samples that must agree


# In order of preference: of two targets that explain as much, the first unit is meant. By chance a day target
# gives a due to two minutes once in some 300 samples, so three that agree are enough; some amount of minutes
# gives any due, so there more must agree.
_LIMITS = {
    TargetUnit.BUSINESS_DAYS: _Limits(most=60, least_hits=3),
    TargetUnit.CALENDAR_DAYS: _Limits(most=400, least_hits=3),
    TargetUnit.BUSINESS_MINUTES: _Limits(most=30 * 24 * 60, least_hits=5),
    TargetUnit.MINUTES: _Limits(most=30 * 24 * 60, least_hits=5),
}

Span = tuple[datetime, datetime]  # opened_at, due_at


@dataclass(frozen=True)
class FittedRule:
    """The target proposed for a work type, and how many of its samples it gives within two minutes."""

    work_type: str
    target: Target
    n: int
    n_within_2_min: int


def fit(samples: Iterable[tuple[str, datetime, datetime]], calendar: WorkCalendar) -> tuple[FittedRule, ...]:
    """Propose at most one rule per work type, sorted by its name.

    Args:
        samples: (work type, opened_at, due_at), aware; in any order.
        calendar: the hours and holidays that the other system goes by.

    Returns:
        A rule for each type of which it gives at least 60 % of the dues, and at least 3 (in minutes: 5).
    """
    by_type: dict[str, list[Span]] = defaultdict(list)
    for work_type, opened_at, due in samples:
        by_type[work_type].append((opened_at, due))
    rules = (_rule(work_type, by_type[work_type], calendar) for work_type in sorted(by_type))
    return tuple(rule for rule in rules if rule)


def is_explained(opened_at: datetime, due: datetime, target: Target, calendar: WorkCalendar) -> bool:
    """Whether the target gives that due within two minutes."""
    return abs(due_at(opened_at, target, calendar) - due) <= TOLERANCE


def _rule(work_type: str, spans: Sequence[Span], calendar: WorkCalendar) -> FittedRule | None:
    best: FittedRule | None = None
    for target in _candidates(spans, calendar):
        hits = sum(is_explained(opened_at, due, target, calendar) for opened_at, due in spans)
        is_enough = hits >= _LIMITS[target.unit].least_hits and hits * 100 >= LEAST_HITS_PERCENT * len(spans)
        if is_enough and (best is None or hits > best.n_within_2_min):
            best = FittedRule(work_type, target, len(spans), hits)
    return best


def _candidates(spans: Sequence[Span], calendar: WorkCalendar) -> Iterator[Target]:
    """The targets that are named most, preferred ones first."""
    named = Counter(
        (unit, amount)
        for opened_at, due in spans
        for unit, amount in _amounts(opened_at, due, calendar)
        if 0 < amount <= _LIMITS[unit].most
    )
    for unit in _LIMITS:
        amounts = [(-votes, amount) for (of, amount), votes in named.items() if of is unit]
        for _, amount in sorted(amounts)[:_TRIED_PER_UNIT]:
            yield Target(amount, unit)


def _amounts(opened_at: datetime, due: datetime, calendar: WorkCalendar) -> Iterator[tuple[TargetUnit, int]]:
    """The amounts that could give the due: one of days; of minutes the nearest and the nearest round one."""
    zone = zone_of(calendar.zone)
    yield TargetUnit.BUSINESS_DAYS, business_days(calendar, next_opening(calendar, opened_at), due)
    yield TargetUnit.CALENDAR_DAYS, (due.astimezone(zone).date() - opened_at.astimezone(zone).date()).days
    for unit, span in (
        (TargetUnit.BUSINESS_MINUTES, open_time(calendar, opened_at, due)),
        (TargetUnit.MINUTES, due - opened_at),
    ):
        for amount in {_nearest(span, 1), _nearest(span, 5)}:  # people agree on 90 minutes, hardly ever on 91
            yield unit, amount


def _nearest(span: timedelta, step_min: int) -> int:
    step = step_min * MINUTE
    return (span + step / 2) // step * step_min
