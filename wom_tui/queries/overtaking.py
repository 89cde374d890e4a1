"""What have others done to an order since somebody has read it?"""

from __future__ import annotations

from wom_tui.domain.fact import Fact
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import Conflict
from wom_tui.store.conflicts import conflict, has_moved_on
from wom_tui.store.reader import Reader


def overtaking(
    reader: Reader, number: int, version: int, visit: int | None, visit_version: int | None
) -> Conflict | None:
    """The refusal of an act on the order, else on that visit of it, in these versions; None where there is none."""
    read: tuple[tuple[type[Fact], int | None, int | None], ...] = (
        (WorkOrder, number, version),
        (Visit, visit, visit_version),
    )
    for cls, id, seen in read:
        now = reader.find(cls, id)
        if now is None or seen is None or now.version == seen:
            continue
        if has_moved_on(reader, cls, now.id, seen):
            return conflict(reader, cls, now.id, seen)
    return None
