"""Where does a demonstration lie, and what becomes of the one before?"""

from __future__ import annotations

from pathlib import Path

from wom_tui.commands.order import SetPriority
from wom_tui.desk import open_desk
from wom_tui.domain.work_order import Priority
from wom_tui.worlds.demo import Wish, open_demo
from wom_tui.worlds.loader import open_world

TINY = open_world("tiny_town")


def test_two_demonstrations_of_one_world_do_not_share_a_file() -> None:
    wish = Wish(world=TINY, os_user="maria")

    with open_demo(wish, lambda line: None) as first, open_demo(wish, lambda line: None) as second:
        assert first.address != second.address
    with open_demo(wish, lambda line: None) as third:
        assert third.address == first.address
        assert not third.is_continued


def test_a_demonstration_that_begins_anew_keeps_the_one_before() -> None:
    wish = Wish(world=TINY, os_user="maria")
    with open_demo(wish, lambda line: None) as first:
        desk = open_desk(first.address, os_user="maria")
        desk.run(SetPriority(order=1, priority=Priority.P1))
        desk.close()
        acts = desk_events(first.address)

    with open_demo(wish, lambda line: None) as second:
        before = Path(second.address).with_suffix(".before.db")

        assert desk_events(str(before)) == acts
        assert desk_events(second.address) < acts


def desk_events(address: str) -> int:
    desk = open_desk(address, os_user="maria")
    try:
        return desk.last_seq()
    finally:
        desk.close()
