"""Does `why` tell what has led to a visit's being where it is, back to what people have done?"""

from __future__ import annotations

from tests.commands.typed import do
from tests.office import HOUR, KIM, T0
from tests.ruled import Ruled, a_rule
from tests.running_day import away, booked, mended, proposals, reassign
from wom_tui.commands.branch import MergeBranch
from wom_tui.commands.undo import Redo, Undo
from wom_tui.queries.why import Asking, why


def sentences(office: Ruled, number: int) -> list[str]:
    desk = office.desk
    found = desk.ask(why, number, Asking(now=desk.now(), travel=desk.travel, room=desk.room))
    return [sentence.text for sentence in found.sentences]


def test_what_the_rule_has_moved_tells_its_cause_and_who_told_of_it(office: Ruled) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    mended(office)

    assert "rule:reassign booked it, 09:00: K. Moran is absent (admin, 09:00)" in sentences(
        office, lost.order_id
    )


def test_what_was_proposed_and_accepted_tells_both(office: Ruled) -> None:
    reassign(office, "nothing")
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    mended(office)
    office.desk.run(MergeBranch(branch=proposals(office)[0].id))

    assert "admin booked it, 09:00: K. Moran is absent (admin, 09:00)" in sentences(office, lost.order_id)


def test_a_rule_that_answers_another_tells_the_whole_way(office: Ruled, order: int) -> None:
    office.enable(a_rule("plan-it", event="order.prioritised", do="assign {order} kim 17:00"))
    office.enable(a_rule("first", event="note.added", do="priority {order} 1"))
    office.tick()
    do(office.desk, f"note {order} it smokes")
    office.tick()
    office.tick()

    assert (
        "rule:plan-it booked it, 09:00: order.prioritised (rule:first, 09:00: note.added (admin, 09:00))"
        in sentences(office, order)
    )


def test_a_booking_that_an_undo_gave_back_tells_of_the_undo_and_of_itself(office: Ruled) -> None:
    reassign(office, "nothing")
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    mended(office)
    office.desk.run(MergeBranch(branch=proposals(office)[0].id))
    accepted = "admin booked it, 09:00: K. Moran is absent (admin, 09:00)"
    given_back = "it stands there again: what had changed that was taken back by admin, 09:00"

    office.desk.run(Undo())
    told = sentences(office, lost.order_id)

    assert accepted not in told
    assert [one for one in told if one in ("admin booked it, 09:00", given_back)] == [
        "admin booked it, 09:00",
        given_back,
    ]

    office.desk.run(Redo())
    told = sentences(office, lost.order_id)

    assert accepted in told
    assert given_back not in told
