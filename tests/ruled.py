"""An office whose rules run when the test says so: one runner leads, and clocks stand until they are moved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.office import ManualClock
from wom_tui import databases
from wom_tui.automation.backup_process import BackupMade
from wom_tui.automation.chores import Chores, Write
from wom_tui.automation.elsewhere import at_once
from wom_tui.automation.mender import Mender
from wom_tui.automation.runner import Runner, Tick
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.note import Note
from wom_tui.domain.rule import Rule
from wom_tui.grammar.rule_lines import checked_rule
from wom_tui.planning.effort import Effort
from wom_tui.queries.alerts import ALL_OPEN, AlertRow, Which, alert_detail, alert_rows
from wom_tui.queries.rules import actions
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import Action

FEW = Effort(iterations=60)  # steps of a search: for a handful of visits


def write_here(address: str, folder: str, on: date, keep: int) -> BackupMade:
    """Write a backup as its process does, without one."""
    made = databases.backup_tonight(address, folder, on, keep)
    return BackupMade(made.file, made.proved.bytes, "", made.removed, made.stuck)


def runner_at_once(
    desk: Desk,
    may: Callable[[], Fence | None],
    clock: Callable[[], float] = lambda: 0.0,
    write: Write = write_here,
    **given: Any,
) -> Runner:
    """A runner that waits for what takes long."""
    its = RuleDesk(desk)
    mender = Mender(its, clock, effort=FEW, elsewhere=at_once)
    chores = Chores(its, clock, elsewhere=at_once, write=write)
    return Runner(its, may, clock=clock, mender=mender, chores=chores, **given)


class Ruled:
    """A desk, its clock, and who runs the rules there."""

    def __init__(self, desk: Desk, clock: ManualClock, **given: Any) -> None:
        self.desk, self.clock = desk, clock
        self.boot_s = 1_000.0
        self.may: Fence | None = self.take("one")
        self._given = given
        self.runner = self.another()

    def take(self, holder: str) -> Fence:
        """Another term of office; whoever held it before has lost it."""
        fence = RuleDesk(self.desk).leases.take(holder, 0, is_hinted=False)
        assert fence is not None
        return fence

    def another(self) -> Runner:
        """A runner that has just been started."""
        return runner_at_once(self.desk, lambda: self.may, lambda: self.boot_s, **self._given)

    def enable(self, text: str) -> None:
        checked_rule(text)
        self.desk.run(EnableRule(text=text))

    def tick(self, after: timedelta = timedelta(0)) -> Tick:
        """Let business time go by, and the machine's, and see what comes of it."""
        self.clock.forward(after)
        self.boot_s += after.total_seconds()
        return self.runner.tick()

    def begun(self) -> Runner:
        """The runner, which has read what the one before has left."""
        assert self.may is not None
        self.runner._begin(self.may)
        return self.runner

    def tick_during(self, act: Callable[[], object]) -> Tick:
        """Something happens between the runner's look at what has come due and what it does then."""
        runner, told = self.begun(), Tick(is_leader=True)
        found = runner._desk.view(runner._all_due)
        act()
        for rule, came in found:
            runner._see_to(rule, came, told)
        return told

    def alerts(self, which: Which = ALL_OPEN) -> list[AlertRow]:
        return self.desk.ask(alert_rows, self.desk.now(), which)

    def told(self, which: Which = ALL_OPEN) -> list[tuple[str, str]]:
        """Which alerts there are, and in which state."""
        return [(row.subject, row.status) for row in self.alerts(which)]

    def events_of(self, number: int) -> list[str]:
        """What has happened to an alert, the first first."""
        detail = self.desk.ask(alert_detail, number, self.desk.now())
        return [event.kind for event in reversed(detail.history)]

    def notes(self) -> list[tuple[int, str]]:
        return [(note.order_id, note.text) for note in self.desk.ask(Reader.select, Note)]

    def noted(self) -> list[int]:
        return [number for number, _ in self.notes()]

    def rule(self, name: str) -> Rule:
        return next(rule for rule in self.desk.ask(Reader.select, Rule) if rule.name == name)

    def actions(self) -> list[Action]:
        return self.desk.ask(actions, None, 1_000)


def a_rule(name: str = "note-it", when: str = "", do: str = "note {order} seen", **keys: str) -> str:
    """A rule's text: `a_rule(every="15m")`."""
    told = {"name": name, "says": "A rule of a test.", **(keys or {"every": "15m"})}
    told |= {"when": when} if when else {}
    lines = [f'{key} = "{value}"' for key, value in told.items()]
    return "\n".join([*lines, f'do = ["{do}"]', ""])


def an_alert_rule(name: str = "not-accepted", **keys: Any) -> str:
    """The text of a rule that raises alerts: `an_alert_rule(when="pri=1", lasting="10m")`."""
    told: dict[str, Any] = {"name": name, "says": "A rule of a test.", "alert": "warning"}
    told |= {"for" if key == "lasting" else key: value for key, value in keys.items()}
    return "\n".join([*(f"{key} = {json.dumps(value)}" for key, value in told.items()), ""])
