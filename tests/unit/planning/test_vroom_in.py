"""Is a member that cannot be used named, with what stands there?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.problems import any_problem
from wom_tui.errors import InvalidInput
from wom_tui.planning.vroom_in import problem_of


def put(document: Any, path: str, value: Any) -> None:
    """Put the value at the path, `jobs.0.x-wom.due`."""
    *way, last = path.split(".")
    for step in way:
        document = document[int(step)] if isinstance(document, list) else document.setdefault(step, {})
    document[int(last) if isinstance(document, list) else last] = value


REFUSED = {
    "shipments": ("shipments", [{"id": 1}], "shipments"),
    "a price of the vehicle": ("vehicles.0.costs", {"fixed": 100}, "vehicles[0].costs"),
    "a plan to be checked": ("vehicles.0.steps", [{"type": "start"}], "vehicles[0].steps"),
    "distances": ("matrices.car.distances", [[0]], "matrices.car.distances"),
    "what nobody knows": ("jobs.1.time_window", [0, 1], "jobs[1].time_window"),
    "a place that is no row": ("jobs.0.location_index", 99, "jobs[0].location_index"),
    "a text for a number": ("jobs.0.service", "an hour", "jobs[0].service"),
    "a broken number": ("jobs.0.service", 1.5, "jobs[0].service"),
    "less than nothing": ("vehicles.0.capacity", [-1], "vehicles[0].capacity[0]"),
    "no id": ("jobs.0.id", None, "jobs[0].id"),
    "an id twice": ("jobs.0.id", 2, "jobs.id"),
    "windows that overlap": ("jobs.0.time_windows", [[0, 5], [3, 9]], "jobs[0].time_windows"),
    "a window that ends first": ("jobs.0.time_windows", [[5, 0]], "jobs[0].time_windows[0]"),
    "pinned to nobody": ("jobs.0.x-wom", {"pinned": True}, "jobs[0].x-wom.pinned"),
    "a place by name alone": ("vehicles.0.start", [4.3, 50.8], "vehicles[0].start_index"),
    "a profile without a table": ("vehicles.0.profile", "bike", "vehicles[0].profile"),
    "no speed": ("vehicles.0.speed_factor", 0, "vehicles[0].speed_factor"),
    "so slow that nothing is reached": ("vehicles.0.speed_factor", 1e-9, "vehicles[0].speed_factor"),
    "rows of different lengths": ("matrices.car.durations.0", [0], "matrices.car.durations"),
    "a negative way": ("matrices.car.durations.2.3", -5, "matrices.car.durations[2][3]"),
    "a broken way": ("matrices.car.durations.2.3", 1.5, "matrices.car.durations"),
    "no travel": ("matrices", {}, "matrices"),
    "a list for an object": ("jobs.0.x-wom", [1], "jobs[0].x-wom"),
    "an object for a list": ("jobs.0.skills", {"1": True}, "jobs[0].skills"),
    "a link to nothing": ("x-wom.links", [{"first": 1, "second": 99}], "x-wom.links[0].second"),
    "a link to itself": ("x-wom.links", [{"first": 1, "second": 1}], "x-wom.links[0].second"),
    "a link to one side": ("x-wom.links", [{"second": 1}], "x-wom.links[0].first"),
    "a link without any distance": (
        "x-wom.links",
        [{"first": 1, "second": 2, "least": 5, "most": 4}],
        "x-wom.links[0].most",
    ),
    "a link of a kind that nobody knows": (
        "x-wom.links",
        [{"first": 1, "second": 2, "after": True}],
        "x-wom.links[0].after",
    ),
    "a depot that is not there": ("jobs.0.x-wom", {"depot": 0}, "jobs[0].x-wom.depot"),
    "parts that are fetched nowhere": ("jobs.0.x-wom", {"parts": [1]}, "jobs[0].x-wom.parts"),
    "a depot nowhere": ("x-wom.depots", [{"service": 60}], "x-wom.depots[0].location_index"),
    "of our own what we do not know": ("x-wom.plan", {"1": [2]}, "x-wom.plan"),
    "a break that depends on the load": (
        "vehicles.0.breaks",
        [{"id": 1, "time_windows": [[0, 9]], "max_load": [3]}],
        "vehicles[0].breaks[0].max_load",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_used_is_refused_by_its_name(what: str) -> None:
    path, value, named = REFUSED[what]
    document = any_problem(1)
    if path.endswith("start"):
        document["vehicles"][0].pop("start_index", None)
    put(document, path, value)

    with pytest.raises(InvalidInput) as refused:
        problem_of(document)

    assert refused.value.field == named


def test_waiting_has_no_price_where_there_are_breaks() -> None:
    document = any_problem(0)
    assert document["vehicles"][0]["breaks"]
    document["vehicles"][0]["x-wom"] = {"waiting_cost_per_min": 60}

    with pytest.raises(InvalidInput) as refused:
        problem_of(document)

    assert refused.value.field == "vehicles[0].x-wom.waiting_cost_per_min"


def test_a_member_that_says_nothing_is_no_trouble() -> None:
    document = any_problem(1) | {"shipments": [], "x-bench": {"seed": 1}}
    document["vehicles"][0] |= {"costs": {}, "description": "Kim"}

    assert problem_of(document).vehicles[0].id == 1


def test_a_release_cuts_the_windows() -> None:
    document = any_problem(1)
    document["jobs"][0] |= {"time_windows": [[0, 5], [8, 20], [30, 40]], "release": 10}

    assert problem_of(document).jobs[0].windows == ((10, 20), (30, 40))
