"""Does the rules' page tell what the office does by itself, and does a key change it, after it was tried out?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ruled import a_rule
from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.rulebook import rule_named
from tests.tui.tables import keeps_its_cursor_in_sight, listed, on_row
from wom_tui.commands.rule import KeepRule
from wom_tui.present.rule_trial import Tried
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.rules import all_rules
from wom_tui.tui.rule_draft import EMPTY
from wom_tui.tui.screens.log import LogView
from wom_tui.tui.screens.rule import TRIAL, RuleView
from wom_tui.tui.screens.rules import RulesView
from wom_tui.tui.widgets.text_sheet import TextSheet

ALERTING = """name = "nobody-yet"
says = "What is most urgent and nobody has."
alert = "critical"
when = "status=ready technician=none pri=1"
"""


@pytest.fixture(autouse=True)
def one_day_is_looked_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every moment of it is put together anew; 96 of them tell as much as 672."""
    monkeypatch.setattr("wom_tui.tui.rule_trying.DAYS", 1)
    for place in ("wom_tui.tui.rule_trying", "wom_tui.grammar.rule_rehearsal"):
        monkeypatch.setattr(f"{place}.MOST_S", 3_600.0)  # however busy the machine is


async def on_rules(c: Console, name: str = "") -> RulesView:
    """The list, with the cursor on a rule."""
    await c.say("rules")
    return await on_row(c, RulesView, name)


async def on_rule(c: Console, name: str, key: str = "enter") -> RuleView:
    """One rule's page."""
    await on_rules(c, name)
    await c.press(key)
    view = c.app.query_one(RuleView)
    await c.until(lambda: view.draft.is_there, "the text is there")
    await c.settled()
    return view


async def tried_out(c: Console, view: RuleView) -> Tried:
    await c.until(lambda: view.tried.is_over and not view._typed.is_waited_for, "it was tried out")
    await c.settled()
    return view.tried


def states(address: str) -> dict[str, bool]:
    desk = desk_at(address)
    return {rule.name: rule.is_on for rule in desk.ask(all_rules)}


def lines(c: Console, word: str) -> list[str]:
    return [line for line in c.text.splitlines() if word in line]


def test_a_line_for_a_rule_what_fails_first_and_who_runs_them(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rules(c)

            assert listed(view)[:4] == ["nightly", "declined-urgent", "dispatch-ahead", "waiting-noted"]
            assert "‼ failed" in lines(c, "nightly")[0]
            assert "▲ failing" in lines(c, "declined-urgent")[0]
            assert lines(c, "waiting-noted")[0].split()[-3:] == ["3", "14:45", "14:15"]  # today, next, last
            assert lines(c, "dispatch-ahead")[0].split()[-4:] == ["1", "3", "14:47", "14:27"]  # refused, held
            assert "· off" in lines(c, "due-soon-first")[0]
            assert "run by desk3 4711 for 2:05" in c.text
            assert "0 of 50 acts this minute" in c.text

    driven(script)


def test_the_rule_under_the_cursor_is_told_with_its_last_firings(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            await on_rules(c, "dispatch-ahead")
            await c.shows("Last firings")

            assert "for status=scheduled" in c.text
            assert "does dispatch {order}" in c.text
            assert "of missed moments those of the last 1 h" in c.text
            await c.shows("Amadou Diallo is on the way to order 4409")
            assert "× refused" in c.text

    driven(script)


def test_space_switches_a_rule_off_and_on_and_u_takes_it_back(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            await on_rules(c, "waiting-noted")
            await c.press("space")
            assert states(rulebook)["waiting-noted"] is False
            await c.until(lambda: "· off" in lines(c, "waiting-noted")[0], "the list says so")
            await c.press("u")
            assert states(rulebook)["waiting-noted"] is True
            await c.until(lambda: "■ on" in lines(c, "waiting-noted")[0], "the list says so")

            await on_rules(c, "due-soon-first")
            await c.press("space")
            assert states(rulebook)["due-soon-first"] is True

    driven(script)


def test_one_key_stops_all_and_one_undo_brings_back_those_that_were_on(rulebook: str) -> None:
    async def script() -> None:
        before = states(rulebook)
        async with console(rulebook) as c:
            await on_rules(c)
            await c.press("exclamation_mark")
            assert set(states(rulebook).values()) == {False}
            await c.shows("run by desk3")
            await c.press("u")

            assert states(rulebook) == before

    driven(script)


def test_a_filter_and_another_order_are_the_list_s_own(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rules(c)
            await c.press("slash")
            await c.type("held")
            await c.press("enter")
            assert listed(view) == ["dispatch-ahead"]
            assert (c.board.filter_text, f"1 of {len(shipped_rules()) + 3}" in c.text) == ("", True)
            await c.press("escape")
            await c.press("less_than_sign", "s")  # by name
            assert listed(view)[:2] == ["declined-urgent", "dispatch-ahead"]
            await c.press("s")

            assert listed(view)[0] == "waiting-noted"

    driven(script)


def test_the_list_goes_to_a_file(rulebook: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rules(c)
            await c.press("E")
            assert c.app.line.text == "export rules.csv"
            await c.press("enter")
            told = f"{len(view.shown)} rules in rules.csv"
            await c.until(lambda: told in c.toasts, "it is written")

            head, first, *_ = (tmp_path / "rules.csv").read_text(encoding="utf-8").splitlines()
            assert head.startswith("name,state,when,condition,done_today")
            assert first.startswith("nightly,failed,")

    driven(script)


def test_the_page_has_the_text_and_every_firing_with_its_order(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rule(c, "waiting-noted")

            assert 'when = "status=ready technician=none"' in c.text
            assert [entry.order for entry in view.entries] == [4405, 4402, 4405, 4407]
            await c.press("down")
            assert "takes it back" in c.text
            await c.press("enter")
            assert (c.app.context, "4402" in c.text.splitlines()[1]) == ("order", True)
            await c.press("escape")
            assert c.app.context == "rule"

    driven(script)


def test_what_it_would_do_now_and_would_have_done_is_told_and_nothing_is_written(rulebook: str) -> None:
    async def script() -> None:
        before = desk_at(rulebook).last_seq()
        async with console(rulebook) as c:
            view = await on_rule(c, "waiting-noted", "w")
            tried = await tried_out(c, view)

            assert tried.meeting == tuple(f"order:{number}" for number in (4402, 4405, 4407, 4419, 4420))
            assert [one.events for one in tried.would or ()] == [("note.added",)] * 5
            assert tried.times == 96 * 5
            assert "note added" in c.text
            assert "5 orders meet it now" in c.text
            assert desk_at(rulebook).last_seq() == before

    driven(script)


def test_of_a_rule_that_raises_an_alert_it_is_told_about_what_it_would(rulebook: str) -> None:
    desk_at(rulebook).run(KeepRule(text=ALERTING))

    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rule(c, "nobody-yet", "w")
            tried = await tried_out(c, view)

            assert tried.meeting == ("order:4402",)
            assert "1 order meets it now" in c.text
            assert "would have been raised once, for 1 order in 1 day" in c.text
            assert "does raise an alert, critical" in c.text

    driven(script)


def test_while_it_is_typed_a_fault_is_told_with_its_line_and_what_it_would_do_follows_it(
    rulebook: str,
) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rule(c, "waiting-noted", "e")
            await c.press("down", "down", "down", "end", "backspace")  # when = "status=ready technician=none
            tried = await tried_out(c, view)
            assert (tried.line, tried.definition) == (4, None)
            assert "line 4: " in c.text.splitlines()[2]
            assert "changed, not kept" in c.text

            await c.type(' pri=1"')
            tried = await tried_out(c, view)
            assert tried.meeting == ("order:4402",)
            assert "1 order meets it now" in c.text

    driven(script)


def test_letters_are_text_until_esc_and_y_keeps_what_was_typed(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rule(c, "nightly", "e")
            await c.press("down", "end", "left", *"quY!")
            assert (view.sheet.model.lines[1], c.app.context) == ('says = "A rule of a test.quY!"', "rule")
            await c.press("escape", "Y")
            desk = desk_at(rulebook)
            kept = rule_named(desk, "nightly")
            assert ("quY!" in kept.text, kept.is_on) == (True, False)
            await c.until(lambda: "changed, not kept" not in c.text, "it is kept")
            await c.press("u")

            assert "quY!" not in rule_named(desk, "nightly").text

    driven(script)


def test_a_text_with_a_fault_is_not_kept_and_why_is_told_once(rulebook: str) -> None:
    async def script() -> None:
        before = rule_named(desk_at(rulebook), "waiting-noted").text
        async with console(rulebook) as c:
            view = await on_rule(c, "waiting-noted", "e")
            await c.press("escape")
            view.sheet.show_text(view.draft.text.replace('["note ', '["assgn '))
            await c.press("Y")
            await c.until(lambda: any("not kept" in told for told in c.toasts), "it is told")

            told = next(told for told in c.toasts if "not kept" in told)
            assert "not kept: line 5: do: there is no verb 'assgn'; expected one of" in told
            assert told.count("expected") == 1
            await c.shows("line 5: do: there is no verb")  # and it stays at the foot
            assert rule_named(desk_at(rulebook), "waiting-noted").text == before

    driven(script)


def test_who_keeps_a_text_that_somebody_else_has_changed_since_is_told(rulebook: str) -> None:
    async def script() -> None:
        other = desk_at(rulebook, session="two", actor="ann")
        async with console(rulebook) as c:
            view = await on_rule(c, "waiting-noted", "e")
            await c.press("down", "end", "left", "x")
            theirs = rule_named(other, "waiting-noted").text.replace("15m", "30m")
            view._news.drop()
            seen = view.seen
            other.run(KeepRule(text=theirs))
            view.seen = seen  # as it was read before
            await c.press("escape", "Y")
            await c.until(lambda: any("not done" in told for told in c.toasts), "it is refused")

            assert rule_named(other, "waiting-noted").text == theirs
            assert "x" in view.draft.text.splitlines()[1]

    driven(script)


def test_what_was_typed_and_not_kept_is_there_again_and_x_throws_it_away(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rule(c, "waiting-noted", "e")
            await c.press("x", "escape", "escape")
            assert c.app.context == "rules"
            assert view.draft.rule == ""
            view = await on_rule(c, "waiting-noted")
            assert view.draft.text.startswith("xname")
            await c.press("X")

            assert (view.draft.text.startswith("name"), view.draft.is_changed) == (True, False)

    driven(script)


def test_a_new_rule_begins_with_a_text_and_a_name_that_no_other_has(rulebook: str) -> None:
    desk_at(rulebook).run(KeepRule(text=a_rule("my-rule", every="5m")))

    async def script() -> None:
        async with console(rulebook) as c:
            await on_rules(c)
            await c.press("n")
            await c.press("1")  # no other one
            view = c.app.query_one(RuleView)
            await c.until(lambda: view.draft.is_new, "it is begun")
            assert view.draft.text == EMPTY.replace("my-rule", "my-rule-2")
            assert view.part == TRIAL
            await tried_out(c, view)
            await c.press("escape", "Y")
            assert states(rulebook)["my-rule-2"] is False
            await c.until(lambda: not view.draft.is_new, "it is kept")
            await c.press("space")

            assert states(rulebook)["my-rule-2"] is True

    driven(script)


def test_n_shows_what_rules_did_in_the_log(rulebook: str) -> None:
    async def script() -> None:
        async with console(rulebook) as c:
            await on_rule(c, "waiting-noted")
            await c.press("N")
            view = c.app.query_one(LogView)
            await c.until(lambda: view.is_read, "the log is read")

            assert (c.app.context, view.filter_text) == ("log", "who=rule:waiting-noted")

    driven(script)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 35), (200, 50)])
def test_the_cursor_stays_in_sight_at_any_size(rulebook: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(rulebook, size=size) as c:
            view = await on_rules(c)
            await keeps_its_cursor_in_sight(c, view)
            page = await on_rule(c, "waiting-noted", "e")
            sheet: TextSheet = page.sheet
            for key in ("pagedown", "end", "pageup", "home"):
                await c.press(key)
                assert sheet.top <= sheet.here < sheet.top + sheet.size.height

    driven(script)


def test_an_office_without_rules_has_those_that_come_with_the_program(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_rules(c)

            assert all(row.rule is None for row in view.rows or ())
            assert "Come with the program" in c.text
            assert "run by nobody just now" in c.text

    driven(script)
