"""Is the log complete, whatever pages it is read in, and does each act know what became of it?"""

from __future__ import annotations

from dataclasses import replace

from tests.office import MINUTE, T0, ManualClock, an_order, close_desks, desk_on, filled, number_of
from wom_tui.commands.order import SetPriority
from wom_tui.commands.undo import Redo, Undo, in_the_way, ways_back
from wom_tui.commands.visit import AddVisit
from wom_tui.desk import Desk
from wom_tui.domain.log_filter import LogFilter, parse_log_filter
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.receipt import Form
from wom_tui.domain.work_order import Priority
from wom_tui.queries.log import LoggedAct, act_detail, log_page
from wom_tui.store import journal

ALL = LogFilter()
MINE = ("admin", "test")


def in_pages(desk: Desk, size: int, wanted: LogFilter = ALL) -> list[LoggedAct]:
    found: list[LoggedAct] = []
    is_all = False
    while not is_all:
        before = found[-1].last_seq if found else None
        page = desk.ask(log_page, wanted, before=before, limit=size)
        found += page.acts
        is_all = page.is_all
    return found


def test_every_event_lies_in_one_act_and_pages_make_up_the_whole(desk: Desk) -> None:
    orders = [number_of(desk, an_order()) for _ in range(3)]
    for turn in range(7):
        desk.run(SetPriority(order=orders[turn % 3], priority=Priority(1 + turn % 4)))

    whole = in_pages(desk, 1_000)

    assert in_pages(desk, 3) == in_pages(desk, 1) == whole
    seqs = [seq for act in whole for seq in range(act.last_seq, act.first_seq - 1, -1)]
    assert seqs == list(range(desk.last_seq(), 0, -1))
    with desk.engine.connect() as connection:
        for act in whole:
            told = list(journal.events(connection, command_id=act.command_id))
            assert (len(told), told[-1].at) == (act.changes, act.at)


def test_an_act_knows_who_took_it_back_and_what_u_and_shift_u_are_about(desk: Desk) -> None:
    number = number_of(desk, an_order())
    act = desk.run(SetPriority(order=number, priority=Priority(1)))
    undo = desk.run(Undo())

    page = desk.ask(log_page, ALL)
    told = {one.command_id: one for one in page.acts}
    assert (told[act.command_id].undone_by, told[act.command_id].is_done_again) == ("admin", False)
    assert told[undo.command_id].form is Form.UNDO
    ways = desk.ask(ways_back, *MINE)
    assert ways.redo is not None
    assert ways.redo.command_id == undo.command_id

    redo = desk.run(Redo())
    page = desk.ask(log_page, ALL)
    told = {one.command_id: one for one in page.acts}
    assert told[act.command_id].is_done_again
    ways = desk.ask(ways_back, *MINE)
    assert ways.undo is not None
    assert (ways.undo.command_id, ways.redo) == (redo.command_id, None)


def test_filters_pick_by_order_by_name_and_by_what_was_said(desk: Desk) -> None:
    one, other = number_of(desk, an_order()), number_of(desk, an_order())
    desk.run(SetPriority(order=one, priority=Priority(1)))

    def summaries(text: str) -> list[str]:
        return [act.summary for act in in_pages(desk, 100, parse_log_filter(text, desk.now(), "UTC"))]

    assert len(summaries(f"order={one}")) == 2  # made, and given a priority
    assert len(summaries(str(other))) == 1
    assert summaries("PRIORITY") == [f"priority {one} P1"]
    assert summaries("who=adm priority") == [f"priority {one} P1"]
    assert summaries("who=kim") == []
    assert summaries("door=%") == []


def test_as_of_a_moment_later_acts_are_not_told(database_url: str) -> None:
    clock = ManualClock()
    desk = filled(desk_on(database_url, clock=clock))
    number = number_of(desk, an_order())
    clock.forward(10 * MINUTE)
    desk.run(SetPriority(order=number, priority=Priority(1)))

    then = desk.ask(log_page, ALL, until=T0 + 5 * MINUTE)

    assert [act.last_seq for act in then.acts] == [act.last_seq for act in in_pages(desk, 100)[1:]]
    close_desks()


def test_what_stands_in_the_way_is_known_without_trying(desk: Desk) -> None:
    number = number_of(desk, an_order())
    act = desk.run(SetPriority(order=number, priority=Priority(1)))
    assert desk.ask(in_the_way, act.command_id) == ()

    desk.run(SetPriority(order=number, priority=Priority(4)))

    (found,) = desk.ask(in_the_way, act.command_id)
    assert found.code == "undo.changed"
    detail = desk.ask(act_detail, act.command_id)
    assert (detail.orders, detail.more) == ((number,), 0)
    ((record, event),) = detail.events
    assert (record, event.before["priority"], event.after["priority"]) == (f"order {number}", 2, 1)


def test_what_was_refused_is_passed_over_while_something_stands_in_its_way(desk: Desk) -> None:
    one, other = number_of(desk, an_order()), number_of(desk, an_order())
    older = desk.run(SetPriority(order=one, priority=Priority(1)))
    newest = desk.run(SetPriority(order=other, priority=Priority(1)))
    theirs = replace(desk, session="two", actor=Actor(name="kim", role=Role.DISPATCHER))
    theirs.run(SetPriority(order=other, priority=Priority(4)))
    passed = frozenset({newest.command_id})

    first, then = desk.ask(ways_back, *MINE).undo, desk.ask(ways_back, *MINE, passed).undo
    assert first is not None
    assert [why.code for why in first.refused] == ["undo.changed"]
    assert then is not None
    assert (then.command_id, then.refused) == (older.command_id, ())

    theirs.run(Undo())
    free = desk.ask(ways_back, *MINE, passed).undo
    assert free is not None
    assert (free.command_id, free.refused) == (newest.command_id, ())


def test_an_order_that_others_build_on_stands_in_the_way_of_its_making(desk: Desk) -> None:
    made = desk.run(an_order())
    number = int(made.result["number"])
    desk.run(AddVisit(order=number))

    assert "undo.used" in [why.code for why in desk.ask(in_the_way, made.command_id)]


def test_only_what_was_done_since_a_moment_is_meant(database_url: str) -> None:
    clock = ManualClock()
    desk = filled(desk_on(database_url, clock=clock))
    number = number_of(desk, an_order())
    desk.run(SetPriority(order=number, priority=Priority(1)))
    clock.forward(30 * MINUTE)
    last = desk.run(SetPriority(order=number, priority=Priority(2)))

    since = parse_log_filter(f"order={number} since={T0 + 20 * MINUTE:%Y-%m-%dT%H:%M}", desk.now(), "UTC")

    assert [act.command_id for act in in_pages(desk, 10, since)] == [last.command_id]
    close_desks()
