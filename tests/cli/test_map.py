"""Does the shell show the same map, as large as it is asked for, and tell the same to programs?"""

from __future__ import annotations

from tests.cli.conftest import Wom
from tests.office import KIM, MINUTE, T0, an_order, number_of
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk


def test_the_map_is_as_large_as_asked_for_and_shows_orders_and_people(wom: Wom, desk: Desk) -> None:
    for site in (1, 3, 5):
        number_of(desk, an_order(site=site))

    lines = wom("map", "--width", "60", "--height", "20").out.splitlines()

    assert len(lines) == 20
    assert max(map(len, lines)) <= 60
    text = "\n".join(lines)
    assert text.count("○") >= 3
    assert "┤ 1 km" in text


def test_ascii_is_ascii_and_a_filter_narrows_the_map(wom: Wom, desk: Desk) -> None:
    numbers = [number_of(desk, an_order(site=site)) for site in (1, 3)]

    assert wom("map", "--ascii", "--width", "60", "--height", "20").out.isascii()
    found = wom("map", "--json", f"number={numbers[1]}").json

    assert [row["number"] for row in found["orders"]] == [numbers[1]]


def test_a_program_is_told_where_everybody_was_seen_last(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order(site=2))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + 60 * MINUTE))

    document = wom("map", "--json").json

    kim = next(one for one in document["technicians"] if one["code"] == "kim")
    assert (kim["seen"], kim["place"]) == ("home", {"lat": 42.3, "lon": -71.05})
    assert [call["order"] for call in kim["calls"]] == [number]
    assert document["orders"][0]["technician"] == "kim"
    assert document["attribution"] is None
