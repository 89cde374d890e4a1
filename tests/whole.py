"""Is the journal whole, and does it tell the tables as they are?"""

from __future__ import annotations

from wom_tui.desk import Desk
from wom_tui.store import journal
from wom_tui.store.replay import differences


def is_whole(desk: Desk, noted: journal.Head | None = None) -> bool:
    """Whether the journal is an unbroken chain; what it tells otherwise than the tables is said at once.

    Args:
        noted: what somebody has written down of its end before; it has to go on from there.
    """
    with desk.engine.connect() as connection:
        found = differences(connection)
        assert not found, found
        return journal.verify(connection, noted).is_whole
