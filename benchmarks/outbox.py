"""What does a notification cost the act that causes it, and how fast do messages leave?"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, timed
from benchmarks.office import open_office, sqlite_office
from wom_tui.automation.deliverer import Deliverer
from wom_tui.commands.notify import EnableNotification
from wom_tui.commands.order import SetPriority
from wom_tui.config import Config, NotifyConfig
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.work_order import Priority
from wom_tui.gateways.notify.canned import Canned
from wom_tui.outbox_desk import OutboxDesk, Ways, ways_of
from wom_tui.rule_desk import RuleDesk

ORDERS, TECHNICIANS, SEED, EVENTS, ACTS, SUBSCRIPTIONS = 10_000, 50, 1, 1_000, 100, 5
_LATER = timedelta(hours=1)


def figures() -> list[Figure]:
    """On a fresh copy of the office."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_office(str(sqlite_office(ORDERS, TECHNICIANS, SEED, Path(folder))))
        found = list(_acts(desk))
        found += _delivery(desk)
        desk.close()
    return found


class _Toggle:
    """Changes that are changes every time."""

    def __init__(self) -> None:
        self._turn = 0

    def __call__(self, count: int, first: int = 1) -> list[SetPriority]:
        self._turn += 1
        to = Priority.P1 if self._turn % 2 else Priority.P4
        return [SetPriority(order=number, priority=to) for number in range(first, first + count)]


def _acts(desk: Desk) -> Iterator[Figure]:
    toggle, size = _Toggle(), f"{ORDERS:,} open orders, SQLite"
    for count in (0, SUBSCRIPTIONS):
        for number in range(count):
            desk.run(EnableNotification(text=_notification(f"n{number}")))
        took = [timed(lambda: desk.run(toggle(1)[0]))[0] for _ in range(ACTS)]
        yield Figure(f"an act, {count} notifications answer it, p50", 1000 * median(took), "ms", "", size)
        bulk = [timed(lambda: desk.run_all(toggle(EVENTS), mode="each"))[0] for _ in range(5)]
        name = f"of {EVENTS:,} events in one act each, {count} notifications answer all"
        yield Figure(name, 1e6 * median(bulk) / EVENTS, "µs", "", size)


def _notification(name: str) -> str:
    """A webhook: nothing keeps its messages back."""
    lines = (f'name = "{name}"', 'says = "Told."', 'event = "order.prioritised"', f'by = "webhook:{name}"')
    return "\n".join(lines)


def _delivery(desk: Desk) -> Iterator[Figure]:
    fence = RuleDesk(desk).leases.take("bench", 3600, is_hinted=False)
    canned = Canned()
    ways = Ways(lambda _channel, _name: canned)
    deliverer = Deliverer(
        OutboxDesk(desk, ways), lambda: fence, real_clock=lambda: datetime.now(UTC) + _LATER
    )
    size = f"{SUBSCRIPTIONS} endpoints, SQLite"
    yield Figure("messages that leave, an endpoint that takes no time", _rate(deliverer), "/s", "", size)
    toggle, took = _Toggle(), list[float]()
    rounds = threading.Thread(target=lambda: [deliverer.round() for _ in range(3)])
    rounds.start()
    while rounds.is_alive():
        took.append(timed(lambda: desk.run(toggle(1, first=ORDERS)[0]))[0])
    yield Figure("an act meanwhile, p50", 1000 * median(took), "ms", "", size)
    assert fence is not None
    yield from _over_http(desk, fence, size)


def _rate(deliverer: Deliverer) -> float:
    seconds, rounds = timed(lambda: [deliverer.round() for _ in range(3)])
    return sum(one.sent for one in rounds) / seconds


def _over_http(desk: Desk, fence: Fence, size: str) -> Iterator[Figure]:
    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_line: object) -> None:
            """Not on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    names = [f"n{number}" for number in range(SUBSCRIPTIONS)]
    ways = ways_of(Config(notify=NotifyConfig(endpoints=dict.fromkeys(names, url), private=True)))
    deliverer = Deliverer(
        OutboxDesk(desk, ways), lambda: fence, real_clock=lambda: datetime.now(UTC) + _LATER
    )
    yield Figure("webhooks that leave, to a server on this machine", _rate(deliverer), "/s", "", size)
    server.shutdown()
