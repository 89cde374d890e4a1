"""What does it cost that this one does an order, on that day, whenever it is? A stranger, a later day, a contractor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.planning.policy import Policy
from wom_tui.planning.snapshot import Ready


@dataclass(frozen=True, slots=True)
class Price:
    """Attributes:
    stranger: somebody else comes than was asked for.
    later: another day than the first.
    hired: what a contractor is paid.
    """

    stranger: int = 0
    later: int = 0
    hired: int = 0

    @property
    def total(self) -> int:
        return self.stranger + self.later + self.hired


def hired_price(job: Job, day: TechnicianDay, policy: Policy) -> int:
    """What it costs that a contractor does it."""
    return day.technician.fee_cents(int(day.lasts(job).total_seconds()) // 60) * policy.money // 100


class VehiclePrices:
    """The prices of each order on each shift; orders that have the same share one list."""

    def __init__(self, days: Mapping[int, TechnicianDay], policy: Policy) -> None:
        """From the day of each vehicle."""
        self._days, self._policy = days, policy
        self._first = min((day.on for day in days.values()), default=None)
        self._shifts: dict[int, list[int]] = {}
        for vehicle, day in days.items():
            self._shifts.setdefault(day.technician.id, []).append(vehicle)
        self._is_hiring = any(day.technician.fee_cents(60) for day in days.values())
        self._lists: dict[object, Mapping[int, int] | None] = {}

    def only_shift(self, technician: int | None) -> int | None:
        """The vehicle of who has but one: that one can be asked for without a price on all others."""
        own = self._shifts.get(technician or 0, ())
        return own[0] if len(own) == 1 else None

    def of(self, ready: Ready) -> Mapping[int, int] | None:
        """By vehicle; None where no vehicle has a price."""
        lasts = ready.job.duration if self._is_hiring else None
        key = (ready.job.order.priority, self._wanted(ready), lasts)
        if key not in self._lists:
            found = {vehicle: self.price(ready, vehicle).total for vehicle in self._days}
            self._lists[key] = found if any(found.values()) else None
        return self._lists[key]

    def price(self, ready: Ready, vehicle: int) -> Price:
        """What it is made of."""
        day, wanted = self._days[vehicle], self._wanted(ready)
        ahead = (day.on - self._first).days if self._first else 0
        return Price(
            stranger=self._policy.stranger if wanted not in (None, day.technician.id) else 0,
            later=ahead * self._policy.later_price(ready.job.order.priority),
            hired=hired_price(ready.job, day, self._policy),
        )

    def _wanted(self, ready: Ready) -> int | None:
        """Who is asked for and has several shifts; of a visit that is booked nobody but who has it."""
        wanted = ready.job.requirement.preferred_technician_id if ready.was is None else None
        return wanted if len(self._shifts.get(wanted or 0, ())) > 1 else None
