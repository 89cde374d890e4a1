"""Which sites wait for a position, and how does the shell say where they are?"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.cli.conftest import Wom
from tests.nominatim import Service, serving
from tests.office import HOUR, T0, a_site, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.site import GeocodeQuality, Site
from wom_tui.store.reader import Reader

LIBRARY, DEPOT, OLD = 11, 12, 13


@pytest.fixture
def waiting(desk: Desk) -> int:
    """An order at a library that nobody can find; a depot without orders; the library's neighbour, known."""
    lost = replace(a_site(LIBRARY), lat=None, lon=None, geocode_quality=GeocodeQuality.MISSING)
    desk.run(
        LoadFacts(
            facts=(
                replace(lost, name="Library", address="7 Main St."),
                replace(
                    lost, id=DEPOT, name="Depot", lat=0.0, lon=0.0, geocode_quality=GeocodeQuality.SUSPICIOUS
                ),
                replace(a_site(OLD), name="Old library", address="7 main street"),
            ),
            what="sites",
        )
    )
    return number_of(desk, an_order(site=LIBRARY, opened_at=T0 - 3 * HOUR))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with serving() as there:
        monkeypatch.setenv("WOM_GEOCODER_URL", there.url)
        monkeypatch.setenv("WOM_GEOCODER_USER_AGENT", "wom tests (nobody@example.org)")
        monkeypatch.setenv("WOM_GEOCODER_SECONDS_BETWEEN", "0")
        yield there


def site(desk: Desk, id: int) -> Site:
    return desk.ask(Reader.get, Site, id)


def test_the_queue_says_how_long_how_many_and_who_is_alike(wom: Wom, waiting: int) -> None:
    table = wom("site", "locate")
    first, second = wom("site", "locate", "--json").json

    assert [line.split() for line in table.out.splitlines()[1:]] == [
        ["#11", "Library", "7", "Main", "St.", "missing", "1", "3:00", "#13"],
        ["#12", "Depot", "suspicious:", "0,", "0"],
    ]
    assert table.err.startswith("2 unplaced sites\n")
    assert (first["site_id"], first["open_orders"], first["waited_s"], first["like"]) == (11, 1, 10800, 13)
    assert (second["site_id"], second["waiting_since_at"], second["quality"]) == (12, None, "suspicious")


def test_the_queue_as_csv_is_read_by_a_spreadsheet(wom: Wom, waiting: int) -> None:
    rows = list(csv.DictReader(io.StringIO(wom("site", "locate", "--csv").out)))

    assert [(row["site_id"], row["open_orders"]) for row in rows] == [("11", "1"), ("12", "0")]


def test_a_position_is_typed_with_its_minus(wom: Wom, desk: Desk, waiting: int) -> None:
    done = wom("site", "locate", "#11", "42.35", "-71.06")

    assert done.code == 0, done.err
    assert "done: locate site 11" in done.out
    assert (site(desk, LIBRARY).lat, site(desk, LIBRARY).lon) == (42.35, -71.06)
    assert wom("undo").code == 0
    assert site(desk, LIBRARY).lat is None


def test_known_addresses_are_proposed_and_one_is_taken(wom: Wom, desk: Desk, waiting: int) -> None:
    proposed = wom("site", "locate", "Library")
    document = wom("site", "locate", "Library", "--json").json

    assert "#13   7 main street  42.43000, -71.05000  100%" in proposed.out
    assert "wom site locate '#11' --like '#13'" in proposed.err
    assert [(p["site_id"], p["likeness"]) for p in document["proposals"]] == [(13, 1.0)]

    wom("site", "locate", "Library", "--like", "#13")

    assert site(desk, LIBRARY).geocode_quality is GeocodeQuality.EXACT


def test_outside_of_the_area_it_takes_a_reason(wom: Wom, desk: Desk, waiting: int) -> None:
    refused = wom("site", "locate", "Library", "48.85", "2.35")
    taken = wom("site", "locate", "Library", "48.85", "2.35", "--why", "they have moved")

    assert (refused.code, taken.code) == (4, 0)
    assert "outside of the area" in refused.err
    assert site(desk, LIBRARY).lat == 48.85


@pytest.mark.parametrize(
    "words",
    [
        ("Library", "42.35"),
        ("Library", "here", "there"),
        ("Library", "42.35", "-71.06", "--like", "#13"),
        ("Library", "--yes"),
        ("--all",),
        ("--geocode",),
        ("Library", "--geocode", "--all"),
        ("Library", "--like", "Depot"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    wom: Wom, desk: Desk, waiting: int, words: tuple[str, ...]
) -> None:
    before = desk.last_seq()

    assert wom("site", "locate", *words).code == 2
    assert desk.last_seq() == before


# -- a service -----------------------------------------------------------------------------------


def test_nobody_is_asked_unless_somebody_has_set_it_up(wom: Wom, waiting: int) -> None:
    refused = wom("site", "locate", "Library", "--geocode")

    assert refused.code == 2
    assert "geocoder.url" in refused.err


def test_what_a_service_finds_is_proposed_and_taken_only_when_told(
    wom: Wom, desk: Desk, waiting: int, service: Service
) -> None:
    service.knows("7 Main St.", (42.36, -71.06))

    proposed = wom("site", "locate", "Library", "--geocode")
    assert "42.36000, -71.06000" in proposed.out
    assert "nothing is taken yet" in proposed.err
    assert site(desk, LIBRARY).lat is None

    taken = wom("site", "locate", "Library", "--geocode", "--yes")

    assert taken.code == 0
    assert (site(desk, LIBRARY).lat, site(desk, LIBRARY).geocode_quality) == (42.36, GeocodeQuality.EXACT)
    assert service.asked == ["7 Main St."]


def test_a_street_is_taken_as_about_there(wom: Wom, desk: Desk, waiting: int, service: Service) -> None:
    service.knows("7 Main St.", (42.36, -71.06), kind="road")

    wom("site", "locate", "Library", "--geocode", "--yes")

    assert site(desk, LIBRARY).geocode_quality is GeocodeQuality.APPROXIMATE


def test_a_place_where_nobody_works_and_two_places_far_apart_are_not_taken(
    wom: Wom, desk: Desk, waiting: int, service: Service
) -> None:
    service.knows("7 Main St.", (42.36, -71.06), (42.40, -71.06))
    service.knows("Depot", (48.85, 2.35))

    answer = wom("site", "locate", "--geocode", "--all", "--yes", "--json")

    document = answer.json
    assert [(one["site_id"], one["would_take"], one["note"]) for one in document["sites"]] == [
        (11, None, "2 places, far apart: say which"),
        (12, None, "only outside of the office's area"),
    ]
    assert document["receipt"] is None
    assert site(desk, LIBRARY).lat is None


def test_all_that_is_found_is_one_act(wom: Wom, desk: Desk, waiting: int, service: Service) -> None:
    service.knows("7 Main St.", (42.36, -71.06))
    service.knows("Depot", (42.37, -71.06))

    wom("site", "locate", "--geocode", "--all", "--yes")
    assert wom("site", "locate", "--json").json == []
    wom("undo")

    assert [row["site_id"] for row in wom("site", "locate", "--json").json] == [11, 12]


def test_a_service_that_fails_ends_with_its_own_code(wom: Wom, waiting: int, service: Service) -> None:
    service.status = 500

    failed = wom("site", "locate", "Library", "--geocode")

    assert failed.code == 8
    assert "did not say where" in failed.err


def test_hostile_answers_reach_no_terminal(wom: Wom, waiting: int, service: Service) -> None:
    service.answers["7 Main St."] = [{"lat": "42.36", "lon": "-71.06", "display_name": "\x1b]52;c;AA\x07x"}]

    assert "\x1b" not in wom("site", "locate", "Library", "--geocode").out
