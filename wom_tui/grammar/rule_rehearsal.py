"""What would a rule have done, and what would it do now? Nothing is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from wom_tui.desk import Desk
from wom_tui.domain.chore import BackupChore, Chore, ReviewChore
from wom_tui.domain.policy import Actor
from wom_tui.domain.rule import ACTOR, Daily, Definition, Every, Mending, OnEvent, Timer, Upkeep, Watch
from wom_tui.domain.rule_times import moments
from wom_tui.errors import InvalidInput, StoreError, WomError
from wom_tui.grammar.rule_lines import RULE_ROLE, commands_for
from wom_tui.queries.rules import View, condition_of
from wom_tui.rule_desk import RuleDesk

MOST_MOMENTS = 500  # that are looked back at: for each of them the past is put together anew
MOST_S = 15.0


@dataclass(frozen=True)
class Fired:
    """A moment at which it would have come due, and the orders that met its condition then."""

    at: datetime
    orders: tuple[int, ...]


@dataclass(frozen=True)
class LookedBack:
    """When it would have come due.

    Attributes:
        fired: the earliest first.
        looks: how many of its moments were looked at, from the last one back; `of` so many.
    """

    fired: tuple[Fired, ...]
    looks: int
    of: int

    @property
    def times(self) -> int:
        """How often it would have come due for an order."""
        return sum(len(one.orders) for one in self.fired)


def would_have_fired(
    definition: Definition,
    desk: Desk,
    since: datetime,
    most_s: float = MOST_S,
    go_on: Callable[[LookedBack], bool] = lambda _: True,
) -> LookedBack:
    """Every moment since then at which it would have come due for an order.

    Without what it would have changed itself: an order that it would have released goes on waiting here.

    Args:
        most_s: seconds after which the moments before are left out: in a large office each takes a second.
        go_on: told after each moment what was found so far; False ends it there.
    """
    found, until = _moments(definition, desk, since), time.monotonic() + most_s
    fired: list[Fired] = []
    looked = LookedBack((), looks=0, of=len(found))
    for at, among in reversed(found[-MOST_MOMENTS:]):
        if (one := Fired(at, _met(definition, desk, at, among))).orders:
            fired.insert(0, one)
        looked = LookedBack(tuple(fired), looks=looked.looks + 1, of=len(found))
        if not go_on(looked) or time.monotonic() > until:
            break
    return looked


Moment = tuple[datetime, list[int] | None]  # and the orders that it is about; None = all


def _moments(definition: Definition, desk: Desk, since: datetime) -> list[Moment]:
    trigger, now = definition.trigger, desk.now()
    if definition.chore is not None:
        raise _of_the_office(definition.name, definition.chore)
    match trigger:
        case Every() | Daily():
            zone = desk.ask(lambda reader: View(reader).zone)
            return [(at, None) for at in moments(trigger, since, now, zone)]
        case OnEvent():
            return desk.ask(lambda reader: list(_events(View(reader), trigger, since)))
        case Timer():
            offset = trigger.offset
            due = desk.ask(lambda reader: View(reader).timed(trigger, since - offset, now - offset))
            return sorted((at + offset, [number]) for number, at in due.items())
        case Watch():
            return []  # it is watched all the time, and its alert is raised at no moment of its own
        case Upkeep() | Mending():
            return []  # it is about no single orders: `automation/whole_rehearsal.py`
        case _ as never:
            assert_never(never)


def _of_the_office(name: str, chore: Chore) -> InvalidInput:
    """What is made for the whole office is about no orders."""
    what, how = _made(chore)
    why = f"{name} makes {what}, and looks at no orders: {how} makes one now"
    return InvalidInput("rule", name, "a rule about orders", why=why)


def _made(chore: Chore) -> tuple[str, str]:
    """What it makes, and what makes one at any time."""
    match chore:
        case BackupChore():
            return "one backup a night", "`wom db backup`"
        case ReviewChore():
            return "one review a week", "`wom review show`"
        case _ as never:
            assert_never(never)


def _events(view: View, trigger: OnEvent, since: datetime) -> Iterator[Moment]:
    happened = view.happened(view.seq_before(since))
    while happened.events:
        for number, event in happened.of_kinds(trigger.kinds):
            if event.at > since:
                yield event.at, [number]
        happened = view.happened(happened.until)


def _met(definition: Definition, desk: Desk, at: datetime, among: list[int] | None) -> tuple[int, ...]:
    """Those that met it then, as the office stood then."""
    return desk.ask_as_of(at, lambda reader: _meeting(definition, View(reader), at, among))


def _meeting(
    definition: Definition, view: View, at: datetime, among: list[int] | None = None
) -> tuple[int, ...]:
    """The orders that meet its condition, as it means it at a moment."""
    return tuple(view.meeting(condition_of(definition, view, at), among))


@dataclass(frozen=True)
class Would:
    """What would become of one order.

    Attributes:
        events: the kinds of what would happen.
        refused: why nothing would.
    """

    order: int
    events: tuple[str, ...] = ()
    refused: str = ""


def meeting_now(definition: Definition, desk: Desk) -> tuple[int, ...]:
    """The orders that meet its condition now."""
    if definition.chore is not None:
        raise _of_the_office(definition.name, definition.chore)
    return desk.ask(lambda reader: _meeting(definition, View(reader), desk.now()))


def would_do(definition: Definition, desk: Desk, most: int) -> tuple[list[Would], int]:
    """What it would do if it came due now for every order that meets its condition.

    Returns:
        That for the first so many; and how many there are.
    """
    numbers = meeting_now(definition, desk)
    return list(rehearsed(definition, desk, numbers[:most])), len(numbers)


def rehearsed(definition: Definition, desk: Desk, numbers: Iterable[int]) -> Iterator[Would]:
    """What would become of each of these orders."""
    its = RuleDesk(desk).acting_as(Actor(name=ACTOR + definition.name, role=RULE_ROLE))
    for number in numbers:
        yield _rehearsed(definition, its, number)


def _rehearsed(definition: Definition, desk: Desk, number: int) -> Would:
    try:
        receipt = desk.run_all(commands_for(definition, number, desk), dry_run=True)
    except StoreError:
        raise
    except WomError as error:
        return Would(number, refused=str(error))
    return Would(number, tuple(event.kind for event in receipt.events))
