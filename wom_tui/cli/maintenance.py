"""`wom maintenance`: which work comes back, when is it due, and what becomes of it?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.asked import DryRun
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.naming import naming
from wom_tui.cli.nouns import noun_app
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import Shell, day_of, shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.queries.maintenance import Coming, MadeOrder, PlanRow

app = noun_app("maintenance")
_MOST_AT_ONCE = 500  # orders in one act: more would keep the other consoles waiting
Name = Annotated[list[str], typer.Argument(metavar="PLAN", help="What it is called.")]
Reason = Annotated[str, typer.Option(help="Why, in words.")]


@app.command("due")
@listing
def due(context: typer.Context, wanted: Wanted) -> None:
    """List the plans with what is due next, what was last, and which of their orders are open."""
    from wom_tui.queries.maintenance import plan_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, found = zone_of_office(desk), shell.ask(desk, plan_rows, shell.at(desk))
    columns = ("plan", "state", "next", "last", "open", "every", "work_type", "asset", "site", "reason")
    rows: Listing[PlanRow] = Listing(
        what="maintenance plan",
        columns=columns,
        headings=("plan", "state", "next", "last", "open", "every", "asset", "site"),
        document=_document,
        line=lambda row: [_shown(_document(row)[name]) for name in rows.headings],
    )
    rows.tell(shell, found, wanted, zone)


def _document(row: PlanRow) -> dict[str, Any]:
    from wom_tui.domain.sheets.upkeep import how_often

    plan = row.plan
    return {
        "plan": plan.name,
        "state": plan.state.value,
        "next": row.next_on,
        "last": row.last_on,
        "open": list(row.open),
        "every": how_often(plan),
        "work_type": row.work_type,
        "asset": row.asset,
        "site": row.site,
        "reason": plan.reason,
    }


def _shown(cell: Any) -> object:
    match cell:
        case date():
            return cell.isoformat()
        case list():
            return " ".join(map(str, cell))
        case _:
            return cell


@app.command("preview")
@listing
def preview(
    context: typer.Context,
    wanted: Wanted,
    name: Annotated[str, typer.Argument(metavar="[PLAN]", help="Only of that one.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3660, help="How far ahead.")] = 366,
) -> None:
    """Say which orders plans would make in the time to come, as if all work were done when it is due."""
    from wom_tui.queries.maintenance import coming

    shell = shell_of(context)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        found = shell.ask(desk, coming, shell.at(desk), days, name or None)
    columns = ("due_on", "nominal_on", "made_on", "last_on", "plan", "title", "work_type", "site")
    rows: Listing[Coming] = Listing(
        what="order",
        columns=columns,
        headings=("due", "made", "in time until", "plan", "title", "site"),
        headed={"due": "due_on", "made": "made_on", "in time until": "last_on"},
        document=lambda one: {column: getattr(one, column) for column in columns},
        line=lambda one: (
            *(one.due_on.isoformat(), one.made_on.isoformat(), one.last_on.isoformat()),
            *(one.plan, one.title, one.site),
        ),
    )
    rows.tell(shell, found, wanted, zone)


@app.command("orders")
@listing
@naming("maintenance")
def orders(context: typer.Context, wanted: Wanted, words: Name) -> None:
    """List the orders that a plan has made, the last due first."""
    from wom_tui.commands.maintenance import plan_named
    from wom_tui.queries.maintenance import made_orders

    shell = shell_of(context)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        found = shell.ask(desk, lambda reader: made_orders(reader, plan_named(reader, " ".join(words)).id))
    columns = ("number", "due_on", "status", "completed_at", "is_taken_back")
    rows: Listing[MadeOrder] = Listing(
        what="order",
        columns=columns,
        headings=("number", "due", "state", "completed"),
        headed={"due": "due_on", "state": "status", "completed": "completed_at"},
        document=lambda one: {column: getattr(one, column) for column in columns},
        line=lambda one: (
            *(one.number, one.due_on.isoformat(), "taken back" if one.is_taken_back else one.status),
            f"{one.completed_at.astimezone(zone):%Y-%m-%d}" if one.completed_at else None,
        ),
    )
    rows.tell(shell, found, wanted, zone)


@app.command("pause")
@naming("maintenance")
def pause(
    context: typer.Context,
    words: Name,
    reason: Reason,
    until: Annotated[str, typer.Option(help="It goes on by itself on this day; else `resume` does it.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Let a plan rest; its open orders stay, and what is due meanwhile gets none."""
    from wom_tui.commands.maintenance import PauseMaintenance

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        until_on = day_of(desk, until, "--until") if until else None
        _tell(shell, desk, PauseMaintenance(name=" ".join(words), reason=reason, until_on=until_on), dry_run)


@app.command("resume")
@naming("maintenance")
def resume(context: typer.Context, words: Name, dry_run: DryRun = False) -> None:
    """Let a paused plan go on; what was due in the pause is let go."""
    from wom_tui.commands.maintenance import ResumeMaintenance

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        _tell(shell, desk, ResumeMaintenance(name=" ".join(words)), dry_run)


@app.command("end")
@naming("maintenance")
def end(
    context: typer.Context,
    words: Name,
    reason: Reason,
    on: Annotated[str, typer.Option(help="The last due day; else nothing is due any more.")] = "",
    dry_run: DryRun = False,
) -> None:
    """End a plan, for good; its open orders stay."""
    from wom_tui.commands.maintenance import EndMaintenance

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        on_day = day_of(desk, on, "--on") if on else None
        _tell(shell, desk, EndMaintenance(name=" ".join(words), reason=reason, on=on_day), dry_run)


@app.command("run")
def run(context: typer.Context, dry_run: DryRun = False) -> None:
    """Make the orders that plans want now, where no rule does it; an order that is there is not made again."""
    from wom_tui.commands.maintenance import OpenMaintenance
    from wom_tui.queries.maintenance import wanted_orders

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        found = desk.ask(wanted_orders, desk.now())
        if not found:
            answer(shell.is_json, {"done": 0}, lambda: tell("no plan wants an order now"))
            return
        acts = [OpenMaintenance(plan=one.plan.id, due_on=one.due_on) for one in found[:_MOST_AT_ONCE]]
        receipt = desk.run_all(acts, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
    if len(found) > _MOST_AT_ONCE:
        say(f"{len(found) - _MOST_AT_ONCE:,} more are wanted: run it again")


def _tell(shell: Shell, desk: Any, command: Command, dry_run: bool) -> None:
    receipt = desk.run(command, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
