"""`wom outbox`: what waits to leave the house, what has left, and what could not?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.domain.outbox import OutgoingState
    from wom_tui.queries.outbox_seen import OutboxRow

app = typer.Typer(
    help="The outbox: what waits to leave the house, what has left, what could not.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
Key = Annotated[
    str, typer.Argument(metavar="KEY", help="The beginning of its key, as `wom outbox list` has it.")
]
_KEY = 12  # digits of a key that are enough to name it
_COLUMNS = (
    *(
        "key",
        "state",
        "subscription",
        "kind",
        "order",
        "recipient",
        "to",
        "channel",
        "endpoint",
        "written_at",
        "due_at",
    ),
    *("expires_at", "sent_at", "attempts", "seq", "subject", "command_id", "said"),
)


@app.command("list")
@listing
def list_messages(
    context: typer.Context,
    wanted: Wanted,
    state: Annotated[
        str, typer.Option(help="Only these: waiting, sent, dead, lapsed, dropped, withdrawn.")
    ] = "",
) -> None:
    """List messages, those written last first; who they are for, never at which address."""
    from wom_tui.queries.outbox_seen import outbox_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, found = zone_of_office(desk), desk.ask(outbox_rows, _states(state), wanted.last)
    rows: Listing[OutboxRow] = Listing(
        what="message",
        columns=_COLUMNS,
        headings=("key", "state", "notification", "order", "for", "by", "due", "sent", "why"),
        headed={"notification": "subscription", "for": "to", "by": "channel", "due": "due_at"}
        | {"sent": "sent_at", "why": "said"},
        document=document_of,
        line=lambda row: _line(row, zone),
    )
    rows.tell(shell, found, wanted, zone)


def _states(said: str) -> tuple[OutgoingState, ...]:
    from wom_tui.domain.outbox import OutgoingState

    names = [name.strip() for name in said.split(",") if name.strip()]
    if unknown := next((name for name in names if name not in set(OutgoingState)), None):
        raise InvalidInput("--state", unknown, f"some of {', '.join(OutgoingState)}")
    return tuple(map(OutgoingState, names)) or tuple(OutgoingState)


def document_of(row: OutboxRow) -> dict[str, Any]:
    """A message as data, without what it says and without an address."""
    named = {"key": row.key, "order": row.outgoing.order_id, "to": row.to}
    return {name: named[name] if name in named else getattr(row.outgoing, name) for name in _COLUMNS}


def _line(row: OutboxRow, zone: Any) -> tuple[object, ...]:
    one = row.outgoing
    due = _clock(one.due_at, zone) if one.sent_at is None else ""
    times = due, _clock(one.sent_at, zone)
    known = row.key[:_KEY], one.state.value, one.subscription, one.order_id or "", row.to, one.channel.value
    return *known, *times, one.said


def _clock(at: Any, zone: Any) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


@app.command("show")
def show(context: typer.Context, key: Key) -> None:
    """Show a message: what it tells, for whom, and what has become of it."""
    from wom_tui.queries.outbox_seen import outbox_row

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, found = zone_of_office(desk), desk.ask(outbox_row, key)
    document = document_of(found)
    lines = [f"{name.replace('_', ' '):13} {_shown(value, zone)}" for name, value in document.items()]
    answer(shell.is_json, document, lambda: tell(*lines))


def _shown(value: Any, zone: Any) -> str:
    from datetime import datetime

    return _clock(value, zone) if isinstance(value, datetime) else "" if value is None else str(value)


@app.command("preview")
def preview(context: typer.Context, key: Key) -> None:
    """Show exactly what would be sent of a message that waits, as things stand now; nothing is sent."""
    from wom_tui.cli.notify_test import letter_document, letter_lines
    from wom_tui.desk import real_clock
    from wom_tui.outbox_desk import ways_of
    from wom_tui.queries.letters import Letter, previewed
    from wom_tui.queries.outbox import outgoing_named

    shell = shell_of(context)
    ways = ways_of(shell.config)
    with shell.desk() as desk:
        found = desk.ask(outgoing_named, key)
        letter = desk.ask(previewed, found, ways.addresses, desk.now(), real_clock())
    document: dict[str, Any] = {"key": found.dedupe_key, "state": found.state}
    if isinstance(letter, Letter):
        document |= letter_document(found, letter, ways)
        lines = letter_lines(document)
    else:
        document |= {"why": letter.why}
        lines = [f"it would not leave now: {letter.why}"]
    answer(shell.is_json, document, lambda: tell(*lines))


@app.command("retry")
def retry(
    context: typer.Context,
    keys: Annotated[list[str], typer.Argument(metavar="KEY…", help="Those that are tried again.")],
) -> None:
    """Let messages that were dropped or given up go once more, with the same key, ten seconds from now."""
    from wom_tui.commands.outbox import RetryOutgoing

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        receipt = desk.run_all([RetryOutgoing(outgoing=key) for key in keys])
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*_told(keys, "waits again", "drop")))


@app.command("drop")
def drop(
    context: typer.Context,
    keys: Annotated[list[str], typer.Argument(metavar="KEY…", help="Those that shall not leave.")],
    reason: Annotated[str, typer.Option(help="Why, for whoever finds them dropped.")] = "by hand",
) -> None:
    """Let messages go unsent. `wom outbox retry` brings them back."""
    from wom_tui.commands.outbox import DropOutgoing

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        receipt = desk.run_all([DropOutgoing(outgoing=key, reason=reason) for key in keys])
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*_told(keys, "is dropped", "retry")))


def _told(keys: list[str], what: str, back: str) -> list[str]:
    return [f"done: {key} {what}; take it back: wom outbox {back} {key}" for key in keys]
