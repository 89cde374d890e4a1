"""What is in the office of a world, on either database: tiny_town as its README says, Boston as known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from tests.databases import Databases
from tests.office import ManualClock
from tests.whole import is_whole
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import DispatchVisit
from wom_tui.desk import Desk, open_desk
from wom_tui.domain.states import Sla
from wom_tui.domain.visit import REROUTED, Visit, VisitStatus
from wom_tui.domain.work_order import HoldReason, OrderStatus, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.errors import Forbidden, InvalidInput, NotFound, StoreError
from wom_tui.queries.calls import phone_book
from wom_tui.queries.orders import OrderRow, order_rows
from wom_tui.store.engine import database_url, open_engine
from wom_tui.store.reader import Reader
from wom_tui.worlds.chronicle import read_rows
from wom_tui.worlds.demo import Demo, Wish, moment, open_demo
from wom_tui.worlds.feed import Feed
from wom_tui.worlds.founding import teller
from wom_tui.worlds.loader import World, open_world

TINY, BOSTON = open_world("tiny_town"), open_world("boston_may")
# The second day: as many traits as the ninth, and loaded in a quarter of the time.
MORNING = moment(BOSTON, "2015-05-05T09:00")


@contextmanager
def opened(url: str, world: World, at: datetime | None = None, **given: Any) -> Iterator[Demo]:
    """The demonstration of a world in an empty database; its clock stands still."""
    wish = Wish(world=world, os_user="maria", at=at, speed=0.0, database=url, **given)
    with open_demo(wish, lambda line: None) as demo:
        yield demo


@contextmanager
def desk_of(url: str, os_user: str = "maria") -> Iterator[Desk]:
    desk = open_desk(url, os_user=os_user)
    yield desk
    desk.close()


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    engine = open_engine(database_url(url))
    yield engine
    engine.dispose()


def rows_of(desk: Desk) -> dict[str, OrderRow]:
    return {row.external_id or "": row for row in desk.ask(order_rows)}


def visits(reader: Reader) -> tuple[Visit, ...]:
    return reader.select(Visit)


def orders(reader: Reader) -> tuple[WorkOrder, ...]:
    return reader.select(WorkOrder)


# -- tiny_town -----------------------------------------------------------------------------------------------


@pytest.fixture
def tiny(empty_database_url: str) -> Iterator[Desk]:
    with opened(empty_database_url, TINY), desk_of(empty_database_url) as desk:
        yield desk


def test_tiny_town_is_as_its_readme_says(tiny: Desk) -> None:
    now, rows = tiny.now(), rows_of(tiny)

    assert now == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert {name: (row.state, row.sla(now), row.technician) for name, row in rows.items()} == {
        "T-1": ("ready", Sla.BREACHED, None),
        "T-2": ("ready", Sla.WARNING, None),
        "T-3": ("on_hold", Sla.PAUSED, None),
        "T-4": ("on_site", Sla.OK, "kim"),
        "T-5": ("scheduled", Sla.OK, "ali"),
        "T-6": ("ready", Sla.OK, None),
        "T-7": ("scheduled", Sla.AT_RISK, "kim"),
    }
    assert rows["T-1"].resolve_due_at == datetime(2026, 3, 2, 14, tzinfo=UTC)
    assert rows["T-2"].resolve_due_at == datetime(2026, 3, 2, 15, 45, tzinfo=UTC)
    assert (rows["T-3"].hold_reason, rows["T-3"].held_until_at) == (
        "parts",
        datetime(2026, 3, 4, 14, tzinfo=UTC),
    )


def test_what_the_clinic_was_promised_is_noted(tiny: Desk) -> None:
    number = rows_of(tiny)["T-5"].number
    (visit,) = tiny.ask(Reader.select, Visit, order_id=number)

    assert (
        visit.promised
        == visit.first_promised
        == Window(datetime(2026, 3, 2, 18, tzinfo=UTC), datetime(2026, 3, 2, 19, tzinfo=UTC))
    )


def test_the_history_of_tiny_town_is_told_at_its_own_moments(tiny: Desk) -> None:
    number = rows_of(tiny)["T-4"].number
    told = [
        (f"{e.at:%H:%M}", e.kind)
        for e in tiny.events()
        if e.subject == f"work_order:{number}"
        or (e.noun == "visit" and e.at >= tiny.now() - timedelta(hours=3) and e.kind != REROUTED)
    ]

    assert told == [
        ("13:05", "order.created"),
        ("13:15", "visit.assigned"),
        ("13:15", "order.scheduled"),
        ("13:20", "visit.dispatched"),
        ("13:20", "order.dispatched"),
        ("13:50", "visit.travelling"),
        ("14:05", "visit.arrived"),
        ("14:05", "order.responded"),
        ("14:05", "order.in_progress"),
    ]
    assert {(e.door, e.actor) for e in tiny.events()} == {("demo", "demo")}
    assert is_whole(tiny)


def test_the_board_of_the_friday_before_can_be_asked_for(tiny: Desk) -> None:
    friday = datetime(2026, 2, 27, 20, tzinfo=UTC)

    rows = tiny.ask_as_of(friday, order_rows)

    assert {row.external_id: row.state for row in rows} == {"T-1": "ready", "T-2": "ready", "T-3": "on_hold"}


def test_new_facts_get_numbers_that_the_world_has_not_taken(tiny: Desk) -> None:
    receipt = tiny.run(AddAbsence(technician=1, start_at=tiny.now(), end_at=tiny.now() + timedelta(hours=1)))

    assert [event.subject for event in receipt.events] == ["absence:2"]


def test_an_earlier_moment_of_tiny_town_knows_less(empty_database_url: str) -> None:
    with (
        opened(empty_database_url, TINY, moment(TINY, "2026-03-02T08:30")),
        desk_of(empty_database_url) as desk,
    ):
        rows = rows_of(desk)

    assert sorted(rows) == ["T-1", "T-2", "T-3", "T-4", "T-5", "T-7"]
    assert rows["T-4"].state == "dispatched"


def test_whoever_opens_a_world_is_its_admin_and_others_are_refused(empty_database_url: str) -> None:
    with opened(empty_database_url, TINY), desk_of(empty_database_url) as desk:
        assert (desk.actor.name, desk.actor.role.value) == ("maria", "admin")

        with (
            pytest.raises(Forbidden, match="eve is no user of this office"),
            desk_of(empty_database_url, "eve"),
        ):
            pass


# -- opening -------------------------------------------------------------------------------------------------


def test_a_world_that_is_there_goes_on_where_it_was_left(empty_database_url: str) -> None:
    with opened(empty_database_url, TINY), desk_of(empty_database_url) as desk:
        number = rows_of(desk)["T-6"].number
        until = desk.now() + timedelta(days=2)
        desk.run(HoldOrder(order=number, reason=HoldReason.ACCESS, until_at=until))

    with opened(empty_database_url, TINY) as again, desk_of(empty_database_url) as desk:
        assert again.is_continued
        assert desk.now() == TINY.opens_at
        assert rows_of(desk)["T-6"].state == "on_hold"


def test_half_a_call_belongs_to_the_demonstration_that_is_gone_on_with_and_to_no_other_of_its_world() -> None:
    offices = []

    for is_kept in (False, True, False):
        wish = Wish(world=TINY, os_user="maria", is_kept=is_kept)
        with open_demo(wish, lambda line: None) as demo, desk_of(demo.address) as desk:
            offices.append(desk.ask(phone_book).office)

    first, gone_on_with, another = offices
    assert gone_on_with == first
    assert another != first


def test_time_does_not_go_back_in_a_world_that_goes_on(empty_database_url: str) -> None:
    with opened(empty_database_url, TINY):
        pass

    with (
        pytest.raises(InvalidInput, match="where it was left"),
        opened(empty_database_url, TINY, moment(TINY, "2026-03-02T08:30")),
    ):
        pass


def test_a_database_of_another_world_or_of_a_real_office_is_left_alone(
    empty_database_url: str, database_url: str
) -> None:
    with opened(empty_database_url, TINY):
        pass

    with pytest.raises(StoreError, match="the world tiny_town"), opened(empty_database_url, BOSTON):
        pass
    with pytest.raises(StoreError, match="works for real"), opened(database_url, TINY):
        pass


def test_a_moment_outside_of_the_world_is_refused() -> None:
    with pytest.raises(InvalidInput, match="a time from 2015-05-04T00:00 to 2015-05-25T00:00"):
        Wish(world=BOSTON, os_user="maria", at=datetime(2016, 1, 1, tzinfo=UTC))
    with pytest.raises(InvalidInput, match="a date and time such as"):
        moment(BOSTON, "soon")
    with pytest.raises(NotFound, match="no world 'bostn'"):
        open_world("bostn")


def test_what_was_built_once_is_copied_the_next_time_until_something_changes() -> None:
    told: list[str] = []
    morning = moment(TINY, "2026-03-02T08:30")

    for at in (None, None, morning, None):
        with (
            open_demo(Wish(world=TINY, os_user="maria", at=at), told.append) as demo,
            desk_of(demo.address) as desk,
        ):
            assert abs(desk.now() - (at or TINY.opens_at)) < timedelta(minutes=5)
            assert is_whole(desk)
            copies = list(Path(demo.address).parent.glob("prepared-*"))
        told.append("closed")

        assert len(copies) == 1
        assert {path.stat().st_mode & 0o777 for path in (*copies, Path(demo.address))} == {0o600}

    built = "Tiny Town, a Monday morning: setting up the office"
    assert told == [built, "closed", "closed", built, "closed", built, "closed"]


# -- boston_may ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def morning(databases: Databases) -> Iterator[Desk]:
    """Boston as it was loaded, for tests that only look."""
    with databases.fresh(None) as url, opened(url, BOSTON, MORNING), desk_of(url) as desk:
        yield desk


@pytest.fixture
def boston(empty_database_url: str) -> Iterator[Desk]:
    """Boston for a test that changes it."""
    with opened(empty_database_url, BOSTON, MORNING), desk_of(empty_database_url) as desk:
        yield desk


@cache
def real() -> tuple[Real, ...]:
    """The file's own word on every order."""
    return tuple(
        Real(row["CASE_ENQUIRY_ID"], instant(row["OPEN_DT"]), instant(row["CLOSED_DT"]))
        for row in read_rows(BOSTON.files[0].path)
    )


@dataclass(frozen=True)
class Real:
    number: str
    opened_at: datetime
    closed_at: datetime


def instant(text: str) -> datetime:
    """A time of the file; the end of all times where it has none."""
    if not text:
        return datetime.max.replace(tzinfo=UTC)
    return (
        datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZoneInfo(BOSTON.zone)).astimezone(UTC)
    )


def test_nothing_is_known_in_boston_that_came_later(morning: Desk) -> None:
    found = morning.ask(orders)

    assert {order.external_id for order in found} == {r.number for r in real() if r.opened_at <= MORNING}
    assert all(order.completed_at is None or order.completed_at <= MORNING for order in found)
    assert all(order.cancelled_at is None or order.cancelled_at <= MORNING for order in found)
    assert all(event.at <= MORNING for event in morning.events())
    assert [order for order in found if order.is_open and order.resolution_text] == []
    assert is_whole(morning)


def test_what_the_city_had_closed_is_closed_and_else_only_what_a_technician_reported_done(
    morning: Desk,
) -> None:
    closed = {r.number for r in real() if r.opened_at <= MORNING and r.closed_at <= MORNING}
    reported = {visit.order_id for visit in morning.ask(visits) if visit.status is VisitStatus.DONE}

    ended = {order.external_id: order.id for order in morning.ask(orders) if not order.is_open}

    assert len(closed) > 50
    assert closed <= ended.keys()
    assert {ended[name] for name in ended.keys() - closed} == reported


def test_the_lanes_are_alive_and_every_report_fits_its_visit(morning: Desk) -> None:
    found = morning.ask(visits)
    states = {visit.status for visit in found}

    assert {VisitStatus.DONE, VisitStatus.ON_SITE, VisitStatus.DISPATCHED, VisitStatus.PLANNED} <= states
    for visit in found:
        told = [visit.dispatched_at, visit.travelling_at, visit.arrived_at, visit.ended_at]
        known = [at for at in told if at is not None]
        assert known == sorted(known), visit.label
    on_hold = [order for order in morning.ask(orders) if order.status is OrderStatus.ON_HOLD]
    assert all(order.opened_at < order.holds[-1].from_at for order in on_hold)


def test_the_same_morning_comes_out_the_same(morning: Desk, boston: Desk) -> None:
    first, again = ([(e.at, e.kind, e.subject, e.after) for e in desk.events()] for desk in (morning, boston))

    assert first == again


# -- the feed ------------------------------------------------------------------------------------------------


@contextmanager
def feeding(url: str, clock: ManualClock) -> Iterator[Feed]:
    with engine_of(url) as engine:
        yield Feed(teller(engine, BOSTON, clock), BOSTON, MORNING)


def test_two_feeds_bring_what_was_opened_meanwhile_once_in_order_and_each_at_its_moment(
    boston: Desk, empty_database_url: str
) -> None:
    clock = ManualClock(MORNING)
    seq = boston.last_seq()
    with feeding(empty_database_url, clock) as feed, feeding(empty_database_url, clock) as another:
        assert feed.tick() == 0
        clock.forward(timedelta(minutes=30))
        counts = feed.tick(), another.tick()

    come = [e for e in boston.events(seq) if e.kind == "order.imported"]
    due = sorted((r.opened_at, r.number) for r in real() if MORNING < r.opened_at <= clock.at)
    assert len(due) > 3
    assert counts == (len(due), 0)
    assert [(e.at, e.after["external_id"]) for e in come] == due
    brought = {e.subject_id for e in come}
    assert all(order.is_open for order in boston.ask(orders) if order.id in brought)
    assert is_whole(boston)


def test_a_feed_that_comes_late_tells_what_was_missed_but_leaves_the_users_own_visits_alone(
    boston: Desk, empty_database_url: str
) -> None:
    (mine, *_) = [v for v in boston.ask(visits) if v.status is VisitStatus.PLANNED]
    boston.run(DispatchVisit(visit=mine.id))
    running = {v.id for v in boston.ask(visits) if v.status in (VisitStatus.TRAVELLING, VisitStatus.ON_SITE)}
    clock = ManualClock(MORNING + timedelta(hours=4))
    with feeding(empty_database_url, clock) as feed:
        feed.tick()

    known = {r.number for r in real() if r.opened_at <= clock.at}
    assert {order.external_id for order in boston.ask(orders)} == known
    after = {visit.id: visit for visit in boston.ask(visits)}
    assert running
    assert {after[id].status for id in running} <= {VisitStatus.DONE, VisitStatus.INCOMPLETE}
    assert after[mine.id].status is VisitStatus.DISPATCHED
    assert is_whole(boston)
