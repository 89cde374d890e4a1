"""What do history, doctor and the console say of the backups that a rule makes?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Wom
from tests.ruled import runner_at_once
from wom_tui import checkup
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.rule import Outcome
from wom_tui.present.at import At
from wom_tui.present.rule_page import firing_words
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.rules_seen import rule_history
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.backups_seen import BackupSeen

NAME = "nightly-backup"
HOUR_S, DAY_S = 3_600.0, 86_400.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nights"


@pytest.fixture
def made(desk: Desk, order: int, folder: Path) -> str:
    """The backup of last night, by the clock of the machine; answers its file's name."""
    real = datetime.now(UTC)
    desk.clock = lambda: real - timedelta(days=2)
    desk.run(EnableRule(text=shipped_rules()[NAME].replace('"backups"', f'"{folder}"')))
    desk.clock = lambda: real
    fence = RuleDesk(desk).leases.take("one", 0, is_hinted=False)
    assert runner_at_once(desk, lambda: fence).tick().outcomes == [Outcome.DONE]
    (file,) = folder.iterdir()
    return file.name


def doctor(wom: Wom) -> list[dict[str, Any]]:
    return [one for one in wom("doctor", "--json").json["findings"] if one["area"] == "backup"]


def test_history_shows_its_name_and_size_and_nothing_to_undo(wom: Wom, made: str) -> None:
    (row,) = wom("rule", "history", NAME, "--json").json
    assert row["said"].startswith(f"{made}, ")
    assert row["said"].endswith(("kB", "MB"))
    assert (row["subject"], row["outcome"]) == ("office", "done")

    assert row["command_id"][:16] not in wom("rule", "history", NAME).out


def test_the_console_names_it_and_offers_nothing_to_take_back(desk: Desk, made: str) -> None:
    (action,) = desk.ask(rule_history, NAME, desk.now())

    words = "".join(text for text, _ in firing_words(action, At(desk.now(), ZoneInfo("UTC"))))
    assert made in words
    assert "nothing in the office to take back" in words


def test_doctor_says_how_old_the_newest_is(wom: Wom, made: str) -> None:
    (finding,) = doctor(wom)

    assert finding["mark"] == "ok"
    assert finding["said"].startswith(f"{NAME}: {made}, ")
    assert finding["said"].endswith(" h old")


def test_doctor_says_that_it_is_not_where_it_was_written(wom: Wom, made: str, folder: Path) -> None:
    (folder / made).unlink()

    (finding,) = doctor(wom)

    assert (finding["mark"], "not on this machine" in finding["said"]) == ("warn", True)


def test_doctor_says_nothing_of_a_rule_that_is_off(wom: Wom) -> None:
    assert doctor(wom) == []


@pytest.mark.parametrize(
    ("seen", "mark", "said"),
    [
        (BackupSeen(NAME, "", HOUR_S, 0.0, is_here=False), "ok", "no backup yet"),
        (BackupSeen(NAME, "", 5 * HOUR_S, 2 * HOUR_S, is_here=False), "warn", "another is due for 2 h"),
        (BackupSeen(NAME, "a, 1 MB", 3 * DAY_S, 9 * HOUR_S, is_here=True), "warn", "3 days old"),
        (BackupSeen(NAME, "a, 1 MB", 5 * DAY_S, 9 * HOUR_S, is_here=True), "bad", "5 days old"),
    ],
)
def test_a_backup_that_is_due_is_told_by_how_late_it_is(seen: BackupSeen, mark: str, said: str) -> None:
    finding = checkup._backup(seen)

    assert finding.mark.value == mark
    assert said in finding.said
