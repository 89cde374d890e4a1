"""The office's SLA policies and calendars as the clocks want them."""

from __future__ import annotations

from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.sla.policy import SlaPolicy
from wom_tui.domain.work_calendar import Calendar, Holiday, WorkCalendar
from wom_tui.store.reader import EITHER, Reader


def read_rules(reader: Reader) -> SlaRules:
    """All policies, and each calendar with its holidays, by id; withdrawn ones too, for the orders of their time."""
    ever = {"is_withdrawn": EITHER}
    reader.ahead((Holiday, {}), (SlaPolicy, ever), (Calendar, ever))
    holidays = reader.select(Holiday)
    return SlaRules(
        policies={policy.id: policy for policy in reader.select(SlaPolicy, **ever)},
        calendars={c.id: WorkCalendar.of(c, holidays) for c in reader.select(Calendar, **ever)},
    )
