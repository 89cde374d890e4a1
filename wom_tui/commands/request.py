"""What comes in before it is an order: received, then turned into one or declined. None leaves without either."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from wom_tui.commands import guards
from wom_tui.commands.caller import called_by, refuse_two_callers
from wom_tui.commands.command import Command, aware, reasoned
from wom_tui.commands.order import CreateOrder, create_order
from wom_tui.domain.receipt import SAID
from wom_tui.domain.request import Request, RequestStatus, decided_violations
from wom_tui.domain.site import Site
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class ReceiveRequest(Command):
    """Note what somebody asks for; it waits until it is an order, or declined."""

    text: str
    channel: str | None = None
    said_by: str | None = None
    phone: str = ""
    email: str = ""
    contact: int | None = None  # somebody who is known already
    site: int | None = None
    address: str = ""
    received_at: datetime | None = None

    def check(self) -> None:
        super().check()
        aware("received_at", self.received_at)
        if not self.text.strip():
            raise InvalidInput("text", self.text, "what is asked for, in words")
        refuse_two_callers(self.contact, self.phone, self.email)

    @property
    def summary(self) -> str:
        return f"request {self.text.strip()[:SAID]}"


def receive_request(command: ReceiveRequest, unit: Unit) -> None:
    received_at = command.received_at or unit.at
    if received_at > unit.at:
        raise InvalidInput("received_at", command.received_at, "a time that is not still to come")
    site = unit.get(Site, command.site) if command.site is not None else None
    request = Request(
        id=unit.new_id(Request),
        text=command.text.strip(),
        channel=command.channel,
        said_by=command.said_by,
        contact_id=called_by(
            unit,
            known=command.contact,
            name=command.said_by,
            phone=command.phone,
            email=command.email,
        ),
        site_id=site.id if site else None,
        address=command.address.strip(),
        received_at=received_at,
    )
    unit.save(request, "request.received")
    unit.result["request"] = request.id


@dataclass(frozen=True, kw_only=True)
class RequestCommand(Command):
    """A command about one request that is there already."""

    request: int
    expect: int | None = None

    def target(self, unit: Unit) -> Request:
        """The request in the version that the actor saw."""
        return unit.get(Request, self.request, expect=self.expect)


# What the request itself does not say of the order that it becomes.
_OF_THE_OFFICE = frozenset({"at", "override", "command_id", "opened_at", "source", "external_id"})
_OF_A_CALL = frozenset({"address", "phone", "technician", "start_at"})
GIVEN = frozenset(f.name for f in fields(CreateOrder)) - _OF_THE_OFFICE - _OF_A_CALL


@dataclass(frozen=True, kw_only=True)
class ConvertRequest(RequestCommand):
    """Make an order of a request, or say which order it is about.

    The order has the words of the request, who said them, where, and when they came in: its clock runs from then. An
    address that no site has makes a site, which waits for its position.
    """

    given: tuple[tuple[str, Any], ...] = ()  # (field of CreateOrder, value): what else is known
    into: int | None = None  # an order that is there already

    def check(self) -> None:
        super().check()
        for name, _ in self.given:
            if name not in GIVEN:
                raise InvalidInput("field", name, f"one of {', '.join(sorted(GIVEN))}")
        if self.into is not None and self.given:
            raise InvalidInput("into", self.into, "an order that is there, or facts of a new one, not both")

    @property
    def summary(self) -> str:
        return f"convert request {self.request}"


def convert_request(command: ConvertRequest, unit: Unit) -> None:
    request = command.target(unit)
    if command.into is not None and request.order_id == command.into:
        return  # it is so already
    unit.heed(decided_violations(request))
    number = _existing(command.into, unit) if command.into is not None else _made(command, request, unit)
    decided = replace(request, status=RequestStatus.CONVERTED, order_id=number, decided_at=unit.at)
    unit.save(decided, "request.converted")
    unit.result["number"] = number


def _existing(number: int, unit: Unit) -> int:
    order = unit.get(WorkOrder, number)
    unit.heed(guards.not_merged(order, unit))
    return order.id


def _made(command: ConvertRequest, request: Request, unit: Unit) -> int:
    given = dict(command.given)
    said: dict[str, Any] = {
        "title": request.title,
        "description": request.text,
        "channel": request.channel,
        "requester": request.said_by,
        "contact": request.contact_id,
        "opened_at": request.received_at,
    }
    if "site" not in given:
        where: dict[str, Any] = {"site": request.site_id} if request.site_id else {"address": request.address}
        said |= where
    order = CreateOrder(**(said | given))
    order.check()
    create_order(order, unit)
    return int(unit.result["number"])


@dataclass(frozen=True, kw_only=True)
class DeclineRequest(RequestCommand):
    """Say that a request becomes no order, and why."""

    reason: str

    def check(self) -> None:
        super().check()
        reasoned(self.reason)

    @property
    def summary(self) -> str:
        return f"decline request {self.request}"


def decline_request(command: DeclineRequest, unit: Unit) -> None:
    request, reason = command.target(unit), command.reason.strip()
    if request.status is RequestStatus.DECLINED and request.decline_reason == reason:
        return  # it is so already
    unit.heed(decided_violations(request))
    declined = replace(request, status=RequestStatus.DECLINED, decline_reason=reason, decided_at=unit.at)
    unit.save(declined, "request.declined")
