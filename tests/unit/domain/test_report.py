"""Which visit does a report mean that names none?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wom_tui.domain.report import Act, current, meant, meant_of_order
from wom_tui.domain.visit import Visit, VisitStatus

T0 = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
TONIGHT = T0 + timedelta(hours=15)
V = VisitStatus


def a_visit(id: int, status: VisitStatus, hour: int = 0) -> Visit:
    start_at = T0 + timedelta(hours=hour)
    return Visit(
        id=id,
        order_id=id,
        ordinal=1,
        status=status,
        technician_id=1,
        start_at=start_at,
        end_at=start_at + timedelta(hours=1),
    )


DAY = (
    a_visit(1, V.DONE, -2),
    a_visit(2, V.ON_SITE, -1),
    a_visit(3, V.ACCEPTED, 1),
    a_visit(4, V.DISPATCHED, 2),
    a_visit(5, V.PLANNED, 3),
    a_visit(6, V.DISPATCHED, 24),
)


@pytest.mark.parametrize(
    ("act", "id"),
    [
        (Act.ACCEPT, 4),
        (Act.DECLINE, 4),
        (Act.TRAVEL, 3),
        (Act.ARRIVE, 3),
        (Act.DONE, 2),
        (Act.FAIL, 2),
        (Act.NOTE, 2),
    ],
)
def test_a_report_means_the_visit_that_waits_for_it(act: Act, id: int) -> None:
    found = meant(act, DAY, TONIGHT)

    assert found is not None
    assert found.id == id


def test_nothing_is_meant_where_no_visit_of_today_waits_for_it() -> None:
    assert meant(Act.DONE, [a_visit(3, V.ACCEPTED, 1)], TONIGHT) is None
    assert meant(Act.ARRIVE, [a_visit(6, V.DISPATCHED, 24), a_visit(5, V.PLANNED)], TONIGHT) is None


def test_a_note_is_about_the_last_visit_where_none_is_to_come() -> None:
    found = meant(Act.NOTE, [a_visit(1, V.DONE, -3), a_visit(2, V.INCOMPLETE, -1)], TONIGHT)

    assert found is not None
    assert found.id == 2


def test_what_comes_first_is_where_somebody_is_then_where_they_go() -> None:
    for visits, id in ((DAY, 2), (DAY[2:], 3), (DAY[3:], 4), (DAY[4:], None)):
        found = current(visits, TONIGHT)
        assert (found.id if found else None) == id


def test_of_several_visits_to_an_order_those_are_meant_that_the_report_can_be_about() -> None:
    three = (a_visit(1, V.DONE, -2), a_visit(2, V.ACCEPTED, 1), a_visit(3, V.DISPATCHED, 2))

    assert [visit.id for visit in meant_of_order(Act.ARRIVE, three)] == [2, 3]
    assert [visit.id for visit in meant_of_order(Act.ACCEPT, three)] == [3]
    assert [visit.id for visit in meant_of_order(Act.DONE, three[:1])] == [1]
    assert [visit.id for visit in meant_of_order(Act.NOTE, three)] == [3]
