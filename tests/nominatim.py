"""A service that says where addresses are, on this machine: what it was asked, and what it answers, are the test's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.local_service import LocalService, running


@dataclass
class Service(LocalService):
    """The service. `answers` by the address that is asked for; what it does not know is nowhere.

    Attributes:
        asked: the addresses, one after the other.
    """

    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        (address,) = parse_qs(urlsplit(path).query)["q"]
        self.asked.append(address)
        self.agents.append(headers["User-Agent"])
        found = json.dumps(self.answers.get(address, [])).encode()
        return self.status, found if self.body is None else self.body

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
    with running(service):
        yield service
