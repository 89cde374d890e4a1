"""Travel times among known places, worked out a whole row at a time.

A road graph answers one trip by a search over the streets, and all trips from one place by the same search.
So a planner that names its places first gets an answer for all of them with each new origin; an origin that
is never asked for costs nothing. The seconds are those of the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, runtime_checkable

from wom_tui.domain.place import Place, TravelTime


@runtime_checkable
class TravelTable(Protocol):
    """Travel times that can be had as a table."""

    def __call__(self, a: Place, b: Place) -> int:
        """Seconds from a to b."""

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Any:
        """The same, rows of origins, as an array with `tolist`."""


MOST = 2_000  # places whose rows are worth their room: of 10,000 all rows together are gigabytes


class TravelRows:
    """`TravelTime` over places named beforehand; any other pair goes to the source, and every one where there are many.

    Who plans with many takes them apart: see `among`.
    """

    def __init__(self, source: TravelTable, places: Iterable[Place]) -> None:
        self._source = source
        self._places = sorted(set(places), key=lambda p: (p.lat, p.lon))
        self._rows: dict[Place, dict[Place, int]] = {}
        self._whole: TravelMatrix | None = None

    def __call__(self, a: Place, b: Place) -> int:
        if self._whole is not None and a in self._whole and b in self._whole:
            return self._whole(a, b)
        row = self._rows.get(a)
        if row is None and len(self._places) > MOST:
            return self._source(a, b)
        if row is None:
            times = self._source.matrix([a], self._places).tolist()[0]
            row = self._rows[a] = dict(zip(self._places, times, strict=True))
        found = row.get(b)
        return self._source(a, b) if found is None else found

    def __len__(self) -> int:
        return len(self._places)

    def whole(self) -> TravelMatrix:
        """All ways among the places that are named, worked out at once and kept."""
        if self._whole is None:
            self._whole = TravelMatrix(self._places, self._source.matrix(self._places))
        return self._whole

    def among(self, places: Iterable[Place]) -> TravelRows:
        """The same times over fewer places."""
        return TravelRows(self._source, places)

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Any:
        """The source's own table."""
        return self._source.matrix(origins, destinations)


class TravelMatrix:
    """`TravelTime` among places all of whose ways are written out: it can go over a pipe."""

    def __init__(self, places: Sequence[Place], seconds: Any) -> None:
        """
        Args:
            seconds: whole numbers [from, to], in the order of the places.
        """
        self._seconds = seconds
        self._row = {place: row for row, place in enumerate(places)}

    def __call__(self, a: Place, b: Place) -> int:
        return int(self._seconds[self._row[a], self._row[b]])

    def __contains__(self, place: Place) -> bool:
        return place in self._row

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Any:
        """See `TravelTable`."""
        rows = [self._row[place] for place in origins]
        columns = rows if destinations is None else [self._row[place] for place in destinations]
        return self._seconds[rows][:, columns]


def by_rows(travel: TravelTime, places: Iterable[Place]) -> TravelTime:
    """The same times, by rows where the source has a table."""
    return TravelRows(travel, places) if isinstance(travel, TravelTable) else travel
