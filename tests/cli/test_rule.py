"""What does the shell say of rules, and does it switch them?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wom
from tests.commands.typed import the_order
from tests.office import T0, an_order, number_of
from tests.ruled import a_rule, an_alert_rule
from tests.upkeep import a_plan, with_plans
from wom_tui.cli.long_look import LongLook
from wom_tui.commands.roster import AddUser
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role
from wom_tui.domain.work_order import OrderStatus
from wom_tui.presets.shipped import shipped_rules
from wom_tui.rule_desk import RuleDesk


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(a_rule("mine", when="pri<=2", do="hold {order} parts", event="order.prioritised"))
    return str(path)


def states(wom: Wom) -> dict[str, str]:
    return {one["name"]: one["state"] for one in wom("rule", "list", "--json").json}


def test_shipped_rules_are_listed_and_off(wom: Wom) -> None:
    assert states(wom) == dict.fromkeys(shipped_rules(), "off")


def test_a_shipped_rule_is_switched_on_and_off_and_on_again_by_undo(wom: Wom) -> None:
    assert wom("rule", "enable", "due-soon-first").code == 0
    assert states(wom)["due-soon-first"] == "on"

    assert wom("rule", "disable", "due-soon-first", "--reason", "stock is counted").code == 0
    (row,) = (one for one in wom("rule", "list", "--json").json if one["name"] == "due-soon-first")
    assert (row["state"], row["why_off"]) == ("off", "stock is counted")
    assert "stock is counted" in wom("rule", "list").out

    assert wom("undo").code == 0
    assert states(wom)["due-soon-first"] == "on"


def test_everything_is_stopped_at_once_and_goes_on_as_it_was(wom: Wom, file: str) -> None:
    wom("rule", "enable", "due-soon-first")
    wom("rule", "enable", file)

    assert wom("rule", "disable", "--all").code == 0
    assert set(states(wom).values()) == {"off"}
    wom("undo")
    assert states(wom)["mine"] == states(wom)["due-soon-first"] == "on"


def test_rules_are_listed_by_what_they_are_about(wom: Wom, file: str) -> None:
    wom("rule", "enable", file)

    heads = [line.split()[0] for line in wom("rule", "list").out.splitlines() if not line.startswith(" ")]
    assert heads == ["group", "intake", "field", "promises", "waiting", "finishing", "office", "own"]
    told = wom("rule", "list", "--group", "promises", "--json").json
    assert {one["group"] for one in told} == {"promises"}
    assert [one["name"] for one in told] == sorted(one["name"] for one in told)
    assert wom("rule", "list", "--group", "none").code == 2


def test_the_unit_of_the_service_is_printed_without_an_office(shell: Wom, tmp_path: Path) -> None:
    answer = shell("--db", str(tmp_path / "none.db"), "engine", "--unit")

    assert (answer.code, answer.err) == (0, "")
    assert "ExecStart=/" in answer.out
    assert not (tmp_path / "none.db").exists()


def test_several_are_switched_on_together_and_taken_back_together(wom: Wom) -> None:
    assert wom("rule", "enable", "respond-warning", "respond-late").code == 0
    assert (states(wom)["respond-warning"], states(wom)["respond-late"]) == ("on", "on")

    assert wom("undo").code == 0
    assert set(states(wom).values()) == {"off"}


def test_nothing_to_stop_is_no_error(wom: Wom) -> None:
    answer = wom("rule", "disable", "--all")

    assert (answer.code, answer.out) == (0, "")
    assert "no rule is on" in answer.err


@pytest.mark.parametrize("words", [("rule", "disable"), ("rule", "disable", "x", "--all")])
def test_one_or_all_are_switched_off(wom: Wom, words: tuple[str, ...]) -> None:
    assert wom(*words).code == 2


def test_a_rule_from_a_file_is_kept_by_the_office(wom: Wom, file: str) -> None:
    assert wom("rule", "enable", file).code == 0
    Path(file).unlink()

    shown = wom("rule", "show", "mine")

    assert 'when = "pri<=2"' in shown.out
    assert "mine: on, after order.prioritised, run_latest" in shown.out
    assert wom("rule", "show", "mine", "--json").json["condition"] == "pri<=2"


def test_who_replaces_the_text_of_a_rule_that_is_on_is_told(wom: Wom, file: str) -> None:
    assert "careful" not in wom("rule", "enable", file).out
    assert "careful" not in wom("rule", "enable", file).out  # the same text once more
    path = Path(file)
    path.write_text(path.read_text().replace("pri<=2", "pri<=1"))

    told = wom("rule", "enable", file).out

    assert "careful: replaces the text of mine, which is on since " in told


def test_names_are_looked_up_in_the_office_that_is_there(wom: Wom, shell: Wom, tmp_path: Path) -> None:
    path = tmp_path / "whom.toml"
    path.write_text(a_rule("whom", do="assign {order} kimm"))

    for words in (("check",), ("enable",), ("dry-run",)):
        answer = wom("rule", *words, str(path))
        assert (answer.code, "no technician 'kimm' in this office; expected kim" in answer.err) == (2, True)
    elsewhere = shell("--db", str(tmp_path / "none.db"), "rule", "check", str(path))
    assert (elsewhere.code, "names were not looked up" in elsewhere.err) == (0, True)
    assert not (tmp_path / "none.db").exists()


def test_a_line_of_a_rule_that_is_no_verb_is_told_once(wom: Wom, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(a_rule("bad", do="assgn {order} kim", every="5m"))

    told = wom("rule", "check", str(bad)).err

    assert "there is no verb 'assgn'" in told
    assert told.count("expected") == 1


def test_a_rule_that_is_wrong_is_told_with_its_line_and_never_switched_on(wom: Wom, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(a_rule("bad", do="hold {order} nothing-of-that-kind", every="5m").replace('"5m"', '"5x"'))

    for verb in ("check", "enable", "test", "dry-run"):
        answer = wom("rule", verb, str(bad))
        assert answer.code == 2
        assert "bad.toml:3" in answer.err


def test_rules_are_checked_without_an_office(shell: Wom, file: str, tmp_path: Path) -> None:
    answer = shell("--db", str(tmp_path / "none.db"), "rule", "check", file, "--json")

    assert answer.json == [{"file": file, "name": "mine", "says": "A rule of a test."}]


def test_a_file_that_cannot_be_read_is_told(wom: Wom, tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "huge.toml").write_bytes(b"#" * 200_000)

    for name in ("none.toml", "binary.toml", "huge.toml"):
        assert wom("rule", "check", str(tmp_path / name)).code == 2


def test_an_unknown_rule_names_those_there_are(wom: Wom) -> None:
    answer = wom("rule", "show", "due")

    assert answer.code == 3
    assert "due-soon-first" in answer.err


def test_a_dispatcher_may_look_but_not_switch(wom: Wom, desk: Desk, file: str) -> None:
    desk.run(AddUser(name="ann", role=Role.DISPATCHER, os_user="ann"))

    assert wom("rule", "list").code == 0
    assert wom("rule", "dry-run", file).code == 0
    assert wom("rule", "enable", file).code == 5


def test_a_rehearsal_says_what_would_happen_and_changes_nothing(wom: Wom, desk: Desk, tmp_path: Path) -> None:
    held, ready = number_of(desk, an_order()), number_of(desk, an_order(site=2))
    wom("do", f"hold {held} customer")
    before = desk.last_seq()
    rule = tmp_path / "release.toml"
    rule.write_text(a_rule("release", do="release {order}", every="5m"))

    told = wom("rule", "dry-run", str(rule), "--json").json

    assert told[0] == {"order": held, "events": ["order.released"], "refused": ""}
    assert (told[1]["order"], told[1]["events"]) == (ready, [])
    assert told[1]["refused"] == f"order {ready} is not on hold"
    assert desk.last_seq() == before
    lines = wom("rule", "dry-run", str(rule), "--limit", "1").out.splitlines()
    assert lines == ["2 orders meet its condition, 1 of them shown", f"{held}  order.released"]


def test_the_past_is_asked_as_it_stood_then(wom: Wom, desk: Desk, file: str) -> None:
    number = number_of(desk, an_order())
    assert wom("do", f"priority {number} 1").code == 0
    assert wom("do", f"priority {number} 4").code == 0

    told = wom("rule", "test", file, "--json").json

    # Both were made at the same moment of this office's standing clock: the last state is what stood then.
    assert told["name"] == "mine"
    assert told["times"] == 0
    assert wom("do", f"priority {number} 2").code == 0
    told = wom("rule", "test", file, "--json").json
    assert told["fired"][0] == {"at": T0.isoformat(), "orders": [number]}
    assert "mine would have fired" in wom("rule", "test", file).out


def test_a_clock_rule_is_tried_on_the_last_days(wom: Wom, desk: Desk, tmp_path: Path) -> None:
    number = number_of(desk, an_order(at=None))
    rule = tmp_path / "daily.toml"
    rule.write_text(a_rule("daily", at="08:59"))

    assert wom("rule", "test", str(rule), "--json").json["fired"] == []  # it was opened at nine
    rule.write_text(a_rule("daily", at="09:00"))
    fired = wom("rule", "test", str(rule), "--days", "2", "--json").json["fired"]
    assert fired == [{"at": T0.isoformat(), "orders": [number]}]


def test_rules_about_no_single_order_are_tried_out_as_well(wom: Wom, desk: Desk) -> None:
    with_plans(desk, a_plan())

    assert wom("rule", "dry-run", "maintenance").out.splitlines()[1] == "due 2026-03-02  boiler"
    (made,) = wom("rule", "dry-run", "maintenance", "--json").json["orders"]
    assert (made["plan"], made["due_on"]) == ("boiler", "2026-03-02")
    assert "2026-03-02  due 2026-03-02  boiler" in wom("rule", "test", "maintenance", "--days", "1").out
    assert wom("rule", "dry-run", "reassign").out.startswith("nothing stands against the day's plan")
    looked = wom("rule", "test", "reassign", "--days", "1", "--json").json
    assert (looked["times"], looked["looks"]) == (0, looked["of_looks"])


@pytest.mark.parametrize("name", ["nobody-has-it", "close-completed"])
def test_a_look_back_that_is_ended_tells_what_it_has_found_by_then(
    wom: Wom, desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    number_of(desk, an_order(at=None))
    end_look_back(monkeypatch, after=1)

    answer = wom("rule", "test", name, "--days", "7")

    assert answer.code == 0
    assert "ended after " in answer.err
    assert "of 0 moments" not in answer.err
    assert f"{name} would have" in answer.out


@pytest.mark.parametrize("name", ["nobody-has-it", "close-completed"])
def test_a_look_back_that_is_ended_before_its_first_look_tells_nothing(
    wom: Wom, desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    number_of(desk, an_order(at=None))
    end_look_back(monkeypatch, after=0)

    answer = wom("rule", "test", name, "--days", "7")

    assert (answer.code, answer.out) == (130, "")


def end_look_back(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Ctrl+C comes when so much has been told of it."""
    told, watch = iter(range(10)), LongLook.watch

    def watched(self: LongLook[Any], found: Any) -> bool:
        if next(told) == after:
            raise KeyboardInterrupt
        return watch(self, found)

    monkeypatch.setattr(LongLook, "watch", watched)


def test_an_engine_sees_to_what_is_due_and_history_tells_it(wom: Wom, desk: Desk, file: str) -> None:
    number = number_of(desk, an_order())
    wom("rule", "enable", file)
    wom("do", f"priority {number} 1")

    told = wom("engine", "--once", "--json")

    assert told.json == {"leader": "this one", "outcomes": {"done": 1}, "held": 0, "failed": {}, "sent": 0}
    assert "rules on: 1" in told.err
    assert the_order(desk, number).status is OrderStatus.ON_HOLD
    (action,) = wom("rule", "history", "mine", "--json").json
    assert (action["rule"], action["order"], action["outcome"]) == ("mine", number, "done")
    assert wom("engine", "--once", "--json").json["outcomes"] == {}
    (row,) = (one for one in wom("rule", "list", "--json").json if one["name"] == "mine")
    assert row["done"] == 1
    assert wom("undo", action["command_id"][:16]).code == 0
    assert the_order(desk, number).status is OrderStatus.READY
    (undone,) = wom("rule", "history", "mine", "--json").json
    assert (undone["outcome"], undone["undone_by"]) == ("undone", "ann")
    assert wom("rule", "history").out.splitlines()[1].split()[2:7] == [
        "mine",
        str(number),
        "undone",
        "by",
        "ann",
    ]
    assert wom("redo").code == 0
    assert wom("rule", "history", "mine", "--json").json[0]["outcome"] == "done"


def test_an_engine_says_who_else_leads(wom: Wom, desk: Desk) -> None:
    wom("rule", "enable", "due-soon-first")
    assert "run by nobody" in wom("rule", "list").err
    RuleDesk(desk).leases.take("somebody:1:x", 60, is_hinted=False)

    assert wom("engine", "--once", "--json").json["leader"] == "somebody:1:x"
    assert "run by somebody:1\n" in wom("rule", "list").err


def test_who_may_do_nothing_runs_no_rules(wom: Wom, desk: Desk) -> None:
    desk.run(AddUser(name="ann", role=Role.TECHNICIAN, os_user="ann"))

    assert wom("engine", "--once").code == 5


def test_the_history_as_a_table(wom: Wom, desk: Desk, file: str) -> None:
    number = number_of(desk, an_order())
    wom("rule", "enable", file)
    wom("do", f"priority {number} 1")
    wom("engine", "--once")

    lines = wom("rule", "history").out.splitlines()

    assert lines[0].split() == ["at", "rule", "about", "outcome", "undo", "why"]
    assert lines[1].split()[2:5] == ["mine", str(number), "done"]


def test_nothing_in_a_rule_reaches_the_terminal_raw(wom: Wom, tmp_path: Path, desk: Desk) -> None:
    evil = tmp_path / "evil.toml"
    evil.write_text(
        'name = "evil"\nsays = "a\\u202eb"\nevery = "5m"\ndo = ["note {order} x"]\n# \x9b2J \x1b]0;x\n'
    )

    for words in (("enable", str(evil)), ("check", str(evil)), ("list",), ("show", "evil")):
        answer = wom("rule", *words)
        for raw in ("\x1b", "\x9b", "\u202e"):
            assert raw not in answer.out + answer.err


def test_a_rule_that_raises_alerts_is_told_in_words_and_tried_out(
    wom: Wom, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "late.toml"
    path.write_text(
        an_alert_rule("late", when="pri<=4", lasting="10m", escalate=["15m manager"], do=["note {order} x"])
    )
    number = number_of(desk, an_order())

    shown, tried = wom("rule", "show", str(path)), wom("rule", "dry-run", str(path))
    tested = wom("rule", "test", str(path), "--days", "1")

    for words in (
        "late: off, all the time",
        "raises a warning about each order that meets: pri<=4",
        "when that has held for 10 min",
        "cleared when that holds no more",
        "after 15 min without an answer it goes to each manager",
        "and then: note {order} x",
    ):
        assert words in shown.out
    assert f"order {number}  " in tried.out
    assert "order:" not in tried.out + tested.out
    assert tested.out.startswith("late would have raised ")
    assert wom("rule", "dry-run", str(path), "--json").json[0]["order"] == number


def test_a_rule_about_a_figure_is_told_in_words(wom: Wom, tmp_path: Path) -> None:
    path = tmp_path / "backlog.toml"
    path.write_text(
        an_alert_rule("backlog", share_of="due<now", of="status=ready", by="territory", at_least=10)
    )

    shown = wom("rule", "show", str(path)).out

    assert (
        "at 10 % of the orders that meet status=ready, that meet due<now as well, for each territory" in shown
    )
    assert "cleared below 10 %" in shown


def test_what_may_be_moved_without_asking_is_told(wom: Wom) -> None:
    (row,) = (one for one in wom("rule", "list", "--json").json if one["name"] == "reassign")

    assert row["when"] == "whenever the day goes another way; moves nothing by itself"
