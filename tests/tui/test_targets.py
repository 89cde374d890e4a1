"""Does a verb ever act on another order than the one that was chosen, whatever others do between two keys?

So many random changes as WOM_UPDATES says go over each model; `make soak` takes 100,000. After each, what a verb would
act on is what the last key has chosen, or less of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from tests.tui.lanes import HOUR, T, a_bar, a_lane
from tests.tui.office import NOW
from tests.tui.rows import DAY, a_row
from wom_tui.present.board import SORTS, Day
from wom_tui.present.cells import Line
from wom_tui.present.grouping import By, Grouping
from wom_tui.queries.lane import Lane, Trouble, Watch
from wom_tui.queries.lanes import LanesDay, TrayRow
from wom_tui.queries.orders import OrderRow
from wom_tui.tui.board_model import BoardModel
from wom_tui.tui.lane_groups import Grouping as LaneGrouping
from wom_tui.tui.lanes_model import LanesModel
from wom_tui.tui.map_model import MapModel
from wom_tui.tui.prepared import prepared
from wom_tui.tui.widgets.cursor_list import KeyedList

UPDATES = int(os.environ.get("WOM_UPDATES", "2000"))
KEY_EVERY = 6  # updates


# -------------------------------------------------------------------------------------------- board and map


class BoardWalk:
    """A board, with a map over it, that others change between keys."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.minutes = 0
        self.model = BoardModel()
        self.map = MapModel(self.model)
        self.model.load(prepared([self.row(number) for number in range(1, 25)], self.day))
        self.jumps = [partial(self.model.go, number) for number in range(1, 25)]
        self.model.go(12)

    @property
    def day(self) -> Day:
        return Day(NOW + timedelta(minutes=self.minutes), DAY.zone)

    def row(self, number: int) -> OrderRow:
        some = self.random
        state = some.choice(("ready", "scheduled", "dispatched", "on_hold", "completed"))
        technician = some.choice((None, "kim", "ali"))
        return a_row(
            number,
            due_min=some.choice((None, some.randint(-200, 3000))),
            version=some.randint(1, 99),
            title=some.choice(("Leak", "Lamp", "Lift")),
            status=state,
            state=state,
            priority=some.randint(1, 4),
            territory=some.choice(("West", "East", "")),
            technician=technician,
            technician_name=technician,
            lat=some.choice((None, 42.3 + number / 500)),
            ended_at=NOW if state == "completed" else None,
        )

    def key(self) -> None:
        """One of the dispatcher's own."""
        model, some = self.model, self.random
        match some.randrange(10):
            case 0:
                model.mark()
            case 1:
                model.clear_marks()
            case 2:
                model.settle(keep_cursor=False)
            case 3:
                words = some.choice(("Leak", "Lamp", ""))
                model.filter((lambda row: row.title == words) if words else None)
            case 4:
                some.choice(self.jumps)()
            case 5:
                model.clear_marks()
                model.mark_all()
            case 6 if (beside := self.map.beside(some.choice((-1, 1)))) is not None:
                model.go(beside)
            case _:
                model.move(some.randint(-8, 8))

    def update(self) -> None:
        """One of the others', or what comes by itself."""
        model, some = self.model, self.random
        numbers = [some.randint(1, 40) for _ in range(some.randint(1, 4))]
        match some.randrange(12):
            case 0 | 1 | 2:
                model.patch([self.row(number) for number in numbers], [], self.day)
            case 3 | 4:
                model.patch([], numbers, self.day)
            case 5 | 6:
                model.settle(keep_cursor=True)
            case 7:
                self.minutes += some.randint(1, 40)
                model.tick(self.day)
            case 8:
                self._load(model.standing())
            case 9:  # all is read anew, and some of it has gone
                self._load([row for row in model.standing() if row.number not in numbers])
            case 10:
                by = By(some.choice(list(SORTS)), some.choice(list(Grouping)))
                model.by = by
                self._load(model.standing())
            case _:
                self.map.take(self.map.place(self.map.wanted(60, 20, self.day, some.randint(1, 3))))

    def _load(self, rows: Sequence[OrderRow]) -> None:
        self.model.load(prepared(rows, self.day, self.model.by, matches=self.model.matches))

    @property
    def target(self) -> frozenset[int]:
        return frozenset(self.model.chosen())


# --------------------------------------------------------------------------------------------------- lanes


class LanesWalk:
    """Lanes and tray that others change between keys."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.holder: dict[int, int] = {}  # visit → technician; nobody has the others
        self.away: set[int] = set()
        self.model = LanesModel()
        self._shuffle(range(1, 31))
        self.model.load(self.day())

    def _shuffle(self, visits: Sequence[int]) -> None:
        for visit in visits:
            self.holder[visit] = self.random.randint(0, 6)

    def lane(self, technician: int) -> Lane:
        mine = [visit for visit, holder in self.holder.items() if holder == technician]
        self.random.shuffle(mine)
        bars = [
            a_bar(visit, technician, place, version=self.random.randint(1, 9))
            for place, visit in enumerate(mine)
        ]
        skill = self.random.choice(("", "lights"))
        watch = Watch(trouble=self.random.choice(list(Trouble)), minutes=self.random.randint(1, 90))
        return a_lane(technician, bars, skill=skill, watch=watch)

    @property
    def tray(self) -> tuple[TrayRow, ...]:
        waiting = [visit for visit, holder in self.holder.items() if holder == 0]
        self.random.shuffle(waiting)
        return tuple(
            TrayRow(
                order=visit,
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
            for visit in waiting
        )

    def day(self) -> LanesDay:
        lanes = [self.lane(technician) for technician in range(1, 7) if technician not in self.away]
        lanes.sort(key=lambda lane: lane.rank)
        return LanesDay(on=date(2026, 3, 2), zone="UTC", lanes=tuple(lanes), tray=self.tray)

    def key(self) -> None:
        model, some = self.model, self.random
        match some.randrange(8):
            case 0:
                model.switch_pane()
            case 1 | 2 if not model.in_tray:  # there they choose nothing
                model.move_bar(some.choice((-1, 1)))
            case 3 if model.go_to_order(some.randint(1, 30)):
                pass
            case 4 if not model.in_tray:
                model.look_at(T + some.randint(0, 8) * HOUR)
            case 5 if model.order:
                model.go(some.choice(model.order))
            case _:
                model.move(some.choice((-1, 1, 1, 3)))

    def update(self) -> None:
        model, some = self.model, self.random
        touched = [some.randint(1, 30) for _ in range(some.randint(1, 3))]
        match some.randrange(9):
            case 0 | 1 | 2 | 3:
                self._shuffle(touched)
                changed = some.sample(range(1, 7), some.randint(1, 6))
                model.patch([self.lane(one) for one in changed if one not in self.away], self.tray)
            case 4:
                self._shuffle(touched)
                model.load(self.day(), keeps_places=some.random() < 0.5)
            case 5:
                self.away = set(some.sample(range(1, 7), some.randint(0, 2)))
                model.load(self.day())
            case 6:
                model.settle()
            case 7:
                model.group_by(some.choice(list(LaneGrouping)))
            case _:
                model.give_room(is_airy=some.random() < 0.5)

    @property
    def target(self) -> frozenset[int]:
        """What `LanesView.targets` names."""
        row, bar = self.model.row, self.model.current_bar
        if row is not None:
            return frozenset({row.order})
        return frozenset() if self.model.in_tray or bar is None else frozenset({bar.order})


# -------------------------------------------------------------------------------------------------- triage


@dataclass(frozen=True)
class Item:
    """A line of the queue."""

    key: str
    line: Line = ()


class Queue(KeyedList[Item]):
    """The queue of decisions without its screen."""

    context = "triage"
    goes_on = False

    def __init__(self) -> None:
        super().__init__()
        self.entries, self.cursor = (), ""

    def draw_cursor(self) -> None:
        """Nobody looks."""


class QueueWalk:
    """A queue whose lines come, go and change places between keys."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.queue = Queue()
        self.queue.set_entries(self._lines())

    def _lines(self) -> list[Item]:
        some = self.random
        there = some.sample(range(1, 31), some.randint(0, 28))
        return [Item("" if some.random() < 0.1 else str(number)) for number in there]

    def key(self) -> None:
        queue, some = self.queue, self.random
        if some.random() < 0.2 and queue.entries:
            queue.click(some.randrange(len(queue.entries)))
        else:
            queue.step(some.choice((-1, 1, 1, 7)))

    def update(self) -> None:
        self.queue.set_entries(self._lines())

    @property
    def target(self) -> frozenset[int]:
        entry = self.queue.entry
        return frozenset({int(entry.key)} if entry is not None else ())


# --------------------------------------------------------------------------------------------------- the rule


def walked(walk: BoardWalk | LanesWalk | QueueWalk) -> tuple[int, int]:
    """Let so many updates go over it; answers after how many something was meant, and after how many still was."""
    meant = kept = 0
    chosen = walk.target
    for turn in range(UPDATES):
        if walk.random.randrange(KEY_EVERY) == 0:
            walk.key()
            chosen = walk.target
        walk.update()
        assert walk.target <= chosen, f"after {turn} updates: {set(walk.target)} instead of {set(chosen)}"
        meant, kept = meant + bool(chosen), kept + bool(walk.target)
    return meant, kept


def test_no_change_of_others_brings_another_order_under_a_verb_of_board_or_map() -> None:
    meant, kept = walked(BoardWalk(1))

    assert kept > meant / 2 > UPDATES / 4  # it is not kept by meaning nothing


def test_no_change_of_others_brings_another_visit_under_a_verb_of_the_lanes() -> None:
    meant, kept = walked(LanesWalk(2))

    assert kept > meant / 3 > UPDATES / 6


def test_no_change_of_others_brings_another_line_under_enter_in_the_queue() -> None:
    meant, kept = walked(QueueWalk(3))

    assert kept > meant / 4 > UPDATES / 12
