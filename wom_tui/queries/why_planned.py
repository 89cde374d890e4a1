"""Why would a plan that nobody has accepted yet put an order there, or leave it out?

The sentences are those of `why`, over the days as they would be with all lines of the plan that are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned
from wom_tui.domain.states import VisitStatus
from wom_tui.domain.violation import hard
from wom_tui.domain.visit import LIVE, STARTED, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning import why as said
from wom_tui.planning.insertion import slot_violations
from wom_tui.planning.openings import Opening
from wom_tui.planning.sentence import Sentence
from wom_tui.queries.placing import Placing, placing
from wom_tui.queries.room import Room
from wom_tui.queries.why import Asking, Why, bent, holding, others, slot_of, unplanned, why
from wom_tui.store.reader import Reader

Laid = dict[PlannedVisit, Visit]


def why_planned(reader: Reader, plan: Plan, line: PlannedVisit | Unplanned, at: Asking) -> Why:
    """Why the plan would have it so.

    Args:
        plan: with the lines that are taken.
        line: the one that is asked about; a visit that is left out counts as taken.

    Raises:
        NotFound: there is no such order any more.
    """
    order = reader.get(WorkOrder, line.order)
    lines = plan.visits if isinstance(line, Unplanned) or line in plan.visits else (*plan.visits, line)
    laid = _laid(reader, lines)
    if not order.is_open or (isinstance(line, PlannedVisit) and line not in laid):
        return why(reader, line.order, at, on=plan.on)  # it has gone on since
    facts = {visit.id: visit for visit in laid.values()} | _freed(reader, plan)
    there, then = reader.with_facts(facts, Visit), replace(at, room=Room(at.travel))
    if isinstance(line, Unplanned):
        asked = placing(there, order.id, at.now, visit=line.visit)
        sentences = tuple(unplanned(there, asked, then, plan.on))
        return Why(number=order.id, label=asked.label, title=order.title, sentences=sentences)
    visit = laid[line]
    sentences = tuple(_of_line(there, line, visit, reader.find(Visit, line.visit), then))
    return Why(number=order.id, label=visit.label, title=order.title, sentences=sentences)


def _laid(reader: Reader, lines: tuple[PlannedVisit, ...]) -> Laid:
    """The visits as the plan would have them; what has begun since, or is gone, is left as it is."""
    stored = reader.many(Visit, {line.visit for line in lines})
    loose = {
        visit.order_id: visit
        for visit in reader.select(Visit, order_id=frozenset(line.order for line in lines), status=LIVE)
        if not visit.is_booked
    }
    laid: Laid = {}
    for count, line in enumerate(lines, start=1):
        new = loose.get(line.order) or Visit(id=-count, order_id=line.order, ordinal=1)
        visit = new if line.visit is None else stored.get(line.visit)
        if visit is None or visit.is_withdrawn or not visit.is_live or visit.status in STARTED:
            continue
        laid[line] = replace(
            visit,
            technician_id=line.technician,
            start_at=line.start_at,
            end_at=line.end_at,
            travel_s=line.travel_s,
            status=VisitStatus.PLANNED,
        )
    return laid


def _freed(reader: Reader, plan: Plan) -> dict[int, Visit]:
    """Visits that would lose their place."""
    lost = reader.many(Visit, {one.visit for one in plan.unplanned if one.was is not None})
    return {
        visit.id: replace(visit, technician_id=None, start_at=None, end_at=None, status=VisitStatus.PLANNED)
        for visit in lost.values()
        if visit.is_live and visit.status not in STARTED
    }


def _of_line(
    reader: Reader, line: PlannedVisit, visit: Visit, now_there: Visit | None, at: Asking
) -> Iterator[Sentence]:
    asked, mine = slot_of(reader, visit, at)
    yield said.booked(mine, asked.job, asked.zone, is_proposed=True)
    yield from bent(asked, mine)
    if line.was is not None and now_there is not None:
        yield from _as_booked(reader, line, visit, asked, mine, at)
        yield from holding(reader, now_there, asked.zone, at.now)
    yield from others(reader, asked, mine, at)


def _as_booked(
    reader: Reader, line: PlannedVisit, visit: Visit, asked: Placing, mine: Opening, at: Asking
) -> Iterator[Sentence]:
    """What speaks against leaving it where it is, with all else as the plan has it; else what that would cost."""
    assert line.was is not None
    was = line.was
    stays = replace(visit, technician_id=was.technician, start_at=was.start_at, end_at=was.end_at)
    _, there = slot_of(reader, stays, at)
    where = f"as booked, with {there.day.technician.name} {said.when(there.slot, asked.zone)}"
    facts = said.slot_facts(there)
    if was.start_at < at.now:
        yield Sentence(code="slot.past", text=f"{where}, it should have begun by now", facts=facts)
        return
    broken = hard(slot_violations(asked.job, there.slot, there.day))
    for violation in broken:
        text = f"{where}: {violation.message}"
        yield Sentence(code=violation.code, text=text, facts={**violation.facts, **facts})
    if not broken:
        sentence = said.compared(mine, there, asked.job, asked.zone, code="slot.now")
        yield replace(sentence, text=f"as booked, {sentence.text}")
