"""Does the fit find the rule that made the dues, and keep silent when there was none?"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from wom_tui.domain.sla.clock import due_at
from wom_tui.domain.sla.fit import FittedRule, fit, is_explained
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.worktime import Hours, WorkCalendar

CALENDAR = WorkCalendar(
    "America/New_York", ((Hours(510, 1020),),) * 5 + ((), ()), frozenset({date(2015, 5, 25)})
)
MIN = timedelta(minutes=1)
SEED = 311
Sample = tuple[str, datetime, datetime]


def made_by(target: Target, n: int, work_type: str = "Leak") -> list[Sample]:
    """`n` orders over three weeks, due as the target says, give or take a minute."""
    dice = random.Random(SEED)
    opened = [datetime(2015, 5, 4, tzinfo=UTC) + dice.randrange(21 * 1440) * MIN for _ in range(n)]
    return [
        (work_type, at, due_at(at, target, CALENDAR) + dice.randint(-60, 60) * timedelta(seconds=1))
        for at in opened
    ]


@pytest.mark.parametrize(
    "target",
    [
        Target(1, TargetUnit.BUSINESS_DAYS),
        Target(45, TargetUnit.BUSINESS_DAYS),
        Target(30, TargetUnit.CALENDAR_DAYS),
        Target(365, TargetUnit.CALENDAR_DAYS),
        Target(90, TargetUnit.BUSINESS_MINUTES),
        Target(240, TargetUnit.MINUTES),
    ],
    ids=str,
)
def test_the_fit_finds_the_rule_that_made_the_dues(target: Target) -> None:
    assert fit(made_by(target, 40), CALENDAR) == (FittedRule("Leak", target, 40, 40),)


def test_the_order_of_the_samples_does_not_matter() -> None:
    samples = made_by(Target(3, TargetUnit.BUSINESS_DAYS), 20) + made_by(Target(90, TargetUnit.MINUTES), 10)

    assert fit(samples, CALENDAR) == fit(samples[::-1], CALENDAR)


def test_there_is_one_rule_a_type_sorted_by_its_name() -> None:
    signs = made_by(Target(10, TargetUnit.BUSINESS_DAYS), 9, "Sign Repair")
    lights = made_by(Target(45, TargetUnit.CALENDAR_DAYS), 9, "Lighting")

    rules = fit(signs + lights, CALENDAR)

    assert [(rule.work_type, str(rule.target)) for rule in rules] == [
        ("Lighting", "45 calendar days"),
        ("Sign Repair", "10 business days"),
    ]


def test_the_minority_is_counted_and_not_explained_away() -> None:
    most = made_by(Target(10, TargetUnit.BUSINESS_DAYS), 8)
    few = made_by(Target(2, TargetUnit.CALENDAR_DAYS), 3)

    assert fit(most + few, CALENDAR) == (FittedRule("Leak", Target(10, TargetUnit.BUSINESS_DAYS), 11, 8),)


def test_dues_that_mostly_disagree_give_no_rule() -> None:
    ten, two = (made_by(Target(n, TargetUnit.BUSINESS_DAYS), 10) for n in (10, 2))

    assert fit(ten + two, CALENDAR) == ()


@pytest.mark.parametrize(
    ("target", "least"),
    [(Target(5, TargetUnit.BUSINESS_DAYS), 3), (Target(95, TargetUnit.BUSINESS_MINUTES), 5)],
)
def test_too_few_samples_give_no_rule(target: Target, least: int) -> None:
    assert len(fit(made_by(target, least), CALENDAR)) == 1
    assert fit(made_by(target, least - 1), CALENDAR) == ()


def test_dues_at_or_before_the_opening_give_no_rule() -> None:
    opened = datetime(2015, 5, 4, 14, tzinfo=UTC)

    assert fit([("Leak", opened + n * MIN, opened - n * MIN) for n in range(9)], CALENDAR) == ()


def test_two_minutes_off_is_explained_and_more_is_not() -> None:
    opened = datetime(2015, 5, 4, 14, tzinfo=UTC)
    target = Target(60, TargetUnit.MINUTES)

    assert is_explained(opened, opened + 62 * MIN, target, CALENDAR)
    assert is_explained(opened, opened + 58 * MIN, target, CALENDAR)
    assert not is_explained(opened, opened + 62 * MIN + timedelta(seconds=1), target, CALENDAR)
