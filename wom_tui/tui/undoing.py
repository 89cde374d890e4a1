"""Which of one's own acts does `undo` take back, where something stands in the way of the newest?

It is about the newest. Where that is refused, for somebody has changed since what it did, the refusal says who, and the
next `undo` is about the act before it. Once nothing stands in its way any more, it is its turn again; where all of them
were refused, it begins anew. A line that names an act is about that one, whoever did it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from wom_tui.domain.violation import Violation
from wom_tui.errors import Forbidden, Rejected

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.desk import Desk
    from wom_tui.domain.receipt import WaysBack

T = TypeVar("T")


class Undoing:
    """What was refused so far.

    Args:
        again: how people take back once more: a key, or a word.
        log: where all acts are.
    """

    def __init__(self, again: Callable[[], str], log: Callable[[], str]) -> None:
        self._again, self._log = again, log
        self._passed: frozenset[str] = frozenset()

    def ways(self, reader: Any, desk: Desk) -> WaysBack:
        """Query: what is next."""
        from wom_tui.commands.undo import ways_back

        return ways_back(reader, desk.actor.name, desk.session, self._passed)

    def run(self, commands: Sequence[Command], desk: Desk, run: Callable[[Sequence[Command]], T]) -> T:
        """Run commands; an undo that names no act is about the one that is next. On a worker.

        Raises:
            Rejected: what stands in its way, and how it goes on; or nothing was done from here.
        """
        from wom_tui.commands.undo import Undo

        undo = commands[0] if len(commands) == 1 else None
        if not isinstance(undo, Undo) or undo.receipt is not None:
            return run(commands)
        if (way := desk.ask(self.ways, desk).undo) is None:
            message = "nothing was done from this console that could be taken back"
            nothing = Violation(code="undo.nothing", message=message)
            raise Rejected(
                [nothing], f"{self._log()} lists all that was done, and `undo ID` takes any of it back"
            )
        try:
            return run([replace(undo, receipt=way.command_id)])
        except Forbidden:
            raise
        except Rejected as error:
            self._passed |= {way.command_id}
            raise Rejected(error.violations, self._goes_on(desk, way.command_id)) from error

    def _goes_on(self, desk: Desk, refused: str) -> str:
        before = desk.ask(self.ways, desk).undo
        if before is None or before.command_id == refused or before.command_id in self._passed:
            return f"there is no act of yours before it; {self._log()} lists all that was done"
        return f"{self._again()} again is about the act before it: {before.summary}"
