"""Which orders are behind each count of the backlog?"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.commands.typed import do
from tests.office import HOUR, TREES, ZONE, ManualClock, an_order, number_of
from wom_tui.commands.ending import CompleteOrder
from wom_tui.desk import Desk
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.work_order import Priority
from wom_tui.present.backlog_cell import cell_lines
from wom_tui.present.cells import line_width, plain
from wom_tui.present.labels import WGL4
from wom_tui.queries.backlog import By, backlog
from wom_tui.queries.backlog_cells import ALL_OPEN, FIRST, PAST_DUE, Page, backlog_page
from wom_tui.queries.orders import order_rows

DAY = timedelta(days=1)


def page_of(desk: Desk, clock: ManualClock) -> Page:
    return desk.ask(backlog_page, clock.at, ZoneInfo(ZONE))


def some_orders(desk: Desk, clock: ManualClock) -> list[int]:
    numbers = [number_of(desk, an_order(site=1 + n)) for n in range(3)]
    clock.forward(20 * DAY)
    numbers += [number_of(desk, an_order(work_type=TREES, site=1 + n)) for n in range(4)]
    do(desk, f'hold {numbers[4]} customer until "+1d"')
    desk.run(CompleteOrder(order=numbers.pop(0), resolution_code="fixed"))
    clock.forward(HOUR)
    return numbers


def test_every_cell_has_as_many_orders_as_the_table_says_and_those_that_its_filter_picks(
    desk: Desk, clock: ManualClock
) -> None:
    some_orders(desk, clock)
    page = page_of(desk, clock)
    seen = page.backlog

    asked = [
        ((by, share.name, column), count, picks)
        for by in By
        for share in seen.groups(by)
        for column, count, picks in [
            *((at, number, seen.cell(share, at)) for at, number in enumerate(share.ages)),
            (ALL_OPEN, share.count, share.filter),
            (PAST_DUE, share.past_due, f"{share.filter} sla=breached"),
        ]
    ]
    assert asked
    for key, count, picks in asked:
        cell, wanted = page.cells[key], parse_filter(picks, now=clock.at, zone=ZONE)
        assert cell.count == count == sum(cell.waits.values()), key
        assert {one.row.number for one in cell.first} == {
            row.number for row in desk.ask(order_rows) if wanted.matches(row)
        }


def test_all_groups_together_have_all_orders_by_whatever_they_are_grouped(
    desk: Desk, clock: ManualClock
) -> None:
    numbers = some_orders(desk, clock)
    page = page_of(desk, clock)

    assert page.backlog == desk.ask(backlog, desk.ask(order_rows), clock.at, ZoneInfo(ZONE))
    for by in By:
        assert {one.row.number for one in page.cells[by, "", ALL_OPEN].first} == set(numbers)


def test_past_due_comes_first_then_what_is_urgent_and_a_clock_that_stands_last(
    desk: Desk, clock: ManualClock
) -> None:
    late = number_of(desk, an_order(priority=Priority.P4))
    clock.forward(30 * DAY)
    usual, paused, urgent = (
        number_of(desk, an_order(site=1 + n, priority=p))
        for n, p in enumerate((Priority.P3, Priority.P1, Priority.P1))
    )
    do(desk, f'hold {paused} customer until "+3d"')
    cell = page_of(desk, clock).cells[By.WORK_TYPE, "", ALL_OPEN]

    assert [one.row.number for one in cell.first] == [late, urgent, usual, paused]


def test_of_many_orders_the_most_pressing_few_are_kept_and_all_are_counted(
    desk: Desk, clock: ManualClock
) -> None:
    for n in range(FIRST + 4):
        number_of(desk, an_order(site=1 + n % 4))
    cell = page_of(desk, clock).cells[By.WORK_TYPE, "", ALL_OPEN]

    assert (len(cell.first), cell.count) == (FIRST, FIRST + 4)


def test_an_office_without_orders_has_an_empty_cell_for_everything(desk: Desk, clock: ManualClock) -> None:
    cell = page_of(desk, clock).cells[By.REASON, "", ALL_OPEN]

    assert (cell.count, cell.first, dict(cell.waits)) == (0, (), {})


def test_the_lines_of_a_cell_fit_and_lose_the_reasons_first(desk: Desk, clock: ManualClock) -> None:
    some_orders(desk, clock)
    cell = page_of(desk, clock).cells[By.WORK_TYPE, "", ALL_OPEN]

    for width, height, beside in ((196, 15, 118), (116, 9, 0), (76, 3, 0), (40, 3, 0)):
        lines = cell_lines("all, open", cell, clock.at, WGL4, width, height, beside=beside)
        text = "\n".join(map(plain, lines))
        assert len(lines) <= height
        assert all(line_width(line) <= width for line in lines)
        assert "all, open  6" in text
        assert ("Why they wait" in text) is (width >= 100)
        assert ("on hold: customer" in text) is (width >= 100)
