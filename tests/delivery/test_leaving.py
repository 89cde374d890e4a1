"""Does what an act causes leave the house once, not before its time, and not after it was taken back?"""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import Any

import pytest

from tests.commands.typed import do, visits
from tests.delivering import Delivering, a_notification
from tests.office import T0
from tests.ruled import a_rule
from wom_tui.automation.engine import run_once
from wom_tui.branch_desk import branch_desk
from wom_tui.commands.branch import MergeBranch, NewBranch, open_branch
from wom_tui.commands.notify import DisableNotification
from wom_tui.commands.rule import EnableRule
from wom_tui.commands.visit import DispatchVisit
from wom_tui.domain.outbox import OutgoingState
from wom_tui.errors import Rejected
from wom_tui.gateways.notify.outlet import Answer, Fate
from wom_tui.outbox_desk import OutboxDesk
from wom_tui.store import receipts

S = OutgoingState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_customer_hears_of_a_dispatch_ten_seconds_later_and_once(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")

    assert office.round(timedelta(seconds=5)).sent == 0
    assert office.round(timedelta(seconds=6)).sent == 1
    assert office.round(DAY).sent == 0

    assert office.sent() == [f"We come: Order {order} at Site 1: K. Moran comes between 10:00 and 11:00."]
    (parcel,) = office.canned.parcels
    assert parcel.to == "dana@acme.example"
    outgoing = office.the_outgoing()
    assert (outgoing.state, outgoing.content, outgoing.recipient) == (S.SENT, None, "contact:1")
    assert parcel.key == outgoing.dedupe_key


def test_nothing_is_written_where_no_notification_is_on(office: Delivering, order: int) -> None:
    do(office.desk, f"dispatch {order}")
    office.enable(a_notification())
    office.desk.run(DisableNotification(name="tell-them", reason="a test"))
    do(office.desk, f"arrive {order}")

    assert office.outgoing() == []


def test_an_act_that_is_taken_back_in_time_is_told_to_nobody(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    do(office.desk, "undo")

    assert office.round(DAY).sent == 0
    assert office.the_outgoing().state is S.WITHDRAWN

    office.passed = timedelta(0)
    do(office.desk, "redo")
    assert office.round().sent == 1


def test_what_is_done_again_and_taken_back_again_is_told_to_nobody(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    for word in ("undo", "redo", "undo"):
        do(office.desk, word)

    assert office.round().sent == 0
    do(office.desk, "redo")
    assert office.round().sent == 1


def test_what_people_have_read_is_not_called_back(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    office.round()

    with pytest.raises(Rejected) as refused:
        do(office.desk, "undo")
    assert refused.value.violations[0].code == "undo.left"


def test_what_certainly_reached_nobody_is_called_back_however_often_it_was_tried(
    office: Delivering, order: int
) -> None:
    office.enable(a_notification())
    office.canned.answers = deque([Answer(Fate.LATER, "refused", is_unheard=True)] * 2)
    do(office.desk, f"dispatch {order}")
    office.round()
    office.round(HOUR)
    do(office.desk, "undo")

    assert office.round(DAY).sent == 0
    assert (office.the_outgoing().state, office.the_outgoing().attempts) == (S.WITHDRAWN, 2)


def test_what_may_have_reached_somebody_is_not_called_back_whatever_became_of_it_later(
    office: Delivering, order: int
) -> None:
    office.enable(a_notification())
    refused = Answer(Fate.LATER, "refused", is_unheard=True)
    office.canned.answers = deque([Answer(Fate.LATER, "the line broke"), refused])
    do(office.desk, f"dispatch {order}")
    office.round()
    office.round(HOUR)

    assert _why_not_undone(office) == "undo.left"
    assert office.the_outgoing().state is S.WAITING


def test_what_is_on_its_way_is_not_called_back_and_whoever_dies_over_it_has_perhaps_sent_it(
    office: Delivering, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    with monkeypatch.context() as patched:  # the program dies before it has written down what became of it
        patched.setattr(OutboxDesk, "mark", lambda *_: None)
        office.round()
    assert office.the_outgoing().state is S.SENDING
    assert _why_not_undone(office) == "undo.leaving"

    office.canned.answers = deque([Answer(Fate.LATER, "refused", is_unheard=True)])
    office.round(HOUR)
    assert office.the_outgoing().state is S.WAITING
    assert _why_not_undone(office) == "undo.left"


def _why_not_undone(office: Delivering) -> str:
    with pytest.raises(Rejected) as refused:
        do(office.desk, "undo")
    return refused.value.violations[0].code


def test_an_undo_that_began_before_a_message_was_claimed_is_refused(
    office: Delivering, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    with monkeypatch.context() as patched:
        patched.setattr(OutboxDesk, "mark", lambda *_: None)
        office.round()
    whole, looked = receipts.fate, list[str]()

    def late(connection: Any, command_id: str) -> receipts.Fate:
        looked.append(command_id)
        found = whole(connection, command_id)
        return receipts.Fate(found.undone_by, None) if len(looked) == 1 else found

    monkeypatch.setattr(receipts, "fate", late)
    with pytest.raises(Rejected) as refused:
        do(office.desk, f"undo {office.the_outgoing().command_id[:12]}")
    assert refused.value.violations[0].code == "undo.leaving"
    assert len(looked) > 1
    assert office.the_outgoing().state is S.SENDING


def test_programs_hear_of_an_undo_and_stop_none(office: Delivering, order: int) -> None:
    office.enable(a_notification(event="visit.*", by="webhook", to="", body=""))
    do(office.desk, f"dispatch {order}")
    office.round()
    do(office.desk, "undo")
    office.round()

    assert [outgoing.kind for outgoing in office.outgoing()] == ["visit.undone", "visit.dispatched"]
    assert office.states() == ["sent", "sent"]


def test_the_same_command_twice_causes_one_message(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    (visit,) = visits(office.desk, order)
    command = DispatchVisit(visit=visit.id)
    office.desk.run(command)
    office.desk.run(command)

    assert office.round().sent == 1


def test_a_dry_run_tells_nobody(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    (visit,) = visits(office.desk, order)
    office.desk.run(DispatchVisit(visit=visit.id), dry_run=True)

    assert office.outgoing() == []


def test_history_that_is_typed_in_later_is_told_to_nobody(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.clock.at = T0 + 3 * HOUR
    (visit,) = visits(office.desk, order)
    office.desk.run(DispatchVisit(visit=visit.id, at=T0 + HOUR))

    assert office.outgoing() == []


def test_what_is_tried_out_on_a_branch_is_told_when_it_is_merged(office: Delivering, order: int) -> None:
    office.enable(a_notification(event="visit.assigned", body="{order} at {from}"))
    office.desk.run(NewBranch(name="trial"))
    do(branch_desk(office.desk, "trial"), f"move {order} 17:00")
    assert office.outgoing() == []

    branch = office.desk.ask(open_branch, "trial")
    assert branch is not None
    office.desk.run(MergeBranch(branch=branch.id))
    office.round()
    assert office.sent() == [f"We come: {order} at 12:00"]


def test_what_a_rule_does_is_told_too(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.desk.run(EnableRule(text=a_rule(do="dispatch {order}", event="order.prioritised")))
    do(office.desk, f"priority {order} 1")
    office.may = None

    run_once(office.desk)

    assert [outgoing.kind for outgoing in office.outgoing()] == ["visit.dispatched"]
