"""What would a rule come to that is about no single order: one that makes orders of plans, or mends the running day?

Nothing is written. What is mended is searched for as the rule does it; what a plan would make is tried and taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from wom_tui.automation.alert_rehearsal import MOST_S, WouldHave, looked_back
from wom_tui.automation.mender import trouble_of
from wom_tui.commands.maintenance import OpenMaintenance
from wom_tui.desk import Desk
from wom_tui.domain.alert import order_subject
from wom_tui.domain.event import Event
from wom_tui.domain.policy import Actor
from wom_tui.domain.rule import ACTOR, MENDS, Definition, Mending, Rule
from wom_tui.domain.technician import local_instant
from wom_tui.domain.work_type import asked
from wom_tui.errors import StoreError, WomError
from wom_tui.grammar.rule_lines import RULE_ROLE
from wom_tui.planning.effort import REPAIRING, Effort, Watch
from wom_tui.present.rule_whole import WouldMake, WouldMend
from wom_tui.queries.maintenance import Coming, WantedOrder, coming, wanted_orders
from wom_tui.queries.repairs import look
from wom_tui.queries.rules import MOST_EVENTS, View
from wom_tui.queries.setbacks import setbacks, with_causes
from wom_tui.rule_desk import RuleDesk

_AHEAD_DAYS = 366  # due days so far ahead have their order made by then


def would_make(definition: Definition, desk: Desk, most: int) -> tuple[list[WouldMake], int]:
    """The orders that plans want now: the first so many of them, and how many there are."""
    wanted = desk.ask(wanted_orders, desk.now())
    its = RuleDesk(desk).acting_as(Actor(name=ACTOR + definition.name, role=RULE_ROLE))
    return [_made(one, its) for one in wanted[:most]], len(wanted)


def _made(one: WantedOrder, desk: Desk) -> WouldMake:
    refused, lacks = "", list[str]()
    try:
        receipt = desk.run(OpenMaintenance(plan=one.plan.id, due_on=one.due_on), dry_run=True)
        lacks = [asked(name) for said in receipt.violations for name in said.facts.get("fields", ())]
    except StoreError:
        raise
    except WomError as error:
        refused = str(error)
    return WouldMake(plan=one.plan.name, due_on=one.due_on, missing=tuple(lacks), refused=refused)


def would_make_until(desk: Desk, days: int) -> list[Coming]:
    """The orders that would be made within so many days, those that are wanted now at the beginning."""
    last = RuleDesk(desk).today(desk.now()) + timedelta(days=days)
    found = desk.ask(coming, desk.now(), _AHEAD_DAYS)
    return sorted((one for one in found if one.made_on <= last), key=lambda one: (one.made_on, one.due_on))


def would_mend(
    mending: Mending, desk: Desk, effort: Effort = REPAIRING, watch: Watch | None = None
) -> WouldMend:
    """What stands against today's plan and nobody has answered, and the repair that would be proposed for it."""
    now, rules = desk.now(), RuleDesk(desk)
    today = rules.today(now)
    since = rules.view(lambda view: _since(view, today))
    rule = Rule(id=0, name=MENDS, text="", since_at=now)
    seen = desk.ask(look, rule, mending, now, since, None, is_late=False)
    fresh = tuple(desk.ask(with_causes, seen.fresh))
    if not fresh:
        return WouldMend(())
    found = desk.repair(
        today, trouble_of(fresh), policy=mending.policy, effort=effort, watch=watch, is_named=False
    )
    return WouldMend(fresh, found)


def _since(view: View, today: date) -> int:
    """The event before which nothing has come in that is news of this day."""
    return max(view.seq_before(local_instant(today, 0, view.zone)), view.last_seq - MOST_EVENTS)


def would_have_looked(
    mending: Mending,
    desk: Desk,
    since: datetime,
    most_s: float = MOST_S,
    go_on: Callable[[WouldHave], bool] = lambda _: True,
) -> WouldHave:
    """When it would have looked at which orders, and why; each thing that went wrong once.

    Args:
        most_s, go_on: as for `would_have_raised`.
    """

    def seen_at(at: datetime, happened: list[Event]) -> list[tuple[str, str, str]]:
        found = (one.setback for one in desk.ask_as_of(at, setbacks, at, mending, happened))
        return [(one.firing(MENDS).key, order_subject(one.order), one.said) for one in found]

    told: dict[str, tuple[datetime, str, str]] = {}
    seq = RuleDesk(desk).view(lambda view: view.seq_before(since))

    def see(at: datetime) -> WouldHave:
        nonlocal seq
        happened = desk.events(since=seq, until=at)
        seq = max((event.seq for event in happened), default=seq)
        for key, subject, said in seen_at(at, happened):
            told.setdefault(key, (at, subject, said))
        return WouldHave(
            raised=tuple((when, subject) for when, subject, _ in told.values()),
            said=tuple(said for _, _, said in told.values()),
        )

    return looked_back(see, lambda: seen_at(since, []), desk, since, most_s, go_on)
