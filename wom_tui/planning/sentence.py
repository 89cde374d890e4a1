"""What does an explanation say? A sentence that carries its claim as data, so that it can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from wom_tui.domain.violation import CATALOGUE

# code → what is claimed, beside the codes of `domain/violation.py`: of those a sentence says that the rule refuses it.
CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "slot.possible": "the technician could begin then: no hard rule refuses it",
        "slot.booked": "the slot that the visit has, and what it costs",
        "slot.proposed": "the slot that a plan would give to the visit, and what it costs",
        "slot.now": "where the visit is booked, and what it would cost more (`more_s`) than as planned (`than`)",
        "slot.past": "where the visit is booked, and should have begun by now",
        "slot.other": "another slot, and what it would cost more (`more_s`) than the booked one (`than`)",
        "slot.than_best": "the technician's best slot of the day, and what it would cost more than the best of all",
        "slot.best": "no slot of that day costs less",
        "slot.only": "there is no other slot on those days",
        "slot.none": "nobody has a slot on those days",
        "order.unplanned": "nobody has planned the order, though there is a slot",
        "order.completed": "the order is completed: by whom, when",
        "order.closed": "the order is closed: by whom, when",
        "order.cancelled": "the order is cancelled: by whom, when",
        "order.repeats": "the order repeats another, which goes on in its place",
        "visit.assigned": "who booked the visit, when",
        "visit.undone": "what had changed the booking was taken back, so that it stands again where it was",
        "visit.pinned": "who pinned the visit, when; it still is",
        "visit.promised": "who promised the window that stands, when",
        "visit.dispatched": "who sent the visit, when",
        "visit.accepted": "since when it is accepted",
        "visit.travelling": "since when the technician is on the way",
        "visit.arrived": "since when the technician is on site",
        "relax.needless": "there is a slot as things are",
        "relax.none": "none of the changes that were tried makes room on that day",
        "relax.window": "a window that is `minutes` wider at both ends has the slot",
        "relax.earliest": "the slot is there if the order may begin `minutes` earlier",
        "relax.overtime": "the slot ends `minutes` after the shift, more than the technician's record allows",
        "relax.break": "the slot is there if the technician takes no break that day",
        "relax.skill": "the slot is there if that level of the skill is enough",
        "relax.territory": "the slot is with somebody who works in other territories",
        "relax.parts": "the slot is there if the parts are by `parts_at`",
        "relax.move": "the slot is there when each of `visits` has moved to its slot in `to`, possible as well",
        "relax.drop": "the same, but for some of the `visits` there is no slot that day: their `to` is null",
        "relax.day": "the first later day with a slot; `drops_window`: outside of the window that the order has",
    }
)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One claim.

    Attributes:
        code: what kind of claim; the codes are listed in docs/reference/explanations.md.
        facts: what is claimed: technician codes, ISO times and days, seconds; JSON-ready.
        text: the same for people, on the clock of the place.
    """

    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CLAIMS and self.code not in CATALOGUE:
            raise ValueError(f"nothing is claimed under the code {self.code!r}")

    def as_dict(self) -> dict[str, Any]:
        """The sentence as JSON-ready data."""
        return {"code": self.code, "text": self.text, "facts": dict(self.facts)}
