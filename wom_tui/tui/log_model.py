"""What does the log hold, and where is its cursor? Acts newest first, each day under its head; no widget here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wom_tui.queries.log import LoggedAct


@dataclass
class LogModel:
    """The acts that were read so far. The cursor is on an act, wherever others come in above it; on the newest it stays
    with the newest, for whoever opens the log wants to see what was done last.

    Attributes:
        acts: newest first.
        lines: the same with the day before the first act of each.
        cursor: the command's id; empty where there is none.
        is_all: there are no older ones.
    """

    zone: tzinfo
    acts: list[LoggedAct] = field(default_factory=list)
    lines: list[LoggedAct | date] = field(default_factory=list)
    cursor: str = ""
    is_all: bool = False
    _at: dict[str, int] = field(default_factory=dict)  # line of an act

    def begin(self, acts: Sequence[LoggedAct], *, is_all: bool, follows: bool = False) -> None:
        """Other acts; the cursor stays on its own where it is among them.

        Args:
            follows: they are the same, as of now: on the newest it goes on to what is the newest by now.
        """
        is_led = follows and self.is_on_newest
        self.acts, self.is_all = list(acts), is_all
        self._arrange()
        if is_led:
            self.go_to_line(0)

    def add_older(self, acts: Iterable[LoggedAct], *, is_all: bool) -> None:
        """The next page."""
        self.acts.extend(acts)
        self.is_all = is_all
        self._arrange()

    def add_newer(self, acts: Sequence[LoggedAct]) -> int:
        """What was done since, and what it has done to those below; answers how many lines came."""
        before, is_led = len(self.lines), self.is_on_newest
        for act in reversed(acts):
            if act.undo_of is not None:
                self._undone(act.undo_of, act)
        self.acts[:0] = acts
        self._arrange()
        if is_led:
            self.go_to_line(0)
        return len(self.lines) - before

    def _undone(self, command_id: str, by: LoggedAct) -> None:
        """An act was taken back; where that was itself an undo, the act below is done again."""
        for place, act in enumerate(self.acts):
            if act.command_id == command_id:
                self.acts[place] = act._replace(undone_by=by.who, undone_at=by.at)
                for lower, below in enumerate(self.acts):
                    if below.command_id == act.undo_of:
                        self.acts[lower] = below._replace(is_done_again=True)
                return

    def _arrange(self) -> None:
        before = self.line
        self.lines, self._at, day = [], {}, None
        for act in self.acts:
            on = act.at.astimezone(self.zone).date()
            if on != day:
                day = on
                self.lines.append(on)
            self._at[act.command_id] = len(self.lines)
            self.lines.append(act)
        if self.cursor not in self._at:
            self.go_to_line(before)

    # ------------------------------------------------------------------------------------------- the cursor

    @property
    def line(self) -> int:
        """Which line the cursor is on."""
        return self._at.get(self.cursor, 0)

    @property
    def act(self) -> LoggedAct | None:
        """The act under the cursor."""
        found = self.lines[self.line] if self.cursor in self._at else None
        return None if isinstance(found, date) else found

    @property
    def is_on_newest(self) -> bool:
        """Nobody has moved it to an older one."""
        return not self.acts or self.cursor == self.acts[0].command_id

    @property
    def newest(self) -> int:
        """The number that the first act ends with; zero where there is none."""
        return self.acts[0].last_seq if self.acts else 0

    @property
    def oldest(self) -> int | None:
        """The number that the last act ends with."""
        return self.acts[-1].last_seq if self.acts else None

    def move(self, lines: int) -> None:
        """So many lines down, or up, over the heads of the days."""
        self.go_to_line(self.line + lines, downwards=lines > 0)

    def go_to_line(self, line: int, *, downwards: bool = True) -> None:
        """To the act on that line, or the next one in that direction; never past an end."""
        if not self.lines:
            self.cursor = ""
            return
        line = max(1, min(line, len(self.lines) - 1))  # a day's head is the first line
        found = self.lines[line]
        if isinstance(found, date):
            found = self.lines[line + 1 if downwards else line - 1]
        self.cursor = "" if isinstance(found, date) else found.command_id
