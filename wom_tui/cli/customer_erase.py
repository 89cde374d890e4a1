"""`wom customer erase`: how is everything personal about a customer forgotten?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import shell_of
from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt


def erase(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="The whole name, or the number.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
) -> None:
    """Erase what is personal about a customer, also from the journal. Nothing brings it back."""
    from wom_tui.commands.erasure import EraseCustomer
    from wom_tui.queries.customers import customer_named

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        found = desk.ask(customer_named, name)
        if not (yes or dry_run or sys.stdin.isatty()):
            raise InvalidInput("erase", name, "--yes, where nobody can be asked")
        command = EraseCustomer(customer=found.id)
        if not (yes or dry_run):
            for line in _told(desk.run(command, dry_run=True)):
                say(line)
            typer.confirm(f"Erase {found.name} (#{found.id})? Nothing brings it back", abort=True, err=True)
        receipt = desk.run(command, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*_told(receipt)))


def _told(receipt: Receipt) -> Iterator[str]:
    told = receipt.result
    if not receipt.events:
        yield "nothing personal is left of this customer"
        return
    would = "would be erased" if receipt.is_dry_run else "erased"
    yield (
        f"{would}: what is personal in {some(told['records'], 'record')}, {some(told['events'], 'event')}, "
        f"{some(told['receipts'], 'receipt')}"
    )
    if told["shared_sites"]:
        yield f"  stays: sites where others have work done too: {', '.join(map(str, told['shared_sites']))}"
    if told["moved"]:
        named = ", ".join(map(str, told["moved"]))
        yield f"  stays: orders that are another customer's now, until they are over; erase again then: {named}"
    for kept in told["kept"]:
        yield f"  stays: {kept}"
