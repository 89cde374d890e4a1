"""A server of travel times on this machine that speaks like OSRM: what it answers is the test's."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Service:
    """The server: 1 s for each thousandth of a degree eastwards, 2 s westwards.

    Attributes:
        asked: how many origins and destinations each question had.
        most: places that one question may name.
        cut_off: longitudes that no way leads to.
        status, body: another answer to everything, where a test wants one.
        silence: the server does not answer before it is set.
    """

    url: str = ""
    asked: list[tuple[int, int]] = field(default_factory=list)
    most: int = 100
    cut_off: set[float] = field(default_factory=set)
    status: int = 200
    body: bytes | None = None
    silence: threading.Event | None = None

    def answer(self, path: str) -> tuple[int, bytes]:
        parts = urlsplit(path)
        _, service, version, profile, where = parts.path.split("/")
        assert (service, version, profile) == ("table", "v1", "driving")
        lons = [float(place.split(",")[0]) for place in where.split(";")]
        wanted = {name: said[0].split(";") for name, said in parse_qs(parts.query).items()}
        rows, columns = ([lons[int(n)] for n in wanted[side]] for side in ("sources", "destinations"))
        self.asked.append((len(rows), len(columns)))
        if self.body is not None:
            return self.status, self.body
        if len(lons) > self.most:
            return 400, json.dumps({"code": "TooBig", "message": "Too many table coordinates"}).encode()
        table = [[None if b in self.cut_off else _seconds(a, b) for b in columns] for a in rows]
        return self.status, json.dumps({"code": "Ok", "durations": table}).encode()


def _seconds(a: float, b: float) -> float:
    return round((b - a) * 1000 if b > a else (a - b) * 2000, 1)


@contextmanager
def serving() -> Iterator[Service]:
    """The server, as long as the block runs."""
    service = Service()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if service.silence is not None:
                service.silence.wait(30)
                return
            status, body = service.answer(self.path)
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
        yield service
    finally:
        if service.silence is not None:
            service.silence.set()
        server.shutdown()
        thread.join()
        server.server_close()
