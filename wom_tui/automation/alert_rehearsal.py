"""How often would a rule have raised an alert, and about what would it raise one now? Nothing is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from wom_tui.automation.watcher import Watcher
from wom_tui.automation.watching import Needs
from wom_tui.desk import Desk
from wom_tui.domain.about import About, meeting
from wom_tui.domain.rule import Definition, Firing, Rule
from wom_tui.queries.about import rows_about
from wom_tui.queries.rules import View
from wom_tui.queries.watched import Pool

MOST_LOOKS = 1_000  # at the past: for each of them it is put together anew
MOST_S = 15.0
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class WouldHave:
    """When it would have been raised, the earliest first.

    Attributes:
        raised: moment and subject of each time.
        step: so far from one look to the next; what came and went between two of them was not seen.
        looks: how many there were, from the first one on; `of` so many.
        said: why, of each time, where that is known.
    """

    raised: tuple[tuple[datetime, str], ...] = ()
    step: timedelta = _MINUTE
    looks: int = 0
    of: int = 0
    said: tuple[str, ...] = ()

    @property
    def is_cut(self) -> bool:
        """It was ended before it had come to now."""
        return self.looks < self.of


def would_have_raised(
    definition: Definition,
    desk: Desk,
    since: datetime,
    most_s: float = MOST_S,
    go_on: Callable[[WouldHave], bool] = lambda _: True,
) -> WouldHave:
    """Look at the past from a moment on, as often as the time allows, and let the rule see what it would have seen.

    Args:
        most_s: seconds that it may take: the larger the office, the farther its looks are apart.
        go_on: told after each look what was found so far; False ends it there.
    """
    past = Past(definition, since)

    def see(at: datetime) -> WouldHave:
        _look(definition, desk, past, at)
        return WouldHave(tuple(past.raised))

    trial = partial(_look, definition, desk, Past(definition, since), since)
    return looked_back(see, trial, desk, since, most_s, go_on)


def looked_back(
    see: Callable[[datetime], WouldHave],
    trial: Callable[[], object],
    desk: Desk,
    since: datetime,
    most_s: float,
    go_on: Callable[[WouldHave], bool],
) -> WouldHave:
    """Look at the past from a moment on, as often as the time allows.

    Args:
        see: one look; answers all that was found up to that moment.
        trial: a look that is not kept, by which it is seen how long each takes.
        most_s, go_on: as for `would_have_raised`.
    """
    began = time.monotonic()
    trial()
    looks = max(1, min(MOST_LOOKS, int(most_s / max(time.monotonic() - began, 1e-3))))
    step = max(1, -(-((desk.now() - since) // _MINUTE) // looks)) * _MINUTE
    moments = list(_moments(since, desk.now(), step))
    found = WouldHave(step=step, of=len(moments))
    for number, at in enumerate(moments, start=1):
        if not go_on(found):
            break
        found = replace(see(at), step=step, looks=number, of=len(moments))
    return found


def _moments(since: datetime, until: datetime, step: timedelta) -> Iterator[datetime]:
    at = since
    while at <= until:
        yield at
        at += step


class Past:
    """What the rule had seen and raised by then."""

    def __init__(self, definition: Definition, since: datetime) -> None:
        self.rule = Rule(id=0, name=definition.name, text="", since_at=since)
        self.since: dict[str, datetime] = {}
        self.standing: set[str] = set()
        self.raised: list[tuple[datetime, str]] = []

    def see(self, watcher: Watcher, at: datetime) -> None:
        """Take in how things stood at a moment."""
        self.standing = {subject for subject in self.standing if watcher.goes_on(subject)}
        new = [firing.subject for firing in watcher.raising(self.standing, at)]
        self.raised += [(at, subject) for subject in sorted(new)]
        self.standing.update(new)
        self.since = watcher.since


def _look(definition: Definition, desk: Desk, past: Past, at: datetime) -> None:
    desk.ask_as_of(
        at, lambda reader: past.see(_watcher(definition, past.rule, View(reader), at, past.since), at)
    )


def _watcher(
    definition: Definition, rule: Rule, view: View, at: datetime, since: dict[str, datetime]
) -> Watcher:
    """The rule's watcher, as it sees the office at that moment."""
    needs = Needs.of(definition)
    pool = Pool.read(view.reader, with_completed=needs.completed, with_more=needs.more)
    watcher = Watcher.of(rule, definition, pool)
    watcher.since = dict(since)
    watcher.take(pool.look(at), at, {})
    about = watcher.spec.about
    if about is not About.ORDER:
        rows = rows_about(view.reader, about, at)
        watcher.see(meeting(about, definition.condition, rows, at, view.zone), at, {})
    if watcher.error is not None:
        raise watcher.error
    return watcher


def would_raise(definition: Definition, desk: Desk) -> list[Firing]:
    """What it is about that meets its condition now, as if that had held long enough."""
    now = desk.now()
    assert definition.alert is not None
    at_once = replace(definition, alert=replace(definition.alert, lasting=timedelta(0)))
    rule = Rule(id=0, name=definition.name, text="", since_at=now)
    return desk.ask(lambda reader: _watcher(at_once, rule, View(reader), now, {}).raising((), now))
