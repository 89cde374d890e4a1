"""Which visit is meant when only its order is named?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.grammar.intent import Intent
from wom_tui.grammar.resolver import Resolver


def the_visit(intent: Intent, look: Resolver, fits: Callable[[Visit], bool]) -> Visit:
    """The visit that is named, or the only one that the verb fits. Where it fits none, the rules say why."""
    look.order(intent.number)
    there = look.visits(intent.number)
    if intent.target and intent.target.ordinal is not None:
        return named_visit(intent, there)
    live = [visit for visit in there if visit.is_live]
    chosen = [visit for visit in live if fits(visit)] or live
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise which_of(intent, chosen, look)
    raise no_visit(intent, f"to {intent.verb.name}; assign it first")


def named_visit(intent: Intent, there: Sequence[Visit]) -> Visit:
    """The visit of an order that is typed with its number: `4417/2`.

    Raises:
        NotFound: the order has no such visit.
    """
    assert intent.target is not None
    found = next((visit for visit in there if visit.ordinal == intent.target.ordinal), None)
    if found is None:
        raise NotFound("visit", str(intent.target), [visit.label for visit in there])
    return found


def which_of(intent: Intent, visits: Sequence[Visit], look: Resolver) -> InvalidInput:
    """The refusal of a line that may mean any of several visits."""
    return InvalidInput(
        intent.verb.name, str(intent.target), f"one of its visits: {listed_visits(visits, look)}"
    )


def listed_visits(visits: Sequence[Visit], look: Resolver) -> str:
    """Visits as they are told apart: `4417/1 (kim 14:30), 4417/2 (planned, no time yet)`."""
    return ", ".join(_described(visit, look) for visit in visits)


def _described(visit: Visit, look: Resolver) -> str:
    if visit.start_at is None:
        return f"{visit.label} ({visit.status.value}, no time yet)"
    return f"{visit.label} ({look.code(visit.technician_id)} {look.shown(visit.start_at)})"


def no_visit(intent: Intent, missing: str) -> Rejected:
    """The refusal where an order has no visit that fits.

    Args:
        missing: what it has none for, and the way on: `to dispatch; assign it first`.
    """
    message = f"order {intent.number} has no visit {missing}"
    return Rejected([Violation(code="visit.unplanned", message=message, facts={"number": intent.number})])
