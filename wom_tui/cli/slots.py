"""`wom slots`: where could an order go, and what would each place cost?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.asked import Days, Number
from wom_tui.cli.output import answer, print_table, say
from wom_tui.cli.shell import shell_of

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.queries.slots import RankedSlot, RankedSlots


def slots(
    context: typer.Context,
    number: Number,
    days: Days = 5,
    technician: Annotated[
        str | None, typer.Option(help="Only of this one: a code, or the begin of a name.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="So many; 0 = all there are.")] = 10,
) -> None:
    """Rank every slot for an order, technician by technician, gap by gap, the cheapest first."""
    from wom_tui.grammar.questions import target_named
    from wom_tui.queries.slots import ranked_slots

    shell = shell_of(context)
    with shell.desk_now() as desk:
        order, visit = desk.ask(target_named, number)
        found = desk.ask(
            ranked_slots,
            order,
            desk.now(),
            desk.room,
            days=days,
            technician=None if technician is None else _technician(desk, technician),
            limit=limit or None,
            visit=visit,
        )
        now = desk.now()
    answer(shell.is_json, document(found), lambda: _tell(found, now))


def _technician(desk: Desk, said: str) -> int:
    from wom_tui.grammar.resolver import FactResolver

    return desk.ask(lambda reader: FactResolver(reader, desk.now()).technician(said).id)


def document(found: RankedSlots) -> dict[str, Any]:
    """The answer as data; costs are in seconds of driving."""
    from wom_tui.planning.objective import TERMS

    return {
        "number": found.number,
        "label": found.label,
        "title": found.title,
        "from_on": found.first,
        "days": found.days,
        "needs_overtime": found.needs_overtime,
        "terms": [{"name": term.name, "unit": term.unit, "why": term.why} for term in TERMS],
        "slots": [_slot_document(one) for one in found.slots],
        "violations": [{"code": v.code, "message": v.message} for v in found.violations],
    }


def _slot_document(one: RankedSlot) -> dict[str, Any]:
    return {
        "technician": one.technician.code,
        "on": one.on,
        "start_at": one.slot.start_at,
        "end_at": one.slot.end_at,
        "travel_s": one.slot.travel_s,
        "added_travel_s": one.slot.added_travel_s,
        "cost_s": one.cost,
        "terms_s": dict(one.terms),
        "slack_min": one.slack_min,
        "careful": [{"code": v.code, "message": v.message} for v in one.violations],
    }


def _tell(found: RankedSlots, now: datetime) -> None:
    from wom_tui.planning.objective import TERMS

    if not found.slots:
        reasons = "; ".join(v.message for v in found.violations)
        say(
            reasons
            or f"there is no slot for order {found.number} in {found.days} days; see wom relax {found.number}"
        )
        return
    if found.needs_overtime:
        say("nobody has time inside of a shift: these go beyond")
    names = [term.name for term in TERMS]
    print_table(
        ("#", "technician", "start", "end", "cost", *names, "careful"),
        (tuple(_cells(rank, one, names, found.zone)) for rank, one in enumerate(found.slots, start=1)),
    )
    say("cost and its parts in minutes of driving that it is worth")


def _cells(rank: int, one: RankedSlot, names: list[str], zone: str) -> Iterator[object]:
    from wom_tui.domain.habits import clock_text, weekday_text
    from wom_tui.planning.why import minutes
    from wom_tui.present.candidates import careful

    start, end = (at.astimezone(ZoneInfo(zone)) for at in (one.slot.start_at, one.slot.end_at))
    yield from (rank, one.technician.code, f"{weekday_text(start)} {clock_text(start)}", clock_text(end))
    yield minutes(one.cost)
    yield from (minutes(one.terms[name]) for name in names)
    yield careful(one.violations)
