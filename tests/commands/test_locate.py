"""A site that nobody could be sent to gets its position, and what waited for it goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import HOUR, KIM, T0, a_site, an_order, desk_on, number_of, office_facts, straight_line
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.site import LocateSite
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.site import GeocodeQuality, Site
from wom_tui.domain.work_order import OrderStatus
from wom_tui.errors import Conflict, Rejected, WomError
from wom_tui.grammar.completion import complete
from wom_tui.queries.positions import near_addresses, unplaced_sites
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

LOST, FAKE = 11, 12


@pytest.fixture
def desk(database_url: str) -> Desk:
    """Two sites more: one without a position, and one whose position cannot be true."""
    desk = replace(desk_on(database_url), travel=straight_line)
    unknown = replace(a_site(LOST), lat=None, lon=None, geocode_quality=GeocodeQuality.MISSING)
    lost = replace(unknown, name="Library", address="7 Main St.")
    fake = replace(
        unknown, id=FAKE, name="Depot", lat=0.0, lon=0.0, geocode_quality=GeocodeQuality.SUSPICIOUS
    )
    known = replace(a_site(13), name="Old library", address="7 main street")
    other = replace(a_site(14), name="Bakery", address="8 Main Street")
    desk.run(LoadFacts(facts=(*office_facts(), lost, fake, known, other), what="office"))
    return desk


@pytest.fixture
def waiting(desk: Desk) -> int:
    return number_of(desk, an_order(site=LOST))


def site(desk: Desk, id: int = LOST) -> Site:
    return desk.ask(Reader.get, Site, id)


def test_a_draft_that_only_waited_for_the_position_is_ready(desk: Desk, waiting: int) -> None:
    assert the_order(desk, waiting).status is OrderStatus.DRAFT

    receipt = do(desk, f"locate {waiting} 42.35 -71.06")

    assert the_order(desk, waiting).status is OrderStatus.READY
    assert (site(desk).lat, site(desk).lon) == (42.35, -71.06)
    assert site(desk).geocode_quality is GeocodeQuality.EXACT
    assert [event.kind for event in receipt.events] == ["site.located", "order.located"]
    assert receipt.result["ready"] == [waiting]


def test_a_draft_that_lacks_more_stays_one(desk: Desk) -> None:
    number = number_of(desk, an_order(site=LOST, requester=None))

    do(desk, f"locate {number} 42.35, -71.06")

    assert the_order(desk, number).status is OrderStatus.DRAFT


def test_undo_makes_it_wait_again(desk: Desk, waiting: int) -> None:
    before = site(desk)
    do(desk, f"locate {waiting} 42.35 -71.06")

    desk.run(Undo())

    assert the_order(desk, waiting).status is OrderStatus.DRAFT
    assert replace(site(desk), version=before.version) == before
    with desk.engine.connect() as connection:
        assert differences(connection) == []


def test_a_known_address_is_proposed_and_taken(desk: Desk, waiting: int) -> None:
    (proposal,) = desk.ask(near_addresses, site(desk))
    assert (proposal.known.site_id, proposal.likeness) == (13, 1.0)
    assert [c.label for c in desk.ask(complete, f"locate {waiting} ", 9 + len(str(waiting)), now=T0)][:1] == [
        "like #13"
    ]

    do(desk, f"locate {waiting} like #13")

    assert (site(desk).lat, site(desk).geocode_quality) == (site(desk, 13).lat, GeocodeQuality.EXACT)


def test_another_address_is_taken_as_near_it(desk: Desk, waiting: int) -> None:
    do(desk, f"locate {waiting} like Bakery")

    assert site(desk).geocode_quality is GeocodeQuality.APPROXIMATE


def test_nobody_is_sent_where_nobody_works(desk: Desk, waiting: int) -> None:
    for position, reason in (
        ("-71.06 42.35", "swapped"),
        ("48.85 2.35", "outside of the area"),
        ("0.0 0.0", "a default, not a place"),
    ):
        with pytest.raises(Rejected, match=reason) as caught:
            do(desk, f"locate {waiting} {position}")
        assert [v.code for v in caught.value.violations] == ["site.area"]

    do(desk, f'locate {waiting} 48.85 2.35 why="they have moved to Paris"')
    assert site(desk).lat == 48.85


@pytest.mark.parametrize(
    "position", ["42.35", "here", "42.35 -71.06 9", "like", "like Nobody", "like Depot", "91.5 -71.0"]
)
def test_what_is_no_position_is_said_to_be_none(desk: Desk, waiting: int, position: str) -> None:
    before = desk.last_seq()

    with pytest.raises(WomError, match=r"position|site|like|lat"):
        do(desk, f"locate {waiting} {position}")

    assert desk.last_seq() == before


def test_another_position_than_a_trusted_one_says_so_and_the_way_to_it_is_put_right(desk: Desk) -> None:
    number = number_of(desk, an_order(site=1))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    before = visits(desk, number)[0].travel_s

    receipt = do(desk, f"locate {number} 42.40 -71.05")

    assert [v.code for v in receipt.violations] == ["site.replaced"]
    assert (before, visits(desk, number)[0].travel_s) == (60, 600)


def test_the_same_again_changes_nothing(desk: Desk, waiting: int) -> None:
    do(desk, f"locate {waiting} 42.35 -71.06")

    assert do(desk, f"locate {waiting} 42.35 -71.06").events == ()


def test_whoever_saw_the_site_before_is_told_who_was_faster(desk: Desk) -> None:
    desk.run(LocateSite(site=LOST, lat=42.35, lon=-71.06))

    with pytest.raises(Conflict):
        desk.run(LocateSite(site=LOST, lat=42.36, lon=-71.06, expect=1))


def test_the_queue_begins_with_what_has_waited_longest(desk: Desk, waiting: int) -> None:
    number_of(desk, an_order(site=FAKE, opened_at=T0 - 5 * HOUR))
    number_of(desk, an_order(site=FAKE))

    rows = desk.ask(unplaced_sites)

    assert [(r.site_id, r.quality, r.open_orders, r.like) for r in rows] == [
        (FAKE, "suspicious", 2, None),
        (LOST, "missing", 1, 13),
    ]
    assert rows[0].waiting_since_at == T0 - 5 * HOUR
