"""`wom rejects`: what was not understood in the files that came in, how often, and what does it mean?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.domain.words import some
from wom_tui.errors import Forbidden, InvalidInput, NotFound, StoreError
from wom_tui.gateways.files.rejected import Rejected, reject_files, reject_sheet, rejected
from wom_tui.gateways.files.sheet import Sheet

if TYPE_CHECKING:
    from wom_tui.presets.teaching import Lesson

COLUMNS = ("rows", "column", "value", "reason", "files", "mended")
HEADINGS = ("rows", "column", "value", "why", "in")


@listing
def rejects(
    context: typer.Context,
    wanted: Wanted,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Reject files; else those in this folder."),
    ] = None,
    column: Annotated[str | None, typer.Option(help="Only of this column.")] = None,
    teach: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VALUE=OURS", help='Write down what such a value means: "OFFEN=open". May be repeated.'
        ),
    ] = None,
    field: Annotated[
        str | None,
        typer.Option(help="Of a value that waits for several: which of our fields it is taught for."),
    ] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", help="Where to write it: your map or preset, a TOML file.")
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(help="The preset that --map begins as a copy of, while there is no such file."),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Also of files that have been mended and have come in since.")
    ] = False,
) -> None:
    """List the values for which imports have put rows aside, the most frequent first; or say what they mean."""
    shell = shell_of(context)
    paths = files or [path.relative_to(Path.cwd()) for path in reject_files(Path.cwd())]
    sheets = [reject_sheet(path) for path in paths]
    mended = _mended(shell, sheets)
    shown = sheets if files or all_ else [sheet for sheet in sheets if sheet not in mended]
    found = [one for one in rejected(shown) if column in (None, one.column)]
    if teach:
        _teach(shell, [_lesson(said, found, field) for said in teach], found, paths, map_, preset)
        return
    _values({sheet.path.name for sheet in mended}).tell(shell, found, wanted, ZoneInfo("UTC"))
    if not wanted.is_for_people(shell):
        return
    if found:
        say(_way_on(found))
    if hidden := len(sheets) - len(shown):
        say(f"{some(hidden, 'file')} not shown, mended and come in since: wom rejects --all")


def _mended(shell: Shell, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Those that have come in as they are; none where there is no office at hand that could know."""
    from wom_tui.queries.imports import loaded_files

    if not sheets:
        return []
    try:
        with shell.desk() as desk:
            loaded = desk.ask(loaded_files, [sheet.content_hash for sheet in sheets])
    except (StoreError, Forbidden):
        return []
    return [sheet for sheet in sheets if sheet.content_hash in loaded]


def _way_on(found: Sequence[Rejected]) -> str:
    from wom_tui.domain.intake.unknown import table_for

    if any(table_for(one.reason) for one in found):
        return 'say once what a value means: wom rejects --teach "VALUE=OURS" --map FILE.toml (or mend the cells)'
    return "mend the cells in the files, and import these"


def _values(mended: Collection[str]) -> Listing[Rejected]:
    """The list, in which these files are mended."""

    def document(one: Rejected) -> dict[str, Any]:
        return {
            "rows": one.rows,
            "column": one.column,
            "value": one.value,
            "reason": one.reason,
            "files": list(one.files),
            "mended": [name for name in one.files if name in mended],
        }

    def line(one: Rejected) -> tuple[object, ...]:
        names = (f"{name} (mended)" if name in mended else name for name in one.files)
        return one.rows, one.column, one.value, one.reason, ", ".join(names)

    return Listing(what="value", columns=COLUMNS, headings=HEADINGS, document=document, line=line)


def _lesson(said: str, found: Sequence[Rejected], field: str | None) -> Lesson:
    """What `VALUE=OURS` says of the values that wait."""
    from wom_tui.domain.intake.unknown import table_for
    from wom_tui.presets.teaching import Lesson

    theirs, is_said, ours = (part.strip() for part in said.rpartition("="))
    if not (theirs and is_said and ours):
        raise InvalidInput("--teach", said, 'what they say = what we say, as in "OFFEN=open"')
    waiting = [(one.value, table) for one in found if (table := table_for(one.reason))]
    tables = {table for value, table in waiting if value.casefold().strip() == theirs.casefold()}
    if not tables:
        raise NotFound("unknown value", theirs, tuple(dict.fromkeys(value for value, _ in waiting))[:5])
    chosen = {table for table in tables if field in (None, table.partition(".")[2])}
    if len(chosen) != 1:
        fields = ", ".join(sorted(table.partition(".")[2] for table in tables))
        if field is None:
            raise InvalidInput(
                "--teach", said, f"--field beside it, for {theirs} waits for several: {fields}"
            )
        raise InvalidInput("--field", field, f"one of those that {theirs} waits for: {fields}")
    return Lesson(chosen.pop(), theirs, ours)


def _teach(
    shell: Shell,
    lessons: Sequence[Lesson],
    found: Sequence[Rejected],
    paths: Sequence[Path],
    to: Path | None,
    preset: str | None,
) -> None:
    """Write the lessons down, all of them or none."""
    from wom_tui.gateways.files.whole import written_whole
    from wom_tui.presets.loader import preset_text
    from wom_tui.presets.teaching import taught

    if to is None or to.suffix != ".toml":
        raise InvalidInput(
            "--map", str(to or "nothing"), "a file whose name ends with .toml, to write it down in"
        )
    if not to.exists() and preset is None:
        raise InvalidInput("--map", str(to), "a file that is there, or --preset NAME, to begin as its copy")
    text = preset_text(str(to) if to.exists() else str(preset))
    for lesson in lessons:
        text = taught(to.name, text, lesson)
    with written_whole(to) as target:
        target.write(text.encode("utf-8"))
    words = {lesson.theirs.casefold() for lesson in lessons}
    waiting = {file for one in found if one.value.strip().casefold() in words for file in one.files}
    files = [str(path) for path in paths if path.name in waiting]
    document = {"map": str(to), "taught": [vars(one) for one in lessons], "files": files}
    answer(shell.is_json, document, lambda: tell(*_told(lessons, to, files)))


def _told(lessons: Sequence[Lesson], to: Path, files: Sequence[str]) -> list[str]:
    kept = [f"{one.table}: {one.theirs} = {one.ours}" for one in lessons]
    return [*kept, f"kept in {to}; now: wom import {' '.join(files)} --map {to}"]
