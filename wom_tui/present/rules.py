"""When does a rule come due, in words?"""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from wom_tui.domain.chore import BackupChore, Chore, ReviewChore
from wom_tui.domain.rule import (
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
    Upkeep,
    Watch,
)
from wom_tui.present.durations import hours_or_minutes

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def trigger_words(trigger: Trigger) -> str:
    """`every 15 min`, `at 16:00 Mon Tue`, `after visit.declined`, `30 min before planned start`."""
    match trigger:
        case Every(minutes=minutes):
            return f"every {hours_or_minutes(timedelta(minutes=minutes))}"
        case Daily(at=at, weekdays=weekdays):
            days = [_DAYS[day] for day in sorted(weekdays)] if len(weekdays) < len(_DAYS) else []
            return " ".join([f"at {at:%H:%M}", *days])
        case OnEvent(kinds=kinds):
            return f"after {' or '.join(sorted(kinds))}"
        case Timer(clock=clock, share=share) if share:
            return f"after {share:.0%} of the time to {'respond' if clock is OrderClock.RESPOND_SLA else 'resolve'}"
        case Timer(clock=clock, offset=offset):
            where = "before" if offset < timedelta(0) else "after"
            return f"{hours_or_minutes(abs(offset))} {where} {clock.value.replace('_', ' ')}"
        case Watch():
            return "all the time"
        case Upkeep():
            return "when a maintenance plan wants an order"
        case Mending(alone=alone):
            return f"whenever the day goes another way; {alone_words(alone)}"
        case _ as never:
            assert_never(never)


def alone_words(alone: Alone) -> str:
    """What may be moved without asking."""
    match alone:
        case Alone.NOTHING:
            return "moves nothing by itself"
        case Alone.UNPROMISED:
            return "moves by itself what nobody was promised"
        case Alone.WITHIN_LIMITS:
            return "moves by itself what keeps all promises"
        case _ as never:
            assert_never(never)


def does_words(definition: Definition) -> str:
    """In a word or two what it comes to: `warning`, `assign`, `unassign, note`."""
    told = [definition.alert.severity.value] if definition.alert is not None else []
    verbs = [line.split(maxsplit=1)[0] for line in definition.lines]
    made = ["new orders"] if isinstance(definition.trigger, Upkeep) else []
    chore = [chore_words(definition.chore)] if definition.chore is not None else []
    return ", ".join([*told, *verbs, *made, *chore])


def chore_words(chore: Chore) -> str:
    """What is made for the whole office: `backup into backups, 14 kept`."""
    match chore:
        case BackupChore(folder=folder, keep=keep):
            return f"backup into {folder}, {keep:,} kept"
        case ReviewChore():
            return "review of the week"
        case _ as never:
            assert_never(never)


def catch_up_words(definition: Definition) -> str:
    """What becomes of moments that passed while nobody was there."""
    age = f" {hours_or_minutes(definition.not_older)}" if definition.not_older else ""
    return f"{definition.catch_up.value}{age}"


def missed_words(definition: Definition) -> str:
    """The same as people say it."""
    match definition.catch_up:
        case CatchUp.RUN_LATEST:
            return "the last one"
        case CatchUp.RUN_ALL:
            return "all of them"
        case CatchUp.SKIP_OLDER_THAN:
            return f"those of the last {hours_or_minutes(definition.not_older)}"
        case _ as never:
            assert_never(never)
