"""What a person typed: decided on the facts as they are when it is done, not when it was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from wom_tui.commands.command import Command
from wom_tui.domain.place import TravelTime
from wom_tui.domain.policy import Role
from wom_tui.domain.receipt import Form
from wom_tui.domain.texts import shortened
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import Conflict, Forbidden, InvalidInput, NotFound, Rejected, WomError
from wom_tui.store.conflicts import conflict, has_moved_on
from wom_tui.store.reader import Reader
from wom_tui.store.unit import Unit

LONGEST = 120  # characters of a line that a receipt shows
# Looks up what the words mean: reader, business time and travel times in, the command out.
Resolve = Callable[[Reader, datetime, TravelTime], Command]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was on the screen of the order that a line is about.

    Attributes:
        verb: its name; a refusal that is about the target and not about another word names it.
        order: the version of the order; None = it was not shown.
        visits: version by id, of all visits on the screen.
    """

    verb: str
    number: int
    order: int | None = None
    visits: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DoLine(Command):
    """Do what a line says.

    Attributes:
        text: the line with its verb in full; the receipt shows it.
        of_verb: the role that its verb takes.
        resolve: makes the command inside the act, so that it names what is there and the lines of a batch see
            what those before them did.
        seen: what the line's author saw of its target; None where no screen was looked at.
        place: where the line stands in its batch, for the error; 0 = it is the only one.
    """

    longest: ClassVar[int] = 1 << 20  # what its command says is checked by the command

    text: str
    of_verb: Role
    resolve: Resolve
    seen: Seen | None = None
    place: int = 0

    @property
    def needed_role(self) -> Role:
        return self.of_verb

    @property
    def summary(self) -> str:
        return shortened(self.text, LONGEST)


def do_line(command: DoLine, unit: Unit) -> None:
    from wom_tui.commands.registry import handler_of  # which lists this handler as well

    mark = unit.mark()
    try:
        meant = command.resolve(unit, unit.at, unit.travel)
        unit.meant[command.command_id] = meant
        meant.check()
        with unit.under(at=meant.at or command.at, override=meant.override or command.override):
            handler_of(meant)(meant, unit)
        if unit.form is Form.ACT:
            unit.summary = None  # what was typed says it best
    except WomError as error:
        unit.back_to(mark)
        refused = _lost_race(command.seen, error, unit) or error
        if command.place:
            refused.add_note(f"line {command.place}: {command.text}")
        if refused is error:
            raise
        raise refused from error


def _lost_race(seen: Seen | None, error: WomError, unit: Unit) -> Conflict | None:
    """The same refusal as what it is where somebody was faster: then the line was right when it was typed."""
    if seen is None or not _is_about_target(error, seen.verb):
        return None
    order = unit.find(WorkOrder, seen.number)
    if order is not None and seen.order is not None and order.version != seen.order:
        return conflict(unit, WorkOrder, order.id, seen.order)
    for visit in unit.select(Visit, order_id=seen.number, is_withdrawn=frozenset({True, False})):
        version = seen.visits.get(visit.id, visit.version)
        if visit.version != version and has_moved_on(unit, Visit, visit.id, version):
            return conflict(unit, Visit, visit.id, version)
    return None


def _is_about_target(error: WomError, verb: str) -> bool:
    """The state of the order or of its visits is in the way; a skill or a misspelt name is not."""
    match error:
        case Forbidden():
            return False
        case Rejected():
            return any(v.code in _STATES for v in error.violations)
        case InvalidInput():
            return error.field == verb
        case NotFound():
            return error.kind in ("visit", "work order")
        case _:
            return False


_STATES = frozenset(
    {
        "order.transition",
        "order.merged",
        "order.approval",
        "order.incomplete",
        "visit.transition",
        "visit.unplanned",
        "visit.started",
        "visit.pinned",
    }
)
