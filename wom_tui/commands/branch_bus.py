"""The bus of a branch: an act on it is carried out over the live day by the same handlers, and never written there.

What is written is what the branch comes to: the visits that then stand elsewhere than on the live day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wom_tui.commands.branch import ChangeBranch, put_in
from wom_tui.commands.bus import Bus, Mode, Origin
from wom_tui.commands.command import Command
from wom_tui.commands.routes import settle_routes
from wom_tui.commands.undo import Redo, Undo
from wom_tui.domain.branch import Branch, BranchLine
from wom_tui.domain.fact import Fact
from wom_tui.domain.plan import was_of
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import REROUTED, Visit
from wom_tui.domain.work_order import OrderStatus
from wom_tui.errors import Rejected
from wom_tui.store.engine import translated
from wom_tui.store.opening import open_act
from wom_tui.store.unit import Unit

# Who goes where and when, and what follows from it; all else is of the live day.
ON_A_BRANCH = frozenset(
    {
        *("visit.assigned", "visit.unassigned", REROUTED),
        *(f"order.{s.value}" for s in (OrderStatus.READY, OrderStatus.SCHEDULED, OrderStatus.DISPATCHED)),
    }
)
Overlay = Mapping[type[Fact], Mapping[int, Fact | None]]


@dataclass(frozen=True)
class Laid:
    """A branch over the live day.

    Attributes:
        overlay: the facts that are others on it.
        refused: by order, why a line of it no longer fits.
    """

    overlay: Overlay
    refused: Mapping[int, str]


@dataclass(frozen=True)
class BranchBus(Bus):
    """Runs commands on a branch."""

    branch: int = 0

    def laid(self, origin: Origin) -> Laid:
        """What is another on the branch than on the live day."""
        with translated(), self.engine.connect() as plain:
            connection = plain.execution_options(write=True)
            try:
                unit = self._unit(connection, open_act(connection, "", lock=False), (), origin)
                _, refused = self._lay(unit)
                settle_routes(unit)
                return Laid(unit.staged, refused)
            finally:
                connection.rollback()

    def _carry_out(
        self, unit: Unit, commands: Sequence[Command], origin: Origin, mode: Mode, dry_run: bool
    ) -> Receipt:
        if not commands or _is_undo(commands):
            return super()._carry_out(unit, commands, origin, mode, dry_run)
        branch, refused = self._lay(unit)
        settle_routes(unit)
        mark = unit.mark()
        receipt = self._act(unit, commands, origin, mode, is_dry_run=True)
        receipt = replace(receipt, events=tuple(receipt.events)[mark:])
        lines = tuple(lines_of(unit, branch, refused))
        unit.connection.rollback()
        if refused_here := tuple(_live_only(receipt)):
            raise Rejected(list(refused_here))
        if dry_run or lines == branch.lines:
            return replace(receipt, is_dry_run=dry_run)
        kept = ChangeBranch(
            command_id=commands[0].command_id,
            branch=branch.id,
            expect=branch.version,
            lines=lines,
            said=receipt.summary,
        )
        done = Bus(self.engine, self.clock, self.real_clock, self.travel).run(kept, origin)
        return replace(
            done,
            events=receipt.events,
            violations=receipt.violations,
            refusals=receipt.refusals,
            result=receipt.result,
        )

    def _lay(self, unit: Unit) -> tuple[Branch, Mapping[int, str]]:
        branch = unit.get(Branch, self.branch)
        refused = put_in(branch.lines, branch, unit)
        unit.soft.clear()
        return branch, refused

    def _act(
        self, unit: Unit, commands: Sequence[Command], origin: Origin, mode: Mode, *, is_dry_run: bool
    ) -> Receipt:
        """An undo on a branch takes back what was done on the branch, and nothing else."""
        receipt = super()._act(unit, commands, origin, mode, is_dry_run=is_dry_run)
        if _is_undo(commands) and any(event.noun != Branch.noun for event in receipt.events):
            said = f"{receipt.summary}: that was done on the live day; leave the branch to take it back"
            raise Rejected([Violation(code="branch.live_act", message=said)])
        return receipt


def _is_undo(commands: Sequence[Command]) -> bool:
    """Undo and redo are of the journal, which is one; all else is done over the live day."""
    return bool(commands) and all(isinstance(command, Undo | Redo) for command in commands)


def lines_of(unit: Unit, branch: Branch, refused: Mapping[int, str]) -> Iterator[BranchLine]:
    """What the branch comes to: what no longer fits as it was, then all visits that stand elsewhere."""
    known = {line.visit: line for line in branch.lines if line.visit is not None}
    yield from (line for line in branch.lines if line.order in refused)
    for old, new in unit.changed(Visit):
        if new.order_id in refused or new.is_withdrawn or _place(old) == _place(new):
            continue
        line = BranchLine(order=new.order_id, visit=old.id if old else None)
        if old is not None:
            before = known.get(old.id)
            was = before.was if before else was_of(old) if old.is_booked else None
            line = replace(line, was=was)
        if new.is_booked:
            line = replace(line, technician=new.technician_id, start_at=new.start_at, end_at=new.end_at)
        elif old is None:
            continue
        yield line


def _place(visit: Visit | None) -> tuple[object, ...]:
    if visit is None or not visit.is_booked:
        return ()
    return visit.technician_id, visit.start_at, visit.end_at


def _live_only(receipt: Receipt) -> Iterator[Violation]:
    """What the act did besides, or in spite of a rule: a branch would lose it."""
    if receipt.overrides or any(event.kind not in ON_A_BRANCH for event in receipt.events):
        yield Violation(
            code="branch.live_only",
            message=f"{receipt.summary}: a branch holds who goes where and when; do this on the live day",
            facts={"act": receipt.summary},
        )
