"""From the document of a VROOM problem (API v1, with `x-wom`) to a problem. What we do not know is refused, by name.

A member that says nothing (`"shipments": []`) is no trouble; one that would change the plan and is not supported, or
that nobody knows, is: a solver that ignores it answers another question than was asked.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from wom_tui.errors import InvalidInput
from wom_tui.planning.member import Member
from wom_tui.planning.problem import (
    FOREVER,
    MANDATORY,
    Depot,
    Job,
    Link,
    Matrix,
    Problem,
    Rest,
    Vehicle,
    Window,
)

_TOP = frozenset({"jobs", "vehicles", "matrices", "x-wom", "x-bench"})
_JOB = frozenset(
    """
    id description location location_index setup service setup_per_type service_per_type delivery pickup amount skills
    priority time_windows release x-wom
    """.split()
)
_JOB_OURS = frozenset(
    """
    unassigned_cost assigned stay_price keep_until pinned due late_cost_per_min release depot needs parts
    """.split()
)
_VEHICLE = frozenset(
    """
    id description start start_index end end_index time_window skills breaks capacity max_tasks max_travel_time
    speed_factor profile type x-wom
    """.split()
)
_VEHICLE_OURS = frozenset("overtime_max overtime_cost_per_min waiting_cost_per_min has parts".split())
_TOP_OURS = frozenset({"links", "depots", "matrix_file"})
_DEPOT = frozenset({"location_index", "service"})
_LINK = frozenset({"first", "second", "least", "most", "apart"})
_BREAK = frozenset({"id", "description", "time_windows", "service"})
_LONG = 10**9  # seconds, costs and amounts that are still numbers and not mistakes


def problem_of(document: Any, matrices: Mapping[str, Matrix] | None = None) -> Problem:
    """The problem of a document.

    Args:
        matrices: durations by profile that came in files of their own.

    Raises:
        InvalidInput: names the member, and what stands there.
    """
    top = Member("problem", document).known(_TOP)
    durations = {**_durations(top), **(matrices or {})}
    if not durations:
        raise InvalidInput("matrices", None, "durations: travel is not looked up here")
    places = min(len(table) for table in durations.values())
    ours = top.get("x-wom").known(_TOP_OURS)
    depots = tuple(_depot(m, places) for m in ours.get("depots").items())
    vehicles = tuple(_vehicle(m, durations, places) for m in top.get("vehicles").items())
    jobs = tuple(_job(m, places, len(depots)) for m in top.get("jobs").items())
    _each_once("jobs", (job.id for job in jobs))
    _each_once("vehicles", (vehicle.id for vehicle in vehicles))
    links = tuple(_link(m, {job.id for job in jobs}) for m in ours.get("links").items())
    return Problem(jobs=jobs, vehicles=vehicles, durations=durations, links=links, depots=depots)


def _each_once(where: str, ids: Iterable[int]) -> None:
    seen: set[int] = set()
    for id in ids:
        if id in seen:
            raise InvalidInput(f"{where}.id", id, "each id once")
        seen.add(id)


# -- travel


def _durations(top: Member) -> dict[str, Matrix]:
    found: dict[str, Matrix] = {}
    for profile in top.get("matrices").members():
        profile.known(frozenset({"durations"}))
        if not profile.get("durations").is_absent:
            found[profile.name.removeprefix("matrices.")] = table_of(
                f"{profile.name}.durations", profile.get("durations").value
            )
    return found


def table_of(name: str, rows: Any) -> Matrix:
    """A square table of whole seconds.

    Raises:
        InvalidInput: it is none.
    """
    try:
        table = np.asarray(rows)
    except ValueError:
        raise InvalidInput(name, "rows of different lengths", "a square table") from None
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise InvalidInput(name, "×".join(map(str, table.shape)), "a square table")
    if table.dtype.kind not in "iu":
        raise InvalidInput(name, f"entries of kind {table.dtype}", "whole seconds")
    if table.size and (table.min() < 0 or table.max() > _LONG):
        row, column = np.argwhere((table < 0) | (table > _LONG))[0]
        raise InvalidInput(f"{name}[{row}][{column}]", int(table[row, column]), f"seconds, 0 to {_LONG:,}")
    made: Matrix = table.astype(np.int32)
    return made


# -- jobs


def _job(member: Member, places: int, depots: int) -> Job:
    member.known(_JOB)
    ours = member.get("x-wom").known(_JOB_OURS)
    assigned = ours.get("assigned").whole(None)
    is_pinned = ours.get("pinned").flag()
    if is_pinned and assigned is None:
        raise InvalidInput(f"{member.name}.x-wom.pinned", "true", "`assigned` beside it")
    depot, parts = ours.get("depot"), ours.get("parts")
    if depot.is_absent and not parts.is_absent:
        raise InvalidInput(
            parts.name, parts.value, "`depot` beside it: where they are fetched when they are used up"
        )
    release = member.get("release").whole(0) or ours.get("release").whole(0)
    return Job(
        id=member.get("id").required().whole(0),
        place=member.get("location_index").required().whole(0, most=places - 1),
        service=member.get("service").whole(0, most=_LONG),
        setup=member.get("setup").whole(0, most=_LONG),
        service_by_type=_by_type(member.get("service_per_type")),
        setup_by_type=_by_type(member.get("setup_per_type")),
        windows=_released(_windows(member.get("time_windows")), release),
        skills=frozenset(member.get("skills").wholes()),
        delivery=tuple((member.get("delivery") or member.get("amount")).wholes(_LONG)),
        pickup=tuple(member.get("pickup").wholes(_LONG)),
        depot=_known_depot(depot, depots),
        needs=frozenset(ours.get("needs").wholes()),
        parts=tuple(parts.wholes(_LONG)),
        priority=member.get("priority").whole(0, most=100),
        unassigned_cost=ours.get("unassigned_cost").whole(MANDATORY, most=_LONG),
        assigned=assigned,
        stay_price=ours.get("stay_price").whole(0, most=_LONG),
        keep_until=ours.get("keep_until").whole(None),
        is_pinned=is_pinned,
        due=ours.get("due").whole(None),
        late_cost_per_min=ours.get("late_cost_per_min").whole(0, most=10**6),
    )


def _by_type(member: Member) -> dict[str, int]:
    return {m.name.rpartition(".")[2]: m.whole(0, most=_LONG) for m in member.members()}


def _windows(member: Member) -> tuple[Window, ...]:
    """Sorted, and apart; always, where there are none."""
    windows = sorted(_window(m) for m in member.items())
    for (_, closes), (opens, _) in pairwise(windows):
        if opens < closes:
            raise InvalidInput(member.name, f"{opens} before {closes}", "windows that do not overlap")
    return tuple(windows) or ((0, FOREVER),)


def _window(member: Member) -> Window:
    both = member.wholes()
    if len(both) != 2 or both[0] > both[1]:
        raise InvalidInput(member.name, both, "[from, to], in seconds")
    return min(both[0], FOREVER), min(both[1], FOREVER)


def _released(windows: Sequence[Window], release: int) -> tuple[Window, ...]:
    return tuple((max(opens, release), closes) for opens, closes in windows if closes >= release)


def _depot(member: Member, places: int) -> Depot:
    member.known(_DEPOT)
    place = member.get("location_index").required().whole(0, most=places - 1)
    return Depot(place=place, leaves=place, service=member.get("service").whole(0, most=_LONG))


def _known_depot(member: Member, depots: int) -> int | None:
    if not depots and not member.is_absent:
        raise InvalidInput(member.name, member.value, "`x-wom.depots` at the top")
    return member.whole(None, most=depots - 1)


def _link(member: Member, jobs: Container[int]) -> Link:
    member.known(_LINK)
    ends = [member.get(end).required() for end in ("first", "second")]
    first, second = (end.whole(0) for end in ends)
    for end, id in zip(ends, (first, second), strict=True):
        if id not in jobs:
            raise InvalidInput(end.name, id, "the id of a job")
    if first == second:
        raise InvalidInput(ends[1].name, second, "another job than the first")
    least, most = member.get("least").whole(0, most=_LONG), member.get("most").whole(FOREVER)
    if most < least:
        raise InvalidInput(f"{member.name}.most", most, f"{least:,} or more, which is the least")
    return Link(first, second, least, min(most, FOREVER), is_apart=member.get("apart").flag())


# -- vehicles


def _vehicle(member: Member, durations: Mapping[str, Matrix], places: int) -> Vehicle:
    member.known(_VEHICLE)
    ours = member.get("x-wom").known(_VEHICLE_OURS)
    for side in ("start", "end"):
        if not member.get(side).is_absent:
            member.get(f"{side}_index").required()
    profile = member.get("profile").text("car")
    if profile not in durations:
        raise InvalidInput(f"{member.name}.profile", profile, f"one of {', '.join(sorted(durations))}")
    breaks = sorted(map(_rest, member.get("breaks").items()), key=lambda r: (r.windows[0][0], r.closes, r.id))
    _each_once(f"{member.name}.breaks", (rest.id for rest in breaks))
    window, waiting = member.get("time_window"), ours.get("waiting_cost_per_min")
    if breaks and not waiting.is_absent:
        raise InvalidInput(waiting.name, waiting.value, "no breaks beside it: they would be waiting")
    return Vehicle(
        id=member.get("id").required().whole(0),
        start=member.get("start_index").whole(None, most=places - 1),
        end=member.get("end_index").whole(None, most=places - 1),
        window=(0, FOREVER) if window.is_absent else _window(window),
        skills=frozenset(member.get("skills").wholes()),
        breaks=tuple(breaks),
        capacity=tuple(member.get("capacity").wholes(_LONG)),
        has=frozenset(ours.get("has").wholes()),
        parts=tuple(ours.get("parts").wholes(_LONG)),
        max_tasks=member.get("max_tasks").whole(FOREVER),
        max_travel_time=member.get("max_travel_time").whole(FOREVER),
        speed_factor=_speed(member.get("speed_factor"), durations[profile]),
        profile=profile,
        type=member.get("type").text(""),
        overtime_max=ours.get("overtime_max").whole(0, most=_LONG),
        overtime_cost_per_min=ours.get("overtime_cost_per_min").whole(0, most=10**6),
        waiting_cost_per_min=waiting.whole(0, most=10**6),
    )


def _speed(member: Member, table: Matrix) -> float:
    """A speed at which the longest way is still a number of seconds and no mistake."""
    factor = member.positive(1.0)
    if table.max(initial=0) / factor > _LONG:
        raise InvalidInput(member.name, factor, f"ways of {_LONG:,} seconds at most")
    return factor


def _rest(member: Member) -> Rest:
    member.known(_BREAK)
    return Rest(
        id=member.get("id").required().whole(0),
        windows=_windows(member.get("time_windows")),
        service=member.get("service").whole(0, most=_LONG),
    )
