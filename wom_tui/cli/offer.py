"""`wom offer`: which windows can a customer be offered, and what does each cost? One of them is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.asked import Days, Number
from wom_tui.cli.output import answer, print_table, say, tell
from wom_tui.cli.shell import shell_of
from wom_tui.errors import InvalidInput
from wom_tui.planning.offers import Length

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from wom_tui.commands.command import Command
    from wom_tui.planning.offers import Offer
    from wom_tui.queries.windows import Offered


def offer(
    context: typer.Context,
    number: Number,
    days: Days = 5,
    length: Annotated[Length, typer.Option(help="How long a window is.")] = Length.TWO_HOURS,
    count: Annotated[int, typer.Option(min=1, help="So many windows.")] = 5,
    take: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Promise the window of that rank, as one act.")
    ] = None,
) -> None:
    """Tell the cheapest windows for an order, each with its price against the best; --take promises one."""
    from wom_tui.cli.do import told
    from wom_tui.grammar.questions import target_named
    from wom_tui.queries.windows import offered_windows

    shell = shell_of(context)
    with shell.desk_now() as desk:
        order, visit = desk.ask(target_named, number)
        found = desk.ask(
            offered_windows,
            order,
            desk.now(),
            desk.room,
            days=days,
            length=length,
            count=count,
            visit=visit,
        )
        receipt = None if take is None else desk.run_all(taking(found, take))
    if receipt is not None:
        answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
    else:
        answer(shell.is_json, document(found), lambda: _tell(found))


def taking(found: Offered, rank: int) -> list[Command]:
    """The act that promises a window; an order that nobody has keeps it as its window as well, for the plan.

    Raises:
        InvalidInput: there is no offer of that rank.
    """
    from wom_tui.commands.order import EditOrder
    from wom_tui.commands.promise import PromiseWindow

    if rank > len(found.offers):
        raise InvalidInput("--take", str(rank), f"the rank of an offer; there are {len(found.offers)}")
    window, visit = found.offers[rank - 1].window, found.visit
    promise = PromiseWindow(
        order=found.number,
        visit=visit.id if visit else None,
        window=window,
        expect=visit.version if visit else None,
    )
    if visit is not None and visit.is_booked:
        return [promise]
    return [EditOrder(order=found.number, changes=(("windows", (window,)),)), promise]


def document(found: Offered) -> dict[str, Any]:
    """The answer as data; prices are in seconds of driving."""
    return {
        "number": found.number,
        "label": found.label,
        "title": found.title,
        "offers": [_offer_document(one) for one in found.offers],
        "violations": [{"code": v.code, "message": v.message} for v in found.violations],
    }


def _offer_document(one: Offer) -> dict[str, Any]:
    return {
        "start_at": one.window.start_at,
        "end_at": one.window.end_at,
        "extra_s": one.extra_s,
        "technician": one.best.day.technician.code,
        "visit_start_at": one.best.slot.start_at,
        "extra_travel_s": one.extra_travel_s,
        "extra_late_min": one.extra_late_min,
        "cost_s": one.best.cost,
        "terms_s": dict(one.best.terms),
    }


def _tell(found: Offered) -> None:
    from zoneinfo import ZoneInfo

    if not found.offers:
        reasons = "; ".join(v.message for v in found.violations)
        say(reasons or f"there is no slot for order {found.number}; see wom relax {found.number}")
        return
    zone = ZoneInfo(found.zone)
    print_table(
        ("#", "window", "extra", "road", "late", "technician", "start"),
        (_cells(rank, one, found, zone) for rank, one in enumerate(found.offers, start=1)),
    )
    say(
        "minutes against the best; extra is the price in all. Nothing is promised yet: --take 1 promises the first"
    )


def _cells(rank: int, one: Offer, found: Offered, zone: ZoneInfo) -> tuple[object, ...]:
    from wom_tui.domain.habits import clock_text, weekday_text
    from wom_tui.planning.why import minutes

    begin, end, start = (
        at.astimezone(zone) for at in (one.window.start_at, one.window.end_at, one.best.slot.start_at)
    )
    return (
        rank,
        f"{weekday_text(begin)} {clock_text(begin)}–{clock_text(end)}",
        f"{minutes(one.extra_s):+,}",
        f"{minutes(one.extra_travel_s):+,}",
        f"{one.extra_late_min:+,}",
        one.best.day.technician.code,
        clock_text(start),
    )
