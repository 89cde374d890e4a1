"""Does whoever watches over the rules see how each stands, what it did, what comes next, and who runs them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.office import HOUR, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled, a_rule
from wom_tui.automation.lease import new_holder
from wom_tui.commands.rule import DisableRule, EnableRule
from wom_tui.commands.undo import Undo
from wom_tui.domain.lease import Term
from wom_tui.domain.rule import Outcome
from wom_tui.queries.rules_seen import RuleSeen, RulesSeen, Standing, meanwhile, rule_history, rules_seen
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.receipts import TakenBack

DAY = timedelta(days=1)


def seen(office: Ruled) -> RulesSeen:
    now = datetime.now(UTC)
    return office.desk.ask(rules_seen, office.desk.now(), now, now - DAY)


def one(office: Ruled, name: str) -> RuleSeen:
    found = seen(office).named(name)
    assert found is not None
    return found


def test_what_a_rule_did_today_and_last_is_counted_by_how_it_ended(office: Ruled, order: int) -> None:
    office.enable(a_rule("notes", every="15m"))
    office.enable(a_rule("refused", every="15m", do="arrive {order}"))
    office.tick(15 * MINUTE)

    notes, refused = one(office, "notes"), one(office, "refused")

    assert (notes.standing, dict(notes.today)) == (Standing.ON, {Outcome.DONE: 1})
    assert notes.last is not None
    assert (notes.last.order, notes.last.outcome) == (order, Outcome.DONE)
    assert dict(refused.today) == {Outcome.REFUSED: 1}
    assert notes.next_at == office.desk.now() + 15 * MINUTE
    assert notes.looked_at == office.desk.now()


def test_what_somebody_has_undone_says_so_and_did_not_before(office: Ruled, order: int) -> None:
    office.enable(a_rule("notes", every="15m"))
    office.tick(15 * MINUTE)
    then = office.desk.now()
    office.clock.forward(HOUR)
    office.desk.run(Undo(receipt=office.actions()[0].command_id))

    (action,) = office.desk.ask(rule_history, "notes", office.desk.now())
    (was,) = office.desk.ask_as_of(then, rule_history, "notes", then)

    assert (action.fate, action.undone) == ("undone", TakenBack("admin", then + HOUR))
    assert (was.fate, was.undone) == ("done", None)


def test_in_the_past_what_came_due_since_takes_no_room_in_the_list(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.queries.rules_seen.MOST_ACTIONS", 1)
    office.enable(a_rule("notes", every="15m"))
    office.tick(15 * MINUTE)
    then = office.desk.now()
    office.tick(15 * MINUTE)

    (was,) = office.desk.ask_as_of(then, rule_history, "notes", then)

    assert was.due_at == then


def test_what_waits_and_what_fails_stands_with_the_rule_and_for_all_together(office: Ruled) -> None:
    for site in (1, 2, 3):
        number_of(office.desk, an_order(site=site))
    office._given = {"per_minute": 1}
    office.runner = office.another()
    office.enable(a_rule("notes", every="15m"))
    office.tick(15 * MINUTE)

    assert (one(office, "notes").held, seen(office).held) == (2, 2)
    assert office.desk.ask(meanwhile, None).held == 2
    office.desk.run(DisableRule(name="notes", reason="it failed 5 times in a row: no such thing"))
    assert one(office, "notes").standing is Standing.FAILED
    assert office.desk.ask(meanwhile, None).failing == 1

    assert (one(office, "notes").held, office.desk.ask(meanwhile, None).held) == (0, 0)


def test_rules_that_come_with_the_program_are_there_until_they_are_the_office_s_own(office: Ruled) -> None:
    assert one(office, "due-soon-first").standing is Standing.SHIPPED
    office.desk.run(EnableRule(text=one(office, "due-soon-first").text))

    assert one(office, "due-soon-first").standing is Standing.ON


def test_a_timer_s_next_moment_is_that_of_the_next_order(office: Ruled, order: int) -> None:
    office.enable(a_rule("opened", after="2h", of="opened"))

    assert one(office, "opened").next_at == office.desk.now() + 2 * HOUR
    office.enable(a_rule("event", event="order.prioritised"))
    assert one(office, "event").next_at is None


def test_who_runs_them_is_told_with_machine_process_and_since_when(office: Ruled) -> None:
    began = datetime(2026, 11, 24, 8, 2, tzinfo=UTC)
    before = seen(office).running
    assert before is not None
    assert before.term is None  # whoever was there had it for no time at all
    leases = RuleDesk(office.desk).leases
    assert leases.take(Term("desk:3", 4711, began).holder("ab12"), 60.0, is_hinted=False)

    running = seen(office).running
    assert running is not None
    assert running.term == Term("desk:3", 4711, began)
    assert 0 < running.left_s <= 60
    assert Term.read("desk:3:4711:0-ab") == Term("desk:3", 4711, None)
    assert Term.read(new_holder()).since is not None
    assert Term.read("one") == Term("one", 0, None)


def test_what_happened_meanwhile_is_counted_from_when_somebody_left(office: Ruled, order: int) -> None:
    office.enable(a_rule("notes", every="15m"))
    office.tick(15 * MINUTE)
    left = datetime.now(UTC)
    office.tick(15 * MINUTE)

    found = office.desk.ask(meanwhile, left)

    assert (found.acts, found.rules, found.refused, found.held, found.failing) == (1, 1, 0, 0, 0)
    assert not found.is_quiet
    assert office.desk.ask(meanwhile, datetime.now(UTC)).is_quiet


def test_in_the_past_stands_what_was_kept_of_it(office: Ruled, order: int) -> None:
    office.enable(a_rule("notes", every="15m"))
    office.tick(15 * MINUTE)
    first = one(office, "notes").last
    office.clock.forward(MINUTE)
    then = office.desk.now()
    office.tick(HOUR)
    office.desk.run(DisableRule(name="notes", reason="not needed"))

    found = office.desk.ask_as_of(then, rules_seen, then, datetime.now(UTC), T0)
    was = found.named("notes")

    assert was is not None
    assert (was.standing, was.last, dict(was.today), was.held) == (Standing.ON, first, {}, 0)
    assert found.running is None
