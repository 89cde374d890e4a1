"""`wom wo`: which work orders are there, and what is known of one of them?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.chosen import FILTER, chosen_orders
from wom_tui.cli.closeout import closeout
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.order_lines import OrderVerbs
from wom_tui.cli.order_papers import add_papers
from wom_tui.cli.output import answer, at_text, history_lines, say, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.queries.attached import OrderFile, OrderNote
    from wom_tui.queries.duplicates import SuspectRow
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.orders import OrderRow

HEADINGS = (
    *("number", "pri", "state", "sla", "due", "title", "site", "territory", "technician", "start", "parts"),
)
HEADED = {"pri": "priority", "due": "due_at", "start": "planned_start_at"}
SUSPECTS = ("score", "keep", "drop", "why", "title", "title of the other", "site")

app = typer.Typer(
    help="Work orders: list, show, find duplicates, close out, write reports; and every verb of a line.",
    cls=OrderVerbs,
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


app.command("closeout")(closeout)
add_papers(app)


@app.command("list")
@listing
def list_orders(
    context: typer.Context,
    wanted: Wanted,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILTER", help=FILTER),
    ] = None,
) -> None:
    """List work orders: open ones first, by due. A filter picks some: status=ready pri<=2 due<eod /leak."""
    from wom_tui.cli.documents import row_document
    from wom_tui.present.order_table import ROW

    shell = shell_of(context)
    with shell.desk() as desk:
        chosen = chosen_orders(shell, desk, words or ())
    now, zone = chosen.now, chosen.zone
    orders: Listing[OrderRow] = Listing(
        what="order",
        columns=(*ROW, "sla"),
        headings=HEADINGS,
        headed=HEADED,
        document=lambda row: row_document(row, now),
        line=lambda row: _line(row, now, zone),
    )
    orders.tell(shell, chosen.rows, wanted, zone)


def _line(row: OrderRow, now: datetime, zone: ZoneInfo) -> tuple[object, ...]:
    from wom_tui.present.durations import moment

    return (
        row.number,
        f"P{row.priority}",
        row.state.replace("_", " "),
        row.sla(now).value.replace("_", " "),
        moment(row.due_at, now, zone) if row.due_at else None,
        row.title,
        row.site,
        row.territory,
        row.technician,
        moment(row.planned_start_at, now, zone) if row.planned_start_at else None,
        _parts(row, now, zone),
    )


def _parts(row: OrderRow, now: datetime, zone: ZoneInfo) -> str | None:
    """`ready`, `short`, `waiting 4 Dec 17:00`."""
    from wom_tui.present.durations import moment

    return f"{row.parts} {moment(row.parts_ready_at, now, zone)}" if row.parts_ready_at else row.parts


@app.command("show")
def show_order(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="4417 or WO-004417")],
    is_itself: Annotated[
        bool,
        typer.Option("--itself", help="The order of that number, also where it was merged into another."),
    ] = False,
) -> None:
    """Show all that is known of one order: facts, visits, clocks, history. A merged one leads to the other."""
    from wom_tui.cli.documents import order_document
    from wom_tui.queries.order import order_detail

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        asked = detail = shell.ask(desk, order_detail, _number(number), now)
        if asked.original is not None and not is_itself:
            detail = shell.ask(desk, order_detail, asked.original, now)
            say(
                f"{asked.order.id} was merged into {asked.original}, which is shown; --itself shows {asked.order.id}"
            )
    answer(shell.is_json, order_document(detail, now), lambda: tell(*_sheet(detail, zone)))


@app.command("duplicates")
@listing
def duplicates(
    context: typer.Context,
    wanted: Wanted,
    days: Annotated[float, typer.Option(min=0.01, help="Opened within so many days of each other.")] = 7,
    metres: Annotated[float, typer.Option(min=1, max=1000, help="At one site, or so near.")] = 50,
    score: Annotated[int, typer.Option(min=0, max=100, help="At least so alike.")] = 50,
) -> None:
    """List open orders that may be the same thing told twice, the likeliest first; `merge KEEP DROP` joins two."""
    from wom_tui.cli.documents import SUSPECT, suspect_document
    from wom_tui.queries.duplicates import suspect_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        found = shell.ask(desk, suspect_rows, near_m=metres, within=timedelta(days=days), least=score)
    suspects = Listing(
        what="suspect",
        columns=SUSPECT,
        headings=SUSPECTS,
        headed={"why": "reason", "title": "keep_title", "title of the other": "drop_title"},
        document=suspect_document,
        line=_suspect,
    )
    suspects.tell(shell, found, wanted, zone)


def _suspect(row: SuspectRow) -> tuple[object, ...]:
    from wom_tui.present.suspects import reason

    suspect = row.suspect
    return suspect.score, row.keep.number, row.drop.number, reason(suspect), *row.titles, row.keep.site


def _number(said: str) -> int:
    digits = said.upper().removeprefix("WO").removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 12):
        raise InvalidInput("number", said, "the number of an order, such as 4417")
    return int(digits)


def _sheet(detail: OrderDetail, zone: ZoneInfo) -> Iterator[str]:
    """An order on a sheet of text."""
    order, row = detail.order, detail.row
    yield f"{order.id}  {order.title}"
    state = row.state.replace("_", " ")
    yield f"P{row.priority}  {state}  {row.work_type}  fields {detail.complete_percent}% filled"
    if order.description and order.description != order.title:
        yield order.description
    lines = chain(
        _facts(detail, zone),
        _kin(detail),
        _approvals(detail, zone),
        _clocks(detail, zone),
        _visits(detail, zone),
        _part_lines(detail, zone),
        _notes(detail, zone),
        _messages(detail, zone),
        _files(detail, zone),
        _points(detail),
    )
    yield from (f"  {name:<11}{value}" for name, value in lines if value)
    yield from history_lines(detail.history, zone)


Named = Iterator[tuple[str, str | None]]


def _facts(detail: OrderDetail, zone: ZoneInfo) -> Named:
    from wom_tui.domain.work_type import asked

    order, row = detail.order, detail.row
    yield "merged", f"into {detail.original}, which goes on" if detail.original else None
    yield "also", ", ".join(map(str, detail.merged))
    yield "site", row.site
    yield "address", detail.site.address if detail.site else None
    yield "customer", row.customer
    yield "territory", row.territory
    yield "requester", order.requester
    yield "source", f"{order.source} {order.external_id or ''}"
    yield "opened", at_text(order.opened_at, zone)
    if row.hold_reason:
        yield "hold", f"{row.hold_reason} until {at_text(row.held_until_at, zone)}"
    yield "completed", at_text(order.completed_at, zone)
    yield "resolution", " ".join(filter(None, (order.resolution_code, order.resolution_text)))
    yield "missing", ", ".join(map(asked, detail.missing))
    for one in detail.feedback:
        yield (
            "feedback",
            " ".join(
                filter(None, (f"{one.score} of 5", at_text(one.received_at, zone), one.channel, one.text))
            ),
        )


def _kin(detail: OrderDetail) -> Named:
    from wom_tui.present.kin import kin_rows

    yield from ((label.lower(), said) for label, said in kin_rows(detail.kin))


def _approvals(detail: OrderDetail, zone: ZoneInfo) -> Named:
    from wom_tui.present.approval import approval_lines

    yield from (("approval", line) for line in approval_lines(detail.approvals, zone))


def _clocks(detail: OrderDetail, zone: ZoneInfo) -> Named:
    from wom_tui.present.durations import counted

    for name, found in (("respond", detail.respond), ("resolve", detail.resolve)):
        if found is not None:
            state, ledger = found.clock.state.replace("_", " "), found.ledger
            word = "left" if ledger.left_min >= 0 else "over"
            left = f"{counted(ledger.left_min)} {word} (allowed {_hours(ledger.target_min)})"
            yield name, f"{state}, due {at_text(found.clock.due_at, zone)}, {left}"


def _hours(minutes: int) -> str:
    """`8.5 h`, `85 h`."""
    return f"{minutes / 60:,.1f} h".replace(".0 h", " h")


def _visits(detail: OrderDetail, zone: ZoneInfo) -> Named:
    for item in detail.visits:
        who = item.technician.code if item.technician else "nobody yet"
        when = at_text(item.visit.start_at, zone) or "no time yet"
        yield item.visit.label, f"{item.visit.status.words}, {who}, {when}"


def _part_lines(detail: OrderDetail, zone: ZoneInfo) -> Named:
    for part in detail.parts:
        line, said = part.line, [f"{part.line.needed} needed, {part.line.state.words}", *part.places]
        said += [f"expected {at_text(line.eta_at, zone)}"] if line.eta_at else []
        said += [f"{line.short} short", *part.free] if line.short else []
        said += [f"{line.used} used"] if line.used else []
        yield part.code, ", ".join(said)


def _notes(detail: OrderDetail, zone: ZoneInfo) -> Named:
    for one in detail.notes:
        yield "note", f"{_brought(one, zone)}  {one.fact.text}"


def _messages(detail: OrderDetail, zone: ZoneInfo) -> Named:
    from wom_tui.present.messages import state_words, who_words

    for row in detail.messages:
        state = state_words(row)
        told = f"{who_words(row)} {at_text(row.sent_at, zone)}{f' ({state})' if state else ''}"
        yield "message", f"{told}  {row.text}"


def _files(detail: OrderDetail, zone: ZoneInfo) -> Named:
    for one in detail.files:
        file = one.fact
        about = ", ".join(filter(None, (file.kind.value, _brought(one, zone), file.note)))
        yield "file", f"{file.name}  {file.place}  {about}"


def _brought(one: OrderFile | OrderNote, zone: ZoneInfo) -> str:
    """Who brought it when, to which order, if not to this one."""
    return f"{one.who} {at_text(one.at, zone)}" + (f", of {one.of}" if one.of else "")


def _points(detail: OrderDetail) -> Named:
    for place, point in enumerate(detail.order.checklist, start=1):
        yield f"point {place}", f"{point.text}: {point.answer or 'no answer yet'}"
