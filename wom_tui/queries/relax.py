"""What would have to be another for an order to find a slot? Each way has been tried, none is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from wom_tui.domain.feasibility import Job
from wom_tui.domain.habits import weekday_text
from wom_tui.domain.technician_day import TechnicianDay
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning import relax as ways
from wom_tui.planning import why as said
from wom_tui.planning.openings import Opening
from wom_tui.planning.sentence import Sentence
from wom_tui.queries.placing import Placing, placing
from wom_tui.queries.why import Asking, Why
from wom_tui.store.days import job_of, local_day
from wom_tui.store.reader import Reader

DAYS_AHEAD = 14


@dataclass(frozen=True, kw_only=True)
class Relaxed:
    """The answer for one order on one day.

    Attributes:
        slot: there is one as things are; then nothing has to be relaxed.
        ways: the cheapest first.
        violations: why no change of times or people would help: on hold, not complete, without a date for parts.
    """

    number: int
    label: str
    title: str
    on: date
    zone: str
    slot: Opening | None = None
    ways: tuple[Sentence, ...] = ()
    violations: tuple[Sentence, ...] = ()

    def as_why(self) -> Why:
        """The same as sentences alone."""
        if self.slot is not None:
            needless = Sentence(code="relax.needless", text="there is room as things are")
            sentences: tuple[Sentence, ...] = (needless, said.possible(self.slot, self.zone))
        else:
            sentences = self.violations or self.ways
        nothing = Sentence(
            code="relax.none",
            text=f"nothing that was tried makes room on {weekday_text(self.on)}",
            facts={"on": self.on.isoformat()},
        )
        return Why(number=self.number, label=self.label, title=self.title, sentences=sentences or (nothing,))


def relax(
    reader: Reader,
    number: int,
    at: Asking,
    *,
    on: date | None = None,
    visit: int | None = None,
    keep_promised: bool = True,
) -> Relaxed:
    """The cheapest changes that would make room.

    Args:
        on: the day; None = today.
        visit: the visit's id, where the order has several that could be meant.
        keep_promised: visits whose time the customer was told are not moved for it.

    Raises:
        NotFound, InvalidInput: as for `placing`.
    """
    asked = placing(reader, number, at.now, visit=visit)
    day_on = on or local_day(at.now, asked.zone)
    answer = Relaxed(
        number=number,
        label=asked.label,
        title=asked.order.title,
        on=day_on,
        zone=asked.zone,
        violations=tuple(said.violated(v, {}) for v in asked.violations),
    )
    if asked.violations:
        return answer
    room = at.room.of(reader, day_on, 1)
    here = room.ranked(asked.job, at.now, limit=1, without=asked.without)
    here = here or room.with_overtime(asked.job, at.now, without=asked.without)
    if here:
        return replace(answer, slot=here[0])
    question = _question(reader, asked, room.without(asked.without), at, keep_promised=keep_promised)
    found = ways.relaxations(question)
    other = _other_day(reader, asked, at, day_on)
    ranked = sorted([*found, *other], key=lambda one: (one.cost, one.code))
    return replace(answer, ways=tuple(one.sentence for one in ranked))


def _question(
    reader: Reader, asked: Placing, days: Sequence[TechnicianDay], at: Asking, *, keep_promised: bool
) -> ways.Question:
    numbers = {stop.visit.order_id for day in days for stop in day.stops if stop.visit.is_live}

    @cache
    def job(order: int) -> Job:
        return job_of(reader, reader.get(WorkOrder, order))

    return ways.Question(
        job=asked.job,
        days=days,
        now=at.now,
        zone=asked.zone,
        orders=reader.many(WorkOrder, numbers),
        job_of=job,
        keep_promised=keep_promised,
    )


def _other_day(reader: Reader, asked: Placing, at: Asking, on: date) -> list[ways.Relaxation]:
    """The first day after that on which there is a slot; with another window, where there is one."""
    windows = asked.job.requirement.windows
    free = replace(asked.job, requirement=replace(asked.job.requirement, windows=()))
    for ahead in range(1, DAYS_AHEAD + 1):
        room = at.room.read(reader, on + timedelta(days=ahead), 1)
        for job in (asked.job, free) if windows else (asked.job,):
            found = room.ranked(job, at.now, limit=1, without=asked.without)
            if found:
                return [ways.on_another_day(job, found[0], asked.zone, drops_window=job is not asked.job)]
    return []
