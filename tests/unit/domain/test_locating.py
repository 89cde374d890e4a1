"""May a site lie where somebody says that it does?"""

from __future__ import annotations

from tests.office import a_site
from wom_tui.domain.locating import EVERYWHERE, area_of, position_said_violations

BOX = (42.0, -72.0, 43.0, -71.0)


def codes(lat: float, lon: float, territory: tuple[float, ...] = ()) -> list[tuple[str, bool]]:
    site = a_site(1)
    unplaced = type(site)(id=1, name="Site")
    found = position_said_violations(unplaced, lat, lon, BOX, territory)
    return [(v.code, v.hard) for v in found]


def test_the_area_is_the_box_around_all_territories() -> None:
    assert area_of([(42.0, -71.2, 42.5, -71.0), (), (41.0, -71.5, 42.1, -71.1)], []) == (
        41.0,
        -71.5,
        42.5,
        -71.0,
    )


def test_without_bounds_it_is_the_box_around_what_is_known_and_without_that_the_earth() -> None:
    assert area_of([()], [(42.0, -71.0), (43.0, -70.0)]) == (41.5, -71.5, 43.5, -69.5)
    assert area_of([], [(89.9, 179.9)]) == (89.4, 179.4, 90.0, 180.0)
    assert area_of([], []) == EVERYWHERE


def test_a_position_inside_is_taken_and_one_outside_refused() -> None:
    assert codes(42.5, -71.5) == []
    assert codes(44.0, -71.5) == [("site.area", True)]
    assert codes(-71.5, 42.5) == [("site.area", True)]


def test_one_outside_of_its_own_territory_is_odd() -> None:
    assert codes(42.5, -71.5, territory=(42.6, -71.9, 42.9, -71.1)) == [("site.territory", False)]


def test_zero_zero_is_refused_whatever_the_reason() -> None:
    (violation,) = position_said_violations(type(a_site(1))(id=1, name="Buoy"), 0.0, 0.0, EVERYWHERE)

    assert (violation.code, violation.can_override) == ("site.area", False)
