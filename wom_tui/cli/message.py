"""`wom message`: what do office and field say to each other, and who has still to say that they know?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.asked import DryRun
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.nouns import noun_app
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.desk import Desk
    from wom_tui.queries.messages import MessageRow

HEADINGS = ("number", "sent", "new", "from", "to", "about", "text", "waits for")
HEADED = {"sent": "sent_at", "new": "is_unread", "from": "author", "about": "order", "waits for": "waits_for"}
Which = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="The message.")]

app = typer.Typer(
    help="Messages: what office and field say to each other.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
app.add_typer(noun_app("canned"), name="canned")


@app.command("list")
@listing
def list_messages(
    context: typer.Context,
    wanted: Wanted,
    words: Annotated[list[str] | None, typer.Argument(help="Only those with these words.")] = None,
    order: Annotated[int | None, typer.Option(help="Only about this order.")] = None,
    technician: Annotated[str | None, typer.Option(help="Only with this one: a code.")] = None,
    unread: Annotated[bool, typer.Option("--unread", help="Only what you have not seen.")] = False,
    open_: Annotated[
        bool, typer.Option("--open", help="Only what somebody has still to acknowledge.")
    ] = False,
    mine: Annotated[bool, typer.Option("--mine", help="Only what was said to you.")] = False,
    days: Annotated[int, typer.Option(min=1, help="How far to look back; about an order all there is.")] = 30,
) -> None:
    """List messages: those that you have not seen first, then the newest first."""
    from wom_tui.domain.message import Me
    from wom_tui.queries.messages import MessageRow, message_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        rows = shell.ask(
            desk,
            message_rows,
            Me.of(desk.actor),
            since=None if order is not None else now - timedelta(days=days),
            order=order,
            technician_id=_technician(desk, technician),
            is_unread=unread,
            is_waiting=open_,
            is_to_me=mine,
            words=" ".join(words or ()),
        )
    messages: Listing[MessageRow] = Listing(
        what="message",
        columns=MessageRow._fields,
        headings=HEADINGS,
        headed=HEADED,
        document=lambda row: row._asdict(),
        line=lambda row: _line(row, now, zone),
    )
    messages.tell(shell, rows, wanted, zone)


def _technician(desk: Desk, said: str | None) -> int | None:
    from wom_tui.queries.visits import technician_id

    return None if said is None else desk.ask(technician_id, said)


def _line(row: MessageRow, now: datetime, zone: ZoneInfo) -> tuple[object, ...]:
    from wom_tui.present.durations import moment

    said = " ".join(row.text.split())
    sent, new = moment(row.sent_at, now, zone), "new" if row.is_unread else ""
    about = row.order or row.technician
    return row.number, sent, new, row.author, " ".join(row.to), about, said, " ".join(row.waits_for)


@app.command("show")
def show(context: typer.Context, message: Which) -> None:
    """Show a message in its thread; what you have seen then is new to you no more."""
    from wom_tui.domain.message import Me
    from wom_tui.message_marks import mark_read
    from wom_tui.queries.messages import message_thread

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        rows = shell.ask(desk, message_thread, message, Me.of(desk.actor))
        if shell.as_of is None:
            mark_read(desk, rows)
    document = {"number": message, "thread": [row._asdict() for row in rows]}
    answer(shell.is_json, document, lambda: tell(*_thread(rows, message, now, zone)))


def _thread(rows: Sequence[MessageRow], number: int, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    from wom_tui.present.messages import thread_lines

    first = rows[0]
    yield f"about order {first.order}" if first.order else f"with {first.technician}"
    yield from thread_lines(rows, now, zone, marked=number)


@app.command("send")
def send(
    context: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(help="What is to be said; @kim adds somebody.")] = None,
    order: Annotated[int | None, typer.Option(help="In the thread of this order.")] = None,
    technician: Annotated[str | None, typer.Option(help="In the thread of this one: a code.")] = None,
    reply: Annotated[int | None, typer.Option(help="In answer to this message.")] = None,
    to: Annotated[str, typer.Option(help="Whom it concerns, with commas between: office, kim, ann.")] = "",
    canned: Annotated[str | None, typer.Option(help="A text that the office keeps, by its name.")] = None,
    ack: Annotated[bool, typer.Option("--ack", help="They are asked to say that they know.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Say something to whoever goes to an order, to a technician, or to the office."""
    from wom_tui.commands.message import SendMessage

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        command = SendMessage(
            text=" ".join(text or ()),
            canned=canned,
            order=order,
            technician=_technician(desk, technician),
            reply_to=reply,
            to=tuple(filter(None, (name.strip() for name in to.split(",")))),
            needs_ack=ack,
        )
        _run(shell, desk, command, dry_run)


@app.command("ack")
def acknowledge(
    context: typer.Context,
    message: Which,
    whose: Annotated[
        str | None, typer.Option("--for", help="A technician who has told you that they know: a code.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Say that a message has arrived and is known; `wom undo` takes it back."""
    from wom_tui.commands.message import AcknowledgeMessage

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        _run(shell, desk, AcknowledgeMessage(message=message, technician=_technician(desk, whose)), dry_run)


@app.command("withdraw")
def withdraw(context: typer.Context, message: Which, dry_run: DryRun = False) -> None:
    """Call a message back that nobody has read."""
    from wom_tui.commands.message import WithdrawMessage

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        _run(shell, desk, WithdrawMessage(message=message), dry_run)


def _run(shell: Shell, desk: Desk, command: Command, dry_run: bool) -> None:
    receipt = desk.run(command, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
