"""Home health care (HHCRSP): how near does the engine come to the published solutions, with every pair in step?

    python -m benchmarks.planner.hhcrsp --data DIR --budget 30 [--json FILE] [NAME...]

A visit of two caregivers is simultaneous, or one of them begins so much after the other; who is late pays.
The set's own objective: travel + lateness + the greatest lateness, a third of each (Mankowska, Meisel, Bierwirth 2014).
DIR holds the set as in GitHub `iolab-uniud/hhcrsp`, instances anywhere below it, published solutions in `solutions/`.
The judge reads both with the same eyes: a plan of `wom solve` becomes such a solution first. Nothing here imports the
product.

The engine has no price for the greatest lateness: a second run, for half of the time, lets nothing be later than three
quarters of what was the greatest in the first, and the better of both counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.planner.published import Result, run, solved

Raw = dict[str, Any]
UNIT = 1000  # the files' minutes have three places
NEVER = 10**8  # in the engine's units, later than any day
LEAVE = 10**9  # nobody is left out
EXACT = 2 / UNIT  # minutes; times are rounded to the unit on both sides


@dataclass(frozen=True)
class Stay:
    """One caregiver's visit: when it begins and how long it takes, in minutes."""

    patient: str
    service: str
    begun: float


Routes = dict[str, list[Stay]]  # by caregiver, in order


@dataclass(frozen=True, kw_only=True)
class Found:
    """Attributes:
    broken: the rules that are broken, in words.
    """

    travel: float
    late: float
    latest: float
    broken: list[str]

    @property
    def cost(self) -> float:
        return (self.travel + self.late + self.latest) / 3


def judged(instance: Raw, routes: Routes) -> Found:
    """What these routes cost, and which rules they break."""
    patients = {p["id"]: (row, p) for row, p in enumerate(instance["patients"], start=1)}
    able = {c["id"]: set(c["abilities"]) for c in instance["caregivers"]}
    way = instance["distances"]
    broken: list[str] = []
    begun: dict[tuple[str, str], tuple[str, float]] = {}
    travel = late = latest = 0.0
    for caregiver, stays in routes.items():
        here, free = 0, 0.0
        for stay in stays:
            row, patient = patients[stay.patient]
            who = f"{caregiver} at {stay.patient} for {stay.service}"
            lasts = {need["service"]: need["duration"] for need in patient["required_caregivers"]}
            opens, closes = patient["time_window"]
            travel += way[here][row]
            if stay.service not in able[caregiver] or stay.service not in lasts:
                broken.append(f"{who}: not able, or not asked for")
            if stay.begun < max(opens, free + way[here][row]) - EXACT:
                broken.append(f"{who}: begins before it can")
            if (stay.patient, stay.service) in begun:
                broken.append(f"{who}: a second time")
            begun[stay.patient, stay.service] = caregiver, stay.begun
            over = max(0.0, stay.begun - closes)
            late, latest = late + over, max(latest, over)
            here, free = row, stay.begun + lasts.get(stay.service, 0)
        travel += way[here][0] if stays else 0
    for patient in instance["patients"]:
        broken += _out_of_step(patient, begun)
    return Found(travel=travel, late=late, latest=latest, broken=broken)


def _out_of_step(patient: Raw, begun: dict[tuple[str, str], tuple[str, float]]) -> Iterator[str]:
    there = [begun.get((patient["id"], need["service"])) for need in patient["required_caregivers"]]
    if None in there:
        yield f"{patient['id']}: nobody came for one of the services"
        return
    if len(there) == 1:
        return
    (one, first), (other, second) = (visit for visit in there if visit is not None)
    least, most = _apart(patient)
    if one == other or not least - EXACT <= second - first <= most + EXACT:
        yield f"{patient['id']}: {one} and {other} are {second - first:.3f} apart, not {least} to {most}"


def _apart(patient: Raw) -> tuple[float, float]:
    """Least and most minutes from the begin of the first service to that of the second."""
    how = patient["synchronization"]
    least, most = how.get("distance", (0, 0)) if how["type"] == "sequential" else (0, 0)
    return least, most


# -- to the engine and back


def problem_of(instance: Raw, latest: float | None = None) -> Raw:
    """The document for `wom solve`: a job for each service that a patient needs, in the order of the file.

    Args:
        latest: minutes after its window at which a service may begin at the latest.
    """
    skill = {service["id"]: k for k, service in enumerate(instance["services"])}
    jobs: list[Raw] = []
    links: list[Raw] = []
    for row, patient in enumerate(instance["patients"], start=1):
        opens, closes = (_units(at) for at in patient["time_window"])
        by = NEVER if latest is None else closes + _units(latest)
        if len(patient["required_caregivers"]) > 1:
            least, most = (_units(at) for at in _apart(patient))
            id = len(jobs) + 1
            links.append({"first": id, "second": id + 1, "least": least, "most": most, "apart": True})
        jobs += [
            {
                "id": len(jobs) + k,
                "location_index": row,
                "service": _units(need["duration"]),
                "time_windows": [[opens, by]],
                "skills": [skill[need["service"]]],
                "x-wom": {"due": closes, "late_cost_per_min": 60, "unassigned_cost": LEAVE},
            }
            for k, need in enumerate(patient["required_caregivers"], start=1)
        ]
    vehicles = [
        {"id": k, "start_index": 0, "end_index": 0, "skills": [skill[name] for name in c["abilities"]]}
        for k, c in enumerate(instance["caregivers"], start=1)
    ]
    table = [[_units(way) for way in row] for row in instance["distances"]]
    return {
        "jobs": jobs,
        "vehicles": vehicles,
        "matrices": {"car": {"durations": table}},
        "x-wom": {"links": links},
    }


def _units(minutes: float) -> int:
    return round(minutes * UNIT)


def routes_of(instance: Raw, plan: Raw) -> Routes:
    """The routes of a plan of `wom solve`."""
    asked = [(p["id"], need["service"]) for p in instance["patients"] for need in p["required_caregivers"]]
    names = [c["id"] for c in instance["caregivers"]]

    def stay(step: Raw) -> Stay:
        patient, service = asked[step["id"] - 1]
        return Stay(patient, service, (step["arrival"] + step["waiting_time"]) / UNIT)

    return {
        names[route["vehicle"] - 1]: [stay(step) for step in route["steps"] if step["type"] == "job"]
        for route in plan["routes"]
    }


def published(solution: Raw) -> Routes:
    """The routes of a published solution; what it calls arrival is the begin."""
    return {
        route["caregiver_id"]: [
            Stay(at["patient"], at["service"], at["arrival_time"]) for at in route.get("locations", [])
        ]
        for route in solution["routes"]
    }


def best_of(instance: Raw, budget: float, seed: int) -> Found:
    """The better of two runs: as it is, and with less time for the latest."""
    first = judged(instance, routes_of(instance, solved(problem_of(instance), budget / 2, seed)))
    tighter = problem_of(instance, latest=first.latest * 0.75)
    second = judged(instance, routes_of(instance, solved(tighter, budget / 2, seed)))
    return min((first, second), key=lambda found: (len(found.broken), found.cost))


def told(file: Path, asked: argparse.Namespace) -> Result:
    """One instance, solved and judged."""
    instance = json.loads(file.read_text(encoding="utf-8"))
    known = None
    for other in (asked.data / "solutions").glob(f"sol-{file.stem}-*.json"):
        known = judged(instance, published(json.loads(other.read_text(encoding="utf-8"))))
        if known.broken:
            raise SystemExit(f"{other.name}: the judge and who published it do not agree: {known.broken[0]}")
    found = best_of(instance, asked.budget, asked.seed)
    return Result(
        name=file.stem,
        cost=found.cost,
        published=None if known is None else known.cost,
        broken=found.broken,
        terms={"travel": found.travel, "late": found.late, "latest": found.latest},
    )


def instances(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.json") if path.parent.name != "solutions")


if __name__ == "__main__":
    sys.exit(run("hhcrsp", instances, told))
