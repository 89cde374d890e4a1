"""What is known of a place while somebody tells of it: what is open there and next door, who was there last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.office import (
    HOUR,
    KIM,
    LIGHTS,
    T0,
    ManualClock,
    a_site,
    an_order,
    desk_on,
    number_of,
    office_facts,
)
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.worktime import Window
from wom_tui.queries.calls import phone_book, place
from wom_tui.store.reader import Reader

NEXT_DOOR = 9


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def desk(database_url: str, clock: ManualClock) -> Desk:
    desk = desk_on(database_url, clock=clock)
    near = replace(a_site(NEXT_DOOR), lat=42.3102, name="Site 1, back door")
    desk.run(LoadFacts(facts=(*office_facts(), near), what="office"))
    return desk


def test_what_is_open_there_is_told_and_what_sounds_the_same_is_said_to(desk: Desk) -> None:
    other = number_of(desk, an_order(title="Branch on the road"))
    same = number_of(desk, an_order(title="Light out again"))
    door = number_of(desk, an_order(title="Light is out", site=NEXT_DOOR))
    number_of(desk, an_order(title="Light out", site=3))

    found = desk.ask(place, 1, "light out", T0)

    assert found is not None
    told = [(one.number, one.is_same_site, one.alike) for one in found.open]
    assert sorted(told[:2]) == [(same, True, True), (door, False, True)]
    assert told[2:] == [(other, True, False)]


def test_who_was_there_last_is_told_with_what_was_done(desk: Desk, clock: ManualClock) -> None:
    number = number_of(desk, an_order(title="Light out", requester="K. Byrne"))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    (visit,) = desk.ask(Reader.select, Visit, order_id=number)
    desk.run(DispatchVisit(visit=visit.id))
    clock.forward(2 * HOUR)
    desk.run(AdvanceVisit(visit=visit.id, to=VisitStatus.ON_SITE))
    clock.forward(HOUR)
    desk.run(
        CompleteOrder(
            order=number,
            resolution_code="fixed",
            resolution_text="lamp replaced",
            attended=Window(T0 + 2 * HOUR, T0 + 3 * HOUR),
        )
    )

    found = desk.ask(place, 1, "", clock())

    assert found is not None
    assert [(one.number, one.who, one.done) for one in found.visits] == [
        (number, "K. Moran", "lamp replaced")
    ]
    assert found.callers == ("K. Byrne",)


def test_a_place_that_is_gone_is_no_place(desk: Desk) -> None:
    assert desk.ask(place, 404, "light", T0) is None


def test_the_phone_book_has_sites_and_types_and_what_words_meant(desk: Desk) -> None:
    number_of(desk, an_order(title="Lantern dark"))
    number_of(desk, an_order(title="Lantern broken"))

    book = desk.ask(phone_book)

    assert [found.known.id for found in book.sites.find("back door")] == [NEXT_DOOR]
    guess = book.titles.guess("lantern flickers")
    assert guess is not None
    assert guess.work_type == LIGHTS
