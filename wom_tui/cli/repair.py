"""`wom repair`: the day has changed while it runs; what moves, and who has to be told?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.asked import NOT_DONE, DryRun
from wom_tui.cli.effort import Budget, Iterations, Seed, Stages, effort_of, keep_compiled_once
from wom_tui.cli.listing import listing
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.repair_proposed import accept as accept_proposed
from wom_tui.cli.repair_proposed import list_repairs, reject, show
from wom_tui.cli.shell import day_of, shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.receipt import Receipt
    from wom_tui.planning.repair import Repair, Trouble

app = typer.Typer(
    invoke_without_command=True, no_args_is_help=False, rich_markup_mode=None, add_completion=False
)
app.command("list")(listing(list_repairs))
app.command("show")(show)
app.command("accept")(accept_proposed)
app.command("reject")(reject)


@app.callback(invoke_without_command=True)
def repair(
    context: typer.Context,
    on: Annotated[str, typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri.")] = "today",
    sick: Annotated[
        list[str] | None, typer.Option(metavar="TECHNICIAN", help="Cannot work any more that day.")
    ] = None,
    emergency: Annotated[
        list[int] | None, typer.Option(metavar="ORDER", help="Comes before all others.")
    ] = None,
    late: Annotated[
        tuple[str, str] | None, typer.Option(metavar="VISIT +45m", help="It takes so much longer.")
    ] = None,
    no_show: Annotated[
        list[str] | None, typer.Option("--no-show", metavar="VISIT", help="It does not take place.")
    ] = None,
    policy: Annotated[
        str, typer.Option(metavar="NAME", help="What matters most: see `wom policy list`.")
    ] = "stable-day",
    accept: Annotated[bool, typer.Option("--accept", help="Do it, as one act.")] = False,
    dry_run: DryRun = False,
    budget: Budget = None,
    seed: Seed = 1,
    iterations: Iterations = None,
    stages: Stages = None,
) -> None:
    """Mend the day with as few moves as can be. Shown, until it is accepted.

    What the office's rule proposes by itself waits in `wom repair list`.
    """
    if context.invoked_subcommand is not None:
        return
    from wom_tui.grammar.trouble import trouble_of
    from wom_tui.planning.effort import REPAIRING
    from wom_tui.present.repair import repair_document, repair_lines
    from wom_tui.queries.names import read_names

    shell = shell_of(context)
    is_given = any(one is not None for one in (budget, iterations, stages))
    with shell.desk(writes=True) as desk:
        trouble = desk.ask(
            trouble_of,
            desk.now(),
            sick=sick or (),
            emergency=emergency or (),
            late=late,
            no_show=no_show or (),
        )
        keep_compiled_once()
        found = desk.repair(
            day_of(desk, on, "--date"),
            trouble,
            policy=policy,
            effort=effort_of(seed, budget, iterations, stages) if is_given else REPAIRING,
        )
        accepted = _accept(desk, found, trouble, dry_run=dry_run) if accept or dry_run else None
        people, zone = desk.ask(read_names).technicians, zone_of_office(desk)
    names = {id: one.name for id, one in people.items()}
    document = repair_document(found, accepted, names) | (NOT_DONE if dry_run else {})
    answer(shell.is_json, document, lambda: tell(*repair_lines(found, accepted, names, zone)))
    if (accepted is None or dry_run) and (found.plan.visits or found.plan.unplanned):
        say("nothing is changed yet: the same with --accept does it")


def _accept(desk: Desk, found: Repair, trouble: Trouble, *, dry_run: bool) -> Receipt:
    from wom_tui.commands.plan import AcceptPlan
    from wom_tui.commands.trouble import commands_of

    return desk.run_all([*commands_of(trouble, found), AcceptPlan(plan=found.plan)], dry_run=dry_run)
