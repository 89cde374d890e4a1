"""Maintenance plans: each due day gets one order, and no second one; a plan pauses, goes on, ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from wom_tui.commands.command import Command, reasoned
from wom_tui.commands.order import CreateOrder, create_order
from wom_tui.domain.maintenance import (
    SOURCE,
    MaintenanceDue,
    MaintenancePlan,
    PlanState,
    ended_violations,
    moved_on,
    wanted,
)
from wom_tui.domain.policy import Role
from wom_tui.domain.technician import local_instant
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_calendar import DAY_MIN
from wom_tui.domain.work_type import INCOMPLETE, WorkType, asked
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.store.missing import missing_before_ready
from wom_tui.store.reader import EITHER, Reader
from wom_tui.store.unit import Unit
from wom_tui.store.upkeep import known_of, places_of, today_at, zones_of

LAPSED = "maintenance.lapsed"


@dataclass(frozen=True, kw_only=True)
class OpenMaintenance(Command):
    """Make the order of a maintenance plan for one of its due days; done already, it changes nothing."""

    plan: int
    due_on: date

    @property
    def summary(self) -> str:
        return f"maintenance of {self.due_on.isoformat()}"


def open_maintenance(command: OpenMaintenance, unit: Unit) -> None:
    plan = unit.get(MaintenancePlan, command.plan)
    made = unit.select(MaintenanceDue, plan_id=plan.id, due_on=command.due_on, is_withdrawn=EITHER)
    if made:
        unit.result["number"] = made[0].order_id
        return  # it is so already, or was taken back
    zone = zones_of(unit, [plan])[plan.id]
    known = known_of(unit, [plan], {plan.id: zone})[plan.id]
    if command.due_on not in wanted(plan, known, today_at(unit.at, zone)):
        raise Rejected([_lapsed(plan, command.due_on)])
    moved = moved_on(plan, known, command.due_on)
    create_order(_order_of(plan, command.due_on, moved, zone.key, unit), unit)
    number = int(unit.result["number"])
    due = MaintenanceDue(
        id=unit.new_id(MaintenanceDue), plan_id=plan.id, due_on=command.due_on, order_id=number
    )
    unit.save(due, "maintenance.opened")
    unit.heed(_draft_violations(unit, number))


def _draft_violations(reader: Reader, number: int) -> Iterator[Violation]:
    """Careful: an order that was made is a draft, and why; nothing of one that is ready."""
    if missing := missing_before_ready(reader, [number]).get(number):
        yield Violation(
            code=INCOMPLETE,
            message=f"order {number} is a draft; missing: {', '.join(map(asked, missing))}",
            hard=False,
            facts={"number": number, "fields": list(missing)},
        )


def _order_of(plan: MaintenancePlan, nominal: date, due_on: date, zone: str, unit: Unit) -> CreateOrder:
    """What a dispatcher would have typed.

    Args:
        nominal: the due day by the plan's interval; `due_on` is what days off have made of it.
    """
    instead = "" if due_on == nominal else f" instead of {nominal.isoformat()}"
    kind, site = unit.get(WorkType, plan.work_type_id), places_of(unit, [plan]).get(plan.id)
    opens_on, ends_on = plan.opens_on(due_on), plan.last_on(due_on)
    return CreateOrder(
        title=plan.title or plan.name,
        description=f"{kind.name}, due {due_on.isoformat()}{instead} by the maintenance plan {plan.name}",
        work_type=kind.id,
        site=site.id if site else None,
        asset=plan.asset_id,
        requester=f"maintenance plan {plan.name}",
        channel=SOURCE,
        source=SOURCE,
        required_by_at=local_instant(ends_on, DAY_MIN, zone),
        earliest_start_at=local_instant(opens_on, 0, zone),
    )


def _lapsed(plan: MaintenancePlan, due_on: date) -> Violation:
    return Violation(
        code=LAPSED,
        message=f"maintenance plan {plan.name} wants no order for {due_on.isoformat()}",
        facts={"plan": plan.id, "due": due_on.isoformat()},
    )


@dataclass(frozen=True, kw_only=True)
class MaintenanceCommand(Command):
    """A command about one maintenance plan that is there already."""

    needs: ClassVar[Role] = Role.MANAGER

    name: str

    def target(self, unit: Unit) -> MaintenancePlan:
        """The plan of that name."""
        return plan_named(unit, self.name)

    @property
    def summary(self) -> str:
        return f"{super().summary} {self.name}"


def plan_named(reader: Reader, name: str) -> MaintenancePlan:
    """The plan of that name, whatever the case.

    Raises:
        NotFound: there is none.
    """
    plans = reader.select(MaintenancePlan)
    found = next((plan for plan in plans if plan.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise NotFound("maintenance plan", name, sorted(plan.name for plan in plans)[:5])
    return found


@dataclass(frozen=True, kw_only=True)
class PauseMaintenance(MaintenanceCommand):
    """Let a maintenance plan rest, until a day or until somebody resumes it; its open orders stay."""

    reason: str
    until_on: date | None = None

    def check(self) -> None:
        super().check()
        reasoned(self.reason)


def pause_maintenance(command: PauseMaintenance, unit: Unit) -> None:
    plan = command.target(unit)
    unit.heed(ended_violations(plan, "paused"))
    if command.until_on is not None and command.until_on <= _today(plan, unit):
        raise InvalidInput("until", command.until_on.isoformat(), "a day that is still to come")
    paused = replace(
        plan, state=PlanState.PAUSED, reason=command.reason.strip(), paused_until_on=command.until_on
    )
    unit.save(paused, "maintenance.paused")


@dataclass(frozen=True, kw_only=True)
class ResumeMaintenance(MaintenanceCommand):
    """Let a paused maintenance plan go on; what was due in the pause is let go."""


def resume_maintenance(command: ResumeMaintenance, unit: Unit) -> None:
    plan = command.target(unit)
    unit.heed(ended_violations(plan, "resumed"))
    if plan.state is PlanState.RUNNING:
        return  # it is so already
    # Where the pause has ended by itself, what was due since then still counts.
    today, until = _today(plan, unit), plan.paused_until_on
    running = replace(
        plan,
        state=PlanState.RUNNING,
        reason="",
        paused_until_on=None,
        not_before_on=today if until is None else min(today, until),
    )
    unit.save(running, "maintenance.resumed")


@dataclass(frozen=True, kw_only=True)
class EndMaintenance(MaintenanceCommand):
    """End a maintenance plan, now or after a last due day; its open orders stay."""

    reason: str
    on: date | None = None  # the last due day; None = nothing is due any more

    def check(self) -> None:
        super().check()
        reasoned(self.reason)


def end_maintenance(command: EndMaintenance, unit: Unit) -> None:
    plan, reason = command.target(unit), command.reason.strip()
    unit.heed(ended_violations(plan, "ended again") if command.on is not None else ())
    if command.on is not None:
        unit.save(replace(plan, until_on=command.on, reason=reason), "maintenance.limited")
    elif plan.state is not PlanState.ENDED:
        unit.save(replace(plan, state=PlanState.ENDED, reason=reason), "maintenance.ended")


def _today(plan: MaintenancePlan, unit: Unit) -> date:
    return today_at(unit.at, zones_of(unit, [plan])[plan.id])
