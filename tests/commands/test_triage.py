"""Which orders are in the queue of decisions, for which reason, and does each answer do what it says?"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.commands.typed import do
from tests.office import HOUR, MINUTE, ManualClock, an_order, number_of
from wom_tui.desk import Desk
from wom_tui.domain.triage import Cause, Reason
from wom_tui.errors import Rejected
from wom_tui.grammar.answers import Answer, answers_to, usual
from wom_tui.grammar.line import commands_of
from wom_tui.present.cells import plain
from wom_tui.present.reading import absent
from wom_tui.queries.order import order_detail
from wom_tui.queries.orders import order_rows
from wom_tui.queries.triage import Entry, likely_duplicates, triage, whole_triage
from wom_tui.queries.triage_entry import closer

DAY = timedelta(days=1)
UTC = ZoneInfo("UTC")


def queue(desk: Desk) -> dict[int, list[Reason]]:
    found = desk.ask(whole_triage, desk.now())
    return {entry.number: [cause.reason for cause in entry.causes] for entry in found.entries}


def entry_of(desk: Desk, number: int) -> Entry:
    found = desk.ask(whole_triage, desk.now())
    return next(entry for entry in found.entries if entry.number == number)


def answers(desk: Desk, number: int) -> list[Answer]:
    entry = entry_of(desk, number)
    seen = desk.ask(closer, number, entry.causes, desk.now(), desk.travel)
    assert seen is not None
    return list(answers_to(seen, desk.now(), UTC))


def test_what_goes_as_planned_is_not_in_the_queue(desk: Desk, order: int, clock: ManualClock) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"accept {order}")

    assert queue(desk) == {}
    clock.forward(64 * MINUTE)
    assert queue(desk) == {}
    clock.forward(MINUTE)
    assert queue(desk) == {order: [Reason.LATE]}


def test_who_was_sent_and_says_nothing_is_there_at_the_planned_start(
    desk: Desk, order: int, clock: ManualClock
) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}")
    clock.forward(HOUR)

    assert queue(desk) == {order: [Reason.SILENT]}
    assert answers(desk, order)[0] == Answer(
        f"snooze {order} until=+15m reason=", is_open=True, words="call K. Moran"
    )


def test_who_runs_over_makes_the_next_visit_overlap_and_its_answer_is_the_first_time_that_fits(
    desk: Desk, clock: ManualClock
) -> None:
    one, two = (number_of(desk, an_order(site=1 + n)) for n in range(2))
    do(desk, f"assign {one} kim 14:30", f"assign {two} kim 15:40", f"dispatch {one}")
    clock.forward(30 * MINUTE)
    do(desk, f"arrive {one}")
    clock.forward(70 * MINUTE + 7 * MINUTE)

    found = queue(desk)

    assert Reason.OVER in found[one]
    assert found[two] == [Reason.WARNING, Reason.OVERLAP, Reason.UNSENT]
    assert answers(desk, two)[0].line == f"move {two} 15:50"


def test_each_state_that_needs_somebody_says_which(desk: Desk, clock: ManualClock) -> None:
    short, held, draft = (number_of(desk, an_order(site=1 + n)) for n in range(3))
    do(desk, "part BELT Belt", f"edit {short} parts=BELT", f"hold {held} customer until +1h")
    do(desk, f"edit {draft} site=none")

    found = queue(desk)

    assert found[short] == [Reason.PARTS, Reason.NOBODY]
    assert found[draft] == [Reason.DRAFT]
    assert held not in found
    clock.forward(HOUR)
    assert queue(desk)[held] == [Reason.HOLD_DUE]
    assert [answer.line for answer in answers(desk, held)][:2] == [
        f"release {held}",
        f"hold {held} customer until +1d",
    ]
    assert answers(desk, draft)[0] == Answer(f"edit {draft} site=", is_open=True)
    assert answers(desk, short)[0].line == f"supply {short}"


def test_a_hold_whose_review_has_not_come_is_never_released_by_an_answer(
    desk: Desk, order: int, clock: ManualClock
) -> None:
    clock.forward(5 * DAY)
    do(desk, f"hold {order} parts until +2d")

    found = answers(desk, order)

    assert queue(desk)[order] == [Reason.PAST_DUE]
    assert found[0] == Answer(f"note {order} ", is_open=True, words="tell the customer")
    assert f"hold {order} parts until " in [answer.line for answer in found]
    assert not [answer.line for answer in found if answer.line.startswith("release")]
    clock.forward(2 * DAY)
    assert answers(desk, order)[0].line == f"release {order}"


def test_no_answer_says_why_an_order_is_put_away_or_held_for_the_customer(
    desk: Desk, clock: ManualClock
) -> None:
    sent, going, late = (number_of(desk, an_order(site=1 + n)) for n in range(3))
    do(desk, f"assign {sent} kim 15:00", f"dispatch {sent}", f"assign {going} ali 15:00", f"dispatch {going}")
    do(desk, f"accept {going}")
    clock.forward(DAY)

    lines = [(one.line, one.is_open) for number in (sent, going, late) for one in answers(desk, number)]

    assert {is_open for line, is_open in lines if line.startswith("snooze")} == {True}
    assert all(line.endswith("reason=") for line, _ in lines if line.startswith("snooze"))
    assert not [line for line, is_open in lines if line.startswith("hold") and not is_open]


def said_from_afar(desk: Desk, number: int) -> list[str]:
    """The verbs that the list names: each may turn out to be nobody's but the last."""
    entry = entry_of(desk, number)
    said = usual(entry.row, entry.causes, desk.now(), UTC)
    return [words.partition(",")[0] for words in said.split(", else ")]


def test_what_the_list_says_is_usual_is_what_the_card_types_or_its_last_word_is(
    desk: Desk, clock: ManualClock
) -> None:
    one, two, held, draft, done = (number_of(desk, an_order(site=1 + n % 3)) for n in range(5))
    do(desk, f"assign {one} kim 15:00", f"dispatch {one}", f"hold {held} parts until +1h")
    do(desk, f"edit {draft} site=none", f"complete {done} code=fixed", f"hold {two} customer until +9d")
    do(desk, "absent kim now to 15:30")
    assert Reason.ABSENT in queue(desk)[one]
    for after in (2 * HOUR, 4 * DAY, 9 * DAY):
        clock.forward(after)
        for number in queue(desk):
            verbs = [answer.line.split()[0] for answer in answers(desk, number)]
            said = said_from_afar(desk, number)
            assert verbs[0] in said
            assert said[-1] in verbs


def test_the_list_does_not_promise_another_technician_for_a_visit_that_has_begun(
    desk: Desk, order: int, clock: ManualClock
) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}")
    clock.forward(HOUR)
    do(desk, f"arrive {order}")
    clock.forward(5 * DAY)
    do(desk, f"snooze {order} until=+1m reason=x")
    clock.forward(2 * MINUTE)
    entry = entry_of(desk, order)._replace(causes=(Cause(Reason.PAST_DUE),))

    assert usual(entry.row, entry.causes, desk.now(), UTC) == "snooze, tell the customer"


def test_a_visit_of_who_is_absent_meanwhile_is_there_and_goes_to_somebody_else(
    desk: Desk, order: int, clock: ManualClock
) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"accept {order}")
    do(desk, "absent kim 16:00 to 17:00 reason=sick")
    assert queue(desk) == {}
    do(desk, "absent kim now to 15:30 reason=sick")

    assert queue(desk) == {order: [Reason.ABSENT]}
    told = absent(desk.ask(order_detail, order, desk.now()), desk.now(), UTC)
    assert plain(told) == "K. Moran is absent 14:00–15:30"
    first, *others = answers(desk, order)
    assert first.line.startswith(f"reassign {order} ")
    assert " kim " not in first.line
    assert f"unassign {order}" in [one.line for one in others]
    do(desk, f"snooze {order} until=+1h reason=they come all the same")
    assert queue(desk) == {}
    do(desk, f"wake {order}", first.line)
    assert queue(desk) == {}


def test_an_absence_that_is_over_is_told_no_more(desk: Desk, order: int, clock: ManualClock) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"accept {order}", "absent kim now to 15:02")
    clock.forward(64 * MINUTE)

    assert queue(desk) == {}


def test_the_younger_of_two_that_say_the_same_is_suspected_and_merged(desk: Desk, clock: ManualClock) -> None:
    first = number_of(desk, an_order())
    clock.forward(MINUTE)
    second = number_of(desk, an_order())

    assert desk.ask(likely_duplicates, desk.now()) == {second: first}
    assert Reason.DUPLICATE in queue(desk)[second]
    assert f"merge {first} {second}" in [answer.line for answer in answers(desk, second)]
    clock.forward(8 * DAY)
    assert desk.ask(likely_duplicates, desk.now()) == {}


def test_what_is_done_waits_to_be_closed_last_and_is_counted_apart(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order(site=2))
    do(desk, f"complete {order} code=fixed")

    found = desk.ask(whole_triage, desk.now())

    assert [entry.number for entry in found.entries] == [other, order]
    assert (found.count, found.unclosed, found.reasons[Reason.NOT_CLOSED]) == (1, 1, 1)
    assert answers(desk, order)[0] == Answer(f"close {order} materials=none labour=", is_open=True)


def test_only_the_most_pressing_are_listed_and_all_are_counted(desk: Desk) -> None:
    numbers = [number_of(desk, an_order(site=1 + n)) for n in range(4)]
    rows = desk.ask(order_rows)

    found = desk.ask(triage, rows, desk.now(), most=2)

    assert [entry.number for entry in found.entries] == numbers[:2]
    assert (found.count, found.reasons) == (4, {Reason.NOBODY: 4})


@pytest.mark.parametrize("after_min", [0, 65, 200, 3000])
def test_every_answer_that_is_whole_is_understood(desk: Desk, clock: ManualClock, after_min: int) -> None:
    numbers = [number_of(desk, an_order(site=1 + n)) for n in range(5)]
    do(desk, f"assign {numbers[0]} kim 15:00", f"dispatch {numbers[0]}", f"assign {numbers[1]} ali 15:00")
    do(desk, f"hold {numbers[2]} customer until +1h", f"complete {numbers[3]} code=fixed")
    clock.forward(after_min * MINUTE)

    for number in queue(desk):
        for answer in answers(desk, number):
            if answer.is_open:
                continue
            try:
                desk.run_all(commands_of(answer.line, desk), dry_run=True)
            except Rejected:  # what the rules say is shown beside the line
                continue
