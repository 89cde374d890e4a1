"""Is a plan of `wom solve` with a depot judged by the set's own rules, and is what is missing on board seen?"""

from __future__ import annotations

import pytest

from benchmarks.planner.trsp import Routes, Stay, judged, problem_of, read, routes_of
from wom_tui.planning import vroom_in
from wom_tui.planning.engine.search import search
from wom_tui.planning.proof import verdict_on
from wom_tui.planning.vroom_out import document_of

TEXT = """T1

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
1      2       2       1

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    30    40    0      900    0      [] 	[] 	[]
1    0     0     0      900    0      [0] 	[1] 	[1]
2    0     10    0      900    5      [0] 	[1] 	[1]
3    0     20    200    300    5      [0] 	[] 	[1]
"""


@pytest.fixture(scope="module")
def routes() -> Routes:
    problem = vroom_in.problem_of(problem_of(read(TEXT)))
    found = search(problem, 1, lambda _: 0.0, iterations=20)
    return routes_of(document_of(problem, verdict_on(problem, found.routes), {}))


def test_a_plan_goes_by_the_depot_when_the_parts_are_used_up(routes: Routes) -> None:
    duration, broken = judged(read(TEXT), routes)

    assert broken == []
    assert routes == {1: [Stay(2, by_depot=False), Stay(3, by_depot=True)]}
    by_depot = (30**2 + 30**2) ** 0.5 + (30**2 + 20**2) ** 0.5
    assert duration == pytest.approx(10 + 5 + by_depot + 5 + 20)  # who sets out late does not wait


@pytest.mark.parametrize(
    ("stays", "said"),
    [
        ([Stay(2, by_depot=False), Stay(3, by_depot=False)], "1 lacks a tool or a part for 3"),
        ([Stay(2, by_depot=True)], "3 is done 0 times"),
        ([Stay(3, by_depot=True), Stay(3, by_depot=False), Stay(2, by_depot=False)], "3 is done 2 times"),
    ],
)
def test_what_breaks_a_rule_is_named(stays: list[Stay], said: str) -> None:
    assert said in judged(read(TEXT), {1: stays})[1]
