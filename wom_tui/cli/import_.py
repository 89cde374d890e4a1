"""`wom import`: bring in what another system has written to files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.cancelling import cancelling, show_progress
from wom_tui.cli.failure import INTERRUPTED
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.presets import list_presets, show_preset
from wom_tui.cli.sheets import TEMPLATE, write_template
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.domain.sheets.catalogue import SHEETS, sheet_named
from wom_tui.domain.sheets.orders import ORDERS
from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.importing.report import ImportReport, Repeat

_SHOWN = 10  # rejects that are told one by one
_NUMBERS, _PLACES = 5, 6  # that are told of those which several rows have

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="csv, xlsx, JSON or XML, csv and JSON also as .gz; read in this order. Or: template NOUN."
        ),
    ],
    what: Annotated[str, typer.Option(help=f"What the rows are: orders, or {', '.join(SHEETS)}.")] = ORDERS,
    preset: Annotated[
        str | None,
        typer.Option(
            help="How to read them: a preset's name, or a TOML file's; without one, or `generic`: by a guess."
        ),
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option(
            "--map",
            help="The map of such files, a TOML file: read where it is there, else made from the guess.",
        ),
    ] = None,
    _presets: Annotated[
        bool,
        typer.Option(
            "--presets",
            is_eager=True,
            callback=list_presets,
            help="List the presets, and what each of them reads.",
        ),
    ] = False,
    _show_preset: Annotated[
        str | None,
        typer.Option(
            "--show-preset",
            is_eager=True,
            callback=show_preset,
            help="Print a preset, to be read and copied.",
        ),
    ] = None,
    guess: Annotated[
        bool, typer.Option("--guess", help="Only tell what their columns seem to mean; import nothing.")
    ] = False,
    zone: Annotated[
        str | None, typer.Option(help="Where their clocks hang, if not where the preset says.")
    ] = None,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="Ask nothing: of a guess take only what is sure, put aside what needs more."
        ),
    ] = False,
    atomic: Annotated[
        bool,
        typer.Option(
            "--atomic",
            help="Of orders: all rows or none; refuse the whole where a single row cannot be used.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    reject_file: Annotated[
        Path | None, typer.Option(help="Where rows go that cannot be used; else NAME.rejects.csv here.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Of a template: its file; else it goes to stdout.")] = None,
    form: Annotated[str | None, typer.Option("--format", help="Of a template: csv or xlsx.")] = None,
) -> None:
    """Bring orders in, or other records. Importing a file twice changes nothing; `wom undo IMPORT` takes it back."""
    from wom_tui.cli.chosen_map import Wanted, chosen_preset
    from wom_tui.cli.guessed import tell_guesses
    from wom_tui.cli.own_orders import are_own
    from wom_tui.importing.run import import_files

    shell = shell_of(context)
    if str(files[0]) == TEMPLATE:
        write_template(shell, [str(word) for word in files[1:]], out, form)
        return
    if what != ORDERS:
        only_orders = {
            "--preset": preset,
            "--map": map_,
            "--guess": guess,
            "--zone": zone,
            "--atomic": atomic,
        }
        _refuse_for_sheets(what, [option for option, value in only_orders.items() if value])
        _import_sheets(shell, files, what, dry_run=dry_run, reject_file=reject_file)
        return
    if guess:
        tell_guesses(files, is_json=shell.is_json)
        return
    wanted = Wanted(files=files, preset=preset, map_file=map_, zone=zone, is_yes=yes)
    if wanted.is_a_guess and are_own(files):
        _import_own(shell, files, atomic=atomic, dry_run=dry_run, reject_file=reject_file)
        return
    with shell.desk(writes=True) as desk:
        chosen = chosen_preset(desk, wanted)
        with cancelling("stopping after this batch") as is_cancelled:
            report = import_files(
                desk,
                files,
                chosen,
                zone=zone,
                is_dry_run=dry_run,
                is_atomic=atomic,
                reject_file=reject_file,
                progress=_progress,
                is_cancelled=is_cancelled,
            )
    _answer(shell, report, dry_run)


def _import_own(
    shell: Shell, files: list[Path], *, atomic: bool, dry_run: bool, reject_file: Path | None
) -> None:
    from wom_tui.cli.own_orders import import_own

    if atomic:
        raise InvalidInput(
            "--atomic",
            "on",
            "off: what was changed in our own orders comes in row by row; --dry-run tells first",
        )
    with shell.desk(writes=True) as desk:
        report = import_own(desk, files, zone_of_office(desk), is_dry_run=dry_run, reject_file=reject_file)
    _answer(shell, report, dry_run)


def _refuse_for_sheets(what: str, options: list[str]) -> None:
    """What would be passed over in silence is refused: a sheet comes in by batches, and says itself how to read it."""
    if options:
        raise InvalidInput(
            "--what",
            what,
            f"orders with {', '.join(options)}; for a sheet --dry-run tells first what would be rejected",
        )


def _import_sheets(
    shell: Shell, files: list[Path], what: str, *, dry_run: bool, reject_file: Path | None
) -> None:
    from wom_tui.sheet_files import import_sheets

    sheet = sheet_named(what)
    with shell.desk(writes=True) as desk, cancelling("stopping after this batch") as is_cancelled:
        report = import_sheets(
            desk,
            files,
            sheet,
            is_dry_run=dry_run,
            reject_file=reject_file,
            progress=_progress,
            is_cancelled=is_cancelled,
        )
    _answer(shell, report, dry_run)
    for one in report.differing[:_SHOWN]:
        say(f"{one.file} line {one.line}: {', '.join(one.columns)}: somebody here has changed it; it stays")
    if report.clocked:
        say(f"{some(report.clocked, 'open order has', 'open orders have')} other dues now")
    if report.unread:
        say(f"columns that were not read: {', '.join(report.unread)}")


def _answer(shell: Shell, report: ImportReport, dry_run: bool) -> None:
    if report.is_cancelled:
        show_progress("", is_last=True)
    document = report.as_dict() | {"dry_run": dry_run}
    answer(shell.is_json, document, lambda: tell(*_told(report, dry_run)))
    if report.is_zone_assumed:
        say(
            f"careful: its times do not say in which zone they are; they were read as {report.zone}: say --zone"
        )
    for reject in report.rejects[:_SHOWN]:
        where = f"{reject.column}: " if reject.column else ""
        say(
            f"line {reject.line}: {where}{reject.reason}"
            + (f" ({reject.value[:60]!r})" if reject.value else "")
        )
    if (more := len(report.rejects) - _SHOWN) > 0:
        say(f"and {more:,} more, with their reasons in the reject file")
    if report.is_cancelled:
        raise typer.Exit(INTERRUPTED)


def _told(report: ImportReport, dry_run: bool) -> Iterator[str]:
    would = "would be " if dry_run else ""
    yield (
        f"{some(report.read, 'row')}: {report.created} {would}created, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.rejected} rejected"
    )
    if report.quarantined:
        yield f"{report.quarantined} have no position that can be trusted, and are not planned"
    if report.repeated:
        told = some(report.repeated, "row tells", "rows tell")
        yield f"{told} of an order of which another row tells too: the last one says how it stands"
        yield from _repeats_told(report.repeats)
    if report.unplaced:
        yield (
            f"{report.unplaced} planned times are past, longer than a day, or their technician is unknown or has "
            "another visit then; plan them anew"
        )
    if report.strangers:
        named = [f"{name} ({count})" for name, count in list(report.strangers.items())[:_SHOWN]]
        more = f" and {len(report.strangers) - _SHOWN} more" if len(report.strangers) > _SHOWN else ""
        yield f"no technicians of the office: {', '.join(named)}{more}; with them, the same import plans their orders"
    if report.kept:
        differ = some(report.kept, "row differs", "rows differ")
        yield f"{differ} from what somebody here has changed since; theirs stays"
    for path in report.reject_files:
        yield f"put them right in {path}, and import that"
    if report.is_cancelled:
        yield "stopped; the same import again goes on from here"
    if report.import_id:
        yield f"wom undo {report.import_id} takes the import back"


def _repeats_told(repeats: Sequence[Repeat]) -> Iterator[str]:
    for external_id, places in repeats[:_NUMBERS]:
        is_one_file = len({name for name, _ in places}) == 1
        told = [str(line) if is_one_file else f"{name} line {line}" for name, line in places]
        if len(told) > _PLACES:
            told[_PLACES - 1 : -1] = ["…"]
        yield f"  {external_id}: {'lines ' if is_one_file else ''}{', '.join(told)}"
    if (more := len(repeats) - _NUMBERS) > 0:
        yield f"  and {some(more, 'more number')}"


def _progress(done: int, whole: int) -> None:
    """Rows so far."""
    show_progress(f"{done:,} of {whole:,} rows", is_last=done >= whole)
