"""What the order's page says in its left column."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import ChecklistItem
from wom_tui.present.board import Day
from wom_tui.present.cells import line_width, plain
from wom_tui.present.labels import WGL4
from wom_tui.present.order_facts import checklist, visits
from wom_tui.queries.order import OrderDetail, VisitDetail

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_visit_s_times_are_whole_in_the_narrow_column() -> None:
    keane = Technician(id=4, code="dan", name="D. Keane", zone="UTC")
    visit = Visit(
        id=1, order_id=1485, ordinal=1, technician_id=4, start_at=NOW, end_at=NOW + timedelta(minutes=45)
    )
    detail = cast("OrderDetail", SimpleNamespace(visits=(VisitDetail(visit, keane),)))

    (line,) = visits(detail, Day(now=NOW, zone=ZoneInfo("UTC")), WGL4, 46)

    assert plain(line).endswith("D. Keane  12:00–12:45")
    assert line_width(line) <= 46


def test_the_checklist_has_the_numbers_that_answer_takes() -> None:
    points = (
        ChecklistItem(text="cone set", is_required=True),
        ChecklistItem(text="depth", answer="40cm"),
    )
    detail = cast("OrderDetail", SimpleNamespace(order=SimpleNamespace(checklist=points)))

    told = [plain(line) for line in checklist(detail, WGL4, 46)]

    assert told == [" 1 ◦ cone set  required", " 2 √ depth  40cm"]
