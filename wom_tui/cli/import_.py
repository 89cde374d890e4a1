"""`wom import`: bring in what another system has written to files."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.failure import INTERRUPTED
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.presets import list_presets, show_preset
from wom_tui.cli.shell import shell_of
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from types import FrameType

    from wom_tui.importing import ImportReport

_SHOWN = 10  # rejects that are told one by one

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(help="csv, xlsx, JSON or XML, csv and JSON also as .gz; read in this order."),
    ],
    preset: Annotated[
        str | None, typer.Option(help="How to read them: a preset's name, or a TOML file's.")
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
        bool, typer.Option("--yes", help="Ask nothing. (A preset leaves nothing to ask.)")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    reject_file: Annotated[
        Path | None, typer.Option(help="Where rows go that cannot be used; else NAME.rejects.csv here.")
    ] = None,
) -> None:
    """Bring orders in. Importing a file twice changes nothing; `wom undo IMPORT` takes it all back."""
    from wom_tui.cli.guessed import tell_guesses
    from wom_tui.importing import import_files
    from wom_tui.presets.loader import load_preset, preset_names

    shell = shell_of(context)
    if guess:
        tell_guesses(files, is_json=shell.is_json)
        return
    if preset is None:
        raise InvalidInput(
            "--preset", "", f"{', '.join(preset_names())}, or a TOML file of your own; --guess helps"
        )
    with shell.desk(writes=True) as desk, _cancelled() as is_cancelled:
        report = import_files(
            desk,
            files,
            load_preset(preset),
            zone=zone,
            is_dry_run=dry_run,
            reject_file=reject_file,
            progress=_progress,
            is_cancelled=is_cancelled,
        )
    document = report.as_dict() | {"dry_run": dry_run}
    answer(shell.is_json, document, lambda: tell(*_told(report, dry_run)))
    for reject in report.rejects[:_SHOWN]:
        where = f"{reject.column}: " if reject.column else ""
        say(
            f"line {reject.line}: {where}{reject.reason}"
            + (f" ({reject.value[:60]!r})" if reject.value else "")
        )
    if report.is_cancelled:
        raise typer.Exit(INTERRUPTED)


def _told(report: ImportReport, dry_run: bool) -> Iterator[str]:
    would = "would be " if dry_run else ""
    yield (
        f"{report.read} rows: {report.created} {would}created, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.rejected} rejected"
    )
    if report.quarantined:
        yield f"{report.quarantined} have a position that cannot be trusted, and are not planned"
    if report.repeated:
        yield f"{report.repeated} rows tell of an order of which another row tells too: the last one says how it stands"
    if report.kept:
        yield f"{report.kept} orders differ from the file where somebody here has changed them; they stay"
    for path in report.reject_files:
        yield f"put them right in {path}, and import that"
    if report.is_cancelled:
        yield "stopped; the same import again goes on from here"
    if report.import_id:
        yield f"wom undo {report.import_id} takes the import back"


def _progress(done: int, whole: int) -> None:
    """Rows so far: one line on a terminal that counts up, nothing in a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {whole:,} rows" + ("\n" if done >= whole else ""))
        sys.stderr.flush()


@contextmanager
def _cancelled() -> Iterator[Callable[[], bool]]:
    """The first Ctrl+C ends the import after its batch; the second one ends it at once."""
    asked: list[int] = []

    def note(signum: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(signum)
        say("stopping after this batch; again to stop at once")

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
