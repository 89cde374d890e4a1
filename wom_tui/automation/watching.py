"""What has to become of alerts now: which are raised, cleared, woken, or brought before somebody else?

Everything here can be lost at any moment: alerts are facts, and since when a condition has held is written down. The
next runner reads both, and goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wom_tui.automation.watcher import Watcher
from wom_tui.domain.about import About, Row, meeting
from wom_tui.domain.alert import Alert
from wom_tui.domain.alert_rule import ActKind, AlertAct, due_steps
from wom_tui.domain.event import Event
from wom_tui.domain.minutes import minute_of
from wom_tui.domain.rule import Definition, Firing, Rule, Timer
from wom_tui.domain.sla.policy import SlaPolicy
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.errors import StoreError
from wom_tui.queries.about import rows_about
from wom_tui.queries.names import NAMED
from wom_tui.queries.rules import View
from wom_tui.queries.watched import Pool, needs_completed

# Which tell every order's clock another time.
_CLOCKS = frozenset(cls.noun for cls in (SlaPolicy, Calendar, Holiday))
MOST_WRITTEN = 20_000  # in one go, for others wait meanwhile who want to write; the rest follows
_HERE_ANYWAY = frozenset({"site"})  # names of new ones are read when an order has one
Key = tuple[int, str]  # rule and subject
Ruled = Sequence[tuple[Rule, Definition]]


class Watching:
    """All rules that raise alerts, from the first look of a runner to its last."""

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._needs = Needs()
        self._needed: dict[tuple[int, int], Needs] = {}  # by a rule's number and version
        self._seq = 0
        self._watchers: dict[int, Watcher] = {}
        self._standing: dict[int, Alert] = {}  # by number: those whose condition has not ended
        self._seen_to: set[str] = set()
        self._has: Mapping[str, set[str]] = {}  # by rule, the subjects of its alerts
        self._written: dict[int, dict[str, datetime]] = {}  # by rule, since when its condition has held
        self._fired: set[int] = set()  # rules that are watched no more
        self._hired: Ruled = ()  # there is a watcher for each of them
        self._told: list[Watcher] = []  # of which all was given to be written
        self._seen_around: dict[int, tuple[int, datetime]] = {}  # by rule, what is no order
        self._last_at: datetime | None = None

    def look(self, view: View, rules: Ruled, now: datetime) -> dict[int, list[Firing] | Exception]:
        """What each of these rules has to do, by its number; what is wrong with one is the matter of that one.

        Args:
            rules: those that are on and raise alerts.
        """
        if not rules and not self._watchers:
            self._pool = None
            return {}
        if not self._is_caught_up(view, rules):
            self.read(view, rules)
        self.see(rules, now)
        self._look_around(view, now)
        return self._found(view, now)

    def read(self, view: View, rules: Ruled) -> None:
        """Read all that is needed to see how it stands."""
        self._begin(view, rules)
        needs = self._needs
        self._pool = Pool.read(view.reader, with_completed=needs.completed, with_more=needs.more)
        self._hire_again()

    def open(self, view: View, rules: Ruled) -> list[int]:
        """Read all but the orders; answers which of them there are, to be taken portion by portion.

        What changes while they are taken may be read as it was, or as it is by then: it is read again in any case, for
        it happened after this.
        """
        self._begin(view, rules)
        needs = self._needs
        self._pool = Pool.empty(view.reader, with_completed=needs.completed, with_more=needs.more)
        return self._pool.numbers(view.reader)

    def take(self, view: View, numbers: Iterable[int]) -> None:
        """Read some orders."""
        assert self._pool is not None
        self._pool.update(view.reader, numbers)

    def see(self, rules: Ruled, now: datetime) -> None:
        """See what has become of each rule's condition, of orders."""
        assert self._pool is not None
        self._hire(rules)
        changes = self._pool.look(now)
        is_set_back = self._last_at is not None and now < self._last_at
        for watcher in self._watchers.values():
            if not is_set_back and not watcher.is_touched(changes):
                continue
            try:
                watcher.take(changes, now, self._written.get(watcher.rule.id, {}))
                if is_set_back:
                    watcher.set_back(now)
            except Exception as error:  # noqa: BLE001  one rule's bug stops no other rule
                watcher.broken = error
        self._pool.bury()
        self._last_at = now

    def _look_around(self, view: View, now: datetime) -> None:
        """What is no order: there is little of it, and it is read anew once a minute, and for a rule that is new."""
        minute = minute_of(now)
        read: dict[About, list[Row]] = {}
        for watcher in self._watchers.values():
            about, rule = watcher.spec.about, watcher.rule
            if about is About.ORDER or self._seen_around.get(rule.id) == (rule.version, minute):
                continue
            try:
                if about not in read:
                    read[about] = rows_about(view.reader, about, now)
                found = meeting(about, watcher.definition.condition, read[about], now, view.zone)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001  one rule's bug stops no other rule
                watcher.broken = error
                continue
            watcher.see(found, now, self._written.get(rule.id, {}))
            self._seen_around[rule.id] = rule.version, minute

    # what has happened since the last look

    def _is_caught_up(self, view: View, rules: Ruled) -> bool:
        """Take in what has happened; False where all has to be read anew."""
        if self._pool is None or self._pool.is_worn or self._needs_of(rules) != self._needs:
            return False
        happened = view.happened(self._seq)
        events = happened.events
        if any(event.noun in _CLOCKS or (event.noun in NAMED and not event.is_creation) for event in events):
            return False
        if any(event.noun in NAMED - _HERE_ANYWAY for event in events):
            self._pool.read_names(view.reader)
        touched = {e.subject for e in events if e.noun != Alert.noun}
        self._pool.update(view.reader, {happened.orders[s] for s in touched if s in happened.orders})
        self._take_alerts(view, events)
        self._seq = happened.until
        return True

    def _needs_of(self, rules: Ruled) -> Needs:
        """What has to be read for all of them; each is looked at once."""
        if rules is self._hired:
            return self._needs
        found = Needs()
        for rule, definition in rules:
            key = rule.id, rule.version
            if key not in self._needed:
                self._needed[key] = Needs.of(definition)
            found |= self._needed[key]
        return found

    def _begin(self, view: View, rules: Ruled) -> None:
        """Read the alerts that stand, and once what a runner before this one has written down."""
        if self._last_at is None:
            for (rule, subject), at in view.pending().items():
                self._written.setdefault(rule, {})[subject] = at
        self._seq, self._needs = view.last_seq, self._needs_of(rules)
        self._standing = {alert.id: alert for alert in view.standing_alerts()}

    def _hire_again(self) -> None:
        """The watchers that were there, for other places."""
        assert self._pool is not None
        old, self._watchers = self._watchers, {}
        for watcher in old.values():
            new = self._watchers[watcher.rule.id] = Watcher.of(watcher.rule, watcher.definition, self._pool)
            new.since, new.others = watcher.since, watcher.others

    def _take_alerts(self, view: View, events: Iterable[Event]) -> None:
        numbers = {event.subject_id for event in events if event.noun == Alert.noun}
        old = [self._standing.pop(number) for number in numbers if number in self._standing]
        new = view.standing_alerts(numbers) if numbers else ()
        self._standing |= {alert.id: alert for alert in new}
        rules = {alert.rule for alert in (*old, *new)}
        for watcher in self._watchers.values() if rules else ():
            watcher.is_news |= watcher.rule.name in rules

    def _hire(self, rules: Ruled) -> None:
        """A watcher for each rule; one whose words have changed begins anew."""
        assert self._pool is not None
        if rules is self._hired:
            return
        self._hired = rules
        known, self._watchers = self._watchers, {}
        for rule, definition in rules:
            watcher = known.get(rule.id)
            if watcher is None or watcher.rule.version != rule.version:
                watcher = Watcher.of(rule, definition, self._pool)
                for condition in (watcher.condition, watcher.among):
                    if condition is not None:
                        condition.is_new = True  # whoever else has it already is told once more
            self._watchers[rule.id] = watcher
        self._fired |= self._written.keys() - self._watchers.keys()

    # what has to be done

    def _found(self, view: View, now: datetime) -> dict[int, list[Firing] | Exception]:
        has: dict[str, set[str]] = defaultdict(set)
        standing: dict[str, list[Alert]] = defaultdict(list)
        for alert in self._standing.values():
            has[alert.rule].add(alert.subject)
            standing[alert.rule].append(alert)
        found: dict[int, list[Firing] | Exception] = {}
        for watcher in self._watchers.values():
            name = watcher.rule.name
            if name not in standing and watcher.is_quiet(now):
                continue
            if firings := _of(watcher, has[name], standing[name], now):
                found[watcher.rule.id] = firings
        self._has = has
        return self._without_done(view, found)

    def _without_done(
        self, view: View, found: dict[int, list[Firing] | Exception]
    ) -> dict[int, list[Firing] | Exception]:
        """Without what was done once: whoever took it back does not want it done again."""
        keys = {one.key for firings in found.values() if isinstance(firings, list) for one in firings}
        self._seen_to &= keys
        self._seen_to |= view.seen_to(keys - self._seen_to)
        left = {
            rule: [one for one in firings if one.key not in self._seen_to]
            if isinstance(firings, list)
            else firings
            for rule, firings in found.items()
        }
        return {rule: firings for rule, firings in left.items() if firings}

    def lapsed(self, rule: Rule, subject: str, now: datetime) -> None:
        """When its turn came the condition did not hold."""
        if watcher := self._watchers.get(rule.id):
            watcher.rest(subject, now)

    def to_write(self) -> tuple[list[Key], dict[Key, datetime]]:
        """Of what is written down, what holds no more, and what has come to hold: as much as goes in one go."""
        gone: list[Key] = []
        come: dict[Key, datetime] = {}
        for rule in self._fired:
            gone += [(rule, subject) for subject in self._written.get(rule, {})]
        self._told = []
        for watcher in self._watchers.values():
            if len(gone) + len(come) >= MOST_WRITTEN:
                break
            if watcher.is_news:
                self._told.append(watcher)
                rule, has = watcher.rule.id, self._written.get(watcher.rule.id, {})
                waiting = watcher.waiting(self._has.get(watcher.rule.name, ()))
                gone += [(rule, subject) for subject in has if subject not in waiting]
                come |= {(rule, about): at for about, at in waiting.items() if has.get(about) != at}
        return gone, come

    def written(self, gone: Iterable[Key], come: Mapping[Key, datetime]) -> None:
        """That was written down, or there was nothing to write."""
        for rule, subject in gone:
            self._written[rule].pop(subject, None)
        for (rule, subject), at in come.items():
            self._written.setdefault(rule, {})[subject] = at
        for rule in self._fired:
            self._written.pop(rule, None)
        self._fired.clear()
        for watcher in self._told:
            watcher.is_news = False


@dataclass(frozen=True)
class Needs:
    """What has to be read for a rule: orders that are completed as well, and more of each than rows tell."""

    completed: bool = False
    more: bool = False

    @staticmethod
    def of(definition: Definition) -> Needs:
        if definition.alert is not None and definition.alert.about is not About.ORDER:
            return Needs()
        threshold = definition.alert.threshold if definition.alert else None
        timer = definition.trigger if isinstance(definition.trigger, Timer) else None
        texts = (threshold.orders, threshold.among) if threshold else (definition.condition,)
        return Needs(
            completed=any(needs_completed(text, timer) for text in texts),
            more=threshold is not None and threshold.needs_more,
        )

    def __or__(self, other: Needs) -> Needs:
        return Needs(self.completed or other.completed, self.more or other.more)


def _of(
    watcher: Watcher, has: set[str], standing: Iterable[Alert], now: datetime
) -> list[Firing] | Exception:
    """What a rule has to do, or what is wrong with it."""
    if watcher.error is not None:
        return watcher.error
    try:
        of_standing = (one for alert in standing for one in _of_standing(watcher, alert, now))
        found = [*watcher.raising(has, now), *of_standing]
    except Exception as error:  # noqa: BLE001  one rule's bug stops no other rule
        watcher.has_failed = True
        return error
    watcher.has_failed = False
    return found


def _of_standing(watcher: Watcher, alert: Alert, now: datetime) -> Iterator[Firing]:
    """What becomes of an alert whose condition has not been seen to end."""
    if not watcher.goes_on(alert.subject):
        is_over = alert.is_open and not alert.is_withdrawn
        kind = ActKind.CLEAR if is_over else ActKind.END
        yield _about(alert, AlertAct(kind=kind, alert=alert.id), "", now)
    elif alert.is_withdrawn or not alert.is_open:
        return
    elif alert.is_back(now) and alert.snoozed_until_at:
        act = AlertAct(kind=ActKind.WAKE, alert=alert.id)
        yield _about(alert, act, alert.snoozed_until_at.isoformat(), alert.snoozed_until_at)
    else:
        for place, step in due_steps(watcher.spec, alert, now):
            act = AlertAct(kind=ActKind.ESCALATE, alert=alert.id, step=step, place=place)
            yield _about(alert, act, str(place), alert.raised_at + step.after)


def _about(alert: Alert, act: AlertAct, what: str, due_at: datetime) -> Firing:
    occasion = ":".join(filter(None, (act.kind.value, str(alert.id), what)))
    about = "" if alert.order_id is not None else alert.subject
    return Firing(
        rule=alert.rule, order=alert.order_id, about=about, occasion=occasion, due_at=due_at, act=act
    )
