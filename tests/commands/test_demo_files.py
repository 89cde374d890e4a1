"""Where does a demonstration lie, and what becomes of the one before?"""

from __future__ import annotations

import os
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


def test_who_goes_on_with_one_that_is_open_is_told_by_whom_and_gets_the_next() -> None:
    maria, said = Wish(world=TINY, os_user="maria", is_kept=True), list[str]()
    ali = Wish(world=TINY, os_user="ali\x1b[2J", is_kept=True)

    with open_demo(maria, lambda line: None) as first, open_demo(ali, said.append) as second:
        assert Path(second.address).name == "tiny_town-2.db"
        told = f"tiny_town.db is open already, by maria, process {os.getpid()}, since "
        assert told in said[0]
        assert said[0].endswith(f"wom console --db {first.address}")
        assert said[1] == "beginning tiny_town-2.db instead"
        said.clear()
        with open_demo(maria, said.append) as third:
            assert Path(third.address).name == "tiny_town-3.db"
        assert "by ali" in said[1]
        assert "\x1b" not in "".join(said)

    said.clear()
    with open_demo(maria, said.append) as again:
        assert (again.address, again.is_continued) == (first.address, True)
    assert said == []


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
