"""Do the tasks of a dispatcher's day take just the keys that the docs count, and end in the facts they should?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from tests.tui.afternoon import OF_THE_COLLEGE, PHONE, REPORTED, SOON, WORLDS, desk_on_roads
from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from tests.tui.tasks import TASKS, Task
from wom_tui.domain.event import Event
from wom_tui.domain.site import Contact
from wom_tui.domain.visit import REROUTED, Visit, VisitStatus
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority, WorkOrder
from wom_tui.store import journal
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.intake import IntakeView
from wom_tui.tui.screens.triage import TriageView
from wom_tui.tui.seat import Seat

MOST = 10  # keys of any task that is not told in words
Sees = Callable[["Done"], Awaitable[None]]


class Done:
    """What a task has come to."""

    def __init__(self, c: Console, address: str, since: int) -> None:
        self.c, self.since = c, since
        self.desk = desk_at(address, session="look")

    @property
    def text(self) -> str:
        return self.c.text

    def order(self, number: int) -> WorkOrder:
        return self.desk.ask(Reader.get, WorkOrder, number)

    def visit(self, number: int) -> Visit:
        (visit,) = self.desk.ask(Reader.select, Visit, order_id=number)
        return visit

    @property
    def events(self) -> list[Event]:
        return self.desk.ask(lambda reader: list(journal.events(reader.connection, since=self.since)))

    @property
    def touched(self) -> set[int]:
        """The orders whose visits it has moved, sent or made; another way to them does not count."""
        told = [event for event in self.events if event.kind != REROUTED]
        visits = [event.subject.partition(":")[2] for event in told if event.subject.startswith("visit:")]
        return {self.desk.ask(Reader.get, Visit, int(id)).order_id for id in visits}


async def _assigned(done: Done) -> None:
    visit = done.visit(4419)
    assert visit.technician_id == 1
    assert visit.start_at is not None
    assert done.touched == {4419}
    assert "4419: Maria Keane 25 Nov 08:10" in done.text


async def _emergency(done: Done) -> None:
    order, visit = done.order(4429), done.visit(4429)
    assert (order.title, order.site_id, order.requester) == ("lift stuck", 8, "Rossi")
    assert (order.priority, order.status) == (Priority.P1, OrderStatus.DISPATCHED)
    assert (visit.technician_id, visit.start_at) == (9, NOW + 13 * MINUTE)
    assert done.touched == {4429}, "nobody else's visit was moved"
    assert "dispatch 4429" in done.text


async def _moved(done: Done) -> None:
    assert done.visit(4424).start_at == NOW + (35 + 30) * MINUTE
    assert done.touched == {4424}
    assert "15:37–16:02" in done.text


async def _swapped(done: Done) -> None:
    places = [(visit.technician_id, visit.start_at) for visit in map(done.visit, (4424, 4425))]
    assert places == [(5, NOW + 50 * MINUTE), (2, NOW + 35 * MINUTE)]
    assert len({event.command_id for event in done.events}) == 1, "one act, one undo"
    assert "swap" in done.text


async def _held(done: Done) -> None:
    order = done.order(4405)
    assert order.status is OrderStatus.ON_HOLD
    assert order.hold is not None
    assert order.hold.reason is HoldReason.PARTS


async def _found(done: Done) -> None:
    assert set(done.c.board.model.shown) == set(OF_THE_COLLEGE)
    assert "filter  coll" in done.text
    assert done.events == []


async def _late(done: Done) -> None:
    assert "! 3 late" in done.text
    for words in ("Maria Keane", "! 4401 late 0:35", "! 4406 late 0:07", "! 4410 late 0:05"):
        assert words in done.text
    assert done.events == []


async def _call_back(done: Done) -> None:
    assert done.desk.ask(Reader.get, Contact, 1).phone == PHONE
    assert PHONE in done.text
    assert done.c.app.clipboard == f"4407  Catch basin blocked  Tremont St, South End  Lena Ortiz  {PHONE}"


async def _sent(done: Done) -> None:
    for number in SOON:
        assert done.visit(number).status is VisitStatus.DISPATCHED
    assert done.touched == set(SOON)
    assert "dispatch 3 orders" in done.text


async def _undone(done: Done) -> None:
    was = {4406: Priority.P2, 4407: Priority.P3, 4420: Priority.P4}
    assert {number: done.order(number).priority for number in was} == was
    assert sum("taken back" in toast or "undo" in toast for toast in done.c.toasts) == len(was)


async def _compared(done: Done) -> None:
    assert "what differs  08:00 → now" in done.text
    assert "1 given to somebody    1 changed" in done.text
    assert "priority P3 → P2" in done.text


async def _closed(done: Done) -> None:
    order = done.order(REPORTED)
    assert order.status is OrderStatus.CLOSED
    assert (order.labour_min, order.materials, order.cover) == (40, (), "contract")
    assert done.c.app.view.order_here == 4423, "it was the last one: the cursor is on the one before"


SEEN: Mapping[str, Sees] = {
    "assign to best": _assigned,
    "emergency": _emergency,
    "move by 30 min": _moved,
    "swap two visits": _swapped,
    "hold for parts": _held,
    "find all of a customer": _found,
    "who is late": _late,
    "call back": _call_back,
    "bulk dispatch": _sent,
    "undo last three": _undone,
    "compare with 08:00": _compared,
    "close out": _closed,
}


async def at_rest(c: Console) -> None:
    """What a reader waits for before the next key: the view has read what it shows."""
    await c.settled()
    view = c.app.view
    if isinstance(view, IntakeView):
        await c.until(lambda: view.known.is_settled and not view.known.rest.is_waited_for, "it is looked up")
    if isinstance(view, TriageView):
        await c.until(lambda: view.below.answer is not None, "the answer is typed")


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_takes_just_these_keys(task: Task, tmp_path: Path) -> None:
    address = WORLDS[task.world](tmp_path / "office.db")

    async def script() -> None:
        async with console(address, seat=Seat(lambda: desk_on_roads(address))) as c:
            await c.until(lambda: c.board.is_loaded, "all orders are read")
            if task.on is not None:
                assert c.board.go_to(task.on)
            since = desk_at(address, session="look").last_seq()

            for key in task.presses:
                await c.pilot.press(key)
                await at_rest(c)

            await SEEN[task.name](Done(c, address, since))

    driven(script)


def test_there_are_twelve_and_each_is_looked_at() -> None:
    assert [task.name for task in TASKS] == list(SEEN)
    assert len(TASKS) == 12


def test_what_is_not_told_in_words_takes_few_keys() -> None:
    told = {"emergency", "bulk dispatch", "compare with 08:00"}

    assert {task.name: task.count for task in TASKS if task.name not in told and task.count > MOST} == {}
