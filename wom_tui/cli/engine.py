"""`wom engine`: the office's rules, run without a console."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.cli.told_to_end import told_to_end
from wom_tui.errors import Forbidden

if TYPE_CHECKING:
    from wom_tui.automation.deliverer import Round
    from wom_tui.automation.engine import Engine, Job
    from wom_tui.automation.runner import Tick
    from wom_tui.desk import Desk
    from wom_tui.outbox_desk import Ways

_LOOK_S = 0.5


def engine(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="See to what is due now, and end; for cron, or a first look.")
    ] = False,
    unit: Annotated[
        bool, typer.Option("--unit", help="Print the unit by which systemd runs them, and end.")
    ] = False,
) -> None:
    """Run the office's rules and send its messages until SIGTERM or Ctrl+C. As many as you like may run: one leads."""
    shell = shell_of(context)
    if unit:
        _tell_unit(shell)
        return
    from wom_tui.automation.engine import why_not
    from wom_tui.automation.jobs import jobs_of
    from wom_tui.outbox_desk import ways_of
    from wom_tui.queries.rules import rules_on

    with shell.desk(writes=True) as desk:
        if refused := why_not(desk):
            raise Forbidden(refused)
        count, jobs, ways = desk.ask(rules_on), jobs_of(shell.config, desk), ways_of(shell.config)
        also = "".join(f"; {job.name}" for job in jobs)
        say(f"database: {desk.address}; rules on: {count}{also}")
        document = _once(desk, ways, jobs) if once else _until_told(desk, ways, jobs)
    answer(shell.is_json, document, lambda: tell(*_lines(document)))


def _tell_unit(shell: Shell) -> None:
    """As it is to be written to a file; the program in it is the one that was called."""
    from wom_tui.presets.shipped import unit_text

    found = Path(shutil.which(sys.argv[0]) or "").absolute()
    text = unit_text(str(found) if found.name == "wom" else "")
    answer(shell.is_json, {"unit": text}, lambda: tell(*text.splitlines()))


def _lines(document: dict[str, Any]) -> Iterator[str]:
    if "leader" in document:
        yield f"the rules are run by {document['leader']}"
    counts = [f"{count} {outcome.replace('_', ' ')}" for outcome, count in document["outcomes"].items()]
    yield f"acts: {', '.join(counts) or 'none'}"
    if document["sent"]:
        yield f"messages sent: {document['sent']}"
    if document["held"]:
        yield f"held until the next minute: {document['held']}"
    yield from (f"failed: {name}: {said}" for name, said in sorted(document["failed"].items()))


def _once(desk: Desk, ways: Ways, jobs: Sequence[Job]) -> dict[str, Any]:
    from wom_tui.automation.engine import run_once

    came = run_once(desk, ways, jobs, say)
    sums = _Sums()
    sums.add(came.tick)
    sums.add_round(came.round)
    return {"leader": came.other or "this one", **sums.document()}


def _until_told(desk: Desk, ways: Ways, jobs: Sequence[Job]) -> dict[str, Any]:
    """Until the system, or who sits there, says that it is enough."""
    from wom_tui.automation.engine import Engine
    from wom_tui.outbox_desk import NewWays

    sums = _Sums()
    with told_to_end() as enough:
        runs = Engine(
            desk,
            gives_way=False,
            ways=ways,
            new_ways=NewWays(),
            jobs=jobs,
            on_trouble=say,
            on_tick=sums.add,
            on_round=sums.add_round,
        )
        runs.start()
        try:
            leads = _say_who_leads(runs, None)
            while not enough.wait(_LOOK_S):
                leads = _say_who_leads(runs, leads)
        finally:
            runs.stop()
    return sums.document()


def _say_who_leads(runs: Engine, before: bool | None) -> bool:
    leads = runs.leader.fence is not None
    if leads != before:
        say(
            "this one runs the rules"
            if leads
            else "waiting: there is nothing to run or to send, or another one does it"
        )
    return leads


class _Sums:
    """What all ticks and rounds came to."""

    def __init__(self) -> None:
        self._outcomes: Counter[str] = Counter()
        self._held, self._failed = 0, dict[str, str]()
        self._sent = 0

    def add(self, tick: Tick) -> None:
        self._outcomes.update(outcome.value for outcome in tick.outcomes)
        if tick.is_leader:
            self._held, self._failed = tick.held, dict(tick.failed)

    def add_round(self, round_: Round) -> None:
        self._sent += round_.sent

    def document(self) -> dict[str, Any]:
        counts = {"outcomes": dict(self._outcomes), "held": self._held, "failed": self._failed}
        return counts | {"sent": self._sent}
