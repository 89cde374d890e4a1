"""Where does a visit stand that is being moved, and where did it stand? Ids and times; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from wom_tui.domain.worktime import Window

if TYPE_CHECKING:
    from wom_tui.commands.visit import AssignVisit
    from wom_tui.tui.changes import Changes

SHORTEST = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LanePlace:
    """Whose lane, and from when to when."""

    technician: int
    start_at: datetime
    end_at: datetime

    @property
    def window(self) -> Window:
        return Window(self.start_at, self.end_at)

    @property
    def length(self) -> timedelta:
        return self.end_at - self.start_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What is moved, in the version that was on the screen.

    Attributes:
        visit: None = the order has none yet, and gets one where it is dropped.
        visit_version: None = nobody has seen the visit; then the order's version counts.
        home: where it stands; None = nobody has it.
        is_sent: the technician was told of it.
    """

    order: int
    order_version: int
    visit: int | None
    visit_version: int | None
    label: str
    title: str
    home: LanePlace | None
    is_sent: bool = False

    def left_by(self, changes: Changes) -> Moved:
        """The same in the versions in which an act from here has left it."""
        return replace(
            self,
            order_version=changes.left(f"work_order:{self.order}", self.order_version),
            visit_version=self.visit_version and changes.left(f"visit:{self.visit}", self.visit_version),
        )


class MoveModel:
    """One visit between being taken up and being dropped.

    Attributes:
        what: the visit.
        place: where the ghost stands now.
        is_resized: its length was chosen; else whoever gets it takes as long as he or she takes.
    """

    def __init__(self, what: Moved, place: LanePlace) -> None:
        self.what, self.place = what, place
        self.is_resized = False

    @property
    def has_moved(self) -> bool:
        """It stands elsewhere than it did."""
        return self.place != self.what.home

    def shift(self, by: timedelta) -> None:
        """So much later, or earlier."""
        self._start(self.place.start_at + by)

    def shift_cell(self, cells: int, cell: timedelta) -> None:
        """To the edge of a cell so many further on: from 14:37 by one of ten minutes to 14:40."""
        whole = (self.place.start_at - _EPOCH) // cell
        is_between = _EPOCH + whole * cell != self.place.start_at
        if cells < 0 and is_between:
            whole += 1
        self._start(_EPOCH + (whole + cells) * cell)

    def _start(self, at: datetime) -> None:
        self.place = replace(self.place, start_at=at, end_at=at + self.place.length)

    def resize(self, by: timedelta) -> bool:
        """So much longer, or shorter; answers whether that is possible."""
        length = self.place.length + by
        if length < SHORTEST:
            return False
        self.place = replace(self.place, end_at=self.place.start_at + length)
        self.is_resized = True
        return True

    def go_to_lane(self, technician: int) -> None:
        """To another technician, at the same time."""
        self.place = replace(self.place, technician=technician)

    def step_lane(self, order: Sequence[int], lanes: int) -> None:
        """So many lanes down, or up, as they stand on the screen."""
        if self.place.technician not in order:
            return
        there = order.index(self.place.technician) + lanes
        self.go_to_lane(order[min(len(order) - 1, max(0, there))])

    def go_to(self, place: LanePlace) -> None:
        """To a place that was offered; a length that was chosen stays."""
        end_at = place.start_at + self.place.length if self.is_resized else place.end_at
        self.place = replace(place, end_at=end_at)

    def takes(self, end_at: datetime) -> None:
        """Whoever has it now takes until then, unless its length was chosen."""
        if not self.is_resized and end_at > self.place.start_at:
            self.place = replace(self.place, end_at=end_at)

    @property
    def asks_for_length(self) -> bool:
        """How long the technician takes is not known yet: another one, and no length was chosen."""
        home = self.what.home
        return not self.is_resized and (home is None or home.technician != self.place.technician)

    def as_of(self, what: Moved) -> None:
        """The visit as it is by now; the ghost stays where it is."""
        self.what = what

    def command(self) -> AssignVisit:
        """What dropping it here says: one act, in the version that was on the screen."""
        from wom_tui.commands.visit import AssignVisit

        what, place = self.what, self.place
        return AssignVisit(
            order=what.order,
            visit=what.visit,
            technician=place.technician,
            start_at=place.start_at,
            end_at=place.end_at,
            expect=what.visit_version,
            expect_order=what.order_version if what.visit_version is None else None,
        )

    @property
    def verb(self) -> str:
        """What it is called: a move, to somebody else, or for the first time."""
        home = self.what.home
        if home is None:
            return "assign"
        return "move" if home.technician == self.place.technician else "reassign"
