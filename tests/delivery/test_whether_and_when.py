"""Is a message sent at all, and not before it may be?"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.commands.typed import do
from tests.delivering import Delivering, a_notification
from tests.office import MINUTE, ZONE
from wom_tui.domain.outbox import OutgoingState
from wom_tui.domain.subscription import Channel
from wom_tui.domain.work_order import Priority

S = OutgoingState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_promise_that_moves_by_more_than_that_is_told_with_what_it_was(
    office: Delivering, order: int
) -> None:
    body = "{was_from} was said, it is {from}"
    office.enable(a_notification(event="visit.promised", moved="15m", body=body))
    do(office.desk, f"promise {order} 15:00-17:00")
    do(office.desk, f"promise {order} 15:10-17:10")
    assert office.outgoing() == []
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
    assert office.outgoing()[0].said == "by now it is as it was told"


def test_of_two_messages_that_wait_only_the_last_is_sent(office: Delivering, order: int) -> None:
    office.enable(a_notification(event="visit.promised", body="{from}"))
    do(office.desk, f"promise {order} 15:00-17:00")
    do(office.desk, f"promise {order} 16:00-18:00")
    office.round()

    assert office.sent() == ["We come: 11:00"]
    assert office.states() == ["lapsed", "sent"]


def test_a_condition_is_asked_when_the_message_leaves(office: Delivering, order: int) -> None:
    office.enable(a_notification(when="pri=1"))
    do(office.desk, f"dispatch {order}")
    do(office.desk, f"priority {order} 1")
    office.round()
    assert office.states() == ["sent"]

    do(office.desk, f"priority {order} 3")
    do(office.desk, f"decline {order} ill", f"assign {order} kim 17:00", f"dispatch {order}/2")
    office.round()
    assert office.states() == ["lapsed", "sent"]


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
    (waits,) = office.outgoing(S.WAITING)
    assert waits.said.startswith("quiet until ")
    office.round(2 * HOUR + MINUTE)
    assert office.sent() == [str(number) for number in numbers]


def test_what_is_of_no_use_when_they_wake_is_not_sent_and_does_not_wait_for_that(
    office: Delivering, order: int
) -> None:
    now = office.real_now().astimezone(ZoneInfo(ZONE))
    span = f"{(now - HOUR):%H:%M}-{(now + 2 * HOUR):%H:%M}"
    office.enable(a_notification(by="sms", quiet=span, keep="1h", body="{order}"))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert office.the_outgoing().state is S.LAPSED
    assert office.the_outgoing().said == f"quiet until {span[-5:]}, when it is of no use any more"


def test_nobody_hears_more_in_an_hour_than_is_allowed(office: Delivering) -> None:
    office.an_hour[Channel.MAIL] = 2
    office.enable(a_notification(event="order.created", body="{order}"))
    for _ in range(3):
        office.order()

    assert office.round().sent == 2
    (waits,) = office.outgoing(S.WAITING)
    assert waits.said == "enough for this hour"
    assert office.round(timedelta(minutes=30)).sent == 0
    assert office.round(timedelta(minutes=31)).sent == 1


def test_what_could_not_be_sent_in_time_is_not_sent(office: Delivering, order: int) -> None:
    office.enable(a_notification(keep="1h"))
    do(office.desk, f"dispatch {order}")

    office.round(2 * HOUR)
    assert (office.the_outgoing().state, office.sent()) == (S.LAPSED, [])


def test_a_place_with_nothing_to_put_there_is_no_message(office: Delivering, order: int) -> None:
    office.enable(a_notification(body="Why: {reason}"))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert office.the_outgoing().state is S.DEAD
    assert office.the_outgoing().said == "there is nothing to put in the place of {reason}"
