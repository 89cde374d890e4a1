"""`wom branch`: a plan beside the live days, tried out, compared, and brought over line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.asked import DryRun
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, at_text, say, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.branch import Branch
    from wom_tui.queries.branches import BranchRow, Compared

HEADINGS = ("name", "status", "by", "since", "changes", "conflicts", "behind")
HEADED = {"by": "actor", "since": "created_at", "changes": "lines"}
COLUMNS = ("name", "status", "actor", "created_at", "lines", "conflicts", "basis", "behind")

app = typer.Typer(
    help="Plans beside the live days: try out, compare, bring over. `wom --branch NAME …` works on one.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The branch.")]
Lines = Annotated[str, typer.Option(metavar="LINES", help="Numbers of its lines, with commas between.")]


@app.command("new")
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A word: storm, kim-is-ill.")],
    from_plan: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Begin with a plan that `wom plan export` wrote.")
    ] = None,
) -> None:
    """Begin a branch. It is the live day until something is done on it."""
    from wom_tui.commands.branch import NewBranch

    with _live(context).desk(writes=True) as desk:
        receipt = desk.run(NewBranch(name=name))
        if from_plan is not None:
            _begin_with(desk, name, from_plan)
    said = f"wom --branch {name} plan, wom --branch {name} do …, wom --branch {name}"
    answer(shell_of(context).is_json, receipt.as_dict(), lambda: tell(*told(receipt), f"  go on: {said}"))


def _begin_with(desk: Desk, name: str, file: Path) -> None:
    from wom_tui.branch_desk import branch_desk
    from wom_tui.cli.plan_files import read_plan
    from wom_tui.commands.plan import AcceptPlan
    from wom_tui.queries.plan_of_day import change_to

    there = branch_desk(desk, name)
    change = there.ask(change_to, read_plan(file), there.now(), there.travel)
    receipt = there.run(AcceptPlan(plan=change.plan))
    for refused in receipt.result["refused"]:
        say(f"{refused['number']}: {refused['reason']}")


@app.command("list")
@listing
def list_branches(
    context: typer.Context,
    wanted: Wanted,
    all_: Annotated[bool, typer.Option("--all", help="Also those that are merged or dropped.")] = False,
) -> None:
    """List the branches that people work on: how much each changes, and how far the live days have gone on."""
    from wom_tui.domain.branch import BranchStatus
    from wom_tui.queries.branches import branches

    shell = _live(context)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        found = [row for row in desk.ask(branches) if all_ or row.status is BranchStatus.OPEN]
    rows: Listing[BranchRow] = Listing(
        what="branch",
        several="branches",
        columns=COLUMNS,
        headings=HEADINGS,
        headed=HEADED,
        document=asdict,
        line=lambda row: (
            *(row.name, row.status.value, row.actor, at_text(row.created_at, zone)),
            *(row.lines, row.conflicts, row.behind),
        ),
    )
    rows.tell(shell, found, wanted, zone)


@app.command("show")
def show(context: typer.Context, name: Name) -> None:
    """Show what a branch changes, line by line; `!` where the live day has gone another way meanwhile."""
    shell = _live(context)
    with shell.desk() as desk:
        _, lines = _compared(desk, name)
        shown = list(_shown(desk, lines))
    document = [_document(number, one) for number, one in enumerate(lines, start=1)]
    answer(shell.is_json, document, lambda: tell(*shown) if shown else say("it changes nothing"))


@app.command("diff")
def diff(context: typer.Context, name: Name) -> None:
    """Show how the days on the branch differ from the live ones, as `wom plan diff` does."""
    from wom_tui.branch_desk import branch_desk
    from wom_tui.domain.plan_text import difference
    from wom_tui.queries.branches import days_of
    from wom_tui.queries.plan_of_day import plan_of_day

    shell = _live(context)
    lines: list[str] = []
    document: list[dict[str, Any]] = []
    with shell.desk() as desk:
        there = branch_desk(desk, name)
        for on in days_of(_branch(desk, name), zone_of_office(desk)):
            before, after = desk.ask(plan_of_day, on), there.ask(plan_of_day, on)
            found = difference(before, after)
            gone, come = [asdict(e) for e in found.gone], [asdict(e) for e in found.come]
            document.append({"on": on, "gone": gone, "come": come})
            if found.gone or found.come:
                lines += [f"--- {on} live", f"+++ {on} {name}", *found.lines(after)]
    answer(shell.is_json, document, lambda: tell(*lines) if lines else say("they are the same"))


@app.command("merge")
def merge(
    context: typer.Context,
    name: Name,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it: all lines without a conflict. Else they are only shown.")
    ] = False,
    leave: Lines = "",
    ours: Lines = "",
    dry_run: DryRun = False,
) -> None:
    """Bring a branch to the live days, as one act. Where both have moved a visit, --ours LINE or --leave LINE decides.

    What is left out stays in the branch; a branch of which nothing is left is merged.
    """
    from wom_tui.commands.branch import MergeBranch

    shell = _live(context)
    with shell.desk(writes=True) as desk:
        branch, lines = _compared(desk, name)
        without, insist = _numbers("--leave", leave, lines), _numbers("--ours", ours, lines)
        take = tuple(at for at, one in enumerate(lines) if _is_taken(at, one, without, insist))
        if not yes and not dry_run:
            document = [_document(n, one) for n, one in enumerate(lines, start=1)]
            shown = [*_shown(desk, lines), f"wom branch merge {name} --yes brings over {len(take)} of them"]
            answer(shell.is_json, document, lambda: tell(*shown))
            return
        act = MergeBranch(branch=branch.id, expect=branch.version, take=take, insist=tuple(sorted(insist)))
        receipt = desk.run(act, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
    left = int(receipt.result["left"])
    if left and not shell.is_json:
        say(f"{left} left in the branch: wom branch show {name}")


@app.command("drop")
def drop(context: typer.Context, name: Name, dry_run: DryRun = False) -> None:
    """Give a branch up. Undo brings it back."""
    from wom_tui.commands.branch import DropBranch

    shell = _live(context)
    with shell.desk(writes=True) as desk:
        receipt = desk.run(DropBranch(branch=_branch(desk, name).id), dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))


def _live(context: typer.Context) -> Shell:
    """The call, which is about branches and not on one."""
    shell = shell_of(context)
    if shell.branch is not None:
        raise InvalidInput("--branch", shell.branch, "no branch: this verb names the one that it is about")
    return shell


def _branch(desk: Desk, name: str) -> Branch:
    from wom_tui.commands.branch import open_branch
    from wom_tui.domain.branch import BranchStatus
    from wom_tui.queries.branches import branches

    found = desk.ask(open_branch, name)
    if found is None:
        known = (row.name for row in desk.ask(branches) if row.status is BranchStatus.OPEN)
        raise NotFound("branch", name, tuple(known))
    return found


def _compared(desk: Desk, name: str) -> tuple[Branch, list[Compared]]:
    from wom_tui.queries.branches import compared

    branch = _branch(desk, name)
    return branch, desk.ask(compared, branch)


def _is_taken(at: int, one: Compared, without: frozenset[int], insist: frozenset[int]) -> bool:
    return at in insist or not (one.is_conflict or at in without)


def _numbers(option: str, said: str, lines: Sequence[Compared]) -> frozenset[int]:
    """`2,5` → their places, from 0 on."""
    words = [word.strip() for word in said.split(",") if word.strip()]
    for word in words:
        if not (word.isdecimal() and 1 <= int(word) <= len(lines)):
            raise InvalidInput(option, word, f"numbers from 1 to {len(lines)}, as `wom branch show` has them")
    return frozenset(int(word) - 1 for word in words)


def _document(number: int, one: Compared) -> dict[str, Any]:
    return {
        "line": number,
        "visit": one.label,
        "title": one.title,
        "to": {name: getattr(one.line, name) for name in ("technician", "start_at", "end_at")},
        "was": one.line.was,
        "now": one.now,
        "conflict": one.is_conflict,
        "done": one.is_done,
        "by": one.by or None,
    }


def _shown(desk: Desk, lines: Sequence[Compared]) -> Iterator[str]:
    """Each line: what it does, and for a conflict what somebody else has done."""
    from wom_tui.present.branch import line_words
    from wom_tui.queries.names import read_names

    zone: ZoneInfo = zone_of_office(desk)
    names = {id: one.name for id, one in desk.ask(read_names).technicians.items()}
    for number, one in enumerate(lines, start=1):
        yield f"{number:>4} {line_words(one, names, desk.now(), zone)}"
