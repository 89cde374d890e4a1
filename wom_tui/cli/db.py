"""`wom db`: the state of a database, bringing it up to date, backups, moving an office to another."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.domain.words import some

if TYPE_CHECKING:
    from wom_tui.databases import Proved

app = typer.Typer(
    help="The database: status, upgrade, copy, backups.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("status")
def status(context: typer.Context) -> None:
    """Tell what kind of database it is, its age, and the end of its journal."""
    from wom_tui import databases

    shell = shell_of(context)
    found = databases.status(shell.address)
    said = [
        f"{found.address}",
        f"schema {found.schema or 'none'}, this program needs {found.needs}",
        f"{found.events:,} events, journal up to {found.head}",
        *([f"SQLite journal mode {found.journal_mode}"] if found.journal_mode else []),
        *found.advice,
    ]
    answer(shell.is_json, asdict(found), lambda: tell(*said))


@app.command("upgrade")
def upgrade(context: typer.Context) -> None:
    """Bring the database up to this program: all missing steps, or none of them."""
    from wom_tui import databases

    shell = shell_of(context)
    before, after = databases.upgrade(shell.address)
    said = f"up to date at {after}" if before == after else f"upgraded from {before} to {after}"
    answer(shell.is_json, {"before": before, "after": after}, lambda: tell(said))


@app.command("copy")
def copy(
    context: typer.Context,
    to: Annotated[
        str, typer.Option("--to", help="Database to copy into: a URL, or a path. It must be empty.")
    ],
) -> None:
    """Copy the office into another database, counted, walked and replayed before it counts."""
    from wom_tui import databases

    shell = shell_of(context)
    copied = databases.copy(shell.address, to, _progress)
    rows = {name: count for name, count in copied.rows.items() if count}
    document = {
        "rows": copied.rows,
        "head": {"seq": copied.head.seq, "hash": copied.head.hash},
        "verified": True,
    }
    said = f"copied and verified: {', '.join(f'{n:,} {table}' for table, n in rows.items())}"
    answer(shell.is_json, document, lambda: tell(said))


_Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup: one SQLite file.")]


@app.command("backup")
def backup(
    context: typer.Context,
    file: _Backup,
    replace: Annotated[
        bool, typer.Option("--replace", help="A file of that name gives way once the new one is proved.")
    ] = False,
) -> None:
    """Write the office into one file, proved, while others go on working."""
    from wom_tui import databases

    shell = shell_of(context)
    _told(shell, file, databases.backup(shell.address, file, _progress, replace=replace), "backed up into")


@app.command("verify-backup")
def verify_backup(context: typer.Context, file: _Backup) -> None:
    """Prove a backup: pages, tables, journal, and that the journal tells the facts. Nothing is written."""
    from wom_tui import databases

    _told(shell_of(context), file, databases.verify_backup(file), "whole:")


@app.command("restore")
def restore(
    context: typer.Context,
    file: _Backup,
    to: Annotated[str, typer.Option("--to", help="Database to restore into: a URL, or a path.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="An office that is there gives way, with everything in it.")
    ] = False,
) -> None:
    """Put the office of a backup into a database: all of it, or nothing."""
    from wom_tui import databases

    shell = shell_of(context)
    _told(shell, file, databases.restore(file, to, _progress, replace=replace), "restored from")


def _progress(table: str, rows: int) -> None:
    typer.echo(f"{table}: {rows:,} rows", err=True)


def _told(shell: Shell, file: Path, proved: Proved, done: str) -> None:
    head = proved.head
    document = {
        "file": str(file),
        "rows": proved.rows,
        "withdrawn_orders": proved.withdrawn_orders,
        "head": {"seq": head.seq, "hash": head.hash},
        "schema": proved.schema,
        "bytes": proved.bytes,
        "verified": True,
    }
    orders = some(proved.rows["work_order"], "order")
    if proved.withdrawn_orders:
        orders = f"{orders} ({proved.withdrawn_orders:,} withdrawn)"
    said = (
        f"{done} {file}",
        f"{orders}, {some(head.seq, 'event')}, {proved.bytes:,} bytes, schema {proved.schema}",
        f"journal up to {head.seq}:{head.hash}",
    )
    answer(shell.is_json, document, lambda: tell(*said))
