"""`wom inbound`: what comes in from the field without a console, and what of it waits for a person?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, at_text, say, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.cli.told_to_end import Enough, told_to_end
from wom_tui.errors import Forbidden, InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.inbound import InboundStatus
    from wom_tui.inbound.spool import Taken
    from wom_tui.queries.inbound import InboundRow

HEADINGS = ("number", "received", "from", "why", "meant", "text")
HEADED = {"received": "received_at", "from": "sender", "meant": "act", "became": "status"}
WAITING, ALL = "waiting", "all"
Which = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="What came in.")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Else the one of the setting inbound.folder.")]
_NOWHERE = Path()

app = typer.Typer(
    help="What comes in from the field, and what of it waits for a person.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
@listing
def list_inbound(
    context: typer.Context,
    wanted: Wanted,
    words: Annotated[list[str] | None, typer.Argument(help="Only what has these words.")] = None,
    status: Annotated[str, typer.Option(help="waiting, accepted, dropped or all.")] = WAITING,
    channel: Annotated[str | None, typer.Option(help="Only what came in like this: line, mail, cli.")] = None,
) -> None:
    """List what came in and was not done by itself, the oldest first."""
    from wom_tui.queries.inbound import InboundRow, inbound_rows

    shell, only = shell_of(context), _status(status)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        is_waiting = only is not None and only.value == WAITING
        rows = shell.ask(desk, inbound_rows, status=only, channel=channel, words=" ".join(words or ()))
    found: Listing[InboundRow] = Listing(
        what="report",
        columns=InboundRow._fields,
        headings=HEADINGS if is_waiting else (*HEADINGS, "became"),
        headed=HEADED,
        document=lambda row: row._asdict(),
        line=lambda row: (*_line(row, now, zone), *(() if is_waiting else (_became(row),))),
    )
    found.tell(shell, rows, wanted, zone)


def _status(said: str) -> InboundStatus | None:
    from wom_tui.domain.inbound import InboundStatus
    from wom_tui.grammar.values import word_of

    return None if said.casefold() == ALL else word_of(InboundStatus, said, "--status")


def _line(row: InboundRow, now: datetime, zone: ZoneInfo) -> tuple[object, ...]:
    from wom_tui.present.durations import moment

    meant = " ".join(filter(None, (row.act, row.visit)))
    said = " ".join(row.text.split())
    return row.number, moment(row.received_at, now, zone), row.sender, row.why.replace("_", " "), meant, said


def _became(row: InboundRow) -> str:
    return f"{row.status}: {row.decision}" if row.decision else row.status


@app.command("show")
def show(context: typer.Context, inbound: Which) -> None:
    """Show all that came in, and why it waits."""
    from wom_tui.cli.documents import event_document
    from wom_tui.queries.inbound import inbound_detail

    shell = shell_of(context)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        row, history = shell.ask(desk, inbound_detail, inbound)
    document = row._asdict() | {"history": [event_document(event) for event in history]}
    answer(shell.is_json, document, lambda: tell(*_sheet(row, zone)))


def _sheet(row: InboundRow, zone: ZoneInfo) -> Iterator[str]:
    yield f"{row.number}  {row.status}: {row.why.replace('_', ' ')}, {row.reason}"
    yield from (f"  | {line}" for line in row.text.splitlines())  # no line of theirs looks like ours
    facts = (
        ("from", row.sender),
        ("by", f"{row.channel} {row.source}"),
        ("received", at_text(row.received_at, zone)),
        ("meant", " ".join(filter(None, (row.act, row.visit, row.said)))),
        ("became", row.decision),
    )
    yield from (f"  {name:<10}{value}" for name, value in facts if value)


@app.command("accept")
def accept(
    context: typer.Context,
    inbound: Which,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="ACT VISIT", help="What it is, if not as meant: arrive 4417."),
    ] = None,
) -> None:
    """Do what came in, as you: as it was meant, or as you say it is."""
    _decide(shell_of(context), "accept", inbound, words)


@app.command("drop")
def drop(
    context: typer.Context,
    inbound: Which,
    reason: Annotated[list[str] | None, typer.Argument(help="Why nothing is to be done.")] = None,
) -> None:
    """Say that nothing is to be done about it; `wom undo` brings it back."""
    _decide(shell_of(context), "drop", inbound, reason)


def _decide(shell: Shell, decision: str, number: int, words: list[str] | None) -> None:
    """As the line that says the same."""
    from wom_tui.grammar.line import commands_of
    from wom_tui.grammar.words import quoted

    line = f"inbound {decision} {quoted(' '.join((str(number), *(words or ()))))}"
    with shell.desk(writes=True) as desk:
        receipt = desk.run_all(commands_of(line, desk))
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


@app.command("report")
def report(
    context: typer.Context,
    act: Annotated[list[str], typer.Argument(metavar="ACT", help="arrived, done, decline WHY, note TEXT …")],
    technician: Annotated[str | None, typer.Option(help="Whose report it is: a code.")] = None,
    visit: Annotated[str | None, typer.Option(help="4417, or one visit of it: 4417/1.")] = None,
    code: Annotated[str | None, typer.Option(help="The code that it came with, instead of both.")] = None,
    id_: Annotated[
        str | None, typer.Option("--id", help="What it is known by: the same one again does nothing twice.")
    ] = None,
) -> None:
    """Take in one report, as another program of the office passes it on: from a text message, a call."""
    from wom_tui.commands.command import new_command_id
    from wom_tui.inbound.lines import told_report
    from wom_tui.inbound.take import take_in

    shell = shell_of(context)
    given = {"technician": technician, "visit": visit, "code": code}
    with _taking(shell) as desk:
        one = told_report(" ".join(act), id_ or new_command_id(), given)
        outcome, number = take_in(one, desk, shell.config.inbound.secret)
    said = outcome.value.replace("_", " ")
    if number is not None:
        said = f"{said} for a person as {number}: wom inbound show {number}"
    document = {"id": one.id, "outcome": outcome} | ({} if number is None else {"number": number})
    answer(shell.is_json, document, lambda: tell(said))


@app.command("run")
def run(context: typer.Context, folder: Folder = _NOWHERE) -> None:
    """Take in what lies in a folder: lines of JSON (.jsonl) and mails (.eml); see the how-to `field`."""
    shell = shell_of(context)
    with _taking(shell) as desk:
        taken = _run(shell, desk, _folder(shell, folder))
    answer(shell.is_json, _document(taken), lambda: tell(*_summary(taken)))


@app.command("watch")
def watch(
    context: typer.Context,
    folder: Folder = _NOWHERE,
    seconds: Annotated[float, typer.Option(min=0.1, help="Between two looks.")] = 5.0,
) -> None:
    """Take in what comes into a folder until SIGTERM or Ctrl+C; `wom engine` does it too, where the setting is set."""
    from wom_tui.errors import Conflict, StoreError

    shell = shell_of(context)
    with told_to_end() as enough, _taking(shell) as desk:
        where = _folder(shell, folder)
        say(f"database: {desk.address}; folder: {where}")
        while not enough.is_set():
            try:
                taken = _run(shell, desk, where, enough)
                if taken.reports:
                    say("; ".join(_summary(taken)))
            except (StoreError, Conflict) as error:
                say(str(error))
            enough.wait(seconds)


def _run(shell: Shell, desk: Desk, folder: Path, enough: Enough | None = None) -> Taken:
    from wom_tui.inbound.spool import run_spool

    return run_spool(
        folder, desk, shell.config.inbound.secret, go_on=lambda: enough is None or not enough.is_set()
    )


def _folder(shell: Shell, said: Path) -> Path:
    if said != _NOWHERE:
        return said
    if not shell.config.inbound.folder:
        raise InvalidInput("folder", "", "a folder, or the setting inbound.folder")
    return Path(shell.config.inbound.folder).expanduser()


def _document(taken: Taken) -> dict[str, Any]:
    return {
        "outcomes": {outcome.value: count for outcome, count in taken.outcomes.items()},
        "done": taken.done,
        "failed": taken.failed,
        "is_full": taken.is_full,
    }


def _summary(taken: Taken) -> Iterator[str]:
    from wom_tui.inbound.spool import FULL

    counts = [f"{count} {outcome.value.replace('_', ' ')}" for outcome, count in taken.outcomes.items()]
    yield f"reports: {', '.join(counts) or 'none'}"
    yield from (f"could not be read: {name}" for name in taken.failed)
    if taken.is_full:
        yield FULL


@app.command("code")
def code(
    context: typer.Context,
    visit: Annotated[str, typer.Argument(metavar="VISIT", help="4417, or one visit of it: 4417/1.")],
    hours: Annotated[int, typer.Option(min=1, max=24 * 31, help="How long it holds.")] = 48,
) -> None:
    """Say the code by which a visit's technician can report on it by mail, until it ends."""
    from wom_tui.domain.reply_code import reply_code
    from wom_tui.queries.reported import grant_of

    shell = shell_of(context)
    with _taking(shell) as desk:
        grant, until_at = desk.ask(grant_of, visit), desk.now() + timedelta(hours=hours)
        made = reply_code(grant, until_at, shell.config.inbound.secret)
    answer(shell.is_json, {"code": made, "until_at": until_at}, lambda: tell(made))


@contextmanager
def _taking(shell: Shell) -> Iterator[Desk]:
    """A desk for whoever may take in what others report, and so may act as any of them."""
    from wom_tui.domain.policy import Role, command_violations

    with shell.desk(writes=True) as desk:
        if refused := tuple(command_violations(desk.actor, Role.DISPATCHER, "taking in reports")):
            raise Forbidden(refused)
        yield desk
