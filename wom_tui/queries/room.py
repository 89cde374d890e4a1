"""Where is room in the next days? The gaps of all technicians, read once and kept as long as nobody writes."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Lock

from wom_tui.domain.place import TravelTime
from wom_tui.domain.technician import Technician
from wom_tui.planning.openings import Openings
from wom_tui.store import journal
from wom_tui.store.days import technician_days
from wom_tui.store.reader import Reader


class Room:
    """The gaps of some days, as they are after the last event."""

    def __init__(self, travel: TravelTime) -> None:
        self._travel = travel
        self._lock = Lock()
        self._kept: tuple[int, date, int, Openings] | None = None

    def of(self, reader: Reader, first: date, days: int) -> Openings:
        """The gaps of everybody who works here; read anew only after a write, or for other days.

        Args:
            first: the first local day.
            days: so many days from then on.
        """
        basis = journal.count(reader.connection)
        with self._lock:
            if self._kept is None or self._kept[:3] != (basis, first, days):
                self._kept = (basis, first, days, self.read(reader, first, days))
            return self._kept[3]

    def read(self, reader: Reader, first: date, days: int) -> Openings:
        """The same, read now and not kept: for a day that is looked at once."""
        technicians = reader.select(Technician, is_active=True)
        ahead = (first + timedelta(days=n) for n in range(days))
        return Openings(
            day for on in ahead for day in technician_days(reader, technicians, on, self._travel).values()
        )
