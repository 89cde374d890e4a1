"""Who delivers is killed between sending and marking: nothing is lost, and nothing comes twice without its key."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.delivering import a_notification
from tests.e2e.programs import FAULTS, LIMIT_S, Programs
from tests.endpoints import Hooks, Mailbox, hook_server, mail_server
from tests.office import an_order, close_desks, desk_on, filled, number_of
from tests.whole import is_whole
from wom_tui.commands.notify import EnableNotification
from wom_tui.commands.outbox import RetryOutgoing
from wom_tui.desk import Desk
from wom_tui.domain.outbox import Outgoing, OutgoingState
from wom_tui.queries.outbox import in_states

PROGRAMS = 2
DEATHS = 3  # over one message
A_FAULT = 5  # orders; each is told of by both ways

_LOG = logging.getLogger(__name__)

pytestmark = pytest.mark.fault


class Office:
    """The programs, who kills them, and where their messages arrive."""

    def __init__(self, url: str, hooks: Hooks, mailbox: Mailbox, folder: Path) -> None:
        self.desk = filled(desk_on(url))
        self.hooks, self.mailbox = hooks, mailbox
        self._command = ["tests.e2e.one_deliverer", url, hooks.url, mailbox.url]
        self._command.append(datetime.now(UTC).isoformat())
        self.programs = Programs(self.desk, folder)

    def start(self) -> None:
        while len(self.programs.running) < PROGRAMS:
            self.programs.start(self._command)

    def kill_leader(self) -> None:
        pid, _ = self.programs.leader()
        self.programs.kill(pid)

    def until(self, look: Callable[[], int]) -> None:
        try:
            self.programs.until_true(lambda: bool(look()), 2 * LIMIT_S + 10 * FAULTS)
        except AssertionError:
            raise AssertionError(self.said()) from None

    def said(self) -> str:
        """What the programs and their messages have to say, for whoever looks for a fault."""
        counted = Counter(
            (one.channel, one.state.value, one.attempts, one.said) for one in self.all_outgoing()
        )
        came = f"{len(self.hooks.came)} requests, {len(self.mailbox.came)} mails"
        return f"{counted}, {came} came\n{self.programs.said()}"

    def came_since(self, seen: int) -> int:
        """How many requests came after so many."""
        return len(self.hooks.came) - seen

    def have_all_left(self, count: int) -> bool:
        """So many have; whatever was given up, after eight attempts, somebody lets go once more."""
        for outgoing in self.all_outgoing(OutgoingState.DEAD):
            self.desk.run(RetryOutgoing(outgoing=outgoing.dedupe_key))
        return len(self.all_outgoing(OutgoingState.SENT)) == count

    def all_outgoing(self, *states: OutgoingState) -> list[Outgoing]:
        return self.desk.ask(in_states, states or tuple(OutgoingState), 100_000)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with hook_server() as hooks, mail_server() as mailbox:
        made = Office(database_url, hooks, mailbox, tmp_path)
        hook = a_notification("hook", event="order.created", by="webhook", to="", body="", keep="168h")
        made.desk.run(EnableNotification(text=hook))
        yield made
        made.programs.close()
    close_desks()


def orders(desk: Desk, count: int) -> None:
    for _ in range(count):
        number_of(desk, an_order())


def test_a_message_of_whom_nobody_knows_whether_it_left_is_sent_again_with_its_key(office: Office) -> None:
    office.hooks.replies.extend(["hang"] * DEATHS)
    orders(office.desk, 1)
    for fault in range(DEATHS):
        office.start()
        office.until(partial(office.came_since, fault))
        office.kill_leader()  # it has been sent, and is not marked
    office.start()
    office.until(lambda: len(office.all_outgoing(OutgoingState.SENT)))

    (outgoing,) = office.all_outgoing()
    assert set(office.hooks.keys) == {outgoing.dedupe_key}
    assert len(office.hooks.came) > DEATHS
    assert len({one.body for one in office.hooks.came}) == 1


def with_mail(office: Office) -> None:
    """The office's own people get a mail as well."""
    text = a_notification("mail", event="order.created", to="address:ops", body="Order {order}.", keep="168h")
    office.desk.run(EnableNotification(text=text))


def test_whatever_receivers_and_deliverers_do_every_message_arrives_and_has_one_key(office: Office) -> None:
    with_mail(office)
    rough: list[int | str] = [200, 503, 200, "drop", 200, "hang", 200, 429, "lie", "twice"]
    rough_mail = ["250 OK", "451 later", "hang", "250 OK", "drop", "lie", "twice", "421 closing", "250 OK"]
    for _ in range(FAULTS):
        office.hooks.replies.extend(rough)
        office.mailbox.replies.extend(rough_mail)
    office.start()
    for _ in range(FAULTS):
        orders(office.desk, A_FAULT)
        office.until(partial(office.came_since, len(office.hooks.came)))
        office.kill_leader()
        office.start()
    count = 2 * A_FAULT * FAULTS
    office.until(partial(office.have_all_left, count))

    sent = {outgoing.dedupe_key: outgoing.seq for outgoing in office.all_outgoing()}
    came = Counter(office.hooks.keys)
    mails = Counter(one.removeprefix("<").partition("@")[0] for one in office.mailbox.ids)
    _LOG.info("messages %d, arrived again %d", count, came.total() + mails.total() - count)
    assert not came.keys() & mails.keys()
    assert came.keys() | mails.keys() == sent.keys()
    assert len(came) == len(mails)
    for one in office.hooks.came:
        document = json.loads(one.body)
        assert document["id"] == one.headers["Idempotency-Key"]
        assert document["seq"] == sent[document["id"]]
    bodies = {(str(mail["Message-ID"]), mail.get_content()) for mail in office.mailbox.came}
    assert len(bodies) == len(mails)


def test_nobody_at_the_desk_waits_for_a_receiver_that_hangs(office: Office) -> None:
    with_mail(office)
    office.hooks.replies.extend(["hang"] * 1_000)
    office.mailbox.replies.extend(["hang"] * 1_000)
    office.start()
    orders(office.desk, 1)
    office.until(lambda: min(len(office.hooks.came), len(office.mailbox.came)))

    orders(office.desk, 2 * A_FAULT)  # while both have somebody's message in their hands, and say nothing

    assert not office.all_outgoing(OutgoingState.SENT)
    assert len(office.all_outgoing()) == 2 * (2 * A_FAULT + 1)
    assert is_whole(office.desk)
    office.hooks.replies.clear()
    office.mailbox.replies.clear()
    office.hooks.let_go.set()
    office.mailbox.let_go.set()
    office.until(partial(office.have_all_left, 2 * (2 * A_FAULT + 1)))
