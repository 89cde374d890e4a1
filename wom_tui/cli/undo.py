"""`wom undo`, `wom redo`: take an act back, and do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.do import told
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.domain.words import some
from wom_tui.errors import Forbidden, Rejected

_OLDER = "`wom log --acts` lists what was done; `wom undo ACT` takes an older act back"

if TYPE_CHECKING:
    from wom_tui.commands.command import Command


def undo(
    context: typer.Context,
    receipt: Annotated[
        str | None,
        typer.Argument(help="The act's receipt, or its first digits; else your last act from here."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
) -> None:
    """Take an act back. It is refused, with the reason, where a later change stands in the way."""
    from wom_tui.commands.undo import Undo
    from wom_tui.importing.undo import import_named, undo_import

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        import_id = None if dry_run else import_named(desk, receipt)
        batches = undo_import(desk, import_id) if import_id else 0
    if import_id is None:
        _run(shell, Undo(receipt=receipt), dry_run)
        return
    document = {"import": import_id, "batches": batches}
    answer(
        shell.is_json,
        document,
        lambda: tell(f"import {import_id} is taken back, {some(batches, 'batch', 'batches')}"),
    )


def redo(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
) -> None:
    """Do again what you have just taken back."""
    from wom_tui.commands.undo import Redo

    _run(shell_of(context), Redo(), dry_run)


def _run(shell: Shell, command: Command, dry_run: bool) -> None:
    with shell.desk(writes=True) as desk:
        try:
            receipt = desk.run(command, dry_run=dry_run)
        except Forbidden:
            raise
        except Rejected as error:
            raise Rejected(error.violations, _OLDER) from error
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
