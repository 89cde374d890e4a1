"""Does a file that is imported again change nothing, and is nothing left of it once it is taken back?"""

from __future__ import annotations

from wom_tui.desk import Desk
from wom_tui.importing.report import ImportReport
from wom_tui.importing.undo import undo_import
from wom_tui.store.replay import differences


def changed_nothing(desk: Desk, seq: int, first: ImportReport, second: ImportReport) -> None:
    """The second time every row was known, or is refused as before.

    Args:
        seq: the last event after the first time.
    """
    assert (second.created, second.updated, second.rejected) == (0, 0, first.rejected)
    assert desk.last_seq() == seq


def goes_back(desk: Desk, report: ImportReport) -> None:
    """Taken back, the journal still tells the tables."""
    if report.import_id:
        undo_import(desk, report.import_id)
    with desk.engine.connect() as connection:
        assert not list(differences(connection))
