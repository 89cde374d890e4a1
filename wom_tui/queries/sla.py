"""How well do the office's rules give the dues that another system set, and what can rules be fitted to?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.sla.clock import due_at
from wom_tui.domain.sla.fit import TOLERANCE
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.store.reader import Range, Reader
from wom_tui.store.rules import read_rules

Cases = Literal["all", "even", "odd"]  # which orders, by the last digit of their external number

_LONG_AGO = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
_COLUMNS = (
    *("external_id", "work_type_id", "priority", "opened_at", "imported_due_at"),
    *("site_id", "customer_id", "source"),
)


@dataclass(frozen=True, kw_only=True)
class ImportedDue:
    """An order that came with a due."""

    number: int
    work_type_id: int | None
    work_type: str
    priority: int
    opened_at: datetime
    due_at: datetime
    zone: str
    customer_class: str | None


@dataclass(frozen=True, kw_only=True)
class TypeAudit:
    """One work type's share of the audit."""

    work_type: str
    target: str  # the target of the rule that most of them fall under; empty where there is none
    compared: int
    within_2_min: int
    without_rule: int

    def as_dict(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "work_type": self.work_type,
            "target": self.target or None,
            "compared": self.compared,
            "within_2_min": self.within_2_min,
            "without_rule": self.without_rule,
        }


@dataclass(frozen=True, kw_only=True)
class SlaAudit:
    """Computed dues against imported ones, over all orders that came with one.

    Attributes:
        without_rule: orders whose type has no rule: nothing to compare.
    """

    by_type: tuple[TypeAudit, ...]

    @property
    def compared(self) -> int:
        return sum(t.compared for t in self.by_type)

    @property
    def within_2_min(self) -> int:
        return sum(t.within_2_min for t in self.by_type)

    @property
    def without_rule(self) -> int:
        return sum(t.without_rule for t in self.by_type)

    @property
    def share_percent(self) -> float | None:
        """Of all orders with an imported due, those that the rules give; those without a rule count too."""
        whole = self.compared + self.without_rule
        return round(100 * self.within_2_min / whole, 2) if whole else None

    def as_dict(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "compared": self.compared,
            "within_2_min": self.within_2_min,
            "without_rule": self.without_rule,
            "share_percent": self.share_percent,
            "by_type": [t.as_dict() for t in self.by_type],
        }


def imported_dues(
    reader: Reader, *, cases: Cases = "all", source: str | None = None
) -> Iterator[ImportedDue]:
    """Every order that came with a due, open or not.

    Args:
        cases: only those whose external number ends in an even or an odd digit.
        source: only those of one system.
    """
    types = {row[0]: row[1] for row in reader.rows(WorkType, ("name",))}
    zones = {row[0]: row[1] for row in reader.rows(Site, ("zone",))}
    classes = {row[0]: row[1] for row in reader.rows(Customer, ("customer_class",))}
    rows = reader.rows(WorkOrder, _COLUMNS, imported_due_at=Range(_LONG_AGO, None))
    for number, external_id, type_id, priority, opened_at, due, site_id, customer_id, row_source in rows:
        if not _is_among(external_id, cases) or (source is not None and row_source != source):
            continue
        yield ImportedDue(
            number=number,
            work_type_id=type_id,
            work_type=types.get(type_id, ""),
            priority=priority,
            opened_at=opened_at,
            due_at=due,
            zone=zones.get(site_id, "UTC"),
            customer_class=classes.get(customer_id),
        )


def _is_among(external_id: str | None, cases: Cases) -> bool:
    if cases == "all":
        return True
    last = (external_id or "")[-1:]
    return last.isascii() and last.isdigit() and (int(last) % 2 == 0) == (cases == "even")


@dataclass(frozen=True)
class Samples:
    """What rules are fitted to: (work type, opened, due); and the first day on which one was opened."""

    spans: tuple[tuple[str, datetime, datetime], ...]
    first_on: date | None


def fit_samples(reader: Reader, *, cases: Cases = "all", source: str | None = None) -> Samples:
    """The imported dues as the fit wants them."""
    dues = list(imported_dues(reader, cases=cases, source=source))
    spans = tuple((d.work_type, d.opened_at, d.due_at) for d in dues if d.work_type)
    return Samples(spans, min((d.opened_at.date() for d in dues), default=None))


def sla_audit(reader: Reader, *, cases: Cases = "all", source: str | None = None) -> SlaAudit:
    """Compute the due of every order that came with one, from the office's rules alone, and compare.

    Holds are left out: the other system's due knows nothing of ours.
    """
    rules = read_rules(reader)
    found: dict[str, list[tuple[str, bool | None]]] = defaultdict(list)
    for imported in imported_dues(reader, cases=cases, source=source):
        found[imported.work_type].append(_compared(imported, rules))
    return SlaAudit(by_type=tuple(_type_audit(name, found[name]) for name in sorted(found)))


def _compared(imported: ImportedDue, rules: SlaRules) -> tuple[str, bool | None]:
    """The target that holds, and whether it gives the due; None where no rule does."""
    order = WorkOrder(
        id=imported.number,
        title="",
        work_type_id=imported.work_type_id,
        priority=Priority(imported.priority),
        opened_at=imported.opened_at,
    )
    policy = rules.policy_for(order, imported.customer_class, imported.zone)
    if policy is None or policy.resolve is None:
        return "", None
    computed = due_at(imported.opened_at, policy.resolve, rules.calendars[policy.calendar_id])
    return str(policy.resolve), abs(computed - imported.due_at) <= TOLERANCE


def _type_audit(name: str, results: list[tuple[str, bool | None]]) -> TypeAudit:
    targets = [target for target, _ in results if target]
    return TypeAudit(
        work_type=name,
        target=max(sorted(set(targets)), key=targets.count, default=""),
        compared=sum(1 for _, hit in results if hit is not None),
        within_2_min=sum(1 for _, hit in results if hit),
        without_rule=sum(1 for _, hit in results if hit is None),
    )
