"""A server of travel times on this machine that speaks like OSRM: what it answers is the test's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.local_service import LocalService, running


@dataclass
class Service(LocalService):
    """The server: 1 s for each thousandth of a degree eastwards, 2 s westwards.

    Attributes:
        asked: how many origins and destinations each question had.
        most: places that one question may name.
        cut_off: longitudes that no way leads to.
    """

    asked: list[tuple[int, int]] = field(default_factory=list)
    most: int = 100
    cut_off: set[float] = field(default_factory=set)

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
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
    """The service, as long as the block runs."""
    service = Service()
    with running(service):
        yield service
