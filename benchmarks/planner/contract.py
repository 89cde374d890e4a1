"""What a problem of the race says: VROOM's document with `x-wom`, parsed strictly. The rules are in README.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

FOREVER = 1 << 60
MANDATORY = 1_000_000  # unassigned cost of a job that does not state one: "serve it"
Window = tuple[int, int]


class ProblemError(ValueError):
    """The problem uses something this bench does not define."""


@dataclass(frozen=True, slots=True)
class Break:
    id: int
    windows: tuple[Window, ...]
    service: int


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    loc: int
    setup: int
    service: int
    windows: tuple[Window, ...]
    skills: frozenset[int]
    delivery: tuple[int, ...]
    pickup: tuple[int, ...]
    priority: int
    unassigned_cost: int
    assigned: int | None
    stay_price: int
    pinned: bool
    due: int | None
    late_cost_per_min: int
    service_per_type: dict[str, int]
    setup_per_type: dict[str, int]


@dataclass(frozen=True, slots=True)
class Vehicle:
    id: int
    start: int | None
    end: int | None
    window: Window
    skills: frozenset[int]
    breaks: tuple[Break, ...]
    capacity: tuple[int, ...]
    max_tasks: int
    max_travel_time: int
    speed_factor: float
    profile: str
    type: str
    overtime_max: int
    overtime_cost_per_min: int


@dataclass(frozen=True, slots=True)
class Violation:
    kind: str
    detail: str
    vehicle: int | None = None
    job: int | None = None


def _windows(raw: Any) -> tuple[Window, ...]:
    return tuple(sorted((int(a), int(b)) for a, b in raw)) if raw else ((0, FOREVER),)


def earliest(windows: Sequence[Window], t: int) -> int | None:
    """First moment >= t inside one of the sorted windows."""
    for a, b in windows:
        if t <= b:
            return max(a, t)
    return None


class Problem:
    """A VROOM problem with everything the judge needs, parsed strictly."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        if raw.get("shipments"):
            raise ProblemError("shipments are outside this bench")
        self.durations: dict[str, list[list[int]]] = {
            name: m["durations"] for name, m in (raw.get("matrices") or {}).items() if "durations" in m
        }
        if not self.durations:
            raise ProblemError("no matrices.*.durations: there is nothing to judge travel against")
        self.jobs = {j.id: j for j in map(self._job, raw.get("jobs") or [])}
        self.vehicles = {v.id: v for v in map(self._vehicle, raw.get("vehicles") or [])}
        if len(self.jobs) != len(raw.get("jobs") or []) or len(self.vehicles) != len(
            raw.get("vehicles") or []
        ):
            raise ProblemError("job and vehicle ids must be unique")
        size = min(len(m) for m in self.durations.values())
        used = [j.loc for j in self.jobs.values()]
        used += [x for v in self.vehicles.values() for x in (v.start, v.end) if x is not None]
        if any(not 0 <= x < size for x in used):
            raise ProblemError("location_index outside the matrix")
        self._scaled: dict[tuple[str, float], list[list[int]]] = {}

    @staticmethod
    def _job(j: dict[str, Any]) -> Job:
        x = j.get("x-wom") or {}
        if "location_index" not in j:
            raise ProblemError(f"job {j.get('id')}: location_index is required")
        windows = _windows(j.get("time_windows"))
        release = int(j.get("release") or x.get("release") or 0)
        windows = tuple((max(a, release), b) for a, b in windows if b >= release)
        cost = x.get("unassigned_cost")
        prio = int(j.get("priority") or 0)
        assigned = x.get("assigned")
        due = x.get("due")
        pinned = bool(x.get("pinned"))
        if pinned and assigned is None:
            raise ProblemError(f"job {j['id']}: pinned without assigned")
        return Job(
            int(j["id"]),
            int(j["location_index"]),
            int(j.get("setup") or 0),
            int(j.get("service") or 0),
            windows,
            frozenset(j.get("skills") or ()),
            tuple(j.get("delivery") or j.get("amount") or ()),
            tuple(j.get("pickup") or ()),
            prio,
            MANDATORY if cost is None else int(cost),
            None if assigned is None else int(assigned),
            int(x.get("stay_price") or 0),
            pinned,
            None if due is None else int(due),
            int(x.get("late_cost_per_min") or 0),
            j.get("service_per_type") or {},
            j.get("setup_per_type") or {},
        )

    @staticmethod
    def _vehicle(v: dict[str, Any]) -> Vehicle:
        x = v.get("x-wom") or {}
        for side in ("start", "end"):
            if side in v and f"{side}_index" not in v:
                raise ProblemError(f"vehicle {v.get('id')}: {side}_index is required")
        breaks = [
            Break(int(b["id"]), _windows(b.get("time_windows")), int(b.get("service") or 0))
            for b in v.get("breaks") or ()
        ]
        if any("max_load" in b for b in v.get("breaks") or ()):
            raise ProblemError("breaks with max_load are outside this bench")
        breaks.sort(key=lambda b: (b.windows[0][0], b.windows[-1][1], b.id))
        a, b = v.get("time_window") or (0, FOREVER)
        return Vehicle(
            int(v["id"]),
            v.get("start_index"),
            v.get("end_index"),
            (int(a), int(b)),
            frozenset(v.get("skills") or ()),
            tuple(breaks),
            tuple(v.get("capacity") or ()),
            int(v.get("max_tasks", FOREVER)),
            int(v.get("max_travel_time", FOREVER)),
            float(v.get("speed_factor", 1.0)),
            v.get("profile", "car"),
            v.get("type", ""),
            int(x.get("overtime_max") or 0),
            int(x.get("overtime_cost_per_min") or 0),
        )

    def matrix(self, v: Vehicle) -> list[list[int]]:
        """Travel seconds for this vehicle, whole numbers."""
        if v.profile not in self.durations:
            raise ProblemError(f"vehicle {v.id}: no matrix for profile {v.profile!r}")
        if v.speed_factor == 1.0:
            return self.durations[v.profile]
        key = (v.profile, v.speed_factor)
        if key not in self._scaled:
            self._scaled[key] = [
                [int(d / v.speed_factor + 0.5) for d in row] for row in self.durations[v.profile]
            ]
        return self._scaled[key]

    def allowed(self, v: Vehicle, j: Job) -> bool:
        return j.skills <= v.skills and not (j.pinned and j.assigned != v.id)

    def legs(self, v: Vehicle, jobs: Sequence[Job]) -> list[int]:
        """Travel of start->first, first->second, ..., last->end."""
        m = self.matrix(v)
        stops = [v.start, *(j.loc for j in jobs), v.end]
        return [0 if a is None or b is None else int(m[a][b]) for a, b in pairwise(stops)]

    def work(self, v: Vehicle, j: Job, before: int | None) -> int:
        setup = j.setup_per_type.get(v.type, j.setup) if before != j.loc else 0
        return setup + j.service_per_type.get(v.type, j.service)


def load(path: str | Path) -> Problem:
    return Problem(json.loads(Path(path).read_text(encoding="utf-8")))
