"""Does all else go on while a runner looks for the first time at what alerts watch?"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

from tests.commands.typed import do
from tests.office import MINUTE, an_order, number_of
from tests.ruled import Ruled, a_rule, an_alert_rule
from wom_tui.automation import first_look, watching
from wom_tui.automation.watching import Watching
from wom_tui.domain.rule import Definition, Outcome, Rule
from wom_tui.errors import StoreBusy
from wom_tui.queries.rules import View
from wom_tui.queries.watched import Pool
from wom_tui.rule_desk import RuleDesk

LONG_S = 60.0


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The first look goes on when this is set."""
    held, whole = threading.Event(), Watching.see

    def see(self: Watching, rules: Sequence[tuple[Rule, Definition]], now: datetime) -> None:
        if threading.current_thread() is not threading.main_thread():
            assert held.wait(LONG_S)
        whole(self, rules, now)

    monkeypatch.setattr(Watching, "see", see)
    yield held
    held.set()


def test_lines_are_done_meanwhile_and_alerts_are_raised_afterwards_of_what_happened_meanwhile(
    office: Ruled, order: int, gate: threading.Event
) -> None:
    office.enable(a_rule(event="order.prioritised"))
    office.enable(an_alert_rule(when="pri=1"))
    office.runner.first_look.patience_s = 0.0
    office.tick()
    do(office.desk, f"priority {order} 1")

    assert office.tick().outcomes == [Outcome.DONE]
    assert (office.noted(), office.told()) == ([order], [])
    assert not office.runner.is_warm
    gate.set()
    office.runner.first_look.patience_s = LONG_S
    _until_warm(office)

    assert office.told() == [(f"order:{order}", "open")]


def test_who_takes_over_meanwhile_looks_for_itself(office: Ruled, order: int, gate: threading.Event) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.runner.first_look.patience_s = 0.0
    office.tick()
    office.may = office.take("two")
    office.tick()
    gate.set()
    _until_warm(office)

    assert office.told() == [(f"order:{order}", "open")]


def test_who_stops_waits_for_what_is_being_read_and_no_more_is_read(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    number_of(office.desk, an_order())
    office.enable(an_alert_rule(when="pri=1"))
    office.runner.first_look.patience_s = 0.0
    monkeypatch.setattr(first_look, "PORTION", 1)
    reads, held, taken = threading.Event(), threading.Event(), list[list[int]]()

    def take(self: Watching, view: View, numbers: Sequence[int]) -> None:
        taken.append(list(numbers))
        reads.set()
        assert held.wait(LONG_S)

    monkeypatch.setattr(Watching, "take", take)
    office.tick()
    assert reads.wait(LONG_S)
    stopping = threading.Thread(target=office.runner.first_look.stop)
    stopping.start()
    stopping.join(0.1)
    assert stopping.is_alive()
    held.set()
    stopping.join(LONG_S)

    assert not stopping.is_alive()
    assert len(taken) == 1


def test_what_goes_wrong_with_it_is_the_rules_failure_and_it_is_taken_again(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.runner.first_look.patience_s = LONG_S

    def broken(self: Pool, now: object) -> dict[object, object]:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Pool, "look", broken)
        told = office.tick()
    assert list(told.failed) == ["not-accepted"]
    assert office.tick().outcomes == [Outcome.DONE]

    assert office.told() == [(f"order:{order}", "open")]


def test_a_database_that_does_not_answer_it_is_no_rules_failure(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.runner.first_look.patience_s = LONG_S

    def busy(*_given: object, **_named: object) -> None:
        raise StoreBusy("the database is busy")

    with monkeypatch.context() as patched:
        patched.setattr(Watching, "take", busy)
        with pytest.raises(StoreBusy):
            office.tick()

    assert office.tick().outcomes == [Outcome.DONE]


def test_since_when_conditions_hold_is_written_down_in_portions(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_WRITTEN", 1)
    others = [number_of(office.desk, an_order()) for _ in range(2)]
    names = ("a", "b", "c")
    for name, number in zip(names, [order, *others], strict=True):
        office.enable(an_alert_rule(name, when=f"number={number}", lasting="10m"))
    began = office.clock.at

    for count in (1, 2, 3, 3):
        office.tick()
        known = RuleDesk(office.desk).view(lambda view: view.pending())
        assert len(known) == count
    office.runner = office.another()
    office.may = office.take("two")
    office.tick(10 * MINUTE)

    assert {alert.rule for alert in office.alerts()} == set(names)
    assert {alert.since_at for alert in office.alerts()} == {began}


def _until_warm(office: Ruled) -> None:
    tries = threading.Event()
    for _ in range(int(LONG_S / 0.05)):
        office.tick()
        if office.runner.is_warm:
            return
        tries.wait(0.05)
    raise AssertionError("the first look does not end")
