"""The two clocks of a work order, made from what the order itself keeps: its opening, holds, policies and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.sla.clock import Clock, Course, Pause, TargetChange, clock
from wom_tui.domain.sla.policy import SlaPolicy, Target, choose_policy
from wom_tui.domain.work_calendar import WorkCalendar
from wom_tui.domain.work_order import Hold, HoldReason, PolicyChange, WorkOrder


@dataclass(frozen=True, kw_only=True)
class Life:
    """Of an order only what moves its clocks. Fields are those of `WorkOrder`."""

    opened_at: datetime
    responded_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    holds: tuple[Hold, ...]
    policies: tuple[PolicyChange, ...]


@dataclass(frozen=True)
class SlaRules:
    """All policies and calendars of the office, by id; those that were withdrawn hold for orders of their time only."""

    policies: Mapping[int, SlaPolicy] = field(default_factory=dict)
    calendars: Mapping[int, WorkCalendar] = field(default_factory=dict)

    def policy_for(self, order: WorkOrder, customer_class: str | None, zone: str) -> SlaPolicy | None:
        """The policy that holds for the order, by the day on which it was opened where the site is."""
        return choose_policy(
            [policy for policy in self.policies.values() if not policy.is_withdrawn],
            work_type_id=order.work_type_id,
            customer_class=customer_class,
            priority=int(order.priority),
            opened_on=order.opened_at.astimezone(ZoneInfo(zone)).date(),
        )

    def stops_clock(self, policy_id: int | None, reason: HoldReason) -> bool:
        """A hold for that reason stops the clock. Without a policy there is no clock to run on."""
        policy = self.policies.get(policy_id) if policy_id is not None else None
        return policy is None or reason.value in policy.pausing_reasons


def respond_course(order: WorkOrder | Life, rules: SlaRules) -> Course | None:
    """What moves the respond clock; None where nothing was agreed."""
    return _course(order, rules, "respond", order.responded_at or order.cancelled_at)


def resolve_course(order: WorkOrder | Life, rules: SlaRules) -> Course | None:
    """What moves the resolve clock; None where nothing was agreed."""
    return _course(order, rules, "resolve", order.completed_at or order.cancelled_at)


def _course(
    order: WorkOrder | Life, rules: SlaRules, which: str, stopped_at: datetime | None
) -> Course | None:
    steps = [(change, rules.policies.get(change.policy_id or 0)) for change in order.policies]
    known = [(change, policy) for change, policy in steps if policy is not None]
    if not known or all(_target(policy, which) is None for _, policy in known):
        return None
    first = steps[0][1]
    start = known[0][1]
    return Course(
        opened_at=order.opened_at,
        target=_target(first, which) if first else None,
        calendar=rules.calendars[start.calendar_id],
        pauses=tuple(
            Pause(start_at=h.from_at, end_at=h.to_at, reason=h.reason.value, stops_clock=h.stops_clock)
            for h in order.holds
        ),
        changes=tuple(
            TargetChange(
                at=change.at,
                target=_target(policy, which) if policy else None,
                calendar=rules.calendars[policy.calendar_id] if policy else None,
                why=policy.name if policy else "no policy",
            )
            for change, policy in steps[1:]
        ),
        stopped_at=stopped_at,
    )


def _target(policy: SlaPolicy, which: str) -> Target | None:
    return policy.respond if which == "respond" else policy.resolve


def warn_share(order: WorkOrder, rules: SlaRules) -> float:
    """From which share of the target on the order is warned about."""
    policy = rules.policies.get(order.policies[-1].policy_id or 0) if order.policies else None
    return policy.warn_share if policy else 0.75


def read(course: Course | None, order: WorkOrder, rules: SlaRules, now: datetime) -> Clock | None:
    """The clock at that moment; None where there is none."""
    return None if course is None else clock(course, now=now, warn_share=warn_share(order, rules))


def with_policy(order: WorkOrder, policy: SlaPolicy | None, at: datetime) -> WorkOrder:
    """The order with that policy from now on; the first one holds from the opening."""
    policy_id = policy.id if policy else None
    if not order.policies:
        first = PolicyChange(at=order.opened_at, policy_id=policy_id)
        return replace(order, policies=(first,)) if policy else order
    if order.policies[-1].policy_id == policy_id:
        return order
    return replace(
        order,
        policies=(*order.policies, PolicyChange(at=max(at, order.policies[-1].at), policy_id=policy_id)),
    )


def with_dues(order: WorkOrder, rules: SlaRules, now: datetime) -> WorkOrder:
    """The order with the moments that its clocks lead to, as they stand now.

    Where no policy gives a resolve due, the one that the source brought is kept to.
    """
    respond = resolve = None
    if order.policies:
        respond = read(respond_course(order, rules), order, rules, now)
        resolve = read(resolve_course(order, rules), order, rules, now)
    moments = (
        respond.due_at if respond else None,
        respond.warn_at if respond else None,
        resolve.due_at if resolve else order.imported_due_at or order.required_by_at,
        resolve.warn_at if resolve else None,
    )
    if moments == (order.respond_due_at, order.respond_warn_at, order.resolve_due_at, order.resolve_warn_at):
        return order  # most often; a copy of an order is not free
    respond_due_at, respond_warn_at, resolve_due_at, resolve_warn_at = moments
    return replace(
        order,
        respond_due_at=respond_due_at,
        respond_warn_at=respond_warn_at,
        resolve_due_at=resolve_due_at,
        resolve_warn_at=resolve_warn_at,
    )
