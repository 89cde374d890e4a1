"""Which visits has this console put where they are, and has somebody else moved one of them since?

Acts are told apart by their command, not by their actor: the same user may sit at two consoles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.domain.event import Event

MOST = 1_000  # bookings that are remembered, the newest


@dataclass
class OwnBookings:
    """What was sent from here, and which visits it has booked."""

    _sent: set[str] = field(default_factory=set)  # command ids
    _visits: dict[str, None] = field(default_factory=dict)  # subjects, oldest first

    def sends(self, commands: Sequence[Command]) -> None:
        """An act is about to be sent; told before, for the news of it may be here first."""
        self._sent.add(commands[0].command_id)

    def others(self, events: Sequence[Event]) -> frozenset[str]:
        """Of all that happened, the subjects of what was not sent from here."""
        return frozenset(event.subject for event in events if event.command_id not in self._sent)

    def lost(self, events: Sequence[Event]) -> dict[str, list[Event]]:
        """Of all that happened, what others did to bookings of this console, by subject: they are ours no longer."""
        from wom_tui.queries.moves import books

        lost: dict[str, list[Event]] = {}
        for event in events:
            if not books(event):
                continue
            if event.command_id in self._sent:
                self._visits.pop(event.subject, None)
                self._visits[event.subject] = None
            elif event.subject in self._visits or event.subject in lost:
                self._visits.pop(event.subject, None)
                lost.setdefault(event.subject, []).append(event)
        while len(self._visits) > MOST:
            del self._visits[next(iter(self._visits))]
        return lost
