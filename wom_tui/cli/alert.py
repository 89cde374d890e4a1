"""`wom alert`: what does somebody have to know of now, who has it, and what becomes of it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.asked import DryRun
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, at_text, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.queries.alerts import AlertDetail, AlertRow, Which

app = typer.Typer(
    help="Alerts: what somebody has to know of now.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
ANY, STANDING = "all", "standing"
HEADINGS = ("number", "severity", "status", "age", "about", "says", "to")
HEADED = {"age": "age_s", "to": "assignee"}
Numbers = Annotated[list[int], typer.Argument(min=1, metavar="ALERT…", help="Their numbers.")]
Number = Annotated[int, typer.Argument(min=1, metavar="ALERT", help="Its number.")]


@app.command("list")
@listing
def list_alerts(
    context: typer.Context,
    wanted: Wanted,
    words: Annotated[list[str] | None, typer.Argument(help="Only those with these words.")] = None,
    status: Annotated[
        str, typer.Option(help="open, acknowledged, snoozed, cleared or all; else all but cleared.")
    ] = STANDING,
    severity: Annotated[str | None, typer.Option(help="Only critical, warning or info.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only those of one rule.")] = None,
    about: Annotated[
        str | None, typer.Option(help="Only about an order, territory, technician, rule …")
    ] = None,
    order: Annotated[int | None, typer.Option(min=1, help="Only those about one order.")] = None,
    to: Annotated[str | None, typer.Option(help="Only those that somebody has.")] = None,
) -> None:
    """List alerts, the most severe first, and of those the oldest."""
    from wom_tui.domain.alert import Severity
    from wom_tui.grammar.values import word_of
    from wom_tui.queries.alerts import AlertRow, Which, alert_rows

    which = Which(
        severity=word_of(Severity, severity, "--severity") if severity else None,
        rule=rule,
        kind=about,
        order=order,
        assignee=to,
        words=" ".join(words or ()),
    )
    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        rows = shell.ask(desk, alert_rows, now, _of_states(which, status))
    alerts: Listing[AlertRow] = Listing(
        what="alert",
        columns=(*AlertRow._fields, "age_s"),
        headings=HEADINGS,
        headed=HEADED,
        document=lambda row: _document(row, now),
        line=lambda row: _line(row, now),
    )
    alerts.tell(shell, rows, wanted, zone)


def _of_states(which: Which, said: str) -> Which:
    """Narrowed to the states that `--status` means."""
    from dataclasses import replace

    from wom_tui.domain.alert import AlertStatus
    from wom_tui.grammar.values import word_of

    if said.casefold() == STANDING:
        return which
    is_any = said.casefold() == ANY
    states = frozenset(AlertStatus) if is_any else frozenset({word_of(AlertStatus, said, "--status")})
    return replace(which, status=states)


def _line(row: AlertRow, now: datetime) -> tuple[object, ...]:
    from wom_tui.present.alert_list import about_words
    from wom_tui.present.durations import duration, minutes_of

    age = duration(minutes_of(now - row.raised_at))
    to = row.assignee or (f"({row.escalated_to})" if row.escalated_to else "")
    return row.number, row.severity, row.status, age, about_words(row), row.says, to


def _document(row: AlertRow, now: datetime) -> dict[str, Any]:
    """How old it is, or was when it was cleared."""
    return row._asdict() | {"age_s": round(((row.cleared_at or now) - row.raised_at).total_seconds())}


@app.command("show")
def show(context: typer.Context, number: Number) -> None:
    """Show all that is known of one alert."""
    from wom_tui.queries.alerts import alert_detail

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        detail = shell.ask(desk, alert_detail, number, now)
    answer(shell.is_json, _whole(detail, now), lambda: tell(*_sheet(detail, zone)))


def _whole(detail: AlertDetail, now: datetime) -> dict[str, Any]:
    from wom_tui.cli.documents import event_document

    steps = [{"at": one.at, "role": one.role, "person": one.person} for one in detail.alert.escalations]
    return _document(detail.row, now) | {
        "assigned_by": detail.alert.assigned_by,
        "snoozed_by": detail.alert.snoozed_by,
        "escalations": steps,
        "ended_at": detail.alert.ended_at,
        "history": [event_document(event) for event in detail.history],
    }


def _sheet(detail: AlertDetail, zone: ZoneInfo) -> Iterator[str]:
    from wom_tui.present.alert_list import about_words

    row, alert = detail.row, detail.alert
    yield f"alert {row.number}  {row.severity}, {row.status}"
    yield f"  {row.says}"
    facts = (
        ("about", about_words(row)),
        ("rule", row.rule),
        ("since", at_text(row.since_at, zone)),
        ("raised", at_text(row.raised_at, zone)),
        ("known to", row.acknowledged_by),
        ("given to", row.assignee),
        ("away until", at_text(row.snoozed_until_at, zone)),
        ("because", row.snooze_reason),
        ("cleared by", row.cleared_by),
        ("why", row.cleared_why),
    )
    yield from (f"  {name:<11}{value}" for name, value in facts if value)
    yield from (f"  {'went to':<11}{step.to}, {at_text(step.at, zone)}" for step in alert.escalations)
    for event in detail.history:
        yield f"  {at_text(event.at, zone)}  {event.kind:<20}{event.who}"


@app.command("ack")
def acknowledge(context: typer.Context, numbers: Numbers, dry_run: DryRun = False) -> None:
    """Say that you know of alerts; they go no further up."""
    _do(shell_of(context), [f"alert ack {number}" for number in numbers], dry_run)


@app.command("snooze")
def snooze(
    context: typer.Context,
    numbers: Numbers,
    until: Annotated[str, typer.Option(help="When they are to be back: 15:00, +45m, tomorrow 9.")],
    reason: Annotated[str, typer.Option(help="Why nobody has to look at them before that.")],
    dry_run: DryRun = False,
) -> None:
    """Put alerts away until a time; they come back then, if what they tell of goes on."""
    from wom_tui.grammar.words import quoted

    said = f"until={quoted(until)} reason={quoted(reason)}"
    _do(shell_of(context), [f"alert snooze {number} {said}" for number in numbers], dry_run)


@app.command("assign")
def assign(
    context: typer.Context,
    numbers: Numbers,
    to: Annotated[str, typer.Option(help="A user's name, or me.")],
    dry_run: DryRun = False,
) -> None:
    """Give alerts to somebody who is to see to them."""
    from wom_tui.grammar.words import quoted

    _do(shell_of(context), [f"alert assign {number} {quoted(to)}" for number in numbers], dry_run)


@app.command("clear")
def clear(
    context: typer.Context,
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help="Why they are cleared though nothing has changed.")],
    dry_run: DryRun = False,
) -> None:
    """Clear alerts by hand; they are not raised again until what they tell of has ended once."""
    from wom_tui.grammar.words import quoted

    _do(shell_of(context), [f"alert clear {number} {quoted(reason)}" for number in numbers], dry_run)


def _do(shell: Shell, lines: list[str], is_dry_run: bool) -> None:
    """As the lines that say the same; all of them or none."""
    from wom_tui.grammar.line import commands_of

    with shell.desk(writes=True) as desk:
        commands = [command for line in lines for command in commands_of(line, desk)]
        receipt = desk.run_all(commands, dry_run=is_dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
