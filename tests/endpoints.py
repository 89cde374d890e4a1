"""A mail server and a taker of webhooks on this machine: they take, refuse, hang, lie, or hang up, as a test wants."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Mailbox:
    """A mail server.

    Attributes:
        replies: to the next messages, such as `451 later`; `hang`, `drop`, `twice` and `lie` (no answer of a mail
            server) are what one does that is broken after it has taken the whole of it. Then everything is taken.
        refused: recipients that it does not know.
        users: who has to give a password first.
    """

    replies: deque[str] = field(default_factory=deque)
    refused: frozenset[str] = frozenset()
    users: dict[str, str] = field(default_factory=dict)
    came: list[EmailMessage] = field(default_factory=list)
    port: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        user = "".join(f"{name}:{word}@" for name, word in self.users.items())
        return f"smtp://{user}127.0.0.1:{self.port}/?from=desk@wom.example"

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.came]

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        reply = self.replies.popleft() if self.replies else "250 OK"
        if not reply.startswith(("4", "5")):
            content = envelope.content
            assert isinstance(content, bytes)
            found = message_from_bytes(content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.came.append(found)
        if reply == "hang":
            while not self.let_go.is_set():
                await asyncio.sleep(0.01)
        if reply == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if reply == "lie":
            return "HTTP/1.1 200 OK"
        if reply == "twice":
            await server.push("250 OK")
        return reply if reply[0].isdigit() else "250 OK"


@contextmanager
def mail_server(**given: Any) -> Iterator[Mailbox]:
    """A mail server, as long as the block runs."""
    mailbox = Mailbox(**given)

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        is_right = mailbox.users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=is_right, handled=False)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox.port = free.getsockname()[1]
    told: dict[str, Any] = {}
    if mailbox.users:
        told = {"authenticator": known, "auth_require_tls": False}
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **told)
    controller.start()
    try:
        yield mailbox
    finally:
        mailbox.let_go.set()
        controller.stop()


@dataclass
class Posted:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Hooks:
    """A taker of webhooks.

    Attributes:
        replies: to the next requests: a status, `hang`, `drop`, `dribble`, `lie` (no HTTP at all), `huge`, `twice`.
            Then 200.
        headers: of every answer.
    """

    replies: deque[int | str] = field(default_factory=deque)
    headers: dict[str, str] = field(default_factory=dict)
    said: bytes = b"{}"
    came: list[Posted] = field(default_factory=list)
    url: str = ""
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def keys(self) -> list[str]:
        return [one.headers["Idempotency-Key"] for one in self.came]


class _Taker(BaseHTTPRequestHandler):
    """One request, answered as the hooks say."""

    hooks: Hooks

    def do_POST(self) -> None:
        body = self.rfile.read(length := int(self.headers["Content-Length"]))
        if len(body) < length:
            return  # whoever sent it has died over it: it has not come
        self.hooks.came.append(Posted(self.path, dict(self.headers), body))
        reply = self.hooks.replies.popleft() if self.hooks.replies else 200
        match reply:
            case "hang":
                self.hooks.let_go.wait(30)
            case "drop":
                self.connection.shutdown(socket.SHUT_RDWR)
            case "lie":
                self.wfile.write(b"220 mail.example ESMTP\r\n")
            case "dribble":
                self._dribble()
            case "twice":
                self._answer(200, self.hooks.said)
                self._answer(200, self.hooks.said)
            case "huge":
                self._answer(400, b"x" * 1_000_000)
            case status:
                self._answer(int(status), self.hooks.said)

    def _answer(self, status: int, said: bytes) -> None:
        self.send_response(status)
        for name, value in self.hooks.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def _dribble(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.hooks.let_go.wait(0.05):
            self.wfile.write(b"a")

    def log_message(self, *_line: object) -> None:
        """Not on the screen."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # who asked has gone


@contextmanager
def hook_server(**given: Any) -> Iterator[Hooks]:
    """A taker of webhooks, as long as the block runs."""
    hooks = Hooks(**given)
    taker = type("Taker", (_Taker,), {"hooks": hooks})
    server = ThreadingHTTPServer(("127.0.0.1", 0), taker)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    hooks.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield hooks
    finally:
        hooks.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()
