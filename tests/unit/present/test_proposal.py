"""How is a line told that moves a visit from one technician to another?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from wom_tui.domain.plan import Plan, PlannedVisit, Was
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.worktime import Window
from wom_tui.planning.effort import Reached
from wom_tui.planning.shares import Share, Shares
from wom_tui.present.cells import plain
from wom_tui.present.proposal import Proposal, reached_words
from wom_tui.present.proposal_costs import cost_lines
from wom_tui.present.proposal_lanes import axis_of, chart_cells, pair_lines
from wom_tui.present.proposal_lines import move_line, move_words
from wom_tui.present.time_axis import Setting, axis_for
from wom_tui.queries.lane import Bar, Lane, Trouble, Watch

NOW = datetime(2026, 3, 2, 9, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
AT = Setting(now=NOW, zone=UTC)
MOVED = PlannedVisit(
    order=4417,
    visit=7,
    technician=2,
    start_at=NOW + 3 * HOUR,
    end_at=NOW + 4 * HOUR,
    travel_s=300,
    was=Was(technician=1, start_at=NOW + HOUR, end_at=NOW + 2 * HOUR),
)
SHARE = Share(late=12, travel=-4, moved=30)


def a_lane(id: int, name: str, *bars: Bar) -> Lane:
    shift = Window(NOW - 2 * HOUR, NOW + 6 * HOUR)
    return Lane(
        technician=id,
        code=name[:3],
        name=name,
        skill="",
        zone="UTC",
        shifts=(shift,),
        breaks=(),
        absences=(),
        bars=bars,
        load_percent=13 * len(bars),
        watch=Watch(trouble=Trouble.NONE),
        troubles=frozenset(),
    )


def a_bar(line: PlannedVisit, was: Was) -> Bar:
    return Bar(
        visit=line.visit or 0,
        version=1,
        ordinal=1,
        order=line.order,
        order_version=1,
        title="",
        technician=was.technician,
        status=VisitStatus.PLANNED,
        start_at=was.start_at,
        end_at=was.end_at,
        travel_s=0,
        is_pinned=False,
    )


@pytest.fixture
def proposal() -> Proposal:
    assert MOVED.was is not None
    return Proposal(
        plan=Plan(on=date(2026, 3, 2), basis=1, visits=(MOVED,), unplanned=(), travel_s=-240),
        about={},
        names={1: "Amadou Feldman", 2: "Dan Keane"},
        seconds=0.1,
        moves=(MOVED,),
        is_repair=True,
        costs=Shares(as_is=Share(unassigned=1, late=5, travel=60), by_line={(4417, 7, 2): SHARE}),
        lanes={1: a_lane(1, "Amadou Feldman", a_bar(MOVED, MOVED.was)), 2: a_lane(2, "Dan Keane")},
    )


def told(proposal: Proposal, width: int) -> str:
    return plain(move_line(proposal, MOVED, width, AT, is_taken=True, is_cursor=False, cursor_sign=">"))


def test_a_narrow_line_names_who_gets_it_and_a_wide_one_both(proposal: Proposal) -> None:
    assert "A. Feldman → Dan Keane" in told(proposal, 120)
    assert "→ Dan Keane" in told(proposal, 80)
    assert "Feldman" not in told(proposal, 80)


NIGHT = replace(MOVED, start_at=NOW + 16 * HOUR, end_at=NOW + 17 * HOUR)  # 01:40 on Tuesday


def by_night(proposal: Proposal) -> Proposal:
    shift = Window(NOW + 12 * HOUR, NOW + 20 * HOUR)
    lanes = {**proposal.lanes, 2: replace(proposal.lanes[2], shifts=(shift,))}
    return replace(proposal, plan=replace(proposal.plan, visits=(NIGHT,)), moves=(NIGHT,), lanes=lanes)


def test_a_visit_after_midnight_says_its_day(proposal: Proposal) -> None:
    seen = by_night(proposal)
    line = plain(move_line(seen, NIGHT, 120, AT, is_taken=True, is_cursor=False, cursor_sign=">"))
    words = " ".join(plain(one) for one in move_words(seen, NIGHT, AT, 120))

    assert " Tue 01:40 " in line
    assert "Tue 01:40–Tue 02:40   instead of Amadou Feldman 10:40" in words
    assert "Mon" not in told(proposal, 120)


def test_the_hours_reach_over_the_shift_of_who_works_by_night(proposal: Proposal) -> None:
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    day = axis_for([proposal.lanes[1].shifts[0]], midnight, NOW, UTC, chart_cells(120))

    night = axis_of(by_night(proposal), NIGHT, day, midnight)

    assert axis_of(proposal, MOVED, day, midnight) == day
    assert night.start_at <= NOW - 2 * HOUR
    assert night.end_at >= NOW + 20 * HOUR


def test_what_a_line_changes_ends_with_the_sum_of_its_terms(proposal: Proposal) -> None:
    assert told(proposal, 120).split()[-5:] == ["+12", "−4", "·", "+30", "+38"]
    assert told(proposal, 80).split()[-2:] == ["−4", "+38"]


def test_the_table_adds_the_change_to_what_is(proposal: Proposal) -> None:
    assert proposal.costs is not None
    _, as_is, proposed, change = map(plain, cost_lines(proposal.costs, proposal.costs.change, 120, AT))

    assert as_is.split()[-6:] == ["1", "5", "60", "0", "0", "65"]
    assert proposed.split()[-6:] == ["1", "17", "56", "0", "30", "103"]
    assert change.split()[-6:] == ["·", "+12", "−4", "·", "+30", "+38"]


def test_both_days_are_shown_the_visit_gone_from_one_and_come_to_the_other(proposal: Proposal) -> None:
    axis = axis_for(
        [lane.shifts[0] for lane in proposal.lanes.values()], NOW - 10 * HOUR, NOW, UTC, chart_cells(120)
    )

    _, before, after, before2, after2 = map(plain, pair_lines(proposal, MOVED, axis, AT))

    assert "A. Feldman" in before
    assert "4417−" in before
    assert "4417" not in after
    assert "Dan Keane" in before2
    assert "4417" not in before2
    assert "4417↔" in after2


def test_a_search_and_what_it_found_count_the_road_in_the_same_unit() -> None:
    assert reached_words(Reached(iterations=7, cost=1, left=2, travel_s=119_000)) == (
        "2 without a place, 1,983 min on the road, 7 steps"
    )
