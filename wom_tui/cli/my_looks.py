"""What does a technician look at: the day, or one visit? For `wom my` and for the conversation alike."""

from __future__ import annotations

from datetime import date

from wom_tui.cli.shell import Shell
from wom_tui.desk import Desk
from wom_tui.domain.message import Me
from wom_tui.message_marks import mark_read
from wom_tui.queries.day_sheet import SheetStop
from wom_tui.queries.my_day import MyDay, my_day, my_stop


def day_of_technician(shell: Shell, desk: Desk, technician: int, on: date | None = None) -> MyDay:
    """Their day; without a date the one that it is there."""
    return shell.ask(desk, my_day, technician, Me.of(desk.actor), shell.at(desk), on)


def stop_of_technician(
    shell: Shell, desk: Desk, technician: int, order: str
) -> tuple[SheetStop | None, MyDay]:
    """The visit that is named, or the one that they are at or go to, if there is one; and the day that it stands in."""
    mine = day_of_technician(shell, desk, technician)
    if not order:
        return mine.current, mine
    return shell.ask(desk, my_stop, technician, order, shell.at(desk)), mine


def mark_day_read(shell: Shell, desk: Desk, technician: int, mine: MyDay) -> None:
    """What the day says was said to them is read by now: not where somebody else looks, or somebody looks back."""
    if shell.as_of is None and desk.actor.technician_id == technician:
        mark_read(desk, mine.messages)
