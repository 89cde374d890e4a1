"""When are the parts of an order there, and why not yet? Decided here: for dispatchers, planner and screens alike.

What an order needs is what its requirement states, and whatever was reserved for it beyond that. A part that lies in a
stock is ready only when it is reserved: what is free can be gone in an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.part import PurchaseEta, Reservation
from wom_tui.domain.states import ENDED
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import OrderStatus, PartNeed, PartsState, WorkOrder


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """One part of an order: how many are needed, and where they are.

    Attributes:
        held: reserved where they lie.
        coming: reserved of what was ordered and has not come.
        used: taken for the order.
        eta_at: when the last of those coming is expected; None = nobody knows, or nothing comes.
    """

    part_id: int
    needed: int
    held: int = 0
    coming: int = 0
    used: int = 0
    eta_at: datetime | None = None

    @property
    def short(self) -> int:
        """How many are neither there nor ordered."""
        return max(0, self.needed - self.held - self.coming - self.used)

    @property
    def state(self) -> PartsState:
        if self.short:
            return PartsState.SHORT
        if self.coming:
            return PartsState.WAITING
        return PartsState.READY if self.held else PartsState.USED


def part_lines(
    needs: Iterable[PartNeed], reservations: Iterable[Reservation], purchases: Mapping[int, PurchaseEta]
) -> tuple[PartLine, ...]:
    """What an order needs and has, part by part, those that its requirement names first.

    Args:
        reservations: all of that order.
        purchases: by id, those that the reservations name.
    """
    lines: dict[int, PartLine] = {}
    for need in needs:
        known = lines.get(need.part_id, PartLine(part_id=need.part_id, needed=0))
        lines[need.part_id] = replace(known, needed=known.needed + need.quantity)
    unknown: set[int] = set()
    for kept in reservations:
        line = lines.get(kept.part_id, PartLine(part_id=kept.part_id, needed=0))
        line = replace(line, used=line.used + kept.used)
        purchase = purchases.get(kept.purchase_eta_id or 0)
        if purchase is None:
            line = replace(line, held=line.held + kept.quantity)
        elif kept.quantity:
            line = replace(line, coming=line.coming + kept.quantity, eta_at=_later(line, purchase.eta_at))
            if purchase.eta_at is None:
                unknown.add(kept.part_id)
        lines[kept.part_id] = line
    found = (replace(line, eta_at=None) if id in unknown else line for id, line in lines.items())
    return tuple(replace(line, needed=max(line.needed, _has(line))) for line in found if _counts(line))


def _later(line: PartLine, eta_at: datetime | None) -> datetime | None:
    return max((at for at in (line.eta_at, eta_at) if at is not None), default=None)


def _has(line: PartLine) -> int:
    return line.held + line.coming + line.used


def _counts(line: PartLine) -> bool:
    return line.needed > 0 or _has(line) > 0


class Standing(NamedTuple):
    """How the parts of an order stand, as it is kept with the order.

    Attributes:
        state: None where it needs no parts.
        ready_at: while it waits, when the last part is expected; None = nobody knows.
        awaited: what it waits for, in words: `2 PUMP-3, 1 BELT`; empty when it waits for nothing.
    """

    state: PartsState | None
    ready_at: datetime | None = None
    awaited: str = ""


def standing(lines: Iterable[PartLine], codes: Mapping[int, str], status: OrderStatus) -> Standing:
    """How all parts of an order stand together: the worst of them counts.

    Args:
        codes: part's id → what people call it.
        status: of the order; one that has ended waits for nothing.
    """
    found = tuple(lines)
    if status in ENDED:
        return Standing(PartsState.USED if any(line.used for line in found) else None)
    if not found:
        return Standing(None)
    short = [(line.short, line.part_id) for line in found if line.short]
    if short:
        return Standing(PartsState.SHORT, None, _listed(short, codes))
    coming = [line for line in found if line.coming]
    if coming:
        is_dated = all(line.eta_at is not None for line in coming)
        ready_at = max(line.eta_at for line in coming if line.eta_at) if is_dated else None
        return Standing(
            PartsState.WAITING, ready_at, _listed([(line.coming, line.part_id) for line in coming], codes)
        )
    is_used = all(line.state is PartsState.USED for line in found)
    return Standing(PartsState.USED if is_used else PartsState.READY)


def _listed(amounts: Iterable[tuple[int, int]], codes: Mapping[int, str]) -> str:
    return ", ".join(f"{count} {codes.get(part_id, f'part {part_id}')}" for count, part_id in amounts)


class ReadyAt(NamedTuple):
    """When the parts are there.

    Attributes:
        at: None = nobody knows.
        why: what it waits for; empty when the parts are there.
    """

    at: datetime | None
    why: str = ""


def parts_ready_at(order: WorkOrder, now: datetime) -> ReadyAt:
    """From when on the order can be worked on, as far as its parts go.

    An expected time that has passed without the parts is no time any more: nobody knows.
    """
    match order.parts_state:
        case PartsState.SHORT:
            return ReadyAt(None, f"{order.parts_awaited} neither reserved nor ordered")
        case PartsState.WAITING:
            if order.parts_ready_at is None:
                return ReadyAt(None, f"{order.parts_awaited} ordered, nobody knows for when")
            if order.parts_ready_at <= now:
                return ReadyAt(None, f"{order.parts_awaited} overdue")
            return ReadyAt(order.parts_ready_at, f"{order.parts_awaited} ordered")
        case _:
            return ReadyAt(now)


def undated_violations(order: WorkOrder, now: datetime) -> Iterator[Violation]:
    """Nobody knows when the parts are there: the order cannot be planned for any time."""
    ready = parts_ready_at(order, now)
    if ready.at is None:
        is_short = order.parts_state is PartsState.SHORT
        yield Violation(
            code="parts.short" if is_short else "parts.undated",
            message=f"order {order.id} waits for parts: {ready.why}",
            can_override=True,
            facts={"number": order.id, "awaited": order.parts_awaited},
        )


def late_violations(order: WorkOrder, start_at: datetime, clock: str) -> Iterator[Violation]:
    """The parts are expected only after that moment.

    Args:
        clock: the time at which they are expected, as it is shown.
    """
    ready_at = order.parts_ready_at
    if order.parts_state is PartsState.WAITING and ready_at is not None and start_at < ready_at:
        yield Violation(
            code="parts.late",
            message=f"order {order.id} waits for parts until {clock}: {order.parts_awaited}",
            can_override=True,
            facts={"number": order.id, "awaited": order.parts_awaited, "ready": ready_at.isoformat()},
        )
