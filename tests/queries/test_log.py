"""Is the log complete, whatever pages it is read in, and does each act know what became of it?"""

from __future__ import annotations

from tests.office import MINUTE, T0, ManualClock, an_order, close_desks, desk_on, filled, number_of
from wom_tui.commands.order import SetPriority
from wom_tui.commands.undo import Redo, Undo, in_the_way
from wom_tui.desk import Desk
from wom_tui.domain.log_filter import LogFilter, parse_log_filter
from wom_tui.domain.receipt import Form
from wom_tui.domain.work_order import Priority
from wom_tui.queries.log import LoggedAct, Mine, act_detail, log_page
from wom_tui.store import journal

ALL = LogFilter()
MINE = Mine("admin", "test")


def in_pages(desk: Desk, size: int, wanted: LogFilter = ALL) -> list[LoggedAct]:
    found: list[LoggedAct] = []
    is_all = False
    while not is_all:
        before = found[-1].last_seq if found else None
        page = desk.ask(log_page, wanted, MINE, before=before, limit=size)
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

    page = desk.ask(log_page, ALL, MINE)
    told = {one.command_id: one for one in page.acts}
    assert (told[act.command_id].undone_by, told[act.command_id].is_done_again) == ("admin", False)
    assert told[undo.command_id].form is Form.UNDO
    assert page.to_redo == undo.command_id

    redo = desk.run(Redo())
    page = desk.ask(log_page, ALL, MINE)
    told = {one.command_id: one for one in page.acts}
    assert told[act.command_id].is_done_again
    assert (page.to_undo, page.to_redo) == (redo.command_id, None)


def test_filters_pick_by_order_by_name_and_by_what_was_said(desk: Desk) -> None:
    one, other = number_of(desk, an_order()), number_of(desk, an_order())
    desk.run(SetPriority(order=one, priority=Priority(1)))

    def summaries(text: str) -> list[str]:
        return [act.summary for act in in_pages(desk, 100, parse_log_filter(text))]

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

    then = desk.ask(log_page, ALL, MINE, until=T0 + 5 * MINUTE)

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
