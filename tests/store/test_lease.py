"""Does one holder at a time write, on both databases, whoever sleeps, dies or comes back?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from tests.office import T0, an_order, close_desks, desk_on, filled, number_of
from wom_tui.commands.command import Command
from wom_tui.commands.line import DoLine
from wom_tui.commands.order import SetPriority
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.place import TravelTime
from wom_tui.domain.policy import Role
from wom_tui.domain.rule import Mark
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.errors import LostLease
from wom_tui.rule_desk import RuleDesk
from wom_tui.store import lease
from wom_tui.store.hint import hint_for
from wom_tui.store.lease import Leases
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import marks

TTL_S = 60.0


@pytest.fixture
def leases(desk: Desk) -> Leases:
    return Leases(desk.engine)


def taken(leases: Leases, holder: str, ttl_s: float = TTL_S, *, is_hinted: bool = False) -> Fence:
    fence = leases.take(holder, ttl_s, is_hinted=is_hinted)
    assert fence is not None
    return fence


def test_one_holds_it_and_no_other(leases: Leases) -> None:
    assert leases.standing() is None
    assert taken(leases, "a") == Fence("leader", "a", 1)

    assert leases.take("b", TTL_S, is_hinted=False) is None
    standing = leases.standing()
    assert standing is not None
    assert (standing.holder, standing.token) == ("a", 1)
    assert TTL_S - 5 < standing.left_s <= TTL_S


def test_who_shows_no_sign_of_life_is_followed_by_another_with_the_next_token(leases: Leases) -> None:
    first = taken(leases, "a", ttl_s=0)

    assert taken(leases, "b") == Fence("leader", "b", 2)
    assert not leases.renew(first, TTL_S, is_hinted=False)
    assert not leases.release(first)
    assert leases.take("c", TTL_S, is_hinted=False) is None


def test_who_renews_it_keeps_it(leases: Leases) -> None:
    first = taken(leases, "a", ttl_s=0)

    assert leases.renew(first, TTL_S, is_hinted=False)
    assert leases.take("b", TTL_S, is_hinted=False) is None


def test_who_lets_it_go_need_not_be_waited_for(leases: Leases) -> None:
    assert leases.release(taken(leases, "a"))

    assert taken(leases, "b").token == 2


def test_a_death_that_is_known_need_not_be_waited_for(leases: Leases) -> None:
    taken(leases, "a", is_hinted=True)

    assert taken(leases, "b", is_hinted=True).token == 2


def test_a_holder_without_the_lock_has_not_died_because_another_gets_the_lock(leases: Leases) -> None:
    taken(leases, "a", is_hinted=False)

    assert leases.take("b", TTL_S, is_hinted=True) is None


def test_a_lease_of_before_the_machine_was_booted_holds_nobody_up(
    leases: Leases, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(leases, "a")
    monkeypatch.setattr(lease, "boot_id", lambda: "another")

    taking = leases.take("b", TTL_S, is_hinted=False)

    # The server of Postgres has one clock, whoever asks.
    assert (taking is not None) == (engine_name == "sqlite")


def fenced(desk: Desk, fence: Fence) -> Desk:
    return replace(desk, fence=fence)


def priority(desk: Desk, number: int) -> Priority:
    return desk.ask(Reader.get, WorkOrder, number).priority


def test_who_holds_it_writes(desk: Desk, leases: Leases) -> None:
    number = number_of(desk, an_order())

    fenced(desk, taken(leases, "a")).run(SetPriority(order=number, priority=Priority.P1))

    assert priority(desk, number) is Priority.P1


@pytest.mark.parametrize("holder", ["a", "b"])
def test_who_held_it_writes_nothing_any_more(desk: Desk, leases: Leases, holder: str) -> None:
    number = number_of(desk, an_order())
    old = taken(leases, "a", ttl_s=0)
    taken(leases, holder)
    before, seq = priority(desk, number), desk.last_seq()

    with pytest.raises(LostLease):
        fenced(desk, old).run(SetPriority(order=number, priority=Priority.P1))

    assert (priority(desk, number), desk.last_seq()) == (before, seq)
    with desk.engine.connect() as connection:
        said = connection.scalar(text("SELECT count(*) FROM receipt WHERE summary LIKE 'set priority%'"))
    assert said == 0


def test_a_rehearsal_is_refused_to_who_held_it_as_well(desk: Desk, leases: Leases) -> None:
    number = number_of(desk, an_order())
    old = taken(leases, "a", ttl_s=0)
    taken(leases, "b")

    with pytest.raises(LostLease):
        fenced(desk, old).run(SetPriority(order=number, priority=Priority.P1), dry_run=True)


def line_that(number: int, meanwhile: Callable[[], object]) -> DoLine:
    """Sets the priority; and in the middle of the act something else happens."""

    def resolve(_reader: Reader, _now: object, _travel: TravelTime) -> Command:
        meanwhile()
        return SetPriority(order=number, priority=Priority.P1)

    return DoLine(text="set priority", of_verb=Role.DISPATCHER, resolve=resolve)


@pytest.mark.postgres
def test_who_is_overtaken_between_looking_and_writing_writes_nothing(postgres_url: str) -> None:
    desk = filled(desk_on(postgres_url))
    leases, number = Leases(desk.engine), number_of(desk, an_order())
    mine, seq = taken(leases, "a", ttl_s=0), desk.last_seq()

    with pytest.raises(LostLease):
        fenced(desk, mine).run(line_that(number, lambda: taken(leases, "b")))

    assert desk.last_seq() == seq
    close_desks()


@pytest.mark.postgres
def test_who_falls_asleep_while_renewing_keeps_nobody_from_following(postgres_url: str) -> None:
    desk, other = filled(desk_on(postgres_url)), Leases(desk_on(postgres_url).engine)
    leases, followed = Leases(desk.engine), list[Fence]()
    mine = taken(leases, "a")

    def sleep(*_: object) -> None:
        followed.append(taken(other, "b"))

    event.listen(desk.engine, "after_cursor_execute", sleep)
    leases.renew(mine, 0, is_hinted=False)
    event.remove(desk.engine, "after_cursor_execute", sleep)

    assert followed == [Fence("leader", "b", 2)]
    close_desks()


def test_who_holds_it_is_seen_in_the_middle_of_an_act(desk: Desk, leases: Leases) -> None:
    number = number_of(desk, an_order())
    mine, found = taken(leases, "a", ttl_s=0), []

    def look() -> None:
        found.append(leases.standing())

    fenced(desk, mine).run(line_that(number, look))

    assert [one and one.token for one in found] == [1]
    assert priority(desk, number) is Priority.P1


def test_the_marks_of_the_rules_are_written_by_the_holder_only(desk: Desk, leases: Leases) -> None:
    mine = RuleDesk(desk)
    old = taken(leases, "a", ttl_s=0)
    mine.mark(old, [Mark(rule_id=1, done_until=T0, seq=1)])
    new = taken(leases, "b")

    with pytest.raises(LostLease):
        mine.mark(old, [Mark(rule_id=1, done_until=T0, seq=9)])
    assert desk.ask(marks)[1].seq == 1

    later = Mark(rule_id=1, done_until=T0 + timedelta(hours=1), seq=2, failures=1, held=3)
    mine.mark(new, [later])
    assert desk.ask(marks) == {1: later}


def test_the_lock_is_had_by_one_and_let_go(desk: Desk, database_url: str) -> None:
    mine, other = hint_for(desk.engine), hint_for(desk_on(database_url).engine)

    assert mine.take()
    assert mine.take()
    assert not other.take()
    mine.drop()
    assert other.take()
    assert not mine.take()
    other.drop()


@pytest.mark.postgres
def test_a_lock_is_lost_with_its_connection(postgres_url: str) -> None:
    desk = desk_on(postgres_url)
    mine, other = hint_for(desk.engine), hint_for(desk_on(postgres_url).engine)
    assert mine.take()
    with desk_on(postgres_url).engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            )
        )

    assert not mine.take()
    assert other.take()
    other.drop()
    close_desks()
