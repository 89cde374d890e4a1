"""The alerts that come with the program, where each has something to tell: of whom, once, until when?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from tests.commands.typed import do
from tests.office import HOUR, KIM, LIGHTS, MINUTE, TREES, an_order, number_of
from tests.ruled import Ruled
from tests.upkeep import BOILER, with_plans
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import EditOrder
from wom_tui.domain.alert import AlertStatus
from wom_tui.domain.rule import Outcome
from wom_tui.domain.technician import SkillGrant
from wom_tui.domain.work_order import ChecklistItem
from wom_tui.domain.work_type import WorkType
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.alerts import Which
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

DAY = timedelta(days=1)
EVER = Which(status=frozenset(AlertStatus))


@dataclass(frozen=True)
class Case:
    """What happens to one of two orders, so that a rule has something to tell.

    Attributes:
        begin: on the office and the order that is meant.
        after: so long later it is told; a minute before that it is not.
        ends: what ends it.
        step: what is told of, where that is not the order.
    """

    begin: Callable[[Ruled, int], object]
    after: timedelta
    ends: Callable[[Ruled, int], object]
    subject: str = ""


def lines(*said: str) -> Callable[[Ruled, int], object]:
    return lambda office, n: do(office.desk, *(line.format(n=n) for line in said))


def completed(office: Ruled, n: int) -> None:
    office.desk.run(CompleteOrder(order=n, resolution_code="fixed"))


def completed_unanswered(office: Ruled, n: int) -> None:
    office.desk.run(EditOrder(order=n, changes=(("checklist", (ChecklistItem(text="Lamp on"),)),)))
    completed(office, n)


def asks_approval(office: Ruled, n: int) -> None:
    kind = office.desk.ask(Reader.get, WorkType, LIGHTS)
    office.desk.run(LoadFacts(facts=(replace(kind, approval_above_cents=30_000),), what="types"))
    do(office.desk, f"edit {n} estimate=400")


def needs_a_part(office: Ruled, n: int) -> None:
    do(office.desk, "warehouse main", "part PUMP-3 Pump", f"edit {n} parts=PUMP-3*2")


CASES = {
    "nobody-has-it": Case(lines("priority {n} 1"), 10 * MINUTE, lines("assign {n} kim 17:00")),
    "not-answered": Case(lines("assign {n} kim 17:00", "dispatch {n}"), 10 * MINUTE, lines("accept {n}")),
    "not-there": Case(lines("assign {n} kim 14:30", "dispatch {n}"), 46 * MINUTE, lines("arrive {n}")),
    "taking-longer": Case(
        lines("assign {n} kim 14:00", "dispatch {n}", "arrive {n}"), 75 * MINUTE, lines("done {n}")
    ),
    "technician-silent": Case(
        lines("assign {n} kim 14:30", "dispatch {n}"), 76 * MINUTE, lines("arrive {n}"), "technician:kim"
    ),
    "respond-warning": Case(
        lines("note {n} seen"), 96 * MINUTE, lines("assign {n} kim", "dispatch {n}", "arrive {n}")
    ),
    "respond-late": Case(
        lines("note {n} seen"), 120 * MINUTE, lines("assign {n} kim", "dispatch {n}", "arrive {n}")
    ),
    "resolve-warning": Case(lines("note {n} seen"), 408 * MINUTE, completed),
    "resolve-late": Case(lines("note {n} seen"), DAY, completed),
    "planned-too-late": Case(lines("assign {n} kim fri 15:00"), 5 * MINUTE, lines("move {n} 15:00")),
    "hold-review": Case(
        lines("hold {n} parts until 16:00"), 121 * MINUTE, lines("hold {n} parts until 20:00")
    ),
    "parts-short": Case(needs_a_part, 15 * MINUTE, lines("receive PUMP-3 5 main", "reserve {n} 2 PUMP-3")),
    "approval-waits": Case(asks_approval, timedelta(0), lines("approve {n}")),
    "checklist-open": Case(completed_unanswered, timedelta(0), lines("answer {n} 1 yes")),
    "not-closed": Case(completed, DAY, lines("close {n} labour=30m materials=none cover=contract")),
    "left-over": Case(
        lines("assign {n} kim 14:00", "dispatch {n}", "arrive {n}", "fail {n} gate locked"),
        30 * MINUTE,
        lines("assign {n} kim 17:00"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_tells_of_just_those_once_and_stops_when_that_ends(office: Ruled, order: int, name: str) -> None:
    case = CASES[name]
    number_of(office.desk, an_order(site=2, work_type=TREES))  # nothing happens to it
    office.enable(shipped_rules()[name])
    office.tick()
    case.begin(office, order)
    office.tick()
    if case.after:
        office.tick(case.after - MINUTE)
        assert office.told() == []
        office.tick(MINUTE)

    assert office.told() == [(case.subject or f"order:{order}", "open")]
    assert office.tick(MINUTE).outcomes == []
    case.ends(office, order)
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.told() == []
    assert [row.subject for row in office.alerts(EVER)] == [case.subject or f"order:{order}"]
    assert office.desk.ask(lambda reader: differences(reader.connection)) == []


def test_at_four_what_is_due_by_tomorrow_and_nobody_has_is_told_and_cleared_when_somebody_has_it(
    office: Ruled, order: int
) -> None:
    theirs, later = (number_of(office.desk, an_order(site=site)) for site in (2, 3))
    do(office.desk, f"assign {theirs} kim 17:00", f"edit {later} required_by=fri", f"note {later} not a lamp")
    switch_on(office, "tomorrow-unassigned")

    assert office.tick(2 * HOUR - MINUTE).outcomes == []
    office.tick(MINUTE)
    assert (f"order:{order}", "open") in office.told()
    assert f"order:{theirs}" not in dict(office.told())
    assert office.tick(MINUTE).outcomes == []
    do(office.desk, f"assign {order} kim tomorrow 15:00")
    office.tick(MINUTE)

    assert f"order:{order}" not in dict(office.told())


def test_one_alert_tells_of_all_late_orders_of_a_territory(office: Ruled, order: int) -> None:
    late = [order, *(number_of(office.desk, an_order()) for _ in range(9))]
    switch_on(office, "territory-late")
    office.tick()

    assert office.tick(2 * DAY).outcomes == [Outcome.DONE]
    assert office.told() == [("territory:West", "open")]
    for number in late[:2]:
        completed(office, number)
    assert office.tick(MINUTE).outcomes == []
    completed(office, late[2])
    office.tick(MINUTE)

    assert office.told() == []


def test_a_backlog_that_grows_old_is_told_by_territory(office: Ruled, order: int) -> None:
    numbers = [order, *(number_of(office.desk, an_order()) for _ in range(9))]
    switch_on(office, "backlog-old")

    assert office.tick(14 * DAY - HOUR).outcomes == []
    office.tick(HOUR + MINUTE)
    assert office.told() == [("territory:West", "open")]
    do(office.desk, *(f"assign {number} kim" for number in numbers[:3]))
    office.tick(MINUTE)

    assert office.told() == []


def test_a_repeat_is_told_when_it_comes_in(office: Ruled) -> None:
    with_plans(office.desk)
    first = number_of(office.desk, an_order(asset=BOILER))
    switch_on(office, "repeat-visit")
    completed(office, first)
    office.tick(3 * DAY)

    again = number_of(office.desk, an_order(asset=BOILER))
    office.tick()

    assert office.told() == [(f"order:{again}", "open")]


def test_a_certificate_that_ends_soon_is_told_with_the_visits_planned_after_that(
    office: Ruled, order: int
) -> None:
    do(office.desk, f"assign {order} kim fri 15:00")
    switch_on(office, "certificate-ends")
    switch_on(office, "certificate-visits")
    office.tick()
    assert office.told() == []

    certify(office, date(2026, 3, 4))
    office.tick(MINUTE)

    assert [row.subject for row in office.alerts()] == ["certificate:kim lights"] * 2
    assert {row.rule for row in office.alerts()} == {"certificate-ends", "certificate-visits"}
    assert office.alerts()[0].says.endswith(
        f"(lights of K. Moran, until 2026-03-04; planned after that: {order})"
    )
    assert office.tick(MINUTE).outcomes == []
    certify(office, date(2027, 3, 4))
    office.tick(MINUTE)
    assert office.told() == []


def test_an_order_that_may_be_another_is_told_with_the_line_that_makes_them_one(
    office: Ruled, order: int
) -> None:
    number_of(office.desk, an_order(site=4, title="Wires hang down"))
    switch_on(office, "duplicate-suspected")
    office.tick(10 * MINUTE)
    assert office.told() == []

    again = number_of(office.desk, an_order())
    office.tick(MINUTE)

    (alert,) = office.alerts()
    assert alert.subject == f"duplicate:{again}"
    assert alert.says.endswith(f"; if it is: merge {order} {again})")
    assert office.tick(MINUTE).outcomes == []
    do(office.desk, f"merge {order} {again}")
    office.tick(MINUTE)
    assert office.told() == []


def test_an_office_is_told_when_no_file_has_come_for_a_day(
    office: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(office, "files-stale")
    assert office.tick(2 * DAY).outcomes == []  # none ever came

    last_at = office.clock.at
    monkeypatch.setattr("wom_tui.store.imports.last_at", lambda _: last_at)
    assert office.tick(DAY).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.told() == [("office", "open")]
    last_at = office.clock.at
    office.tick(MINUTE)

    assert office.told() == []


def switch_on(office: Ruled, name: str) -> None:
    office.enable(shipped_rules()[name])


def certify(office: Ruled, until: date) -> None:
    """How long K. Moran may do lights."""
    (known,) = office.desk.ask(Reader.select, SkillGrant, technician_id=KIM)
    office.desk.run(LoadFacts(facts=(replace(known, valid_to_on=until),), what="skills"))
