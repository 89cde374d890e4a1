"""Where does a key go? To the panel in front, else into the open line, else it is a verb.

A view may have a line of its own that is typed in (`View.typing`): it gets the keys that a line takes, letters and
those that edit. What no line takes (Enter, Esc, Tab, arrows up and down) is a verb there as everywhere.

Decided here and at once, for one key after the other as they were pressed: Textual would send a key to what
had the focus when it came in, and of keys that come in one burst the second is there before the first has
opened anything.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from textual import events

from wom_tui.tui.early_steps import EarlySteps
from wom_tui.tui.key import key_name
from wom_tui.tui.screens.panel import Panel

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

# A panel that an act brings up is there long before; where the database keeps us waiting, keys work again.
HOLD_AT_MOST_S = 0.3
# What was typed before the terminal was ours comes with the line ends of a shell; some terminals rub out so.
_SAME = {"ctrl+j": "enter", "ctrl+h": "backspace"}


class KeyRoad:
    """One key at a time."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.early = EarlySteps(app)
        self._held: deque[events.Key] = deque()
        self._holds = 0  # whoever holds the keys last lets them go; an older promise to do so is void
        self._is_holding = False
        self._held_for: set[int] = set()  # what is told while it is not over
        self._long: set[int] = set()  # of that, what takes long

    async def take(self, event: events.Key) -> None:
        """A key was pressed."""
        self.app.seat.courtesy.note_key()
        if event.key != "escape" or self.app.travel.at is None:  # there Esc is for the notice itself
            self.app.toasts.note_key()
        self.app.come_forward()
        if self.app.ahead is not None:
            self.app.ahead.note_key()
        if event.key in _SAME:
            event = events.Key(_SAME[event.key], None)
        if self._is_holding:
            self._held.append(event)
        else:
            await self._pass(event)

    async def _pass(self, event: events.Key) -> None:
        try:
            await self._go(event)
        except Exception as error:  # noqa: BLE001  a bug ends the action, not the console: it is reported
            self.app.trouble.failed(error)

    async def _go(self, event: events.Key) -> None:
        screen = self.app.screen
        if isinstance(screen, Panel):
            await screen.take(event)
        elif self.app.line.is_open:
            await self.app.line.take(event)
        elif (typing := self.app.view.typing) is not None and typing.takes(event):
            await typing.feed(event)
        elif event.is_printable and event.character and (line := self.app.view.line_for(event.character)):
            await line.feed(event)
        elif (row := self.app.keymap.by_key(event.key)) is None:
            self.app.view.key_is_dead(key_name(event.key))
        elif not self.early.keeps(row):
            await self.app.speech.do(row.id)

    def paste(self, text: str) -> None:
        """Text goes where text is typed, and nowhere else."""
        screen = self.app.screen
        if isinstance(screen, Panel):
            screen.paste(text)
        elif self.app.line.is_open:
            self.app.line.input.feed_paste(text)
        elif (typing := self.app.view.typing or self.app.view.line_for(text)) is not None:
            typing.feed_paste(text)

    def hold(self, at_most_s: float = HOLD_AT_MOST_S, *, is_told: bool = False) -> int:
        """Keep what is pressed until it is known whether a panel comes; answers what `release` needs.

        Args:
            is_told: the key bar says so as long as it takes, and it is released whatever happens.
        """
        self._holds += 1
        self._is_holding = True
        if is_told:
            self._held_for.add(self._holds)
        self.app.set_timer(at_most_s, partial(self._takes_long, self._holds))
        return self._holds

    def release(self, hold: int) -> None:
        """What they were held for is over: let them go on; may be called from any thread."""
        self.app.call_later(self._over, hold)

    @property
    def is_waited_for(self) -> bool:
        """Something that was asked for takes so long that keys work again meanwhile."""
        return bool(self._long)

    async def _takes_long(self, hold: int) -> None:
        if hold in self._held_for:
            self._long.add(hold)
            self.app.draw_bar()
        await self._let_go(hold)

    async def _over(self, hold: int) -> None:
        self._held_for.discard(hold)
        if hold in self._long:
            self._long.discard(hold)
            self.app.draw_bar()
        await self._let_go(hold)

    async def _let_go(self, hold: int) -> None:
        if hold != self._holds:
            return
        self._is_holding = False
        while self._held and not self._is_holding:
            await self._pass(self._held.popleft())
