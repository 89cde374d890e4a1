"""What an act would do, before it does it: what changes, which rules it bends, who is refused.

Enter stays on the safe side. `Y` goes on; what cannot be taken back lightly asks for the number instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, clip
from wom_tui.present.effects import effects
from wom_tui.present.heads import head
from wom_tui.present.refusals import refused_words, violation_words
from wom_tui.present.safe_text import safe
from wom_tui.tui.acts import Would, numbers_in
from wom_tui.tui.key import key_name
from wom_tui.tui.screens.low_panel import LowPanel, key
from wom_tui.tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.present.moves import Told

MOST_LINES = 12
MOST_NAMED = 6  # hidden orders; the rest are counted


class Preview(LowPanel[bool]):
    """What would be done; answers whether to go on."""

    def __init__(self, would: Would, word: str | None) -> None:
        super().__init__()
        self.would = would
        self._is_hopeless = len(would.dry.refusals) == len(would.commands)  # there is nothing to go on with
        self.word = None if self._is_hopeless else word
        self._lines: list[Line] = []
        self._keys: list[Line] = []
        self._dead = ""  # a key that is no answer here

    def between(self) -> ComposeResult:
        if self.word is not None:
            yield LineInput(id="word")

    def on_mount(self) -> None:
        width = self.app.size.width
        at = (self.wom.now(), self.wom.seat.zone)
        room, rule = self.lines_free, self.wom.signs.rule
        lines = preview_lines(self.would, at, width, room, rule)
        keys: list[Line] = [key("Enter", "back")]
        if self._is_hopeless:
            keys.append((("nothing of it can be done", "dim"),))
        elif self.word is None:
            keys.append(key("Y", "go on"))
        else:
            typed: Line = (("type ", "dim"), (self.word, "bold bright"), (" and Enter to go on", "dim"))
            keys = [typed, key("Esc", "back")]
            self.query_one(LineInput).begin()
        self._lines, self._keys = lines, keys
        self._show()

    def _show(self) -> None:
        dead: Line = ((f"{self._dead} is no answer here", "warn"),)
        self.show(self._lines, [*self._keys, *([dead] if self._dead else [])])

    async def take(self, event: events.Key) -> None:
        """Whoever presses the key of the act once more, before or after this is here, is told that it waits."""
        if not self.is_seen and self.word is None and event.key not in ("enter", "escape", "Y"):
            self._dead = key_name(event.key)
            if self._lines:
                self._show()
        await super().take(event)

    async def press(self, event: events.Key) -> None:
        """Esc is a step back, and so is Enter unless the very word was typed."""
        if event.key in ("enter", "escape"):
            is_meant = event.key == "enter" and self.word is not None
            self.dismiss(is_meant and self.query_one(LineInput).value.strip() == self.word)
        elif self.word is not None:
            await self.query_one(LineInput).feed(event)
        elif event.key == "Y" and not self._is_hopeless:
            self.dismiss(True)  # noqa: FBT003  Textual's own signature
        else:
            self._dead = key_name(event.key)
            self._show()

    def paste(self, text: str) -> None:
        """The number may come from the clipboard."""
        if self.word is not None:
            self.query_one(LineInput).feed_paste(text)


def preview_lines(
    would: Would, at: tuple[datetime, ZoneInfo], width: int, most: int, rule: str = "─"
) -> list[Line]:
    """What will be done, what to be careful about, what is refused and why."""
    commands, dry, moves, hidden, changed = would
    refused = {refusal.index: refusal for refusal in dry.refusals}
    going = [command for index, command in enumerate(commands) if index not in refused]
    left = len(going) - dry.so_already
    counts = f"{left} will be done" if left == len(commands) else f"{left} of {len(commands)} will be done"
    if dry.so_already:
        counts = f"{counts}, {dry.so_already} so already"
    first: list[Line] = [(), head(safe(dry.summary), width, rule, counts, indent=3, has_margin=True)]
    if hidden:
        first.append((("   ! ", "warn"), (_hidden_words(hidden, len(commands)), "text")))
    careful: list[Line] = [
        (("   ! ", "warn"), (safe(violation_words(v, *at)), "text")) for v in dry.violations
    ]
    careful += [(("   ! ", "late"), (f"overridden: {safe(v.message)}", "text")) for v in dry.overrides]
    beside: list[Line] = [(("   · ", "dim"), (safe(words), "text")) for words in effects(dry.events, *at)]
    no: list[Line] = [
        (("   × ", "late"), (safe(r.summary), "bold"), (f"  {refused_words(r, *at)}", "dim"))
        for r in dry.refusals
    ]
    if len(commands) > 1:
        news = [command for command in going if changed & numbers_in([command.summary])]
        if len(news) != left:  # it is about something else than orders
            news = going
        done = [_done(command, moves) for command in news]
    else:
        done = [(("   + ", "site"), (f"{number}: {told.words}", "text")) for number, told in moves.items()]
    room = max(4, min(MOST_LINES, most)) - len(first)
    return [clip(line, width) for line in (*first, *_shared(room, careful, beside, no, done), ())]


def _shared(room: int, *parts: Sequence[Line]) -> list[Line]:
    """The first lines of each part, so many that none hides another, and how many there are that have no room."""
    total = sum(map(len, parts))
    left = room if total <= room else room - 1
    shown = [0] * len(parts)
    while left > 0 and any(count < len(part) for count, part in zip(shown, parts, strict=True)):
        for place, part in enumerate(parts):
            if left > 0 and shown[place] < len(part):
                shown[place] += 1
                left -= 1
    lines = [line for count, part in zip(shown, parts, strict=True) for line in part[:count]]
    more = total - len(lines)
    return [*lines, ((f"     and {more:,} more", "dim"),)] if more else lines


def _hidden_words(hidden: Sequence[int], meant: int) -> str:
    """`2 of them are marked and hidden by the filter: 4407, 4419`."""
    which = ", ".join(map(str, hidden[:MOST_NAMED]))
    more = f" and {len(hidden) - MOST_NAMED} more" if len(hidden) > MOST_NAMED else ""
    what = "it is" if meant == 1 else f"{len(hidden)} of them {'is' if len(hidden) == 1 else 'are'}"
    return f"{what} marked, and hidden by the filter: {which}{more}"


def _done(command: Command, moves: Mapping[int, Told]) -> Line:
    """A command that will be done; of one that books a visit, from whom and when to whom and when."""
    words = next((moves[number].words for number in numbers_in([command.summary]) if number in moves), "")
    return ("   + ", "site"), (safe(command.summary), "text"), (f"   {words}" if words else "", "dim")
