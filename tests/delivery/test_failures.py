"""What becomes of a message when an endpoint fails, or whoever sends it dies?"""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import Any

import pytest

from tests.commands.typed import do
from tests.delivering import Delivering, a_notification
from wom_tui.automation.deliverer import Round
from wom_tui.commands.outbox import RetryOutgoing
from wom_tui.domain.outbox import MOST_ATTEMPTS, Outgoing, OutgoingState
from wom_tui.errors import Rejected
from wom_tui.gateways.notify.canned import Canned
from wom_tui.gateways.notify.outlet import Answer, Fate, Parcel
from wom_tui.outbox_desk import OutboxDesk
from wom_tui.queries.letter_facts import Told, read_told
from wom_tui.store import receipts
from wom_tui.store.reader import Reader

S = OutgoingState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_fails_is_tried_again_later_with_the_same_key_and_words(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.canned.answers = deque([Answer(Fate.LATER, "try later"), Answer(Fate.LATER, "still")])
    do(office.desk, f"dispatch {order}")

    assert office.round().later == 1
    first = office.the_outgoing()
    assert (first.state, first.said, first.attempts) == (S.WAITING, "try later", 1)
    assert office.round(timedelta(seconds=5)).later == 0
    do(office.desk, f"priority {order} 1", f"edit {order} title=Changed")
    office.round(timedelta(seconds=40))
    office.round(timedelta(minutes=3))

    keys = {parcel.key for parcel in office.canned.parcels}
    assert (len(keys), len(office.canned.parcels), len(set(office.sent()))) == (1, 3, 1)
    assert office.the_outgoing().state is S.SENT


def test_after_so_many_attempts_it_is_given_up_and_a_person_can_try_again(
    office: Delivering, order: int
) -> None:
    office.enable(a_notification(keep="48h"))
    office.canned.answers = deque([Answer(Fate.LATER, "busy")] * MOST_ATTEMPTS)
    do(office.desk, f"dispatch {order}")
    for _ in range(MOST_ATTEMPTS):
        office.round(2 * HOUR)

    dead = office.the_outgoing()
    assert (dead.state, dead.attempts, dead.said) == (S.DEAD, MOST_ATTEMPTS, "busy")
    assert office.round(DAY).sent == 0

    office.desk.run(RetryOutgoing(outgoing=dead.dedupe_key[:8]))
    office.passed = timedelta(0)
    assert office.round().sent == 1
    assert {parcel.key for parcel in office.canned.parcels} == {dead.dedupe_key}


def test_a_no_for_ever_is_taken_as_one(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.canned.answers = deque([Answer(Fate.NEVER, "550 no such user")])
    do(office.desk, f"dispatch {order}")

    assert office.round().ended == 1
    assert office.the_outgoing().state is S.DEAD


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
    assert office.the_outgoing().attempts == 0
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
    assert office.the_outgoing().state is S.SENDING

    office.may = office.take("two")
    office.deliverer = office.another()
    assert office.round(timedelta(seconds=1)).sent == 0  # it may still be on its way
    assert office.round(timedelta(seconds=30)).sent == 1
    assert [parcel.key for parcel in office.canned.parcels] == [office.the_outgoing().dedupe_key] * 2


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
    assert office.the_outgoing().state is S.WITHDRAWN


def test_an_undo_that_began_before_a_message_left_is_refused(
    office: Delivering, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_notification())
    receipt = do(office.desk, f"dispatch {order}")
    whole = receipts.fate

    def late(*given: Any) -> receipts.Fate:
        found = whole(*given)
        return receipts.Fate(found.undone_by, None) if calls.pop() else found

    office.round()
    calls = [False, True]
    monkeypatch.setattr(receipts, "fate", late)

    with pytest.raises(Rejected) as refused:
        do(office.desk, f"undo {receipt.command_id[:12]}")
    assert refused.value.violations[0].code == "undo.left"


def test_a_bug_in_one_message_stops_no_other(office: Delivering, monkeypatch: pytest.MonkeyPatch) -> None:
    office.enable(a_notification(event="order.created", body="{order}"))
    first, second = office.order(), office.order()
    whole = read_told

    def broken(reader: Reader, outgoing: Outgoing) -> Told:
        if outgoing.order_id == first:
            raise ZeroDivisionError("a bug")
        return whole(reader, outgoing)

    monkeypatch.setattr("wom_tui.queries.letters.read_told", broken)
    office.round()

    assert office.sent() == [f"We come: {second}"]
    assert [one.said for one in office.outgoing(S.DEAD)] == ["ZeroDivisionError('a bug')"]


def test_a_bug_in_a_way_out_is_an_attempt_that_failed(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.outlets["mail"] = Broken()
    do(office.desk, f"dispatch {order}")
    office.round()

    one = office.the_outgoing()
    assert (one.state, one.attempts, one.said) == (S.WAITING, 1, "UnicodeError('label too long')")


class Broken(Canned):
    """A way out that has a bug."""

    def send(self, parcel: Parcel) -> Answer:
        raise UnicodeError("label too long")
