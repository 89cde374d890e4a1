"""What office is this: its name, its zone, whether it is a demonstration."""

from __future__ import annotations

from wom_tui.store import office
from wom_tui.store.office import Office
from wom_tui.store.reader import Reader


def office_settings(reader: Reader) -> Office:
    """The office's own settings."""
    return office.read(reader.connection)
