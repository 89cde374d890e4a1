"""Technician routing (TRSP): how near does the engine come to the best known duration, with tools and parts fetched?

    python -m benchmarks.planner.trsp --data DIR --budget 30 [--json FILE] [NAME...]

A request needs a skill, tools and spare parts; who lacks one goes by the depot first, and has all from then on. The
set's own objective is the working duration of all technicians: from setting out to being home, waiting included
(Pillac, Gueret, Medaglia 2013). DIR holds the set as in GitHub `vpillac/vroom`, the best known values in `bks.json`.
The judge knows nothing of the engine, and nothing here imports the product.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from ast import literal_eval
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, hypot
from pathlib import Path
from typing import Any

from benchmarks.planner.published import Result, run, solved

UNIT = 1000  # whole numbers for the engine; ways are rounded up, so that what it can drive can be driven
LEAVE = 10**9  # nobody is left out
EXACT = 1e-6

_ROW = re.compile(
    r"\s*(\d+)\s+([\d.]+)\s+([\d.]+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\[.*?\])\s*(\[.*?\])\s*(\[.*?\])"
)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A row of the file: the depot, a technician's home with what is on board, or a request with what it needs."""

    id: int
    x: float
    y: float
    opens: float
    closes: float
    service: float
    skills: frozenset[int]
    tools: frozenset[int]
    parts: tuple[int, ...]

    def way(self, other: Spot) -> float:
        return hypot(self.x - other.x, self.y - other.y)


@dataclass(frozen=True, kw_only=True)
class Instance:
    depot: Spot
    crew: dict[int, Spot]
    requests: dict[int, Spot]


@dataclass(frozen=True)
class Stay:
    """A request in a route, and whether the way to it goes by the depot."""

    request: int
    by_depot: bool


Routes = dict[int, list[Stay]]  # by technician


def read(text: str) -> Instance:
    """An instance from its file."""
    lines = text.splitlines()
    head = next(k for k, line in enumerate(lines) if line.startswith("CREW"))
    crew = int(lines[head + 1].split()[0])
    spots = [_spot(found.groups()) for line in lines if (found := _ROW.match(line))]
    return Instance(
        depot=spots[0],
        crew={spot.id: spot for spot in spots[1 : crew + 1]},
        requests={spot.id: spot for spot in spots[crew + 1 :]},
    )


def _spot(row: Sequence[str]) -> Spot:
    id, x, y, opens, closes, service, skills, tools, parts = row
    return Spot(
        id=int(id),
        x=float(x),
        y=float(y),
        opens=float(opens),
        closes=float(closes),
        service=float(service),
        skills=frozenset(literal_eval(skills)),
        tools=frozenset(literal_eval(tools)),
        parts=tuple(literal_eval(parts)),
    )


# -- the judge


def judged(instance: Instance, routes: Routes) -> tuple[float, list[str]]:
    """The working duration of all, and the rules that are broken."""
    broken: list[str] = []
    done: list[int] = []
    duration = 0.0
    for technician, stays in routes.items():
        home = instance.crew[technician]
        stops = [instance.requests[stay.request] for stay in stays]
        broken += _lacking(home, stays, stops)
        done += [stop.id for stop in stops]
        lasts = _duration(home, stops, list(_legs(instance, home, stays)))
        if lasts is None:
            broken.append(f"{technician} is late somewhere")
        else:
            duration += lasts
    broken += [f"{id} is done {done.count(id)} times" for id in instance.requests if done.count(id) != 1]
    return duration, broken


def _lacking(home: Spot, stays: Sequence[Stay], stops: Sequence[Spot]) -> Iterator[str]:
    used = [0] * len(home.parts)
    has_all = False
    for stay, stop in zip(stays, stops, strict=True):
        has_all = has_all or stay.by_depot
        if not stop.skills <= home.skills:
            yield f"{home.id} lacks a skill for {stop.id}"
        if has_all:
            continue
        used = [before + taken for before, taken in zip(used, stop.parts, strict=True)]
        if not stop.tools <= home.tools or any(a > b for a, b in zip(used, home.parts, strict=True)):
            yield f"{home.id} lacks a tool or a part for {stop.id}"


def _legs(instance: Instance, home: Spot, stays: Sequence[Stay]) -> Iterator[float]:
    here = home
    for stay in stays:
        there = instance.requests[stay.request]
        by = instance.depot if stay.by_depot else None
        yield here.way(by) + by.way(there) if by else here.way(there)
        here = there
    yield here.way(home)


def _duration(home: Spot, stops: Sequence[Spot], legs: Sequence[float]) -> float | None:
    """From setting out, as late as possible, to being home; None where a window is missed."""
    early = home.opens
    for stop, leg in zip(stops, legs, strict=False):
        early = max(early + leg, stop.opens)
        if early > stop.closes + EXACT:
            return None
        early += stop.service
    early += legs[-1]
    if early > home.closes + EXACT:
        return None
    late = home.closes - legs[-1]
    for stop, leg in zip(reversed(stops), reversed(legs[:-1]), strict=True):
        late = min(late - stop.service, stop.closes) - leg
    work = sum(legs) + sum(stop.service for stop in stops)
    return max(work, early - late) if stops else 0.0


# -- to the engine and back


def problem_of(instance: Instance) -> dict[str, Any]:
    """The document for `wom solve`."""
    spots = [instance.depot, *instance.crew.values(), *instance.requests.values()]
    row = {spot.id: k for k, spot in enumerate(spots)}
    return {
        "jobs": [
            {
                "id": spot.id,
                "location_index": row[spot.id],
                "service": round(spot.service * UNIT),
                "time_windows": [[round(spot.opens * UNIT), round(spot.closes * UNIT)]],
                "skills": sorted(spot.skills),
                "x-wom": {
                    "unassigned_cost": LEAVE,
                    "depot": 0,
                    "needs": sorted(spot.tools),
                    "parts": list(spot.parts),
                },
            }
            for spot in instance.requests.values()
        ],
        "vehicles": [
            {
                "id": spot.id,
                "start_index": row[spot.id],
                "end_index": row[spot.id],
                "time_window": [round(spot.opens * UNIT), round(spot.closes * UNIT)],
                "skills": sorted(spot.skills),
                "x-wom": {
                    "has": sorted(spot.tools),
                    "parts": list(spot.parts),
                    "waiting_cost_per_min": 60,
                },
            }
            for spot in instance.crew.values()
        ],
        "matrices": {"car": {"durations": [[ceil(a.way(b) * UNIT) for b in spots] for a in spots]}},
        "x-wom": {"depots": [{"location_index": 0}]},
    }


def routes_of(plan: dict[str, Any]) -> Routes:
    """The routes of a plan of `wom solve`."""
    return {
        route["vehicle"]: [
            Stay(step["id"], "depot" in step.get("x-wom", {}))
            for step in route["steps"]
            if step["type"] == "job"
        ]
        for route in plan["routes"]
    }


def told(file: Path, asked: argparse.Namespace) -> Result:
    """One instance, solved and judged."""
    instance = read(file.read_text(encoding="utf-8"))
    known = json.loads((file.parent / "bks.json").read_text(encoding="utf-8"))
    plan = solved(problem_of(instance), asked.budget, asked.seed)
    duration, broken = judged(instance, routes_of(plan))
    best = known.get(file.stem.partition(".")[0], {}).get("duration")
    return Result(
        name=file.stem,
        cost=duration,
        published=best,
        broken=broken,
        terms={"travel": plan["x-wom"]["travel_s"] / UNIT},
    )


def instances(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt"))


if __name__ == "__main__":
    sys.exit(run("trsp", instances, told))
