"""A desk on a branch: the live facts with the branch laid over them, and a bus that writes into the branch only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from wom_tui.commands.branch import open_branch
from wom_tui.commands.branch_bus import BranchBus, Laid
from wom_tui.desk import Desk, real_clock
from wom_tui.domain.branch import BranchStatus
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.queries.room import Room
from wom_tui.store.engine import translated
from wom_tui.store.reader import Reader

P = ParamSpec("P")
R = TypeVar("R")


def branch_desk(live: Desk, name: str) -> BranchDesk:
    """The same desk on a branch: it answers as the days stand there, and what it does stays there.

    Raises:
        NotFound: nobody works on a branch of that name.
    """
    found = live.ask(open_branch, name)
    if found is None:
        from wom_tui.queries.branches import branches

        known = tuple(row.name for row in live.ask(branches) if row.status is BranchStatus.OPEN)
        raise NotFound("branch", name, known)
    own = {one.name: getattr(live, one.name) for one in fields(Desk)}
    own["session"] = f"{live.session}@{found.name}"  # its undo takes back what was done on the branch
    return BranchDesk(**own, branch=found.id, branch_name=found.name)


@dataclass
class BranchDesk(Desk):
    """One actor on one branch."""

    branch: int = 0
    branch_name: str = ""
    _kept: tuple[int, Laid] | None = None  # the last event, and what the branch came to then
    _laying: Lock = field(default_factory=Lock)

    @cached_property
    def _bus(self) -> BranchBus:
        return BranchBus(self.engine, self.clock, real_clock, self.travel, self.branch)

    @property
    def laid(self) -> Laid:
        """The branch over the live days, as both are now."""
        with self._laying:
            basis = self.last_seq()
            if self._kept is None or self._kept[0] != basis:
                self._kept = (basis, self._bus.laid(self._origin()))
            return self._kept[1]

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        overlay = self.laid.overlay
        with translated(), self.engine.connect() as connection:
            yield Reader(connection, overlay)

    def ask_as_of(
        self, at: datetime, query: Callable[Concatenate[Reader, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        raise InvalidInput("--as-of", at.isoformat(), "no branch beside it: a branch has no past of its own")

    @property
    def room(self) -> Room:
        """Read anew each time: a branch changes without a word about the days that it changes."""
        return Room(self.travel)
