"""How does a plan for a day come about while somebody watches: how far is it, and can it be stopped?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from wom_tui.domain.plan import Plan
from wom_tui.errors import WomError
from wom_tui.planning.policy import BALANCED
from wom_tui.present.cells import Line
from wom_tui.present.proposal import About, Proposal, concerned, reached_words, sorted_moves
from wom_tui.tui.garbage import taking_turns

if TYPE_CHECKING:
    from wom_tui.domain.branch import Branch
    from wom_tui.planning.effort import Effort, Reached, Watch
    from wom_tui.planning.repair import Stuck
    from wom_tui.planning.snapshot import Snapshot
    from wom_tui.planning.solve import GoOn
    from wom_tui.queries.orders import OrderRow
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.plan_wish import PlanWish
    from wom_tui.tui.screens.proposal import ProposalView

_READING = "reading the day"
_SLOW_S = 3.0  # so long nothing was heard of the engine
_TOLD_EVERY_S = 0.5  # progress is a number, not an animation; a key must hardly ever wait for its drawing


class PlanSearch:
    """The search for one view; a newer one, or `stop`, ends an older one.

    It may be stopped at any time: whatever the engine is busy with, nobody waits for it. It is told when it listens.

    Attributes:
        progress: how far it is, in words; empty when nothing is searched.
        is_searching: there is a plan already, and it becomes better; not before the engine has started.
    """

    def __init__(self, view: ProposalView) -> None:
        self.view = view
        self.progress = ""
        self._run = 0
        self._is_enough = False
        self.is_searching = False
        self._seen: Snapshot | None = None
        self._policy = BALANCED
        self.kept: Branch | None = None  # the repair that is shown, where it is one that waits

    @property
    def is_on(self) -> bool:
        return bool(self.progress)

    def scope(self, left: Line, keys: int) -> tuple[Line, Line]:
        """Line 2 as long as there is no plan."""
        if not self.is_on:
            plans = (self.view.wom.keymap.shown("plan"), "bold bright"), (" plans", "dim")
            return (*left, ("   no plan", "dim")), plans
        return (*left, (f"   {self.progress}", "dim")), self.words(keys)

    def is_made_anew(self, changes: Changes) -> bool:
        """The repair that waits, and is shown, is another by now."""
        return self.kept is not None and f"branch:{self.kept.id}" in changes.subjects and not self.is_on

    def words(self, keys: int) -> Line:
        """What Esc does meanwhile, and how many keys wait for the plan."""
        waiting = f"{keys} key{'s wait' if keys > 1 else ' waits'} for the plan   " if keys else ""
        esc = "Esc takes it as it is" if self.is_searching else "Esc stops"
        return (waiting, "accent"), ("Esc stops" if self._is_enough else esc, "dim")

    def begin(self, wish: PlanWish) -> None:
        """Search on a worker."""
        self._run += 1
        self.is_searching = self._is_enough = False
        self.progress = _READING
        if self.view.wom.seat.effort is not None:
            self.view.set_timer(_SLOW_S, partial(self._tell_slow, self._run))
        self.view.wom.work(partial(self._guarded, self._run, wish), draft="plan")

    def end(self) -> bool:
        """It is good enough: what there is will be shown. Answers whether there is anything yet.

        Whoever says so twice does not want to wait for it either.
        """
        if not (self.is_on and self.is_searching) or self._is_enough:
            return False
        self._is_enough = True
        self.view.wom.draw_scope()
        return True

    def stop(self) -> bool:
        """No more of it; answers whether there was a search."""
        was_on = self.is_on
        self._run += 1
        self.progress = ""
        return was_on

    def only(self, proposal: Proposal, left_out: frozenset[int]) -> Proposal:
        """The proposal without some of its lines, and those that were refused, as the technicians would drive then."""
        from wom_tui.planning.shares import key_of, shares
        from wom_tui.planning.solve import with_visits

        assert self._seen is not None and proposal.costs is not None
        lines = [
            line
            for index, line in enumerate(proposal.moves)
            if index not in left_out and line.order not in proposal.refused
        ]
        in_order = sorted(lines, key=lambda v: (v.technician, v.start_at, v.order))
        plan = with_visits(proposal.plan, in_order, self._seen)
        ways = {key_of(line): line for line in plan.visits}
        moves = tuple(ways.get(key_of(line), line) for line in proposal.moves)
        standing = tuple(one for one in plan.unplanned if one.order not in proposal.refused)
        taken = replace(plan, unplanned=standing)
        costs = replace(shares(self._seen, taken, self._policy), as_is=proposal.costs.as_is)
        return replace(proposal, plan=plan, moves=moves, left_out=left_out, costs=costs)

    # ---------------------------------------------------------------------------------------------- worker

    def _guarded(self, run: int, wish: PlanWish) -> None:
        try:
            with taking_turns():
                self._search(run, wish)
        except BaseException as error:
            if run != self._run and isinstance(error, WomError):  # nobody waits for it any more
                return
            self.view.wom.call_from_thread(self._failed, run)
            raise

    def _search(self, run: int, wish: PlanWish) -> None:
        """The plan, and the words for its orders."""
        from wom_tui.gateways.policies import policy_named
        from wom_tui.planning.shares import shares
        from wom_tui.queries.lanes import lanes
        from wom_tui.queries.names import read_names
        from wom_tui.queries.orders import order_rows

        began = monotonic()
        desk = self.view.wom.seat.desk
        plan, seen, stuck = self._found(run, wish)
        names = desk.ask(read_names)
        orders = [line.order for line in plan.visits] + [line.order for line in plan.unplanned]
        about = {row.number: _about(row) for row in desk.ask(order_rows, names, ids=orders)}
        moves = sorted_moves(plan, about, wish.first)
        who = {id for line in moves for id in concerned(line)}
        self._policy = policy_named(wish.policy)
        made = Proposal(
            plan=plan,
            about=about,
            names={id: technician.name for id, technician in names.technicians.items()},
            seconds=monotonic() - began,
            moves=moves,
            is_repair=wish.trouble is not None,
            costs=shares(seen, plan, self._policy),
            stuck=stuck,
            lanes={
                lane.technician: lane
                for lane in desk.ask(lanes, wish.on, desk.now(), only=frozenset(who)).lanes
            },
        )
        self.view.wom.call_from_thread(self._came, run, made, seen)

    def _found(self, run: int, wish: PlanWish) -> tuple[Plan, Snapshot, tuple[Stuck, ...]]:
        """The plan that is wished for, the facts that it was made from, and what cannot be helped."""
        desk, effort = self.view.wom.seat.desk, self.view.wom.seat.effort
        self.kept = None
        if wish.kept:
            from wom_tui.queries.repair_plan import plan_of_repair

            waiting = desk.ask(plan_of_repair, wish.kept, desk.now(), desk.travel, desk.travel_source)
            self.kept = waiting.branch
            return waiting.plan, waiting.seen, ()
        go_on, watch = self._watches(run, effort)
        if wish.trouble is not None:
            found = desk.repair(wish.on, wish.trouble, policy=wish.policy, watch=watch)
            return found.plan, found.snapshot, found.stuck
        if effort is None:
            return *desk.propose(wish.on, go_on=go_on), ()
        return *desk.search(wish.on, policy=wish.policy, effort=effort, go_on=go_on, watch=watch), ()

    def _watches(self, run: int, effort: Effort | None) -> tuple[GoOn, Watch]:
        """What is told while each order is placed in turn, and while that becomes better."""
        told = began = 0.0
        has_steps: bool | None = None  # nothing is known of the engine yet

        def tell(progress: Callable[[float], str]) -> None:
            nonlocal told, began
            now = monotonic()
            if now - told > _TOLD_EVERY_S:
                began, told = began or now, now
                self.view.wom.call_from_thread(self._tell, run, progress(now - began))

        def go_on(done: int, total: int) -> bool:
            self.view.wom.seat.courtesy.give_way()
            tell(lambda _: f"{done:,} of {total:,} orders placed or left out")
            return run == self._run

        def watch(reached: Reached) -> bool:
            nonlocal told, began, has_steps
            if has_steps is not bool(reached.iterations):  # the engine starts, or has started: told at once
                has_steps, told, began = bool(reached.iterations), 0.0, 0.0
            self.is_searching = has_steps if run == self._run else self.is_searching
            of = f", {{:.0f}} of {effort.budget_s:.0f} s" if effort and reached.iterations else ""
            tell(lambda since: f"{reached_words(reached)}{of.format(since)}")
            return run == self._run and not self._is_enough

        return go_on, watch

    # ---------------------------------------------------------------------------------------------- screen

    def _tell(self, run: int, progress: str) -> None:
        if run == self._run:
            self.progress = progress
            self.view.wom.draw_scope()

    def _tell_slow(self, run: int) -> None:
        """Nothing was heard so far: the engine is made ready, and the first time that takes long."""
        if self.progress == _READING:
            self._tell(run, "the engine starts: half a minute after an update")

    def _came(self, run: int, made: Proposal, seen: Snapshot) -> None:
        if run == self._run:
            self.progress, self._seen = "", seen
            self.view.found(made)

    def _failed(self, run: int) -> None:
        if run == self._run:
            self.progress = ""
            self.view.wom.draw_scope()


def _about(row: OrderRow) -> About:
    return About(
        title=row.title,
        priority=row.priority,
        site=row.site,
        due_at=row.due_at,
        is_responding=row.respond_by_at is not None,
    )
