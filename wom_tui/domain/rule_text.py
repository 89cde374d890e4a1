"""How is a rule written? As TOML: a name, what it is for, when, for which orders, and what is done then.

name = "hold-review"
says = "Take up again what was put on hold until now."
every = "15m"                                   or  at = "16:00", days = "mon tue wed thu fri"
                                                or  event = "visit.declined"
                                                or  before = "30m", of = "planned_start"   (or after = …)
when = "status=on_hold held_until<now"          a filter as the board has it
do = ["release {order}"]                        lines as anybody types them
catch_up = "run_latest"                         or run_all, or skip_older_than 10m
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta

from wom_tui.domain.moments import duration_min
from wom_tui.domain.rule import (
    ORDER,
    CatchUp,
    Daily,
    Definition,
    Every,
    OnEvent,
    OrderClock,
    Timer,
    Trigger,
)
from wom_tui.domain.sheets.times import DAYS
from wom_tui.domain.toml_page import TomlPage, line_with
from wom_tui.errors import InvalidInput

MOST_LINES = 10
LONGEST_OFFSET = timedelta(days=90)
_KIND = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_KEYS = ("name", "says", "every", "at", "days", "event", "before", "after", "of", "when", "do", "catch_up")


def read_rule(text: str, place: str = "rule") -> Definition:
    """The rule that a text tells.

    Args:
        place: the file, as errors name it.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there; the first fault only.
    """
    return _Page.read(text, place).definition()


class _Page(TomlPage):
    """The page of a rule."""

    def definition(self) -> Definition:
        self._only(_KEYS)
        catch_up, not_older = self._catch_up()
        return Definition(
            name=self._name(),
            says=self._words("says"),
            trigger=self._trigger(),
            condition=self._condition(),
            lines=self._lines(),
            catch_up=catch_up,
            not_older=not_older,
        )

    def _trigger(self) -> Trigger:
        ways = {"every": self._every, "at": self._daily, "event": self._on_event}
        ways |= {"before": self._timer, "after": self._timer}
        named = [key for key in ways if key in self.table]
        if len(named) != 1:
            key = named[-1] if named else ""
            self._refuse(key, ", ".join(named), f"one of {', '.join(ways)}: when it comes due")
        for key, others in (("days", ("at",)), ("of", ("before", "after"))):
            if key in self.table and named[0] not in others:
                other = " or ".join(others)
                self._refuse(key, self.table[key], f"nothing: {key} goes with {other}")
        make: Callable[[], Trigger] = ways[named[0]]
        return make()

    def _every(self) -> Trigger:
        minutes = self._minutes("every")
        if not 1 <= minutes <= 24 * 60:
            self._refuse("every", self.table["every"], "a minute to a day: 15m")
        return Every(minutes)

    def _daily(self) -> Trigger:
        found = _TIME.fullmatch(self._words("at"))
        if not found:
            self._refuse("at", self.table["at"], "a time of day in four digits: 06:30")
        said = self._words("days").lower().replace(",", " ").split() if "days" in self.table else DAYS
        if unknown := [word for word in said if word not in DAYS]:
            self._refuse("days", unknown[0], f"some of {' '.join(DAYS)}")
        return Daily(time(int(found[1]), int(found[2])), frozenset(map(DAYS.index, said)))

    def _on_event(self) -> Trigger:
        kinds = self._list("event")
        for kind in kinds:
            if not _KIND.fullmatch(kind):
                self._refuse("event", kind, "a kind of event as `wom log` shows it: visit.declined")
        return OnEvent(frozenset(kinds))

    def _timer(self) -> Trigger:
        key = "before" if "before" in self.table else "after"
        offset = timedelta(minutes=self._minutes(key))
        if offset > LONGEST_OFFSET:
            self._refuse(key, self.table[key], f"at most {LONGEST_OFFSET.days} days")
        clock = self._words("of") if "of" in self.table else ""
        if clock not in set(OrderClock):
            self._refuse("of", clock, f"one of {', '.join(OrderClock)}")
        return Timer(OrderClock(clock), -offset if key == "before" else offset)

    def _lines(self) -> tuple[str, ...]:
        lines = self._list("do")
        if len(lines) > MOST_LINES:
            self._refuse("do", f"{len(lines)} lines", f"at most {MOST_LINES}")
        if without := next((line for line in lines if ORDER not in line), None):
            where = f"{self.place}:{line_with(without, self.text)}: do"
            raise InvalidInput(where, without, f"a line with {ORDER} in it: release {ORDER}")
        return tuple(lines)

    def _catch_up(self) -> tuple[CatchUp, timedelta]:
        said = self._words("catch_up") if "catch_up" in self.table else CatchUp.RUN_LATEST.value
        word, _, age = said.partition(" ")
        if word not in set(CatchUp) or (word == CatchUp.SKIP_OLDER_THAN.value) != bool(age):
            self._refuse("catch_up", said, "run_latest, run_all, or skip_older_than 10m")
        if not age:
            return CatchUp(word), timedelta(0)
        try:
            return CatchUp(word), timedelta(minutes=duration_min(age))
        except InvalidInput as error:
            self._refuse("catch_up", age, error.expected)
