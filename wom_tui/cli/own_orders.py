"""`wom import` of a file that `wom export orders` wrote: what somebody has changed in it becomes lines of the grammar.

A cell has been changed where it is not what an export would write now. Columns that are computed, or that tell of
visits, are not looked at: they change by themselves, and by what others do.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.draft import Reject
from wom_tui.domain.words import typed
from wom_tui.errors import InvalidInput, WomError
from wom_tui.gateways.files.faults import Fault, rows_with_faults

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.desk import Desk
    from wom_tui.gateways.files.sheet import Line, Sheet
    from wom_tui.importing.report import ImportReport
    from wom_tui.queries.orders import OrderRow

# Columns that every export of orders has.
OWN = frozenset({"number", "external_id", "source", "state", "version"})
MOST_CHANGES = 5_000  # rows in one act
# Column → option of `edit`.
_EDITED = {"title": "title", "work_type": "type", "site": "site", "customer": "customer"}
_PRIORITY = "priority"
_FIXED = (
    *("external_id", "source", "status", "opened_at", "completed_at"),
    *("territory", "hold_reason", "held_until_at"),
)

Cells = Mapping[str, str]


class _Refused(Exception):
    """A row that cannot be used."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.column}: {fault.reason}" for fault in faults))


@dataclass(frozen=True)
class _Change:
    """What a row comes to."""

    line: Line
    commands: list[Command]


def are_own(files: Sequence[Path]) -> bool:
    """All of them were written by `wom export orders`."""
    from wom_tui.gateways.files.reading import open_sheet
    from wom_tui.gateways.files.writing import WRITABLE

    sheets = (open_sheet(path, may_be_empty=True) if path.is_file() else None for path in files)
    return all(one is not None and one.form in WRITABLE and set(one.columns) >= OWN for one in sheets)


def import_own(
    desk: Desk, files: Sequence[Path], zone: ZoneInfo, *, is_dry_run: bool, reject_file: Path | None
) -> ImportReport:
    """Put in what has been changed in the files, as one act.

    Raises:
        InvalidInput, GatewayError: a file cannot be read, or changes too much at once; nothing was stored.
        Forbidden: the actor may not change orders.
    """
    from wom_tui.gateways.files.reading import open_sheet
    from wom_tui.gateways.files.rejects import write_rejects
    from wom_tui.importing.report import ImportReport
    from wom_tui.queries.orders import order_rows

    began = time.monotonic()
    rows = {row.number: row for row in desk.ask(order_rows)}
    updated = read = rejected = 0
    rejects: list[Reject] = []
    written: list[Path] = []
    act = None
    for path in files:
        one = _File(desk, open_sheet(path), rows, zone)
        changes = list(one.changes())
        done, act = _put_in(desk, changes, one, is_dry_run=is_dry_run) if changes else (0, act)
        read, updated = read + one.read, updated + done
        found = [one.aside[line] for line in sorted(one.aside)]
        rejected += len(found)
        rejects += [reject for _, faults in found for reject in faults]
        if found:
            told = rows_with_faults((line.cells, reject) for line, faults in found for reject in faults)
            written.append(write_rejects(one.sheet, told, reject_file))
    return ImportReport(
        read=read,
        created=0,
        updated=updated,
        unchanged=read - updated - rejected,
        rejected=rejected,
        quarantined=0,
        repeated=0,
        kept=0,
        unplaced=0,
        rejects=tuple(rejects),
        reject_files=tuple(written),
        seconds=time.monotonic() - began,
        import_id=act,
        zone=zone.key,
    )


def _put_in(
    desk: Desk, changes: Sequence[_Change], one: _File, *, is_dry_run: bool
) -> tuple[int, str | None]:
    """How many rows have been put in, and the act that did it; what the rules refuse is put aside."""
    if len(changes) > MOST_CHANGES:
        raise InvalidInput("rows", f"{len(changes):,}", f"up to {MOST_CHANGES:,} changed ones; cut the file")
    flat = [(command, change) for change in changes for command in change.commands]
    receipt = desk.run_all([command for command, _ in flat], mode="each", dry_run=is_dry_run)
    for refusal in receipt.refusals:
        one.put_aside(flat[refusal.index][1].line, Fault("", refusal.message))
    refused = {id(flat[refusal.index][1]) for refusal in receipt.refusals}
    act = receipt.command_id if receipt.events and not is_dry_run else None
    return sum(id(change) not in refused for change in changes), act


class _File:
    """One file against the orders as they are."""

    def __init__(self, desk: Desk, sheet: Sheet, rows: Mapping[int, OrderRow], zone: ZoneInfo) -> None:
        self.sheet = sheet
        self._desk, self._rows, self._zone = desk, rows, zone
        self.aside: dict[int, tuple[Line, list[Reject]]] = {}  # by line; what cannot be used of it
        self.read = 0

    def put_aside(self, line: Line, *faults: Fault) -> None:
        """A row that cannot be used."""
        _, rejects = self.aside.setdefault(line.number, (line, []))
        rejects += [Reject(line=line.number, **fault._asdict()) for fault in faults]

    def changes(self) -> Iterator[_Change]:
        """The rows in which somebody has changed something that can be changed so."""
        from wom_tui.gateways.files.reading import lines_of

        now = self._as_exported()
        seen: set[int] = set()
        for line in lines_of(self.sheet):
            self.read += 1
            try:
                commands = self._commands(line, now, seen)
            except _Refused as refused:
                self.put_aside(line, *refused.faults)
                continue
            except WomError as error:
                self.put_aside(line, Fault("", str(error)))
                continue
            if commands:
                yield _Change(line, commands)

    def _as_exported(self) -> dict[str, Cells]:
        """Number → the cells that an export in this form would have now."""
        from wom_tui.gateways.files.reading import lines_of, open_sheet
        from wom_tui.gateways.files.writing import write_table
        from wom_tui.present.order_table import ROW, row_cells

        with tempfile.TemporaryDirectory(prefix="wom-orders-") as folder:
            path = Path(folder) / f"now.{self.sheet.form}"
            rows = row_cells(self._rows.values(), self._desk.now())
            write_table(path, self.sheet.form, (*ROW, "sla"), rows, zone=self._zone)
            sheet = open_sheet(path, may_be_empty=True)
            found = (_cells(sheet, line.cells) for line in lines_of(sheet))
            return {cells["number"]: cells for cells in found}

    def _commands(self, line: Line, now: Mapping[str, Cells], seen: set[int]) -> list[Command]:
        from wom_tui.grammar.intent import NOWHERE, Here
        from wom_tui.grammar.line import commands_of

        if line.problem:
            raise _Refused(Fault("", line.problem))
        said = _cells(self.sheet, line.cells)
        row = self._row(said["number"])
        if row.number in seen:
            raise _Refused(Fault("number", "stands further up already", said["number"]))
        seen.add(row.number)
        lines = list(_lines(said, now[str(row.number)], row))
        seen_at = Here(orders={row.number: row.version})  # what follows on the first builds on it
        heres = [seen_at, *[NOWHERE] * len(lines)]
        told = zip(lines, heres, strict=False)
        return [command for text, here in told for command in commands_of(text, self._desk, here)]

    def _row(self, number: str) -> OrderRow:
        row = self._rows.get(int(number)) if number.isdecimal() and len(number) < 10 else None
        if row is None:
            raise _Refused(Fault("number", "there is no order of that number here", number))
        return row


def _cells(sheet: Sheet, cells: Sequence[str]) -> dict[str, str]:
    from wom_tui.gateways.files.harmless import original

    return dict(zip(sheet.columns, map(original, cells), strict=False))


def _lines(said: Cells, now: Cells, row: OrderRow) -> Iterator[str]:
    """What would have to be typed, so that the order becomes what the row says."""
    from wom_tui.domain.values import priority
    from wom_tui.grammar.words import quoted

    changed = _changed((*_FIXED, *_EDITED, _PRIORITY), said, now)
    if not changed:
        return
    if said["version"] != str(row.version):
        reason = f"order {row.number} has been changed since: it is at version {row.version}; export it again"
        raise _Refused(Fault("version", reason, said["version"]))
    if fixed := [name for name in _FIXED if name in changed]:
        reason = "does not change by a file: say it by a line (wom do)"
        raise _Refused(*(Fault(name, reason, said[name]) for name in fixed))
    edited = [
        f"{option}={quoted(said[name].strip() or 'none')}"
        for name, option in _EDITED.items()
        if name in changed
    ]
    if edited:
        yield typed(f"edit {row.number} {' '.join(edited)}")
    if _PRIORITY in changed:
        yield typed(f"priority {row.number} {priority(said[_PRIORITY]).name}")


def _changed(names: Iterable[str], said: Cells, now: Cells) -> frozenset[str]:
    return frozenset(name for name in names if name in said and said[name].strip() != now[name].strip())
