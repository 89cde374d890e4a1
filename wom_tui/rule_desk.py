"""What automation holds: a desk, and besides the lease, the marks of the rules, and the right to act with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from wom_tui.commands.command import Command
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import Actor
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.rule import DOOR, Mark
from wom_tui.queries.rules import View
from wom_tui.store import lease, rule_state
from wom_tui.store.garbage import no_collection
from wom_tui.store.hint import Hint, hint_for
from wom_tui.store.lease import Leases, Standing, since_boot_s

__all__ = ["Hint", "Leases", "RuleDesk", "Standing", "since_boot_s"]

R = TypeVar("R")


@dataclass(frozen=True)
class RuleDesk:
    """The desk of whoever runs the rules."""

    desk: Desk

    @property
    def leases(self) -> Leases:
        """Who may run them."""
        return Leases(self.desk.engine)

    def hint(self) -> Hint:
        """The lock that a holder lets go of by dying."""
        return hint_for(self.desk.engine)

    def acting_as(self, actor: Actor, fence: Fence | None = None) -> Desk:
        """A desk at which somebody automatic acts, as long as the lease stands; without one only to rehearse."""
        return replace(self.desk, actor=actor, door=DOOR, session=actor.name, fence=fence)

    def run_together(
        self, actor: Actor, fence: Fence, acts: Sequence[tuple[Command, int | None]]
    ) -> list[Receipt]:
        """Do what comes of a rule in one transaction, all of it or nothing: each is an act of its own, with its cause.

        Raises:
            WomError: as `Desk.run` does.
        """
        desk = self.acting_as(actor, fence)
        if len(acts) == 1:
            return [desk.run(command, cause=cause) for command, cause in acts]
        return desk.run_together(acts)

    def view(self, look: Callable[[View], R]) -> R:
        """Look at what has come due."""
        return self.desk.ask(lambda reader: look(View(reader)))

    @property
    def zone(self) -> str:
        """The zone in which the office reads its clock."""
        return self.desk.ask(lambda reader: View(reader).zone)

    @property
    def secret_address(self) -> str:
        """Where the database is, with its password: for a process that is started, never for a line on a screen."""
        return self.desk.engine.url.render_as_string(hide_password=False)

    def views(self, looks: Iterable[Callable[[View], None]]) -> None:
        """Look several times, each for itself: between two of them others can write. What is read is to stay."""
        with no_collection(to_stay=True):
            for look in looks:
                self.view(look)

    def today(self, now: datetime) -> date:
        """The day that it is in the office."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def frozen(self, policy: str) -> timedelta:
        """What begins so soon is not moved by that policy.

        Raises:
            InvalidInput: there is no such policy on this machine.
        """
        from wom_tui.gateways.policies import policy_named  # read when the first day is mended

        return timedelta(minutes=policy_named(policy).frozen)

    def mark(
        self,
        fence: Fence,
        marks: Sequence[Mark],
        gone: Iterable[tuple[int, str]] = (),
        come: Mapping[tuple[int, str], datetime] = MappingProxyType({}),
    ) -> None:
        """Write down how far the rules have come.

        Args:
            gone, come: by rule and subject, conditions that hold no more, and since when others hold.

        Raises:
            LostLease: another runs them by now; nothing was written.
        """
        engine = self.desk.engine
        statements = rule_state.marking(engine.dialect, marks)
        statements += rule_state.pending_changes(engine.dialect, gone, come)
        lease.write_fenced(engine, fence, statements)
