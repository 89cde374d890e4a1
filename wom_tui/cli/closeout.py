"""`wom wo closeout`: what is known of an order, what is missing, and the line that completes or closes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.order_papers import Number
from wom_tui.cli.output import answer, at_text, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.domain.states import OrderStatus
from wom_tui.errors import Rejected

if TYPE_CHECKING:
    from wom_tui.domain.closeout import Draft
    from wom_tui.queries.order import OrderDetail

_VERBS = {OrderStatus.COMPLETED: "complete", OrderStatus.CLOSED: "close"}


def closeout(
    context: typer.Context,
    number: Number,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE", help="What you know better: cover=contract materials=none."),
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Do what the line says.")] = False,
) -> None:
    """Draft the closing of an order from what was noted: times, parts, checklist, notes, and what is missing."""
    from wom_tui.cli.do import do_lines
    from wom_tui.cli.order_lines import line_of
    from wom_tui.domain.closeout import drafted
    from wom_tui.domain.work_order import transition_violations
    from wom_tui.grammar.values import order_number
    from wom_tui.queries.order import order_detail

    shell = shell_of(context)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        detail = shell.ask(desk, order_detail, order_number(number, "number"), shell.at(desk))
    visits = [each.visit for each in detail.visits]
    draft = drafted(detail.order, detail.requirement, visits, detail.site, detail.work_type)
    line = line_of(_VERBS[draft.to], [str(detail.order.id), *_said(draft, words or ())]) if draft.to else ""
    if confirm:
        if not line:
            raise Rejected(tuple(transition_violations(detail.order, OrderStatus.COMPLETED)))
        do_lines(shell, [line], dry_run=False, command_id=None)
        return
    answer(shell.is_json, _document(detail, draft, line), lambda: tell(*_lines(detail, draft, line, zone)))


def _said(draft: Draft, words: list[str] | tuple[str, ...]) -> Iterator[str]:
    """What the draft knows, and what somebody knows better."""
    names = {word.partition("=")[0] for word in words}
    if draft.labour_min is not None and "labour" not in names:
        yield f"labour={draft.labour_min}m"
    yield from words


def _document(detail: OrderDetail, draft: Draft, line: str) -> dict[str, Any]:
    who = {each.visit.id: each.technician.code for each in detail.visits if each.technician}
    return {
        "number": detail.order.id,
        "status": detail.order.status,
        "visits": [
            {
                "visit": one.visit.label,
                "technician": who.get(one.visit.id),
                "status": one.visit.status,
                "travelling_at": one.visit.travelling_at,
                "arrived_at": one.visit.arrived_at,
                "ended_at": one.visit.ended_at,
                "travel_min": one.travel_min,
                "on_site_min": one.on_site_min,
                "doubts": one.doubts,
            }
            for one in draft.attended
        ],
        "labour_min": draft.labour_min,
        "travel_min": draft.travel_min,
        "parts": [{"part": part.code, "name": part.name, "used": part.line.used} for part in detail.parts],
        "checklist": detail.order.checklist,
        "notes": [one.fact.text for one in detail.notes],
        "missing": draft.missing,
        "line": line,
    }


def _lines(detail: OrderDetail, draft: Draft, line: str, zone: ZoneInfo) -> Iterator[str]:
    order, who = detail.order, {each.visit.id: each.technician for each in detail.visits}
    yield f"{order.id}  {order.title}  ({order.status.words})"
    for one in draft.attended:
        technician = who[one.visit.id]
        name = technician.name if technician else "nobody"
        began, ended = (at_text(at, zone) or "?" for at in (one.visit.arrived_at, one.visit.ended_at))
        yield f"  {one.visit.label:<10} {name}, {one.visit.status.words}, on site {began} to {ended}"
        yield f"             on site {_length(one.on_site_min)}, travel {_length(one.travel_min)}"
    yield f"  labour     {_length(draft.labour_min)}; travel {draft.travel_min} min"
    yield from (
        f"  used       {part.line.used} {part.code} {part.name}" for part in detail.parts if part.line.used
    )
    for item in order.checklist:
        yield f"  point      {item.text}: {item.answer or 'no answer yet'}"
    yield from (f"  note       {one.who}: {one.fact.text}" for one in detail.notes)
    yield from (f"  missing    {what}" for what in draft.missing)
    if draft.to is None:
        yield f"  it is {order.status.words}, and from there it is neither completed nor closed"
    else:
        yield f"  to {_VERBS[draft.to]:<7} {line}"
    if draft.to is OrderStatus.COMPLETED:
        yield f"  then       wom wo closeout {order.id}   drafts how it is closed"


def _length(minutes: int | None) -> str:
    return "not known" if minutes is None else f"{minutes} min"
