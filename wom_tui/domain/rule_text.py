"""How is a rule written? As TOML: a name, what it is for, when, for which orders, and what is done then.

name = "hold-review"
group = "waiting"                               where lists show it; "own" if nothing is said
says = "Take up again what was put on hold until now."
every = "15m"                                   or  at = "16:00", days = "mon tue wed thu fri"
                                                or  event = "visit.declined"
                                                or  before = "30m", of = "planned_start"   (or after = …)
                                                or  after = "80%", of = "respond_sla"
                                                or  alone = "nothing": see `Mending`; without when and do
when = "status=on_hold held_until<now"          a filter as the board has it
do = ["release {order}"]                        lines as anybody types them
                                                or  maintenance = true, alone: orders of maintenance plans
                                                or  backup = "backups", or review = true: see `chore_text`
catch_up = "run_latest"                         or run_all, or skip_older_than 10m

A rule may raise an alert instead, or besides: `rule_alert_text`. Then it needs no moment: it is looked at all the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import time, timedelta

from wom_tui.domain.about import VOCABULARIES, About
from wom_tui.domain.alert import OF_RULES
from wom_tui.domain.alert_rule import AlertSpec
from wom_tui.domain.chore import Chore
from wom_tui.domain.chore_text import BESIDE, CHORE_KEYS, read_chore
from wom_tui.domain.event_kinds import KINDS, expected_instead
from wom_tui.domain.moments import duration_min
from wom_tui.domain.rule import (
    MENDS,
    ORDER,
    SLA_CLOCKS,
    Alone,
    CatchUp,
    Daily,
    Definition,
    Every,
    Group,
    Mending,
    OnEvent,
    OrderClock,
    Timer,
    Trigger,
    Upkeep,
    Watch,
)
from wom_tui.domain.rule_alert_text import ALERT_KEYS, read_alert
from wom_tui.domain.sheets.times import DAYS
from wom_tui.domain.toml_page import TomlPage, line_with
from wom_tui.errors import InvalidInput

MOST_LINES = 10
LONGEST_OFFSET = timedelta(days=90)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}) ?%", re.ASCII)
MOST_PERCENT = 300
_MOST = ("most_moves", "most_a_day", "most_a_visit")
_OF_MENDING = ("policy", "grace", *_MOST)
_HIGHEST = 10_000  # of a limit
_KEYS = (
    *("name", "says", "group", "every", "at", "days", "event", "before", "after", "of", "maintenance"),
    *("alone", *_OF_MENDING, "when", "do", "catch_up"),
    *CHORE_KEYS,
    *ALERT_KEYS,
)


def read_rule(text: str, place: str = "rule") -> Definition:
    """The rule that a text tells.

    Args:
        place: the file, as errors name it.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there; the first fault only.
    """
    return _definition(TomlPage.read(text, place))


def _definition(page: TomlPage) -> Definition:
    page.only(_KEYS)
    name, says = _name(page), page.words("says")
    trigger = _trigger(page)
    if isinstance(trigger, Mending) != (name == MENDS):
        page.refuse("name", name, f"{MENDS} for the one rule that mends the day, and for no other")
    chore = read_chore(page, trigger.weekdays if isinstance(trigger, Daily) else None)
    if chore is not None:
        page.refuse_beside((*BESIDE, *ALERT_KEYS), "it is made for the whole office")
    alert = read_alert(page, trigger)
    catch_up, not_older = _catch_up(page, trigger, alert)
    return Definition(
        name=name,
        says=says,
        trigger=trigger,
        group=_group(page),
        condition=_condition(page, alert),
        lines=_lines(page) if page.has("do") or _does_lines(trigger, alert, chore) else (),
        alert=alert,
        chore=chore,
        catch_up=catch_up,
        not_older=not_older,
    )


def _does_lines(trigger: Trigger, alert: AlertSpec | None, chore: Chore | None) -> bool:
    """A rule that does nothing else has to say what it does to an order."""
    return alert is None and chore is None and not isinstance(trigger, Upkeep | Mending)


def _name(page: TomlPage) -> str:
    name = page.name()
    if name in OF_RULES:
        page.refuse("name", name, "another name: the office's own alerts about rules have this one")
    return name


def _group(page: TomlPage) -> Group:
    return page.one_of("group", Group) if page.has("group") else Group.OWN


def _condition(page: TomlPage, alert: AlertSpec | None) -> str:
    if not page.has("when"):
        return ""
    about = alert.about if alert is not None else About.ORDER
    return page.condition("when", VOCABULARIES[about]).text


def _every(page: TomlPage) -> Trigger:
    minutes = page.minutes("every")
    if not 1 <= minutes <= 24 * 60:
        page.refuse("every", page.table["every"], "a minute to a day: 15m")
    return Every(minutes)


def _daily(page: TomlPage) -> Trigger:
    found = _TIME.fullmatch(page.words("at"))
    if not found:
        page.refuse("at", page.table["at"], "a time of day in four digits: 06:30")
    said = page.words("days").lower().replace(",", " ").split() if page.has("days") else DAYS
    if unknown := [word for word in said if word not in DAYS]:
        page.refuse("days", unknown[0], f"some of {' '.join(DAYS)}")
    return Daily(time(int(found[1]), int(found[2])), frozenset(map(DAYS.index, said)))


def _on_event(page: TomlPage) -> Trigger:
    kinds = page.list("event")
    for kind in kinds:
        if kind not in KINDS:
            page.refuse("event", kind, expected_instead(kind))
    return OnEvent(frozenset(kinds))


def _timer(page: TomlPage) -> Trigger:
    key = "before" if page.has("before") else "after"
    clock, said = page.one_of("of", OrderClock), page.words(key)
    if clock in SLA_CLOCKS:
        found = _PERCENT.fullmatch(said)
        if key != "after" or not found or not 1 <= int(found[1]) <= MOST_PERCENT:
            page.refuse(key, said, f"after a share of its time: 1% to {MOST_PERCENT}%")
        return Timer(clock, timedelta(0), share=int(found[1]) / 100)
    offset = page.span(key, LONGEST_OFFSET)
    return Timer(clock, -offset if key == "before" else offset)


def _upkeep(page: TomlPage) -> Trigger:
    """What is made, and how much of what was missed, the plans say."""
    if page.table["maintenance"] is not True:
        page.refuse("maintenance", page.table["maintenance"], "maintenance = true")
    page.refuse_beside(("when", "do", "catch_up", *ALERT_KEYS), "with maintenance each plan says it")
    return Upkeep()


def _mending(page: TomlPage) -> Trigger:
    page.refuse_beside(
        ("when", "do", "catch_up", *ALERT_KEYS), "what mends the day looks at all of it as it is"
    )
    usual = Mending()
    return Mending(
        alone=page.one_of("alone", Alone),
        policy=page.words("policy") if page.has("policy") else usual.policy,
        grace=timedelta(minutes=page.minutes("grace")) if page.has("grace") else usual.grace,
        **{key: page.whole(key, 0, _HIGHEST) for key in _MOST if page.has(key)},
    )


_WAYS: Mapping[str, Callable[[TomlPage], Trigger]] = {
    "every": _every,
    "at": _daily,
    "event": _on_event,
    "before": _timer,
    "after": _timer,
    "maintenance": _upkeep,
    "alone": _mending,
}


_GOES_WITH: Mapping[str, tuple[str, ...]] = {
    "days": ("at",),
    "of": ("before", "after"),
    **dict.fromkeys(_OF_MENDING, ("alone",)),
}


def _trigger(page: TomlPage) -> Trigger:
    named = [key for key in _WAYS if page.has(key)]
    if not named and page.has("alert"):
        page.refuse_beside(("days",), "days goes with at")
        if not page.has("share_of"):
            page.refuse_beside(("of",), "of goes with before, after or share_of")
        return Watch()
    if not named:
        page.refuse("", "", "one that says when it comes due", why=f"needs one of {', '.join(_WAYS)}")
    if len(named) > 1:
        page.refuse_both(named, _WAYS, "says when it comes due")
    for key, others in _GOES_WITH.items():
        if page.has(key) and named[0] not in others:
            other = " or ".join(others)
            page.refuse(key, page.table[key], f"nothing: {key} goes with {other}")
    return _WAYS[named[0]](page)


def _lines(page: TomlPage) -> tuple[str, ...]:
    lines = page.list("do")
    if len(lines) > MOST_LINES:
        page.refuse("do", f"{len(lines)} lines", f"at most {MOST_LINES}")
    if without := next((line for line in lines if ORDER not in line), None):
        where = f"{page.place}:{line_with(without, page.text)}: do"
        raise InvalidInput(where, without, f"a line with {ORDER} in it: release {ORDER}")
    return tuple(lines)


def _catch_up(page: TomlPage, trigger: Trigger, alert: AlertSpec | None) -> tuple[CatchUp, timedelta]:
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
