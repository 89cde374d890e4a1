"""How does a message reach another program? By one POST of JSON, which is signed and carries its key.

Nothing that comes back is trusted: redirects are not followed, and of an answer no more than a line is kept. Where a
name leads is looked up once, checked, and then connected to: between the two nobody can make it lead into this network.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from wom_tui import __version__
from wom_tui.gateways.notify.outlet import Answer, Fate, Parcel, told
from wom_tui.gateways.notify.signature import HEADER, signature

_MOST_READ = 2_000  # bytes of an answer
_WILL_SAY_NO_AGAIN = frozenset({400, 413, 415, 422})
_NOT_ABOUT_THE_MESSAGE = frozenset({401, 403, 404, 410, 429})
Body = Callable[[Parcel], str]


class _Refused(Exception):
    """We do not go there."""


@dataclass(frozen=True)
class Post:
    """An endpoint that takes JSON.

    Attributes:
        url: may hold a user and password, or a secret in its path.
        body: what is posted.
        secret: that it is signed with; empty = it is not.
        may_be_private: it may be on this machine or in this network, and without TLS.
        clock: seconds since 1970.
    """

    url: str
    body: Body
    secret: str = ""
    timeout_s: float = 10.0
    may_be_private: bool = False
    clock: Callable[[], float] = time.time

    def send(self, parcel: Parcel) -> Answer:
        parts = urlsplit(self.url)
        secrets = (self.secret, unquote(parts.password or ""), *filter(_is_long, parts.path.split("/")))
        try:
            connection = self._connection(parts)
        except (_Refused, OSError) as error:
            return Answer(Fate.LATER, told(error, *secrets), is_down=True, is_unheard=True)
        try:
            connection.request("POST", _target(parts), self._bytes(parcel), dict(self._headers(parcel)))
            answer = connection.getresponse()
            said = told(answer.read(_MOST_READ).decode("utf-8", "replace"), *secrets)
            return _answer(answer.status, said, answer.headers.get("Retry-After", ""))
        except (http.client.HTTPException, OSError) as error:
            return Answer(Fate.LATER, told(repr(error), *secrets), is_down=True)
        finally:
            connection.close()

    def shown(self, parcel: Parcel) -> str:
        shown = [
            f"{name}: {value}" for name, value in self._headers(parcel).items() if name != "Authorization"
        ]
        return "\n".join([*shown, "", self._bytes(parcel).decode()])

    def _bytes(self, parcel: Parcel) -> bytes:
        return self.body(parcel).encode()

    def _headers(self, parcel: Parcel) -> Mapping[str, str]:
        parts, body = urlsplit(self.url), self._bytes(parcel)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"wom/{__version__}",
            "Idempotency-Key": parcel.key,
            "Connection": "close",
        }
        if self.secret:
            headers[HEADER] = signature(self.secret, body, int(self.clock()))
        if parts.username is not None:
            user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Authorization"] = f"Basic {base64.b64encode(user.encode()).decode()}"
        return headers

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        host = parts.hostname or ""
        is_safe = parts.scheme == "https"
        if not (is_safe or self.may_be_private):
            raise _Refused("http:// can be read on its way; https://, or notify.private for this network")
        port = parts.port or (443 if is_safe else 80)
        line = self._line(host, port)
        if not is_safe:
            connection = http.client.HTTPConnection(host, port, timeout=self.timeout_s)
            connection.sock = line
            return connection
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=self.timeout_s, context=context)
        try:
            connection.sock = context.wrap_socket(line, server_hostname=host)
        except OSError:
            line.close()
            raise
        return connection

    def _line(self, host: str, port: int) -> socket.socket:
        """A line to an address of that name that we may go to."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        if not self.may_be_private and not all(map(_is_public, addresses)):
            raise _Refused(f"{host} is on this machine or in this network; notify.private allows that")
        last: OSError | None = None
        for address in addresses:
            try:
                return socket.create_connection((address, port), timeout=self.timeout_s)
            except OSError as error:
                last = error
        raise last or OSError(f"{host} has no address")


def _is_long(piece: str) -> bool:
    """A piece of a path that may be a secret, and is no word that an answer may have by itself."""
    return len(piece) >= 12


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _answer(status: int, said: str, wait: str) -> Answer:
    if 200 <= status < 300:
        return Answer(Fate.SENT, "")
    if 300 <= status < 400:
        return Answer(
            Fate.NEVER,
            f"answered {status}: redirects are not followed; put the new address into the settings",
            is_unheard=True,
        )
    wait_s = float(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 9 else None
    fate = Fate.NEVER if status in _WILL_SAY_NO_AGAIN else Fate.LATER
    is_down = status >= 500 or status in _NOT_ABOUT_THE_MESSAGE
    # Behind an error of theirs, or where they had it already, it may have been passed on all the same.
    is_refused = status in _WILL_SAY_NO_AGAIN or status in _NOT_ABOUT_THE_MESSAGE
    return Answer(fate, f"answered {status} {said}".strip(), wait_s, is_down, is_unheard=is_refused)


def as_document(parcel: Parcel) -> str:
    """A webhook's own document."""
    return parcel.document


def as_sms(parcel: Parcel) -> str:
    """What a gateway of SMS is told."""
    return json.dumps({"to": parcel.to, "text": parcel.body, "key": parcel.key})


def as_chat(field: str) -> Body:
    """What a chat is told: Slack, Mattermost and Google Chat look for `text`, Discord for `content`."""

    def body(parcel: Parcel) -> str:
        said = {field: parcel.body}
        if field == "content":
            return json.dumps(said | {"allowed_mentions": {"parse": []}})
        return json.dumps(said)

    return body
