"""What has come due of a rule, and for which orders? Nothing is done here, and no clock is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from wom_tui.domain.alert import OFFICE
from wom_tui.domain.chore import chore_occasion
from wom_tui.domain.event import Event
from wom_tui.domain.maintenance import MaintenancePlan, MeterReading
from wom_tui.domain.minutes import minute_of
from wom_tui.domain.rule import (
    CatchUp,
    Daily,
    Definition,
    Every,
    Firing,
    Mark,
    Mending,
    OnEvent,
    PlanDue,
    Rule,
    Timer,
    Upkeep,
    Watch,
)
from wom_tui.domain.rule_times import MOST_AT_ONCE, due_moments, occasion
from wom_tui.queries.maintenance import wanted_orders
from wom_tui.queries.rules import View, condition_of

_LOOK = Every(15)  # so often the plans are looked at, for days go by; and at once where somebody changed one
# Two machines' clocks may differ by seconds: whoever leads next does nothing for that.
_APART = timedelta(hours=1)
_FAR_BACK = timedelta(days=9)  # the last moment of any rule that goes by the clock lies in it
_OF_PLANS = frozenset({Rule.noun, MaintenancePlan.noun, MeterReading.noun})


@dataclass(frozen=True)
class Due:
    """What a rule has to do now.

    Attributes:
        is_due: something came due, whether for an order or for none: worth writing down at once.
        firings: in the order in which they are to be done; those that were done before are not among them.
        mark: how far the rule will have come when all of them are done.
    """

    firings: tuple[Firing, ...]
    mark: Mark
    is_due: bool = False


Found = Due | Exception
_LAST = 9  # after what is told, whatever it is


def firings_of(found: Found) -> tuple[Firing, ...]:
    """What is to be done; nothing where something is wrong with the rule."""
    return () if isinstance(found, Exception) else found.firings


def with_alerts(found: Found, alerts: Sequence[Firing] | Exception) -> Found:
    """What has come due, with what becomes of the rule's alerts before it."""
    if isinstance(found, Exception) or not alerts:
        return found
    if isinstance(alerts, Exception):
        return alerts
    return replace(found, firings=(*sorted(alerts, key=lambda one: one.due_at), *found.firings))


def urgency(found: Found) -> int:
    """Which rules have their turn first: those that tell something, the worst of it first."""
    acts = (one.act for one in firings_of(found))
    return min((act.severity.rank for act in acts if act is not None), default=_LAST)


def first_mark(rule: Rule) -> Mark:
    """How far the runner has come with a rule that was just switched on."""
    return Mark(rule_id=rule.id, done_until=rule.since_at, seq=rule.since_seq)


def due(rule: Rule, definition: Definition, mark: Mark, view: View, now: datetime) -> Due:
    """What has come due since a mark, up to now.

    Args:
        mark: how far it has come; what lies before the rule was switched on is left alone in any case. A clock that
            was set back makes nothing due twice: the same moment has the same name.
    """
    if definition.is_watched:
        return Due((), mark)  # it has no moments: `watching.py`
    since = _seen_to_until(definition, mark, now)
    if not rule.since_at <= since <= now:
        since = min(max(since, rule.since_at), now)
    if since != mark.done_until or mark.seq < rule.since_seq:
        mark = mark.come_to(since, max(mark.seq, rule.since_seq))
    found = _found(rule, definition, mark, view, now)
    if not found.firings:
        return found
    done = view.seen_to(firing.key for firing in found.firings)
    return replace(found, firings=tuple(one for one in found.firings if one.key not in done))


def _seen_to_until(definition: Definition, mark: Mark, now: datetime) -> datetime:
    """The mark; or, where a clock that was far ahead has made it, how far back this one looks.

    What passed while that clock was wrong was seen to by nobody; what was done before that has had its act. Where all
    moments are run, those have been, under their own names; and a timer fires for whatever was changed since.
    """
    if mark.done_until <= now + _APART or not isinstance(definition.trigger, Every | Daily):
        return min(mark.done_until, now)
    match definition.catch_up:
        case CatchUp.RUN_ALL:
            return now
        case CatchUp.RUN_LATEST:
            return now - _FAR_BACK
        case CatchUp.SKIP_OLDER_THAN:
            return now - definition.not_older
        case _ as never:
            assert_never(never)


def _found(rule: Rule, definition: Definition, mark: Mark, view: View, now: datetime) -> Due:
    match definition.trigger:
        case Every() | Daily() as trigger:
            return _by_the_clock(definition, trigger, mark, view, now)
        case OnEvent() as trigger:
            return _by_events(definition, trigger, mark, view, now)
        case Timer() as trigger:
            return _by_timer(rule, definition, trigger, mark, view, now)
        case Watch():
            return Due((), mark.come_to(now, mark.seq))
        case Upkeep():
            return _by_plans(definition, mark, view, now)
        case Mending():
            return Due((), mark)  # no matter of single orders: see `mender.py`
        case _ as never:
            assert_never(never)


def _by_the_clock(
    definition: Definition, trigger: Every | Daily, mark: Mark, view: View, now: datetime
) -> Due:
    last = view.last_moment(trigger, now)
    if last is None or last <= mark.done_until:
        return Due((), mark.come_to(now, mark.seq))
    moments = due_moments(definition, mark.done_until, now, view.zone)
    if not moments:
        return Due((), mark.come_to(now, mark.seq))
    if definition.chore is not None:
        on = moments[-1].astimezone(ZoneInfo(view.zone)).date()
        firing = Firing(
            rule=definition.name,
            about=OFFICE,
            occasion=chore_occasion(definition.chore, on),
            due_at=moments[-1],
        )
        return Due((firing,), mark.come_to(now, mark.seq), is_due=True)
    numbers = view.meeting(condition_of(definition, view, now))
    firings = (
        Firing(
            rule=definition.name,
            order=number,
            occasion=occasion(trigger, moment, view.zone),
            due_at=moment,
        )
        for moment in moments
        for number in numbers
    )
    until = moments[-1] if len(moments) == MOST_AT_ONCE else now
    return Due(tuple(firings), mark.come_to(until, mark.seq), is_due=True)


def _by_events(definition: Definition, trigger: OnEvent, mark: Mark, view: View, now: datetime) -> Due:
    happened = view.happened(mark.seq)
    mark = mark.come_to(now, happened.until)
    mine = happened.of_kinds(trigger.kinds)
    if not mine:
        return Due((), mark)
    # Asked of all orders first: the rules that wait for the same share what is read, and most want none of it.
    meeting = frozenset(view.meeting(condition_of(definition, view, now), {order for order, _ in mine}))
    firings = (
        Firing(rule=definition.name, order=order, occasion=str(event.seq), due_at=event.at, cause=event.seq)
        for order, event in (_told(definition, mine, now) if meeting else ())
        if order in meeting
    )
    return Due(tuple(firings), mark, is_due=True)


def _told(
    definition: Definition, mine: list[tuple[int, Event]], now: datetime
) -> Iterator[tuple[int, Event]]:
    """Those of its events that count, with their orders."""
    match definition.catch_up:
        case CatchUp.RUN_ALL:
            yield from mine
        case CatchUp.RUN_LATEST:
            last = dict(mine)
            yield from ((order, event) for order, event in mine if last[order] is event)
        case CatchUp.SKIP_OLDER_THAN:
            oldest = now - definition.not_older
            yield from ((order, event) for order, event in mine if event.at >= oldest)
        case _ as never:
            assert_never(never)


def _by_timer(
    rule: Rule, definition: Definition, trigger: Timer, mark: Mark, view: View, now: datetime
) -> Due:
    """Timers that have run out since; and those of orders that were changed since, whose moment has passed by that."""
    if trigger.share and minute_of(mark.done_until) == minute_of(now):
        return Due((), mark)  # every order's clock has to be read for it: once a minute is enough
    happened = view.happened(mark.seq)
    at = view.timed(trigger, mark.done_until - trigger.offset, now - trigger.offset)
    if changed := frozenset(happened.orders.values()):
        at = at | view.timed(trigger, rule.since_at - trigger.offset, now - trigger.offset, changed)
    oldest = now - definition.not_older if definition.catch_up is CatchUp.SKIP_OLDER_THAN else None
    due_at = {number: moment + trigger.offset for number, moment in at.items()}
    wanted = [number for number, moment in due_at.items() if oldest is None or moment >= oldest]
    firings = [
        Firing(
            rule=definition.name,
            order=number,
            occasion=at[number].isoformat(),
            due_at=due_at[number],
        )
        for number in (view.meeting(condition_of(definition, view, now), wanted) if wanted else ())
    ]
    firings.sort(key=lambda firing: (firing.due_at, firing.order))
    return Due(tuple(firings), mark.come_to(now, happened.until), is_due=bool(wanted))


def _by_plans(definition: Definition, mark: Mark, view: View, now: datetime) -> Due:
    """One firing for each order that a plan wants; what a plan wants does not depend on when it was asked last."""
    happened = view.happened(mark.seq)
    last = view.last_moment(_LOOK, now)
    has_come = last is not None and last > mark.done_until
    if not (has_come or any(event.noun in _OF_PLANS for event in happened.events)):
        return Due((), mark.come_to(mark.done_until, happened.until))
    firings = []
    for one in wanted_orders(view.reader, now):
        due = PlanDue(one.plan.id, one.due_on)
        made = Firing(rule=definition.name, about=due.about, occasion=due.occasion, due_at=now, plan=due)
        firings.append(made)
    mark = mark.come_to(now, happened.until)
    return Due(tuple(firings), mark, is_due=bool(firings))
