"""Which state may follow which, what each needs, and who may do what: the tables, checked as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.office import HOUR, LIGHTS, T0, a_site
from wom_tui.commands.registry import HANDLERS
from wom_tui.domain import visit as visits
from wom_tui.domain import work_order as orders
from wom_tui.domain.policy import Actor, Role, allows, command_violations
from wom_tui.domain.site import GeocodeQuality
from wom_tui.domain.violation import CATALOGUE, Violation
from wom_tui.domain.visit import Visit, VisitStatus, order_status
from wom_tui.domain.work_order import Approval, OrderStatus, Priority, Requirement, WorkOrder
from wom_tui.domain.work_type import (
    RequiredFields,
    WorkType,
    approval_violations,
    completeness_percent,
    missing_fields,
)

S, V = OrderStatus, VisitStatus
OPEN = [S.DRAFT, S.READY, S.SCHEDULED, S.DISPATCHED, S.IN_PROGRESS, S.ON_HOLD]


def an_order(status: OrderStatus = S.READY, **given: Any) -> WorkOrder:
    fields: dict[str, Any] = {
        "title": "Light out",
        "description": "the third pole",
        "work_type_id": LIGHTS,
        "site_id": 1,
        "requester": "citizen",
        "channel": "phone",
    }
    return WorkOrder(id=7, status=status, opened_at=T0, **(fields | given))


NEEDS = Requirement(id=7, order_id=7, duration_min=60, skills=())


def may(a: OrderStatus, b: OrderStatus) -> bool:
    return not list(orders.transition_violations(an_order(a), b))


@pytest.mark.parametrize("status", OPEN)
def test_an_open_order_can_be_held_and_cancelled(status: OrderStatus) -> None:
    assert may(status, S.ON_HOLD)
    assert may(status, S.CANCELLED)


@pytest.mark.parametrize("status", [S.CLOSED, S.CANCELLED])
def test_what_has_ended_for_good_stays_as_it_is(status: OrderStatus) -> None:
    assert [other for other in S if other is not status and may(status, other)] == []


def test_a_completed_order_is_closed_or_opened_again_and_nothing_else() -> None:
    assert {other for other in S if other is not S.COMPLETED and may(S.COMPLETED, other)} == {
        S.CLOSED,
        S.READY,
    }


def test_only_completed_orders_are_closed_and_a_draft_is_not_completed() -> None:
    assert [a for a in S if a is not S.CLOSED and may(a, S.CLOSED)] == [S.COMPLETED]
    assert not may(S.DRAFT, S.COMPLETED)
    assert not may(S.DRAFT, S.SCHEDULED)


def test_an_order_on_hold_is_released_first_and_that_is_said() -> None:
    (refusal,) = orders.transition_violations(an_order(OrderStatus.ON_HOLD), OrderStatus.COMPLETED)

    assert refusal.message.endswith("cannot become completed; release it first")


def test_every_state_has_its_row_in_both_tables() -> None:
    assert set(orders.TRANSITIONS) == set(S)
    assert set(visits.VISIT_TRANSITIONS) == set(V)


def a_visit(status: VisitStatus, hour: int = 1, **given: Any) -> Visit:
    at = T0 + hour * HOUR
    fields: dict[str, Any] = {"technician_id": 1, "start_at": at, "end_at": at + HOUR}
    return Visit(id=hour, order_id=7, ordinal=hour, status=status, **(fields | given))


@pytest.mark.parametrize(
    ("states", "follows"),
    [
        ([], S.READY),
        ([V.PLANNED], S.SCHEDULED),
        ([V.DISPATCHED], S.DISPATCHED),
        ([V.ACCEPTED], S.DISPATCHED),
        ([V.TRAVELLING], S.DISPATCHED),
        ([V.ON_SITE], S.IN_PROGRESS),
        ([V.ON_SITE, V.PLANNED], S.IN_PROGRESS),
        ([V.DISPATCHED, V.PLANNED], S.DISPATCHED),
        ([V.DECLINED], S.READY),
        ([V.MISSED], S.READY),
        ([V.CANCELLED], S.READY),
        ([V.DECLINED, V.PLANNED], S.SCHEDULED),
    ],
)
def test_the_state_of_an_order_follows_from_its_visits(
    states: list[VisitStatus], follows: OrderStatus
) -> None:
    assert order_status([a_visit(s, hour) for hour, s in enumerate(states, start=1)]) is follows


def test_work_that_is_done_waits_for_its_completion_and_work_that_failed_for_the_next_visit() -> None:
    done = a_visit(V.DONE, 1, ended_at=T0 + HOUR)
    failed = a_visit(V.INCOMPLETE, 2, ended_at=T0 + 2 * HOUR)

    assert order_status([done]) is S.IN_PROGRESS
    assert order_status([done, failed]) is S.READY
    assert order_status([replace(done, ended_at=T0 + 3 * HOUR), failed]) is S.IN_PROGRESS


def test_a_visit_without_a_technician_or_a_time_makes_nothing_scheduled() -> None:
    waiting = a_visit(V.PLANNED, 1, technician_id=None, start_at=None, end_at=None)

    assert order_status([waiting]) is S.READY


@pytest.mark.parametrize(
    ("empty", "missing"),
    [
        ({"title": ""}, "title"),
        ({"work_type_id": None}, "work_type_id"),
        ({"site_id": None}, "site_id"),
        ({"requester": None}, "requester"),
        ({"description": ""}, "description"),
        ({"channel": None}, "channel"),
    ],
)
def test_to_leave_draft_an_order_needs_each_of_these(empty: dict[str, object], missing: str) -> None:
    site = None if "site_id" in empty else a_site(1)

    order = an_order(S.DRAFT, **empty)
    assert missing_fields(order, NEEDS, site, WorkType(id=LIGHTS, name="Light"), S.READY) == (missing,)


def test_duration_and_skills_are_stated_and_the_position_can_be_trusted() -> None:
    kind, site = WorkType(id=LIGHTS, name="Light"), a_site(1)
    unstated = replace(NEEDS, duration_min=None, skills=None)

    assert missing_fields(an_order(), unstated, site, kind, S.READY) == ("duration_min", "skills")
    fake = replace(site, geocode_quality=GeocodeQuality.SUSPICIOUS)
    assert missing_fields(an_order(), NEEDS, fake, kind, S.READY) == ("site_id",)
    assert missing_fields(an_order(), NEEDS, replace(fake, is_remote=True), kind, S.READY) == ()


def test_a_type_can_ask_for_more_and_later_states_ask_for_it_too() -> None:
    rules = (
        RequiredFields(state=S.SCHEDULED, fields=("asset_id",)),
        RequiredFields(state=S.COMPLETED, fields=("resolution_code",)),
    )
    kind = WorkType(id=LIGHTS, name="Light", required=rules)

    asked = {
        to: missing_fields(an_order(), NEEDS, a_site(1), kind, to)
        for to in (S.READY, S.SCHEDULED, S.COMPLETED)
    }

    assert asked == {S.READY: (), S.SCHEDULED: ("asset_id",), S.COMPLETED: ("asset_id", "resolution_code")}
    assert completeness_percent(an_order(), NEEDS, a_site(1), kind) == round(100 * 9 / 11)
    assert completeness_percent(an_order(), NEEDS, a_site(1), kind, S.CLOSED) == round(100 * 9 / 14)


def test_closing_needs_labour_materials_and_who_pays_and_none_used_is_an_answer() -> None:
    kind = WorkType(id=LIGHTS, name="Light")

    assert missing_fields(an_order(), NEEDS, a_site(1), kind, S.CLOSED) == (
        "labour_min",
        "materials",
        "cover",
    )
    booked = an_order(labour_min=0, materials=(), cover="contract")
    assert missing_fields(booked, NEEDS, a_site(1), kind, S.CLOSED) == ()


def test_an_approval_is_asked_for_by_the_type_or_by_the_estimate() -> None:
    by_type = WorkType(id=LIGHTS, name="Light", needs_approval=True)
    by_cost = WorkType(id=LIGHTS, name="Light", approval_above_cents=100_00)

    assert [v.code for v in approval_violations(an_order(), by_type)] == ["order.approval"]
    assert not list(approval_violations(an_order(approval=Approval.GIVEN), by_type))
    assert not list(approval_violations(an_order(estimate_cents=100_00), by_cost))
    assert [v.code for v in approval_violations(an_order(estimate_cents=100_01), by_cost)] == [
        "order.approval"
    ]


@pytest.mark.parametrize("command", HANDLERS, ids=lambda command: command.__name__)
def test_every_command_is_allowed_from_its_role_on_upwards(command: type) -> None:
    needs: Role = getattr(command, "needs", Role.DISPATCHER)
    for role in Role:
        refused = list(command_violations(Actor(name="x", role=role), needs, command.__name__))
        assert bool(refused) is not allows(role, needs)
    assert allows(Role.ADMIN, needs)
    assert not allows(Role.VIEWER, needs)


def test_nobody_but_an_admin_acts_for_another() -> None:
    for role in Role:
        actor = Actor(name="x", role=role, on_behalf_of="maria")
        codes = [v.code for v in command_violations(actor, Role.VIEWER, "look")]
        assert codes == ([] if role is Role.ADMIN else ["actor.role"])


def test_a_violation_has_a_code_from_the_catalogue() -> None:
    with pytest.raises(ValueError, match="catalogue"):
        Violation(code="made.up", message="no")
    assert all(code.count(".") == 1 for code in CATALOGUE)


def test_priorities_are_sorted_by_how_soon_it_matters() -> None:
    assert sorted(Priority) == [Priority.P1, Priority.P2, Priority.P3, Priority.P4]
