"""What office and field say to each other: sending it, saying that one knows, calling it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from wom_tui.commands import guards
from wom_tui.commands.command import Command
from wom_tui.commands.message_to import Addressed, audience, words_of
from wom_tui.domain.message import (
    Acknowledged,
    Me,
    Message,
    acknowledge_violations,
    message_text,
    withdraw_violations,
)
from wom_tui.domain.policy import Role, own_violations
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.message_reads import readers
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class SendMessage(Command):
    """Say something in the thread of an order, or of a technician, to whom it concerns.

    From the office an order's thread reaches the technicians whose visits are still to be made, a technician's thread
    that technician; from the field both reach the office. `to` says otherwise, and `@kim` in the text adds somebody.
    """

    needs: ClassVar[Role] = Role.TECHNICIAN

    text: str = ""
    canned: str | None = None  # the name of a text that the office keeps; `text` stands behind it
    order: int | None = None
    technician: int | None = None
    to: tuple[str, ...] = ()  # office, codes of technicians, names of users; none = as above
    needs_ack: bool = False
    reply_to: int | None = None  # its thread is the answer's
    expect: int | None = None  # version of the order that the actor saw

    def check(self) -> None:
        super().check()
        if self.canned is None:
            message_text(self.text)
        threads = [self.order, self.technician, self.reply_to]
        if sum(one is not None for one in threads) != 1:
            raise InvalidInput("order", self.order, "an order, a technician, or the message that is answered")

    @property
    def summary(self) -> str:
        return f"message {self.order}" if self.order is not None else "message"


def send_message(command: SendMessage, unit: Unit) -> None:
    replied = unit.get(Message, command.reply_to) if command.reply_to is not None else None
    order = _order(replied.order_id if replied else command.order, command.expect, unit)
    technician = _technician(replied.technician_id if replied else command.technician, unit)
    text = words_of(command.text, command.canned, order, technician, unit)
    me = Me.of(unit.actor)
    to = audience(Addressed(command.to, text, order, technician, replied), me, unit)
    message = Message(
        id=unit.new_id(Message),
        text=message_text(text),
        author=me.name,
        sent_at=unit.at,
        from_technician_id=None if me.is_office else me.technician_id,
        order_id=order.id if order else None,
        technician_id=technician.id if technician else None,
        to_office=to.office,
        to_technician_ids=to.technician_ids,
        to_users=to.users,
        needs_ack=command.needs_ack,
        reply_to_id=replied.id if replied else None,
    )
    unit.save(message, "message.sent")
    unit.result["message"] = message.id


def _order(number: int | None, expect: int | None, unit: Unit) -> WorkOrder | None:
    if number is None:
        return None
    order = unit.get(WorkOrder, number, expect=expect)
    unit.heed(guards.not_merged(order, unit))
    unit.heed(guards.own_order_violations(order.id, unit))
    return order


def _technician(id: int | None, unit: Unit) -> Technician | None:
    if id is None:
        return None
    technician = unit.get(Technician, id)
    unit.heed(own_violations(unit.actor, (id,), f"the thread of {technician.code}"))
    return technician


@dataclass(frozen=True, kw_only=True)
class MessageCommand(Command):
    """A command about one message that is there already."""

    message: int
    expect: int | None = None

    def target(self, unit: Unit) -> Message:
        """The message in the version that the actor saw."""
        return unit.get(Message, self.message, expect=self.expect)


@dataclass(frozen=True, kw_only=True)
class AcknowledgeMessage(MessageCommand):
    """Say that a message has arrived and is known; for a technician who has told you so, or for yourself."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    technician: int | None = None  # for whom in the field; None = for whoever sits there

    @property
    def summary(self) -> str:
        return f"acknowledge message {self.message}"


def acknowledge_message(command: AcknowledgeMessage, unit: Unit) -> None:
    message, me = command.target(unit), Me.of(unit.actor)
    whose = command.technician
    if whose is None and me.technician_id in message.to_technician_ids:
        whose = me.technician_id
    unit.heed(acknowledge_violations(message, me, whose))
    known = {(one.by, one.technician_id) for one in message.acknowledged}
    if (me.name, whose) in known or (whose is not None and whose in {id for _, id in known}):
        return  # it is so already
    said = Acknowledged(by=me.name, at=unit.at, technician_id=whose)
    unit.save(replace(message, acknowledged=(*message.acknowledged, said)), "message.acknowledged")


@dataclass(frozen=True, kw_only=True)
class WithdrawMessage(MessageCommand):
    """Call a message back that nobody has read."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    @property
    def summary(self) -> str:
        return f"withdraw message {self.message}"


def withdraw_message(command: WithdrawMessage, unit: Unit) -> None:
    message = command.target(unit)
    seen = readers(unit, [message.id]).get(message.id, ())
    unit.heed(withdraw_violations(message, Me.of(unit.actor), seen))
    unit.save(replace(message, is_withdrawn=True), "message.withdrawn")
