"""`wom technician`, `wom site` and all the others: list the records of a noun, show one, make, change, remove one.

One for all nouns that have a sheet: the columns of the sheet are what can be listed, asked for and set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.asked import DryRun
from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.naming import naming
from wom_tui.cli.output import answer, history_lines, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.domain.sheets.sheet import VERSION
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.sheets.asking import Record
    from wom_tui.domain.sheets.sheet import Sheet

_MOST_COLUMNS = 8


def noun_app(name: str) -> typer.Typer:
    """The verbs of one noun."""
    sheet = SHEETS[name]
    app = typer.Typer(
        help=f"{sheet.help.partition(':')[0]}.",
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
    )
    add_verbs(app, sheet)
    return app


def add_verbs(app: typer.Typer, sheet: Sheet[Any]) -> None:
    """All of them."""
    columns = ", ".join(column.name for column in sheet.columns)
    said = f"List {_several(sheet)}, or those that a filter picks. Columns: {columns}."
    app.command("list", help=said)(_list(sheet))
    add_show(app, sheet)
    add_changes(app, sheet)


def add_show(app: typer.Typer, sheet: Sheet[Any]) -> None:
    """`show` of a noun."""
    said = f"Show all that is known of one {sheet.one}, and what happened to it."
    app.command("show", help=said)(_show(sheet))


def add_changes(app: typer.Typer, sheet: Sheet[Any]) -> None:
    """`create`, `edit` and `remove` of a noun."""
    one = f"{'an' if sheet.one[0] in 'aeioS' else 'a'} {sheet.one}"  # an SLA policy, a user
    app.command("create", help=f"Make {one}: {_usage(sheet)}.")(_create(sheet))
    app.command("edit", help=f"Change {one}: its name, then COLUMN=VALUE …")(_edit(sheet))
    if sheet.is_removable:
        said = f"Take {one} away; refused while something points to it. Undo brings it back."
        app.command("remove", help=said)(_remove(sheet))


def _several(sheet: Sheet[Any]) -> str:
    is_odd = sheet.one.endswith("y") and not sheet.one.endswith("day")
    return f"{sheet.one.removesuffix('y')}ies" if is_odd else sheet.name.replace("-", " ")


def _usage(sheet: Sheet[Any]) -> str:
    return " ".join(f"{column.name}=VALUE" for column in sheet.columns if column.is_required) + " …"


def _list(sheet: Sheet[Any]) -> Any:
    @listing
    def command(
        context: typer.Context,
        wanted: Wanted,
        words: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help="column=value column!=value /text")
        ] = None,
    ) -> None:
        shell = shell_of(context)
        with shell.desk() as desk:
            found = _picked(shell, desk, sheet, words or (), wanted.sort)
            zone = zone_of_office(desk)
        _listing(sheet).tell(shell, found, replace(wanted, sort=""), zone)

    return command


def _listing(sheet: Sheet[Any]) -> Listing[Record]:
    headings = [column.name for column in sheet.columns][:_MOST_COLUMNS]
    return Listing(
        what=sheet.one,
        several=_several(sheet),
        columns=sheet.header,
        headings=headings,
        document=lambda record: record.cells,
        line=lambda record: [record.cells[name] for name in headings],
    )


def _picked(
    shell: Shell, desk: Desk, sheet: Sheet[Any], words: Sequence[str], sort: str = ""
) -> list[Record]:
    from wom_tui.domain.sheets.asking import picked
    from wom_tui.queries.sheets import sheet_records

    zone, now = zone_of_office(desk), shell.at(desk)
    records = shell.ask(desk, sheet_records, sheet, zone)
    return picked(sheet, records, " ".join(words), sort=sort, now=now, zone=zone.key)


def _show(sheet: Sheet[Any]) -> Any:
    @naming(sheet.name)
    def command(
        context: typer.Context,
        words: Annotated[
            list[str], typer.Argument(metavar="NAME", help="What it is called; or a filter that picks one.")
        ],
    ) -> None:
        from wom_tui.cli.documents import event_document
        from wom_tui.queries.sheets import record_history

        shell = shell_of(context)
        with shell.desk() as desk:
            record = _the_one(shell, desk, sheet, words)
            history = shell.ask(desk, record_history, record.subject)
            zone = zone_of_office(desk)
        document = record.cells | {"history": [event_document(event) for event in history]}

        def lines() -> Iterator[str]:
            yield from (f"{name:<18}{cell}" for name, cell in record.cells.items() if cell is not None)
            yield from history_lines(history, zone)

        answer(shell.is_json, document, lambda: tell(*lines()))

    return command


def _the_one(shell: Shell, desk: Desk, sheet: Sheet[Any], words: Sequence[str]) -> Record:
    """The record that words mean; see `the_one`."""
    from wom_tui.domain.sheets.asking import the_one

    records, zone = _picked(shell, desk, sheet, ()), zone_of_office(desk)
    return the_one(sheet, records, " ".join(words), now=shell.at(desk), zone=zone.key)


def _create(sheet: Sheet[Any]) -> Any:
    def command(
        context: typer.Context,
        words: Annotated[list[str], typer.Argument(metavar="COLUMN=VALUE", help="What it is.")],
        dry_run: DryRun = False,
    ) -> None:
        shell = shell_of(context)
        with shell.desk(writes=True) as desk:
            _put(shell, desk, sheet, _set(sheet, words), dry_run, is_new=True)

    return command


def _edit(sheet: Sheet[Any]) -> Any:
    @naming(sheet.name)
    def command(
        context: typer.Context,
        words: Annotated[
            list[str],
            typer.Argument(metavar="NAME COLUMN=VALUE", help="What it is called, then what changes."),
        ],
        dry_run: DryRun = False,
    ) -> None:
        shell = shell_of(context)
        name = [word for word in words if not _is_setting(sheet, word)]
        given = _set(sheet, [word for word in words if _is_setting(sheet, word)])
        with shell.desk(writes=True) as desk:
            cells = given
            if name:
                record = _the_one(shell, desk, sheet, name)
                own = {column: str(record.cells[column] or "") for column in sheet.identity}
                if moved := [column for column in given if column in sheet.identity and len(sheet.keys) == 1]:
                    said = f"nothing: it tells one {sheet.one} from another"
                    raise InvalidInput(moved[0], given[moved[0]], said)
                cells = own | given | {VERSION: str(record.cells[VERSION])}
            _put(shell, desk, sheet, cells, dry_run, is_new=False)

    return command


def _remove(sheet: Sheet[Any]) -> Any:
    @naming(sheet.name)
    def command(
        context: typer.Context,
        words: Annotated[
            list[str], typer.Argument(metavar="NAME", help="What it is called; or a filter that picks one.")
        ],
        dry_run: DryRun = False,
    ) -> None:
        from wom_tui.commands.removal import removing

        shell = shell_of(context)
        with shell.desk(writes=True) as desk:
            removal = removing(sheet, _the_one(shell, desk, sheet, words))
            receipt = desk.run(removal, dry_run=dry_run)
            answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))

    return command


def _is_setting(sheet: Sheet[Any], word: str) -> bool:
    return word.partition("=")[0] in sheet.header and "=" in word


def _set(sheet: Sheet[Any], words: Sequence[str]) -> dict[str, str]:
    """`name=Kim` → the cell of a row.

    Raises:
        InvalidInput: there is no such column.
    """
    cells = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in sheet.header:
            known = ", ".join(column.name for column in sheet.columns)
            raise InvalidInput("column", word, f"COLUMN=VALUE with one of {known}")
        cells[name] = value
    return cells


def _put(
    shell: Shell, desk: Desk, sheet: Sheet[Any], cells: dict[str, str], dry_run: bool, *, is_new: bool
) -> None:
    from wom_tui.commands.records import PUTTING
    from wom_tui.domain.sheets.row import typed_row

    zone = zone_of_office(desk)
    row = typed_row(sheet, cells, zone)
    command = PUTTING[sheet.name](
        rows=(row,), zone=zone.key, is_edit=True, may_make=is_new, may_change=not is_new
    )
    receipt = desk.run(command, dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
