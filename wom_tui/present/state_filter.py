"""Which filter means a state that is told in words? `late` and `past due` stand in no order's text: a clock says so."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wom_tui.domain.filter import Filter
from wom_tui.domain.states import OrderStatus, Sla
from wom_tui.present.labels import CLOCKS, STATES

_LATE = f"sla={Sla.BREACHED.value}"
_SOON = f"sla={Sla.WARNING.value}"
_NOBODY = "status=ready planned_start_at=none"
_STATUS = frozenset(status.value for status in OrderStatus)
# What the console itself says first, then what people say for it.
_MEANT: Mapping[str, str] = MappingProxyType(
    {label.word: f"{'status' if state in _STATUS else 'state'}={state}" for state, label in STATES.items()}
    | {label.word: f"sla={clock.value}" for clock, label in CLOCKS.items() if label.word}
    | dict.fromkeys(("late", "overdue", "breached", "breach"), _LATE)
    | dict.fromkeys(("due soon", "soon"), _SOON)
    | dict.fromkeys(("no technician", "no tech", "nobody", "unassigned"), _NOBODY)
    | {"hold": f"status={OrderStatus.ON_HOLD.value}", "risk": f"sla={Sla.AT_RISK.value}"}
)
_AS_SPACES = str.maketrans("_-", "  ")


def state_meant(wanted: Filter) -> tuple[str, str] | None:
    """The state that a filter of mere words names, and the filter that means it; None where it names none."""
    if any(term.key != "/" or term.is_negated for term in wanted.terms):
        return None
    words = " ".join(value.text for term in wanted.terms for value in term.values)
    said = " ".join(words.casefold().translate(_AS_SPACES).split())
    return (said, _MEANT[said]) if said in _MEANT else None
