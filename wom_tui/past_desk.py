"""A desk at a moment that is past: it answers as things stood then, and nothing can be done there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, tzinfo
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.desk import Desk
from wom_tui.domain.habits import clock_text, date_text
from wom_tui.domain.minutes import minute_of
from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.queries.room import Room
from wom_tui.store import journal
from wom_tui.store.engine import translated
from wom_tui.store.past import Overlay, overlay_as_of
from wom_tui.store.reader import Reader

if TYPE_CHECKING:
    from wom_tui.commands.bus import Mode
    from wom_tui.commands.command import Command
    from wom_tui.domain.receipt import Receipt

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def past_desk(live: Desk, at: datetime, zone: ZoneInfo) -> PastDesk:
    """The same desk at a moment, in business time; its own now is that moment.

    Args:
        zone: on whose clock a refusal names the moment.

    Raises:
        InvalidInput: the moment is still to come, or before the journal begins.
    """
    if at > live.now():
        raise InvalidInput("as-of", at, "a moment that has been")
    within_journal(live, at, zone, "as-of")
    own = {one.name: getattr(live, one.name) for one in fields(Desk)}
    return PastDesk(**own | {"clock": lambda: at}, moment=at, zone=zone)


def within_journal(desk: Desk, at: datetime, zone: tzinfo, field: str) -> datetime:
    """A moment that the journal reaches back to, to the minute; how things stood before it nobody knows.

    Args:
        zone: on whose clock a refusal names the beginning.
        field: what the moment was typed as.

    Raises:
        InvalidInput: the journal begins later.
    """
    with translated(), desk.engine.connect() as connection:
        first = journal.first_at(connection)
    if first is not None and at < minute_of(first):
        local = first.astimezone(zone)
        begins = f"{date_text(local)} {clock_text(local)}"
        raise InvalidInput(field, at, f"{begins} or later, for the journal begins then")
    return at


@dataclass
class PastDesk(Desk):
    """One actor who looks back."""

    moment: datetime = _EPOCH
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    _kept: tuple[int, Overlay] | None = (
        None  # the last event, and what takes back all that came after the moment
    )
    _laying: Lock = field(default_factory=Lock)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """The tables go on under the past: what is taken back is found anew after every event."""
        with translated(), self.engine.connect() as connection:
            with self._laying:
                basis = journal.count(connection)
                if self._kept is None or self._kept[0] != basis:
                    self._kept = (basis, overlay_as_of(connection, self.moment))
                overlay = self._kept[1]
            yield Reader(connection, overlay)

    def run(self, command: Command, *, dry_run: bool = False, cause: int | None = None) -> Receipt:
        raise self.closed

    def run_all(self, commands: Sequence[Command], *, mode: Mode = "all", dry_run: bool = False) -> Receipt:
        raise self.closed

    @property
    def closed(self) -> Rejected:
        """What is said to whoever wants to change something."""
        at = clock_text(self.moment.astimezone(self.zone))
        return Rejected(
            [
                Violation(
                    code="past.closed",
                    message=f"this is how it was at {at}, and nothing can be changed there: as-of now goes back",
                    facts={"at": self.moment.isoformat()},
                )
            ]
        )

    @property
    def room(self) -> Room:
        """Read anew each time: what is kept elsewhere is about today."""
        return Room(self.travel)
