"""Do lanes stand with those that they belong to, and by trouble among these?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.tui.driving import console, driven
from tests.tui.lanes import a_bar, a_lane
from tests.tui.test_lanes import on_lanes
from wom_tui.queries.lane import Lane, Trouble, Watch
from wom_tui.queries.lanes import LanesDay
from wom_tui.tui.lane_groups import Grouping, groups_of
from wom_tui.tui.lane_lines import Gap, GroupHead, TryLine, lane_lines
from wom_tui.tui.lanes_model import LanesModel


def lane(
    id: int, territory: str = "", skill: str = "", late_min: int = 0, orders: tuple[int, ...] = ()
) -> Lane:
    bars = [a_bar(100 * id + order, id, order=order) for order in orders]
    watch = Watch(trouble=Trouble.LATE if late_min else Trouble.NONE, minutes=late_min)
    return a_lane(id, bars, skill=skill, watch=watch, territory=territory)


def model_of(*lanes: Lane) -> LanesModel:
    model = LanesModel()
    model.load(LanesDay(on=date(2026, 3, 2), zone="UTC", lanes=lanes, tray=()))
    return model


def test_a_group_has_a_head_with_its_count_and_its_lanes_by_trouble() -> None:
    model = model_of(lane(1, "West"), lane(2, "East", late_min=5), lane(3, "West", late_min=9), lane(4))

    model.group_by(Grouping.TERRITORY)

    assert model.lines == (
        GroupHead("East", 1),
        2,
        GroupHead("West", 2),
        3,
        1,
        GroupHead("No territory", 1),
        4,
    )
    assert (model.line_of(3), model.moved) == (3, 0)


def test_where_there_is_room_groups_stand_apart() -> None:
    model = model_of(lane(1, "West"), lane(2, "East"))
    model.group_by(Grouping.TERRITORY)

    model.give_room(is_airy=True)

    assert model.lines == (GroupHead("East", 1), 2, Gap("West"), GroupHead("West", 1), 1)


def test_without_groups_there_are_only_lanes() -> None:
    model = model_of(lane(1, "West"), lane(2, "East", late_min=5))

    assert model.lines == (2, 1)


def test_a_skill_begins_with_a_capital_as_every_head_does() -> None:
    assert groups_of(Grouping.SKILL, [lane(1, skill="paving"), lane(2)]) == {1: "Paving", 2: "No skill"}


def test_who_is_at_the_same_order_is_a_crew() -> None:
    lanes = [lane(1, orders=(7,)), lane(2, orders=(7, 9)), lane(3, orders=(9,)), lane(4, orders=(8,))]

    assert groups_of(Grouping.CREW, lanes) == {
        1: "Crew of 7",
        2: "Crew of 7",
        3: "Crew of 7",
        4: "On their own",
    }


def test_lanes_keep_their_place_while_their_group_becomes_another() -> None:
    model = model_of(lane(1, "West"), lane(2, "East"))
    model.group_by(Grouping.TERRITORY)
    before = model.lines

    model.patch([replace(model.lanes[2], territory="Zone"), replace(model.lanes[1], territory="Alpha")], ())

    assert (model.lines, model.moved) == (before, 2)
    model.settle()
    assert model.lines == (GroupHead("Alpha", 1), 1, GroupHead("Zone", 1), 2)


def test_what_is_tried_stands_under_its_lane() -> None:
    assert lane_lines([5, 3, 4], below=3) == (5, 3, TryLine(3), 4)


def test_c_goes_through_the_groups_and_keeps_the_cursor_on_its_technician(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("down", "down")
            cursor = view.model.cursor
            await c.press("C")
            assert "9 technicians by territory, sorted by trouble" in c.text
            assert any(line.startswith("   West  9  ──") for line in c.text.splitlines())
            await c.press("C")
            assert "   Cooling  9  ──" in c.text
            await c.press("down", "up", "C")
            assert "   On their own  9  ──" in c.text
            await c.press("C")

            assert "9 technicians, sorted by trouble" in c.text
            assert view.model.cursor == cursor

    driven(script)
