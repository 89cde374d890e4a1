"""How does one look at an earlier moment, step through the day, and come back? `as-of 10:40`, `as-of +15m`, Esc."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wom_tui.present.durations import moment as moment_words
from wom_tui.tui.changes import Changes
from wom_tui.tui.key import BOARD, DIFF
from wom_tui.tui.widgets.command_line import Choice

if TYPE_CHECKING:
    from datetime import datetime

    from wom_tui.tui.app import WomApp

WORD = "as-of"
BACK = frozenset({"now", "live"})
_OFFERED = (
    ("now", "back to the live days"),
    ("-15m", "a quarter of an hour before what is shown"),
    ("+15m", "a quarter of an hour after it"),
    ("yesterday 16:00", "another day"),
)


class TimeTravel:
    """The moment that this console shows."""

    def __init__(self, app: WomApp) -> None:
        self.app = app

    @property
    def at(self) -> datetime | None:
        """The moment that is shown; None = now."""
        return self.app.seat.as_of

    @property
    def words(self) -> str:
        """`10:40`, or with its day where that is another than today."""
        seat = self.app.seat
        return moment_words(seat.as_of, seat.live_desk.now(), seat.zone) if seat.as_of else ""

    def say(self, said: str) -> None:
        """`10:40`, `yesterday 16:00`, `-15m` from what is shown; `as-of now` comes back."""
        if not said:
            self.app.toast("as-of 10:40 shows how it was then", "as-of now comes back")
        elif said in BACK:
            self.come_back()
        else:
            self.app.acts.work(partial(self._go, said), draft=f"{WORD} {said}")

    def come_back(self) -> None:
        """To the live days."""
        if self.at is None:
            self.app.toast("this is now")
        else:
            self.app.acts.work(self._back, draft=f"{WORD} now")

    def complete(self, text: str) -> None:
        """Offer what can be typed behind the word."""
        begun = text.removeprefix(f"{WORD} ")
        choices = [
            Choice(f"{WORD} {said}", said, meaning) for said, meaning in _OFFERED if said.startswith(begun)
        ]
        self.app.line.offer(text, choices)

    def _go(self, said: str) -> None:
        self._show(self.app.seat.look_back(self.moment_of(said)))

    def moment_of(self, said: str) -> datetime:
        """The moment that words mean: steps count from what is shown, all else from now."""
        from wom_tui.domain.moments import is_step, moment

        seat = self.app.seat
        base = seat.as_of if seat.as_of and is_step(said) else seat.live_desk.now()
        return moment(said, now=base, zone=seat.zone.key, field=WORD)

    def _show(self, changes: Changes) -> None:
        said = (f"as it was at {self.words}", "nothing can be changed here; as-of now goes back")
        self.app.call_from_thread(self._arrived, changes, said)

    def _arrived(self, changes: Changes, said: tuple[str, str]) -> None:
        """The moment is there. What differs between two others does not show it: the board does."""
        if self.app.context == DIFF:
            self.app.call_later(self.app.go, BOARD)
        self.app.live.arrived(changes, said)

    def _back(self) -> None:
        changes = self.app.seat.look_back(None)
        self.app.call_from_thread(self.app.live.arrived, changes, ("back to now", ""))
