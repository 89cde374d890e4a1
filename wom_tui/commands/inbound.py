"""What came in from the field: done by itself where it is certain, kept for a person where it is not.

Both are one act with one id: whatever comes in twice, or is broken off in the middle, is done or kept once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from wom_tui.commands.command import Command, aware
from wom_tui.commands.report import report_command
from wom_tui.domain.inbound import LINE, LONGEST_SAID, Inbound, InboundStatus, Why, decided_violations
from wom_tui.domain.policy import Role
from wom_tui.domain.report import WITH_WORDS, Act
from wom_tui.domain.texts import shortened
from wom_tui.domain.visit import Visit
from wom_tui.errors import Conflict, InvalidInput, NotFound, Rejected
from wom_tui.store.unit import Unit

_LONGEST_REASON = 300


@dataclass(frozen=True, kw_only=True)
class TakeReport(Command):
    """Do what was reported from the field, or keep it for a person where that cannot be done as it is.

    Attributes:
        channel, source, sender, text: where it came from, and its words, made safe.
        act, words, said_at: what it says, as far as it is understood.
        visit, order: what it is about, as far as that is certain.
        why, reason: why it is not done by itself; None where nothing is known that speaks against it.
        digest: of all that it says; told again by the receipt of a repetition.
    """

    needs: ClassVar[Role] = Role.TECHNICIAN

    channel: str
    source: str
    sender: str = ""
    text: str
    act: Act | None = None
    words: str = ""
    said_at: datetime | None = None
    visit: int | None = None
    order: int | None = None
    why: Why | None = None
    reason: str = ""
    digest: str = ""

    def check(self) -> None:
        super().check()
        aware("said_at", self.said_at)
        if self.why is None and (self.act is None or self.visit is None):
            raise InvalidInput("act", self.act, "an act and its visit, or why it has to be looked at")

    @property
    def summary(self) -> str:
        return f"report {self.act.value if self.act else 'not understood'}"


def take_report(command: TakeReport, unit: Unit) -> None:
    unit.result["digest"] = command.digest
    why, reason = command.why, command.reason
    if why is None:
        mark, noted = unit.mark(), len(unit.soft)
        try:
            _do(command.act, command.visit, command.words, command.said_at, unit)
            return
        except (Rejected, Conflict, NotFound, InvalidInput) as refused:
            unit.back_to(mark)
            del unit.soft[noted:]
            why, reason = Why.REFUSED, str(refused)
    inbound = Inbound(
        id=unit.new_id(Inbound),
        channel=command.channel,
        source=command.source,
        sender=command.sender,
        text=shortened(command.text, LONGEST_SAID),
        why=why,
        reason=shortened(reason, _LONGEST_REASON),
        received_at=unit.at,
        act=command.act,
        order_id=command.order,
        visit_id=command.visit,
        said=command.words if command.act in WITH_WORDS else "",
        said_at=command.said_at,
    )
    unit.save(inbound, "inbound.received")
    unit.result["inbound"] = inbound.id


def _do(act: Act | None, visit: int | None, words: str, at: datetime | None, unit: Unit) -> str:
    """Carry out what a report says, now; answers it in a few words."""
    from wom_tui.commands.registry import handler_of  # which lists this handler as well

    if act is None:
        said = f"one of {', '.join(Act)}: inbound accept 12 arrive 4417"
        raise InvalidInput("act", "", said, why="it does not say what is reported")
    if visit is None:
        said = f"its visit: inbound accept 12 {act.value} 4417/1"
        raise InvalidInput("visit", "", said, why="it does not say which visit it is about")
    found = unit.get(Visit, visit)
    meant = report_command(act, found, words, at)
    meant.check()
    if at is not None and at > unit.stamp.at:
        raise InvalidInput("at", at.isoformat(), "a time that has come")
    with unit.under(at=at):
        handler_of(meant)(meant, unit)
    return f"{act.value} {found.label}"


@dataclass(frozen=True, kw_only=True)
class InboundCommand(Command):
    """A command about something that came in and waits."""

    inbound: int
    expect: int | None = None

    def target(self, unit: Unit) -> Inbound:
        """What came in, in the version that the actor saw; it has not been decided yet."""
        found = unit.get(Inbound, self.inbound, expect=self.expect)
        unit.heed(decided_violations(found))
        return found


@dataclass(frozen=True, kw_only=True)
class AcceptInbound(InboundCommand):
    """Do what came in from the field and was not certain; as it was meant, or as you say it is.

    What is not said here is taken from what came in. A note without other words has those that came in, where a person
    has written them.
    """

    act: Act | None = None
    visit: int | None = None
    words: str = ""

    @property
    def summary(self) -> str:
        return f"accept inbound {self.inbound}"


def accept_inbound(command: AcceptInbound, unit: Unit) -> None:
    inbound = command.target(unit)
    act = command.act or inbound.act
    own = inbound.said if act is inbound.act else ""
    spoken = inbound.text if act in WITH_WORDS and inbound.channel != LINE else ""
    words = command.words or own or spoken
    if act in WITH_WORDS and not words:
        raise InvalidInput("words", "", f"its words: inbound accept {inbound.id} {act.value} 4417/1 WORDS")
    visit = command.visit or inbound.visit_id
    decision = _do(act, visit, words, inbound.said_at, unit)
    found = unit.get(Visit, visit or 0)
    known: dict[str, Any] = {"act": act, "visit_id": found.id, "order_id": found.order_id}
    accepted = replace(
        inbound, status=InboundStatus.ACCEPTED, decided_at=unit.stamp.at, decision=decision, **known
    )
    unit.save(accepted, "inbound.accepted")
    unit.result["did"] = decision


@dataclass(frozen=True, kw_only=True)
class DropInbound(InboundCommand):
    """Say that nothing is to be done about something that came in."""

    reason: str = ""

    @property
    def summary(self) -> str:
        return f"drop inbound {self.inbound}"


def drop_inbound(command: DropInbound, unit: Unit) -> None:
    inbound = command.target(unit)
    reason = shortened(command.reason.strip(), _LONGEST_REASON)
    dropped = replace(inbound, status=InboundStatus.DROPPED, decided_at=unit.at, decision=reason)
    unit.save(dropped, "inbound.dropped")
