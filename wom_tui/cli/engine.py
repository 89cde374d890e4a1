"""`wom engine`: the office's rules, run without a console."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import shell_of
from wom_tui.cli.told_to_end import told_to_end
from wom_tui.errors import Forbidden

if TYPE_CHECKING:
    from wom_tui.automation.engine import Engine, Job
    from wom_tui.automation.runner import Tick
    from wom_tui.desk import Desk

_LOOK_S = 0.5


def engine(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="See to what is due now, and end; for cron, or a first look.")
    ] = False,
) -> None:
    """Run the office's rules until SIGTERM or Ctrl+C. As many as you like may run: one of them leads."""
    from wom_tui.automation.engine import why_not
    from wom_tui.automation.jobs import jobs_of
    from wom_tui.queries.rules import rules_on

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        if refused := why_not(desk):
            raise Forbidden(refused)
        count, jobs = desk.ask(rules_on), jobs_of(shell.config, desk)
        also = "".join(f"; {job.name}" for job in jobs)
        say(f"database: {desk.address}; rules on: {count}{also}")
        document = _once(desk, jobs) if once else _until_told(desk, jobs)
    answer(shell.is_json, document, lambda: tell(*_lines(document)))


def _lines(document: dict[str, Any]) -> Iterator[str]:
    if "leader" in document:
        yield f"the rules are run by {document['leader']}"
    counts = [f"{count} {outcome.replace('_', ' ')}" for outcome, count in document["outcomes"].items()]
    yield f"acts: {', '.join(counts) or 'none'}"
    if document["held"]:
        yield f"held until the next minute: {document['held']}"
    yield from (f"failed: {name}: {said}" for name, said in sorted(document["failed"].items()))


def _once(desk: Desk, jobs: Sequence[Job]) -> dict[str, Any]:
    from wom_tui.automation.engine import run_once

    tick, other = run_once(desk, jobs, say)
    sums = _Sums()
    sums.add(tick)
    return {"leader": other or "this one", **sums.document()}


def _until_told(desk: Desk, jobs: Sequence[Job]) -> dict[str, Any]:
    """Until the system, or who sits there, says that it is enough."""
    from wom_tui.automation.engine import Engine

    sums = _Sums()
    with told_to_end() as enough:
        runs = Engine(desk, jobs=jobs, on_trouble=say, on_tick=sums.add)
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
        say("this one runs the rules" if leads else "waiting: no rule is on, or another one runs them")
    return leads


class _Sums:
    """What all ticks came to."""

    def __init__(self) -> None:
        self._outcomes: Counter[str] = Counter()
        self._held, self._failed = 0, dict[str, str]()

    def add(self, tick: Tick) -> None:
        self._outcomes.update(outcome.value for outcome in tick.outcomes)
        if tick.is_leader:
            self._held, self._failed = tick.held, dict(tick.failed)

    def document(self) -> dict[str, Any]:
        return {"outcomes": dict(self._outcomes), "held": self._held, "failed": self._failed}
