"""How do the orders of a world's file come in: those of the past at once, each later one at its moment?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from wom_tui.commands.imports import ImportRows
from wom_tui.desk import Desk
from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.row import Intake, OrderDraft, Surroundings, folded
from wom_tui.domain.site import Territory
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.presets.loader import load_preset
from wom_tui.store.reader import Reader
from wom_tui.worlds.chronicle import Chronicle, Told, read_rows
from wom_tui.worlds.loader import WorldFile

_BATCH = 500


class Arrivals:
    """One file of a world, on the way into its office."""

    def __init__(self, desk: Desk, file: WorldFile) -> None:
        """Read the file, and what the office knows that helps to understand it.

        Raises:
            NotFound: there is no such preset.
            GatewayError: the file cannot be read.
        """
        self._file = file
        self.chronicle = Chronicle(read_rows(file.path), load_preset(file.preset))
        self._intake = Intake(self.chronicle.preset, around=desk.ask(_surroundings))

    def bring_known(self, desk: Desk, at: datetime) -> Iterator[tuple[int, int]]:
        """Take in all that was known at a moment; tells after each batch how many of how many are in."""
        known = self.chronicle.known_at(at)
        for start in range(0, len(known), _BATCH):
            batch = known[start : start + _BATCH]
            if drafts := self._drafts(batch):
                desk.run(self._command(drafts, drafts[0].opened_at))
            yield start + len(batch), len(known)

    def bring_opened(self, desk: Desk, since: datetime, until: datetime) -> int:
        """Take in what was opened in that time, each order at its moment, and answer how many are new.

        What is there already is left alone, so it does no harm when two programs bring the same.
        """
        drafts = self._drafts(self.chronicle.opened_between(since, until))
        if not drafts:
            return 0
        there = desk.ask(_external_ids, self.chronicle.preset.source, {draft.external_id for draft in drafts})
        new = [self._command([d], d.opened_at) for d in drafts if d.external_id not in there]
        if new:
            desk.run_all(new, mode="each")
        return len(new)

    def last_at(self, desk: Desk) -> datetime | None:
        """When the last order was opened that is in already."""
        return desk.ask(_last_opened, self.chronicle.preset.source)

    def _command(self, drafts: Sequence[OrderDraft], at: datetime) -> ImportRows:
        return ImportRows(
            at=at,
            preset=self.chronicle.preset,
            zone=self._intake.zone,
            drafts=tuple(drafts),
            import_id=f"{self._file.preset}-world",
            file_name=self._file.path.name,
        )

    def _drafts(self, rows: Sequence[Told]) -> list[OrderDraft]:
        return [draft for told in rows if (draft := self._draft(told)) is not None]

    def _draft(self, told: Told) -> OrderDraft | None:
        try:
            return self._intake.draft(told.cells, told.line)
        except BadCell:
            return None  # an importer would put the row aside; here nobody would look at it


def _surroundings(reader: Reader) -> Surroundings:
    return Surroundings(
        work_types=frozenset(folded(kind.name) for kind in reader.select(WorkType)),
        territory_bounds={area.name: area.bounds for area in reader.select(Territory) if area.bounds},
    )


def _last_opened(reader: Reader, source: str) -> datetime | None:
    return max((row[1] for row in reader.rows(WorkOrder, ("opened_at",), source=source)), default=None)


def _external_ids(reader: Reader, source: str, wanted: set[str]) -> set[str]:
    rows = reader.rows(WorkOrder, ("external_id",), source=source, external_id=wanted)
    return {row[1] for row in rows}
