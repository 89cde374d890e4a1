"""What a person typed: decided on the facts as they are when it is done, not when it was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wom_tui.commands.command import Command
from wom_tui.domain.place import TravelTime
from wom_tui.domain.policy import Role
from wom_tui.errors import WomError
from wom_tui.store.reader import Reader
from wom_tui.store.unit import Unit

LONGEST = 120  # characters of a line that a receipt shows
# Looks up what the words mean: reader, business time and travel times in, the command out.
Resolve = Callable[[Reader, datetime, TravelTime], Command]


@dataclass(frozen=True, kw_only=True)
class DoLine(Command):
    """Do what a line says.

    Attributes:
        text: the line with its verb in full; the receipt shows it.
        needs: the role that the verb needs.
        resolve: makes the command inside the act, so that it names what is there and the lines of a batch see
            what those before them did.
        place: where the line stands in its batch, for the error; 0 = it is the only one.
    """

    text: str
    needs: Role  # type: ignore[misc]  # of this line's verb; all other commands have one for their class
    resolve: Resolve
    place: int = 0

    @property
    def summary(self) -> str:
        return self.text if len(self.text) <= LONGEST else f"{self.text[: LONGEST - 1]}…"


def do_line(command: DoLine, unit: Unit) -> None:
    from wom_tui.commands.registry import handler_of  # which lists this handler as well

    try:
        meant = command.resolve(unit, unit.at, unit.travel)
        meant.check()
        with unit.under(at=meant.at or command.at, override=meant.override or command.override):
            handler_of(meant)(meant, unit)
    except WomError as error:
        if command.place:
            error.add_note(f"line {command.place}: {command.text}")
        raise
