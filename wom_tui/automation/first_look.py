"""The first look of a runner at what alerts watch: in a large office it takes seconds, so nobody waits for it.

Meanwhile the runner does all else that comes due. What happens meanwhile is taken in afterwards, as always: the look
knows the last event that it has seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import takewhile
from threading import Event

from wom_tui.automation.elsewhere import begun
from wom_tui.automation.watching import Watching
from wom_tui.domain.rule import Definition, Rule
from wom_tui.rule_desk import RuleDesk

PATIENCE_S = 0.5  # in a small office it is over by then
PORTION = 2_000  # orders read in one go: as long as somebody reads, with a rollback journal nobody can write


@dataclass
class FirstLook:
    """Takes it, once for each term of office.

    Attributes:
        patience_s: so long it is waited for, when it begins; None = whoever asks takes it, however long that is.
    """

    desk: RuleDesk
    patience_s: float | None = None
    _coming: Future[Watching] | None = None
    _is_void: Event = field(default_factory=Event)  # nobody wants the one that is on its way any more
    _going: list[Future[Watching]] = field(default_factory=list)

    def forget(self) -> None:
        """Another term of office: one that is on its way is of no use to it."""
        self._is_void.set()
        self._is_void, self._coming = Event(), None

    def stop(self) -> None:
        """End it, and wait for that: who ends the program next must not take the database from its hands."""
        self.forget()
        wait(self._going)

    def taken(self, rules: Sequence[tuple[Rule, Definition]], now: datetime) -> Watching | None:
        """Whatever has looked, and can go on from there; None as long as it looks.

        Args:
            rules: those that are on and raise alerts.

        Raises:
            Exception: what went wrong with it; asked again it looks again.
        """
        if self.patience_s is None:
            return Watching()
        if self._coming is None:
            self._coming = begun(partial(self._take, tuple(rules), now, self._is_void), "wom-first-look")
            self._going = [one for one in self._going if not one.done()] + [self._coming]
            wait([self._coming], self.patience_s)
        coming = self._coming
        if not coming.done():
            return None
        self._coming = None
        return coming.result()

    def _take(self, rules: Sequence[tuple[Rule, Definition]], now: datetime, is_void: Event) -> Watching:
        watching = Watching()
        numbers = self.desk.view(lambda view: watching.open(view, rules))
        firsts = takewhile(lambda _: not is_void.is_set(), range(0, len(numbers), PORTION))
        self.desk.views(partial(watching.take, numbers=numbers[one : one + PORTION]) for one in firsts)
        if not is_void.is_set():
            watching.see(rules, now)
        return watching
