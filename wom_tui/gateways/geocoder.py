"""Where is an address? Asked of a service that the user has set up; without one, nobody is asked.

Every source answers the same question (`Geocoder`). What a service has said is kept in the user's cache, so that an
address leaves the house once, and two questions never come closer together than the service allows, whoever asks.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from wom_tui.domain.place import Place
from wom_tui.domain.setting_values import check_setting
from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.files.whole import written_whole

Box = tuple[float, ...]  # south, west, north, east in degrees
_MOST = 3  # places that one answer has
_KEPT_FOR: Final = timedelta(days=90)
# What a service calls a house; anything else is a street, a district, a town.
_EXACT = frozenset({"house", "building", "place_house", "amenity", "shop", "office", "address"})


@dataclass(frozen=True, slots=True)
class Found:
    """A place that an address may mean, in degrees. `is_exact`: the house, not only its street or town."""

    lat: float
    lon: float
    label: str
    is_exact: bool = False


class Geocoder(Protocol):
    """A source of positions."""

    @property
    def name(self) -> str:
        """Who is asked, as the user reads it."""

    def find(self, address: str, area: Box) -> tuple[Found, ...]:
        """Places that the address may mean, the likeliest first.

        Args:
            area: where to look first; places outside of it may be found all the same.

        Raises:
            GatewayError: the service did not answer, or not as it should.
        """


@dataclass(frozen=True)
class WebGeocoder:
    """A service that speaks like Nominatim, asked through geopy.

    Attributes:
        url: where it is: https://nominatim.example.org
        user_agent: who asks; services refuse those who do not say.
        timeout_s: how long an answer is waited for.
    """

    url: str
    user_agent: str
    timeout_s: float = 5.0

    def __post_init__(self) -> None:
        if not self.url:
            raise InvalidInput("geocoder.url", self.url, "an address such as https://nominatim.example.org")
        check_setting("geocoder.url", self.url)
        check_setting("geocoder.timeout_s", self.timeout_s)
        if len(self.user_agent.strip()) < 3:
            expected = "who asks, such as acme-dispatch (desk@acme.example)"
            raise InvalidInput("geocoder.user_agent", self.user_agent, expected)

    @property
    def name(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.netloc}{parts.path}".rstrip("/")

    def find(self, address: str, area: Box) -> tuple[Found, ...]:
        from geopy.exc import GeopyError
        from geopy.geocoders import Nominatim

        parts = urlsplit(self.url)
        service = Nominatim(
            domain=parts.netloc + parts.path,
            scheme=parts.scheme,
            user_agent=self.user_agent,
            timeout=self.timeout_s,
        )
        south, west, north, east = area
        try:
            answer = service.geocode(
                address, exactly_one=False, limit=_MOST, viewbox=[(south, west), (north, east)]
            )
            return tuple(_read(place) for place in answer or ())
        # geopy takes it for granted that an answer has the form that it should have.
        except (GeopyError, InvalidInput, TypeError, ValueError, LookupError, AttributeError) as error:
            raise GatewayError(f"{self.name} did not say where {address!r} is: {error}") from error


def _read(place: Any) -> Found:
    """One place of an answer."""
    if "lat" not in place.raw or "lon" not in place.raw:
        raise ValueError("the answer is not a place")
    at = Place(float(place.latitude), float(place.longitude))
    raw = place.raw if isinstance(place.raw, dict) else {}
    kinds = {str(raw.get(name)) for name in ("addresstype", "type", "class")}
    return Found(at.lat, at.lon, str(place.address)[:300], bool(kinds & _EXACT))


@dataclass(frozen=True)
class CachedGeocoder:
    """Remembers what another one has said, and asks it no faster than it allows.

    Attributes:
        folder: the user's own; two consoles may share it.
        seconds_between: two questions of anybody with this folder.
        clock, pause: seconds since 1970, and waiting; for tests.
    """

    asked: Geocoder
    folder: Path
    seconds_between: float = 1.0
    clock: Callable[[], float] = time.time
    pause: Callable[[float], None] = time.sleep

    @property
    def name(self) -> str:
        return self.asked.name

    def find(self, address: str, area: Box) -> tuple[Found, ...]:
        said = " ".join(address.split())
        file = self.folder / f"{_digest(self.name, said.casefold(), *map(str, area))}.json"
        known = self._known(file)
        if known is not None:
            return known
        self._wait()
        found = self.asked.find(said, area)
        with written_whole(file) as target:
            document = {"asked_at": self.clock(), "found": [asdict(place) for place in found]}
            target.write(json.dumps(document).encode())
        file.chmod(0o600)
        return found

    def _known(self, file: Path) -> tuple[Found, ...] | None:
        """What was said before; None where nothing was, or too long ago, or somebody has spoilt the file."""
        try:
            kept = json.loads(file.read_bytes())
            if self.clock() - float(kept["asked_at"]) > _KEPT_FOR.total_seconds():
                return None
            return tuple(Found(**place) for place in kept["found"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _wait(self) -> None:
        """Until the service may be asked again; a process that ended a moment ago counts as well."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        last = self.folder / "last-asked"
        try:
            passed = self.clock() - float(last.read_text("utf-8"))
        except (OSError, ValueError):
            passed = self.seconds_between
        if 0 <= passed < self.seconds_between:
            self.pause(self.seconds_between - passed)
        with written_whole(last) as target:
            target.write(str(self.clock()).encode())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def apart_m(found: Sequence[Found]) -> float:
    """Metres between the two of them that lie furthest apart, in a straight line."""
    from wom_tui.gateways.travel import straight_metres

    places = [Place(one.lat, one.lon) for one in found]
    return max((straight_metres(a, b) for a in places for b in places), default=0.0)
