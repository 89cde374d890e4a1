"""An office with something in its outbox: what died, waits, has left and did not, to customers, staff and programs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.delivering import a_notification
from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.notify import EnableNotification
from wom_tui.domain.outbox import Outgoing, OutgoingState
from wom_tui.domain.site import Contact
from wom_tui.domain.subscription import Channel
from wom_tui.queries.letters import Letter
from wom_tui.store import outbox
from wom_tui.store.driver import send

S = OutgoingState
_WORDS = "K. Byrne, somebody is at Columbia Rd between 15:10 and 15:40. Call 617 555 0100 if that does not suit you."
_MAIL = Letter("contact:1", "byrne@library.example", "We come at 15:10", _WORDS).as_content()


def an_outgoing(word: str, state: OutgoingState, minutes: int, **given: Any) -> Outgoing:
    """One that was written so long ago."""
    at = NOW - minutes * MINUTE
    key = hashlib.sha256(word.encode()).hexdigest()[:32]
    plain = Outgoing(
        dedupe_key=key,
        subscription="customer-dispatched",
        seq=1,
        kind="visit.dispatched",
        subject="visit:1",
        command_id=f"act-{word}",
        order_id=4404,
        recipient="customer",
        channel=Channel.MAIL,
        endpoint="mail",
        state=state,
        written_at=at,
        due_at=at + timedelta(seconds=10),
        expires_at=at + timedelta(hours=12),
    )
    return replace(plain, **given)


DEAD = an_outgoing(
    *("dead", S.DEAD, 95),
    recipient="contact:1",
    attempts=8,
    content=_MAIL,
    said="550 no such user here",
)
WAITING = an_outgoing(
    *("waiting", S.WAITING, 2),
    recipient="technician:3",
    order_id=4406,
    subscription="technician-dispatched",
    channel=Channel.SMS,
    endpoint="sms",
    due_at=NOW + 25 * MINUTE,
    content=Letter("technician:3", "+16175550103", body="4406 Streetlight pole leaning, 15:42").as_content(),
    said="quiet until 15:00",
)
SENT = an_outgoing("sent", S.SENT, 40, order_id=4409, sent_at=NOW - 39 * MINUTE, attempts=1)
LAPSED = an_outgoing("lapsed", S.LAPSED, 70, order_id=4413, said="its condition does not hold")
DROPPED = an_outgoing("dropped", S.DROPPED, 55, order_id=4414, said="dropped by byrne: they know")
TO_ERP = an_outgoing(
    *("erp", S.DEAD, 30),
    recipient="endpoint",
    channel=Channel.WEBHOOK,
    endpoint="erp",
    subscription="erp-closed",
    kind="alert.raised",
    order_id=None,
    attempts=1,
    said="415 unsupported media type",
)
ALL = (DEAD, WAITING, SENT, LAPSED, DROPPED, TO_ERP)


def posted(address: str, outgoing: Iterable[Outgoing] = ALL) -> str:
    """That office."""
    desk = desk_at(address, actor="byrne")
    contact = Contact(id=1, customer_id=1, name="Kate Byrne", email="byrne@library.example", salt="s" * 32)
    desk.run(LoadFacts(facts=(contact,), what="a contact"))
    desk.run(EnableNotification(text=a_notification("customer-dispatched", event="visit.dispatched")))
    with desk.engine.connect().execution_options(write=True) as connection:
        send(connection, [outbox.insertion(desk.engine.dialect, list(outgoing))])
        connection.commit()
    desk.close()
    return address
