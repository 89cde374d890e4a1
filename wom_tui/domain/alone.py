"""May a line of a repair be booked without asking anybody? The office's rule says how much; some is never done alone.

Whatever the rule allows: pins and what begins soon are left to people, nothing loses its place, no due is newly missed,
and no visit is moved again and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from wom_tui.domain.plan import PlannedVisit
from wom_tui.domain.rule import Alone, Mending
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import some
from wom_tui.domain.worktime import Window


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A line, and what counts about it as things stand now.

    Attributes:
        promised: what the customer was told of this visit, or of the one that failed before it.
        times: how often it was moved without asking today.
        misses: it would miss a due that it meets where it is.
    """

    line: PlannedVisit
    is_pinned: bool = False
    promised: Window | None = None
    times: int = 0
    misses: bool = False

    @property
    def breaks_promise(self) -> bool:
        """The customer was told another time."""
        told = self.promised
        return told is not None and not told.start_at <= self.line.start_at <= told.end_at


def alone_violations(moved: Moved, mending: Mending, frozen_until: datetime) -> Iterator[Violation]:
    """Why somebody has to be asked about a line; nothing where it may be booked at once.

    Args:
        frozen_until: what begins before it, or would, is left to people.
    """
    line, was = moved.line, moved.line.was
    if moved.is_pinned:
        yield _not("pinned", line, "is pinned")
    if min(line.start_at, was.start_at if was else line.start_at) < frozen_until:
        yield _not("frozen", line, "begins too soon to be moved without asking")
    if moved.misses:
        yield _not("due", line, "would miss its due")
    if moved.times >= mending.most_a_visit:
        yield _not("often", line, f"was moved {some(moved.times, 'time')} today already")
    match mending.alone:
        case Alone.NOTHING:
            yield _not("asked", line, "waits for a yes, as everything does")
        case Alone.UNPROMISED:
            if moved.promised is not None:
                yield _not("promised", line, "was promised to the customer")
        case Alone.WITHIN_LIMITS:
            if moved.breaks_promise:
                yield _not("promised", line, "would break what the customer was promised")
        case _ as never:
            assert_never(never)


def _not(problem: str, line: PlannedVisit, why: str) -> Violation:
    return Violation(
        code=f"repair.{problem}", message=f"order {line.order} {why}", facts={"number": line.order}
    )


def number_violations(lines: int, today: int, mending: Mending) -> Iterator[Violation]:
    """Why so many lines together need somebody's yes.

    Args:
        today: visits that were moved without asking so far.
    """
    for problem, count, most, where in (
        ("moves", lines, mending.most_moves, "at once"),
        ("moves", today + lines, mending.most_a_day, "on one day"),
    ):
        if count > most:
            yield Violation(
                code=f"repair.{problem}",
                message=f"{count} visits would be moved {where}; {most} may be without asking",
                facts={"count": count, "most": most},
            )
