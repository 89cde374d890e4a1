"""What a row of a foreign file comes to: the order, its place and its end as they are told, or a reason why not.

What every row has are named tuples: they are made three times as fast as frozen classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from wom_tui.domain.intake.cell import folded
from wom_tui.domain.intake.position import Bounds, Point
from wom_tui.domain.site import GeocodeQuality
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority

_NO_BOUNDS: Mapping[str, Bounds] = MappingProxyType({})


class SiteDraft(NamedTuple):
    """A place as a row tells it. Two rows with the same key mean the same place."""

    key: str
    name: str
    address: str
    zone: str
    lat: float | None
    lon: float | None
    quality: GeocodeQuality
    is_remote: bool = False


class Ending(NamedTuple):
    """How and when an order ended.

    Attributes:
        at: never before the order was opened.
        is_dated: the row says when; else `at` is the opening.
        duplicate_of: external ids that the text names as the original's, likeliest first.
    """

    status: OrderStatus  # completed, closed or cancelled
    at: datetime
    code: str
    text: str
    duplicate_of: tuple[str, ...] = ()
    is_dated: bool = True


class FileDraft(NamedTuple):
    """A file as a row tells it: where it is, and what it is about in the words of the preset."""

    place: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactDraft:
    """A person to talk to. None of it goes into the journal."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedDraft:
    """When somebody is to come. Without an end: as long as the order takes."""

    start_at: datetime
    end_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """What only some systems tell. Empty: the row says nothing of it."""

    description: str = ""
    priority: Priority | None = None
    customer: str = ""
    contact: ContactDraft | None = None
    asset: str = ""
    duration_min: int | None = None
    earliest_start_at: datetime | None = None
    estimate_cents: int | None = None
    technician: str = ""
    planned: PlannedDraft | None = None


NO_DETAILS = Details()


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One row of an event log: when it was written, and what it says of all that makes an event."""

    at: datetime
    state: str  # one of STATES
    priority: Priority | None
    tags: tuple[str, ...]


class OrderDraft(NamedTuple):
    """An order as a row tells it, with names where the office has numbers."""

    line: int
    external_id: str
    title: str
    description: str
    work_type: str
    group: str
    opened_at: datetime
    due_at: datetime | None
    channel: str | None
    requester: str | None
    territory: str | None
    site: SiteDraft | None
    note: str  # what was said before an end: on orders that were opened again
    ending: Ending | None
    tags: tuple[str, ...]
    is_quarantined: bool  # its position cannot be trusted
    is_held: bool = False
    hold: HoldReason = HoldReason.OTHER  # what it waits for while it is held
    details: Details = NO_DETAILS
    files: tuple[FileDraft, ...] = ()
    history: tuple[Step, ...] = ()  # how it came to where it stands, where the file is an event log


@dataclass(frozen=True, kw_only=True)
class Reject:
    """A row that was put aside. The cell is named as the file names it."""

    line: int
    column: str
    reason: str
    value: str

    def as_dict(self) -> dict[str, object]:
        """The reject as JSON-ready data."""
        return {"line": self.line, "column": self.column, "reason": self.reason, "value": self.value}


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the office and the whole file say, as opposed to one row.

    Attributes:
        work_types: folded names of the types that the office has: see `folded`.
        territory_bounds: of the territories that the office has bounds for, by name.
        fake_positions: positions that too many rows without an address share.
        technicians: folded names and codes of those that the office has.
    """

    work_types: frozenset[str] = frozenset()
    territory_bounds: Mapping[str, Bounds] = field(default_factory=lambda: _NO_BOUNDS)
    fake_positions: frozenset[Point] = frozenset()
    technicians: frozenset[str] = frozenset()

    def is_stranger(self, technician: str) -> bool:
        """The office has no technician of that name or code."""
        return bool(technician) and folded(technician) not in self.technicians
