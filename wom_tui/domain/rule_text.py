"""How is a rule written? As TOML: a name, what it is for, when, for which orders, and what is done then.

name = "hold-review"
says = "Take up again what was put on hold until now."
every = "15m"                                   or  at = "16:00", days = "mon tue wed thu fri"
                                                or  event = "visit.declined"
                                                or  before = "30m", of = "planned_start"   (or after = …)
                                                or  after = "80%", of = "respond_sla"
when = "status=on_hold held_until<now"          a filter as the board has it
do = ["release {order}"]                        lines as anybody types them
catch_up = "run_latest"                         or run_all, or skip_older_than 10m

A rule may raise an alert instead, or besides: `rule_alert_text`. Then it needs no moment: it is looked at all the time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import time, timedelta

from wom_tui.domain.alert import OF_RULES
from wom_tui.domain.alert_rule import AlertSpec
from wom_tui.domain.moments import duration_min
from wom_tui.domain.rule import (
    ORDER,
    SLA_CLOCKS,
    CatchUp,
    Daily,
    Definition,
    Every,
    OnEvent,
    OrderClock,
    Timer,
    Trigger,
    Watch,
)
from wom_tui.domain.rule_alert_text import ALERT_KEYS, read_alert
from wom_tui.domain.rule_page import Page, line_with
from wom_tui.domain.sheets.times import DAYS
from wom_tui.errors import InvalidInput

LONGEST_TEXT = 20_000  # characters of a file
LONGEST_NAME = 40
MOST_LINES = 10
LONGEST_OFFSET = timedelta(days=90)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_KIND = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}) ?%", re.ASCII)
MOST_PERCENT = 300
_KEYS = (
    *("name", "says", "every", "at", "days", "event", "before", "after", "of", "when", "do", "catch_up"),
    *ALERT_KEYS,
)


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
    return _definition(Page(text, place, table))


def _definition(page: Page) -> Definition:
    for key in page.table:
        if key not in _KEYS:
            page.refuse(key, key, f"one of the keys {', '.join(_KEYS)}")
    name, says = _name(page), page.words("says")
    trigger = _trigger(page)
    alert = read_alert(page, trigger)
    catch_up, not_older = _catch_up(page, trigger, alert)
    return Definition(
        name=name,
        says=says,
        trigger=trigger,
        condition=page.condition("when").text if page.has("when") else "",
        lines=_lines(page) if page.has("do") or alert is None else (),
        alert=alert,
        catch_up=catch_up,
        not_older=not_older,
    )


def _name(page: Page) -> str:
    name = page.words("name")
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        page.refuse("name", name, f"up to {LONGEST_NAME} small letters and digits: hold-review")
    if name in OF_RULES:
        page.refuse("name", name, "another name: the office's own alerts about rules have this one")
    return name


def _every(page: Page) -> Trigger:
    minutes = page.minutes("every")
    if not 1 <= minutes <= 24 * 60:
        page.refuse("every", page.table["every"], "a minute to a day: 15m")
    return Every(minutes)


def _daily(page: Page) -> Trigger:
    found = _TIME.fullmatch(page.words("at"))
    if not found:
        page.refuse("at", page.table["at"], "a time of day in four digits: 06:30")
    said = page.words("days").lower().replace(",", " ").split() if page.has("days") else DAYS
    if unknown := [word for word in said if word not in DAYS]:
        page.refuse("days", unknown[0], f"some of {' '.join(DAYS)}")
    return Daily(time(int(found[1]), int(found[2])), frozenset(map(DAYS.index, said)))


def _on_event(page: Page) -> Trigger:
    kinds = page.list("event")
    for kind in kinds:
        if not _KIND.fullmatch(kind):
            page.refuse("event", kind, "a kind of event as `wom log` shows it: visit.declined")
    return OnEvent(frozenset(kinds))


def _timer(page: Page) -> Trigger:
    key = "before" if page.has("before") else "after"
    clock = page.words("of") if page.has("of") else ""
    if clock not in set(OrderClock):
        page.refuse("of", clock, f"one of {', '.join(OrderClock)}")
    said = page.words(key)
    if OrderClock(clock) in SLA_CLOCKS:
        found = _PERCENT.fullmatch(said)
        if key != "after" or not found or not 1 <= int(found[1]) <= MOST_PERCENT:
            page.refuse(key, said, f"after a share of its time: 1% to {MOST_PERCENT}%")
        return Timer(OrderClock(clock), timedelta(0), share=int(found[1]) / 100)
    offset = timedelta(minutes=page.minutes(key))
    if offset > LONGEST_OFFSET:
        page.refuse(key, page.table[key], f"at most {LONGEST_OFFSET.days} days")
    return Timer(OrderClock(clock), -offset if key == "before" else offset)


_WAYS: Mapping[str, Callable[[Page], Trigger]] = {
    "every": _every,
    "at": _daily,
    "event": _on_event,
    "before": _timer,
    "after": _timer,
}


def _trigger(page: Page) -> Trigger:
    named = [key for key in _WAYS if page.has(key)]
    if not named and page.has("alert"):
        page.refuse_beside(("days",), "days goes with at")
        if not page.has("share_of"):
            page.refuse_beside(("of",), "of goes with before, after or share_of")
        return Watch()
    if len(named) != 1:
        key = named[-1] if named else ""
        page.refuse(key, ", ".join(named), f"one of {', '.join(_WAYS)}: when it comes due")
    for key, others in (("days", ("at",)), ("of", ("before", "after"))):
        if page.has(key) and named[0] not in others:
            other = " or ".join(others)
            page.refuse(key, page.table[key], f"nothing: {key} goes with {other}")
    return _WAYS[named[0]](page)


def _lines(page: Page) -> tuple[str, ...]:
    lines = page.list("do")
    if len(lines) > MOST_LINES:
        page.refuse("do", f"{len(lines)} lines", f"at most {MOST_LINES}")
    if without := next((line for line in lines if ORDER not in line), None):
        where = f"{page.place}:{line_with(without, page.text)}: do"
        raise InvalidInput(where, without, f"a line with {ORDER} in it: release {ORDER}")
    return tuple(lines)


def _catch_up(page: Page, trigger: Trigger, alert: AlertSpec | None) -> tuple[CatchUp, timedelta]:
    if page.has("catch_up") and alert is not None and isinstance(trigger, Watch | Timer):
        page.refuse("catch_up", page.table["catch_up"], "nothing: an alert tells how things are now")
    said = page.words("catch_up") if page.has("catch_up") else CatchUp.RUN_LATEST.value
    word, _, age = said.partition(" ")
    if word not in set(CatchUp) or (word == CatchUp.SKIP_OLDER_THAN.value) != bool(age):
        page.refuse("catch_up", said, "run_latest, run_all, or skip_older_than 10m")
    if not age:
        return CatchUp(word), timedelta(0)
    try:
        return CatchUp(word), timedelta(minutes=duration_min(age))
    except InvalidInput as error:
        page.refuse("catch_up", age, error.expected)
