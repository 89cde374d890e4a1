"""Files of named systems for tests: excerpts of real ones, and some of our own with the dirt that theirs have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wom_tui.desk import Desk
from wom_tui.domain.event import Event
from wom_tui.domain.work_order import WorkOrder
from wom_tui.importing.report import ImportReport
from wom_tui.importing.run import import_files
from wom_tui.presets.loader import load_preset
from wom_tui.store import journal
from wom_tui.store.replay import differences

DATA = Path(__file__).parent / "data" / "systems"

Counts = tuple[int, int, int, int]


def taken_in(desk: Desk, preset: str, *paths: Path, zone: str = "UTC") -> ImportReport:
    """Import files of a system."""
    return import_files(desk, paths, load_preset(preset), zone=zone)


def counts(report: ImportReport) -> Counts:
    """Created, updated, unchanged, rejected."""
    return report.created, report.updated, report.unchanged, report.rejected


def broken_promises(
    desk: Desk, preset: str, paths: Sequence[Path], zone: str, first: ImportReport
) -> Iterator[str]:
    """What an import promises and this one has not kept; imports the files again."""
    if first.read != sum(counts(first)):
        yield "a row is not counted, or counted twice"
    aside = {reject.line for reject in first.rejects}
    if len(aside) != first.rejected or any(not reject.reason for reject in first.rejects):
        yield "a row was put aside without a reason"
    if any(order.completed_at and order.completed_at < order.opened_at for order in orders_of(desk).values()):
        yield "an order ended before it was opened"
    before = desk.last_seq()
    again = taken_in(desk, preset, *paths, zone=zone)
    if counts(again) != (0, 0, first.read - first.rejected, first.rejected) or desk.last_seq() != before:
        yield f"the second import changed something: {counts(again)}"
    with desk.engine.connect() as connection:
        if list(differences(connection)):
            yield "the journal does not tell the tables"
        if not journal.verify(connection).is_whole:
            yield "the journal is not whole"


def orders_of(desk: Desk, source: str | None = None) -> dict[str, WorkOrder]:
    """Orders by their number in their own system."""
    found = desk.ask(lambda reader: reader.select(WorkOrder))
    return {order.external_id or "": order for order in found if source in (None, order.source)}


def history_of(desk: Desk, order: WorkOrder) -> list[Event]:
    """What the journal tells of an order."""
    return [event for event in desk.events() if event.subject == f"work_order:{order.id}"]
