"""What is a proposed plan to whoever reads it? Its lines, those that are left out, and a verdict.

How each line is written is in `proposal_lines`, what it costs in `proposal_costs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from wom_tui.domain.plan import Plan, PlannedVisit
from wom_tui.planning.repair import is_shift
from wom_tui.present.cells import Line, Piece
from wom_tui.present.durations import clock_of
from wom_tui.present.time_axis import Setting

if TYPE_CHECKING:
    from wom_tui.planning.effort import Reached
    from wom_tui.planning.repair import Stuck
    from wom_tui.planning.shares import Shares
    from wom_tui.queries.lane import Lane


_LAST = 9  # behind every priority


@dataclass(frozen=True, slots=True)
class About:
    """What a line says about its order."""

    title: str
    priority: int
    site: str
    due_at: datetime | None
    is_responding: bool  # the due is about the start of the service, not its end


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A plan with the words for it.

    Attributes:
        plan: what would be booked: its visits are those that are taken.
        about: by order. names: by technician's id.
        moves: all lines that were proposed, most urgent first.
        left_out: which of them are not taken, as indices.
        costs: what the day costs as it is, and what each line that is taken changes.
        lanes: by technician, the days that its lines change, as they are.
        stuck: of a repair, what begins too soon to be moved and cannot be kept.
    """

    plan: Plan
    about: Mapping[int, About]
    names: Mapping[int, str]
    seconds: float
    moves: tuple[PlannedVisit, ...] = ()
    left_out: frozenset[int] = frozenset()
    refused: Mapping[int, str] = field(default_factory=dict)  # by order, after it was accepted
    is_repair: bool = False
    costs: Shares | None = None
    lanes: Mapping[int, Lane] = field(default_factory=dict)
    stuck: tuple[Stuck, ...] = ()

    @cached_property
    def bounds(self) -> tuple[datetime, ...]:
        """The first begin and the last; nothing where no visit is proposed."""
        begins = [line.start_at for line in self.moves]
        return (min(begins), max(begins)) if begins else ()

    @property
    def nothing(self) -> str:
        """What is said where it has no line."""
        if self.is_repair:
            return "every visit that is booked can be done as it stands"
        return "nothing to plan: every order that is ready has its technician"

    @property
    def left_out_orders(self) -> frozenset[int]:
        """The orders of the lines that are not taken."""
        return frozenset(self.moves[index].order for index in self.left_out)

    def together(self, index: int) -> frozenset[int]:
        """The lines that are taken or left out with one: those of its crew."""
        one = self.moves[index]
        if one.was is not None:
            return frozenset({index})
        return frozenset(at for at, line in enumerate(self.moves) if line.order == one.order)

    @property
    def taken(self) -> tuple[PlannedVisit, ...]:
        """The lines that would be booked; after it was accepted, those that were."""
        return tuple(line for line in self.plan.visits if line.order not in self.refused)

    @property
    def late_min(self) -> tuple[int, ...]:
        """By how much the taken lines that miss a due miss it."""
        slacks = (self.slack_min(line) for line in self.taken)
        return tuple(-minutes for minutes in slacks if minutes is not None and minutes < 0)

    def slack_min(self, line: PlannedVisit) -> int | None:
        """Minutes between the due and the visit; None where nothing is due."""
        about = self.about.get(line.order)
        if about is None or about.due_at is None:
            return None
        then = line.start_at if about.is_responding else line.end_at
        return int((about.due_at - then).total_seconds() // 60)


def concerned(line: PlannedVisit) -> tuple[int, ...]:
    """Whose days a line changes: who had the visit, then who gets it."""
    was = (line.was.technician,) if line.was is not None and line.was.technician != line.technician else ()
    return (*was, line.technician)


def reached_words(reached: Reached) -> str:
    """How far a search is: the best so far, in figures that fall."""
    found = f"{reached.left:,} without a place, {reached.travel_s // 60:,} min on the road"
    return f"{found}, {reached.iterations:,} steps" if reached.iterations else f"{found}; the engine starts"


def sorted_moves(
    plan: Plan, about: Mapping[int, About], first: frozenset[int] = frozenset()
) -> tuple[PlannedVisit, ...]:
    """What was to come before all others, then urgent ones, then by time."""

    def rank(line: PlannedVisit) -> tuple[bool, int, datetime, int]:
        known = about.get(line.order)
        return line.order not in first, known.priority if known else _LAST, line.start_at, line.order

    return tuple(sorted(plan.visits, key=rank))


def verdict(proposal: Proposal, at: Setting) -> Line:
    """How much of the work would have a place; late is said of what has one."""
    plan, left_out, late = proposal.plan, len(proposal.left_out), len(proposal.late_min)
    if proposal.is_repair:
        return _mended(proposal, at)
    placed, total = len(proposal.taken), len(proposal.moves) + len(plan.unplanned)
    is_whole = placed == total
    done, ready, refused = ("=", "o", "x") if at.is_ascii else ("√", "○", "×")
    line: list[Piece] = [
        (f"{done} {placed:,} of {total:,} placed", "bold site" if is_whole else "bold bright")
    ]
    if plan.unplanned:
        line.append((f"    {ready} {len(plan.unplanned):,} unplanned", "ready"))
    if left_out:
        line.append((f"    {left_out:,} left out by you", "accent"))
    if late:
        line.append((f"    ! {late:,} placed late", "late"))
    if proposal.refused:
        line.append((f"    {refused} {len(proposal.refused):,} refused", "late"))
    return tuple(line)


def _mended(proposal: Proposal, at: Setting) -> Line:
    """How much of what is booked changes."""
    taken = proposal.taken
    lost = sum(one.order not in proposal.refused for one in proposal.plan.unplanned)
    shifted = sum(is_shift(line) for line in taken)
    moved = sum(line.was is not None for line in taken) - shifted
    placed = len(taken) - moved - shifted
    arrow = "m" if at.is_ascii else "↔"
    stuck = tuple(
        (
            f"    ! {one.visit.label} cannot be kept: there at {clock_of(proposal.plan.on, one.there_at, at.zone)}",
            "late",
        )
        for one in proposal.stuck
    )
    if not (taken or lost):
        said = "nothing can be moved" if stuck else "nothing has to change"
        return ((said, "bold bright"), *stuck)
    line: list[Piece] = [(f"{arrow} {moved:,} moved", "bold bright")]
    line += [(f"    + {placed:,} placed", "site")] if placed else []
    line += [(f"    {shifted:,} a little later", "text")] if shifted else []
    line += [(f"    {'-' if at.is_ascii else '−'} {lost:,} without a place", "late")] if lost else []
    line += [(f"    {len(proposal.left_out):,} left out by you", "accent")] if proposal.left_out else []
    line += [(f"    {len(proposal.refused):,} refused", "late")] if proposal.refused else []
    return (*line, *stuck)
