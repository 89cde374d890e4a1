"""An office whose messages leave when the test says so: one deliverer leads, and real time goes by on demand."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.office import KIM, ManualClock, an_order, number_of
from wom_tui.automation.deliverer import Deliverer, Round
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.notify import EnableNotification
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.outbox import Outgoing, OutgoingState
from wom_tui.domain.site import Contact, Customer
from wom_tui.domain.subscription import GRACE, Channel
from wom_tui.gateways.notify.canned import Canned
from wom_tui.gateways.notify.outlet import Outlet
from wom_tui.outbox_desk import OutboxDesk, Ways
from wom_tui.queries.outbox import in_states
from wom_tui.queries.recipients import Addresses
from wom_tui.rule_desk import RuleDesk

ACME, DANA = 1, 1
EVERYTHING = tuple(OutgoingState)
AFTER_GRACE = GRACE + timedelta(seconds=1)


class Delivering:
    """A desk, its outbox, and who delivers there."""

    def __init__(self, desk: Desk, clock: ManualClock, **given: Any) -> None:
        self.desk, self.clock = desk, clock
        self.passed = timedelta(0)  # of real time
        self.canned = Canned()
        self.outlets: dict[str, Outlet] = dict.fromkeys(("mail", "sms", "chat", "webhook"), self.canned)
        self.named = {"ops": "ops@acme.example"}
        self.addresses = Addresses(self.named, country="+1")
        self.an_hour: dict[Channel, int] = {}
        self.secret = ""
        self.may: Fence | None = self.take("one")
        self._given = given
        self.deliverer = self.another()
        desk.run(
            LoadFacts(
                facts=(
                    Customer(id=ACME, name="Acme Estates"),
                    Contact(
                        id=DANA,
                        customer_id=ACME,
                        name="Dana Whitfield",
                        phone="(617) 555-0117",
                        email="dana@acme.example",
                        salt="s" * 32,
                    ),
                ),
                what="customers",
            )
        )

    def take(self, holder: str) -> Fence:
        """Another term of office; whoever held it before has lost it."""
        fence = RuleDesk(self.desk).leases.take(f"{holder}:{secrets.token_hex(4)}", 0, is_hinted=False)
        assert fence is not None
        return fence

    def real_now(self) -> datetime:
        return datetime.now(UTC) + self.passed

    def another(self, desk: Desk | None = None, timeout_s: float = 5.0) -> Deliverer:
        """A deliverer that has just been started."""
        ways = Ways(
            lambda _, name: self.outlets.get(name), self.addresses, self.an_hour, timeout_s, self.secret
        )
        return Deliverer(
            OutboxDesk(desk or self.desk, ways),
            lambda: self.may,
            real_clock=self.real_now,
            chance=lambda: 0.5,
            **self._given,
        )

    def enable(self, text: str) -> None:
        self.desk.run(EnableNotification(text=text))

    def round(self, after: timedelta = AFTER_GRACE) -> Round:
        """Let real time go by, and see what leaves."""
        self.passed += after
        return self.deliverer.round()

    def sent(self) -> list[str]:
        """What has been said, one text for each message."""
        return [
            f"{one.subject}{': ' if one.subject else ''}{one.body}{one.document}"
            for one in self.canned.parcels
        ]

    def outgoing(self, *states: OutgoingState) -> list[Outgoing]:
        return self.desk.ask(in_states, states or EVERYTHING, 100_000)

    def states(self) -> list[str]:
        """What has become of all messages."""
        return sorted(outgoing.state.value for outgoing in self.outgoing())

    def the_outgoing(self) -> Outgoing:
        (outgoing,) = self.outgoing()
        return outgoing

    def order(self, **given: Any) -> int:
        """An order of Acme's, on Kim's day at ten."""
        return number_of(self.desk, an_order(customer=ACME, contact=DANA, **given))


def a_notification(
    name: str = "tell-them",
    event: str = "visit.dispatched",
    to: str = "customer",
    by: str = "mail",
    body: str = "Order {order} at {site}: {technician} comes between {from} and {until}.",
    **keys: str,
) -> str:
    """A notification's text: `a_notification(by="sms", quiet="22:00-06:00")`."""
    told = {"name": name, "says": "A notification of a test.", "event": event, "by": by}
    told |= {"to": to} if to else {}
    lines = [f'{key} = "{value}"' for key, value in (told | keys).items()]
    if body:
        subject = ['subject = "We come"'] if by.startswith("mail") else []
        lines += ["[words.en]", *subject, f'body = """{body}"""']
    return "\n".join([*lines, ""])


__all__ = ["ACME", "AFTER_GRACE", "DANA", "KIM", "Delivering", "a_notification"]
