"""Is it done once, and by one: after a crash, by another runner, in a flood, next to a rule that fails?"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import StatementError

from tests.commands.typed import do
from tests.office import HOUR, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled, a_rule, an_alert_rule
from wom_tui.automation import minute_cap
from wom_tui.automation import runner as running
from wom_tui.automation.due import Due, due
from wom_tui.automation.runner import MOST_FAILURES, failure_words
from wom_tui.commands.roster import AddUser
from wom_tui.commands.rule import DisableRule, EnableRule
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AddVisit
from wom_tui.domain.policy import Role
from wom_tui.domain.rule import PER_MINUTE, Mark, Outcome, Rule
from wom_tui.errors import NotFound, StoreBusy
from wom_tui.queries.rules import marks


def test_a_runner_that_dies_between_two_acts_is_followed_by_one_that_does_the_rest(
    office: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minute_cap, "MOST_TOGETHER", 1)
    numbers = [number_of(office.desk, an_order(site=site)) for site in (1, 2, 3)]
    office.enable(a_rule(every="15m"))
    calls = iter([office.may, office.may, office.may])
    office.runner._fence = lambda: next(calls, None)  # dies before its third act
    office.tick(15 * MINUTE)
    assert office.noted() == numbers[:2]

    office.may = office.take("two")
    office.runner = office.another()
    office.tick(MINUTE)
    office.tick(MINUTE)

    assert sorted(office.noted()) == numbers


def test_a_runner_that_forgot_everything_does_nothing_twice(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.enable(a_rule("event", event="order.prioritised"))
    do(office.desk, f"priority {order} 1")
    office.tick(15 * MINUTE)
    before = office.noted()
    with office.desk.engine.connect().execution_options(write=True) as connection:
        connection.begin()
        connection.exec_driver_sql("DELETE FROM due")
        connection.commit()

    office.runner = office.another()
    told = office.tick(MINUTE)

    assert (told.outcomes, office.noted()) == ([], before)


def test_an_act_that_another_runner_has_done_meanwhile_is_not_done_again(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.clock.forward(15 * MINUTE)
    another = office.another()

    office.tick_during(another.tick)  # the one has looked, and then sleeps

    assert office.noted() == [order]


def test_who_has_lost_the_lease_does_nothing_and_notices(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.take("another")

    told = office.tick(15 * MINUTE)

    assert not told.is_leader
    assert (office.noted(), office.actions()) == ([], [])


def test_without_the_lease_nothing_is_even_looked_at(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.may = None

    assert not office.tick(15 * MINUTE).is_leader
    assert office.noted() == []


def test_a_loop_of_rules_is_cut_and_named(office: Ruled, order: int) -> None:
    office.enable(a_rule("up", do="priority {order} 1", when="pri=2", event="order.prioritised"))
    office.enable(a_rule("down", do="priority {order} 2", when="pri=1", event="order.prioritised"))
    do(office.desk, f"priority {order} 1")

    for _ in range(10):
        office.tick(MINUTE)

    loops = [action for action in office.actions() if action.outcome is Outcome.LOOP]
    assert [action.said for action in loops] == ["it caused itself: down → up → down"]
    assert len([action for action in office.actions() if action.outcome is Outcome.DONE]) == 2


def test_a_flood_is_held_and_goes_on_in_the_next_minute(office: Ruled) -> None:
    numbers = [number_of(office.desk, an_order()) for _ in range(PER_MINUTE + 7)]
    office.enable(a_rule(every="15m"))

    told = office.tick(15 * MINUTE)
    assert (told.done, told.held) == (PER_MINUTE, 7)
    rule = office.rule("note-it")
    assert office.desk.ask(marks)[rule.id].held == 7
    assert office.tick(30 * timedelta(seconds=1)).done == 0
    told = office.tick(MINUTE)
    assert (told.done, told.held) == (7, 0)
    assert sorted(office.noted()) == numbers
    assert office.desk.ask(marks)[rule.id].held == 0


def test_more_new_orders_than_an_old_sqlite_takes_in_one_list(office: Ruled) -> None:
    def is_old(connection: Any, *_: object) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)

    if office.desk.engine.dialect.name == "sqlite":
        event.listen(office.desk.engine, "checkout", is_old)
    office.enable(a_rule(when="number=1", after="30m", of="opened"))
    office.desk.run_all([an_order() for _ in range(1_001)])

    assert office.tick(30 * MINUTE).outcomes == [Outcome.DONE]


def test_the_minute_of_the_runner_before_counts_too(office: Ruled) -> None:
    for _ in range(PER_MINUTE):
        number_of(office.desk, an_order())
    office.enable(a_rule(every="1m"))
    office.tick(MINUTE)

    office.runner = office.another()

    assert office.tick(MINUTE - timedelta(seconds=1)).done == 0


def test_a_clock_that_jumps_a_year_does_no_more_than_a_minute_may(office: Ruled) -> None:
    for _ in range(30):
        number_of(office.desk, an_order())
    for policy in ("run_all", "run_latest", "skip_older_than 2h"):
        name = policy.split()[0].replace("_", "-")
        office.enable(a_rule(name, every="15m", catch_up=policy))
    office.tick()

    office.clock.forward(timedelta(days=365))

    assert office.tick().done == PER_MINUTE


def test_a_clock_that_was_put_back_repeats_nothing_and_goes_on_from_there(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.tick(HOUR)
    assert len(office.noted()) == 1

    office.clock.forward(-HOUR)
    assert office.tick().outcomes == []
    assert [office.tick(15 * MINUTE).done for _ in range(5)] == [1, 1, 1, 0, 1]


def test_a_rule_that_raises_hinders_no_other_and_is_switched_off(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_rule("a-broken", do="assign {order} nobody-of-that-name", every="15m"))
    office.enable(a_rule("z-good", every="15m"))

    told = office.tick(15 * MINUTE)
    assert (told.outcomes, list(told.failed)) == ([Outcome.DONE], ["a-broken"])
    for _ in range(MOST_FAILURES - 1):
        assert office.rule("a-broken").is_on
        office.tick()

    broken = office.rule("a-broken")
    assert not broken.is_on
    assert "5 times" in (broken.off_reason or "")
    assert "nobody-of-that-name" in (broken.off_reason or "")
    assert office.tick().failed == {}
    assert office.noted() == [order]


def test_what_cannot_be_done_of_one_order_is_no_failure_of_the_rule(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 14:30")
    office.desk.run(AddVisit(order=order))
    do(office.desk, f"assign {order}/2 ali 14:30")
    office.enable(a_rule(do="unassign {order}", every="15m"))  # which of the two is not told

    told = office.tick(15 * MINUTE)

    assert (told.outcomes, told.failed) == ([Outcome.REFUSED], {})
    assert office.tick().outcomes == []


def test_a_bug_is_a_failure_of_its_rule_only(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_rule("a-broken", when="pri=2", every="15m"))
    office.enable(a_rule("z-good", every="15m"))
    whole = due

    def broken(rule: Rule, *rest: Any) -> Due:
        if rule.name == "a-broken":
            raise ZeroDivisionError("a bug")
        return whole(rule, *rest)

    monkeypatch.setattr(running, "due", broken)

    told = office.tick(15 * MINUTE)

    assert told.outcomes == [Outcome.DONE]
    assert told.failed["a-broken"].startswith(
        "an error inside the program: ZeroDivisionError (test_trouble.py, "
    )


def test_what_is_written_down_of_a_failure_holds_neither_sql_nor_anybody_s_data() -> None:
    error = StatementError("it does not fit", "SELECT phone FROM contact", {"name": "K. Byrne"}, Exception())

    assert failure_words(error) == "an error inside the program: StatementError"
    assert failure_words(NotFound("technician", "kim")) == str(NotFound("technician", "kim"))


def test_a_failure_that_passes_is_forgotten(office: Ruled, order: int) -> None:
    office.enable(a_rule(do="assign {order} kim 14:30", every="15m"))
    rule = office.rule("note-it")
    office.begun()._marks[rule.id] = Mark(rule_id=rule.id, done_until=T0, seq=0, failures=MOST_FAILURES - 1)

    office.tick(15 * MINUTE)

    assert office.desk.ask(marks)[rule.id].failures == 0


def test_a_database_that_is_away_is_no_fault_of_the_rules(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_rule(every="15m"))

    def away(*_: object) -> object:
        raise StoreBusy

    with monkeypatch.context() as broken:
        broken.setattr(running, "due", away)
        for _ in range(MOST_FAILURES + 1):
            with pytest.raises(StoreBusy):
                office.tick(15 * MINUTE)

    assert office.rule("note-it").is_on
    assert office.tick().outcomes == [Outcome.DONE]


def test_a_rule_that_is_switched_off_is_told_until_it_is_on_again(office: Ruled) -> None:
    text = a_rule(every="15m")
    office.enable(text)

    receipt = office.desk.run(DisableRule(name="note-it", reason="stock is counted"))

    (told,) = office.alerts()
    assert (told.rule, told.subject, told.severity) == ("rule-off", "rule:note-it", "info")
    assert told.says == "The rule note-it was switched off: stock is counted"
    office.desk.run(Undo(receipt=receipt.command_id))
    assert (office.told(), office.rule("note-it").is_on) == ([], True)
    office.desk.run(DisableRule(name="note-it", reason="stock is counted"))
    office.enable(text)
    assert office.told() == []


def test_a_rule_that_fails_is_told_as_what_has_to_be_mended(
    office: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(an_alert_rule(when="pri<=4"))
    number_of(office.desk, an_order())
    monkeypatch.setattr("wom_tui.automation.watcher.Watcher.raising", _broken)

    for _ in range(6):
        office.tick(MINUTE)

    (told,) = office.alerts()
    assert (told.rule, told.subject, told.severity) == ("rule-failed", "rule:not-accepted", "critical")
    assert "5 times in a row: an error inside the program: ValueError" in told.says


def _broken(*_: object) -> None:
    raise ValueError("broken")


def test_a_loop_is_told_once(office: Ruled) -> None:
    number = number_of(office.desk, an_order())
    for name, level in (("up", 1), ("down", 2)):
        when = f"pri={3 - level}"
        office.enable(a_rule(name, when, f"priority {{order}} {level}", event="order.prioritised"))
    do(office.desk, f"priority {number} 1")

    for _ in range(8):
        office.tick(MINUTE)

    assert {(row.rule, row.severity) for row in office.alerts()} == {("rule-loop", "warning")}
    assert len(office.alerts()) == 1
    do(office.desk, f"alert clear {office.alerts()[0].number} we know")
    assert office.told() == []


def test_whoever_it_goes_to_has_to_be_there(office: Ruled) -> None:
    with pytest.raises(NotFound):
        office.desk.run(EnableRule(text=an_alert_rule(when="pri=1", escalate=["1h ann"])))
    office.desk.run(AddUser(name="ann", role=Role.MANAGER))

    office.enable(an_alert_rule(when="pri=1", escalate=["1h ann"]))
