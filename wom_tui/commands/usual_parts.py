"""Which parts does an order need because of what kind of work it is?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from wom_tui.domain.part import Part
from wom_tui.domain.readiness import part_lines, standing
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import PartNeed, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class UsualParts:
    """The parts of a work type as this office has them.

    Attributes:
        needs: None where the type does not say.
        codes: what they are called, by id.
        unknown: codes that no part in use has.
    """

    needs: tuple[PartNeed, ...] | None = None
    codes: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def asked_by(self, order: WorkOrder) -> WorkOrder:
        """A new order, nothing of which is reserved yet, and how its parts stand."""
        found = standing(part_lines(self.needs or (), (), {}), self.codes, order.status)
        return replace(
            order,
            parts_state=found.state,
            parts_ready_at=found.ready_at,
            parts_awaited=found.awaited or None,
        )

    def violations(self, kind: WorkType) -> Iterator[Violation]:
        """Say what the type names and the office does not have; the order is made without it."""
        if self.unknown:
            yield Violation(
                code="parts.unknown",
                message=f"{kind.name} names parts that there are not: {', '.join(self.unknown)}",
                hard=False,
                facts={"work_type": kind.id, "parts": list(self.unknown)},
            )


def usual_parts(kind: WorkType | None, unit: Unit) -> UsualParts:
    """What an order of that type needs from the start."""
    if kind is None or kind.parts is None:
        return UsualParts()
    known = {part.code.casefold(): part for part in unit.select(Part, is_active=True)} if kind.parts else {}
    found = [(known.get(one.code.casefold()), one) for one in kind.parts]
    return UsualParts(
        needs=tuple(PartNeed(part_id=part.id, quantity=one.quantity) for part, one in found if part),
        codes={part.id: part.code for part, _ in found if part},
        unknown=tuple(one.code for part, one in found if part is None),
    )
