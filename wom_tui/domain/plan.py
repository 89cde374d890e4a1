"""What a planner proposes: visits with their cost, the orders left over with the reason, and what it was based on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wom_tui.domain.states import TOLD
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.worktime import Window


@dataclass(frozen=True, kw_only=True)
class Was:
    """Where a visit stood that a plan moves.

    Attributes:
        is_told: the technician knows of it.
        promised: what the customer was told.
    """

    technician: int
    start_at: datetime
    end_at: datetime
    is_told: bool = False
    promised: Window | None = None

    @property
    def is_known(self) -> bool:
        """Somebody has been told of it, technician or customer."""
        return self.is_told or self.promised is not None


# What a line is about: an order, and one of its visits or a new one.
Key = tuple[int, int | None]


@dataclass(frozen=True, kw_only=True)
class PlannedVisit:
    """One line of a plan."""

    order: int
    visit: int | None = None  # a visit that is there already; None = a new one
    technician: int
    start_at: datetime
    end_at: datetime
    travel_s: int
    was: Was | None = None  # it is booked already, there and then

    @property
    def key(self) -> Key:
        return self.order, self.visit


@dataclass(frozen=True, kw_only=True)
class Unplanned:
    """An order that the plan leaves out, and why."""

    order: int
    reason: str
    violations: tuple[Violation, ...] = ()
    visit: int | None = None
    was: Was | None = None  # it was booked, and loses its place

    @property
    def key(self) -> Key:
        return self.order, self.visit


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a plan costs by its policy, in seconds of driving.

    Attributes:
        left_out: a rank rather than a price; see `planning/policy.py`.
        moved: visits by another than was asked for, or that are moved.
        later: of several days, visits on another day than the first.
        hired: what contractors are paid.
        uneven: work on shifts, the second hour dearer than the first.
    """

    left_out: int = 0
    late: int = 0
    travel_s: int = 0
    overtime: int = 0
    moved: int = 0
    later: int = 0
    hired: int = 0
    uneven: int = 0


@dataclass(frozen=True, kw_only=True)
class Search:
    """How a plan was searched for: with the same seed and iterations, or stages, it is found again.

    Attributes:
        stages: of a search that the clock ended, the steps that it made in each; of a day in sectors not known.
        terms: of all days together, where several were searched as one.
    """

    policy: str
    seed: int
    iterations: int
    terms: Terms
    stages: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A proposal for one day. Nothing is booked before it is accepted.

    Attributes:
        basis: the last event that the planner knew of.
        travel_s: travel that the proposed visits add, seconds.
        violations: what the verifier found; empty for any plan that is shown.
        travel_source: where the travel times come from.
        search: None where each order was placed in turn, and nothing was searched.
    """

    on: date
    basis: int
    visits: tuple[PlannedVisit, ...]
    unplanned: tuple[Unplanned, ...]
    travel_s: int
    violations: tuple[Violation, ...] = ()
    travel_source: str = ""
    search: Search | None = None


def was_of(visit: Visit) -> Was:
    """Where a booked visit stands."""
    assert visit.technician_id is not None and visit.start_at is not None and visit.end_at is not None
    return Was(
        technician=visit.technician_id,
        start_at=visit.start_at,
        end_at=visit.end_at,
        is_told=visit.status in TOLD,
        promised=visit.promised,
    )
