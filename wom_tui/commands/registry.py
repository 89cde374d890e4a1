"""Which handler carries out which command: one dictionary, the whole wiring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wom_tui.commands import (
    ending,
    erasure,
    facts,
    hold,
    imports,
    line,
    order,
    plan,
    promise,
    roster,
    sla,
    undo,
    visit,
)
from wom_tui.commands.command import Command
from wom_tui.store.unit import Unit

Handler = Callable[[Any, Unit], None]

HANDLERS: dict[type[Command], Handler] = {
    order.CreateOrder: order.create_order,
    order.EditOrder: order.edit_order,
    order.SetPriority: order.set_priority,
    hold.HoldOrder: hold.hold_order,
    hold.ReleaseOrder: hold.release_order,
    ending.CancelOrder: ending.cancel_order,
    ending.CompleteOrder: ending.complete_order,
    ending.ReopenOrder: ending.reopen_order,
    order.ApproveOrder: order.approve_order,
    ending.CloseOrder: ending.close_order,
    visit.AssignVisit: visit.assign_visit,
    visit.AddVisit: visit.add_visit,
    visit.UnassignVisit: visit.unassign_visit,
    visit.DispatchVisit: visit.dispatch_visit,
    visit.AdvanceVisit: visit.advance_visit,
    visit.FailVisit: visit.fail_visit,
    visit.CancelVisit: visit.cancel_visit,
    visit.PinVisit: visit.pin_visit,
    promise.PromiseWindow: promise.promise_window,
    plan.AcceptPlan: plan.accept_plan,
    undo.Undo: undo.undo,
    undo.Redo: undo.redo,
    roster.AddUser: roster.add_user,
    roster.AddAbsence: roster.add_absence,
    facts.LoadFacts: facts.load_facts,
    erasure.EraseCustomer: erasure.erase_customer,
    line.DoLine: line.do_line,
    imports.ImportRows: imports.import_rows,
    sla.AcceptRules: sla.accept_rules,
}


def handler_of(command: Command) -> Handler:
    """The handler of a command."""
    return HANDLERS[type(command)]
