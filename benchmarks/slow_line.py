"""A line to a database that is as slow as one across an ocean, and counts its round trips. Loopback only."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.engine import make_url

_CHUNK = 1 << 16


@dataclass
class SlowLine:
    """One such line.

    Attributes:
        address: of the database, as seen through the line.
        trips: how often somebody at this end sent something and had to wait for the answer.
    """

    address: str
    trips: int = 0
    _server: str = ""
    _delay_s: float = 0.0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def connect(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection to the server and back."""
        url = make_url(self._server)
        host = str(url.query.get("host") or url.host or "")
        port = url.port or 5432
        if host.startswith("/"):
            there, on = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        else:
            there, on = await asyncio.open_connection(host, port)
        waits = [False]  # this end has sent something and has no answer yet
        ways = (
            self._carry(here, on, waits, is_question=True),
            self._carry(there, back, waits, is_question=False),
        )
        for way in ways:
            self._tasks.add(asyncio.ensure_future(way))

    async def close(self, listening: asyncio.Server) -> None:
        """Let no more connections in, and drop those that there are."""
        listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        waits: list[bool],
        *,
        is_question: bool,
    ) -> None:
        loop = asyncio.get_running_loop()
        with suppress(ConnectionError):
            while data := await source.read(_CHUNK):
                if is_question and not waits[0]:
                    self.trips += 1
                if is_question:
                    waits[0] = True
                loop.call_later(self._delay_s, self._arrive, target, data, waits, is_question)
        loop.call_later(self._delay_s, target.close)

    def _arrive(
        self, target: asyncio.StreamWriter, data: bytes, waits: list[bool], is_question: bool
    ) -> None:
        if not target.is_closing():
            target.write(data)
        if not is_question:
            waits[0] = False


@contextmanager
def slow_line(server: str, round_trip_s: float) -> Iterator[SlowLine]:
    """A line to the Postgres at that address on which a question and its answer take that long."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    line = SlowLine("", _server=server, _delay_s=round_trip_s / 2)
    listening = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(line.connect, "127.0.0.1", 0), loop
    ).result()
    port = listening.sockets[0].getsockname()[1]
    url = make_url(server).set(host="127.0.0.1", port=port, query={"sslmode": "disable"})
    line.address = url.render_as_string(hide_password=False)
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(line.close(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.close()
