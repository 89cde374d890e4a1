"""Is it said when a rule would have raised alerts, and about what it would now?"""

from __future__ import annotations

from datetime import timedelta

from tests.commands.typed import do
from tests.office import HOUR, MINUTE, T0
from tests.ruled import Ruled, an_alert_rule
from wom_tui.automation.alert_rehearsal import WouldHave, would_have_raised, would_raise
from wom_tui.domain.rule_text import read_rule


def test_it_says_when_alerts_would_have_been_raised(office: Ruled, order: int) -> None:
    for after, level in ((HOUR, 1), (HOUR, 2), (HOUR, 1), (5 * MINUTE, 2), (HOUR, 1), (HOUR, 2)):
        office.clock.forward(after)
        do(office.desk, f"priority {order} {level}")
    before = office.desk.last_seq()

    found = would_have_raised(read_rule(an_alert_rule(when="pri=1", lasting="10m")), office.desk, T0)

    subject = f"order:{order}"
    assert found.step == MINUTE
    # 15:00 and 18:05, and ten minutes; not 17:00, which lasted five
    assert found.raised == ((T0 + 70 * MINUTE, subject), (T0 + 255 * MINUTE, subject))
    assert office.desk.last_seq() == before


def test_where_there_is_no_time_it_looks_less_often_and_says_so(office: Ruled, order: int) -> None:
    office.clock.forward(timedelta(days=7))

    found = would_have_raised(read_rule(an_alert_rule(when="pri<=4")), office.desk, T0, most_s=0)

    assert found.step == timedelta(days=7)
    assert [subject for _, subject in found.raised] == [f"order:{order}"]


def test_it_tells_how_far_it_is_and_ends_when_nobody_waits_for_it(office: Ruled, order: int) -> None:
    office.clock.forward(10 * MINUTE)
    told: list[int] = []

    def go_on(found: WouldHave) -> bool:
        told.append(found.looks)
        return len(told) < 3

    found = would_have_raised(read_rule(an_alert_rule(when="pri<=4")), office.desk, T0, go_on=go_on)

    assert told == [0, 1, 2]
    assert (found.looks, found.of, found.is_cut) == (2, 11, True)
    assert [subject for _, subject in found.raised] == [f"order:{order}"]


def test_what_meets_its_condition_now_is_named_with_the_figures(office: Ruled, order: int) -> None:
    (one,) = would_raise(read_rule(an_alert_rule(count="pri<=4", by="territory", at_least=1)), office.desk)

    assert one.act is not None
    assert (one.subject, one.act.says) == ("territory:West", "A rule of a test. (1 order, at least 1)")


def test_how_long_it_has_to_hold_keeps_none_back(office: Ruled, order: int) -> None:
    (one,) = would_raise(read_rule(an_alert_rule(when="pri<=4", lasting="10m")), office.desk)

    assert one.order == order
