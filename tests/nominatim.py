"""A service that says where addresses are, on this machine: what it was asked, and what it answers, are the test's."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Service:
    """The service. `answers` by the address that is asked for; what it does not know is nowhere.

    Attributes:
        asked: the addresses, one after the other.
        status, body: another answer to everything, where a test wants one.
        silence: the service does not answer before it is set.
    """

    url: str = ""
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    silence: threading.Event | None = None

    def knows(self, address: str, *places: tuple[float, float], kind: str = "house") -> None:
        """Let it say that an address is at these places."""
        self.answers[address] = [
            {"lat": str(lat), "lon": str(lon), "display_name": f"{address}, here", "addresstype": kind}
            for lat, lon in places
        ]


@contextmanager
def serving() -> Iterator[Service]:
    """The service, as long as the block runs."""
    service = Service()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            (address,) = parse_qs(urlsplit(self.path).query)["q"]
            service.asked.append(address)
            service.agents.append(self.headers["User-Agent"])
            if service.silence is not None:
                service.silence.wait(30)
                return
            body = service.body if service.body is not None else json.dumps(service.answers.get(address, []))
            self.send_response(service.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else body.encode())

        def log_message(self, *_line: object) -> None:
            """Not on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        if service.silence is not None:
            service.silence.set()
        server.shutdown()
        thread.join()
        server.server_close()
