"""How long does a drive take, says a server that the user has set up? One that speaks like OSRM's `table` service.

Nobody is asked unless the settings name a server. What it does not know, or does not say in time, the estimate
answers, and `source` says so; a wrong answer is refused whole, for half of one cannot be told from the other half.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from wom_tui.domain.place import Place
from wom_tui.domain.setting_values import check_setting
from wom_tui.domain.travel_hours import USUAL, HourFactors
from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.travel import Geodesic, Travel
from wom_tui.gateways.travel_memory import NO_WAY, UNKNOWN, TravelMemory

if TYPE_CHECKING:
    from wom_tui.gateways.travel import Seconds

_LONGEST_S: Final = 7 * 86_400  # no technician drives for a week: such an answer is a wrong one
_ANSWER_MAX: Final = 32_000_000  # bytes
_SILENT_S: Final = 60.0  # after a failure nobody waits for the server again that soon

Durations = list[list[float | None]]


@dataclass(frozen=True)
class OsrmServer:
    """Where it is, and how it is asked.

    Attributes:
        url: such as http://127.0.0.1:5000
        profile: of the server: driving, car, …
        timeout_s: how long one answer is waited for, to its last byte.
        places_at_once: the server's own limit (`--max-table-size`).
    """

    url: str
    profile: str = "driving"
    timeout_s: float = 2.0
    places_at_once: int = 100

    def __post_init__(self) -> None:
        if not self.url:
            raise InvalidInput("travel.url", self.url, "an address such as http://127.0.0.1:5000")
        for f in fields(self):
            check_setting(f"travel.{f.name}", getattr(self, f.name))

    @property
    def name(self) -> str:
        parts = urlsplit(self.url)
        return f"OSRM {parts.netloc}{parts.path}".rstrip("/")

    def durations(self, origins: Sequence[Place], destinations: Sequence[Place]) -> Durations:
        """Seconds from each to each, None where there is no way; together at most `places_at_once`.

        Raises:
            GatewayError: no answer, or not one to this question.
        """
        places = [*origins, *destinations]
        where = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in places)
        here = ";".join(map(str, range(len(origins))))
        there = ";".join(map(str, range(len(origins), len(places))))
        path = f"/table/v1/{quote(self.profile, safe='')}/{where}"
        answer = self._asked(f"{path}?annotations=duration&sources={here}&destinations={there}")
        try:
            return _read(answer, len(origins), len(destinations))
        except (ValueError, RecursionError) as error:
            raise GatewayError(f"{self.name} does not answer as OSRM does: {error}") from error

    def _asked(self, question: str) -> bytes:
        from http.client import HTTPException
        from urllib.error import HTTPError

        try:
            return self._fetched(self.url.rstrip("/") + question)
        except HTTPError as error:
            with error:
                said = _message(error.read(10_000))
            raise GatewayError(f"{self.name} refused: {error.code} {said or error.reason}") from error
        except TimeoutError as error:
            raise GatewayError(f"{self.name} did not answer within {self.timeout_s:g} s") from error
        except (OSError, HTTPException, ValueError) as error:
            said = str(getattr(error, "reason", error)) or type(error).__name__
            raise GatewayError(f"{self.name} cannot be asked: {said}") from error

    def _fetched(self, address: str) -> bytes:
        """The whole answer, in time: also from a server that sends a byte now and then."""
        from urllib.request import HTTPRedirectHandler, Request, build_opener

        class Here(HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                """Only the server that the user has named is asked."""

        until, found, size = time.monotonic() + self.timeout_s, [], 0
        request = Request(address, headers={"User-Agent": "wom", "Accept": "application/json"})
        with build_opener(Here).open(request, timeout=self.timeout_s) as answer:
            while chunk := answer.read1(1 << 16):
                found.append(chunk)
                size += len(chunk)
                if time.monotonic() > until:
                    raise TimeoutError
                if size > _ANSWER_MAX:
                    raise ValueError(f"more than {_ANSWER_MAX // 1_000_000} MB")
        return b"".join(found)


class ServedTravel:
    """`Travel` by the server's word, remembered; `beyond` answers what it does not know."""

    def __init__(
        self,
        server: OsrmServer,
        memory: TravelMemory | None = None,
        beyond: Travel | None = None,
        hours: HourFactors | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nobody yet.

        Args:
            memory: what the server has said before.
            beyond: default Geodesic.
            hours: default as in every other hour.
            clock: seconds; for tests.
        """
        self.server = server
        self.hours = hours or USUAL
        self.trouble = ""  # why the server was not heard, last time; empty while it answers
        self._memory = memory or TravelMemory()
        self._beyond: Travel = beyond or Geodesic()
        self._clock = clock
        self._silent_until = -1.0
        self._has_passed = False

    @property
    def name(self) -> str:
        """The server; and the estimate, once it had to stand in."""
        return f"{self.server.name}; else {self._beyond.name}" if self._has_passed else self.server.name

    def __call__(self, a: Place, b: Place) -> int:
        return self.seconds(a, b)

    def source(self, a: Place, b: Place) -> str:
        is_served = a == b or self._memory.trip_s(a, b) >= 0
        return self.server.name if is_served else self._beyond.source(a, b)

    def seconds(self, a: Place, b: Place) -> int:
        if a == b:
            return 0
        said = self._memory.trip_s(a, b)
        if said == UNKNOWN and (answer := self._ask([a], [b])):
            said = answer[0][0]
        if said >= 0:
            return said
        self._has_passed = True
        return self._beyond.seconds(a, b)

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Seconds:
        import numpy as np

        targets = origins if destinations is None else destinations
        shape = (len(origins), len(targets))
        table = np.array(self._memory.rows(origins, targets), dtype=np.int32).reshape(shape)
        here = _same(origins, targets)
        table[here] = 0
        # Not read back from the memory: that may hold fewer places than a table has.
        for rows, columns in _blocks(*_gaps(table), self.server.places_at_once):
            said = self._ask([origins[n] for n in rows], [targets[n] for n in columns])
            if said is None:
                break
            table[np.ix_(rows, columns)] = said
        table[here] = 0
        for row, column in np.argwhere(table < 0).tolist():
            self._has_passed = True
            table[row, column] = self._beyond.seconds(origins[row], targets[column])
        return table

    def metres(self, a: Place, b: Place) -> int:
        """By the estimate: the server is asked for times only."""
        return self._beyond.metres(a, b)

    def _ask(self, origins: Sequence[Place], destinations: Sequence[Place]) -> list[list[int]] | None:
        """One question; None where there was no answer, and for a while then nobody asks again."""
        if self._clock() < self._silent_until:
            return None
        try:
            said = self.server.durations(origins, destinations)
        except GatewayError as error:
            self.trouble, self._silent_until = str(error), self._clock() + _SILENT_S
            return None
        self.trouble = ""
        rows = [[NO_WAY if seconds is None else round(seconds) for seconds in row] for row in said]
        self._memory.learn(origins, destinations, rows)
        return rows


def _same(origins: Sequence[Place], targets: Sequence[Place]) -> tuple[list[int], list[int]]:
    """The rows and columns at which a place meets itself."""
    columns: dict[Place, list[int]] = {}
    for column, place in enumerate(targets):
        columns.setdefault(place, []).append(column)
    met = [(row, column) for row, place in enumerate(origins) for column in columns.get(place, ())]
    return [row for row, _ in met], [column for _, column in met]


def _gaps(table: Seconds) -> tuple[list[int], list[int]]:
    """The rows and the columns of a table in which something is not known."""
    unknown = table == UNKNOWN
    return unknown.any(axis=1).nonzero()[0].tolist(), unknown.any(axis=0).nonzero()[0].tolist()


def _blocks(
    origins: Sequence[int], destinations: Sequence[int], most: int
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """All pairs, in questions of at most so many places; nearly square, for those ask for the most at once."""
    height = max(1, min(len(origins), most // 2))
    width = most - height
    for row in range(0, len(origins), height):
        for column in range(0, len(destinations), width):
            yield origins[row : row + height], destinations[column : column + width]


def _read(answer: bytes, rows: int, columns: int) -> Durations:
    """The table of an answer.

    Raises:
        ValueError: it is none, or another one than was asked for.
    """
    said = json.loads(answer, parse_constant=_not_a_number)
    if not isinstance(said, dict) or said.get("code") != "Ok":
        raise ValueError(_message(answer) or "no code Ok")
    table = said.get("durations")
    if not isinstance(table, list) or len(table) != rows:
        raise ValueError(f"not {rows} rows of durations")
    for row in table:
        if not isinstance(row, list) or len(row) != columns:
            raise ValueError(f"not {columns} durations in a row")
        for seconds in row:
            if seconds is not None and not _is_duration(seconds):
                raise ValueError(f"{str(seconds)[:30]!r} is no duration")
    return table


def _is_duration(said: object) -> bool:
    return isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= _LONGEST_S


def _not_a_number(name: str) -> float:
    raise ValueError(f"{name} is no duration")


def _message(answer: bytes) -> str:
    """What the server says about why not: text from outside, so in one short line."""
    try:
        said = json.loads(answer)
        words = (str(said[name]) for name in ("code", "message") if name in said)
        return " ".join(" ".join(words).split())[:200]
    except (ValueError, TypeError, RecursionError):
        return ""
