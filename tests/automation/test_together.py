"""Is an act that shares its transaction with others still an act of its own?"""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.commands.typed import do
from tests.office import MINUTE, an_order, number_of
from tests.ruled import Ruled, a_rule, an_alert_rule
from wom_tui.automation import firing as acts
from wom_tui.automation.minute_cap import MOST_TOGETHER
from wom_tui.commands.rule import DisableRule
from wom_tui.commands.undo import Undo
from wom_tui.domain.rule import Definition, Outcome
from wom_tui.queries.rules import still_meets as asked
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

COUNT = MOST_TOGETHER + 3


@pytest.fixture
def numbers(office: Ruled) -> list[int]:
    return [number_of(office.desk, an_order(site=1 + n % 5)) for n in range(COUNT)]


def assert_tables_tell_the_journal(office: Ruled) -> None:
    with office.desk.engine.connect() as connection:
        assert differences(connection) == []


def test_each_has_a_receipt_and_can_be_taken_back_alone(office: Ruled, numbers: list[int]) -> None:
    office.enable(a_rule(every="15m", do="priority {order} 1"))
    office.tick(15 * MINUTE)
    done = office.actions()
    assert len({action.command_id for action in done}) == COUNT

    (third,) = [action for action in done if action.order == numbers[2]]
    office.desk.run(Undo(receipt=third.command_id))

    assert [action.order for action in office.actions() if action.undone] == [numbers[2]]
    assert_tables_tell_the_journal(office)


def test_what_one_did_the_next_one_sees(office: Ruled, numbers: list[int]) -> None:
    """They tell the same order twice; the second finds that it is so already."""
    office.enable(a_rule(event="order.prioritised", do="priority {order} 3", catch_up="run_all"))
    do(office.desk, f"priority {numbers[0]} 1")
    do(office.desk, f"priority {numbers[0]} 2")

    told = office.tick()

    assert told.outcomes == [Outcome.DONE, Outcome.SO_ALREADY]
    assert_tables_tell_the_journal(office)


def test_one_that_goes_wrong_keeps_no_other_from_being_done(
    office: Ruled, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_rule(every="15m"))

    def meets(reader: Reader, definition: Definition, number: int, now: datetime) -> bool:
        if number == numbers[1]:
            raise ZeroDivisionError
        return asked(reader, definition, number, now)

    with monkeypatch.context() as broken:
        broken.setattr(acts, "still_meets", meets)
        told = office.tick(15 * MINUTE)
    assert list(told.failed) == ["note-it"]
    assert sorted(office.noted()) == sorted({*numbers} - {numbers[1]})
    office.tick()

    assert sorted(office.noted()) == numbers
    assert_tables_tell_the_journal(office)


def test_those_that_another_runner_did_meanwhile_are_not_done_again(
    office: Ruled, numbers: list[int]
) -> None:
    office.enable(a_rule(every="15m"))
    office.clock.forward(15 * MINUTE)
    another = office.another()

    told = office.tick_during(another.tick)  # the one has looked, and then sleeps

    assert told.outcomes == [Outcome.DONE] * COUNT
    assert sorted(office.noted()) == numbers
    assert_tables_tell_the_journal(office)


def test_who_has_lost_the_lease_does_none_of_them(office: Ruled, numbers: list[int]) -> None:
    office.enable(a_rule(every="15m"))
    office.clock.forward(15 * MINUTE)
    office.take("another")

    assert not office.tick().is_leader
    assert office.noted() == []


def test_a_rule_that_is_switched_off_meanwhile_does_none_of_them(office: Ruled, numbers: list[int]) -> None:
    office.enable(a_rule(every="15m"))
    office.clock.forward(15 * MINUTE)

    told = office.tick_during(lambda: office.desk.run(DisableRule(name="note-it", reason="stop")))

    assert (told.outcomes, office.noted()) == ([], [])


def test_alerts_take_half_of_a_minute_and_no_more(office: Ruled, numbers: list[int]) -> None:
    office.enable(an_alert_rule(when="number>0"))
    office.enable(a_rule(every="15m"))
    office.runner.cap.per_minute = 20

    told = office.tick(15 * MINUTE)

    assert len(office.told()) == 10
    assert len(office.noted()) == 10
    assert told.held == 2 * COUNT - 20
