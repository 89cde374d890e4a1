"""Is the alert of a rule read as it is written, and is what is wrong with it said with its line?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.house.tree import ROOT
from tests.ruled import a_rule, an_alert_rule
from wom_tui.domain.alert import OF_RULES, Severity
from wom_tui.domain.alert_rule import AlertSpec, By, Escalation, Figure, Threshold
from wom_tui.domain.policy import Role
from wom_tui.domain.rule import CatchUp, OnEvent, OrderClock, Timer, Watch
from wom_tui.domain.rule_text import read_rule
from wom_tui.errors import InvalidInput
from wom_tui.grammar.rule_lines import checked_rule

MINUTE = timedelta(minutes=1)


def test_an_alert_about_orders_is_what_it_says() -> None:
    rule = read_rule(
        an_alert_rule(
            alert="critical",
            when="status=dispatched waiting>10m",
            lasting="10m",
            clear_when="status=in_progress",
            escalate=["15m manager", "1h ann"],
            do=["note {order} look"],
        )
    )

    assert rule.alert == AlertSpec(
        severity=Severity.CRITICAL,
        lasting=10 * MINUTE,
        clear_when="status=in_progress",
        escalations=(
            Escalation(after=15 * MINUTE, role=Role.MANAGER),
            Escalation(after=60 * MINUTE, person="ann"),
        ),
    )
    assert (rule.trigger, rule.condition, rule.lines) == (
        Watch(),
        "status=dispatched waiting>10m",
        ("note {order} look",),
    )
    assert (rule.is_watched, rule.catch_up) == (True, CatchUp.RUN_LATEST)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (
            {"count": "status=ready due<now", "by": "territory", "at_least": 10, "clear_below": 8},
            Threshold(
                figure=Figure.COUNT,
                orders="status=ready due<now",
                by=By.TERRITORY,
                at_least=10,
                clear_below=8,
            ),
        ),
        (
            {"share_of": "due<now", "of": "status=ready", "at_least": 12.5},
            Threshold(
                figure=Figure.SHARE, orders="due<now", among="status=ready", at_least=12.5, clear_below=12.5
            ),
        ),
        (
            {"hours": "status=ready", "by": "type", "at_least": 400},
            Threshold(figure=Figure.HOURS, orders="status=ready", by=By.TYPE, at_least=400, clear_below=400),
        ),
    ],
)
def test_an_alert_about_a_figure_is_what_it_says(keys: dict[str, Any], expected: Threshold) -> None:
    rule = read_rule(an_alert_rule(**keys))

    assert rule.alert is not None
    assert rule.alert.threshold == expected
    assert (rule.trigger, rule.condition, rule.lines) == (Watch(), "", ())


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [
        ({"after": "80%", "of": "respond_sla"}, Timer(OrderClock.RESPOND_SLA, timedelta(0), share=0.8)),
        ({"after": "100 %", "of": "resolve_sla"}, Timer(OrderClock.RESOLVE_SLA, timedelta(0), share=1.0)),
        ({"after": "10m", "of": "dispatched"}, Timer(OrderClock.DISPATCHED, 10 * MINUTE)),
        ({"after": "0m", "of": "hold_until"}, Timer(OrderClock.HOLD_UNTIL, timedelta(0))),
        ({"after": "2h", "of": "completed"}, Timer(OrderClock.COMPLETED, 120 * MINUTE)),
        ({"before": "15m", "of": "planned_end"}, Timer(OrderClock.PLANNED_END, -15 * MINUTE)),
        ({"event": "visit.declined"}, OnEvent(frozenset({"visit.declined"}))),
    ],
)
def test_it_may_have_a_moment_as_well(keys: dict[str, str], trigger: object) -> None:
    assert read_rule(an_alert_rule(**keys)).trigger == trigger
    assert read_rule(a_rule(**keys)).trigger == trigger


SOME = {"count": "pri=1", "at_least": 3}


@pytest.mark.parametrize(
    ("keys", "line", "said"),
    [
        ({"alert": "loud", "when": "pri=1"}, 3, "info, warning, critical"),
        ({}, 3, "when"),  # nothing to look at
        ({"when": "pri=0"}, 4, "P1 to P4"),
        ({"when": "status=closed"}, 4, "not over"),
        ({"when": "pri=1", "clear_when": "status=cancelled"}, 5, "not over"),
        ({"when": "pri=1", "lasting": "soon"}, 5, "minutes or hours"),
        ({"when": "pri=1", "lasting": "9999h"}, 5, "90 days"),
        ({"every": "15m", "lasting": "10m"}, 5, "at that moment"),
        ({"when": "pri=1", "escalate": ["15m"]}, 5, "to whom"),
        ({"when": "pri=1", "escalate": ["soon manager"]}, 5, "minutes or hours"),
        ({"when": "pri=1", "escalate": ["1h manager", "15m ann"]}, 5, "earliest step first"),
        ({"when": "pri=1", "escalate": ["1m ann"] * 11}, 5, "at most 10"),
        ({"when": "pri=1", "catch_up": "run_all"}, 5, "how things are now"),
        ({"when": "pri=1", "of": "planned_start"}, 5, "before, after or share_of"),
        ({"when": "pri=1", "at_least": 3}, 5, "goes with one of count"),
        (SOME | {"hours": "pri=1"}, 6, "one of count"),
        (SOME | {"every": "15m"}, 4, "all the time"),
        (SOME | {"when": "pri=1"}, 6, "which orders are meant"),
        (SOME | {"do": ["note {order} x"]}, 6, "which orders are meant"),
        (SOME | {"by": "weather"}, 6, "territory, type"),
        (SOME | {"clear_below": 4}, 6, "at most 3"),
        ({"count": "pri=1", "at_least": 0}, 5, "above 0"),
        ({"count": "pri=1", "at_least": True}, 5, "above 0"),
        ({"count": "pri=1"}, 4, "a number"),
        ({"count": "status=cancelled", "at_least": 3}, 4, "not over"),
        ({"share_of": "pri=1", "at_least": 3}, 5, "of"),
        ({"after": "10m", "of": "respond_sla"}, 4, "a share"),
        ({"before": "80%", "of": "respond_sla"}, 4, "after a share"),
        ({"after": "0%", "of": "respond_sla"}, 4, "1% to 300%"),
        ({"after": "80%", "of": "planned_start"}, 4, "minutes or hours"),
    ],
)
def test_the_first_fault_is_told_with_its_line(keys: dict[str, Any], line: int, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_rule(an_alert_rule(**keys), "my.toml")

    assert f"my.toml:{line}" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "key", ['for = "10m"', 'escalate = "1h ann"', 'count = "pri=1"', 'clear_when = "pri=1"']
)
def test_what_belongs_to_an_alert_goes_with_one(key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_rule(a_rule() + key + "\n")

    assert "it goes with alert" in str(refused.value)


@pytest.mark.parametrize("page", ["alerts", "rules"])
def test_what_the_manual_shows_can_be_switched_on(page: str) -> None:
    text = (ROOT / f"docs/how-to/{page}.md").read_text(encoding="utf-8")
    shown = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)

    assert [checked_rule(one).name for one in shown if "name =" in one]


@pytest.mark.parametrize("name", sorted(OF_RULES))
def test_no_rule_is_called_as_the_office_calls_its_own_alerts(name: str) -> None:
    with pytest.raises(InvalidInput):
        read_rule(an_alert_rule(name, when="pri=1"))
