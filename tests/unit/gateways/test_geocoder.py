"""Where is an address? Asked of a service on this machine, never of the network."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.nominatim import Service, serving
from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.geocoder import Box, CachedGeocoder, Found, WebGeocoder, apart_m

AREA: Box = (42.0, -72.0, 43.0, -71.0)
ME = "wom tests (nobody@example.org)"
DAY = 86_400.0


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with serving() as there:
        yield there


@dataclass
class Counting:
    """Answers at once, and counts."""

    answer: tuple[Found, ...] = (Found(42.3, -71.1, "there", is_exact=True),)
    asked: list[str] = field(default_factory=list)
    name = "counting"

    def find(self, address: str, area: Box) -> tuple[Found, ...]:
        self.asked.append(address)
        return self.answer


@dataclass
class Time:
    """A clock that only waiting moves."""

    at: float = 1_000_000.0
    waited: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


def cached(folder: Path, asked: Counting, time: Time) -> CachedGeocoder:
    return CachedGeocoder(asked, folder / "geocoder", 1.5, time.now, time.pause)


def test_a_place_comes_with_its_name_and_how_exact_it_is(service: Service) -> None:
    service.knows("12 Main St", (42.35, -71.06))
    service.knows("Main St", (42.36, -71.07), kind="road")
    geocoder = WebGeocoder(service.url, ME)

    assert geocoder.find("12 Main St", AREA) == (Found(42.35, -71.06, "12 Main St, here", is_exact=True),)
    assert [found.is_exact for found in geocoder.find("Main St", AREA)] == [False]
    assert geocoder.find("Nowhere", AREA) == ()
    assert set(service.agents) == {ME}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (429, b"slow down"),
        (403, b"no"),
        (200, b"<html>"),
        (200, b'{"a": 1}'),
        (200, b'[{"lat": "nan", "lon": "0"}]'),
        (200, b'[{"lat": "91", "lon": "0"}]'),
        (200, b"[1]"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(service: Service, status: int, body: bytes) -> None:
    service.status, service.body = status, body

    with pytest.raises(GatewayError, match="did not say where '12 Main St' is"):
        WebGeocoder(service.url, ME).find("12 Main St", AREA)


def test_a_service_that_is_silent_is_not_waited_for_for_ever(service: Service) -> None:
    service.silence = threading.Event()

    with pytest.raises(GatewayError, match="timed out"):
        WebGeocoder(service.url, ME, timeout_s=0.2).find("12 Main St", AREA)


def test_a_name_without_end_is_cut(service: Service) -> None:
    service.answers["x"] = [{"lat": "42.1", "lon": "-71.5", "display_name": "c" * 5000}]

    (found,) = WebGeocoder(service.url, ME).find("x", AREA)

    assert (found.lat, len(found.label)) == (42.1, 300)


@pytest.mark.parametrize(
    ("url", "agent", "timeout_s"),
    [
        ("", ME, 5.0),
        ("file:///etc/passwd", ME, 5.0),
        ("https://", ME, 5.0),
        ("https://a.example/?key=1", ME, 5.0),
        ("https://me:secret@a.example", ME, 5.0),
        ("https://a.example", "", 5.0),
        ("https://a.example", ME, 0.0),
        ("https://a.example", ME, float("nan")),
    ],
)
def test_settings_that_cannot_be_used_are_refused(url: str, agent: str, timeout_s: float) -> None:
    with pytest.raises(InvalidInput, match="geocoder") as caught:
        WebGeocoder(url, agent, timeout_s)

    assert "secret" not in str(caught.value)


def test_an_address_is_asked_for_once(tmp_path: Path) -> None:
    asked, time = Counting(), Time()

    first = cached(tmp_path, asked, time).find("12  Main St", AREA)
    again = cached(tmp_path, asked, time).find("12 main st", AREA)

    assert first == again == asked.answer
    assert asked.asked == ["12 Main St"]
    assert [oct(f.stat().st_mode & 0o777) for f in (tmp_path / "geocoder").glob("*.json")] == ["0o600"]


def test_what_is_not_found_is_remembered_as_well_and_all_is_asked_again_after_a_while(tmp_path: Path) -> None:
    asked, time = Counting(answer=()), Time()
    geocoder = cached(tmp_path, asked, time)
    geocoder.find("x", AREA)
    geocoder.find("x", AREA)
    assert len(asked.asked) == 1
    time.at += 91 * DAY

    geocoder.find("x", AREA)

    assert len(asked.asked) == 2


def test_another_area_or_another_service_is_another_question(tmp_path: Path) -> None:
    asked, time = Counting(), Time()
    geocoder = cached(tmp_path, asked, time)
    geocoder.find("x", AREA)

    geocoder.find("x", (0.0, 0.0, 1.0, 1.0))
    other = Counting()
    other.name = "other"
    cached(tmp_path, other, time).find("x", AREA)

    assert (len(asked.asked), len(other.asked)) == (2, 1)


def test_two_questions_never_come_too_soon_after_one_another_whoever_asks(tmp_path: Path) -> None:
    asked, time = Counting(), Time()
    cached(tmp_path, asked, time).find("a", AREA)
    time.at += 0.5

    cached(tmp_path, asked, time).find("b", AREA)
    time.at += 10
    cached(tmp_path, asked, time).find("c", AREA)

    assert time.waited == [1.0]


def test_a_spoilt_file_is_asked_for_anew(tmp_path: Path) -> None:
    asked, time = Counting(), Time()
    geocoder = cached(tmp_path, asked, time)
    for spoilt in ("", "{", '{"asked_at": 1000000, "found": [{"lat": 1}]}', json.dumps([1])):
        geocoder.find("x", AREA)
        (file,) = (tmp_path / "geocoder").glob("*.json")
        file.write_text(spoilt)

        assert geocoder.find("x", AREA) == asked.answer


def test_an_answer_that_failed_is_not_remembered(tmp_path: Path, service: Service) -> None:
    time = Time()
    geocoder = CachedGeocoder(WebGeocoder(service.url, ME), tmp_path / "g", 0.0, time.now, time.pause)
    service.status = 500
    with pytest.raises(GatewayError):
        geocoder.find("x", AREA)
    service.status = 200
    service.knows("x", (42.1, -71.1))

    assert len(geocoder.find("x", AREA)) == 1


def test_how_far_places_lie_apart() -> None:
    places = (Found(42.0, -71.0, "a"), Found(42.01, -71.0, "b"))

    assert apart_m(()) == 0.0
    assert 1_100 < apart_m(places) < 1_120
