"""A service on this machine, for as long as a test needs it: it answers in JSON, or is silent."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class LocalService:
    """What it says is told by `answer`.

    Attributes:
        status, body: another answer to everything, where a test wants one.
        silence: the service does not answer before it is set.
    """

    url: str = ""
    status: int = 200
    body: bytes | None = None
    silence: threading.Event | None = None

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body for one question."""
        raise NotImplementedError


@contextmanager
def running(service: LocalService) -> Iterator[None]:
    """The service, as long as the block runs."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if service.silence is not None:
                service.silence.wait(30)
                return
            status, body = service.answer(self.path, dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_line: object) -> None:
            """Not on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield
    finally:
        if service.silence is not None:
            service.silence.set()
        server.shutdown()
        thread.join()
        server.server_close()
