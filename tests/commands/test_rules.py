"""Are rules kept, switched on and off as somebody says, and is each of that taken back?"""

from __future__ import annotations

import pytest

from tests.office import HOUR, ManualClock
from tests.ruled import a_rule
from wom_tui.commands.rule import NOT_YET, DisableRule, EnableRule, KeepRule, StopRules
from wom_tui.commands.undo import Redo, Undo
from wom_tui.desk import Desk
from wom_tui.domain.rule import Rule
from wom_tui.errors import Conflict, InvalidInput, NotFound
from wom_tui.grammar.line import commands_of
from wom_tui.queries.alerts import alert_rows
from wom_tui.store.reader import Reader


def rules(desk: Desk) -> dict[str, Rule]:
    return {rule.name: rule for rule in desk.ask(Reader.select, Rule)}


def say(desk: Desk, line: str) -> None:
    desk.run_all(commands_of(line, desk))


def test_all_are_stopped_by_one_act_and_one_undo_brings_back_those_that_were_on(desk: Desk) -> None:
    for name in ("one", "two", "three"):
        desk.run(EnableRule(text=a_rule(name)))
    desk.run(DisableRule(name="two", reason="not needed"))

    desk.run(StopRules(reason="the storm"))
    assert {name: (rule.is_on, rule.off_reason) for name, rule in rules(desk).items()} == {
        "one": (False, "the storm"),
        "two": (False, "not needed"),
        "three": (False, "the storm"),
    }
    desk.run(Undo())

    assert {name: rule.is_on for name, rule in rules(desk).items()} == {
        "one": True,
        "two": False,
        "three": True,
    }


def test_where_none_is_on_nothing_is_written(desk: Desk) -> None:
    assert desk.run(StopRules(reason="the storm")).events == ()


@pytest.mark.parametrize("command", [StopRules(reason=" "), DisableRule(name="one", reason="")])
def test_why_is_always_said(desk: Desk, command: StopRules | DisableRule) -> None:
    with pytest.raises(InvalidInput):
        desk.run(command)


def test_another_text_of_a_rule_that_is_on_counts_from_now(desk: Desk, clock: ManualClock) -> None:
    desk.run(EnableRule(text=a_rule("one")))
    before = rules(desk)["one"]

    clock.forward(HOUR)
    desk.run(KeepRule(text=a_rule("one", every="30m"), expect=before.version))

    after = rules(desk)["one"]
    assert (after.is_on, "30m" in after.text) == (True, True)
    assert after.since_at > before.since_at
    assert after.since_seq > before.since_seq


def test_a_rule_that_is_off_stays_off_and_a_new_one_is_not_switched_on(desk: Desk) -> None:
    desk.run(EnableRule(text=a_rule("one")))
    desk.run(DisableRule(name="one", reason="not needed"))

    desk.run(KeepRule(text=a_rule("one", every="30m")))
    desk.run(KeepRule(text=a_rule("two")))

    assert {name: (rule.is_on, rule.off_reason) for name, rule in rules(desk).items()} == {
        "one": (False, NOT_YET),
        "two": (False, NOT_YET),
    }
    desk.run(Undo())
    assert set(rules(desk)) == {"one"}


def test_a_text_that_somebody_else_has_changed_is_not_written_over(desk: Desk) -> None:
    desk.run(EnableRule(text=a_rule("one")))
    seen = rules(desk)["one"].version
    desk.run(KeepRule(text=a_rule("one", every="30m")))

    with pytest.raises(Conflict):
        desk.run(KeepRule(text=a_rule("one", every="45m"), expect=seen))


def test_the_same_text_is_so_already(desk: Desk) -> None:
    desk.run(KeepRule(text=a_rule("one")))

    assert desk.run(KeepRule(text=a_rule("one"))).events == ()


def test_a_text_that_cannot_be_read_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        desk.run(KeepRule(text="name ="))


def test_a_line_switches_them_by_name(desk: Desk) -> None:
    desk.run(EnableRule(text=a_rule("one")))

    say(desk, "rule disable one too many of them")
    assert (rules(desk)["one"].is_on, rules(desk)["one"].off_reason) == (False, "too many of them")
    say(desk, "rule enable one")
    say(desk, "rule enable due-soon-first")
    assert {name: rule.is_on for name, rule in rules(desk).items()} == {"one": True, "due-soon-first": True}
    say(desk, "rule stop")
    assert not any(rule.is_on for rule in rules(desk).values())

    with pytest.raises(NotFound):
        say(desk, "rule enable nobody-knows")
    for line in ("rule", "rule enable", "rule disable", "rule fire one", "rule enable one two"):
        with pytest.raises(InvalidInput):
            say(desk, line)


def alerts(desk: Desk) -> list[tuple[str, str]]:
    return [(row.subject, row.says) for row in desk.ask(alert_rows, desk.now())]


def test_who_stops_several_rules_at_once_raises_one_alert_until_all_of_them_are_on_again(desk: Desk) -> None:
    names = ("five", "four", "one", "three", "two")
    for name in names:
        desk.run(EnableRule(text=a_rule(name)))

    desk.run(StopRules(reason="the storm"))
    said = "5 rules were switched off together: the storm (five, four, one and 2 more)"
    assert alerts(desk) == [("office", said)]
    desk.run(Undo())
    assert alerts(desk) == []
    desk.run(Redo())
    assert alerts(desk) == [("office", said)]

    for name in names[1:]:
        desk.run(EnableRule(text=a_rule(name)))
        assert len(alerts(desk)) == 1
    desk.run(EnableRule(text=a_rule("five")))
    assert alerts(desk) == []


def test_who_stops_the_rest_tells_of_all_that_are_off_since(desk: Desk) -> None:
    for name in ("one", "two"):
        desk.run(EnableRule(text=a_rule(name)))
    desk.run(StopRules(reason="the storm"))
    for name in ("two", "three"):
        desk.run(EnableRule(text=a_rule(name)))
    desk.run(StopRules(reason="the flood"))

    assert alerts(desk) == [("office", "3 rules were switched off together: the flood (one, three, two)")]


def test_a_single_rule_that_was_on_is_told_by_its_name(desk: Desk) -> None:
    desk.run(EnableRule(text=a_rule("one")))

    desk.run(StopRules(reason="the storm"))

    assert alerts(desk) == [("rule:one", "The rule one was switched off: the storm")]
