"""How old is what is open, what does it wait for, and does it become more?"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.commands.typed import do
from tests.office import HOUR, T0, TREES, ZONE, ManualClock, an_order, number_of
from wom_tui.commands.ending import CompleteOrder
from wom_tui.desk import Desk
from wom_tui.domain.filter import parse_filter
from wom_tui.present.backlog import backlog_lines
from wom_tui.queries.backlog import Backlog, By, backlog
from wom_tui.queries.backlog_cells import backlog_page
from wom_tui.queries.orders import order_rows

DAY = timedelta(days=1)


def seen(desk: Desk, clock: ManualClock) -> Backlog:
    return desk.ask(backlog, desk.ask(order_rows), clock.at, ZoneInfo(ZONE))


def test_open_orders_are_counted_by_age_and_by_how_late_they_are(desk: Desk, clock: ManualClock) -> None:
    old = number_of(desk, an_order())
    clock.forward(20 * DAY)
    number_of(desk, an_order())
    number_of(desk, an_order())

    found = seen(desk, clock)

    assert (found.count, found.oldest_days, found.minutes) == (3, 20, 180)
    assert [(aged.bucket, aged.count) for aged in found.ages if aged.count] == [("0–7 d", 2), ("15–30 d", 1)]
    (late,) = [aged for aged in found.ages if aged.past_due]
    assert (late.oldest, late.minutes) == (old, 60)
    assert sum(found.past_due) == 1


def test_each_says_what_it_waits_for_and_where_it_is(desk: Desk, clock: ManualClock) -> None:
    booked, held, short, loose = (number_of(desk, an_order(site=1 + n)) for n in range(4))
    do(desk, "part BELT Belt", f"assign {booked} kim 15:00", f"edit {short} parts=BELT")
    do(desk, f'hold {held} customer until "tue 15:00"')

    found = seen(desk, clock)

    assert {share.name: share.count for share in found.reasons} == {
        "its visit": 1,
        "on hold: customer": 1,
        "its parts": 1,
        "a technician": 1,
    }
    assert sum(share.count for share in found.places) == 4
    assert loose


def test_every_count_has_the_filter_that_picks_it(desk: Desk, clock: ManualClock) -> None:
    numbers = [number_of(desk, an_order(site=1 + n)) for n in range(4)]
    clock.forward(14 * DAY)
    numbers += [number_of(desk, an_order(site=1 + n)) for n in range(3)]
    do(desk, f"assign {numbers[4]} kim 15:00", f'hold {numbers[5]} customer until "+1d"')
    for ended in (numbers.pop(0), numbers.pop()):
        desk.run(CompleteOrder(order=ended, resolution_code="fixed"))
    found = seen(desk, clock)

    counted = [(aged.count, aged.filter) for aged in found.ages]
    for share in (share for by in By for share in found.groups(by)):
        counted.append((share.count, share.filter))
        counted.append((share.past_due, f"{share.filter} sla=breached"))
        counted += [(count, found.cell(share, bucket)) for bucket, count in enumerate(share.ages)]
    for count, text in counted:
        wanted = parse_filter(text, now=clock.at, zone=ZONE)
        picked = [row for row in desk.ask(order_rows) if wanted.matches(row)]
        assert len(picked) == count, text


def test_the_backlog_of_all_is_the_same_with_less_to_read(desk: Desk, clock: ManualClock) -> None:
    done, *_ = (number_of(desk, an_order()) for _ in range(3))
    desk.run(CompleteOrder(order=done, resolution_code="fixed"))
    clock.forward(HOUR)

    assert desk.ask(backlog_page, clock.at, ZoneInfo(ZONE)).backlog == seen(desk, clock)


def test_weeks_tell_whether_it_becomes_more(desk: Desk, clock: ManualClock) -> None:
    first = number_of(desk, an_order())
    clock.forward(9 * DAY)
    number_of(desk, an_order())
    number_of(desk, an_order())
    desk.run(CompleteOrder(order=first, resolution_code="fixed"))
    clock.forward(HOUR)

    *_, before, last = seen(desk, clock).weeks

    assert (before.opened, before.ended, before.net) == (1, 0, 1)
    assert (last.opened, last.ended, last.net) == (2, 1, 1)
    assert last.until == T0 + 9 * DAY + HOUR


def test_a_page_has_every_count_and_no_line_too_wide(desk: Desk, clock: ManualClock) -> None:
    number_of(desk, an_order())

    lines = list(backlog_lines(seen(desk, clock), ZoneInfo(ZONE)))

    assert lines[0] == "1 open    +1 in seven days    in 1  out 0    1 h of work"
    assert "0–7 d                               1        ·        1        1" in lines[3]
    assert max(map(len, lines)) <= 120


def test_an_office_without_orders_has_an_empty_page(desk: Desk, clock: ManualClock) -> None:
    found = seen(desk, clock)

    assert (found.count, found.reasons, found.places) == (0, (), ())
    assert next(iter(backlog_lines(found, ZoneInfo(ZONE)))) == "0 open    in 0  out 0    0 h of work"


def test_the_heat_of_a_cell_is_its_rank_by_count_and_age(desk: Desk, clock: ManualClock) -> None:
    number_of(desk, an_order(work_type=TREES, site=1))
    clock.forward(95 * DAY)
    for _ in range(3):
        number_of(desk, an_order())

    lines = list(backlog_lines(seen(desk, clock), ZoneInfo(ZONE), By.WORK_TYPE))

    assert lines[2].split()[:3] == ["Work", "type", "0–7"]
    assert lines[3].split()[:4] == ["Street", "light", "3", ":"]
    tree = lines[4].split()
    assert (tree[0], tree[6:8], tree[8:]) == ("Tree", ["1", "#"], ["1", "·", "95", "d", "1"])
