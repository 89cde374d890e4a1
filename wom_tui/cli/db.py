"""`wom db`: the state of a database, bringing it up to date, moving an office to another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of

app = typer.Typer(
    help="The database: status, upgrade, copy.",
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
    copied = databases.copy(
        shell.address, to, lambda table, rows: typer.echo(f"{table}: {rows:,} rows", err=True)
    )
    rows = {name: count for name, count in copied.rows.items() if count}
    document = {
        "rows": copied.rows,
        "head": {"seq": copied.head.seq, "hash": copied.head.hash},
        "verified": True,
    }
    said = f"copied and verified: {', '.join(f'{n:,} {table}' for table, n in rows.items())}"
    answer(shell.is_json, document, lambda: tell(said))
