"""Is there one review a week, of what was so then, and does it say what happened?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.commands.typed import do
from tests.office import HOUR, MINUTE, MONDAY, an_order, number_of
from tests.ruled import Ruled, a_rule
from wom_tui.commands.alert import AcknowledgeAlert
from wom_tui.commands.ending import CancelOrder, CompleteOrder
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.undo import Undo
from wom_tui.domain.alert import REVIEWED
from wom_tui.domain.review import Review, ReviewPart, week_said
from wom_tui.domain.rule import Outcome
from wom_tui.domain.work_order import HoldReason, Relation, WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.review import PARTS, kept_review, kept_reviews, review_as_of

NAME = "weekly-review"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
NEXT = MONDAY + WEEK
# Of the Monday after T0, on the clock of an office without a zone.
SIX = datetime(2026, 3, 9, 6, 0, tzinfo=UTC)


@pytest.fixture
def weekly(office: Ruled) -> Ruled:
    office.enable(shipped_rules()[NAME])
    return office


def until(office: Ruled, at: datetime) -> list[Outcome]:
    return office.tick(at - office.clock.at).outcomes


def reviewed(office: Ruled, monday: date = MONDAY) -> Review:
    review = office.desk.ask(kept_review, monday)
    assert review is not None
    return review


def part(review: Review, name: str) -> ReviewPart:
    return next(one for one in review.parts if one.name == name)


def lines(review: Review, name: str) -> dict[str, dict[str, int | None]]:
    """The lines of a part, by what they are about, with their values by column."""
    found = part(review, name)
    return {
        line.label or str(line.order): dict(zip(found.columns, line.values, strict=True))
        for line in found.lines
    }


def test_on_monday_at_six_there_is_one_review_of_the_week_before(weekly: Ruled) -> None:
    assert until(weekly, SIX - MINUTE) == []
    assert until(weekly, SIX) == [Outcome.DONE]
    assert until(weekly, SIX + DAY) == []

    (review,) = weekly.desk.ask(kept_reviews)
    assert (review.week, review.week_on, review.as_of_at) == ("2026-W10", MONDAY, SIX)
    assert [one.name for one in review.parts] == [
        *("flow", "by_age", "by_reason", "past_promise", "sla", "oldest", "repeats", "held"),
        *("automation", "repairs", "alerts", "messages", "missing"),
    ]
    (action,) = weekly.actions()
    assert action.said == "2026-W10: 0 in, 0 out, 0 open, 0 past due"
    assert action.key == f"{NAME}:office:2026-W10"


def test_the_dispatchers_are_told_and_the_next_review_takes_its_place(weekly: Ruled) -> None:
    until(weekly, SIX)
    (alert,) = weekly.alerts()
    assert (alert.rule, alert.severity) == (REVIEWED, "info")
    assert alert.says.endswith("wom review show 2026-W10")

    until(weekly, SIX + WEEK)

    (alert,) = weekly.alerts()
    assert alert.says.endswith("wom review show 2026-W11")


def test_prepared_late_it_is_the_same_as_prepared_in_time(weekly: Ruled, order: int) -> None:
    weekly.clock.at = SIX - HOUR
    weekly.desk.run(HoldOrder(order=order, reason=HoldReason.PARTS, until_at=SIX + DAY))
    weekly.clock.at = SIX
    expected = weekly.desk.ask(review_as_of, MONDAY, SIX)
    weekly.clock.at = SIX + 2 * HOUR
    number_of(weekly.desk, an_order(site=2))
    weekly.desk.run(CancelOrder(order=order, reason="not wanted"))

    assert until(weekly, SIX + 3 * HOUR) == [Outcome.DONE]

    assert replace(reviewed(weekly), id=0, version=0) == expected
    assert lines(expected, "by_reason")["on hold: parts"]["open"] == 1


def test_it_reads_the_same_whatever_happens_afterwards(weekly: Ruled, order: int) -> None:
    until(weekly, SIX)
    before = reviewed(weekly)

    weekly.clock.forward(MINUTE)
    weekly.desk.run(CancelOrder(order=order, reason="not wanted"))
    until(weekly, SIX + 3 * DAY)

    assert reviewed(weekly) == before
    again = weekly.desk.ask(review_as_of, MONDAY, SIX)
    assert replace(again, id=before.id, version=before.version) == before


def test_a_second_rule_for_the_same_week_prepares_nothing_more(weekly: Ruled) -> None:
    other = shipped_rules()[NAME].replace(f'"{NAME}"', '"mine-too"').replace("06:00", "07:00")
    weekly.enable(other)
    until(weekly, SIX)

    assert until(weekly, SIX + HOUR) == [Outcome.SO_ALREADY]

    assert len(weekly.desk.ask(kept_reviews)) == 1


def test_it_can_be_taken_back(weekly: Ruled) -> None:
    until(weekly, SIX)
    (action,) = weekly.actions()

    weekly.desk.run(Undo(receipt=action.command_id))

    assert weekly.desk.ask(kept_reviews) == []
    assert weekly.alerts() == []


# -------------------------------------------------------------------------------------------------- its parts


def test_it_counts_what_came_and_went_and_what_is_open(weekly: Ruled) -> None:
    first, second, _ = (number_of(weekly.desk, an_order(site=site)) for site in (1, 2, 3))
    weekly.tick(DAY)
    weekly.desk.run(CompleteOrder(order=first, resolution_code="fixed"))
    weekly.desk.run(CancelOrder(order=second, reason="not wanted"))
    weekly.clock.at = SIX - HOUR  # in the week after
    number_of(weekly.desk, an_order(site=4))

    until(weekly, SIX)

    review = reviewed(weekly)
    assert list(lines(review, "flow"))[-1] == MONDAY.isoformat()
    assert lines(review, "flow")[MONDAY.isoformat()] == {"in": 3, "out": 2, "net": 1, "open": 1}
    assert review.words.startswith("3 in, 2 out, 2 open")
    assert sum(one["open"] or 0 for one in lines(review, "by_age").values()) == 2


def test_it_counts_dues_that_were_missed(weekly: Ruled) -> None:
    fine, late, gone = (number_of(weekly.desk, an_order(site=site)) for site in (1, 2, 3))
    weekly.desk.run(CompleteOrder(order=fine, resolution_code="fixed"))
    weekly.desk.run(CancelOrder(order=gone, reason="not wanted"))
    weekly.tick(3 * DAY)
    weekly.desk.run(CompleteOrder(order=late, resolution_code="fixed"))

    until(weekly, SIX)

    assert lines(reviewed(weekly), "sla")["resolve"] == {"due": 2, "missed": 1, "still_open": 0}


def test_it_compares_what_is_late_with_the_week_before(weekly: Ruled, order: int) -> None:
    until(weekly, SIX)
    assert lines(reviewed(weekly), "past_promise")["past their due"] == {"now": 1, "week_before": None}

    number_of(weekly.desk, an_order(site=2))
    until(weekly, SIX + WEEK)

    review = reviewed(weekly, NEXT)
    assert lines(review, "past_promise")["past their due"] == {"now": 2, "week_before": 1}


def test_it_names_the_oldest_the_repeats_and_what_is_on_hold_for_too_long(weekly: Ruled, order: int) -> None:
    again = number_of(weekly.desk, an_order(parent=order, relation=Relation.REPEAT))
    waiting = number_of(weekly.desk, an_order(site=3))
    weekly.desk.run(HoldOrder(order=order, reason=HoldReason.PARTS, until_at=weekly.clock.at + DAY))
    weekly.desk.run(HoldOrder(order=waiting, reason=HoldReason.CUSTOMER, until_at=SIX + WEEK))

    until(weekly, SIX)

    review = reviewed(weekly)
    assert [line.order for line in part(review, "oldest").lines] == [order, again, waiting]
    assert [(line.order, line.values) for line in part(review, "repeats").lines] == [(again, (order,))]
    assert [(line.order, line.label, line.values) for line in part(review, "held").lines] == [
        (order, "parts", (6, 5))
    ]


def test_it_tells_what_rules_did_and_what_people_took_back(weekly: Ruled, order: int) -> None:
    weekly.enable(a_rule(event="order.prioritised"))
    number = number_of(weekly.desk, an_order(site=2))
    for one in (order, number):
        do(weekly.desk, f"priority {one} 1")
    assert weekly.tick(MINUTE).done == 2
    weekly.desk.run(Undo(receipt=weekly.actions()[0].command_id))

    until(weekly, SIX)

    acted = lines(reviewed(weekly), "automation")["note-it"]
    assert acted == {"acts": 2, "undone": 1, "refused": 0, "proposed": 0}


def test_it_tells_how_long_alerts_waited_for_somebody(weekly: Ruled, order: int) -> None:
    weekly.enable(
        'name = "urgent"\nsays = "A rule of a test."\nalert = "warning"\nwhen = "status=ready,draft"\n'
    )
    weekly.tick(MINUTE)
    (alert,) = weekly.alerts()
    weekly.clock.forward(10 * MINUTE)
    weekly.desk.run(AcknowledgeAlert(alert=alert.number))

    until(weekly, SIX)

    told = lines(reviewed(weekly), "alerts")["urgent"]
    assert told == {"raised": 1, "acknowledged": 1, "median_min": 10, "still_open": 1}


def test_it_counts_what_open_orders_lack(weekly: Ruled) -> None:
    number_of(weekly.desk, an_order(site=None))
    number_of(weekly.desk, an_order())

    until(weekly, SIX)

    lacks = {name: values["open"] for name, values in lines(reviewed(weekly), "missing").items()}
    assert (lacks["no site"], lacks["no customer"], lacks["no work type"]) == (1, 2, 0)


def test_nothing_about_a_customer_is_in_it(weekly: Ruled) -> None:
    number = number_of(weekly.desk, an_order(title="Mrs Okafor's bell", requester="Okafor"))

    until(weekly, SIX)

    assert weekly.desk.ask(lambda reader: reader.get(WorkOrder, number)).requester == "Okafor"
    assert "Okafor" not in repr(reviewed(weekly))


def test_every_part_has_a_name_of_its_own(weekly: Ruled) -> None:
    until(weekly, SIX)

    names = [one.name for one in reviewed(weekly).parts]
    assert len({*names}) == len(names) == len(PARTS)


@pytest.mark.parametrize(
    ("said", "monday"),
    [
        ("", date(2026, 2, 23)),
        ("2026-W10", MONDAY),
        ("2026w9", date(2026, 2, 23)),
        ("2026-03-04", MONDAY),
        ("2026-01-01", date(2025, 12, 29)),
    ],
)
def test_a_week_is_named_as_calendars_do_or_by_one_of_its_days(said: str, monday: date) -> None:
    assert week_said(said, date(2026, 3, 5)) == monday


@pytest.mark.parametrize("said", ["2026-W60", "last", "2026-03-09", "2026-02-30"])
def test_what_is_no_week_that_has_begun_is_refused(said: str) -> None:
    with pytest.raises(InvalidInput):
        week_said(said, date(2026, 3, 5))
