"""How is a repair told? What moves, from where to where, and who has to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from wom_tui.domain.plan import PlannedVisit, Unplanned, Was
from wom_tui.domain.words import some
from wom_tui.planning.repair import is_shift
from wom_tui.present.durations import clock_of, hours, minutes_of

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.planning.repair import Repair

CUSTOMER = "the customer"


def told(line: PlannedVisit | Unplanned, names: Mapping[int, str]) -> tuple[str, ...]:
    """Who has to hear of it: technicians that knew of the visit, and a customer who was promised another time."""
    was = line.was
    if was is None:
        return ()
    people = [names.get(was.technician, "")] if was.is_told else []
    if isinstance(line, PlannedVisit) and was.is_told and line.technician != was.technician:
        people.append(names.get(line.technician, ""))
    if was.promised is not None and not _keeps(was, line):
        people.append(CUSTOMER)
    return tuple(people)


def _keeps(was: Was, line: PlannedVisit | Unplanned) -> bool:
    told = was.promised
    return isinstance(line, PlannedVisit) and (told is None or told.start_at <= line.start_at <= told.end_at)


def repair_lines(
    found: Repair, accepted: Receipt | None, names: Mapping[int, str], zone: tzinfo
) -> Iterator[str]:
    """A diff: `~` moves, `+` is placed, `-` loses its place."""
    plan = found.plan
    refused = {int(r["number"]): str(r["reason"]) for r in accepted.result["refused"]} if accepted else {}
    shifted = sum(is_shift(line) for line in plan.visits)
    moved = sum(line.was is not None for line in plan.visits) - shifted
    if not plan.visits and not plan.unplanned:
        yield "nothing has to change" if not found.stuck else "nothing can be moved"
        yield from stuck_lines(found, names, zone)
        return
    placed, lost = len(plan.visits) - moved - shifted, len(plan.unplanned)
    moves = some(moved, "visit moves", "visits move")
    yield f"{moves}, {placed} placed, {lost} without a place, {shifted} a little later"
    for line in plan.visits:
        yield refused_line(line.order, refused) or _change(line, names, zone, plan.on)
    for left in plan.unplanned:
        was = _at(left.was, names, zone, plan.on)
        yield f"- {left.order:>6}  {was}  {left.reason}{_tell(left, names)}"
    yield from stuck_lines(found, names, zone)


def stuck_lines(found: Repair, names: Mapping[int, str], zone: tzinfo) -> Iterator[str]:
    """What begins too soon to be moved: somebody has to call."""
    for one in found.stuck:
        visit = one.visit
        if visit.start_at is None:
            continue
        who = f"{names.get(visit.technician_id or 0, '')} {clock_of(found.plan.on, visit.start_at, zone)}"
        soon = f"begins too soon to be moved, and nobody is there before {clock_of(found.plan.on, one.there_at, zone)}"
        yield f"! {visit.order_id:>6}  {who}  {soon}"


def refused_line(number: int, refused: Mapping[int, str]) -> str:
    return f"! {number:>6}  {refused[number]}" if number in refused else ""


def _change(line: PlannedVisit, names: Mapping[int, str], zone: tzinfo, on: date) -> str:
    there = f"{names.get(line.technician, '')} {clock_of(on, line.start_at, zone)}"
    if line.was is None:
        length = hours(minutes_of(line.end_at - line.start_at))
        return f"+ {line.order:>6}  {there}  {length}"
    if is_shift(line):
        minutes = int((line.start_at - line.was.start_at).total_seconds() // 60)
        return f"  {line.order:>6}  {there}, {minutes} min later{_tell(line, names)}"
    return f"~ {line.order:>6}  {_at(line.was, names, zone, on)} -> {there}{_tell(line, names)}"


def _at(was: Was | None, names: Mapping[int, str], zone: tzinfo, on: date) -> str:
    return f"{names.get(was.technician, '')} {clock_of(on, was.start_at, zone)}" if was else ""


def _tell(line: PlannedVisit | Unplanned, names: Mapping[int, str]) -> str:
    people = ", ".join(told(line, names))
    return f"  tell {people}" if people else ""


def repair_document(found: Repair, accepted: Receipt | None, names: Mapping[int, str]) -> dict[str, Any]:
    """The same for programs."""
    plan = found.plan
    return {
        "on": plan.on,
        "basis": plan.basis,
        "accepted": accepted is not None,
        "receipt": accepted.command_id if accepted else None,
        "refused": accepted.result["refused"] if accepted else [],
        "search": plan.search,
        "visits": [
            {
                "number": line.order,
                "visit_id": line.visit,
                "technician_id": line.technician,
                "start_at": line.start_at,
                "end_at": line.end_at,
                "was": line.was,
                "tell": told(line, names),
            }
            for line in plan.visits
        ],
        "unplanned": [
            {"number": left.order, "reason": left.reason, "was": left.was, "tell": told(left, names)}
            for left in plan.unplanned
        ],
        "absences": found.absences,
        "stuck": [
            {"number": one.visit.order_id, "visit_id": one.visit.id, "there_at": one.there_at}
            for one in found.stuck
        ],
    }
