"""For whom, how urgent, how long, when and by whom: what some systems tell of an order, and some do not."""

from __future__ import annotations

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.cells import Cells, Row
from wom_tui.domain.intake.draft import NO_DETAILS, ContactDraft, Details, PlannedDraft
from wom_tui.domain.intake.faults import Faults
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.work_order import Priority

DETAIL_FIELDS = frozenset(
    "description priority customer contact phone email asset cost technician planned_start_at planned_end_at "
    "earliest_start_at duration_min".split()
)


class DetailReader:
    """Reads the details of rows of one file."""

    def __init__(self, cells: Cells, preset: Preset) -> None:
        self._cells = cells
        self._told = DETAIL_FIELDS & preset.columns.keys()

    def read(self, row: Row, *, is_open: bool) -> Details:
        """The details of an order; of one that is over nobody asks any more who should have come, and when.

        Raises:
            BadCell: one of the cells cannot be used.
        """
        if not self._told:
            return NO_DETAILS
        cells = self._cells
        planned = self._planned(row) if is_open else None
        technician = cells.alias(row, "technician") if is_open else ""
        return Details(
            description=cells.text(row, "description"),
            priority=self.priority(row),
            customer=cells.alias(row, "customer"),
            contact=self._contact(row),
            asset=cells.text(row, "asset"),
            duration_min=cells.minutes(row, "duration_min"),
            earliest_start_at=cells.moment(row, "earliest_start_at"),
            estimate_cents=cells.cents(row, "cost"),
            technician=technician,
            planned=planned,
        )

    def try_all(self, row: Row, found: Faults, *, is_open: bool) -> None:
        """Note what `read` would refuse, and not only the first of it."""
        cells = self._cells
        for name in ("description", "contact", "phone", "email", "asset"):
            found.of(cells.text, row, name)
        for read, name in (
            (cells.alias, "customer"),
            (cells.minutes, "duration_min"),
            (cells.moment, "earliest_start_at"),
            (cells.cents, "cost"),
        ):
            found.of(read, row, name)
        found.of(self.priority, row)
        if is_open:
            found.of(cells.alias, row, "technician")
            found.of(cells.moment, row, "planned_end_at")
            found.of(self._planned, row)

    def priority(self, row: Row) -> Priority | None:
        """How urgent the order is; None where the row does not say."""
        said = self._cells.mapped(row, "priority")
        if not said:
            return None
        if said not in Priority.__members__:  # the preset has no map: ours are meant
            if said.upper() in Priority.__members__:
                return Priority[said.upper()]
            column, value = self._cells.raw(row, "priority")
            raise BadCell(column, value, f"is no priority: {', '.join(Priority.__members__)}")
        return Priority[said]

    def _contact(self, row: Row) -> ContactDraft | None:
        name, phone, email = (self._cells.text(row, field) for field in ("contact", "phone", "email"))
        return ContactDraft(name=name, phone=phone, email=email) if name or phone or email else None

    def _planned(self, row: Row) -> PlannedDraft | None:
        start_at = self._cells.moment(row, "planned_start_at")
        end_at = self._cells.moment(row, "planned_end_at")
        if start_at is None:
            return None
        if end_at is not None and end_at <= start_at:
            column, value = self._cells.raw(row, "planned_end_at")
            raise BadCell(column, value, "is not after the planned start")
        return PlannedDraft(start_at=start_at, end_at=end_at)
