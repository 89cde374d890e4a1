"""How do files come in? Read twice, drafted row by row, stored batch by batch.

The first reading finds out what the file is, which numbers occur again further down, and which positions too many
rows share; the second one stores. Each batch is one act of the desk with its checkpoint in the same transaction, so
that other consoles go on working, a kill leaves whole batches behind, and a rerun goes on where it was cut off.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from wom_tui.commands.batch_end import BatchEnd
from wom_tui.commands.command import new_command_id
from wom_tui.commands.imports import ImportRows
from wom_tui.desk import Desk
from wom_tui.domain.intake.draft import OrderDraft, Reject
from wom_tui.domain.intake.fingerprint import fingerprint
from wom_tui.domain.intake.preset import UNTOLD_ZONE, Preset
from wom_tui.domain.intake.row import Intake
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import some
from wom_tui.errors import Rejected
from wom_tui.gateways.files.faults import rows_with_faults
from wom_tui.gateways.files.rejects import write_rejects
from wom_tui.gateways.files.sheet import Line, Sheet
from wom_tui.importing.read_row import ReadRow
from wom_tui.importing.report import COUNTS, ImportReport, Progress, Repeat
from wom_tui.importing.survey import Place, Survey, read_rows, survey
from wom_tui.queries.imports import Checkpoint, import_acts, surroundings, unfinished_import
from wom_tui.store.garbage import no_collection

BATCH = 500
_MOST_TOLD = 5  # rejects that are told one by one where all are refused
# What only the act itself can count.
_STORED = ("created", "updated", "unchanged", "quarantined", "kept", "unplaced")
_ID_LENGTH = 24  # of an import's id; its batches' command ids begin with it and count on


def import_files(
    desk: Desk,
    paths: Sequence[Path],
    preset: Preset,
    *,
    zone: str | None = None,
    is_dry_run: bool = False,
    is_atomic: bool = False,
    reject_file: Path | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Import files of one system.

    Args:
        zone: where their clocks hang, if not where the preset says.
        is_dry_run: find out what would happen; every batch is rolled back.
        is_atomic: all rows in one transaction, or none of them; other consoles wait with their writing meanwhile.
        reject_file: where rows go that cannot be used, if not beside the current folder's other files.
        progress: told after each batch.
        is_cancelled: asked before each batch.

    Raises:
        InvalidInput, GatewayError: nothing was stored.
        Rejected: rows cannot be used, and all or none were to be taken in; nothing was stored.
        WomError: the batches before it are stored; the same import again goes on there.
    """
    one = _Import(desk, preset, zone, is_dry_run, progress or (lambda *_: None), is_cancelled)
    return one.at_once(paths, reject_file) if is_atomic else one.by_batches(paths, reject_file)


@dataclass
class _Batch:
    """Rows on their way into one act."""

    drafts: list[OrderDraft] = field(default_factory=list)
    rows: int = 0
    line: int = 0
    rejected: int = 0
    repeated: int = 0

    def own_counts(self) -> dict[str, int]:
        """What is known of the batch before it is stored."""
        return {"rejected": self.rejected, "repeated": self.repeated}


class _Import:
    """One import on its way."""

    def __init__(
        self,
        desk: Desk,
        preset: Preset,
        zone: str | None,
        is_dry_run: bool,
        progress: Progress,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._desk = replace(desk, door="import")
        self._preset, self._is_dry_run = preset, is_dry_run
        self._progress, self._is_cancelled = progress, is_cancelled
        self._around = desk.ask(surroundings)
        self._intake = Intake(preset, zone=zone, around=self._around)
        self._key = f"{preset.name}@{self._intake.zone}#{fingerprint(preset)}"
        self._id, self._next = new_command_id()[:_ID_LENGTH], 0
        self._counts: Counter[str] = Counter()
        self._read = 0
        self._strangers: Counter[str] = Counter()
        self._repeats: dict[str, list[Place]] = {}  # all but the last of each
        self._rejects: list[tuple[Sheet, Line, Reject]] = []
        self._has_stored = self._is_stopped = False
        self._is_zone_told = zone is not None or preset.zone != UNTOLD_ZONE
        self._is_zone_assumed = False
        self._began = time.monotonic()

    def by_batches(self, paths: Sequence[Path], reject_file: Path | None) -> ImportReport:
        """Store batch by batch; what cannot be used is put aside."""
        found = self._survey(paths)
        unfinished = [self._unfinished(sheet) for sheet in found.sheets]
        self._go_on_with(unfinished)
        for number, sheet in enumerate(found.sheets):
            for _ in self._batches(number, sheet, found, unfinished[number]):
                self._progress(self._read, found.rows)
                if self._is_stopped_at(found):
                    break
            if self._is_stopped:
                break
        return self._report(found, self._write_rejects(reject_file))

    def at_once(self, paths: Sequence[Path], reject_file: Path | None) -> ImportReport:
        """Store everything in one act, or nothing where any row cannot be used."""
        found = self._survey(paths)
        commands: list[ImportRows] = []
        rows = 0
        for number, sheet in enumerate(found.sheets):
            source = read_rows(sheet, self._intake)
            batches = list(iter(partial(self._take, number, sheet, source, found), _Batch()))
            for i, batch in enumerate(batches):
                commands.append(self._command(sheet, batch, is_first=i == 0, is_last=i == len(batches) - 1))
                rows += batch.rows
        if self._rejects:
            raise Rejected(list(_refusals(self._rejects, self._write_rejects(reject_file))))
        self._is_stopped = self._is_cancelled()
        if commands and not self._is_stopped:
            with no_collection():
                self._note(self._desk.run_all(commands, dry_run=self._is_dry_run), commands, rows)
            self._progress(rows, rows)
        return self._report(found, ())

    def _survey(self, paths: Sequence[Path]) -> Survey:
        found = survey(paths, self._intake)
        self._is_zone_assumed = found.leaves_zone_open and not self._is_zone_told
        around = replace(self._around, fake_positions=found.shared)
        self._intake = Intake(self._preset, zone=self._intake.zone, around=around)
        return found

    def _is_stopped_at(self, found: Survey) -> bool:
        self._is_stopped = self._read < found.rows and self._is_cancelled()
        return self._is_stopped

    def _report(self, found: Survey, reject_files: tuple[Path, ...]) -> ImportReport:
        names = [sheet.path.name for sheet in found.sheets]
        repeats = (
            Repeat(
                external_id,
                tuple((names[number], line) for number, line in [*places, found.last[external_id]]),
            )
            for external_id, places in self._repeats.items()
        )
        return ImportReport(
            read=self._read,
            **{name: self._counts[name] for name in COUNTS},
            rejects=tuple(reject for _, _, reject in self._rejects),
            reject_files=reject_files,
            seconds=time.monotonic() - self._began,
            import_id=self._id if self._has_stored else None,
            strangers=dict(self._strangers.most_common()),
            repeats=tuple(repeats),
            zone=self._intake.zone,
            is_zone_assumed=self._is_zone_assumed,
            is_cancelled=self._is_stopped,
        )

    def _unfinished(self, sheet: Sheet) -> list[Checkpoint]:
        return [] if self._is_dry_run else self._desk.ask(unfinished_import, sheet.content_hash, self._key)

    def _go_on_with(self, unfinished: Sequence[Sequence[Checkpoint]]) -> None:
        """An import that was cut off keeps its id, so that it is taken back as one."""
        cut_off = next((checkpoints[0] for checkpoints in unfinished if checkpoints), None)
        if cut_off is not None:
            self._id = cut_off.command_id[:_ID_LENGTH]
            self._next = self._desk.ask(import_acts, self._id).all
            self._has_stored = True

    def _batches(
        self, number: int, sheet: Sheet, found: Survey, done: Sequence[Checkpoint]
    ) -> Iterator[None]:
        """Store the file batch by batch; what an earlier run has stored is only counted."""
        upto = done[-1].line if done else 0
        for checkpoint in done:
            self._counts.update({name: checkpoint.counts.get(name, 0) for name in COUNTS})
        is_strewn = number in found.strewn
        rows = read_rows(sheet, self._intake, is_strewn=is_strewn)
        if done:
            self._read += sum(1 for _ in self._skimmed(sheet, rows, upto))
            yield
            again = read_rows(sheet, self._intake, is_strewn=is_strewn)
            rows = (row for row in again if row.at > upto)
        is_first = not done
        batch = self._take(number, sheet, rows, found)
        while batch.rows:
            with no_collection():
                following = self._take(number, sheet, rows, found)
                self._store(sheet, batch, is_first=is_first, is_last=not following.rows)
            yield
            batch, is_first = following, False

    def _skimmed(self, sheet: Sheet, rows: Iterator[ReadRow], upto: int) -> Iterator[ReadRow]:
        """The rows that an earlier run has stored: what was put aside or not understood in them is told again."""
        for row in itertools.takewhile(lambda row: row.at <= upto, rows):
            self._rejects += [(sheet, row.line, reject) for reject in row.rejects]
            if row.draft is not None:
                self._note_stranger(row.draft)
            yield row

    def _note_stranger(self, draft: OrderDraft) -> None:
        if self._around.is_stranger(technician := draft.details.technician):
            self._strangers[technician] += 1

    def _take(self, number: int, sheet: Sheet, rows: Iterator[ReadRow], found: Survey) -> _Batch:
        batch = _Batch()
        for row in itertools.islice(rows, BATCH):
            batch.rows += 1
            batch.line = row.at
            if row.rejects:
                batch.rejected += 1
                self._rejects += [(sheet, row.line, reject) for reject in row.rejects]
            elif (draft := row.draft) is not None:
                here = (number, draft.line)
                if found.last.get(draft.external_id, here) != here:
                    batch.repeated += 1
                    self._repeats.setdefault(draft.external_id, []).append(here)
                    continue
                batch.drafts.append(draft)
                self._note_stranger(draft)
            else:
                batch.repeated += 1
        return batch

    def _store(self, sheet: Sheet, batch: _Batch, *, is_first: bool, is_last: bool) -> None:
        command = self._command(sheet, batch, is_first=is_first, is_last=is_last)
        self._note(self._desk.run(command, dry_run=self._is_dry_run), [command], batch.rows)

    def _command(self, sheet: Sheet, batch: _Batch, *, is_first: bool, is_last: bool) -> ImportRows:
        command = ImportRows(
            command_id=f"{self._id}{self._next:08x}",
            preset=self._preset.fitted(sheet.columns),
            zone=self._intake.zone,
            drafts=tuple(batch.drafts),
            import_id=self._id,
            file_name=sheet.path.name,
            end=BatchEnd(
                file_hash=sheet.content_hash,
                preset=self._key,
                line=batch.line,
                is_first=is_first,
                is_last=is_last,
                counts=batch.own_counts(),
            ),
        )
        self._next += 1
        return command

    def _note(self, receipt: Receipt, commands: Sequence[ImportRows], rows: int) -> None:
        self._has_stored = self._has_stored or (bool(receipt.events) and not self._is_dry_run)
        for command in commands:
            self._counts.update(command.end.counts if command.end else {})
        self._counts.update({name: receipt.result[name] for name in _STORED})
        self._read += rows

    def _write_rejects(self, to: Path | None) -> tuple[Path, ...]:
        written = []
        for sheet, group in itertools.groupby(self._rejects, key=lambda entry: entry[0]):
            rows = rows_with_faults((line.cells, reject) for _, line, reject in group)
            written.append(write_rejects(sheet, rows, to))
        return tuple(written)


def _refusals(rejects: Sequence[tuple[Sheet, Line, Reject]], files: Sequence[Path]) -> Iterator[Violation]:
    """That all were to be taken in or none, and the first of what stands in the way."""
    where = " and ".join(map(str, files))
    rows = len({(sheet.path, line.number) for sheet, line, _ in rejects})
    told = f"{some(rows, 'row')} cannot be used, so none was taken in; see {where}"
    yield Violation(code="import.rejected", message=told, facts={"rows": rows, "file": where})
    for _, _, reject in rejects[:_MOST_TOLD]:
        place = f"line {reject.line}: {reject.column}: " if reject.column else f"line {reject.line}: "
        yield Violation(code="import.rejected", message=place + reject.reason, facts=reject.as_dict())
