"""Does what an act causes leave the house once, not before its time, and not after it was taken back?"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.commands.typed import do, visits
from tests.delivering import ACME, Delivering, a_notification
from tests.office import KIM, MINUTE, T0, ZONE, ManualClock, an_order, close_desks, desk_on, filled, number_of
from wom_tui.automation.deliverer import Round
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.notify import DisableNotification, SetPreference, SetReach
from wom_tui.commands.outbox import DropMessage, RetryMessage
from wom_tui.commands.roster import AddUser
from wom_tui.commands.visit import DispatchVisit
from wom_tui.domain.outbox import MOST_ATTEMPTS, MessageState
from wom_tui.domain.policy import Role
from wom_tui.domain.subscription import Channel
from wom_tui.domain.work_order import Priority
from wom_tui.errors import Rejected
from wom_tui.gateways.notify.canned import Canned
from wom_tui.gateways.notify.outlet import Answer, Fate
from wom_tui.outbox_desk import OutboxDesk
from wom_tui.store import receipts
from wom_tui.store.copying import copy
from wom_tui.store.engine import database_url as database_url_of
from wom_tui.store.engine import open_engine

S = MessageState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def office(database_url: str) -> Iterator[Delivering]:
    clock = ManualClock()
    yield Delivering(filled(desk_on(database_url, clock=clock)), clock)
    close_desks()


@pytest.fixture
def order(office: Delivering) -> int:
    number = office.order()
    do(office.desk, f"assign {number} kim 15:00")
    return number


def states(office: Delivering) -> list[str]:
    return sorted(message.state.value for message in office.messages())


def test_a_customer_hears_of_a_dispatch_ten_seconds_later_and_once(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")

    assert office.round(timedelta(seconds=5)).sent == 0
    assert office.round(timedelta(seconds=6)).sent == 1
    assert office.round(DAY).sent == 0

    assert office.sent() == [f"We come: Order {order} at Site 1: K. Moran comes between 10:00 and 11:00."]
    (parcel,) = office.canned.parcels
    assert parcel.to == "dana@acme.example"
    message = office.the_message()
    assert (message.state, message.content, message.recipient) == (S.SENT, None, "contact:1")
    assert parcel.key == message.dedupe_key


def test_nothing_is_written_where_no_notification_is_on(office: Delivering, order: int) -> None:
    do(office.desk, f"dispatch {order}")
    office.enable(a_notification())
    office.desk.run(DisableNotification(name="tell-them", reason="a test"))
    do(office.desk, f"arrive {order}")

    assert office.messages() == []


def test_an_act_that_is_taken_back_in_time_is_told_to_nobody(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    do(office.desk, "undo")

    assert office.round(DAY).sent == 0
    assert office.the_message().state is S.WITHDRAWN

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


def test_programs_hear_of_an_undo_and_stop_none(office: Delivering, order: int) -> None:
    office.enable(a_notification(event="visit.*", by="webhook", to="", body=""))
    do(office.desk, f"dispatch {order}")
    office.round()
    do(office.desk, "undo")
    office.round()

    assert [message.kind for message in office.messages()] == ["visit.undone", "visit.dispatched"]
    assert states(office) == ["sent", "sent"]


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

    assert office.messages() == []


def test_history_that_is_typed_in_later_is_told_to_nobody(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.clock.at = T0 + 3 * HOUR
    (visit,) = visits(office.desk, order)
    office.desk.run(DispatchVisit(visit=visit.id, at=T0 + HOUR))

    assert office.messages() == []


# to whom


def test_a_technician_hears_of_a_visit_that_is_theirs(office: Delivering, order: int) -> None:
    office.enable(a_notification(to="technician", by="sms", quiet="none"))
    office.desk.run(SetReach(technician=KIM, phone="+1 617 555 0100"))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["+16175550100"]


def test_a_technician_hears_of_a_visit_that_is_taken_away(office: Delivering, order: int) -> None:
    office.enable(
        a_notification(event="visit.unassigned", to="technician", body="Order {order} is not yours.")
    )
    office.desk.run(SetReach(technician=KIM, email="kim@acme.example"))
    do(office.desk, f"unassign {order}")
    office.round()

    assert office.sent() == [f"We come: Order {order} is not yours."]
    assert office.the_message().recipient == "technician:1"


def test_everybody_of_a_role_hears_it(office: Delivering, order: int) -> None:
    office.enable(a_notification(event="order.prioritised", to="role:manager", body="{order} is {priority}"))
    for name in ("ann", "ben", "cat"):
        role = Role.VIEWER if name == "cat" else Role.MANAGER
        office.desk.run(AddUser(name=name, role=role))
    office.desk.run(SetReach(user=1, email="ann@acme.example"))
    do(office.desk, f"priority {order} 1")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["ann@acme.example"]
    assert [(one.recipient, one.said) for one in office.messages(S.LAPSED)] == [
        ("user:2", "ben cannot be reached by mail: wom notify reach ben")
    ]


def test_an_address_of_the_settings_is_used_by_its_name(office: Delivering, order: int) -> None:
    office.enable(a_notification(to="address:ops", body="{order}"))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["ops@acme.example"]
    assert office.the_message().recipient == "address:ops"


def test_an_address_that_is_not_set_waits_until_it_is(office: Delivering, order: int) -> None:
    office.enable(a_notification(to="address:boss", body="{order}"))
    do(office.desk, f"dispatch {order}")

    assert office.round().later == 1
    assert "notify.addresses.boss" in office.the_message().said
    office.addresses.named["boss"] = "boss@acme.example"  # type: ignore[index]  # the test's own dictionary
    assert office.round(6 * MINUTE).sent == 1


def test_a_customer_without_a_contact_is_nobody(office: Delivering) -> None:
    office.enable(a_notification())
    number = number_of(office.desk, an_order())
    do(office.desk, f"assign {number} kim 15:00", f"dispatch {number}")
    office.round()

    assert office.the_message().state is S.LAPSED
    assert office.the_message().said == "nobody knows whom of the customer to tell"


def test_who_wants_no_sms_gets_none_and_gets_mail_still(office: Delivering, order: int) -> None:
    office.enable(a_notification("a", by="sms", quiet="none"))
    office.enable(a_notification("b", by="mail"))
    office.desk.run(SetPreference(customer=ACME, opt_out=(Channel.SMS,)))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["dana@acme.example"]
    (lapsed,) = office.messages(S.LAPSED)
    assert lapsed.said == "the customer wants no sms"


def test_who_has_just_said_no_does_not_get_what_waits(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    office.desk.run(SetPreference(customer=ACME, opt_out=(Channel.MAIL,)))

    assert office.round().sent == 0
    office.desk.run(SetPreference(customer=ACME, opt_in=(Channel.MAIL,)))
    do(office.desk, f"decline {order} ill", f"assign {order} kim 17:00", f"dispatch {order}/2")
    assert office.round().sent == 1


# whether, and when


def test_a_promise_that_moves_by_more_than_that_is_told_with_what_it_was(
    office: Delivering, order: int
) -> None:
    body = "{was_from} was said, it is {from}"
    office.enable(a_notification(event="visit.promised", moved="15m", body=body))
    do(office.desk, f"promise {order} 15:00-17:00")
    do(office.desk, f"promise {order} 15:10-17:10")
    assert office.messages() == []
    do(office.desk, f"promise {order} 16:00-18:00")
    office.round()

    assert office.sent() == ["We come: 10:10 was said, it is 11:00"]


def test_what_was_is_what_they_were_told_last_and_not_what_it_was_in_between(
    office: Delivering, order: int
) -> None:
    body = "{was_from} becomes {from}"
    office.enable(a_notification(event="visit.promised", moved="15m", body=body))
    for window in ("15:00-17:00", "16:00-18:00", "17:00-19:00"):
        do(office.desk, f"promise {order} {window}")
    office.round()
    assert office.sent() == ["We come: 10:00 becomes 12:00"]

    for window in ("18:00-20:00", "19:00-21:00"):
        do(office.desk, f"promise {order} {window}")
    office.round()
    assert office.sent()[1:] == ["We come: 12:00 becomes 14:00"]

    for window in ("15:00-17:00", "19:10-21:10"):
        do(office.desk, f"promise {order} {window}")
    office.round()
    assert len(office.sent()) == 2
    assert office.messages()[0].said == "by now it is as it was told"


def test_of_two_messages_that_wait_only_the_last_is_sent(office: Delivering, order: int) -> None:
    office.enable(a_notification(event="visit.promised", body="{from}"))
    do(office.desk, f"promise {order} 15:00-17:00")
    do(office.desk, f"promise {order} 16:00-18:00")
    office.round()

    assert office.sent() == ["We come: 11:00"]
    assert states(office) == ["lapsed", "sent"]


def test_a_condition_is_asked_when_the_message_leaves(office: Delivering, order: int) -> None:
    office.enable(a_notification(when="pri=1"))
    do(office.desk, f"dispatch {order}")
    do(office.desk, f"priority {order} 1")
    office.round()
    assert states(office) == ["sent"]

    do(office.desk, f"priority {order} 3")
    do(office.desk, f"decline {order} ill", f"assign {order} kim 17:00", f"dispatch {order}/2")
    office.round()
    assert states(office) == ["lapsed", "sent"]


def test_nobody_is_woken_but_for_what_is_urgent(office: Delivering) -> None:
    numbers = [office.order(priority=priority) for priority in (Priority.P1, Priority.P3)]
    for number, clock in zip(numbers, ("15:00", "18:00"), strict=True):
        do(office.desk, f"assign {number} kim {clock}")
    now = office.real_now().astimezone(ZoneInfo(ZONE))
    span = f"{(now - HOUR):%H:%M}-{(now + 2 * HOUR):%H:%M}"
    office.enable(a_notification(by="sms", quiet=span, urgent="pri=1", body="{order}"))
    for number in numbers:
        do(office.desk, f"dispatch {number}")

    office.round()
    assert office.sent() == [str(numbers[0])]
    (waits,) = office.messages(S.WAITING)
    assert waits.said.startswith("quiet until ")
    office.round(2 * HOUR + MINUTE)
    assert office.sent() == [str(number) for number in numbers]


def test_nobody_hears_more_in_an_hour_than_is_allowed(office: Delivering) -> None:
    office.an_hour[Channel.MAIL] = 2
    office.enable(a_notification(event="order.created", body="{order}"))
    for _ in range(3):
        office.order()

    assert office.round().sent == 2
    (waits,) = office.messages(S.WAITING)
    assert waits.said == "enough for this hour"
    assert office.round(timedelta(minutes=30)).sent == 0
    assert office.round(timedelta(minutes=31)).sent == 1


def test_what_could_not_be_sent_in_time_is_not_sent(office: Delivering, order: int) -> None:
    office.enable(a_notification(keep="1h"))
    do(office.desk, f"dispatch {order}")

    office.round(2 * HOUR)
    assert (office.the_message().state, office.sent()) == (S.LAPSED, [])


def test_a_place_with_nothing_to_put_there_is_no_message(office: Delivering, order: int) -> None:
    office.enable(a_notification(body="Why: {reason}"))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert office.the_message().state is S.DEAD
    assert office.the_message().said == "there is nothing to put in the place of {reason}"


# when it does not go well


def test_what_fails_is_tried_again_later_with_the_same_key_and_words(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.canned.answers = deque([Answer(Fate.LATER, "try later"), Answer(Fate.LATER, "still")])
    do(office.desk, f"dispatch {order}")

    assert office.round().later == 1
    first = office.the_message()
    assert (first.state, first.said, first.attempts) == (S.WAITING, "try later", 1)
    assert office.round(timedelta(seconds=5)).later == 0
    do(office.desk, f"priority {order} 1", f"edit {order} title=Changed")
    office.round(timedelta(seconds=40))
    office.round(timedelta(minutes=3))

    keys = {parcel.key for parcel in office.canned.parcels}
    assert (len(keys), len(office.canned.parcels), len(set(office.sent()))) == (1, 3, 1)
    assert office.the_message().state is S.SENT


def test_after_so_many_attempts_it_is_given_up_and_a_person_can_try_again(
    office: Delivering, order: int
) -> None:
    office.enable(a_notification(keep="48h"))
    office.canned.answers = deque([Answer(Fate.LATER, "busy")] * MOST_ATTEMPTS)
    do(office.desk, f"dispatch {order}")
    for _ in range(MOST_ATTEMPTS):
        office.round(2 * HOUR)

    dead = office.the_message()
    assert (dead.state, dead.attempts, dead.said) == (S.DEAD, MOST_ATTEMPTS, "busy")
    assert office.round(DAY).sent == 0

    office.desk.run(RetryMessage(message=dead.dedupe_key[:8]))
    office.passed = timedelta(0)
    assert office.round().sent == 1
    assert {parcel.key for parcel in office.canned.parcels} == {dead.dedupe_key}


def test_a_no_for_ever_is_taken_as_one(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.canned.answers = deque([Answer(Fate.NEVER, "550 no such user")])
    do(office.desk, f"dispatch {order}")

    assert office.round().ended == 1
    assert office.the_message().state is S.DEAD


def test_an_endpoint_that_is_down_has_a_rest_and_the_others_do_not(office: Delivering) -> None:
    office.enable(a_notification("a", event="order.created", body="{order}"))
    office.enable(a_notification("b", event="order.created", by="chat", to="", body="{order}"))
    down = Canned(deque([Answer(Fate.LATER, "gone", is_down=True)]))
    office.outlets["chat"] = down
    for _ in range(3):
        office.order()

    told = office.round()
    assert (told.sent, told.troubles) == (3, {"chat": "gone"})
    assert len(down.parcels) == 1
    assert office.round(timedelta(seconds=1)).sent == 0
    assert office.round(timedelta(seconds=6)).sent == 2
    assert office.round(timedelta(seconds=60)).sent == 1


def test_an_endpoint_that_is_not_in_the_settings_costs_no_attempt(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    del office.outlets["mail"]
    do(office.desk, f"dispatch {order}")

    assert office.round().troubles.keys() == {"mail"}
    assert office.the_message().attempts == 0
    office.outlets["mail"] = Canned()
    assert office.round(timedelta(seconds=31)).sent == 1


def test_who_is_killed_between_sending_and_marking_is_followed_by_one_who_sends_it_with_the_same_key(
    office: Delivering, order: int
) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    office.passed += timedelta(seconds=11)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(OutboxDesk, "mark", die)
        with pytest.raises(Killed):
            office.deliverer.round()
    assert office.the_message().state is S.SENDING

    office.may = office.take("two")
    office.deliverer = office.another()
    assert office.round(timedelta(seconds=1)).sent == 0  # it may still be on its way
    assert office.round(timedelta(seconds=30)).sent == 1
    assert [parcel.key for parcel in office.canned.parcels] == [office.the_message().dedupe_key] * 2


def test_who_has_lost_the_lease_sends_nothing(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    old = office.may
    office.take("two")

    assert office.may == old
    told = office.round()

    assert (told.is_leader, told.sent, office.sent()) == (False, 0, [])


def test_an_undo_and_a_claim_at_the_same_moment_agree(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    office.passed += timedelta(seconds=11)
    due = office.deliverer._desk.due(office.real_now(), frozenset(), 10)
    do(office.desk, "undo")

    ((way, found),) = due.items()
    assert office.may is not None
    office.deliverer._see_to(way, found, office.may, Round())

    assert office.sent() == []
    assert office.the_message().state is S.WITHDRAWN


def test_an_undo_that_began_before_a_message_left_is_refused(
    office: Delivering, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_notification())
    receipt = do(office.desk, f"dispatch {order}")
    whole = receipts.fate

    def late(*given: object) -> receipts.Fate:
        found = whole(*given)  # type: ignore[arg-type]  # handed through as it comes
        return receipts.Fate(found.undone_by, None) if calls.pop() else found

    office.round()
    calls = [False, True]
    monkeypatch.setattr(receipts, "fate", late)

    with pytest.raises(Rejected) as refused:
        do(office.desk, f"undo {receipt.command_id[:12]}")
    assert refused.value.violations[0].code == "undo.left"


# by hand


def test_a_message_that_waits_is_dropped_and_brought_back(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    key = office.the_message().dedupe_key

    office.desk.run(DropMessage(message=key[:6], reason="they know"))
    assert office.round().sent == 0
    assert office.the_message().said == "dropped by admin: they know"
    office.passed = timedelta(0)
    office.desk.run(RetryMessage(message=key))
    assert office.round().sent == 1

    with pytest.raises(Rejected):
        office.desk.run(DropMessage(message=key, reason="too late"))
    with pytest.raises(Rejected):
        office.desk.run(RetryMessage(message=key))


def test_a_notification_that_is_switched_off_keeps_back_what_waits(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    office.desk.run(DisableNotification(name="tell-them", reason="wrong words"))

    office.round()
    assert office.the_message().said == "the notification is off"


def test_what_messages_say_is_erased_with_the_customer_and_what_waits_stays_here(
    office: Delivering, order: int
) -> None:
    office.enable(a_notification("a", body="{order} {contact}"))
    office.enable(a_notification("b", event="order.cancelled", body="{order}"))
    office.canned.answers = deque([Answer(Fate.NEVER, "no dana@acme.example here")])
    do(office.desk, f"dispatch {order}")
    office.round()
    assert "Dana" in (office.the_message().content or "")

    do(office.desk, f"cancel {order} customer")
    office.desk.run(EraseCustomer(customer=ACME))
    office.round()

    assert [(one.state, one.content, one.said) for one in office.messages()] == [
        (S.LAPSED, None, ""),
        (S.DEAD, None, ""),
    ]


def test_what_ended_a_month_ago_is_forgotten_and_what_was_given_up_later(office: Delivering) -> None:
    office.enable(a_notification(event="order.created", body="{order}"))
    office.canned.answers = deque([Answer(Fate.NEVER, "no")])
    office.order()
    office.order()
    office.round()
    assert states(office) == ["dead", "sent"]

    office.round(29 * DAY)
    assert states(office) == ["dead", "sent"]
    office.round(2 * DAY)
    assert states(office) == ["dead"]
    office.round(60 * DAY)
    assert states(office) == []


def test_an_office_that_moves_takes_its_outbox_along(
    office: Delivering, order: int, empty_database_url: str
) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")

    target = open_engine(database_url_of(empty_database_url))
    copied = copy(office.desk.engine, target)
    target.dispose()

    assert copied.rows["outbox"] == 1
