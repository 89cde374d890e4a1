"""Whose turn is first, what goes wrong on the road, and when does an order come back that was put away?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wom_tui.domain.states import VisitStatus
from wom_tui.domain.triage import (
    RANK,
    Cause,
    Reason,
    Stay,
    in_turn,
    is_worse,
    level_of,
    place_of,
    stay_cause,
    stay_causes,
)

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = 60 * MINUTE
V = VisitStatus


def place(
    reason: Reason, due_min: int | None = None, priority: int = 3, number: int = 1
) -> tuple[float, ...]:
    due_at = None if due_min is None else NOW + due_min * MINUTE
    return place_of([Cause(reason)], due_at=due_at, priority=priority, number=number)


def stay(order: int, start_min: int, minutes: int, status: V = V.DISPATCHED, travel_min: int = 0) -> Stay:
    start_at = NOW + start_min * MINUTE
    return Stay(order, 1, status, start_at, start_at + minutes * MINUTE, travel_min * 60)


def test_a_clock_that_has_run_out_comes_before_all_else_and_closing_last() -> None:
    in_order = [
        place(Reason.PAST_DUE, -10, priority=4),
        place(Reason.WARNING, 30),
        place(Reason.DRAFT, priority=1),
        place(Reason.OVERLAP, 300),
        place(Reason.NOBODY, 20),
        place(Reason.DRAFT),
        place(Reason.NOT_CLOSED, -900),
    ]

    assert sorted(in_order) == in_order


def test_what_is_late_already_goes_by_priority_and_all_else_by_what_is_due_sooner() -> None:
    assert place(Reason.PAST_DUE, -5, priority=1) < place(Reason.PAST_DUE, -900, priority=4)
    assert place(Reason.WARNING, 20, priority=4) < place(Reason.WARNING, 30, priority=1)
    assert place(Reason.NOBODY, 20) < place(Reason.NOBODY)


def test_the_loudest_cause_gives_the_level_and_stands_first() -> None:
    causes = [Cause(Reason.DUPLICATE), Cause(Reason.NOBODY), Cause(Reason.WARNING)]

    assert [cause.reason for cause in in_turn(causes)] == [Reason.WARNING, Reason.NOBODY, Reason.DUPLICATE]
    assert level_of(causes) == level_of([Cause(Reason.WARNING)]) < level_of([Cause(Reason.NOBODY)])


@pytest.mark.parametrize(
    ("status", "start_min", "expected"),
    [
        (V.DISPATCHED, 0, Reason.SILENT),
        (V.DISPATCHED, 1, None),
        (V.PLANNED, -1, Reason.UNSENT),
        (V.ACCEPTED, -4, None),
        (V.ACCEPTED, -5, Reason.LATE),
        (V.TRAVELLING, -30, Reason.LATE),
        (V.ON_SITE, -64, None),
        (V.ON_SITE, -65, Reason.OVER),
        (V.DONE, -90, None),
    ],
)
def test_a_visit_tells_by_itself_what_is_wrong_with_it(
    status: V, start_min: int, expected: Reason | None
) -> None:
    start_at = NOW + start_min * MINUTE

    cause = stay_cause(status, start_at, start_at + HOUR, NOW)

    assert (cause.reason if cause else None) == expected


def test_who_runs_over_is_late_for_the_next_by_the_way_there_too() -> None:
    found = dict(stay_causes([stay(1, -70, 60, V.ON_SITE), stay(2, 10, 30, travel_min=25)], NOW))

    assert found[1].reason is Reason.OVER
    assert found[2] == Cause(Reason.OVERLAP, 15, 1, NOW + 25 * MINUTE)


def test_who_came_late_is_done_as_much_later() -> None:
    first = replace(stay(1, -30, 60, V.ON_SITE), arrived_at=NOW - 10 * MINUTE)

    found = dict(stay_causes([first, stay(2, 35, 30, travel_min=5)], NOW))

    assert found == {2: Cause(Reason.OVERLAP, 20, 1, NOW + 55 * MINUTE)}


def test_what_fits_overlaps_with_nothing() -> None:
    found = list(stay_causes([stay(1, -30, 60, V.ON_SITE), stay(2, 50, 30, travel_min=15)], NOW))

    assert found == []


def test_only_what_is_louder_than_before_brings_an_order_back() -> None:
    nobody, warning = [Cause(Reason.NOBODY)], [Cause(Reason.WARNING)]

    assert not is_worse(nobody, [])
    assert is_worse(warning, [])
    assert not is_worse(warning, ["warning"])
    assert is_worse([Cause(Reason.PAST_DUE)], ["warning", "unsent"])
    assert not is_worse(warning, ["past_due"])


def test_every_reason_has_its_rank() -> None:
    assert list(RANK) == list(Reason)


def test_who_is_absent_is_told_before_that_their_visits_overlap() -> None:
    assert in_turn([Cause(Reason.OVERLAP), Cause(Reason.ABSENT)])[0].reason is Reason.ABSENT
