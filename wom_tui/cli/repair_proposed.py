"""`wom repair list, show, accept, reject`: what does the office's rule propose for today, and what is said to it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.asked import DryRun
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.queries.repairs import Proposed

Name = Annotated[str, typer.Argument(metavar="REPAIR", help="Its name or number: reassign-3, or 3.")]
_COLUMNS = ("name", "made_at", "said", "orders", "overtaken", "touched", "answer")


def list_repairs(
    context: typer.Context,
    wanted: Wanted,
    all_: Annotated[bool, typer.Option("--all", help="Also what was accepted, or rejected and why.")] = False,
) -> None:
    """List the repairs that wait for somebody's yes."""
    from wom_tui.queries.repairs import proposed_repairs

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, found = zone_of_office(desk), desk.ask(proposed_repairs, desk.now(), is_all=all_)
    rows: Listing[Proposed] = Listing(
        what="repair",
        columns=_COLUMNS,
        headings=("name", "made", "orders", "what it comes to", "state"),
        headed={"made": "made_at", "what it comes to": "said", "state": "answer"},
        document=_row,
        line=lambda one: (
            *(one.name, f"{one.made_at.astimezone(zone):%H:%M}", len(one.orders), one.said),
            one.answer or ("overtaken" if one.overtaken else "waits"),
        ),
    )
    rows.tell(shell, found, wanted, zone)


def _row(one: Proposed) -> dict[str, Any]:
    return {
        "name": one.name,
        "made_at": one.made_at,
        "said": one.said,
        "orders": " ".join(map(str, one.orders)),
        "overtaken": "; ".join(one.overtaken),
        "touched": one.is_touched,
        "answer": one.answer,
    }


def show(context: typer.Context, name: Name) -> None:
    """Show a repair that waits: why, what it comes to, and line by line what moves."""
    from wom_tui.present.repairs import proposed_document, proposed_lines
    from wom_tui.queries.names import read_names
    from wom_tui.queries.repairs import proposed_repair

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = desk.now(), zone_of_office(desk)
        one = desk.ask(proposed_repair, name, now)
        names = {id: who.name for id, who in desk.ask(read_names).technicians.items()}
    answer(shell.is_json, proposed_document(one), lambda: tell(*proposed_lines(one, names, now, zone)))


def accept(
    context: typer.Context,
    name: Name,
    leave: Annotated[
        str, typer.Option(metavar="ORDERS", help="Without these orders, with commas between.")
    ] = "",
    dry_run: DryRun = False,
) -> None:
    """Do what a repair says, as one act. What has been moved meanwhile is left as it is."""
    from wom_tui.commands.branch import accepting
    from wom_tui.queries.repairs import proposed_repair

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        one = desk.ask(proposed_repair, name, desk.now())
        without = _orders(leave, one)
        receipt = desk.run(accepting(one.branch, without), dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
    left = int(receipt.result["left"])
    if left and not without and not shell.is_json:
        say(f"{left} moved meanwhile, and left as they are: wom repair show {one.name}")


def _orders(said: str, one: Proposed) -> frozenset[int]:
    words = [word.strip() for word in said.split(",") if word.strip()]
    known = {str(number): number for number in one.orders}
    if strange := next((word for word in words if word not in known), None):
        raise InvalidInput("--leave", strange, f"one of {', '.join(known)}")
    return frozenset(known[word] for word in words)


def reject(
    context: typer.Context,
    name: Name,
    reason: Annotated[list[str], typer.Argument(metavar="REASON…", help="Why, in words.")],
    dry_run: DryRun = False,
) -> None:
    """Say no to a repair, and why. It is not proposed again for what it answers; undo brings it back."""
    from wom_tui.commands.branch import DropBranch
    from wom_tui.queries.repairs import proposed_repair

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        one = desk.ask(proposed_repair, name, desk.now())
        act = DropBranch(branch=one.branch.id, expect=one.branch.version, reason=" ".join(reason))
        receipt = desk.run(act, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
