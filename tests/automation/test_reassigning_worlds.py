"""What becomes of each setback in each of the three ways that an office may have it? In a town, and in an office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.commands.test_worlds import TINY, opened
from tests.commands.typed import do
from tests.office import HOUR, KIM, MINUTE, T0, ManualClock, an_order, number_of
from tests.ruled import Ruled
from tests.running_day import away, booked, mended, promise, reassign, running_late
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit, FailVisit
from wom_tui.desk import open_desk
from wom_tui.domain.rule import Outcome
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.queries.repairs import Proposed, proposed_repairs
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences


@pytest.fixture
def town(empty_database_url: str) -> Iterator[Ruled]:
    """tiny_town on its Monday at 10:00; its clock is the test's."""
    with opened(empty_database_url, TINY):
        pass
    desk = open_desk(empty_database_url, os_user="maria")
    clock = ManualClock(desk.now())
    desk.clock = clock
    yield Ruled(desk, clock)
    desk.close()


def technician(town: Ruled, code: str) -> int:
    return next(one.id for one in town.desk.ask(Reader.select, Technician) if one.code == code)


def number(town: Ruled, name: str) -> int:
    return next(one.id for one in town.desk.ask(Reader.select, WorkOrder) if one.external_id == name)


def begins(town: Ruled, name: str) -> datetime:
    (visit,) = town.desk.ask(Reader.select, Visit, order_id=number(town, name))
    assert visit.start_at is not None
    return visit.start_at


def places(town: Ruled) -> dict[int, object]:
    return {v.id: (v.technician_id, v.start_at) for v in town.desk.ask(Reader.select, Visit)}


def ill(code: str) -> Callable[[Ruled], None]:
    def happen(town: Ruled) -> None:
        now = town.clock.at
        away = AddAbsence(
            technician=technician(town, code), start_at=now, end_at=now + 9 * HOUR, reason="ill"
        )
        town.desk.run(away)

    return happen


def declined(town: Ruled) -> None:
    lamp = number(town, "T-5")
    do(town.desk, f"dispatch {lamp}", f'decline {lamp} "no ladder"')


def missed(town: Ruled) -> None:
    do(town.desk, f"dispatch {number(town, 'T-5')}")
    town.tick(begins(town, "T-5") - town.clock.at + 11 * MINUTE)


def emergency(town: Ruled) -> None:
    number_of(town.desk, an_order(priority=Priority.P1, site=1, work_type=1))


CASES: dict[str, tuple[Callable[[Ruled], None], Outcome, str]] = {
    "nobody else can do the lamp": (ill("ali"), Outcome.PROPOSED, "A. Moor is absent"),
    "nor the water": (ill("kim"), Outcome.PROPOSED, "K. Vale is absent"),
    "who declined it is not asked again": (
        declined,
        Outcome.SO_ALREADY,
        "visit 5/1 was declined; 1 declined 10:00, 1 lacks electrics",
    ),
    "who has not come": (missed, Outcome.PROPOSED, "nobody is there for 5/1"),
    "what is urgent": (emergency, Outcome.PROPOSED, "order 8 is urgent, and nobody has it"),
}


@pytest.mark.parametrize("alone", ["nothing", "unpromised", "within_limits"])
@pytest.mark.parametrize("case", CASES)
def test_a_town_with_two_technicians_is_always_asked(town: Ruled, case: str, alone: str) -> None:
    happen, outcome, said = CASES[case]
    reassign(town, alone)
    assert mended(town) == []
    happen(town)
    before = places(town)

    assert mended(town) == [outcome]

    assert places(town) == before
    assert [action.said for action in town.actions()] == [said]
    assert town.desk.ask(lambda reader: differences(reader.connection)) == []


# ------------------------------------------------------------------------------------- where others can help


def absent(office: Ruled) -> Visit:
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    return lost


def absent_and_promised(office: Ruled) -> Visit:
    lost = booked(office, KIM, T0 + 2 * HOUR)
    promise(office, lost, T0 + HOUR, T0 + 4 * HOUR)
    away(office, KIM)
    return lost


def pushed(office: Ruled) -> Visit:
    return running_late(office)[1]


def first_slips(office: Ruled) -> Visit:
    first, second = booked(office, KIM, T0 + 2 * HOUR), number_of(office.desk, an_order(site=2))
    do(office.desk, f"edit {second} after={first.order_id}", f"assign {second} ali 17:30")
    move = AssignVisit(order=first.order_id, visit=first.id, technician=KIM, start_at=T0 + 4 * HOUR)
    office.desk.run(move)
    (follows,) = office.desk.ask(Reader.select, Visit, order_id=second)
    return follows


def parts_slip(office: Ruled) -> Visit:
    do(office.desk, "warehouse main", "part BELT", "purchase BELT 4 main eta=16:00")
    order = number_of(office.desk, an_order())
    do(office.desk, f"reserve {order} 1 BELT", f"assign {order} kim 17:00", "eta 1 18:30")
    (visit,) = office.desk.ask(Reader.select, Visit, order_id=order)
    return visit


WAYS = ("nothing", "unpromised", "within_limits")
MATRIX = {
    absent: (Outcome.PROPOSED, Outcome.DONE, Outcome.DONE),
    absent_and_promised: (Outcome.PROPOSED, Outcome.PROPOSED, Outcome.DONE),
    pushed: (Outcome.PROPOSED, Outcome.DONE, Outcome.DONE),
    first_slips: (Outcome.PROPOSED, Outcome.DONE, Outcome.DONE),
    parts_slip: (Outcome.PROPOSED, Outcome.DONE, Outcome.DONE),
}


@pytest.mark.parametrize(
    ("happen", "alone", "outcome"),
    [
        pytest.param(happen, alone, outcome, id=f"{happen.__name__}-{alone}")
        for happen, outcomes in MATRIX.items()
        for alone, outcome in zip(WAYS, outcomes, strict=True)
    ],
)
def test_what_others_can_do_is_done_as_far_as_the_office_lets_it(
    office: Ruled, happen: Callable[[Ruled], Visit], alone: str, outcome: Outcome
) -> None:
    reassign(office, alone)
    concerned = happen(office)
    before = places(office)

    assert mended(office) == [outcome]

    is_done = outcome is Outcome.DONE
    assert (places(office)[concerned.id] != before[concerned.id]) is is_done
    assert [one.orders for one in waiting(office)] == ([] if is_done else [(concerned.order_id,)])
    last = office.desk.latest_events(1)[0]
    assert (last.actor, last.door) == ("rule:reassign", "rule")
    office.desk.run(Undo(receipt=last.command_id))
    assert places(office) == before
    assert waiting(office) == []
    assert mended(office) == []
    assert office.desk.ask(lambda reader: differences(reader.connection)) == []


def placed(office: Ruled) -> int:
    return number_of(office.desk, an_order(priority=Priority.P1))


def given_back(office: Ruled) -> int:
    lost = booked(office, KIM, T0 + 3 * HOUR)
    do(office.desk, f"dispatch {lost.order_id}")
    office.desk.run(FailVisit(visit=lost.id, to=VisitStatus.MISSED, reason="nobody opened"))
    return lost.order_id


@pytest.mark.parametrize("happen", [placed, given_back])
@pytest.mark.parametrize(
    ("alone", "outcome"), [("nothing", Outcome.PROPOSED), ("within_limits", Outcome.DONE)]
)
def test_what_nobody_has_is_placed_where_the_policy_leaves_nothing_to_people(
    office: Ruled, own_policies: Path, happen: Callable[[Ruled], int], alone: str, outcome: Outcome
) -> None:
    (own_policies / "quick.toml").write_text("frozen = 0\n")
    reassign(office, alone, policy="quick")
    order = happen(office)

    assert mended(office) == [outcome]

    live = [v for v in office.desk.ask(Reader.select, Visit, order_id=order) if v.is_booked]
    assert len(live) == (outcome is Outcome.DONE)


def waiting(office: Ruled) -> list[Proposed]:
    return office.desk.ask(proposed_repairs, office.clock.at)
