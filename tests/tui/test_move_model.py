"""Does a visit that is moved stand where the keys have put it, and does dropping it say just that?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wom_tui.tui.move_model import SHORTEST, LanePlace, Moved, MoveModel

T = datetime(2026, 3, 2, 14, 37, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOME = LanePlace(7, T, T + 90 * MINUTE)
VISIT = Moved(
    order=4902, order_version=5, visit=12, visit_version=3, label="4902/1", title="Chiller", home=HOME
)
LOOSE = replace(VISIT, visit=None, visit_version=None, home=None)


def taken_up() -> MoveModel:
    return MoveModel(VISIT, HOME)


def test_nothing_has_moved_before_a_key() -> None:
    assert not taken_up().has_moved


def test_a_cell_leads_to_the_edge_of_the_next_one_and_from_there_by_whole_cells() -> None:
    move = taken_up()

    move.shift_cell(1, 10 * MINUTE)
    assert move.place.start_at == T + 3 * MINUTE
    move.shift_cell(2, 10 * MINUTE)
    assert move.place.start_at == T + 23 * MINUTE
    move = taken_up()
    move.shift_cell(-1, 10 * MINUTE)
    assert move.place.start_at == T - 7 * MINUTE


def test_a_quarter_of_an_hour_is_one_whatever_the_cells() -> None:
    move = taken_up()

    move.shift(15 * MINUTE)

    assert move.place == replace(HOME, start_at=T + 15 * MINUTE, end_at=T + 105 * MINUTE)


def test_lanes_are_stepped_as_they_stand_and_not_past_the_last() -> None:
    move = taken_up()

    move.step_lane([3, 7, 5], 1)
    assert move.place.technician == 5
    move.step_lane([3, 7, 5], 1)
    assert move.place.technician == 5
    move.step_lane([3, 7, 5], -9)
    assert move.place.technician == 3


def test_a_visit_never_gets_shorter_than_a_quarter_of_an_hour() -> None:
    move = taken_up()

    made = [move.resize(-15 * MINUTE) for _ in range(8)]

    assert made == [True] * 5 + [False] * 3
    assert move.place.length == SHORTEST


def test_whoever_gets_it_takes_as_long_as_that_unless_a_length_was_chosen() -> None:
    move = taken_up()
    assert not move.asks_for_length
    move.go_to_lane(8)
    assert move.asks_for_length
    move.takes(T + 120 * MINUTE)
    assert move.place.length == 120 * MINUTE

    move.resize(15 * MINUTE)

    assert not move.asks_for_length
    move.takes(T + 60 * MINUTE)
    assert move.place.length == 135 * MINUTE


def test_an_offer_keeps_the_length_that_was_chosen() -> None:
    offer = LanePlace(9, T + 60 * MINUTE, T + 100 * MINUTE)
    move = taken_up()
    move.go_to(offer)
    assert move.place == offer

    move = taken_up()
    move.resize(15 * MINUTE)
    move.go_to(offer)

    assert move.place == replace(offer, end_at=offer.start_at + 105 * MINUTE)


def test_dropping_it_says_which_version_was_seen() -> None:
    move = taken_up()
    move.go_to_lane(8)
    command = move.command()

    assert (command.order, command.visit, command.technician) == (4902, 12, 8)
    assert (command.start_at, command.end_at) == (T, T + 90 * MINUTE)
    assert (command.expect, command.expect_order) == (3, None)
    loose = MoveModel(LOOSE, HOME).command()
    assert (loose.visit, loose.expect, loose.expect_order) == (None, None, 5)


def test_the_act_is_called_what_it_is() -> None:
    move = taken_up()
    assert move.verb == "move"
    move.go_to_lane(8)
    assert move.verb == "reassign"
    assert MoveModel(LOOSE, HOME).verb == "assign"


keys = st.lists(
    st.sampled_from(("left", "right", "earlier", "later", "up", "down", "shorter", "longer")), max_size=30
)


@given(keys, st.sampled_from([5, 10, 15, 30, 60, 240]))
def test_the_identity_of_the_visit_survives_any_keys(pressed: list[str], cell_min: int) -> None:
    move = taken_up()
    for key in pressed:
        match key:
            case "left" | "right":
                move.shift_cell(1 if key == "right" else -1, cell_min * MINUTE)
            case "earlier" | "later":
                move.shift(15 * MINUTE if key == "later" else -15 * MINUTE)
            case "up" | "down":
                move.step_lane([3, 7, 5], 1 if key == "down" else -1)
            case _:
                move.resize(15 * MINUTE if key == "longer" else -15 * MINUTE)

    command = move.command()
    assert (command.order, command.visit, command.expect) == (4902, 12, 3)
    assert command.end_at is not None
    assert command.end_at - command.start_at >= SHORTEST
    assert command.technician in (3, 5, 7)
