"""Does the cursor stay on its technician, whatever others do to the day?"""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.lanes import a_bar, a_lane
from wom_tui.domain.event import ids_in
from wom_tui.queries.lane import Lane, Trouble, Watch
from wom_tui.queries.lanes import LanesDay, TrayRow
from wom_tui.tui.lanes_model import LanesModel


@st.composite
def lanes(draw: st.DrawFn, id: int) -> Lane:
    visits = sorted(draw(st.sets(st.integers(id * 10, id * 10 + 5), max_size=4)))
    watch = Watch(trouble=draw(st.sampled_from(Trouble)), minutes=draw(st.integers(1, 90)))
    return a_lane(id, [a_bar(visit, id, place) for place, visit in enumerate(visits)], watch=watch)


rows = st.sets(st.integers(1, 6)).map(
    lambda numbers: tuple(
        TrayRow(
            order=n,
            order_version=1,
            visit=None,
            title="",
            priority=2,
            duration_min=60,
            skills="",
            due_at=None,
            windows=(),
            is_plannable=True,
        )
        for n in sorted(numbers)
    )
)
days = st.builds(
    lambda made, tray: LanesDay(
        on=date(2026, 3, 2), zone="UTC", lanes=tuple(sorted(made, key=lambda lane: lane.rank)), tray=tray
    ),
    st.tuples(*(lanes(id) for id in range(1, 6))),
    rows,
)
keys = st.lists(
    st.sampled_from(("down", "up", "left", "right", "pane", "bottom", "settle")), min_size=1, max_size=12
)


def press(model: LanesModel, key: str) -> None:
    match key:
        case "down":
            model.move(1)
        case "up":
            model.move(-1)
        case "bottom":
            model.move(50)
        case "left":
            model.move_bar(-1)
        case "right":
            model.move_bar(1)
        case "pane":
            model.switch_pane()
        case _:
            model.settle()


@given(days, keys, days)
def test_a_change_between_two_keys_never_moves_the_cursor_to_another(
    day: LanesDay, pressed: list[str], after: LanesDay
) -> None:
    model = LanesModel()
    model.load(day)
    for key in pressed:
        press(model, key)
    technician, bar, row = model.cursor, model.current_bar, model.row

    changed = model.patch(after.lanes, after.tray)

    assert model.cursor == technician
    assert changed == {a.technician for a in after.lanes if a not in day.lanes}
    assert model.current_bar is None or (bar is not None and model.current_bar.visit == bar.visit)
    assert model.row is None or (row is not None and model.row.order == row.order)


@given(days, days)
def test_settled_lanes_stand_by_trouble(day: LanesDay, after: LanesDay) -> None:
    model = LanesModel()
    model.load(day)
    model.patch(after.lanes, after.tray)

    model.settle()

    assert model.moved == 0
    assert model.order == [lane.technician for lane in after.lanes]


def test_ids_are_read_from_subjects() -> None:
    assert ids_in({"visit:3", "visit:14", "work_order:9"}, "visit") == {3, 14}


def test_what_had_left_and_comes_back_is_not_under_the_cursor_after_a_key() -> None:
    model = LanesModel()
    model.load(LanesDay(on=date(2026, 3, 2), zone="UTC", lanes=(a_lane(1, [a_bar(3, 1)]),), tray=()))
    model.patch([a_lane(1)], ())
    assert model.bar_here is None

    model.switch_pane()  # to a tray in which nothing is
    model.patch([a_lane(1, [a_bar(3, 1)])], ())

    assert model.bar_here is None
