"""What a rule would come to that is about no single order, in lines: orders of plans, a repair of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from wom_tui.domain.words import some
from wom_tui.present.repair import repair_lines
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.domain.setback import Setback
    from wom_tui.planning.repair import Repair


@dataclass(frozen=True, kw_only=True)
class WouldMake:
    """An order that a plan wants now.

    Attributes:
        missing: what it would lack, in words: then it would be a draft.
        refused: why it would not be made.
    """

    plan: str
    due_on: date
    missing: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class WouldMend:
    """What stands against the day's plan, and the repair that would be proposed; None where nothing stands."""

    setbacks: tuple[Setback, ...]
    found: Repair | None = None


def made_lines(made: Sequence[WouldMake], count: int) -> Iterator[str]:
    """How many orders would be made, then each with its due day and what it would lack."""
    more = f", the first {len(made)} of them here" if len(made) < count else ""
    yield f"{some(count, 'order')} of plans would be made now{more}"
    for one in made:
        lacks = f"  a draft, no {', '.join(one.missing)}" if one.missing else ""
        why = f"  refused: {safe(one.refused)}" if one.refused else ""
        yield f"due {one.due_on.isoformat()}  {safe(one.plan)}{lacks}{why}"


def mended_lines(would: WouldMend, names: Mapping[int, str], zone: tzinfo) -> Iterator[str]:
    """What would be looked at, and why; then the repair, as a diff."""
    if would.found is None:
        yield "nothing stands against the day's plan that was not answered"
        return
    yield f"{some(len(would.setbacks), 'order')} would be looked at"
    yield from (f"{one.order:>8}  {safe(one.said)}" for one in would.setbacks)
    yield from repair_lines(would.found, None, names, zone)
