"""Which handler carries out which command: one dictionary, the whole wiring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wom_tui.commands import (
    attachment,
    branch,
    ending,
    erasure,
    facts,
    feedback,
    hold,
    imports,
    line,
    merge,
    order,
    part,
    plan,
    promise,
    purchase,
    records,
    removal,
    request,
    reservation,
    roster,
    site,
    sla,
    snooze,
    stock,
    swap,
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
    merge.MergeOrder: merge.merge_order,
    order.ApproveOrder: order.approve_order,
    ending.CloseOrder: ending.close_order,
    snooze.SnoozeOrder: snooze.snooze_order,
    snooze.WakeOrder: snooze.wake_order,
    attachment.AttachFile: attachment.attach_file,
    attachment.DetachFile: attachment.detach_file,
    feedback.RecordFeedback: feedback.record_feedback,
    visit.AssignVisit: visit.assign_visit,
    swap.SwapVisits: swap.swap_visits,
    visit.AddVisit: visit.add_visit,
    visit.UnassignVisit: visit.unassign_visit,
    visit.DispatchVisit: visit.dispatch_visit,
    visit.AdvanceVisit: visit.advance_visit,
    visit.FailVisit: visit.fail_visit,
    visit.CancelVisit: visit.cancel_visit,
    visit.PinVisit: visit.pin_visit,
    promise.PromiseWindow: promise.promise_window,
    plan.AcceptPlan: plan.accept_plan,
    branch.NewBranch: branch.new_branch,
    branch.ChangeBranch: branch.change_branch,
    branch.DropBranch: branch.drop_branch,
    branch.MergeBranch: branch.merge_branch,
    part.PutPart: part.put_part,
    part.AddWarehouse: part.add_warehouse,
    part.SetMinimum: part.set_minimum,
    stock.ReceiveStock: stock.receive_stock,
    stock.AdjustStock: stock.adjust_stock,
    stock.MoveStock: stock.move_stock,
    purchase.PurchasePart: purchase.purchase_part,
    purchase.ChangeEta: purchase.change_eta,
    purchase.TakeDelivery: purchase.take_delivery,
    purchase.CallOffPurchase: purchase.call_off_purchase,
    reservation.ReservePart: reservation.reserve_part,
    reservation.SupplyOrder: reservation.supply_order,
    reservation.UnreservePart: reservation.unreserve_part,
    reservation.UsePart: reservation.use_part,
    undo.Undo: undo.undo,
    undo.Redo: undo.redo,
    request.ReceiveRequest: request.receive_request,
    request.ConvertRequest: request.convert_request,
    request.DeclineRequest: request.decline_request,
    site.LocateSite: site.locate_site,
    roster.AddUser: roster.add_user,
    roster.AddAbsence: roster.add_absence,
    facts.LoadFacts: facts.load_facts,
    erasure.EraseCustomer: erasure.erase_customer,
    line.DoLine: line.do_line,
    imports.ImportRows: imports.import_rows,
    sla.AcceptRules: sla.accept_rules,
    removal.RemoveRecord: removal.remove_record,
    **dict.fromkeys(records.COMMANDS, records.put_records),
}


def handler_of(command: Command) -> Handler:
    """The handler of a command."""
    return HANDLERS[type(command)]
