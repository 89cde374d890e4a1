"""Which consoles take their turn in running the rules?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import pytest

from tests.office import close_desks, desk_on, filled
from wom_tui.cli import console
from wom_tui.cli.shell import Shell
from wom_tui.config import AutomationConfig, Config, Reading
from wom_tui.desk import Desk
from wom_tui.tui.settings import Wishes


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Desk]]:
    """How the desks would be opened of those who run them."""
    found: list[Callable[[], Desk]] = []

    def running(open_desk: Callable[[], Desk], config: Config) -> nullcontext[None]:
        found.append(open_desk)
        return nullcontext()

    monkeypatch.setattr("wom_tui.automation.embedded.rules_running", running)
    return found


def test_a_console_at_the_live_office_does(database_url: str, opened: list[Callable[[], Desk]]) -> None:
    filled(desk_on(database_url))

    with console._rules(Shell(Reading(Config()), db=database_url), Wishes()):
        (open_desk,) = opened
        desk = open_desk()

    assert desk.door == "rule"
    assert desk.engine.url.database == desk_on(database_url).engine.url.database
    desk.close()
    close_desks()


@pytest.mark.parametrize(
    ("shell", "wishes"),
    [
        (Shell(Reading(Config())), Wishes(is_restricted=True)),
        (Shell(Reading(Config()), on_behalf_of="bob"), Wishes()),
        (Shell(Reading(Config()), branch="storm"), Wishes()),
        (Shell(Reading(Config()), now="2026-03-02T09:00"), Wishes()),
        (Shell(Reading(replace(Config(), now="2026-03-02T09:00"))), Wishes()),
        (Shell(Reading(replace(Config(), automation=AutomationConfig(console=False)))), Wishes()),
    ],
    ids=["a guest", "for another", "a branch", "another time", "another time set", "switched off"],
)
def test_one_that_is_not_at_the_live_office_does_not(
    shell: Shell, wishes: Wishes, opened: list[Callable[[], Desk]]
) -> None:
    with console._rules(shell, wishes):
        pass

    assert opened == []
