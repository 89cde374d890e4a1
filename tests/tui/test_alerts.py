"""Does the alerts' page tell what asks for somebody, and is it said with one key what becomes of it?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.ruled import a_rule
from tests.tui.alarms import alarmed
from tests.tui.driving import Console, console, driven
from tests.tui.office import NOW, desk_at
from tests.tui.tables import keeps_its_cursor_in_sight, listed, on_row
from tests.tui.test_triage import on_triage
from wom_tui.commands.alert import AcknowledgeAlert, ClearAlert
from wom_tui.commands.rule import EnableRule, StopRules
from wom_tui.domain.alert import SWITCHED_OFF, Alert, AlertStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.reader import Reader
from wom_tui.tui.rule_watch import RuleWatch
from wom_tui.tui.screens.alerts import AlertsView, until_and_why


@pytest.fixture
def alarms(office: str) -> str:
    return alarmed(office)


async def on_alerts(c: Console, number: int = 1) -> AlertsView:
    """The list, with the cursor on an alert."""
    await c.press("5")
    return await on_row(c, AlertsView, str(number))


def alert(address: str, number: int) -> Alert:
    return desk_at(address).ask(Reader.get, Alert, number)


def test_the_most_severe_first_the_oldest_of_those_and_what_somebody_knows_of_below(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            view = await on_alerts(c)

            assert listed(view) == ["1", "4", "2", "6", "3", "5"]
            lines = c.text.splitlines()
            assert "‼ 1 critical    ▲ 2 warning    · 1 to know    1 known    1 put away" in lines[2]
            assert next(line for line in lines if "order 4401" in line).split()[:3] == ["▌", "‼", "critical"]
            assert "with byrne" in next(line for line in lines if "4406" in line)
            assert "until 16:32" in next(line for line in lines if "4408" in line)

    driven(script)


def test_a_reason_is_for_the_alert_it_was_asked_about_though_that_has_gone_meanwhile(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            view = await on_alerts(c)
            await c.press("X")
            await c.type("all is well")
            desk_at(alarms, session="two", actor="ann").run(ClearAlert(alert=1, reason="it is done"))
            await c.until(lambda: "1" not in listed(view), "the alerts are read again")
            await c.press("enter")

            assert [alert(alarms, number).cleared_why for number in (1, 4)] == ["it is done", None]

    driven(script)


@pytest.mark.parametrize(("width", "is_titled"), [(119, False), (124, True)])
def test_an_order_s_title_stands_beside_its_number_where_there_is_room(
    alarms: str, width: int, is_titled: bool
) -> None:
    title = desk_at(alarms).ask(Reader.get, WorkOrder, 4404).title

    async def script() -> None:
        async with console(alarms, size=(width, 35)) as c:
            await on_alerts(c)
            row = next(line for line in c.text.splitlines() if "order 4404" in line)

            assert (title[:12] in row) is is_titled

    driven(script)


def test_the_badge_is_on_every_view_and_goes_down_with_what_is_known(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await c.until(lambda: "5 Alerts ‼1 ▲2" in c.text.splitlines()[0], "the badge is there")
            await c.press("2")
            assert "‼1 ▲2" in c.text.splitlines()[0]
            watch: RuleWatch = c.app.rules
            watch._looked = 0.0
            desk_at(alarms, actor="ann").run(AcknowledgeAlert(alert=1))
            await c.until(lambda: "5 Alerts ▲2" in c.text.splitlines()[0], "it is another")

    driven(script)


def test_a_key_says_that_it_is_known_and_u_takes_that_back(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            view = await on_alerts(c, 2)
            await c.press("A")
            await c.until(lambda: alert(alarms, 2).acknowledged_by == "ortiz", "it is known")
            await c.until(lambda: listed(view)[:3] == ["1", "4", "6"], "it stands below")
            await c.press("u")
            await c.until(lambda: alert(alarms, 2).status is AlertStatus.OPEN, "it is taken back")

    driven(script)


def test_marked_ones_are_acknowledged_together_after_they_were_shown(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            view = await on_alerts(c, 4)
            await c.press("space", "space")
            assert view.marks == {"4", "2"}
            assert "2 marked" in c.text.splitlines()[1]
            await c.press("A")
            await c.shows("2 will be done")
            await c.press("Y")
            await c.until(lambda: alert(alarms, 4).acknowledged_by == "ortiz", "they are known")

            assert alert(alarms, 2).acknowledged_by == "ortiz"
            assert view.marks == set()

    driven(script)


def test_it_is_put_away_until_a_time_for_a_reason(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c, 1)
            await c.press("Z")
            await c.shows("Put away: order 4401")
            await c.type("they call back")
            await c.press("enter")
            await c.until(lambda: alert(alarms, 1).status is AlertStatus.SNOOZED, "it is put away")

            assert alert(alarms, 1).snoozed_until_at == NOW + timedelta(hours=1)
            assert alert(alarms, 1).snooze_reason == "they call back"

    driven(script)


def test_a_time_without_a_reason_is_refused_and_esc_leaves_it(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c, 1)
            await c.press("Z")
            await c.press("enter")
            assert any("why nobody has to look at it" in told for told in c.toasts)
            await c.press("Z")
            await c.press("escape")

            assert alert(alarms, 1).status is AlertStatus.OPEN

    driven(script)


def test_it_is_cleared_by_hand_and_given_to_somebody(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c, 4)
            await c.press("a")
            await c.shows("Who sees to 1 alert")
            await c.press("enter")  # whoever sits here
            await c.until(lambda: alert(alarms, 4).assignee == "ortiz", "it is given")
            await c.press("X")
            await c.type("two more come at four")
            await c.press("enter")
            await c.until(lambda: alert(alarms, 4).status is AlertStatus.CLEARED, "it is cleared")

            assert alert(alarms, 4).cleared_why == "two more come at four"

    driven(script)


def test_who_clears_without_a_reason_is_asked_for_it_and_the_line_stays(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c, 4)
            await c.press("X")
            await c.shows("Clear by hand")
            await c.press("enter")
            await c.shows("a reason is wanted")
            await c.type("two more come at four")
            await c.press("enter")
            await c.until(lambda: alert(alarms, 4).status is AlertStatus.CLEARED, "it is cleared")

    driven(script)


def test_what_somebody_else_was_faster_with_is_told(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            view = await on_alerts(c, 1)
            seen = view.rows
            desk_at(alarms, actor="ann").run(AcknowledgeAlert(alert=1))
            view._news.drop()
            view.rows = seen
            await c.press("A")
            await c.until(lambda: any("not done" in told for told in c.toasts), "it is refused")

            assert alert(alarms, 1).acknowledged_by == "ann"

    driven(script)


def test_enter_opens_the_order_and_of_what_has_none_the_rule(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c, 1)
            await c.press("enter")
            assert (c.app.context, "4401" in c.text.splitlines()[1]) == ("order", True)
            await c.press("escape")
            await on_alerts(c, 6)
            await c.press("enter")

            assert (c.app.context, "nightly" in c.text.splitlines()[1]) == ("rule", True)

    driven(script)


def test_enter_on_what_is_about_several_rules_opens_their_list(office: str) -> None:
    desk = desk_at(office)
    for name in ("one", "two"):
        desk.run(EnableRule(text=a_rule(name)))
    desk.run(StopRules(reason="the storm"))
    (told,) = desk.ask(Reader.select, Alert, rule=SWITCHED_OFF)

    async def script() -> None:
        async with console(office) as c:
            await on_alerts(c, told.id)
            await c.press("enter")
            await c.until(lambda: c.app.context == "rules", "the rules are there")

    driven(script)


def test_brackets_lead_to_the_rules_and_back(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c)
            await c.press("right_square_bracket")
            assert c.app.context == "rules"
            await c.press("left_square_bracket")

            assert c.app.context == "alerts"

    driven(script)


def test_the_queue_of_decisions_knows_them(alarms: str) -> None:
    async def script() -> None:
        async with console(alarms) as c:
            await on_triage(c)

            assert "sla-used" in next(line for line in c.text.splitlines() if "4401" in line)
            assert "not-accepted" in next(line for line in c.text.splitlines() if "4404" in line)
            assert "not-accepted" not in "".join(line for line in c.text.splitlines() if "4406" in line)

    driven(script)


def test_the_list_goes_to_a_file(alarms: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c)
            await c.press("E", "enter")
            await c.until(lambda: any("6 alerts in alerts.csv" in told for told in c.toasts), "it is written")

            head, first, *_ = (tmp_path / "alerts.csv").read_text(encoding="utf-8").splitlines()
            assert head.startswith("number,severity,status")
            assert first.startswith("1,critical,open")

    driven(script)


def test_where_nothing_asks_for_anybody_that_is_said(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("5")
            await c.shows("no alert is open: nothing asks for anybody")

    driven(script)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 35), (200, 50)])
def test_the_cursor_stays_in_sight_at_any_size(alarms: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(alarms, size=size) as c:
            view = await on_alerts(c)
            await keeps_its_cursor_in_sight(c, view)

    driven(script)


@pytest.mark.parametrize(
    ("said", "hours", "reason"),
    [
        ("+1h they call back", 1, "they call back"),
        ("in 2h later", 2, "later"),
        ("+1h +3h they call back", 3, "they call back"),
        ("+1h in 2h they call back", 2, "they call back"),
        ("+1h Monday is a holiday", 1, "Monday is a holiday"),
        ("+1h 1430 is the gate's code", 1, "1430 is the gate's code"),
    ],
)
def test_a_time_and_a_reason_are_told_apart(said: str, hours: int, reason: str) -> None:
    assert until_and_why(said, NOW, "UTC") == (NOW + timedelta(hours=hours), reason)


@pytest.mark.parametrize("said", ["", "they call back", "+1h", "+1h +2h"])
def test_one_without_the_other_is_refused(said: str) -> None:
    with pytest.raises(InvalidInput):
        until_and_why(said, NOW, "UTC")
