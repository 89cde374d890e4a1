"""How long does a drive take? Asked of a server on this machine, never of the network."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.osrm import Service, serving
from wom_tui.domain.place import Place
from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways import travel_memory
from wom_tui.gateways.osrm import OsrmServer, ServedTravel
from wom_tui.gateways.travel import Geodesic

HERE, THERE, ISLAND = Place(42.0, -71.0), Place(42.0, -70.9), Place(42.0, -70.5)
PLACES = [Place(42.0, -71.0 + n / 100) for n in range(23)]
LINE = Geodesic()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with serving() as there:
        yield there


@pytest.fixture
def travel(service: Service) -> ServedTravel:
    return ServedTravel(OsrmServer(service.url))


def test_a_drive_takes_what_the_server_says_and_is_asked_once(service: Service, travel: ServedTravel) -> None:
    assert (travel(HERE, THERE), travel(THERE, HERE), travel(HERE, THERE)) == (100, 200, 100)
    assert travel(HERE, HERE) == 0
    assert service.asked == [(1, 1), (1, 1)]
    assert travel.source(HERE, THERE) == travel.name == f"OSRM {service.url.removeprefix('http://')}"


def test_a_large_table_is_asked_for_in_blocks_and_equals_its_single_trips(service: Service) -> None:
    service.most = 10
    travel = ServedTravel(OsrmServer(service.url, places_at_once=10))

    table = travel.matrix(PLACES).tolist()

    assert len(service.asked) == 25
    assert table == [[travel(a, b) for b in PLACES] for a in PLACES]
    assert travel.matrix(PLACES[3:5], PLACES[:2]).tolist() == [row[:2] for row in table[3:5]]
    assert len(service.asked) == 25


def test_where_no_way_leads_the_estimate_answers_and_says_so(service: Service, travel: ServedTravel) -> None:
    service.cut_off.add(ISLAND.lon)

    assert travel.matrix([HERE], [THERE, ISLAND]).tolist() == [[100, LINE.seconds(HERE, ISLAND)]]
    assert travel.source(HERE, ISLAND) == LINE.name
    assert travel.source(HERE, THERE) == travel.server.name
    assert travel.name == f"{travel.server.name}; else {LINE.name}"
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b'"code"',
        b"{}",
        b'{"code": "NoTable", "message": "no"}',
        b'{"code": "Ok"}',
        b'{"code": "Ok", "durations": {}}',
        b'{"code": "Ok", "durations": []}',
        b'{"code": "Ok", "durations": [[1, 2]]}',
        b'{"code": "Ok", "durations": [[1], [2]]}',
        b'{"code": "Ok", "durations": [1]}',
        b'{"code": "Ok", "durations": [["1"]]}',
        b'{"code": "Ok", "durations": [[true]]}',
        b'{"code": "Ok", "durations": [[-1]]}',
        b'{"code": "Ok", "durations": [[NaN]]}',
        b'{"code": "Ok", "durations": [[Infinity]]}',
        b'{"code": "Ok", "durations": [[1e400]]}',
        b'{"code": "Ok", "durations": [[' + b"9" * 4000 + b"]]}",
        b'{"code": "Ok", "durations": [[' + b"9" * 9000 + b"]]}",
    ],
)
def test_a_hostile_answer_reaches_no_plan(service: Service, travel: ServedTravel, body: bytes) -> None:
    service.body = body

    assert travel(HERE, THERE) == LINE.seconds(HERE, THERE)
    assert travel.source(HERE, THERE) == LINE.name
    assert travel.trouble.startswith(f"{travel.server.name} ")
    assert len(travel.trouble) < 300


def test_a_table_larger_than_the_memory_is_the_servers_all_the_same(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel_memory, "PLACES_MAX", 7)
    travel = ServedTravel(OsrmServer(service.url, places_at_once=10))

    table = travel.matrix(PLACES)

    assert table.tolist() == [[10 * max(b - a, 2 * (a - b)) for b in range(23)] for a in range(23)]
    assert travel.name == travel.server.name


def test_a_place_is_no_drive_from_itself_whatever_the_server_says(service: Service) -> None:
    service.body = b'{"code": "Ok", "durations": [[5, 60], [70, 5]]}'

    assert ServedTravel(OsrmServer(service.url)).matrix([HERE, THERE]).tolist() == [[0, 60], [70, 0]]


def test_a_refusal_is_told_in_the_servers_words(service: Service) -> None:
    service.most = 1

    with pytest.raises(GatewayError, match="refused: 400 TooBig Too many table coordinates"):
        OsrmServer(service.url).durations([HERE], [THERE])


def test_a_server_that_sends_elsewhere_is_not_followed(service: Service) -> None:
    service.status, service.body = 302, b""

    with pytest.raises(GatewayError, match="refused: 302"):
        OsrmServer(service.url).durations([HERE], [THERE])


def test_a_silent_server_is_waited_for_once_a_minute(service: Service) -> None:
    service.silence = threading.Event()
    now = [0.0]
    travel = ServedTravel(OsrmServer(service.url, timeout_s=0.05), clock=lambda: now[0])

    assert travel(HERE, THERE) == LINE.seconds(HERE, THERE)
    assert "did not answer within 0.05 s" in travel.trouble
    service.silence.set()
    service.silence = None
    assert travel(HERE, THERE) == LINE.seconds(HERE, THERE)
    assert not service.asked
    now[0] = 61.0
    assert travel(HERE, THERE) == 100
    assert travel.trouble == ""


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(GatewayError, match=r"OSRM 127\.0\.0\.1:1 cannot be asked"):
        OsrmServer("http://127.0.0.1:1").durations([HERE], [THERE])


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1",
        "ftp://x",
        "http://",
        "http://u:secret@x",
        "http://x?a=1",
        "http://x:port",
        "http://[x",
    ],
)
def test_an_address_that_is_none_is_refused_without_a_password(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        OsrmServer(url)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "given", [{"timeout_s": 0}, {"timeout_s": 61}, {"places_at_once": 1}, {"profile": " "}]
)
def test_a_setting_that_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        OsrmServer("http://127.0.0.1:5000", **given)
