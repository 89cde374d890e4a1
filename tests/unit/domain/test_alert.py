"""What may become of an alert, and when is a figure too high?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wom_tui.domain.alert import Alert, AlertStatus, Severity
from wom_tui.domain.alert_rule import (
    ActKind,
    AlertAct,
    AlertSpec,
    Escalation,
    Figure,
    Threshold,
    acted,
    due_steps,
)
from wom_tui.domain.bitset import bits_at, bits_of, places_in
from wom_tui.domain.policy import Role

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SPEC = AlertSpec(
    severity=Severity.WARNING,
    escalations=(
        Escalation(after=15 * MINUTE, role=Role.MANAGER),
        Escalation(after=60 * MINUTE, person="ann"),
    ),
)


def an_alert(**given: Any) -> Alert:
    fields: dict[str, Any] = {
        "severity": Severity.WARNING,
        "says": "Late.",
        "since_at": NOW,
        "raised_at": NOW,
    }
    return Alert(id=1, rule="late", subject="order:1", **(fields | given))


def steps(alert: Alert, after_min: int) -> list[int]:
    return [place for place, _ in due_steps(SPEC, alert, NOW + after_min * MINUTE)]


def test_steps_are_due_from_when_it_was_raised() -> None:
    assert [steps(an_alert(), after) for after in (14, 15, 59, 60)] == [[], [0], [0], [0, 1]]


def test_no_step_is_due_of_what_somebody_knows_or_has_put_away() -> None:
    alert = an_alert()

    assert steps(alert.acknowledged("ann", NOW), 90) == []
    assert steps(alert.snoozed("ann", NOW, NOW + 120 * MINUTE, "later"), 90) == []
    assert steps(alert.snoozed("ann", NOW, NOW + 30 * MINUTE, "later").woken(), 90) == [0, 1]
    assert steps(alert.acknowledged("ann", NOW).snoozed("ann", NOW, NOW, "later").woken(), 90) == []


def test_a_step_that_was_taken_is_not_taken_again() -> None:
    step = SPEC.escalations[0]
    act = AlertAct(kind=ActKind.ESCALATE, alert=1, step=step, place=0)

    once = acted(act, an_alert(), "rule:late", NOW + 15 * MINUTE)

    assert (len(once.escalations), once.escalations[0].to) == (1, "manager")
    assert acted(act, once, "rule:late", NOW + 16 * MINUTE) is once
    assert steps(once, 60) == [1]


def test_nothing_is_done_where_somebody_was_faster() -> None:
    cleared = an_alert().cleared("ann", NOW, "we know", has_ended=False)
    known = an_alert().acknowledged("ann", NOW)
    away = an_alert().snoozed("ann", NOW, NOW + 60 * MINUTE, "later")
    escalate = AlertAct(kind=ActKind.ESCALATE, alert=1, step=SPEC.escalations[0])

    for kind, alert in ((ActKind.CLEAR, cleared), (ActKind.WAKE, away), (ActKind.RAISE, known)):
        assert acted(AlertAct(kind=kind, alert=1), alert, "rule:late", NOW) is alert
    assert acted(escalate, known, "rule:late", NOW) is known
    ended = acted(AlertAct(kind=ActKind.END, alert=1), cleared, "rule:late", NOW)
    assert (ended.ended_at, ended.cleared_by) == (NOW, "ann")


def test_one_that_is_put_away_is_away_until_its_time() -> None:
    away = an_alert().snoozed("ann", NOW, NOW + 60 * MINUTE, "later")

    assert [away.is_away(NOW + after * MINUTE) for after in (0, 59, 60)] == [True, True, False]
    assert away.woken().status is AlertStatus.OPEN
    assert away.acknowledged("ann", NOW).snooze_reason is None


@given(some.lists(some.integers(0, 20), max_size=40), some.integers(1, 10), some.integers(0, 9))
def test_a_figure_between_its_thresholds_changes_nothing(values: list[int], high: int, less: int) -> None:
    threshold = Threshold(figure=Figure.COUNT, orders="", at_least=high, clear_below=max(1, high - less))
    stands, seen = False, []
    for value in values:
        stands = (stands or threshold.is_over(value)) and not threshold.is_under(value)
        seen.append(stands)

    for value, stood, before in zip(values, seen, [False, *seen], strict=False):
        assert stood is (value >= high or (before and value >= threshold.clear_below))


def test_a_share_that_says_nothing_keeps_no_alert_up() -> None:
    threshold = Threshold(figure=Figure.SHARE, orders="", at_least=10, clear_below=8)

    assert (threshold.is_over(None), threshold.is_under(None)) == (False, True)


@pytest.mark.parametrize(
    ("figure", "value", "said"),
    [
        (Figure.COUNT, 1.0, "1 order, at least 10"),
        (Figure.SHARE, 12.4, "12 %, at least 10 %"),
        (Figure.HOURS, 1234.56, "1,234.6 h of work, at least 10 h"),
    ],
)
def test_a_figure_is_told_beside_its_threshold(figure: Figure, value: float, said: str) -> None:
    assert Threshold(figure=figure, orders="", at_least=10, clear_below=8).words(value) == said


@given(some.sets(some.integers(0, 3_000)))
def test_places_go_into_one_number_and_come_out_again(places: set[int]) -> None:
    bits = bits_at(places)

    assert list(places_in(bits)) == sorted(places)
    assert bits == sum(1 << place for place in places)
    assert bits_of([n if n in places else None for n in range(3_001)], lambda n: n % 2 == 0) == bits_at(
        n for n in places if n % 2 == 0
    )
