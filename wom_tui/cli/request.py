"""`wom request`: what has been asked for and is no order yet, and what becomes of it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, at_text, history_lines, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.domain.request import RequestStatus
    from wom_tui.queries.requests import RequestDetail, RequestRow

HEADINGS = ("number", "status", "received", "age", "said", "by", "channel", "where", "order")
HEADED = {"received": "received_at", "age": "age_s", "said": "text", "by": "said_by", "where": "site"}
ALL = "all"
_MORE = "NAME=VALUE, as `wom do help` lists them."

app = typer.Typer(
    help="What is asked for and is no order yet.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
@listing
def list_requests(
    context: typer.Context,
    wanted: Wanted,
    words: Annotated[list[str] | None, typer.Argument(help="Only those with these words.")] = None,
    status: Annotated[str, typer.Option(help="new, converted, declined or all.")] = "new",
    channel: Annotated[str | None, typer.Option(help="Only what came in like this: phone, mail …")] = None,
) -> None:
    """List requests, the oldest first: those that wait, unless another status is asked for."""
    from wom_tui.queries.requests import RequestRow, request_rows

    shell, only = shell_of(context), status_of(status)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        rows = shell.ask(desk, request_rows, status=only, channel=channel, words=" ".join(words or ()))
    requests: Listing[RequestRow] = Listing(
        what="request",
        columns=(*RequestRow._fields, "age_s"),
        headings=HEADINGS,
        headed=HEADED,
        document=lambda row: _row_document(row, now),
        line=lambda row: _line(row, now, zone),
    )
    requests.tell(shell, rows, wanted, zone)


def status_of(said: str) -> RequestStatus | None:
    """The state that `--status` means; None for all of them.

    Raises:
        InvalidInput: there is no such state.
    """
    from wom_tui.domain.request import RequestStatus
    from wom_tui.grammar.values import word_of

    return None if said.casefold() == ALL else word_of(RequestStatus, said, "--status")


def _line(row: RequestRow, now: datetime, zone: ZoneInfo) -> tuple[object, ...]:
    from wom_tui.present.durations import duration, minutes_of, moment

    age = duration(minutes_of((row.decided_at or now) - row.received_at))
    said = " ".join(row.text.split())
    received = moment(row.received_at, now, zone)
    return row.number, row.status, received, age, said, row.said_by, row.channel, row.site, row.order


def _row_document(row: RequestRow, now: datetime) -> dict[str, Any]:
    """How old it was when somebody decided, or is by now."""
    return row._asdict() | {"age_s": round(((row.decided_at or now) - row.received_at).total_seconds())}


@app.command("show")
def show(context: typer.Context, number: Annotated[int, typer.Argument(min=1, help="Its number.")]) -> None:
    """Show all that is known of one request."""
    from wom_tui.queries.requests import request_detail

    shell = shell_of(context)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        detail = shell.ask(desk, request_detail, number)
    answer(shell.is_json, _document(detail), lambda: tell(*_sheet(detail, zone)))


def _document(detail: RequestDetail) -> dict[str, Any]:
    from wom_tui.cli.documents import event_document

    request, contact = detail.request, detail.contact
    names = ("status", "text", "channel", "said_by", "address", "received_at", "decided_at")
    return {
        "number": request.id,
        **{name: getattr(request, name) for name in names},
        "decline_reason": request.decline_reason,
        "order": request.order_id,
        "site": detail.site.name if detail.site else None,
        "phone": contact.phone if contact else None,
        "email": contact.email if contact else None,
        "version": request.version,
        "history": [event_document(event) for event in detail.history],
    }


def _sheet(detail: RequestDetail, zone: ZoneInfo) -> Iterator[str]:
    request, contact = detail.request, detail.contact
    yield f"request {request.id}  {request.status.value}"
    yield from (f"  | {line}" for line in request.text.splitlines())  # no line of theirs looks like ours
    facts = (
        ("by", request.said_by),
        ("channel", request.channel),
        ("phone", contact.phone if contact else None),
        ("email", contact.email if contact else None),
        ("where", detail.site.name if detail.site else request.address),
        ("received", at_text(request.received_at, zone)),
        ("order", str(request.order_id) if request.order_id else None),
        ("declined", request.decline_reason),
    )
    yield from (f"  {name:<11}{value}" for name, value in facts if value)
    yield from history_lines(detail.history, zone)


@app.command("add")
def add(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What is asked for, as it was said.")],
    by: Annotated[str | None, typer.Option(help="Who asks.")] = None,
    channel: Annotated[str | None, typer.Option(help="How it came in: phone, mail …")] = None,
    phone: Annotated[str | None, typer.Option(help="Where to call back.")] = None,
    email: Annotated[str | None, typer.Option(help="Where to write back.")] = None,
    site: Annotated[str | None, typer.Option(help="Where: a site's name, or #12.")] = None,
    address: Annotated[str | None, typer.Option(help="Where, in words.")] = None,
    received: Annotated[str | None, typer.Option(help="When it came in, if not now.")] = None,
) -> None:
    """Note what somebody asks for."""
    told_too = {"by": by, "channel": channel, "phone": phone, "email": email, "site": site}
    told_too |= {"address": address, "received": received}
    named = [f"{name}={value}" for name, value in told_too.items() if value is not None]
    _do(shell_of(context), "add", [text], named)


@app.command("convert")
def convert(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help="The request.")],
    facts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]...", help="What else is known: type=plumbing pri=2"),
    ] = None,
    into: Annotated[str | None, typer.Option(help="The order that it is about, where there is one.")] = None,
) -> None:
    """Make an order of a request, or say which order it is about."""
    for said in facts or ():
        if "=" not in said:
            raise InvalidInput("request convert", said, _MORE)
    _do(shell_of(context), "convert", [str(number)], [*(facts or ()), *([f"into={into}"] if into else ())])


@app.command("decline")
def decline(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help="The request.")],
    reason: Annotated[list[str], typer.Argument(help="Why it becomes no order.")],
) -> None:
    """Say that a request becomes no order, and why."""
    _do(shell_of(context), "decline", [str(number), *reason], [])


def _do(shell: Shell, act: str, words: list[str], named: list[str]) -> None:
    """As the line that says the same."""
    from wom_tui.grammar.line import commands_of
    from wom_tui.grammar.words import quoted

    options = (f"{name}={quoted(value)}" for name, _, value in (said.partition("=") for said in named))
    line = " ".join(["request", act, *map(quoted, words), *options])
    with shell.desk(writes=True) as desk:
        receipt = desk.run_all(commands_of(line, desk))
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
