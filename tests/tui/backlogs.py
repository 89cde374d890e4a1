"""The morning in Boston with all that had piled up before it: four more types of work, eight weeks of orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.tui.office import NOW, desk_at
from wom_tui.commands.facts import LoadFacts
from wom_tui.domain.fact import Fact
from wom_tui.domain.work_order import Hold, HoldReason, OrderStatus, Priority, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType

DAY = timedelta(days=1)
FIRST = 5001
# type → of each ten orders that came in, how many are still open; and what there was to do
_TYPES = (
    (
        "drain",
        3,
        ("Catch basin rebuild", "Culvert lining, 40 m", "Outfall flap valve", "Root cutting, lateral"),
    ),
    ("electric", 2, ("Panel board, second floor", "Exit lights", "Socket dead", "Meter swap")),
    ("plumbing", 1, ("Tap drips", "Backflow test", "Boiler room valve", "Toilets, third floor")),
    ("doors", 1, ("Closer leaks", "Gate motor", "Badge reader", "Roller door stuck")),
)
_PER_DAY = (4, 6, 3, 5, 6, 1, 1)  # orders that came in, day by day
_OLD = (64, 71, 78, 86, 95, 130, 214)  # days ago; all of these are open


def piled_up(address: str) -> str:
    """Put these orders into that office; answers its address."""
    desk = desk_at(address, session="backlog", actor="setup")
    desk.run(LoadFacts(facts=tuple(_facts()), what="backlog", at=NOW))
    desk.close()
    return address


def _facts() -> Iterator[Fact]:
    for id, (name, _, _) in enumerate(_TYPES, start=11):
        yield WorkType(id=id, name=name, duration_min=60)
    days = [ago for ago in range(56) for _ in range(_PER_DAY[ago % 7])]
    for at, ago in enumerate([*days, *_OLD]):
        yield from _order(at, ago)


def _order(at: int, ago: int) -> Iterator[Fact]:
    kind = (at * 7 + ago) % len(_TYPES)
    _, open_of_ten, titles = _TYPES[kind]
    opened_at = NOW - ago * DAY - timedelta(hours=1 + at % 5)
    is_open = ago >= _OLD[0] or at * 3 % 10 < open_of_ten or ago < 2
    status = OrderStatus.READY
    holds: tuple[Hold, ...] = ()
    if not is_open:
        status = OrderStatus.COMPLETED
    elif at % 4 == 0:
        status = OrderStatus.ON_HOLD
        reason = HoldReason.WEATHER if at % 8 else HoldReason.APPROVAL
        holds = (Hold(from_at=opened_at, reason=reason, until_at=NOW + DAY),)
    yield WorkOrder(
        id=FIRST + at,
        title=titles[(at + ago) % len(titles)],
        status=status,
        priority=Priority(1 + at % 4),
        work_type_id=11 + kind,
        site_id=1 + at % 15,
        territory_id=1,
        opened_at=opened_at,
        holds=holds,
        completed_at=None if is_open else min(opened_at + (2 + at % 9) * DAY, NOW - timedelta(hours=1)),
        resolve_due_at=opened_at + (5 + at % 3 * 5) * DAY,
    )
    yield Requirement(id=FIRST + at, order_id=FIRST + at, duration_min=45 + at % 4 * 30)
