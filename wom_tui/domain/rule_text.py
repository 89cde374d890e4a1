"""How is a rule written? As TOML: a name, what it is for, when, for which orders, and what is done then.

name = "hold-review"
says = "Take up again what was put on hold until now."
every = "15m"                                   or  at = "16:00", days = "mon tue wed thu fri"
                                                or  event = "visit.declined"
                                                or  before = "30m", of = "planned_start"   (or after = …)
                                                or  alone = "nothing": see `Mending`; without when and do
when = "status=on_hold held_until<now"          a filter as the board has it
do = ["release {order}"]                        lines as anybody types them
catch_up = "run_latest"                         or run_all, or skip_older_than 10m
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, NoReturn

from wom_tui.domain.filter import parse_filter
from wom_tui.domain.moments import duration_min
from wom_tui.domain.rule import (
    MENDS,
    ORDER,
    Alone,
    CatchUp,
    Daily,
    Definition,
    Every,
    Mending,
    OnEvent,
    OrderClock,
    Timer,
    Trigger,
)
from wom_tui.domain.sheets.times import DAYS
from wom_tui.errors import InvalidInput

LONGEST_TEXT = 20_000  # characters of a file
LONGEST_NAME = 40
MOST_LINES = 10
LONGEST_OFFSET = timedelta(days=90)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_KIND = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # on which a condition is tried out
_MOST = ("most_moves", "most_a_day", "most_a_visit")
_OF_MENDING = ("policy", "grace", *_MOST)
_KEYS = (
    *("name", "says", "every", "at", "days", "event", "before", "after", "of", "alone", *_OF_MENDING),
    *("when", "do", "catch_up"),
)
_HIGHEST = 10_000  # of a limit


def read_rule(text: str, place: str = "rule") -> Definition:
    """The rule that a text tells.

    Args:
        place: the file, as errors name it.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there; the first fault only.
    """
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(place, f"{len(text):,} characters", f"at most {LONGEST_TEXT:,}")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f"{place}:{found[1]}" if found else f"{place}:{text.count(chr(10)) + 1}"
        said = str(error).partition(" (at ")[0]
        raise InvalidInput(where, "", "TOML", why=f"{where}: {said}") from error
    return _Page(text, place, table).definition()


@dataclass(frozen=True)
class _Page:
    """A file that has been read, with the lines in which its keys stand."""

    text: str
    place: str
    table: Mapping[str, Any]

    def definition(self) -> Definition:
        for key in self.table:
            if key not in _KEYS:
                self._refuse(key, key, f"one of the keys {', '.join(_KEYS)}")
        catch_up, not_older = self._catch_up()
        name, says, trigger = self._name(), self._words("says"), self._trigger()
        is_mending = isinstance(trigger, Mending)
        if is_mending != (name == MENDS):
            self._refuse("name", name, f"{MENDS} for the one rule that mends the day, and for no other")
        return Definition(
            name=name,
            says=says,
            trigger=trigger,
            condition=self._condition(),
            lines=() if is_mending else self._lines(),
            catch_up=catch_up,
            not_older=not_older,
        )

    def _name(self) -> str:
        name = self._words("name")
        if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            self._refuse("name", name, f"up to {LONGEST_NAME} small letters and digits: hold-review")
        return name

    def _trigger(self) -> Trigger:
        ways = {"every": self._every, "at": self._daily, "event": self._on_event}
        ways |= {"before": self._timer, "after": self._timer, "alone": self._mending}
        named = [key for key in ways if key in self.table]
        if len(named) != 1:
            key = named[-1] if named else ""
            self._refuse(key, ", ".join(named), f"one of {', '.join(ways)}: when it comes due")
        goes_with = {"days": ("at",), "of": ("before", "after"), **dict.fromkeys(_OF_MENDING, ("alone",))}
        for key, others in goes_with.items():
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

    def _mending(self) -> Trigger:
        for key in ("when", "do", "catch_up"):
            if key in self.table:
                self._refuse(key, self.table[key], "nothing: what mends the day looks at all of it as it is")
        said, usual = self._words("alone"), Mending()
        if said not in set(Alone):
            self._refuse("alone", said, f"one of {', '.join(Alone)}")
        grace = self._minutes("grace") if "grace" in self.table else usual.grace // timedelta(minutes=1)
        return Mending(
            alone=Alone(said),
            policy=self._words("policy") if "policy" in self.table else usual.policy,
            grace=timedelta(minutes=grace),
            **{key: self._most(key) for key in _MOST if key in self.table},
        )

    def _most(self, key: str) -> int:
        value = self.table[key]
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _HIGHEST:
            self._refuse(key, value, f"a whole number from 0 to {_HIGHEST:,}")
        return value

    def _condition(self) -> str:
        condition = self._words("when") if "when" in self.table else ""
        try:
            parse_filter(condition, now=_ANY_DAY, zone="UTC")
        except InvalidInput as error:
            self._refuse("when", error.value, error.expected)
        return condition

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

    # one value

    def _minutes(self, key: str) -> int:
        try:
            return duration_min(self._words(key))
        except InvalidInput as error:
            self._refuse(key, error.value, error.expected)

    def _words(self, key: str) -> str:
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self._refuse(key, "" if value is None else value, f'{key} = "…", in one line')
        return value.strip()

    def _list(self, key: str) -> list[str]:
        value = self.table.get(key)
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values:
            self._refuse(key, "" if value is None else value, f'{key} = ["…"]')
        for one in values:
            if not isinstance(one, str) or not one.strip() or not one.isprintable():
                self._refuse(key, one, "words in one line")
        return values

    def _refuse(self, key: str, value: object, expected: str) -> NoReturn:
        raise InvalidInput(f"{self.place}:{self._line_of(key)}: {key or 'rule'}", value, expected)

    def _line_of(self, key: str) -> int:
        """In which line a key stands; the last one where it does not stand anywhere."""
        return next(_lines_with(key, self.text), max(len(self.text.splitlines()), 1))


def line_with(said: str, text: str) -> int:
    """In which line of a text some words stand; the last one where they stand nowhere as they are."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if said in line), max(len(lines), 1))


def _lines_with(key: str, text: str) -> Iterator[int]:
    begin = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]|\s*\[+\s*{re.escape(key)}\s*\]")
    for number, line in enumerate(text.splitlines(), start=1):
        if key and begin.match(line):
            yield number
