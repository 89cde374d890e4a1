"""What a planner is asked: jobs, vehicles, breaks and the travel between places, in whole seconds.

The words are those of vehicle routing, because that is what files for solvers speak of: a job is a visit to be planned,
a vehicle is a technician's day. `vroom_in` makes a problem from such a file; the engine and `proof` read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

FOREVER = 1 << 40  # later than any moment, and far from the limits of 64 bits
MANDATORY = 1_000_000  # what leaving a job out costs when nobody says
Window = tuple[int, int]  # first and last second at which something may begin
Matrix = npt.NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """A break: it begins inside one of its windows, anywhere between two services."""

    id: int
    windows: tuple[Window, ...]
    service: int

    @property
    def closes(self) -> int:
        """Who is back by then owes it no more."""
        return self.windows[-1][1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A visit to be planned.

    Attributes:
        place: row of the travel matrix.
        windows: when service may BEGIN, sorted and apart, `release` already taken into account.
        setup: seconds before the service, unless the vehicle is at the same place already.
        assigned: the vehicle that has it now; paid `stay_price` when it is not there in the plan.
        keep_until: it is moved as well, and paid the same, when it begins there later than that.
        due: service that begins later is paid by the minute.
    """

    id: int
    place: int
    service: int = 0
    setup: int = 0
    service_by_type: dict[str, int] = field(default_factory=dict)
    setup_by_type: dict[str, int] = field(default_factory=dict)
    windows: tuple[Window, ...] = ((0, FOREVER),)
    skills: frozenset[int] = frozenset()
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    priority: int = 0
    unassigned_cost: int = MANDATORY
    assigned: int | None = None
    stay_price: int = 0
    keep_until: int | None = None
    is_pinned: bool = False
    due: int | None = None
    late_cost_per_min: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Vehicle:
    """A technician's day: where and when it begins and ends, what can be done on it.

    Attributes:
        start, end: rows of the travel matrix; None where it begins or ends with the first or last job.
        breaks: in the order of their windows, which is the order they are taken in.
        overtime_max: seconds after the window's end at which it may still end, at a price.
    """

    id: int
    start: int | None
    end: int | None
    window: Window = (0, FOREVER)
    skills: frozenset[int] = frozenset()
    breaks: tuple[Rest, ...] = ()
    capacity: tuple[int, ...] = ()
    max_tasks: int = FOREVER
    max_travel_time: int = FOREVER
    speed_factor: float = 1.0
    profile: str = "car"
    type: str = ""
    overtime_max: int = 0
    overtime_cost_per_min: int = 0


@dataclass(frozen=True, kw_only=True)
class Problem:
    """All of it. Jobs and vehicles in the order in which they were given.

    Attributes:
        durations: by profile, seconds from row to column at a speed factor of 1.
        known: a plan that there is already, by vehicle its jobs in order: the search begins with it.
    """

    jobs: tuple[Job, ...]
    vehicles: tuple[Vehicle, ...]
    durations: dict[str, Matrix]
    known: Mapping[int, Sequence[int]] = field(default_factory=dict)

    @cached_property
    def job_of(self) -> dict[int, Job]:
        return {job.id: job for job in self.jobs}

    @cached_property
    def vehicle_of(self) -> dict[int, Vehicle]:
        return {vehicle.id: vehicle for vehicle in self.vehicles}

    @cached_property
    def _scaled(self) -> dict[tuple[str, float], Matrix]:
        return {}

    def travel(self, vehicle: Vehicle) -> Matrix:
        """Seconds between places for this vehicle, rounded half up."""
        if vehicle.speed_factor == 1.0:
            return self.durations[vehicle.profile]
        key = (vehicle.profile, vehicle.speed_factor)
        if key not in self._scaled:
            scaled = np.floor(self.durations[vehicle.profile] / vehicle.speed_factor + 0.5)
            self._scaled[key] = scaled.astype(np.int32)
        return self._scaled[key]

    def legs(self, vehicle: Vehicle, jobs: Sequence[Job]) -> list[int]:
        """Seconds from the start to the first job, from job to job, and from the last to the end."""
        travel = self.travel(vehicle)
        stops = [vehicle.start, *(job.place for job in jobs), vehicle.end]
        return [0 if a is None or b is None else int(travel[a, b]) for a, b in pairwise(stops)]


def is_able(vehicle: Vehicle, job: Job) -> bool:
    """Skills and pins allow it, whatever the time."""
    return job.skills <= vehicle.skills and not (job.is_pinned and job.assigned != vehicle.id)


def work_of(vehicle: Vehicle, job: Job, before: int | None) -> int:
    """Seconds from the begin of the service until the vehicle can go on.

    Args:
        before: the place it comes from.
    """
    setup = 0 if before == job.place else job.setup_by_type.get(vehicle.type, job.setup)
    return setup + job.service_by_type.get(vehicle.type, job.service)


def first_moment(windows: Sequence[Window], at: int) -> int | None:
    """The first moment not before `at` inside one of the windows."""
    return next((max(opens, at) for opens, closes in windows if at <= closes), None)
