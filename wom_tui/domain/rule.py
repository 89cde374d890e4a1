"""What does the office do by itself? A trigger, a condition, and lines that anybody could have typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from wom_tui.domain.alert import order_subject
from wom_tui.domain.alert_rule import ActKind, AlertAct, AlertSpec
from wom_tui.domain.chore import Chore
from wom_tui.domain.fact import Fact

DOOR = "rule"  # by which everything automatic comes in
ACTOR = "rule:"  # and then the rule's name: who did it
MENDS = "reassign"  # the rule that mends the running day; there is one
PER_MINUTE = 50  # automatic acts of all rules; the rest waits
FAILED = "it failed"  # so the reason begins why a rule was switched off that raised again and again


@dataclass(frozen=True, kw_only=True)
class Rule(Fact):
    """A rule as the office keeps it: what its file said when somebody switched it on.

    Attributes:
        text: the rule's file, as `domain/rule_text.py` reads it.
        since_at: when it was switched on, in business time; nothing before that is its business.
        since_seq: the last event of the journal then.
        off_reason: why it is off, where it is off.
    """

    name: str
    text: str
    is_on: bool = True
    since_at: datetime
    since_seq: int = 0
    off_reason: str | None = None

    @property
    def actor(self) -> str:
        """Who does what it does."""
        return ACTOR + self.name


class CatchUp(StrEnum):
    """What becomes of moments that passed while nobody was there."""

    RUN_LATEST = "run_latest"  # only the last of them: the present is looked at once
    RUN_ALL = "run_all"  # each of them, in order
    SKIP_OLDER_THAN = "skip_older_than"  # each of them that is not older than so much


class Group(StrEnum):
    """Where a list shows a rule: what it is about, in the order of a day."""

    INTAKE = "intake"
    FIELD = "field"
    PROMISES = "promises"
    WAITING = "waiting"
    FINISHING = "finishing"
    OFFICE = "office"
    OWN = "own"  # of this office


class OrderClock(StrEnum):
    """A moment of an order's that a timer goes by."""

    OPENED = "opened"
    RESPOND_DUE = "respond_due"
    RESOLVE_DUE = "resolve_due"
    PLANNED_START = "planned_start"
    PLANNED_END = "planned_end"
    DISPATCHED = "dispatched"  # while the technician has not answered
    HOLD_UNTIL = "hold_until"
    COMPLETED = "completed"
    RESPOND_SLA = "respond_sla"  # by the share of its time that is used
    RESOLVE_SLA = "resolve_sla"


SLA_CLOCKS = frozenset({OrderClock.RESPOND_SLA, OrderClock.RESOLVE_SLA})


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from midnight UTC of a day that is long over."""

    minutes: int


@dataclass(frozen=True)
class Daily:
    """At a time of day on the office's clock, on some days of the week (0 = Monday)."""

    at: time
    weekdays: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True)
class OnEvent:
    """Whenever something of one of these kinds has happened: `visit.declined`."""

    kinds: frozenset[str]


@dataclass(frozen=True)
class Timer:
    """So long after a moment of an order's; before it where `offset` is negative.

    Attributes:
        share: with a clock of an SLA, the share of its time after which it comes due, by counted minutes.
    """

    clock: OrderClock
    offset: timedelta
    share: float = 0.0


@dataclass(frozen=True)
class Watch:
    """No moment of its own: what it is about is watched all the time, and an alert tells how that stands."""


@dataclass(frozen=True)
class Upkeep:
    """Whenever a maintenance plan wants an order."""


class Alone(StrEnum):
    """What may be moved on the running day without asking anybody; all else is proposed."""

    NOTHING = "nothing"
    UNPROMISED = "unpromised"  # what no customer was promised
    WITHIN_LIMITS = "within_limits"  # what keeps all promises


@dataclass(frozen=True, kw_only=True)
class Mending:
    """Whenever the running day does not go as it is planned: see `domain/setback.py`.

    Attributes:
        policy: the planning policy by which it is mended; its `frozen` minutes are left to people.
        grace: so long after its planned start a visit counts as missed, and so late another as pushed.
        most_moves: visits in one repair.
        most_a_day: visits on one day.
        most_a_visit: how often one visit is moved on one day.
    """

    alone: Alone = Alone.NOTHING
    policy: str = "stable-day"
    grace: timedelta = timedelta(minutes=10)
    most_moves: int = 5
    most_a_day: int = 40
    most_a_visit: int = 2


Trigger = Every | Daily | OnEvent | Timer | Watch | Upkeep | Mending


@dataclass(frozen=True)
class PlanDue:
    """A due day of a maintenance plan."""

    plan: int
    on: date

    @property
    def occasion(self) -> str:
        """What names it: no plan has a due day twice."""
        return f"plan {self.plan} due {self.on.isoformat()}"

    @property
    def about(self) -> str:
        """What a firing is about, before there is an order."""
        return f"maintenance_plan:{self.plan}"


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a rule's file says.

    Attributes:
        says: what it is for, in a sentence.
        group: where lists show it.
        condition: a filter as the board has it; empty = every open order, after an event the one that it is about.
        lines: what is done to each order, with `{order}` where its number belongs; with an alert when it is raised.
        alert: what it raises.
        chore: what it makes for the whole office, instead of something to orders.
        not_older: with `skip_older_than`, the age from which a moment is let go.
    """

    name: str
    says: str
    trigger: Trigger
    group: Group = Group.OWN
    condition: str = ""
    lines: tuple[str, ...] = ()
    alert: AlertSpec | None = None
    chore: Chore | None = None
    catch_up: CatchUp = CatchUp.RUN_LATEST
    not_older: timedelta = timedelta(0)

    @cached_property
    def is_watched(self) -> bool:
        """Its alert is raised when a condition has come to hold, not at moments."""
        return self.alert is not None and isinstance(self.trigger, Watch | Timer)

    def lines_for(self, number: int) -> tuple[str, ...]:
        """The lines about one order."""
        return tuple(line.replace(ORDER, str(number)) for line in self.lines)


ORDER = "{order}"  # in a line: the number of the order that it is about


class Outcome(StrEnum):
    """What became of one firing."""

    DONE = "done"
    SO_ALREADY = "so_already"  # there was nothing to change
    LAPSED = "lapsed"  # the condition had ended by the time that its turn came
    REFUSED = "refused"  # the rules of the trade, or somebody who was faster, said no
    LOOP = "loop"  # it had been caused by this very rule
    PROPOSED = "proposed"  # it waits for somebody's yes


@dataclass(frozen=True, kw_only=True)
class Firing:
    """A rule that has come due: names the one act that may come of it.

    Attributes:
        order: the order that it came due for, where it is one.
        about: what it came due for otherwise, as alerts name it: `territory:West`.
        occasion: what the rule came due by: a moment, or an event's number. With rule and subject it is the key.
        due_at: when that was, in business time.
        cause: the event that it answers.
        act: what becomes of an alert; None where only lines are done.
        plan: the due day for which an order is to be made.
    """

    rule: str
    order: int | None = None
    about: str = ""
    occasion: str
    due_at: datetime
    cause: int | None = None
    act: AlertAct | None = None
    plan: PlanDue | None = None

    @property
    def key(self) -> str:
        """What no second act may have."""
        return f"{self.rule}:{self.about if self.order is None else self.order}:{self.occasion}"

    @property
    def is_alert(self) -> bool:
        """It is about an alert, whatever else is done."""
        return self.act is not None

    @property
    def does_lines(self) -> bool:
        """What the rule's lines say is done as well: not when an alert is cleared, or goes further up."""
        return self.act is None or self.act.kind is ActKind.RAISE

    @property
    def subject(self) -> str:
        """What it is about, as alerts name it."""
        return self.about if self.order is None else order_subject(self.order)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far the runner has come with a rule.

    Attributes:
        done_until: every moment up to this one has been seen to.
        seq: and every event up to this one.
        failures: attempts in a row that raised.
        held: firings that wait, because so many happened in this minute already.
    """

    rule_id: int
    done_until: datetime
    seq: int
    failures: int = 0
    held: int = 0

    def come_to(self, done_until: datetime, seq: int) -> Mark:
        """The same, so far; thousands of them in each tick."""
        return Mark(
            rule_id=self.rule_id, done_until=done_until, seq=seq, failures=self.failures, held=self.held
        )
