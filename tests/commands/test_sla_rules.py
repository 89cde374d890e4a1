"""Rules that a person accepts become policies; open orders get their dues from them, and an audit compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.boston import CLOSED, EXCERPT, PRESET, a_row, write_rows
from tests.office import close_desks, desk_on, number_of
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.order import CreateOrder
from wom_tui.commands.sla import AcceptedRule, AcceptRules
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.order_clock import resolve_course
from wom_tui.domain.sla.fit import fit
from wom_tui.domain.sla.policy import SlaPolicy, Target, TargetUnit
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.importing.run import import_files
from wom_tui.queries.sla import fit_samples, sla_audit
from wom_tui.store.rules import read_rules

LIGHTS = "Street Light Outages"
TEN_DAYS, TWO_DAYS = Target(10, TargetUnit.BUSINESS_DAYS), Target(2, TargetUnit.BUSINESS_DAYS)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Two orders of one type: one is open and has no due of its own, one has ended."""
    desk = desk_on(database_url)
    rows = [a_row(TARGET_DT=""), a_row(CASE_ENQUIRY_ID="101001369069", **CLOSED)]
    import_files(desk, [write_rows(tmp_path / "in.csv", rows)], PRESET)
    yield desk
    close_desks()


def accepting(*rules: tuple[str, Target], from_on: date = date(2015, 5, 4)) -> AcceptRules:
    assert PRESET.calendar is not None
    return AcceptRules(
        rules=tuple(AcceptedRule(work_type=name, resolve=target) for name, target in rules),
        calendar=PRESET.calendar,
        holidays=PRESET.holidays,
        effective_from_on=from_on,
    )


def policies(desk: Desk) -> list[SlaPolicy]:
    return list(desk.ask(lambda r: r.select(SlaPolicy)))


def an_open_and_an_ended(desk: Desk) -> tuple[WorkOrder, WorkOrder]:
    one, other = desk.ask(lambda r: r.select(WorkOrder))
    return one, other


def test_an_accepted_rule_gives_open_orders_their_dues_and_leaves_history_alone(desk: Desk) -> None:
    _, ended = an_open_and_an_ended(desk)

    receipt = desk.run(accepting((LIGHTS, TEN_DAYS)))

    assert dict(receipt.result) == {"added": 1, "changed": 0, "unchanged": 0, "orders": 1}
    order, still_ended = an_open_and_an_ended(desk)
    assert order.resolve_due_at == datetime(2015, 5, 18, 13, 15, tzinfo=UTC)
    assert still_ended == ended
    assert desk.ask(lambda r: (r.count(Calendar), r.count(Holiday))) == (1, len(PRESET.holidays))


def test_accepting_twice_changes_nothing(desk: Desk) -> None:
    desk.run(accepting((LIGHTS, TEN_DAYS)))

    assert desk.run(accepting((LIGHTS, TEN_DAYS))).events == ()


def test_another_target_from_the_same_day_on_corrects_the_rule(desk: Desk) -> None:
    desk.run(accepting((LIGHTS, TEN_DAYS)))
    desk.run(accepting((LIGHTS, TWO_DAYS)))

    (policy,) = policies(desk)
    assert (policy.resolve, policy.name) == (TWO_DAYS, f"{LIGHTS}: 2 business days")
    assert an_open_and_an_ended(desk)[0].resolve_due_at == datetime(2015, 5, 6, 13, 15, tzinfo=UTC)


def test_another_target_from_a_later_day_on_ends_the_older_rule(desk: Desk) -> None:
    desk.run(accepting((LIGHTS, TEN_DAYS)))
    desk.run(accepting((LIGHTS, TWO_DAYS), from_on=date(2015, 6, 1)))

    older, newer = policies(desk)
    assert (older.effective_to_on, newer.effective_from_on) == (date(2015, 5, 31), date(2015, 6, 1))
    assert an_open_and_an_ended(desk)[0].resolve_due_at == datetime(2015, 5, 18, 13, 15, tzinfo=UTC)


def test_accepting_is_one_act_that_can_be_taken_back(desk: Desk) -> None:
    before = an_open_and_an_ended(desk)[0]
    desk.run(accepting((LIGHTS, TEN_DAYS)))
    desk.run(Undo())

    after = an_open_and_an_ended(desk)[0]
    assert (policies(desk), replace(after, version=before.version)) == ([], before)


def test_an_order_keeps_the_clock_of_a_policy_that_was_taken_back_after_its_end(desk: Desk) -> None:
    accepted = desk.run(accepting((LIGHTS, TEN_DAYS)))
    one, _ = an_open_and_an_ended(desk)
    number = number_of(desk, CreateOrder(title="Dark", work_type=one.work_type_id, site=one.site_id))
    desk.run(CancelOrder(order=number, reason="none"))

    desk.run(Undo(receipt=accepted.command_id))

    order, rules = desk.ask(lambda r: (r.get(WorkOrder, number), read_rules(r)))
    assert policies(desk) == []
    assert order.policies
    assert resolve_course(order, rules) is not None


def test_a_rule_for_a_type_that_is_not_there_is_refused_and_nothing_is_stored(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.run(accepting((LIGHTS, TEN_DAYS), ("Moon Landing", TEN_DAYS)))

    assert policies(desk) == []


def test_two_rules_for_one_type_are_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        desk.run(accepting((LIGHTS, TEN_DAYS), (LIGHTS, TWO_DAYS)))


def test_the_audit_compares_what_the_rules_give_with_what_came_in(desk: Desk) -> None:
    found = desk.ask(sla_audit)
    assert (found.compared, found.within_2_min, found.without_rule) == (0, 0, 1)

    desk.run(accepting((LIGHTS, TEN_DAYS)))

    found = desk.ask(sla_audit)
    assert (found.compared, found.within_2_min, found.without_rule, found.share_percent) == (1, 1, 0, 100.0)
    (by_type,) = found.by_type
    assert (by_type.work_type, by_type.target) == (LIGHTS, "10 business days")
    desk.run(accepting((LIGHTS, TWO_DAYS)))
    assert desk.ask(sla_audit).within_2_min == 0


def test_even_and_odd_cases_are_two_halves_of_all(desk: Desk) -> None:
    import_files(desk, [EXCERPT], PRESET)

    samples = {cases: desk.ask(fit_samples, cases=cases).spans for cases in ("all", "even", "odd")}

    assert len(samples["even"]) > 10 < len(samples["odd"])
    assert sorted(samples["even"] + samples["odd"]) == sorted(samples["all"])


def test_rules_fitted_to_the_excerpt_give_its_dues_again(desk: Desk) -> None:
    import_files(desk, [EXCERPT], PRESET)
    samples = desk.ask(fit_samples, source="boston311")
    assert PRESET.work_calendar is not None
    assert samples.first_on is not None
    rules = fit(samples.spans, PRESET.work_calendar)

    desk.run(accepting(*((rule.work_type, rule.target) for rule in rules), from_on=samples.first_on))

    found = desk.ask(sla_audit)
    assert found.compared == sum(rule.n for rule in rules) > 5
    assert found.within_2_min == sum(rule.n_within_2_min for rule in rules)
