"""What does a technician's word become? The command, on the visit that they are at, or on the one that they name."""

from __future__ import annotations

from datetime import datetime, time

from wom_tui.commands.command import Command
from wom_tui.commands.message import AcknowledgeMessage, SendMessage
from wom_tui.commands.report import report_command
from wom_tui.desk import Desk
from wom_tui.domain.message import Me
from wom_tui.domain.moments import moment
from wom_tui.domain.policy import own_violations
from wom_tui.domain.report import Act
from wom_tui.domain.report_words import at_clock
from wom_tui.errors import Forbidden, InvalidInput
from wom_tui.queries.my_day import my_visit
from wom_tui.queries.visits import technician_id


def technician_of(desk: Desk, code: str = "") -> int:
    """The technician whose day it is.

    Args:
        code: another than whoever sits there; for the office.

    Raises:
        InvalidInput: whoever sits there is none.
        NotFound, Forbidden: there is no such technician, or it is none of their business.
    """
    if code:
        found = desk.ask(technician_id, code)
        if refused := tuple(own_violations(desk.actor, (found,), f"the day of {code}")):
            raise Forbidden(refused)
        return found
    me = Me.of(desk.actor)
    if me.technician_id is None:
        said = f"a user who is a technician: wom user edit {me.name} technician=CODE; or --technician"
        raise InvalidInput("user", me.name, said)
    return me.technician_id


def report(
    desk: Desk, technician: int, act: Act, order: str = "", words: str = "", at: str | time = ""
) -> Command:
    """The command of a report.

    Args:
        order: `4417` or `4417/2`; empty = the one that they are at, or go to.
        at: when it was, on the clock there; empty = now.

    Raises:
        InvalidInput, NotFound: it is not said which visit is meant, or it is another's.
    """
    now = desk.now()
    found = desk.ask(my_visit, technician, act, order, now)
    when: datetime | None = None
    if isinstance(at, time):
        when = at_clock(at, now, found.zone)
    elif at:
        when = moment(at, now=now, zone=found.zone, field="--at")
    return report_command(act, found.visit, words, when)


def message_command(
    desk: Desk,
    technician: int,
    text: str,
    *,
    order: str = "",
    reply: int | None = None,
    needs_ack: bool = False,
) -> Command:
    """The command that says something to the office: about an order, or where they are at none, about themselves."""
    if reply is not None:
        return SendMessage(reply_to=reply, text=text, needs_ack=needs_ack)
    try:
        about = desk.ask(my_visit, technician, Act.NOTE, order, desk.now()).visit.order_id
    except InvalidInput:
        if order:
            raise
        return SendMessage(technician=technician, text=text, needs_ack=needs_ack)
    return SendMessage(order=about, text=text, needs_ack=needs_ack)


def acknowledge_command(desk: Desk, technician: int, message: int) -> Command:
    """The command that says that they know."""
    is_me = desk.actor.technician_id == technician
    return AcknowledgeMessage(message=message, technician=None if is_me else technician)
