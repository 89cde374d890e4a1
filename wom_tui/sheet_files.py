"""How sheets of the office's own nouns come in: read, put in batch by batch, and what cannot be used written out again.

A batch is one act with its checkpoint; those of one import share its id, so that `undo` takes all of them back. One
that was cut off is gone on with under its own id: what it has done is asked for once more, and answers as it did then.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from wom_tui import __version__
from wom_tui.commands.batch_end import BatchEnd
from wom_tui.commands.command import new_command_id
from wom_tui.commands.records import PUTTING
from wom_tui.desk import Desk
from wom_tui.domain.intake.cell import folded
from wom_tui.domain.intake.row import Reject
from wom_tui.domain.sheets.order import together
from wom_tui.domain.sheets.row import SheetRow, read_row
from wom_tui.domain.sheets.sheet import Sheet, is_comment, unmarked
from wom_tui.errors import InvalidInput
from wom_tui.gateways.files.faults import rows_with_faults
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.harmless import original
from wom_tui.gateways.files.reading import lines_of, open_sheet
from wom_tui.gateways.files.rejects import write_rejects
from wom_tui.gateways.files.sheet import Line
from wom_tui.gateways.files.sheet import Sheet as FileSheet
from wom_tui.importing.report import ImportReport, Progress
from wom_tui.queries.imports import Checkpoint, import_acts, unfinished_import
from wom_tui.queries.office import office_settings
from wom_tui.store.garbage import no_collection

BATCH = 5000
MOST_ROWS = 250_000  # of one file, which is read as a whole
_ID_LENGTH = 24  # as of every import: its acts' ids begin with it and count on


class Differing(NamedTuple):
    """A row that says something else than what somebody here has changed since."""

    file: str
    line: int
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SheetReport(ImportReport):
    """What came of an import of sheets.

    Attributes:
        unread: columns of the files that mean nothing here.
        differing: the rows that `kept` counts: file, line and columns.
        clocked: open orders that have other dues since, as what was agreed has changed.
    """

    unread: tuple[str, ...] = ()
    differing: tuple[Differing, ...] = ()
    clocked: int = 0

    def as_dict(self) -> dict[str, object]:
        told = [one._asdict() for one in self.differing]
        return super().as_dict() | {"differing": told, "clocked_orders": self.clocked}


def import_sheets(
    desk: Desk,
    paths: Sequence[Path],
    sheet: Sheet[Any],
    *,
    is_dry_run: bool = False,
    reject_file: Path | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> SheetReport:
    """Import sheets of one noun.

    Args:
        is_dry_run: find out what would happen; every batch is rolled back.
        reject_file: where rows go that cannot be used, if not beside the current folder's other files.
        progress: told after each batch.
        is_cancelled: asked before each batch.

    Raises:
        InvalidInput, GatewayError: a file cannot be read, or lacks a column; nothing was stored.
        Forbidden: the actor may not change records of that noun.
    """
    began = time.monotonic()
    zone = ZoneInfo(desk.ask(office_settings).zone)
    files = [_read(path, sheet) for path in paths]
    run = _Run(replace(desk, door="import"), sheet, zone, is_dry_run)
    run.go_on_with(files)
    rows, is_stopped = sum(len(one.lines) for one in files), False
    for done in (done for one in files for done in run.batches(one)):
        if progress:
            progress(done, rows)
        if is_stopped := done < rows and is_cancelled():
            break
    written = [path for one in files if (path := _write_rejects(one, reject_file))]
    return SheetReport(
        read=run.read,
        created=run.counts["created"],
        updated=run.counts["updated"],
        unchanged=run.counts["unchanged"],
        rejected=sum(one.rejected for one in files),
        quarantined=0,
        repeated=0,
        unplaced=0,
        kept=len(run.differing),
        differing=tuple(run.differing),
        clocked=run.counts["clocked_orders"],
        rejects=tuple(reject for one in files for reject in one.by_line),
        reject_files=tuple(written),
        seconds=time.monotonic() - began,
        zone=zone.key,
        import_id=run.import_id if run.has_stored else None,
        is_cancelled=is_stopped,
        unread=tuple(dict.fromkeys(name for one in files for name in one.unread)),
    )


@dataclass
class _File:
    """One file, read: its lines, and those that cannot be used. What they say is read batch by batch.

    Attributes:
        done: checkpoints of an import of it that was cut off: its first batches.
    """

    file: FileSheet
    places: Mapping[str, int]  # column of the sheet → where it stands
    lines: list[Line] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)  # one for each fault: a line may have several
    done: Sequence[Checkpoint] = ()

    @property
    def by_line(self) -> list[Reject]:
        """Its rejects as they stand in it; they were found in another order."""
        return sorted(self.rejects, key=lambda reject: reject.line)

    @property
    def rejected(self) -> int:
        """How many of its lines cannot be used."""
        return len({reject.line for reject in self.rejects})

    @property
    def unread(self) -> list[str]:
        """Its columns that are none of the sheet."""
        return [
            name
            for at, name in enumerate(self.file.columns)
            if name.strip() and at not in self.places.values()
        ]

    def text(self, line: Line, name: str) -> str:
        """The cell of a column of the sheet; empty where the file has no such column."""
        at = self.places.get(name)
        return "" if at is None else line.cells[at]

    def rows(self, lines: Iterable[Line], sheet: Sheet[Any], zone: ZoneInfo) -> Iterator[SheetRow]:
        """What the lines say."""
        for line in lines:
            yield read_row(sheet, line.number, _cells(line, self.places, self.file.form), zone)


def _read(path: Path, sheet: Sheet[Any]) -> _File:
    file = open_sheet(path, wanted=sheet.header, may_be_empty=True)
    one = _File(file, _places(file, sheet))
    for line in lines_of(file):
        if is_comment(line.cells) or (not any(cell.strip() for cell in line.cells) and not line.problem):
            continue
        one.lines.append(line)
        if len(one.lines) > MOST_ROWS:
            raise InvalidInput("file", path.name, f"at most {MOST_ROWS:,} rows; cut it into several")
        if line.problem:
            one.rejects.append(Reject(line=line.number, column="", reason=line.problem, value=""))
    return one


def _places(file: FileSheet, sheet: Sheet[Any]) -> dict[str, int]:
    """Column of the sheet → where it stands in the file."""
    known = set(sheet.header)
    places: dict[str, int] = {}
    for at, heading in enumerate(file.columns):
        name = sheet.named(folded(heading.removeprefix("\ufeff")).replace(" ", "_"))
        if name in known and name in places:
            raise InvalidInput("file", file.path.name, f"each column once; {name} is there twice")
        if name in known:
            places[name] = at
    needed = [name for name in sheet.keys[-1] if sheet.column(name).is_required]
    missing = [name for name in needed if name not in places]
    if file.header and missing and not any(set(key) <= places.keys() for key in sheet.keys):
        said = f"a sheet of {sheet.name}; there is no column {', '.join(missing)}"
        raise InvalidInput("file", file.path.name, f"{said} (`wom import template {sheet.name}` shows one)")
    return places


def _cells(line: Line, places: Mapping[str, int], form: Form) -> dict[str, str]:
    cells = {name: line.cells[at] for name, at in places.items()}
    if form is Form.CSV:
        cells = {name: original(cell) for name, cell in cells.items()}
    first = next((name for name, at in places.items() if at == 0), None)
    return cells | ({first: unmarked(cells[first])} if first else {})


class _Run:
    """One import on its way."""

    def __init__(self, desk: Desk, sheet: Sheet[Any], zone: ZoneInfo, is_dry_run: bool) -> None:
        self._desk, self._sheet, self._zone, self._is_dry_run = desk, sheet, zone, is_dry_run
        self._next = 0
        self.import_id = new_command_id()[:_ID_LENGTH]
        self.counts: Counter[str] = Counter()
        self.differing: list[Differing] = []
        self.read = 0
        self.has_stored = False

    def go_on_with(self, files: Iterable[_File]) -> None:
        """An import that was cut off keeps its id, so that it is taken back as one."""
        if self._is_dry_run:
            return
        for one in files:
            one.done = self._desk.ask(unfinished_import, one.file.content_hash, self._key)
            if one.done and not self.has_stored:
                self.import_id = one.done[0].command_id[:_ID_LENGTH]
                self._next = self._desk.ask(import_acts, self.import_id).all
                self.has_stored = True

    @property
    def _key(self) -> str:
        """The same where the same rows come in the same batches: only so an import can be gone on with."""
        cut = repr((__version__, BATCH, self._sheet.header))
        return f"sheet {self._sheet.name}@{self._zone.key}#{hashlib.sha256(cut.encode()).hexdigest()[:16]}"

    def batches(self, one: _File) -> Iterator[int]:
        """Put the rows in; after each batch how many are done."""
        self.read += one.rejected
        batches = list(_batches(self._sheet, one))
        rows = 0
        for number, batch in enumerate(batches):
            rows += len(batch)
            end = BatchEnd(
                file_hash=one.file.content_hash,
                preset=self._key,
                line=rows,
                is_first=number == 0,
                is_last=number == len(batches) - 1,
                counts={},
            )
            with no_collection():
                self._put(
                    one, batch, one.done[number].command_id if number < len(one.done) else self._new_id(), end
                )
            self.read += len(batch)
            yield self.read

    def _new_id(self) -> str:
        self._next += 1
        return f"{self.import_id}{self._next - 1:08x}"

    def _put(self, one: _File, lines: Iterable[Line], command_id: str, end: BatchEnd) -> None:
        command = PUTTING[self._sheet.name](
            command_id=command_id,
            rows=tuple(one.rows(lines, self._sheet, self._zone)),
            zone=self._zone.key,
            import_id=self.import_id,
            file_name=one.file.path.name,
            end=end,
        )
        receipt = self._desk.run(command, dry_run=self._is_dry_run)
        self.has_stored = self.has_stored or (bool(receipt.events) and not self._is_dry_run)
        for name in ("created", "updated", "unchanged", "clocked_orders"):
            self.counts[name] += receipt.result.get(name, 0)
        name = one.file.path.name
        self.differing += [
            Differing(name, kept["line"], tuple(kept["columns"])) for kept in receipt.result["kept"]
        ]
        one.rejects += [Reject(**told) for told in receipt.result["refused"]]


def _batches(sheet: Sheet[Any], one: _File) -> Iterator[Sequence[Line]]:
    """The lines in pieces: those about one record in the same one, and what others name no later than these."""
    lines = [line for line in one.lines if not line.problem]
    if len(lines) <= BATCH:
        yield from [lines] if lines else []
        return
    batch: list[Line] = []
    groups = together(sheet, lines, one.text)
    pieces = (group[at : at + BATCH] for group in groups for at in range(0, len(group), BATCH))
    for group in pieces:
        if batch and len(batch) + len(group) > BATCH:
            yield batch
            batch = []
        batch += group
    yield batch


def _write_rejects(one: _File, to: Path | None) -> Path | None:
    if not one.rejects:
        return None
    cells = {line.number: line.cells for line in one.lines}
    rows = rows_with_faults((cells[reject.line], reject) for reject in one.by_line)
    return write_rejects(one.file, rows, to)
