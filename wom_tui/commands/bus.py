"""The seven steps of every act, written nowhere else.

1 the command checks its own shape · 2 the policy says whether the actor may · 3 a unit opens · 4 the handler loads,
asks the domain, saves, and the ways of the days that it touched are put right · 5 the receipt is written, and who is
to hear of it · 6 commit, or roll back when it is only a preview · 7 watchers wake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from wom_tui.commands.command import Command
from wom_tui.commands.outgoing import outgoing
from wom_tui.commands.registry import handler_of
from wom_tui.commands.routes import settle_routes
from wom_tui.domain import policy
from wom_tui.domain.lease import Fence
from wom_tui.domain.place import TravelTime, at_once
from wom_tui.domain.policy import Actor
from wom_tui.domain.receipt import SO_ALREADY, Receipt, Refusal
from wom_tui.domain.visit import Visit
from wom_tui.domain.words import some
from wom_tui.errors import Forbidden, InvalidInput, Rejected, StoreBusy, WomError
from wom_tui.store import receipts
from wom_tui.store.ahead import ask_ahead
from wom_tui.store.driver import send
from wom_tui.store.engine import translated
from wom_tui.store.opening import Opening, open_act
from wom_tui.store.saved import Stamp
from wom_tui.store.unit import Interference, Unit
from wom_tui.store.watch import notice

Mode = Literal["all", "each"]
_TRIES = 3
_AHEAD = timedelta(minutes=5)
_MOST_VERBS = 2  # that are named in front of what they are about


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an act comes from.

    Attributes:
        cause: the event that a rule answers.
        fence: the right to act for everybody; whoever has lost it meanwhile writes nothing.
    """

    actor: Actor
    door: str
    session: str
    cause: int | None = None
    fence: Fence | None = None


@dataclass(frozen=True)
class Bus:
    """Runs commands on one database. `clock` gives business time, `real_clock` the time of writing."""

    engine: Engine
    clock: Callable[[], datetime]
    real_clock: Callable[[], datetime]
    travel: TravelTime = at_once

    def run(self, command: Command, origin: Origin, *, dry_run: bool = False) -> Receipt:
        """Do one thing.

        Raises:
            InvalidInput, NotFound, Rejected, Forbidden, Conflict, StoreError: nothing was stored.
        """
        return self.run_all([command], origin, dry_run=dry_run)

    def run_all(
        self, commands: Sequence[Command], origin: Origin, *, mode: Mode = "all", dry_run: bool = False
    ) -> Receipt:
        """Do several things as one act: one unit, one receipt, one undo.

        Args:
            mode: "all" refuses everything with the first refusal; "each" does what it can and lists the refusals.
        """
        _check(commands, origin)
        for attempt in range(_TRIES):
            try:
                return self._attempt(commands, origin, mode, dry_run, locked=attempt > 0)
            except Interference:
                continue  # the second attempt takes the lock before it reads, so nobody can interfere
        raise StoreBusy("other writers keep changing what this needs", "try again in a moment")

    def run_together(self, acts: Sequence[tuple[Command, Origin]]) -> list[Receipt]:
        """Do several things in one transaction, each an act with a receipt and an undo of its own; all, or none.

        Raises:
            WomError, DBAPIError: nothing of it was stored; each may be tried by itself.
        """
        for command, origin in acts:
            _check([command], origin)
        with translated(), self.engine.connect() as plain:
            connection = plain.execution_options(write=True)
            try:
                done = [self._next(connection, place, *act) for place, act in enumerate(acts)]
                send(connection, (), commit=True)
            except (DBAPIError, WomError):
                connection.rollback()
                raise
        return done

    def _next(self, connection: Connection, place: int, command: Command, origin: Origin) -> Receipt:
        opening = open_act(connection, command.command_id, lock=True, is_first=place == 0)
        if opening.is_done and (first := receipts.find(connection, command.command_id)):
            return first
        unit = self._unit(connection, opening, [command], origin)
        receipt = self._act(unit, [command], origin, "all", is_dry_run=False)
        _store(unit, receipt, commit=False)
        return receipt

    def _attempt(
        self, commands: Sequence[Command], origin: Origin, mode: Mode, dry_run: bool, locked: bool
    ) -> Receipt:
        with translated(), self.engine.connect() as plain:
            connection = plain.execution_options(write=True)
            try:
                return self._in_transaction(connection, commands, origin, mode, dry_run, locked)
            except (DBAPIError, WomError) as error:
                connection.rollback()
                is_there = IntegrityError in (type(error), type(error.__cause__))
                if is_there and (first := self._first_receipt(commands)):
                    return first  # the same command came in twice at once; the other one has stored it
                raise

    def _in_transaction(
        self,
        connection: Connection,
        commands: Sequence[Command],
        origin: Origin,
        mode: Mode,
        dry_run: bool,
        locked: bool,
    ) -> Receipt:
        opening = open_act(connection, commands[0].command_id if commands else "", lock=locked)
        if opening.is_done and (first := receipts.find(connection, commands[0].command_id)):
            connection.rollback()
            return first
        unit = self._unit(connection, opening, commands, origin)
        return self._carry_out(unit, commands, origin, mode, dry_run)

    def _carry_out(
        self, unit: Unit, commands: Sequence[Command], origin: Origin, mode: Mode, dry_run: bool
    ) -> Receipt:
        """Act, and store what comes of it."""
        receipt = self._act(unit, commands, origin, mode, is_dry_run=dry_run)
        if dry_run:
            unit.write(commit=False)
            unit.connection.rollback()
            return receipt
        _store(unit, receipt, commit=True)
        return receipt

    def _act(
        self, unit: Unit, commands: Sequence[Command], origin: Origin, mode: Mode, *, is_dry_run: bool
    ) -> Receipt:
        """Carry the commands out; nothing is written yet."""
        refusals = _handle(unit, commands, mode)
        settle_routes(unit)
        events = unit.settle()
        return Receipt(
            command_id=unit.stamp.command_id,
            recorded_at=unit.stamp.recorded_at,
            actor=origin.actor.name,
            on_behalf_of=origin.actor.on_behalf_of,
            door=origin.door,
            session=origin.session,
            summary=(unit.summary if len(commands) == 1 else None) or _summary(commands, unit),
            events=events,
            violations=tuple(unit.soft),
            overrides=tuple(unit.overrides),
            refusals=tuple(refusals),
            result=unit.result,
            undo_of=unit.undo_of,
            form=unit.form,
            is_dry_run=is_dry_run,
        )

    def _first_receipt(self, commands: Sequence[Command]) -> Receipt | None:
        with self.engine.connect() as connection:
            return receipts.find(connection, commands[0].command_id)

    def _unit(
        self, connection: Connection, opening: Opening, commands: Sequence[Command], origin: Origin
    ) -> Unit:
        command_id = commands[0].command_id if commands else ""
        stamp = Stamp(
            actor=origin.actor.name,
            on_behalf_of=origin.actor.on_behalf_of,
            door=origin.door,
            command_id=command_id,
            cause=origin.cause,
            at=self.clock(),
            recorded_at=self.real_clock(),
        )
        return Unit(
            connection,
            stamp,
            opening,
            origin.session,
            actor=origin.actor,
            travel=self.travel,
            fence=origin.fence,
        )


def _store(unit: Unit, receipt: Receipt, *, commit: bool) -> None:
    """Write what was saved, its receipt, and who is to hear of it."""
    dialect = unit.connection.dialect
    told = notice(dialect) if receipt.events else ()
    unit.write(*outgoing(unit, receipt), receipts.insertion(dialect, receipt), *told, commit=commit)


def _check(commands: Sequence[Command], origin: Origin) -> None:
    for command in commands:
        command.check()
        may = policy.command_violations(origin.actor, command.needed_role, command.summary)
        if refused := tuple(may):
            raise Forbidden(refused)


def _handle(unit: Unit, commands: Sequence[Command], mode: Mode) -> list[Refusal]:
    _ask_ahead(unit, commands)
    refusals: list[Refusal] = []
    idle = 0
    for index, command in enumerate(commands):
        mark, before = unit.mark(), unit.to_write
        try:
            _refuse_future(command, unit.stamp.at)
            with unit.under(at=command.at, override=command.override):
                handler_of(command)(command, unit)
            idle += unit.to_write == before
        except WomError as error:
            if mode == "all":
                raise
            unit.back_to(mark)
            code = (
                error.violations[0].code if isinstance(error, Rejected) and error.violations else error.code
            )
            refusals.append(
                Refusal(index=index, summary=command.summary, code=code, message=str(error), error=error)
            )
    if idle and len(commands) > 1:
        unit.result |= {"done": len(commands) - len(refusals) - idle, SO_ALREADY: idle}
    return refusals


def _refuse_future(command: Command, now: datetime) -> None:
    """What happened has happened: a clock that is ahead a little is forgiven."""
    if command.at is not None and command.at > now + _AHEAD:
        raise InvalidInput("at", command.at.isoformat(), "a time that has come")


def _ask_ahead(unit: Unit, commands: Sequence[Command]) -> None:
    """By the names of the commands' fields: the handlers need not know of it."""
    told = [vars(command) for command in commands]
    ask_ahead(
        unit,
        [fields["order"] for fields in told if isinstance(fields.get("order"), int)],
        visits=[fields["visit"] for fields in told if isinstance(fields.get("visit"), int)],
        slots=[
            (fields["technician"], fields["start_at"])
            for fields in told
            if isinstance(fields.get("technician"), int) and isinstance(fields.get("start_at"), datetime)
        ],
    )


def _summary(commands: Sequence[Command], unit: Unit) -> str:
    """The act in a few words, as a person would say it: `dispatch 12 orders`, `9 acts on 4 orders: complete, edit, on
    site`. Several may be about one order.
    """
    if len(commands) == 1:
        return commands[0].summary
    verbs = sorted({command.verb for command in commands})
    orders = {_order_of(command, unit) for command in commands}
    if None in orders:  # people, parts, rules: what they are about has no number
        return f"{some(len(commands), 'act')}: {', '.join(verbs)}"
    if len(verbs) > _MOST_VERBS:
        return f"{some(len(commands), 'act')} on {some(len(orders), 'order')}: {', '.join(verbs)}"
    return f"{' and '.join(verbs)} {some(len(orders), 'order')}"


def _order_of(command: Command, unit: Unit) -> int | None:
    """The order that a command is about, by itself or by its visit; of a line the one that it came to."""
    fields = vars(unit.meant.get(command.command_id, command))
    if isinstance(number := fields.get("order"), int):
        return number
    visit = unit.find(Visit, fields["visit"]) if isinstance(fields.get("visit"), int) else None
    return visit.order_id if visit is not None else None
