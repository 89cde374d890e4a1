"""`wom plan export | diff | check | apply`: a day's plan as text, one line a visit."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.output import answer, print_text, say, tell
from wom_tui.cli.shell import day_of, shell_of
from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput, Rejected

if TYPE_CHECKING:
    from wom_tui.domain.plan_text import PlanText
    from wom_tui.queries.plan_of_day import Change

_MOST = 10_000_000  # bytes of a day's plan: far more than any
File = Annotated[Path, typer.Argument(metavar="FILE", help="A plan as `wom plan export` writes it.")]


def export(
    context: typer.Context,
    on: Annotated[str, typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri.")] = "today",
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there; else to stdout.")
    ] = None,
) -> None:
    """The day's booked visits, one line each: the same text for the same plan."""
    from wom_tui.domain.plan_text import lines_of
    from wom_tui.queries.plan_of_day import plan_of_day

    shell = shell_of(context)
    with shell.desk() as desk:
        plan = shell.ask(desk, plan_of_day, day_of(desk, on, "--date"))
    if output is not None:
        write_plan(plan, output)
        said = {"file": str(output), "visits": len(plan.entries)}
        answer(shell.is_json, said, lambda: tell(f"{len(plan.entries):,} visits in {output}"))
        return
    answer(shell.is_json, _document(plan), lambda: print_text("\n".join(lines_of(plan)) + "\n"))


def diff(
    context: typer.Context,
    file: File,
    other: Annotated[
        Path | None, typer.Argument(metavar="OTHER", help="Another; else the day as it is.")
    ] = None,
) -> None:
    """What has to change: from the day as it is to the file, or from one file to another."""
    from wom_tui.domain.plan_text import difference
    from wom_tui.queries.plan_of_day import plan_of_day

    shell = shell_of(context)
    one = read_plan(file)
    if other is not None:
        before, after, names = one, read_plan(other), (str(file), str(other))
    else:
        with shell.desk() as desk:
            before, after, names = shell.ask(desk, plan_of_day, one.on), one, ("the day as it is", str(file))
    if (before.on, before.zone) != (after.on, after.zone):
        raise InvalidInput(names[1], f"{after.on} {after.zone}", f"a plan of {before.on} {before.zone}")
    found = difference(before, after)
    document = {"gone": [asdict(e) for e in found.gone], "come": [asdict(e) for e in found.come]}
    if not (found.gone or found.come):
        answer(shell.is_json, document, lambda: say("they are the same"))
        return
    answer(shell.is_json, document, lambda: tell(f"--- {names[0]}", f"+++ {names[1]}", *found.lines(after)))


def check(context: typer.Context, file: File) -> None:
    """Which rules does a plan break? Nothing is changed; exit code 4 where it breaks a hard one."""
    shell = shell_of(context)
    change = _change(context, file)
    document = {
        "violations": [
            {"visit": entry.label, "technician": entry.technician, "start_at": entry.start_at, **v.as_dict()}
            for entry, found in change.violations
            for v in found
        ]
    }
    lines = [
        f"{'broken ' if v.hard else 'careful'}  {entry.label}  {v.message}"
        for entry, found in change.violations
        for v in found
    ]
    answer(shell.is_json, document, lambda: tell(*lines) if lines else say("it keeps every rule"))
    if any(v.hard for _, found in change.violations for v in found):
        raise typer.Exit(Rejected.exit_code)


def apply(
    context: typer.Context,
    file: File,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and do nothing.")
    ] = False,
) -> None:
    """Make the day what the file says, as one act: what is not in it loses its place."""
    from wom_tui.commands.plan import AcceptPlan

    shell = shell_of(context)
    change = _change(context, file)
    with shell.desk(writes=True) as desk:
        receipt = desk.run(AcceptPlan(plan=change.plan), dry_run=dry_run)
    refused = receipt.result["refused"]
    document = {
        "receipt": receipt.command_id,
        "dry_run": dry_run,
        "booked": receipt.result["planned"],
        "freed": len(change.plan.unplanned),
        "refused": refused,
    }
    booked, freed = some(receipt.result["planned"], "visit"), len(change.plan.unplanned)
    lines = [
        f"{booked} to book or move, {freed} to free"
        if dry_run
        else f"{booked} booked or moved, {freed} freed"
    ]
    lines += [f"  {line['number']}: {line['reason']}" for line in refused]
    answer(shell.is_json, document, lambda: tell(*lines))


def write_plan(plan: PlanText, path: Path) -> None:
    """Write it whole, or not at all."""
    from wom_tui.domain.plan_text import lines_of
    from wom_tui.gateways.files.whole import written_whole

    with written_whole(path) as target:
        target.write(("\n".join(lines_of(plan)) + "\n").encode())


def read_plan(path: Path) -> PlanText:
    """The plan that a file holds.

    Raises:
        InvalidInput: it cannot be read, or is none.
    """
    from wom_tui.domain.plan_text import plan_text

    try:
        if path.stat().st_size > _MOST:
            raise InvalidInput("FILE", str(path), "a plan of one day")
        return plan_text(path.read_text(encoding="utf-8"), name=path.name)
    except OSError as error:
        raise InvalidInput("FILE", str(path), f"a file that can be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InvalidInput("FILE", path.name, "a text in UTF-8") from error


def _change(context: typer.Context, file: Path) -> Change:
    from wom_tui.queries.plan_of_day import change_to

    wanted, shell = read_plan(file), shell_of(context)
    with shell.desk() as desk:
        return desk.ask(change_to, wanted, desk.now(), desk.travel)


def _document(plan: PlanText) -> dict[str, Any]:
    return {
        "on": plan.on,
        "zone": plan.zone,
        "visits": [asdict(e) | {"visit": e.label} for e in plan.entries],
    }
