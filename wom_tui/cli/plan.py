"""`wom plan`: search for the best plan of a day, and take it over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.asked import NOT_DONE, DryRun
from wom_tui.cli.cancelling import cancelling, show_progress
from wom_tui.cli.effort import Budget, Iterations, Seed, Stages, effort_of, keep_compiled_once
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.plan_files import apply, check, diff, export, write_plan
from wom_tui.cli.shell import day_of, shell_of
from wom_tui.domain.habits import date_text
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.plan import Plan
    from wom_tui.domain.receipt import Receipt
    from wom_tui.planning.effort import Reached, Watch


app = typer.Typer(
    help="Plan a day; compare, check and take over plans as text.",
    invoke_without_command=True,
    rich_markup_mode=None,
    add_completion=False,
)
Day = Annotated[str, typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri.")]


@app.callback()
def plan(
    context: typer.Context,
    on: Day = "today",
    days: Annotated[
        int,
        typer.Option(min=1, max=14, help="So many days from then on, planned as one."),
    ] = 1,
    accept: Annotated[bool, typer.Option("--accept", help="Take the proposal over, as one act.")] = False,
    dry_run: DryRun = False,
    territory: Annotated[
        str | None, typer.Option(help="Only this territory's orders and technicians.")
    ] = None,
    policy: Annotated[
        str, typer.Option(metavar="NAME", help="What matters most: see `wom policy list`.")
    ] = "balanced",
    budget: Budget = None,
    seed: Seed = 1,
    iterations: Iterations = None,
    stages: Stages = None,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the day as it would be, as `plan export` does.")
    ] = None,
) -> None:
    """Search for the best plan of the ready orders, for a day or several. Shown, until it is accepted."""
    if context.invoked_subcommand is not None:
        return
    if days > 1 and save is not None:
        raise InvalidInput("--save", str(save), "one day: a file holds the plan of one")
    from wom_tui.commands.plan import AcceptPlan

    shell, effort = shell_of(context), effort_of(seed, budget, iterations, stages)
    with shell.desk(writes=True) as desk:
        day, where = day_of(desk, on, "--date"), _territory(desk, territory)
        keep_compiled_once()
        with cancelling("ending the search") as is_cancelled:
            watch = _watch(is_cancelled)
            plans = desk.search_days(day, days, territory=where, policy=policy, effort=effort, watch=watch)
            show_progress("")
        if save is not None:
            _save(desk, day, plans[0], save)
        acts = [AcceptPlan(plan=one) for one in plans]
        accepted = desk.run_all(acts, dry_run=dry_run) if accept or dry_run else None
    document = _document(plans, accepted) | (NOT_DONE if dry_run else {})
    answer(shell.is_json, document, lambda: tell(*_told(plans, accepted, dry_run=dry_run)))
    if accepted is None or dry_run:
        say("nothing is booked yet: wom plan --accept takes it over")


def _save(desk: Desk, day: date, proposed: Plan, path: Path) -> None:
    from wom_tui.queries.plan_of_day import plan_of_day, with_proposed

    write_plan(desk.ask(with_proposed, desk.ask(plan_of_day, day), proposed), path)


def _watch(is_cancelled: Callable[[], bool]) -> Watch:
    """Tells how far the search is, once a second; Ctrl+C ends it with the best so far."""
    from wom_tui.present.proposal import reached_words

    told: list[float] = []

    def watch(reached: Reached) -> bool:
        now = monotonic()
        if reached.iterations and (not told or now - told[-1] >= 1.0):
            told[:] = [now]
            show_progress(reached_words(reached))
        return not is_cancelled()

    return watch


def _territory(desk: Desk, said: str | None) -> str | None:
    """The name as the office writes it."""
    if said is None:
        return None
    from wom_tui.queries.names import read_names

    names = sorted(desk.ask(read_names).territories.values())
    found = [name for name in names if name.casefold() == said.casefold()]
    if not found:
        raise InvalidInput("--territory", said, f"one of {', '.join(names)}")
    return found[0]


def _document(plans: Sequence[Plan], accepted: Receipt | None) -> dict[str, Any]:
    """Of one day its plan; of several one after the other."""
    from wom_tui.cli.documents import plan_document

    told = [plan_document(plan, accepted) for plan in plans]
    if len(told) == 1:
        return told[0]
    planned = accepted.result["planned"] if accepted else sum(len(plan.visits) for plan in plans)
    same = {name: told[0][name] for name in ("accepted", "receipt")}
    return same | {"planned": planned, "unplanned": told[-1]["unplanned"], "days": told}


def _told(plans: Sequence[Plan], accepted: Receipt | None, *, dry_run: bool) -> Iterator[str]:
    word = "would be planned" if dry_run else "planned" if accepted else "could be planned"
    refused = accepted.result["refused"] if accepted else []
    gone = {line["number"] for line in refused}
    for plan in plans:
        planned = sum(line.order not in gone for line in plan.visits)
        yield f"{plan.on:%a} {date_text(plan.on)}: {planned} {word}, {plan.travel_s // 60} min on the road"
        if (search := plan.search) is not None:
            yield f"by the policy {search.policy}, after {search.iterations:,} steps"
    yield from (f"  {line['number']}: {line['reason']}" for line in refused)
    yield from (f"  {left.order}: {left.reason}" for left in plans[-1].unplanned)


for verb in (export, diff, check, apply):
    app.command()(verb)
