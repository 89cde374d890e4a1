"""For which subjects does the condition of one alert rule hold, since when, and for which does it go on?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wom_tui.automation.tally import Measure
from wom_tui.domain.about import About
from wom_tui.domain.alert import ORDER, kind_of, name_of, order_subject
from wom_tui.domain.alert_rule import ActKind, AlertAct, AlertSpec
from wom_tui.domain.minutes import length_text, minute_of
from wom_tui.domain.rule import SLA_CLOCKS, Definition, Firing, OrderClock, Rule, Timer
from wom_tui.queries.watched import Pool
from wom_tui.queries.watched_terms import Change, Condition

Held = Mapping[str, datetime]  # by subject, since when its condition has held
_MINUTE = timedelta(minutes=1)


@dataclass
class Watcher:
    """One rule that raises alerts, as it stands at this moment.

    Attributes:
        since: the subjects for which its condition holds, and since when; kept for rules that raise by it.
        clear: what has to hold for an alert to be cleared, where that is not the end of the condition.
        others: for what is about something else than orders, the subjects that meet it, and what is said of each.
    """

    rule: Rule
    definition: Definition
    spec: AlertSpec
    pool: Pool
    condition: Condition
    clear: Condition | None = None
    measure: Measure | None = None
    since: dict[str, datetime] = field(default_factory=dict)
    broken: Exception | None = None
    others: dict[str, str] | None = None
    is_news: bool = True  # something is otherwise than at the last look
    has_failed: bool = False  # at the last look, which is to be taken again
    _next_at: datetime | None = None
    _resting: dict[str, datetime] = field(default_factory=dict)

    @staticmethod
    def of(rule: Rule, definition: Definition, pool: Pool) -> Watcher:
        """A watcher that has not looked yet."""
        spec = definition.alert
        assert spec is not None
        if spec.about is not About.ORDER:
            return Watcher(rule, definition, spec, pool, Condition(()), others={})
        threshold = spec.threshold
        if threshold is None:
            timer = definition.trigger if isinstance(definition.trigger, Timer) else None
            clear = pool.condition(spec.clear_when) if spec.clear_when is not None else None
            condition = pool.condition(definition.condition, timer=timer)
            return Watcher(rule, definition, spec, pool, condition, clear)
        measure = Measure.of(threshold, pool)
        return Watcher(rule, definition, spec, pool, measure.counted.condition, measure=measure)

    @property
    def among(self) -> Condition | None:
        """For a share, what it is a part of."""
        among = self.measure.among if self.measure is not None else None
        return among.condition if among is not None else None

    @property
    def error(self) -> Exception | None:
        """Why its condition cannot be asked."""
        asked = (self.condition, self.clear, self.among)
        return self.broken or next(
            (one.error for one in asked if one is not None and one.error is not None), None
        )

    def is_touched(self, changes: Mapping[Condition, Change]) -> bool:
        """Something that it goes by is among them."""
        return self.condition in changes or (self.measure is not None and self.among in changes)

    def is_quiet(self, now: datetime) -> bool:
        """It has nothing to do about a subject without an alert: nothing is otherwise, or will be by now."""
        is_due = self._next_at is not None and now >= self._next_at
        return not (self.is_news or self.has_failed or is_due or self._resting or self.error is not None)

    def take(self, changes: Mapping[Condition, Change], now: datetime, held: Held) -> None:
        """See what has become of its condition.

        Args:
            held: what a runner before this one has written down.
        """
        change = changes.get(self.condition)
        if self.measure is not None:
            if change or (self.among is not None and self.among in changes):
                # All that it held for is asked again: a place may have another name, and none be left of the old one.
                self._measured(self.measure, self.measure.touched | self.since.keys(), now, held)
        elif change is not None and self.definition.is_watched:
            joined = set(self._subjects(change.joined))
            left = set(self.since if change.is_anew else self._subjects(change.left))
            self._moved(joined, left - joined, now, held)

    def see(self, meeting: dict[str, str], now: datetime, held: Held) -> None:
        """See which subjects meet its condition that are no orders, and what is to be said of each."""
        gone = set(self.since) - meeting.keys()
        if meeting.keys() != self.since.keys():
            self._moved(meeting, gone, now, held)
        self.others = meeting

    def _measured(self, measure: Measure, touched: Iterable[str], now: datetime, held: Held) -> None:
        over = {subject for subject in touched if measure.threshold.is_over(measure.value(subject))}
        self._moved(over, set(touched) - over, now, held)

    def _moved(self, come: Iterable[str], gone: Iterable[str], now: datetime, held: Held) -> None:
        self.is_news = True
        for subject in gone:
            self.since.pop(subject, None)
        for subject in come:
            if subject not in self.since:
                before = held.get(subject)
                is_mine = before is not None and self.rule.since_at <= before <= now
                self.since[subject] = before if before is not None and is_mine else now

    def _subjects(self, places: Iterable[int]) -> Iterable[str]:
        return (order_subject(self.pool.row(place).number) for place in places)

    def goes_on(self, subject: str) -> bool:
        """What an alert about the subject tells has not ended."""
        if self.measure is not None:
            return not self.measure.threshold.is_under(self.measure.value(subject))
        if self.others is not None:
            return subject in self.others
        if kind_of(subject) != ORDER or (place := self.pool.place_of.get(int(name_of(subject)))) is None:
            return False
        if self.clear is not None:
            return not self.clear.bits >> place & 1
        return bool(self.condition.bits >> place & 1)

    def raising(self, standing: Iterable[str], now: datetime) -> list[Firing]:
        """Those subjects whose condition has held long enough, without those that have their alert."""
        if not self.definition.is_watched:
            return []
        self._wake(now)
        if not (self.is_news or self.has_failed) and (self._next_at is None or now < self._next_at):
            return []
        has = {*standing, *self._resting}
        ripe = (self.spec.ripe_at(at) for subject, at in self.since.items() if subject not in has)
        self._next_at = min(ripe, default=None)
        return [
            self._raising(subject, at, now)
            for subject, at in self.since.items()
            if subject not in has and self.spec.ripe_at(at) <= now
        ]

    def rest(self, subject: str, now: datetime) -> None:
        """When its turn came the condition did not hold: looked at again in another minute, as another occasion."""
        if subject in self.since:
            self._resting[subject] = minute_of(now)

    def _wake(self, now: datetime) -> None:
        if not self._resting:
            return
        minute = minute_of(now)
        for subject in [subject for subject, at in self._resting.items() if at != minute]:
            del self._resting[subject]
            self.is_news = True
            if subject in self.since:
                self.since[subject] = now

    def set_back(self, now: datetime) -> None:
        """The clock was set back: what it shows counts."""
        self.is_news = True
        self.since = {subject: min(at, now) for subject, at in self.since.items()}

    def waiting(self, standing: Iterable[str]) -> dict[str, datetime]:
        """What has to hold longer, and since when it has: to be written down for whoever comes after."""
        if not self.spec.lasting or not self.definition.is_watched:
            return {}
        has = set(standing)
        return {subject: at for subject, at in self.since.items() if subject not in has}

    def _raising(self, subject: str, since: datetime, now: datetime) -> Firing:
        number = int(name_of(subject)) if kind_of(subject) == ORDER else None
        value, figure = self._figure(subject, number, since, now)
        act = AlertAct(
            kind=ActKind.RAISE,
            severity=self.spec.severity,
            says=f"{self.definition.says} {figure}".strip(),
            value=value,
            since_at=since,
        )
        return Firing(
            rule=self.rule.name,
            order=number,
            about="" if number is not None else subject,
            occasion=f"raise:{since.isoformat()}",
            due_at=self.spec.ripe_at(since),
            act=act,
        )

    def _figure(
        self, subject: str, number: int | None, since: datetime, now: datetime
    ) -> tuple[float | None, str]:
        """The figure behind an alert, and how a sentence has it."""
        if self.measure is not None:
            value = self.measure.value(subject)
            return value, f"({self.measure.threshold.words(value or 0)})"
        if self.others is not None:
            return None, self.others.get(subject, "")
        gate, place = self.condition.gate, self.pool.place_of.get(number or 0)
        moment = gate.face.at.get(place) if gate is not None and place is not None else None
        if gate is not None and moment is not None:
            past = (now - moment) // _MINUTE
            return float(past), f"({_timer_words(gate.timer, past)})"
        lasted = (now - since) // _MINUTE
        return (float(lasted), f"(for {length_text(lasted)})") if self.spec.lasting else (None, "")


def raising_at_once(rule: Rule, definition: Definition, firing: Firing) -> AlertAct | None:
    """What a rule raises that comes due by a moment or an event."""
    if definition.alert is None or rule.name != firing.rule:
        return None
    return AlertAct(
        kind=ActKind.RAISE,
        severity=definition.alert.severity,
        says=definition.says,
        since_at=firing.due_at,
    )


def _timer_words(timer: Timer, past_min: int) -> str:
    if timer.clock in SLA_CLOCKS:
        what = "respond" if timer.clock is OrderClock.RESPOND_SLA else "resolve"
        return f"{timer.share:.0%} of the time to {what} is used"
    clock = timer.clock.value.replace("_", " ")
    return f"{length_text(past_min)} {'before' if past_min < 0 else 'past'} {clock}"
